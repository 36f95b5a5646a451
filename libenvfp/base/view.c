/* SPDX-License-Identifier: MIT */
#define VIEW_COPIES
#include "base/view.h"

#define VIEW_LINKAGE
#include "base/view_bodies.h"

size_t envfp__view_find(struct view hay, struct view needle)
{
    if (needle.length == 0)
        return 0;
    size_t from = 0;
    while (hay.length - from >= needle.length) {
        size_t room = hay.length - from - needle.length + 1;
        const char *at = memchr(hay.text + from, needle.text[0], room);
        if (!at)
            return SIZE_MAX;
        if (memcmp(at, needle.text, needle.length) == 0)
            return (size_t)(at - hay.text);
        from = (size_t)(at - hay.text) + 1;
    }
    return SIZE_MAX;
}

bool envfp__view_number(struct view v, unsigned base, uint64_t *number)
{
    if (base == 16 && (view_starts(v, VIEW("0x")) || view_starts(v, VIEW("0X"))))
        v = view_skip(v, 2);
    uint64_t sum = 0;
    for (size_t i = 0; i < v.length; i++) {
        if (!byte_is_hex(v.text[i]))
            return false;
        unsigned value = byte_hex_value(v.text[i]);
        if (value >= base || sum > (UINT64_MAX - value) / base)
            return false;
        sum = sum * base + value;
    }
    *number = sum;
    return v.length > 0;
}
