/* SPDX-License-Identifier: MIT */
/* A root with an empty rpm database and a write-ahead log, made as hard to index as its format allows. */
#include "cases.h"

#include "collection.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PAGE = 512, HEAD = 32, FRAME = 24 };

static void put(unsigned char *bytes, uint32_t number)
{
    for (size_t i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

static uint32_t get(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void add_sums(uint32_t sums[2], const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i += 8) {
        sums[0] += get(bytes + i) + sums[1];
        sums[1] += get(bytes + i + 4) + sums[0];
    }
}

/* The first page of a database without tables: https://sqlite.org/fileformat.html, 1.3 and 1.6. */
static void make_page(unsigned char page[PAGE])
{
    static const unsigned char start[] = "SQLite format 3\0\2\0\2\2\0\100\40\40\0\0\0\1\0\0\0\1";
    memset(page, 0, PAGE);
    memcpy(page, start, sizeof start - 1);
    put(page + 44, 4); /* schema format */
    put(page + 56, 1); /* UTF-8 */
    put(page + 92, 1);
    page[100] = 13;
    put(page + 105, (uint32_t)PAGE << 8);
}

/* Pages whose numbers agree in all but their highest bits. */
static void write_log(FILE *file, unsigned frames, const unsigned char page[PAGE])
{
    unsigned char head[HEAD] = {0}, frame[FRAME + PAGE] = {0};
    uint32_t sums[2] = {0, 0};
    put(head, 0x377f0683);
    put(head + 4, 3007000);
    put(head + 8, PAGE);
    add_sums(sums, head, 24);
    put(head + 24, sums[0]);
    put(head + 28, sums[1]);
    (void)fwrite(head, sizeof head, 1, file);
    memcpy(frame + FRAME, page, PAGE);
    for (unsigned i = 0; i < frames; i++) {
        put(frame, i ? i << 15 | 5 : 1);
        put(frame + 4, i + 1 == frames);
        add_sums(sums, frame, 8);
        add_sums(sums, frame + FRAME, PAGE);
        put(frame + 16, sums[0]);
        put(frame + 20, sums[1]);
        (void)fwrite(frame, sizeof frame, 1, file);
    }
}

static FILE *open_below(const char *directory, const char *name)
{
    char path[4200];
    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    return fopen(path, "we");
}

char *cases_make_log(unsigned frames)
{
    unsigned char page[PAGE];
    char path[4200], *directory = cases_make_root(0);
    if (!directory)
        return NULL;
    (void)snprintf(path, sizeof path, "%s/var/lib/rpm", directory);
    (void)mkdir(path, 0700);
    make_page(page);
    FILE *main = open_below(directory, "var/lib/rpm/rpmdb.sqlite");
    FILE *log = open_below(directory, "var/lib/rpm/rpmdb.sqlite-wal");
    if (main)
        (void)fwrite(page, sizeof page, 1, main);
    if (log)
        write_log(log, frames, page);
    bool good = main && log;
    good = (!main || fclose(main) == 0) && good;
    good = (!log || fclose(log) == 0) && good;
    if (good)
        return directory;
    collection_remove(directory);
    free(directory);
    return NULL;
}
