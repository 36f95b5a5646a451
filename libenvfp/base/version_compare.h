/* SPDX-License-Identifier: MIT */
/*
 * Which of two versions is newer, by the rules of those who number them. A total preorder: any two texts compare, and
 * zero does not mean that they are equal ("1.0" and "1.00").
 */
#ifndef ENVFP_BASE_VERSION_COMPARE_H
#define ENVFP_BASE_VERSION_COMPARE_H

#include "base/view.h"

enum version_scheme {
    VERSION_NUMBERS, /* dotted numbers, up to the first other character; missing ones are zero */
    VERSION_WORDS,   /* numbers and words: Nix, Void, and any without rules of their own */
    VERSION_DPKG,    /* deb-version(7); opkg's too */
    VERSION_RPM,     /* rpm-version(7): [epoch:]version-release */
    VERSION_PACMAN,  /* vercmp(8) */
    VERSION_GENTOO,  /* PMS, section 3.3; apk's are of the same form */
    VERSION_PYTHON,  /* PEP 440; if not in that form, words, as conda's */
    VERSION_SEMVER   /* semver.org 2.0.0: Node, Rust, .NET */
};

/* -1 where `a` is the older one, 1 where it is the newer one, else 0. */
int envfp__version_compare(enum version_scheme scheme, struct view a, struct view b);

/* The first `parts` parts of a dotted version: "3.11" of "3.11.7" for two; the whole version where it has no more. */
struct view envfp__version_start(struct view version, unsigned parts);

#endif
