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
#include "collect/project/marker.h"

/* Enough for a project with everything; a hostile file becomes a gap before it exhausts memory. */
#define LOCK_RECORDS_MOST 150000U
#define LOCK_PINS_MOST 40000U
#define LOCK_BYTES_MOST ((size_t)12 << 20)
#define LOCK_WORD_MOST 1024U
#define LOCK_LINKS_MOST 200000U
#define LOCK_GROUPS_MOST 30U

/* A project's folder and what may still be taken from it. */
struct project {
    struct collect *c;
    const char *folder; /* without a slash at the end, but for the root */
    size_t records, pins, bytes, links;
    bool drifted, agreed, partly; /* some lock file does, some does, of some not all could be judged */
    bool unread;                  /* some lock file is a gap */
    enum envfp_reason untold;     /* why the agreement with one lock is unknown, or NONE */
    struct bag drift, unchecked;
    size_t checked, missing, other, unchecked_count;
    struct installed_python *python; /* the project's own environment, once it was looked at */
    struct installed_node *node;     /* its node_modules, the same */
};

/* What a lock wants. Groups are bits: the first are the packages that every installation has; the others are for
 * development, or are asked for by name. */
#define GROUP_MAIN 1U
/* Not a group: that the project leads to a pin whose groups the lock itself says. */
#define GROUP_REACHED (1U << 31)

struct pin {
    struct view name, version; /* the version is empty where a range alone is asked for */
    struct view path;   /* where it is installed, below the folder; empty where the lock does not say */
    struct view when;   /* under which conditions (marker.h); empty: always */
    struct view range;  /* where the version is empty: which versions will do */
    uint32_t groups;    /* those that want it */
    uint32_t optional;  /* those that do without it where it does not fit */
    bool maybe;         /* it may be wanted: what decides is unknown */
    bool helper;        /* no package, but a node that wants packages: the project, an extra of one */
    size_t link, links; /* what it wants itself: `links` of the lock's, from `link` on */
};

/* One package wants another. */
struct link {
    struct view name, version; /* an empty version: each that is locked of this name */
    struct view when;
    uint32_t groups; /* on whose behalf; all, but for what the project itself wants */
    bool optional;
};

struct lock {
    struct project *project;
    struct collect *c;
    const char *file; /* its name in the project's folder */
    struct pin *pins;
    size_t count, capacity;
    struct view *records;
    size_t record_count, record_capacity;
    struct link *links;
    size_t link_count, link_capacity, link_pending; /* from the pending one on they are of the next pin */
    struct bag groups;        /* names of groups but the first; their number is the bit */
    uint32_t extras;          /* groups that nobody gets without asking */
    bool linked;              /* who wants what follows from links */
    bool flagged;             /* but for the groups, which the lock says itself: links give GROUP_REACHED */
    bool rootless;            /* and what the project itself wants is not told */
    bool asked;               /* extras and groups that a condition names are asked for: groups decide */
    bool loose;               /* there were too many links: nothing is missed for sure */
    bool constraint;          /* what is read restricts versions and asks for nothing */
    struct bag files;         /* files of requirements, each once: read, being read, or still to read */
    struct bag constraints;   /* those of them that only restrict */
    enum envfp_reason reason; /* NONE, or why there are no pins */
};

/* Who wants a pin, and when; all zero: follows from links. */
struct want {
    struct view when;
    uint32_t groups, optional;
};

/* Adds a pin. The views may be temporary. A name or version without the proper form makes the whole lock malformed. */
void envfp__lock_pin(struct lock *lock, struct view name, struct view version, struct view path,
                     const struct want *want);
/* A package of which a range is asked for, and no version pinned: it has no part in pins and digest. */
void envfp__lock_ask(struct lock *lock, struct view name, struct view range, const struct want *want);
/* A node that is no package and wants what was linked since the last pin. `groups`: all that may want it, or 0 where
 * that follows from links. */
void envfp__lock_helper(struct lock *lock, struct view name, struct view version, uint32_t groups);
/* The next pin, or helper, wants this package. */
void envfp__lock_link(struct lock *lock, const struct link *link);
/* Forgets the links since the last pin. */
void envfp__lock_unlink(struct lock *lock);
/* The bit of a group; `extra`: nobody gets it without asking. */
uint32_t envfp__lock_group(struct lock *lock, struct view name, bool extra);
/* Adds a detail to the lock's identity: a hash of an artifact, a commit, a constraint; empty ones are ignored.
 * Addresses lose user, password and query; local paths are dropped. */
void envfp__lock_detail(struct lock *lock, struct view name, struct view version, struct view detail);
void envfp__lock_fail(struct lock *lock, enum envfp_reason reason);
/* Reserves room for so many bytes; false where there is none, and the lock has failed. */
bool envfp__lock_room(struct lock *lock, size_t length);

/* Whether a text is a place on this machine: a path, or an address of a file. */
bool envfp__lock_is_path(struct view text);
bool envfp__lock_is_file(struct view text);

/* A pin's version as it may be shown: the commit for an address that has one, a fixed word for a local path. */
struct view envfp__lock_version(struct view version);

/* PEP 503, in scratch memory. */
struct view envfp__lock_python_name(struct lock *lock, struct view name);
/* "@scope/name@1.2.3" at the `@` behind the name; false without one. */
bool envfp__lock_split_at(struct view text, struct view *name, struct view *version);
struct view envfp__lock_unquote(struct view text);

/* A dependency specifier (PEP 508): "name[extra] >=1,<2 ; marker", "name @ address". */
struct requirement {
    struct view name, extras, wanted, marker; /* extras with their brackets */
    struct view tail;                         /* the marker with its semicolon */
};
/* Cuts one into its parts; false where it does not begin with a name. */
bool envfp__lock_requirement(struct view text, struct requirement *requirement);

/* Text that lasts while its lock is read. */
typedef void lock_reader(struct lock *lock, struct view text);

lock_reader envfp__lock_npm, envfp__lock_bun; /* lock_npm.c */
lock_reader envfp__lock_composer, envfp__lock_pipfile, envfp__lock_nuget, envfp__lock_renv, envfp__lock_flake,
    envfp__lock_deno; /* lock_json.c */
lock_reader envfp__lock_poetry, envfp__lock_uv, envfp__lock_pdm, envfp__lock_cargo, envfp__lock_pylock,
    envfp__lock_julia;                                                       /* lock_toml.c */
lock_reader envfp__lock_pnpm, envfp__lock_yarn;                              /* lock_yarn.c */
lock_reader envfp__lock_pubspec, envfp__lock_conda, envfp__lock_environment; /* lock_yaml.c */
lock_reader envfp__lock_requirements, envfp__lock_gomod, envfp__lock_gosum, envfp__lock_gemfile,
    envfp__lock_mix, envfp__lock_gradle, envfp__lock_terraform; /* lock_lines.c */

/* Reads a text, or what a recording keeps of one (lock_kept.c), with a format's reader, and what it includes. */
void envfp__lock_read(struct lock *lock, lock_reader *read, struct view text);
/* The same for one text of possibly several, which is read where it stands in the file `base`. */
void envfp__lock_read_text(struct lock *lock, lock_reader *read, const char *base, struct view text);
/* The first line of what a recording keeps, and its word for the reason why a lock is a gap. */
#define LOCK_KEPT "#!envfp lock\n"
struct view envfp__lock_gap_word(enum envfp_reason reason);
/* What it keeps of a lock's own members. */
enum {
    LOCK_FLAG_LINKED = 1,
    LOCK_FLAG_ROOTLESS = 2,
    LOCK_FLAG_ASKED = 4,
    LOCK_FLAG_LOOSE = 8,
    LOCK_FLAG_FLAGGED = 16
};
bool envfp__lock_has_file(const struct bag *files, struct view file);
/* Whether a row allows reading a file of that name as requirements: a name in another file does not suffice. */
bool envfp__lock_is_requirements(struct lock *lock, struct view path);
/* Adds another file of requirements; its path is relative to the folder of `base`. `constraint`: it only restricts
 * versions. */
void envfp__lock_include(struct lock *lock, struct view base, struct view path, bool constraint);

/* Reads a file of the project's into `content`, in the source's buffer; ABSENT for none, HIDDEN where a link leads out
 * of the folder. */
enum envfp_reason envfp__project_read(const struct project *project, const char *file, struct view *content);

/* ---- Who wants what (reach.c) -------------------------------------------------------------------------------- */

/* Follows the links from the project to the pins: fills in their groups. */
typedef enum tri condition(struct view when, const struct surroundings *here);
void envfp__lock_reach(struct lock *lock, condition *met_by, const struct surroundings *here);

/* ---- What is installed (drift.c) ---------------------------------------------------------------------------- */

void envfp__drift_python(struct lock *lock);
void envfp__drift_node(struct lock *lock);
void envfp__drift_go(struct lock *lock);
void envfp__drift_ruby(struct lock *lock);
void envfp__drift_composer(struct lock *lock);
void envfp__drift_conda(struct lock *lock);

/* ---- What versions the project asks for (wants.c) ------------------------------------------------------------- */

void envfp__project_wants(struct project *project);

#endif
