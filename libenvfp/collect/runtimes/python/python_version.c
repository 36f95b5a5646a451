/* SPDX-License-Identifier: MIT */
/*
 * A Python's version without starting it: the symbol Py_Version, which 3.11 and later export, else what the build says
 * of itself, else the header that was installed with it, else the text that it prints, else its name. What pyvenv.cfg
 * says is no source: it was written once, and whatever is installed under the same name today is started.
 */
#include "base/json.h"
#include "base/version_compare.h"
#include "collect/runtimes/python/python.h"
#include "collect/runtimes/runtime.h"
#include "source/keep_parts.h"

#define SEARCH_MOST ((uint64_t)32 << 20)
#define VERSION_TEXT_MOST ((size_t)32)

/* "3.13" and "td" of "python3.13td"; false for other names. */
static bool cut_series(struct view base, struct view *series, struct view *flags)
{
    struct view rest = base;
    while (rest.length && !byte_is_digit(rest.text[0]))
        rest = view_skip(rest, 1);
    size_t dot = view_find_byte(rest, '.'), end = dot == SIZE_MAX ? 0 : dot + 1;
    while (end > 0 && end < rest.length && byte_is_digit(rest.text[end]))
        end++;
    if (end == 0 || end == dot + 1 || dot != 1)
        return false;
    *series = view_take(rest, end);
    *flags = view_skip(rest, end);
    for (size_t i = 0; i < flags->length; i++)
        if (!strchr("tdmu", flags->text[i]))
            return false;
    return flags->length <= 3;
}

/* The name of the directories: builds without the global lock have their own. */
static struct view directory_series(struct collect *c, struct view series, struct view flags)
{
    return view_find_byte(flags, 't') == SIZE_MAX
               ? series
               : envfp__arena_join(c->scratch, (struct view[]){series, VIEW("t")}, 2);
}

/* "3.11" of "3.11.7". */
static struct view series_of_version(struct view version)
{
    return view_find_byte(version, '.') == SIZE_MAX ? VIEW("") : envfp__version_start(version, 2);
}

/* The newest directory of modules in a prefix, where neither name nor symbol told. */
static struct view series_of_prefix(struct collect *c, const struct python *python, struct view prefix)
{
    struct source_entry *entries;
    size_t count;
    struct view best = VIEW("");
    const char *path = source_path(c->scratch, "", prefix, "/lib");
    if (source_list(c->source, c->scratch, path, &entries, &count) != ENVFP_REASON_NONE)
        return best;
    for (size_t i = 0; i < count; i++) {
        struct view name = entries[i].name, series, flags;
        if (view_starts(name, python->pypy ? VIEW("pypy") : VIEW("python")) &&
            cut_series(name, &series, &flags) && envfp__version_compare(VERSION_NUMBERS, series, best) > 0)
            best = directory_series(c, series, flags);
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
    if (envfp__runtime_open(c, path, &file) != ENVFP_REASON_NONE)
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

/* Whether its library's name may bear the flag m: up to 3.7. */
static bool is_old(const struct python *python)
{
    return envfp__version_compare(VERSION_NUMBERS, python->series, VIEW("3.8")) < 0;
}

static bool skip_digits(struct view *rest)
{
    size_t before = rest->length;
    while (rest->length && byte_is_digit(rest->text[0]))
        *rest = view_skip(*rest, 1);
    return rest->length < before;
}

/* What stands behind "3.14." in a version: "2", "0rc1", "0a7". */
static bool is_micro(struct view rest)
{
    static const char *const levels[] = {"a", "b", "rc"};
    bool sound = rest.length <= 8 && skip_digits(&rest);
    for (size_t i = 0; i < 3 && sound && rest.length; i++)
        if (view_starts(rest, view_of(levels[i]))) {
            rest = view_skip(rest, strlen(levels[i]));
            return skip_digits(&rest) && rest.length == 0;
        }
    return sound && rest.length == 0;
}

typedef bool version_reader(struct collect *c, const char *path, struct python *python);

static bool by_symbol(struct collect *c, const char *path, struct python *python)
{
    return read_symbol(c, path, &python->version);
}

/* The libraries that executables are shells of. */
static bool read_libraries(struct collect *c, struct python *python, struct view prefix, version_reader *read)
{
    static const char *const libraries[] = {"/lib/libpython", "/lib64/libpython"};
    static const char *const suffixes[] = {".so.1.0", "m.so.1.0"};
    size_t old = is_old(python) ? 1 : 0;
    for (size_t i = 0; i < 2 && python->series.length; i++) {
        const char *start = source_path(c->scratch, "", prefix, libraries[i]);
        for (size_t j = 0; j <= old; j++)
            if (read(c, source_path(c->scratch, start, python->series, suffixes[j]), python))
                return true;
    }
    return false;
}

/* Where it lies itself, behind links, comes before where pyvenv.cfg or PYTHONHOME lead. */
static bool read_either(struct collect *c, struct python *python, version_reader *read)
{
    struct view own = envfp__python_own_prefix(python);
    return read_libraries(c, python, own, read) ||
           (!view_equal(own, python->prefix) && read_libraries(c, python, python->prefix, read));
}

/* ---- The text that it prints -------------------------------------------------------------------------------- */

struct text_search {
    struct arena *arena;
    size_t series;
    struct view version; /* found with a NUL in front of it */
    struct view tail;    /* found at the end of a longer text, which a linker may have merged it into */
    bool several;        /* different ones were */
};

/* "3.9.18" or "3.13.0rc1+", with a NUL behind it. */
static size_t is_version_text(void *state, struct view text, char before, bool *last)
{
    struct text_search *search = state;
    size_t end = view_find_byte(text, '\0');
    if (byte_is_digit(before) || before == '.' || end == SIZE_MAX || end > VERSION_TEXT_MOST)
        return 0;
    struct view word = view_take(text, end);
    while (view_ends(word, VIEW("+"))) /* a build behind that release */
        word.length--;
    if (!is_micro(view_skip(word, search->series + 1)))
        return 0;
    *last = before == '\0';
    if (*last) {
        search->version = envfp__arena_copy(search->arena, word);
    } else if (search->tail.length == 0) {
        search->tail = envfp__arena_copy(search->arena, word);
    } else if (!view_equal(search->tail, word)) {
        search->several = true;
    }
    return end + 1;
}

static bool by_text(struct collect *c, const char *path, struct python *python)
{
    struct source_file file;
    struct view series = python->series;
    while (view_ends(series, VIEW("t")))
        series.length--;
    struct text_search search = {.arena = c->scratch, .series = series.length};
    struct view mark = envfp__arena_join(c->scratch, (struct view[]){series, VIEW(".")}, 2);
    if (envfp__runtime_open(c, path, &file) != ENVFP_REASON_NONE)
        return false;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    if (elf && envfp__elf_open(elf, c->source, &file) == ENVFP_REASON_NONE &&
        envfp__elf_search(elf, c->scratch, mark, 2 * VERSION_TEXT_MOST, SEARCH_MOST, is_version_text,
                          &search) == ENVFP_REASON_ABSENT &&
        !search.several)
        search.version = search.tail;
    source_close(c->source, &file);
    if (search.version.length)
        python->version = search.version;
    return search.version.length > 0;
}

/* The last resort, for it takes reading all constants: before 3.11 where no header is installed. */
static bool read_text(struct collect *c, struct python *python)
{
    return python->series.length && !python->pypy &&
           (by_text(c, python->resolved.text, python) || read_either(c, python, by_text));
}

/* ---- The header --------------------------------------------------------------------------------------------- */

/* #define PY_VERSION "3.11.7", and PyPy's own beside it. */
static void read_header_text(struct collect *c, struct view content, struct python *python)
{
    struct view line, name, word;
    while (view_cut(&content, '\n', &line)) {
        if (!view_cut_word(&line, &word) || !view_is(word, "#define") || !view_cut_word(&line, &name) ||
            !view_cut_word(&line, &word) || word.length < 3 || word.text[0] != '"' ||
            !view_ends(word, VIEW("\"")))
            continue;
        word = view_take(view_skip(word, 1), word.length - 2);
        if (!envfp__keep_is_release(word))
            continue;
        while (view_ends(word, VIEW("+"))) /* a build behind that release */
            word.length--;
        if (view_is(name, "PY_VERSION"))
            python->version = envfp__arena_copy(c->scratch, word);
        else if (view_is(name, "PYPY_VERSION"))
            python->release = envfp__arena_copy(c->scratch, word);
    }
}

/* Its directory bears the ABI's flags, "m" among them up to 3.7. */
static bool read_header_in(struct collect *c, struct python *python, struct view prefix)
{
    static const char *const suffixes[] = {"", "m", "d", "dm"};
    const char *start =
        source_path(c->scratch, "", prefix, python->pypy ? "/include/pypy" : "/include/python");
    size_t count = python->pypy ? 1 : sizeof suffixes / sizeof *suffixes;
    for (size_t i = 0; i < count && python->series.length && python->version.length == 0; i++) {
        struct view content;
        const char *middle = source_path(c->scratch, start, python->series, suffixes[i]);
        const char *path = source_path(c->scratch, middle, VIEW("/patchlevel.h"), "");
        if (source_read(c->source, path, &content) == ENVFP_REASON_NONE) {
            read_header_text(c, content, python);
            if (suffixes[i][0] == 'd' && python->flags.length == 0)
                python->flags = VIEW("d");
        }
    }
    return python->version.length > 0;
}

static bool read_header(struct collect *c, struct python *python)
{
    struct view own = envfp__python_own_prefix(python);
    return read_header_in(c, python, own) ||
           (!view_equal(own, python->prefix) && read_header_in(c, python, python->prefix));
}

/* ---- build-details.json (PEP 739), from 3.14 on ------------------------------------------------------------- */

static uint64_t level_of(struct view name)
{
    return view_is(name, "alpha") ? 10 : view_is(name, "beta") ? 11 : view_is(name, "candidate") ? 12 : 15;
}

/* "language": {"version": "3.14"}: some builds say no more, or write the whole version there. */
static bool take_language(struct python *python, struct view version)
{
    struct view rest = view_skip(version, python->series.length);
    if (!view_starts(version, python->series) || !view_starts(rest, VIEW(".")) ||
        !is_micro(view_skip(rest, 1)))
        return false;
    python->version = version;
    return true;
}

/* "implementation": {"name": "cpython", "version": {"major": 3, "minor": 14, "micro": 0, "releaselevel": "final",
 * "serial": 0}, ...} */
static bool read_details_in(struct collect *c, struct python *python, struct view prefix)
{
    struct json_wanted wanted[] = {{"implementation/version/major", JSON_NUMBER, VIEW("")},
                                   {"implementation/version/minor", JSON_NUMBER, VIEW("")},
                                   {"implementation/version/micro", JSON_NUMBER, VIEW("")},
                                   {"implementation/version/serial", JSON_NUMBER, VIEW("")},
                                   {"implementation/version/releaselevel", JSON_STRING, VIEW("")},
                                   {"language/version", JSON_STRING, VIEW("")}};
    struct view text;
    uint64_t numbers[4];
    const char *start = source_path(c->scratch, "", prefix, "/lib/python");
    const char *path = source_path(c->scratch, start, python->series, "/build-details.json");
    if (source_read(c->source, path, &text) != ENVFP_REASON_NONE ||
        !envfp__json_read(c->scratch, text, wanted, sizeof wanted / sizeof *wanted))
        return false;
    for (size_t i = 0; i < 4; i++)
        if (!envfp__view_number(wanted[i].value, 10, &numbers[i]) || numbers[i] > 255)
            return take_language(python, envfp__arena_copy(c->scratch, wanted[5].value));
    python->version = version_of_number(c->scratch, numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 |
                                                        level_of(wanted[4].value) << 4 | (numbers[3] & 15));
    return true;
}

static bool read_details(struct collect *c, struct python *python)
{
    struct view own = envfp__python_own_prefix(python);
    return read_details_in(c, python, own) ||
           (!view_equal(own, python->prefix) && read_details_in(c, python, python->prefix));
}

/* Whether it is of this series or of a later one; not where it is not told. */
static bool is_since(const struct python *python, const char *series)
{
    return envfp__version_compare(VERSION_NUMBERS, python->series, view_of(series)) >= 0;
}

/* Whether this series may export Py_Version: 3.11 and later, or not known. */
static bool may_have_symbol(const struct python *python)
{
    return !python->pypy && (python->series.length == 0 || is_since(python, "3.11"));
}

static bool is_there(struct collect *c, struct view prefix, struct view series)
{
    struct source_stat stat;
    const char *start = source_path(c->scratch, "", prefix, "/lib/python");
    return source_stat(c->source, source_path(c->scratch, start, series, ""), &stat) == ENVFP_REASON_NONE;
}

/* Every build is installed as pythonX.Y too, so that its directory has to tell. */
static void find_flags(struct collect *c, struct python *python)
{
    struct view prefix = python->venv.length ? python->venv : python->prefix;
    if (python->pypy || python->flags.length || view_ends(python->series, VIEW("t")) ||
        !is_since(python, "3.13") || is_there(c, prefix, python->series))
        return;
    struct view series = directory_series(c, python->series, VIEW("t"));
    if (!is_there(c, prefix, series))
        return;
    python->series = series;
    python->flags = VIEW("t");
}

bool envfp__python_names_series(const struct python *python)
{
    struct view series, flags;
    return cut_series(envfp__path_base(python->resolved), &series, &flags);
}

struct view envfp__python_own_prefix(const struct python *python)
{
    return envfp__path_directory(envfp__path_directory(python->resolved));
}

/* Its series, where its name does not tell: its symbol's, else that of the modules beside it. */
static void find_series(struct collect *c, struct python *python, bool told)
{
    struct view own = envfp__python_own_prefix(python);
    if (python->series.length == 0)
        python->series = told ? series_of_version(python->version) : series_of_prefix(c, python, own);
    if (python->series.length == 0 && !view_equal(own, python->prefix))
        python->series = series_of_prefix(c, python, python->prefix);
}

/* Where pyvenv.cfg leads to no modules of this series, Python finds those that it was installed with. */
static void mend_prefix(struct collect *c, struct python *python)
{
    struct view own = envfp__python_own_prefix(python);
    if (python->venv.length && python->series.length && !view_equal(own, python->prefix) &&
        !view_equal(own, python->venv) && !is_there(c, python->prefix, python->series) &&
        is_there(c, own, python->series))
        python->prefix = own;
}

void envfp__python_version(struct collect *c, struct python *python)
{
    if (cut_series(envfp__path_base(python->resolved), &python->series, &python->flags))
        python->series = directory_series(c, python->series, python->flags);
    else
        python->series = python->flags = VIEW("");
    bool told = may_have_symbol(python) && by_symbol(c, python->resolved.text, python);
    find_series(c, python, told);
    told = told || (may_have_symbol(python) && read_either(c, python, by_symbol));
    find_flags(c, python);
    bool detailed = !told && !python->pypy && is_since(python, "3.14") && read_details(c, python);
    if (!told && !detailed && !read_header(c, python) && !read_text(c, python))
        python->version = python->series;
    mend_prefix(c, python);
    while (view_ends(python->version, VIEW("t")))
        python->version.length--;
    if (python->flags.length == 0 && view_ends(python->series, VIEW("t")))
        python->flags = VIEW("t");
    while (view_ends(python->flags, VIEW("m")) || view_ends(python->flags, VIEW("u")))
        python->flags.length--; /* how all builds of their time were made */
}
