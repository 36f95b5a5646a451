/* SPDX-License-Identifier: MIT */
/*
 * Turns the rows at the start of a file into its declaration (source/declared.h): what it reads, what a recording may
 * keep of that, and the facts that it adds. The file is laid out like this:
 *
 *     #ifdef DECLARING
 *     COLLECTOR(HV | CT, LIVE)      the other layers whose verdicts rest on its facts, or 0; FILES if it can work on
 *                                   files alone (root:DIR), LIVE if it needs a running system
 *     AFTER(uname)                  a collector that must run before this one
 *     USES(program)                 another declaring file whose functions this one calls: its reads and variables
 *                                   are allowed here too
 *     LINES("/proc/cpuinfo", cpuinfo)
 *     VARIABLE("LANG", WORD)
 *     LANGUAGE(word, title, program, asdf, mise, also, files, promise, ORDER)
 *     FACT(key, TYPE, CLASS, IMPACT, PIN, unit, path, manual, why)
 *     ...
 *     #else
 *     static bool keep_cpuinfo(...)               forms that only this file has
 *     #define LAYER KERNEL                        the layer of its facts
 *     #define OWNER sysctl                        its name in collect/collectors.h
 *     #define DECLARES "collect/kernel/sysctl.c"  the file itself
 *     #include "collect/declare.h"
 *     ...                                         the code
 *     #endif
 *
 * Reads: each row has a path or a pattern (source/declared.h) and says what a recording may keep of it. Where several
 * rows fit a path, the first counts. A path without a row is not recorded, and is a gap in the replay; a test in which
 * a collector reads one fails.
 *     SEEN(path)           only that the file exists
 *     LINES(path, form)    of each line what keep_FORM leaves
 *     TEXT(path, form)     of the whole text what keep_FORM leaves
 *     TAKEN(path)          of a binary file the bytes that source_took named
 *     PROGRAM(path, form)  as TAKEN for an ELF file, else as LINES
 *     NAMES(path/, form)   of a directory the names that keep_name_FORM accepts; `all` accepts every name
 *     CALLED(path, form)   the path's name in recordings, made by keep_FORM, whichever collector meets the path
 *     LINK(path, form)     of a symbolic link's target what keep_FORM leaves, whichever collector meets the link
 * Forms that several files share are in source/keep.h.
 *
 * A LANGUAGE row is all that other files know of a language or tool: which programs to look for on PATH, what version
 * managers and projects call it, how to name and compare its version. Texts that it has not are "".
 *     word       its facts begin with it: WORD.path, WORD.version, and WORD.virtualenv where an environment is active
 *     title      what people call it
 *     program    what PATH starts; "" where the collector looks by itself
 *     asdf, mise what these version managers call it, where their stand-ins for its programs are followed; each takes
 *                a VARIABLE row, ASDF_NAME_VERSION and MISE_NAME_VERSION
 *     also       further names that files with versions call it, between blanks
 *     files      files below the directory above the program's in which its version stands: on the first line, or
 *                behind a name, "include/wasmer.h:WASMER_VERSION"; between blanks
 *     promise    how many leading parts of its version are one interface, for which extensions are built; or 0
 *     ORDER      the scheme of its versions (base/version_compare.h)
 *
 * FACT rows are sorted bytewise by key. `path`: the path ("*" for any name, "{a,b}" for either) or "$VARIABLE" that the
 * fact is read from, if it is a single one. `manual`: the page or kernel document that describes it, and further
 * places that it is read from. `why`: what it means and why it matters. A unit, path or manual that does not exist is
 * "". Each row needs a line of its own, since rows are numbered by __LINE__.
 *
 * A program that only collects needs no text for people, and no form: these are compiled into an object of their own
 * (NAME.aside.o), from the file's start down to the line that includes this one, with ENVFP_ASIDE defined (Makefile). So
 * forms stand above that line, as static functions, and everything else of the file below it.
 *
 * The file includes itself once for each kind of row; with DECLARING defined it consists of the rows alone. cppcheck,
 * which tries each macro by itself, sees neither.
 */
#include "base/version_compare.h"
#include "collect/collectors.h"
#include "envfp.h"
#include "source/keep.h"

/* The file includes itself, and row texts cannot be put in parentheses: */
/* NOLINTBEGIN(bugprone-suspicious-include, bugprone-macro-parentheses) */
#ifndef __CPPCHECK__
#define DECLARING 1
#define PASTE2(a, b) a##b
#define PASTE(a, b) PASTE2(a, b)
#define AT(letter) PASTE(letter, __LINE__)

#define SEEN(path) FILE_ROW(path, PRESENCE, nothing)
#define LINES(path, form) FILE_ROW(path, LINES, form)
#define TEXT(path, form) FILE_ROW(path, WHOLE, form)
#define TAKEN(path) FILE_ROW(path, TAKEN, nothing)
#define PROGRAM(path, form) FILE_ROW(path, PROGRAM, form)
#define NAMES(path, form) NAMES_ROW(path, form)
#define CALLED(path, form) FILE_ROW(path, CALLED, form)
#define LINK(path, form) FILE_ROW(path, LINK, form)
#define HV (1U << ENVFP_LAYER_HYPERVISOR)
#define CT (1U << ENVFP_LAYER_CONTAINER)
#define SB (1U << ENVFP_LAYER_SANDBOX)
#define RT (1U << ENVFP_LAYER_RUNTIMES)

/* ---- The rows' numbers, and how many there are ---------------------------------------------------------------------- */

#include "collect/rows.h"
#undef FACT
#define FACT(key, type, class, impact, pin, unit, path, manual, why) AT(FACT_),
enum {
#include DECLARES
    FACT_COUNT
};

#include "collect/rows.h"
#undef FILE_ROW
#undef NAMES_ROW
#define FILE_ROW(path, how, form) AT(READ_),
#define NAMES_ROW(path, form) AT(READ_),
enum {
#include DECLARES
    READ_COUNT
};

#include "collect/rows.h"
#undef VARIABLE
#define VARIABLE(name, form) AT(VARIABLE_),
enum {
#include DECLARES
    VARIABLE_COUNT
};

#include "collect/rows.h"
#undef LANGUAGE
#define LANGUAGE(word, title, program, asdf, mise, also, files, promise, order) LANGUAGE_##word,
enum {
#include DECLARES
    LANGUAGE_COUNT
};

#include "collect/rows.h"
#undef USES
#define USES(name) AT(USES_),
enum {
#include DECLARES
    USES_COUNT
};

#include "collect/rows.h"
#undef AFTER
#define AFTER(name) AT(AFTER_),
enum {
#include DECLARES
    AFTER_COUNT
};

#ifndef ENVFP_ASIDE

/* ---- Room for each row, and for its texts --------------------------------------------------------------------------- */

#include "collect/rows.h"
#undef FILE_ROW
#undef NAMES_ROW
#undef VARIABLE
#undef LANGUAGE
#undef FACT
#define FILE_ROW(path, how, form) char AT(p)[sizeof(path)], AT(f)[sizeof(#form)];
#define NAMES_ROW(path, form) char AT(p)[sizeof(path)], AT(f)[sizeof(#form)];
#define VARIABLE(name, form) char AT(n)[sizeof("$" name)];
#define LANGUAGE(word, title, program, asdf, mise, also, files, promise, order)                              \
    char AT(w)[sizeof(#word)], AT(t)[sizeof(title)], AT(p)[sizeof(program)], AT(s)[sizeof(asdf)],            \
        AT(m)[sizeof(mise)], AT(a)[sizeof(also)], AT(f)[sizeof(files)];
#define FACT(key, type, class, impact, pin, unit, path, manual, why)                                         \
    char AT(k)[sizeof(key)], AT(p)[sizeof(path)];
struct declared {
    struct declaration head;
    struct envfp_entry facts[FACT_COUNT + 1];
    struct envfp_read reads[READ_COUNT + 1];
    struct envfp_read variables[VARIABLE_COUNT + 1];
    struct envfp_language languages[LANGUAGE_COUNT + 1];
    uint8_t uses[USES_COUNT + 1], afters[AFTER_COUNT + 1];
    struct {
#include DECLARES
        char end;
    } text;
};

_Static_assert(sizeof(struct declared) <= UINT16_MAX, "what one file declares has offsets of 16 bits");

/* ---- What they hold ------------------------------------------------------------------------------------------------- */

#define OFFSET(member) ((uint16_t)offsetof(struct declared, member))
static const struct declared declared = {
#include "collect/rows.h"
#undef COLLECTOR
#define LIVE false
#define FILES true
#define COLLECTOR(layers, needs) .head.serves = (layers), .head.from_files = needs,
#include DECLARES
#undef LIVE
#undef FILES
    .head.declarer = PASTE(ENVFP_DECLARER_, OWNER),
    .head.facts = OFFSET(facts),
    .head.fact_count = FACT_COUNT,
    .head.reads = OFFSET(reads),
    .head.read_count = READ_COUNT,
    .head.variables = OFFSET(variables),
    .head.variable_count = VARIABLE_COUNT,
    .head.languages = OFFSET(languages),
    .head.language_count = LANGUAGE_COUNT,
    .head.uses = OFFSET(uses),
    .head.use_count = USES_COUNT,
    .head.afters = OFFSET(afters),
    .head.after_count = AFTER_COUNT,
#include "collect/rows.h"
#undef USES
#undef AFTER
#undef FILE_ROW
#undef NAMES_ROW
#undef VARIABLE
#undef LANGUAGE
#undef FACT
#define USES(name) .uses[AT(USES_)] = ENVFP_DECLARER_##name,
#define AFTER(name) .afters[AT(AFTER_)] = ENVFP_DECLARER_##name,
#define FILE_ROW(path, how, form)                                                                            \
    .reads[AT(READ_)] = {OFFSET(reads[AT(READ_)]), OFFSET(text.AT(p)), OFFSET(text.AT(f)), KEEP_##how},      \
    .text.AT(p) = path, .text.AT(f) = #form,
#define NAMES_ROW(path, form) FILE_ROW(path, NAMES, form)
#define VARIABLE(name, form)                                                                                 \
    .variables[AT(VARIABLE_)] = {OFFSET(variables[AT(VARIABLE_)]), OFFSET(text.AT(n)),                       \
                                 OFFSET(text.AT(n)) + 1, VARIABLE_##form},                                   \
    .text.AT(n) = "$" name,
#define LANGUAGE(word_, title_, program_, asdf_, mise_, also_, files_, promise_, order_)                     \
    .languages[LANGUAGE_##word_] = {.self = OFFSET(languages[LANGUAGE_##word_]),                             \
                                    .word = OFFSET(text.AT(w)),                                              \
                                    .title = OFFSET(text.AT(t)),                                             \
                                    .program = OFFSET(text.AT(p)),                                           \
                                    .asdf = OFFSET(text.AT(s)),                                              \
                                    .mise = OFFSET(text.AT(m)),                                              \
                                    .also = OFFSET(text.AT(a)),                                              \
                                    .files = OFFSET(text.AT(f)),                                             \
                                    .promise = (promise_),                                                   \
                                    .order = VERSION_##order_},                                              \
    .text.AT(w) = #word_, .text.AT(t) = title_, .text.AT(p) = program_, .text.AT(s) = asdf_,                 \
    .text.AT(m) = mise_, .text.AT(a) = also_, .text.AT(f) = files_,
#define FACT(key, type, class, impact, pin, unit, path, manual, why)                                         \
    .facts[AT(FACT_)] = {OFFSET(facts[AT(FACT_)]),                                                           \
                         OFFSET(text.AT(k)),                                                                 \
                         OFFSET(text.AT(p)),                                                                 \
                         PASTE(ENVFP_LAYER_, LAYER),                                                         \
                         ENVFP_##type,                                                                       \
                         ENVFP_##class,                                                                      \
                         ENVFP_##impact,                                                                     \
                         ENVFP_PIN_##pin},                                                                   \
    .text.AT(k) = key, .text.AT(p) = path,
#include DECLARES
};
#undef OFFSET

/* A LANGUAGE row of this file. */
#undef DECLARED_LANGUAGE
#define DECLARED_LANGUAGE(word) (&declared.languages[LANGUAGE_##word])

const struct declaration *PASTE(envfp__declares_, OWNER)(void)
{
    return &declared.head;
}
#endif

/* ---- The forms, by the rows' numbers: comparisons, since pointers would be relocated --------------------------------- */

/* Inline, so that they and the forms are left away where nothing calls them: everywhere but aside. */

static inline bool declared_keep(unsigned row, const struct source *source, struct view line,
                                 struct text *out)
{
    (void)row, (void)source, (void)line, (void)out;
#include "collect/rows.h"
#undef FILE_ROW
#define FILE_ROW(path, how, form)                                                                            \
    if (row == AT(READ_))                                                                                    \
        return keep_##form(source, line, out);
#include DECLARES
    return false;
}

static inline bool declared_name(unsigned row, struct view name)
{
    (void)row, (void)name;
#include "collect/rows.h"
#undef NAMES_ROW
#define NAMES_ROW(path, form)                                                                                \
    if (row == AT(READ_))                                                                                    \
        return keep_name_##form(name);
#include DECLARES
    return false;
}

#ifdef ENVFP_ASIDE

/* ---- What FACT rows say to people --------------------------------------------------------------------------------------- */

#include "collect/rows.h"
#undef FACT
#define FACT(key, type, class, impact, pin, unit, path, manual, why)                                         \
    char AT(u)[sizeof(unit)], AT(m)[sizeof(manual)], AT(w)[sizeof(why)];
struct explained {
    struct {
        uint16_t unit, manual, why;
    } facts[FACT_COUNT + 1];
    struct {
#include DECLARES
        char end;
    } text;
};

_Static_assert(sizeof(struct explained) <= UINT16_MAX, "what one file explains has offsets of 16 bits");

#define OFFSET(member) ((uint16_t)offsetof(struct explained, member))
static const struct explained explained = {
#include "collect/rows.h"
#undef FACT
#define FACT(key, type, class, impact, pin, unit, path, manual, why)                                         \
    .facts[AT(FACT_)] = {OFFSET(text.AT(u)), OFFSET(text.AT(m)), OFFSET(text.AT(w))}, .text.AT(u) = unit,    \
    .text.AT(m) = manual, .text.AT(w) = why,
#include DECLARES
    .facts[FACT_COUNT] = {OFFSET(text.end), OFFSET(text.end), OFFSET(text.end)},
};
#undef OFFSET

static struct explanation declared_explain(unsigned fact)
{
    const char *start = (const char *)&explained;
    return (struct explanation){start + explained.facts[fact].unit, start + explained.facts[fact].manual,
                                start + explained.facts[fact].why};
}

struct aside PASTE(envfp__aside_, OWNER)(void)
{
    return (struct aside){declared_explain, declared_keep, declared_name};
}
#endif

#include "collect/rows.h"
#undef SEEN
#undef LINES
#undef TEXT
#undef TAKEN
#undef PROGRAM
#undef NAMES
#undef CALLED
#undef LINK
#undef HV
#undef CT
#undef SB
#undef AT
#undef PASTE
#undef PASTE2
#undef DECLARING
#endif
/* NOLINTEND(bugprone-suspicious-include, bugprone-macro-parentheses) */

#undef DECLARES
#undef OWNER
#undef LAYER
