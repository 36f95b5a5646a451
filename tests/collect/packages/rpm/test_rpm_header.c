/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "collect/packages/rpm/rpm.h"

static char header_bytes[1024];

static enum envfp_reason next_byte(struct rpm_stream *stream)
{
    stream->piece = (struct view){header_bytes + stream->place++, 1};
    stream->left--;
    return ENVFP_REASON_NONE;
}

static void put_u32(char *at, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (char)(number >> (24 - 8 * i) & 0xff);
}

struct entry {
    uint32_t tag, type, offset, count;
};

/* A file that nobody records. */
static const struct source_ops no_operations;
static const struct source nowhere = {.ops = &no_operations};
static struct rpm_file no_file = {.source = &nowhere};

/* The data is "name\0one\0two\0noarch\0" and the number 9, aligned. */
static enum envfp_reason read_header(const struct entry *entries, uint32_t count, struct rpm_package *package)
{
    static const char data[24] = "name\0one\0two\0noar\0\0\0\0\0\0\x09";
    put_u32(header_bytes, count);
    put_u32(header_bytes + 4, sizeof data);
    for (uint32_t i = 0; i < count; i++) {
        char *at = header_bytes + 8 + 16 * (size_t)i;
        put_u32(at, entries[i].tag);
        put_u32(at + 4, entries[i].type);
        put_u32(at + 8, entries[i].offset);
        put_u32(at + 12, entries[i].count);
    }
    memcpy(header_bytes + 8 + 16 * (size_t)count, data, sizeof data);
    struct rpm_stream stream = {
        .next = next_byte, .file = &no_file, .left = 8 + 16 * (uint64_t)count + sizeof data};
    return envfp__rpm_header_read(&stream, stream.left, package);
}

Test(rpm_header, reads_tags_in_the_order_of_their_data)
{
    struct rpm_package package;
    const struct entry entries[] = {{1003, 4, 20, 1}, {1022, 6, 13, 1}, {1000, 6, 0, 1},
                                    {1002, 6, 9, 1},  {1001, 6, 5, 1},  {1000, 6, 9, 1}};
    cr_assert_eq(read_header(entries, 6, &package), ENVFP_REASON_NONE);
    cr_expect(view_is((struct view){package.name.bytes, package.name.length}, "name"),
              "the first one counts");
    cr_expect(view_is((struct view){package.version.bytes, package.version.length}, "one"));
    cr_expect(view_is((struct view){package.release.bytes, package.release.length}, "two"));
    cr_expect(view_is((struct view){package.arch.bytes, package.arch.length}, "noar"));
    cr_expect_eq(package.epoch, 9);
}

Test(rpm_header, refuses_unsound_headers)
{
    struct rpm_package package;
    const struct entry name = {1000, 6, 0, 1}, version = {1001, 6, 5, 1};
    static const struct entry bad[] = {
        {1001, 6, 2, 1},          /* overlaps the name */
        {1001, 4, 5, 1},          /* no text */
        {1001, 6, 24, 1},         /* behind the data */
        {1001, 6, 0xffffffff, 1}, /* far behind */
        {1001, 6, 5, 0},          /* nothing */
        {1001, 6, 23, 1},         /* does not end */
        {1003, 4, 21, 1},         /* does not fit */
        {1003, 6, 20, 1},         /* no number */
    };
    cr_expect_eq(read_header((struct entry[]){name, version}, 2, &package), ENVFP_REASON_NONE);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_eq(read_header((struct entry[]){name, bad[i], version}, 3, &package),
                     ENVFP_REASON_MALFORMED, "row %zu", i);
    cr_expect_eq(read_header(&name, 1, &package), ENVFP_REASON_MALFORMED, "no version");
}
