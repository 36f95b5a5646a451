/* SPDX-License-Identifier: MIT */
/* What a recording keeps of the lines in which version managers are told which versions to start. */
#include "registry/registry.h"
#include "source/keep_parts.h"

const char *envfp__tool_language(struct view name)
{
    const struct envfp_language *language = envfp__registry_language_called(name);
    return language ? language_word(language) : NULL;
}

/* Each word that asks for a version; the whole line where it is one range. A comment becomes `#`. */
static void add_words(const struct source *source, struct view said, struct text *out)
{
    struct view whole = envfp__keep_wanted(source, out->arena, said), word;
    if (view_equal(whole, view_trim(said))) {
        envfp__text_add(out, whole);
        return;
    }
    for (bool first = true; view_cut_word(&said, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        envfp__text_add(out, envfp__keep_wanted(source, out->arena, word));
    }
}

static void end_line(struct view line, struct view end, struct text *out)
{
    if (view_find_byte(line, '#') != SIZE_MAX)
        envfp__text_add_byte(out, '#');
    envfp__text_add(out, end);
}

bool envfp__keep_wanted_words(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end);
    add_words(source, view_take(body, view_find_byte(body, '#')), out);
    end_line(body, end, out);
    return true;
}

/* "nodejs 20.11.1 system": lines of languages that are known. */
bool envfp__keep_tool_versions(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    struct view rest = view_take(body, view_find_byte(body, '#'));
    if (view_cut_word(&rest, &word) && envfp__tool_language(word)) {
        envfp__text_add(out, word);
        while (view_cut_word(&rest, &word)) {
            envfp__text_add_byte(out, ' ');
            envfp__text_add(out, envfp__keep_wanted(source, out->arena, word));
        }
    } else if (word.length) {
        envfp__text_add_byte(out, '?'); /* it still says something: what follows is no TOML */
    }
    end_line(body, end, out);
    return true;
}

/* "java=21.0.2-tem" */
bool envfp__keep_sdkman(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), key, value;
    if (view_split(view_take(body, view_find_byte(body, '#')), '=', &key, &value) &&
        envfp__tool_language(key)) {
        envfp__text_add(out, key);
        envfp__text_add_byte(out, '=');
        envfp__text_add(out, envfp__keep_wanted(source, out->arena, value));
    }
    end_line(body, end, out);
    return true;
}
