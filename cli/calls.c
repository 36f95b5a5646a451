/* SPDX-License-Identifier: MIT */
/*
 * Which system calls a filter refuses (--try-calls). The library never tries: a filter may answer with death. Here a
 * child makes each call, with arguments that the kernel refuses before it does anything, so that EPERM, ENOSYS or a
 * signal are the filter's answer and every other error says that the call is permitted.
 */
#include "calls.h"

#ifndef __wasi__
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPTIONAL = 1 }; /* a kernel may have been built without it */

#define ODD 0x40000000UL /* a flag that no call has */
#define NONE (-1L)       /* no descriptor, no process */

struct call {
    const char *name;
    long number;
    unsigned since; /* release of the kernel that has it, major * 100 + minor; 0 where all have */
    unsigned optional;
    const char *sysctl; /* where it is not 0, the kernel itself says EPERM; or NULL */
    unsigned long arguments[6];
};

#define BPF_SYSCTL "/proc/sys/kernel/unprivileged_bpf_disabled"
#define URING_SYSCTL "/proc/sys/kernel/io_uring_disabled"

/* By name. The arguments that decide are wrong: flags that do not exist, sizes too small, no descriptor. */
static const struct call calls[] = {
    {"add_key", SYS_add_key, 0, OPTIONAL, NULL, {0, 0, 0, 0, 0}},
    {"bpf", SYS_bpf, 0, OPTIONAL, BPF_SYSCTL, {~0UL, 0, 0}},
#ifdef SYS_chroot
    {"chroot", SYS_chroot, 0, 0, NULL, {0}},
#endif
#ifdef SYS_clock_gettime64 /* 32-bit processors */
    {"clock_gettime64", SYS_clock_gettime64, 501, 0, NULL, {0x7fff, 0}},
#endif
#ifndef __s390__ /* where the flags come second */
    {"clone with CLONE_NEWUSER", SYS_clone, 0, 0, NULL, {CLONE_NEWUSER | CLONE_FS | SIGCHLD, 0, 0, 0, 0}},
#endif
#ifdef SYS_clone3
    {"clone3", SYS_clone3, 503, 0, NULL, {0, 0}},
#endif
#ifdef SYS_close_range
    {"close_range", SYS_close_range, 509, 0, NULL, {1, 0, ODD}},
#endif
#ifdef SYS_epoll_pwait2
    {"epoll_pwait2", SYS_epoll_pwait2, 511, 0, NULL, {(unsigned long)NONE, 0, 0, 0, 0, 0}},
#endif
#ifdef SYS_faccessat2
    {"faccessat2", SYS_faccessat2, 508, 0, NULL, {(unsigned long)NONE, 0, ODD, 0}},
#endif
#ifdef SYS_fchmodat2
    {"fchmodat2", SYS_fchmodat2, 606, 0, NULL, {(unsigned long)NONE, 0, 0, ODD}},
#endif
#ifdef SYS_futex_waitv
    {"futex_waitv", SYS_futex_waitv, 516, 0, NULL, {0, 0, ODD, 0, 0}},
#endif
    {"getrandom", SYS_getrandom, 0, 0, NULL, {0, 0, ODD}},
    {"io_setup", SYS_io_setup, 0, OPTIONAL, NULL, {0, 0}},
#ifdef SYS_io_uring_setup
    {"io_uring_enter", SYS_io_uring_enter, 501, OPTIONAL, NULL, {(unsigned long)NONE, 0, 0, 0, 0, 0}},
    {"io_uring_register", SYS_io_uring_register, 501, OPTIONAL, NULL, {(unsigned long)NONE, 0, 0, 0}},
    {"io_uring_setup", SYS_io_uring_setup, 501, OPTIONAL, URING_SYSCTL, {0, 0}},
#endif
    {"keyctl", SYS_keyctl, 0, OPTIONAL, NULL, {ODD, 0, 0, 0, 0}},
    {"mbind", SYS_mbind, 0, OPTIONAL, NULL, {1, 0, 0x7fff, 0, 0, ODD}},
    {"membarrier", SYS_membarrier, 403, OPTIONAL, NULL, {ODD, 0, 0}},
    {"memfd_create", SYS_memfd_create, 0, OPTIONAL, NULL, {0, ODD}},
    {"mount", SYS_mount, 0, 0, NULL, {0, 0, 0, 0, 0}},
#ifdef SYS_mount_setattr
    {"mount_setattr", SYS_mount_setattr, 512, 0, NULL, {(unsigned long)NONE, 0, ODD, 0, 0}},
#endif
    {"name_to_handle_at", SYS_name_to_handle_at, 0, OPTIONAL, NULL, {(unsigned long)NONE, 0, 0, 0, ODD}},
#ifdef SYS_open_tree
    {"open_tree", SYS_open_tree, 502, 0, NULL, {(unsigned long)NONE, 0, ODD}},
#endif
#ifdef SYS_openat2
    {"openat2", SYS_openat2, 506, 0, NULL, {(unsigned long)NONE, 0, 0, 0}},
#endif
    {"perf_event_open", SYS_perf_event_open, 0, OPTIONAL, NULL, {0, 0, 0, 0, ~0UL}},
    {"personality", SYS_personality, 0, 0, NULL, {0x0040000}}, /* ADDR_NO_RANDOMIZE, of the child */
#ifdef SYS_pidfd_open
    {"pidfd_open", SYS_pidfd_open, 503, 0, NULL, {(unsigned long)NONE, ODD}},
    {"pidfd_send_signal", SYS_pidfd_send_signal, 501, 0, NULL, {(unsigned long)NONE, 0, 0, ODD}},
#endif
#ifdef SYS_process_madvise
    {"process_madvise", SYS_process_madvise, 510, OPTIONAL, NULL, {(unsigned long)NONE, 0, 0, 0, ODD}},
#endif
    {"process_vm_readv", SYS_process_vm_readv, 0, OPTIONAL, NULL, {(unsigned long)NONE, 0, 0, 0, 0, ODD}},
    {"ptrace", SYS_ptrace, 0, 0, NULL, {ODD, (unsigned long)NONE, 0, 0}},
#ifdef SYS_rseq
    {"rseq", SYS_rseq, 418, OPTIONAL, NULL, {0, 0, ODD, 0}},
#endif
    {"sched_setaffinity", SYS_sched_setaffinity, 0, 0, NULL, {(unsigned long)NONE, 0, 0}},
    {"sched_setscheduler", SYS_sched_setscheduler, 0, 0, NULL, {(unsigned long)NONE, 0, 0}},
    {"seccomp", SYS_seccomp, 0, OPTIONAL, NULL, {ODD, 0, 0}},
    {"set_mempolicy", SYS_set_mempolicy, 0, OPTIONAL, NULL, {0x7fff, 0, 0}},
    {"setns", SYS_setns, 0, 0, NULL, {(unsigned long)NONE, 0}},
#ifdef SYS_statx
    {"statx", SYS_statx, 411, 0, NULL, {(unsigned long)NONE, 0, 0x6000, 0, 0}},
#endif
    {"umount2", SYS_umount2, 0, 0, NULL, {0, ODD}},
    {"unshare with CLONE_NEWUSER", SYS_unshare, 0, 0, NULL, {CLONE_NEWUSER | 1}},
    /* Without a flag of Linux 5.11, only the privileged may. */
    {"userfaultfd", SYS_userfaultfd, 511, OPTIONAL, NULL, {1 | ODD}},
    {"vmsplice", SYS_vmsplice, 0, 0, NULL, {(unsigned long)NONE, 0, 0, 0}},
};

enum { CALLS = sizeof calls / sizeof *calls };

_Static_assert((int)CALLS <= (int)TRIED_CALLS, "all fit into the list");

/* What the child ends with. */
enum { PERMITTED = 10, REFUSED_EPERM, REFUSED_ENOSYS };

/* The kernel's release, as `since` has it. */
static unsigned release(void)
{
    struct utsname names;
    unsigned long major = 0, minor = 0;
    char *end = names.release;
    if (uname(&names) == 0) {
        major = strtoul(names.release, &end, 10);
        minor = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;
    }
    return (unsigned)(major * 100 + (minor < 99 ? minor : 99));
}

/* Whether a sysctl's value begins with another digit than 0. */
static bool is_on(const char *path)
{
    char digit = '0';
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        (void)!read(file, &digit, 1);
        (void)close(file);
    }
    return digit != '0';
}

/* A child that does nothing but this; `call` NULL: not even that. */
static _Noreturn void try_in_child(const struct call *call)
{
    const struct rlimit none = {0, 0};
    const unsigned long *a = call ? call->arguments : NULL;
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)signal(SIGSYS, SIG_DFL);
    (void)alarm(2); /* where somebody else decides, and does not */
    errno = 0;
    if (call && syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]) >= 0)
        errno = 0;
    _exit(errno == EPERM ? REFUSED_EPERM : errno == ENOSYS ? REFUSED_ENOSYS : PERMITTED);
}

/* The status of such a child, -1 where there was none. */
static int try_call(const struct call *call)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0)
        try_in_child(call);
    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

/* The filter's answer in a word, or NULL where it permits the call, or it cannot be told. */
static const char *refusal_of(const struct call *call, int status, unsigned kernel)
{
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGKILL ? "kills" : NULL;
    if (WEXITSTATUS(status) == REFUSED_EPERM)
        return kernel < call->since || (call->sysctl && is_on(call->sysctl)) ? NULL : "EPERM";
    bool lacks = kernel < call->since || call->optional;
    return WEXITSTATUS(status) == REFUSED_ENOSYS && !lacks ? "ENOSYS" : NULL;
}

bool calls_try(struct tried_calls *tried)
{
    unsigned kernel = release();
    int status = try_call(NULL);
    tried->count = 0;
    if (status == -1 || !WIFEXITED(status) || WEXITSTATUS(status) != PERMITTED)
        return false;
    for (size_t i = 0; i < CALLS; i++) {
        if ((status = try_call(&calls[i])) == -1)
            return false;
        const char *answer = refusal_of(&calls[i], status, kernel);
        if (!answer)
            continue;
        (void)snprintf(tried->texts[tried->count], sizeof tried->texts[0], "%s: %s", calls[i].name, answer);
        tried->items[tried->count] = tried->texts[tried->count];
        tried->count++;
    }
    return true;
}

#else

bool calls_try(struct tried_calls *tried)
{
    tried->count = 0;
    return false;
}

#endif
