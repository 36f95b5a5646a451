/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <getopt.h>
#include <string.h>

enum { LETTER_HELP = 256, LETTER_VERSION, LETTER_FIRST };

static const struct option long_options[] = {
    {"help", no_argument, NULL, LETTER_HELP},
    {"version", no_argument, NULL, LETTER_VERSION},
    {"form", required_argument, NULL, LETTER_FIRST + OPTION_FORM},
    {"layers", required_argument, NULL, LETTER_FIRST + OPTION_LAYERS},
    {"output", required_argument, NULL, LETTER_FIRST + OPTION_OUTPUT},
    {"json", no_argument, NULL, LETTER_FIRST + OPTION_JSON},
    {"all", no_argument, NULL, LETTER_FIRST + OPTION_ALL},
    {"quiet", no_argument, NULL, LETTER_FIRST + OPTION_QUIET},
    {"ignore", required_argument, NULL, LETTER_FIRST + OPTION_IGNORE},
    {"markdown", no_argument, NULL, LETTER_FIRST + OPTION_MARKDOWN},
    {"project", required_argument, NULL, LETTER_FIRST + OPTION_PROJECT},
    {"trace", no_argument, NULL, LETTER_FIRST + OPTION_TRACE},
    {"reads", no_argument, NULL, LETTER_FIRST + OPTION_READS},
    {NULL, 0, NULL, 0},
};

static bool take_form(const char *name, struct options *options)
{
    for (int form = ENVFP_FORM_DOCUMENT; form <= ENVFP_FORM_SHORT; form++) {
        if (strcmp(name, envfp_form_name((enum envfp_form)form)) != 0)
            continue;
        options->form = (enum envfp_form)form;
        return true;
    }
    complain(name, "no such form (json, pretty, packed, line, long, short)");
    return false;
}

/* "libc,packages": into a mask. */
static bool take_layers(const char *names, struct options *options)
{
    uint32_t mask = 0;
    for (const char *at = names;; at++) {
        size_t length = strcspn(at, ",");
        int layer = layer_by_name(at, length);
        if (layer < 0) {
            complain(
                names,
                "no such layer (hardware, hypervisor, kernel, container, sandbox, libc, packages, runtimes)");
            return false;
        }
        mask |= 1U << layer;
        at += length;
        if (!*at)
            break;
    }
    options->layers = (options->given & OPTION_LAYERS ? options->layers : 0) | mask;
    return true;
}

static bool take(const struct command *command, unsigned option, const char *name, struct options *options)
{
    if (!(command->options & option)) {
        complain(name, "not an option of this command");
        return false;
    }
    switch (option) {
    case OPTION_FORM:
        if (!take_form(optarg, options))
            return false;
        break;
    case OPTION_LAYERS:
        if (!take_layers(optarg, options))
            return false;
        break;
    case OPTION_OUTPUT: options->output = optarg; break;
    case OPTION_IGNORE:
        if (options->ignore_count == IGNORES_MAX) {
            complain(optarg, "too many keys to ignore");
            return false;
        }
        options->ignores[options->ignore_count++] = optarg;
        break;
    case OPTION_PROJECT: options->project = optarg; break;
    default: break;
    }
    options->given |= option;
    return true;
}

static int say_help(const struct command *command)
{
    struct page page = {0};
    page_add(&page, "usage: envfp ");
    page_add(&page, command->usage);
    page_add(&page, "\n\n");
    page_add(&page, command->help);
    return write_page(&page, NULL);
}

static int say_version(void)
{
    struct page page = {0};
    page_add(&page, "envfp ");
    page_add(&page, envfp_version());
    page_add(&page, "\n");
    return write_page(&page, NULL);
}

static const char *name_of(int letter)
{
    for (const struct option *option = long_options; option->name; option++)
        if (option->val == letter)
            return option->name;
    return "option";
}

/* One step of getopt. True to go on; else `*status` is set. */
static bool step(const struct command *command, int letter, const char *word, struct options *options,
                 int *status)
{
    *status = EXIT_TROUBLE;
    switch (letter) {
    case 'h':
    case LETTER_HELP: *status = say_help(command); return false;
    case 'V':
    case LETTER_VERSION: *status = say_version(); return false;
    case 'o': return take(command, OPTION_OUTPUT, "-o", options);
    case 'q': return take(command, OPTION_QUIET, "-q", options);
    case '?': complain(word, "no such option"); return false;
    case ':': complain(word, "needs a value"); return false;
    default: return take(command, (unsigned)(letter - LETTER_FIRST), name_of(letter), options);
    }
}

static bool take_operands(const struct command *command, int count, char **arguments, struct options *options)
{
    for (int i = optind; i < count; i++) {
        if (options->operand_count == OPERANDS_MAX || options->operand_count == command->most) {
            complain(arguments[i], "one operand too many");
            return false;
        }
        options->operands[options->operand_count++] = arguments[i];
    }
    if (options->operand_count < command->least) {
        struct page page = {0};
        page_add(&page, "usage: envfp ");
        page_add(&page, command->usage);
        complain(command->name, page.bytes);
        page_free(&page);
        return false;
    }
    return true;
}

bool options_parse(const struct command *command, int count, char **arguments, struct options *options,
                   int *status)
{
    *options = (struct options){.layers = ENVFP_LAYERS_ALL, .form = ENVFP_FORM_DOCUMENT};
    opterr = 0;
    for (;;) {
        int index = optind;
        int letter = getopt_long(count, arguments, ":ho:qV", long_options, NULL);
        if (letter == -1)
            break;
        if (!step(command, letter, index < count ? arguments[index] : "", options, status))
            return false;
    }
    *status = EXIT_TROUBLE;
    return take_operands(command, count, arguments, options);
}
