/* SPDX-License-Identifier: MIT */
/*
 * Rust. rustup's programs are one program under many names, which starts that of a toolchain: the one named by
 * RUSTUP_TOOLCHAIN, else the one that a project asks for, else the default of its settings.
 * The version is what the compiler wrote into its standard library: every .rlib begins with it.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

TEXT("$RUSTUP_HOME/settings.toml", rustup)
LINES("$CARGO_HOME/.crates.toml", crates)
TAKEN("$TOOLCHAIN/lib/rustlib/*/lib/libcfg_if-*.rlib")
NAMES("$RUSTUP_HOME/toolchains/", all)
NAMES("$TOOLCHAIN/lib/rustlib/", target)
NAMES("$TOOLCHAIN/lib/rustlib/*/lib/", rlib)
PROGRAM("$PATH/rustc", shim)

VARIABLE("RUSTUP_TOOLCHAIN", PATHS)

LANGUAGE(rust, "Rust", "rustc", "", "", "rust", "", 0, SEMVER)

FACT("cargo/*", STRING, CONTEXT, INFORMS, NOTHING, "", "~/.cargo/.crates.toml", "",
     "Programs that `cargo install` built for this user, with their versions.")
FACT("rust.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which rustc PATH starts.")
FACT("rust.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "the start of the standard library's .rlib files, in the toolchain that rustup would take",
     "Version of the Rust compiler that PATH starts.")
FACT("rust_toolchain/*", STRING, CONTEXT, INFORMS, NOTHING, "", "~/.rustup/toolchains", "",
     "Toolchains that rustup holds, in force or not.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

/* cargo's list of what it installed: names and versions, not where sources were. */
static bool keep_crates(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view rest = view_skip(line, 1), name, version;
    if (!view_starts(line, VIEW("\"")) || !view_cut_word(&rest, &name) || !view_cut_word(&rest, &version))
        return true;
    envfp__text_add_byte(out, '"');
    envfp__text_add(out, envfp__keep_string(out->arena, name));
    envfp__text_add_byte(out, ' ');
    envfp__text_add(out, envfp__keep_string(out->arena, version));
    envfp__text_add(out, VIEW(" \n"));
    return true;
}

/* A folder for each target that can be built for. */
static bool keep_name_target(struct view name)
{
    return view_find_byte(name, '-') != SIZE_MAX;
}

/* The smallest library of all. */
static bool keep_name_rlib(struct view name)
{
    return view_starts(name, VIEW("libcfg_if-")) && view_ends(name, VIEW(".rlib"));
}

#define LAYER RUNTIMES
#define OWNER rust
#define DECLARES "collect/runtimes/languages/rust.c"
#include "collect/declare.h"

#include "base/version.h"
#include "collect/project/toml.h"
#include "collect/project/version_file.h"

#define LEVELS_MOST 32U
#define LIBRARY_START ((size_t)8192)

/* Where a toolchain lies; or that there is none, and why that cannot be told. One that a project's file names by its path
 * lies in the folder of that file, which is not left. */
struct toolchain {
    const char *folder; /* NULL: the person's own, or the system's */
    struct view prefix; /* below the folder, if any */
    enum envfp_reason reason;
};

/* A toolchain's name, of whatever says it. */
struct wish {
    struct view name;
    bool local;         /* of a project's file */
    const char *folder; /* the name is a path in it */
    enum envfp_reason reason;
};

static bool is_proxy(struct collect *c, const struct runtime *rust)
{
    struct source_stat stat, rustup;
    struct view base = envfp__path_base(rust->resolved);
    if (view_starts(base, VIEW("rustup")))
        return true;
    /* Older ones were hard links. */
    const char *sibling = source_path(c->scratch, "", envfp__path_directory(rust->resolved), "/rustup");
    return source_stat(c->source, sibling, &rustup) == ENVFP_REASON_NONE &&
           source_stat(c->source, rust->resolved.text, &stat) == ENVFP_REASON_NONE &&
           stat.size == rustup.size && stat.inode == rustup.inode;
}

/* A toolchain by its whole name, or by the channel alone: "stable" is stable-x86_64-unknown-linux-gnu. */
static struct view toolchain_directory(struct collect *c, const char *rustup, struct view name)
{
    struct source_entry *entries;
    size_t count;
    if (view_starts(name, VIEW("/")))
        return name; /* one of somebody's own */
    const char *all = source_path(c->scratch, rustup, VIEW("/toolchains"), "");
    if (envfp__runtime_entries(c, all, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    struct view best = VIEW("");
    for (size_t i = 0; i < count; i++) {
        struct view entry = entries[i].name;
        fact_member(c, "rust_toolchain", entry, entry);
        bool same = view_equal(entry, name);
        if (same || (best.length == 0 && view_starts(entry, name) && entry.length > name.length &&
                     entry.text[name.length] == '-'))
            best = entry;
    }
    if (best.length == 0 || name.length == 0)
        return VIEW("");
    return view_of(source_path(c->scratch, source_path(c->scratch, all, VIEW("/"), ""), best, ""));
}

/* The string behind a key of a table; empty where there is none. */
static struct view table_string(struct view text, const char *table, struct view key)
{
    struct toml toml = {.rest = text};
    struct view value;
    enum toml_item item;
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR)
        if (item == TOML_PAIR && view_is(toml.table, table) && view_equal(toml.key, key) &&
            envfp__toml_string(toml.value, &value))
            return value;
    return VIEW("");
}

/* A path, a channel, or the name alone. */
static void read_wish(struct collect *c, struct view folder, struct view text, struct wish *wish)
{
    struct view path = VIEW(""), name = view_trim(text);
    if (view_has(text, VIEW("[toolchain]"))) {
        path = table_string(text, "toolchain", VIEW("path"));
        name = table_string(text, "toolchain", VIEW("channel"));
    }
    wish->name = envfp__arena_copy(c->scratch, path.length ? path : name);
    wish->local = wish->name.length > 0;
    if (path.length)
        wish->folder = source_path(c->scratch, "", folder, "");
    else if (name.length && !envfp__version_is_component(name))
        wish->reason = ENVFP_REASON_MALFORMED;
}

/* What the folder's own file asks for: the older name first. */
static void folder_wish(struct collect *c, struct view folder, struct wish *wish)
{
    static const char *const files[] = {"rust-toolchain", "rust-toolchain.toml"};
    for (size_t i = 0; i < 2; i++) {
        struct view text;
        struct troubles before = troubles_start(c);
        enum envfp_reason reason = envfp__project_version_file(c, folder, files[i], &text);
        (void)troubles_end(c, before);
        if (reason == ENVFP_REASON_ABSENT)
            continue;
        wish->reason = reason;
        if (reason == ENVFP_REASON_NONE)
            read_wish(c, folder, text, wish);
        return;
    }
}

/* The nearest folder from the project's upwards that the settings have an override for, or that holds a file. */
static struct wish project_wish(struct collect *c, struct view settings)
{
    struct wish wish = {.name = VIEW("")};
    struct view folder;
    if (!c->shared->project)
        return wish;
    wish.reason = source_resolve(c->source, c->scratch, c->shared->project, &folder);
    for (unsigned level = 0; level < LEVELS_MOST && wish.reason == ENVFP_REASON_NONE; level++) {
        wish.name = table_string(settings, "overrides", folder);
        if (wish.name.length == 0)
            folder_wish(c, view_is(folder, "/") ? VIEW("") : folder, &wish);
        if (wish.name.length || view_is(folder, "/"))
            break;
        folder = envfp__path_directory(folder);
        if (level + 1 == LEVELS_MOST)
            wish.reason = ENVFP_REASON_TRUNCATED;
    }
    return wish;
}

/* A path in the folder of the file that says it: one that leads out of there is not followed. */
static struct toolchain toolchain_beneath(struct collect *c, const struct wish *wish)
{
    struct view path = wish->name, folder = view_of(wish->folder);
    struct toolchain found = {.folder = wish->folder};
    if (view_starts(path, VIEW("/"))) {
        bool inside = view_starts(path, folder) && view_starts(view_skip(path, folder.length), VIEW("/"));
        found.reason = inside ? ENVFP_REASON_NONE : ENVFP_REASON_HIDDEN;
        path = view_skip(path, folder.length);
    }
    while (view_starts(path, VIEW("/")))
        path = view_skip(path, 1);
    if (view_find_byte(path, '\0') != SIZE_MAX)
        found.reason = ENVFP_REASON_MALFORMED;
    found.prefix = view_of(source_path(c->scratch, "", path, ""));
    return found;
}

static struct toolchain active_toolchain(struct collect *c)
{
    struct view name = VIEW(""), settings;
    const char *rustup = envfp__runtime_directory(c, "RUSTUP_HOME", "/.rustup");
    struct toolchain found = {.prefix = VIEW("")};
    if (!rustup)
        return found;
    if (source_variable(c->source, "RUSTUP_TOOLCHAIN", &name) == ENVFP_REASON_NONE && name.length) {
        found.prefix = toolchain_directory(c, rustup, envfp__arena_copy(c->scratch, name));
        return found;
    }
    const char *path = source_path(c->scratch, rustup, VIEW("/settings.toml"), "");
    if (envfp__runtime_read(c, path, &settings) == ENVFP_REASON_NONE)
        settings = envfp__arena_copy(c->scratch, settings);
    else
        settings = VIEW("");
    struct wish wish = project_wish(c, settings);
    if (wish.folder)
        return toolchain_beneath(c, &wish);
    if (wish.reason == ENVFP_REASON_NONE && wish.name.length == 0)
        wish.name = table_string(settings, "", VIEW("default_toolchain"));
    if (wish.reason != ENVFP_REASON_NONE)
        wish.name = VIEW(""); /* what is installed is told all the same */
    found.prefix = toolchain_directory(c, rustup, wish.name);
    found.reason = wish.reason;
    if (wish.local && found.reason == ENVFP_REASON_NONE && found.prefix.length == 0 &&
        !envfp__version_is_wanted(wish.name))
        found.reason = ENVFP_REASON_MALFORMED;
    return found;
}

static bool is_version_byte(char byte)
{
    return byte_is_digit(byte) || byte_is_lower(byte) || memchr(".-+", byte, 3) != NULL;
}

/* "rustc 1.75.0 (82e1608df 2023-12-21)", or without what is in brackets where a distribution builds it: a string
 * behind a byte with its length. Whatever follows is not of it. */
static struct view compiler_version(struct view text)
{
    size_t at = envfp__view_find(text, VIEW("rustc 1.")), end = 6;
    if (at == SIZE_MAX || at == 0)
        return VIEW("");
    size_t length = (unsigned char)text.text[at - 1];
    text = view_skip(text, at);
    if (length > 8 && length < 128)
        text = view_take(text, length);
    while (end < text.length && is_version_byte(text.text[end]))
        end++;
    return view_skip(view_take(text, end), 6);
}

/* A failure in a project's folder is one of the version alone. */
static enum envfp_reason noted(struct toolchain *toolchain, enum envfp_reason reason)
{
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        toolchain->reason = reason;
    return reason;
}

static enum envfp_reason list(struct collect *c, struct toolchain *toolchain, const char *path,
                              struct source_entry **entries, size_t *count)
{
    if (!toolchain->folder)
        return envfp__runtime_entries(c, path, entries, count);
    struct troubles before = troubles_start(c);
    enum envfp_reason reason =
        source_list_beneath(c->source, c->scratch, view_of(toolchain->folder), path, entries, count);
    (void)troubles_end(c, before);
    return noted(toolchain, reason);
}

static enum envfp_reason read_start(struct collect *c, struct toolchain *toolchain, const char *path,
                                    struct view *text)
{
    if (!toolchain->folder)
        return envfp__runtime_start(c, path, LIBRARY_START, text);
    struct troubles before = troubles_start(c);
    enum envfp_reason reason =
        source_start_beneath(c->source, c->scratch, view_of(toolchain->folder), path, LIBRARY_START, text);
    (void)troubles_end(c, before);
    return noted(toolchain, reason);
}

/* "1.75.0" or "1.77.0-nightly" in the smallest library of all. */
static struct view library_version(struct collect *c, struct toolchain *toolchain, const char *directory)
{
    struct source_entry *entries;
    struct view text;
    size_t count;
    bool cut = false;
    if (list(c, toolchain, directory, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    for (size_t i = 0; i < count; i++) {
        if (!keep_name_rlib(entries[i].name))
            continue;
        const char *start = source_path(c->scratch, directory, VIEW("/"), "");
        const char *path = source_path(c->scratch, start, entries[i].name, "");
        if (read_start(c, toolchain, path, &text) != ENVFP_REASON_NONE)
            continue;
        struct view version = compiler_version(text);
        cut = cut || text.length == LIBRARY_START;
        if (version.length == 0 || version.length >= 40)
            continue;
        /* With its length, "rustc " and what ends it. */
        size_t at = (size_t)(version.text - text.text) - 7;
        version = envfp__arena_copy(c->scratch, version);
        if (toolchain->folder)
            source_took_beneath(c->source, c->scratch, view_of(toolchain->folder), path, at,
                                7 + version.length + 1);
        else
            source_took_of(c->source, path, at, 7 + version.length + 1);
        return version;
    }
    if (cut)
        (void)noted(toolchain, envfp__runtime_note(c, ENVFP_REASON_TRUNCATED));
    return VIEW("");
}

/* lib/rustlib holds a folder for each target that can be built for; the host's sorts among them. */
static struct view read_version(struct collect *c, struct toolchain *toolchain)
{
    struct source_entry *entries;
    size_t count;
    const char *rustlib = source_path(c->scratch, "", toolchain->prefix, "/lib/rustlib");
    if (list(c, toolchain, rustlib, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    for (size_t i = 0; i < count; i++) {
        if (entries[i].type == SOURCE_FILE || !keep_name_target(entries[i].name))
            continue;
        const char *start = source_path(c->scratch, rustlib, VIEW("/"), "");
        struct view version =
            library_version(c, toolchain, source_path(c->scratch, start, entries[i].name, "/lib"));
        if (version.length)
            return version;
    }
    return VIEW("");
}

/* "ripgrep 13.0.0 (registry+https://...)" = ["rg"] */
static void add_installed(struct collect *c)
{
    struct view text, line, word;
    const char *cargo = envfp__runtime_directory(c, "CARGO_HOME", "/.cargo");
    if (!cargo)
        return;
    enum envfp_reason reason =
        source_read(c->source, source_path(c->scratch, cargo, VIEW("/.crates.toml"), ""), &text);
    fact_gap(c, "cargo/*", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    while (view_cut(&text, '\n', &line)) {
        if (!view_starts(line, VIEW("\"")))
            continue;
        struct view rest = view_skip(line, 1), name;
        if (view_cut_word(&rest, &name) && view_cut_word(&rest, &word))
            fact_member(c, "cargo", envfp__keep_string(c->scratch, name),
                        envfp__keep_string(c->scratch, word));
    }
}

void envfp__collect_rust(struct collect *c)
{
    struct runtime rust;
    if (!envfp__language_find(c, DECLARED_LANGUAGE(rust), &rust))
        return;
    struct toolchain toolchain = {.prefix = rust.prefix};
    if (is_proxy(c, &rust))
        toolchain = active_toolchain(c);
    struct view version = VIEW("");
    if (!toolchain.folder && toolchain.prefix.length && !runtime_may_see(toolchain.prefix))
        toolchain.reason = ENVFP_REASON_HIDDEN;
    if (toolchain.reason == ENVFP_REASON_NONE && toolchain.prefix.length)
        version = read_version(c, &toolchain);
    if (toolchain.folder && version.length && !envfp__version_is_pinned(version))
        toolchain.reason = ENVFP_REASON_MALFORMED;
    if (toolchain.reason != ENVFP_REASON_NONE)
        fact_gap(c, "rust.version", toolchain.reason);
    else
        envfp__runtime_version(c, "rust.version", version);
    envfp__runtime_end(c, "rust.*", "rust_toolchain/*");
    add_installed(c);
}

#endif
