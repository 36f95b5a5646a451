/* SPDX-License-Identifier: MIT */
/*
 * Whether a version is within a range, by the rules of those who write it: ">=3.9,<3.13", "~=3.10", "^18 || ^20",
 * ">=16 <19", "18.x", "~> 3.2", "8.1.*", "1.75". What stands without an operator and has fewer parts than a version is
 * a series in all of them, as version managers read it: "3.12" is any 3.12.N.
 */
#ifndef ENVFP_BASE_VERSION_RANGE_H
#define ENVFP_BASE_VERSION_RANGE_H

#include "base/view.h"

enum version_rules {
    RULES_PLAIN,  /* of version managers: Rust's, Go's and others' */
    RULES_NODE,   /* node-semver: package.json */
    RULES_PYTHON, /* PEP 440's specifiers, and Poetry's */
    RULES_RUBY,   /* RubyGems' requirements */
    RULES_PHP,    /* Composer's constraints */
    RULES_JAVA    /* names of builds: of "zulu-17.48.15" the first number alone counts, "1.8" is 8 */
};

/* 1 where the version is within the range, 0 where it is not, -1 where that cannot be said: names of series
 * ("lts/iron"), another implementation's version, a version that has fewer parts than the range. Of prereleases the
 * release that they lead to counts, except where the range names one version whole. */
int envfp__version_satisfies(enum version_rules rules, struct view range, struct view version);

#endif
