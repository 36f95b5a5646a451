/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <criterion/criterion.h>

Test(order, a_change_tells_its_order)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.31", "3.11.2");
    member(a, ENVFP_LAYER_PACKAGES, "dpkg", "aaa:amd64", "1.9");
    member(b, ENVFP_LAYER_PACKAGES, "dpkg", "aaa:amd64", "1.10");
    member(a, ENVFP_LAYER_PACKAGES, "portage", "x/y", "1.9 slot 3");
    member(b, ENVFP_LAYER_PACKAGES, "portage", "x/y", "1.9 slot 4");
    string(a, ENVFP_LAYER_HARDWARE, "cpu.model", "9");
    string(b, ENVFP_LAYER_HARDWARE, "cpu.model", "10");
    struct envfp_diff *diff = compare(end(a), end(b));
    cr_expect_eq(envfp_change_get_order(find_change(diff, "dpkg/aaa:amd64")), ENVFP_NEWER);
    cr_expect_eq(envfp_change_get_order(find_change(diff, "libc.version")), ENVFP_OLDER);
    cr_expect_eq(envfp_change_get_order(find_change(diff, "portage/x/y")), ENVFP_UNORDERED);
    cr_expect_eq(envfp_change_get_order(find_change(diff, "cpu.model")), ENVFP_UNORDERED);
    cr_expect_eq(envfp_change_get_order(NULL), ENVFP_UNORDERED);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}
