/* SPDX-License-Identifier: MIT */
/* Lock files of npm and bun. They say for which platforms a package is; npm's also for whom it was added. */
#include "collect/project/lock_json.h"

#define NPM_LEVELS (JSON_DEPTH_MOST / 2 + 1)

/* ---- npm: package-lock.json, npm-shrinkwrap.json ---------------------------------------------------------------- */

struct npm_entry {
    struct entry entry;
    struct platform platform;
    bool dev, optional, dev_optional, peer, linked, extraneous;
};

struct npm {
    bool first; /* lockfileVersion 1: what is installed stands in nested "dependencies" */
    struct npm_entry entries[NPM_LEVELS];
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

static void npm_flag(struct npm_entry *npm, struct view key)
{
    bool *const flags[] = {&npm->dev,  &npm->optional, &npm->dev_optional,
                           &npm->peer, &npm->linked,   &npm->extraneous};
    static const char *const keys[] = {"dev", "optional", "devOptional", "peer", "link", "extraneous"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (view_is(key, keys[i]))
            *flags[i] = true;
}

static void npm_field(struct lock *lock, struct npm_entry *npm, const struct json *json,
                      enum json_token token)
{
    struct view key = json->levels[json->depth].key;
    if (token == JSON_WORD && view_is(json->value, "true"))
        npm_flag(npm, key);
    if (token != JSON_STRING)
        return;
    if (view_is(key, "version"))
        npm->entry.version = json_text(lock, json);
    else if (view_is(key, "integrity"))
        npm->entry.hash = json_text(lock, json);
    else if (view_is(key, "resolved"))
        npm->entry.address = json_text(lock, json);
}

/* "os": ["linux"], in an array or, as some write it, alone. */
static void add_platform(struct lock *lock, struct platform *platform, const struct json *json,
                         unsigned level)
{
    static const char *const keys[] = {"os", "cpu", "libc"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (json_key_is(json, level, keys[i]))
            envfp__platform_add(platform, keys[i], json_text(lock, json));
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

/* Who gets it: npm's flags say through whom alone it is wanted. */
static void set_groups(struct lock *lock, struct npm_entry *npm)
{
    uint32_t group = GROUP_MAIN;
    struct want *want = &npm->entry.want;
    if (npm->dev || npm->dev_optional)
        group = envfp__lock_group(lock, VIEW("dev"), false);
    else if (npm->peer)
        group = envfp__lock_group(lock, VIEW("peer"), false);
    if (npm->extraneous)
        return;
    if (npm->optional)
        want->optional = group;
    else
        want->groups = group;
    if (npm->dev_optional)
        want->optional |= GROUP_MAIN;
}

static void end_npm(struct lock *lock, struct npm *npm, struct json *json)
{
    struct npm_entry *entry = &npm->entries[(json->depth + 1) / 2];
    struct view path = json->levels[json->depth].key;
    entry->entry.name = path;
    if (!npm->first && !view_has(path, VIEW("node_modules/"))) {
        /* The project itself, or the folder of a workspace. */
        envfp__lock_helper(lock, VIEW(""), VIEW(""), GROUP_REACHED);
        return;
    }
    if (entry->entry.version.length == 0 || entry->linked) {
        envfp__lock_unlink(lock);
        return;
    }
    if (npm->first) {
        path = first_path(lock, json, json->depth);
    } else {
        size_t at = 0;
        struct view rest = path;
        for (size_t next; (next = envfp__view_find(rest, VIEW("node_modules/"))) != SIZE_MAX;) {
            at = (size_t)(rest.text - path.text) + next + 13;
            rest = view_skip(path, at);
        }
        entry->entry.name = view_skip(path, at);
    }
    set_groups(lock, entry);
    entry->entry.want.when = platform_view(&entry->platform);
    envfp__lock_emit(lock, &entry->entry, path);
}

/* What an entry wants, by name: each that is locked of it counts. */
static void npm_link(struct lock *lock, const struct json *json)
{
    static const char *const kinds[] = {"dependencies", "devDependencies", "optionalDependencies",
                                        "peerDependencies"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (json_key_is(json, 3, kinds[i]))
            envfp__lock_link(lock,
                             &(struct link){json->levels[4].key, VIEW(""), VIEW(""), GROUP_REACHED, i == 2});
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
    if (!npm->first && token == JSON_STRING && json->depth == 4 && json_key_is(json, 1, "packages") &&
        json_in_array(json, 4))
        add_platform(lock, &npm->entries[1].platform, json, 3);
    else if (!npm->first && token == JSON_STRING && json->depth == 4 && json_key_is(json, 1, "packages"))
        npm_link(lock, json);
    if (!is_npm_entry(npm, json))
        return;
    struct npm_entry *entry = &npm->entries[json->depth / 2];
    if (token == JSON_OPEN)
        *entry = (struct npm_entry){.platform.length = 0};
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
    lock->linked = lock->flagged = !npm->first;
    envfp__lock_walk_json(lock, text, JSON_FILE, visit_npm, npm);
}

/* ---- bun ---------------------------------------------------------------------------------------------------------- */

/* "a/@s/b" is where @s/b lies for a: node_modules/a/node_modules/@s/b. */
static struct view bun_path(struct lock *lock, struct view key, struct view *last)
{
    struct text path = {.arena = lock->c->scratch};
    struct view part;
    if (key.length > LOCK_WORD_MOST / 4)
        return VIEW("");
    while (view_cut(&key, '/', &part)) {
        envfp__text_add(&path, path.length ? VIEW("/node_modules/") : VIEW("node_modules/"));
        size_t start = path.length;
        envfp__text_add(&path, part);
        if (view_starts(part, VIEW("@")) && view_cut(&key, '/', &part)) {
            envfp__text_add_byte(&path, '/');
            envfp__text_add(&path, part);
        }
        *last = view_skip(envfp__text_view(&path), start);
    }
    return envfp__text_view(&path);
}

struct bun {
    struct entry entry;
    struct platform platform;
};

static void end_bun(struct lock *lock, const struct json *json, const struct bun *bun)
{
    struct entry whole = bun->entry;
    const struct entry *entry = &whole;
    whole.want.when = platform_view(&bun->platform);
    struct view last = VIEW(""), path = bun_path(lock, json->levels[2].key, &last);
    size_t before = lock->count;
    envfp__lock_emit(lock, entry, path);
    if (lock->count == before) {
        envfp__lock_unlink(lock);
    } else if (!view_equal(last, entry->name)) {
        /* An alias, which is what links call it. */
        envfp__lock_link(lock, &(struct link){entry->name, entry->version, VIEW(""), UINT32_MAX, false});
        envfp__lock_helper(lock, last, VIEW(""), 0);
    }
}

/* What the project, or one of its workspaces, or a package wants: at `level` stands the kind of the dependency. */
static void bun_link(struct lock *lock, const struct json *json, unsigned level, bool root)
{
    struct view kind = json->levels[level].key;
    bool dev = view_is(kind, "devDependencies"), optional = view_is(kind, "optionalDependencies"),
         peer = view_is(kind, "peerDependencies");
    if (json->depth != level + 1 || !(dev || optional || peer || view_is(kind, "dependencies")))
        return;
    uint32_t groups = !root ? UINT32_MAX : dev ? envfp__lock_group(lock, VIEW("dev"), false) : GROUP_MAIN;
    envfp__lock_link(
        lock, &(struct link){json->levels[level + 1].key, VIEW(""), VIEW(""), groups, optional || peer});
}

/* "NAME": ["NAME@VERSION", "REGISTRY", {...}, "sha512-..."] */
static void visit_bun(struct lock *lock, struct json *json, enum json_token token, void *state)
{
    struct bun *bun = state;
    struct entry *entry = &bun->entry;
    if (json_key_is(json, 1, "workspaces")) {
        if (token == JSON_CLOSE && json->depth == 2)
            envfp__lock_helper(lock, VIEW(""), VIEW(""), UINT32_MAX);
        else if (token == JSON_STRING)
            bun_link(lock, json, 3, true);
    }
    if (!json_key_is(json, 1, "packages"))
        return;
    if (token == JSON_CLOSE && json->depth == 2) {
        end_bun(lock, json, bun);
    } else if (json->depth == 3) {
        if (token == JSON_OPEN && json->levels[3].index == 0)
            *bun = (struct bun){.platform.length = 0};
        if (token != JSON_STRING)
            return;
        if (json->levels[3].index == 0) {
            *bun = (struct bun){.platform.length = 0};
            envfp__lock_split_at(json_text(lock, json), &entry->name, &entry->version);
        } else if (view_starts(json->value, VIEW("sha"))) {
            entry->hash = json_text(lock, json);
        }
    } else if (token == JSON_STRING && (json->depth == 4 || json_in_array(json, 5))) {
        add_platform(lock, &bun->platform, json, 4);
    } else if (token == JSON_STRING && json->depth == 5) {
        bun_link(lock, json, 4, false);
    }
}

void envfp__lock_bun(struct lock *lock, struct view text)
{
    struct bun bun = {.platform.length = 0};
    lock->linked = true;
    envfp__lock_walk_json(lock, text, JSON_RELAXED, visit_bun, &bun);
}
