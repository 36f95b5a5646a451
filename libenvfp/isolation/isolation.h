/* SPDX-License-Identifier: MIT */
/*
 * What isolates programs and goes by a name, and the signs of each: the table of isolation/rows.h, in arrays without
 * pointers, so that nothing of it is relocated when a program starts. Signs stand by class, and within a class by row.
 */
#ifndef ENVFP_ISOLATION_ISOLATION_H
#define ENVFP_ISOLATION_ISOLATION_H

#include "base/view.h"
#include "isolation/rows.h"

/* A number for each row. */
#define ISOLATION_NUMBER(id, word, title, kind, on, namespaces) ISOLATION_##id,
enum isolation_id {
    ISOLATION_ROWS(ISOLATION_NUMBER) ISOLATION_COUNT,
    ISOLATION_none = ISOLATION_COUNT /* no row */
};
#undef ISOLATION_NUMBER

/* Where the signs weigh the same, the earlier kind is named. */
enum isolation_kind {
    KIND_ENGINE,       /* runs programs in containers */
    KIND_SYSTEM,       /* runs systems in containers, in which other engines run */
    KIND_GENERIC,      /* what engines have in common: it is named where no engine shows */
    KIND_MACHINE,      /* stands for a machine, in which all others run */
    KIND_SANDBOX,      /* restricts a program */
    KIND_CHROOT,       /* gives a program another root directory, and little else */
    KIND_ORCHESTRATOR, /* decides which containers run where */
    KIND_PLATFORM      /* hosts containers, or makes them for development */
};

/* Kinds that one verdict names. */
#define KINDS_RUNTIME (1U << KIND_ENGINE | 1U << KIND_SYSTEM | 1U << KIND_GENERIC | 1U << KIND_MACHINE)
#define KINDS_SANDBOX (1U << KIND_SANDBOX | 1U << KIND_CHROOT)
#define KINDS_ORCHESTRATOR (1U << KIND_ORCHESTRATOR)
#define KINDS_PLATFORM (1U << KIND_PLATFORM)

enum isolation_weight {
    WEIGHT_VOID,
    WEIGHT_GENERIC, /* a kind of runtime's, which says nothing against any one of the kind */
    WEIGHT_LIGHT,   /* stands in images and leaks through inheritance */
    WEIGHT_FAIR,    /* written by a manager when it started this root file system */
    WEIGHT_HEAVY,   /* the kernel's own account of this process */
    WEIGHT_PROOF    /* the kernel itself is of that make */
};

/* Of signs of one weight the earlier kind counts; those of mounts are told by the same words, and equal. */
enum isolation_sign_kind {
    SIGN_KERNEL_FOREIGN_RELEASE,
    SIGN_KERNEL_FOREIGN_VERSION,
    SIGN_KERNEL_LINUX_RELEASE,
    SIGN_KERNEL_IMAGE,
    SIGN_KERNEL_FACT,
    SIGN_FILE_PROC,
    SIGN_FILE_HOST,
    SIGN_GROUP_NAME,
    SIGN_GROUP_HOST,
    SIGN_WORD_ENGINE,
    SIGN_FILE_ENGINE,
    SIGN_FILE_RUN,
    SIGN_WORD_MANAGER,
    SIGN_ROOT_DEVICE,
    SIGN_ROOT_FOLDER,
    SIGN_ROOT_TYPE,
    SIGN_MOUNT_BIND,
    SIGN_MOUNT_CGROUP,
    SIGN_MOUNT_OPTION,
    SIGN_MOUNT_PLACE,
    SIGN_MOUNT_SOURCE,
    SIGN_MOUNT_TYPE,
    SIGN_GROUP_FIRST,
    SIGN_VARIABLE_SET,
    SIGN_VARIABLE_AND,
    SIGN_VARIABLE_UNLESS,
    SIGN_VARIABLE_INHERITED,
    SIGN_WORD_ENVIRON,
    SIGN_WORD_EXECUTION,
    SIGN_FILE_LEFT,
    SIGN_FILE_IMAGE,
    SIGN_LABEL_PROFILE,
    SIGN_LABEL_TRACER
};

enum isolation_class {
    SIGNS_KERNEL,
    SIGNS_GROUP,
    SIGNS_ROOT,
    SIGNS_MOUNT,
    SIGNS_WORD,
    SIGNS_FILE,
    SIGNS_VARIABLE,
    SIGNS_LABEL,
    SIGNS_END
};

struct isolation {
    char word[24];
    uint8_t kind, on; /* enum isolation_kind, enum isolation_id */
    bool any_namespaces;
};

struct isolation_sign {
    uint8_t row, kind, weight, length; /* length: the text's */
    char text[50];                     /* and behind its NUL what facts tell; empty: the row's word */
};

extern const struct isolation envfp__isolations[ISOLATION_COUNT];

/* The first sign of a class; it ends where the next class begins. */
const struct isolation_sign *envfp__isolation_signs(enum isolation_class class);

/* A variable's name may not stand in brackets. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define FOR_SIGNS_UP_TO(sign, first, end)                                                                    \
    for (const struct isolation_sign *sign = envfp__isolation_signs(first), *const sign##_end =              \
                                                                                envfp__isolation_signs(end); \
         sign < sign##_end; sign++)
#define FOR_SIGNS(sign, class) FOR_SIGNS_UP_TO (sign, class, (enum isolation_class)((class) + 1))
#define FOR_ALL_SIGNS(sign) FOR_SIGNS_UP_TO (sign, SIGNS_KERNEL, SIGNS_END)
/* NOLINTEND(bugprone-macro-parentheses) */

static inline const struct isolation *isolation_of(const struct isolation_sign *sign)
{
    return &envfp__isolations[sign->row];
}

static inline bool isolation_is(const struct isolation *row, unsigned kinds)
{
    return kinds >> row->kind & 1;
}

static inline const char *isolation_word(unsigned row)
{
    return envfp__isolations[row].word;
}

static inline struct view sign_text(const struct isolation_sign *sign)
{
    return (struct view){sign->text, sign->length};
}

/* Whether the table of mounts shows it. */
static inline bool sign_is_mounts(const struct isolation_sign *sign)
{
    return sign->kind >= SIGN_ROOT_DEVICE && sign->kind <= SIGN_MOUNT_TYPE;
}

/* The word that facts have for it. */
static inline const char *sign_told(const struct isolation_sign *sign)
{
    const char *told = sign->text + sign->length + 1;
    return told[0] ? told : isolation_of(sign)->word;
}

/* Of two signs that show the one to name: the heavier, an engine before what engines have in common, the kind of sign
 * and of row that comes first, what stands on others before what others stand on, the word that sorts first. */
bool envfp__isolation_precedes(const struct isolation_sign *a, const struct isolation_sign *b);
/* The same of two rows, whatever shows of them. */
bool envfp__isolation_row_precedes(unsigned a, unsigned b);

#endif
