/* SPDX-License-Identifier: MIT */
/* Lock files in JSON: Deno, Composer, Pipenv, NuGet, renv, Nix flakes. */
#include "collect/project/lock_json.h"

void envfp__lock_walk_json(struct lock *lock, struct view text, enum json_dialect dialect, visitor *visit,
                           void *state)
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

void envfp__lock_emit(struct lock *lock, const struct entry *entry, struct view path)
{
    if (entry->version.length == 0 || entry->name.length == 0)
        return;
    envfp__lock_pin(lock, entry->name, entry->version, path, &entry->want);
    envfp__lock_detail(lock, entry->name, entry->version, entry->hash.length ? entry->hash : entry->address);
}

/* ---- Deno ---------------------------------------------------------------------------------------------------------- */

/* "npm": {"NAME@VERSION": {"integrity": ...}}; before version 4 below "packages". */
static void visit_deno(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    (void)state;
    unsigned level = json_key_is(json, 1, "packages") ? 2 : 1;
    if (token != JSON_STRING || json->depth != level + 2 || !json_key_is(json, level + 2, "integrity") ||
        !(json_key_is(json, level, "npm") || json_key_is(json, level, "jsr")))
        return;
    struct entry entry = {.hash = json_text(lock, json)};
    if (envfp__lock_split_at(json->levels[level + 1].key, &entry.name, &entry.version)) {
        entry.version = view_take(entry.version, view_find_byte(entry.version, '_')); /* its peers */
        envfp__lock_emit(lock, &entry, VIEW(""));
    }
}

void envfp__lock_deno(struct lock *lock, struct view text)
{
    envfp__lock_walk_json(lock, text, JSON_FILE, visit_deno, NULL);
}

/* ---- Composer ---------------------------------------------------------------------------------------------------- */

static void visit_composer(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    struct entry *entry = state;
    bool main = json_key_is(json, 1, "packages");
    if (!main && !json_key_is(json, 1, "packages-dev"))
        return;
    if (token == JSON_CLOSE && json->depth == 2)
        envfp__lock_emit(lock, entry, VIEW(""));
    else if (token == JSON_OPEN && json->depth == 3)
        *entry =
            (struct entry){.want.groups = main ? GROUP_MAIN : envfp__lock_group(lock, VIEW("dev"), false)};
    if (token != JSON_STRING)
        return;
    if (json->depth == 3 && json_key_is(json, 3, "name"))
        entry->name = json_text(lock, json);
    else if (json->depth == 3 && json_key_is(json, 3, "version"))
        entry->version = json_text(lock, json);
    else if (json->depth == 4 && json_key_is(json, 4, "reference"))
        entry->hash = json_text(lock, json); /* one commit, in the entries for source and archive */
}

void envfp__lock_composer(struct lock *lock, struct view text)
{
    struct entry entry = {.name = VIEW("")};
    envfp__lock_walk_json(lock, text, JSON_FILE, visit_composer, &entry);
}

/* ---- Pipenv ------------------------------------------------------------------------------------------------------ */

static void visit_pipfile(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    struct entry *entry = state;
    bool main = json_key_is(json, 1, "default");
    if (!main && !json_key_is(json, 1, "develop"))
        return;
    if (token == JSON_OPEN && json->depth == 3) {
        uint32_t groups = main ? GROUP_MAIN : envfp__lock_group(lock, VIEW("develop"), false);
        *entry =
            (struct entry){.name = envfp__lock_python_name(lock, json->levels[2].key), .want.groups = groups};
    } else if (token == JSON_CLOSE && json->depth == 2) {
        envfp__lock_emit(lock, entry, VIEW(""));
    } else if (token == JSON_STRING && json->depth == 3) {
        struct view value = json_text(lock, json);
        if (json_key_is(json, 3, "version"))
            entry->version = view_skip(value, view_starts(value, VIEW("==")) ? 2 : 0);
        else if (json_key_is(json, 3, "ref"))
            entry->version = entry->hash = value;
        else if (json_key_is(json, 3, "markers"))
            entry->want.when = envfp__marker_normal(lock->c->scratch, value);
    } else if (token == JSON_STRING && json->depth == 4 && json_key_is(json, 3, "hashes")) {
        envfp__lock_detail(lock, entry->name, VIEW(""), json_text(lock, json));
    }
}

void envfp__lock_pipfile(struct lock *lock, struct view text)
{
    struct entry entry = {.name = VIEW("")};
    envfp__lock_walk_json(lock, text, JSON_FILE, visit_pipfile, &entry);
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
        envfp__lock_emit(lock, entry, VIEW(""));
    } else if (token == JSON_OPEN && json->depth == shape->depth) {
        *entry = (struct entry){.name = json->levels[shape->name].key, .want.groups = GROUP_MAIN};
    } else if (token == JSON_STRING && json->depth == shape->depth) {
        struct view key = json->levels[json->depth].key;
        if (view_is(key, shape->version))
            entry->version = json_text(lock, json);
        else if (view_is(key, shape->hash))
            entry->hash = json_text(lock, json);
        else if (view_is(key, shape->commit))
            entry->address = json_text(lock, json);
    }
}

static void walk_shape(struct lock *lock, struct view text, const struct shape *shape)
{
    struct shaped shaped = {.shape = shape};
    envfp__lock_walk_json(lock, text, JSON_FILE, visit_shape, &shaped);
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
