/* SPDX-License-Identifier: MIT */
/* Addresses of mail in words that are shown: what may stand behind an `@` depends on where the word is from. */
#ifndef ENVFP_BASE_MAIL_H
#define ENVFP_BASE_MAIL_H

#include "base/view.h"

enum mail_place {
    MAIL_IN_TEXT, /* of makers and kernels: "joe@desk", "joe@10.0.0.1"; a clock's rate may stand there: "A4@2.6GHz" */
    MAIL_IN_VALUE, /* of variables: "joe@host.org", "joe@10.0.0.1"; a modifier may: "sr_RS@latin" */
    MAIL_IN_NAME   /* of packages: "joe@host.example"; a version may, or a tag: "name@1.2.3-beta.two" */
};

bool envfp__mail_is_within(struct view word, enum mail_place place);

#endif
