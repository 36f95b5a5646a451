/* SPDX-License-Identifier: MIT */
/* What the readers of lock files in JSON share. */
#ifndef ENVFP_COLLECT_PROJECT_LOCK_JSON_H
#define ENVFP_COLLECT_PROJECT_LOCK_JSON_H

#include "collect/project/lock.h"

/* What one entry says so far; views of the text. */
struct entry {
    struct view name, version, hash, address;
    struct want want;
};

typedef void visitor(struct lock *lock, struct json *json, enum json_token token, void *state);

void envfp__lock_walk_json(struct lock *lock, struct view text, enum json_dialect dialect, visitor *visit,
                           void *state);
/* Adds a pin with its hash; nothing without a name and a version. */
void envfp__lock_emit(struct lock *lock, const struct entry *entry, struct view path);

static inline struct view json_text(struct lock *lock, const struct json *json)
{
    return envfp__json_string(json, lock->c->scratch);
}

#endif
