/* SPDX-License-Identifier: MIT */
/*
 * Makes a declaration (source/declared.h) of the rows that the including file begins with:
 *
 *     #ifdef DECLARING
 *     FACT(key, TYPE, CLASS, IMPACT, PIN, unit, path, manual, why)
 *     ...
 *     #else
 *     #define LAYER KERNEL                        the layer of its facts
 *     #define OWNER sysctl                        the collector
 *     #define DECLARES "collect/kernel/sysctl.c"  the file itself
 *     #include "collect/declare.h"
 *     ...                                         the code
 *     #endif
 *
 * Rows are sorted bytewise by key, one to a line at least. `path` is the path ("*" any name, "{a,b}" either) or the
 * "$VARIABLE" that the fact is read from, if it is one; `manual` the page or kernel document that describes it, and
 * what else it is read from; `why` what it means and why it matters. A unit, path or manual that there is none of is "".
 *
 * The file is read again for each use of its rows: with DECLARING it shows nothing else. cppcheck, which tries each
 * macro by itself, is given neither.
 */
#include "envfp.h"
#include "source/declared.h"

/* A file that includes itself, and texts that may not stand in brackets: */
/* NOLINTBEGIN(bugprone-suspicious-include, bugprone-macro-parentheses) */
#ifndef __CPPCHECK__
#define DECLARING 1
#define PASTE2(a, b) a##b
#define PASTE(a, b) PASTE2(a, b)
#define AT(letter) PASTE(letter, __LINE__)

/* The rows' numbers, and how many there are. */
#define FACT(key, type, class, impact, pin, unit, path, manual, why) AT(FACT_),
enum {
#include DECLARES
    FACT_COUNT
};
#undef FACT

/* Room for each row's texts. */
#define FACT(key, type, class, impact, pin, unit, path, manual, why)                                         \
    char AT(k)[sizeof(key)], AT(u)[sizeof(unit)], AT(p)[sizeof(path)], AT(m)[sizeof(manual)],                \
        AT(w)[sizeof(why)];
struct declared {
    struct declaration head;
    struct envfp_entry facts[FACT_COUNT + 1];
    struct {
#include DECLARES
        char end;
    } text;
};
#undef FACT

_Static_assert(sizeof(struct declared) <= UINT16_MAX, "what one file declares has offsets of 16 bits");

#define OFFSET(member) ((uint16_t)offsetof(struct declared, member))
#define FACT(key, type, class, impact, pin, unit, path, manual, why)                                         \
    .facts[AT(FACT_)] = {OFFSET(facts[AT(FACT_)]),                                                           \
                         OFFSET(text.AT(k)),                                                                 \
                         OFFSET(text.AT(u)),                                                                 \
                         OFFSET(text.AT(p)),                                                                 \
                         OFFSET(text.AT(m)),                                                                 \
                         OFFSET(text.AT(w)),                                                                 \
                         PASTE(ENVFP_LAYER_, LAYER),                                                         \
                         ENVFP_##type,                                                                       \
                         ENVFP_##class,                                                                      \
                         ENVFP_##impact,                                                                     \
                         ENVFP_PIN_##pin},
static const struct declared declared = {
    .head = {OFFSET(facts), FACT_COUNT},
#include DECLARES
#undef FACT
#define FACT(key, type, class, impact, pin, unit, path, manual, why)                                         \
    .AT(k) = key, .AT(u) = unit, .AT(p) = path, .AT(m) = manual, .AT(w) = why,
    .text =
        {
#include DECLARES
        },
};
#undef FACT
#undef OFFSET

const struct declaration *PASTE(envfp__declares_, OWNER)(void);

const struct declaration *PASTE(envfp__declares_, OWNER)(void)
{
    return &declared.head;
}

#undef AT
#undef PASTE
#undef PASTE2
#undef DECLARING
#endif
/* NOLINTEND(bugprone-suspicious-include, bugprone-macro-parentheses) */

#undef DECLARES
#undef OWNER
#undef LAYER
