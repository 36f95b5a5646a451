/* SPDX-License-Identifier: MIT */
/* The Python environment that is a project's own: beside its files, or where the person's variables put it. */
#include "base/version.h"
#include "collect/project/installed.h"
#include "source/keep_parts.h"

#define SERIES_MOST 16U

/* Where an environment is: beneath the project's folder, or at a place that a variable names. */
struct place {
    const char *path; /* ends with a slash */
    bool outside;
};

static enum envfp_reason list(struct project *project, const struct place *place, struct view below,
                              struct source_entry **entries, size_t *count)
{
    struct collect *c = project->c;
    const char *path = source_path(c->scratch, place->path, below, "");
    *entries = NULL;
    *count = 0;
    return place->outside
               ? source_list(c->source, c->scratch, path, entries, count)
               : source_list_beneath(c->source, c->scratch, view_of(project->folder), path, entries, count);
}

/* "Name-1.0.dist-info", "Name-1.0-py3.11.egg-info": their names say what METADATA says. */
static void add_distribution(struct project *project, struct installation *all, struct view name)
{
    struct arena *scratch = project->c->scratch;
    if (view_ends(name, VIEW(".dist-info")))
        name.length -= 10;
    else if (view_ends(name, VIEW(".egg-info")))
        name = view_take(view_take(name, name.length - 9), envfp__view_find(name, VIEW("-py")));
    else
        return;
    size_t hyphen = name.length;
    while (hyphen && name.text[hyphen - 1] != '-')
        hyphen--;
    if (hyphen > 1)
        envfp__installed_add(project->c, all, envfp__text_python_name(scratch, view_take(name, hyphen - 1)),
                             view_skip(name, hyphen));
}

/* "python3.11", "python3.13t", "pypy3.10" */
static bool read_series(struct view name, struct installed_python *python)
{
    bool pypy = view_starts(name, VIEW("pypy"));
    if (!pypy && !view_starts(name, VIEW("python")))
        return false;
    struct view series = view_skip(name, pypy ? 4 : 6);
    size_t end = 0;
    while (end < series.length && (byte_is_digit(series.text[end]) || series.text[end] == '.'))
        end++;
    python->pypy = pypy;
    /* Of several only what is the same for all would hold. */
    python->series = python->series.length ? VIEW("") : view_take(series, end);
    return true;
}

/* Whether the environment also sees what is installed for everybody. */
static enum envfp_reason read_settings(struct project *project, const struct place *place,
                                       struct installed_python *python)
{
    struct collect *c = project->c;
    struct view text, line, key, value;
    const char *path = source_path(c->scratch, place->path, VIEW("pyvenv.cfg"), "");
    enum envfp_reason reason =
        place->outside ? source_read(c->source, path, &text) : envfp__project_read(project, path, &text);
    while (reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line))
        if (view_split(line, '=', &key, &value) && view_is(key, "include-system-site-packages"))
            python->open = view_equal_any_case(value, VIEW("true"));
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
}

static enum envfp_reason read_place(struct project *project, const struct place *place,
                                    struct installed_python *python)
{
    struct source_entry *series, *entries;
    size_t count, inner;
    bool found = false;
    enum envfp_reason reason = list(project, place, VIEW("lib/"), &series, &count);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    for (size_t i = 0, seen = 0; i < count; i++) {
        if (!read_series(series[i].name, python))
            continue;
        if (seen++ == SERIES_MOST)
            return ENVFP_REASON_TRUNCATED;
        const char *site = source_path(project->c->scratch, "lib/", series[i].name, "/site-packages/");
        reason = list(project, place, view_of(site), &entries, &inner);
        if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
            return reason;
        found = found || reason == ENVFP_REASON_NONE;
        for (size_t j = 0; j < inner; j++)
            add_distribution(project, &python->all, entries[j].name);
    }
    return found ? read_settings(project, place, python) : ENVFP_REASON_ABSENT;
}

/* uv's variable: a path, in the project's folder unless it is whole. */
static bool place_of_uv(struct project *project, struct place *place)
{
    struct collect *c = project->c;
    struct view value;
    if (source_variable(c->source, "UV_PROJECT_ENVIRONMENT", &value) != ENVFP_REASON_NONE ||
        value.length == 0 || value.length > LOCK_WORD_MOST)
        return false;
    struct view folder = view_of(project->folder);
    *place = (struct place){source_path(c->scratch, "", value, "/"), view_starts(value, VIEW("/"))};
    /* A whole path below the folder is beneath it as others are. */
    if (place->outside && folder.length && view_starts(value, folder) && value.length > folder.length &&
        value.text[folder.length] == '/')
        *place = (struct place){source_path(c->scratch, "", view_skip(value, folder.length + 1), "/"), false};
    return true;
}

/* PDM notes which Python it uses: "/srv/app/.venv/bin/python". One that is not the project's own does not count. */
static bool place_of_pdm(struct project *project, struct place *place, enum envfp_reason *reason)
{
    struct view text, line = VIEW(""), folder = view_of(project->folder);
    *reason = envfp__project_read(project, ".pdm-python", &text);
    if (*reason != ENVFP_REASON_NONE || !view_cut(&text, '\n', &line))
        return false;
    line = view_trim(line);
    if (!view_starts(line, folder) || !view_starts(view_skip(line, folder.length), VIEW("/")))
        return false;
    line = view_skip(line, folder.length + 1);
    size_t bin = envfp__view_find(line, VIEW("/bin/"));
    if (bin == SIZE_MAX || line.length > LOCK_WORD_MOST)
        return false;
    *place = (struct place){source_path(project->c->scratch, "", view_take(line, bin), "/"), false};
    return true;
}

static enum envfp_reason find_place(struct project *project, struct installed_python *python)
{
    static const struct place usual[] = {{".venv/", false}, {"venv/", false}};
    struct place place;
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    if (place_of_uv(project, &place))
        reason = read_place(project, &place, python);
    for (size_t i = 0; i < 2 && reason == ENVFP_REASON_ABSENT; i++)
        reason = read_place(project, &usual[i], python);
    if (reason == ENVFP_REASON_ABSENT && place_of_pdm(project, &place, &reason))
        reason = read_place(project, &place, python);
    return reason;
}

const struct installed_python *envfp__installed_python(struct project *project)
{
    struct collect *c = project->c;
    if (project->python)
        return project->python;
    struct installed_python *python = envfp__arena_alloc(c->scratch, sizeof *python);
    static const struct installed_python none = {.reason = ENVFP_REASON_TRUNCATED};
    if (!python)
        return &none;
    project->python = python;
    python->reason = find_place(project, python);
    fact_gap(c, "project.python/*", python->reason);
    envfp__installed_sort(c, &python->all);
    for (size_t i = 0; python->reason == ENVFP_REASON_NONE && i < python->all.count; i++) {
        const struct installed *one = &python->all.list[i];
        if (!envfp__version_is_pinned(one->version))
            fact_gap(c, "project.python/*", ENVFP_REASON_MALFORMED);
        else
            fact_member(c, "project.python", envfp__keep_name(c->scratch, one->name), one->version);
    }
    return python;
}
