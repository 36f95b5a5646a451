/* SPDX-License-Identifier: MIT */
/* What a byte is in ASCII; <ctype.h> depends on the locale. */
#ifndef ENVFP_BASE_BYTE_H
#define ENVFP_BASE_BYTE_H

#include <stdbool.h>

static inline bool byte_is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static inline bool byte_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool byte_is_lower(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static inline bool byte_is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static inline bool byte_is_letter(char byte)
{
    return byte_is_lower(byte) || byte_is_upper(byte);
}

/* Beyond ASCII stand letters, too. */
static inline bool byte_is_any_letter(char byte)
{
    return byte_is_letter(byte) || (unsigned char)byte >= 0x80;
}

static inline bool byte_is_alnum(char byte)
{
    return byte_is_letter(byte) || byte_is_digit(byte);
}

/* As digests and identifiers are written. */
static inline bool byte_is_lower_hex(char byte)
{
    return byte_is_digit(byte) || (byte >= 'a' && byte <= 'f');
}

static inline bool byte_is_hex(char byte)
{
    return byte_is_lower_hex(byte) || (byte >= 'A' && byte <= 'F');
}

static inline char byte_to_upper(char byte)
{
    return byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
}

static inline char byte_to_lower(char byte)
{
    return (char)(byte_is_upper(byte) ? byte + ('a' - 'A') : byte);
}

/* The value of a hex digit. */
static inline unsigned byte_hex_value(char digit)
{
    return (unsigned)(byte_is_digit(digit) ? digit - '0' : byte_to_lower(digit) - 'a' + 10);
}

#endif
