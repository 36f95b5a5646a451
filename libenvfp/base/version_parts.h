/* SPDX-License-Identifier: MIT */
/* What the schemes of versions are made of, for their own files. */
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
/* A run of digits or letters of each, as `a`'s first byte is: numbers are newer than words, whose letters count alike in
 * either case where `fold`. Both move behind it. */
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

/* A name of a part that comes before a release or behind it, and where: zero is the release itself. */
struct version_rank {
    const char *name;
    int rank;
};

#endif
