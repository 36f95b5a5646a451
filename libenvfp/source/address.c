/* SPDX-License-Identifier: MIT */
#include "source/address.h"

struct view envfp__address_bare(struct arena *arena, struct view address)
{
    size_t scheme = envfp__view_find(address, VIEW("://"));
    if (scheme == SIZE_MAX || view_has(view_take(address, scheme), VIEW("file")) ||
        view_find_byte(address, '\\') != SIZE_MAX)
        return VIEW("");
    struct view start = view_take(address, scheme + 3), rest = view_skip(address, scheme + 3), user;
    rest = view_take(rest, view_find_byte(rest, '?'));
    rest = view_take(rest, view_find_byte(rest, '#'));
    struct view host = view_take(rest, view_find_byte(rest, '/'));
    while (view_find_byte(host, '@') != SIZE_MAX && view_cut(&host, '@', &user))
        rest = view_skip(rest, user.length + 1);
    return envfp__arena_join(arena, (struct view[]){start, rest}, 2);
}
