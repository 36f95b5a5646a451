/* SPDX-License-Identifier: MIT */
/*
 * What a recording keeps of a lock file: what its reader took, in lines of one form for all formats, so that nothing
 * that no reader looks at is there and what is told is the same. Where a lock is a gap, only why.
 *
 *     #!envfp lock
 *     room TAB RECORDS TAB BYTES       what reading it takes of a project's room
 *     flags TAB FLAGS TAB EXTRAS       of the lock: who wants what follows from links ...
 *     to TAB GROUPS TAB OPTIONAL TAB NAME TAB VERSION TAB CONDITION     the next pin wants this
 *     if TAB CONDITION                 when the next pin is wanted
 *     pin TAB GROUPS TAB OPTIONAL TAB NAME TAB VERSION TAB PATH
 *     ask TAB GROUPS TAB OPTIONAL TAB NAME TAB RANGE
 *     node TAB GROUPS TAB OPTIONAL TAB NAME TAB VERSION
 *     of TAB NAME TAB VERSION          whose details follow
 *     is TAB DETAIL
 *     in TAB PATH                      another file of requirements
 *     co TAB PATH                      another one that only restricts versions
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

static void add_counted(struct text *out, const char *word, uint32_t first, uint32_t second,
                        const struct view *fields, size_t count)
{
    envfp__text_add(out, view_of(word));
    envfp__text_add_byte(out, '\t');
    envfp__text_add_number(out, first);
    envfp__text_add_byte(out, '\t');
    envfp__text_add_number(out, second);
    add_fields(out, "", fields, count);
}

static void write_pin(const struct lock *lock, const struct pin *pin, struct text *out)
{
    for (size_t i = pin->link; i < pin->link + pin->links; i++) {
        const struct link *link = &lock->links[i];
        add_counted(out, "to", link->groups, link->optional,
                    (const struct view[]){link->name, link->version, link->when}, 3);
    }
    if (pin->when.length)
        add_fields(out, "if", &pin->when, 1);
    if (pin->helper)
        add_counted(out, "node", pin->groups, 0, (const struct view[]){pin->name, pin->version}, 2);
    else if (pin->version.length == 0)
        add_counted(out, "ask", pin->groups, pin->optional, (const struct view[]){pin->name, pin->range}, 2);
    else
        add_counted(out, "pin", pin->groups, pin->optional,
                    (const struct view[]){pin->name, pin->version, pin->path}, 3);
}

static void write_lock(const struct lock *lock, struct text *out)
{
    struct view before = VIEW("\n");
    envfp__text_add(out, VIEW(LOCK_KEPT));
    if (lock->reason != ENVFP_REASON_NONE) {
        struct view name = envfp__lock_gap_word(lock->reason);
        add_fields(out, "gap", &name, 1);
        return;
    }
    envfp__text_add(out, VIEW("room\t"));
    envfp__text_add_number(out, (int64_t)lock->project->records);
    envfp__text_add_byte(out, '\t');
    envfp__text_add_number(out, (int64_t)lock->project->bytes);
    envfp__text_add_byte(out, '\n');
    uint32_t flags = (lock->linked ? LOCK_FLAG_LINKED : 0) | (lock->rootless ? LOCK_FLAG_ROOTLESS : 0) |
                     (lock->asked ? LOCK_FLAG_ASKED : 0) | (lock->loose ? LOCK_FLAG_LOOSE : 0) |
                     (lock->flagged ? LOCK_FLAG_FLAGGED : 0);
    if (flags || lock->extras)
        add_counted(out, "flags", flags, lock->extras, NULL, 0);
    for (size_t i = 0; i < lock->count; i++)
        write_pin(lock, &lock->pins[i], out);
    for (size_t i = 0; i < lock->record_count; i++)
        add_record(lock->records[i], &before, out);
    for (size_t i = 1; i < lock->files.count; i++)
        add_fields(out, envfp__lock_has_file(&lock->constraints, lock->files.items[i]) ? "co" : "in",
                   &lock->files.items[i], 1);
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
        envfp__lock_read_text(&lock, read, "", text);
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
        struct view version;
        if (!view_cut_word(&line, &word) || !view_cut_word(&line, &version))
            continue;
        bool least = view_is(word, "go");
        if (!least && !(view_is(word, "toolchain") && view_starts(version, VIEW("go1"))))
            continue;
        struct view start = least ? VIEW(">=") : VIEW("");
        struct view wanted = envfp__arena_join(out->arena, (struct view[]){start, version}, 2);
        version = envfp__version_is_wanted(wanted) ? version : least ? VIEW("?") : VIEW("go1?");
        add_fields(out, least ? "go" : "toolchain", &version, 1);
    }
    return false;
}

#define LAYER APP
#define OWNER locks
#define DECLARES "collect/project/lock_kept.c"
#include "collect/declare.h"

#endif
