/* SPDX-License-Identifier: MIT */
/* Parts that the schemes of versions share; for the version_*.c files only. */
#ifndef ENVFP_BASE_VERSION_PARTS_H
#define ENVFP_BASE_VERSION_PARTS_H

#include "base/version_compare.h"

typedef int version_compare(struct view a, struct view b);

/* version_compare.c, version_packages.c, version_languages.c */
version_compare envfp__version_numbers, envfp__version_words;
version_compare envfp__version_dpkg, envfp__version_rpm, envfp__version_pacman, envfp__version_gentoo;
version_compare envfp__version_python, envfp__version_semver;

/* Two runs of digits as numbers of any length; none is zero. */
int envfp__version_digits(struct view a, struct view b);
/* Compares and skips a run of digits or letters of each; the first byte of `a` decides which. Numbers are newer than
 * words; with `fold`, the case of letters does not count. */
int envfp__version_segments(struct view *a, struct view *b, bool fold);

/* Runs at the start of `rest`, which moves behind them. */
struct view envfp__version_cut_digits(struct view *rest);
struct view envfp__version_cut_letters(struct view *rest);

static inline int version_sign(int difference)
{
    return (difference > 0) - (difference < 0);
}

/* Pass over what `rest` starts with; false where it does not. */
static inline bool version_skip(struct view *rest, const char *start)
{
    if (!view_starts(*rest, view_of(start)))
        return false;
    *rest = view_skip(*rest, strlen(start));
    return true;
}

/* A word that marks a version before or after a release, and its rank: zero is the release itself. */
struct version_rank {
    const char *name;
    int rank;
};

#endif
