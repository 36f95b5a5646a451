/* SPDX-License-Identifier: MIT */
/* Strings of a JSON object's own level, without building anything from the rest. */
#ifndef ENVFP_BASE_JSON_TOP_H
#define ENVFP_BASE_JSON_TOP_H

#include "base/view.h"

struct json_wanted {
    const char *key;
    struct view value; /* as it stands between the quotes, or empty */
};

/* Fill `wanted`, whose values start empty; the first of equal keys counts. True once all are filled. Text
 * that ends early or is no JSON gives what came before. Values with escapes are left out. */
bool envfp__json_top(struct view text, struct json_wanted *wanted, size_t count);

#endif
