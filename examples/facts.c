/* SPDX-License-Identifier: MIT */
/* Adds the program's own facts, asks for what is true of this process, and prints the app section. */
#include <envfp.h>
#include <inttypes.h>
#include <stdio.h>

static enum envfp_status describe(struct envfp_probe *probe)
{
    static const char *const codecs[] = {"h264", "av1"};
    enum envfp_status status = envfp_probe_add_string(probe, "player.version", "2.4.1");
    if (status == ENVFP_OK)
        status = envfp_probe_add_integer(probe, "player.threads", 8);
    if (status == ENVFP_OK)
        status = envfp_probe_add_boolean(probe, "player.gpu", false);
    if (status == ENVFP_OK)
        status = envfp_probe_add_set(probe, "player.codecs", codecs, 2);
    if (status == ENVFP_OK)
        status = envfp_probe_add_string(probe, "plugin/equalizer", "1.0"); /* a member of an inventory */
    envfp_probe_set_process(probe, true);
    return status;
}

static void print_fact(const struct envfp_fact *fact)
{
    printf("%s =", envfp_fact_get_key(fact));
    switch (envfp_fact_get_type(fact)) {
    case ENVFP_STRING: printf(" %s", envfp_fact_get_string(fact)); break;
    case ENVFP_INTEGER: printf(" %" PRId64, envfp_fact_get_integer(fact)); break;
    case ENVFP_BOOLEAN: printf(" %s", envfp_fact_get_boolean(fact) ? "true" : "false"); break;
    case ENVFP_SET:
        for (size_t i = 0; i < envfp_fact_get_set_count(fact); i++)
            printf(" %s", envfp_fact_get_set_item(fact, i));
        break;
    }
    putchar('\n');
}

int main(void)
{
    struct envfp_probe *probe;
    struct envfp_fingerprint *here = NULL;
    enum envfp_status status = envfp_probe_new(NULL, &probe);
    if (status == ENVFP_OK)
        status = describe(probe);
    if (status == ENVFP_OK)
        status = envfp_probe_run(probe, &here);
    envfp_probe_free(probe);
    if (status != ENVFP_OK) {
        fprintf(stderr, "facts: %s\n", envfp_status_text(status));
        return 1;
    }
    for (size_t i = 0; i < envfp_fingerprint_get_fact_count(here, ENVFP_LAYER_APP); i++)
        print_fact(envfp_fingerprint_get_fact(here, ENVFP_LAYER_APP, i));
    envfp_fingerprint_free(here);
    return 0;
}
