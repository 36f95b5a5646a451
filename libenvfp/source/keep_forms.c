/* SPDX-License-Identifier: MIT */
/* The forms in which a line may go into a recording. What does not fit becomes "?". */
#include "source/keep.h"

/* Blanks stay as they are; each word stays or is refused by itself. */
static bool keep_each(struct view line, struct text *out, bool (*fits)(struct view word))
{
    while (line.length) {
        size_t blank = 0, word = 0;
        while (blank < line.length && byte_is_blank(line.text[blank]))
            blank++;
        envfp__text_add(out, view_take(line, blank));
        line = view_skip(line, blank);
        while (word < line.length && !byte_is_blank(line.text[word]))
            word++;
        if (word)
            envfp__text_add(out, fits(view_take(line, word)) ? view_take(line, word) : VIEW("?"));
        line = view_skip(line, word);
    }
    return true;
}

bool envfp__keep_number(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return keep_each(line, out, envfp__keep_is_number);
}

static bool is_word(struct view word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!byte_is_alnum(word.text[i]) && !memchr("_.,:;=+@%()[]-", word.text[i], 14))
            return false;
    return word.length <= 256;
}

bool envfp__keep_words(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return keep_each(line, out, is_word);
}

/* ---- Versions ------------------------------------------------------------------------------------------------------- */

static bool is_alias(struct view word)
{
    static const char aliases[][8] = {"system",  "stable", "beta",  "nightly", "latest", "node",
                                      "default", "lts",    "lts/*", "current", "canary"};
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (view_is(word, aliases[i]))
            return true;
    /* Node's releases for the long term have the names of elements. */
    struct view name = view_skip(word, 4);
    return view_starts(word, VIEW("lts/")) && name.length && name.length <= 12 &&
           view_all(name, byte_is_lower);
}

/* Of letters at most sixteen may follow each other, of digits eight: a word of more is a token, not a name. */
static bool has_short_runs(struct view word)
{
    size_t letters = 0, digits = 0;
    for (size_t i = 0; i < word.length; i++) {
        letters = byte_is_letter(word.text[i]) ? letters + 1 : 0;
        digits = byte_is_digit(word.text[i]) ? digits + 1 : 0;
        if (letters > 16 || digits > 8)
            return false;
    }
    return true;
}

bool envfp__keep_is_version(struct view word)
{
    if (word.length == 0 || word.length > 64)
        return false;
    if (is_alias(word))
        return true;
    bool dotted = false, plain = word.length <= 4, name = true;
    for (size_t i = 0; i < word.length; i++) {
        char byte = word.text[i];
        if (!byte_is_alnum(byte) && !memchr(".-+_", byte, 4))
            return false;
        plain = plain && byte_is_digit(byte);
        dotted = dotted || (i && byte == '.' && i + 1 < word.length && byte_is_digit(word.text[i - 1]) &&
                            (byte_is_digit(word.text[i + 1]) || word.text[i + 1] == 'x'));
        /* In front of the first digit stand small letters: v20, pypy3.10, graalvm-ce-17. */
        name = name && !byte_is_digit(byte);
        if (name && !byte_is_lower(byte) && byte != '-')
            return false;
    }
    struct view digits = view_skip(word, word.text[0] == 'v');
    plain = plain || (digits.length && digits.length < 4 && envfp__keep_is_number(digits) &&
                      byte_is_digit(digits.text[0]) && byte_is_digit(digits.text[digits.length - 1]));
    return plain || (dotted && has_short_runs(word));
}

bool envfp__keep_version(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view end, body = view_trim(envfp__keep_body(line, &end)), word = VIEW("");
    if (view_starts(body, VIEW("#")))
        envfp__text_add(out, VIEW("#"));
    else if (view_cut_word(&body, &word))
        envfp__text_add(out, envfp__keep_is_version(word) ? word : VIEW("?"));
    envfp__text_add(out, end);
    return true;
}

/* ---- Paths and texts ---------------------------------------------------------------------------------------------------- */

static bool is_path_byte(char byte)
{
    return byte_is_alnum(byte) || memchr("/._-+~@", byte, 7) != NULL;
}

static bool is_path(struct view word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!is_path_byte(word.text[i]) && !memchr("*:${}[],=?", word.text[i], 10))
            return false;
    return view_starts(word, VIEW("/")) && word.length <= 4096;
}

void envfp__keep_fold(const struct source *source, struct view text, struct text *out)
{
    for (size_t i = 0; i < text.length;) {
        bool starts = text.text[i] == '/' && (i == 0 || !is_path_byte(text.text[i - 1]));
        size_t end = i;
        while (starts && end < text.length && is_path_byte(text.text[end]))
            end++;
        struct view path = view_take(view_skip(text, i), end - i);
        size_t home = starts ? envfp__source_home(source, path) : 0;
        if (home) {
            envfp__text_add(out, envfp__source_home_name(source, view_take(path, home)));
            i += home;
        } else {
            envfp__text_add_byte(out, text.text[i++]);
        }
    }
}

bool envfp__keep_paths(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    bool first = true;
    if (view_starts(view_trim(body), VIEW("#")))
        body = VIEW("");
    for (; view_cut_word(&body, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        if (view_starts(word, VIEW("#"))) {
            envfp__text_add_byte(out, '#');
            break;
        }
        if (first && word.length <= 16 && view_all(word, byte_is_lower))
            envfp__text_add(out, word);
        else if (is_path(word))
            envfp__keep_fold(source, word, out);
        else
            envfp__text_add_byte(out, '?');
    }
    envfp__text_add(out, end);
    return true;
}

bool envfp__keep_public(const struct source *source, struct view line, struct text *out)
{
    envfp__keep_fold(source, line, out);
    return true;
}

bool envfp__keep_blank(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view end;
    (void)envfp__keep_body(line, &end);
    envfp__text_add(out, end);
    return true;
}
