/* SPDX-License-Identifier: MIT */
/* What a recording keeps of a file: what its row's form leaves of it. */
#include "source/record.h"

#include <sys/stat.h>
#include <unistd.h>

/* The longest text that a form gets at once: a longer line is refused, a longer text is not read to its end by any
 * collector. */
#define TEXT_MOST ((size_t)8 << 20)
#define LINE_MOST ((size_t)1 << 20)

static size_t most_of(const struct recorded *recorded)
{
    return recorded->keep.how == KEEP_WHOLE ? TEXT_MOST : LINE_MOST;
}

/* One whole line, or a whole text. */
static void end_line(struct recorder *recorder, struct recorded *recorded)
{
    struct view line = {recorded->line.bytes, recorded->line.length};
    if (line.length > most_of(recorded) && recorded->keep.how == KEEP_WHOLE)
        (void)envfp__record_note(recorder, recorded->path, ENVFP_REASON_TRUNCATED);
    else if (line.length > most_of(recorded))
        envfp__text_add(&recorded->ready, VIEW("?\n"));
    else if (line.length && !recorded->ended)
        recorded->ended = !envfp__keep_line(&recorded->keep, recorder->inner, line, &recorded->ready);
    recorded->line.length = 0;
}

static void take_text(struct recorder *recorder, struct recorded *recorded, struct view bytes)
{
    bool whole = recorded->keep.how == KEEP_WHOLE;
    while (bytes.length && !recorded->ended) {
        size_t feed = whole ? SIZE_MAX : view_find_byte(bytes, '\n');
        struct view piece = view_take(bytes, feed == SIZE_MAX ? bytes.length : feed + 1);
        /* Of a line that is too long only the fact is kept; refusing it takes no memory. */
        if (recorded->line.length <= TEXT_MOST)
            envfp__text_add(&recorded->line, piece);
        if (feed != SIZE_MAX)
            end_line(recorder, recorded);
        bytes = view_skip(bytes, piece.length);
    }
}

void envfp__record_file_start(struct recorder *recorder, struct recorded *recorded, enum source_how how)
{
    envfp__arena_init(&recorded->arena, &recorder->arena.allocator, recorder->arena.limit);
    recorded->line.arena = recorded->ready.arena = &recorded->arena;
    const char *asked = recorder->inner->common->asked;
    recorded->keep = envfp__keep_find(recorder->inner->common, view_of(asked ? asked : recorded->path));
    if (!recorded->keep.read || view_has(view_of(recorded->path), VIEW("/.envfp")))
        return;
    struct view place = envfp__record_mirror(recorder, &recorded->arena, recorded->path, how);
    if (!envfp__record_may_stand(view_of(recorded->path), place))
        return;
    recorded->node = envfp__output_add(
        &recorder->output, envfp__record_path(recorder, &recorded->arena, place), OUTPUT_FILE, false);
    /* the mode is kept: PATH starts what is executable */
    struct source_stat stat;
    bool there =
        recorder->inner->ops->stat(recorder->inner->self, recorded->path, how, &stat) == ENVFP_REASON_NONE &&
        stat.type == SOURCE_FILE;
    if (recorded->node)
        recorded->node->executable = there && (stat.mode & 0111);
    recorded->text = recorded->keep.how == KEEP_LINES || recorded->keep.how == KEEP_WHOLE;
    recorded->decided = recorded->keep.how != KEEP_PROGRAM;
    recorded->took.size = there ? stat.size : 0;
    recorded->took.room = recorder->inner->common->file_limit;
}

bool envfp__record_is_text(struct recorder *recorder, struct recorded *recorded)
{
    char start[4];
    size_t got = 0;
    if (!recorded->decided)
        recorded->text = recorder->inner->ops->pull(recorder->inner->self, &recorded->inner, 0, start,
                                                    sizeof start, &got) != ENVFP_REASON_NONE ||
                         !view_is((struct view){start, got}, "\177ELF");
    recorded->decided = true;
    return recorded->text;
}

void envfp__record_file_pulled(struct recorder *recorder, struct recorded *recorded, uint64_t offset,
                               struct view bytes)
{
    if (!recorded->node || recorded->keep.how == KEEP_PRESENCE || bytes.length == 0)
        return;
    if (offset + bytes.length > recorded->took.seen)
        recorded->took.seen = offset + bytes.length;
    if (offset > recorded->taken || offset + bytes.length <= recorded->taken)
        return;
    if (envfp__record_is_text(recorder, recorded))
        take_text(recorder, recorded, view_skip(bytes, (size_t)(recorded->taken - offset)));
    recorded->taken = offset + bytes.length;
}

/* Reads the rest of a line that a collector read in part: forms judge whole lines, and half of a secret address no
 * longer has the form by which it is refused. */
static void complete_line(struct recorder *recorder, struct recorded *recorded)
{
    char piece[4096];
    size_t got = 1;
    while (got && !recorded->ended && recorded->line.length && recorded->line.length <= most_of(recorded)) {
        if (recorder->inner->ops->pull(recorder->inner->self, &recorded->inner, recorded->taken, piece,
                                       sizeof piece, &got) != ENVFP_REASON_NONE)
            got = 0;
        struct view bytes = {piece, got};
        size_t feed = recorded->keep.how == KEEP_WHOLE ? SIZE_MAX : view_find_byte(bytes, '\n');
        take_text(recorder, recorded, view_take(bytes, feed == SIZE_MAX ? got : feed + 1));
        recorded->taken += got;
        if (feed != SIZE_MAX)
            break;
    }
    end_line(recorder, recorded);
}

/* Whether what is to be written and the file, as it was written of a shorter or longer part of the original, agree. */
static bool agrees(int output, const struct recorded *recorded, struct view ready)
{
    char piece[4096];
    struct stat stat;
    off_t written = fstat(output, &stat) == 0 ? stat.st_size : -1, at = 0;
    if (written < 0 || (recorded->taken >= recorded->node->taken && (uint64_t)written > ready.length) ||
        (recorded->taken <= recorded->node->taken && (uint64_t)written < ready.length))
        return false;
    while (ready.length && at < written) {
        ssize_t got = pread(output, piece, sizeof piece, at);
        struct view both = view_take(ready, got > 0 ? (size_t)got : 0);
        if (got <= 0 || !view_equal(both, (struct view){piece, both.length}))
            return false;
        ready = view_skip(ready, both.length);
        at += got;
    }
    return true;
}

/* Links lead from two paths to one file, and the rows of the two leave different texts of it: only one can stand in
 * the recording, so neither path has an answer there. */
static void note_two_forms(struct recorder *recorder, const struct recorded *recorded)
{
    (void)envfp__record_note(recorder, recorded->node->asked, ENVFP_REASON_HIDDEN);
    (void)envfp__record_note(recorder, recorded->path, ENVFP_REASON_HIDDEN);
}

static void write_text(struct recorder *recorder, struct recorded *recorded)
{
    struct output_node *node = recorded->node;
    struct view ready = {recorded->ready.bytes, recorded->ready.length};
    bool other = node->made && node->form != recorded->keep.read;
    /* an earlier read of the same file that went further is not overwritten */
    bool further = !node->made || recorded->taken > node->taken;
    int output = other || further ? envfp__output_open(&recorder->output, node) : -1;
    if (output < 0)
        return;
    if (other && !agrees(output, recorded, ready)) {
        note_two_forms(recorder, recorded);
    } else if (further) {
        if (ftruncate(output, 0) != 0)
            recorder->output.failed = true;
        envfp__output_write(&recorder->output, output, ready, UINT64_MAX);
        node->taken = recorded->taken;
        node->form = recorded->keep.read;
        node->asked = recorded->path;
    }
    close(output);
}

void envfp__record_file_end(struct recorder *recorder, struct recorded *recorded)
{
    if (recorded->node && recorded->keep.how != KEEP_PRESENCE) {
        if (envfp__record_is_text(recorder, recorded)) {
            complete_line(recorder, recorded);
            write_text(recorder, recorded);
        } else {
            envfp__record_took_end(recorder, recorded);
        }
    }
    recorder->output.failed = recorder->output.failed || recorded->arena.failed;
    envfp__arena_release(&recorded->arena);
}
