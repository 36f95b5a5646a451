/* SPDX-License-Identifier: MIT */
#include "elf_world.h"

TestSuite(search, .init = set_up, .fini = tear_down);

static size_t take_third(void *state, struct view text, char before, bool *last)
{
    unsigned *hits = state;
    cr_assert_eq(before, '\0');
    cr_assert_eq(text.text[6], (char)('0' + *hits));
    *last = ++*hits == 3;
    return 7;
}

/* Hits at every place around the edges of the pieces that a search reads. */
Test(search, finds_what_lies_across_pieces)
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
    (void)text;
    (void)before;
    (void)last;
    ++*(unsigned *)state;
    return 0;
}

/* What the bound leaves out may hold the hit: that is not the same as none. */
Test(search, tells_a_bound_from_an_end)
{
    enum { LENGTH = 70000 };
    enum envfp_reason trouble;
    char *constants = calloc(1, LENGTH);
    unsigned hits = 0;
    memcpy(constants + LENGTH - 7, "needle", 6);
    for (uint64_t most = LENGTH - 8; most <= 2 * LENGTH; most += LENGTH + 8) {
        trouble = ENVFP_REASON_NONE;
        open_image(&(struct elf_image){
            .wide = true, .machine = 62, .constants = constants, .constants_length = LENGTH});
        world_source(world)->common->trouble = &trouble;
        cr_expect_eq(envfp__elf_search(elf, &arena, VIEW("needle"), 24, most, take_none, &hits),
                     most < LENGTH ? ENVFP_REASON_TRUNCATED : ENVFP_REASON_ABSENT);
        cr_expect_eq(trouble, most < LENGTH ? ENVFP_REASON_TRUNCATED : ENVFP_REASON_NONE);
        world_source(world)->common->trouble = NULL;
        close_file();
        envfp__arena_reset(&arena);
    }
    cr_expect_eq(hits, 1);
    free(constants);
}
