/* SPDX-License-Identifier: MIT */
/*
 * A project's own version files, which managers follow from its folder upwards before they look at the person's global
 * ones. They count only where the folder is named.
 */
#include "base/json.h"
#include "base/version.h"
#include "collect/project/toml.h"
#include "collect/project/version_file.h"
#include "collect/runtimes/shims/shim_parts.h"

#define LEVELS_MOST 32U

typedef struct view finder(struct collect *c, const struct envfp_language *language, struct view text);

/* A file of the folder or of the nearest one above that has it; `found` gives the words of it that count. One that is
 * there and cannot be read may have had them: what stands further up is no answer. */
static struct asked nearest(struct collect *c, const char *const *files, size_t count,
                            const struct envfp_language *language, finder *found)
{
    struct asked asked = {.words = VIEW(""), .local = true};
    struct view folder, text;
    if (!c->shared->project)
        return asked;
    asked.reason = source_resolve(c->source, c->scratch, c->shared->project, &folder);
    for (unsigned level = 0; level < LEVELS_MOST && asked.reason == ENVFP_REASON_NONE; level++) {
        struct view start = view_is(folder, "/") ? VIEW("") : folder;
        for (size_t i = 0; i < count; i++) {
            enum envfp_reason reason = envfp__project_version_file(c, start, files[i], &text);
            if (reason == ENVFP_REASON_NONE)
                asked.words = found(c, language, text);
            else if (reason != ENVFP_REASON_ABSENT)
                asked.reason = reason;
            if (asked.words.length || asked.reason != ENVFP_REASON_NONE)
                return asked;
        }
        if (start.length == 0)
            break;
        folder = envfp__path_directory(folder);
        if (level + 1 == LEVELS_MOST)
            asked.reason = ENVFP_REASON_TRUNCATED;
    }
    return asked;
}

bool envfp__shim_may_be_looked_for(const struct asked *asked, struct view version)
{
    return asked->local ? envfp__version_is_component(version) : envfp__shim_is_plain(version);
}

bool envfp__shim_is_nonsense(const struct asked *asked, struct view version)
{
    /* "path:/somewhere" is understood, and not followed. */
    return asked->local && !view_starts(version, VIEW("path:")) && !envfp__version_is_wanted(version);
}

/* All of a file's words, without its comments. */
static struct view take_words(struct collect *c, const struct envfp_language *language, struct view text)
{
    struct view line;
    struct text words = {.arena = c->scratch};
    (void)language;
    while (view_cut(&text, '\n', &line) && words.length < 4096) {
        envfp__text_add(&words, view_trim(view_take(line, view_find_byte(line, '#'))));
        envfp__text_add_byte(&words, ' ');
    }
    return view_trim(envfp__text_view(&words));
}

struct asked envfp__shim_local(struct collect *c, const struct shim_family *family)
{
    const char *file = source_path(c->scratch, ".", view_of(family->language), "-version");
    return nearest(c, &file, 1, NULL, take_words);
}

static bool is_name(const struct envfp_language *language, struct view name)
{
    return name.length && (view_is(name, language_text(language, language->asdf)) ||
                           view_is(name, language_text(language, language->mise)));
}

/* "nodejs 20.11.1 system" */
static struct view take_line(struct collect *c, const struct envfp_language *language, struct view text)
{
    struct view line, name;
    while (view_cut(&text, '\n', &line)) {
        line = view_take(line, view_find_byte(line, '#'));
        if (view_cut_word(&line, &name) && is_name(language, name))
            return envfp__arena_copy(c->scratch, view_trim(line));
    }
    return VIEW("");
}

struct view envfp__shim_take_mise(struct collect *c, const struct envfp_language *language, struct view text,
                                  bool *broken)
{
    struct toml toml = {.rest = text};
    struct view version, value;
    enum toml_item item;
    *broken = false;
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && !*broken) {
        *broken = item == TOML_ERROR;
        if (item != TOML_PAIR || !view_is(toml.table, "tools") || !is_name(language, toml.key))
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

/* mise.toml's table [tools], or .tool-versions, whose lines are no TOML. */
static struct view take_mise(struct collect *c, const struct envfp_language *language, struct view text)
{
    bool broken;
    struct view words = envfp__shim_take_mise(c, language, text, &broken);
    return broken ? take_line(c, language, text) : words;
}

struct asked envfp__shim_local_asdf(struct collect *c, const struct envfp_language *language)
{
    static const char *const files[] = {".tool-versions"};
    return nearest(c, files, 1, language, take_line);
}

struct asked envfp__shim_local_mise(struct collect *c, const struct envfp_language *language)
{
    static const char *const files[] = {"mise.toml", ".mise.toml", ".tool-versions"};
    return nearest(c, files, 3, language, take_mise);
}

/* package.json: "volta": {"node": "20.11.1"}; "extends" names another file, which is not followed. */
static struct view take_volta(struct collect *c, const struct envfp_language *language, struct view text)
{
    struct json json;
    enum json_token token;
    struct view other = VIEW("");
    (void)language;
    envfp__json_start(&json, c->scratch, text, JSON_FILE);
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        if (token != JSON_STRING || json.depth != 2 || !json_key_is(&json, 1, "volta"))
            continue;
        if (json_key_is(&json, 2, "node"))
            return json.value.length <= 512
                       ? envfp__arena_copy(c->scratch, envfp__json_string(&json, c->scratch))
                       : VIEW("?");
        if (json_key_is(&json, 2, "extends"))
            other = VIEW("path:");
    }
    return token == JSON_ERROR ? VIEW("?") : other;
}

struct asked envfp__shim_local_volta(struct collect *c)
{
    static const char *const files[] = {"package.json"};
    return nearest(c, files, 1, NULL, take_volta);
}

/* "packageManager": "pnpm@9.1.0+sha256.HEX" */
static struct view take_package_manager(struct collect *c, const struct envfp_language *language,
                                        struct view text)
{
    struct json_wanted wanted = {"packageManager", JSON_STRING, VIEW("")};
    (void)envfp__json_read(c->scratch, text, &wanted, 1);
    size_t at = view_find_byte(wanted.value, '@');
    struct view version = view_skip(wanted.value, at == SIZE_MAX ? wanted.value.length : at + 1);
    if (!view_is(view_take(wanted.value, at), language_word(language)))
        return VIEW("");
    return envfp__arena_copy(c->scratch, view_take(version, view_find_byte(version, '+')));
}

struct view envfp__shim_local_corepack(struct collect *c, const struct envfp_language *language,
                                       enum envfp_reason *reason)
{
    static const char *const files[] = {"package.json"};
    struct asked asked = nearest(c, files, 1, language, take_package_manager);
    *reason = asked.reason;
    return asked.words;
}
