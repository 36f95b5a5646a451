/* SPDX-License-Identifier: MIT */
#include "elf_world.h"

TestSuite(symbol, .init = set_up, .fini = tear_down);

Test(symbol, lists_versions_of_symbols)
{
    for (unsigned form = 0; form < 4; form++) {
        struct view *names;
        size_t count;
        open_image(&(struct elf_image){
            .wide = form & 1, .big = form & 2, .machine = 8, .symbol = "s", .versions = versions});
        cr_assert_eq(envfp__elf_versions(elf, &arena, &names, &count), ENVFP_REASON_NONE);
        cr_assert_eq(count, 3);
        for (size_t i = 0; i < 3; i++)
            cr_assert(view_is(names[i], versions[i + 1]));
        close_file();
    }
    struct view *names;
    size_t count;
    open_image(&(struct elf_image){.wide = true, .machine = 62, .symbol = "s"});
    cr_assert_eq(envfp__elf_versions(elf, &arena, &names, &count), ENVFP_REASON_ABSENT);
    close_file();
}

/* All or nothing: a list that was cut off says so. */
Test(symbol, tells_cut_off_versions_from_whole_ones)
{
    size_t length;
    unsigned char *bytes =
        elf_image_make(&(struct elf_image){.wide = true, .machine = 62, .versions = versions}, &length);
    for (size_t shorter = 0; shorter <= length; shorter++) {
        struct view *names;
        size_t count = 0;
        enum envfp_reason reason = open_bytes(bytes, shorter);
        if (reason == ENVFP_REASON_NONE)
            reason = envfp__elf_versions(elf, &arena, &names, &count);
        cr_assert_eq(count, reason == ENVFP_REASON_NONE ? 3 : 0, "%zu bytes: %zu names", shorter, count);
        close_file();
        envfp__arena_reset(&arena);
    }
    free(bytes);
}

Test(symbol, bounds_versions)
{
    static const struct {
        size_t at;
        unsigned char value;
    } damages[] = {{0x98c, 0xff}, {0x98f, 0xff}, {0x990, 1}, {0x993, 0x80}, {0x9b3, 0xff}, {0x9b0, 0xff}};
    size_t length;
    unsigned char *bytes =
        elf_image_make(&(struct elf_image){.wide = true, .machine = 62, .versions = versions}, &length);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct view *names;
        size_t count;
        unsigned char was = bytes[damages[i].at];
        bytes[damages[i].at] = damages[i].value;
        cr_assert_eq(open_bytes(bytes, length), ENVFP_REASON_NONE);
        cr_assert_eq(envfp__elf_versions(elf, &arena, &names, &count), ENVFP_REASON_MALFORMED, "%zx",
                     damages[i].at);
        cr_assert_eq(count, 0);
        close_file();
        bytes[damages[i].at] = was;
    }
    free(bytes);
}
