/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

/* Packages in which programs come. */
TEXT("$PREFIX/node_modules/**/package.json", package)

#else
#include "source/keep_parts.h"

#define LAYER RUNTIMES
#define OWNER runtime
#define DECLARES "collect/runtimes/runtime.c"
#include "collect/declare.h"

#include "base/json.h"
#include "collect/runtimes/runtime.h"

#define MARK_MOST ((size_t)64 << 10)
#define NUMBER_MOST 64
#define SEARCH_MOST ((uint64_t)128 << 20)

/* ---- Programs ------------------------------------------------------------------------------------------ */

/* Programs that start another one, which rules of their own choose. (rustup's are told: rust.c.) */
static bool is_launcher(const struct runtime *runtime)
{
    static const char *const launchers[] = {"ccache", "distcc", "icecc", "julialauncher", "mise", "sccache"};
    struct view base = envfp__path_base(runtime->resolved);
    for (size_t i = 0; i < sizeof launchers / sizeof *launchers; i++)
        if (view_is(base, launchers[i]))
            return true;
    return view_ends(envfp__path_directory(view_of(runtime->path)), VIEW("/shims"));
}

static void resolve(struct collect *c, struct runtime *runtime)
{
    /* Most stand in a system's directory and are no link: one call in place of one for each directory. */
    struct view path = view_of(runtime->path), target;
    bool plain = view_starts(path, VIEW("/usr/")) &&
                 source_link(c->source, c->scratch, runtime->path, &target) == ENVFP_REASON_ABSENT;
    if (plain ||
        source_resolve(c->source, c->scratch, runtime->path, &runtime->resolved) != ENVFP_REASON_NONE)
        runtime->resolved = view_of(runtime->path);
    struct view prefix = envfp__path_directory(envfp__path_directory(runtime->resolved));
    runtime->prefix = view_is(prefix, "/") ? VIEW("") : prefix;
}

enum envfp_reason envfp__runtime_open(struct collect *c, const char *path, struct source_file *file)
{
    return envfp__source_is_declared(c->source->common, SOURCE_OPEN, path)
               ? source_open(c->source, path, file)
               : ENVFP_REASON_HIDDEN;
}

static const char *key_of(struct collect *c, const struct envfp_language *language, const char *end)
{
    return source_path(c->scratch, language_word(language), VIEW(""), end);
}

/* Itself, where shims stand for it. `gap`: why it cannot be told which, else NONE. `owner`: whose versions it is held
 * with. */
static bool find(struct collect *c, const struct envfp_language *language, const struct envfp_language *owner,
                 struct runtime *runtime, enum envfp_reason *gap)
{
    if (!envfp__program_find(c, language_program(language), &runtime->path, gap) || *gap != ENVFP_REASON_NONE)
        return false;
    resolve(c, runtime);
    if (is_launcher(runtime)) {
        if (!envfp__runtime_find(c, owner, language_program(language), &runtime->path, gap))
            return false;
        resolve(c, runtime);
        if (is_launcher(runtime))
            *gap = ENVFP_REASON_UNSUPPORTED;
    }
    if (!runtime_may_see(runtime->resolved))
        *gap = ENVFP_REASON_HIDDEN;
    return *gap == ENVFP_REASON_NONE;
}

/* Whether a fact is told of another language of the same file. */
static bool is_of_another(const struct declaration *declaration, const struct envfp_language *language,
                          struct view key)
{
    const struct envfp_language *rows = declared_languages(declaration);
    for (size_t i = 0; i < declaration->language_count; i++) {
        struct view word = view_of(language_word(&rows[i])), rest = view_skip(key, word.length);
        if (&rows[i] != language && view_starts(key, word) &&
            (view_starts(rest, VIEW(".")) || view_starts(rest, VIEW("/"))))
            return true;
    }
    return false;
}

/* Which of several programs it is, or whether there is one, could not be seen: so is all that the collector tells of it. */
static void gap_language(struct collect *c, const struct envfp_language *language, enum envfp_reason reason)
{
    const struct declaration *declaration = c->facts->declaration;
    const struct envfp_entry *rows = declared_facts(declaration);
    fact_gap(c, key_of(c, language, ".version"), reason);
    if (reason == ENVFP_REASON_UNSUPPORTED || reason == ENVFP_REASON_MALFORMED)
        return;
    for (size_t i = 0; i < declaration->fact_count; i++)
        if (rows[i].class == ENVFP_HASHED &&
            !is_of_another(declaration, language, view_of(entry_key(&rows[i]))))
            fact_gap(c, entry_key(&rows[i]), reason);
}

bool envfp__language_find(struct collect *c, const struct envfp_language *language, struct runtime *runtime)
{
    return envfp__language_find_with(c, language, language, runtime);
}

bool envfp__language_find_with(struct collect *c, const struct envfp_language *language,
                               const struct envfp_language *owner, struct runtime *runtime)
{
    enum envfp_reason gap;
    c->trouble = ENVFP_REASON_NONE;
    bool found = find(c, language, owner, runtime, &gap);
    gap_language(c, language, gap);
    if (found)
        fact_string(c, key_of(c, language, ".path"),
                    source_fold(c->source, c->scratch, view_of(runtime->path)));
    return found;
}

/* ---- Versions ------------------------------------------------------------------------------------------ */

void envfp__runtime_version(struct collect *c, const char *key, struct view version)
{
    if (version.length && !envfp__keep_is_release(version))
        fact_gap(c, key, ENVFP_REASON_MALFORMED);
    else if (c->trouble != ENVFP_REASON_NONE)
        fact_gap(c, key, c->trouble); /* what could not be read may have said another one */
    else if (version.length)
        fact_string(c, key, version);
    else
        fact_gap(c, key, ENVFP_REASON_UNSUPPORTED);
}

void envfp__runtime_value(struct collect *c, const char *key, struct view value)
{
    struct view rest = value, word;
    while (view_cut_word(&rest, &word))
        if (!envfp__keep_is_value(word)) {
            fact_gap(c, key, ENVFP_REASON_MALFORMED);
            return;
        }
    fact_string(c, key, value);
}

struct view envfp__runtime_number(struct view text)
{
    size_t end = 0;
    while (end < text.length && (byte_is_digit(text.text[end]) || (end && text.text[end] == '.')))
        end++;
    while (end && text.text[end - 1] == '.')
        end--;
    return end <= NUMBER_MOST ? view_take(text, end) : VIEW("");
}

struct view envfp__runtime_path_version(struct view path)
{
    struct view component, best = VIEW("");
    path = envfp__path_directory(path);
    while (view_cut(&path, '/', &component)) {
        for (size_t i = 0; i < component.length; i++) {
            struct view number = envfp__runtime_number(view_skip(component, i));
            bool starts = i == 0 || component.text[i - 1] == '-' || component.text[i - 1] == 'v';
            if (starts && view_find_byte(number, '.') != SIZE_MAX) {
                best = number;
                break;
            }
        }
    }
    return best;
}

/* ---- Troubles -------------------------------------------------------------------------------------- */

enum envfp_reason envfp__runtime_note(struct collect *c, enum envfp_reason reason)
{
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT && reason != ENVFP_REASON_UNSUPPORTED &&
        c->trouble == ENVFP_REASON_NONE)
        c->trouble = reason;
    return reason;
}

enum envfp_reason envfp__runtime_read(struct collect *c, const char *path, struct view *text)
{
    return envfp__runtime_note(c, source_read(c->source, path, text));
}

enum envfp_reason envfp__runtime_start(struct collect *c, const char *path, size_t most, struct view *text)
{
    return envfp__runtime_note(c, source_read_start(c->source, path, most, text));
}

enum envfp_reason envfp__runtime_entries(struct collect *c, const char *path, struct source_entry **entries,
                                         size_t *count)
{
    return envfp__runtime_note(c, source_list(c->source, c->scratch, path, entries, count));
}

void envfp__runtime_end(struct collect *c, const char *key, const char *inventory)
{
    fact_gap(c, key, c->trouble);
    if (inventory)
        fact_gap(c, inventory, c->trouble);
    c->trouble = ENVFP_REASON_NONE;
}

/* ---- Files -------------------------------------------------------------------------------------------- */

bool envfp__runtime_field(struct view text, const char *key, struct view *value)
{
    struct view line, wanted = view_of(key);
    while (view_cut(&text, '\n', &line)) {
        line = view_trim(line);
        if (view_starts(line, VIEW("#define ")))
            line = view_trim(view_skip(line, 8));
        if (!view_starts(line, wanted) || line.length == wanted.length)
            continue;
        struct view rest = view_skip(line, wanted.length);
        if (!byte_is_blank(rest.text[0]) && rest.text[0] != '=' && rest.text[0] != ':')
            continue;
        while (rest.length && (byte_is_blank(rest.text[0]) || memchr("=>:", rest.text[0], 3)))
            rest = view_skip(rest, 1);
        if (rest.length && (rest.text[0] == '"' || rest.text[0] == '\''))
            rest = view_take(view_skip(rest, 1), view_find_byte(view_skip(rest, 1), rest.text[0]));
        *value = rest;
        return rest.length > 0;
    }
    return false;
}

struct view envfp__runtime_file_field(struct collect *c, const char *path, const char *key)
{
    struct view text, value;
    if (envfp__runtime_read(c, path, &text) != ENVFP_REASON_NONE || !envfp__runtime_field(text, key, &value))
        return VIEW("");
    return envfp__arena_copy(c->scratch, value);
}

struct view envfp__runtime_line(struct collect *c, const char *path)
{
    struct view line, first;
    if (envfp__runtime_note(c, source_read_line(c->source, c->scratch, path, &line)) != ENVFP_REASON_NONE ||
        !view_cut(&line, '\n', &first))
        return VIEW("");
    return view_trim(first);
}

struct constant_search {
    struct arena *arena;
    size_t mark_length;
    struct view number;
};

static size_t is_constant(void *state, struct view text, char before, bool *last)
{
    struct constant_search *search = state;
    (void)before;
    struct view number = envfp__runtime_number(view_take(view_skip(text, search->mark_length), 32));
    if (view_find_byte(number, '.') == SIZE_MAX)
        return 0;
    search->number = envfp__arena_copy(search->arena, number);
    *last = true;
    return search->mark_length + number.length + 1;
}

struct view envfp__runtime_constant(struct collect *c, const char *path, const char *mark)
{
    struct source_file file;
    struct constant_search search = {.arena = c->scratch, .mark_length = strlen(mark)};
    if (envfp__runtime_note(c, envfp__runtime_open(c, path, &file)) != ENVFP_REASON_NONE)
        return VIEW("");
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    if (!elf || envfp__runtime_note(c, envfp__elf_open(elf, c->source, &file)) != ENVFP_REASON_NONE ||
        envfp__elf_search(elf, c->scratch, view_of(mark), 96, SEARCH_MOST, is_constant, &search) !=
            ENVFP_REASON_NONE)
        search.number = VIEW("");
    source_close(c->source, &file);
    return search.number;
}

struct view envfp__runtime_mark(struct collect *c, const char *path, const char *mark)
{
    struct view text;
    if (envfp__runtime_start(c, path, MARK_MOST, &text) != ENVFP_REASON_NONE)
        return VIEW("");
    size_t at = envfp__view_find(text, view_of(mark));
    if (at == SIZE_MAX && text.length == MARK_MOST)
        (void)envfp__runtime_note(c, ENVFP_REASON_TRUNCATED);
    if (at == SIZE_MAX)
        return VIEW("");
    return envfp__arena_copy(c->scratch, envfp__runtime_number(view_skip(text, at + strlen(mark))));
}

struct view envfp__runtime_packaged(struct collect *c, const struct runtime *runtime)
{
    struct json_wanted wanted = {"version", JSON_STRING, VIEW("")};
    struct view directory = envfp__path_directory(runtime->resolved), text;
    for (unsigned i = 0; i < 2; i++, directory = envfp__path_directory(directory)) {
        const char *path = source_path(c->scratch, "", directory, "/package.json");
        if (view_has(directory, VIEW("/node_modules/")) &&
            envfp__runtime_read(c, path, &text) == ENVFP_REASON_NONE &&
            envfp__json_read(c->scratch, text, &wanted, 1) && wanted.value.length)
            return envfp__arena_copy(c->scratch, envfp__keep_string(c->scratch, wanted.value));
    }
    return envfp__runtime_path_version(runtime->resolved);
}

/* ---- Directories and variables ------------------------------------------------------------------------ */

const char *envfp__runtime_directory(struct collect *c, const char *variable, const char *below_home)
{
    struct view directory;
    if (variable && source_variable(c->source, variable, &directory) == ENVFP_REASON_NONE &&
        view_starts(directory, VIEW("/")))
        return source_path(c->scratch, "", directory, "");
    if (below_home && source_variable(c->source, "HOME", &directory) == ENVFP_REASON_NONE &&
        view_starts(directory, VIEW("/")))
        return source_path(c->scratch, "", directory, below_home);
    return NULL;
}

void envfp__runtime_installed(struct collect *c, const char *inventory, const char *gap,
                              const char *directory)
{
    struct source_entry *entries;
    size_t count;
    if (!directory)
        return;
    enum envfp_reason reason = source_list(c->source, c->scratch, directory, &entries, &count);
    fact_gap(c, gap, reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++)
        if (entries[i].type != SOURCE_FILE && !view_starts(entries[i].name, VIEW(".")))
            fact_member(c, inventory, entries[i].name, entries[i].name);
}

#endif
