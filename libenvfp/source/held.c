/* SPDX-License-Identifier: MIT */
/*
 * Record locks of this process on the files of databases. /proc/locks lists them, so that no descriptor of the host's is
 * touched: there may be ten thousand, another thread may close one meanwhile, and one may lie on a dead file server.
 * Where there is no such list (gVisor, a procfs of processes alone), or too long a one, the names of what is open tell.
 */
#include "source/system.h"

#include "base/text.h"

#include <fcntl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define LOCKS_MOST ((uint64_t)4 << 20)
/* Anybody may take locks: from this sum on the list is not read again. */
#define LOCKS_SUM_MOST ((uint64_t)16 << 20)
#define OPEN_MOST 65536
/* Of one answer, given back after it. */
#define WORK_MOST ((size_t)32 << 20)

/* "7: POSIX  ADVISORY  WRITE 1234 08:01:567 0 EOF"; "->" stands before a kind that is only waited for. */
static bool is_own_lock(struct view line, struct view process, struct view *place)
{
    struct view words[6];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!view_cut_word(&line, &words[i]))
            return false;
    *place = words[5];
    return view_is(words[1], "POSIX") && view_equal(words[4], process);
}

enum locked { LOCKED_NO, LOCKED_PERHAPS, LOCKED };

/* "MAJOR:MINOR:INODE", the first two in hex. Some file systems (btrfs, overlay) show stat(2) devices of their own, whose
 * major number is 0: there the inode decides. Older kernels' overlays number locked files otherwise, too. */
static enum locked is_file(struct view place, const struct stat *stat)
{
    struct view major_text, minor_text, rest, inode_text;
    uint64_t major_number, minor_number, inode;
    if (!view_split(place, ':', &major_text, &rest) || !view_split(rest, ':', &minor_text, &inode_text) ||
        !envfp__view_number(major_text, 16, &major_number) ||
        !envfp__view_number(minor_text, 16, &minor_number) || !envfp__view_number(inode_text, 10, &inode))
        return LOCKED_PERHAPS;
    if (major_number == 0 || major(stat->st_dev) == 0)
        return inode == stat->st_ino ? LOCKED : LOCKED_PERHAPS;
    return inode == stat->st_ino && major_number == major(stat->st_dev) && minor_number == minor(stat->st_dev)
               ? LOCKED
               : LOCKED_NO;
}

/* Whether a descriptor has such a name and is neither a place alone (O_PATH), which holds no locks, nor a file of another
 * collection, as its flags show. */
static bool is_open_as(struct arena *work, struct view number, struct view name)
{
    struct view target, info, flags;
    uint64_t bits;
    const char *link = envfp__arena_join(work, (struct view[]){VIEW("/proc/self/fd/"), number}, 2).text;
    const char *own = envfp__arena_join(work, (struct view[]){VIEW("/proc/self/fdinfo/"), number}, 2).text;
    if (work->failed || envfp__system_link(work, AT_FDCWD, link, &target) != ENVFP_REASON_NONE ||
        !view_ends(target, name) || envfp__system_read(work, own, 4096, &info) != ENVFP_REASON_NONE)
        return false;
    size_t at = envfp__view_find(info, VIEW("flags:"));
    info = view_skip(info, at == SIZE_MAX ? info.length : at + sizeof "flags:" - 1);
    return view_cut_word(&info, &flags) && envfp__view_number(flags, 8, &bits) && !(bits & O_PATH) &&
           (bits & (O_ACCMODE | O_NONBLOCK)) != (O_RDONLY | O_NONBLOCK);
}

/* Whether something of the path's name is open; also where that cannot be told. */
static bool is_open(struct arena *work, const char *path)
{
    struct source_entry *entries = NULL;
    struct view name = view_of(path);
    size_t count = 0;
    while (view_find_byte(name, '/') != SIZE_MAX)
        name = view_skip(name, view_find_byte(name, '/') + 1);
    int directory =
        envfp__system_open(AT_FDCWD, "/proc/self/fd", O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return false;
    if (envfp__system_list(work, directory, OPEN_MOST, &entries, &count) != ENVFP_REASON_NONE)
        return true;
    for (size_t i = 0; i < count; i++)
        if (is_open_as(work, entries[i].name, name))
            return true;
    return work->failed;
}

/* The locks of this process alone, to stay. */
static void keep_own(struct held *held, struct view locks, struct view process)
{
    struct text own = {.arena = held->arena};
    struct view line, place;
    while (view_cut(&locks, '\n', &line))
        if (is_own_lock(line, process, &place)) {
            envfp__text_add(&own, line);
            envfp__text_add_byte(&own, '\n');
        }
    held->own = envfp__text_view(&own);
}

/* The machine's locks as they are now, or, where there are too many, this process's own as they were. */
static enum envfp_reason read_locks(struct held *held, struct arena *work, struct view process,
                                    struct view *locks)
{
    if (held->read > LOCKS_SUM_MOST) {
        *locks = held->own;
        return held->reason;
    }
    held->reason = envfp__system_read(work, "/proc/locks", LOCKS_MOST, locks);
    held->read += locks->length;
    if (held->read > LOCKS_SUM_MOST)
        keep_own(held, *locks, process);
    return held->reason;
}

bool envfp__held_matters(const char *path)
{
    struct view where = view_of(path);
    return view_starts(where, VIEW("/var/lib/")) || view_starts(where, VIEW("/usr/lib/sysimage/")) ||
           view_starts(where, VIEW("/usr/share/rpm/"));
}

static enum locked is_locked(struct held *held, struct arena *work, const struct stat *stat)
{
    struct view locks, line, process, place;
    enum locked locked = LOCKED_NO;
    if (envfp__system_link(work, AT_FDCWD, "/proc/self", &process) != ENVFP_REASON_NONE)
        return LOCKED_NO;
    if (read_locks(held, work, process, &locks) != ENVFP_REASON_NONE)
        return LOCKED_PERHAPS;
    while (locked != LOCKED && view_cut(&locks, '\n', &line)) {
        enum locked found = is_own_lock(line, process, &place) ? is_file(place, stat) : LOCKED_NO;
        locked = found > locked ? found : locked;
    }
    return work->failed && locked == LOCKED_NO ? LOCKED_PERHAPS : locked;
}

bool envfp__held_has(struct held *held, const char *path, const struct stat *stat)
{
    struct arena work;
    size_t left = held->arena->limit - held->arena->held;
    if (!S_ISREG(stat->st_mode) || held->blind)
        return false;
    envfp__arena_init(&work, &held->arena->allocator, left < WORK_MOST ? left : WORK_MOST);
    work.shared = held->arena->shared;
    enum locked locked = is_locked(held, &work, stat);
    bool has = locked == LOCKED || (locked == LOCKED_PERHAPS && is_open(&work, path));
    held->arena->failed = held->arena->failed || work.failed;
    envfp__arena_release(&work);
    return has;
}
