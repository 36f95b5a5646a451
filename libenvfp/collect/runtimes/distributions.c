/* SPDX-License-Identifier: MIT */
/*
 * Installed Python distributions, by the metadata beside them (*.dist-info, *.egg-info), and conda's, by the
 * names of its records.
 */
#include "collect/runtimes/python.h"

#define METADATA_START ((size_t)1024)
#define METADATA_MOST ((size_t)64 << 10)

/* ---- One distribution ----------------------------------------------------------------------------------- */

/* Lower case, runs of `-`, `_` and `.` one `-`: under this name it is one distribution (PEP 503). */
static struct view normalise(struct arena *arena, struct view name)
{
    char *bytes = envfp__arena_alloc(arena, name.length + 1);
    size_t length = 0;
    for (size_t i = 0; bytes && i < name.length; i++) {
        char byte = name.text[i];
        if (byte == '_' || byte == '.')
            byte = '-';
        if (byte == '-' && length && bytes[length - 1] == '-')
            continue;
        bytes[length++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    }
    return (struct view){bytes ? bytes : "", length};
}

/* The headers' Name and Version; what follows the first blank line is text, which may say anything. True
 * once nothing more is to be learnt from a longer start of the file. */
static bool read_headers(struct view text, struct view *name, struct view *version)
{
    struct view line, key, value;
    *name = *version = VIEW("");
    while (view_find_byte(text, '\n') != SIZE_MAX && view_cut(&text, '\n', &line)) {
        if (view_trim(line).length == 0)
            return true;
        if (byte_is_blank(line.text[0]) || !view_split(line, ':', &key, &value))
            continue;
        if (view_is(key, "Name") && name->length == 0)
            *name = value;
        else if (view_is(key, "Version") && version->length == 0)
            *version = value;
        if (name->length && version->length)
            return true;
    }
    if (view_split(text, ':', &key, &value) && view_is(key, "Version"))
        *version = value;
    return false;
}

static enum envfp_reason add_distribution(struct collect *c, const char *path)
{
    struct view text, name, version;
    enum envfp_reason reason = source_read_start(c->source, path, METADATA_START, &text);
    if (reason == ENVFP_REASON_NONE && !read_headers(text, &name, &version) &&
        text.length == METADATA_START) {
        reason = source_read_start(c->source, path, METADATA_MOST, &text);
        read_headers(text, &name, &version);
    }
    if (reason == ENVFP_REASON_NONE && name.length && version.length)
        fact_member(c, "python", normalise(c->scratch, name), version);
    return reason;
}

/* One directory that Python imports from; a ZIP file (UNSUPPORTED here) holds no metadata. */
static void add_directory(struct collect *c, const char *directory)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, directory, &entries, &count);
    fact_gap(c, "python/*", reason == ENVFP_REASON_UNSUPPORTED ? ENVFP_REASON_ABSENT : reason);
    const char *start = source_path(c->scratch, directory, VIEW("/"), "");
    for (size_t i = 0; i < count; i++) {
        struct view name = entries[i].name;
        reason = ENVFP_REASON_ABSENT;
        if (view_ends(name, VIEW(".dist-info"))) {
            reason = add_distribution(c, source_path(c->scratch, start, name, "/METADATA"));
        } else if (view_ends(name, VIEW(".egg-info"))) {
            if (entries[i].type != SOURCE_FILE)
                reason = add_distribution(c, source_path(c->scratch, start, name, "/PKG-INFO"));
            if (entries[i].type != SOURCE_DIRECTORY && reason != ENVFP_REASON_NONE)
                reason = add_distribution(c, source_path(c->scratch, start, name, ""));
        } else if (view_ends(name, VIEW(".egg")) && entries[i].type == SOURCE_DIRECTORY) {
            reason = add_distribution(c, source_path(c->scratch, start, name, "/EGG-INFO/PKG-INFO"));
        }
        fact_gap(c, "python/*", reason);
    }
}

/* ---- Where a Python looks ------------------------------------------------------------------------------- */

static const char *join(struct arena *arena, struct view a, const char *b, struct view c, const char *d)
{
    return envfp__arena_join(arena, (struct view[]){a, view_of(b), c, view_of(d)}, 4).text;
}

/* lib and lib64 below a prefix; the second is often a link to the first. */
static void add_prefix(struct collect *c, const struct python *python, struct view prefix, const char *leaf)
{
    struct view target;
    const char *lib = python->pypy ? "/lib/pypy" : "/lib/python";
    add_directory(c, join(c->scratch, prefix, lib, python->series, leaf));
    if (source_link(c->source, c->scratch, source_path(c->scratch, "", prefix, "/lib64"), &target) !=
        ENVFP_REASON_NONE)
        add_directory(c, join(c->scratch, prefix, "/lib64/python", python->series, leaf));
}

static void add_installation(struct collect *c, const struct python *python)
{
    if (view_is(python->prefix, "/usr")) {
        /* Debian's own are shared by all its versions; what pip installs goes to /usr/local. */
        add_directory(c, "/usr/lib/python3/dist-packages");
        add_prefix(c, python, VIEW("/usr/local"), "/dist-packages");
        add_prefix(c, python, VIEW("/usr/local"), "/site-packages");
    } else if (view_is(python->prefix, "/")) {
        return;
    }
    add_prefix(c, python, python->prefix, "/site-packages");
}

/* What a person installed for herself; not seen from inside a closed environment. */
static void add_user_site(struct collect *c, const struct python *python)
{
    struct view home, off;
    if (source_variable(c->source, "PYTHONNOUSERSITE", &off) == ENVFP_REASON_NONE && off.length)
        return;
    if (source_variable(c->source, "HOME", &home) != ENVFP_REASON_NONE || !view_starts(home, VIEW("/")))
        return;
    /* Python leaves it out where HOME is somebody else's and closed (after su or sudo). */
    const char *directory = join(c->scratch, home, "/.local/lib/python", python->series, "/site-packages");
    struct source_stat stat;
    if (source_stat(c->source, directory, &stat) == ENVFP_REASON_NONE)
        add_directory(c, directory);
}

static void add_path_variable(struct collect *c)
{
    struct view list, directory;
    if (source_variable(c->source, "PYTHONPATH", &list) != ENVFP_REASON_NONE)
        return;
    list = envfp__arena_copy(c->scratch, list);
    for (unsigned i = 0; i < 64 && view_cut(&list, ':', &directory); i++)
        if (view_starts(directory, VIEW("/")))
            add_directory(c, source_path(c->scratch, "", directory, ""));
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

static void add_usual(struct collect *c)
{
    static const char *const parents[] = {"/usr/lib/", "/usr/local/lib/"};
    add_directory(c, "/usr/lib/python3/dist-packages");
    for (size_t i = 0; i < 2; i++) {
        struct source_entry *entries;
        size_t count;
        if (source_list(c->source, c->scratch, parents[i], &entries, &count) != ENVFP_REASON_NONE)
            continue;
        for (size_t j = 0; j < count; j++) {
            if (!view_starts(entries[j].name, VIEW("python3.")) || entries[j].type == SOURCE_FILE)
                continue;
            add_directory(c, source_path(c->scratch, parents[i], entries[j].name, "/site-packages"));
            add_directory(c, source_path(c->scratch, parents[i], entries[j].name, "/dist-packages"));
        }
    }
    add_conda(c, VIEW("/opt/conda"));
}

void envfp__python_distributions(struct collect *c, const struct python *python)
{
    if (!python) {
        add_usual(c);
        return;
    }
    add_path_variable(c);
    if (python->series.length && python->venv.length)
        add_prefix(c, python, python->venv, "/site-packages");
    if (python->series.length && (python->venv.length == 0 || python->system_site)) {
        add_user_site(c, python);
        add_installation(c, python);
    }
    if (python->venv.length == 0 && add_conda(c, python->prefix))
        fact_boolean(c, "conda.active", true);
}
