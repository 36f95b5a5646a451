/* SPDX-License-Identifier: MIT */
/*
 * Files of a running Linux as the sources use them: one mapping of errno values, one way to open, list and read links,
 * and trees that links cannot leave.
 */
#ifndef ENVFP_SOURCE_SYSTEM_H
#define ENVFP_SOURCE_SYSTEM_H

#include "source/source.h"

#include <limits.h>
#include <sys/stat.h>

/* With less, files beyond 2 GiB, large inodes and late times cannot be opened at all on 32-bit systems: the Makefile
 * asks for these. */
_Static_assert(sizeof(off_t) == 8 && sizeof(ino_t) == 8, "compile with -D_FILE_OFFSET_BITS=64");

/* ---- Mounts ---------------------------------------------------------------------------------------- */

struct mount {
    struct view id, parent, point, type, device; /* device: "MAJOR:MINOR" */
    struct view source, options;                 /* the file system's */
    bool remote;                                 /* touching it may block */
    bool exempt;                                 /* it might, but what runs here needs it anyway */
    bool network; /* of a type not known to be local, even where it is safe to touch */
    bool partial; /* procfs with subset=pid: processes, and nothing of the kernel's */
};

struct mounts {
    struct mount *list;
    size_t count, remote_count, network_count;
    size_t overlay_count; /* of those that lie over the kernel's files, some perhaps covered themselves */
};

/* Whose list it is: where anybody may have mounted, less is believed. */
enum mounts_of { MOUNTS_OWN, MOUNTS_OF_ANOTHER };

void envfp__mounts_parse(struct arena *arena, struct view mountinfo, enum mounts_of whose,
                         struct mounts *mounts);
/* Takes mounts for remote that are local by their type and may wait for a file server that they stand on: `own` is this
 * process's list, judged, where the list is another's; else NULL. */
void envfp__mounts_judge_stacked(struct arena *arena, struct mounts *mounts, const struct mounts *own);
/* The overlays whose options name a layer on a mount that may block. */
void envfp__mounts_judge_layers(struct arena *arena, struct mounts *mounts);
bool envfp__mounts_is_local_type(struct view type);
/* By the name of a block device. */
bool envfp__mounts_is_served_disk(struct view name);
/* Exempts mounts of which this process runs: those that /proc/self/maps has executable mappings of. Files that it has
 * mapped as data may be anybody's. */
void envfp__mounts_exempt(struct mounts *mounts, struct view maps);
void envfp__mounts_exempt_device(struct mounts *mounts, struct view device);
/* Whether an absolute path without links, or what it leads through, lies on a mount that may block. */
bool envfp__mounts_may_block(const struct mounts *mounts, struct view path);
/* Whether such a mount lies at the folder or below it. */
bool envfp__mounts_block_below(const struct mounts *mounts, struct view folder);
/* Those of them that lie below the folder, which is then "/". */
void envfp__mounts_below(struct arena *arena, const struct mounts *mounts, struct view folder,
                         struct mounts *below);
/* The mount that an absolute path without links lies on; NULL where none is known. */
const struct mount *envfp__mounts_find(const struct mounts *mounts, struct view path);
/* Whether a path below /proc or /sys shows less than the kernel has: a mask covers it, or the mount shows only a part
 * of the kernel's file system. */
bool envfp__mounts_hide(const struct mounts *mounts, struct view path);
/* Whether what a path below /proc or /sys shows is some other file system's, mounted over the kernel's: lxcfs' for one,
 * which tells a container's share of the machine. Of a mount that may block this is told only where such mounts are
 * allowed, or it is lxcfs' at one of its places: the read itself says `remote` of others. */
bool envfp__mounts_overlay(const struct mounts *mounts, struct view path, bool allow_remote);

/* ---- Files that this process has locked ------------------------------------------------------------ */

/* POSIX: closing any descriptor of a file drops all record locks that the process holds on it. Databases
 * live below /var/lib and /usr/lib/sysimage; the host may have locked one. */
struct held {
    struct arena *arena;
    uint64_t read;            /* bytes of lists of locks so far */
    struct view own;          /* this process's locks, where the list is not read again */
    enum envfp_reason reason; /* of the last reading */
    bool blind;               /* /proc is not to be touched: nothing is known of locks */
};

/* Whether the path, as the environment sees it, is a database's. */
bool envfp__held_matters(const char *path);
/* Whether this process has such locks on the file; where that cannot be told, whether one of its name is open. */
bool envfp__held_has(struct held *held, const char *path, const struct stat *stat);

/* ---- Trees ----------------------------------------------------------------------------------------- */

struct tree {
    int root;                    /* O_PATH descriptor */
    bool openat2;                /* may be used */
    bool proc;                   /* /proc is there: an O_PATH descriptor can be reopened through it */
    bool one_mount;              /* no other mount is entered, since it is not known which may block */
    const struct mounts *mounts; /* no remote one of these is touched; may be NULL */
    struct held *held;           /* open none of these; may be NULL */
};

/* ---- Descriptors ------------------------------------------------------------------------------------ */

enum envfp_reason envfp__system_reason(int error);
/* Calls that a signal breaks off are repeated: a host program's handler without SA_RESTART must not cost an answer, nor
 * may a storm of signals keep us here. */
#define SYSTEM_TRIES 100
int envfp__system_open(int at, const char *path, int flags);
int envfp__system_fstat(int descriptor, struct stat *stat);
int envfp__system_fstatat(int at, const char *path, struct stat *stat, int flags);
/* Reads into the caller's bytes; interrupted calls are repeated. `offset` UINT64_MAX: where it stands. */
enum envfp_reason envfp__system_pull(int descriptor, uint64_t offset, char *bytes, size_t capacity,
                                     size_t *got);
/* A whole file of the kernel's into the arena; longer than `most`: TRUNCATED. */
enum envfp_reason envfp__system_read(struct arena *arena, const char *path, uint64_t most,
                                     struct view *content);
/* Reads a whole directory. */
enum envfp_reason envfp__system_entries(struct arena *arena, int directory, uint64_t limit,
                                        struct source_entry **entries, size_t *count);
/* As above, and closes the descriptor. */
enum envfp_reason envfp__system_list(struct arena *arena, int directory, uint64_t limit,
                                     struct source_entry **entries, size_t *count);
struct statfs;
int envfp__system_statfs(const char *path, struct statfs *fs);
/* Whether what stands at /proc looks like a file server's, whose every answer may be waited for. */
bool envfp__system_proc_may_block(void);
/* Whether /proc is the kernel's. */
bool envfp__system_has_proc(void);
/* Opens for use the very object of an O_PATH descriptor, even if its name now means another: through /proc/self/fd,
 * where /proc is the kernel's. Returns -1 and errno. */
int envfp__system_reopen(int found, int flags);
/* A link's text into `text`, which a longer one does not fit (MALFORMED). */
enum envfp_reason envfp__system_link_text(int at, const char *name, char text[PATH_MAX], struct view *target);
/* Text of a link; with `name` empty of the O_PATH descriptor itself. */
enum envfp_reason envfp__system_link(struct arena *arena, int at, const char *name, struct view *target);
/* Why an object is not read as a file; NONE for a regular one. Runtimes mask files with /dev/null: HIDDEN. */
enum envfp_reason envfp__system_unread(const struct stat *stat);
void envfp__system_stat(const struct stat *from, struct source_stat *stat);

/* ---- Operations on a tree, shared by sources that are one ------------------------------------------------ */

/* A directory as the tree's root, which the caller closes; ENVFP_NOT_FOUND or ENVFP_IO. */
enum envfp_status envfp__tree_start(struct tree *tree, const char *directory);
/* Learns which mounts below the tree's root may block. The root's own file system was named, and may be read. */
void envfp__tree_guard(struct tree *tree, struct arena *arena);
/* The device of an O_PATH descriptor's object as mountinfo writes it, without asking a file server; empty where that
 * cannot be told. */
struct view envfp__system_device(struct arena *arena, int found);
enum envfp_reason envfp__tree_open(const struct tree *tree, const char *path, enum source_how how,
                                   struct source_file *file);
enum envfp_reason envfp__tree_list(const struct tree *tree, struct arena *arena, const char *path,
                                   enum source_how how, uint64_t limit, struct source_entry **entries,
                                   size_t *count);
enum envfp_reason envfp__tree_link(const struct tree *tree, struct arena *arena, const char *path,
                                   enum source_how how, struct view *target);
enum envfp_reason envfp__tree_stat(const struct tree *tree, const char *path, enum source_how how,
                                   struct source_stat *stat);

/* ---- The sources ------------------------------------------------------------------------------------ */

struct source_options {
    const char *const
        *environment; /* `environment_count` entries "NAME=value"; NULL: read the process's own */
    size_t environment_count;
};

/* This process and machine. */
enum envfp_status envfp__source_live(struct source_common *common, const struct source_options *options,
                                     struct source *source);
/* Another process, in its namespaces and with its environment. */
enum envfp_status envfp__source_pid(struct source_common *common, uint32_t pid, struct source *source);
/* A directory used as "/"; with `recording` also its .envfp. */
enum envfp_status envfp__source_root(struct source_common *common, const char *directory, bool recording,
                                     struct source *source);
/* Writes down in `directory` what is read through it from `inner`. `bare`: that is files without a running system;
 * `layers`: names of those that a replay is to ask for, joined by commas, or nothing for all; `project`: the folder that
 * it is to ask for, or NULL. */
enum envfp_status envfp__source_record(struct source_common *common, const struct source *inner,
                                       int directory, bool bare, struct view layers, const char *project,
                                       struct source *source);
/* Ends a recording; false where something could not be written. */
bool envfp__source_record_finish(const struct source *recorder);
/* Closes what a source holds open. A recorder does not release the source that it records; do that afterwards. A zeroed
 * source holds nothing: the functions above leave one where they fail. */
void envfp__source_release(const struct source *source);

#endif
