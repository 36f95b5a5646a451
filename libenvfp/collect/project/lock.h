/* SPDX-License-Identifier: MIT */
/*
 * Lock files, which say what versions a project pins. Each reader turns the text of one format into pins (name and
 * version) and records (everything that the digest covers); order, comments and line ends have no effect. A file that
 * is cut off or malformed gives a gap and no pin at all.
 */
#ifndef ENVFP_COLLECT_PROJECT_LOCK_H
#define ENVFP_COLLECT_PROJECT_LOCK_H

#include "base/json.h"
#include "collect/collect.h"

/* Enough for a project with everything; a hostile file becomes a gap before it exhausts memory. */
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
    enum envfp_reason untold; /* why the agreement with one lock is unknown, or NONE */
    struct bag drift;
    size_t drift_count;
};

struct pin {
    struct view name, version;
    struct view path; /* where it is installed, below the folder; empty where the lock does not say */
    bool required;    /* needed on every platform, with any installation options */
};

struct lock {
    struct project *project;
    struct collect *c;
    const char *file; /* its name in the project's folder */
    struct pin *pins;
    size_t count, capacity;
    struct view *records;
    size_t record_count, record_capacity;
    struct bag files;         /* files of requirements, each once: read, being read, or still to read */
    enum envfp_reason reason; /* NONE, or why there are no pins */
};

/* Adds a pin. The views may be temporary. A name or version without the proper form makes the whole lock malformed. */
void envfp__lock_pin(struct lock *lock, struct view name, struct view version, struct view path,
                     bool required);
/* Adds a detail to the lock's identity: a hash of an artifact, a commit, a constraint; empty ones are ignored.
 * Addresses lose user, password and query; local paths are dropped. */
void envfp__lock_detail(struct lock *lock, struct view name, struct view version, struct view detail);
void envfp__lock_fail(struct lock *lock, enum envfp_reason reason);
/* Reserves room for so many bytes; false where there is none, and the lock has failed. */
bool envfp__lock_room(struct lock *lock, size_t length);

/* A pin's version as it may be shown: the commit for an address that has one, a fixed word for a local path. */
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

/* Reads a text, or what a recording keeps of one (lock_kept.c), with a format's reader, and what it includes. */
void envfp__lock_read(struct lock *lock, lock_reader *read, struct view text);
/* The same for one text of possibly several, which is read where it stands in the file `base`. */
void envfp__lock_read_text(struct lock *lock, lock_reader *read, const char *base, struct view text);
/* The first line of what a recording keeps, and its word for the reason why a lock is a gap. */
#define LOCK_KEPT "#!envfp lock\n"
struct view envfp__lock_gap_word(enum envfp_reason reason);
/* Whether a row allows reading a file of that name as requirements: a name in another file does not suffice. */
bool envfp__lock_is_requirements(struct lock *lock, struct view path);
/* Adds another file of requirements; its path is relative to the folder of `base`. */
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
