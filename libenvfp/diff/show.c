/* SPDX-License-Identifier: MIT */
/* Values as people read them. */
#include "base/printable.h"
#include "diff/diff.h"

static void add_escaped(struct text *out, struct view bytes)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.text[i];
        envfp__text_add(out, (struct view){(char[]){'\\', 'x', hex[byte >> 4], hex[byte & 15]}, 4});
    }
}

/* The next character of `text`: its bytes, whether they need an escape and how many columns it takes. */
static struct view next_character(struct view text, bool *escape, size_t *columns)
{
    uint32_t point;
    struct view character = view_take(text, envfp__printable_measure(text, &point));
    *escape = !envfp__printable(point);
    *columns = *escape ? character.length * 4 : 1;
    return character;
}

size_t envfp__diff_columns(struct view text)
{
    size_t total = 0;
    while (text.length) {
        bool escape;
        size_t columns;
        text = view_skip(text, next_character(text, &escape, &columns).length);
        total += columns;
    }
    return total;
}

void envfp__diff_show_text(struct text *out, struct view text, size_t width)
{
    bool cut = envfp__diff_columns(text) > width;
    size_t room = cut && width > 3 ? width - 3 : width;
    while (text.length) {
        bool escape;
        size_t columns;
        struct view character = next_character(text, &escape, &columns);
        if (columns > room)
            break;
        room -= columns;
        if (escape)
            add_escaped(out, character);
        else
            envfp__text_add(out, character);
        text = view_skip(text, character.length);
    }
    if (cut && width > 3)
        envfp__text_add(out, VIEW("..."));
}

void envfp__diff_show_value(struct text *out, const struct envfp_fact *fact, size_t width)
{
    struct text value = {.arena = out->arena};
    switch (fact->type) {
    case ENVFP_STRING:
        if (fact->value.string.length == 0)
            envfp__text_add(&value, VIEW("(empty)"));
        envfp__text_add(&value, fact->value.string);
        break;
    case ENVFP_INTEGER: envfp__text_add_number(&value, fact->value.integer); break;
    case ENVFP_BOOLEAN: envfp__text_add(&value, fact->value.boolean ? VIEW("yes") : VIEW("no")); break;
    case ENVFP_SET:
        if (fact->value.set.count == 0)
            envfp__text_add(&value, VIEW("(none)"));
        for (size_t i = 0; i < fact->value.set.count && value.length <= width; i++) {
            envfp__text_add(&value, i ? VIEW(" ") : VIEW(""));
            envfp__text_add(&value, fact->value.set.items[i]);
        }
        break;
    }
    envfp__diff_show_text(out, envfp__text_view(&value), width);
}

void envfp__diff_show_count(struct text *out, size_t count, const char *one, const char *many)
{
    envfp__text_add_number(out, (int64_t)count);
    envfp__text_add_all(out, (const char *const[]){" ", count == 1 ? one : many, NULL});
}

/* Blanks from the line that begins at `from` up to a column, at least one. */
void envfp__diff_pad(struct text *out, size_t from, size_t column)
{
    size_t used =
        out->length > from ? envfp__diff_columns((struct view){out->bytes + from, out->length - from}) : 0;
    do
        envfp__text_add_byte(out, ' ');
    while (++used < column);
}
