/* SPDX-License-Identifier: MIT */
/* A program that logs its line at start: what strace looks at. */
#include <envfp.h>

#include <stdio.h>

int main(void)
{
    char *line;
    enum envfp_status status = envfp_line_copy(&line);
    if (status != ENVFP_OK) {
        (void)fprintf(stderr, "line: %s\n", envfp_status_text(status));
        return 2;
    }
    (void)puts(line);
    envfp_text_free(line);
    return 0;
}
