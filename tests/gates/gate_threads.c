/* SPDX-License-Identifier: MIT */
/*
 * Collections in a host of many threads and descriptors: threads that are cancelled in the middle, and 64 at once while the
 * process forks. Nothing leaks, and all find the same. Nothing is timed here: valgrind and
 * ThreadSanitizer run this too.
 */
#include "envfp.h"
#include "report.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CANCELLED = 1000, AT_ONCE = 64, FORKS = 16, DESCRIPTORS = 10000 };

/* ---- Memory that is counted ---- */

static atomic_long blocks;

static void *count_allocate(void *state, size_t size)
{
    (void)state;
    void *block = malloc(size);
    if (block)
        atomic_fetch_add(&blocks, 1);
    return block;
}

static void count_release(void *state, void *block, size_t size)
{
    (void)state;
    (void)size;
    if (block)
        atomic_fetch_sub(&blocks, 1);
    free(block);
}

static size_t count_descriptors(void)
{
    size_t count = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (directory && readdir(directory))
        count++;
    if (directory)
        (void)closedir(directory);
    return count;
}

/* ---- One collection ---- */

struct work {
    struct envfp_probe *probe;
    struct envfp_fingerprint *made;
    unsigned pause; /* microseconds before the first collection */
};

static void drop(void *state)
{
    struct work *work = state;
    envfp_fingerprint_free(work->made);
    envfp_probe_free(work->probe);
}

static bool collect(struct work *work)
{
    static const struct envfp_allocator allocator = {count_allocate, count_release, NULL};
    if (envfp_probe_new(&allocator, &work->probe) != ENVFP_OK)
        return false;
    return envfp_probe_set_environ(work->probe, (const char *const[]){"PATH=/usr/bin:/bin"}, 1) == ENVFP_OK &&
           envfp_probe_run(work->probe, &work->made) == ENVFP_OK;
}

/* Collects until it is cancelled, which may come at any moment. */
static void *collect_for_ever(void *state)
{
    struct work *work = state;
    for (;;) {
        pthread_cleanup_push(drop, work);
        (void)collect(work);
        pthread_testcancel();
        pthread_cleanup_pop(1);
        *work = (struct work){0};
    }
    return NULL;
}

static void check_cancelled(void)
{
    struct work one = {0};
    (void)collect(&one);
    drop(&one);
    long before = atomic_load(&blocks);
    size_t descriptors = count_descriptors(), cancelled = 0;
    for (unsigned i = 0; i < CANCELLED; i++) {
        struct work work = {0};
        pthread_t thread;
        void *end = NULL;
        if (pthread_create(&thread, NULL, collect_for_ever, &work) != 0)
            break;
        (void)nanosleep(&(struct timespec){.tv_nsec = i * 4001L % 3000000}, NULL);
        (void)pthread_cancel(thread);
        cancelled += pthread_join(thread, &end) == 0 && end == PTHREAD_CANCELED;
    }
    report(cancelled == CANCELLED, "%d threads are cancelled", CANCELLED);
    report(count_descriptors() == descriptors, "cancelled threads leave no descriptor");
    report(atomic_load(&blocks) == before, "cancelled threads leave no memory: %ld blocks",
           atomic_load(&blocks) - before);
}

/* Whether a caller's own setting is as it was. */
static void check_state(void)
{
    struct work work = {0};
    int state = -1;
    (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    (void)collect(&work);
    (void)pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state);
    report(state == PTHREAD_CANCEL_DISABLE, "whether a thread may be cancelled stays as the caller set it");
    drop(&work);
}

/* ---- Many at once ---- */

static atomic_bool ended;

/* What a host's other threads do meanwhile. */
static void *open_and_close(void *state)
{
    (void)state;
    while (!atomic_load(&ended)) {
        int file = open("/etc/os-release", O_RDWR | O_CLOEXEC);
        file = file >= 0 ? file : open("/etc/os-release", O_RDONLY | O_CLOEXEC);
        if (file >= 0)
            (void)close(file);
    }
    return NULL;
}

static void *collect_once(void *state)
{
    struct work *work = state;
    return collect(work) ? work->made : NULL;
}

static bool same(const struct work *one, const struct work *other)
{
    const char *a = envfp_fingerprint_get_digest(one->made), *b = envfp_fingerprint_get_digest(other->made);
    return a && b && strcmp(a, b) == 0;
}

/* A child of a process with threads collects too. */
static bool fork_one(const struct work *like)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        struct work work = {0};
        _exit(collect(&work) && same(&work, like) ? 0 : 1);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void check_many(void)
{
    struct work works[AT_ONCE] = {{0}}, here = {0};
    pthread_t threads[AT_ONCE], host;
    size_t started = 0, good = 0, forked = 0, descriptors = count_descriptors();
    long before = atomic_load(&blocks);
    (void)collect(&here);
    atomic_store(&ended, false);
    bool busy = pthread_create(&host, NULL, open_and_close, NULL) == 0;
    while (started < AT_ONCE && pthread_create(&threads[started], NULL, collect_once, &works[started]) == 0) {
        if (++started % (AT_ONCE / FORKS) == 0)
            forked += fork_one(&here);
    }
    for (size_t i = 0; i < started; i++) {
        void *made = NULL;
        (void)pthread_join(threads[i], &made);
        good += made && same(&works[i], &here);
        drop(&works[i]);
    }
    drop(&here);
    atomic_store(&ended, true);
    if (busy)
        (void)pthread_join(host, NULL);
    report(good == AT_ONCE, "%d threads at once: the same digest", AT_ONCE);
    report(forked == FORKS, "%d children forked meanwhile: the same digest", FORKS);
    report(count_descriptors() == descriptors, "threads leave no descriptor");
    report(atomic_load(&blocks) == before, "threads leave no memory");
}

/* A server's descriptors. */
static void check_many_descriptors(void)
{
    struct rlimit limit;
    static int open_files[DESCRIPTORS];
    size_t count = 0;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < DESCRIPTORS + 1000) {
        limit.rlim_cur = limit.rlim_max < DESCRIPTORS + 1000 ? limit.rlim_max : DESCRIPTORS + 1000;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    while (count < DESCRIPTORS && (open_files[count] = open("/etc/os-release", O_RDONLY | O_CLOEXEC)) >= 0)
        count++;
    if (count == DESCRIPTORS)
        check_many();
    else
        report_skip("%d descriptors: not allowed here", DESCRIPTORS);
    while (count)
        (void)close(open_files[--count]);
}

int main(void)
{
    check_state();
    check_cancelled();
    check_many();
    check_many_descriptors();
    return report_end();
}
