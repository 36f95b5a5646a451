/* SPDX-License-Identifier: MIT */
/* What a collection may read: as a list, as JSON, and as docs/reads.md. */
#include "cli.h"

#include <string.h>

static const struct {
    const char *word, *means;
} kept[] = {
    {"nothing", "nothing of it"},
    {"presence", "that it is there, and who may read it; of a variable that it is set"},
    {"names", "of a directory the names in it"},
    {"known names",
     "of a directory those names that have a form which the collector knows; others are left out"},
    {"blank", "how many lines there are"},
    {"number", "numbers, masks and lists of numbers; everything else becomes `?`"},
    {"version", "a version or a known alias of one"},
    {"words", "short words without paths and addresses"},
    {"word", "of a variable its value where that is one harmless word, else that it is set"},
    {"plain", "of a variable its words where all of them are names or numbers, else that it is set"},
    {"flags",
     "of a variable the switches that a list knows; `?` for others, and for what is not shown of one"},
    {"scheme", "of a variable that holds an address its scheme, else that it is set"},
    {"count", "of a variable that lists devices how many there are"},
    {"modules", "of a variable the names and versions of environment modules; `?` for paths"},
    {"paths", "paths, home directories renamed"},
    {"text", "a maker's text, without addresses"},
    {"public", "everything: only of what a distribution ships and no person writes"},
    {"own form", "what a filter leaves that knows the format: the fields that a fact comes from"},
    {"taken bytes", "of a binary file the bytes that a fact was decided by, zeros for the rest"},
    {"program", "taken bytes of a program; of a script what its own filter leaves"},
    {"renamed", "nothing more: a recording calls the path by a name without persons, pods and units"},
};

/* ---- Which, and whose ------------------------------------------------------------------------------ */

static const char *section_of(const struct envfp_read *read)
{
    enum envfp_layer layer = envfp_read_get_layer(read);
    return layer == ENVFP_LAYER_APP ? "app, and what layers share" : envfp_layer_name(layer);
}

/* `asked`: a layer, a collector, or NULL for all. */
static bool is_asked(const struct envfp_read *read, const char *asked)
{
    enum envfp_layer layer = envfp_read_get_layer(read);
    return !asked || strcmp(asked, envfp_read_get_collector(read)) == 0 ||
           strcmp(asked, envfp_layer_name(layer)) == 0 || strcmp(asked, envfp_layer_code(layer)) == 0;
}

static const struct envfp_read *next(const struct envfp_read *read, const char *asked)
{
    do
        read = envfp_registry_next_read(read);
    while (read && !is_asked(read, asked));
    return read;
}

/* ---- Forms ----------------------------------------------------------------------------------------- */

static void list(struct page *page, const char *asked)
{
    const char *section = "", *collector = "";
    for (const struct envfp_read *read = NULL; (read = next(read, asked));) {
        if (strcmp(section, section_of(read)) != 0) {
            page_add(page, page->length ? "\n" : "");
            page_add(page, style_bold(page->style));
            page_add(page, section_of(read));
            page_add(page, style_plain(page->style));
            page_add(page, "\n");
            collector = "";
        }
        section = section_of(read);
        if (strcmp(collector, envfp_read_get_collector(read)) != 0) {
            page_add(page, "  ");
            page_add(page, envfp_read_get_collector(read));
            page_add(page, "\n");
        }
        collector = envfp_read_get_collector(read);
        page_add(page, "    ");
        page_add(page, envfp_read_get_keeps(read));
        page_pad(page, 18);
        page_add(page, envfp_read_get_path(read));
        page_add(page, "\n");
    }
}

static void json(struct page *page, const char *asked)
{
    page_add(page, "[");
    for (const struct envfp_read *first = next(NULL, asked), *read = first; read; read = next(read, asked)) {
        page_add(page, read == first ? "{" : ",{");
        page_json(page, "collector", envfp_read_get_collector(read), ",");
        page_json(page, "keeps", envfp_read_get_keeps(read), ",");
        page_json(page, "layer", envfp_layer_name(envfp_read_get_layer(read)), ",");
        page_json(page, "path", envfp_read_get_path(read), "}");
    }
    page_add(page, "]\n");
}

static const char introduction[] =
    "# Reads\n"
    "\n"
    "Everything that a collection may open, list or look at, and every environment variable, by layer, and\n"
    "what a recording keeps of it. Written from the registry by `make docs/reads.md`: do not edit.\n"
    "\n"
    "What stands here is not always read: only where the layer is asked for, and where what comes before it\n"
    "is there. Beside it, envfp asks the processor (CPUID) and the system (uname, the auxiliary vector, the\n"
    "kind of /proc and /sys), and follows symbolic links on the way; a folder above a path that stands here\n"
    "may be looked at, too. A test holds this page against the system calls of a collection.\n"
    "\n"
    "In a path `*` stands for any name or a part of one, `**` for several, `{a,b}` for either, and `$NAME/`\n"
    "at its start for any directory outside of /proc and /sys: where PATH, HOME or another variable leads,\n"
    "a project, a library's folder. A slash at its end says that a directory is listed. `$NAME` alone is a\n"
    "variable. /proc/self is the process that the fingerprint is about. Of several paths of one collector\n"
    "that fit, the first decides.\n"
    "\n"
    "| kept | what that is |\n"
    "|---|---|\n";

static void explain_words(struct page *page)
{
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        page_add(page, "| ");
        page_add(page, kept[i].word);
        page_add(page, " | ");
        page_add(page, kept[i].means);
        page_add(page, " |\n");
    }
}

static void markdown(struct page *page)
{
    const char *section = "";
    page_add(page, introduction);
    explain_words(page);
    for (const struct envfp_read *read = NULL; (read = envfp_registry_next_read(read));) {
        if (strcmp(section, section_of(read)) != 0) {
            page_add(page, "\n## ");
            page_add(page, section_of(read));
            page_add(page, "\n\n| read by | path or variable | kept |\n|---|---|---|\n");
        }
        section = section_of(read);
        page_add(page, "| ");
        page_add(page, envfp_read_get_collector(read));
        page_add(page, " | `");
        page_add(page, envfp_read_get_path(read));
        page_add(page, "` | ");
        page_add(page, envfp_read_get_keeps(read));
        page_add(page, " |\n");
    }
}

int command_reads(const struct options *options, struct page *page)
{
    const char *asked = options->operand_count ? options->operands[0] : NULL;
    if (options->operand_count > 1)
        return complain(options->operands[1], "one operand too many");
    if (!next(NULL, asked))
        return complain(asked, "no such layer or collector, or it reads nothing");
    if (options->given & OPTION_MARKDOWN)
        markdown(page);
    else if (options->given & OPTION_JSON)
        json(page, asked);
    else
        list(page, asked);
    return write_page(page, options->output);
}
