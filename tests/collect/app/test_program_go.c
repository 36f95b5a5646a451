/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "app_world.h"

#define FRAME "0123456789abcdef"
#define PARTS                                                                                                \
    FRAME "path\texample.com/x/cmd/y\nmod\texample.com/x\tv0.3.0\th1:a=\ndep\texample.com/a\tv1.2.3\n"       \
          "=>\t/home/jane/a\t(devel)\t\ndep\texample.com/b\tv1.0.0\th1:b=\n=>\texample.com/"                 \
          "fork\tv1.0.1\th1:c=\n"                                                                            \
          "dep\texample.com/c\tv2.0.0+incompatible\th1:d=\n=>\texample.com/c\tv2.1.0\th1:e=\n"               \
          "dep\texample.com/d\tv0.1.0\th1:f=\nbuild\t-tags=netgo\nbuild\t-ldflags=\"-X main.key=hunter2\"\n" \
          "build\tCGO_ENABLED=0\nbuild\tCGO_CFLAGS=-I/home/jane\nbuild\tvcs.revision=abc\n" FRAME

static size_t go_section(char *bytes, const char *version, const char *parts, unsigned char flags)
{
    size_t at = 32, length = strlen(version);
    memset(bytes, 0, at);
    memcpy(bytes, "\xff Go buildinf:", 14);
    bytes[14] = 8;
    bytes[15] = (char)flags;
    bytes[at++] = (char)length;
    memcpy(bytes + at, version, length);
    at += length;
    length = strlen(parts);
    for (; length > 127; length >>= 7)
        bytes[at++] = (char)(length | 128);
    bytes[at++] = (char)length;
    memcpy(bytes + at, parts, strlen(parts));
    return at + strlen(parts) + 1;
}

static void expect_go(bool wide, bool big)
{
    static char bytes[4096];
    size_t length = go_section(bytes, "go1.22.1", PARTS, 2);
    struct world *world = collect(".go.buildinfo", bytes, length, wide, big);
    expect(world, "process.go_version", "1.22.1");
    expect(world, "process.go_main", "example.com/x/cmd/y");
    expect(world, "process.go/example.com/x", "v0.3.0");
    expect(world, "process.go/example.com/a", "v1.2.3 => folder");
    expect(world, "process.go/example.com/b", "v1.0.0 => example.com/fork v1.0.1");
    expect(world, "process.go/example.com/c", "v2.0.0+incompatible => v2.1.0");
    expect(world, "process.go/example.com/d", "v0.1.0");
    cr_expect_str_eq(world_set(world, APP, "process.go_build"), "-tags=netgo CGO_ENABLED=0 vcs.revision=abc");
    expect_gap(world, "process.go/*", NULL);
    expect_gap(world, "process.rust/*", NULL);
    world_free(world);
}

Test(program_go, in_files_of_every_kind)
{
    for (unsigned i = 0; i < 4; i++)
        expect_go(i & 1, i & 2);
}

static void expect_go_gap(const char *bytes, size_t length, const char *reason)
{
    struct world *world = collect(".go.buildinfo", bytes, length, true, false);
    expect_gap(world, "process.go/*", reason);
    expect_gap(world, "process.go_version", reason);
    world_free(world);
}

Test(program_go, that_cannot_be_told)
{
    static char bytes[4096];
    size_t length = go_section(bytes, "go1.22.1", PARTS, 2);
    expect_go_gap(bytes, length - 9, "malformed");
    expect_go_gap(bytes, 36, "malformed");
    expect_go_gap(bytes, 31, "malformed");
    expect_go_gap("plain text that is no build information", 40, "malformed");
    length = go_section(bytes, "go1.16", PARTS, 0); /* addresses */
    expect_go_gap(bytes, length, "unsupported");
    static char large[(1 << 20) + 1];
    expect_go_gap(large, sizeof large, "truncated");
}

Test(program_go, without_modules)
{
    static char bytes[256];
    size_t length = go_section(bytes, "devel go1.24-abc", "", 2);
    struct world *world = collect(".go.buildinfo", bytes, length, true, false);
    expect(world, "process.go_version", "devel go1.24-abc");
    expect(world, "process.go_main", NULL);
    expect_gap(world, "process.go/*", NULL);
    world_free(world);
}
