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

Test(guid, everything_else_stays)
{
    cr_expect(masks("/sys/devices/pci0000:00/0000:00:01.0", "/sys/devices/pci0000:00/0000:00:01.0"));
    cr_expect(masks("/000d3a6e-4548-000d-3a6e-4548000d3a6g", "/000d3a6e-4548-000d-3a6e-4548000d3a6g"));
    cr_expect(masks("/000d3a6e04548-000d-3a6e-4548000d3a6e", "/000d3a6e04548-000d-3a6e-4548000d3a6e"));
    cr_expect(masks("", ""));
}
