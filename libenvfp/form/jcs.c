/* SPDX-License-Identifier: MIT */
#include "form/jcs.h"

#include "base/printable.h"
#include "base/scan.h"

static void start(struct jcs *jcs, struct text *text, struct sha256 *hash)
{
    jcs->text = text;
    jcs->hash = hash;
    jcs->pretty = jcs->shown = jcs->flat = false;
    jcs->fresh = true;
    jcs->depth = 0;
    jcs->used = 0;
}

void envfp__jcs_to_text(struct jcs *jcs, struct text *text, bool pretty, bool shown)
{
    start(jcs, text, NULL);
    jcs->pretty = pretty;
    jcs->shown = shown;
}

void envfp__jcs_to_hash(struct jcs *jcs, struct sha256 *hash)
{
    start(jcs, NULL, hash);
}

static void pass(struct jcs *jcs, struct view bytes)
{
    if (jcs->hash)
        envfp__sha256_add(jcs->hash, bytes.text, bytes.length);
    else
        envfp__text_add(jcs->text, bytes);
}

void envfp__jcs_flush(struct jcs *jcs)
{
    pass(jcs, (struct view){jcs->buffer, jcs->used});
    jcs->used = 0;
}

void envfp__jcs_raw(struct jcs *jcs, struct view bytes)
{
    if (bytes.length > sizeof jcs->buffer - jcs->used) {
        envfp__jcs_flush(jcs);
        if (bytes.length > sizeof jcs->buffer) {
            pass(jcs, bytes);
            return;
        }
    }
    if (bytes.length)
        memcpy(jcs->buffer + jcs->used, bytes.text, bytes.length);
    jcs->used += bytes.length;
}

static inline void add_byte(struct jcs *jcs, char byte)
{
    if (jcs->used == sizeof jcs->buffer)
        envfp__jcs_flush(jcs);
    jcs->buffer[jcs->used++] = byte;
}

static void new_line(struct jcs *jcs)
{
    add_byte(jcs, '\n');
    for (unsigned i = 0; i < jcs->depth; i++)
        envfp__jcs_raw(jcs, VIEW("  "));
}

void envfp__jcs_open(struct jcs *jcs, char bracket)
{
    add_byte(jcs, bracket);
    jcs->depth++;
    jcs->fresh = true;
}

void envfp__jcs_close(struct jcs *jcs, char bracket)
{
    jcs->depth--;
    if (jcs->pretty && !jcs->flat && !jcs->fresh)
        new_line(jcs);
    add_byte(jcs, bracket);
    jcs->fresh = false;
}

void envfp__jcs_item(struct jcs *jcs)
{
    if (!jcs->fresh)
        add_byte(jcs, ',');
    if (jcs->pretty && !jcs->flat)
        new_line(jcs);
    else if (jcs->pretty && !jcs->fresh)
        add_byte(jcs, ' ');
    jcs->fresh = false;
}

void envfp__jcs_key(struct jcs *jcs, struct view key)
{
    envfp__jcs_item(jcs);
    envfp__jcs_string(jcs, key);
    add_byte(jcs, ':');
    if (jcs->pretty)
        add_byte(jcs, ' ');
}

static void add_unit(struct jcs *jcs, uint32_t unit)
{
    static const char hex[] = "0123456789abcdef";
    envfp__jcs_raw(jcs, VIEW("\\u"));
    for (unsigned shift = 16; shift > 0; shift -= 4)
        add_byte(jcs, hex[unit >> (shift - 4) & 15]);
}

/* The character that `string` begins with, which is DEL or no ASCII; as an escape where it is not printable. Returns its
 * length. A byte that is no UTF-8, which no value holds, is U+FFFD. */
static size_t add_shown(struct jcs *jcs, struct view string)
{
    uint32_t point;
    size_t length = envfp__printable_measure(string, &point);
    if (envfp__printable(point)) {
        envfp__jcs_raw(jcs, view_take(string, length));
    } else if (point < 0x10000) {
        add_unit(jcs, point);
    } else if (point == UINT32_MAX) {
        add_unit(jcs, 0xfffd);
    } else {
        add_unit(jcs, 0xd800 + ((point - 0x10000) >> 10));
        add_unit(jcs, 0xdc00 + ((point - 0x10000) & 0x3ff));
    }
    return length;
}

/* RFC 8785, section 3.2.2.2. */
static void add_escaped(struct jcs *jcs, char byte)
{
    static const char hex[] = "0123456789abcdef", letters[] = "btn\0fr";
    unsigned char b = (unsigned char)byte;
    add_byte(jcs, '\\');
    if (b >= 0x20) {
        add_byte(jcs, byte);
    } else if (b >= '\b' && b <= '\r' && letters[b - '\b']) {
        add_byte(jcs, letters[b - '\b']);
    } else {
        envfp__jcs_raw(jcs, VIEW("u00"));
        add_byte(jcs, hex[b >> 4]);
        add_byte(jcs, hex[b & 15]);
    }
}

void envfp__jcs_string(struct jcs *jcs, struct view string)
{
    /* Nearly all strings are short and need no escape. */
    if (string.length + 2 <= sizeof jcs->buffer - jcs->used) {
        char *to = jcs->buffer + jcs->used;
        if (scan_copy(to + 1, string)) {
            to[0] = to[string.length + 1] = '"';
            jcs->used += string.length + 2;
            return;
        }
    }
    add_byte(jcs, '"');
    while (string.length) {
        size_t plain = (size_t)(scan_to_special(string.text, view_at(string, string.length)) - string.text);
        while (!jcs->shown && plain < string.length && (unsigned char)string.text[plain] >= 0x7f)
            plain++;
        envfp__jcs_raw(jcs, view_take(string, plain));
        string = view_skip(string, plain);
        if (string.length && scan_byte_is_special(string.text[0]) && (unsigned char)string.text[0] < 0x7f) {
            add_escaped(jcs, string.text[0]);
            string = view_skip(string, 1);
        } else if (string.length && jcs->shown && (unsigned char)string.text[0] >= 0x7f) {
            string = view_skip(string, add_shown(jcs, string));
        }
    }
    add_byte(jcs, '"');
}

void envfp__jcs_integer(struct jcs *jcs, int64_t integer)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (integer < 0)
        digits[--at] = '-';
    envfp__jcs_raw(jcs, (struct view){digits + at, sizeof digits - at});
}

void envfp__jcs_boolean(struct jcs *jcs, bool boolean)
{
    envfp__jcs_raw(jcs, boolean ? VIEW("true") : VIEW("false"));
}

void envfp__jcs_value(struct jcs *jcs, const struct envfp_fact *fact)
{
    bool flat = jcs->flat;
    switch (fact->type) {
    case ENVFP_STRING: envfp__jcs_string(jcs, fact->value.string); return;
    case ENVFP_INTEGER: envfp__jcs_integer(jcs, fact->value.integer); return;
    case ENVFP_BOOLEAN: envfp__jcs_boolean(jcs, fact->value.boolean); return;
    case ENVFP_SET:
        jcs->flat = true;
        envfp__jcs_open(jcs, '[');
        for (size_t i = 0; i < fact->value.set.count; i++) {
            envfp__jcs_item(jcs);
            envfp__jcs_string(jcs, fact->value.set.items[i]);
        }
        envfp__jcs_close(jcs, ']');
        jcs->flat = flat;
        return;
    }
}
