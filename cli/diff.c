/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

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

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Whether a path, which ends without a slash, is a home directory, whose name is a person's. */
static bool is_home(const char *path, size_t length)
{
    static const char *const above[] = {"/home", "/var/home", "/Users"};
    const char *home = getenv("HOME"), *base = memrchr(path, '/', length);
    if (home && strlen(home) == length && strncmp(path, home, length) == 0)
        return true;
    char *directory = base ? strndup(path, (size_t)(base - path)) : getcwd(NULL, 0);
    bool found = !directory; /* nobody knows */
    for (size_t i = 0; directory && i < sizeof above / sizeof *above; i++)
        found = found || strcmp(directory, above[i]) == 0;
    free(directory);
    return found;
}

/* The last part of a path, or a fixed word where that would be a home or says nothing. */
static void add_base(struct page *name, const char *path, const char *otherwise)
{
    size_t length = strlen(path);
    while (length && path[length - 1] == '/')
        length--;
    const char *slash = memrchr(path, '/', length), *base = slash ? slash + 1 : path;
    size_t left = length - (size_t)(base - path);
    bool dots = left == 0 || (base[0] == '.' && (left == 1 || (left == 2 && base[1] == '.')));
    if (dots || is_home(path, length))
        page_add(name, otherwise);
    else
        page_add_bytes(name, base, left);
}

/* What an operand is called in texts: never a directory, nor whose home it is. */
static struct page name_of(const char *operand)
{
    struct page name = {0};
    if (strcmp(operand, "self") == 0)
        page_add(&name, "this machine");
    else if (strcmp(operand, "-") == 0)
        page_add(&name, "standard input");
    else if (starts(operand, "pid:"))
        page_add(&name, "pid ");
    else if (starts(operand, "root:"))
        add_base(&name, operand + strlen("root:"), "root");
    else if (starts(operand, "record:"))
        add_base(&name, operand + strlen("record:"), "recording");
    else if (strncasecmp(operand, "envfp1.", strlen("envfp1.")) == 0)
        page_add(&name, "token");
    else if (starts(operand, "envfpz1."))
        page_add(&name, "packed document");
    else
        add_base(&name, operand, "file");
    if (starts(operand, "pid:"))
        page_add(&name, operand + strlen("pid:"));
    return name;
}

/* `envfp diff A` is from A to this environment. */
static const char *second_of(const struct options *options)
{
    return options->operand_count > 1 ? options->operands[1] : "self";
}

static enum envfp_status set_names(struct envfp_diff *diff, const char *first, const char *second)
{
    struct page a = name_of(first), b = name_of(second);
    enum envfp_status status = envfp_diff_set_names(diff, a.bytes, b.bytes);
    page_free(&a);
    page_free(&b);
    return status;
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
    if (status == ENVFP_OK)
        status = set_names(diff, options->operands[0], second_of(options));
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
    const char *second = second_of(options);
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
