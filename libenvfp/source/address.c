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

/* A password may hold a slash or a `#` that was not encoded: then the text that looks like the host is part of the
 * password, and the address is not plain. */
bool envfp__address_is_plain(struct view address)
{
    size_t scheme = envfp__view_find(address, VIEW("://")), end = 0;
    struct view rest = view_skip(address, scheme == SIZE_MAX ? 0 : scheme + 3);
    while (end < rest.length && !memchr("/?#", rest.text[end], 3))
        end++;
    struct view host = view_take(rest, end), more = view_skip(rest, end);
    bool colon = view_find_byte(host, ':') != SIZE_MAX;
    more = view_take(more, view_find_byte(more, '?'));
    if (colon && view_find_byte(more, '@') != SIZE_MAX)
        return false;
    while (view_find_byte(host, '@') != SIZE_MAX)
        host = view_skip(host, view_find_byte(host, '@') + 1);
    size_t port = view_find_byte(host, ':');
    struct view digits = view_skip(host, port == SIZE_MAX ? host.length : port + 1);
    return view_all(digits, byte_is_digit) && digits.length <= 5 && (port == SIZE_MAX || digits.length > 0);
}
