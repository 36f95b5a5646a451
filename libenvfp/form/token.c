/* SPDX-License-Identifier: MIT */
#include "form/token.h"

#include "form/digest.h"

#define SCHEMA_END 100000

/* Crockford's base32 leaves out i, l, o and u: they stand for what is not known, alone or as a group's last character. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
#define LETTER_UNTOLD 'u'
#define LETTER_SKIPPED 'i'
#define LETTER_PARTIAL 'l'
#define LETTER_UNKNOWN 'o'

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

/* Length of a group, 0 where it cannot be given. `digest`: in hexadecimal, or a longer token's group. */
static size_t write_group(enum envfp_layer_status status, const char *digest, size_t size, char *group)
{
    if (!digest_has(status)) {
        *group = status == ENVFP_LAYER_SKIPPED ? LETTER_SKIPPED : LETTER_UNTOLD;
        return 1;
    }
    size_t known = strlen(digest);
    if (known < size)
        return 0;
    if (known == 64)
        write_bits(digest, size, group);
    else
        memcpy(group, digest, size);
    if (status == ENVFP_LAYER_PARTIAL)
        group[size - 1] = LETTER_PARTIAL;
    if (status == ENVFP_LAYER_UNKNOWN)
        group[size - 1] = LETTER_UNKNOWN;
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
    for (unsigned i = 0; i < TOKEN_GROUPS; i++) {
        const struct section *section = i < ENVFP_LAYER_COUNT ? &fingerprint->facts.sections[i] : NULL;
        const struct own_runtime *runtime = &fingerprint->facts.runtime;
        size_t written = write_group(section ? section->status : runtime->status,
                                     section ? section->digest : runtime->digest, group, token + length);
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

static bool is_size(size_t length)
{
    return length == TOKEN_LONG || length == TOKEN_SHORT || length == TOKEN_OLD_LONG ||
           length == TOKEN_OLD_SHORT;
}

/* Length of the group at the start of `text` with the dot behind it: a letter, or `*size` characters, where 0 takes any
 * size and sets it. 0 for anything else. */
static size_t measure_group(struct view text, size_t *size)
{
    size_t length = 0;
    if (text.length && (text.text[0] == LETTER_UNTOLD || text.text[0] == LETTER_SKIPPED))
        return text.length > 1 && text.text[1] == '.' ? 2 : 0;
    while (length < text.length && length <= TOKEN_OLD_LONG && is_alphabet(text.text[length]))
        length++;
    if (length < text.length && (text.text[length] == LETTER_PARTIAL || text.text[length] == LETTER_UNKNOWN))
        length++;
    if (length >= text.length || text.text[length] != '.' || !is_size(length))
        return 0;
    *size = *size ? *size : length;
    return length == *size ? length + 1 : 0;
}

/* Length of the groups at the start of `text`: eight of the old sizes or nine of the new, either where all of them are
 * letters. 0 where there are no such. */
static size_t measure_groups(struct view text)
{
    size_t length = 0, size = 0;
    unsigned groups = 0;
    for (size_t piece; groups < TOKEN_GROUPS; groups++, length += piece)
        if (!(piece = measure_group(view_skip(text, length), &size)))
            break;
    bool is_old = size == TOKEN_OLD_LONG || size == TOKEN_OLD_SHORT;
    bool complete = groups == TOKEN_GROUPS ? !is_old : groups == ENVFP_LAYER_COUNT && (is_old || size == 0);
    return complete ? length : 0;
}

/* `text`: in lower case. */
static size_t measure(struct view text)
{
    if (!view_starts(text, VIEW("envfp1.")))
        return 0;
    size_t length = 7;
    size_t schema = measure_schema(view_skip(text, length));
    length += schema;
    if (schema == 0 || length >= text.length || text.text[length++] != '.')
        return 0;
    size_t groups = measure_groups(view_skip(text, length));
    length += groups;
    if (groups == 0 || text.length - length < TOKEN_CHECK_SIZE)
        return 0;
    char check[TOKEN_CHECK_SIZE];
    envfp__token_check(view_take(text, length), check);
    return memcmp(check, text.text + length, TOKEN_CHECK_SIZE) == 0 ? length + TOKEN_CHECK_SIZE : 0;
}

/* Whoever writes a text in capitals has not altered the token. Letters that look like digits are left as they are: they
 * have a meaning of their own. */
static struct view lower(struct view text, char copy[TOKEN_SIZE_MAX])
{
    text = view_take(text, TOKEN_SIZE_MAX);
    for (size_t i = 0; i < text.length; i++)
        copy[i] = byte_to_lower(text.text[i]);
    return (struct view){copy, text.length};
}

size_t envfp__token_measure(struct view text)
{
    char copy[TOKEN_SIZE_MAX];
    size_t length = measure(lower(text, copy));
    /* Where the text goes on like a token, this is a longer token that was cut. */
    char next = length < text.length ? text.text[length] : ' ';
    return byte_is_alnum(next) ? 0 : length;
}

static enum envfp_layer_status read_group(struct view group, char digest[65])
{
    digest[0] = '\0';
    if (group.length == 1)
        return group.text[0] == LETTER_SKIPPED ? ENVFP_LAYER_SKIPPED : ENVFP_LAYER_HIDDEN;
    memcpy(digest, group.text, group.length);
    digest[group.length] = '\0';
    switch (group.text[group.length - 1]) {
    case LETTER_PARTIAL: return ENVFP_LAYER_PARTIAL;
    case LETTER_UNKNOWN: return ENVFP_LAYER_UNKNOWN;
    default: return ENVFP_LAYER_OBSERVED;
    }
}

bool envfp__token_read(struct view token, struct envfp_fingerprint *fingerprint)
{
    char copy[TOKEN_SIZE_MAX];
    if (token.length == 0 || envfp__token_measure(token) != token.length)
        return false;
    struct view rest = view_skip(lower(token, copy), 7), piece;
    uint64_t schema;
    if (!view_cut(&rest, '.', &piece) || !envfp__view_number(piece, 10, &schema))
        return false;
    fingerprint->schema = (uint32_t)schema;
    fingerprint->form = ENVFP_FORM_LONG;
    fingerprint->facts.runtime = (struct own_runtime){.status = ENVFP_LAYER_SKIPPED};
    for (unsigned i = 0; view_find_byte(rest, '.') != SIZE_MAX && view_cut(&rest, '.', &piece); i++) {
        struct section *section = i < ENVFP_LAYER_COUNT ? &fingerprint->facts.sections[i] : NULL;
        struct own_runtime *runtime = &fingerprint->facts.runtime;
        enum envfp_layer_status status = read_group(piece, section ? section->digest : runtime->digest);
        *(section ? &section->status : &runtime->status) = status;
        if (piece.length == TOKEN_SHORT || piece.length == TOKEN_OLD_SHORT)
            fingerprint->form = ENVFP_FORM_SHORT;
    }
    return true;
}
