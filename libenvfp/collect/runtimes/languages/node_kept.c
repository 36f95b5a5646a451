/* SPDX-License-Identifier: MIT */
/* What a recording keeps of package.json: of an installed package, of one that a program came in, and of a project's. */
#include "base/json.h"
#include "collect/runtimes/kept.h"
#include "source/keep_parts.h"

static void add_manager(const struct source *source, struct view value, bool *first, struct text *out)
{
    size_t at = view_find_byte(view_skip(value, 1), '@');
    struct view name = view_take(value, at == SIZE_MAX ? 0 : at + 1);
    struct view version = view_skip(value, at == SIZE_MAX ? value.length : at + 2);
    if (!envfp__tool_language(name))
        return;
    version = envfp__keep_wanted(source, out->arena, view_take(version, view_find_byte(version, '+')));
    envfp__keep_json_member(out, first, "packageManager",
                            envfp__arena_join(out->arena, (struct view[]){name, VIEW("@"), version}, 3));
}

/* Which versions are wanted: an object's strings. */
static void add_tool(const struct source *source, const struct json *json, bool *first, struct text *out)
{
    struct view key = json->levels[2].key;
    if (json_key_is(json, 1, "volta") && view_is(key, "extends"))
        envfp__keep_json_member(out, first, "extends", VIEW("?"));
    else if (envfp__tool_language(key))
        envfp__keep_json_member(out, first, envfp__arena_copy(out->arena, key).text,
                                envfp__keep_wanted(source, out->arena, envfp__json_string(json, out->arena)));
}

static void add_member(const struct source *source, const struct json *json, bool *first, struct text *out)
{
    struct view value = envfp__json_string(json, out->arena);
    if (json_key_is(json, 1, "name"))
        envfp__keep_json_member(out, first, "name", envfp__keep_string(out->arena, value));
    else if (json_key_is(json, 1, "version"))
        envfp__keep_json_member(out, first, "version", envfp__keep_one_version(out->arena, value));
    else if (json_key_is(json, 1, "packageManager"))
        add_manager(source, value, first, out);
}

/* Name and version; which versions of the language and of its package managers it wants. */
bool envfp__keep_package(const struct source *source, struct view text, struct text *out)
{
    struct json json;
    enum json_token token;
    bool first = true;
    envfp__json_start(&json, out->arena, text, JSON_FILE);
    envfp__text_add_byte(out, '{');
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        bool tools = json_key_is(&json, 1, "engines") || json_key_is(&json, 1, "volta");
        if (tools && json_is_object(&json, token) && json.depth == 2)
            envfp__keep_json_open(out, &first, json_key_is(&json, 1, "volta") ? "volta" : "engines");
        else if (tools && token == JSON_CLOSE && json.depth == 1 && !json.levels[2].array)
            envfp__keep_json_close(out, &first);
        else if (tools && token == JSON_STRING && json.depth == 2)
            add_tool(source, &json, &first, out);
        else if (token == JSON_STRING && json.depth == 1)
            add_member(source, &json, &first, out);
    }
    envfp__text_add(out, token == JSON_ERROR ? VIEW("?\n") : VIEW("}\n"));
    return false;
}
