/* SPDX-License-Identifier: MIT */
/*
 * Rust. rustup's programs are one program under many names, which starts that of a toolchain: the one named by
 * RUSTUP_TOOLCHAIN, else the one that a project asks for, else the default of its settings.
 * The version is what the compiler wrote into its standard library: every .rlib begins with it.
 */
#include "collect/project/toml.h"
#include "collect/runtimes/runtime.h"

#define LEVELS_MOST 32U

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

/* What the folder's own file asks for: the older name first; a path, a channel, or the name alone. */
static struct view folder_toolchain(struct collect *c, const char *start)
{
    static const char *const files[] = {"/rust-toolchain", "/rust-toolchain.toml"};
    for (size_t i = 0; i < 2; i++) {
        struct view text;
        if (source_read(c->source, source_path(c->scratch, start, VIEW(""), files[i]), &text) !=
            ENVFP_REASON_NONE)
            continue;
        if (!view_has(text, VIEW("[toolchain]")))
            return envfp__arena_copy(c->scratch, view_trim(text));
        struct view name = table_string(text, "toolchain", VIEW("path"));
        if (name.length == 0)
            name = table_string(text, "toolchain", VIEW("channel"));
        return envfp__arena_copy(c->scratch, name);
    }
    return VIEW("");
}

/* The nearest folder from the project's upwards that the settings have an override for, or that holds a file. */
static struct view project_toolchain(struct collect *c, struct view settings)
{
    struct view folder, name;
    if (!c->source->common->project ||
        source_resolve(c->source, c->scratch, c->source->common->project, &folder) != ENVFP_REASON_NONE)
        return VIEW("");
    for (unsigned level = 0; level < LEVELS_MOST; level++) {
        name = table_string(settings, "overrides", folder);
        if (name.length == 0)
            name = folder_toolchain(c, view_is(folder, "/") ? "" : source_path(c->scratch, "", folder, ""));
        if (name.length || view_is(folder, "/"))
            return name;
        folder = envfp__path_directory(folder);
    }
    return VIEW("");
}

static struct view active_toolchain(struct collect *c)
{
    struct view name = VIEW(""), settings;
    const char *rustup = envfp__runtime_directory(c, "RUSTUP_HOME", "/.rustup");
    if (!rustup)
        return VIEW("");
    if (source_variable(c->source, "RUSTUP_TOOLCHAIN", &name) == ENVFP_REASON_NONE && name.length)
        return toolchain_directory(c, rustup, envfp__arena_copy(c->scratch, name));
    const char *path = source_path(c->scratch, rustup, VIEW("/settings.toml"), "");
    if (envfp__runtime_read(c, path, &settings) == ENVFP_REASON_NONE)
        settings = envfp__arena_copy(c->scratch, settings);
    else
        settings = VIEW("");
    name = project_toolchain(c, settings);
    if (name.length == 0)
        name = table_string(settings, "", VIEW("default_toolchain"));
    return toolchain_directory(c, rustup, name);
}

static bool is_version_byte(char byte)
{
    return byte_is_digit(byte) || (byte >= 'a' && byte <= 'z') || memchr(".-+", byte, 3) != NULL;
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

/* "1.75.0" or "1.77.0-nightly" in the smallest library of all. */
static struct view library_version(struct collect *c, const char *directory)
{
    struct source_entry *entries;
    struct view text;
    size_t count;
    if (envfp__runtime_entries(c, directory, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    for (size_t i = 0; i < count; i++) {
        if (!view_starts(entries[i].name, VIEW("libcfg_if-")) || !view_ends(entries[i].name, VIEW(".rlib")))
            continue;
        const char *start = source_path(c->scratch, directory, VIEW("/"), "");
        const char *path = source_path(c->scratch, start, entries[i].name, "");
        if (envfp__runtime_start(c, path, 8192, &text) != ENVFP_REASON_NONE)
            continue;
        struct view version = compiler_version(text);
        if (version.length && version.length < 40)
            return envfp__arena_copy(c->scratch, version);
    }
    return VIEW("");
}

/* lib/rustlib holds a folder for each target that can be built for; the host's sorts among them. */
static struct view read_version(struct collect *c, struct view prefix)
{
    struct source_entry *entries;
    size_t count;
    const char *rustlib = source_path(c->scratch, "", prefix, "/lib/rustlib");
    if (envfp__runtime_entries(c, rustlib, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    for (size_t i = 0; i < count; i++) {
        if (entries[i].type == SOURCE_FILE || view_find_byte(entries[i].name, '-') == SIZE_MAX)
            continue;
        const char *start = source_path(c->scratch, rustlib, VIEW("/"), "");
        struct view version = library_version(c, source_path(c->scratch, start, entries[i].name, "/lib"));
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
            fact_member(c, "cargo", name, word);
    }
}

void envfp__collect_rust(struct collect *c)
{
    struct runtime rust;
    if (!envfp__language_find(c, "rustc", "rust.path", "rust.version", &rust))
        return;
    struct view prefix = rust.prefix;
    if (is_proxy(c, &rust))
        prefix = active_toolchain(c);
    envfp__runtime_version(c, "rust.version", prefix.length ? read_version(c, prefix) : VIEW(""));
    envfp__runtime_end(c, "rust.*", "rust_toolchain/*");
    add_installed(c);
}
