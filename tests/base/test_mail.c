/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "base/mail.h"

/* Each word with the places in which it is an address: t(ext), v(alue), n(ame). */
static const char *const words[][2] = {
    {"joe@host.example", "tvn"},
    {"joe.doe+x@mail.host.org", "tvn"},
    {"<joe@host.example>", "tvn"},
    {"a,joe@host.example,b", "tvn"},
    {"j\xc3\xb6@h\xc3\xb6st.example", "tvn"},
    {"joe@10.0.0.1", "tv"},
    {"joe@desk", "t"},
    {"root@x86-build-3", "t"},
    {"L3050@1800MHz", ""},
    {"A4@2.6GHz", "v"},
    {"5@joe@desk", "t"},
    {"A4@2.6GHz@joe", "tv"},
    {"sr_RS@latin", "t"},
    {"de_DE.UTF-8@euro", "t"},
    {"name@1.2.3-beta.two", "tv"},
    {"python@3.12", "tv"},
    {"node@lts", "t"},
    {"npm:left-pad@1.3.0", "tv"},
    {"git@github.com:owner/name", "tv"},
    {"@scope/name", ""},
    {"@", ""},
    {"joe@", ""},
    {"@host.example", ""},
    {"", ""},
    {"plain", ""},
};

Test(mail, depends_on_the_place)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (enum mail_place place = MAIL_IN_TEXT; place <= MAIL_IN_NAME; place++)
            cr_expect_eq(envfp__mail_is_within(view_of(words[i][0]), place),
                         strchr(words[i][1], "tvn"[place]) != NULL, "%s %c", words[i][0], "tvn"[place]);
}
