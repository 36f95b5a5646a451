/* SPDX-License-Identifier: MIT */
/*
 * A guest in somebody else's process: a collection leaves errno, working directory, locale, umask, descriptors,
 * signals, affinity, environment and threads as they were, and the same bytes come from any thread.
 */
#include "collection.h"
#include "report.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define THREADS 8
#define ROUNDS 5

struct state {
    char directory[4096], locale[256], descriptors[1024];
    mode_t mask;
    cpu_set_t processors;
    sigset_t blocked;
    void (*handlers[NSIG])(int);
    char **environment;
    size_t variables, threads;
};

/* Names of a directory's entries (numbers), sorted by the kernel's habit; the listing's own is left out. */
static size_t list(const char *path, char *names, size_t room)
{
    size_t count = 0, used = 0;
    DIR *directory = opendir(path);
    if (!directory)
        return 0;
    for (const struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        if (names && used < room)
            used += (size_t)snprintf(names + used, room - used, "%s ", entry->d_name);
    }
    (void)closedir(directory);
    return count;
}

static void (*handler(int signal))(int)
{
    struct sigaction action;
    return sigaction(signal, NULL, &action) == 0 ? action.sa_handler : SIG_DFL;
}

static void look(struct state *state)
{
    *state = (struct state){.mask = umask(0), .environment = environ};
    (void)umask(state->mask);
    if (!getcwd(state->directory, sizeof state->directory))
        state->directory[0] = '\0';
    (void)snprintf(state->locale, sizeof state->locale, "%s", setlocale(LC_ALL, NULL));
    (void)sched_getaffinity(0, sizeof state->processors, &state->processors);
    (void)sigprocmask(SIG_SETMASK, NULL, &state->blocked);
    for (int i = 1; i < NSIG; i++)
        state->handlers[i] = handler(i);
    while (environ[state->variables])
        state->variables++;
    (void)list("/proc/self/fd", state->descriptors, sizeof state->descriptors);
    state->threads = list("/proc/self/task", NULL, 0);
}

static void compare(const struct state *before, const struct state *after, const char *what)
{
    report(strcmp(before->directory, after->directory) == 0, "%s: working directory", what);
    report(strcmp(before->locale, after->locale) == 0, "%s: locale", what);
    report(before->mask == after->mask, "%s: umask", what);
    report(CPU_EQUAL(&before->processors, &after->processors), "%s: affinity", what);
    report(memcmp(&before->blocked, &after->blocked, sizeof after->blocked) == 0, "%s: blocked signals",
           what);
    report(memcmp(before->handlers, after->handlers, sizeof after->handlers) == 0, "%s: signal handlers",
           what);
    report(before->environment == after->environment && before->variables == after->variables,
           "%s: environment", what);
    report(strcmp(before->descriptors, after->descriptors) == 0, "%s: descriptors", what);
    report(before->threads == after->threads, "%s: threads", what);
}

/* The document of an operand, NULL on failure; `error` gets what errno was left as. */
static char *collect(const char *operand, int *error)
{
    struct envfp_probe *probe;
    struct envfp_fingerprint *made = NULL;
    char *text = NULL;
    if (envfp_probe_new(NULL, &probe) != ENVFP_OK)
        return NULL;
    enum envfp_status status = envfp_probe_set_operand(probe, operand);
    envfp_probe_set_detail(probe, true);
    if (status == ENVFP_OK) {
        errno = 4711;
        status = envfp_probe_run(probe, &made);
        if (error)
            *error = errno;
    }
    if (status == ENVFP_OK && envfp_fingerprint_copy_form(made, ENVFP_FORM_DOCUMENT, &text, NULL) != ENVFP_OK)
        text = NULL;
    envfp_fingerprint_free(made);
    envfp_probe_free(probe);
    return text;
}

static void *collect_in_thread(void *state)
{
    char *first = NULL;
    bool same = true;
    (void)state;
    for (int i = 0; i < ROUNDS && same; i++) {
        char *text = collect("self", NULL);
        same = text && (!first || strcmp(first, text) == 0);
        if (first || !text)
            envfp_text_free(text);
        else
            first = text;
    }
    if (same)
        return first;
    envfp_text_free(first);
    return NULL;
}

static void check_threads(void)
{
    pthread_t threads[THREADS];
    char *texts[THREADS] = {NULL};
    size_t started = 0, same = 0;
    char *here = collect("self", NULL);
    while (started < THREADS && pthread_create(&threads[started], NULL, collect_in_thread, NULL) == 0)
        started++;
    for (size_t i = 0; i < started; i++) {
        void *text;
        (void)pthread_join(threads[i], &text);
        texts[i] = text;
        same += here && text && strcmp(here, text) == 0;
    }
    report(same == THREADS, "%d threads at once: the same bytes", THREADS);
    for (size_t i = 0; i < THREADS; i++)
        envfp_text_free(texts[i]);
    envfp_text_free(here);
}

/* Closing a descriptor of a file drops the locks that the process holds on it: a database that the host has open
 * is left alone. */
static void check_held(void)
{
    const char *path = "/var/lib/dpkg/status";
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    int held = open(path, O_RDONLY | O_CLOEXEC);
    if (held < 0 || fcntl(held, F_SETLK, &lock) != 0) {
        if (held >= 0)
            (void)close(held);
        report_skip("locked files: no %s here", path);
        return;
    }
    char *text = collect("self", NULL);
    report(text && strstr(text, "\"dpkg/*\":\"busy\""), "a database that the host has locked is left alone");
    envfp_text_free(text);
    (void)close(held);
}

static void check_operand(const char *operand)
{
    struct state before, after;
    int error = 0;
    look(&before);
    char *text = collect(operand, &error);
    look(&after);
    report(text != NULL, "%.4s: collected", operand);
    report(error == 4711, "%.4s: errno", operand);
    compare(&before, &after, operand[0] == 'r' ? "record" : operand);
    envfp_text_free(text);
}

int main(void)
{
    char operand[4200];
    (void)setlocale(LC_ALL, "C.UTF-8");
    (void)umask(027);
    char *directory = collection_record();
    check_operand("self");
    (void)snprintf(operand, sizeof operand, "pid:%ld", (long)getpid());
    check_operand(operand);
    if (report(directory != NULL, "record this machine")) {
        (void)snprintf(operand, sizeof operand, "record:%s", directory);
        check_operand(operand);
        (void)snprintf(operand, sizeof operand, "root:%s", directory);
        check_operand(operand);
        collection_remove(directory);
    }
    free(directory);
    check_threads();
    check_held();
    return report_end();
}
