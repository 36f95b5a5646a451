/* SPDX-License-Identifier: MIT */
/*
 * The locale in force in each category, locale(7): LC_ALL before LC_x before LANG. Which variable sets it does not
 * matter, and the default ("C", "POSIX", nothing set) adds no fact.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)

VARIABLE("LANG", WORD)
VARIABLE("LANGUAGE", WORD)
VARIABLE("LC_ALL", WORD)
VARIABLE("LC_COLLATE", WORD)
VARIABLE("LC_CTYPE", WORD)
VARIABLE("LC_MESSAGES", WORD)
VARIABLE("LC_MONETARY", WORD)
VARIABLE("LC_NUMERIC", WORD)
VARIABLE("LC_TIME", WORD)
VARIABLE("LOCPATH", PATHS)

FACT("locale.charset", STRING, DERIVED, ALTERS, VARIABLES, "", "", "LC_ALL, LC_CTYPE, LANG; locale(7)",
     "Character set that the locale in force asks for: how bytes become text.")
FACT("locale.collate", STRING, HASHED, ALTERS, VARIABLES, "", "", "LC_ALL, LC_COLLATE, LANG; locale(7)",
     "Order in which text is sorted and ranges like [a-z] are read. No fact where it is the default, "
     "C.")
FACT("locale.ctype", STRING, HASHED, ALTERS, VARIABLES, "", "", "LC_ALL, LC_CTYPE, LANG; locale(7)",
     "Character set and classes: how bytes become text, what is upper case. No fact where it is the "
     "default, C.")
FACT("locale.language", STRING, HASHED, INFORMS, VARIABLES, "", "$LANGUAGE", "gettext manual",
     "Languages of messages in order of preference.")
FACT("locale.messages", STRING, HASHED, ALTERS, VARIABLES, "", "", "LC_ALL, LC_MESSAGES, LANG; locale(7)",
     "Language of messages, which scripts that parse them depend on. No fact where it is the default, "
     "C.")
FACT("locale.monetary", STRING, HASHED, ALTERS, VARIABLES, "", "", "LC_ALL, LC_MONETARY, LANG; locale(7)",
     "How amounts of money are written. No fact where it is the default, C.")
FACT("locale.numeric", STRING, HASHED, ALTERS, VARIABLES, "", "", "LC_ALL, LC_NUMERIC, LANG; locale(7)",
     "Decimal point and grouping of numbers: \"1,5\" or \"1.5\". No fact where it is the default, C.")
FACT("locale.path", STRING, HASHED, ALTERS, VARIABLES, "", "$LOCPATH", "locale(7)",
     "Directory of locale data in place of the system's.")
FACT("locale.time", STRING, HASHED, ALTERS, VARIABLES, "", "", "LC_ALL, LC_TIME, LANG; locale(7)",
     "How dates and times are written. No fact where it is the default, C.")

#else
#define LAYER LIBC
#define OWNER locale
#define DECLARES "collect/libc/locale.c"
#include "collect/declare.h"

#include "collect/libc/identity.h"

static struct view variable(struct collect *c, const char *name)
{
    struct view value;
    enum envfp_reason reason = source_variable_shown(c->source, c->scratch, name, &value);
    fact_gap(c, "locale.*", reason);
    if (reason != ENVFP_REASON_NONE)
        return VIEW("");
    return envfp__arena_copy(c->scratch, view_trim(value));
}

/* The C library takes "utf8" for "UTF-8". */
static struct view normalise(struct arena *arena, struct view name)
{
    size_t dot = view_find_byte(name, '.');
    if (dot == SIZE_MAX)
        return name;
    struct view charset = view_skip(name, dot + 1);
    size_t at = view_find_byte(charset, '@');
    struct view modifier = at == SIZE_MAX ? VIEW("") : view_skip(charset, at);
    charset = view_take(charset, at);
    static const char *const spellings[] = {"utf8", "UTF8", "utf-8", "Utf8", "Utf-8"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (view_is(charset, spellings[i]))
            return envfp__arena_join(arena, (struct view[]){view_take(name, dot), VIEW(".UTF-8"), modifier},
                                     3);
    return name;
}

static bool is_default(struct view name)
{
    return name.length == 0 || view_is(name, "C") || view_is(name, "POSIX");
}

static void add_charset(struct collect *c, struct view ctype)
{
    size_t dot = view_find_byte(ctype, '.');
    if (dot == SIZE_MAX)
        return;
    struct view charset = view_skip(ctype, dot + 1);
    fact_string(c, "locale.charset", view_take(charset, view_find_byte(charset, '@')));
}

static const char *const categories[][2] = {
    {"LC_COLLATE", "locale.collate"},   {"LC_CTYPE", "locale.ctype"},     {"LC_MESSAGES", "locale.messages"},
    {"LC_MONETARY", "locale.monetary"}, {"LC_NUMERIC", "locale.numeric"}, {"LC_TIME", "locale.time"},
};

#define CATEGORIES (sizeof categories / sizeof *categories)

/* What is in force in each category, empty for the default. */
static void find_names(struct collect *c, struct view names[CATEGORIES])
{
    struct view all = variable(c, "LC_ALL"), lang = variable(c, "LANG");
    for (size_t i = 0; i < CATEGORIES; i++) {
        struct view value = all.length ? all : variable(c, categories[i][0]);
        value = normalise(c->scratch, value.length ? value : lang);
        names[i] = is_default(value) ? VIEW("") : value;
    }
}

void envfp__collect_locale(struct collect *c)
{
    struct view names[CATEGORIES], messages = VIEW("");
    find_names(c, names);
    for (size_t i = 0; i < CATEGORIES; i++) {
        if (names[i].length == 0)
            continue;
        fact_string(c, categories[i][1], names[i]);
        if (view_is(view_of(categories[i][0]), "LC_CTYPE"))
            add_charset(c, names[i]);
        if (view_is(view_of(categories[i][0]), "LC_MESSAGES"))
            messages = names[i];
    }
    /* gettext ignores LANGUAGE where the locale for messages is the default. */
    struct view language = messages.length ? variable(c, "LANGUAGE") : VIEW("");
    if (language.length)
        fact_string(c, "locale.language", language);
    struct view path = variable(c, "LOCPATH");
    if (path.length)
        fact_string(c, "locale.path", path);
}

void envfp__libc_locales(struct collect *c)
{
    struct view names[CATEGORIES];
    struct bag missing = {0};
    find_names(c, names);
    for (size_t i = 0; i < CATEGORIES; i++) {
        bool known = names[i].length == 0;
        for (size_t j = 0; j < i; j++)
            known = known || view_equal(names[j], names[i]);
        enum envfp_reason reason = known ? ENVFP_REASON_NONE : envfp__libc_locale_find(c, names[i]);
        if (reason == ENVFP_REASON_ABSENT)
            envfp__bag_add(c, &missing, names[i]);
        else
            fact_gap(c, "locale.missing", reason);
    }
    if (missing.count)
        fact_set(c, "locale.missing", missing.items, missing.count);
}

#endif
