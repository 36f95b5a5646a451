/* SPDX-License-Identifier: MIT */
/* What is installed for a project: its own Python environment, its node_modules. Looked at once, told as inventories. */
#ifndef ENVFP_COLLECT_PROJECT_INSTALLED_H
#define ENVFP_COLLECT_PROJECT_INSTALLED_H

#include "collect/project/lock.h"

struct installed {
    struct view name, version; /* of Node's: the path below the folder */
};

struct installation {
    struct installed *list; /* sorted by name once it is complete */
    size_t count, capacity;
};

void envfp__installed_add(struct collect *c, struct installation *all, struct view name, struct view version);
/* Sorts the list, and finds where a name begins, or would. */
void envfp__installed_sort(struct collect *c, struct installation *all);
size_t envfp__installed_find(const struct installation *all, struct view name);
/* The members of an inventory that an earlier collector added, each value up to its first blank. */
void envfp__installed_told(struct collect *c, struct installation *all, struct view start);

/* Whether a folder of a store is one that is looked at, and that a recording has: "name@1.0.0",
 * "@scope+name@1.0.0_peers", "name@1.0.0_peers_HASH". Of an address anything could be a part. */
bool envfp__installed_is_stored(struct view name);

struct installed_python {
    struct installation all;
    enum envfp_reason reason; /* ABSENT: the project has no environment of its own */
    struct view series;       /* "3.11", of which it is */
    bool pypy, open;          /* open: it also sees distributions from elsewhere */
};

struct installed_node {
    struct installation all;
    enum envfp_reason reason; /* ABSENT: there is no node_modules */
    bool store;               /* packages lie in a store, not where their names are */
    bool unclear;             /* and not all of it has names that can be read */
    size_t reads;
};

const struct installed_python *envfp__installed_python(struct project *project);
struct installed_node *envfp__installed_node(struct project *project);
/* The version of the package in a folder below the project's, which is noted as installed there; empty where it says
 * none. */
enum envfp_reason envfp__installed_version(struct project *project, struct view path, struct view *version);

/* The machine, as Python and Node say it. A failure becomes the project's `untold`. */
void envfp__installed_machine(struct project *project, struct surroundings *here);

#endif
