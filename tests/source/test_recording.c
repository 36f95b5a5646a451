/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "registry/registry.h"
#include "source/source.h"
#include "source/system.h"

static char folder[64], path[128];

static void put(const char *name, const char *text)
{
    (void)snprintf(path, sizeof path, "%s/.envfp/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void set_up(void)
{
    strcpy(folder, "/tmp/envfp-recording-XXXXXX");
    cr_assert(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/.envfp", folder);
    cr_assert_eq(mkdir(path, 0700), 0);
    put("format", "2\n");
}

static void tear_down(void)
{
    static const char *const names[] = {"/.envfp/format", "/.envfp/cpuid", "/.envfp", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s%s", folder, names[i]);
        (void)remove(path);
    }
}

TestSuite(recording, .init = set_up, .fini = tear_down);

/* Lists grow by powers of two: where one is full, the next line need not be a leaf. */
Test(recording, lines_that_are_no_leaves_change_nothing)
{
    static char text[8192];
    for (unsigned full = 1; full <= 64; full *= 2) {
        struct arena arena;
        struct source_common common;
        struct source source;
        uint32_t registers[4];
        size_t length = 0;
        for (unsigned leaf = 1; leaf <= full; leaf++)
            length += (size_t)snprintf(text + length, sizeof text - length, "%x 0 1 2 3 %x\n", leaf, leaf);
        (void)snprintf(text + length, sizeof text - length, "bad\n1 2\n%x 0 1 2 3 %x\n", full + 1, full + 1);
        put("cpuid", text);
        envfp__arena_init(&arena, NULL, SIZE_MAX);
        envfp__source_common_init(&common, &envfp__declarers, &arena);
        cr_assert_eq(envfp__source_root(&common, folder, true, &source), ENVFP_OK);
        for (unsigned leaf = 1; leaf <= full + 1; leaf++) {
            cr_assert_eq(source_cpuid(&source, 0, leaf, 0, registers), ENVFP_REASON_NONE, "%u of %u", leaf,
                         full);
            cr_assert_eq(registers[3], leaf);
        }
        envfp__source_release(&source);
        envfp__arena_release(&arena);
    }
}
