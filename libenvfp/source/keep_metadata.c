/* SPDX-License-Identifier: MIT */
/* Rows of files that packages of Python's and Node.js's bring, in JSON and in headers like a letter's. */
#include "base/json_pull.h"
#include "base/json_top.h"
#include "source/keep_parts.h"

/* ---- Python --------------------------------------------------------------------------------------------------------- */

/* The headers' name and version; what follows the first empty line could say anything. */
bool envfp__keep_metadata(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view key, value;
    if (view_trim(line).length == 0) {
        envfp__text_add_byte(out, '\n');
        return false;
    }
    if (byte_is_blank(line.text[0]) || !view_split(line, ':', &key, &value) ||
        (!view_is(key, "Name") && !view_is(key, "Version")))
        return true;
    envfp__text_add(out, key);
    envfp__text_add(out, VIEW(": "));
    envfp__text_add(out, view_is(key, "Name") ? envfp__keep_python_name(value)
                                              : envfp__keep_one_version(out->arena, value));
    if (view_ends(line, VIEW("\n")))
        envfp__text_add_byte(out, '\n');
    return true;
}

/* "pip", "uv", "conda": a word; no other line counts. */
bool envfp__keep_installer(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    envfp__text_add(out, envfp__keep_installer_name(view_trim(line)));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* A directory that is there; below the file's own, which nobody knows here, what has the form of one. */
static bool leads_on(const struct source *source, struct view path)
{
    struct source_stat stat;
    struct arena work;
    bool plain = path.length <= 1024 && envfp__keep_is_short(path), word = true;
    for (size_t i = 0; i < path.length; i++) {
        plain = plain && !memchr("\"'`$&;|<>=:?#\\", path.text[i], 13);
        word = word && !byte_is_digit(path.text[i]) && !memchr(" @+~", path.text[i], 4);
    }
    if (!plain || !view_starts(path, VIEW("/")))
        return plain && (word || view_starts(path, VIEW("./")) || view_starts(path, VIEW("../")));
    envfp__arena_init(&work, &source->common->arena->allocator, source->common->arena->limit);
    bool there = source_stat(source, source_path(&work, "", path, ""), &stat) == ENVFP_REASON_NONE;
    envfp__arena_release(&work);
    return there;
}

static void add_path(const struct source *source, struct view path, struct text *out)
{
    size_t home = envfp__source_home(source, path);
    if (home)
        envfp__text_add(out, envfp__source_home_name(source, view_take(path, home)));
    envfp__text_add(out, view_skip(path, home));
}

/* What Python runs at its start is told by its being there; directories lead on. */
bool envfp__keep_pth(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end);
    if (view_starts(body, VIEW("import ")) || view_starts(body, VIEW("import\t"))) {
        envfp__text_add(out, VIEW("import _"));
    } else if (view_starts(body, VIEW("#"))) {
        envfp__text_add_byte(out, '#');
    } else if (view_trim(body).length) {
        if (leads_on(source, view_trim(body)))
            add_path(source, view_trim(body), out);
        else
            envfp__text_add_byte(out, '?');
    }
    envfp__text_add(out, end);
    return true;
}

static void add_json(struct text *out, bool *first, const char *key, struct view value)
{
    envfp__text_add(out, *first ? VIEW("") : VIEW(", "));
    envfp__keep_json_string(view_of(key), out);
    envfp__text_add(out, VIEW(": "));
    envfp__keep_json_string(value, out);
    *first = false;
}

static struct view value_of(struct view text, const char *quoted)
{
    size_t at = envfp__view_find(text, view_of(quoted));
    struct view rest = view_trim(view_skip(text, at == SIZE_MAX ? text.length : at + strlen(quoted)));
    return view_starts(rest, VIEW(":")) ? view_trim(view_skip(rest, 1)) : VIEW("");
}

static struct view string_of(struct view text, const char *quoted)
{
    struct view value = view_skip(value_of(text, quoted), 1);
    return view_starts(value_of(text, quoted), VIEW("\"")) ? view_take(value, view_find_byte(value, '"'))
                                                           : VIEW("");
}

static bool is_hex(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_digit(text.text[i]) && (text.text[i] < 'a' || text.text[i] > 'f'))
            return false;
    return text.length >= 7 && text.length <= 128;
}

/* Where a distribution came from: which commit or content, whether it is worked on, and a bare address. */
bool envfp__keep_direct_url(const struct source *source, struct view text, struct text *out)
{
    (void)source;
    text = view_take(text, 4096); /* more is not read */
    struct view address = string_of(text, "\"url\""), commit = string_of(text, "\"commit_id\""),
                sum = string_of(text, "\"sha256\""), older = string_of(text, "\"hash\""),
                kind = string_of(text, "\"vcs\"");
    bool first = true, small = kind.length > 0 && kind.length < 16;
    for (size_t i = 0; i < kind.length; i++)
        small = small && kind.text[i] >= 'a' && kind.text[i] <= 'z';
    envfp__text_add_byte(out, '{');
    address = view_starts(address, VIEW("file:")) ? VIEW("file:") : envfp__keep_origin(out->arena, address);
    if (address.length)
        add_json(out, &first, "url", address);
    if (is_hex(commit))
        add_json(out, &first, "commit_id", commit);
    if (is_hex(sum))
        add_json(out, &first, "sha256", sum);
    else if (view_starts(older, VIEW("sha256=")) && is_hex(view_skip(older, 7)) && sum.length == 0)
        add_json(out, &first, "hash", older);
    if (small)
        add_json(out, &first, "vcs", kind);
    if (view_starts(value_of(text, "\"editable\""), VIEW("true")))
        envfp__text_add(out, first ? VIEW("\"editable\": true") : VIEW(", \"editable\": true"));
    envfp__text_add(out, VIEW("}\n"));
    return false;
}

/* build-details.json: the implementation's version, number by number. */
bool envfp__keep_build_details(const struct source *source, struct view text, struct text *out)
{
    static const char *const keys[] = {"\"major\"", "\"minor\"", "\"micro\"", "\"serial\""};
    static const char *const levels[] = {"\"alpha\"", "\"beta\"", "\"candidate\""};
    (void)source;
    text = view_take(text, (size_t)16 << 10);
    size_t at = envfp__view_find(text, VIEW("\"implementation\""));
    text = view_skip(text, at == SIZE_MAX ? text.length : at);
    at = envfp__view_find(text, VIEW("\"version\""));
    text = view_skip(text, at == SIZE_MAX ? text.length : at);
    text = view_take(text, view_find_byte(text, '}'));
    envfp__text_add(out, VIEW("{\"implementation\": {\"version\": {"));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct view number = value_of(text, keys[i]);
        size_t end = 0;
        while (end < number.length && end < 8 && byte_is_digit(number.text[end]))
            end++;
        if (end == 0)
            continue;
        envfp__text_add(out, view_of(keys[i]));
        envfp__text_add(out, VIEW(": "));
        envfp__text_add(out, view_take(number, end));
        envfp__text_add(out, VIEW(", "));
    }
    const char *level = "\"final\"";
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        level = view_has(text, view_of(levels[i])) ? levels[i] : level;
    envfp__text_add_all(out, (const char *const[]){"\"releaselevel\": ", level, "}}}\n", NULL});
    return false;
}

/* ---- package.json --------------------------------------------------------------------------------------------------- */

static void add_manager(const struct source *source, struct view value, bool *first, struct text *out)
{
    size_t at = view_find_byte(view_skip(value, 1), '@');
    struct view name = view_take(value, at == SIZE_MAX ? 0 : at + 1);
    struct view version = view_skip(value, at == SIZE_MAX ? value.length : at + 2);
    if (!envfp__keep_is_tool(name))
        return;
    version = envfp__keep_wanted(source, out->arena, view_take(version, view_find_byte(version, '+')));
    add_json(out, first, "packageManager",
             envfp__arena_join(out->arena, (struct view[]){name, VIEW("@"), version}, 3));
}

/* Name and version; which versions of the language and of its package managers it wants. */
bool envfp__keep_package(const struct source *source, struct view text, struct text *out)
{
    struct json_wanted wanted[] = {{"name", VIEW("")}, {"version", VIEW("")}};
    struct json_pull json;
    enum json_token token;
    struct view value;
    bool first = true;
    (void)envfp__json_top(text, wanted, 2);
    envfp__text_add_byte(out, '{');
    for (size_t i = 0; i < 2; i++)
        if (wanted[i].value.length)
            add_json(out, &first, wanted[i].key,
                     i ? envfp__keep_one_version(out->arena, wanted[i].value)
                       : envfp__keep_string(out->arena, wanted[i].value));
    envfp__json_start(&json, text, false);
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        bool engines = json_key_is(&json, 1, "engines");
        if (token != JSON_STRING)
            continue;
        if (json.depth == 1 && json_key_is(&json, 1, "packageManager")) {
            add_manager(source, json.value, &first, out);
        } else if (json.depth == 2 && json_key_is(&json, 1, "volta") && json_key_is(&json, 2, "extends")) {
            envfp__text_add(out, first ? VIEW("\"") : VIEW(", \""));
            envfp__text_add(out, VIEW("volta\": {\"extends\": \"?\"}"));
            first = false;
        } else if (json.depth == 2 && (engines || json_key_is(&json, 1, "volta")) &&
                   envfp__keep_is_tool(json.keys[2]) &&
                   envfp__json_unescape(out->arena, json.value, &value)) {
            envfp__text_add(out, first ? VIEW("\"") : VIEW(", \""));
            envfp__text_add(out, engines ? VIEW("engines\": {") : VIEW("volta\": {"));
            struct view key = envfp__arena_copy(out->arena, json.keys[2]);
            first = true;
            add_json(out, &first, key.text, envfp__keep_wanted(source, out->arena, value));
            envfp__text_add_byte(out, '}');
        }
    }
    envfp__text_add(out, token == JSON_ERROR ? VIEW("?\n") : VIEW("}\n"));
    return false;
}
