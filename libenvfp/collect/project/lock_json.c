/* SPDX-License-Identifier: MIT */
/* Lock files in JSON: npm, bun, Deno, Composer, Pipenv, NuGet, renv, Nix flakes. */
#include "collect/project/lock.h"

#define NPM_LEVELS (JSON_DEPTH_MOST / 2 + 1)

/* What one entry says so far; views of the text. */
struct entry {
    struct view name, version, hash, address;
    bool optional, linked;
};

static struct view string_of(struct lock *lock, const struct json *json)
{
    return envfp__json_string(json, lock->c->scratch);
}

typedef void visitor(struct lock *lock, struct json *json, enum json_token token, void *state);

static void walk(struct lock *lock, struct view text, enum json_dialect dialect, visitor *visit, void *state)
{
    struct json json;
    enum json_token token;
    envfp__json_start(&json, lock->c->scratch, text, dialect);
    do {
        token = envfp__json_next(&json);
        if (token == JSON_ERROR)
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        else if (token != JSON_DONE)
            visit(lock, &json, token, state);
    } while (token != JSON_ERROR && token != JSON_DONE && lock->reason == ENVFP_REASON_NONE);
}

static void emit(struct lock *lock, const struct entry *entry, struct view path, bool required)
{
    if (entry->version.length == 0 || entry->name.length == 0)
        return;
    envfp__lock_pin(lock, entry->name, entry->version, path, required);
    envfp__lock_detail(lock, entry->name, entry->version, entry->hash.length ? entry->hash : entry->address);
}

/* ---- npm: package-lock.json, npm-shrinkwrap.json ---------------------------------------------------------------- */

struct npm {
    bool first; /* lockfileVersion 1: what is installed stands in nested "dependencies" */
    struct entry entries[NPM_LEVELS];
};

static bool is_npm_entry(const struct npm *npm, const struct json *json)
{
    if (!npm->first)
        return json->depth == 3 && json_key_is(json, 1, "packages");
    for (unsigned i = 1; i < json->depth; i += 2)
        if (!json_key_is(json, i, "dependencies"))
            return false;
    return json->depth >= 3 && json->depth % 2 == 1;
}

static void npm_field(struct lock *lock, struct entry *entry, const struct json *json, enum json_token token)
{
    struct view key = json->levels[json->depth].key;
    bool is_true = token == JSON_WORD && view_is(json->value, "true");
    if (view_is(key, "dev") || view_is(key, "optional") || view_is(key, "devOptional") ||
        view_is(key, "peer") || view_is(key, "inBundle") || view_is(key, "bundled"))
        entry->optional = entry->optional || is_true;
    else if (view_is(key, "link"))
        entry->linked = is_true;
    if (token != JSON_STRING)
        return;
    if (view_is(key, "version"))
        entry->version = string_of(lock, json);
    else if (view_is(key, "integrity"))
        entry->hash = string_of(lock, json);
    else if (view_is(key, "resolved"))
        entry->address = string_of(lock, json);
}

/* The path in node_modules of an entry of the first version: its names, level by level. */
static struct view first_path(struct lock *lock, const struct json *json, unsigned depth)
{
    struct text path = {.arena = lock->c->scratch};
    for (unsigned i = 2; i <= depth && path.length < LOCK_WORD_MOST; i += 2) {
        envfp__text_add(&path, i > 2 ? VIEW("/node_modules/") : VIEW("node_modules/"));
        envfp__text_add(&path, json->levels[i].key);
    }
    return envfp__text_view(&path);
}

static void end_npm(struct lock *lock, struct npm *npm, struct json *json)
{
    struct entry *entry = &npm->entries[(json->depth + 1) / 2];
    struct view path = json->levels[json->depth].key;
    entry->name = path;
    if (entry->version.length == 0 || entry->linked)
        return;
    if (npm->first) {
        path = first_path(lock, json, json->depth);
    } else {
        /* A workspace's folder is the project's own, and links to it are no pins. */
        size_t at = SIZE_MAX;
        struct view rest = path;
        for (size_t next; (next = envfp__view_find(rest, VIEW("node_modules/"))) != SIZE_MAX;) {
            at = (size_t)(rest.text - path.text) + next + 13;
            rest = view_skip(path, at);
        }
        if (at == SIZE_MAX)
            return;
        entry->name = view_skip(path, at);
    }
    emit(lock, entry, path, !entry->optional);
}

static void visit_npm(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    struct npm *npm = state;
    if (token == JSON_CLOSE) {
        /* Back at the level of the entry's key, where its object was a level above. */
        json->depth++;
        bool entry = is_npm_entry(npm, json) && !json->levels[json->depth].array;
        json->depth--;
        if (entry)
            end_npm(lock, npm, json);
        return;
    }
    if (!is_npm_entry(npm, json))
        return;
    struct entry *entry = &npm->entries[json->depth / 2];
    if (token == JSON_OPEN)
        *entry = (struct entry){.optional = false};
    else
        npm_field(lock, entry, json, token);
}

static bool is_first_version(struct lock *lock, struct view text)
{
    struct json json;
    enum json_token token;
    envfp__json_start(&json, lock->c->scratch, text, JSON_FILE);
    while ((token = envfp__json_next(&json)) != JSON_ERROR && token != JSON_DONE)
        if (json.depth == 1 && token == JSON_NUMBER && json_key_is(&json, 1, "lockfileVersion"))
            return view_is(json.value, "1");
    return true;
}

void envfp__lock_npm(struct lock *lock, struct view text)
{
    struct npm *npm = envfp__arena_alloc(lock->c->scratch, sizeof *npm);
    if (!npm)
        return;
    npm->first = is_first_version(lock, text);
    walk(lock, text, JSON_FILE, visit_npm, npm);
}

/* ---- bun and Deno ------------------------------------------------------------------------------------------------ */

/* "NAME": ["NAME@VERSION", "REGISTRY", {...}, "sha512-..."] */
static void visit_bun(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    struct entry *entry = state;
    if (token == JSON_CLOSE && json->depth == 2 && json_key_is(json, 1, "packages")) {
        emit(lock, entry, VIEW(""), false);
    } else if (json->depth == 3 && json_key_is(json, 1, "packages")) {
        if (token == JSON_OPEN && json->levels[3].index == 0)
            *entry = (struct entry){.optional = false};
        if (token != JSON_STRING)
            return;
        if (json->levels[3].index == 0)
            envfp__lock_split_at(string_of(lock, json), &entry->name, &entry->version);
        else if (view_starts(json->value, VIEW("sha")))
            entry->hash = string_of(lock, json);
    }
}

void envfp__lock_bun(struct lock *lock, struct view text)
{
    struct entry entry = {.optional = false};
    walk(lock, text, JSON_RELAXED, visit_bun, &entry);
}

/* "npm": {"NAME@VERSION": {"integrity": ...}}; before version 4 below "packages". */
static void visit_deno(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    (void)state;
    unsigned level = json_key_is(json, 1, "packages") ? 2 : 1;
    if (token != JSON_STRING || json->depth != level + 2 || !json_key_is(json, level + 2, "integrity") ||
        !(json_key_is(json, level, "npm") || json_key_is(json, level, "jsr")))
        return;
    struct entry entry = {.hash = string_of(lock, json)};
    if (envfp__lock_split_at(json->levels[level + 1].key, &entry.name, &entry.version)) {
        entry.version = view_take(entry.version, view_find_byte(entry.version, '_')); /* its peers */
        emit(lock, &entry, VIEW(""), false);
    }
}

void envfp__lock_deno(struct lock *lock, struct view text)
{
    walk(lock, text, JSON_FILE, visit_deno, NULL);
}

/* ---- Composer ---------------------------------------------------------------------------------------------------- */

static void visit_composer(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    struct entry *entry = state;
    bool main = json_key_is(json, 1, "packages");
    if (!main && !json_key_is(json, 1, "packages-dev"))
        return;
    if (token == JSON_CLOSE && json->depth == 2)
        emit(lock, entry, VIEW(""), main);
    else if (token == JSON_OPEN && json->depth == 3)
        *entry = (struct entry){.optional = false};
    if (token != JSON_STRING)
        return;
    if (json->depth == 3 && json_key_is(json, 3, "name"))
        entry->name = string_of(lock, json);
    else if (json->depth == 3 && json_key_is(json, 3, "version"))
        entry->version = string_of(lock, json);
    else if (json->depth == 4 && json_key_is(json, 4, "reference"))
        entry->hash = string_of(lock, json); /* one commit, in the entries for source and archive */
}

void envfp__lock_composer(struct lock *lock, struct view text)
{
    struct entry entry = {.optional = false};
    walk(lock, text, JSON_FILE, visit_composer, &entry);
}

/* ---- Pipenv ------------------------------------------------------------------------------------------------------ */

static void visit_pipfile(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    struct entry *entry = state;
    bool main = json_key_is(json, 1, "default");
    if (!main && !json_key_is(json, 1, "develop"))
        return;
    if (token == JSON_OPEN && json->depth == 3) {
        *entry = (struct entry){.name = envfp__lock_python_name(lock, json->levels[2].key)};
    } else if (token == JSON_CLOSE && json->depth == 2) {
        emit(lock, entry, VIEW(""), main && !entry->optional);
    } else if (token == JSON_STRING && json->depth == 3) {
        struct view value = string_of(lock, json);
        if (json_key_is(json, 3, "version"))
            entry->version = view_skip(value, view_starts(value, VIEW("==")) ? 2 : 0);
        else if (json_key_is(json, 3, "ref"))
            entry->version = entry->hash = value;
        else if (json_key_is(json, 3, "markers"))
            entry->optional = true;
    } else if (token == JSON_STRING && json->depth == 4 && json_key_is(json, 3, "hashes")) {
        envfp__lock_detail(lock, entry->name, VIEW(""), string_of(lock, json));
    }
}

void envfp__lock_pipfile(struct lock *lock, struct view text)
{
    struct entry entry = {.optional = false};
    walk(lock, text, JSON_FILE, visit_pipfile, &entry);
}

/* ---- Objects that are told in one place: NuGet, renv, flakes --------------------------------------------------------- */

/* An entry is an object at `depth` below `table`; its fields are strings of its own. */
struct shape {
    const char *table;
    unsigned depth, name; /* levels of the entry, and of the key it is called by */
    const char *parent;   /* the key that holds the object itself, or NULL */
    const char *version, *hash, *commit;
};

struct shaped {
    const struct shape *shape;
    struct entry entry;
};

static void visit_shape(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    struct shaped *shaped = state;
    const struct shape *shape = shaped->shape;
    if (!json_key_is(json, 1, shape->table) || json->depth < shape->depth - 1 ||
        (shape->parent && !json_key_is(json, shape->depth - 1, shape->parent)))
        return;
    struct entry *entry = &shaped->entry;
    if (token == JSON_CLOSE && json->depth == shape->depth - 1) {
        if (entry->version.length == 0)
            entry->version = entry->hash;
        emit(lock, entry, VIEW(""), true);
    } else if (token == JSON_OPEN && json->depth == shape->depth) {
        *entry = (struct entry){.name = json->levels[shape->name].key};
    } else if (token == JSON_STRING && json->depth == shape->depth) {
        struct view key = json->levels[json->depth].key;
        if (view_is(key, shape->version))
            entry->version = string_of(lock, json);
        else if (view_is(key, shape->hash))
            entry->hash = string_of(lock, json);
        else if (view_is(key, shape->commit))
            entry->address = string_of(lock, json);
    }
}

static void walk_shape(struct lock *lock, struct view text, const struct shape *shape)
{
    struct shaped shaped = {.shape = shape};
    walk(lock, text, JSON_FILE, visit_shape, &shaped);
}

void envfp__lock_nuget(struct lock *lock, struct view text)
{
    walk_shape(lock, text,
               &(struct shape){"dependencies", 4, 3, NULL, "resolved", "contentHash", "contentHash"});
}

void envfp__lock_renv(struct lock *lock, struct view text)
{
    walk_shape(lock, text, &(struct shape){"Packages", 3, 2, NULL, "Version", "Hash", "RemoteSha"});
}

void envfp__lock_flake(struct lock *lock, struct view text)
{
    walk_shape(lock, text, &(struct shape){"nodes", 4, 2, "locked", "rev", "narHash", "narHash"});
}
