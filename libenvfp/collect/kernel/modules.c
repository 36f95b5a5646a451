/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(HV, LIVE)

LINES("/proc/modules", first_word)

FACT("modules.loaded", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/modules", "proc(5)",
     "Names of loaded kernel modules; they come and go with devices and mounts.")

#else
#include "source/keep.h"

/* Keeps a module's name; its address and users are left out. */
static bool keep_first_word(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    if (view_cut_word(&body, &word))
        (void)envfp__keep_words(source, word, out);
    envfp__text_add(out, end);
    return true;
}

#define LAYER KERNEL
#define OWNER modules
#define DECLARES "collect/kernel/modules.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* Names of loaded modules: context, since they come and go with devices and mounts. */
void envfp__collect_modules(struct collect *c)
{
    struct view text, line, name;
    enum envfp_reason reason = source_read(c->source, "/proc/modules", &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "modules.loaded", reason);
        return;
    }
    struct bag names = {0};
    while (view_cut(&text, '\n', &line))
        if (view_cut_word(&line, &name))
            envfp__bag_add(c, &names, name);
    if (names.count)
        fact_set(c, "modules.loaded", names.items, names.count);
}

#endif
