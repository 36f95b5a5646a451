/* SPDX-License-Identifier: MIT */
/* Signs of isolation/rows.h in what the kernel and the environment say. */
#ifndef ENVFP_ISOLATION_SIGNS_H
#define ENVFP_ISOLATION_SIGNS_H

#include "base/text.h"
#include "isolation/isolation.h"

/* 64 hex digits: the id of a container of Docker, Podman, CRI-O or containerd. */
bool envfp__sign_is_id(struct view text);
/* Whether the whole text fits a pattern, and the id that stands for its "#". */
bool envfp__sign_fits(struct view pattern, struct view text, struct view *id);
/* How much of a pattern stands before its first `*`, `?` or `#`. */
size_t envfp__sign_plain(struct view pattern);
/* A text that fits a pattern and says nothing else. */
void envfp__sign_example(struct view pattern, struct text *out);

/* The sign by which the name of a group belongs to a row of one of the kinds, that with the longest text before its
 * first `*` or `#`; NULL where there is none. `parent`: another group follows, which is a container's. */
const struct isolation_sign *envfp__sign_of_group(struct view name, bool parent, unsigned kinds);
/* Whether it is one of the host's own, beside containers'. */
bool envfp__sign_is_host(struct view name);

/* A line of mountinfo, proc_pid_mountinfo(5). */
struct isolation_mount {
    struct view root, point, options, type, source, super;
};

/* Whether engines bind files there from a folder that they keep for the container. */
bool envfp__sign_is_bound(struct view point);
/* Whether a mount shows a sign. */
bool envfp__sign_on_mount(const struct isolation_sign *sign, const struct isolation_mount *mount);
/* The next sign that it shows behind `before`, NULL for the first, and the container's id where that stands in it. */
const struct isolation_sign *envfp__sign_of_mount(const struct isolation_mount *mount,
                                                  const struct isolation_sign *before, struct view *id);
/* The id of a folder that an engine keeps for one container; empty where it is none. */
struct view envfp__sign_folder_id(struct view folder);
/* Whether a file system of this type is a runtime's own, and no other machine's. */
bool envfp__sign_makes_type(struct view type);
/* What of a name stands in a path of a mount's sign, and thus is nobody's own: all, a beginning or nothing. */
struct view envfp__sign_part(struct view name);

/* The label of this kind whose text is the longest that `text` begins with; NULL where there is none. */
const struct isolation_sign *envfp__sign_start(enum isolation_sign_kind kind, struct view text);

#endif
