/* SPDX-License-Identifier: MIT */
/* Which C library a dynamic loader belongs to, and what that says of itself. */
#ifndef ENVFP_COLLECT_LIBC_IDENTITY_H
#define ENVFP_COLLECT_LIBC_IDENTITY_H

#include "collect/program.h"

enum libc_kind { LIBC_UNKNOWN, LIBC_GLIBC, LIBC_MUSL, LIBC_BIONIC, LIBC_UCLIBC, LIBC_DIETLIBC, LIBC_KLIBC };

struct libc_identity {
    enum libc_kind kind;
    struct view loader;    /* without links */
    struct view directory; /* of the library */
    struct view version, build_id;
    const char *machine; /* the library's; may be NULL */
    struct view *symbol_versions;
    size_t symbol_version_count;
    enum envfp_reason version_gap, symbol_versions_gap; /* NONE and ABSENT where there is none */
    bool from_package;                                  /* the version is the package database's word */
};

/* By the name of the loader. */
enum libc_kind envfp__libc_kind(struct view loader);
/* "glibc"; NULL for LIBC_UNKNOWN. */
const char *envfp__libc_name(enum libc_kind kind);

/* The C library of programs that name this loader. */
void envfp__libc_identify(struct collect *collect, struct view interpreter, struct libc_identity *identity);

/* The directories of /etc/ld.so.conf and what it includes, separated by colons, as they stand; the fact of them. */
struct view envfp__libc_conf(struct collect *collect);
/* The directories that musl's loader searches instead of its own: /etc/ld-musl-ARCH.path; the fact of them. */
struct view envfp__libc_musl_path(struct collect *collect, struct view interpreter, struct view loader);

/* The compilers' libraries, where a program for this C library finds them; `configured` directories come before the
 * usual ones. */
void envfp__libc_companions(struct collect *collect, const struct libc_identity *identity,
                            struct view configured);

/* Locales in force whose data glibc does not find: the fact of them. */
void envfp__libc_locales(struct collect *collect);
/* Whether glibc has data for this locale: NONE, ABSENT, or what kept us from looking. */
enum envfp_reason envfp__libc_locale_find(struct collect *collect, struct view name);

#endif
