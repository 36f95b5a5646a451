/* SPDX-License-Identifier: MIT */
/* A program that logs, at its start, the environment that it runs in. */
#include <envfp.h>
#include <stdio.h>

int main(void)
{
    char *line;
    enum envfp_status status = envfp_line_copy(&line);
    if (status != ENVFP_OK) {
        fprintf(stderr, "app: no fingerprint: %s\n", envfp_status_text(status));
        return 1;
    }
    puts(line);
    envfp_text_free(line);
    return 0;
}
