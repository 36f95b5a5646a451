/* SPDX-License-Identifier: MIT */
/* This process and machine; source_pid borrows most of it. */
#ifndef ENVFP_SOURCE_LIVE_H
#define ENVFP_SOURCE_LIVE_H

#include "source/system.h"

/* The directory that was listed last. The next paths mostly lie in it and are opened relative to it, which saves
 * walking the whole path again. */
struct listed {
    int directory; /* -1: none */
    char path[256];
    size_t length;
};

enum place { PLACE_DISK, PLACE_PROC, PLACE_SYS, PLACES };

struct live {
    struct source_common *common;
    struct tree tree;   /* "/", opened only on machines with remote mounts */
    bool checks_proc;   /* whether a mount below /proc may block */
    bool walks[PLACES]; /* whether paths there go through the tree */
    struct tree plain;  /* "/" for PLAIN paths on other machines; opened on first use */
    struct mounts mounts;
    struct view mountinfo; /* read once, served from here */
    enum envfp_reason mountinfo_reason;
    struct listed listed;
    bool proc, sys; /* mounted, and really procfs and sysfs */
    struct held held;
    const char *const *environment;
    size_t environment_count;
    bool ignore_environment; /* AT_SECURE */
    struct view home;        /* of the user who runs this program; empty where HOME is another's */
    bool careful;            /* another process is looked at, whose owner may have laid out the files */
};

enum envfp_reason envfp__live_open(void *self, const char *path, enum source_how how,
                                   struct source_file *file);
enum envfp_reason envfp__live_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                   size_t capacity, size_t *got);
void envfp__live_close(void *self, struct source_file *file);
enum envfp_reason envfp__live_list(void *self, struct arena *arena, const char *path, enum source_how how,
                                   uint64_t limit, struct source_entry **entries, size_t *count);
enum envfp_reason envfp__live_link(void *self, struct arena *arena, const char *path, enum source_how how,
                                   struct view *target);
enum envfp_reason envfp__live_stat(void *self, const char *path, enum source_how how,
                                   struct source_stat *stat);
enum envfp_reason envfp__live_probe(void *self, struct arena *arena, const char *name, struct view *result);
enum envfp_reason envfp__live_devices(void *self, struct arena *arena, struct source_device **devices,
                                      size_t *count);

/* source/machine.c: the processor and kernel under us, whatever process is asked about. */
enum envfp_reason envfp__machine_cpuid(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                       uint32_t registers[4]);
unsigned envfp__machine_cpuid_count(void *self);
enum envfp_reason envfp__machine_uname(void *self, struct arena *arena, struct source_uname *names);
enum envfp_reason envfp__machine_auxv(void *self, struct arena *arena, const char *name, struct view *value);
enum envfp_reason envfp__machine_probe(struct arena *arena, const char *name, struct view *result);

#endif
