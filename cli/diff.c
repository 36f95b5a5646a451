/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

static int write_diff(const struct envfp_diff *diff, const struct options *options)
{
    char *text;
    size_t length;
    enum envfp_status status =
        options->given & OPTION_JSON
            ? envfp_diff_copy_json(diff, &text, &length)
            : envfp_diff_copy_text(diff, (options->given & OPTION_ALL) != 0, WIDTH, &text, &length);
    if (status != ENVFP_OK)
        return complain_status("diff", status);
    struct style style = style_of(stdout);
    struct page page = {.style = style};
    size_t first = options->given & OPTION_JSON || options->output ? 0 : strcspn(text, "\n");
    page_add(&page, first ? style_bold(style) : "");
    page_add_bytes(&page, text, first);
    page_add(&page, first ? style_plain(style) : "");
    page_add_bytes(&page, text + first, length - first);
    envfp_text_free(text);
    return write_page(&page, options->output);
}

static int exit_status(enum envfp_verdict verdict)
{
    switch (verdict) {
    case ENVFP_SAME: return EXIT_SAME;
    case ENVFP_DIFFERS: return EXIT_DIFFERS;
    case ENVFP_UNDECIDED: break;
    }
    return EXIT_TROUBLE; /* a comparison without a verdict must not pass for "same" in a script */
}

static int compare(const struct envfp_fingerprint *a, const struct envfp_fingerprint *b,
                   const struct options *options)
{
    struct envfp_diff *diff;
    enum envfp_status status = envfp_diff_new(a, b, &diff);
    for (size_t i = 0; status == ENVFP_OK && i < options->ignore_count; i++) {
        status = envfp_diff_ignore(diff, options->ignores[i]);
        if (status == ENVFP_BAD_ARGUMENT) {
            envfp_diff_free(diff);
            return complain(options->ignores[i], "no key to ignore (KEY, PREFIX*, or LAYER:KEY)");
        }
    }
    if (status == ENVFP_OK && options->given & OPTION_LAYERS)
        status = envfp_diff_set_layers(diff, options->layers);
    if (status == ENVFP_OK)
        status = envfp_diff_run(diff);
    int result =
        status == ENVFP_OK ? exit_status(envfp_diff_get_verdict(diff)) : complain_status("diff", status);
    if (status == ENVFP_OK && !(options->given & OPTION_QUIET) && write_diff(diff, options) != EXIT_SAME)
        result = EXIT_TROUBLE;
    envfp_diff_free(diff);
    return result;
}

int command_diff(const struct options *options)
{
    const char *first = options->operands[0];
    const char *second = options->operand_count > 1 ? options->operands[1] : "self";
    if (strcmp(first, "-") == 0 && strcmp(second, "-") == 0)
        return complain("-", "standard input can be read only once");
    if (options->given & OPTION_PROJECT && !environment_is_live(second))
        return complain("--project", "goes with a second environment that is collected now");
    struct envfp_fingerprint *a = environment_load(first, options->layers, NULL, -1);
    struct envfp_fingerprint *b = a ? environment_load(second, options->layers, options->project, -1) : NULL;
    int status = a && b ? compare(a, b, options) : EXIT_TROUBLE;
    if (!envfp_fingerprint_get_verified(a) || !envfp_fingerprint_get_verified(b))
        status = EXIT_TROUBLE;
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
    return status;
}
