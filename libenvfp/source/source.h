/* SPDX-License-Identifier: MIT */
/*
 * The only door to the world. Collectors ask here and nowhere else; limits, the deadline, mounts that
 * must not be touched and the difference between "absent" and "could not be read" are decided here, once.
 *
 * Every operation returns ENVFP_REASON_NONE or why there is no answer. ENVFP_REASON_ABSENT means that the
 * thing really is not there; everything else is a gap. Paths are absolute, as the environment sees them;
 * /proc/self is the process that the fingerprint is about, whoever reads it.
 */
#ifndef ENVFP_SOURCE_H
#define ENVFP_SOURCE_H

#include "base/numbering.h"

/* What an operation may see of one directory entry or file. */
enum source_type { SOURCE_OTHER, SOURCE_FILE, SOURCE_DIRECTORY, SOURCE_LINK };

struct source_entry {
    struct view name;
    enum source_type type; /* SOURCE_OTHER also where the file system does not tell */
};

struct source_stat {
    enum source_type type;
    uint32_t mode; /* permission bits */
    uint64_t size;
    uint64_t inode; /* 0 where it cannot be told (a root, an old recording) */
};

struct source_uname {
    struct view sysname, release, version, machine; /* never the node or domain name */
};

struct source_device {
    struct view path, key, value; /* sysfs path, property, value */
};

struct source_file {
    int descriptor;
    bool short_is_end;         /* a read that gives less than asked for was the last one: not so on a disk */
    uint64_t pulled;           /* bytes so far */
    enum envfp_reason trouble; /* why not all was read that was asked for */
    void *state;               /* the implementation's own */
    size_t question;           /* its number, where that is watched */
};

struct program_index;
struct mounts;
struct declaration;
struct aside;
struct envfp_read;

/* What is asked of a source. */
enum source_operation {
    SOURCE_OPEN,
    SOURCE_LIST,
    SOURCE_READ_LINK,
    SOURCE_STAT,
    SOURCE_CPUID,
    SOURCE_UNAME,
    SOURCE_AUXV,
    SOURCE_VARIABLE,
    SOURCE_PROBE,
    SOURCE_DEVICES
};

struct source_question {
    enum source_operation operation;
    const char *name; /* a path, a variable's or a probe's name; "leaf:subleaf" in hex */
    enum envfp_reason answer;
    size_t amount; /* entries of a directory, devices */
};

/* Observes every question to a source, in order. */
struct source_watch {
    void *state;
    size_t (*asked)(void *state, const struct source_question *question); /* gives its number */
    /* Of a file that was opened, with the bytes that were read, and why not all of what was asked for. */
    void (*closed)(void *state, size_t number, uint64_t bytes, enum envfp_reason trouble);
};

/* All files that declare rows (source/declared.h), in any order. */
struct declarers {
    const struct declaration *(*get)(size_t index);
    size_t count;
};

struct mounts;

/* One collection's limits and scratch memory, shared by a source and what decorates it. */
struct source_common {
    struct declarers declarers;
    struct aside (*aside)(size_t index); /* of each of them; NULL where nothing is recorded or traced */
    const struct source_watch *watch;    /* or NULL */
    size_t at_work;                      /* who of them asks; their count: nobody in particular */
    bool for_all; /* what is asked now is asked once, and others go by the answer, too */
    uint64_t file_limit, entry_limit;
    uint64_t deadline; /* CLOCK_MONOTONIC in ns, 0 for none */
    bool
        of_machine; /* what is asked now is asked about the machine: files laid over the kernel's say nothing of it */
    bool detail, allow_remote;
    const struct envfp_names *names; /* what libenvfp-names says of the live machine; or NULL */
    enum envfp_reason
        *trouble; /* set to the first failure, where it is NONE: see envfp__source_note; or NULL */
    enum envfp_reason unanswered; /* the latest failure, until a gap is made of it */
    const struct view *beneath;   /* the folder that reads must not leave; or NULL */
    /* While recording: a project's folder, as the environment sees it, or NULL. Of a file about several folders a
     * recording may keep what concerns this one. */
    const char *recorded_project;
    const char
        *asked; /* by which name a file beneath a folder was asked for, where links lead elsewhere; or NULL */
    struct arena *arena; /* lives as long as the collection; not for file contents */
    char *buffer;        /* reused by source_read, grown on demand */
    size_t capacity;
    struct source_leaf *leaves; /* CPUID answers, each asked once */
    size_t leaf_count, leaf_capacity;
    const struct mounts *mounts; /* of the environment, where they are known; or NULL */
    struct numbering homes;      /* those met so far, but for HOME */
    struct view home;            /* HOME, once it was asked for; empty where it names no home */
    bool home_known;
};

/* `arena` lives as long as the collection and holds no file's content. */
void envfp__source_common_init(struct source_common *common, const struct declarers *declarers,
                               struct arena *arena);

/* The n-th declaration whose rows count now: the collector at work, those that it USES, then those that all may use; every
 * declaration where no collector is at work. NULL behind the last. */
const struct declaration *envfp__source_declaration(const struct source_common *common, size_t n);
/* Whether a variable fits a row of this name, or, where that is NULL, any row of the collector at work. */
bool envfp__source_names_variable(const struct source_common *common, const char *pattern, struct view name);
const struct envfp_read *envfp__source_variable_row(const struct source_common *common, const char *name);

/* How a path is followed. PLAIN is for paths that somebody else named: no symbolic link anywhere on the way (else
 * HIDDEN), and only a regular file is opened, which is checked first (else UNSUPPORTED). This holds even where the tree
 * is changed meanwhile. */
enum source_how { SOURCE_AS_EVER, SOURCE_PLAIN };

/* What a source implements; every member but `took` and `cut` must be set. `self` is the implementation's own state. */
struct source_ops {
    enum envfp_reason (*open)(void *self, const char *path, enum source_how how, struct source_file *file);
    /* Up to `capacity` bytes at `offset`; *got 0 at the end. */
    enum envfp_reason (*pull)(void *self, struct source_file *file, uint64_t offset, char *bytes,
                              size_t capacity, size_t *got);
    void (*close)(void *self, struct source_file *file);
    /* NULL but in a recorder. */
    void (*took)(void *self, struct source_file *file, uint64_t offset, uint64_t length, bool path);
    /* A deadline or limit keeps it from being asked for the path, or for the rest of an open file (else NULL). */
    void (*cut)(void *self, const struct source_file *file, const char *path);
    /* In any order, without "." and ".."; names live in `arena`. More than `limit`: TRUNCATED. */
    enum envfp_reason (*list)(void *self, struct arena *arena, const char *path, enum source_how how,
                              uint64_t limit, struct source_entry **entries, size_t *count);
    enum envfp_reason (*link)(void *self, struct arena *arena, const char *path, enum source_how how,
                              struct view *target);
    enum envfp_reason (*stat)(void *self, const char *path, enum source_how how, struct source_stat *stat);
    enum envfp_reason (*cpuid)(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                               uint32_t registers[4]);
    unsigned (*cpuid_count)(void *self);
    enum envfp_reason (*uname)(void *self, struct arena *arena, struct source_uname *names);
    enum envfp_reason (*auxv)(void *self, struct arena *arena, const char *name, struct view *value);
    enum envfp_reason (*variable)(void *self, const char *name, struct view *value);
    /* The name of the variable at `*at`, which starts at 0 and moves on; ABSENT behind the last. */
    enum envfp_reason (*next_variable)(void *self, size_t *at, struct view *name);
    enum envfp_reason (*probe)(void *self, struct arena *arena, const char *name, struct view *result);
    enum envfp_reason (*devices)(void *self, struct arena *arena, struct source_device **devices,
                                 size_t *count);
    /* Closes what the source itself holds open, not a source that it decorates. */
    void (*release)(void *self);
};

struct source {
    const struct source_ops *ops;
    void *self;
    struct source_common *common;
    bool *remote; /* set to true where an answer is REMOTE; or NULL */
};

/* Whether an answer says that something failed, in place of what there is: neither absence, nor another kind of thing,
 * nor that the environment hides it. */
static inline bool source_is_failure(enum envfp_reason reason)
{
    return reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT &&
           reason != ENVFP_REASON_UNSUPPORTED && reason != ENVFP_REASON_HIDDEN;
}

/* Short names for callers; the symbols carry the library's prefix. */
#define source_read(...) envfp__source_read(__VA_ARGS__)
#define source_read_start(...) envfp__source_read_start(__VA_ARGS__)
#define source_read_line(...) envfp__source_read_line(__VA_ARGS__)
#define source_open(...) envfp__source_open(__VA_ARGS__)
#define source_open_declared(...) envfp__source_open_declared(__VA_ARGS__)
#define source_took(...) envfp__source_took(__VA_ARGS__)
#define source_took_path(...) envfp__source_took_path(__VA_ARGS__)
#define source_took_of(...) envfp__source_took_of(__VA_ARGS__)
#define source_pull(...) envfp__source_pull(__VA_ARGS__)
#define source_close(...) envfp__source_close(__VA_ARGS__)
#define source_list(...) envfp__source_list(__VA_ARGS__)
#define source_link(...) envfp__source_link(__VA_ARGS__)
#define source_resolve(...) envfp__source_resolve(__VA_ARGS__)
#define source_cpuid(...) envfp__source_cpuid(__VA_ARGS__)
#define source_cpuid_count(...) envfp__source_cpuid_count(__VA_ARGS__)
#define source_stat(...) envfp__source_stat(__VA_ARGS__)
#define source_uname(...) envfp__source_uname(__VA_ARGS__)
#define source_auxv(...) envfp__source_auxv(__VA_ARGS__)
#define source_variable(...) envfp__source_variable(__VA_ARGS__)
#define source_variable_shown(...) envfp__source_variable_shown(__VA_ARGS__)
#define source_probe(...) envfp__source_probe(__VA_ARGS__)
#define source_devices(...) envfp__source_devices(__VA_ARGS__)
#define source_path(...) envfp__source_path(__VA_ARGS__)
#define source_fold(...) envfp__source_fold(__VA_ARGS__)
#define source_fold_list(...) envfp__source_fold_list(__VA_ARGS__)
#define source_read_beneath(...) envfp__source_read_beneath(__VA_ARGS__)
#define source_start_beneath(...) envfp__source_start_beneath(__VA_ARGS__)
#define source_list_beneath(...) envfp__source_list_beneath(__VA_ARGS__)
#define source_took_beneath(...) envfp__source_took_beneath(__VA_ARGS__)
#define source_stat_beneath(...) envfp__source_stat_beneath(__VA_ARGS__)

/* Whether the collector at work declares the path or variable; SOURCE_STAT is also allowed on directories above
 * declared paths. */
bool envfp__source_is_declared(const struct source_common *common, enum source_operation operation,
                               const char *name);

/* ---- What collectors call -------------------------------------------------------------------- */

/* A file's content, whole. It lives in a buffer that the next source_read overwrites: copy what must
 * stay. A file above the limit, or above 8 MiB, gives the whole lines of its first part and TRUNCATED; a directory, FIFO or device gives
 * UNSUPPORTED; a file under a mask gives HIDDEN. */
enum envfp_reason source_read(const struct source *source, const char *path, struct view *content);
/* As above, at most `most` bytes from the start; more than that is no error. */
enum envfp_reason source_read_start(const struct source *source, const char *path, size_t most,
                                    struct view *content);
/* The first line that holds something, without outer blanks, copied into `arena`: for one-line attribute files. */
enum envfp_reason source_read_line(const struct source *source, struct arena *arena, const char *path,
                                   struct view *line);

/* A file in pieces, for what is large: pull at growing offsets, or here and there. Less than was asked for comes only
 * at the end, or with a reason. More bytes than the file limit give TRUNCATED. */
enum envfp_reason source_open(const struct source *source, const char *path, struct source_file *file);
/* The same for a path that a file or a link names: HIDDEN, and not opened, where the collector at work does not declare
 * it. */
enum envfp_reason source_open_declared(const struct source *source, const char *path,
                                       struct source_file *file);
enum envfp_reason source_pull(const struct source *source, struct source_file *file, uint64_t offset,
                              char *bytes, size_t capacity, size_t *got);
void source_close(const struct source *source, struct source_file *file);

/* ---- What a recording keeps of a file that is no text ---- */

/* Says that these bytes decided something: a recording keeps them, and has zeros where no bytes were taken. `offset`
 * and `length` may come from the file unchecked; what lies behind its end is ignored. */
void source_took(const struct source *source, struct source_file *file, uint64_t offset, uint64_t length);
/* The same for bytes that hold a path, ended by a NUL or by the range's end: a recording renames a home in it to
 * "/~". */
void source_took_path(const struct source *source, struct source_file *file, uint64_t offset,
                      uint64_t length);
/* The same for a file named by its path, as source_read_start reads it. */
void source_took_of(const struct source *source, const char *path, uint64_t offset, uint64_t length);

/* Entries sorted bytewise by name, in `arena`. More than the limit: none of them and TRUNCATED. */
enum envfp_reason source_list(const struct source *source, struct arena *arena, const char *path,
                              struct source_entry **entries, size_t *count);
/* A symbolic link's text; ABSENT where the path is no link. */
enum envfp_reason source_link(const struct source *source, struct arena *arena, const char *path,
                              struct view *target);
/* Follows links. */
enum envfp_reason source_stat(const struct source *source, const char *path, struct source_stat *stat);
/* The path without links and dots; ABSENT where it leads nowhere. */
enum envfp_reason source_resolve(const struct source *source, struct arena *arena, const char *path,
                                 struct view *resolved);

/* Reads inside a folder that somebody else may have filled, such as a project's. `folder` has no links (source_resolve;
 * "" for the root); `path` continues it, without a slash in front. Links are followed here, but only inside the folder:
 * a path that leads out of it is HIDDEN, and is neither opened nor looked at. Only regular files are read, checked
 * before they are opened; anything else is UNSUPPORTED. Scratch memory comes from `arena`. */
enum envfp_reason source_read_beneath(const struct source *source, struct arena *arena, struct view folder,
                                      const char *path, struct view *content);
enum envfp_reason source_start_beneath(const struct source *source, struct arena *arena, struct view folder,
                                       const char *path, size_t most, struct view *content);
enum envfp_reason source_list_beneath(const struct source *source, struct arena *arena, struct view folder,
                                      const char *path, struct source_entry **entries, size_t *count);
enum envfp_reason source_stat_beneath(const struct source *source, struct arena *arena, struct view folder,
                                      const char *path, struct source_stat *stat);
/* As source_took_of. */
void source_took_beneath(const struct source *source, struct arena *arena, struct view folder,
                         const char *path, uint64_t offset, uint64_t length);

/* Remembers an answer that is a failure, in the two members of struct source_common: neither absence, nor that something is of another kind than
 * was looked for (UNSUPPORTED). Every operation does so; what rests on its answer is a gap then. */
void envfp__source_note(const struct source *source, enum envfp_reason reason);

/* The operations as they are asked of an implementation, within the limits (for source/beneath.c). */
enum envfp_reason envfp__source_open_how(const struct source *source, const char *path, enum source_how how,
                                         struct source_file *file);
enum envfp_reason envfp__source_read_how(const struct source *source, const char *path, enum source_how how,
                                         size_t most, struct view *content);
enum envfp_reason envfp__source_list_how(const struct source *source, struct arena *arena, const char *path,
                                         enum source_how how, struct source_entry **entries, size_t *count);
enum envfp_reason envfp__source_link_how(const struct source *source, struct arena *arena, const char *path,
                                         enum source_how how, struct view *target);
enum envfp_reason envfp__source_stat_how(const struct source *source, const char *path, enum source_how how,
                                         struct source_stat *stat);

/* A CPUID leaf of one CPU (0: the one at hand); registers EAX EBX ECX EDX. ABSENT above the highest leaf
 * of its range (0, 0x40000000.., 0x80000000..); UNSUPPORTED on other processors; HIDDEN in roots. */
enum envfp_reason source_cpuid(const struct source *source, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                               uint32_t registers[4]);
/* Only recordings tell CPUs with different leaves apart; live the count is 1. 0 without CPUID. */
unsigned source_cpuid_count(const struct source *source);
enum envfp_reason source_uname(const struct source *source, struct arena *arena, struct source_uname *names);
/* "AT_HWCAP" as "0x..", "AT_PLATFORM" as text. */
enum envfp_reason source_auxv(const struct source *source, struct arena *arena, const char *name,
                              struct view *value);
/* A variable of the environment that the fingerprint is about; ABSENT also where the collector at work does not declare
 * it. */
enum envfp_reason source_variable(const struct source *source, const char *name, struct view *value);
/* The names of the variables that are set and fit a VARIABLE row of the collector at work whose name is `pattern`, or any
 * of its own rows where that is NULL: sorted, each ended by a NUL, in `arena`. Of more than VARIABLES_MOST: none and
 * TRUNCATED. */
enum envfp_reason envfp__source_variables(const struct source *source, struct arena *arena,
                                          const char *pattern, struct view **names, size_t *count);
/* A harmless probe of the system by name: "xcr0" (hex), "page_size" (bytes), "cpu_codename" (what the attached names
 * call the processor). Of the source itself: "running" is "no" where
 * there are files and no system, "layers" names those that a recording was made of where they are not all, "wasm" names
 * the system interface where the program is WebAssembly. */
enum envfp_reason source_probe(const struct source *source, struct arena *arena, const char *name,
                               struct view *result);
/* udev's properties of devices; ABSENT unless detail is asked for, names are attached and udev is there. */
enum envfp_reason source_devices(const struct source *source, struct arena *arena,
                                 struct source_device **devices, size_t *count);

/* Pieces joined to one path, ended by a NUL. */
const char *source_path(struct arena *arena, const char *a, struct view b, const char *c);

/* A path of the environment as a document may hold it: a home directory (HOME, and what looks like one)
 * becomes "~". `paths`: every element of a colon-separated list. */
struct view source_fold(const struct source *source, struct arena *arena, struct view path);
struct view source_fold_list(const struct source *source, struct arena *arena, struct view paths);

/* Every element of a list of paths with its home directory as "~", or with the name that a recording has for it. */
struct text;
void envfp__source_fold_paths(const struct source *source, struct view paths, bool recorded,
                              struct text *out);

/* The length of the home directory at the path's start; 0 where it lies in none. */
size_t envfp__source_home(const struct source *source, struct view path);
/* A recording's name for a home directory: "/~" for HOME, "/~2", "/~3" for others; different homes have different
 * names. */
struct view envfp__source_home_name(const struct source *source, struct view home);

/* A variable's value as documents and recordings may hold it, by its VARIABLE row: folded, or "set" where its form is
 * not known to be harmless. */
enum envfp_reason source_variable_shown(const struct source *source, struct arena *arena, const char *name,
                                        struct view *value);

#endif
