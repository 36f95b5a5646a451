/* SPDX-License-Identifier: MIT */
/* AFTER rows (collect/declare.h) are kept by the table. tests/gates/gate_order.c shows that they suffice. */
#include <criterion/criterion.h>

#include "collect/collect.h"
#include "order.h"

/* The layers for whose sake a collector runs. */
static uint32_t layers_of(size_t collector)
{
    const struct declaration *declaration = envfp__registry_declaration(collector);
    return declaration->serves | 1U << envfp__collectors[collector].layer;
}

Test(table, who_must_have_run_has)
{
    size_t after;
    for (size_t i = 0; i < envfp__collector_count; i++)
        for (size_t n = 0; (after = order_after(i, n)) != SIZE_MAX; n++)
            cr_expect_lt(after, i, "%s stands before one it comes after", envfp__collectors[i].name);
}

/* Also where a caller asks for some layers only, or for a directory. */
Test(table, who_must_have_run_does_wherever_it_must)
{
    size_t after;
    for (size_t i = 0; i < envfp__collector_count; i++)
        for (size_t n = 0; (after = order_after(i, n)) != SIZE_MAX; n++) {
            const char *name = envfp__collectors[i].name;
            cr_expect_eq(layers_of(i) & ~layers_of(after), 0, "%s", name);
            cr_expect(!envfp__registry_declaration(i)->from_files ||
                          envfp__registry_declaration(after)->from_files,
                      "%s", name);
        }
}
