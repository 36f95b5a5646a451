/* SPDX-License-Identifier: MIT */
#include "floor.h"

#include "collection.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PIECE ((size_t)64 << 10)

static void add(struct floor *floor, enum tap_operation operation, const char *path, size_t bytes)
{
    if (floor->count == floor->room) {
        floor->room = floor->room ? floor->room * 2 : 1024;
        floor->steps = realloc(floor->steps, floor->room * sizeof *floor->steps);
    }
    char *copy = strdup(path);
    if (!floor->steps || !copy)
        abort();
    floor->steps[floor->count++] =
        (struct floor_step){.operation = operation, .path = copy, .bytes = bytes, .piece = bytes};
}

static void note(void *state, enum tap_operation operation, const char *path, enum envfp_reason reason,
                 size_t asked, size_t got)
{
    struct floor *floor = state;
    floor->leaves += operation == TAP_CPUID;
    if (operation == TAP_PULL && floor->count) {
        struct floor_step *step = &floor->steps[floor->file];
        step->bytes += got;
        step->whole |= got < asked && reason == ENVFP_REASON_NONE;
        if (asked > step->piece)
            step->piece = asked < PIECE ? asked : PIECE;
    } else if (operation == TAP_OPEN || operation == TAP_LIST || operation == TAP_LINK ||
               operation == TAP_STAT)
        add(floor, operation, path, 0);
    if (operation == TAP_OPEN && reason == ENVFP_REASON_NONE)
        floor->file = floor->count - 1;
}

void floor_learn(struct floor *floor, uint32_t mask)
{
    struct collection collection;
    struct tap tap;
    *floor = (struct floor){0};
    if (collection_open(&collection, NULL) == ENVFP_OK) {
        add(floor, TAP_OPEN, "/proc/self/mountinfo", PIECE); /* read before any collector asks */
        tap_init(&tap, &collection.source);
        tap.log = note;
        tap.log_state = floor;
        collection_run(&collection, &tap.source, mask);
    }
    collection_close(&collection);
}

static void read_file(const struct floor_step *step, char *buffer, bool once)
{
    int descriptor = open(step->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return;
    ssize_t got = 1;
    for (size_t done = 0; got > 0 && (done < step->bytes || (step->whole && !once)); done += (size_t)got)
        got = read(descriptor, buffer, step->piece);
    (void)close(descriptor);
}

static void read_directory(const char *path, char *buffer)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    while (syscall(SYS_getdents64, descriptor, buffer, PIECE) > 0)
        continue;
    (void)close(descriptor);
}

void floor_walk(const struct floor *floor, bool once)
{
    static char buffer[PIECE];
    struct stat stat;
    for (size_t i = 0; i < floor->count; i++) {
        const struct floor_step *step = &floor->steps[i];
        if (step->operation == TAP_OPEN)
            read_file(step, buffer, once);
        else if (step->operation == TAP_LIST)
            read_directory(step->path, buffer);
        else if (step->operation == TAP_LINK)
            (void)!readlink(step->path, buffer, sizeof buffer);
        else
            (void)!fstatat(AT_FDCWD, step->path, &stat, 0);
    }
}

int floor_save(const struct floor *floor, const char *path)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return -1;
    for (size_t i = 0; i < floor->count; i++)
        (void)fprintf(file, "%d %d %zu %zu %s\n", (int)floor->steps[i].operation, floor->steps[i].whole,
                      floor->steps[i].piece, floor->steps[i].bytes, floor->steps[i].path);
    return fclose(file);
}

int floor_load(struct floor *floor, const char *path)
{
    char line[8192];
    *floor = (struct floor){0};
    FILE *file = fopen(path, "re");
    if (!file)
        return -1;
    while (fgets(line, sizeof line, file)) {
        char *end;
        line[strcspn(line, "\n")] = '\0';
        unsigned long operation = strtoul(line, &end, 10), whole = strtoul(end, &end, 10),
                      piece = strtoul(end, &end, 10), bytes = strtoul(end, &end, 10);
        if (*end != ' ')
            continue;
        add(floor, (enum tap_operation)operation, end + 1, bytes);
        floor->steps[floor->count - 1].piece = piece;
        floor->steps[floor->count - 1].whole = whole != 0;
    }
    return fclose(file);
}

void floor_free(struct floor *floor)
{
    for (size_t i = 0; i < floor->count; i++)
        free(floor->steps[i].path);
    free(floor->steps);
    *floor = (struct floor){0};
}
