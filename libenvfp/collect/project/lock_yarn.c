/* SPDX-License-Identifier: MIT */
/* Lock files of pnpm and Yarn. They say what each package wants; whom the project itself wants, pnpm's and Berry's. */
#include "collect/project/lock_yaml.h"

#define end_entry envfp__lock_end_entry
#define METAS_MOST 1024U

/* ---- pnpm ------------------------------------------------------------------------------------------------------ */

/* "/name/1.0.0_peers" before version 6, "/name@1.0.0(peers)" in it, "name@1.0.0" after. */
static void split_key(struct view key, bool slashes, struct yaml_entry *entry)
{
    if (view_starts(key, VIEW("/")))
        key = view_skip(key, 1);
    key = view_take(key, view_find_byte(key, '('));
    entry->open = true;
    entry->want.groups = GROUP_MAIN;
    entry->own = view_starts(key, VIEW("file:")) || view_starts(key, VIEW("link:")); /* a folder beside it */
    if (!slashes && envfp__lock_split_at(key, &entry->name, &entry->version))
        return;
    size_t at = key.length;
    while (at && key.text[at - 1] != '/')
        at--;
    struct view version = view_skip(key, at);
    entry->name = at ? view_take(key, at - 1) : key;
    entry->version = view_take(version, view_find_byte(version, '_'));
}

/* "{integrity: sha512-...}", "{commit: ..., repo: ...}" */
static struct view in_braces(struct view value, struct view word)
{
    size_t at = envfp__view_find(value, word);
    value = view_trim(view_skip(value, at == SIZE_MAX ? value.length : at + word.length));
    size_t end = 0;
    while (end < value.length && value.text[end] != ',' && value.text[end] != '}' && value.text[end] != ' ')
        end++;
    return envfp__lock_unquote(view_take(value, end));
}

/* "os: [linux, '!win32']" */
static void pnpm_platform(struct yaml_entry *entry, const struct yaml_line *line)
{
    struct view list = line->value, word;
    const char *key = view_is(line->key, "os")     ? "os"
                      : view_is(line->key, "cpu")  ? "cpu"
                      : view_is(line->key, "libc") ? "libc"
                                                   : NULL;
    if (!key || !view_starts(list, VIEW("[")))
        return;
    list = view_skip(list, 1);
    list = view_take(list, view_find_byte(list, ']'));
    while (view_cut(&list, ',', &word))
        envfp__platform_add(&entry->platform, key, envfp__lock_unquote(word));
}

/* Before version 9 each package says through whom alone it is there. */
static void pnpm_flag(struct lock *lock, struct yaml_entry *entry, const struct yaml_line *line)
{
    bool is_true = view_is(line->value, "true");
    if (is_true && view_is(line->key, "dev")) {
        uint32_t dev = envfp__lock_group(lock, VIEW("dev"), false);
        entry->want.optional = entry->want.optional ? dev : 0;
        entry->want.groups = entry->want.groups ? dev : 0;
    } else if (is_true && view_is(line->key, "optional")) {
        entry->want.optional = entry->want.groups;
        entry->want.groups = 0;
    }
}

static void pnpm_package(struct lock *lock, struct yaml_entry *entry, const struct yaml_line *line)
{
    if (line->indent == 4 && view_is(line->key, "resolution")) {
        entry->hash = in_braces(line->value, VIEW("integrity:"));
        if (entry->hash.length == 0)
            entry->hash = in_braces(line->value, VIEW("commit:"));
        if (entry->hash.length == 0)
            entry->hash = in_braces(line->value, VIEW("tarball:"));
    } else if (line->indent == 6 && view_is(line->key, "integrity")) {
        entry->hash = line->value;
    } else if (line->indent == 4 && view_is(line->key, "version")) {
        entry->version = envfp__lock_unquote(line->value);
    } else if (line->indent == 4) {
        pnpm_platform(entry, line);
        if (!lock->linked)
            pnpm_flag(lock, entry, line);
    }
}

/* Which kind of dependency a heading begins; 0 for none. */
static char kind_of(struct view key)
{
    return view_is(key, "dependencies")           ? 'm'
           : view_is(key, "devDependencies")      ? 'd'
           : view_is(key, "optionalDependencies") ? 'o'
                                                  : '\0';
}

/* "1.0.0(peers)"; of an alias "name@1.0.0(peers)"; a folder's is none of the lock's. */
static void pnpm_link(struct lock *lock, struct view name, struct view version, char kind, bool root)
{
    version = envfp__lock_unquote(version);
    if (kind == '\0' || version.length == 0 || view_starts(version, VIEW("link:")))
        return;
    version = view_take(version, view_find_byte(version, '('));
    (void)envfp__lock_split_at(version, &name, &version);
    uint32_t groups = !root         ? UINT32_MAX
                      : kind == 'd' ? envfp__lock_group(lock, VIEW("dev"), false)
                                    : GROUP_MAIN;
    envfp__lock_link(lock, &(struct link){name, version, VIEW(""), groups, kind == 'o'});
}

enum pnpm_section { PNPM_OTHER, PNPM_IMPORTERS, PNPM_PACKAGES, PNPM_SNAPSHOTS };

struct pnpm {
    enum pnpm_section section;
    bool slashes;
    char kind;
    struct view name; /* of the importer's dependency at hand */
    struct yaml_entry entry;
};

/* Ends what stands at depth 2: a package, the links of a folder or of a package. */
static void pnpm_end(struct lock *lock, struct pnpm *pnpm)
{
    struct yaml_entry *entry = &pnpm->entry;
    if (pnpm->section == PNPM_PACKAGES) {
        end_entry(lock, entry);
    } else if (entry->open) {
        bool root = pnpm->section == PNPM_IMPORTERS;
        envfp__lock_helper(lock, entry->name, entry->version, root ? UINT32_MAX : 0);
        *entry = (struct yaml_entry){.open = false};
    }
}

static void pnpm_begin(struct lock *lock, struct pnpm *pnpm, struct view key)
{
    pnpm_end(lock, pnpm);
    pnpm->kind = '\0';
    if (pnpm->section == PNPM_PACKAGES || pnpm->section == PNPM_SNAPSHOTS)
        split_key(key, pnpm->slashes, &pnpm->entry);
    else if (pnpm->section == PNPM_IMPORTERS)
        pnpm->entry.open = lock->linked;
    if (lock->linked)
        pnpm->entry.want.groups = 0;
}

static void pnpm_line(struct lock *lock, struct pnpm *pnpm, const struct yaml_line *line)
{
    bool importer = pnpm->section == PNPM_IMPORTERS;
    if (line->indent == 0) {
        pnpm_end(lock, pnpm);
        pnpm->section = view_is(line->key, "packages")    ? PNPM_PACKAGES
                        : view_is(line->key, "importers") ? PNPM_IMPORTERS
                        : view_is(line->key, "snapshots") ? PNPM_SNAPSHOTS
                                                          : PNPM_OTHER;
        if (view_is(line->key, "lockfileVersion")) {
            struct view version = view_digits(envfp__lock_unquote(line->value));
            pnpm->slashes = view_is(version, "5");
            lock->linked = !pnpm->slashes && !view_is(version, "6");
        }
    } else if (line->indent == 2) {
        pnpm_begin(lock, pnpm, line->key);
    } else if (pnpm->section == PNPM_PACKAGES) {
        pnpm_package(lock, &pnpm->entry, line);
    } else if (lock->linked && line->indent == 4) {
        pnpm->kind = kind_of(line->key);
    } else if (lock->linked && importer && line->indent == 6) {
        pnpm->name = line->key;
        pnpm_link(lock, line->key, in_braces(line->value, VIEW("version:")), pnpm->kind, true);
    } else if (lock->linked && importer && line->indent == 8 && view_is(line->key, "version")) {
        pnpm_link(lock, pnpm->name, line->value, pnpm->kind, true);
    } else if (lock->linked && pnpm->section == PNPM_SNAPSHOTS && line->indent == 6) {
        pnpm_link(lock, line->key, line->value, pnpm->kind, false);
    }
}

void envfp__lock_pnpm(struct lock *lock, struct view text)
{
    struct pnpm pnpm = {.section = PNPM_OTHER};
    struct yaml_line line;
    if (!envfp__lock_ends_well(lock, text))
        return;
    while (envfp__lock_next_line(lock, &text, &line))
        if (envfp__lock_split_pair(&line)) /* else a list's element, a long text */
            pnpm_line(lock, &pnpm, &line);
    pnpm_end(lock, &pnpm);
}

/* ---- Yarn: version 1 writes `key value`, Berry `key: value` ------------------------------------------------------- */

struct yarn {
    struct yaml_entry entry;
    char kind;
    struct view meta; /* of which dependency the line below speaks */
};

/* `"@scope/name@^1.0.0", "@scope/name@npm:^1.1.0":` */
static void yarn_header(struct lock *lock, struct view text, struct yaml_entry *entry)
{
    if (!view_ends(text, VIEW(":"))) {
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        return;
    }
    text = view_take(text, text.length - 1);
    if (view_is(text, "__metadata"))
        return;
    text = view_starts(text, VIEW("\"")) ? view_skip(text, 1) : text;
    entry->open = true;
    if (!envfp__lock_split_at(text, &entry->name, &entry->version))
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
    entry->version = VIEW("");
}

/* `key value`, `"key" "value"`, `key: value` */
static void yarn_pair(struct view text, struct view *key, struct view *value)
{
    size_t at = 0;
    bool quoted = text.length && text.text[0] == '"';
    if (quoted) {
        at = view_find_byte(view_skip(text, 1), '"');
        at = at == SIZE_MAX ? text.length : at + 2;
    }
    while (at < text.length && text.text[at] != ' ' && text.text[at] != ':')
        at++;
    *key = envfp__lock_unquote(view_take(text, at));
    *value = envfp__lock_unquote(view_skip(text, at + 1));
}

static void yarn_field(struct yaml_entry *entry, struct view key, struct view value)
{
    if (view_is(key, "version"))
        entry->version = value;
    else if (view_is(key, "integrity") || view_is(key, "checksum") ||
             (view_is(key, "resolved") && entry->hash.length == 0))
        entry->hash = value;
    else if (view_is(key, "linkType"))
        entry->own = view_is(value, "soft");
    else if (view_is(key, "conditions"))
        envfp__platform_add_yarn(&entry->platform, value);
}

/* Berry's `npm:real@^1` means another name. */
static void yarn_link(struct lock *lock, struct view name, struct view range, char kind)
{
    struct view real, version;
    if (view_cut_start(&range, VIEW("npm:")) && envfp__lock_split_at(range, &real, &version))
        name = real;
    if (kind)
        envfp__lock_link(lock, &(struct link){name, VIEW(""), VIEW(""), UINT32_MAX, kind == 'o'});
}

/* "fsevents:" and below it "optional: true", of a dependency that was linked before. */
static void yarn_meta(struct lock *lock, const struct yarn *yarn)
{
    if (lock->link_count - lock->link_pending > METAS_MOST) {
        lock->loose = true;
        return;
    }
    for (size_t i = lock->link_pending; i < lock->link_count; i++)
        if (view_equal(lock->links[i].name, yarn->meta))
            lock->links[i].optional = true;
}

static void yarn_end(struct lock *lock, struct yarn *yarn)
{
    if (yarn->entry.open && yarn->entry.own) {
        lock->rootless = false; /* the project, or a workspace of it */
        envfp__lock_helper(lock, VIEW(""), VIEW(""), GROUP_MAIN);
        yarn->entry.open = false;
    }
    end_entry(lock, &yarn->entry);
    yarn->kind = '\0';
}

void envfp__lock_yarn(struct lock *lock, struct view text)
{
    struct yarn yarn = {.kind = '\0'};
    struct yaml_line line;
    struct view key, value;
    if (!envfp__lock_ends_well(lock, text))
        return;
    lock->linked = lock->rootless = true;
    while (envfp__lock_next_line(lock, &text, &line)) {
        if (line.indent == 0) {
            yarn_end(lock, &yarn);
            yarn_header(lock, line.text, &yarn.entry);
            continue;
        }
        yarn_pair(line.text, &key, &value);
        if (line.indent == 2 && yarn.entry.open) {
            yarn.kind = view_is(key, "dependenciesMeta") ? 'M' : kind_of(key);
            yarn_field(&yarn.entry, key, value);
        } else if (line.indent == 4 && yarn.kind == 'M') {
            yarn.meta = key;
        } else if (line.indent == 4) {
            yarn_link(lock, key, value, yarn.kind);
        } else if (line.indent == 6 && yarn.kind == 'M' && view_is(key, "optional") &&
                   view_is(value, "true")) {
            yarn_meta(lock, &yarn);
        }
    }
    yarn_end(lock, &yarn);
}
