/* SPDX-License-Identifier: MIT */
/* Rows of the files in which languages, their packages and their programs say their versions. */
#include "source/keep_parts.h"

/* ---- Words ---------------------------------------------------------------------------------------------------------- */

static void add_words(struct view text, bool (*fits)(struct view word), struct text *out)
{
    struct view word;
    for (bool first = true; view_cut_word(&text, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        envfp__text_add(out, fits(word) ? word : VIEW("?"));
    }
}

/* VERSION, OTP_VERSION, start_erl.data and their like. */
bool envfp__keep_release_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view end, body = envfp__keep_body(line, &end);
    add_words(body, envfp__keep_is_release, out);
    envfp__text_add(out, end);
    return true;
}

/* ---- Fields --------------------------------------------------------------------------------------------------------- */

static const char *const fields[] = {"CUDA_VERSION",
                                     "IMPLEMENTOR",
                                     "JAVA_RUNTIME_VERSION",
                                     "JAVA_VERSION",
                                     "JULIA_VERSION_STRING",
                                     "JVM_VARIANT",
                                     "LIBC",
                                     "MODULES",
                                     "NODE_MAJOR_VERSION",
                                     "NODE_MINOR_VERSION",
                                     "NODE_MODULE_VERSION",
                                     "NODE_PATCH_VERSION",
                                     "OCAML_VERSION_STRING",
                                     "OS_ARCH",
                                     "PHP_VERSION",
                                     "PYPY_VERSION",
                                     "PY_VERSION",
                                     "WASMEDGE_VERSION",
                                     "WASMER_VERSION",
                                     "WASMTIME_VERSION",
                                     "archname",
                                     "useithreads",
                                     "version"};

static bool is_field(struct view name)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (view_is(name, fields[i]))
            return true;
    return false;
}

static bool is_version_field(struct view name)
{
    return view_has(name, VIEW("VERSION")) || view_is(name, "version");
}

/* `#define NAME "VALUE"`, `NAME="VALUE"`, `name => 'value',`: as collectors read them, from the line's start. */
bool envfp__keep_fields(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view rest = view_trim(line), value;
    bool define = view_starts(rest, VIEW("#define"));
    rest = view_trim(view_skip(rest, define ? 7 : 0));
    size_t end = 0;
    while (end < rest.length && !byte_is_blank(rest.text[end]) && rest.text[end] != '=' &&
           rest.text[end] != ':')
        end++;
    struct view name = view_take(rest, end);
    value = view_skip(rest, end);
    if (!is_field(name) || value.length == 0)
        return true;
    while (value.length && (byte_is_blank(value.text[0]) || (!define && memchr("=>:", value.text[0], 3))))
        value = view_skip(value, 1);
    char quote = value.length && (value.text[0] == '"' || value.text[0] == '\'') ? value.text[0] : 0;
    if (quote)
        value = view_take(view_skip(value, 1), view_find_byte(view_skip(value, 1), quote));
    envfp__text_add(out, define ? VIEW("#define ") : VIEW(""));
    envfp__text_add(out, name);
    envfp__text_add_byte(out, define ? ' ' : '=');
    if (quote)
        envfp__text_add_byte(out, quote);
    if (view_is(name, "JAVA_RUNTIME_VERSION") || view_is(name, "JAVA_VERSION"))
        value = envfp__keep_java_build(out->arena, value);
    add_words(value, is_version_field(name) ? envfp__keep_is_release : envfp__keep_is_value, out);
    if (quote)
        envfp__text_add_byte(out, quote);
    envfp__text_add_byte(out, '\n');
    return true;
}

/* R's: whether it is built, and its version. */
bool envfp__keep_description(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view said = view_trim(line), value = view_trim(view_skip(said, 8));
    if (view_starts(line, VIEW("Built:"))) {
        envfp__text_add(out, VIEW("Built:\n"));
    } else if (view_starts(said, VIEW("Version:"))) {
        envfp__text_add(out, VIEW("Version: "));
        add_words(value, envfp__keep_is_release, out);
        envfp__text_add_byte(out, '\n');
    } else {
        envfp__text_add_byte(out, '\n');
    }
    return true;
}

/* ---- Others --------------------------------------------------------------------------------------------------------- */

/* cargo's list of what it installed: names and versions, not where sources were. */
bool envfp__keep_crates(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view rest = view_skip(line, 1), name, version;
    if (!view_starts(line, VIEW("\"")) || !view_cut_word(&rest, &name) || !view_cut_word(&rest, &version))
        return true;
    envfp__text_add_byte(out, '"');
    envfp__text_add(out, envfp__keep_string(out->arena, name));
    envfp__text_add_byte(out, ' ');
    envfp__text_add(out, envfp__keep_string(out->arena, version));
    envfp__text_add(out, VIEW(" \n"));
    return true;
}

static struct view number_at(struct view text)
{
    size_t end = 0;
    while (end < text.length && end < 64 && (byte_is_digit(text.text[end]) || text.text[end] == '.'))
        end++;
    return view_take(text, end);
}

/* {"cuda": {"name": "CUDA SDK", "version": "12.2.20230823"}, ...} */
bool envfp__keep_cuda_json(const struct source *source, struct view text, struct text *out)
{
    (void)source;
    size_t at = envfp__view_find(text, VIEW("\"cuda\""));
    struct view rest = view_skip(text, at == SIZE_MAX ? text.length : at);
    size_t version = envfp__view_find(rest, VIEW("\"version\""));
    rest = view_skip(rest, version == SIZE_MAX ? rest.length : version + 9);
    while (rest.length && !byte_is_digit(rest.text[0]) && rest.text[0] != '}')
        rest = view_skip(rest, 1);
    envfp__text_add(out, VIEW("{\"cuda\": {\"version\": \""));
    envfp__text_add(out, number_at(rest));
    envfp__text_add(out, VIEW("\"}}\n"));
    return false;
}

static bool keep_mark(struct view text, const char *mark, struct text *out)
{
    size_t at = envfp__view_find(text, view_of(mark));
    if (at == SIZE_MAX)
        return true;
    envfp__text_add(out, view_of(mark));
    envfp__text_add(out, number_at(view_skip(text, at + strlen(mark))));
    envfp__text_add_byte(out, '\n');
    return false;
}

bool envfp__keep_cuda_text(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return keep_mark(line, "CUDA Version ", out);
}

bool envfp__keep_elixir(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return keep_mark(line, "{vsn,\"", out);
}

/* opam's: installed: ["base.v0.16.3" "dune.3.10.0"], over many lines. */
bool envfp__keep_switch(const struct source *source, struct view text, struct text *out)
{
    struct view list, piece;
    size_t at = envfp__view_find(text, VIEW("\ninstalled: ["));
    (void)source;
    if (at == SIZE_MAX) {
        envfp__text_add(out, VIEW("?\n"));
        return false;
    }
    list = view_skip(text, at + 13);
    list = view_take(list, view_find_byte(list, ']'));
    envfp__text_add(out, VIEW("\ninstalled: ["));
    for (bool inside = false; view_cut(&list, '"', &piece); inside = !inside) {
        piece = envfp__keep_string(out->arena, inside ? piece : VIEW(""));
        if (view_find_byte(piece, '.') == SIZE_MAX)
            continue;
        envfp__keep_json_string(piece, out);
        envfp__text_add_byte(out, ' ');
    }
    envfp__text_add(out, VIEW("]\n"));
    return false;
}
