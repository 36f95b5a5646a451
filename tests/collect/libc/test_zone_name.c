/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "collect/libc/zone_name.h"

TestSuite(zone_name);

Test(zone_name, tells_rules_from_names)
{
    static const char *const rules[] = {"UTC0",    "CET-1CEST,M3.5.0,M10.5.0/3",      "<+03>-3", "<UTC>0",
                                        "EST5EDT", "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1"};
    static const char *const none[] = {"",       "Europe/Berlin", "UTC",     "Etc/GMT+1",   "<>0",
                                       "<a b>0", "CE1",           "CET-1 x", "CET-1CEST,x", "<leak>0"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        cr_expect(envfp__zone_is_rule(view_of(rules[i])), "%s", rules[i]);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        cr_expect_not(envfp__zone_is_rule(view_of(none[i])), "%s", none[i]);
}

Test(zone_name, has_one_word_for_utc)
{
    static const char *const others[] = {"UTC000000000", "UTC0:1", "UTC",    "UTCx",
                                         "utc",          "Etc/",   "posix/", "<UTC>"};
    cr_expect(view_is(envfp__zone_plain(VIEW("posix/Etc/UCT")), "UTC"));
    cr_expect(view_is(envfp__zone_plain(VIEW("UTC+0")), "UTC"));
    cr_expect(view_is(envfp__zone_plain(VIEW("Greenwich")), "GMT"));
    cr_expect(view_is(envfp__zone_plain(VIEW("")), ""));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_eq(envfp__zone_is_utc(envfp__zone_plain(view_of(others[i]))), i == 2, "%s", others[i]);
}
