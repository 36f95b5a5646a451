/* SPDX-License-Identifier: MIT */
#include "isolation/isolation.h"

enum namespaces { NAMESPACES_OWN = false, NAMESPACES_ANY = true };

#define ROW(id, word, title, kind, on, namespaces)                                                           \
    {word, KIND_##kind, ISOLATION_##on, NAMESPACES_##namespaces},
const struct isolation envfp__isolations[ISOLATION_COUNT] = {ISOLATION_ROWS(ROW)};
#undef ROW

#define SIGN(id, kind, weight, text, told)                                                                   \
    {ISOLATION_##id, SIGN_##kind, WEIGHT_##weight, sizeof(text) - 1, text "\0" told},
#define KERNEL(id, kind, weight, text, told) SIGN(id, KERNEL_##kind, weight, text, told)
#define GROUP(id, kind, weight, text, told) SIGN(id, GROUP_##kind, weight, text, told)
#define ROOT(id, kind, weight, text, told) SIGN(id, ROOT_##kind, weight, text, told)
#define MOUNT(id, kind, weight, text, told) SIGN(id, MOUNT_##kind, weight, text, told)
#define WORD(id, kind, weight, text) SIGN(id, WORD_##kind, weight, text, "")
#define FILE(id, kind, weight, name, path) SIGN(id, FILE_##kind, weight, path, "")
#define VARIABLE(id, kind, weight, name) SIGN(id, VARIABLE_##kind, weight, #name, "")
#define ALSO(id, kind, name) SIGN(id, VARIABLE_##kind, VOID, #name, "")
#define LABEL(id, kind, weight, text, told) SIGN(id, LABEL_##kind, weight, text, told)
/* clang-format off */
static const struct isolation_sign signs[] = {
    ISOLATION_KERNELS(KERNEL)
    ISOLATION_GROUPS(GROUP)
    ISOLATION_ROOTS(ROOT)
    ISOLATION_MOUNTS(MOUNT)
    ISOLATION_WORDS(WORD)
    ISOLATION_FILES(FILE)
    ISOLATION_VARIABLES(VARIABLE, ALSO)
    ISOLATION_LABELS(LABEL)
};
/* clang-format on */

/* How many there are of each class. */
#define ONE(...) +1 /* NOLINT(bugprone-macro-parentheses) */
enum {
    KERNELS = 0 ISOLATION_KERNELS(ONE),
    GROUPS = 0 ISOLATION_GROUPS(ONE),
    ROOTS = 0 ISOLATION_ROOTS(ONE),
    MOUNTS = 0 ISOLATION_MOUNTS(ONE),
    WORDS = 0 ISOLATION_WORDS(ONE),
    FILES = 0 ISOLATION_FILES(ONE),
    VARIABLES = 0 ISOLATION_VARIABLES(ONE, ONE)
};

static const uint16_t starts[SIGNS_END + 1] = {
    [SIGNS_GROUP] = KERNELS,
    [SIGNS_ROOT] = KERNELS + GROUPS,
    [SIGNS_MOUNT] = KERNELS + GROUPS + ROOTS,
    [SIGNS_WORD] = KERNELS + GROUPS + ROOTS + MOUNTS,
    [SIGNS_FILE] = KERNELS + GROUPS + ROOTS + MOUNTS + WORDS,
    [SIGNS_VARIABLE] = KERNELS + GROUPS + ROOTS + MOUNTS + WORDS + FILES,
    [SIGNS_LABEL] = KERNELS + GROUPS + ROOTS + MOUNTS + WORDS + FILES + VARIABLES,
    [SIGNS_END] = sizeof signs / sizeof *signs,
};

/* Longer texts would stand there without a NUL. */
#define SHORT(literal, member) _Static_assert(sizeof(literal) <= sizeof(member), literal);
#define SHORT_ROW(id, literal, name, kind, on, namespaces) SHORT(literal, envfp__isolations->word)
#define SHORT_SIGN(id, kind, weight, literal, words) SHORT(literal "\0" words, signs->text)
#define SHORT_WORD(id, kind, weight, literal) SHORT(literal "\0", signs->text)
#define SHORT_FILE(id, kind, weight, name, path) SHORT(path "\0", signs->text)
#define SHORT_NAME(id, kind, weight, name) SHORT(#name "\0", signs->text)
ENVFP_ISOLATIONS(SHORT_ROW, SHORT_SIGN, SHORT_SIGN, SHORT_SIGN, SHORT_SIGN, SHORT_WORD, SHORT_FILE,
                 SHORT_NAME, ISOLATION_VOID, SHORT_SIGN)

const struct isolation_sign *envfp__isolation_signs(enum isolation_class class)
{
    return &signs[starts[class]];
}

/* ---- What counts before what --------------------------------------------------------------------------------------- */

/* Whether other rows of its verdict stand on it. */
static bool carries(unsigned row)
{
    for (unsigned i = 0; i < ISOLATION_COUNT; i++)
        if (envfp__isolations[i].on == row)
            return true;
    return false;
}

bool envfp__isolation_row_precedes(unsigned a, unsigned b)
{
    const struct isolation *first = &envfp__isolations[a], *second = &envfp__isolations[b];
    if (first->kind != second->kind)
        return first->kind < second->kind;
    if (carries(a) != carries(b))
        return carries(b);
    return a < b;
}

static unsigned rank_of(const struct isolation_sign *sign)
{
    return sign_is_mounts(sign) ? SIGN_MOUNT_BIND : sign->kind;
}

bool envfp__isolation_precedes(const struct isolation_sign *a, const struct isolation_sign *b)
{
    bool generic = isolation_of(a)->kind == KIND_GENERIC;
    if (a->weight != b->weight)
        return a->weight > b->weight;
    if (generic != (isolation_of(b)->kind == KIND_GENERIC))
        return !generic;
    if (rank_of(a) != rank_of(b))
        return rank_of(a) < rank_of(b);
    return a->row != b->row && envfp__isolation_row_precedes(a->row, b->row);
}
