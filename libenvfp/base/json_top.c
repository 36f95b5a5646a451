/* SPDX-License-Identifier: MIT */
#include "base/json_top.h"

/* The string whose opening quote is at `at`; returns the offset behind its closing quote, or SIZE_MAX. */
static size_t cut_string(struct view text, size_t at, struct view *string, bool *plain)
{
    size_t start = at + 1, end = start;
    *plain = true;
    while (end < text.length && text.text[end] != '"') {
        if (text.text[end] == '\\') {
            *plain = false;
            end++;
        }
        end++;
    }
    if (end >= text.length)
        return SIZE_MAX;
    *string = (struct view){text.text + start, end - start};
    return end + 1;
}

static size_t skip_blanks(struct view text, size_t at)
{
    while (at < text.length && byte_is_blank(text.text[at]))
        at++;
    return at;
}

static bool fill(struct json_wanted *wanted, size_t count, struct view key, struct view value)
{
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        if (wanted[i].value.length == 0 && view_is(key, wanted[i].key))
            wanted[i].value = value;
        all = all && wanted[i].value.length > 0;
    }
    return all;
}

bool envfp__json_top(struct view text, struct json_wanted *wanted, size_t count)
{
    size_t depth = 0, at = 0;
    while (at < text.length) {
        char byte = text.text[at];
        if (byte == '{' || byte == '[') {
            depth++;
        } else if (byte == '}' || byte == ']') {
            if (depth <= 1)
                return false;
            depth--;
        } else if (byte == '"') {
            struct view key, value;
            bool plain;
            at = cut_string(text, at, &key, &plain);
            if (at == SIZE_MAX)
                return false;
            size_t colon = depth == 1 && plain ? skip_blanks(text, at) : text.length;
            if (colon >= text.length || text.text[colon] != ':')
                continue;
            at = skip_blanks(text, colon + 1);
            if (at >= text.length || text.text[at] != '"')
                continue;
            at = cut_string(text, at, &value, &plain);
            if (at == SIZE_MAX || (plain && fill(wanted, count, key, value)))
                return at != SIZE_MAX;
            continue;
        }
        at++;
    }
    return false;
}
