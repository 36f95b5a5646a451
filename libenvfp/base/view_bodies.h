/* SPDX-License-Identifier: MIT */
/* No include guard: functions of base/view.h, with VIEW_LINKAGE in front of each. */

VIEW_LINKAGE bool view_equal(struct view a, struct view b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.text, b.text, a.length) == 0);
}

/* Compares with a string without measuring it: tables are searched with this, and most rows differ in the first
 * letter. */
VIEW_LINKAGE bool view_is(struct view a, const char *text)
{
    if (a.length && (!text || a.text[0] != text[0]))
        return false;
    return view_equal(a, view_of(text));
}

/* Equal, ignoring the case of ASCII letters. */
VIEW_LINKAGE bool view_equal_any_case(struct view a, struct view b)
{
    for (size_t i = 0; i < a.length && i < b.length; i++)
        if (byte_to_lower(a.text[i]) != byte_to_lower(b.text[i]))
            return false;
    return a.length == b.length;
}

/* Bytewise order: negative, zero or positive, a prefix before what it begins. */
VIEW_LINKAGE int view_compare(struct view a, struct view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.text, b.text, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

VIEW_LINKAGE bool view_starts(struct view v, struct view start)
{
    return v.length >= start.length && view_equal(view_take(v, start.length), start);
}

VIEW_LINKAGE bool view_ends(struct view v, struct view end)
{
    return v.length >= end.length && view_equal(view_skip(v, v.length - end.length), end);
}

VIEW_LINKAGE size_t view_find_byte(struct view v, char byte)
{
    const char *at = v.length ? memchr(v.text, byte, v.length) : NULL;
    return at ? (size_t)(at - v.text) : SIZE_MAX;
}

VIEW_LINKAGE struct view view_trim(struct view v)
{
    while (v.length && byte_is_blank(v.text[0]))
        v = view_skip(v, 1);
    while (v.length && byte_is_blank(v.text[v.length - 1]))
        v.length--;
    return v;
}

/* Cut the text up to the first `separator` off `rest`, which moves behind it. False when `rest` is used
 * up: `while (view_cut(&rest, '\n', &line))` walks lines, with or without a last line feed. */
VIEW_LINKAGE bool view_cut(struct view *rest, char separator, struct view *piece)
{
    if (rest->length == 0)
        return false;
    size_t at = view_find_byte(*rest, separator);
    *piece = view_take(*rest, at);
    *rest = at == SIZE_MAX ? view_skip(*rest, rest->length) : view_skip(*rest, at + 1);
    return true;
}

/* Cut `start` off the text; false, with nothing cut, where the text begins otherwise. */
VIEW_LINKAGE bool view_cut_start(struct view *rest, struct view start)
{
    bool starts = view_starts(*rest, start);
    if (starts)
        *rest = view_skip(*rest, start.length);
    return starts;
}

/* The next run of non-blank bytes. */
VIEW_LINKAGE bool view_cut_word(struct view *rest, struct view *word)
{
    while (rest->length && byte_is_blank(rest->text[0]))
        *rest = view_skip(*rest, 1);
    size_t end = 0;
    while (end < rest->length && !byte_is_blank(rest->text[end]))
        end++;
    *word = view_take(*rest, end);
    *rest = view_skip(*rest, end);
    return end > 0;
}

/* `key: value` or `key=value` split at the first separator, both trimmed; false without a separator. */
VIEW_LINKAGE bool view_split(struct view line, char separator, struct view *key, struct view *value)
{
    size_t at = view_find_byte(line, separator);
    if (at == SIZE_MAX)
        return false;
    *key = view_trim(view_take(line, at));
    *value = view_trim(view_skip(line, at + 1));
    return true;
}

#undef VIEW_LINKAGE
