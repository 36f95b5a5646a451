/* SPDX-License-Identifier: MIT */
/*
 * What a recording keeps of a lock file: what its reader took, in lines of one form for all formats, so that nothing
 * that no reader looks at is there and what is told is the same. Where a lock is a gap, only why.
 *
 *     #!envfp lock
 *     room TAB RECORDS TAB BYTES       what reading it takes of a project's room
 *     pin TAB 0|1 TAB NAME TAB VERSION TAB PATH
 *     of TAB NAME TAB VERSION          whose details follow
 *     is TAB DETAIL
 *     in TAB PATH                      another file of requirements
 *     go TAB VERSION                   (read by wants.c)
 *     gap TAB REASON
 */
#ifdef DECLARING

TEXT("$PROJECT/.terraform.lock.hcl", terraform)
TEXT("$PROJECT/Cargo.lock", cargo)
TEXT("$PROJECT/Gemfile.lock", gemfile)
TEXT("$PROJECT/Manifest.toml", julia)
TEXT("$PROJECT/Pipfile.lock", pipfile)
TEXT("$PROJECT/bun.lock", bun)
TEXT("$PROJECT/composer.lock", composer)
TEXT("$PROJECT/conda-lock.yml", conda)
TEXT("$PROJECT/deno.lock", deno)
TEXT("$PROJECT/environment.yml", environment)
TEXT("$PROJECT/flake.lock", flake)
TEXT("$PROJECT/go.mod", gomod)
TEXT("$PROJECT/go.sum", gosum)
TEXT("$PROJECT/gradle.lockfile", gradle)
TEXT("$PROJECT/mix.lock", mix)
TEXT("$PROJECT/npm-shrinkwrap.json", npm)
TEXT("$PROJECT/package-lock.json", npm)
TEXT("$PROJECT/packages.lock.json", nuget)
TEXT("$PROJECT/pdm.lock", pdm)
TEXT("$PROJECT/pnpm-lock.yaml", pnpm)
TEXT("$PROJECT/node_modules/.pnpm/lock.yaml", pnpm)
TEXT("$PROJECT/poetry.lock", poetry)
TEXT("$PROJECT/pubspec.lock", pubspec)
TEXT("$PROJECT/pylock.toml", pylock)
TEXT("$PROJECT/renv.lock", renv)
TEXT("$PROJECT/uv.lock", uv)
TEXT("$PROJECT/yarn.lock", yarn)
/* Files of requirements include each other under these names. */
TEXT("$PROJECT/*.{txt,in,pip}", requirements)
TEXT("$PROJECT/{requirements,constraints}*", requirements)

#else
#include "base/version.h"
#include "collect/project/lock.h"
#include "source/keep.h"

#define TEXT_MOST ((size_t)8 << 20) /* source_read's */

static const struct view mark = {"#!envfp lock\n", 13};

static const struct {
    const char *name;
    enum envfp_reason reason;
} gaps[] = {{"malformed", ENVFP_REASON_MALFORMED},
            {"truncated", ENVFP_REASON_TRUNCATED},
            {"unsupported", ENVFP_REASON_UNSUPPORTED}};

/* One text of possibly several, which is read where it stands in `base`. */
static void read_text(struct lock *lock, lock_reader *read, const char *base, struct view text)
{
    const char *file = lock->file;
    lock->file = base;
    if (!envfp__lock_kept(lock, view_of(base), text))
        read(lock, text);
    lock->file = file;
}

/* ---- Writing -------------------------------------------------------------------------------------------------------- */

static void add_fields(struct text *out, const char *word, const struct view *fields, size_t count)
{
    envfp__text_add(out, view_of(word));
    for (size_t i = 0; i < count; i++) {
        envfp__text_add_byte(out, '\t');
        envfp__text_add(out, fields[i]);
    }
    envfp__text_add_byte(out, '\n');
}

/* "NAME TAB VERSION TAB DETAIL"; a pin's own has no detail. */
static void add_record(struct view record, struct view *before, struct text *out)
{
    size_t end = record.length;
    while (end && record.text[end - 1] != '\t')
        end--;
    if (end == 0 || end == record.length)
        return;
    struct view whose = view_take(record, end - 1), detail = view_skip(record, end);
    if (!view_equal(whose, *before))
        add_fields(out, "of", &whose, 1);
    *before = whose;
    add_fields(out, "is", &detail, 1);
}

static void write_lock(const struct lock *lock, struct text *out)
{
    struct view before = VIEW("\n");
    envfp__text_add(out, mark);
    if (lock->reason != ENVFP_REASON_NONE) {
        size_t i = 0;
        while (i + 1 < sizeof gaps / sizeof *gaps && gaps[i].reason != lock->reason)
            i++;
        struct view name = view_of(gaps[i].name);
        add_fields(out, "gap", &name, 1);
        return;
    }
    envfp__text_add(out, VIEW("room\t"));
    envfp__text_add_number(out, (int64_t)lock->project->records);
    envfp__text_add_byte(out, '\t');
    envfp__text_add_number(out, (int64_t)lock->project->bytes);
    envfp__text_add_byte(out, '\n');
    for (size_t i = 0; i < lock->count; i++) {
        const struct pin *pin = &lock->pins[i];
        add_fields(
            out, "pin",
            (const struct view[]){pin->required ? VIEW("1") : VIEW("0"), pin->name, pin->version, pin->path},
            4);
    }
    for (size_t i = 0; i < lock->record_count; i++)
        add_record(lock->records[i], &before, out);
    for (size_t i = 1; i < lock->files.count; i++)
        add_fields(out, "in", &lock->files.items[i], 1);
}

static bool keep(const struct source *source, lock_reader *read, struct view text, struct text *out)
{
    struct arena arena;
    envfp__arena_init(&arena, &source->common->arena->allocator, source->common->arena->limit);
    struct collect c = {.source = source, .scratch = &arena, .layer = ENVFP_LAYER_RUNTIMES};
    struct project project = {.c = &c, .folder = ""};
    struct lock lock = {.project = &project, .c = &c, .file = ""};
    envfp__bag_add(&c, &lock.files, VIEW(""));
    if (text.length >= TEXT_MOST)
        envfp__lock_fail(&lock, ENVFP_REASON_TRUNCATED);
    else
        read_text(&lock, read, "", text);
    if (arena.failed)
        envfp__lock_fail(&lock, ENVFP_REASON_TRUNCATED);
    write_lock(&lock, out);
    envfp__arena_release(&arena);
    return false;
}

#define KEEP(name)                                                                                           \
    static bool keep_##name(const struct source *source, struct view text, struct text *out)                 \
    {                                                                                                        \
        return keep(source, envfp__lock_##name, text, out);                                                  \
    }

KEEP(npm)
KEEP(composer)
KEEP(pipfile)
KEEP(nuget)
KEEP(renv)
KEEP(flake)
KEEP(bun)
KEEP(deno)
KEEP(poetry)
KEEP(uv)
KEEP(pdm)
KEEP(cargo)
KEEP(pylock)
KEEP(julia)
KEEP(pnpm)
KEEP(yarn)
KEEP(pubspec)
KEEP(conda)
KEEP(environment)
KEEP(requirements)
KEEP(gosum)
KEEP(gemfile)
KEEP(mix)
KEEP(gradle)
KEEP(terraform)

/* Which Go it wants stands there, too: the first line that says so. */
static bool keep_gomod(const struct source *source, struct view text, struct text *out)
{
    struct view rest = text, line, word;
    (void)keep(source, envfp__lock_gomod, text, out);
    while (view_cut(&rest, '\n', &line)) {
        if (!view_cut_word(&line, &word) || !view_is(word, "go") || !view_cut_word(&line, &word))
            continue;
        struct view wanted = envfp__arena_join(out->arena, (struct view[]){VIEW(">="), word}, 2);
        word = envfp__version_is_wanted(wanted) ? word : VIEW("?");
        add_fields(out, "go", &word, 1);
        break;
    }
    return false;
}

#define LAYER APP
#define OWNER locks
#define DECLARES "collect/project/lock_kept.c"
#include "collect/declare.h"

/* ---- Reading -------------------------------------------------------------------------------------------------------- */

static void take_gap(struct lock *lock, struct view name)
{
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        if (view_is(name, gaps[i].name)) {
            envfp__lock_fail(lock, gaps[i].reason);
            return;
        }
    envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
}

/* Reserves the room that the original text needed, so that bounds apply as they did to it. */
static void take_room(struct lock *lock, size_t records, size_t bytes, struct view line)
{
    struct project *project = lock->project;
    struct view count = VIEW(""), size = VIEW("");
    uint64_t more = 0, length = 0;
    (void)view_cut(&line, '\t', &count);
    (void)view_cut(&line, '\t', &size);
    if (!envfp__view_number(count, 10, &more) || !envfp__view_number(size, 10, &length)) {
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
    } else if (more > LOCK_RECORDS_MOST || length > LOCK_BYTES_MOST || records + more > LOCK_RECORDS_MOST ||
               bytes + length > LOCK_BYTES_MOST) {
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
    } else {
        project->records = project->records > records + more ? project->records : (size_t)(records + more);
        project->bytes = project->bytes > bytes + length ? project->bytes : (size_t)(bytes + length);
    }
}

static void take_pin(struct lock *lock, struct view line)
{
    struct view required = VIEW(""), name = VIEW(""), version = VIEW("");
    (void)view_cut(&line, '\t', &required);
    (void)view_cut(&line, '\t', &name);
    (void)view_cut(&line, '\t', &version);
    envfp__lock_pin(lock, name, version, line, view_is(required, "1"));
}

bool envfp__lock_kept(struct lock *lock, struct view base, struct view text)
{
    size_t records = lock->project->records, bytes = lock->project->bytes;
    struct view line, word, name = VIEW(""), version = VIEW(""), room = VIEW("0\t0");
    if (!view_starts(text, mark))
        return false;
    text = view_skip(text, mark.length);
    while (lock->reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        word = VIEW("");
        (void)view_cut(&line, '\t', &word);
        if (view_is(word, "room")) {
            room = line;
        } else if (view_is(word, "pin")) {
            take_pin(lock, line);
        } else if (view_is(word, "of")) {
            name = version = VIEW("");
            (void)view_cut(&line, '\t', &name);
            (void)view_cut(&line, '\t', &version);
        } else if (view_is(word, "is")) {
            envfp__lock_detail(lock, name, version, line);
        } else if (view_is(word, "in")) {
            envfp__lock_include(lock, base, line);
        } else if (!view_is(word, "go")) {
            take_gap(lock, view_is(word, "gap") ? line : word);
        }
    }
    if (lock->reason == ENVFP_REASON_NONE)
        take_room(lock, records, bytes, room);
    return true;
}

void envfp__lock_read(struct lock *lock, lock_reader *read, struct view text)
{
    envfp__bag_add(lock->c, &lock->files, view_of(lock->file));
    read_text(lock, read, lock->file, text);
    /* What requirements include. */
    for (size_t i = 1; i < lock->files.count && lock->reason == ENVFP_REASON_NONE; i++) {
        const char *file = lock->files.items[i].text;
        enum envfp_reason reason = envfp__project_read(lock->project, file, &text);
        if (reason != ENVFP_REASON_NONE)
            envfp__lock_fail(lock, reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_MALFORMED : reason);
        else
            read_text(lock, read, file, text);
    }
}

bool envfp__lock_is_requirements(struct lock *lock, struct view path)
{
    struct view whole = envfp__arena_join(lock->c->scratch, (struct view[]){VIEW("/"), path}, 2);
    const struct envfp_read *row = envfp__declared_read(&declared.head, whole);
    return row && strcmp(declared_form(row), "requirements") == 0;
}

#endif
