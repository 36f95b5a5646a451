/* SPDX-License-Identifier: MIT */
#include "collect/runtimes/kept.h"

#include "collect/runtimes/runtime.h"

static void add_words(struct view text, bool (*fits)(struct view word), struct text *out)
{
    struct view word;
    for (bool first = true; view_cut_word(&text, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        envfp__text_add(out, fits(word) ? word : VIEW("?"));
    }
}

bool envfp__keep_release_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view end, body = envfp__keep_body(line, &end);
    add_words(body, envfp__keep_is_release, out);
    envfp__text_add(out, end);
    return true;
}

/* ---- Fields --------------------------------------------------------------------------------------------------------- */

static bool is_among(struct view name, const char *names)
{
    struct view rest = view_of(names), word;
    while (view_cut_word(&rest, &word))
        if (view_equal(word, name))
            return true;
    return false;
}

bool envfp__keep_cut_field(struct view line, const char *names, struct kept_field *field)
{
    static const struct view define = {"#define", 7};
    struct view rest = view_trim(line);
    size_t end = 0;
    field->define = view_starts(rest, define);
    if (field->define)
        rest = view_trim(view_skip(rest, define.length));
    while (end < rest.length && !byte_is_blank(rest.text[end]) && rest.text[end] != '=' &&
           rest.text[end] != ':')
        end++;
    field->name = view_take(rest, end);
    struct view value = view_skip(rest, end);
    if (!is_among(field->name, names) || value.length == 0)
        return false;
    while (value.length &&
           (byte_is_blank(value.text[0]) || (!field->define && memchr("=>:", value.text[0], 3))))
        value = view_skip(value, 1);
    field->quote = value.length && (value.text[0] == '"' || value.text[0] == '\'') ? value.text[0] : '\0';
    if (field->quote)
        value = view_take(view_skip(value, 1), view_find_byte(view_skip(value, 1), field->quote));
    field->value = value;
    return true;
}

void envfp__keep_add_field(const struct kept_field *field, struct text *out)
{
    bool version = view_has(field->name, VIEW("VERSION")) || view_is(field->name, "version");
    envfp__text_add(out, field->define ? VIEW("#define ") : VIEW(""));
    envfp__text_add(out, field->name);
    envfp__text_add_byte(out, field->define ? ' ' : '=');
    if (field->quote)
        envfp__text_add_byte(out, field->quote);
    add_words(field->value, version ? envfp__keep_is_release : envfp__keep_is_value, out);
    if (field->quote)
        envfp__text_add_byte(out, field->quote);
    envfp__text_add_byte(out, '\n');
}

bool envfp__keep_field(struct view line, const char *names, struct text *out)
{
    struct kept_field field;
    if (envfp__keep_cut_field(line, names, &field))
        envfp__keep_add_field(&field, out);
    return true;
}

/* ---- Numbers ---------------------------------------------------------------------------------------------------------- */

struct view envfp__keep_number_of(struct view text)
{
    return envfp__runtime_number(text);
}

bool envfp__keep_mark(struct view line, const char *mark, struct text *out)
{
    size_t at = envfp__view_find(line, view_of(mark));
    if (at == SIZE_MAX)
        return true;
    envfp__text_add(out, view_of(mark));
    envfp__text_add(out, envfp__keep_number_of(view_skip(line, at + strlen(mark))));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* ---- JSON ----------------------------------------------------------------------------------------------------------- */

void envfp__keep_json_key(struct text *out, bool *first, const char *key)
{
    envfp__text_add(out, *first ? VIEW("") : VIEW(", "));
    envfp__keep_json_string(view_of(key), out);
    envfp__text_add(out, VIEW(": "));
    *first = false;
}

void envfp__keep_json_open(struct text *out, bool *first, const char *key)
{
    envfp__keep_json_key(out, first, key);
    envfp__text_add_byte(out, '{');
    *first = true;
}

void envfp__keep_json_close(struct text *out, bool *first)
{
    envfp__text_add_byte(out, '}');
    *first = false;
}

void envfp__keep_json_member(struct text *out, bool *first, const char *key, struct view value)
{
    envfp__keep_json_key(out, first, key);
    envfp__keep_json_string(value, out);
}
