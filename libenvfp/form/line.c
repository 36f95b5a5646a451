/* SPDX-License-Identifier: MIT */
/* What a person reads in a log: the stack, a few telling facts, the long token. */
#include "form/line.h"

#include "form/token.h"

#define STACK_SIZE_MAX 128 /* bytes reserved for the stack; facts get the rest */
#define WORD_SIZE_MAX 48

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
        if (!clean(is_virtualenv ? VIEW("venv") : view_of(boundary->name), words[0], &name) ||
            !clean(view_of(boundary->kind), words[1], &kind))
            continue;
        bool has_vmm =
            boundary->vmm && clean(view_of(boundary->vmm), words[2], &vmm) && !view_equal(vmm, kind);
        const struct view pieces[] = {
            shown ? VIEW(" > ") : VIEW(" "), name, VIEW(":"), kind, has_vmm ? VIEW("/") : VIEW(""),
            has_vmm ? vmm : VIEW("")};
        shown += add(line, pieces, sizeof pieces / sizeof *pieces);
    }
    line->limit = limit;
}

/* One "label value" of the middle part; either may be empty. */
static void add_fact(struct line *line, struct view label, struct view value, bool *first)
{
    char words[2][WORD_SIZE_MAX];
    struct view shown_label = VIEW(""), shown = VIEW("");
    bool has_value = clean(value, words[0], &shown);
    bool has_label = clean(label, words[1], &shown_label);
    if (!has_value && !has_label)
        return;
    const struct view pieces[] = {*first ? VIEW("; ") : VIEW(", "), has_label ? shown_label : VIEW(""),
                                  has_label && has_value ? VIEW(" ") : VIEW(""),
                                  has_value ? shown : VIEW("")};
    if (add(line, pieces, sizeof pieces / sizeof *pieces))
        *first = false;
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
    add_fact(line, VIEW(""), level, &first);
    if (release.length)
        add_fact(line, VIEW("linux"), release, &first);
    if (libc.length)
        add_fact(line, libc, libc_version, &first);
    if (os.length)
        add_fact(line, os, os_version, &first);
    if (python.length)
        add_fact(line, VIEW("python"), python, &first);
    struct view state = envfp__facts_get_string(facts, ENVFP_LAYER_RUNTIMES, "project.state");
    if (state.length)
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
