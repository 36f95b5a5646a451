/* SPDX-License-Identifier: MIT */
/* Recognising mail addresses in words that are shown. What follows the `@` of other words depends on where the word
 * comes from. */
#ifndef ENVFP_BASE_MAIL_H
#define ENVFP_BASE_MAIL_H

#include "base/view.h"

enum mail_place {
    MAIL_IN_TEXT, /* text by makers and kernels: "joe@desk", "joe@10.0.0.1"; not a clock rate: "A4@2.6GHz" */
    MAIL_IN_VALUE, /* values of variables: "joe@host.org", "joe@10.0.0.1"; not a locale's modifier: "sr_RS@latin" */
    MAIL_IN_NAME /* names of packages: "joe@host.example"; not a version or tag: "name@1.2.3-beta.two" */
};

bool envfp__mail_is_within(struct view word, enum mail_place place);

#endif
