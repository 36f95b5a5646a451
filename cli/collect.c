/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>
#include <unistd.h>

static int write_form(const struct envfp_fingerprint *fingerprint, enum envfp_form form, const char *name,
                      const char *path)
{
    char *text;
    size_t length;
    enum envfp_status status = envfp_fingerprint_copy_form(fingerprint, form, &text, &length);
    if (status == ENVFP_BAD_ARGUMENT)
        return complain(name, "a token does not carry what this form needs");
    if (status != ENVFP_OK)
        return complain_status(name, status);
    struct page page = {0};
    /* A canonical document has no escapes that JSON can do without; a terminal gets them. */
    if (form == ENVFP_FORM_DOCUMENT && !path && isatty(STDOUT_FILENO)) {
        page_json_escaped(&page, text, length - 1);
        page_add(&page, "\n");
    } else {
        page_add_bytes(&page, text, length);
    }
    /* A document ends its line itself. */
    if (length == 0 || text[length - 1] != '\n')
        page_add(&page, "\n");
    envfp_text_free(text);
    return write_page(&page, path);
}

int command_collect(const struct options *options)
{
    const char *operand = options->operand_count ? options->operands[0] : "self";
    if (options->given & OPTION_LAYERS && !environment_is_live(operand))
        return complain("--layers", "what a file holds has been collected already");
    if (options->given & OPTION_PROJECT && !environment_is_live(operand))
        return complain("--project", "what a file holds has been collected already");
    struct envfp_fingerprint *fingerprint =
        options->given & OPTION_TRY_CALLS ? environment_try_calls(operand, options->layers, options->project)
                                          : environment_load(operand, options->layers, options->project, -1);
    if (!fingerprint)
        return EXIT_TROUBLE;
    /* Any form has digests computed anew: an altered document would come out as a sound one. */
    int status = envfp_fingerprint_get_verified(fingerprint)
                     ? write_form(fingerprint, options->form, operand, options->output)
                     : EXIT_TROUBLE;
    envfp_fingerprint_free(fingerprint);
    return status;
}
