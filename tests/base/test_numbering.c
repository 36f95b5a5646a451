/* SPDX-License-Identifier: MIT */
#include "base/numbering.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct arena arena;
static struct numbering numbering;

static void start(void)
{
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    numbering = (struct numbering){0};
}

static void end(void)
{
    envfp__arena_release(&arena);
}

TestSuite(numbering, .init = start, .fini = end);

static uint64_t number(const char *text, uint64_t wanted)
{
    return envfp__numbering_find(&numbering, &arena, view_of(text), wanted, 2)->number;
}

Test(numbering, gives_what_is_wanted_where_it_is_free)
{
    cr_expect_eq(number("a", 7), 7);
    cr_expect_eq(number("b", 7), 2);
    cr_expect_eq(number("c", 0), 3);
    cr_expect_eq(number("a", 9), 7, "a text keeps its number");
    cr_expect_eq(number("d", 1), 4, "what is below the first is nobody's");
    cr_expect_eq(number("e", 5), 5);
    cr_expect_eq(number("f", 0), 6);
    cr_expect_eq(number("g", 0), 8);
}

/* What is quadratic here takes minutes. */
Test(numbering, never_gives_one_to_two, .timeout = 20)
{
    static bool seen[200002];
    char text[16];
    for (unsigned i = 0; i < 200000; i++) {
        snprintf(text, sizeof text, "%u", i);
        uint64_t found = number(text, i % 3 ? 0 : 2);
        cr_assert_lt(found, 200002);
        cr_assert_not(seen[found]);
        seen[found] = true;
    }
    cr_expect_eq(numbering.count, 200000);
    cr_expect_eq(number("4711", 0), number("4711", 0));
}

Test(numbering, ends_without_memory)
{
    arena.limit = 4096;
    struct numbered *last = NULL;
    char text[16];
    for (unsigned i = 0; i < 10000 && (i == 0 || last); i++) {
        snprintf(text, sizeof text, "%u", i);
        last = envfp__numbering_find(&numbering, &arena, view_of(text), 0, 2);
    }
    cr_expect_null(last);
    cr_expect(arena.failed);
}
