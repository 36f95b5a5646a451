/* SPDX-License-Identifier: MIT */
/* What a collection asked for the sake of a fact, and the answers. */
#include "cli.h"

#include <string.h>

#define OPERATION 4
#define ANSWER 14
#define NAME 34

/* ---- Which steps ----------------------------------------------------------------------------------- */

/* The layers that tell what is asked for. */
static uint32_t layers_of(const struct question *question)
{
    uint32_t layers = 0;
    for (const struct envfp_entry *entry = NULL; (entry = envfp_registry_next(entry));)
        if (question_matches(question, entry))
            layers |= 1U << envfp_entry_get_layer(entry);
    return layers;
}

static bool serves(const struct question *question, const struct envfp_step *step)
{
    if (question_is_all(question))
        return true;
    for (const struct envfp_entry *entry = NULL; (entry = envfp_registry_next(entry));)
        if (question_matches(question, entry) && envfp_step_serves(step, entry))
            return true;
    return false;
}

static const struct envfp_step *next(const struct question *question, size_t *at)
{
    const struct envfp_step *step;
    while ((step = envfp_fingerprint_get_step(question->fingerprint, (*at)++)))
        if (serves(question, step))
            return step;
    return NULL;
}

/* ---- For people ------------------------------------------------------------------------------------ */

static void add_answer(struct page *page, const struct envfp_step *step)
{
    static const char *const units[][2] = {
        {"open", " bytes"}, {"list", " entries"}, {"devices", " properties"}};
    bool whole = envfp_step_get_reason(step) == ENVFP_REASON_NONE;
    bool link = strcmp(envfp_step_get_operation(step), "readlink") == 0;
    const char *reason = envfp_reason_name(envfp_step_get_reason(step));
    if (link && envfp_step_get_reason(step) == ENVFP_REASON_ABSENT)
        reason = "no link";
    page_add(page, whole ? "ok" : reason);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(envfp_step_get_operation(step), units[i][0]) != 0 ||
            (!whole && envfp_step_get_amount(step) == 0))
            continue;
        page_add(page, ", ");
        page_number(page, (long long)envfp_step_get_amount(step));
        page_add(page, units[i][1]);
    }
}

static void add_step(struct page *page, const struct envfp_step *step)
{
    page_pad(page, OPERATION);
    page_add(page, envfp_step_get_operation(step));
    page_pad(page, ANSWER);
    add_answer(page, step);
    if (*envfp_step_get_name(step)) {
        page_pad(page, NAME);
        page_text(page, envfp_step_get_name(step), SIZE_MAX);
    }
    page_add(page, "\n");
}

static void list(struct page *page, const struct question *question)
{
    const char *last = NULL;
    const struct envfp_step *step;
    size_t shown = 0;
    for (size_t at = 0; (step = next(question, &at)); shown++) {
        const char *collector = envfp_step_get_collector(step);
        collector = collector ? collector : "(for several)";
        if (!last || strcmp(last, collector) != 0) {
            page_add(page, "  ");
            page_add(page, collector);
            page_add(page, "\n");
        }
        last = collector;
        add_step(page, step);
    }
    if (shown == 0)
        page_add(page, "  nothing was asked for\n");
}

static void show(struct page *page, const struct question *question)
{
    page_add(page, style_bold(page->style));
    page_text(page, question_is_all(question) ? "everything" : question->asked, SIZE_MAX);
    page_add(page, style_plain(page->style));
    page_add(page, "\n\n");
    list(page, question);
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        enum envfp_layer layer = (enum envfp_layer)i;
        if (!(question->layers & 1U << i) || !envfp_registry_find_entry(layer, question->key))
            continue;
        page_add(page, "\n");
        explain_value(page, question, layer, question->key);
    }
}

/* ---- For programs ---------------------------------------------------------------------------------- */

static void json_value(struct page *page, const struct envfp_fact *fact)
{
    size_t count = envfp_fact_get_set_count(fact);
    if (!fact || envfp_fact_get_type(fact) == ENVFP_STRING) {
        page_json(page, "value", envfp_fact_get_string(fact), "}");
        return;
    }
    page_add(page, "\"value\":");
    switch (envfp_fact_get_type(fact)) {
    case ENVFP_INTEGER: page_number(page, envfp_fact_get_integer(fact)); break;
    case ENVFP_BOOLEAN: page_add(page, envfp_fact_get_boolean(fact) ? "true" : "false"); break;
    case ENVFP_STRING:
    case ENVFP_SET:
        for (size_t i = 0; i < count; i++) {
            page_add(page, i ? "," : "[");
            page_json_text(page, envfp_fact_get_set_item(fact, i));
        }
        page_add(page, count ? "]" : "[]");
        break;
    }
    page_add(page, "}");
}

static void json_facts(struct page *page, const struct question *question)
{
    size_t count = 0;
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        enum envfp_layer layer = (enum envfp_layer)i;
        if (!(question->layers & 1U << i) || !envfp_registry_find_entry(layer, question->key))
            continue;
        const struct envfp_gap *gap = find_gap(question->fingerprint, layer, question->key);
        page_add(page, count++ ? ",{" : "{");
        page_json(page, "gap", gap ? envfp_reason_name(envfp_gap_get_reason(gap)) : NULL, ",");
        page_json(page, "key", question->key, ",");
        page_json(page, "layer", envfp_layer_name(layer), ",");
        json_value(page, envfp_fingerprint_find_fact(question->fingerprint, layer, question->key));
    }
}

static void json(struct page *page, const struct question *question)
{
    const struct envfp_step *step;
    size_t count = 0;
    page_add(page, "{\"facts\":[");
    json_facts(page, question);
    page_add(page, "],\"steps\":[");
    for (size_t at = 0; (step = next(question, &at));) {
        page_add(page, count++ ? ",{\"amount\":" : "{\"amount\":");
        page_number(page, (long long)envfp_step_get_amount(step));
        page_add(page, ",");
        page_json(page, "collector", envfp_step_get_collector(step), ",");
        page_json(page, "name", envfp_step_get_name(step), ",");
        page_json(page, "operation", envfp_step_get_operation(step), ",");
        page_json(page, "reason", envfp_reason_name(envfp_step_get_reason(step)), "}");
    }
    page_add(page, "]}\n");
}

/* ---- The command ----------------------------------------------------------------------------------- */

int command_trace(const struct options *options, struct question *question, struct page *page)
{
    size_t count = options->operand_count;
    const char *last = count ? options->operands[count - 1] : "self";
    bool alone = count == 1 && question_is_all(question) && environment_is_live(last);
    const char *operand = count > 1 || alone ? last : "self";
    uint32_t layers = layers_of(question);
    if (layers == 0)
        return question_unknown(question);
    if (!(layers & ENVFP_LAYERS_ALL))
        return complain(question->asked, "what a program says of itself is not collected by the command");
    if (!environment_is_live(operand))
        return complain("--trace", "what a file holds has been collected already");
    struct envfp_fingerprint *fingerprint =
        environment_trace(operand, layers & ENVFP_LAYERS_ALL, options->project);
    if (!fingerprint)
        return EXIT_TROUBLE;
    question->fingerprint = fingerprint;
    if (options->given & OPTION_JSON)
        json(page, question);
    else
        show(page, question);
    envfp_fingerprint_free(fingerprint);
    return write_page(page, options->output);
}
