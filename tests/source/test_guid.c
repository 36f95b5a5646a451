/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "source/guid.h"

static bool masks(const char *path, const char *expected)
{
    struct arena arena;
    envfp__arena_init(&arena, NULL, 1 << 16);
    bool same = view_is(envfp__guid_mask(&arena, view_of(path)), expected);
    envfp__arena_release(&arena);
    return same;
}

Test(guid, digits_of_channels_become_zeros)
{
    cr_expect(masks("../../devices/VMBUS:00/000d3a6e-4548-000D-3a6e-4548000d3a6e/net/eth0",
                    "../../devices/VMBUS:00/00000000-0000-0000-0000-000000000000/net/eth0"));
    cr_expect(masks("/000d3a6e-4548-000d-3a6e-4548000d3a6e/x/000d3a6e-4548-000d-3a6e-4548000d3a6e",
                    "/00000000-0000-0000-0000-000000000000/x/00000000-0000-0000-0000-000000000000"));
}

Test(guid, each_has_a_name_of_its_own)
{
    static const char *const rows[][2] = {
        {"/sys/000d3a6e-4548-000d-3a6e-4548000d3a6e/x", "/sys/00000000-0000-0000-0000-000000000000/x"},
        {"/sys/100d3a6e-4548-000d-3a6e-4548000d3a6e", "/sys/00000000-0000-0000-0000-000000000001"},
        {"/sys/000d3a6e-4548-000d-3a6e-4548000d3a6e", "/sys/00000000-0000-0000-0000-000000000000"},
        {"/sys/00000000-0000-0000-0000-000000000000", "/sys/00000000-0000-0000-0000-000000000002"},
        {"/sys/00000000-0000-0000-0000-000000000012", "/sys/00000000-0000-0000-0000-000000000012"},
        {"/sys/00000000-0000-0000-0000-00000000abcd", "/sys/00000000-0000-0000-0000-000000000003"},
        {"../00000000-0000-0000-0000-999999999999/y", "../00000000-0000-0000-0000-999999999999/y"},
        {"../00000000-0000-0000-0000-99999999999A/y", "../00000000-0000-0000-0000-000000000004/y"},
        {"/sys/plain", "/sys/plain"},
    };
    struct arena arena;
    struct numbering guids = {0};
    envfp__arena_init(&arena, NULL, 1 << 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect(view_is(envfp__guid_rename(&guids, &arena, view_of(rows[i][0])), rows[i][1]), "%s",
                  rows[i][0]);
    envfp__arena_release(&arena);
}

Test(guid, everything_else_stays)
{
    cr_expect(masks("/sys/devices/pci0000:00/0000:00:01.0", "/sys/devices/pci0000:00/0000:00:01.0"));
    cr_expect(masks("/000d3a6e-4548-000d-3a6e-4548000d3a6g", "/000d3a6e-4548-000d-3a6e-4548000d3a6g"));
    cr_expect(masks("/000d3a6e04548-000d-3a6e-4548000d3a6e", "/000d3a6e04548-000d-3a6e-4548000d3a6e"));
    cr_expect(masks("", ""));
}
