/* SPDX-License-Identifier: MIT */
/* Environments of Python that are not in force, by their names and what their own records say. */
#ifdef DECLARING

NAMES("$MAMBA_ROOT_PREFIX/envs/", all)
NAMES("$PIPX_HOME/venvs/", all)
NAMES("$XDG_CACHE_HOME/pypoetry/virtualenvs/", all)
NAMES("$HOME/.virtualenvs/", all)
NAMES("$XDG_DATA_HOME/uv/tools/", all)
NAMES("$ENVIRONMENT/lib/python*/site-packages/", distribution)
/* Whatever it is called: variables of uv's and of virtualenvwrapper's name any. */
NAMES("$UV_PYTHON_INSTALL_DIR/", build)

VARIABLE("MAMBA_ROOT_PREFIX", PATHS)
VARIABLE("PIPX_HOME", PATHS)
VARIABLE("UV_TOOL_DIR", PATHS)
VARIABLE("WORKON_HOME", PATHS)

#else
#include "collect/runtimes/python/python_kept.h"

/* uv's Pythons: "cpython-3.12.1-linux-x86_64-gnu". */
static bool keep_name_build(struct view name)
{
    return view_starts(name, VIEW("cpython-")) || view_starts(name, VIEW("pypy-")) ||
           view_starts(name, VIEW("graalpy-"));
}

#define LAYER RUNTIMES
#define OWNER environments
#define DECLARES "collect/runtimes/managers/managers_environments.c"
#include "collect/declare.h"

#include "base/version_compare.h"
#include "collect/runtimes/managers/managers.h"
#include "collect/runtimes/managers/place.h"
#include "collect/runtimes/runtime.h"

#define ENVIRONMENTS_MOST 128

enum record {
    RECORD_PYTHON,  /* pyvenv.cfg: the version of its Python */
    RECORD_CONDA,   /* conda-meta/python-3.11.7-....json */
    RECORD_PROGRAM, /* named after the program it holds: that one's version */
};

static const struct kept {
    const char *inventory, *gap;
    enum record record;
    struct place place;
} kept[] = {
    {"conda_env", "conda_env/*", RECORD_CONDA, {"MAMBA_ROOT_PREFIX", "/envs", BASE_HOME, "micromamba/envs"}},
    {"conda_env", "conda_env/*", RECORD_CONDA, {NULL, "", BASE_HOME, ".conda/envs"}},
    {"conda_env", "conda_env/*", RECORD_CONDA, {NULL, "", BASE_HOME, "anaconda3/envs"}},
    {"conda_env", "conda_env/*", RECORD_CONDA, {NULL, "", BASE_HOME, "mambaforge/envs"}},
    {"conda_env", "conda_env/*", RECORD_CONDA, {NULL, "", BASE_HOME, "miniconda3/envs"}},
    {"conda_env", "conda_env/*", RECORD_CONDA, {NULL, "", BASE_HOME, "miniforge3/envs"}},
    {"conda_env", "conda_env/*", RECORD_CONDA, {NULL, "", BASE_ROOT, "/opt/conda/envs"}},
    {"pipx", "pipx/*", RECORD_PROGRAM, {"PIPX_HOME", "/venvs", BASE_DATA, "pipx/venvs"}},
    {"pipx", "pipx/*", RECORD_PROGRAM, {NULL, "", BASE_HOME, ".local/pipx/venvs"}},
    {"poetry_env", "poetry_env/*", RECORD_PYTHON, {NULL, "", BASE_CACHE, "pypoetry/virtualenvs"}},
    {"uv_tool", "uv_tool/*", RECORD_PROGRAM, {"UV_TOOL_DIR", "", BASE_DATA, "uv/tools"}},
    {"virtualenvwrapper",
     "virtualenvwrapper/*",
     RECORD_PYTHON,
     {"WORKON_HOME", "", BASE_HOME, ".virtualenvs"}},
};

/* "3.11.7" of `version = 3.11.7` or `version_info = 3.11.7.final.0`. */
static struct view venv_version(struct collect *c, const char *environment)
{
    struct view text, line, key, value;
    const char *path = source_path(c->scratch, environment, VIEW("/pyvenv.cfg"), "");
    if (source_read(c->source, path, &text) != ENVFP_REASON_NONE)
        return VIEW("");
    while (view_cut(&text, '\n', &line)) {
        if (!view_split(line, '=', &key, &value) ||
            (!view_is(key, "version") && !view_is(key, "version_info")))
            continue;
        return envfp__arena_copy(c->scratch, envfp__runtime_number(value));
    }
    return VIEW("");
}

static struct view conda_version(struct collect *c, const char *environment)
{
    struct source_entry *entries;
    size_t count;
    const char *path = source_path(c->scratch, environment, VIEW("/conda-meta"), "");
    if (source_list(c->source, c->scratch, path, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    for (size_t i = 0; i < count; i++) {
        struct view rest = view_skip(entries[i].name, 7);
        if (view_starts(entries[i].name, VIEW("python-")) && rest.length && byte_is_digit(rest.text[0]))
            return view_take(rest, view_find_byte(rest, '-'));
    }
    return VIEW("no Python");
}

/* Whether "Name_Of" of "Name_Of-1.0.dist-info" is `name`, as PEP 503 compares. */
static bool is_called(struct view entry, struct view name)
{
    if (entry.length <= name.length || entry.text[name.length] != '-')
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char a = entry.text[i], b = name.text[i];
        a = a == '_' || a == '.' ? '-' : byte_to_lower(a);
        b = b == '_' || b == '.' ? '-' : byte_to_lower(b);
        if (a != b)
            return false;
    }
    return true;
}

static struct view program_version(struct collect *c, const char *environment, struct view name)
{
    struct source_entry *entries;
    size_t count;
    struct view series = envfp__version_start(venv_version(c, environment), 2);
    const char *start = source_path(c->scratch, environment, VIEW("/lib/python"), "");
    const char *path = source_path(c->scratch, start, series, "/site-packages");
    if (series.length == 0 || source_list(c->source, c->scratch, path, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    for (size_t i = 0; i < count; i++)
        if (view_ends(entries[i].name, VIEW(".dist-info")) && is_called(entries[i].name, name))
            return view_take(view_skip(entries[i].name, name.length + 1),
                             entries[i].name.length - name.length - 11);
    return VIEW("");
}

/* Poetry's "demo-8eX5kQ2w-py3.11" without what it makes of the project's path. */
static struct view project_name(struct view name)
{
    struct view rest = name;
    size_t dash = name.length;
    for (unsigned i = 0; i < 2; i++) {
        while (dash && rest.text[dash - 1] != '-')
            dash--;
        if (dash < 2)
            return name;
        dash--;
    }
    return view_has(view_skip(name, dash), VIEW("-py")) ? view_take(name, dash) : name;
}

static void add_environments(struct collect *c, const struct kept *row)
{
    struct source_entry *entries;
    size_t count;
    const char *directory = envfp__manager_directory(c, &row->place);
    if (!directory)
        return;
    fact_gap(c, row->gap, source_list(c->source, c->scratch, directory, &entries, &count));
    if (count > ENVIRONMENTS_MOST)
        fact_gap(c, row->gap, ENVFP_REASON_TRUNCATED);
    for (size_t i = 0; i < count && i < ENVIRONMENTS_MOST; i++) {
        struct view name = entries[i].name, version;
        if (entries[i].type == SOURCE_FILE || view_starts(name, VIEW(".")))
            continue;
        const char *path =
            source_path(c->scratch, source_path(c->scratch, directory, VIEW("/"), ""), name, "");
        switch (row->record) {
        case RECORD_PYTHON: version = venv_version(c, path); break;
        case RECORD_CONDA: version = conda_version(c, path); break;
        case RECORD_PROGRAM: version = program_version(c, path, name); break;
        }
        if (version.length)
            fact_member(c, row->inventory,
                        view_is(view_of(row->inventory), "poetry_env") ? project_name(name) : name, version);
    }
}

void envfp__managers_environments(struct collect *c)
{
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        add_environments(c, &kept[i]);
}

#endif
