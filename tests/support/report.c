/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdarg.h>
#include <stdio.h>

static unsigned bad;

bool report(bool good, const char *name, ...)
{
    va_list arguments;
    va_start(arguments, name);
    (void)fputs(good ? "ok " : "not ok ", stdout);
    (void)vprintf(name, arguments);
    (void)putchar('\n');
    (void)fflush(stdout);
    va_end(arguments);
    bad += !good;
    return good;
}

void report_skip(const char *name, ...)
{
    va_list arguments;
    va_start(arguments, name);
    (void)fputs("# skip ", stdout);
    (void)vprintf(name, arguments);
    (void)putchar('\n');
    va_end(arguments);
}

int report_end(void)
{
    return bad ? 1 : 0;
}
