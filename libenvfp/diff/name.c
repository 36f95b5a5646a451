/* SPDX-License-Identifier: MIT */
/* What the two sides are called in texts. */
#include "diff/diff.h"

#define NAME_COLUMNS 40

static const char *const defaults[2] = {"first", "second"};

/* Copies what of a name may be shown: nothing of a directory, nothing that acts on a terminal. NULL for the default. */
static const char *copy_name(struct envfp_diff *diff, const char *name)
{
    struct text shown = {.arena = &diff->arena};
    const char *base = name ? strrchr(name, '/') : NULL;
    struct view text = view_trim(view_of(base ? base + 1 : name ? name : ""));
    if (text.length == 0)
        return NULL;
    envfp__diff_show_text(&shown, text, NAME_COLUMNS);
    return envfp__text_view(&shown).text;
}

enum envfp_status envfp_diff_set_names(struct envfp_diff *diff, const char *a, const char *b)
{
    if (!diff)
        return ENVFP_BAD_ARGUMENT;
    const char *names[2] = {copy_name(diff, a), copy_name(diff, b)};
    if (diff->arena.failed) {
        diff->arena.failed = false; /* the error is returned: a later call may still succeed */
        return ENVFP_NO_MEMORY;
    }
    memcpy(diff->names, names, sizeof names);
    return ENVFP_OK;
}

const char *envfp__diff_name(const struct envfp_diff *diff, unsigned side)
{
    const char *a = diff->names[0] ? diff->names[0] : defaults[0];
    const char *b = diff->names[1] ? diff->names[1] : defaults[1];
    /* Two files of one name in different directories: which is which, their order says. */
    if (strcmp(a, b) == 0)
        return defaults[side];
    return side ? b : a;
}
