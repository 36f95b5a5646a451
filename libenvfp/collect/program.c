/* SPDX-License-Identifier: MIT */
#include "collect/program.h"

#define DIRECTORIES_MOST 256

static const struct view usual = {"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 60};

struct program_search envfp__program_search(struct collect *c)
{
    struct view path;
    enum envfp_reason reason = source_variable(c->source, "PATH", &path);
    if (reason != ENVFP_REASON_NONE || path.length == 0)
        path = usual;
    return (struct program_search){envfp__arena_copy(c->scratch, path),
                                   reason == ENVFP_REASON_NONE ? ENVFP_REASON_ABSENT : reason, 0};
}

/* Whether WSL added the directory to PATH: one of Windows', whose programs have other names than those looked for. */
bool envfp__program_is_windows(struct view directory)
{
    return view_starts(directory, VIEW("/mnt/")) && directory.length > 6 && directory.text[6] == '/';
}

/* From what may not be entered nothing is started, so that it counts as absent. A denial is asked for twice, to tell it
 * from a call that failed; where the root itself is closed to us, that says nothing of the environment's programs. */
enum envfp_reason envfp__program_stat(struct collect *c, const struct source *source, const char *path,
                                      struct source_stat *stat)
{
    struct troubles before = troubles_start(c);
    enum envfp_reason reason = source_stat(source, path, stat);
    if (reason == ENVFP_REASON_DENIED)
        reason = source_stat(source, path, stat);
    struct source_stat root;
    if (reason == ENVFP_REASON_DENIED && source_stat(source, "/", &root) == ENVFP_REASON_NONE)
        reason = ENVFP_REASON_ABSENT;
    (void)troubles_end(c, before); /* whoever searches says what was not seen */
    return reason;
}

bool envfp__program_next(struct collect *c, struct program_search *search, const char *name,
                         const char **path)
{
    struct view directory;
    while (view_cut(&search->rest, ':', &directory)) {
        struct source_stat stat;
        if (search->count++ == DIRECTORIES_MOST) {
            search->gap = ENVFP_REASON_TRUNCATED;
            search->rest = VIEW("");
            return false;
        }
        if (directory.length == 0 || directory.text[0] != '/')
            continue;
        while (view_ends(directory, VIEW("/")))
            directory.length--;
        *path = source_path(c->scratch, "", directory, "/");
        *path = source_path(c->scratch, *path, view_of(name), "");
        struct source quiet = *c->source; /* no gap for Windows' remote directories */
        bool windows = envfp__program_is_windows(directory);
        quiet.remote = windows ? NULL : quiet.remote;
        enum envfp_reason reason = envfp__program_stat(c, &quiet, *path, &stat);
        if (windows && reason == ENVFP_REASON_REMOTE)
            continue;
        if (reason == ENVFP_REASON_NONE && stat.type == SOURCE_FILE && (stat.mode & 0111))
            return true;
        if (reason != ENVFP_REASON_NONE && search->gap == ENVFP_REASON_ABSENT)
            search->gap = reason;
    }
    return false;
}

struct view envfp__path_directory(struct view path)
{
    while (path.length && path.text[path.length - 1] != '/')
        path.length--;
    while (path.length > 1 && path.text[path.length - 1] == '/')
        path.length--;
    return path;
}

struct view envfp__path_base(struct view path)
{
    size_t start = path.length;
    while (start && path.text[start - 1] != '/')
        start--;
    return view_skip(path, start);
}
