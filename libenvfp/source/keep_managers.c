/* SPDX-License-Identifier: MIT */
/* Rows of version managers' files, and of the scripts that stand for programs on PATH. */
#include "source/keep_parts.h"

/* Each word that asks for a version; the whole line where it is one range. A comment becomes `#`. */
static void add_words(const struct source *source, struct view said, struct text *out)
{
    struct view whole = envfp__keep_wanted(source, out->arena, said), word;
    if (view_equal(whole, view_trim(said))) {
        envfp__text_add(out, whole);
        return;
    }
    for (bool first = true; view_cut_word(&said, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        envfp__text_add(out, envfp__keep_wanted(source, out->arena, word));
    }
}

static void end_line(struct view line, struct view end, struct text *out)
{
    if (view_find_byte(line, '#') != SIZE_MAX)
        envfp__text_add_byte(out, '#');
    envfp__text_add(out, end);
}

bool envfp__keep_wanted_words(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end);
    add_words(source, view_take(body, view_find_byte(body, '#')), out);
    end_line(body, end, out);
    return true;
}

/* "nodejs 20.11.1 system": lines of languages that are known. */
bool envfp__keep_tool_versions(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    struct view rest = view_take(body, view_find_byte(body, '#'));
    if (view_cut_word(&rest, &word) && envfp__keep_is_tool(word)) {
        envfp__text_add(out, word);
        while (view_cut_word(&rest, &word)) {
            envfp__text_add_byte(out, ' ');
            envfp__text_add(out, envfp__keep_wanted(source, out->arena, word));
        }
    } else if (word.length) {
        envfp__text_add_byte(out, '?'); /* it still says something: what follows is no TOML */
    }
    end_line(body, end, out);
    return true;
}

/* "java=21.0.2-tem" */
bool envfp__keep_sdkman(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), key, value;
    if (view_split(view_take(body, view_find_byte(body, '#')), '=', &key, &value) &&
        envfp__keep_is_tool(key)) {
        envfp__text_add(out, key);
        envfp__text_add_byte(out, '=');
        envfp__text_add(out, envfp__keep_wanted(source, out->arena, value));
    }
    end_line(body, end, out);
    return true;
}

/* What a stand-in is told by: that it is a script, what it hands over to, whose it is. */
bool envfp__keep_shim(const struct source *source, struct view line, struct text *out)
{
    static const char *const names[] = {"asdf",   "goenv", "jenv",  "luaenv", "nodenv",
                                        "phpenv", "plenv", "pyenv", "rbenv"};
    struct view end;
    (void)source;
    (void)envfp__keep_body(line, &end);
    if (view_starts(line, VIEW("#!")))
        envfp__text_add(out, VIEW("#!"));
    if (view_has(line, VIEW(" exec ")))
        envfp__text_add(out, VIEW(" exec "));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (view_has(line, view_of(names[i]))) {
            envfp__text_add_byte(out, ' ');
            envfp__text_add(out, view_of(names[i]));
        }
    envfp__text_add(out, end);
    return true;
}

/* Volta's {"node":{"runtime":"20.11.1","npm":null},"yarn":null} */
bool envfp__keep_platform(const struct source *source, struct view text, struct text *out)
{
    size_t at = envfp__view_find(text, VIEW("\"runtime\""));
    struct view rest = view_skip(text, at == SIZE_MAX ? text.length : at + 9), piece;
    if (at != SIZE_MAX && view_cut(&rest, '"', &piece) && view_is(view_trim(piece), ":") &&
        view_cut(&rest, '"', &piece)) {
        envfp__text_add(out, VIEW("{\"node\":{\"runtime\":"));
        envfp__keep_json_string(envfp__keep_wanted(source, out->arena, piece), out);
        envfp__text_add(out, VIEW("}}\n"));
    } else {
        envfp__text_add(out, VIEW("?\n"));
    }
    return false;
}

struct view envfp__keep_alias_name(const struct source *source, struct arena *arena, struct view text)
{
    struct view name = view_trim(text);
    bool plain = name.length > 0 && name.length <= 16;
    for (size_t i = 0; i < name.length; i++)
        plain = plain && ((name.text[i] >= 'a' && name.text[i] <= 'z') || name.text[i] == '-');
    return plain ? name : envfp__keep_wanted(source, arena, name);
}

/* nvm's aliases hold a version, the start of one, or another alias's name. */
bool envfp__keep_alias(const struct source *source, struct view text, struct text *out)
{
    text = view_trim(text);
    text = view_trim(view_take(text, view_find_byte(text, '\n'))); /* as it is read */
    envfp__text_add(out, envfp__keep_alias_name(source, out->arena, text));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* "3.11.7" of `version = 3.11.7` or `version_info = 3.11.7.final.0` */
static void add_number(struct view value, struct text *out)
{
    size_t end = 0;
    while (end < value.length && (byte_is_digit(value.text[end]) || value.text[end] == '.'))
        end++;
    envfp__text_add(out, view_take(value, end < 64 ? end : 64));
}

/* pyvenv.cfg: where its Python is and which, what made it; not what it is called, nor how it was made. */
bool envfp__keep_pyvenv(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), key, value;
    if (!view_split(body, '=', &key, &value))
        return true;
    if (view_is(key, "home")) {
        struct text path = {.arena = out->arena};
        (void)envfp__keep_paths(source, value, &path);
        envfp__text_add(out, VIEW("home = "));
        envfp__text_add(out, envfp__text_view(&path));
    } else if (view_is(key, "include-system-site-packages")) {
        bool on = view_is(value, "true") || view_is(value, "True");
        envfp__text_add(out, on ? VIEW("include-system-site-packages = true")
                                : VIEW("include-system-site-packages = false"));
    } else if (view_is(key, "version") || view_is(key, "version_info")) {
        envfp__text_add(out, key);
        envfp__text_add(out, VIEW(" = "));
        add_number(value, out);
    } else if (view_is(key, "uv") || view_is(key, "virtualenv")) {
        envfp__text_add(out, key);
        envfp__text_add(out, VIEW(" ="));
    } else {
        return true;
    }
    envfp__text_add(out, VIEW("\n"));
    return true;
}
