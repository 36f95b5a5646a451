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
