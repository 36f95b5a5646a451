/* SPDX-License-Identifier: MIT */
#include "base/printable.h"

#include "base/text.h"
#include "envfp.h"

/* What is not shown, sorted: Unicode's controls (Cc), format characters (Cf), line and paragraph separators (Zl, Zp),
 * what it calls default ignorable, since nobody sees it, and code points that are no characters. */
static const struct {
    uint32_t first, last;
} hidden[] = {
    {0x0000, 0x001f},   /* C0 */
    {0x007f, 0x009f},   /* DEL, C1 */
    {0x00ad, 0x00ad},   /* soft hyphen */
    {0x034f, 0x034f},   /* grapheme joiner */
    {0x0600, 0x0605},   /* Arabic number signs */
    {0x061c, 0x061c},   /* Arabic letter mark */
    {0x06dd, 0x06dd},   /* end of ayah */
    {0x070f, 0x070f},   /* Syriac abbreviation mark */
    {0x0890, 0x0891},   /* Arabic currency signs above */
    {0x08e2, 0x08e2},   /* Arabic disputed end of ayah */
    {0x115f, 0x1160},   /* Hangul fillers */
    {0x17b4, 0x17b5},   /* Khmer inherent vowels */
    {0x180b, 0x180f},   /* Mongolian variation selectors and vowel separator */
    {0x200b, 0x200f},   /* zero width, marks of direction */
    {0x2028, 0x202e},   /* separators, embeddings and overrides */
    {0x2060, 0x206f},   /* word joiner, invisible operators, isolates, deprecated marks */
    {0x3164, 0x3164},   /* Hangul filler */
    {0xd800, 0xdfff},   /* surrogates */
    {0xfdd0, 0xfdef},   /* no characters */
    {0xfe00, 0xfe0f},   /* variation selectors */
    {0xfeff, 0xfeff},   /* byte order mark */
    {0xffa0, 0xffa0},   /* halfwidth Hangul filler */
    {0xfff0, 0xfffb},   /* specials, interlinear annotations among them */
    {0x110bd, 0x110bd}, /* Kaithi number sign */
    {0x110cd, 0x110cd}, /* Kaithi number sign above */
    {0x13430, 0x1343f}, /* Egyptian joiners */
    {0x1bca0, 0x1bca3}, /* shorthand format controls */
    {0x1d173, 0x1d17a}, /* musical beams and ties */
    {0xe0000, 0xe0fff}, /* tags, variation selectors */
};

size_t envfp__printable_measure(struct view text, uint32_t *point)
{
    size_t length = envfp__text_utf8(text);
    *point = UINT32_MAX;
    if (length == 0)
        return text.length ? 1 : 0;
    const unsigned char *bytes = (const unsigned char *)text.text;
    uint32_t value = length == 1 ? bytes[0] : bytes[0] & (0x7fU >> length);
    for (size_t i = 1; i < length; i++)
        value = value << 6 | (bytes[i] & 0x3fU);
    *point = value;
    return length;
}

bool envfp__printable(uint32_t point)
{
    if (point >= ' ' && point < 0x7f)
        return true;
    /* The last two of each plane are no characters. */
    if (point > 0x10ffff || (point & 0xfffe) == 0xfffe)
        return false;
    size_t low = 0, high = sizeof hidden / sizeof *hidden;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hidden[middle].last < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low == sizeof hidden / sizeof *hidden || point < hidden[low].first;
}

size_t envfp_text_measure(const char *bytes, size_t length, uint32_t *point, bool *printable)
{
    uint32_t value = UINT32_MAX;
    size_t measured = bytes ? envfp__printable_measure((struct view){bytes, length}, &value) : 0;
    if (point)
        *point = value;
    if (printable)
        *printable = envfp__printable(value);
    return measured;
}
