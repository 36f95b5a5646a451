/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

LINES("/proc/self/uid_map", user_map)

FACT("user_map.extents", INTEGER, HASHED, INFORMS, POLICY, "extents", "/proc/self/uid_map",
     "user_namespaces(7)", "Extents of the user map, where it is not the initial one.")
FACT("user_map.ids", INTEGER, HASHED, BREAKS, POLICY, "user ids", "/proc/self/uid_map", "user_namespaces(7)",
     "How many user ids there are: with one, files of other users and set-user-id programs fail.")
FACT("user_map.root", BOOLEAN, HASHED, ALTERS, POLICY, "", "/proc/self/uid_map", "user_namespaces(7)",
     "Whether there is a root user inside of the user namespace.")

#else
#include "source/keep.h"

/* Keeps the number of ids and whether id 0 is inside the namespace, not the ids outside. */
static bool keep_user_map(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    uint64_t number[3];
    bool good = true;
    (void)source;
    for (size_t i = 0; i < 3; i++)
        good = good && view_cut_word(&body, &word) && envfp__view_number(word, 10, &number[i]) &&
               number[i] <= UINT32_MAX;
    if (!good) {
        envfp__text_add_byte(out, '?');
    } else {
        envfp__text_add(out, number[0] ? VIEW("1 ") : VIEW("0 "));
        envfp__text_add_number(out, (number[0] ? 1 : 0) + (number[0] != number[1]));
        envfp__text_add_byte(out, ' ');
        envfp__text_add_number(out, (int64_t)number[2]);
    }
    envfp__text_add(out, end);
    return true;
}

#define LAYER SANDBOX
#define OWNER user_map
#define DECLARES "collect/sandbox/user_map.c"
#include "collect/declare.h"

#include "collect/collect.h"

enum { MOST_EXTENTS = 340 }; /* user_namespaces(7) */

/* The initial user namespace maps all ids in one extent. Any other map is described by its shape, the number of extents
 * and ids and whether it includes id 0; never by the ids outside. */
void envfp__collect_user_map(struct collect *c)
{
    struct view text, line, word[3];
    enum envfp_reason reason = source_read(c->source, "/proc/self/uid_map", &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "user_map.*", reason);
        return;
    }
    uint64_t extents = 0, ids = 0, number[3] = {0};
    bool root = false, outside = false;
    while (view_cut(&text, '\n', &line) && extents <= MOST_EXTENTS) {
        bool good = true;
        for (unsigned i = 0; i < 3; i++)
            good = good && view_cut_word(&line, &word[i]) && envfp__view_number(word[i], 10, &number[i]) &&
                   number[i] <= UINT32_MAX;
        if (!good) {
            fact_gap(c, "user_map.*", ENVFP_REASON_MALFORMED);
            return;
        }
        extents++;
        ids += number[2];
        root |= number[0] == 0;
        outside |= number[0] != number[1];
    }
    if (extents > MOST_EXTENTS) {
        fact_gap(c, "user_map.*", ENVFP_REASON_TRUNCATED);
        return;
    }
    if (extents == 1 && ids == UINT32_MAX && root && !outside)
        return;
    fact_integer(c, "user_map.extents", (int64_t)extents);
    fact_integer(c, "user_map.ids", (int64_t)ids);
    fact_boolean(c, "user_map.root", root);
}

#endif
