/* SPDX-License-Identifier: MIT */
#include "base/text.h"

static const char hex[] = "0123456789ABCDEF";
static const char hex_lower[] = "0123456789abcdef";

size_t envfp__text_utf8(struct view text)
{
    if (text.length == 0)
        return 0;
    const unsigned char *b = (const unsigned char *)text.text;
    if (b[0] < 0x80)
        return 1;
    /* RFC 3629, section 4: no overlong form, no surrogate, nothing above U+10FFFF. */
    size_t length = b[0] < 0xc2 ? 0 : b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : b[0] < 0xf5 ? 4 : 0;
    if (length == 0 || text.length < length)
        return 0;
    unsigned char low = b[0] == 0xe0 ? 0xa0 : b[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = b[0] == 0xed ? 0x9f : b[0] == 0xf4 ? 0x8f : 0xbf;
    if (b[1] < low || b[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (b[i] < 0x80 || b[i] > 0xbf)
            return 0;
    return length;
}

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7f && byte != '\\';
}

/* Whether all of the text is printable ASCII but for one byte, which begins an escape. */
static bool is_free_of(struct view text, char escape)
{
    uint64_t odd = 0;
    if (text.length < 8) {
        for (size_t i = 0; i < text.length; i++)
            if (text.text[i] < 0x20 || text.text[i] > 0x7e || text.text[i] == escape)
                return false;
        return true;
    }
    for (size_t at = 0; at + 8 < text.length; at += 8)
        odd |= text_odd_bytes(text.text + at, (unsigned char)escape);
    odd |= text_odd_bytes(text.text + text.length - 8, (unsigned char)escape); /* some of them again */
    return odd == 0;
}

bool envfp__text_is_plain_value(struct view raw)
{
    return is_free_of(raw, '\\');
}

bool envfp__text_is_plain_member(struct view raw)
{
    return is_free_of(raw, '%');
}

/* What is outside of `inner`, and the separator, is escaped whatever it is. */
static struct view escape(struct arena *arena, struct view raw, struct view inner, char separator)
{
    if (raw.length > SIZE_MAX / 8) {
        arena->failed = true;
        return VIEW("");
    }
    char *copy = envfp__arena_alloc(arena, raw.length * 4 + 1);
    if (!copy)
        return VIEW("");
    size_t length = 0;
    for (size_t i = 0; i < raw.length;) {
        unsigned char byte = (unsigned char)raw.text[i];
        size_t sequence = envfp__text_utf8(view_skip(raw, i));
        bool odd = raw.text + i < inner.text || raw.text + i >= inner.text + inner.length ||
                   (separator && raw.text[i] == separator);
        if (sequence > 1 || (is_plain(byte) && !odd)) {
            memcpy(copy + length, raw.text + i, sequence);
            length += sequence;
            i += sequence;
            continue;
        }
        copy[length++] = '\\';
        if (byte == '\\') {
            copy[length++] = '\\';
        } else {
            copy[length++] = 'x';
            copy[length++] = hex_lower[byte >> 4];
            copy[length++] = hex_lower[byte & 15];
        }
        i++;
    }
    return (struct view){copy, length};
}

struct view envfp__text_value(struct arena *arena, struct view raw)
{
    raw = view_trim(raw);
    return envfp__text_is_plain_value(raw) ? envfp__arena_copy(arena, raw) : escape(arena, raw, raw, '\0');
}

struct view envfp__text_exact(struct arena *arena, struct view raw, char separator)
{
    struct view inner = view_trim(raw);
    bool plain = inner.length == raw.length && envfp__text_is_plain_value(raw) &&
                 view_find_byte(raw, separator) == SIZE_MAX;
    return plain ? envfp__arena_copy(arena, raw) : escape(arena, raw, inner, separator);
}

bool envfp__text_raw(struct arena *arena, struct view escaped, struct view *raw)
{
    *raw = VIEW("");
    char *copy = envfp__arena_alloc(arena, escaped.length + 1);
    if (!copy)
        return false;
    size_t length = 0;
    for (size_t i = 0; i < escaped.length; i++) {
        if (escaped.text[i] != '\\') {
            copy[length++] = escaped.text[i];
        } else if (i + 1 < escaped.length && escaped.text[i + 1] == '\\') {
            copy[length++] = '\\';
            i++;
        } else {
            uint64_t byte;
            struct view digits = view_take(view_skip(escaped, i + 2), 2);
            if (i + 1 >= escaped.length || escaped.text[i + 1] != 'x' || digits.length != 2 ||
                !envfp__view_number(digits, 16, &byte))
                return false;
            copy[length++] = (char)(unsigned char)byte;
            i += 3;
        }
    }
    *raw = (struct view){copy, length};
    return true;
}

struct view envfp__text_member(struct arena *arena, struct view raw)
{
    if (envfp__text_is_plain_member(raw))
        return envfp__arena_copy(arena, raw);
    if (raw.length > SIZE_MAX / 8) {
        arena->failed = true;
        return VIEW("");
    }
    char *copy = envfp__arena_alloc(arena, raw.length * 3 + 1);
    if (!copy)
        return VIEW("");
    size_t length = 0;
    for (size_t i = 0; i < raw.length; i++) {
        unsigned char byte = (unsigned char)raw.text[i];
        if (byte >= 0x20 && byte < 0x7f && byte != '%') {
            copy[length++] = (char)byte;
        } else {
            copy[length++] = '%';
            copy[length++] = hex[byte >> 4];
            copy[length++] = hex[byte & 15];
        }
    }
    return (struct view){copy, length};
}

struct view envfp__text_python_name(struct arena *arena, struct view name)
{
    char *bytes = envfp__arena_alloc(arena, name.length + 1);
    size_t length = 0;
    for (size_t i = 0; bytes && i < name.length; i++) {
        char byte = name.text[i] == '_' || name.text[i] == '.' ? '-' : name.text[i];
        if (byte == '-' && length && bytes[length - 1] == '-')
            continue;
        bytes[length++] = byte_to_lower(byte);
    }
    return (struct view){bytes ? bytes : "", length};
}

bool envfp__text_is_uuid(struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text.text[i] != '-' : !byte_is_hex(text.text[i]))
            return false;
    }
    return text.length == 36;
}

static bool is_word_byte(char byte)
{
    return byte_is_lower(byte) || byte_is_digit(byte) || byte == '_' || byte == '-';
}

bool envfp__text_is_key(struct view key)
{
    size_t slash = view_find_byte(key, '/');
    struct view words = view_take(key, slash);
    bool after_word = false;
    for (size_t i = 0; i < words.length; i++) {
        if (words.text[i] == '.' && !after_word)
            return false;
        if (words.text[i] != '.' && !is_word_byte(words.text[i]))
            return false;
        after_word = words.text[i] != '.';
    }
    if (!after_word)
        return false;
    if (slash == SIZE_MAX)
        return true;
    struct view member = view_skip(key, slash + 1);
    for (size_t i = 0; i < member.length; i++)
        if (member.text[i] < 0x20 || member.text[i] > 0x7e)
            return false;
    return member.length > 0;
}

void envfp__text_add(struct text *text, struct view piece)
{
    if (text->capacity - text->length <= piece.length) {
        size_t capacity = text->capacity ? text->capacity * 2 : 256;
        while (capacity - text->length <= piece.length && capacity < SIZE_MAX / 2)
            capacity *= 2;
        char *bytes = envfp__arena_room(text->arena, capacity);
        if (!bytes)
            return;
        if (text->length)
            memcpy(bytes, text->bytes, text->length);
        text->bytes = bytes;
        text->capacity = capacity;
    }
    if (piece.length)
        memcpy(text->bytes + text->length, piece.text, piece.length);
    text->length += piece.length;
}

void envfp__text_add_byte(struct text *text, char byte)
{
    envfp__text_add(text, (struct view){&byte, 1});
}

void envfp__text_add_number(struct text *text, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0)
        digits[--at] = '-';
    envfp__text_add(text, (struct view){digits + at, sizeof digits - at});
}

void envfp__text_add_all(struct text *text, const char *const *pieces)
{
    for (; *pieces; pieces++)
        envfp__text_add(text, view_of(*pieces));
}

struct view envfp__text_view(struct text *text)
{
    envfp__text_add_byte(text, '\0');
    if (text->arena->failed || text->length == 0)
        return VIEW("");
    return (struct view){text->bytes, --text->length};
}
