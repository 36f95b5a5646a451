/* SPDX-License-Identifier: MIT */
#include "form/token.h"

#include "form/digest.h"

#define LONG_GROUP 20
#define SHORT_GROUP 8
#define SCHEMA_END 100000

/* Crockford's base32 leaves out i, l, o and u; three of them stand for layers without a digest. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
#define LETTER_UNTOLD 'u'
#define LETTER_SKIPPED 'i'
#define LETTER_PARTIAL 'l'

/* CRC-32C (Castagnoli, RFC 3720 appendix B.4), a nibble at a step. */
static uint32_t crc32c(struct view bytes)
{
    static const uint32_t steps[16] = {
        0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
        0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
    };
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < bytes.length; i++) {
        crc ^= (unsigned char)bytes.text[i];
        crc = crc >> 4 ^ steps[crc & 15];
        crc = crc >> 4 ^ steps[crc & 15];
    }
    return ~crc;
}

void envfp__token_check(struct view before, char check[TOKEN_CHECK_SIZE])
{
    uint32_t bits = crc32c(before) >> 2;
    for (size_t i = TOKEN_CHECK_SIZE; i-- > 0; bits >>= 5)
        check[i] = alphabet[bits & 31];
}

/* The first `size` times 5 bits of a hex digest. */
static void write_bits(const char *digest, size_t size, char *group)
{
    for (size_t i = 0; i < size; i++) {
        unsigned value = 0;
        for (size_t bit = i * 5; bit < i * 5 + 5; bit++)
            value = value << 1 | (byte_hex_value(digest[bit / 4]) >> (3 - bit % 4) & 1);
        group[i] = alphabet[value];
    }
}

/* Length of a layer's group, 0 where it cannot be given. */
static size_t write_group(const struct section *section, size_t size, char *group)
{
    if (!digest_has(section->status)) {
        *group = section->status == ENVFP_LAYER_SKIPPED ? LETTER_SKIPPED : LETTER_UNTOLD;
        return 1;
    }
    size_t known = strlen(section->digest);
    if (known < size)
        return 0;
    if (known == 64)
        write_bits(section->digest, size, group);
    else
        memcpy(group, section->digest, size);
    if (section->status == ENVFP_LAYER_PARTIAL)
        group[size - 1] = LETTER_PARTIAL;
    return size;
}

static size_t write_schema(uint32_t schema, char *to)
{
    char digits[8];
    size_t count = 0;
    for (; schema; schema /= 10)
        digits[count++] = (char)('0' + schema % 10);
    for (size_t i = 0; i < count; i++)
        to[i] = digits[count - 1 - i];
    return count;
}

size_t envfp__token_write(const struct envfp_fingerprint *fingerprint, size_t group,
                          char token[TOKEN_SIZE_MAX])
{
    if (fingerprint->schema == 0 || fingerprint->schema >= SCHEMA_END)
        return 0;
    memcpy(token, "envfp1.", 7);
    size_t length = 7 + write_schema(fingerprint->schema, token + 7);
    token[length++] = '.';
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        size_t written = write_group(&fingerprint->facts.sections[i], group, token + length);
        if (written == 0)
            return 0;
        length += written;
        token[length++] = '.';
    }
    envfp__token_check((struct view){token, length}, token + length);
    return length + TOKEN_CHECK_SIZE;
}

static bool is_alphabet(char byte)
{
    return byte && memchr(alphabet, byte, sizeof alphabet - 1);
}

static size_t measure_schema(struct view text)
{
    size_t digits = 0;
    while (digits < text.length && byte_is_digit(text.text[digits]) && digits < 6)
        digits++;
    return digits <= 5 && digits && text.text[0] != '0' ? digits : 0;
}

/* Length of the group at the start of `text`: a letter, or `*size` characters, where 0 takes either size
 * and sets it. 0 for anything else. */
static size_t measure_group(struct view text, size_t *size)
{
    if (text.length && (text.text[0] == LETTER_UNTOLD || text.text[0] == LETTER_SKIPPED))
        return 1;
    size_t length = 0;
    while (length < text.length && length <= LONG_GROUP && is_alphabet(text.text[length]))
        length++;
    if (length < text.length && text.text[length] == LETTER_PARTIAL)
        length++;
    if (*size == 0 && (length == LONG_GROUP || length == SHORT_GROUP))
        *size = length;
    return length == *size ? length : 0;
}

size_t envfp__token_measure(struct view text)
{
    if (!view_starts(text, VIEW("envfp1.")))
        return 0;
    size_t length = 7, size = 0;
    size_t piece = measure_schema(view_skip(text, length));
    for (unsigned i = 0; piece && i <= ENVFP_LAYER_COUNT; i++) {
        length += piece;
        if (length >= text.length || text.text[length++] != '.')
            return 0;
        if (i < ENVFP_LAYER_COUNT)
            piece = measure_group(view_skip(text, length), &size);
    }
    if (!piece || text.length - length < TOKEN_CHECK_SIZE)
        return 0;
    char check[TOKEN_CHECK_SIZE];
    envfp__token_check(view_take(text, length), check);
    if (memcmp(check, text.text + length, TOKEN_CHECK_SIZE) != 0)
        return 0;
    length += TOKEN_CHECK_SIZE;
    /* Where the text goes on like a token, this is a longer token that was cut. */
    char next = length < text.length ? text.text[length] : ' ';
    bool goes_on = byte_is_alnum(next);
    return goes_on ? 0 : length;
}

static void read_group(struct view group, struct section *section)
{
    section->digest[0] = '\0';
    if (group.length == 1) {
        section->status = group.text[0] == LETTER_SKIPPED ? ENVFP_LAYER_SKIPPED : ENVFP_LAYER_HIDDEN;
        return;
    }
    bool partial = group.text[group.length - 1] == LETTER_PARTIAL;
    section->status = partial ? ENVFP_LAYER_PARTIAL : ENVFP_LAYER_OBSERVED;
    memcpy(section->digest, group.text, group.length);
    section->digest[group.length] = '\0';
}

bool envfp__token_read(struct view token, struct envfp_fingerprint *fingerprint)
{
    if (token.length == 0 || envfp__token_measure(token) != token.length)
        return false;
    struct view rest = view_skip(token, 7), piece;
    uint64_t schema;
    if (!view_cut(&rest, '.', &piece) || !envfp__view_number(piece, 10, &schema))
        return false;
    fingerprint->schema = (uint32_t)schema;
    fingerprint->form = ENVFP_FORM_LONG;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT && view_cut(&rest, '.', &piece); i++) {
        read_group(piece, &fingerprint->facts.sections[i]);
        if (piece.length == SHORT_GROUP)
            fingerprint->form = ENVFP_FORM_SHORT;
    }
    return true;
}
