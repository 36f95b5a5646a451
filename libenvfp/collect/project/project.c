/* SPDX-License-Identifier: MIT */
/* What a project's lock files pin, whether what is installed agrees, and what languages it asks for. */
#include "collect/project/project.h"

#include "base/sha256.h"
#include "base/sort.h"
#include "collect/project/installed.h"
#include "collect/project/lock.h"

static const struct format {
    const char *file;
    lock_reader *read;
    void (*drift)(struct lock *lock); /* NULL: nothing is installed beside the lock */
} formats[] = {
    {".terraform.lock.hcl", envfp__lock_terraform, NULL},
    {"Cargo.lock", envfp__lock_cargo, NULL},
    {"Gemfile.lock", envfp__lock_gemfile, envfp__drift_ruby},
    {"Manifest.toml", envfp__lock_julia, NULL},
    {"Pipfile.lock", envfp__lock_pipfile, envfp__drift_python},
    {"bun.lock", envfp__lock_bun, envfp__drift_node},
    {"composer.lock", envfp__lock_composer, envfp__drift_composer},
    {"conda-lock.yml", envfp__lock_conda, envfp__drift_conda},
    {"deno.lock", envfp__lock_deno, NULL},
    {"environment.yml", envfp__lock_environment, envfp__drift_conda},
    {"flake.lock", envfp__lock_flake, NULL},
    {"go.mod", envfp__lock_gomod, envfp__drift_go},
    {"go.sum", envfp__lock_gosum, NULL},
    {"gradle.lockfile", envfp__lock_gradle, NULL},
    {"mix.lock", envfp__lock_mix, NULL},
    {"npm-shrinkwrap.json", envfp__lock_npm, envfp__drift_node},
    {"package-lock.json", envfp__lock_npm, envfp__drift_node},
    {"packages.lock.json", envfp__lock_nuget, NULL},
    {"pdm.lock", envfp__lock_pdm, envfp__drift_python},
    {"pnpm-lock.yaml", envfp__lock_pnpm, envfp__drift_node},
    {"poetry.lock", envfp__lock_poetry, envfp__drift_python},
    {"pubspec.lock", envfp__lock_pubspec, NULL},
    {"pylock.toml", envfp__lock_pylock, envfp__drift_python},
    {"renv.lock", envfp__lock_renv, NULL},
    {"requirements.txt", envfp__lock_requirements, envfp__drift_python},
    {"uv.lock", envfp__lock_uv, envfp__drift_python},
    {"yarn.lock", envfp__lock_yarn, envfp__drift_node},
};

/* SHA-256 over the records, sorted and each once, a line feed behind each. */
static void add_digest(struct lock *lock)
{
    struct sha256 hash;
    char hex[65];
    size_t count = envfp__sort_unique(lock->c->scratch, lock->records, lock->record_count);
    envfp__sha256_init(&hash);
    for (size_t i = 0; i < count; i++) {
        envfp__sha256_add(&hash, lock->records[i].text, lock->records[i].length);
        envfp__sha256_add(&hash, "\n", 1);
    }
    envfp__sha256_final_hex(&hash, hex);
    fact_member(lock->c, "project.digest", view_of(lock->file), view_of(hex));
}

static void add_pins(struct lock *lock)
{
    for (size_t i = 0; i < lock->count; i++) {
        if (lock->pins[i].version.length == 0 || lock->pins[i].helper)
            continue;
        const struct view parts[] = {view_of(lock->file), VIEW(":"), lock->pins[i].name};
        envfp__facts_member_of(lock->c->facts, lock->c->layer, "project.pins", parts, 3,
                               lock->pins[i].version);
    }
}

static void add_lock(struct project *project, const struct format *format)
{
    struct lock lock = {.project = project, .c = project->c, .file = format->file};
    struct view text;
    enum envfp_reason reason = envfp__project_read(project, format->file, &text);
    if (reason == ENVFP_REASON_ABSENT)
        return;
    if (reason == ENVFP_REASON_NONE) {
        envfp__lock_read(&lock, format->read, text);
        reason = lock.reason;
    }
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(project->c, source_path(project->c->scratch, "project.digest/", view_of(format->file), ""),
                 reason);
        fact_gap(project->c, "project.pins/*", reason); /* which of them are its own stands in it alone */
        project->unread = project->unread || format->drift;
        return;
    }
    add_digest(&lock);
    add_pins(&lock);
    if (format->drift && lock.count)
        format->drift(&lock);
}

/* With what could not be read the counts would be others. */
static void add_count(struct project *project, const char *key, size_t count)
{
    if (project->untold != ENVFP_REASON_NONE)
        fact_gap(project->c, key, project->untold);
    else
        fact_integer(project->c, key, (int64_t)count);
}

static void add_state(struct project *project)
{
    struct collect *c = project->c;
    bool judged = project->drifted || project->agreed || project->partly;
    if (project->drifted || (judged && project->untold == ENVFP_REASON_NONE))
        fact_string(c, "project.state",
                    project->drifted                     ? VIEW("drifts")
                    : project->partly || project->unread ? VIEW("agrees-in-part")
                                                         : VIEW("agrees"));
    else
        fact_gap(c, "project.state", project->untold);
    if (project->drift.count)
        fact_set(c, "project.drift", project->drift.items, project->drift.count);
    if (project->unchecked.count)
        fact_set(c, "project.unchecked", project->unchecked.items, project->unchecked.count);
    if (!judged)
        return;
    add_count(project, "project.checked_count", project->checked);
    add_count(project, "project.unchecked_count", project->unchecked_count);
    if (project->drifted) {
        add_count(project, "project.drift_count", project->missing + project->other);
        add_count(project, "project.missing_count", project->missing);
    }
}

void envfp__project_collect(struct collect *c)
{
    struct view folder;
    enum envfp_reason reason = source_resolve(c->source, c->scratch, c->shared->project, &folder);
    fact_gap(c, "project.*", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    struct project project = {.c = c, .folder = view_is(folder, "/") ? "" : folder.text};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        add_lock(&project, &formats[i]);
    (void)envfp__installed_python(&project);
    (void)envfp__installed_node(&project);
    add_state(&project);
    envfp__project_wants(&project);
}
