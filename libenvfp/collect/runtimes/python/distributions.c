/* SPDX-License-Identifier: MIT */
/* Where a Python looks for distributions, in the order of its sys.path, and conda's, by the names of its records. */
#include "collect/runtimes/python/python_parts.h"

#define PATHS_MOST 64

/* ---- Where a Python looks ------------------------------------------------------------------------------- */

static const char *join(struct arena *arena, struct view a, const char *b, struct view c, const char *d)
{
    return envfp__arena_join(arena, (struct view[]){a, view_of(b), c, view_of(d)}, 4).text;
}

/* lib64 and lib below a prefix; the first is often a link to the second. */
static void add_prefix(struct scan *scan, const struct python *python, struct view prefix, const char *leaf)
{
    struct arena *arena = scan->c->scratch;
    struct view target;
    const char *lib = python->pypy ? "/lib/pypy" : "/lib/python";
    if (source_link(scan->c->source, arena, source_path(arena, "", prefix, "/lib64"), &target) !=
        ENVFP_REASON_NONE)
        envfp__python_directory(scan, join(arena, prefix, "/lib64/python", python->series, leaf),
                                DIRECTORY_SITE);
    envfp__python_directory(scan, join(arena, prefix, lib, python->series, leaf), DIRECTORY_SITE);
}

static void add_installation(struct scan *scan, const struct python *python)
{
    if (view_is(python->prefix, "/usr")) {
        /* Debian's own are shared by all its versions; what pip installs goes to /usr/local. */
        add_prefix(scan, python, VIEW("/usr/local"), "/site-packages");
        add_prefix(scan, python, VIEW("/usr/local"), "/dist-packages");
        envfp__python_directory(scan, "/usr/lib/python3/dist-packages", DIRECTORY_MANAGED);
        envfp__python_directory(
            scan, join(scan->c->scratch, python->prefix, "/lib/python", python->series, "/dist-packages"),
            DIRECTORY_MANAGED);
    } else if (view_is(python->prefix, "/")) {
        return;
    }
    add_prefix(scan, python, python->prefix, "/site-packages");
}

/* What a person installed for herself; not seen from inside a closed environment. */
static void add_user_site(struct scan *scan, const struct python *python)
{
    struct collect *c = scan->c;
    struct view base, off;
    const char *below = "/lib/python";
    if (source_variable(c->source, "PYTHONNOUSERSITE", &off) == ENVFP_REASON_NONE && off.length)
        return;
    if (source_variable(c->source, "PYTHONUSERBASE", &base) != ENVFP_REASON_NONE || base.length == 0) {
        below = "/.local/lib/python";
        if (source_variable(c->source, "HOME", &base) != ENVFP_REASON_NONE)
            return;
    }
    if (!view_starts(base, VIEW("/")))
        return;
    /* Python leaves it out where HOME is somebody else's and closed (after su or sudo). */
    const char *directory = join(c->scratch, base, below, python->series, "/site-packages");
    struct source_stat stat;
    enum envfp_reason reason = envfp__program_stat(c, c->source, directory, &stat);
    if (reason == ENVFP_REASON_NONE)
        envfp__python_directory(scan, directory, DIRECTORY_SITE);
    else if (source_is_failure(reason))
        envfp__python_unseen(c, reason);
}

static void add_path_variable(struct scan *scan)
{
    struct collect *c = scan->c;
    struct view list, directory;
    if (source_variable(c->source, "PYTHONPATH", &list) != ENVFP_REASON_NONE)
        return;
    list = envfp__arena_copy(c->scratch, list);
    for (unsigned i = 0; view_cut(&list, ':', &directory); i++)
        if (i == PATHS_MOST) {
            envfp__python_unseen(c, ENVFP_REASON_TRUNCATED);
            return;
        } else if (view_starts(directory, VIEW("/")))
            envfp__python_directory(scan, source_path(c->scratch, "", directory, ""), DIRECTORY_PLAIN);
}

/* ---- conda ---------------------------------------------------------------------------------------------- */

/* "numpy-1.26.4-py311h64a7726_0.json": a record is called after name, version and build, which hold no `-`
 * but in the name. The file itself lists thousands of paths. Returns whether there are any. */
static bool add_conda(struct collect *c, struct view prefix)
{
    struct source_entry *entries;
    size_t count;
    const char *path = source_path(c->scratch, "", prefix, "/conda-meta");
    enum envfp_reason reason = source_list(c->source, c->scratch, path, &entries, &count);
    fact_gap(c, "conda/*", reason == ENVFP_REASON_UNSUPPORTED ? ENVFP_REASON_ABSENT : reason);
    for (size_t i = 0; i < count; i++) {
        struct view name = entries[i].name;
        if (view_is(name, "pixi"))
            fact_string(c, "conda.tool", name);
        if (!view_ends(name, VIEW(".json")))
            continue;
        name.length -= 5;
        size_t build = name.length, version;
        while (build && name.text[build - 1] != '-')
            build--;
        version = build ? build - 1 : 0;
        while (version && name.text[version - 1] != '-')
            version--;
        if (version < 2)
            continue;
        struct view value =
            envfp__arena_join(c->scratch,
                              (struct view[]){view_take(view_skip(name, version), build - 1 - version),
                                              VIEW(" "), view_skip(name, build)},
                              3);
        fact_member(c, "conda", view_take(name, version - 1), value);
    }
    return count > 0;
}

/* ---- Without a Python ------------------------------------------------------------------------------------ */

/* Of several Pythons side by side, so that none of them comes first. */
static void add_usual_directory(struct scan *scan, const char *directory)
{
    envfp__python_directory(scan, directory, DIRECTORY_SITE);
    scan->place = 0;
}

static void add_usual(struct scan *scan)
{
    static const char *const parents[] = {"/usr/lib/", "/usr/local/lib/"};
    struct collect *c = scan->c;
    add_usual_directory(scan, "/usr/lib/python3/dist-packages");
    for (size_t i = 0; i < 2; i++) {
        struct source_entry *entries;
        size_t count;
        enum envfp_reason reason = source_list(c->source, c->scratch, parents[i], &entries, &count);
        envfp__python_unseen(c, source_is_failure(reason) ? reason : ENVFP_REASON_ABSENT);
        for (size_t j = 0; j < count; j++) {
            if (!view_starts(entries[j].name, VIEW("python3.")) || entries[j].type == SOURCE_FILE)
                continue;
            add_usual_directory(scan, source_path(c->scratch, parents[i], entries[j].name, "/site-packages"));
            add_usual_directory(scan, source_path(c->scratch, parents[i], entries[j].name, "/dist-packages"));
        }
    }
    add_conda(c, VIEW("/opt/conda"));
}

void envfp__python_distributions(struct collect *c, const struct python *python)
{
    struct scan scan = {.c = c};
    if (!python) {
        add_usual(&scan);
        envfp__python_tell(&scan);
        return;
    }
    add_path_variable(&scan);
    if (python->series.length && python->venv.length)
        add_prefix(&scan, python, python->venv, "/site-packages");
    if (python->series.length && (python->venv.length == 0 || python->system_site)) {
        add_user_site(&scan, python);
        add_installation(&scan, python);
    }
    envfp__python_tell(&scan);
    if (python->venv.length == 0 && add_conda(c, python->prefix))
        fact_boolean(c, "conda.active", true);
}
