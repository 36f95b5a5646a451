/* SPDX-License-Identifier: MIT */
#include "base/mail.h"

#include "base/version.h"

/* The host part in text: one that begins with a digit and does not end with one is a clock rate. */
static bool is_host_in_text(struct view host)
{
    bool rate = byte_is_digit(host.text[0]) && !byte_is_digit(host.text[host.length - 1]) &&
                view_find_byte(host, '@') == SIZE_MAX && host.length <= 12;
    return !rate;
}

static bool is_host_in_value(struct view host)
{
    return view_find_byte(host, '.') != SIZE_MAX;
}

/* The host part of a domain: its last label begins with two letters. */
static bool is_host_in_name(struct view rest)
{
    size_t end = 0, dots = 0, last = 0;
    for (; end < rest.length && (byte_is_any_letter(rest.text[end]) || byte_is_digit(rest.text[end]) ||
                                 memchr(".-_", rest.text[end], 3));
         end++)
        if (rest.text[end] == '.' && end + 1 < rest.length) {
            dots++;
            last = end + 1;
        }
    struct view host = view_take(rest, end), top = view_skip(host, last);
    bool version = byte_is_digit(rest.text[0]) && (dots > 1 || envfp__version_is_wanted(host));
    return dots > 0 && top.length > 1 && byte_is_any_letter(top.text[0]) && byte_is_any_letter(top.text[1]) &&
           !version && !(end < rest.length && rest.text[end] == ':');
}

bool envfp__mail_is_within(struct view word, enum mail_place place)
{
    static bool (*const hosts[])(struct view) = {[MAIL_IN_TEXT] = is_host_in_text,
                                                 [MAIL_IN_VALUE] = is_host_in_value,
                                                 [MAIL_IN_NAME] = is_host_in_name};
    for (size_t at = 1; at + 1 < word.length; at++) {
        char before = word.text[at - 1];
        bool named = place != MAIL_IN_NAME || byte_is_any_letter(before) || byte_is_digit(before) ||
                     memchr("._+-", before, 4);
        if (word.text[at] == '@' && named && hosts[place](view_skip(word, at + 1)))
            return true;
    }
    return false;
}
