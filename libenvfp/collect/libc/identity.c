/* SPDX-License-Identifier: MIT */
/*
 * Finds the C library that belongs to a loader: it stands beside it. Nothing is executed; the version is read from the
 * text that the library would print.
 */
#ifdef DECLARING

/* musl's loader is its library, whatever its link leads to. */
TAKEN("$LIB/*.so")
TAKEN("$LIB/*.so.*")

#else
#include "collect/libc/identity.h"

#define LAYER LIBC
#define OWNER libc_identity
#define DECLARES "collect/libc/identity.c"
#include "collect/declare.h"

#include "elf/elf.h"

#define SEARCH_MOST ((uint64_t)16 << 20)

/* Kinds of C libraries by the names of their loaders; the first that fits counts. */
static const struct {
    const char *start;
    enum libc_kind kind;
} loaders[] = {
    {"ld-musl-", LIBC_MUSL},  {"ld-uClibc", LIBC_UCLIBC},    {"ld64-uClibc", LIBC_UCLIBC},
    {"linker", LIBC_BIONIC},  {"klibc-", LIBC_KLIBC},        {"libdl.so", LIBC_DIETLIBC},
    {"ld-linux", LIBC_GLIBC}, {"ld64.so.", LIBC_GLIBC},      /* POWER, s390x */
    {"ld.so.1", LIBC_GLIBC},                                 /* MIPS, s390, PowerPC, Hurd */
    {"ld-2.", LIBC_GLIBC},    {"ld-x86-64.so.", LIBC_GLIBC}, /* Hurd */
};

static const char *const names[] = {NULL, "glibc", "musl", "bionic", "uclibc", "dietlibc", "klibc"};

enum libc_kind envfp__libc_kind(struct view loader)
{
    struct view base = envfp__path_base(loader);
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
        if (view_starts(base, view_of(loaders[i].start)))
            return loaders[i].kind;
    return LIBC_UNKNOWN;
}

const char *envfp__libc_name(enum libc_kind kind)
{
    return names[kind];
}

/* A version number at the start of a text: digits and dots, with a dot inside, and followed by some byte; in a file
 * that was cut off there is none. */
static struct view leading_version(struct view text)
{
    size_t end = 0;
    while (end < text.length && (byte_is_digit(text.text[end]) || text.text[end] == '.'))
        end++;
    struct view version = view_take(text, end);
    if (end == text.length)
        return VIEW("");
    while (view_ends(version, VIEW(".")))
        version.length--;
    bool good = version.length && byte_is_digit(version.text[0]) && view_find_byte(version, '.') != SIZE_MAX;
    return good ? version : VIEW("");
}

struct version_search {
    struct arena *arena;
    struct view version;
    unsigned hits;
};

/* "GNU C Library (Debian GLIBC 2.36-9+deb12u10) stable release version 2.36." */
static size_t is_banner(void *state, struct view text, char before, bool *last)
{
    struct version_search *search = state;
    (void)before;
    size_t end = view_find_byte(text, '\n');
    size_t at = envfp__view_find(view_take(text, end), VIEW(" version "));
    if (at == SIZE_MAX || end == SIZE_MAX)
        return 0;
    text = view_take(text, end + 1);
    search->version = envfp__arena_copy(search->arena, leading_version(view_skip(text, at + 9)));
    *last = search->version.length > 0;
    return *last ? text.length : 0;
}

/* musl's version is a string of its own: three numbers and, for a build between two releases, a suffix from git. */
static size_t is_bare_version(void *state, struct view text, char before, bool *last)
{
    struct version_search *search = state;
    size_t end = view_find_byte(text, '\0');
    (void)last;
    if (before != '\0' || end == SIZE_MAX)
        return 0;
    struct view version = leading_version(view_take(text, end + 1)), rest = version, part;
    unsigned parts = 0;
    text = view_take(text, end);
    while (view_cut(&rest, '.', &part))
        parts += part.length > 0 && part.length <= 3;
    struct view suffix = view_skip(text, version.length);
    if (parts != 3 || (suffix.length && !view_starts(suffix, VIEW("-git-"))))
        return 0;
    if (search->hits++ == 0)
        search->version = envfp__arena_copy(search->arena, text);
    return end + 1;
}

static enum envfp_reason search_musl(struct collect *c, struct elf *elf, struct version_search *search)
{
    static const char *const starts[] = {"1.", "0."};
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < 2 && reason == ENVFP_REASON_ABSENT && search->hits == 0; i++)
        reason =
            envfp__elf_search(elf, c->scratch, view_of(starts[i]), 64, SEARCH_MOST, is_bare_version, search);
    if (reason != ENVFP_REASON_ABSENT) /* cut off: another version may have followed */
        return reason;
    return search->hits == 1 ? ENVFP_REASON_NONE : ENVFP_REASON_MALFORMED;
}

/* ---- What gnu_get_libc_version() returns, without calling it ------------------------------------------- */

static uint64_t sign_extend(uint64_t number, unsigned bits)
{
    uint64_t sign = (uint64_t)1 << (bits - 1);
    return (number ^ sign) - sign;
}

/* [endbr64;] lea offset(%rip), %rax; ret */
static bool decode_x86_64(const struct elf *elf, const unsigned char *code, uint64_t address, uint64_t *text)
{
    size_t at = memcmp(code, "\xf3\x0f\x1e\xfa", 4) == 0 ? 4 : 0;
    if (memcmp(code + at, "\x48\x8d\x05", 3) != 0 || code[at + 7] != 0xc3)
        return false;
    *text = address + at + 7 + sign_extend(envfp__elf_number(elf, code + at + 3, 4), 32);
    return true;
}

/* [bti c;] adrp x0, page; add x0, x0, offset; ret */
static bool decode_aarch64(const struct elf *elf, const unsigned char *code, uint64_t address, uint64_t *text)
{
    size_t at = envfp__elf_number(elf, code, 4) == 0xd503245f ? 4 : 0;
    uint64_t page = envfp__elf_number(elf, code + at, 4), add = envfp__elf_number(elf, code + at + 4, 4);
    if ((page & 0x9f00001f) != 0x90000000 || (add & 0xffc003ff) != 0x91000000 ||
        envfp__elf_number(elf, code + at + 8, 4) != 0xd65f03c0)
        return false;
    uint64_t pages = sign_extend((page >> 5 & 0x7ffff) << 2 | (page >> 29 & 3), 21);
    *text = ((address + at) & ~(uint64_t)4095) + (pages << 12) + (add >> 10 & 0xfff);
    return true;
}

/* Reads the version that gnu_get_libc_version() returns, by decoding its instructions. That takes a dozen short reads,
 * where searching the constants for the banner takes a hundred KiB. */
static bool read_returned(struct elf *elf, struct arena *arena, struct view *version)
{
    unsigned char code[16];
    char bytes[24];
    uint64_t address, text = 0;
    bool x86_64 = elf->machine == 62 && elf->wide, aarch64 = elf->machine == 183 && elf->wide && !elf->big;
    if ((!x86_64 && !aarch64) ||
        envfp__elf_address(elf, VIEW("gnu_get_libc_version"), &address) != ENVFP_REASON_NONE ||
        envfp__elf_bytes(elf, address, code, sizeof code) != ENVFP_REASON_NONE ||
        !(x86_64 ? decode_x86_64 : decode_aarch64)(elf, code, address, &text) ||
        envfp__elf_bytes(elf, text, bytes, sizeof bytes) != ENVFP_REASON_NONE)
        return false;
    struct view found = leading_version((struct view){bytes, sizeof bytes});
    if (found.length == 0 || bytes[found.length] != '\0')
        return false;
    *version = envfp__arena_copy(arena, found);
    return true;
}

/* ---- The library ------------------------------------------------------------------------------------------- */

static enum envfp_reason read_version(struct collect *c, struct elf *elf, struct libc_identity *identity)
{
    struct version_search search = {.arena = c->scratch};
    enum envfp_reason reason = ENVFP_REASON_NONE;
    if (identity->kind == LIBC_GLIBC && read_returned(elf, c->scratch, &identity->version))
        return reason;
    reason = identity->kind == LIBC_MUSL ? search_musl(c, elf, &search)
                                         : envfp__elf_search(elf, c->scratch, VIEW("GNU C Library ("), 256,
                                                             SEARCH_MOST, is_banner, &search);
    if (reason == ENVFP_REASON_NONE)
        identity->version = search.version;
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_MALFORMED : reason;
}

/* The symbol versions that programs may ask for; private ones, between the library and its own parts, are left out. */
static void read_symbol_versions(struct collect *c, struct elf *elf, struct libc_identity *identity)
{
    struct view *found;
    size_t count, kept = 0;
    identity->symbol_versions_gap = envfp__elf_versions(elf, c->scratch, &found, &count);
    for (size_t i = 0; i < count; i++)
        if (!view_ends(found[i], VIEW("_PRIVATE")) && !view_is(found[i], "LIBC_PLATFORM"))
            found[kept++] = found[i];
    identity->symbol_versions = found;
    identity->symbol_version_count = kept;
}

/* Reads the library. False where it is not there. The path comes from a program and from links, so it is opened only
 * where a row fits it. */
static bool read_library(struct collect *c, const char *path, struct libc_identity *identity)
{
    struct source_file file;
    enum envfp_reason reason = source_open_declared(c->source, path, &file);
    if (reason == ENVFP_REASON_ABSENT)
        return false;
    identity->directory = envfp__path_directory(view_of(path));
    identity->version_gap = identity->kind == LIBC_BIONIC ? ENVFP_REASON_NONE : reason;
    identity->symbol_versions_gap = identity->build_id_gap = reason;
    if (reason != ENVFP_REASON_NONE)
        return true;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    reason = elf ? envfp__elf_open(elf, c->source, &file) : ENVFP_REASON_TRUNCATED;
    identity->symbol_versions_gap = identity->version_gap = identity->build_id_gap =
        reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_MALFORMED : reason;
    if (reason == ENVFP_REASON_NONE) {
        identity->machine = envfp__elf_machine(elf);
        identity->build_id_gap = envfp__elf_build_id(elf, c->scratch, &identity->build_id);
        read_symbol_versions(c, elf, identity);
        if (identity->kind != LIBC_BIONIC)
            identity->version_gap = read_version(c, elf, identity);
    }
    source_close(c->source, &file);
    return true;
}

/* Debian's library directory by the loader's name: in an image made of copied files, the loader is no longer a link
 * into that directory. */
static struct view debian_directory(struct collect *c, struct view interpreter)
{
    static const char *const rows[][2] = {
        {"ld-linux-x86-64.so.2", "x86_64-linux-gnu"},
        {"ld-linux-aarch64.so.1", "aarch64-linux-gnu"},
        {"ld-linux-armhf.so.3", "arm-linux-gnueabihf"},
        {"ld-linux.so.2", "i386-linux-gnu"},
        {"ld-linux-riscv64-lp64d.so.1", "riscv64-linux-gnu"},
        {"ld64.so.2", "powerpc64le-linux-gnu"},
        {"ld64.so.1", "s390x-linux-gnu"},
    };
    struct view base = envfp__path_base(interpreter);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (view_is(base, rows[i][0]))
            return view_of(source_path(c->scratch, "/lib/", view_of(rows[i][1]), ""));
    return VIEW("");
}

/* libc.so.6 is beside the loader: in the directory that the program names, or in the one to which the loader's link
 * leads. */
static void read_glibc(struct collect *c, struct view interpreter, struct libc_identity *identity)
{
    struct view places[] = {envfp__path_directory(identity->loader),
                            envfp__path_directory(interpreter),
                            VIEW("/lib64"),
                            VIEW("/usr/lib64"),
                            VIEW("/lib"),
                            VIEW("/usr/lib"),
                            debian_directory(c, interpreter)};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i].length && (i == 0 || !view_equal(places[i], places[0])) &&
            read_library(c, source_path(c->scratch, "", places[i], "/libc.so.6"), identity))
            return;
    /* Without its library, the name of an old loader still holds the version: ld-2.31.so. */
    struct view base = envfp__path_base(identity->loader);
    if (view_starts(base, VIEW("ld-2.")))
        identity->version = leading_version(view_skip(base, 3));
}

/* uClibc carries the version in its files' names: ld-uClibc-0.9.33.2.so, libuClibc-1.0.43.so. */
static void read_uclibc(struct collect *c, struct view interpreter, struct libc_identity *identity)
{
    static const char *const libraries[] = {"/libc.so.1", "/libc.so.0"};
    struct view base = envfp__path_base(identity->loader);
    identity->directory = envfp__path_directory(identity->loader);
    for (size_t i = 0;; i++) {
        size_t dash = envfp__view_find(base, VIEW("uClibc-"));
        if (dash != SIZE_MAX)
            identity->version = leading_version(view_skip(base, dash + 7));
        if (identity->version.length || i == sizeof libraries / sizeof *libraries)
            return;
        struct view target;
        const char *path = source_path(c->scratch, "", envfp__path_directory(interpreter), libraries[i]);
        (void)source_link(c->source, c->scratch, path, &target);
        base = envfp__path_base(target);
    }
}

/* Android's C library has no version; programs for Android ask for the API level of the system. */
static void read_bionic(struct collect *c, struct libc_identity *identity)
{
    bool wide = view_ends(identity->loader, VIEW("64"));
    struct view content, line;
    (void)read_library(c, wide ? "/system/lib64/libc.so" : "/system/lib/libc.so", identity);
    identity->version_gap = source_read(c->source, "/system/build.prop", &content);
    while (view_cut(&content, '\n', &line))
        if (view_starts(line, VIEW("ro.build.version.sdk=")))
            identity->version = envfp__arena_copy(c->scratch, view_trim(view_skip(line, 21)));
}

/* The version of the package musl in apk's database ("P:musl", "V:1.2.5-r0"), where the library does not give it. */
static void read_musl_package(struct collect *c, struct libc_identity *identity)
{
    static const char *const databases[] = {"/lib/apk/db/installed", "/usr/lib/apk/db/installed"};
    struct view content, line;
    for (size_t i = 0; i < 2 && !identity->from_package; i++) {
        bool musl = false;
        if (source_read(c->source, databases[i], &content) != ENVFP_REASON_NONE)
            continue;
        struct view version = VIEW("");
        while (view_cut(&content, '\n', &line) && (line.length || !musl)) {
            musl = musl || view_is(line, "P:musl");
            if (line.length == 0)
                version = VIEW("");
            else if (view_starts(line, VIEW("V:")))
                version = leading_version(view_skip(line, 2));
        }
        identity->from_package = musl && version.length;
        if (identity->from_package)
            identity->version = envfp__arena_copy(c->scratch, version);
    }
}

void envfp__libc_identify(struct collect *c, struct view interpreter, struct libc_identity *identity)
{
    *identity = (struct libc_identity){.version_gap = ENVFP_REASON_ABSENT,
                                       .symbol_versions_gap = ENVFP_REASON_ABSENT};
    if (source_resolve(c->source, c->scratch, interpreter.text, &identity->loader) != ENVFP_REASON_NONE)
        identity->loader = interpreter;
    identity->kind = envfp__libc_kind(identity->loader); /* gcompat's ld-linux is musl */
    if (identity->kind == LIBC_UNKNOWN || identity->kind == LIBC_DIETLIBC)
        identity->kind = envfp__libc_kind(interpreter);
    identity->directory = envfp__path_directory(identity->loader);
    switch (identity->kind) {
    case LIBC_GLIBC: read_glibc(c, interpreter, identity); break;
    case LIBC_MUSL:
        if (!read_library(c, identity->loader.text, identity))
            identity->version_gap = ENVFP_REASON_ABSENT;
        if (identity->version.length == 0)
            read_musl_package(c, identity);
        break;
    case LIBC_UCLIBC: read_uclibc(c, interpreter, identity); break;
    case LIBC_BIONIC: read_bionic(c, identity); break;
    case LIBC_DIETLIBC:
    case LIBC_KLIBC:
    case LIBC_UNKNOWN: break;
    }
}

#endif
