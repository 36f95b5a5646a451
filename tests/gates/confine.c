/* SPDX-License-Identifier: MIT */
/*
 * A program that takes things away from itself, one by one in the order given, and then looks around:
 *
 *     confine [STEP...] OUTPUT
 *
 *     namespaces mnt,pid,user,net,ipc,uts,cgroup   goes into new ones (pid: its child goes on)
 *     mount TYPE PLACE OPTIONS                     mounts; "bind" with a path in place of options
 *     foreign PLACE                                the processes of a pid namespace that is gone
 *     unmount PLACE                                with all that lies below
 *     chroot DIR                                   and goes to its "/"
 *     user ID                                      user and group, without other groups
 *     closed                                       what ptrace(2) may not look into, by other users
 *     limit nofile|as N                            both limits
 *     close N                                      a descriptor
 *     descriptors N                                opens so many
 *     allow NUMBERS errno|kill                     all other system calls fail with EPERM, or kill
 *     refuse NUMBERS errno|kill                    these do
 *     look-at OPERAND                              looks at another process (pid:N) or a root (root:DIR)
 *     layers MASK                                  and only at these layers
 *     project DIR                                  with a project's own pins
 *
 * The document is written to OUTPUT, which is opened first. Nothing is executed and nothing else loaded, so that
 * the root may be an empty directory and the system calls the library's own. Exit status: 3 for a step that
 * this machine refuses, 2 for a collection that failed.
 */
#include <envfp.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0 /* no filters here: "allow" and "refuse" fail */
#endif

enum { MOST_CALLS = 1000 };

static struct envfp_probe *probe;

/* `listed` for the calls in the list, `other` for the rest; what is of another architecture is killed. */
static bool filter(const char *list, unsigned listed, unsigned other)
{
    static struct sock_filter code[2 * MOST_CALLS + 8];
    unsigned short at = 0;
    code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (char *rest = (char *)(uintptr_t)list; *rest && at < 2 * MOST_CALLS; rest += *rest == ',') {
        unsigned number = (unsigned)strtoul(rest, &rest, 10);
        code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1);
        code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, listed);
    }
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, other);
    struct sock_fprog program = {.len = at, .filter = code};
    return ARCHITECTURE && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static unsigned refusal(const char *word)
{
    return strcmp(word, "kill") == 0 ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_ERRNO | EPERM;
}

/* In a new pid namespace the first child goes on; the parent waits, and ends as it does. */
static bool go_on_in_child(void)
{
    pid_t child = fork();
    if (child <= 0)
        return child == 0;
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFSIGNALED(status))
        (void)kill(getpid(), WTERMSIG(status));
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 4);
}

static bool enter(const char *names)
{
    static const struct {
        const char *name;
        int flag;
    } kinds[] = {{"mnt", CLONE_NEWNS},       {"pid", CLONE_NEWPID}, {"user", CLONE_NEWUSER},
                 {"net", CLONE_NEWNET},      {"ipc", CLONE_NEWIPC}, {"uts", CLONE_NEWUTS},
                 {"cgroup", CLONE_NEWCGROUP}};
    int flags = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strstr(names, kinds[i].name))
            flags |= kinds[i].flag;
    if (unshare(flags) != 0)
        return false;
    if (flags & CLONE_NEWNS && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        return false;
    return !(flags & CLONE_NEWPID) || go_on_in_child();
}

static bool ended_well(pid_t child)
{
    int status = 1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return child > 0 && status == 0;
}

static bool put_foreign(const char *place)
{
    pid_t child = fork();
    if (child != 0)
        return ended_well(child);
    if (unshare(CLONE_NEWPID) != 0)
        _exit(1);
    child = fork(); /* the namespace's first process, and its last */
    if (child == 0)
        _exit(mount("proc", place, "proc", 0, NULL) != 0);
    _exit(!ended_well(child));
}

static bool put(const char *type, const char *place, const char *options)
{
    if (strcmp(type, "bind") == 0)
        return mount(options, place, NULL, MS_BIND, NULL) == 0;
    return mount(type, place, type, 0, options) == 0;
}

static bool become(const char *id)
{
    unsigned number = (unsigned)strtoul(id, NULL, 10);
    return setgroups(0, NULL) == 0 && setresgid(number, number, number) == 0 &&
           setresuid(number, number, number) == 0 && prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

static bool limit(const char *what, const char *number)
{
    rlim_t most = strtoul(number, NULL, 10);
    struct rlimit limits = {most, most};
    return setrlimit(strcmp(what, "as") == 0 ? RLIMIT_AS : RLIMIT_NOFILE, &limits) == 0;
}

static bool open_many(const char *number)
{
    for (unsigned long left = strtoul(number, NULL, 10); left; left--)
        if (open("/dev/null", O_RDONLY | O_CLOEXEC) < 0)
            return false;
    return true;
}

/* One step; returns how many words it took, 0 where it failed. */
static int step(char **words, int count)
{
    const char *what = words[0], *a = count > 1 ? words[1] : "", *b = count > 2 ? words[2] : "",
               *c = count > 3 ? words[3] : "";
    if (strcmp(what, "namespaces") == 0)
        return enter(a) ? 2 : 0;
    if (strcmp(what, "mount") == 0)
        return put(a, b, c) ? 4 : 0;
    if (strcmp(what, "foreign") == 0)
        return put_foreign(a) ? 2 : 0;
    if (strcmp(what, "closed") == 0)
        return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 1 : 0;
    if (strcmp(what, "unmount") == 0)
        return umount2(a, MNT_DETACH) == 0 ? 2 : 0;
    if (strcmp(what, "chroot") == 0)
        return chroot(a) == 0 && chdir("/") == 0 ? 2 : 0;
    if (strcmp(what, "user") == 0)
        return become(a) ? 2 : 0;
    if (strcmp(what, "limit") == 0)
        return limit(a, b) ? 3 : 0;
    if (strcmp(what, "close") == 0)
        return close((int)strtol(a, NULL, 10)) == 0 ? 2 : 0;
    if (strcmp(what, "descriptors") == 0)
        return open_many(a) ? 2 : 0;
    if (strcmp(what, "allow") == 0)
        return filter(a, SECCOMP_RET_ALLOW, refusal(b)) ? 3 : 0;
    if (strcmp(what, "refuse") == 0)
        return filter(a, refusal(b), SECCOMP_RET_ALLOW) ? 3 : 0;
    if (strcmp(what, "look-at") == 0)
        return envfp_probe_set_operand(probe, a) == ENVFP_OK ? 2 : 0;
    if (strcmp(what, "project") == 0)
        return envfp_probe_set_project(probe, a) == ENVFP_OK ? 2 : 0;
    if (strcmp(what, "layers") == 0)
        return envfp_probe_set_layers(probe, (uint32_t)strtoul(a, NULL, 0)) == ENVFP_OK ? 2 : 0;
    return 0;
}

static int look_around(int output)
{
    struct envfp_fingerprint *here = NULL;
    char *text = NULL;
    size_t length = 0;
    enum envfp_status status = envfp_probe_run(probe, &here);
    if (status == ENVFP_OK)
        status = envfp_fingerprint_copy_form(here, ENVFP_FORM_DOCUMENT, &text, &length);
    for (size_t at = 0; status == ENVFP_OK && at < length;) {
        ssize_t written = write(output, text + at, length - at);
        if (written <= 0)
            return 4;
        at += (size_t)written;
    }
    return status == ENVFP_OK ? 0 : 2;
}

int main(int count, char **words)
{
    if (count < 2 || envfp_probe_new(NULL, &probe) != ENVFP_OK)
        return 4;
    int output = open(words[count - 1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (output < 0)
        return 4;
    for (int at = 1; at < count - 1;) {
        int took = step(words + at, count - 1 - at);
        if (took == 0) {
            (void)fprintf(stderr, "confine: %s: %s\n", words[at], strerror(errno));
            return 3;
        }
        at += took;
    }
    /* No clean-up: that would be further system calls. */
    _exit(look_around(output));
}
