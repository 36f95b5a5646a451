/* SPDX-License-Identifier: MIT */
/* What a recording keeps of a text, where HOME is /root, the project's folder /srv/app, and pyenv has an environment that
 * is called my-env. */
#ifndef ENVFP_TESTS_KEPT_H
#define ENVFP_TESTS_KEPT_H

#include "base/view.h"

/* Of the file's text where that collector reads it, by its name in the table; NULL: where anybody does. It stays until the
 * next call; a NUL among it ends the test. */
char *kept_text(const char *collector, const char *path, struct view text);

#define kept_is(collector, path, text, expected)                                                             \
    cr_expect_str_eq(kept_text(collector, path, view_of(text)), expected)

#endif
