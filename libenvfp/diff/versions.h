/* SPDX-License-Identifier: MIT */
/*
 * Which of two versions is the newer one, as each package manager has it. All functions are total: negative, zero
 * or positive for any two texts; zero does not mean that the texts are equal ("1.0" and "1.00").
 */
#ifndef ENVFP_DIFF_VERSIONS_H
#define ENVFP_DIFF_VERSIONS_H

#include "base/view.h"

int envfp__version_dpkg(struct view a, struct view b);   /* deb-version(7); opkg's too */
int envfp__version_rpm(struct view a, struct view b);    /* rpm-version(7): [epoch:]version-release */
int envfp__version_pacman(struct view a, struct view b); /* vercmp(8) */
int envfp__version_gentoo(struct view a, struct view b); /* PMS, section 3.3; apk's are of the same form */
int envfp__version_python(struct view a, struct view b); /* PEP 440 */
int envfp__version_semver(struct view a, struct view b); /* semver.org 2.0.0: Node, Rust */
int envfp__version_words(struct view a,
                         struct view b); /* numbers and words: Nix, Void, and what has no rules */

/* Two runs of digits as numbers of any length. */
int envfp__version_digits(struct view a, struct view b);
/* The run of digits at the start of `rest`, which moves behind it. */
struct view envfp__version_cut_digits(struct view *rest);

#endif
