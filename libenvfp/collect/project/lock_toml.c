/* SPDX-License-Identifier: MIT */
/* Lock files in TOML: Poetry, uv, PDM, Cargo, PEP 751, Julia. All of them list packages as an array of tables. */
#include "collect/project/lock.h"
#include "collect/project/toml.h"

enum { FORMAT_POETRY, FORMAT_UV, FORMAT_PDM, FORMAT_CARGO, FORMAT_PYLOCK };

struct package {
    struct view name, version;
    bool open, own, conditional;
    bool main;    /* of a group that is always installed */
    bool sourced; /* has a source; without one it is the Cargo project itself */
};

struct reader {
    struct lock *lock;
    int format;
    const char *entry;
    struct package package;
    struct bag details;
};

static void end_package(struct reader *reader)
{
    struct package *package = &reader->package;
    struct lock *lock = reader->lock;
    bool cargo = reader->format == FORMAT_CARGO;
    bool own = package->own || (cargo && !package->sourced);
    if (package->open && !own) {
        struct view name = cargo ? package->name : envfp__lock_python_name(lock, package->name);
        struct view version = package->version;
        /* A package from a repository may have no version: its commit takes its place. */
        for (size_t i = 0; i < reader->details.count && version.length == 0; i++)
            if (reader->details.items[i].length == 40)
                version = reader->details.items[i];
        if (name.length == 0)
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        else if (version.length)
            envfp__lock_pin(lock, name, version, VIEW(""), package->main && !package->conditional);
        for (size_t i = 0; i < reader->details.count && name.length; i++)
            envfp__lock_detail(lock, name, version, reader->details.items[i]);
    }
    *package = (struct package){.open = false};
    reader->details.count = 0;
}

static void add_detail(struct reader *reader, struct view detail)
{
    if (detail.length > LOCK_WORD_MOST || reader->details.count >= 65536)
        envfp__lock_fail(reader->lock, ENVFP_REASON_MALFORMED);
    else if (reader->lock->reason == ENVFP_REASON_NONE && envfp__lock_room(reader->lock, detail.length))
        envfp__bag_add(reader->lock->c, &reader->details, detail);
}

/* Strings behind a word anywhere in a value: hashes of files, commits. */
static void add_found(struct reader *reader, struct view value, const char *word)
{
    struct view found;
    while (envfp__toml_find(&value, word, &found))
        add_detail(reader, found);
}

/* "git+https://host/path?rev=1#commit" */
static void add_commit(struct reader *reader, struct view address)
{
    size_t at = view_find_byte(address, '#');
    if (at != SIZE_MAX)
        add_detail(reader, view_skip(address, at + 1));
}

static bool has_word(struct view value, const char *word)
{
    struct view found;
    return envfp__toml_find(&value, word, &found);
}

static void read_source(struct reader *reader, struct view value)
{
    struct view text;
    struct package *package = &reader->package;
    package->sourced = true;
    if (envfp__toml_string(value, &text)) {
        if (view_starts(text, VIEW("git+")))
            add_commit(reader, text);
        return;
    }
    if (has_word(value, "editable") || has_word(value, "virtual") || has_word(value, "directory"))
        package->own = true;
    while (envfp__toml_find(&value, "git", &text))
        add_commit(reader, text);
}

/* A pair of the package itself. */
static void read_pair(struct reader *reader, const struct toml *toml)
{
    struct package *package = &reader->package;
    struct view key = toml->key, text = VIEW("");
    bool string = envfp__toml_string(toml->value, &text);
    if (view_is(key, "name") && string)
        package->name = text;
    else if (view_is(key, "version") && string)
        package->version = text;
    else if (view_is(key, "source"))
        read_source(reader, toml->value);
    else if ((view_is(key, "checksum") || view_is(key, "revision")) && string)
        add_detail(reader, text);
    else if (view_is(key, "optional"))
        package->conditional = package->conditional || view_starts(toml->value, VIEW("true"));
    else if (view_is(key, "marker") || view_is(key, "markers") || view_is(key, "resolution-markers"))
        package->conditional = true;
    else if (view_is(key, "groups"))
        package->main = view_has(toml->value, VIEW("\"main\"")) || view_has(toml->value, VIEW("\"default\""));
    else if (view_is(key, "directory") || view_is(key, "path"))
        package->own = true;
}

/* Hashes stand in "files", "sdist", "wheels", "archive", inline or as tables of the package. */
static void read_hashes(struct reader *reader, const struct toml *toml)
{
    static const char *const words[] = {"hash",   "sha256", "sha384",    "sha512",
                                        "sha224", "sha1",   "commit-id", "resolved_reference"};
    struct view text;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (view_is(toml->key, words[i]) && envfp__toml_string(toml->value, &text))
            add_detail(reader, text);
        else if (!view_is(toml->key, "dependencies"))
            add_found(reader, toml->value, words[i]);
    }
}

/* Poetry before 1.2 and PDM before 2.0 keep the files of all packages in one table, Cargo its checksums. */
static void read_metadata(struct reader *reader, const struct toml *toml)
{
    static const char *const words[] = {"hash"};
    struct view value = toml->value, hash, name = toml->key;
    if (!view_is(toml->table, "metadata.files") && !view_starts(name, VIEW("checksum ")))
        return;
    if (view_starts(name, VIEW("checksum "))) {
        if (envfp__toml_string(value, &hash))
            envfp__lock_detail(reader->lock, name, VIEW(""), hash);
        return;
    }
    while (envfp__toml_find(&value, words[0], &hash))
        envfp__lock_detail(reader->lock, name, VIEW(""), hash);
}

static void read_item(struct reader *reader, const struct toml *toml, enum toml_item item)
{
    struct view start = view_of(reader->entry);
    bool inside = view_starts(toml->table, start) &&
                  (toml->table.length == start.length || toml->table.text[start.length] == '.');
    bool itself = toml->table.length == start.length;
    if (item == TOML_PAIR && !inside) {
        read_metadata(reader, toml);
    } else if (item == TOML_PAIR && reader->package.open) {
        struct view below = view_skip(toml->table, start.length);
        if (itself)
            read_pair(reader, toml);
        else if (view_is(below, ".source") && view_is(toml->key, "type"))
            reader->package.own = reader->package.own || view_has(toml->value, VIEW("\"directory\""));
        if (itself || !view_has(below, VIEW("dependencies")))
            read_hashes(reader, toml);
    } else if (item != TOML_PAIR && (!inside || itself)) {
        end_package(reader);
        reader->package.open = inside && item == TOML_ENTRY;
        /* Old Poetry files have a category instead of groups; in uv's files the dependency graph decides. */
        reader->package.main = reader->format == FORMAT_PYLOCK;
    } else if (item != TOML_PAIR && view_is(toml->table, "packages.directory")) {
        reader->package.own = true;
    }
}

static void read_packages(struct lock *lock, struct view text, int format, const char *entry)
{
    struct reader reader = {.lock = lock, .format = format, .entry = entry};
    struct toml toml = {.rest = text};
    bool feed = view_ends(text, VIEW("\n"));
    enum toml_item item;
    /* Tools end the last line, so a file without a line feed was cut off. */
    if (text.length && !feed)
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
    while (lock->reason == ENVFP_REASON_NONE && (item = envfp__toml_next(&toml)) != TOML_DONE) {
        if (item == TOML_ERROR)
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        else
            read_item(&reader, &toml, item);
    }
    end_package(&reader);
}

void envfp__lock_poetry(struct lock *lock, struct view text)
{
    read_packages(lock, text, FORMAT_POETRY, "package");
    /* Poetry writes [metadata] last in every file, so a file without it was cut off. */
    if (!view_has(text, VIEW("\n[metadata]")) && !view_starts(text, VIEW("[metadata]")))
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
}

void envfp__lock_uv(struct lock *lock, struct view text)
{
    read_packages(lock, text, FORMAT_UV, "package");
}

void envfp__lock_pdm(struct lock *lock, struct view text)
{
    read_packages(lock, text, FORMAT_PDM, "package");
}

void envfp__lock_cargo(struct lock *lock, struct view text)
{
    read_packages(lock, text, FORMAT_CARGO, "package");
}

void envfp__lock_pylock(struct lock *lock, struct view text)
{
    read_packages(lock, text, FORMAT_PYLOCK, "packages");
}

/* ---- Julia: [[deps.NAME]], before format 2 [[NAME]] ------------------------------------------------------------------ */

void envfp__lock_julia(struct lock *lock, struct view text)
{
    struct toml toml = {.rest = text};
    struct view name = VIEW(""), version = VIEW(""), tree = VIEW(""), value;
    bool more = true;
    if (text.length && !view_ends(text, VIEW("\n")))
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
    while (more && lock->reason == ENVFP_REASON_NONE) {
        enum toml_item item = envfp__toml_next(&toml);
        more = item != TOML_DONE;
        if (item == TOML_ERROR) {
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        } else if (item == TOML_PAIR) {
            if (!envfp__toml_string(toml.value, &value))
                continue;
            if (view_is(toml.key, "version") && name.length)
                version = value;
            else if (view_is(toml.key, "git-tree-sha1") && name.length)
                tree = value;
        } else if (item != TOML_TABLE) {
            /* In old files packages of Julia's standard library have no version, as they come with Julia. */
            if (version.length)
                envfp__lock_pin(lock, name, version, VIEW(""), true);
            if (name.length)
                envfp__lock_detail(lock, name, version, tree);
            name = view_starts(toml.table, VIEW("deps.")) ? view_skip(toml.table, 5) : toml.table;
            version = tree = VIEW("");
        }
    }
}
