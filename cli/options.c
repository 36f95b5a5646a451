/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <getopt.h>
#include <string.h>

enum { LETTER_OPERAND = 1, LETTER_HELP = 256, LETTER_VERSION, LETTER_FIRST };

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
    {"try-calls", no_argument, NULL, LETTER_FIRST + OPTION_TRY_CALLS},
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
            struct page name = {0};
            page_add_bytes(&name, at, length);
            complain(
                name.bytes,
                "no such layer (hardware, hypervisor, kernel, container, sandbox, libc, packages, runtimes)");
            page_free(&name);
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

/* The option as it is written: "--form", "-o". */
static void add_name(struct page *page, int letter)
{
    if (letter < LETTER_HELP)
        page_add_bytes(page, (const char[]){'-', (char)letter}, 2);
    for (const struct option *option = long_options; option->name; option++)
        if (option->val == letter) {
            page_add(page, "--");
            page_add(page, option->name);
        }
}

static bool take_named(const struct command *command, unsigned option, int letter, struct options *options)
{
    struct page name = {0};
    add_name(&name, letter);
    bool taken = take(command, option, name.bytes, options);
    page_free(&name);
    return taken;
}

/* getopt names a short option, and a long one that it knows, by its letter; else `word` is what it looked at. */
static void complain_option(int letter, const char *word)
{
    struct page name = {0};
    bool wanting = letter == ':', known = optopt >= LETTER_HELP;
    if (optopt)
        add_name(&name, optopt);
    complain(optopt ? name.bytes : word, wanting ? "needs a value"
                                         : known ? "takes no value"
                                                 : "no such option");
    page_free(&name);
}

static bool take_operand(const struct command *command, const char *operand, struct options *options)
{
    if (options->operand_count == OPERANDS_MAX || options->operand_count == command->most) {
        complain(operand, "one operand too many");
        return false;
    }
    options->operands[options->operand_count++] = operand;
    return true;
}

/* One step of getopt. True to go on; else `*status` is set. */
static bool step(const struct command *command, int letter, const char *word, struct options *options,
                 int *status)
{
    *status = EXIT_TROUBLE;
    switch (letter) {
    case LETTER_OPERAND: return take_operand(command, optarg, options);
    case 'h':
    case LETTER_HELP: *status = say_help(command); return false;
    case 'V':
    case LETTER_VERSION: *status = say_version(); return false;
    case 'o': return take_named(command, OPTION_OUTPUT, letter, options);
    case 'q': return take_named(command, OPTION_QUIET, letter, options);
    case '?':
    case ':': complain_option(letter, word); return false;
    default: return take_named(command, (unsigned)(letter - LETTER_FIRST), letter, options);
    }
}

/* The operands behind "--", and whether there are enough. */
static bool take_operands(const struct command *command, int count, char **arguments, struct options *options)
{
    for (int i = optind; i < count; i++)
        if (!take_operand(command, arguments[i], options))
            return false;
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
    /* The hyphen: operands come in their place among the options, also where POSIXLY_CORRECT is set, and no argument is
     * moved, so that the one before `optind` is the one that was looked at. */
    for (int letter; (letter = getopt_long(count, arguments, "-:ho:qV", long_options, NULL)) != -1;)
        if (!step(command, letter, arguments[optind - 1], options, status))
            return false;
    *status = EXIT_TROUBLE;
    return take_operands(command, count, arguments, options);
}
