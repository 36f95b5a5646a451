/* SPDX-License-Identifier: MIT */
/* What the registry knows of a key, a collector or a layer. */
#include "cli.h"

#include <string.h>

static void entry_text(struct page *page, const struct question *question, const struct envfp_entry *entry,
                       const char *key)
{
    enum envfp_layer layer = envfp_entry_get_layer(entry);
    page_add(page, style_bold(page->style));
    page_add(page, envfp_layer_name(layer));
    page_add(page, ":");
    page_text(page, key, SIZE_MAX);
    page_add(page, style_plain(page->style));
    page_add(page, "\n");
    page_wrap(page, envfp_entry_get_why(entry), 2);
    page_add(page, "\n");
    explain_value(page, question, layer, key);
    if (strcmp(key, envfp_entry_get_key(entry)) != 0)
        explain_line(page, "entry", envfp_entry_get_key(entry));
    explain_line(page, "type", envfp_type_name(envfp_entry_get_type(entry)));
    explain_line(page, "unit", envfp_entry_get_unit(entry));
    static const char *const classes[] = {"hashed: part of the environment's identity",
                                          "context: worth seeing, outside the digest",
                                          "derived: a verdict computed from facts, outside the digest"};
    explain_line(page, "class", classes[envfp_entry_get_class(entry)]);
    static const char *const impacts[] = {"informs: a difference only informs",
                                          "alters: a difference alters what programs do",
                                          "breaks: a difference breaks programs"};
    explain_line(page, "impact", impacts[envfp_entry_get_impact(entry)]);
    explain_line(page, "pinned by", envfp_pin_advice(envfp_entry_get_pin(entry)));
    explain_line(page, "read from", envfp_entry_get_path(entry));
    explain_line(page, "source", envfp_entry_get_source(entry));
    explain_line(page, "since", envfp_entry_get_since(entry));
}

/* ---- Lists: a layer's or a collector's rows -------------------------------------------------------- */

static void list_row(struct page *page, const char *const cells[5])
{
    static const size_t columns[] = {2, 42, 51, 60, 69};
    for (size_t i = 0; i < 5; i++) {
        page_pad(page, columns[i]);
        page_add(page, cells[i]);
    }
    page_add(page, "\n");
}

static size_t list(struct page *page, uint32_t layers, const char *collector)
{
    size_t listed = 0;
    enum envfp_layer last = ENVFP_LAYER_APP;
    for (const struct envfp_entry *entry = NULL; (entry = envfp_registry_next(entry));) {
        if (!(layers & 1U << envfp_entry_get_layer(entry)) ||
            (collector && !question_names_collector(entry, collector)))
            continue;
        bool first = listed == 0 || envfp_entry_get_layer(entry) != last;
        last = envfp_entry_get_layer(entry);
        if (first && collector) {
            page_add(page, listed ? "\n" : "");
            page_add(page, collector);
            page_add(page, ": facts of ");
            page_add(page, envfp_layer_name(last));
            page_add(page, "\n\n");
        }
        if (first)
            list_row(page, (const char *const[]){"key", "type", "class", "impact", "pinned by"});
        list_row(page, (const char *const[]){envfp_entry_get_key(entry),
                                             envfp_type_name(envfp_entry_get_type(entry)),
                                             envfp_class_name(envfp_entry_get_class(entry)),
                                             envfp_impact_name(envfp_entry_get_impact(entry)),
                                             envfp_pin_name(envfp_entry_get_pin(entry))});
        listed++;
    }
    return listed;
}

static size_t explain_keys(struct page *page, const struct question *question)
{
    size_t found = 0;
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        if (!(question->layers & 1U << i))
            continue;
        const struct envfp_entry *entry = envfp_registry_find_entry((enum envfp_layer)i, question->key);
        if (!entry)
            continue;
        page_add(page, found++ ? "\n" : "");
        entry_text(page, question, entry, question->key);
    }
    return found;
}

/* ---- JSON ---------------------------------------------------------------------------------------- */

static void json_entry(struct page *page, const struct envfp_entry *entry)
{
    page_add(page, "{");
    page_json(page, "class", envfp_class_name(envfp_entry_get_class(entry)), ",");
    page_json(page, "impact", envfp_impact_name(envfp_entry_get_impact(entry)), ",");
    page_json(page, "key", envfp_entry_get_key(entry), ",");
    page_json(page, "layer", envfp_layer_name(envfp_entry_get_layer(entry)), ",");
    page_json(page, "path", envfp_entry_get_path(entry), ",");
    page_json(page, "pinned_by", envfp_pin_name(envfp_entry_get_pin(entry)), ",");
    page_json(page, "since", envfp_entry_get_since(entry), ",");
    page_json(page, "source", envfp_entry_get_source(entry), ",");
    page_json(page, "type", envfp_type_name(envfp_entry_get_type(entry)), ",");
    page_json(page, "unit", envfp_entry_get_unit(entry), ",");
    page_json(page, "why", envfp_entry_get_why(entry), "}");
}

static size_t explain_json(struct page *page, const struct question *question)
{
    size_t found = 0;
    page_add(page, "[");
    for (const struct envfp_entry *entry = NULL; (entry = envfp_registry_next(entry));) {
        if (!question_matches(question, entry))
            continue;
        page_add(page, found++ ? "," : "");
        json_entry(page, entry);
    }
    page_add(page, "]\n");
    return found;
}

/* ---- The command --------------------------------------------------------------------------------- */

static void ask(const char *asked, struct question *question)
{
    *question = (struct question){.key = asked, .asked = asked, .layers = (1U << ENVFP_SECTION_COUNT) - 1};
    const char *colon = strchr(asked, ':');
    int layer = colon ? layer_by_name(asked, (size_t)(colon - asked)) : -1;
    if (layer < 0)
        return;
    question->key = colon + 1;
    question->layers = 1U << layer;
}

static size_t explain(struct page *page, const struct question *question)
{
    int layer = layer_by_name(question->key, strlen(question->key));
    if (layer >= 0) {
        page_add(page, envfp_layer_name((enum envfp_layer)layer));
        page_add(page, " (");
        page_add(page, envfp_layer_code((enum envfp_layer)layer));
        page_add(page, "): ");
        page_wrap(page, telling_layer((enum envfp_layer)layer), 2);
        page_add(page, "\n");
        list(page, 1U << layer, NULL);
        return 1;
    }
    size_t found = explain_keys(page, question);
    return found ? found : list(page, question->layers, question->key);
}

/* The layers whose values an answer wants; 0 where it wants none. */
static uint32_t wanted(const struct question *question)
{
    uint32_t layers = 0;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        if (question->layers & 1U << i && envfp_registry_find_entry((enum envfp_layer)i, question->key))
            layers |= 1U << i;
    /* A verdict rests on facts of any layer. */
    return layers && strncmp(question->key, "verdict.", 8) == 0 ? ENVFP_LAYERS_ALL : layers;
}

int command_explain(const struct options *options)
{
    struct page page = {.style = style_of(stdout)};
    if (options->output)
        page.style.colour = false;
    if (options->given & OPTION_READS)
        return command_reads(options, &page);
    if (options->given & OPTION_MARKDOWN) {
        facts_markdown(&page);
        return write_page(&page, options->output);
    }
    struct question question;
    bool trace = (options->given & OPTION_TRACE) != 0;
    const char *first = options->operand_count ? options->operands[0] : "";
    bool alone = options->operand_count == 1 && environment_is_live(first);
    if (alone && !trace)
        return complain(first, "an environment: which key of it? (envfp explain KEY ENV)");
    ask(alone ? "" : first, &question);
    if (trace)
        return command_trace(options, &question, &page);
    if (options->operand_count == 0)
        return complain("explain", "which key? (a layer's name lists its keys)");
    bool json = (options->given & OPTION_JSON) != 0;
    uint32_t layers = json ? 0 : wanted(&question);
    struct envfp_fingerprint *fingerprint = NULL;
    if (layers) {
        const char *operand = options->operand_count > 1 ? options->operands[1] : "self";
        fingerprint = environment_load(operand, layers, options->project, -1);
        if (!fingerprint && options->operand_count > 1)
            return EXIT_TROUBLE;
    }
    question.fingerprint = fingerprint;
    size_t found = json ? explain_json(&page, &question) : explain(&page, &question);
    bool altered = fingerprint && !envfp_fingerprint_get_verified(fingerprint);
    envfp_fingerprint_free(fingerprint);
    if (found)
        return write_page(&page, options->output) == EXIT_SAME && !altered ? EXIT_SAME : EXIT_TROUBLE;
    page_free(&page);
    return question_unknown(&question);
}
