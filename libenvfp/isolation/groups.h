/* SPDX-License-Identifier: MIT */
/* Names of cgroups: whose they are, and the ids of containers in them. What documents show of an id, recordings keep. */
#ifndef ENVFP_ISOLATION_GROUPS_H
#define ENVFP_ISOLATION_GROUPS_H

#include "base/arena.h"
#include "isolation/isolation.h"

/* systemd writes '-' within a name as "\x2d". */
struct view envfp__group_unescape(struct arena *arena, struct view name);

/* Where in a path a name stands: what those in front of it were. */
struct group_place {
    bool named;       /* the last one says that this one is a container's own name */
    unsigned parent;  /* the row that says so */
    bool below_ecs;   /* names of its tasks are ids */
    bool below_units; /* of systemd's: names there are of all kinds */
};

#define GROUP_OUTERMOST ((struct group_place){.parent = ISOLATION_none})

/* What a name says, or NULL and empty. */
struct group_signs {
    const struct isolation_sign *runtime, *orchestrator, *sandbox;
    struct view id;
};

/* Reads a name, and goes on to the next. `last`: none follows. `top`: where it is the only container's of its path, so
 * that a UUID may be its id. */
struct group_signs envfp__group_read(struct group_place *place, struct view name, bool last, bool top);

#endif
