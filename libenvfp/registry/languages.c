/* SPDX-License-Identifier: MIT */
/* Languages and tools, as the rows of those who collect them tell (collect/declare.h). */
#include "collect/collectors.h"
#include "registry/registry.h"

/* The next row whose versions are interfaces, or are none, from a file's row on. */
static const struct envfp_language *next_of(bool promises, size_t file, size_t row)
{
    for (; file < ENVFP_COLLECTOR_COUNT; file++, row = 0) {
        const struct declaration *declaration = envfp__registry_declaration(file);
        const struct envfp_language *rows = declared_languages(declaration);
        for (; row < declaration->language_count; row++)
            if ((rows[row].promise > 0) == promises)
                return &rows[row];
    }
    return NULL;
}

const struct envfp_language *envfp_registry_next_language(const struct envfp_language *previous)
{
    const struct envfp_language *found;
    if (!previous) {
        found = next_of(true, 0, 0);
        return found ? found : next_of(false, 0, 0);
    }
    const struct declaration *declaration = language_declaration(previous);
    size_t row = (size_t)(previous - declared_languages(declaration)) + 1;
    found = next_of(previous->promise > 0, declaration->declarer, row);
    return found || previous->promise == 0 ? found : next_of(false, 0, 0);
}

const char *envfp_language_get_word(const struct envfp_language *language)
{
    return language ? language_word(language) : NULL;
}

const char *envfp_language_get_title(const struct envfp_language *language)
{
    return language ? language_text(language, language->title) : NULL;
}

const struct envfp_language *envfp__registry_language_of(struct view key, const char *rest)
{
    const struct envfp_language *language = NULL;
    if (!view_ends(key, view_of(rest)))
        return NULL;
    key.length -= strlen(rest);
    while ((language = envfp_registry_next_language(language)))
        if (view_is(key, language_word(language)))
            return language;
    return NULL;
}

static bool is_among(struct view name, struct view words)
{
    struct view word;
    while (view_cut_word(&words, &word))
        if (view_equal(word, name))
            return true;
    return false;
}

const struct envfp_language *envfp__registry_language_called(struct view name)
{
    const struct envfp_language *language = NULL;
    while (name.length && (language = envfp_registry_next_language(language)))
        if (view_is(name, language_text(language, language->asdf)) ||
            view_is(name, language_text(language, language->mise)) ||
            is_among(name, view_of(language_text(language, language->also))))
            return language;
    return NULL;
}
