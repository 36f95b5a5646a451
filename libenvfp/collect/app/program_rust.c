/* SPDX-License-Identifier: MIT */
/*
 * cargo-auditable writes the section .dep-v0: zlib-compressed JSON, {"packages": [{"name", "version", "kind"}]}.
 * Packages of the kind "build" were used only during the build and are not in the program.
 */
/* zlib's input is const where this is defined. */
#define ZLIB_CONST
#include "base/json.h"
#include "collect/app/program_parts.h"

#include <zlib.h>

#define MOST_PACKED ((uint64_t)1 << 20)
#define MOST_TEXT ((size_t)8 << 20) /* cargo-auditable's own readers' limit */

static void *zlib_alloc(void *arena, unsigned count, unsigned size)
{
    return envfp__arena_array(arena, count, size);
}

static void zlib_free(void *arena, void *block)
{
    (void)arena;
    (void)block;
}

/* The room grows with the output, so that a small section costs little. */
static enum envfp_reason unpack(struct arena *arena, struct view packed, struct view *text)
{
    z_stream stream = {.zalloc = zlib_alloc, .zfree = zlib_free, .opaque = arena};
    char *bytes = NULL;
    size_t capacity = 0, length = 0;
    int status = inflateInit(&stream);
    if (status != Z_OK)
        return ENVFP_REASON_TRUNCATED;
    stream.next_in = (z_const Bytef *)packed.text;
    stream.avail_in = (uInt)packed.length;
    while (status == Z_OK && length < MOST_TEXT) {
        size_t more = capacity ? capacity * 2 : packed.length * 4 + 1024;
        char *room = envfp__arena_alloc(arena, more);
        if (!room)
            break;
        if (length)
            memcpy(room, bytes, length);
        bytes = room;
        capacity = more;
        stream.next_out = (Bytef *)bytes + length;
        stream.avail_out = (uInt)(capacity - length);
        status = inflate(&stream, Z_NO_FLUSH);
        length = capacity - stream.avail_out;
        if (status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0)
            status = Z_DATA_ERROR; /* it ends early */
    }
    inflateEnd(&stream);
    *text = (struct view){bytes, length};
    return status == Z_STREAM_END ? ENVFP_REASON_NONE
           : status == Z_OK       ? ENVFP_REASON_TRUNCATED
                                  : ENVFP_REASON_MALFORMED;
}

static enum envfp_reason add_packages(struct collect *c, struct view text)
{
    struct json json;
    enum json_token token;
    struct view name = VIEW(""), version = VIEW("");
    bool linked = true;
    envfp__json_start(&json, c->scratch, text, JSON_FILE);
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        if (!json_key_is(&json, 1, "packages"))
            continue;
        if (token == JSON_OPEN && json.depth == 3) {
            name = version = VIEW("");
            linked = true;
        } else if (token == JSON_CLOSE && json.depth == 2 && linked && name.length && version.length) {
            fact_member(c, "process.rust", name, version);
        } else if (token == JSON_STRING && json.depth == 3) {
            if (json_key_is(&json, 3, "name"))
                name = envfp__json_string(&json, c->scratch);
            else if (json_key_is(&json, 3, "version"))
                version = envfp__json_string(&json, c->scratch);
            else if (json_key_is(&json, 3, "kind"))
                linked = !view_is(json.value, "build");
        }
    }
    return token == JSON_DONE ? ENVFP_REASON_NONE : ENVFP_REASON_MALFORMED;
}

void envfp__program_rust(struct collect *c, struct elf *elf)
{
    struct elf_section section;
    struct view text;
    enum envfp_reason reason = envfp__elf_section(elf, VIEW(".dep-v0"), &section);
    if (reason == ENVFP_REASON_NONE && section.size > MOST_PACKED)
        reason = ENVFP_REASON_TRUNCATED;
    char *bytes =
        reason == ENVFP_REASON_NONE ? envfp__arena_alloc(c->scratch, (size_t)section.size + 1) : NULL;
    if (bytes) /* the section is compressed, so that it is needed as a whole */
        reason = envfp__elf_fill(elf, section.offset, bytes, (size_t)section.size);
    if (bytes && reason == ENVFP_REASON_NONE)
        reason = unpack(c->scratch, (struct view){bytes, (size_t)section.size}, &text);
    if (bytes && reason == ENVFP_REASON_NONE)
        reason = add_packages(c, text);
    fact_gap(c, "process.rust/*", reason);
}
