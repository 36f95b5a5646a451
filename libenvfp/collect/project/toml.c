/* SPDX-License-Identifier: MIT */
#include "collect/project/toml.h"

/* Behind the string that starts at `at`; SIZE_MAX where it does not end. */
static size_t skip_string(struct view text, size_t at)
{
    char quote = text.text[at];
    struct view rest = view_skip(text, at);
    bool multi = rest.length >= 3 && rest.text[1] == quote && rest.text[2] == quote;
    size_t i = at + (multi ? 3 : 1);
    for (; i < text.length; i++) {
        if (text.text[i] == '\\' && quote == '"')
            i++;
        else if (text.text[i] == '\n' && !multi)
            return SIZE_MAX;
        else if (text.text[i] == quote &&
                 (!multi || (text.length - i >= 3 && text.text[i + 1] == quote && text.text[i + 2] == quote)))
            return i + (multi ? 3 : 1);
    }
    return SIZE_MAX;
}

static bool is_quote(char byte)
{
    return byte == '"' || byte == '\'';
}

/* Where a value ends: at the line's end, or further down where brackets are open. */
static size_t value_end(struct view text)
{
    size_t open = 0, i = 0;
    while (i < text.length) {
        char byte = text.text[i];
        if (is_quote(byte)) {
            i = skip_string(text, i);
            if (i == SIZE_MAX)
                return SIZE_MAX;
            continue;
        }
        if (byte == '#') {
            size_t feed = view_find_byte(view_skip(text, i), '\n');
            i = feed == SIZE_MAX ? text.length : i + feed;
            continue;
        }
        if (byte == '\n' && open == 0)
            return i;
        if (byte == '[' || byte == '{')
            open++;
        else if (byte == ']' || byte == '}') {
            if (open == 0)
                return SIZE_MAX;
            open--;
        }
        i++;
    }
    return open ? SIZE_MAX : i;
}

static enum toml_item take_table(struct toml *toml, struct view line)
{
    bool entry = view_starts(line, VIEW("[["));
    line = view_skip(line, entry ? 2 : 1);
    size_t end = 0;
    while (end < line.length && line.text[end] != ']') {
        if (is_quote(line.text[end])) {
            end = skip_string(line, end);
            if (end == SIZE_MAX)
                return TOML_ERROR;
        } else {
            end++;
        }
    }
    if (end >= line.length)
        return TOML_ERROR;
    toml->table = view_trim(view_take(line, end));
    line = view_skip(line, end + 1);
    if (entry && !view_starts(line, VIEW("]")))
        return TOML_ERROR;
    line = view_trim(view_skip(line, entry ? 1 : 0));
    if ((line.length && line.text[0] != '#') || toml->table.length == 0)
        return TOML_ERROR;
    return entry ? TOML_ENTRY : TOML_TABLE;
}

/* "key = value": the value may go on over lines. */
static enum toml_item take_pair(struct toml *toml)
{
    struct view text = toml->rest;
    size_t end = 0;
    while (end < text.length && text.text[end] != '=' && text.text[end] != '\n') {
        end = is_quote(text.text[end]) ? skip_string(text, end) : end + 1;
        if (end == SIZE_MAX)
            return TOML_ERROR;
    }
    if (end >= text.length || text.text[end] != '=')
        return TOML_ERROR;
    toml->key = view_trim(view_take(text, end));
    if (toml->key.length >= 2 && is_quote(toml->key.text[0]) &&
        toml->key.text[toml->key.length - 1] == toml->key.text[0])
        toml->key = (struct view){toml->key.text + 1, toml->key.length - 2};
    text = view_skip(text, end + 1);
    size_t length = value_end(text);
    if (length == SIZE_MAX || toml->key.length == 0)
        return TOML_ERROR;
    toml->value = view_trim(view_take(text, length));
    toml->rest = view_skip(text, length);
    return toml->value.length && toml->value.text[0] != '#' ? TOML_PAIR : TOML_ERROR;
}

enum toml_item envfp__toml_next(struct toml *toml)
{
    for (;;) {
        while (toml->rest.length && byte_is_blank(toml->rest.text[0]))
            toml->rest = view_skip(toml->rest, 1);
        if (toml->rest.length == 0)
            return TOML_DONE;
        if (toml->rest.text[0] != '#')
            break;
        struct view comment;
        view_cut(&toml->rest, '\n', &comment);
    }
    if (toml->rest.text[0] != '[')
        return take_pair(toml);
    struct view line;
    view_cut(&toml->rest, '\n', &line);
    return take_table(toml, line);
}

bool envfp__toml_string(struct view value, struct view *string)
{
    if (value.length < 2 || !is_quote(value.text[0]))
        return false;
    size_t end = skip_string(value, 0);
    if (end == SIZE_MAX)
        return false;
    size_t quotes = view_starts(value, VIEW("\"\"\"")) || view_starts(value, VIEW("'''")) ? 3 : 1;
    *string = (struct view){value.text + quotes, end - 2 * quotes};
    return true;
}

static bool is_bare(char byte)
{
    return byte_is_alnum(byte) || byte == '-' || byte == '_';
}

bool envfp__toml_find(struct view *value, const char *key, struct view *string)
{
    struct view text = *value, word = VIEW("");
    for (size_t i = 0; i < text.length;) {
        char byte = text.text[i];
        if (is_quote(byte)) {
            size_t end = skip_string(text, i);
            if (end == SIZE_MAX)
                break;
            if ((!key || view_is(word, key)) && envfp__toml_string(view_skip(text, i), string)) {
                *value = view_skip(text, end);
                return true;
            }
            word = VIEW("");
            i = end;
        } else if (byte == '#') {
            size_t feed = view_find_byte(view_skip(text, i), '\n');
            i = feed == SIZE_MAX ? text.length : i + feed;
        } else if (is_bare(byte)) {
            size_t start = i;
            while (i < text.length && is_bare(text.text[i]))
                i++;
            word = (struct view){text.text + start, i - start};
        } else {
            if (byte != '=' && !byte_is_blank(byte))
                word = VIEW("");
            i++;
        }
    }
    *value = VIEW("");
    return false;
}

bool envfp__toml_table(struct view *value, struct view *table)
{
    struct view text = *value;
    size_t open = 0, start = 0;
    for (size_t i = 0; i < text.length;) {
        char byte = text.text[i];
        if (is_quote(byte)) {
            i = skip_string(text, i);
            if (i == SIZE_MAX)
                break;
            continue;
        }
        if (byte == '{' && open++ == 0)
            start = i + 1;
        if (byte == '}' && open && --open == 0) {
            *table = view_skip(view_take(text, i), start);
            *value = view_skip(text, i + 1);
            return true;
        }
        i++;
    }
    *value = VIEW("");
    return false;
}
