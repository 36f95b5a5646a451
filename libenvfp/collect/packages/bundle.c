/* SPDX-License-Identifier: MIT */
/*     #!envfp bundle DIGEST COUNT        DIGEST: SHA-256 of the bundle's bytes */
#include "collect/packages/bundle.h"

#include "base/sha256.h"

static const struct view mark = {"#!envfp bundle ", 15};

bool envfp__bundle_is_kept(struct view text)
{
    return view_starts(text, mark);
}

bool envfp__bundle_take(struct view text, struct view *hex, uint64_t *count)
{
    struct view line = view_skip(text, mark.length), rest;
    *hex = view_take(line, 64);
    rest = view_skip(line, 64);
    if (!sha256_is_hex(*hex) || !view_starts(rest, VIEW(" ")) || !view_ends(rest, VIEW("\n")))
        return false;
    return envfp__view_number(view_take(view_skip(rest, 1), rest.length - 2), 10, count) &&
           *count <= BUNDLE_MOST;
}

int64_t envfp__bundle_count(struct view text, struct view *tail)
{
    static const struct view begin = {"-----BEGIN ", 11};
    int64_t count = 0;
    for (size_t at; (at = envfp__view_find(text, begin)) != SIZE_MAX; count++)
        text = view_skip(text, at + begin.length);
    /* A mark may lie across two pieces, so a tail too short to hold a whole one goes with the next piece. */
    *tail = view_skip(text, text.length < begin.length ? 0 : text.length - (begin.length - 1));
    return count;
}

bool envfp__keep_bundle(const struct source *source, struct view text, struct text *out)
{
    char digits[65];
    struct view hex = {digits, 64}, tail;
    uint64_t count = 0;
    (void)source;
    if (!envfp__bundle_is_kept(text)) {
        envfp__sha256_hex(text.text, text.length, digits);
        count = (uint64_t)envfp__bundle_count(text, &tail);
    } else if (!envfp__bundle_take(text, &hex, &count)) {
        envfp__text_add(out, mark);
        return false;
    }
    envfp__text_add(out, mark);
    envfp__text_add(out, hex);
    envfp__text_add_byte(out, ' ');
    envfp__text_add_number(out, (int64_t)count);
    envfp__text_add_byte(out, '\n');
    return false;
}
