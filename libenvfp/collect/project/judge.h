/* SPDX-License-Identifier: MIT */
/* Whether what is installed agrees with a lock. */
#ifndef ENVFP_COLLECT_PROJECT_JUDGE_H
#define ENVFP_COLLECT_PROJECT_JUDGE_H

#include "collect/project/installed.h"

enum found {
    FOUND_NOT,   /* it is not installed */
    FOUND_SAME,  /* as the lock pins it */
    FOUND_OTHER, /* in another version, which no pin of its name has */
    FOUND_ELSE,  /* of several pins of its name another one is */
    FOUND_UNSURE /* that cannot be told */
};

struct judging {
    enum found *found; /* of each pin */
    struct view *versions;
    condition *met_by;
    struct surroundings here;
    bool own;    /* what was looked at is the project's own: also that all of it is missing counts */
    bool active; /* somebody activated it */
    bool single; /* of each name there is one version */
    bool open;   /* what is missing may be installed elsewhere */
};

/* Room for the answers to a lock; false where there is none. */
bool envfp__judge_start(struct lock *lock, struct judging *judging);
/* Says of a lock's pins which are missing, differ, or cannot be told. */
void envfp__judge_lock(struct lock *lock, struct judging *judging);

#endif
