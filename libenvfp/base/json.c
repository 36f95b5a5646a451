/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include "base/scan.h"
#include "base/sort.h"
#include "base/text.h"

enum {
    STATE_VALUE,  /* a value has to follow */
    STATE_OPENED, /* the first member or item, or the end of it */
    STATE_BEHIND, /* a comma, or the end of it */
    STATE_END,    /* blanks alone */
    STATE_FAILED
};

void envfp__json_start(struct json *json, struct arena *arena, struct view text, enum json_dialect dialect)
{
    if (dialect != JSON_STRICT && view_starts(text, VIEW("\xef\xbb\xbf")))
        text = view_skip(text, 3);
    json->at = text.length ? text.text : "";
    json->end = json->at + text.length;
    json->arena = arena;
    json->dialect = dialect;
    json->state = STATE_VALUE;
    json->depth = 0;
    json->value = VIEW("");
    json->plain = json->escaped = json->key_plain = json->key_escaped = false;
    json->keys = json->few;
    json->key_count = 0;
    json->key_capacity = sizeof json->few / sizeof *json->few;
    json->levels[0] = (struct json_level){.key = VIEW("")};
}

static enum json_token fail(struct json *json)
{
    json->state = STATE_FAILED;
    return JSON_ERROR;
}

/* The functions below take the place in the text at which a token begins and return the place behind it, or NULL where
 * the token is malformed. The text ends with a NUL, which no JSON contains. */

static inline char byte_at(const struct json *json, const char *at)
{
    return at < json->end ? *at : '\0';
}

static inline struct view text_at(const struct json *json, const char *at)
{
    return (struct view){at, (size_t)(json->end - at)};
}

/* ---- Blanks ------------------------------------------------------------------------------------------------------- */

static const char *behind_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        at++;
    return at;
}

/* Skips a comment. Returns `at` where there is none, or where it never ends. */
static const char *behind_comment(const char *at, const char *end)
{
    struct view text = {at, (size_t)(end - at)};
    if (view_starts(text, VIEW("//"))) {
        size_t line = view_find_byte(text, '\n');
        return line == SIZE_MAX ? end : at + line + 1;
    }
    size_t length =
        view_starts(text, VIEW("/*")) ? envfp__view_find(view_skip(text, 2), VIEW("*/")) : SIZE_MAX;
    return length == SIZE_MAX ? at : at + length + 4;
}

static const char *behind_comments(const char *at, const char *end)
{
    const char *before;
    do {
        before = at;
        at = behind_blanks(behind_comment(at, end), end);
    } while (at != before);
    return at;
}

static inline const char *skip_blanks(const struct json *json, const char *at)
{
    char byte = byte_at(json, at);
    if (byte > ' ' && byte != '/')
        return at;
    at = behind_blanks(at, json->end);
    return json->dialect == JSON_RELAXED ? behind_comments(at, json->end) : at;
}

/* ---- Strings ------------------------------------------------------------------------------------------------------ */

/* Four hex digits behind "\u". */
static bool read_unit(struct view rest, uint32_t *unit)
{
    uint64_t number;
    struct view digits = view_take(view_skip(rest, 2), 4);
    if (!view_starts(rest, VIEW("\\u")) || digits.length < 4 || byte_to_lower(digits.text[1]) == 'x' ||
        !envfp__view_number(digits, 16, &number))
        return false;
    *unit = (uint32_t)number;
    return true;
}

/* The escape at the start of `rest`, and the code point that it stands for: its length, 0 where it is none. */
static size_t read_escape(struct view rest, uint32_t *point)
{
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    const char *known = rest.length > 1 ? memchr(names, rest.text[1], sizeof names - 1) : NULL;
    uint32_t low;
    if (known) {
        *point = (unsigned char)bytes[known - names];
        return 2;
    }
    if (!read_unit(rest, point))
        return 0;
    if (*point < 0xd800 || *point >= 0xe000)
        return 6;
    if (*point >= 0xdc00 || !read_unit(view_skip(rest, 6), &low) || low < 0xdc00 || low >= 0xe000)
        return 0;
    *point = 0x10000 + ((*point - 0xd800) << 10) + (low - 0xdc00);
    return 12;
}

/* The string that begins at `start` and has its first special byte at `at`, which is no closing quote. */
static const char *cut_special(const struct json *json, const char *start, const char *at,
                               struct view *string, bool *escaped)
{
    for (char byte; (byte = byte_at(json, at)) != '"'; at = scan_to_special(at, json->end)) {
        uint32_t point;
        size_t length = byte == '\\'                ? read_escape(text_at(json, at), &point)
                        : (unsigned char)byte < ' ' ? 0
                                                    : envfp__text_utf8(text_at(json, at));
        if (length == 0)
            return NULL;
        *escaped = *escaped || byte == '\\';
        at += length;
    }
    *string = (struct view){start, (size_t)(at - start)};
    return at + 1;
}

static inline const char *cut_string(const struct json *json, const char *at, struct view *string,
                                     bool *plain, bool *escaped)
{
    const char *start = at + 1;
    at = scan_to_special(start, json->end);
    *escaped = false;
    *plain = byte_at(json, at) == '"';
    if (!*plain)
        return cut_special(json, start, at, string, escaped);
    *string = (struct view){start, (size_t)(at - start)};
    return at + 1;
}

/* The UTF-8 (RFC 3629) of a code point is never longer than its escape, so it can be written in place. */
static char *write_point(char *to, uint32_t point)
{
    if (point < 0x80) {
        *to++ = (char)point;
        return to;
    }
    unsigned tail = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    unsigned lead = tail == 1 ? 0xc0U : tail == 2 ? 0xe0U : 0xf0U;
    *to++ = (char)(unsigned char)(lead | point >> (6 * tail));
    while (tail--)
        *to++ = (char)(unsigned char)(0x80U | (point >> (6 * tail) & 0x3fU));
    return to;
}

size_t envfp__json_unescape(char *to, struct view raw)
{
    char *end = to;
    while (raw.length) {
        struct view run = view_take(raw, view_find_byte(raw, '\\'));
        memmove(end, raw.text, run.length);
        end += run.length;
        raw = view_skip(raw, run.length);
        uint32_t point;
        size_t length = raw.length ? read_escape(raw, &point) : 0;
        if (length == 0)
            break;
        end = write_point(end, point);
        raw = view_skip(raw, length);
    }
    return (size_t)(end - to);
}

static struct view without_escapes(struct arena *arena, struct view raw)
{
    char *copy = envfp__arena_room(arena, raw.length + 1);
    if (!copy)
        return VIEW("");
    size_t length = envfp__json_unescape(copy, raw);
    copy[length] = '\0';
    return (struct view){copy, length};
}

struct view envfp__json_string(const struct json *json, struct arena *arena)
{
    return json->escaped ? without_escapes(arena, json->value) : json->value;
}

/* ---- Numbers and words ---------------------------------------------------------------------------------------------- */

static const char *skip_digits(const struct json *json, const char *at)
{
    if (!byte_is_digit(byte_at(json, at)))
        return NULL;
    while (byte_is_digit(byte_at(json, at)))
        at++;
    return at;
}

static const char *skip_number(const struct json *json, const char *at)
{
    if (byte_at(json, at) == '-')
        at++;
    at = byte_at(json, at) == '0' ? at + 1 : skip_digits(json, at);
    if (at && byte_at(json, at) == '.')
        at = skip_digits(json, at + 1);
    if (at && byte_to_lower(byte_at(json, at)) == 'e') {
        at++;
        if (byte_at(json, at) == '+' || byte_at(json, at) == '-')
            at++;
        at = skip_digits(json, at);
    }
    return at;
}

static const char *skip_word(const struct json *json, const char *at)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_starts(text_at(json, at), view_of(words[i])))
            return at + strlen(words[i]);
    return NULL;
}

/* ---- Objects and arrays --------------------------------------------------------------------------------------------- */

static enum json_token open(struct json *json, const char *at, bool array)
{
    if (json->depth == JSON_DEPTH_MOST)
        return fail(json);
    json->levels[++json->depth] =
        (struct json_level){.key = VIEW(""), .keys = json->key_count, .array = array};
    json->state = STATE_OPENED;
    json->at = at + 1;
    return JSON_OPEN;
}

static enum json_token close(struct json *json, const char *at)
{
    const struct json_level *level = &json->levels[json->depth];
    size_t keys = level->keys;
    if (envfp__sort_has_repeated(json->keys + keys, json->key_count - keys))
        return fail(json);
    json->key_count = keys;
    json->state = --json->depth ? STATE_BEHIND : STATE_END;
    json->at = at + 1;
    return JSON_CLOSE;
}

static bool note_key(struct json *json, struct view key)
{
    if (json->dialect != JSON_STRICT && json->key_count == JSON_KEYS_MOST)
        return false;
    struct view *room =
        envfp__arena_grow(json->arena, json->keys, json->key_count, &json->key_capacity, sizeof *room);
    if (!room)
        return false;
    json->keys = room;
    json->keys[json->key_count++] = key;
    return true;
}

/* The key, its colon, and blanks up to the value. */
static const char *take_key(struct json *json, const char *at, struct json_level *level)
{
    at = byte_at(json, at) == '"' ? cut_string(json, at, &level->key, &json->key_plain, &json->key_escaped)
                                  : NULL;
    if (!at)
        return NULL;
    at = skip_blanks(json, at);
    if (byte_at(json, at) != ':')
        return NULL;
    if (json->key_escaped)
        level->key = without_escapes(json->arena, level->key);
    return level->unchecked || note_key(json, level->key) ? skip_blanks(json, at + 1) : NULL;
}

static enum json_token take_value(struct json *json, const char *at)
{
    enum json_token token = JSON_STRING;
    char byte = byte_at(json, at);
    if (byte == '{' || byte == '[')
        return open(json, at, byte == '[');
    if (byte == '"') {
        at = cut_string(json, at, &json->value, &json->plain, &json->escaped);
    } else {
        const char *start = at;
        bool number = byte == '-' || byte_is_digit(byte);
        token = number ? JSON_NUMBER : JSON_WORD;
        at = number ? skip_number(json, at) : skip_word(json, at);
        json->value = (struct view){start, at ? (size_t)(at - start) : 0};
        json->plain = true;
        json->escaped = false;
    }
    if (!at)
        return fail(json);
    json->state = json->depth ? STATE_BEHIND : STATE_END;
    json->at = at;
    return token;
}

enum json_token envfp__json_next(struct json *json)
{
    const char *at = skip_blanks(json, json->at);
    if (json->state == STATE_OPENED || json->state == STATE_BEHIND) {
        struct json_level *level = &json->levels[json->depth];
        char closing = level->array ? ']' : '}', byte = byte_at(json, at);
        if (json->state == STATE_BEHIND && byte == ',') {
            level->index++;
            at = skip_blanks(json, at + 1);
            byte = byte_at(json, at);
            if (byte == closing && json->dialect != JSON_RELAXED)
                return fail(json);
        } else if (json->state == STATE_BEHIND && byte != closing) {
            return fail(json);
        }
        if (byte == closing)
            return close(json, at);
        at = level->array ? at : take_key(json, at, level);
        if (!at)
            return fail(json);
    } else if (json->state != STATE_VALUE) {
        return json->state == STATE_END && at == json->end ? JSON_DONE : fail(json);
    }
    return take_value(json, at);
}

bool envfp__json_skip(struct json *json, enum json_token token)
{
    unsigned depth = json->depth;
    if (token != JSON_OPEN)
        return token > JSON_CLOSE;
    while (json->depth >= depth)
        if (envfp__json_next(json) == JSON_ERROR)
            return false;
    return true;
}

/* ---- What is wanted ------------------------------------------------------------------------------------------------- */

static bool is_at(const struct json *json, const char *path)
{
    struct view rest = view_of(path), key;
    unsigned level = 0;
    while (view_cut(&rest, '/', &key))
        if (++level > json->depth || !view_equal(json->levels[level].key, key))
            return false;
    return level == json->depth;
}

bool envfp__json_read(struct arena *arena, struct view text, struct json_wanted *wanted, size_t count)
{
    struct json json;
    enum json_token token;
    size_t missing = count;
    envfp__json_start(&json, arena, text, JSON_FILE);
    while (missing && (token = envfp__json_next(&json)) != JSON_DONE) {
        if (token == JSON_ERROR)
            return false;
        for (size_t i = 0; i < count && token > JSON_OPEN; i++)
            if (wanted[i].type == token && wanted[i].value.length == 0 && is_at(&json, wanted[i].path)) {
                wanted[i].value = envfp__json_string(&json, arena);
                missing -= wanted[i].value.length > 0;
            }
    }
    return true;
}
