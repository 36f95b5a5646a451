/* SPDX-License-Identifier: MIT */
/*
 * Conditions under which a lock wants a package: Python's markers (dependency specifiers, PEP 508) and the platforms of
 * Node's packages. Both are first brought into a form that holds nothing but words known here, which is what recordings
 * keep and what is judged: a name or value that is not known makes a condition unknown, and is never guessed.
 */
#ifndef ENVFP_COLLECT_PROJECT_MARKER_H
#define ENVFP_COLLECT_PROJECT_MARKER_H

#include "base/arena.h"

enum tri { TRI_FALSE, TRI_TRUE, TRI_UNKNOWN };

/* What conditions ask about. An empty view: unknown. */
struct surroundings {
    struct view python;         /* "3.11.7", or "3.11" where the release of that series is unknown */
    struct view implementation; /* "cpython", "pypy" */
    struct view machine;        /* as uname says it: "x86_64" */
    struct view cpu, libc;      /* as Node says them: "x64"; "glibc" or "musl" */
    enum tri extras, groups;    /* whether extras and groups that a marker names are asked for */
};

/* A marker in postfix form, one word for each comparison: "python_full_version<3.11 sys_platform==win32 or". "?" where
 * the text is no marker; empty where it is empty. Backslashes are ignored, so that TOML's escapes need no decoding. */
struct view envfp__marker_normal(struct arena *arena, struct view text);
enum tri envfp__marker_holds(struct view normal, const struct surroundings *here);

/* A version specifier ">=3.9,<4", without blanks; "?" where it is none; empty where it is empty. */
struct view envfp__range_normal(struct arena *arena, struct view text);
enum tri envfp__range_holds(struct view normal, struct view version);

#define PLATFORM_MOST 512U

/* Platforms as "os=linux,darwin&cpu=!arm&libc=glibc", in room of their own: a hostile list grows nothing. */
struct platform {
    char text[PLATFORM_MOST];
    size_t length;
};

static inline struct view platform_view(const struct platform *platform)
{
    return (struct view){platform->text, platform->length};
}

/* Adds a word of a list; `key` is one of the three. A word that is not known is "?"; where there is no room, or a list
 * comes in two parts, the whole is unknown. */
void envfp__platform_add(struct platform *platform, const char *key, struct view word);
/* The same of what Yarn writes: "(os=linux | os=darwin) & cpu=x64". */
void envfp__platform_add_yarn(struct platform *platform, struct view text);
enum tri envfp__platform_holds(struct view platform, const struct surroundings *here);

#endif
