/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "base/json_top.h"

static bool read(const char *text, struct json_wanted *wanted)
{
    wanted[0] = (struct json_wanted){"name", VIEW("")};
    wanted[1] = (struct json_wanted){"version", VIEW("")};
    return envfp__json_top(view_of(text), wanted, 2);
}

Test(json_top, reads_its_own_level_only)
{
    struct json_wanted wanted[2];
    cr_assert(read("{\"a\":{\"name\":\"no\",\"b\":[\"version\",{\"version\":\"9\"}]}, \"version\" : "
                   "\"1.0\",\"name\":\"x\"}",
                   wanted));
    cr_assert(view_is(wanted[0].value, "x"));
    cr_assert(view_is(wanted[1].value, "1.0"));
    cr_assert(read("{\"description\":\"\\\"name\\\":\\\\\",\"name\":\"x\",\"name\":\"y\",\"version\":\"2\"",
                   wanted));
    cr_assert(view_is(wanted[0].value, "x"));
}

Test(json_top, takes_what_there_is)
{
    static const char *const broken[] = {"",
                                         "{",
                                         "}",
                                         "]]",
                                         "\"",
                                         "{\"name",
                                         "{\"name\"",
                                         "{\"name\":",
                                         "{\"name\":\"",
                                         "{\"name\":\"x\\",
                                         "{\"name\":1}",
                                         "[\"name\",\"x\"]",
                                         "{\"name\":{\"name\":\"x\"}}",
                                         "{\"name\":\"\\u0041\"}"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct json_wanted wanted[2];
        cr_assert_not(read(broken[i], wanted), "%s", broken[i]);
        cr_assert_eq(wanted[0].value.length, 0, "%s", broken[i]);
    }
    struct json_wanted wanted[2];
    cr_assert_not(read("{\"name\":\"x\",\"files\":[", wanted));
    cr_assert(view_is(wanted[0].value, "x"));
}
