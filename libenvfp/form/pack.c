/* SPDX-License-Identifier: MIT */
#include "form/pack.h"

/* zlib's input is const where this is defined. */
#define ZLIB_CONST
#include <zlib.h>

#define PREFIX_SIZE (sizeof PACK_PREFIX - 1)

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* zlib's memory comes from an arena, which frees it all at once. */
static void *zlib_alloc(void *arena, unsigned count, unsigned size)
{
    return envfp__arena_array(arena, count, size);
}

static void zlib_free(void *arena, void *block)
{
    (void)arena;
    (void)block;
}

/* ---- Writing ---------------------------------------------------------------------------------- */

static bool deflate_at(struct arena *arena, struct view document, int level, char **bytes, size_t *length)
{
    z_stream stream = {.zalloc = zlib_alloc, .zfree = zlib_free, .opaque = arena};
    if (document.length > UINT32_MAX / 2 || deflateInit(&stream, level) != Z_OK)
        return false;
    size_t bound = deflateBound(&stream, (uLong)document.length);
    *bytes = envfp__arena_alloc(arena, bound);
    if (*bytes) {
        stream.next_in = (const Bytef *)document.text;
        stream.avail_in = (uInt)document.length;
        stream.next_out = (Bytef *)*bytes;
        stream.avail_out = (uInt)bound;
    }
    bool whole = *bytes && deflate(&stream, Z_FINISH) == Z_STREAM_END;
    *length = stream.total_out;
    deflateEnd(&stream);
    return whole;
}

static size_t encode(const unsigned char *bytes, size_t length, char *to)
{
    char *start = to;
    size_t i = 0;
    for (; length - i >= 3; i += 3, to += 4) {
        uint32_t bits = (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8 | bytes[i + 2];
        to[0] = alphabet[bits >> 18];
        to[1] = alphabet[bits >> 12 & 63];
        to[2] = alphabet[bits >> 6 & 63];
        to[3] = alphabet[bits & 63];
    }
    if (i < length) {
        uint32_t bits = (uint32_t)bytes[i] << 16 | (i + 1 < length ? (uint32_t)bytes[i + 1] << 8 : 0);
        *to++ = alphabet[bits >> 18];
        *to++ = alphabet[bits >> 12 & 63];
        if (i + 1 < length)
            *to++ = alphabet[bits >> 6 & 63];
    }
    return (size_t)(to - start);
}

struct view envfp__pack_write(struct arena *arena, struct view document)
{
    char *bytes;
    size_t length;
    bool whole = deflate_at(arena, document, 1, &bytes, &length);
    /* Text that packs so well that readers would refuse it as a bomb (a megabyte of one letter) is stored
     * uncompressed. */
    if (whole && document.length > PACK_FREE && document.length / PACK_RATIO >= length)
        whole = deflate_at(arena, document, 0, &bytes, &length);
    char *text = whole ? envfp__arena_alloc(arena, PREFIX_SIZE + length / 3 * 4 + 4) : NULL;
    if (!text) {
        arena->failed = true;
        return VIEW("");
    }
    memcpy(text, PACK_PREFIX, PREFIX_SIZE);
    return (struct view){text,
                         PREFIX_SIZE + encode((const unsigned char *)bytes, length, text + PREFIX_SIZE)};
}

/* ---- Reading ---------------------------------------------------------------------------------- */

/* The value of a character of the alphabet, 64 for every other byte. */
static const unsigned char values[256] = {
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 62, 64, 64, 52, 53, 54, 55,
    56, 57, 58, 59, 60, 61, 64, 64, 64, 64, 64, 64, 64, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
    13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 64, 64, 64, 64, 63, 64, 26, 27, 28, 29, 30, 31, 32,
    33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
};

size_t envfp__pack_measure(struct view text)
{
    if (!view_starts(text, VIEW(PACK_PREFIX)))
        return 0;
    size_t length = PREFIX_SIZE;
    while (length < text.length && values[(unsigned char)text.text[length]] < 64)
        length++;
    return length;
}

/* Decode all of `text` into `bytes`, which has room for 3 bytes for every 4 characters and 4 more. False for text that
 * no encoder writes: other characters, a single one at the end, or unused bits that are not zero. */
static bool decode(struct view text, unsigned char *bytes, size_t *length)
{
    const unsigned char *from = (const unsigned char *)text.text;
    size_t groups = text.length / 4, rest = text.length % 4;
    unsigned wrong = 0;
    for (size_t i = 0; i < groups; i++, from += 4, bytes += 3) {
        unsigned a = values[from[0]], b = values[from[1]], c = values[from[2]], d = values[from[3]];
        uint32_t bits = a << 26 | b << 20 | c << 14 | d << 8;
        wrong |= a | b | c | d;
        /* Four stores become one. */
        bytes[0] = (unsigned char)(bits >> 24);
        bytes[1] = (unsigned char)(bits >> 16);
        bytes[2] = (unsigned char)(bits >> 8);
        bytes[3] = (unsigned char)bits;
    }
    *length = groups * 3;
    if (rest) {
        unsigned a = values[from[0]], b = rest > 1 ? values[from[1]] : 64, c = rest > 2 ? values[from[2]] : 0;
        wrong |= a | b | c;
        wrong |= rest == 2 ? (b & 15 ? 64 : 0) : (c & 3 ? 64 : 0);
        bytes[0] = (unsigned char)(a << 2 | b >> 4);
        bytes[1] = (unsigned char)(b << 4 | c >> 2);
        *length += rest - 1;
    }
    return wrong < 64;
}

/* A buffer that grows with what has been inflated into it. */
struct output {
    struct arena *arena;
    char *bytes;
    size_t length, capacity;
};

/* Room for what comes next. */
static enum envfp_status make_room(struct output *output, size_t consumed)
{
    if (output->length > PACK_SIZE_MAX || output->length > PACK_FREE + PACK_RATIO * consumed)
        return ENVFP_TOO_BIG;
    if (output->length < output->capacity)
        return ENVFP_OK;
    size_t capacity = output->capacity * 2;
    char *bytes = envfp__arena_room(output->arena, capacity);
    if (!bytes)
        return ENVFP_NO_MEMORY;
    memcpy(bytes, output->bytes, output->length);
    output->bytes = bytes;
    output->capacity = capacity;
    return ENVFP_OK;
}

static enum envfp_status inflate_all(z_stream *stream, struct output *output)
{
    int answer = Z_OK;
    while (answer == Z_OK) {
        enum envfp_status status = make_room(output, stream->total_in);
        if (status != ENVFP_OK)
            return status;
        size_t room = output->capacity - output->length;
        stream->next_out = (Bytef *)output->bytes + output->length;
        stream->avail_out = room < PACK_STEP ? (uInt)room : (uInt)PACK_STEP;
        size_t offered = stream->avail_out;
        /* Where the output has room for everything, zlib need not keep a window. */
        answer = inflate(stream, Z_FINISH);
        output->length += offered - stream->avail_out;
        if (answer == Z_BUF_ERROR && stream->avail_out == 0)
            answer = Z_OK;
    }
    if (answer == Z_MEM_ERROR)
        return ENVFP_NO_MEMORY;
    return answer == Z_STREAM_END && stream->avail_in == 0 ? ENVFP_OK : ENVFP_BAD_FORMAT;
}

static enum envfp_status unpack(struct arena *scratch, struct view text, struct output *output)
{
    unsigned char *bytes = envfp__arena_alloc(scratch, text.length / 4 * 3 + 8);
    size_t length;
    z_stream stream = {.zalloc = zlib_alloc, .zfree = zlib_free, .opaque = scratch};
    if (!bytes || !output->bytes)
        return ENVFP_NO_MEMORY;
    if (!decode(text, bytes, &length) || length > UINT32_MAX)
        return ENVFP_BAD_FORMAT;
    stream.next_in = bytes;
    stream.avail_in = (uInt)length;
    if (inflateInit(&stream) != Z_OK)
        return ENVFP_NO_MEMORY;
    enum envfp_status status = inflate_all(&stream, output);
    inflateEnd(&stream);
    return status;
}

enum envfp_status envfp__pack_read(struct arena *arena, struct view packed, char **document, size_t *length)
{
    *document = NULL;
    *length = 0;
    if (!view_starts(packed, VIEW(PACK_PREFIX)))
        return ENVFP_BAD_FORMAT;
    struct view text = view_skip(packed, PREFIX_SIZE);
    /* Documents shrink to a third or a fifth. */
    size_t capacity = text.length < PACK_SIZE_MAX / 4 ? text.length * 4 + 4096 : PACK_SIZE_MAX;
    if (capacity > PACK_FREE && text.length < PACK_FREE)
        capacity = PACK_FREE;
    struct output output = {arena, envfp__arena_room(arena, capacity), 0, capacity};
    struct arena scratch;
    envfp__arena_init(&scratch, &arena->allocator, SIZE_MAX);
    enum envfp_status status = unpack(&scratch, text, &output);
    envfp__arena_release(&scratch);
    if (status != ENVFP_OK)
        return status;
    *document = output.bytes;
    *length = output.length;
    return ENVFP_OK;
}
