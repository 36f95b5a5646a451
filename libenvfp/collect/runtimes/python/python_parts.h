/* SPDX-License-Identifier: MIT */
/* What the files that read Python's distributions share. */
#ifndef ENVFP_COLLECT_RUNTIMES_PYTHON_PYTHON_PARTS_H
#define ENVFP_COLLECT_RUNTIMES_PYTHON_PYTHON_PARTS_H

#include "collect/runtimes/python/python.h"

struct distribution {
    struct view name;              /* normalised */
    struct view version, more;     /* more: what else tells this one from others of its version */
    struct view origin, installer; /* or empty */
    uint32_t place;                /* on sys.path: what comes first is what an import finds */
};

/* A walk over the directories of sys.path. */
struct scan {
    struct collect *c;
    struct distribution *found;
    size_t count, capacity;
    uint32_t place;
    struct bag linked;   /* names of *.egg-link files: installed for development */
    struct bag followed; /* directories that .pth files added */
    bool customised;     /* sitecustomize or usercustomize stands there */
};

enum directory_kind {
    DIRECTORY_PLAIN,   /* on sys.path */
    DIRECTORY_SITE,    /* .pth files count too */
    DIRECTORY_MANAGED, /* a site directory that holds nothing but a distribution's packages */
};

/* Add what one directory holds, and what its .pth files lead to. */
void envfp__python_directory(struct scan *scan, const char *directory, enum directory_kind kind);
/* Add the distribution whose headers stand in `start`/`name``leaf`; with `name`/direct_url.json where `beside`. */
enum envfp_reason envfp__python_distribution(struct scan *scan, const char *start, struct view name,
                                             const char *leaf, bool beside);
/* Turn what was found into facts. */
void envfp__python_tell(struct scan *scan);

#endif
