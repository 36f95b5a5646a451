/* SPDX-License-Identifier: MIT */
/* What a recording keeps of TOML and JSON files that say which versions a project wants or has. */
#include "base/json.h"
#include "collect/program.h"
#include "collect/project/lock.h"
#include "collect/project/version_file.h"
#include "source/keep_parts.h"

#define add_quoted(out, word) envfp__keep_json_string(word, out)

static void add_line(struct text *out, const char *start, struct view word)
{
    envfp__text_add(out, view_of(start));
    add_quoted(out, word);
    envfp__text_add_byte(out, '\n');
}

/* ---- mise ----------------------------------------------------------------------------------------------------------- */

/* "20", ["3.12", "3.11"], { version = "20" }: the strings that count, as a list. */
static void add_versions(const struct source *source, const struct toml *toml, struct text *out)
{
    struct view value = toml->value, version;
    const char *key = view_starts(value, VIEW("{")) ? "version" : NULL;
    envfp__text_add(out, toml->key);
    envfp__text_add(out, VIEW(" = ["));
    for (bool first = true; envfp__toml_find(&value, key, &version); first = false) {
        envfp__text_add(out, first ? VIEW("") : VIEW(", "));
        add_quoted(out, envfp__keep_wanted(source, out->arena, version));
    }
    envfp__text_add(out, VIEW("]\n"));
}

bool envfp__keep_mise(const struct source *source, struct view text, struct text *out)
{
    struct toml toml = {.rest = text};
    enum toml_item item;
    struct view line;
    bool told = false;
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR) {
        if (item != TOML_PAIR || !view_is(toml.table, "tools") || !envfp__tool_language(toml.key))
            continue;
        if (!told)
            envfp__text_add(out, VIEW("[tools]\n"));
        told = true;
        add_versions(source, &toml, out);
    }
    if (item != TOML_ERROR)
        return false;
    /* From here on the file is not TOML: the lines are read as those of .tool-versions. */
    envfp__text_add(out, VIEW("?\n"));
    while (view_cut(&toml.rest, '\n', &line)) {
        struct view rest = view_take(line, view_find_byte(line, '#')), name;
        if (!view_cut_word(&rest, &name) || !envfp__tool_language(name))
            continue;
        (void)envfp__keep_tool_versions(source, line, out);
        envfp__text_add_byte(out, '\n');
    }
    return false;
}

/* ---- Rust ----------------------------------------------------------------------------------------------------------- */

/* Whether the path exists below the project's folder, or below a folder above it. */
static bool is_beneath(const struct source *source, struct view path)
{
    struct arena work;
    struct view folder;
    struct source_stat stat;
    bool found = false;
    if (!source->common->recorded_project)
        return false;
    envfp__arena_init(&work, &source->common->arena->allocator, source->common->arena->limit);
    if (source_resolve(source, &work, source->common->recorded_project, &folder) != ENVFP_REASON_NONE)
        folder = VIEW("/");
    for (unsigned level = 0; level < 32 && !found; level++) {
        struct view start = view_is(folder, "/") ? VIEW("") : folder;
        const char *place = source_path(&work, source_path(&work, "", start, "/"), path, "");
        found = source_stat(source, place, &stat) == ENVFP_REASON_NONE;
        if (start.length == 0)
            break;
        folder = envfp__path_directory(folder);
    }
    envfp__arena_release(&work);
    return found;
}

/* A toolchain: a path is kept where the folder exists, a name where it has the form of a version. */
static struct view toolchain(const struct source *source, struct view name, bool path, struct arena *arena)
{
    struct text folded = {.arena = arena};
    bool plain = envfp__keep_is_short(name) && name.length <= 1024;
    struct source_stat stat;
    for (size_t i = 0; i < name.length; i++)
        plain = plain && (unsigned char)name.text[i] > 0x20 && !memchr("\"'\\:=\177", name.text[i], 6);
    bool whole = view_starts(name, VIEW("/"));
    if (!whole && !path)
        return envfp__keep_wanted(source, arena, name);
    if (keep_is_kernels(name))
        return VIEW("/proc/?");
    const char *place = source_path(arena, "", name, "");
    if (!plain ||
        !(whole ? source_stat(source, place, &stat) == ENVFP_REASON_NONE : is_beneath(source, name)))
        return whole ? VIEW("/?") : view_has(name, VIEW("..")) ? VIEW("../?") : VIEW("?");
    envfp__keep_fold(source, name, &folded);
    return envfp__text_view(&folded);
}

bool envfp__keep_rust_toolchain(const struct source *source, struct view text, struct text *out)
{
    struct toml toml = {.rest = text};
    struct view name, line;
    enum toml_item item = TOML_DONE;
    if (!view_has(text, VIEW("[toolchain]"))) {
        while (view_cut(&text, '\n', &line)) {
            struct view said = view_trim(view_take(line, view_find_byte(line, '#')));
            if (said.length)
                envfp__text_add(out, toolchain(source, said, false, out->arena));
            envfp__text_add(out, view_find_byte(line, '#') == SIZE_MAX ? VIEW("\n") : VIEW("#\n"));
        }
        return false;
    }
    envfp__text_add(out, VIEW("[toolchain]\n"));
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR) {
        bool channel = view_is(toml.key, "channel");
        if (item == TOML_PAIR && view_is(toml.table, "toolchain") && (channel || view_is(toml.key, "path")) &&
            envfp__toml_string(toml.value, &name))
            add_line(out, channel ? "channel = " : "path = ", toolchain(source, name, !channel, out->arena));
    }
    envfp__text_add(out, item == TOML_ERROR ? VIEW("?\n") : VIEW(""));
    return false;
}

/* Whether the named project lies in a folder or below it. */
static bool is_above(struct view folder, struct view project)
{
    return folder.length && view_starts(project, folder) &&
           (project.length == folder.length || project.text[folder.length] == '/' || view_is(folder, "/"));
}

/* Keeps rustup's default and, of the overrides for folders, those that the recorded project lies in. */
bool envfp__keep_rustup(const struct source *source, struct view text, struct text *out)
{
    struct toml toml = {.rest = text};
    struct view name, folder = VIEW(""), project = view_of(source->common->recorded_project);
    enum toml_item item;
    if (project.length == 0 ||
        source_resolve(source, out->arena, source->common->recorded_project, &folder) != ENVFP_REASON_NONE)
        folder = VIEW("");
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR) {
        if (item != TOML_PAIR || !envfp__toml_string(toml.value, &name))
            continue;
        if (toml.table.length == 0 && view_is(toml.key, "default_toolchain")) {
            add_line(out, "default_toolchain = ", toolchain(source, name, false, out->arena));
        } else if (view_is(toml.table, "overrides") && is_above(toml.key, folder)) {
            struct text place = {.arena = out->arena};
            envfp__keep_fold(source, toml.key, &place);
            envfp__text_add(out, VIEW("[overrides]\n"));
            add_quoted(out, envfp__text_view(&place));
            add_line(out, " = ", toolchain(source, name, false, out->arena));
        }
    }
    envfp__text_add(out, item == TOML_ERROR ? VIEW("?\n") : VIEW(""));
    return false;
}

/* ---- Others --------------------------------------------------------------------------------------------------------- */

/* Which versions a project asks for, not who wrote it. */
bool envfp__keep_pyproject(const struct source *source, struct view text, struct text *out)
{
    struct toml toml = {.rest = text};
    struct view value;
    enum toml_item item;
    const struct toml_wish *wish;
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR) {
        if (item != TOML_PAIR || !(wish = envfp__project_toml_wish(&toml)) ||
            !envfp__toml_string(toml.value, &value))
            continue;
        if (wish->table[0])
            envfp__text_add_all(out, (const char *const[]){"[", wish->table, "]\n", NULL});
        envfp__text_add_all(out, (const char *const[]){wish->key, " = ", NULL});
        add_line(out, "", envfp__keep_wanted(source, out->arena, value));
    }
    envfp__text_add(out, item == TOML_ERROR ? VIEW("?\n") : VIEW(""));
    return false;
}

/* .NET: {"sdk": {"version": "8.0.100"}}; every occurrence is kept, as the reader takes them. */
bool envfp__keep_global(const struct source *source, struct view text, struct text *out)
{
    struct json json;
    enum json_token token;
    bool first = true;
    envfp__json_start(&json, out->arena, text, JSON_RELAXED);
    envfp__text_add_byte(out, '{');
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        if (token != JSON_STRING || json.depth != 2 || !json_key_is(&json, 1, "sdk") ||
            !json_key_is(&json, 2, "version"))
            continue;
        envfp__text_add(out, first ? VIEW("\"sdk\":{\"version\":") : VIEW(",\"version\":"));
        add_quoted(out, envfp__keep_wanted(source, out->arena, envfp__json_string(&json, out->arena)));
        first = false;
    }
    envfp__text_add(out, first ? VIEW("") : VIEW("}"));
    envfp__text_add(out, token == JSON_ERROR ? VIEW("?\n") : VIEW("}\n"));
    return false;
}

/* ---- What is installed ---------------------------------------------------------------------------------------------- */

/* Keeps names and versions in Composer's list; only packages at each list's own level. */
bool envfp__keep_installed(const struct source *source, struct view text, struct text *out)
{
    struct json json;
    enum json_token token;
    struct view name = VIEW(""), version = VIEW("");
    bool first = true;
    (void)source;
    envfp__json_start(&json, out->arena, text, JSON_FILE);
    envfp__text_add_byte(out, '[');
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        unsigned level = (json.depth || token == JSON_CLOSE) && json.levels[1].array ? 2 : 3;
        if (token == JSON_OPEN && json.depth == level)
            name = version = VIEW("");
        else if (token == JSON_STRING && json.depth == level && json_key_is(&json, level, "name"))
            name = envfp__json_string(&json, out->arena);
        else if (token == JSON_STRING && json.depth == level && json_key_is(&json, level, "version"))
            version = envfp__json_string(&json, out->arena);
        if (token != JSON_CLOSE || json.depth != level - 1 || name.length == 0 || version.length == 0)
            continue;
        envfp__text_add(out, first ? VIEW("{\"name\":") : VIEW(",\n{\"name\":"));
        add_quoted(out, envfp__keep_string(out->arena, name));
        envfp__text_add(out, VIEW(",\"version\":"));
        add_quoted(out, envfp__keep_string(out->arena, envfp__lock_version(version)));
        envfp__text_add_byte(out, '}');
        name = version = VIEW("");
        first = false;
    }
    envfp__text_add(out, token == JSON_ERROR ? VIEW("?\n") : VIEW("]\n"));
    return false;
}

/* Go's vendor/modules.txt: "# example.com/a v1.2.3" */
bool envfp__keep_modules(const struct source *source, struct view line, struct text *out)
{
    struct view name, version, rest = view_skip(line, 2);
    (void)source;
    if (!view_starts(line, VIEW("# ")) || !view_cut_word(&rest, &name) || !view_cut_word(&rest, &version) ||
        view_is(version, "=>"))
        return true;
    envfp__text_add(out, VIEW("# "));
    envfp__text_add(out, envfp__keep_name(out->arena, name));
    envfp__text_add_byte(out, ' ');
    envfp__text_add(out, envfp__keep_name(out->arena, version));
    envfp__text_add_byte(out, '\n');
    return true;
}
