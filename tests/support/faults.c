/* SPDX-License-Identifier: MIT */
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#define DESCRIPTORS 64
#define LENGTHS 8192
#define DAY 86400

struct faults_seen faults_seen;

static struct {
    bool on;
    struct faults faults;
    char names[DESCRIPTORS][256]; /* paths of open descriptors, as they were opened */
    size_t lengths[LENGTHS];      /* of the reads */
} state;

/* The functions behind --wrap. */
int __real_open(const char *path, int flags, ...);
int __real_openat(int at, const char *path, int flags, ...);
int __real_close(int descriptor);
ssize_t __real_read(int descriptor, void *bytes, size_t count);
ssize_t __real_pread(int descriptor, void *bytes, size_t count, off_t offset);
int __real_fstat(int descriptor, struct stat *stat);
int __real_fstatat(int at, const char *path, struct stat *stat, int flags);
ssize_t __real_readlinkat(int at, const char *path, char *bytes, size_t size);
int __real_statfs(const char *path, struct statfs *fs);
int __real_uname(struct utsname *names);
int __real_clock_gettime(clockid_t clock, struct timespec *time);
long __real_syscall(long number, ...);

int __wrap_open(const char *path, int flags, ...);
int __wrap_openat(int at, const char *path, int flags, ...);
int __wrap_close(int descriptor);
ssize_t __wrap_read(int descriptor, void *bytes, size_t count);
ssize_t __wrap_pread(int descriptor, void *bytes, size_t count, off_t offset);
int __wrap_fstat(int descriptor, struct stat *stat);
int __wrap_fstatat(int at, const char *path, struct stat *stat, int flags);
ssize_t __wrap_readlinkat(int at, const char *path, char *bytes, size_t size);
int __wrap_statfs(const char *path, struct statfs *fs);
int __wrap_uname(struct utsname *names);
int __wrap_clock_gettime(clockid_t clock, struct timespec *time);
long __wrap_syscall(long number, ...);

void faults_start(const struct faults *faults)
{
    faults_seen = (struct faults_seen){0};
    state.faults = *faults;
    state.on = true;
}

void faults_stop(void)
{
    state.on = false;
}

size_t faults_read_length(unsigned long read)
{
    return read && read <= LENGTHS ? state.lengths[read - 1] : 0;
}

static const char *name_of(int descriptor)
{
    return descriptor >= 0 && descriptor < DESCRIPTORS ? state.names[descriptor] : "";
}

static void say(const char *call, int at, const char *path)
{
    const char *start = path[0] == '/' || path[0] == '\0' ? "" : "/";
    (void)snprintf(faults_seen.failed, sizeof faults_seen.failed, "%s %.200s%s%.200s", call,
                   path[0] == '/' ? "" : name_of(at), start, path);
}

/* Counts a call; true where it fails, with errno set. */
static bool fails(const char *call, int at, const char *path)
{
    if (!state.on)
        return false;
    unsigned long number = ++faults_seen.calls, from = state.faults.fail_at;
    if (!from || (state.faults.onwards ? number < from : number != from))
        return false;
    if (number == from)
        say(call, at, path);
    errno = state.faults.error;
    return true;
}

static int opened(int descriptor, int at, const char *path)
{
    if (!state.on || descriptor < 0)
        return descriptor;
    faults_seen.open++;
    if (descriptor < DESCRIPTORS) {
        const char *start = path[0] == '/' || at < 0 ? "" : name_of(at);
        char name[256];
        (void)snprintf(name, sizeof name, "%.120s%s%.120s", start, start[0] ? "/" : "", path);
        if (strncmp(path, "/proc/self/fd/", 14) == 0) /* the same object once more */
            (void)snprintf(name, sizeof name, "%s",
                           name_of(path[14] ? (int)strtol(path + 14, NULL, 10) : -1));
        memcpy(state.names[descriptor], name, sizeof name);
    }
    return descriptor;
}

int __wrap_open(const char *path, int flags, ...)
{
    return fails("open", -1, path) ? -1 : opened(__real_open(path, flags), -1, path);
}

int __wrap_openat(int at, const char *path, int flags, ...)
{
    return fails("openat", at, path) ? -1 : opened(__real_openat(at, path, flags), at, path);
}

int __wrap_close(int descriptor)
{
    if (state.on)
        faults_seen.open--;
    return __real_close(descriptor);
}

/* Kernel file systems make a file's text in memory: their reads are never shorter than what there is. */
static bool is_kernels(int descriptor)
{
    const char *name = name_of(descriptor);
    return strncmp(name, "/proc/", 6) == 0 || strncmp(name, "/sys/", 5) == 0;
}

static ssize_t shortened(int descriptor, ssize_t got)
{
    if (!state.on || got <= 0 || is_kernels(descriptor))
        return got;
    unsigned long number = ++faults_seen.reads;
    if (!state.faults.shorten_at && number <= LENGTHS)
        state.lengths[number - 1] = (size_t)got;
    if (number != state.faults.shorten_at || (size_t)got <= state.faults.shorten_to)
        return got;
    say("read", descriptor, "");
    faults_seen.got = (size_t)got;
    return (ssize_t)state.faults.shorten_to;
}

ssize_t __wrap_read(int descriptor, void *bytes, size_t count)
{
    return fails("read", descriptor, "") ? -1 : shortened(descriptor, __real_read(descriptor, bytes, count));
}

ssize_t __wrap_pread(int descriptor, void *bytes, size_t count, off_t offset)
{
    return fails("pread", descriptor, "")
               ? -1
               : shortened(descriptor, __real_pread(descriptor, bytes, count, offset));
}

int __wrap_fstat(int descriptor, struct stat *stat)
{
    return fails("fstat", descriptor, "") ? -1 : __real_fstat(descriptor, stat);
}

int __wrap_fstatat(int at, const char *path, struct stat *stat, int flags)
{
    return fails("fstatat", at, path) ? -1 : __real_fstatat(at, path, stat, flags);
}

ssize_t __wrap_readlinkat(int at, const char *path, char *bytes, size_t size)
{
    return fails("readlinkat", at, path) ? -1 : __real_readlinkat(at, path, bytes, size);
}

int __wrap_statfs(const char *path, struct statfs *fs)
{
    return fails("statfs", -1, path) ? -1 : __real_statfs(path, fs);
}

int __wrap_uname(struct utsname *names)
{
    return fails("uname", -1, "") ? -1 : __real_uname(names);
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = __real_clock_gettime(clock, time);
    if (state.on && ++faults_seen.looks >= state.faults.late_at && state.faults.late_at)
        time->tv_sec += DAY;
    return result;
}

/* getdents64, openat2 and statx, which have no function everywhere. */
long __wrap_syscall(long number, ...)
{
    va_list list;
    long a[5];
    va_start(list, number);
    for (size_t i = 0; i < 5; i++)
        a[i] = va_arg(list, long);
    va_end(list);
#ifdef SYS_statx
    if (number == SYS_statx)
        return fails("statx", (int)a[0], "") ? -1 : __real_syscall(number, a[0], a[1], a[2], a[3], a[4]);
#endif
    bool lists = number == SYS_getdents64;
    const char *path = lists ? "" : (const char *)a[1];
    if (fails(lists ? "getdents64" : "openat2", lists ? (int)a[0] : -1, path))
        return -1;
    long result = __real_syscall(number, a[0], a[1], a[2], a[3]);
    return lists ? result : opened((int)result, -1, path);
}

/* ---- The same by other names --------------------------------------------------------------------------------------- */

#define SAME(result, name, other, ...)                                                                       \
    result name(__VA_ARGS__);                                                                                \
    result name(__VA_ARGS__) __attribute__((alias(#other)));

SAME(int, __wrap_open64, __wrap_open, const char *path, int flags, ...)
SAME(int, __wrap_openat64, __wrap_openat, int at, const char *path, int flags, ...)
SAME(ssize_t, __wrap_pread64, __wrap_pread, int descriptor, void *bytes, size_t count, off_t offset)
SAME(int, __wrap_fstat64, __wrap_fstat, int descriptor, struct stat *stat)
SAME(int, __wrap_fstatat64, __wrap_fstatat, int at, const char *path, struct stat *stat, int flags)
SAME(int, __wrap_statfs64, __wrap_statfs, const char *path, struct statfs *fs)

/* Fortified: without a mode, or with the size of what is written to. */
#define FORTIFIED(result, name, parameters, call)                                                            \
    result name parameters;                                                                                  \
    result name parameters                                                                                   \
    {                                                                                                        \
        return call;                                                                                         \
    }

FORTIFIED(int, __wrap___open_2, (const char *path, int flags), __wrap_open(path, flags))
FORTIFIED(int, __wrap___open64_2, (const char *path, int flags), __wrap_open(path, flags))
FORTIFIED(int, __wrap___openat_2, (int at, const char *path, int flags), __wrap_openat(at, path, flags))
FORTIFIED(int, __wrap___openat64_2, (int at, const char *path, int flags), __wrap_openat(at, path, flags))
FORTIFIED(ssize_t, __wrap___read_chk, (int descriptor, void *bytes, size_t count, size_t room),
          ((void)room, __wrap_read(descriptor, bytes, count)))
FORTIFIED(ssize_t, __wrap___pread_chk, (int descriptor, void *bytes, size_t count, off_t offset, size_t room),
          ((void)room, __wrap_pread(descriptor, bytes, count, offset)))
FORTIFIED(ssize_t, __wrap___pread64_chk,
          (int descriptor, void *bytes, size_t count, off_t offset, size_t room),
          ((void)room, __wrap_pread(descriptor, bytes, count, offset)))
FORTIFIED(ssize_t, __wrap___readlinkat_chk, (int at, const char *path, char *bytes, size_t size, size_t room),
          ((void)room, __wrap_readlinkat(at, path, bytes, size)))
