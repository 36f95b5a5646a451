/* SPDX-License-Identifier: MIT */
/*
 * Runs the unit tests in a process each, and prints a TAP line for those that fail or are skipped, and how many passed:
 *
 *   unit [SUITE/NAME...]             these alone
 *   unit --without SUITE/NAME...     all others
 */
#include "criterion/criterion.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PASSED, FAILED, SKIPPED };
enum { SECONDS = 60 }; /* unless a test says otherwise */

static struct unit_test *tests; /* and options of suites */
static jmp_buf after;
static int outcome;

void unit_add(struct unit_test *test)
{
    struct unit_test **at = &tests;
    while (*at)
        at = &(*at)->next;
    *at = test;
}

void unit_fail(const char *file, int line, const char *what, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("# %s:%d: %s ", file, line, what);
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
    outcome = FAILED;
}

void unit_end(void)
{
    longjmp(after, 1);
}

void unit_skip(void)
{
    outcome = SKIPPED;
    longjmp(after, 1);
}

static const struct unit_test *suite_of(const struct unit_test *test)
{
    const struct unit_test *each = tests;
    while (each && (each->run || strcmp(each->suite, test->suite) != 0))
        each = each->next;
    return each;
}

static void run(const struct unit_test *test, const struct unit_options *suite)
{
    const struct unit_options *own = &test->options;
    unsigned seconds = own->timeout ? own->timeout : suite->timeout ? suite->timeout : SECONDS;
    alarm(seconds * 10); /* an emulator is slow */
    if (setjmp(after) == 0) {
        if (suite->init)
            suite->init();
        if (own->init)
            own->init();
        test->run();
    }
    if (own->fini)
        own->fini();
    if (suite->fini)
        suite->fini();
    (void)fflush(NULL);
    _exit(outcome);
}

static int run_apart(const struct unit_test *test)
{
    static const struct unit_options none;
    const struct unit_test *suite = suite_of(test);
    int status = 0;
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        run(test, suite ? &suite->options : &none);
    if (child < 0 || waitpid(child, &status, 0) != child)
        return FAILED;
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    printf("# ended by signal %d\n", WTERMSIG(status));
    return FAILED;
}

static bool is_named(const struct unit_test *test, int count, char **names)
{
    size_t length = strlen(test->suite);
    for (int i = 0; i < count; i++)
        if (strncmp(names[i], test->suite, length) == 0 && names[i][length] == '/' &&
            strcmp(names[i] + length + 1, test->name) == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    unsigned counts[3] = {0};
    bool without = argc > 1 && strcmp(argv[1], "--without") == 0, all = without || argc == 1;
    for (const struct unit_test *test = tests; test; test = test->next) {
        if (!test->run || test->options.disabled || is_named(test, argc - 1, argv + 1) == all)
            continue;
        int result = run_apart(test);
        result = result == PASSED || result == SKIPPED ? result : FAILED;
        counts[result]++;
        if (result == FAILED)
            printf("not ok %s/%s\n", test->suite, test->name);
    }
    printf("ok unit tests: %u passed, %u failed, %u skipped\n", counts[PASSED], counts[FAILED],
           counts[SKIPPED]);
    return counts[FAILED] > 0;
}
