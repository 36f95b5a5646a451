/* SPDX-License-Identifier: MIT */
/*
 * A Python's version without starting it: the symbol Py_Version, which 3.11 and later export, else the
 * header that was installed with it, else what the virtual environment was made with, else its directory.
 */
#include "collect/runtimes/python.h"
#include "elf/elf.h"

/* "3.11" of "python3.11", "3.13t" of "python3.13t"; empty for other names. */
static struct view series_of(struct view base)
{
    struct view rest = base;
    while (rest.length && !byte_is_digit(rest.text[0]))
        rest = view_skip(rest, 1);
    size_t dot = view_find_byte(rest, '.'), end = dot == SIZE_MAX ? 0 : dot + 1;
    while (end > 0 && end < rest.length && byte_is_digit(rest.text[end]))
        end++;
    if (end == 0 || end == dot + 1 || dot != 1)
        return VIEW("");
    struct view suffix = view_skip(rest, end);
    return suffix.length == 0 || view_is(suffix, "t") || view_is(suffix, "d") ? rest : VIEW("");
}

/* "3.11" of "3.11.7". */
static struct view series_of_version(struct view version)
{
    size_t dot = view_find_byte(version, '.');
    if (dot == SIZE_MAX)
        return VIEW("");
    size_t next = view_find_byte(view_skip(version, dot + 1), '.');
    return next == SIZE_MAX ? version : view_take(version, dot + 1 + next);
}

/* The newest directory of modules in the prefix, where neither name nor symbol told. */
static struct view series_of_prefix(struct collect *c, const struct python *python)
{
    struct source_entry *entries;
    size_t count;
    struct view best = VIEW("");
    uint64_t most = 0;
    const char *path = source_path(c->scratch, "", python->prefix, "/lib");
    if (source_list(c->source, c->scratch, path, &entries, &count) != ENVFP_REASON_NONE)
        return best;
    for (size_t i = 0; i < count; i++) {
        struct view series = view_starts(entries[i].name, python->pypy ? VIEW("pypy") : VIEW("python"))
                                 ? series_of(entries[i].name)
                                 : VIEW("");
        uint64_t minor;
        if (series.length > 2 && envfp__view_number(view_skip(series, 2), 10, &minor) && minor + 1 > most) {
            best = series;
            most = minor + 1;
        }
    }
    return best;
}

/* 0x030b07f0 is 3.11.7: major, minor, micro, level (a, b, c, f) and serial. */
static struct view version_of_number(struct arena *arena, uint64_t number)
{
    struct text text = {.arena = arena};
    unsigned level = number >> 4 & 15, serial = number & 15;
    envfp__text_add_number(&text, (int64_t)(number >> 24 & 255));
    envfp__text_add_byte(&text, '.');
    envfp__text_add_number(&text, (int64_t)(number >> 16 & 255));
    envfp__text_add_byte(&text, '.');
    envfp__text_add_number(&text, (int64_t)(number >> 8 & 255));
    if (level >= 10 && level <= 12) {
        envfp__text_add(&text, level == 10 ? VIEW("a") : level == 11 ? VIEW("b") : VIEW("rc"));
        envfp__text_add_number(&text, (int64_t)serial);
    }
    return envfp__text_view(&text);
}

static bool read_symbol(struct collect *c, const char *path, struct view *version)
{
    struct source_file file;
    if (source_open(c->source, path, &file) != ENVFP_REASON_NONE)
        return false;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    unsigned char bytes[8];
    bool found = false;
    if (elf && envfp__elf_open(elf, c->source, &file) == ENVFP_REASON_NONE) {
        size_t size = elf->wide ? 8 : 4; /* an unsigned long */
        found = envfp__elf_symbol(elf, VIEW("Py_Version"), bytes, size) == ENVFP_REASON_NONE;
        if (found)
            *version = version_of_number(c->scratch, envfp__elf_number(elf, bytes, size));
    }
    source_close(c->source, &file);
    return found;
}

/* The symbol stands in the executable, or in the library that it is a shell of. */
static bool find_symbol(struct collect *c, struct python *python)
{
    static const char *const libraries[] = {"/lib/libpython", "/lib64/libpython"};
    if (read_symbol(c, python->resolved.text, &python->version))
        return true;
    for (size_t i = 0; i < 2 && python->series.length; i++) {
        const char *start = source_path(c->scratch, "", python->prefix, libraries[i]);
        if (read_symbol(c, source_path(c->scratch, start, python->series, ".so.1.0"), &python->version))
            return true;
    }
    return false;
}

/* #define PY_VERSION "3.11.7" */
static bool read_header(struct collect *c, struct python *python)
{
    struct view content, line, word;
    const char *start =
        source_path(c->scratch, "", python->prefix, python->pypy ? "/include/pypy" : "/include/python");
    const char *path = source_path(c->scratch, start, python->series, "/patchlevel.h");
    if (python->series.length == 0 || source_read(c->source, path, &content) != ENVFP_REASON_NONE)
        return false;
    while (view_cut(&content, '\n', &line)) {
        if (!view_cut_word(&line, &word) || !view_is(word, "#define") || !view_cut_word(&line, &word) ||
            !view_is(word, python->pypy ? "PYPY_VERSION" : "PY_VERSION") || !view_cut_word(&line, &word))
            continue;
        if (word.length < 3 || word.text[0] != '"' || !view_ends(word, VIEW("\"")))
            return false;
        python->version = envfp__arena_copy(c->scratch, view_take(view_skip(word, 1), word.length - 2));
        return true;
    }
    return false;
}

/* Whether this series may export Py_Version: 3.11 and later, or not known. */
static bool may_have_symbol(const struct python *python)
{
    uint64_t minor;
    struct view digits = view_skip(python->series, 2);
    while (digits.length && !byte_is_digit(digits.text[digits.length - 1]))
        digits.length--;
    if (python->pypy || view_starts(python->series, VIEW("2.")))
        return false;
    return python->series.length == 0 || (envfp__view_number(digits, 10, &minor) && minor >= 11);
}

void envfp__python_version(struct collect *c, struct python *python)
{
    python->series = series_of(envfp__path_base(python->resolved));
    if (python->series.length == 0 && python->venv_version.length)
        python->series = series_of_version(python->venv_version);
    bool told = may_have_symbol(python) && find_symbol(c, python);
    if (python->series.length == 0)
        python->series = told ? series_of_version(python->version) : series_of_prefix(c, python);
    told = told || read_header(c, python);
    if (!told)
        python->version = python->venv_version.length ? python->venv_version : python->series;
    while (view_ends(python->version, VIEW("t")) || view_ends(python->version, VIEW("d")))
        python->version.length--;
}
