/* SPDX-License-Identifier: MIT */
#include "base/json_pull.h"

#include "base/text.h"

enum { EXPECT_VALUE, EXPECT_FIRST, EXPECT_KEY, EXPECT_FIRST_KEY, EXPECT_COMMA, EXPECT_END, EXPECT_NOTHING };

void envfp__json_start(struct json_pull *p, struct view text, bool relaxed)
{
    if (view_starts(text, VIEW("\xef\xbb\xbf")))
        text = view_skip(text, 3);
    p->text = text;
    p->at = 0;
    p->relaxed = relaxed;
    p->depth = 0;
    p->expect = EXPECT_VALUE;
    p->value = p->keys[0] = VIEW("");
    p->indexes[0] = 0;
    p->arrays[0] = false;
}

static enum json_token fail(struct json_pull *p)
{
    p->expect = EXPECT_NOTHING;
    return JSON_ERROR;
}

/* Behind a comment that starts at `at`; SIZE_MAX where it never ends. */
static size_t skip_comment(struct view text, size_t at)
{
    struct view rest = view_skip(text, at + 2);
    bool line = text.text[at + 1] == '/';
    size_t end = line ? view_find_byte(rest, '\n') : envfp__view_find(rest, VIEW("*/"));
    if (end == SIZE_MAX)
        return line ? text.length : SIZE_MAX;
    return at + 2 + end + (line ? 1 : 2);
}

static bool skip_blanks(struct json_pull *p)
{
    for (;;) {
        while (p->at < p->text.length && byte_is_blank(p->text.text[p->at]))
            p->at++;
        struct view rest = view_skip(p->text, p->at);
        if (!p->relaxed || rest.length < 2 || rest.text[0] != '/' ||
            (rest.text[1] != '/' && rest.text[1] != '*'))
            return rest.length > 0;
        p->at = skip_comment(p->text, p->at);
        if (p->at == SIZE_MAX) {
            p->at = p->text.length;
            return false;
        }
    }
}

/* The string whose opening quote is at hand. */
static bool cut_string(struct json_pull *p, struct view *string)
{
    size_t start = ++p->at;
    while (p->at < p->text.length && p->text.text[p->at] != '"') {
        if ((unsigned char)p->text.text[p->at] < 0x20)
            return false;
        p->at += p->text.text[p->at] == '\\' ? 2 : 1;
    }
    if (p->at >= p->text.length)
        return false;
    *string = (struct view){p->text.text + start, p->at++ - start};
    return true;
}

static bool is_word(struct view word)
{
    if (view_is(word, "true") || view_is(word, "false") || view_is(word, "null"))
        return true;
    bool digits = false;
    for (size_t i = 0; i < word.length; i++) {
        digits = digits || byte_is_digit(word.text[i]);
        if (!byte_is_digit(word.text[i]) && !memchr("+-.eE", word.text[i], 5))
            return false;
    }
    return digits;
}

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || byte == 'E' || byte_is_digit(byte) || byte == '+' || byte == '-' ||
           byte == '.';
}

static enum json_token open(struct json_pull *p, bool array)
{
    if (p->depth == JSON_DEPTH_MOST)
        return fail(p);
    p->depth++;
    p->keys[p->depth] = VIEW("");
    p->indexes[p->depth] = 0;
    p->arrays[p->depth] = array;
    p->expect = array ? EXPECT_FIRST : EXPECT_FIRST_KEY;
    p->at++;
    return JSON_OPEN;
}

static enum json_token close(struct json_pull *p, char byte)
{
    if (p->depth == 0 || p->arrays[p->depth] != (byte == ']'))
        return fail(p);
    p->depth--;
    p->expect = p->depth ? EXPECT_COMMA : EXPECT_END;
    p->at++;
    return JSON_CLOSE;
}

static enum json_token value(struct json_pull *p)
{
    char byte = p->text.text[p->at];
    if (byte == '{' || byte == '[')
        return open(p, byte == '[');
    p->expect = p->depth ? EXPECT_COMMA : EXPECT_END;
    if (byte == '"')
        return cut_string(p, &p->value) ? JSON_STRING : fail(p);
    size_t start = p->at;
    while (p->at < p->text.length && is_word_byte(p->text.text[p->at]))
        p->at++;
    p->value = (struct view){p->text.text + start, p->at - start};
    return is_word(p->value) ? JSON_WORD : fail(p);
}

/* The key and its colon, up to the value. */
static bool take_key(struct json_pull *p)
{
    if (p->text.text[p->at] != '"' || !cut_string(p, &p->keys[p->depth]) || !skip_blanks(p) ||
        p->text.text[p->at] != ':')
        return false;
    p->at++;
    return skip_blanks(p);
}

enum json_token envfp__json_next(struct json_pull *p)
{
    if (p->expect == EXPECT_NOTHING)
        return JSON_ERROR;
    bool more = skip_blanks(p);
    if (p->expect == EXPECT_END)
        return more ? fail(p) : JSON_DONE;
    if (!more)
        return fail(p);
    char byte = p->text.text[p->at];
    bool closing = byte == '}' || byte == ']';
    if (p->expect == EXPECT_COMMA) {
        if (closing)
            return close(p, byte);
        if (byte != ',')
            return fail(p);
        p->at++;
        p->indexes[p->depth]++;
        p->expect = p->arrays[p->depth] ? EXPECT_VALUE : EXPECT_KEY;
        if (!skip_blanks(p))
            return fail(p);
        byte = p->text.text[p->at];
        closing = p->relaxed && (byte == '}' || byte == ']');
        if (closing)
            return close(p, byte);
    } else if (closing && (p->expect == EXPECT_FIRST || p->expect == EXPECT_FIRST_KEY)) {
        return close(p, byte);
    }
    if ((p->expect == EXPECT_KEY || p->expect == EXPECT_FIRST_KEY) && !take_key(p))
        return fail(p);
    return value(p);
}

/* ---- Escapes ---------------------------------------------------------------------------------------------------- */

static void add_character(struct text *out, uint32_t c)
{
    if (c < 0x80) {
        envfp__text_add_byte(out, (char)c);
        return;
    }
    unsigned tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    envfp__text_add_byte(out, (char)((tail == 1 ? 0xc0U : tail == 2 ? 0xe0U : 0xf0U) | c >> (6 * tail)));
    while (tail--)
        envfp__text_add_byte(out, (char)(0x80U | (c >> (6 * tail) & 0x3fU)));
}

/* "u00e9", "ud83dude00" behind a backslash; how many bytes it took, 0 where it is none. */
static size_t add_unicode(struct text *out, struct view rest)
{
    uint64_t high, low;
    if (rest.length < 5 || view_has(view_take(rest, 5), VIEW("x")) ||
        !envfp__view_number(view_take(view_skip(rest, 1), 4), 16, &high))
        return 0;
    if (high >= 0xd800 && high < 0xdc00 && view_starts(view_skip(rest, 5), VIEW("\\u")) &&
        rest.length >= 11 && envfp__view_number(view_take(view_skip(rest, 7), 4), 16, &low) &&
        low >= 0xdc00 && low < 0xe000) {
        add_character(out, (uint32_t)(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)));
        return 11;
    }
    add_character(out, high >= 0xd800 && high < 0xe000 ? 0xfffd : (uint32_t)high);
    return 5;
}

bool envfp__json_unescape(struct arena *arena, struct view raw, struct view *plain)
{
    static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    *plain = raw;
    if (view_find_byte(raw, '\\') == SIZE_MAX)
        return true;
    struct text out = {.arena = arena};
    for (size_t i = 0; i < raw.length;) {
        if (raw.text[i] != '\\') {
            envfp__text_add_byte(&out, raw.text[i++]);
            continue;
        }
        struct view rest = view_skip(raw, i + 1);
        const char *letter = rest.length ? memchr(letters, rest.text[0], sizeof letters - 1) : NULL;
        size_t taken = letter ? 1 : view_starts(rest, VIEW("u")) ? add_unicode(&out, rest) : 0;
        if (taken == 0)
            return false;
        if (letter)
            envfp__text_add_byte(&out, bytes[letter - letters]);
        i += 1 + taken;
    }
    *plain = envfp__text_view(&out);
    return true;
}
