/* SPDX-License-Identifier: MIT */
#include "collect/settings.h"

#define SETTINGS_MOST 256U
#define TEXT_MOST ((size_t)1 << 20)

/* ---- Lines ----------------------------------------------------------------------------------------------------------- */

static bool is_quote(char byte)
{
    return byte == '"' || byte == '\'';
}

static struct view unquoted(struct view value)
{
    bool quoted =
        value.length >= 2 && is_quote(value.text[0]) && value.text[value.length - 1] == value.text[0];
    return quoted ? view_take(view_skip(value, 1), value.length - 2) : value;
}

/* PHP's comments begin anywhere outside of quotes. */
static struct view without_comment(struct view value)
{
    char quote = '\0';
    for (size_t i = 0; i < value.length; i++) {
        if (quote)
            quote = value.text[i] == quote ? '\0' : quote;
        else if (is_quote(value.text[i]))
            quote = value.text[i];
        else if (value.text[i] == ';')
            return view_trim(view_take(value, i));
    }
    return value;
}

static bool is_comment(enum settings_syntax syntax, struct view line)
{
    switch (syntax) {
    case SETTINGS_ENVIRONMENT: return line.length == 0 || !byte_is_upper(line.text[0]);
    case SETTINGS_PHP: return line.length == 0 || line.text[0] == ';';
    case SETTINGS_NPM:
    case SETTINGS_PYTHON: break;
    }
    return line.length == 0 || line.text[0] == '#' || line.text[0] == ';';
}

static bool split(struct settings_text *text, struct view line)
{
    size_t equals = view_find_byte(line, '='), colon = SIZE_MAX;
    if (text->syntax == SETTINGS_PYTHON)
        colon = view_find_byte(line, ':');
    size_t at = colon < equals ? colon : equals;
    if (at == SIZE_MAX || at == 0)
        return false;
    text->key = view_trim(view_take(line, at));
    if (text->syntax == SETTINGS_NPM && view_ends(text->key, VIEW("[]")))
        text->key.length -= 2;
    text->value = view_skip(line, at + 1);
    if (text->syntax == SETTINGS_ENVIRONMENT)
        return true;
    text->value = view_trim(text->value);
    if (text->syntax == SETTINGS_PHP)
        text->value = without_comment(text->value);
    if (text->syntax != SETTINGS_PYTHON)
        text->value = unquoted(text->value);
    return true;
}

/* Lines that go on with a value are indented; an empty one among them ends nothing. */
static void take_indented(struct settings_text *text)
{
    struct view rest = text->rest, line;
    const char *end = text->value.text + text->value.length;
    while (view_cut(&rest, '\n', &line)) {
        if (view_trim(line).length == 0)
            continue;
        if (!byte_is_blank(line.text[0]))
            break;
        end = line.text + line.length;
        text->rest = rest;
    }
    text->value = view_trim((struct view){text->value.text, (size_t)(end - text->value.text)});
}

bool envfp__settings_next(struct settings_text *text)
{
    struct view line;
    while (view_cut(&text->rest, '\n', &line)) {
        struct view body = text->syntax == SETTINGS_ENVIRONMENT ? line : view_trim(line);
        if (is_comment(text->syntax, body))
            continue;
        if (body.text[0] == '[' && text->syntax != SETTINGS_ENVIRONMENT) {
            text->section = view_trim(view_take(view_skip(body, 1), view_find_byte(body, ']') - 1));
            continue;
        }
        if (!split(text, body))
            continue;
        if (text->syntax == SETTINGS_PYTHON)
            take_indented(text);
        return true;
    }
    return false;
}

/* pip takes "No_Binary" and "--no-binary" for "no-binary". */
static struct view python_key(struct arena *arena, const struct settings_text *text)
{
    struct text key = {.arena = arena};
    struct view rest = view_skip(text->key, view_starts(text->key, VIEW("--")) ? 2 : 0);
    envfp__text_add(&key, text->section);
    envfp__text_add_byte(&key, '.');
    for (size_t i = 0; i < rest.length; i++)
        envfp__text_add_byte(&key, rest.text[i] == '_' ? '-' : byte_to_lower(rest.text[i]));
    return envfp__text_view(&key);
}

/* The key with what stands in front of it; empty where the line does not count. */
static struct view key_of(struct arena *arena, const struct settings_text *text)
{
    switch (text->syntax) {
    case SETTINGS_NPM: return text->section.length ? VIEW("") : text->key;
    case SETTINGS_PHP: return view_find_byte(text->section, '=') == SIZE_MAX ? text->key : VIEW("");
    case SETTINGS_PYTHON: return python_key(arena, text);
    case SETTINGS_ENVIRONMENT: break;
    }
    return text->key;
}

/* ---- What counts ------------------------------------------------------------------------------------------------------- */

const struct setting *envfp__settings_row(const struct setting *list, size_t count, struct view key)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].key[0] == '*' || (key.length && list[i].key[0] == key.text[0]))
            if (envfp__declared_fits(list[i].key, key))
                return &list[i];
    return NULL;
}

void envfp__settings_start(struct settings *settings)
{
    settings->held = settings->keys.count;
}

void envfp__settings_take(struct settings *settings, struct view key, struct view value)
{
    struct collect *c = settings->c;
    const struct setting *row = envfp__settings_row(settings->list, settings->count, key);
    size_t at = 0;
    if (!row || value.length == 0)
        return;
    while (at < settings->keys.count && !view_equal(settings->keys.items[at], key))
        at++;
    settings->full = settings->full || at == SETTINGS_MOST;
    if (at < settings->held || at == SETTINGS_MOST)
        return;
    value = envfp__source_show(c->source, c->scratch, (enum variable_form)row->form, value, false);
    if (at < settings->keys.count) {
        settings->values.items[at] = envfp__arena_copy(c->scratch, value);
        return;
    }
    envfp__bag_add(c, &settings->values, value);
    if (settings->values.count > settings->keys.count) /* no key stands without its value when memory ends */
        envfp__bag_add(c, &settings->keys, key);
    settings->values.count = settings->keys.count;
}

void envfp__settings_read(struct settings *settings, enum settings_syntax syntax, struct view content)
{
    struct settings_text text = {.rest = content, .syntax = syntax};
    envfp__settings_start(settings);
    while (envfp__settings_next(&text))
        envfp__settings_take(settings, key_of(settings->c->scratch, &text), text.value);
}

enum envfp_reason envfp__settings_file(struct settings *settings, enum settings_syntax syntax,
                                       const char *path)
{
    struct view text;
    const struct source *source = settings->c->source;
    if (strcmp(path, "/dev/null") == 0)
        return ENVFP_REASON_NONE;
    enum envfp_reason reason = envfp__source_is_declared(source->common, SOURCE_OPEN, path)
                                   ? source_read_start(source, path, TEXT_MOST, &text)
                                   : ENVFP_REASON_HIDDEN;
    if (reason == ENVFP_REASON_NONE && text.length == TEXT_MOST)
        reason = ENVFP_REASON_TRUNCATED;
    if (reason == ENVFP_REASON_NONE)
        envfp__settings_read(settings, syntax, text);
    if (settings->full)
        reason = ENVFP_REASON_TRUNCATED;
    return reason == ENVFP_REASON_ABSENT || reason == ENVFP_REASON_UNSUPPORTED ? ENVFP_REASON_NONE : reason;
}

void envfp__settings_tell(const struct settings *settings, const char *inventory)
{
    for (size_t i = 0; i < settings->keys.count; i++)
        fact_member(settings->c, inventory, settings->keys.items[i], settings->values.items[i]);
}

struct view envfp__settings_get(const struct settings *settings, const char *key)
{
    for (size_t i = 0; i < settings->keys.count; i++)
        if (view_is(settings->keys.items[i], key))
            return settings->values.items[i];
    return VIEW("");
}

/* ---- Recordings -------------------------------------------------------------------------------------------------------- */

static void add_shown(const struct source *source, const struct setting *row, struct view value,
                      struct text *out)
{
    if (value.length)
        envfp__text_add(out,
                        envfp__source_show(source, out->arena, (enum variable_form)row->form, value, true));
}

void envfp__settings_keep_one(const struct source *source, const struct setting *list, size_t count,
                              struct view key, struct view value, const char *quote, struct text *out)
{
    const struct setting *row = envfp__settings_row(list, count, key);
    if (!row)
        return;
    envfp__text_add(out, key);
    envfp__text_add_byte(out, '=');
    envfp__text_add(out, view_of(quote));
    add_shown(source, row, value, out);
    envfp__text_add(out, view_of(quote));
    envfp__text_add_byte(out, '\n');
}

bool envfp__settings_keep(const struct source *source, const struct setting *list, size_t count,
                          enum settings_syntax syntax, struct view content, struct text *out)
{
    struct settings_text text = {.rest = content, .syntax = syntax};
    struct view section = VIEW("");
    while (envfp__settings_next(&text)) {
        const struct setting *row = envfp__settings_row(list, count, key_of(out->arena, &text));
        if (!row)
            continue;
        if (syntax == SETTINGS_PYTHON && !view_equal(section, text.section)) {
            section = text.section;
            envfp__text_add_byte(out, '[');
            envfp__text_add(out, section);
            envfp__text_add(out, VIEW("]\n"));
        }
        envfp__text_add(out, text.key);
        envfp__text_add_byte(out, '=');
        add_shown(source, row, text.value, out);
        envfp__text_add_byte(out, '\n');
    }
    return false;
}
