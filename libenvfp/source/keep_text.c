/* SPDX-License-Identifier: MIT */
/* Forms of what makers, kernels and distributions write. */
#include "base/mail.h"
#include "source/guid.h"
#include "source/keep_parts.h"
#include "source/keep_rows.h"

/* A page on the web is text where nothing would be taken out of its address. */
static bool is_address(struct arena *arena, struct view word)
{
    size_t scheme = view_starts(word, VIEW("https://")) ? 8 : view_starts(word, VIEW("http://")) ? 7 : 0;
    struct view host = view_skip(word, scheme);
    host = view_take(host, view_find_byte(host, '/'));
    return scheme && view_find_byte(host, '.') != SIZE_MAX &&
           view_equal(envfp__keep_origin(arena, word), word);
}

static bool is_text(struct arena *arena, struct view word)
{
    for (size_t i = 0; i < word.length;) {
        size_t length = envfp__text_utf8(view_skip(word, i));
        if (length == 0 || (unsigned char)word.text[i] < ' ' || word.text[i] == 0x7f)
            return false;
        i += length;
    }
    return word.length <= 1024 && (!view_has(word, VIEW("://")) || is_address(arena, word)) &&
           !envfp__mail_is_within(word, MAIL_IN_TEXT) && !envfp__guid_is_within(word);
}

void envfp__keep_plain(struct view text, struct text *out)
{
    struct view word;
    while (text.length) {
        size_t blank = 0;
        while (blank < text.length && (text.text[blank] == ' ' || text.text[blank] == '\t'))
            blank++;
        envfp__text_add(out, view_take(text, blank));
        text = view_skip(text, blank);
        /* A blank of another kind is no part of a line of text. */
        if (text.length && byte_is_blank(text.text[0])) {
            envfp__text_add_byte(out, '?');
            text = view_skip(text, 1);
        } else if (view_cut_word(&text, &word)) {
            envfp__text_add(out, is_text(out->arena, word) ? word : VIEW("?"));
        }
    }
}

struct view envfp__keep_text_of(struct arena *arena, struct view text)
{
    struct text out = {.arena = arena};
    envfp__keep_plain(text, &out);
    return envfp__text_view(&out);
}

bool envfp__keep_text(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end);
    struct text text = {.arena = out->arena};
    envfp__keep_plain(body, &text);
    envfp__keep_fold(source, envfp__text_view(&text), out);
    envfp__text_add(out, end);
    return true;
}

bool envfp__keep_is_path(struct view element)
{
    return keep_is_made_of(element, "/._-+~@${}", 4096) && !view_starts(element, VIEW("//"));
}

bool envfp__keep_is_folder(struct view element)
{
    return view_starts(element, VIEW("/")) && envfp__keep_is_path(element);
}

/* A list or a map of all CPUs may be long. */
static bool is_cpus(struct view word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!byte_is_digit(word.text[i]) && !memchr("abcdefABCDEF,-x", word.text[i], 15))
            return false;
    return word.length <= (size_t)1 << 16;
}

bool envfp__keep_cpus(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_take(line, view_find_byte(line, '\0')), word;
    bool whole = body.length == line.length;
    (void)source;
    body = envfp__keep_body(body, &end);
    for (bool first = true; view_cut_word(&body, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        envfp__text_add(out, is_cpus(word) || view_is(word, "(null)") ? word : VIEW("?"));
    }
    envfp__text_add(out, end);
    return whole;
}

void envfp__keep_unread(struct view line, struct text *out)
{
    struct view so_far = {out->bytes, out->length}, end;
    (void)envfp__keep_body(line, &end);
    if (end.length == 0)
        envfp__text_add_byte(out, '?');
    else if (!view_ends(so_far, VIEW("\n?\n")) && !view_is(so_far, "?\n"))
        envfp__text_add(out, VIEW("?\n"));
}
