/* SPDX-License-Identifier: MIT */
#include "source/record.h"

#include "source/guid.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MOST 40

/* The path in the recording, relative to its directory. */
const char *envfp__record_path(struct recorder *recorder, struct arena *arena, struct view path)
{
    struct text out = {.arena = arena};
    size_t home = envfp__source_home(recorder->inner, path);
    if (home)
        envfp__text_add(&out, VIEW("/~"));
    envfp__text_add(&out, view_skip(path, home));
    struct view whole = envfp__text_view(&out);
    if (view_starts(whole, VIEW("/sys/")))
        whole = envfp__guid_mask(arena, whole);
    while (view_starts(whole, VIEW("/")))
        whole = view_skip(whole, 1);
    return whole.length ? whole.text : ".";
}

void envfp__record_check(struct recorder *recorder, int result)
{
    if (result != 0 && errno != EEXIST)
        recorder->failed = true;
}

void envfp__record_link(struct recorder *recorder, struct arena *arena, struct view path, struct view target)
{
    struct text out = {.arena = arena};
    size_t home = envfp__source_home(recorder->inner, target);
    if (home)
        envfp__text_add(&out, VIEW("/~"));
    envfp__text_add(&out, view_skip(target, home));
    struct view whole = envfp__text_view(&out);
    if (view_starts(path, VIEW("/sys/")))
        whole = envfp__guid_mask(arena, whole);
    envfp__record_check(
        recorder, symlinkat(whole.text, recorder->directory, envfp__record_path(recorder, arena, path)));
}

/* Links of the kernel's that lead to a process or an open object are no part of a tree. */
static bool is_magic(struct view path)
{
    return view_equal(path, VIEW("/proc/self")) || view_equal(path, VIEW("/proc/thread-self")) ||
           (view_starts(path, VIEW("/proc/")) && view_skip(path, 6).length && byte_is_digit(path.text[6]));
}

/* Makes directories and links along a path as they are in the world; gives the place, without links,
 * where the object itself belongs. */
struct view envfp__record_mirror(struct recorder *recorder, struct arena *arena, const char *path)
{
    struct text done = {.arena = arena};
    struct view rest = view_of(path), component, target;
    unsigned links = 0;
    while (view_cut(&rest, '/', &component)) {
        if (component.length == 0 || view_is(component, "."))
            continue;
        if (view_is(component, "..")) {
            while (done.length && done.bytes[--done.length] != '/')
                ;
            continue;
        }
        size_t before = done.length;
        envfp__text_add_byte(&done, '/');
        envfp__text_add(&done, component);
        struct view here = envfp__text_view(&done);
        if (!is_magic(here) && links < LINKS_MOST &&
            recorder->inner->ops->link(recorder->inner->self, arena, here.text, &target) ==
                ENVFP_REASON_NONE) {
            envfp__record_link(recorder, arena, here, target);
            links++;
            done.length = view_starts(target, VIEW("/")) ? 0 : before;
            rest = envfp__arena_join(arena, (struct view[]){target, VIEW("/"), rest}, 3);
            continue;
        }
        struct view more = rest;
        while (view_starts(more, VIEW("/")))
            more = view_skip(more, 1);
        if (more.length)
            envfp__record_check(
                recorder, mkdirat(recorder->directory, envfp__record_path(recorder, arena, here), 0755));
    }
    return envfp__text_view(&done);
}

void envfp__record_write(struct recorder *recorder, int output, struct view bytes, uint64_t offset)
{
    while (bytes.length) {
        ssize_t written = offset == UINT64_MAX ? write(output, bytes.text, bytes.length)
                                               : pwrite(output, bytes.text, bytes.length, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            recorder->failed = true;
            return;
        }
        bytes = view_skip(bytes, (size_t)written);
        if (offset != UINT64_MAX)
            offset += (uint64_t)written;
    }
}

static void write_placeholder(struct recorder *recorder, const char *place)
{
    int output =
        openat(recorder->directory, place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    envfp__record_check(recorder, output < 0 ? -1 : close(output));
}

/* Entries nobody opens still stand there, with their type. */
void envfp__record_entry(struct recorder *recorder, struct arena *arena, struct view directory,
                         const struct source_entry *entry)
{
    struct view path = envfp__arena_join(arena, (struct view[]){directory, VIEW("/"), entry->name}, 3),
                target;
    const char *place = envfp__record_path(recorder, arena, path);
    if (entry->type == SOURCE_DIRECTORY) {
        envfp__record_check(recorder, mkdirat(recorder->directory, place, 0755));
        /* Version control and some archives forget an empty directory; readers do not see this file. */
        write_placeholder(recorder, source_path(arena, place, VIEW("/.envfp"), ""));
    } else if (entry->type == SOURCE_LINK && !is_magic(path) &&
               recorder->inner->ops->link(recorder->inner->self, arena, path.text, &target) ==
                   ENVFP_REASON_NONE) {
        envfp__record_link(recorder, arena, path, target);
    } else {
        write_placeholder(recorder, place);
    }
}

void envfp__record_file(struct recorder *recorder, const char *path, struct view content)
{
    int output =
        openat(recorder->directory, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (output < 0) {
        recorder->failed = true;
        return;
    }
    envfp__record_write(recorder, output, content, UINT64_MAX);
    close(output);
}
