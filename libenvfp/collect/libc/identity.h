/* SPDX-License-Identifier: MIT */
/* Which C library a dynamic loader belongs to, and that library's version and symbols. */
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
    /* NONE or ABSENT where there is no gap */
    enum envfp_reason version_gap, symbol_versions_gap, build_id_gap;
    bool from_package; /* the version is from the package database */
};

/* By the name of the loader. */
enum libc_kind envfp__libc_kind(struct view loader);
/* "glibc"; NULL for LIBC_UNKNOWN. */
const char *envfp__libc_name(enum libc_kind kind);

/* The C library of programs that name this loader. */
void envfp__libc_identify(struct collect *collect, struct view interpreter, struct libc_identity *identity);

/* The directories of /etc/ld.so.conf and its includes, separated by colons, unfolded; also adds the fact. */
struct view envfp__libc_conf(struct collect *collect);
/* The directories in /etc/ld-musl-ARCH.path, which musl's loader searches instead of its default; also adds the
 * fact. */
struct view envfp__libc_musl_path(struct collect *collect, struct view interpreter, struct view loader);

/* The compilers' libraries, where a program for this C library finds them; `configured` directories come before the
 * usual ones. */
void envfp__libc_companions(struct collect *collect, const struct libc_identity *identity,
                            struct view configured);

/* The version in a library's file name: "6.0.30" of "libstdc++.so.6.0.30"; empty where it has none. */
struct view envfp__libc_library_version(struct view base);

/* What the loader finds by its cache, in local directories and along LD_LIBRARY_PATH. */
void envfp__libc_cache(struct collect *collect, const struct libc_identity *identity, struct view configured);

/* Adds the fact of locales in force whose data glibc does not find. */
void envfp__libc_locales(struct collect *collect);
/* Whether glibc has data for this locale: NONE, ABSENT, or the reason why that could not be looked up. */
enum envfp_reason envfp__libc_locale_find(struct collect *collect, struct view name);

#endif
