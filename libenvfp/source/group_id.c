/* SPDX-License-Identifier: MIT */
#include "source/group_id.h"

bool envfp__group_id_is_plain(struct view text)
{
    return text.length == 64 && view_all(text, byte_is_lower_hex);
}

/* Groups of hex digits parted by '-', the first of eight: rkt's and Garden's ids. `last` is the length of the
 * last group, 0 for any. */
bool envfp__group_id_is_grouped(struct view text, size_t last)
{
    size_t groups = 0, length = 0;
    struct view group;
    for (; view_cut(&text, '-', &group); groups++) {
        length = group.length;
        if (!view_all(group, byte_is_lower_hex) || length < 4 || length > 12 ||
            (groups == 0) != (length == 8))
            return false;
    }
    return groups == 5 && (last == 0 || length == last);
}

bool envfp__group_id_is_task(struct view text)
{
    struct view number = view_skip(text, 33);
    return number.length > 0 && text.text[32] == '-' && view_all(number, byte_is_digit) &&
           view_all(view_take(text, 32), byte_is_lower_hex);
}

struct view envfp__group_unescape(struct arena *arena, struct view name)
{
    if (view_find_byte(name, '\\') == SIZE_MAX)
        return name;
    char *copy = envfp__arena_alloc(arena, name.length);
    size_t length = 0;
    uint64_t byte;
    for (size_t i = 0; copy && i < name.length; i++) {
        if (view_starts(view_skip(name, i), VIEW("\\x")) && i + 4 <= name.length &&
            envfp__view_number(view_take(view_skip(name, i + 2), 2), 16, &byte)) {
            copy[length++] = (char)(unsigned char)byte;
            i += 3;
        } else {
            copy[length++] = name.text[i];
        }
    }
    return copy ? (struct view){copy, length} : name;
}
