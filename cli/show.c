/* SPDX-License-Identifier: MIT */
/* The view that people paste into bug reports. */
#include "cli.h"

#include <string.h>

#define COLUMN_STATUS 12
#define COLUMN_DIGEST 22
#define COLUMN_FACTS 32

struct groups groups_of(const struct envfp_fingerprint *fingerprint)
{
    struct groups groups = {{{0}}};
    char *token;
    if (envfp_fingerprint_copy_form(fingerprint, ENVFP_FORM_SHORT, &token, NULL) != ENVFP_OK)
        return groups;
    /* "envfp1.S." and then a group for each layer. */
    const char *at = strchr(token, '.');
    at = at ? strchr(at + 1, '.') : NULL;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT && at; i++) {
        size_t length = strcspn(at + 1, ".");
        if (length > 1 && length < sizeof groups.text[i])
            memcpy(groups.text[i], at + 1, length);
        at = strchr(at + 1, '.');
    }
    envfp_text_free(token);
    return groups;
}

/* ---- Stack --------------------------------------------------------------------------------------- */

/* The characters of a box: its top, the line between two boxes, its bottom. */
struct drawing {
    const char *line, *side, *top_left, *top_right, *left, *right, *bottom_left, *bottom_right;
};

static const struct drawing boxes = {"─", "│", "┌", "┐", "├", "┤", "└", "┘"};
static const struct drawing plain = {"-", "|", "+", "+", "+", "+", "+", "+"};

static const char *const boundary_titles[][2] = {
    {"vm", "virtual machine"},
    {"virtualenv", "environment"},
    {"wasm", "WebAssembly"},
};

static void describe(struct page *line, const struct envfp_boundary *boundary)
{
    const char *title = envfp_boundary_get_name(boundary);
    for (size_t i = 0; i < sizeof boundary_titles / sizeof *boundary_titles; i++)
        if (strcmp(title, boundary_titles[i][0]) == 0)
            title = boundary_titles[i][1];
    page_text(line, title, 20);
    page_pad(line, 17);
    page_text(line, envfp_boundary_get_kind(boundary), 30);
    const char *vmm = envfp_boundary_get_vmm(boundary), *confidence = envfp_boundary_get_confidence(boundary);
    if (vmm) {
        page_add(line, " under ");
        page_text(line, vmm, 24);
    }
    if (confidence && strcmp(confidence, "certain") != 0) {
        page_add(line, ", ");
        page_text(line, confidence, 10);
        page_add(line, " evidence");
    }
}

static void draw_line(struct page *page, const struct drawing *drawing, const char *left, const char *right,
                      size_t width)
{
    page_add(page, "  ");
    page_add(page, left);
    for (size_t i = 0; i < width + 2; i++)
        page_add(page, drawing->line);
    page_add(page, right);
    page_add(page, "\n");
}

static void draw_stack(struct page *page, const struct envfp_fingerprint *fingerprint)
{
    const struct drawing *drawing = page->style.utf8 ? &boxes : &plain;
    size_t count = envfp_fingerprint_get_stack_count(fingerprint), width = 40;
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        struct page line = {.style = page->style};
        describe(&line, envfp_fingerprint_get_boundary(fingerprint, i));
        width = page_column(&line) > width ? page_column(&line) : width;
        page_free(&line);
    }
    draw_line(page, drawing, drawing->top_left, drawing->top_right, width);
    for (size_t i = count; i-- > 0;) {
        struct page line = {.style = page->style};
        describe(&line, envfp_fingerprint_get_boundary(fingerprint, i));
        if (page_column(&line) < width)
            page_pad(&line, width);
        page_add(page, "  ");
        page_add(page, drawing->side);
        page_add(page, " ");
        page_add(page, style_bold(page->style));
        page_add(page, line.bytes);
        page_add(page, style_plain(page->style));
        page_add(page, " ");
        page_add(page, drawing->side);
        page_add(page, "\n");
        page_free(&line);
        if (i > 0)
            draw_line(page, drawing, drawing->left, drawing->right, width);
    }
    draw_line(page, drawing, drawing->bottom_left, drawing->bottom_right, width);
    page_add(page, "\n");
}

/* ---- Layers -------------------------------------------------------------------------------------- */

static void trim_line(struct page *page)
{
    while (page->length && page->bytes[page->length - 1] == ' ')
        page->length--;
    page_add(page, "\n");
}

static void show_layer(struct page *page, const struct envfp_fingerprint *fingerprint, enum envfp_layer layer,
                       const char *group)
{
    enum envfp_layer_status status = envfp_fingerprint_get_layer_status(fingerprint, layer);
    page_add(page, style_bold(page->style));
    page_add(page, envfp_layer_name(layer));
    page_add(page, style_plain(page->style));
    page_pad(page, COLUMN_STATUS);
    page_add(page, style_layer(page->style, status));
    page_add(page, envfp_layer_status_name(status));
    page_add(page, style_plain(page->style));
    page_pad(page, COLUMN_DIGEST);
    page_add(page, group);
    page_pad(page, COLUMN_FACTS);
    telling_add(page, fingerprint, layer, WIDTH - COLUMN_FACTS);
    trim_line(page);
}

/* One layer's gaps by reason: "denied: dmi.board_name; hidden: config.*". */
static void describe_gaps(struct page *line, const struct envfp_fingerprint *fingerprint,
                          enum envfp_layer layer)
{
    size_t count = envfp_fingerprint_get_gap_count(fingerprint, layer), reasons = 0;
    for (int reason = ENVFP_REASON_DENIED; reason <= ENVFP_REASON_REMOTE; reason++) {
        size_t found = 0;
        for (size_t i = 0; i < count; i++) {
            const struct envfp_gap *gap = envfp_fingerprint_get_gap(fingerprint, layer, i);
            if (envfp_gap_get_reason(gap) != (enum envfp_reason)reason)
                continue;
            if (found++ == 0) {
                page_add(line, reasons++ ? "; " : "");
                page_add(line, envfp_reason_name((enum envfp_reason)reason));
                page_add(line, ":");
            }
            page_add(line, " ");
            page_add(line, envfp_gap_get_key(gap));
        }
    }
}

/* Lists the gaps of a layer. A layer that is hidden or denied as a whole gets no list: its status says it. */
static void show_gaps(struct page *page, const struct envfp_fingerprint *fingerprint, uint32_t layers)
{
    bool first = true;
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        enum envfp_layer layer = (enum envfp_layer)i;
        struct page line = {.style = page->style};
        enum envfp_layer_status status = envfp_fingerprint_get_layer_status(fingerprint, layer);
        bool told =
            status == ENVFP_LAYER_HIDDEN || status == ENVFP_LAYER_DENIED || status == ENVFP_LAYER_SKIPPED;
        if (layers & 1U << i || i == ENVFP_LAYER_APP)
            describe_gaps(&line, fingerprint, layer);
        if (line.length && !told) {
            page_add(page, first ? "\nnot read" : "");
            page_pad(page, COLUMN_STATUS);
            page_add(page, envfp_layer_name(layer));
            page_pad(page, COLUMN_STATUS + 11);
            page_text(page, line.bytes, WIDTH - COLUMN_STATUS - 11);
            page_add(page, "\n");
            first = false;
        }
        page_free(&line);
    }
}

static void show_all(struct page *page, const struct envfp_fingerprint *fingerprint, enum envfp_layer layer)
{
    size_t count = envfp_fingerprint_get_fact_count(fingerprint, layer);
    size_t gaps = envfp_fingerprint_get_gap_count(fingerprint, layer);
    if (count + gaps == 0)
        return;
    page_add(page, "\n");
    page_add(page, envfp_layer_name(layer));
    page_add(page, "\n");
    for (size_t i = 0; i < count; i++) {
        const struct envfp_fact *fact = envfp_fingerprint_get_fact(fingerprint, layer, i);
        page_add(page, envfp_fact_get_class(fact) == ENVFP_HASHED    ? "    "
                       : envfp_fact_get_class(fact) == ENVFP_CONTEXT ? "  - "
                                                                     : "  = ");
        page_text(page, envfp_fact_get_key(fact), SIZE_MAX);
        page_pad(page, 40);
        page_value(page, fact, SIZE_MAX);
        page_add(page, "\n");
    }
    for (size_t i = 0; i < gaps; i++) {
        const struct envfp_gap *gap = envfp_fingerprint_get_gap(fingerprint, layer, i);
        page_add(page, "  ? ");
        page_text(page, envfp_gap_get_key(gap), SIZE_MAX);
        page_pad(page, 40);
        page_add(page, envfp_reason_name(envfp_gap_get_reason(gap)));
        page_add(page, "\n");
    }
}

static void show_end(struct page *page, const struct envfp_fingerprint *fingerprint)
{
    const char *digest = envfp_fingerprint_get_digest(fingerprint);
    char *token;
    page_add(page, "\n");
    if (digest) {
        page_add(page, "digest  ");
        page_add(page, digest);
        page_add(page, "\n");
    }
    if (envfp_fingerprint_copy_form(fingerprint, ENVFP_FORM_SHORT, &token, NULL) != ENVFP_OK)
        return;
    page_add(page, "token   ");
    page_add(page, token);
    page_add(page, "\n");
    envfp_text_free(token);
}

static void show(struct page *page, const struct envfp_fingerprint *fingerprint,
                 const struct options *options)
{
    struct groups groups = groups_of(fingerprint);
    draw_stack(page, fingerprint);
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        if (options->layers & 1U << i)
            show_layer(page, fingerprint, (enum envfp_layer)i, groups.text[i]);
    if (envfp_fingerprint_get_fact_count(fingerprint, ENVFP_LAYER_APP))
        show_layer(page, fingerprint, ENVFP_LAYER_APP, "");
    if (!(options->given & OPTION_ALL))
        show_gaps(page, fingerprint, options->layers);
    if (!envfp_fingerprint_get_verified(fingerprint))
        page_add(page, "\naltered: digests do not agree with the facts\n");
    for (unsigned i = 0; options->given & OPTION_ALL && i < ENVFP_SECTION_COUNT; i++)
        if (options->layers & 1U << i || i == ENVFP_LAYER_APP)
            show_all(page, fingerprint, (enum envfp_layer)i);
    if (options->given & OPTION_ALL)
        page_add(page, "\n- context, = verdict: outside the digest; ? not read\n");
    show_end(page, fingerprint);
}

int command_show(const struct options *options)
{
    if (options->given & OPTION_JSON)
        return command_collect(options);
    const char *operand = options->operand_count ? options->operands[0] : "self";
    if (options->given & OPTION_PROJECT && !environment_is_live(operand))
        return complain("--project", "what a file holds has been collected already");
    struct envfp_fingerprint *fingerprint =
        options->given & OPTION_TRY_CALLS ? environment_try_calls(operand, options->layers, options->project)
                                          : environment_load(operand, options->layers, options->project, -1);
    if (!fingerprint)
        return EXIT_TROUBLE;
    struct page page = {.style = style_of(stdout)};
    if (options->output)
        page.style.colour = false;
    show(&page, fingerprint, options);
    int status = envfp_fingerprint_get_verified(fingerprint) ? EXIT_SAME : EXIT_TROUBLE;
    envfp_fingerprint_free(fingerprint);
    int written = write_page(&page, options->output);
    return status == EXIT_SAME ? written : status;
}
