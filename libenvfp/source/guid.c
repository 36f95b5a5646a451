/* SPDX-License-Identifier: MIT */
#include "source/guid.h"

#define GUID_LENGTH 36

bool envfp__guid_is(struct view text)
{
    if (text.length != GUID_LENGTH)
        return false;
    for (size_t i = 0; i < GUID_LENGTH; i++) {
        char byte = text.text[i];
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool hex = byte_is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
        if (dash ? byte != '-' : !hex)
            return false;
    }
    return true;
}

struct view envfp__guid_mask(struct arena *arena, struct view path)
{
    static const char zeros[] = "00000000-0000-0000-0000-000000000000";
    struct view rest = path, component, masked = path;
    while (view_cut(&rest, '/', &component)) {
        if (!envfp__guid_is(component))
            continue;
        size_t start = (size_t)(component.text - path.text);
        masked = envfp__arena_join(
            arena,
            (struct view[]){view_take(masked, start), view_of(zeros), view_skip(masked, start + GUID_LENGTH)},
            3);
    }
    return masked;
}
