/* SPDX-License-Identifier: MIT */
#include "base/view.h"

#include <criterion/criterion.h>

Test(view, cuts_a_start_off_or_nothing)
{
    struct view rest = VIEW("hugepages-2048kB");
    cr_expect(!view_cut_start(&rest, VIEW("pages")));
    cr_expect(!view_cut_start(&rest, VIEW("hugepages-2048kB and more")));
    cr_expect(view_is(rest, "hugepages-2048kB"));
    cr_expect(view_cut_start(&rest, VIEW("hugepages-")) && view_is(rest, "2048kB"));
    cr_expect(view_cut_start(&rest, VIEW("2048kB")) && rest.length == 0);
    cr_expect(view_cut_start(&rest, VIEW("")) && !view_cut_start(&rest, VIEW("2")));
}

/* Views start as zeros: nothing may be added to their text, which UndefinedBehaviorSanitizer tells. */
Test(view, of_nothing_is_skipped_and_cut)
{
    struct view nothing = {0}, piece;
    cr_expect_null(view_skip(nothing, 0).text);
    cr_expect_null(view_skip(nothing, 7).text);
    cr_expect_null(view_at(nothing, 0));
    cr_expect(view_is(view_take(nothing, 3), ""));
    cr_expect(!view_cut(&nothing, ' ', &piece));
    cr_expect(!view_cut_word(&nothing, &piece));
    cr_expect_eq(view_trim(nothing).length, 0);
    cr_expect_eq(envfp__view_find(nothing, VIEW("a")), SIZE_MAX);
}
