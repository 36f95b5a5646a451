/* SPDX-License-Identifier: MIT */
/* Fingerprints that were cut or altered on their way. */
#include "cli.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define PREFIX "envfp1."
#define PREFIX_LENGTH (sizeof PREFIX - 1)
#define CHECK_LENGTH 6
/* Dots of a token, and of one with eight groups. */
#define DOTS 11
#define OLD_DOTS 10
/* Characters of a group, long and short. */
#define LONG 18
#define SHORT 7
/* Prose may have the word, too. */
#define DOTS_OF_ANY 3

/* The run of letters, digits and dots at the start of a text, by its pieces. */
struct shape {
    size_t dots, last; /* `last`: characters behind the last dot */
    bool of_nine;      /* a group has a size that only tokens with nine have */
};

static struct shape shape_of(const char *bytes, size_t length)
{
    struct shape shape = {0};
    for (size_t i = 0; i < length && (isalnum((unsigned char)bytes[i]) || bytes[i] == '.'); i++) {
        if (bytes[i] != '.') {
            shape.last++;
            continue;
        }
        shape.of_nine = shape.of_nine || (shape.dots > 0 && (shape.last == LONG || shape.last == SHORT));
        shape.dots++;
        shape.last = 0;
    }
    return shape;
}

/* The last text that begins as a token does, in letters of either case; NULL where there is none. */
static const char *last_token(const char *bytes, size_t length)
{
    for (size_t at = length < PREFIX_LENGTH ? 0 : length - PREFIX_LENGTH + 1; at-- > 0;)
        if (strncasecmp(bytes + at, PREFIX, PREFIX_LENGTH) == 0 &&
            shape_of(bytes + at, length - at).dots >= DOTS_OF_ANY)
            return bytes + at;
    return NULL;
}

static bool is_short(struct shape shape)
{
    return shape.dots < OLD_DOTS || (shape.dots < DOTS && shape.of_nine) || shape.last < CHECK_LENGTH;
}

static bool holds(const char *bytes, size_t length, const char *word)
{
    return memmem(bytes, length, word, strlen(word)) != NULL;
}

const char *damage_name(const char *bytes, size_t length)
{
    const char *token = last_token(bytes, length);
    if (token)
        return is_short(shape_of(token, length - (size_t)(token - bytes)))
                   ? "holds no fingerprint: its token was cut short"
                   : "holds no fingerprint: its token was altered, it does not agree with its check";
    if (holds(bytes, length, "envfpz1."))
        return "holds no fingerprint: its packed document is cut or damaged";
    if (holds(bytes, length, PREFIX))
        return "holds no fingerprint: its token was cut short";
    if (length && bytes[0] == '{' && holds(bytes, length, "\"layers\""))
        return "holds no fingerprint: its document is cut or damaged";
    return "holds no fingerprint";
}

const char *damage_after(const struct envfp_fingerprint *read, const char *bytes, size_t length)
{
    enum envfp_form form = envfp_fingerprint_get_form(read);
    const char *token =
        form == ENVFP_FORM_LONG || form == ENVFP_FORM_SHORT ? last_token(bytes, length) : NULL;
    struct envfp_fingerprint *last;
    if (!token)
        return NULL;
    size_t rest = length - (size_t)(token - bytes);
    if (envfp_fingerprint_parse(NULL, token, rest, &last) != ENVFP_BAD_FORMAT) {
        envfp_fingerprint_free(last);
        return NULL;
    }
    return is_short(shape_of(token, rest)) ? "its last token was cut short: the last whole one is taken"
                                           : "its last token was altered: the last whole one is taken";
}
