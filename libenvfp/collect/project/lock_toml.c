/* SPDX-License-Identifier: MIT */
/* Lock files in TOML: Poetry, uv, PDM, Cargo, PEP 751, Julia. All of them list packages as an array of tables. */
#include "collect/project/lock.h"
#include "collect/project/toml.h"

enum { FORMAT_POETRY, FORMAT_UV, FORMAT_PDM, FORMAT_CARGO, FORMAT_PYLOCK };

struct package {
    struct view name, version;
    struct want want;
    bool open, own;
    bool root;     /* the project itself */
    bool optional; /* of an extra of the project's */
    bool sourced;  /* has a source; without one it is the Cargo project itself */
};

struct reader {
    struct lock *lock;
    int format;
    const char *entry;
    struct package package;
    struct bag details;
    struct bag extras; /* names of extras of the package at hand, each with what it wants, as written */
    bool grouped;      /* each package says for whom it is */
};

static struct view python_name(struct reader *reader, struct view name)
{
    return envfp__text_python_name(reader->lock->c->scratch, view_take(name, LOCK_WORD_MOST + 1));
}

/* "requests[socks]": the node that wants what this extra of the package wants. */
static struct view extra_name(struct reader *reader, struct view name, struct view extra)
{
    return envfp__arena_join(reader->lock->c->scratch,
                             (struct view[]){name, VIEW("["), python_name(reader, extra), VIEW("]")}, 4);
}

/* A package that is wanted, and the extras of it: strings up to the bracket's end behind "extra = [". */
static void add_link(struct reader *reader, struct link link, struct view extras)
{
    struct view extra;
    link.name = python_name(reader, link.name);
    envfp__lock_link(reader->lock, &link);
    struct view name = link.name;
    extras = view_take(extras, view_find_byte(extras, ']'));
    while (envfp__toml_find(&extras, NULL, &extra)) {
        link.name = extra_name(reader, name, extra);
        link.version = VIEW("");
        envfp__lock_link(reader->lock, &link);
    }
}

/* What stands behind a word in a value; empty where the word is not there. */
static struct view behind(struct view value, struct view word)
{
    size_t at = envfp__view_find(value, word);
    return view_skip(value, at == SIZE_MAX ? value.length : at + word.length);
}

/* uv: [{ name = "a", version = "1", marker = "...", extra = ["x"] }, ...] */
static void link_tables(struct reader *reader, struct view value, uint32_t groups)
{
    struct view table, name, marker, found;
    while (envfp__toml_table(&value, &table)) {
        struct link link = {.groups = groups};
        found = table;
        if (!envfp__toml_find(&found, "name", &name))
            continue;
        link.name = name;
        found = table;
        if (envfp__toml_find(&found, "version", &link.version) && link.version.length > LOCK_WORD_MOST)
            link.version = VIEW("");
        found = table;
        if (envfp__toml_find(&found, "marker", &marker))
            link.when = envfp__marker_normal(reader->lock->c->scratch, marker);
        add_link(reader, link, behind(table, VIEW("extra = [")));
    }
}

/* Poetry: click = ">=8", { version = ">=8", markers = "...", optional = true }, or several of these in a list. */
static void link_poetry(struct reader *reader, struct view name, struct view value)
{
    struct view table, marker;
    bool any = false;
    while (view_find_byte(value, '{') != SIZE_MAX && envfp__toml_table(&value, &table)) {
        struct view found = table;
        struct link link = {.name = name, .groups = UINT32_MAX};
        any = true;
        if (envfp__toml_find(&found, "markers", &marker))
            link.when = envfp__marker_normal(reader->lock->c->scratch, marker);
        if (view_has(table, VIEW("optional = true")))
            link.when = VIEW("?");
        add_link(reader, link, VIEW(""));
    }
    if (!any)
        add_link(reader, (struct link){.name = name, .groups = UINT32_MAX}, VIEW(""));
}

/* PDM: ["idna>=2.5", "pysocks[a]>=1 ; python_version < '3'"] */
static void link_strings(struct reader *reader, struct view value)
{
    struct view text;
    while (envfp__toml_find(&value, NULL, &text)) {
        struct requirement wanted;
        if (!envfp__lock_requirement(text, &wanted))
            continue;
        struct link link = {.name = wanted.name, .groups = UINT32_MAX};
        link.when = envfp__marker_normal(reader->lock->c->scratch, wanted.marker);
        add_link(reader, link, VIEW(""));
    }
}

/* The nodes of a package's extras, behind its pin. */
static void end_extras(struct reader *reader, struct view name)
{
    for (size_t i = 0; i + 1 < reader->extras.count && name.length; i += 2) {
        link_tables(reader, reader->extras.items[i + 1], UINT32_MAX);
        envfp__lock_helper(reader->lock, extra_name(reader, name, reader->extras.items[i]), VIEW(""), 0);
    }
    reader->extras.count = 0;
}

/* The project itself, or another part of it, which is no pin but wants packages. */
static void end_own(struct reader *reader)
{
    const struct package *package = &reader->package;
    if (package->root)
        envfp__lock_helper(reader->lock, VIEW(""), VIEW(""), UINT32_MAX);
    else
        envfp__lock_helper(reader->lock, python_name(reader, package->name), VIEW(""), 0);
    if (package->root)
        reader->lock->rootless = false;
    end_extras(reader, python_name(reader, package->name));
}

static void end_package(struct reader *reader)
{
    struct package *package = &reader->package;
    struct lock *lock = reader->lock;
    bool cargo = reader->format == FORMAT_CARGO;
    bool own = package->own || (cargo && !package->sourced);
    if (package->open && own && reader->format == FORMAT_UV)
        end_own(reader);
    if (package->open && !own) {
        struct view name = cargo ? package->name : envfp__lock_python_name(lock, package->name);
        struct view version = package->version;
        /* A package from a repository may have no version: its commit takes its place. */
        for (size_t i = 0; i < reader->details.count && version.length == 0; i++)
            if (reader->details.items[i].length == 40)
                version = reader->details.items[i];
        if (package->optional) {
            package->want.optional = 0;
            package->want.groups = envfp__lock_group(lock, VIEW("optional"), true);
        }
        if (name.length == 0)
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        else if (version.length)
            envfp__lock_pin(lock, name, version, VIEW(""), &package->want);
        for (size_t i = 0; i < reader->details.count && name.length; i++)
            envfp__lock_detail(lock, name, version, reader->details.items[i]);
        end_extras(reader, name);
    }
    envfp__lock_unlink(lock);
    *package = (struct package){.open = false};
    reader->details.count = 0;
    reader->extras.count = 0;
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
    struct view place = value;
    if (envfp__toml_find(&place, "virtual", &text) ||
        (place = value, envfp__toml_find(&place, "editable", &text)))
        package->root = view_is(text, ".");
    while (envfp__toml_find(&value, "git", &text))
        add_commit(reader, text);
}

/* For whom it is, where each package says so: "main" and PDM's "default" are everybody's. */
static void read_groups(struct reader *reader, struct view value)
{
    struct view name;
    reader->grouped = true;
    reader->package.want.groups = 0;
    while (envfp__toml_find(&value, NULL, &name)) {
        bool main = view_is(name, "main") || view_is(name, "default");
        reader->package.want.groups |= main ? GROUP_MAIN : envfp__lock_group(reader->lock, name, false);
    }
}

/* In a lock of PEP 751 a marker also says for which extras and groups a package is. */
static void read_marker(struct reader *reader, struct view text)
{
    struct want *want = &reader->package.want;
    struct view word, rest;
    want->when = envfp__marker_normal(reader->lock->c->scratch, text);
    for (rest = want->when; reader->format == FORMAT_PYLOCK && view_cut_word(&rest, &word);)
        if (view_is(word, "extra") || view_is(word, "group"))
            want->groups = envfp__lock_group(reader->lock, word, view_is(word, "extra"));
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
        package->optional = view_starts(toml->value, VIEW("true"));
    else if (view_is(key, "marker") || view_is(key, "markers"))
        read_marker(reader, string ? text : VIEW("?"));
    else if (view_is(key, "groups") || (view_is(key, "category") && string))
        read_groups(reader, toml->value);
    else if (view_is(key, "dependencies") && reader->format == FORMAT_UV)
        link_tables(reader, toml->value, package->root ? GROUP_MAIN : UINT32_MAX);
    else if (view_is(key, "dependencies") && reader->format == FORMAT_PDM && !reader->grouped)
        link_strings(reader, toml->value);
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

/* A pair in one of the package's tables: what it wants. */
static void read_links(struct reader *reader, struct view table, const struct toml *toml)
{
    bool root = reader->package.root, uv = reader->format == FORMAT_UV;
    if (reader->format == FORMAT_POETRY && !reader->grouped && view_is(table, ".dependencies")) {
        link_poetry(reader, toml->key, toml->value);
    } else if (uv && root && view_is(table, ".optional-dependencies")) {
        struct view name = envfp__arena_join(reader->lock->c->scratch,
                                             (struct view[]){VIEW("extra "), view_take(toml->key, 256)}, 2);
        link_tables(reader, toml->value, envfp__lock_group(reader->lock, name, true));
    } else if (uv && root && view_is(table, ".dev-dependencies")) {
        /* Of the groups, only that for development is everybody's who asks for none. */
        bool extra = !view_is(toml->key, "dev");
        link_tables(reader, toml->value, envfp__lock_group(reader->lock, toml->key, extra));
    } else if (uv && view_is(table, ".optional-dependencies") && toml->value.length <= LOCK_BYTES_MOST / 8 &&
               reader->extras.count < 256) {
        envfp__bag_add(reader->lock->c, &reader->extras, toml->key);
        envfp__bag_add(reader->lock->c, &reader->extras, toml->value);
    }
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
        else
            read_links(reader, below, toml);
        if (itself || !view_has(below, VIEW("dependencies")))
            read_hashes(reader, toml);
    } else if (item != TOML_PAIR && (!inside || itself)) {
        end_package(reader);
        reader->package.open = inside && item == TOML_ENTRY;
        /* In uv's files, and where there are no groups, links decide. */
        reader->package.want.groups = reader->format == FORMAT_PYLOCK ? GROUP_MAIN : 0;
    } else if (item != TOML_PAIR && view_is(toml->table, "packages.directory")) {
        reader->package.own = true;
    }
}

static void read_packages(struct lock *lock, struct view text, int format, const char *entry)
{
    struct reader reader = {.lock = lock, .format = format, .entry = entry};
    lock->rootless = format != FORMAT_PYLOCK;
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
    lock->linked = !reader.grouped && format != FORMAT_PYLOCK;
    lock->asked = format == FORMAT_POETRY || format == FORMAT_PYLOCK;
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
                envfp__lock_pin(lock, name, version, VIEW(""), &(struct want){.groups = GROUP_MAIN});
            if (name.length)
                envfp__lock_detail(lock, name, version, tree);
            name = view_starts(toml.table, VIEW("deps.")) ? view_skip(toml.table, 5) : toml.table;
            version = tree = VIEW("");
        }
    }
}
