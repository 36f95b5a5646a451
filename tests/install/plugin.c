/* SPDX-License-Identifier: MIT */
/* A plugin with envfp inside, which shows nothing of it. */
#include <envfp.h>
#include <stdio.h>

int plugin_print(void);

int plugin_print(void)
{
    struct envfp_probe *probe = NULL;
    struct envfp_fingerprint *fingerprint = NULL;
    char *line = NULL;
    size_t length;
    enum envfp_status status = envfp_probe_new(NULL, &probe);
    if (status == ENVFP_OK)
        status = envfp_probe_run(probe, &fingerprint);
    if (status == ENVFP_OK)
        status = envfp_fingerprint_copy_form(fingerprint, ENVFP_FORM_LINE, &line, &length);
    if (status == ENVFP_OK)
        puts(line);
    envfp_text_free(line);
    envfp_fingerprint_free(fingerprint);
    envfp_probe_free(probe);
    return status == ENVFP_OK ? 0 : 1;
}
