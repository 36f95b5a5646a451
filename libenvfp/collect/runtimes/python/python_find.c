/* SPDX-License-Identifier: MIT */
/* Which Python PATH starts, behind shims and links, and whether it is that of a virtual environment. */
#include "collect/runtimes/python/python.h"
#include "collect/runtimes/runtime.h"

/* ---- Virtual environments ----------------------------------------------------------------------------- */

static void read_cfg_line(struct collect *c, struct python *python, struct view key, struct view value)
{
    if (view_is(key, "home")) {
        python->venv_home = envfp__arena_copy(c->scratch, value);
    } else if (view_is(key, "include-system-site-packages")) {
        python->system_site = view_is(value, "true") || view_is(value, "True");
    } else if (view_is(key, "version") || view_is(key, "version_info")) {
        /* virtualenv writes 3.11.7.final.0 into version_info. */
        python->venv_version = envfp__arena_copy(c->scratch, envfp__runtime_number(value));
    } else if (view_is(key, "uv")) {
        python->venv_tool = "uv";
    } else if (view_is(key, "virtualenv")) {
        python->venv_tool = "virtualenv";
    }
}

/* pyvenv.cfg stands beside the executable or in the directory above; its links do not count yet. */
static void find_venv(struct collect *c, struct python *python)
{
    struct view directory = envfp__path_directory(python->found);
    for (unsigned i = 0; i < 2; i++, directory = envfp__path_directory(directory)) {
        struct view content, line, key, value;
        const char *path = source_path(c->scratch, "", directory, "/pyvenv.cfg");
        enum envfp_reason reason = source_read(c->source, path, &content);
        if (reason == ENVFP_REASON_ABSENT)
            continue;
        fact_gap(c, "python.virtualenv", reason);
        if (reason != ENVFP_REASON_NONE)
            return;
        python->venv = envfp__path_directory(envfp__path_directory(python->found));
        python->venv_tool = "venv";
        while (view_cut(&content, '\n', &line))
            if (view_split(line, '=', &key, &value))
                read_cfg_line(c, python, key, value);
        return;
    }
}

static void find_prefix(struct collect *c, struct python *python)
{
    struct view home;
    struct view programs = envfp__path_directory(python->resolved);
    if (python->venv.length && view_starts(python->venv_home, VIEW("/"))) {
        if (runtime_may_see(python->venv_home))
            programs = python->venv_home;
        else
            envfp__python_unseen(c, ENVFP_REASON_HIDDEN);
    }
    python->prefix = envfp__path_directory(programs);
    if (source_variable(c->source, "PYTHONHOME", &home) != ENVFP_REASON_NONE || python->venv.length)
        return;
    home = view_take(home, view_find_byte(home, ':')); /* "prefix:exec_prefix" */
    if (view_starts(home, VIEW("/")))
        python->prefix = envfp__arena_copy(c->scratch, home);
}

bool envfp__python_find(struct collect *c, struct python *python, enum envfp_reason *gap)
{
    static const char *const names[] = {"python3", "python"};
    const struct envfp_language *language = envfp__registry_language_called(VIEW("python"));
    *python = (struct python){.found = VIEW(""), .flags = VIEW(""), .release = VIEW("")};
    *gap = ENVFP_REASON_NONE;
    const char *path = NULL;
    bool found = false;
    for (size_t i = 0; i < 2 && !found && *gap == ENVFP_REASON_NONE; i++)
        found = envfp__runtime_find(c, language, names[i], &path, gap);
    if (!found)
        return false;
    python->found = view_of(path);
    if (source_resolve(c->source, c->scratch, path, &python->resolved) != ENVFP_REASON_NONE)
        python->resolved = python->found;
    if (!runtime_may_see(python->resolved)) {
        *gap = ENVFP_REASON_HIDDEN;
        return false;
    }
    struct view base = envfp__path_base(python->resolved);
    python->pypy = view_starts(base, VIEW("pypy"));
    python->implementation = python->pypy                         ? "pypy"
                             : view_starts(base, VIEW("graalpy")) ? "graalpy"
                                                                  : "cpython";
    find_venv(c, python);
    find_prefix(c, python);
    return true;
}
