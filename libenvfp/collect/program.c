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
                                   reason == ENVFP_REASON_NONE ? ENVFP_REASON_ABSENT : reason};
}

/* Whether WSL added the directory to PATH: one of Windows', whose programs have other names than those looked for. */
bool envfp__program_is_windows(struct view directory)
{
    return view_starts(directory, VIEW("/mnt/")) && directory.length > 6 && directory.text[6] == '/';
}

bool envfp__program_next(struct collect *c, struct program_search *search, const char *name,
                         const char **path)
{
    struct view directory;
    for (unsigned i = 0; i < DIRECTORIES_MOST && view_cut(&search->rest, ':', &directory); i++) {
        struct source_stat stat;
        if (directory.length == 0 || directory.text[0] != '/')
            continue;
        while (view_ends(directory, VIEW("/")))
            directory.length--;
        *path = source_path(c->scratch, "", directory, "/");
        *path = source_path(c->scratch, *path, view_of(name), "");
        struct source quiet = *c->source; /* no gap for Windows' remote directories */
        quiet.remote = envfp__program_is_windows(directory) ? NULL : quiet.remote;
        enum envfp_reason reason = source_stat(&quiet, *path, &stat);
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
