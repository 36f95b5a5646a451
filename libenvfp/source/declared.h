/* SPDX-License-Identifier: MIT */
/*
 * What a collector declares: what it reads and what of that a recording may keep, the variables it looks at, the facts
 * that it tells. One constant object for each file that declares, with offsets in place of pointers, so that nothing of
 * it is relocated when a program starts. collect/declare.h makes it.
 *
 * Patterns of paths: `*` within a component, `**` across, `{a,b}` one of several, not nested. A pattern that begins with
 * a slash is the whole path. One that begins with `$NAME/` is any directory outside of /proc and /sys: what follows
 * decides, at the path's end. A pattern that ends with a slash is a directory's, for its names.
 */
#ifndef ENVFP_DECLARED_H
#define ENVFP_DECLARED_H

#include "base/text.h"

#include <stddef.h>

struct source;

/* A fact; also what envfp.h calls an entry of the registry. */
struct envfp_entry {
    uint16_t self; /* offset of this row from its object's start; so are those below */
    uint16_t key;  /* a `*` at the end matches any rest ("os.*", inventory members) */
    uint16_t path;
    uint8_t layer, type, class, impact, pin; /* type: of a member where the key ends in a wildcard */
};

enum keep_how {
    KEEP_PRESENCE, /* that the file exists, and its mode; nothing of its content */
    KEEP_NAMES,    /* of a directory, the entries whose names the form accepts */
    KEEP_LINES,    /* what the form leaves of each line */
    KEEP_WHOLE,    /* what the form leaves of the whole text, which it gets at once */
    KEEP_TAKEN,    /* of a binary file, the bytes that source_took named */
    KEEP_PROGRAM,  /* as KEEP_TAKEN for an ELF file, else as KEEP_LINES */
    KEEP_CALLED,   /* the path's name in a recording; nothing of its content */
    KEEP_LINK      /* of a symbolic link, what the form leaves of its target */
};

/* An environment variable, whose row has no other form. Numbered on, so that a row tells what it is of. */
enum variable_form {
    VARIABLE_WORD = KEEP_LINK + 1, /* shown where it holds only [A-Za-z0-9_.,:;=+@%-], else "set" */
    VARIABLE_PATHS,                /* paths, colon-separated; home directories folded, URLs shown as "set" */
    VARIABLE_PRESENCE,             /* "set", whatever it holds */
    VARIABLE_PLAIN,                /* words of names and numbers, else "set" */
    VARIABLE_FLAGS,   /* switches that a list knows; "?" for others, and for what may not be shown */
    VARIABLE_SCHEME,  /* the scheme of an address, else "set" */
    VARIABLE_DEVICES, /* how many devices a list holds, or "all" */
    VARIABLE_MODULES  /* names of modules with versions, colon-separated; "?" for paths */
};

/* What is read: a path, or several by a pattern, of whose rows the first that fits decides; or a variable, "$NAME". One
 * that is not declared is never looked at, shown or recorded. Also what envfp.h calls a read. */
struct envfp_read {
    uint16_t self, pattern, form; /* form: its name; of a variable its name without the dollar sign */
    uint8_t how;                  /* enum keep_how; of a variable enum variable_form */
};

/* A language, or another tool of those who write programs. Also what envfp.h calls a language. */
struct envfp_language {
    uint16_t self, word, title, program, asdf, mise, also,
        files; /* as LANGUAGE rows say (collect/declare.h) */
    uint8_t promise, order;
};

struct declaration {
    uint8_t declarer;           /* whose it is: index among those of collect/collectors.h */
    uint16_t facts, fact_count; /* sorted bytewise by key */
    uint16_t reads, read_count;
    uint16_t variables, variable_count;
    uint16_t languages, language_count;
    uint16_t uses, use_count;     /* one-byte indexes of the declarers in its USES rows */
    uint16_t afters, after_count; /* those that must have run before */
    uint32_t serves;              /* mask of other layers whose verdicts rest on its facts */
    bool from_files;              /* works on root:DIR: needs no live kernel, processor or process */
};

/* What a FACT row says to people, each ended by a NUL. */
struct explanation {
    const char *unit, *manual, *why;
};

/* Of a file's rows what collecting does without, in an object of its own, which is linked only into programs that record
 * or explain. A row goes by its number. */
struct aside {
    struct explanation (*explain)(unsigned fact);
    /* Appends to `out` what a recording keeps of one line, line feed included (the last line may lack it). Returns
     * false where nothing of the rest of the file may be kept. */
    bool (*keep)(unsigned row, const struct source *source, struct view line, struct text *out);
    /* Whether a recording keeps a directory entry of this name. */
    bool (*name)(unsigned row, struct view name);
};

static inline const char *entry_text(const struct envfp_entry *entry, uint16_t offset)
{
    return (const char *)entry - entry->self + offset;
}

static inline const char *entry_key(const struct envfp_entry *entry)
{
    return entry_text(entry, entry->key);
}

/* The declaration that a row stands in. */
static inline const struct declaration *entry_declaration(const struct envfp_entry *entry)
{
    return (const void *)entry_text(entry, 0);
}

static inline const struct declaration *read_declaration(const struct envfp_read *read)
{
    return (const void *)((const char *)read - read->self);
}

static inline const struct envfp_entry *declared_facts(const struct declaration *declaration)
{
    return (const void *)((const char *)declaration + declaration->facts);
}

static inline const struct envfp_read *declared_reads(const struct declaration *declaration)
{
    return (const void *)((const char *)declaration + declaration->reads);
}

static inline const struct envfp_read *declared_variables(const struct declaration *declaration)
{
    return (const void *)((const char *)declaration + declaration->variables);
}

static inline const struct envfp_language *declared_languages(const struct declaration *declaration)
{
    return (const void *)((const char *)declaration + declaration->languages);
}

static inline const uint8_t *declared_uses(const struct declaration *declaration)
{
    return (const uint8_t *)declaration + declaration->uses;
}

static inline const uint8_t *declared_afters(const struct declaration *declaration)
{
    return (const uint8_t *)declaration + declaration->afters;
}

static inline const char *declared_pattern(const struct envfp_read *read)
{
    return (const char *)read - read->self + read->pattern;
}

static inline const char *declared_form(const struct envfp_read *read)
{
    return (const char *)read - read->self + read->form;
}

static inline const char *declared_name_of(const struct envfp_read *variable)
{
    return (const char *)variable - variable->self + variable->form;
}

static inline const struct declaration *language_declaration(const struct envfp_language *language)
{
    return (const void *)((const char *)language - language->self);
}

static inline const char *language_text(const struct envfp_language *language, uint16_t offset)
{
    return (const char *)language - language->self + offset;
}

static inline const char *language_word(const struct envfp_language *language)
{
    return language_text(language, language->word);
}

static inline const char *language_program(const struct envfp_language *language)
{
    return language_text(language, language->program);
}

/* Whether a path fits a pattern. */
bool envfp__declared_fits(const char *pattern, struct view path);
/* Whether the path is a directory above one that the pattern may match. */
bool envfp__declared_leads(const char *pattern, struct view path);
/* Whether either; which bytes of the path stand in the pattern itself goes into `literal`, a place for each of them. */
bool envfp__declared_spells(const char *pattern, struct view path, bool *literal);
/* The first row of a file for a path, as the environment sees it; for a directory that is listed with a slash behind
 * it. NULL where there is none. */
const struct envfp_read *envfp__declared_read(const struct declaration *declaration, struct view path);
/* The first CALLED row that fits: the path's name in recordings. */
const struct envfp_read *envfp__declared_called(const struct declaration *declaration, struct view path);
/* The same for a link's text. */
const struct envfp_read *envfp__declared_link(const struct declaration *declaration, struct view path);
/* Whether a VARIABLE row's name is that one; one that ends in `*` stands for all that begin so, and for itself. */
bool envfp__declared_names(const char *row, struct view name);
const struct envfp_read *envfp__declared_variable(const struct declaration *declaration, struct view name);

#endif
