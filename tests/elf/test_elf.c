/* SPDX-License-Identifier: MIT */
#include "elf_world.h"

TestSuite(elf, .init = set_up, .fini = tear_down);

Test(elf, reads_every_class_and_byte_order)
{
    static const struct {
        bool wide, big;
        uint16_t machine;
        const char *name;
    } cases[] = {
        {true, false, 62, "x86_64"},  {false, false, 3, "i386"},         {true, true, 22, "s390x"},
        {false, true, 8, "mips"},     {true, false, 21, "ppc64le"},      {true, false, 183, "aarch64"},
        {false, false, 40, "arm"},    {true, false, 243, "riscv64"},     {true, true, 8, "mips64"},
        {true, false, 8, "mips64el"}, {false, true, 20, "ppc"},          {true, true, 21, "ppc64"},
        {true, true, 43, "sparc64"},  {true, false, 0x9026, "alpha"},    {false, true, 4, "m68k"},
        {false, false, 42, "sh4"},    {false, true, 15, "parisc"},       {true, false, 50, "ia64"},
        {false, false, 195, "arc"},   {true, false, 258, "loongarch64"}, {false, false, 62, "x32"},
        {false, false, 94, "xtensa"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct view text;
        unsigned char number[8];
        open_image(&(struct elf_image){.wide = cases[i].wide,
                                       .big = cases[i].big,
                                       .machine = cases[i].machine,
                                       .interpreter = "/lib/ld.so.1",
                                       .build_id = "\x01\xab\xcd",
                                       .symbol = "Py_Version",
                                       .number = 0x030b07f0});
        cr_assert_str_eq(envfp__elf_machine(elf), cases[i].name);
        cr_assert_eq(envfp__elf_interpreter(elf, &arena, &text), ENVFP_REASON_NONE);
        cr_assert_str_eq(text.text, "/lib/ld.so.1");
        cr_assert_eq(envfp__elf_build_id(elf, &arena, &text), ENVFP_REASON_NONE);
        cr_assert_str_eq(text.text, "01abcd");
        size_t size = cases[i].wide ? 8 : 4;
        cr_assert_eq(envfp__elf_symbol(elf, VIEW("Py_Version"), number, size), ENVFP_REASON_NONE);
        cr_assert_eq(envfp__elf_number(elf, number, size), 0x030b07f0);
        cr_assert_eq(envfp__elf_symbol(elf, VIEW("Py_Versio"), number, size), ENVFP_REASON_ABSENT);
        close_file();
    }
}

Test(elf, knows_the_note_of_glibcs_start_files)
{
    struct view id;
    open_image(&(struct elf_image){.wide = true, .machine = 62, .build_id = "1", .abi_tag = true});
    cr_assert_eq(envfp__elf_has_abi_tag(elf, &arena), ENVFP_REASON_NONE);
    cr_assert_eq(envfp__elf_build_id(elf, &arena, &id), ENVFP_REASON_ABSENT);
    close_file();
    open_image(&(struct elf_image){.wide = true, .machine = 62, .build_id = "1"});
    cr_assert_eq(envfp__elf_has_abi_tag(elf, &arena), ENVFP_REASON_ABSENT);
    close_file();
}

Test(elf, tells_what_is_absent)
{
    struct view text;
    open_image(&(struct elf_image){.wide = true, .machine = 62});
    cr_assert_eq(envfp__elf_interpreter(elf, &arena, &text), ENVFP_REASON_ABSENT);
    cr_assert_eq(envfp__elf_build_id(elf, &arena, &text), ENVFP_REASON_ABSENT);
    cr_assert_eq(envfp__elf_symbol(elf, VIEW("x"), &text, 8), ENVFP_REASON_ABSENT);
    close_file();
    cr_assert_eq(open_bytes("#!/bin/sh\n", 10), ENVFP_REASON_ABSENT);
    cr_assert_eq(elf->head_length, 10);
    close_file();
    cr_assert_eq(open_bytes("", 0), ENVFP_REASON_ABSENT);
    close_file();
    cr_assert_eq(open_bytes("\177ELF\2\1\1", 7), ENVFP_REASON_MALFORMED);
    close_file();
}

static size_t take_none(void *state, struct view text, char before, bool *last)
{
    (void)state;
    (void)text;
    (void)before;
    (void)last;
    return 0;
}

static void ask_everything(void)
{
    struct view text;
    unsigned char number[8];
    envfp__elf_interpreter(elf, &arena, &text);
    envfp__elf_build_id(elf, &arena, &text);
    envfp__elf_symbol(elf, VIEW("Py_Version"), number, sizeof number);
    struct view *names;
    size_t count;
    envfp__elf_versions(elf, &arena, &names, &count);
    envfp__elf_search(elf, &arena, VIEW("GNU"), 16, 1 << 20, take_none, NULL);
    envfp__arena_reset(&arena);
}

Test(elf, survives_any_length_and_any_byte)
{
    size_t length;
    unsigned char *bytes = elf_image_make(&(struct elf_image){.wide = true,
                                                              .machine = 62,
                                                              .interpreter = "/l",
                                                              .build_id = "1",
                                                              .symbol = "Py_Version",
                                                              .versions = versions},
                                          &length);
    for (size_t shorter = 0; shorter < length; shorter += shorter < 0x180 ? 1 : 37) {
        if (open_bytes(bytes, shorter) == ENVFP_REASON_NONE)
            ask_everything();
        close_file();
    }
    static const unsigned char values[] = {0, 1, 0x7f, 0x80, 0xff};
    for (size_t at = 0; at < 0xa00; at = at == 0x1a0 ? 0x500 : at + 1)
        for (size_t i = 0; i < sizeof values; i++) {
            unsigned char was = bytes[at];
            bytes[at] = values[i];
            if (open_bytes(bytes, length) == ENVFP_REASON_NONE)
                ask_everything();
            close_file();
            bytes[at] = was;
        }
    free(bytes);
}
