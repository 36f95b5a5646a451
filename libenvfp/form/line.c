/* SPDX-License-Identifier: MIT */
/* What a person reads in a log: the stack, a few telling facts, the long token. */
#include "form/line.h"

#include "form/token.h"

#define STACK_SIZE_MAX 128 /* bytes reserved for the stack; facts get the rest */
#define WORD_SIZE_MAX 48
#define FACT_WORDS 4 /* of one fact */
#define KEY_SIZE 40  /* of a language's keys: the word and ".virtualenv" */

struct line {
    char *bytes;
    size_t length, limit;
};

/* Add all pieces or nothing. */
static bool add(struct line *line, const struct view *pieces, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += pieces[i].length;
    if (total > line->limit - line->length)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].length)
            memcpy(line->bytes + line->length, pieces[i].text, pieces[i].length);
        line->length += pieces[i].length;
    }
    return true;
}

/* A language's key; empty where it does not fit. */
static struct view key_of(struct view word, const char *end, char key[KEY_SIZE])
{
    size_t length = strlen(end);
    if (word.length + length >= KEY_SIZE)
        return VIEW("");
    memcpy(key, word.text, word.length);
    memcpy(key + word.length, end, length + 1);
    return (struct view){key, word.length + length};
}

/* Reduces a value, which comes from the environment, to one printable word that no reader can take for a token. False
 * where nothing is left. */
static bool clean(struct view value, char word[WORD_SIZE_MAX], struct view *cleaned)
{
    value = view_take(value, WORD_SIZE_MAX);
    for (size_t i = 0; i < value.length; i++) {
        char byte = value.text[i];
        bool plain = byte > ' ' && byte < 0x7f && byte != ',' && byte != ';' && byte != '>';
        word[i] = plain ? byte : '?';
    }
    *cleaned = (struct view){word, value.length};
    return value.length && !view_has(*cleaned, VIEW("envfp"));
}

/* The same without what separates the words of a boundary. */
static bool clean_boundary(struct view value, char word[WORD_SIZE_MAX], struct view *cleaned)
{
    bool some = clean(value, word, cleaned);
    for (size_t i = 0; i < cleaned->length; i++)
        if (word[i] == ':' || word[i] == '/')
            word[i] = '?';
    return some;
}

static void add_stack(struct line *line, const struct facts *facts)
{
    static const char machine[] = "machine", virtualenv[] = "virtualenv";
    size_t limit = line->limit, shown = 0;
    line->limit = STACK_SIZE_MAX < limit ? STACK_SIZE_MAX : limit;
    for (size_t i = 0; i < facts->stack_count; i++) {
        const struct envfp_boundary *boundary = &facts->stack[i];
        /* Every stack begins with a machine, so a machine is shown only where it is the whole stack. */
        if (view_is(view_of(boundary->name), machine) && facts->stack_count > 1)
            continue;
        char words[3][WORD_SIZE_MAX];
        struct view name, kind, vmm = VIEW("");
        bool is_virtualenv = view_is(view_of(boundary->name), virtualenv);
        if (!clean_boundary(is_virtualenv ? VIEW("venv") : view_of(boundary->name), words[0], &name) ||
            !clean_boundary(view_of(boundary->kind), words[1], &kind))
            continue;
        bool has_vmm =
            boundary->vmm && clean_boundary(view_of(boundary->vmm), words[2], &vmm) && !view_equal(vmm, kind);
        const struct view pieces[] = {
            shown ? VIEW(" > ") : VIEW(" "), name, VIEW(":"), kind, has_vmm ? VIEW("/") : VIEW(""),
            has_vmm ? vmm : VIEW("")};
        shown += add(line, pieces, sizeof pieces / sizeof *pieces);
    }
    line->limit = limit;
}

/* The words of one fact of the middle part, joined by blanks; those that are empty are left out. */
static void add_words(struct line *line, const struct view *values, size_t count, bool *first)
{
    char words[FACT_WORDS][WORD_SIZE_MAX];
    struct view pieces[2 * FACT_WORDS];
    size_t used = 0;
    for (size_t i = 0; i < count && i < FACT_WORDS; i++) {
        struct view word;
        if (!clean(values[i], words[i], &word))
            continue;
        pieces[used] = used ? VIEW(" ") : *first ? VIEW("; ") : VIEW(", ");
        pieces[used + 1] = word;
        used += 2;
    }
    if (used && add(line, pieces, used))
        *first = false;
}

/* A fact with a name, where it is known. */
static void add_fact(struct line *line, struct view label, struct view value, bool *first)
{
    if (value.length)
        add_words(line, (struct view[]){label, value}, 2, first);
}

static bool is_true(const struct facts *facts, struct view word, const char *end)
{
    char key[KEY_SIZE];
    struct view name = key_of(word, end, key);
    const struct envfp_fact *fact = name.length ? envfp__facts_find(facts, ENVFP_LAYER_APP, name.text) : NULL;
    return fact && fact->type == ENVFP_BOOLEAN && fact->value.boolean;
}

/* What runs the program, whatever PATH would start: "runs python 3.13.0 (venv)". */
static void add_runs(struct line *line, const struct facts *facts, bool *first)
{
    const struct envfp_language *language = NULL;
    while ((language = envfp_registry_next_language(language))) {
        char key[KEY_SIZE];
        struct view word = view_of(language_word(language)), name = key_of(word, ".version", key);
        struct view version =
            name.length ? envfp__facts_get_string(facts, ENVFP_LAYER_APP, name.text) : VIEW("");
        char shown[WORD_SIZE_MAX];
        if (!clean(version, shown, &name))
            continue;
        struct view where = is_true(facts, VIEW("conda"), ".active") ? VIEW("(conda)")
                            : is_true(facts, word, ".virtualenv")    ? VIEW("(venv)")
                                                                     : VIEW("");
        add_words(line, (struct view[]){VIEW("runs"), word, version, where}, 4, first);
        return;
    }
}

static void add_facts(struct line *line, const struct facts *facts)
{
    bool first = true;
    struct view level = envfp__facts_get_string(facts, ENVFP_LAYER_HARDWARE, "cpu.isa_level");
    if (level.length == 0)
        level = envfp__facts_get_string(facts, ENVFP_LAYER_HARDWARE, "arch.machine");
    struct view release = envfp__facts_get_string(facts, ENVFP_LAYER_KERNEL, "uname.release");
    struct view libc = envfp__facts_get_string(facts, ENVFP_LAYER_LIBC, "libc.kind");
    struct view libc_version = envfp__facts_get_string(facts, ENVFP_LAYER_LIBC, "libc.version");
    struct view os = envfp__facts_get_string(facts, ENVFP_LAYER_PACKAGES, "os.id");
    struct view os_version = envfp__facts_get_string(facts, ENVFP_LAYER_PACKAGES, "os.version_id");
    struct view python = envfp__facts_get_string(facts, ENVFP_LAYER_RUNTIMES, "python.version");
    struct view state = envfp__facts_get_string(facts, ENVFP_LAYER_RUNTIMES, "project.state");
    add_runs(line, facts, &first);
    add_fact(line, VIEW(""), level, &first);
    add_fact(line, VIEW("linux"), release, &first);
    if (libc.length)
        add_words(line, (struct view[]){libc, libc_version}, 2, &first);
    if (os.length)
        add_words(line, (struct view[]){os, os_version}, 2, &first);
    if (python.length)
        add_words(line, (struct view[]){VIEW("PATH"), VIEW("python"), python}, 3, &first);
    add_fact(line, VIEW("project"), state, &first);
}

size_t envfp__line_write(const struct envfp_fingerprint *fingerprint, char line[LINE_SIZE_MAX])
{
    char token[TOKEN_SIZE_MAX];
    size_t token_length = envfp__token_write(fingerprint, TOKEN_LONG, token);
    if (token_length == 0)
        return 0;
    struct line made = {line, 0, LINE_SIZE_MAX - 2 - token_length};
    add(&made, &VIEW("envfp"), 1);
    add_stack(&made, &fingerprint->facts);
    add_facts(&made, &fingerprint->facts);
    made.limit = LINE_SIZE_MAX;
    add(&made, (struct view[]){VIEW("; "), {token, token_length}}, 2);
    return made.length;
}
