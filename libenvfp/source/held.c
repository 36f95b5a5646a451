/* SPDX-License-Identifier: MIT */
/*
 * Record locks of this process on the files of databases. /proc/locks lists them, so that no descriptor of the host's is
 * touched: there may be ten thousand, another thread may close one meanwhile, and one may lie on a dead file server.
 * Where there is no such list (gVisor, a procfs of processes alone), the names of what is open tell.
 */
#include "source/system.h"

#include "base/text.h"

#include <fcntl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define LOCKS_MOST ((uint64_t)4 << 20)
#define OPEN_MOST 65536

/* "MAJOR:MINOR:INODE", the first two in hex. Some file systems (btrfs, overlay) show stat(2) devices of their own, whose
 * major number is 0: there the inode decides. */
static bool is_file(struct view text, const struct stat *stat)
{
    struct view major_text, minor_text, rest, inode_text;
    uint64_t major_number, minor_number, inode;
    if (!view_split(text, ':', &major_text, &rest) || !view_split(rest, ':', &minor_text, &inode_text) ||
        !envfp__view_number(major_text, 16, &major_number) ||
        !envfp__view_number(minor_text, 16, &minor_number) || !envfp__view_number(inode_text, 10, &inode))
        return false;
    bool comparable = major_number != 0 && major(stat->st_dev) != 0;
    return inode == stat->st_ino &&
           (!comparable || (major_number == major(stat->st_dev) && minor_number == minor(stat->st_dev)));
}

/* "7: POSIX  ADVISORY  WRITE 1234 08:01:567 0 EOF"; "->" stands before a kind that is only waited for. */
static bool is_own_lock(struct view line, struct view process, const struct stat *stat)
{
    struct view words[6];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!view_cut_word(&line, &words[i]))
            return false;
    return view_is(words[1], "POSIX") && view_equal(words[4], process) && is_file(words[5], stat);
}

/* Whether something of this name is open that is no file of another collection, as its flags show. */
static bool is_open(struct held *held, struct view name)
{
    struct source_entry *entries = NULL;
    struct view target, info, flags;
    size_t count = 0;
    int directory =
        envfp__system_open(AT_FDCWD, "/proc/self/fd", O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 ||
        envfp__system_list(held->arena, directory, OPEN_MOST, &entries, &count) != ENVFP_REASON_NONE)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint64_t number;
        const char *link =
            envfp__arena_join(held->arena, (struct view[]){VIEW("/proc/self/fd/"), entries[i].name}, 2).text;
        const char *own =
            envfp__arena_join(held->arena, (struct view[]){VIEW("/proc/self/fdinfo/"), entries[i].name}, 2)
                .text;
        if (held->arena->failed ||
            envfp__system_link(held->arena, AT_FDCWD, link, &target) != ENVFP_REASON_NONE ||
            !view_ends(target, name) ||
            envfp__system_read(held->arena, own, 4096, &info) != ENVFP_REASON_NONE)
            continue;
        size_t at = envfp__view_find(info, VIEW("flags:"));
        info = view_skip(info, at == SIZE_MAX ? info.length : at + sizeof "flags:" - 1);
        if (view_cut_word(&info, &flags) && envfp__view_number(flags, 8, &number) &&
            (number & (O_ACCMODE | O_NONBLOCK)) != (O_RDONLY | O_NONBLOCK))
            return true;
    }
    return false;
}

bool envfp__held_matters(const char *path)
{
    struct view where = view_of(path);
    return view_starts(where, VIEW("/var/lib/")) || view_starts(where, VIEW("/usr/lib/sysimage/")) ||
           view_starts(where, VIEW("/usr/share/rpm/"));
}

bool envfp__held_has(struct held *held, const char *path, const struct stat *stat)
{
    struct view locks, line, process, name = view_of(path);
    if (!S_ISREG(stat->st_mode) ||
        envfp__system_link(held->arena, AT_FDCWD, "/proc/self", &process) != ENVFP_REASON_NONE)
        return false;
    while (view_find_byte(name, '/') != SIZE_MAX)
        name = view_skip(name, view_find_byte(name, '/') + 1);
    enum envfp_reason reason = envfp__system_read(held->arena, "/proc/locks", LOCKS_MOST, &locks);
    if (reason == ENVFP_REASON_TRUNCATED)
        return true;
    if (reason != ENVFP_REASON_NONE)
        return is_open(held, name);
    while (view_cut(&locks, '\n', &line))
        if (is_own_lock(line, process, stat))
            return true;
    return false;
}
