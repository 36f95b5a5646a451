/* SPDX-License-Identifier: MIT */
/*
 * Lock files: what a project pins. Each reader turns one format's text into pins (name and version) and records (all
 * that the digest covers); order, comments and line ends go on the way. What does not end as it should, or makes no
 * sense, gives a gap and no pin at all.
 */
#ifndef ENVFP_COLLECT_PROJECT_LOCK_H
#define ENVFP_COLLECT_PROJECT_LOCK_H

#include "base/json.h"
#include "collect/collect.h"

/* Room for a project with everything; what was made to hurt becomes a gap before it becomes exhaustion. */
#define LOCK_RECORDS_MOST 150000U
#define LOCK_PINS_MOST 40000U
#define LOCK_BYTES_MOST ((size_t)12 << 20)
#define LOCK_WORD_MOST 1024U

/* A project's folder and what may still be taken from it. */
struct project {
    struct collect *c;
    const char *folder; /* without a slash at the end, but for the root */
    size_t records, pins, bytes;
    bool drifted, agreed;     /* some lock file does, some does */
    enum envfp_reason untold; /* why it cannot be told of one, or NONE */
    struct bag drift;
    size_t drift_count;
};

struct pin {
    struct view name, version;
    struct view path; /* where it is installed, below the folder; empty where the lock does not say */
    bool required;    /* everywhere, whatever the platform and the options of the installation */
};

struct lock {
    struct project *project;
    struct collect *c;
    const char *file; /* its name in the project's folder */
    struct pin *pins;
    size_t count, capacity;
    struct view *records;
    size_t record_count, record_capacity;
    struct bag files;         /* of requirements: to read, read or being read, each once */
    enum envfp_reason reason; /* NONE, or why there are no pins */
};

/* A pin. Views may be temporary; what has not the form of a name or a version makes the lock malformed. */
void envfp__lock_pin(struct lock *lock, struct view name, struct view version, struct view path,
                     bool required);
/* What else belongs to the lock's identity: a hash of an artifact, a commit, a constraint. Empty ones are left out;
 * of addresses only what names the thing stays, no user, password or query, and of local paths nothing. */
void envfp__lock_detail(struct lock *lock, struct view name, struct view version, struct view detail);
void envfp__lock_fail(struct lock *lock, enum envfp_reason reason);
/* Whether so many bytes may be kept; else the lock has failed. */
bool envfp__lock_room(struct lock *lock, size_t length);

/* A pin's version as it may be shown: addresses by their commit, local paths by that they are one. */
struct view envfp__lock_version(struct view version);

/* PEP 503, in scratch memory. */
struct view envfp__lock_python_name(struct lock *lock, struct view name);
/* "@scope/name@1.2.3" at the `@` behind the name; false without one. */
bool envfp__lock_split_at(struct view text, struct view *name, struct view *version);
struct view envfp__lock_unquote(struct view text);

/* Text that lasts while its lock is read. */
typedef void lock_reader(struct lock *lock, struct view text);

lock_reader envfp__lock_npm, envfp__lock_composer, envfp__lock_pipfile, envfp__lock_nuget, envfp__lock_renv,
    envfp__lock_flake, envfp__lock_bun, envfp__lock_deno; /* lock_json.c */
lock_reader envfp__lock_poetry, envfp__lock_uv, envfp__lock_pdm, envfp__lock_cargo, envfp__lock_pylock,
    envfp__lock_julia; /* lock_toml.c */
lock_reader envfp__lock_pnpm, envfp__lock_yarn, envfp__lock_pubspec, envfp__lock_conda,
    envfp__lock_environment; /* lock_yaml.c */
lock_reader envfp__lock_requirements, envfp__lock_gomod, envfp__lock_gosum, envfp__lock_gemfile,
    envfp__lock_mix, envfp__lock_gradle, envfp__lock_terraform; /* lock_lines.c */

/* Reads a text that a format's reader gets, or what a recording keeps of one (lock_kept.c). */
void envfp__lock_read(struct lock *lock, lock_reader *read, struct view text);
/* Whether it is one; then it is read. `base`: the file it stands in. */
bool envfp__lock_kept(struct lock *lock, struct view base, struct view text);
/* Whether a row says that a file of that name holds requirements: another one is not opened because a text names it. */
bool envfp__lock_is_requirements(struct lock *lock, struct view path);
/* Another file of requirements, by its path as a file in `base`'s folder names it. */
void envfp__lock_include(struct lock *lock, struct view base, struct view path);

/* Reads a file of the project's into `content`, in the source's buffer; ABSENT for none, HIDDEN where a link leads out
 * of the folder. */
enum envfp_reason envfp__project_read(const struct project *project, const char *file, struct view *content);

/* ---- What is installed (drift.c) ---------------------------------------------------------------------------- */

void envfp__drift_python(struct lock *lock);
void envfp__drift_node(struct lock *lock);
void envfp__drift_pnpm(struct lock *lock);
void envfp__drift_go(struct lock *lock);
void envfp__drift_ruby(struct lock *lock);
void envfp__drift_composer(struct lock *lock);
void envfp__drift_conda(struct lock *lock);

/* ---- What versions the project asks for (wants.c) ------------------------------------------------------------- */

void envfp__project_wants(struct project *project);

#endif
