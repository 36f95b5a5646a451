/* SPDX-License-Identifier: MIT */
/* Telling the forms apart, and finding tokens in lines. */
#include "form/pack.h"
#include "form/reader.h"
#include "form/token.h"

/* Input above this is refused unread. */
#define INPUT_SIZE_MAX ((size_t)64 << 20)
/* The memory that a reader may use: a fixed amount, plus so much for every byte of input; once for the result and once
 * for working memory. Inputs that hardly compress stay within 16 MiB. */
#define MEMORY_FREE ((size_t)7 << 20)
#define MEMORY_RATIO 32
/* How many places that look like packed text are tried in other text. */
#define PACKED_TRIES 8

struct parse {
    const struct envfp_allocator *allocator;
    struct view input;
    struct envfp_fingerprint *made;
    bool is_document;
};

/* Starts over with an empty fingerprint after a reader failed. */
static enum envfp_status start(struct parse *parse)
{
    envfp_fingerprint_free(parse->made);
    parse->made = envfp__fingerprint_new(parse->allocator, MEMORY_FREE + MEMORY_RATIO * parse->input.length);
    return parse->made ? ENVFP_OK : ENVFP_NO_MEMORY;
}

static enum envfp_status read_document(struct parse *parse)
{
    enum envfp_status status = start(parse);
    if (status != ENVFP_OK)
        return status;
    char *text = envfp__arena_room(&parse->made->arena, parse->input.length);
    if (!text)
        return ENVFP_NO_MEMORY;
    memcpy(text, parse->input.text, parse->input.length);
    parse->made->form = ENVFP_FORM_DOCUMENT;
    return envfp__document_read(text, parse->input.length, parse->made, &parse->is_document);
}

static enum envfp_status read_packed(struct parse *parse, struct view packed)
{
    char *text;
    size_t length;
    bool is_document;
    enum envfp_status status = start(parse);
    if (status == ENVFP_OK)
        status = envfp__pack_read(&parse->made->arena, packed, &text, &length);
    if (status != ENVFP_OK)
        return status;
    parse->made->form = ENVFP_FORM_PACKED;
    return envfp__document_read(text, length, parse->made, &is_document);
}

static enum envfp_status read_token(struct parse *parse, struct view token)
{
    enum envfp_status status = start(parse);
    if (status != ENVFP_OK)
        return status;
    return envfp__token_read(token, parse->made) ? ENVFP_OK : ENVFP_BAD_FORMAT;
}

/* What a text holds: the last whole token, and the last places that look like packed text. */
struct finds {
    struct view token;
    struct view packed[PACKED_TRIES]; /* a ring */
    size_t packed_count;
};

/* Where the word "envfp" is, in letters of either case. */
static size_t find_word(struct view text)
{
    static const char word[] = "envfp";
    for (size_t at = 0; at + 5 <= text.length; at++) {
        size_t same = 0;
        while (same < 5 && byte_to_lower(text.text[at + same]) == word[same])
            same++;
        if (same == 5)
            return at;
    }
    return SIZE_MAX;
}

static void look_through(struct view rest, struct finds *finds)
{
    size_t at;
    while ((at = find_word(rest)) != SIZE_MAX) {
        rest = view_skip(rest, at);
        size_t token = envfp__token_measure(rest), packed = token ? 0 : envfp__pack_measure(rest);
        if (token)
            finds->token = view_take(rest, token);
        if (packed)
            finds->packed[finds->packed_count++ % PACKED_TRIES] = view_take(rest, packed);
        rest = view_skip(rest, token ? token : 5);
    }
}

/* The last one counts: whoever starts again logs again. */
static enum envfp_status find(struct parse *parse)
{
    struct finds finds = {0};
    enum envfp_status worst = ENVFP_BAD_FORMAT;
    look_through(parse->input, &finds);
    size_t tries = finds.packed_count < PACKED_TRIES ? finds.packed_count : PACKED_TRIES;
    for (; tries; tries--) {
        struct view packed = finds.packed[--finds.packed_count % PACKED_TRIES];
        if (finds.token.length && finds.token.text > packed.text)
            break;
        enum envfp_status status = read_packed(parse, packed);
        if (status == ENVFP_OK || status == ENVFP_NO_MEMORY)
            return status;
        worst = status == ENVFP_TOO_BIG ? status : worst;
    }
    return finds.token.length ? read_token(parse, finds.token) : worst;
}

static enum envfp_status read_any(struct parse *parse)
{
    struct view trimmed = view_trim(parse->input);
    if (trimmed.length && trimmed.text[0] == '{') {
        enum envfp_status status = read_document(parse);
        /* A log may consist of JSON lines, so a broken line does not end the search; a broken document does. */
        if (status != ENVFP_BAD_FORMAT || parse->is_document)
            return status;
    } else if (view_starts(trimmed, VIEW(PACK_PREFIX))) {
        enum envfp_status status = read_packed(parse, trimmed);
        if (status != ENVFP_BAD_FORMAT)
            return status;
    }
    return find(parse);
}

enum envfp_status envfp_fingerprint_parse(const struct envfp_allocator *allocator, const char *bytes,
                                          size_t length, struct envfp_fingerprint **fingerprint)
{
    if (!fingerprint)
        return ENVFP_BAD_ARGUMENT;
    *fingerprint = NULL;
    if ((!bytes && length) || (allocator && (!allocator->allocate || !allocator->release)))
        return ENVFP_BAD_ARGUMENT;
    if (length > INPUT_SIZE_MAX)
        return ENVFP_TOO_BIG;
    struct parse parse = {.allocator = allocator, .input = {bytes, length}};
    enum envfp_status status = length ? read_any(&parse) : ENVFP_BAD_FORMAT;
    if (status != ENVFP_OK) {
        envfp_fingerprint_free(parse.made);
        return status;
    }
    *fingerprint = parse.made;
    return ENVFP_OK;
}
