/* SPDX-License-Identifier: MIT */
#include "source/trace.h"

#include "source/guid.h"
#include "source/keep_parts.h"
#include "source/store.h"

/* Longer ones are nobody's but an attacker's, and each byte of them costs a comparison. */
#define PATH_SHOWN ((size_t)1024)

/* ---- Which places may be shown ------------------------------------------------------------------------------------- */

static struct numbered *place_of(struct trace *trace, struct view path)
{
    return envfp__numbering_find(&trace->places, &trace->known, path, 0, 1);
}

/* How much of the path is a directory above, from the end of `length` on. */
static size_t above(struct view path, size_t length)
{
    while (length && path.text[length - 1] != '/')
        length--;
    return length ? length - 1 : 0;
}

/* It, and every directory above it. */
static void note_place(struct trace *trace, struct view path)
{
    for (size_t end = path.length; end; end = above(path, end)) {
        struct numbered *place = place_of(trace, view_take(path, end));
        if (!place || place->name.length)
            return; /* so was all above it */
        place->name = VIEW("/");
    }
}

/* How much of the path was noted. */
static size_t known_length(struct trace *trace, struct view path)
{
    for (size_t end = path.length; end; end = above(path, end)) {
        const struct numbered *place = place_of(trace, view_take(path, end));
        if (place && place->name.length)
            return end;
    }
    return 0;
}

/* Up to the next of what separates paths in a list. */
static struct view cut_element(struct view *rest)
{
    size_t end = 0;
    while (end < rest->length && !byte_is_blank(rest->text[end]) && rest->text[end] != ':' &&
           rest->text[end] != ';')
        end++;
    struct view element = view_take(*rest, end);
    *rest = view_skip(*rest, end + 1);
    return element;
}

/* Where a variable leads that may be shown, for a recording has it, too; "?" is what it has in the place of others. */
static void note_variable(struct trace *trace, const char *name)
{
    const struct source *source = trace->source;
    const struct envfp_read *row = envfp__source_variable_row(source->common, name);
    struct view value, element;
    struct text shown = {.arena = &trace->scratch};
    if (!row || row->how != VARIABLE_PATHS ||
        source->ops->variable(source->self, name, &value) != ENVFP_REASON_NONE ||
        view_has(value, VIEW("://")))
        return;
    envfp__source_fold_paths(source, value, false, &shown);
    struct view rest = {shown.bytes, shown.length};
    while (value.length) {
        element = cut_element(&value);
        if (!view_is(cut_element(&rest), "?") && element.length <= PATH_SHOWN)
            note_place(trace, element);
    }
}

/* ---- Names ---------------------------------------------------------------------------------------------------------- */

/* The pattern that a path was declared by: of its own row, of one for a directory, else of one that lies below it. NULL
 * where nobody declares it. */
static const char *pattern_of(struct trace *trace, enum source_operation operation, struct view path)
{
    const struct source_common *common = trace->source->common;
    bool above_too = operation == SOURCE_STAT || operation == SOURCE_READ_LINK;
    const char *leading = NULL;
    struct view slash = view_ends(path, VIEW("/")) ? VIEW("") : VIEW("/");
    struct view folder = envfp__arena_join(&trace->scratch, (struct view[]){path, slash}, 2);
    const struct declaration *by;
    for (size_t i = 0; (by = envfp__source_declaration(common, i)); i++) {
        const struct envfp_read *row = envfp__declared_read(by, operation == SOURCE_LIST ? folder : path);
        if (!row && above_too)
            row = envfp__declared_read(by, folder);
        if (row)
            return declared_pattern(row);
        row = declared_reads(by);
        for (size_t j = 0; above_too && j < by->read_count; j++) {
            const char *pattern = declared_pattern(&row[j]);
            /* One that leads through any directory says nothing of this one. */
            if ((!leading || leading[0] == '$') && envfp__declared_leads(pattern, path))
                leading = pattern;
        }
    }
    return leading;
}

/* A run of bytes that a wildcard stands for. */
static void add_wild(struct view run, struct text *out)
{
    envfp__text_add(out, run.length && !envfp__keep_is_version(run) ? VIEW("*") : run);
}

/* The path from `start` on as far as the pattern spells it out; what a wildcard stands for is a star, or a version. */
static void add_spelled(struct view path, size_t start, const bool *literal, struct text *out)
{
    for (size_t i = start, end; i < path.length; i = end) {
        end = i;
        while (end < path.length && !literal[end] && path.text[end] != '/')
            end++;
        add_wild(view_skip(view_take(path, end), i), out);
        if (end < path.length)
            envfp__text_add_byte(out, path.text[end++]);
    }
}

/* As a recording may have it: without the names of persons, groups, channels and hosts. */
static struct view renamed(struct trace *trace, struct view path)
{
    struct arena *arena = &trace->scratch;
    struct text called = {.arena = arena};
    if (envfp__keep_called(trace->source, path, &called))
        path = envfp__text_view(&called);
    else if (view_starts(path, VIEW("/sys/")))
        path = envfp__guid_mask(arena, path);
    else
        path = source_fold(trace->source, arena, path);
    return envfp__store_path(arena, path);
}

static bool is_of_kernel(struct view path)
{
    return view_starts(path, VIEW("/proc/")) || view_starts(path, VIEW("/sys/"));
}

/* What the kernel calls something is nobody's word, but for what is renamed. */
static struct view shown_path(struct trace *trace, struct view path, const char *pattern, bool listed)
{
    bool literal[PATH_SHOWN + 1] = {false};
    struct text out = {.arena = &trace->scratch};
    struct view slash = listed && !view_ends(path, VIEW("/")) ? VIEW("/") : VIEW("");
    if (!pattern || path.length == 0 || path.length > PATH_SHOWN)
        return VIEW("?");
    size_t home = envfp__source_home(trace->source, path),
           start = is_of_kernel(path) ? path.length : known_length(trace, path);
    (void)envfp__declared_spells(pattern, envfp__arena_join(&trace->scratch, (struct view[]){path, slash}, 2),
                                 literal);
    start = start > home ? start : home;
    envfp__text_add(&out, view_take(path, start));
    add_spelled(path, start, literal, &out);
    return envfp__text_value(&trace->scratch, renamed(trace, envfp__text_view(&out)));
}

/* Names of everything else are the library's own. */
static struct view shown(struct trace *trace, const struct envfp_step *step, const char *pattern)
{
    if (step->operation == SOURCE_VARIABLE && !pattern)
        return VIEW("?");
    return step->operation > SOURCE_STAT
               ? view_of(step->name)
               : shown_path(trace, view_of(step->name), pattern, step->operation == SOURCE_LIST);
}

/* ---- Watching ------------------------------------------------------------------------------------------------------- */

/* By what the name of a step was declared, before it is known what of it may be shown. */
static const char *note_question(struct trace *trace, const struct source_question *question)
{
    const struct source_common *common = trace->source->common;
    struct view name = view_of(question->name);
    if (question->operation == SOURCE_VARIABLE) {
        const struct envfp_read *row = envfp__source_variable_row(common, question->name);
        if (question->answer == ENVFP_REASON_NONE)
            note_variable(trace, question->name);
        return row ? declared_pattern(row) : NULL;
    }
    if (question->operation > SOURCE_STAT || name.length == 0 || name.length > PATH_SHOWN)
        return NULL;
    if (question->answer == ENVFP_REASON_NONE)
        note_place(trace, name);
    return pattern_of(trace, question->operation, name);
}

/* Room for one more. */
static bool grow(struct trace *trace)
{
    size_t steps = trace->capacity, patterns = trace->capacity;
    struct envfp_step *more =
        envfp__arena_grow(trace->kept, trace->steps, trace->count, &steps, sizeof *more);
    const char **names =
        envfp__arena_grow(&trace->known, trace->patterns, trace->count, &patterns, sizeof *names);
    if (!more || !names)
        return false;
    trace->steps = more;
    trace->patterns = names;
    trace->capacity = steps;
    return true;
}

static void note_failures(struct trace *trace)
{
    trace->kept->failed = trace->kept->failed || trace->known.failed || trace->scratch.failed;
    envfp__arena_reset(&trace->scratch);
}

static size_t asked(void *state, const struct source_question *question)
{
    struct trace *trace = state;
    const struct source_common *common = trace->source->common;
    bool room = trace->told && grow(trace);
    if (room) {
        trace->patterns[trace->count] = note_question(trace, question);
        trace->steps[trace->count] =
            (struct envfp_step){.name = envfp__arena_copy(&trace->known, view_of(question->name)).text,
                                .told = &trace->told[common->at_work],
                                .amount = question->amount,
                                .asker = (uint8_t)common->at_work,
                                .operation = (uint8_t)question->operation,
                                .answer = (uint8_t)question->answer,
                                .for_all = common->for_all};
    }
    note_failures(trace);
    return room ? trace->count++ : SIZE_MAX;
}

static void closed(void *state, size_t number, uint64_t bytes, enum envfp_reason trouble)
{
    struct trace *trace = state;
    if (number >= trace->count)
        return;
    trace->steps[number].amount = bytes;
    trace->steps[number].answer = (uint8_t)trouble;
}

void envfp__trace_start(struct trace *trace, const struct source *source, struct arena *kept)
{
    *trace = (struct trace){.kept = kept, .source = source};
    envfp__arena_init(&trace->known, &kept->allocator, kept->limit);
    envfp__arena_init(&trace->scratch, &kept->allocator, kept->limit);
    trace->known.shared = trace->scratch.shared = kept->shared;
    trace->told = envfp__arena_array(kept, source->common->declarers.count + 1, sizeof *trace->told);
    trace->watch = (struct source_watch){trace, asked, closed};
    source->common->watch = &trace->watch;
}

void envfp__trace_told(struct trace *trace, size_t asker, size_t declarer)
{
    if (trace->told)
        trace->told[asker].bits[declarer / 32] |= 1U << declarer % 32;
}

void envfp__trace_finish(struct trace *trace)
{
    if (!trace->source)
        return;
    trace->source->common->watch = NULL;
    for (size_t i = 0; i < trace->count && !trace->kept->failed; i++) {
        struct view name = shown(trace, &trace->steps[i], trace->patterns[i]);
        trace->steps[i].name = envfp__arena_copy(trace->kept, name).text;
        note_failures(trace);
    }
}

void envfp__trace_end(struct trace *trace)
{
    envfp__arena_release(&trace->known);
    envfp__arena_release(&trace->scratch);
}

const char *envfp__trace_word(const struct envfp_step *step)
{
    switch ((enum source_operation)step->operation) {
    case SOURCE_OPEN: return "open";
    case SOURCE_LIST: return "list";
    case SOURCE_READ_LINK: return "readlink";
    case SOURCE_STAT: return "stat";
    case SOURCE_CPUID: return "cpuid";
    case SOURCE_UNAME: return "uname";
    case SOURCE_AUXV: return "auxv";
    case SOURCE_VARIABLE: return "variable";
    case SOURCE_PROBE: return "probe";
    case SOURCE_DEVICES: break;
    }
    return "devices";
}
