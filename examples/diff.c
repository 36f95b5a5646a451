/* SPDX-License-Identifier: MIT */
/* Compares this environment with a fingerprint read from a file: diff FILE. Exit status 0: same. */
#include <envfp.h>
#include <stdio.h>

static enum envfp_status read_file(const char *path, struct envfp_fingerprint **there)
{
    static char bytes[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file)
        return ENVFP_NOT_FOUND;
    size_t length = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    return envfp_fingerprint_parse(NULL, bytes, length, there); /* keeps nothing of `bytes` */
}

static enum envfp_status collect(struct envfp_fingerprint **here)
{
    struct envfp_probe *probe;
    enum envfp_status status = envfp_probe_new(NULL, &probe);
    if (status == ENVFP_OK)
        status = envfp_probe_run(probe, here);
    envfp_probe_free(probe);
    return status;
}

static enum envfp_status compare(const struct envfp_fingerprint *here, const struct envfp_fingerprint *there,
                                 enum envfp_verdict *verdict)
{
    struct envfp_diff *diff;
    char *text = NULL;
    enum envfp_status status = envfp_diff_new(here, there, &diff);
    if (status == ENVFP_OK)
        status = envfp_diff_run(diff);
    if (status == ENVFP_OK)
        status = envfp_diff_copy_text(diff, false, 0, &text, NULL);
    if (status == ENVFP_OK) {
        *verdict = envfp_diff_get_verdict(diff);
        fputs(text, stdout);
    }
    envfp_text_free(text);
    envfp_diff_free(diff);
    return status;
}

int main(int argc, char **argv)
{
    struct envfp_fingerprint *here = NULL, *there = NULL;
    enum envfp_verdict verdict = ENVFP_UNDECIDED;
    if (argc != 2) {
        fputs("usage: diff FILE\n", stderr);
        return 2;
    }
    enum envfp_status status = read_file(argv[1], &there);
    if (status == ENVFP_OK)
        status = collect(&here);
    if (status == ENVFP_OK)
        status = compare(here, there, &verdict);
    if (status != ENVFP_OK)
        fprintf(stderr, "diff: %s: %s\n", argv[1], envfp_status_text(status));
    envfp_fingerprint_free(here);
    envfp_fingerprint_free(there);
    return status != ENVFP_OK ? 2 : verdict != ENVFP_SAME;
}
