/* SPDX-License-Identifier: MIT */
#include "form/json.h"
#include "base/sort.h"

#include "base/text.h"
#include "facts/facts.h"

bool envfp__json_refuse(struct json *json)
{
    if (json->status == ENVFP_OK)
        json->status = ENVFP_BAD_FORMAT;
    return false;
}

/* ---- Strings ---------------------------------------------------------------------------------- */

/* Four hex digits behind `\u`; the NUL at the end of the text is none. */
static bool read_unit(const char *at, uint32_t *unit)
{
    *unit = 0;
    for (unsigned i = 0; i < 4; i++) {
        char b = at[i];
        if (byte_is_digit(b))
            *unit = *unit << 4 | (uint32_t)(b - '0');
        else if ((b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F'))
            *unit = *unit << 4 | (uint32_t)((b | 0x20) - 'a' + 10);
        else
            return false;
    }
    return true;
}

/* UTF-8 (RFC 3629) is never longer than the escape that it stands for. */
static char *write_point(char *to, uint32_t point)
{
    if (point < 0x80) {
        *to++ = (char)point;
    } else if (point < 0x800) {
        *to++ = (char)(unsigned char)(0xc0 | point >> 6);
        *to++ = (char)(unsigned char)(0x80 | (point & 63));
    } else {
        if (point < 0x10000) {
            *to++ = (char)(unsigned char)(0xe0 | point >> 12);
        } else {
            *to++ = (char)(unsigned char)(0xf0 | point >> 18);
            *to++ = (char)(unsigned char)(0x80 | (point >> 12 & 63));
        }
        *to++ = (char)(unsigned char)(0x80 | (point >> 6 & 63));
        *to++ = (char)(unsigned char)(0x80 | (point & 63));
    }
    return to;
}

/* One escape at `*at` (a backslash), written at `*to`. */
static bool read_escape(char **at, char **to)
{
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    char name = (*at)[1];
    const char *known = name ? memchr(names, name, sizeof names - 1) : NULL;
    if (known) {
        *(*to)++ = bytes[known - names];
        *at += 2;
        return true;
    }
    uint32_t point, low;
    if (name != 'u' || !read_unit(*at + 2, &point))
        return false;
    *at += 6;
    if (point >= 0xdc00 && point < 0xe000)
        return false;
    if (point >= 0xd800 && point < 0xdc00) {
        if ((*at)[0] != '\\' || (*at)[1] != 'u' || !read_unit(*at + 2, &low) || low < 0xdc00 || low >= 0xe000)
            return false;
        *at += 6;
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    }
    *to = write_point(*to, point);
    return true;
}

/* The rest of a string that is not plain, from its first special byte on. */
static bool read_special(struct json *json, char *at, struct view *string)
{
    char *to = at;
    while (*at != '"') {
        if (*at == '\\') {
            if (!read_escape(&at, &to))
                return envfp__json_refuse(json);
        } else {
            size_t length = envfp__text_utf8((struct view){at, (size_t)(json->end - at)});
            if (length == 0 || (unsigned char)*at < 0x20)
                return envfp__json_refuse(json);
            memmove(to, at, length);
            to += length;
            at += length;
        }
        char *run = at;
        at = scan_special(at);
        if (to != run)
            memmove(to, run, (size_t)(at - run));
        to += at - run;
    }
    *to = '\0';
    string->length = (size_t)(to - string->text);
    json->at = at + 1;
    return true;
}

bool envfp__json_string_open(struct json *json, struct view *string, bool *plain)
{
    if (*json->at != '"')
        return envfp__json_refuse(json);
    char *start = json->at + 1, *at = scan_special(start);
    *string = (struct view){start, (size_t)(at - start)};
    *plain = *at == '"';
    json->at = at + 1;
    return *plain || read_special(json, at, string);
}

bool envfp__json_string(struct json *json, struct view *string, bool *plain)
{
    bool unused;
    if (!envfp__json_string_open(json, string, plain ? plain : &unused))
        return false;
    json_end(json, *string);
    return true;
}

/* ---- Numbers and words ------------------------------------------------------------------------ */

static bool skip_digits(struct json *json)
{
    if (!byte_is_digit(*json->at))
        return envfp__json_refuse(json);
    while (byte_is_digit(*json->at))
        json->at++;
    return true;
}

static bool skip_number(struct json *json)
{
    if (*json->at == '-')
        json->at++;
    if (*json->at == '0')
        json->at++;
    else if (!skip_digits(json))
        return false;
    if (*json->at == '.') {
        json->at++;
        if (!skip_digits(json))
            return false;
    }
    if (*json->at == 'e' || *json->at == 'E') {
        json->at++;
        if (*json->at == '+' || *json->at == '-')
            json->at++;
        return skip_digits(json);
    }
    return true;
}

bool envfp__json_integer(struct json *json, int64_t *integer)
{
    json_blanks(json);
    const char *start = json->at;
    if (!skip_number(json))
        return false;
    bool negative = *start == '-';
    struct view digits = {start + negative, (size_t)(json->at - start) - negative};
    uint64_t number;
    if (!envfp__view_number(digits, 10, &number) || number >= UINT64_C(1) << 53 || (negative && number == 0))
        return envfp__json_refuse(json);
    *integer = negative ? -(int64_t)number : (int64_t)number;
    return true;
}

static bool take_word(struct json *json, struct view word)
{
    if (!view_starts((struct view){json->at, (size_t)(json->end - json->at)}, word))
        return false;
    json->at += word.length;
    return true;
}

bool envfp__json_boolean(struct json *json, bool *boolean)
{
    *boolean = take_word(json, VIEW("true"));
    return *boolean || take_word(json, VIEW("false")) || envfp__json_refuse(json);
}

/* ---- Objects and arrays ----------------------------------------------------------------------- */

bool envfp__json_item(struct json *json, bool *first)
{
    json_blanks(json);
    if (*json->at == ']') {
        json->at++;
        return false;
    }
    if (!*first && !json_expect(json, ','))
        return false;
    *first = false;
    json_blanks(json);
    return true;
}

bool envfp__json_member_open(struct json *json, bool *first, struct view *key, bool *plain,
                             const char **start)
{
    json_blanks(json);
    if (*json->at == '}') {
        json->at++;
        return false;
    }
    if (!*first && !json_expect(json, ','))
        return false;
    *first = false;
    json_blanks(json);
    *start = json->at;
    if (!envfp__json_string_open(json, key, plain) || !json_expect(json, ':'))
        return false;
    json_blanks(json);
    return true;
}

bool envfp__json_member(struct json *json, bool *first, struct view *key)
{
    bool plain;
    const char *start;
    if (!envfp__json_member_open(json, first, key, &plain, &start))
        return false;
    json_end(json, *key);
    return true;
}

bool envfp__json_note(struct json *json, struct view key)
{
    struct view *room =
        envfp__arena_grow(json->scratch, json->keys, json->key_count, &json->key_capacity, sizeof *room);
    if (!room) {
        json->status = ENVFP_NO_MEMORY;
        return false;
    }
    json->keys = room;
    json->keys[json->key_count++] = key;
    return true;
}

bool envfp__json_unique(struct json *json, size_t start)
{
    size_t count = json->key_count - start;
    json->key_count = start;
    if (count < 2)
        return true;
    return envfp__sort_unique(json->scratch, json->keys + start, count) == count || envfp__json_refuse(json);
}

static bool skip_scalar(struct json *json)
{
    struct view string;
    if (*json->at == '"')
        return envfp__json_string(json, &string, NULL);
    if (*json->at == '-' || byte_is_digit(*json->at))
        return skip_number(json);
    return take_word(json, VIEW("true")) || take_word(json, VIEW("false")) || take_word(json, VIEW("null")) ||
           envfp__json_refuse(json);
}

static bool skip_key(struct json *json)
{
    struct view key = VIEW("");
    json_blanks(json);
    return envfp__json_string(json, &key, NULL) && envfp__json_note(json, key) && json_expect(json, ':');
}

/* The objects and arrays that are open. */
struct open {
    size_t start; /* of an object's keys */
    char closing;
};

/* Behind a value: close what ends here, and stop in front of the next value. */
static bool skip_behind(struct json *json, struct open *open, unsigned *depth)
{
    while (*depth) {
        const struct open *inner = &open[*depth - 1];
        json_blanks(json);
        if (*json->at == ',') {
            json->at++;
            return inner->closing == ']' || skip_key(json);
        }
        if (!json_expect(json, inner->closing) || !envfp__json_unique(json, inner->start))
            return false;
        --*depth;
    }
    return true;
}

bool envfp__json_skip(struct json *json)
{
    struct open open[JSON_DEPTH_MAX];
    unsigned depth = 0;
    do {
        json_blanks(json);
        if (*json->at != '{' && *json->at != '[') {
            if (!skip_scalar(json) || !skip_behind(json, open, &depth))
                return false;
            continue;
        }
        if (depth == JSON_DEPTH_MAX)
            return envfp__json_refuse(json);
        char closing = *json->at++ == '{' ? '}' : ']';
        open[depth++] = (struct open){json->key_count, closing};
        json_blanks(json);
        if (*json->at == closing ? !skip_behind(json, open, &depth) : closing == '}' && !skip_key(json))
            return false;
    } while (depth);
    return true;
}
