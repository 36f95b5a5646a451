/* SPDX-License-Identifier: MIT */
/*
 * Programs that several packages offer under one name, and whose differences scripts trip over: sh, awk, cc, ld,
 * iptables, the tools that busybox or uutils replace. Told by where links lead (update-alternatives(1)); a program that
 * stands under its own name is the usual one and adds no fact.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(program)

TAKEN("/{bin,usr/bin}/sh")
SEEN("$PATH/{awk,c++,cc,find,grep,ld,ls,mpirun,nc,rename,sed,tar}")

FACT("alternatives/*", STRING, HASHED, BREAKS, IMAGE, "", "",
     "links of /bin/sh, iptables, and of awk, c++, cc, find, grep, ld, ls, mpirun, nc, rename, sed, tar on "
     "PATH; "
     "update-alternatives(1)",
     "Which program of several a name starts, where it is not the one of that name: sh may be dash or bash, "
     "awk mawk or "
     "gawk, ls busybox's. Scripts that were written for one fail under another.")

#else
#include "collect/program.h"
#include "elf/elf.h"

#define LAYER RUNTIMES
#define OWNER alternatives
#define DECLARES "collect/runtimes/alternatives.c"
#include "collect/declare.h"

#define HOPS_MOST 8
#define SEARCH_MOST ((uint64_t)4 << 20)

/* What tells a program by the path that a name leads to in the end; the first that fits counts. */
static const struct sign {
    const char *name;      /* of the program, or NULL for all */
    const char *directory; /* part of the path before the last slash, or NULL */
    const char *base;      /* start of the file's name, or NULL */
    const char *kind;
} signs[] = {
    {NULL, NULL, "busybox", "busybox"},
    {NULL, NULL, "toybox", "toybox"},
    {NULL, "/uutils", NULL, "uutils"},
    {NULL, "/cargo/bin/coreutils", NULL, "uutils"}, /* Ubuntu's rust-coreutils */
    {NULL, NULL, "uutils", "uutils"},
    {"awk", NULL, "mawk", "mawk"},
    {"awk", NULL, "gawk", "gawk"},
    {"awk", NULL, "original-awk", "original-awk"},
    {"awk", NULL, "bwk", "original-awk"},
    {"awk", NULL, "nawk", "nawk"},
    {"awk", NULL, "goawk", "goawk"},
    {"c++", NULL, "ccache", "ccache"},
    {"c++", NULL, "clang", "clang"},
    {"c++", "", "g++", "gcc"},
    {"c++", NULL, "icpx", "icx"},
    {"cc", NULL, "ccache", "ccache"},
    {"cc", NULL, "clang", "clang"},
    {"cc", NULL, "tcc", "tcc"},
    {"cc", NULL, "icx", "icx"},
    {"cc", "", "gcc", "gcc"},
    {"iptables", "", "nft", "nft"},
    {"iptables", "", "legacy", "legacy"},
    {"ld", "", "ld.bfd", "bfd"},
    {"ld", "", "ld.gold", "gold"},
    {"ld", "", "lld", "lld"},
    {"ld", "", "mold", "mold"},
    {"mpirun", "", "openmpi", "openmpi"},
    {"mpirun", "", "orterun", "openmpi"},
    {"mpirun", "", "prterun", "openmpi"},
    {"mpirun", "openmpi", NULL, "openmpi"},
    {"mpirun", "mvapich", NULL, "mvapich"},
    {"mpirun", "intel", NULL, "intel"},
    {"mpirun", "", "mpich", "mpich"},
    {"mpirun", "mpich", NULL, "mpich"},
    {"mpirun", "", "hydra", "hydra"},
    {"nc", NULL, "nc.openbsd", "openbsd"},
    {"nc", NULL, "nc.traditional", "traditional"},
    {"nc", NULL, "ncat", "ncat"},
    {"rename", NULL, "file-rename", "perl"},
    {"rename", NULL, "prename", "perl"},
    {"rename", NULL, "perl-rename", "perl"},
    {"rename", NULL, "rename.ul", "util-linux"},
    {"sh", NULL, "bash", "bash"},
    {"sh", NULL, "dash", "dash"},
    {"sh", NULL, "ksh93", "ksh93"},
    {"sh", NULL, "mksh", "mksh"},
    {"sh", NULL, "lksh", "mksh"},
    {"sh", NULL, "yash", "yash"},
    {"sh", NULL, "zsh", "zsh"},
    {"tar", NULL, "bsdtar", "bsdtar"},
};

/* Whether the sign's text is in the file's name: at its start, or anywhere where the sign's directory is "". */
static bool fits(const struct sign *sign, struct view name, struct view directory, struct view base)
{
    if (sign->name && !view_is(name, sign->name))
        return false;
    if (!sign->base)
        return view_has(directory, view_of(sign->directory));
    return sign->directory ? view_has(base, view_of(sign->base)) : view_starts(base, view_of(sign->base));
}

static struct view kind_of(struct view name, struct view path)
{
    struct view base = envfp__path_base(path), directory = envfp__path_directory(path);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (fits(&signs[i], name, directory, base))
            return view_of(signs[i].kind);
    return VIEW("");
}

/* A program that no sign knows by its own name, where that name is a word of the system's. */
static struct view other_kind(struct collect *c, struct view path)
{
    struct view base = envfp__path_base(path);
    bool plain = base.length <= 32 && !envfp__source_home(c->source, path);
    for (size_t i = 0; i < base.length; i++)
        plain = plain && (byte_is_alnum(base.text[i]) || memchr("+-._", base.text[i], 4));
    return plain ? base : VIEW("other");
}

/* Where a link leads, by its text alone. */
static const char *join(struct collect *c, const char *link, struct view target)
{
    struct view directory = envfp__path_directory(view_of(link));
    if (view_starts(target, VIEW("/")))
        return source_path(c->scratch, "", target, "");
    while (view_starts(target, VIEW("../"))) {
        target = view_skip(target, 3);
        directory = envfp__path_directory(directory);
    }
    const char *start = source_path(c->scratch, "", directory, view_is(directory, "/") ? "" : "/");
    return source_path(c->scratch, start, target, "");
}

/* Follows links until a sign fits, from where the first one leads. Empty where the program stands under its own name. */
static enum envfp_reason follow(struct collect *c, struct view name, const char *path, struct view target,
                                struct view *kind)
{
    bool linked = target.length > 0;
    enum envfp_reason reason = ENVFP_REASON_NONE;
    for (unsigned i = 0; i < HOPS_MOST && target.length && reason == ENVFP_REASON_NONE; i++) {
        path = join(c, path, target);
        *kind = kind_of(name, view_of(path));
        if (kind->length || !envfp__source_is_declared(c->source->common, SOURCE_READ_LINK, path))
            break;
        reason = source_link(c->source, c->scratch, path, &target);
    }
    if (linked && kind->length == 0 && !view_equal(envfp__path_base(view_of(path)), name))
        *kind = other_kind(c, view_of(path));
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
}

static enum envfp_reason read_link(struct collect *c, const char *path, struct view *target)
{
    enum envfp_reason reason = source_link(c->source, c->scratch, path, target);
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
}

/* ---- sh --------------------------------------------------------------------------------------------- */

static const char *const shells[][2] = {
    {"dash", "dash"}, {"bash", "bash"},     {"busybox", "busybox"},
    {"mksh", "mksh"}, {"toybox", "toybox"}, {"zsh", "zsh"},
};

/* Texts that the shells would print of themselves. */
static const char *const marks[][2] = {
    {"GNU bash, version ", "bash"},
    {"BusyBox v", "busybox"},
    {"@(#)MIRBSD KSH ", "mksh"},
};

static size_t take_mark(void *state, struct view text, char before, bool *last)
{
    (void)text;
    (void)before;
    *last = true;
    return *(size_t *)state;
}

static enum envfp_reason search_marks(struct collect *c, const char *path, struct view *kind)
{
    struct source_file file;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    enum envfp_reason reason = elf ? source_open_declared(c->source, path, &file) : ENVFP_REASON_TRUNCATED;
    if (reason != ENVFP_REASON_NONE)
        return reason;
    reason = envfp__elf_open(elf, c->source, &file);
    bool program = reason == ENVFP_REASON_NONE;
    for (size_t i = 0; program && kind->length == 0 && i < sizeof marks / sizeof *marks; i++) {
        struct view mark = view_of(marks[i][0]);
        reason = envfp__elf_search(elf, c->scratch, mark, mark.length, SEARCH_MOST, take_mark, &mark.length);
        if (reason == ENVFP_REASON_NONE)
            *kind = view_of(marks[i][1]);
        program = reason == ENVFP_REASON_NONE || reason == ENVFP_REASON_ABSENT;
    }
    source_close(c->source, &file);
    return source_is_failure(reason) ? reason : ENVFP_REASON_NONE;
}

/* A copy or a further name of a shell that stands beside it. */
static enum envfp_reason find_twin(struct collect *c, const struct source_stat *own, struct view *kind)
{
    for (size_t i = 0; kind->length == 0 && i < sizeof shells / sizeof *shells; i++) {
        struct source_stat stat;
        enum envfp_reason reason =
            source_stat(c->source, source_path(c->scratch, "/bin/", view_of(shells[i][0]), ""), &stat);
        if (reason == ENVFP_REASON_NONE && stat.type == SOURCE_FILE && stat.size == own->size)
            *kind = view_of(shells[i][1]);
        if (source_is_failure(reason))
            return reason;
    }
    return ENVFP_REASON_NONE;
}

/* What #!/bin/sh starts. Leaves its size where it is a program of many names. */
static enum envfp_reason find_shell(struct collect *c, struct view *kind, uint64_t *many)
{
    struct source_stat stat;
    struct view target;
    enum envfp_reason reason = read_link(c, "/bin/sh", &target);
    if (reason == ENVFP_REASON_NONE)
        reason = follow(c, VIEW("sh"), "/bin/sh", target, kind);
    if (reason != ENVFP_REASON_NONE || kind->length)
        return reason;
    reason = source_stat(c->source, "/bin/sh", &stat);
    if (reason != ENVFP_REASON_NONE || stat.type != SOURCE_FILE)
        return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
    reason = find_twin(c, &stat, kind);
    if (reason == ENVFP_REASON_NONE && kind->length == 0)
        reason = search_marks(c, "/bin/sh", kind);
    if (reason == ENVFP_REASON_NONE && kind->length == 0)
        reason = ENVFP_REASON_UNSUPPORTED;
    *many = view_is(*kind, "busybox") || view_is(*kind, "toybox") ? stat.size : 0;
    return reason;
}

/* ---- The others ------------------------------------------------------------------------------------- */

/* `many`: the shell's kind, where that is a program of many names, with its size. */
static void add(struct collect *c, const char *name, const char *path, struct view target, struct view many,
                uint64_t many_size)
{
    struct view kind = VIEW("");
    struct source_stat stat;
    enum envfp_reason reason = follow(c, view_of(name), path, target, &kind);
    /* Images of busybox give one file many names. */
    if (reason == ENVFP_REASON_NONE && kind.length == 0 && many_size) {
        reason = source_stat(c->source, path, &stat);
        if (reason == ENVFP_REASON_NONE && stat.type == SOURCE_FILE && stat.size == many_size)
            kind = many;
    }
    if (reason == ENVFP_REASON_NONE && kind.length)
        fact_member(c, "alternatives", view_of(name), kind);
    fact_gap(c, "alternatives/*", reason);
}

void envfp__collect_alternatives(struct collect *c)
{
    struct view shell = VIEW(""), target;
    uint64_t many = 0;
    enum envfp_reason reason = find_shell(c, &shell, &many), unseen;
    if (reason == ENVFP_REASON_NONE && shell.length)
        fact_member(c, "alternatives", VIEW("sh"), shell);
    fact_gap(c, "alternatives/*", reason);
    for (size_t i = 0; i < PROGRAM_TOOLS; i++) {
        const char *path;
        if (envfp__program_find_tool(c, envfp__program_tools[i], &path, &target, &unseen) &&
            unseen == ENVFP_REASON_NONE)
            add(c, envfp__program_tools[i], path, target, shell, many);
        fact_gap(c, "alternatives/*", unseen);
    }
    /* Administrators' directories are on few people's PATH: what it starts there is the same for all. */
    reason = read_link(c, "/usr/sbin/iptables", &target);
    fact_gap(c, "alternatives/*", reason);
    if (reason == ENVFP_REASON_NONE && target.length)
        add(c, "iptables", "/usr/sbin/iptables", target, shell, 0);
}

#endif
