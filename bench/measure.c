/* SPDX-License-Identifier: MIT */
#include "measure.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- Samples --------------------------------------------------------------------------------------- */

void sample_add(struct sample *sample, double value)
{
    if (sample->count == sample->room) {
        sample->room = sample->room ? sample->room * 2 : 64;
        sample->values = realloc(sample->values, sample->room * sizeof *sample->values);
        if (!sample->values)
            abort();
    }
    sample->values[sample->count++] = value;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

double sample_median(struct sample *sample)
{
    if (sample->count == 0)
        return -1;
    qsort(sample->values, sample->count, sizeof *sample->values, compare);
    return sample->values[sample->count / 2];
}

double sample_least(const struct sample *sample)
{
    double least = sample->count ? sample->values[0] : -1;
    for (size_t i = 1; i < sample->count; i++)
        if (sample->values[i] < least)
            least = sample->values[i];
    return least;
}

void sample_free(struct sample *sample)
{
    free(sample->values);
    *sample = (struct sample){0};
}

double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* ---- System calls ---------------------------------------------------------------------------------- */

/* The traced child stops itself, works, and stops itself again: what lies between is counted. */
static _Noreturn void work_traced(void (*work)(void *state), void *state)
{
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit(2);
    (void)raise(SIGSTOP);
    work(state);
    (void)raise(SIGUSR1);
    _exit(0);
}

long count_calls(void (*work)(void *state), void *state)
{
    long stops = 0;
    int status;
    pid_t child = fork();
    if (child == 0)
        work_traced(work, state);
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
        return -1;
    (void)ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)PTRACE_O_TRACESYSGOOD);
    for (;;) {
        if (ptrace(PTRACE_SYSCALL, child, NULL, NULL) != 0 || waitpid(child, &status, 0) != child ||
            !WIFSTOPPED(status))
            break;
        if (WSTOPSIG(status) == SIGUSR1)
            break;
        stops += WSTOPSIG(status) == (SIGTRAP | 0x80);
    }
    (void)kill(child, SIGKILL);
    (void)waitpid(child, &status, 0);
    /* A call stops at its start and at its end; raise() itself blocks signals, asks who it is and sends one. */
    return stops / 2 - 4 > 0 ? stops / 2 - 4 : 0;
}

/* ---- Programs -------------------------------------------------------------------------------------- */

static pid_t start(char *const arguments[], int output)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return -1;
    int trouble = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (output < 0)
        trouble += posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    else
        trouble += posix_spawn_file_actions_adddup2(&actions, output, 1);
    trouble += posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    if (trouble == 0)
        trouble = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    return trouble ? -1 : child;
}

double time_program(char *const arguments[])
{
    int status;
    double started = now_us();
    pid_t child = start(arguments, -1);
    if (child < 0 || waitpid(child, &status, 0) != child)
        return -1;
    double took = now_us() - started;
    return WIFEXITED(status) && WEXITSTATUS(status) != 127 ? took : -1;
}

static long proportional_memory(pid_t process)
{
    char path[64], line[256];
    long kib = -1;
    (void)snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", (long)process);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "Pss:", 4) == 0)
            kib = strtol(line + 4, NULL, 10);
    if (file)
        (void)fclose(file);
    return kib;
}

long memory_of_program(const char *path)
{
    char *program = strdup(path), stay[] = "stay";
    char *arguments[] = {program, stay, NULL};
    pid_t child = program ? start(arguments, -1) : -1;
    long kib = -1;
    int status;
    if (child > 0) {
        if (waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status)) {
            kib = proportional_memory(child);
            (void)kill(child, SIGKILL);
            (void)waitpid(child, &status, 0);
        }
    }
    free(program);
    return kib;
}

double ask_program(char *const arguments[])
{
    int ends[2], status;
    char answer[64] = "";
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    pid_t child = start(arguments, ends[1]);
    (void)close(ends[1]);
    ssize_t got = child > 0 ? read(ends[0], answer, sizeof answer - 1) : -1;
    (void)close(ends[0]);
    if (child > 0 && waitpid(child, &status, 0) != child)
        got = -1;
    return got > 0 ? strtod(answer, NULL) : -1;
}
