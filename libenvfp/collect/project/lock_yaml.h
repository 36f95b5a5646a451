/* SPDX-License-Identifier: MIT */
/* What the readers of lock files that are told by their indentation share. */
#ifndef ENVFP_COLLECT_PROJECT_LOCK_YAML_H
#define ENVFP_COLLECT_PROJECT_LOCK_YAML_H

#include "collect/project/lock.h"

/* A line's depth in blanks, what stands there, and `key: value` where it is one. */
struct yaml_line {
    size_t indent;
    struct view text, key, value;
    bool item; /* "- ": a list's element, whose own depth is that of what follows the hyphen */
};

struct yaml_entry {
    struct view name, version, hash;
    struct want want;
    struct platform platform; /* becomes the condition */
    bool open, own;
};

/* The next line that says something; a tab that indents is no YAML and fails the lock. */
bool envfp__lock_next_line(struct lock *lock, struct view *rest, struct yaml_line *line);
/* "key: value", "'key': value", "key:"; false for anything else. */
bool envfp__lock_split_pair(struct yaml_line *line);
/* Whether the last line has its end. */
bool envfp__lock_ends_well(struct lock *lock, struct view text);
/* Adds the entry's pin, with what was linked since the last one, and begins anew. */
void envfp__lock_end_entry(struct lock *lock, struct yaml_entry *entry);

#endif
