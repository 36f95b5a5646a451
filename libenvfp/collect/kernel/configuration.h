/* SPDX-License-Identifier: MIT */
/*
 * The text of a kernel's configuration, and what a recording keeps of it: what is told, and nothing of the options that
 * hold what whoever built it wrote (a host's name, a command line, paths):
 *
 *     #!envfp config
 *     file TAB DIGEST          of /proc/config.gz alone: SHA-256 of it as the kernel served it
 *     settings TAB DIGEST      of all lines that set options
 *     gap TAB REASON           in its place
 *     CONFIG_NAME=VALUE        each that is told
 */
#ifndef ENVFP_COLLECT_KERNEL_CONFIGURATION_H
#define ENVFP_COLLECT_KERNEL_CONFIGURATION_H

#include "base/text.h"
#include "source/source.h"

struct configuration {
    char file[65], settings[65];
    enum envfp_reason reason; /* why settings and options are missing */
    struct view options;      /* the options shown, without "CONFIG_", one to a line */
};

/* Reads a configuration's text, as it is on disk or as a recording keeps it. */
void envfp__configuration_read(struct arena *arena, struct view text, struct configuration *read);
/* Reads a gzip file, or what a recording keeps of one: its digest and, with `detail`, the rest. MALFORMED where it is
 * neither. */
enum envfp_reason envfp__configuration_packed(struct arena *arena, struct view packed, bool detail,
                                              struct configuration *read);

/* Rows' forms, of the whole file. */
#define keep_configuration envfp__keep_configuration
#define keep_configuration_packed envfp__keep_configuration_packed
bool envfp__keep_configuration(const struct source *source, struct view text, struct text *out);
bool envfp__keep_configuration_packed(const struct source *source, struct view packed, struct text *out);

#endif
