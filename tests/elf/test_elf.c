/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "elf/elf.h"
#include "elf_image.h"
#include "world.h"

static struct world *world;
static struct source_file file;
static struct elf *elf;
static struct arena arena;

static void set_up(void)
{
    world = world_new();
    elf = malloc(sizeof *elf);
    envfp__arena_init(&arena, NULL, (size_t)16 << 20);
}

static void tear_down(void)
{
    envfp__arena_release(&arena);
    free(elf);
    world_free(world);
}

TestSuite(elf, .init = set_up, .fini = tear_down);

static enum envfp_reason open_bytes(const void *bytes, size_t length)
{
    world_bytes(world, "/object", bytes, length);
    cr_assert_eq(source_open(world_source(world), "/object", &file), ENVFP_REASON_NONE);
    return envfp__elf_open(elf, world_source(world), &file);
}

static void open_image(const struct elf_image *image)
{
    size_t length;
    unsigned char *bytes = elf_image_make(image, &length);
    cr_assert_eq(open_bytes(bytes, length), ENVFP_REASON_NONE);
    free(bytes);
}

static void close_file(void)
{
    source_close(world_source(world), &file);
}

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

static const char *const versions[] = {"libx.so.1", "X_1.0", "X_1.1", "X_PRIVATE", NULL};

Test(elf, lists_versions_of_symbols)
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
Test(elf, tells_cut_off_versions_from_whole_ones)
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

Test(elf, bounds_versions)
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

static size_t take_third(void *state, struct view text, char before, bool *last)
{
    unsigned *hits = state;
    cr_assert_eq(before, '\0');
    cr_assert_eq(text.text[6], (char)('0' + *hits));
    *last = ++*hits == 3;
    return 7;
}

/* Hits at every place around the edges of the pieces that a search reads. */
Test(elf, finds_what_lies_across_pieces)
{
    enum { LENGTH = 70000 };
    char *constants = calloc(1, LENGTH);
    for (size_t shift = 0; shift < 24; shift++) {
        size_t places[] = {32768 - 12 + shift, 32768 - 24 + 12 + 32768 - 24 + shift, LENGTH - 7};
        unsigned hits = 0;
        memset(constants, 0, LENGTH);
        for (size_t i = 0; i < 3; i++) {
            memcpy(constants + places[i], "needle", 6);
            constants[places[i] + 6] = (char)('0' + i);
        }
        open_image(&(struct elf_image){
            .wide = true, .machine = 62, .constants = constants, .constants_length = LENGTH});
        cr_assert_eq(envfp__elf_search(elf, &arena, VIEW("needle"), 24, UINT64_MAX, take_third, &hits),
                     ENVFP_REASON_NONE, "shift %zu: %u hits", shift, hits);
        close_file();
        envfp__arena_reset(&arena);
    }
    free(constants);
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
