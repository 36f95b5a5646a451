/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "collect/hardware/cpuset.h"

Test(cpuset, parses_lists)
{
    struct cpuset set;
    cr_assert(envfp__cpuset_parse_list(VIEW("0-3,8,64-65\n"), &set));
    cr_assert_eq(envfp__cpuset_count(&set), 7);
    cr_assert(cpuset_has(&set, 65));
    cr_assert_not(cpuset_has(&set, 4));
    cr_assert(envfp__cpuset_parse_list(VIEW("\n"), &set));
    cr_assert_eq(envfp__cpuset_count(&set), 0);
    cr_assert(envfp__cpuset_parse_list(VIEW("0-1\n\0"), &set));
    cr_assert_eq(envfp__cpuset_count(&set), 2);
}

Test(cpuset, refuses_other_lists)
{
    struct cpuset set;
    cr_assert_not(envfp__cpuset_parse_list(VIEW("3-1"), &set));
    cr_assert_not(envfp__cpuset_parse_list(VIEW("0-8192"), &set));
    cr_assert_not(envfp__cpuset_parse_list(VIEW("0-99999999999999999999"), &set));
    cr_assert_not(envfp__cpuset_parse_list(VIEW("1,,2"), &set));
    cr_assert_not(envfp__cpuset_parse_list(VIEW("all"), &set));
}

Test(cpuset, parses_maps)
{
    struct cpuset set;
    cr_assert(envfp__cpuset_parse_map(VIEW("00000001,80000003\n"), &set));
    cr_assert_eq(envfp__cpuset_count(&set), 4);
    cr_assert(cpuset_has(&set, 31));
    cr_assert(cpuset_has(&set, 32));
    cr_assert_not(envfp__cpuset_parse_map(VIEW("zz"), &set));
    cr_assert_not(envfp__cpuset_parse_map(VIEW("1ffffffff"), &set));
}
