/* SPDX-License-Identifier: MIT */
/*
 * A project's own version files, which managers follow from its folder upwards before they look at the person's global
 * ones. They count only where the folder is named.
 */
#include "base/json_pull.h"
#include "collect/project/toml.h"
#include "collect/runtimes/shim_parts.h"

#define LEVELS_MOST 32U

/* A file of the folder or of the nearest one above that has it; `found` gives the words of it that count. */
static struct view nearest(struct collect *c, const char *const *files, size_t count, const struct tool *tool,
                           struct view (*found)(struct collect *c, const struct tool *tool, struct view text))
{
    struct view folder, text;
    if (!c->source->common->project ||
        source_resolve(c->source, c->scratch, c->source->common->project, &folder) != ENVFP_REASON_NONE)
        return VIEW("");
    for (unsigned level = 0; level < LEVELS_MOST; level++) {
        const char *start = view_is(folder, "/") ? "" : source_path(c->scratch, "", folder, "");
        for (size_t i = 0; i < count; i++) {
            const char *path = source_path(c->scratch, start, VIEW("/"), files[i]);
            if (source_read(c->source, path, &text) != ENVFP_REASON_NONE)
                continue;
            struct view words = found(c, tool, text);
            if (words.length)
                return words;
        }
        if (view_is(folder, "/"))
            break;
        folder = envfp__path_directory(folder);
    }
    return VIEW("");
}

/* All of a file's words, without its comments. */
static struct view take_words(struct collect *c, const struct tool *tool, struct view text)
{
    struct view line;
    struct text words = {.arena = c->scratch};
    (void)tool;
    while (view_cut(&text, '\n', &line) && words.length < 4096) {
        envfp__text_add(&words, view_trim(view_take(line, view_find_byte(line, '#'))));
        envfp__text_add_byte(&words, ' ');
    }
    return view_trim(envfp__text_view(&words));
}

struct view envfp__shim_local(struct collect *c, const char *family)
{
    static const char *const files[][2] = {
        {"goenv", ".go-version"},     {"jenv", ".java-version"},  {"luaenv", ".lua-version"},
        {"nodenv", ".node-version"},  {"phpenv", ".php-version"}, {"plenv", ".perl-version"},
        {"pyenv", ".python-version"}, {"rbenv", ".ruby-version"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(files[i][0], family) == 0)
            return nearest(c, &files[i][1], 1, NULL, take_words);
    return VIEW("");
}

static bool is_name(const struct tool *tool, struct view name)
{
    return (tool->asdf && view_is(name, tool->asdf)) || (tool->mise && view_is(name, tool->mise));
}

/* "nodejs 20.11.1 system" */
static struct view take_tool(struct collect *c, const struct tool *tool, struct view text)
{
    struct view line, name;
    while (view_cut(&text, '\n', &line)) {
        line = view_take(line, view_find_byte(line, '#'));
        if (view_cut_word(&line, &name) && is_name(tool, name))
            return envfp__arena_copy(c->scratch, view_trim(line));
    }
    return VIEW("");
}

/* mise.toml's table [tools], or .tool-versions, whose lines are no TOML. */
static struct view take_mise(struct collect *c, const struct tool *tool, struct view text)
{
    struct toml toml = {.rest = text};
    struct view version, value;
    enum toml_item item;
    while ((item = envfp__toml_next(&toml)) != TOML_DONE) {
        if (item == TOML_ERROR)
            return take_tool(c, tool, text);
        if (item != TOML_PAIR || !view_is(toml.table, "tools") || !is_name(tool, toml.key))
            continue;
        value = toml.value;
        const char *key = view_starts(value, VIEW("{")) ? "version" : NULL;
        struct text words = {.arena = c->scratch};
        while (envfp__toml_find(&value, key, &version)) {
            envfp__text_add(&words, version);
            envfp__text_add_byte(&words, ' ');
        }
        return envfp__text_view(&words);
    }
    return VIEW("");
}

struct view envfp__shim_local_asdf(struct collect *c, const struct tool *tool)
{
    static const char *const files[] = {".tool-versions"};
    return nearest(c, files, 1, tool, take_tool);
}

struct view envfp__shim_local_mise(struct collect *c, const struct tool *tool)
{
    static const char *const files[] = {"mise.toml", ".mise.toml", ".tool-versions"};
    return nearest(c, files, 3, tool, take_mise);
}

/* package.json: "volta": {"node": "20.11.1"} */
static struct view take_volta(struct collect *c, const struct tool *tool, struct view text)
{
    struct json_pull json;
    enum json_token token;
    (void)tool;
    envfp__json_start(&json, text, false);
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR)
        if (token == JSON_STRING && json.depth == 2 && json_key_is(&json, 1, "volta") &&
            json_key_is(&json, 2, "node"))
            return envfp__arena_copy(c->scratch, view_take(json.value, 256));
    return VIEW("");
}

struct view envfp__shim_local_volta(struct collect *c)
{
    static const char *const files[] = {"package.json"};
    return nearest(c, files, 1, NULL, take_volta);
}
