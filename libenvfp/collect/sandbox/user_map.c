/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

FACT("user_map.extents", INTEGER, HASHED, INFORMS, POLICY, "extents", "/proc/self/uid_map",
     "user_namespaces(7)", "Extents of the user map, where it is not the initial one.")
FACT("user_map.ids", INTEGER, HASHED, BREAKS, POLICY, "user ids", "/proc/self/uid_map", "user_namespaces(7)",
     "How many user ids there are: with one, files of other users and set-user-id programs fail.")
FACT("user_map.root", BOOLEAN, HASHED, ALTERS, POLICY, "", "/proc/self/uid_map", "user_namespaces(7)",
     "Whether there is a root user inside of the user namespace.")

#else
#define LAYER SANDBOX
#define OWNER user_map
#define DECLARES "collect/sandbox/user_map.c"
#include "collect/declare.h"

#include "collect/collect.h"

enum { MOST_EXTENTS = 340 }; /* user_namespaces(7) */

/* The map of the initial user namespace is one extent over all ids. Another one is told by its shape: how
 * many extents and ids, and whether there is a root inside; never which ids outside. */
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
    if (extents == 1 && ids == UINT32_MAX && root && !outside)
        return;
    fact_integer(c, "user_map.extents", (int64_t)extents);
    fact_integer(c, "user_map.ids", (int64_t)ids);
    fact_boolean(c, "user_map.root", root);
}

#endif
