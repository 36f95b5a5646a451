/* SPDX-License-Identifier: MIT */
/* What the registry knows of a key, a collector or a layer. */
#include "cli.h"

#include <string.h>

#define LABEL 12
#define KEY_MAX 64

static void label(struct page *page, const char *name)
{
    page_add(page, "  ");
    page_add(page, name);
    page_pad(page, LABEL);
}

static void line(struct page *page, const char *name, const char *text)
{
    if (!text)
        return;
    label(page, name);
    page_wrap(page, text, LABEL);
}

static void value_line(struct page *page, const char *name, const struct envfp_fact *fact)
{
    struct page value = {.style = page->style};
    page_value(&value, fact, 1000);
    line(page, name, value.bytes);
    page_free(&value);
}

/* What a verdict rests on: each "layer:key" with its value. */
static void evidence(struct page *page, const struct question *question, enum envfp_layer layer)
{
    const struct envfp_fact *fact =
        envfp_fingerprint_find_fact(question->fingerprint, layer, "verdict.evidence");
    size_t count = fact ? envfp_fact_get_set_count(fact) : 0;
    for (size_t i = 0; i < count; i++) {
        const char *item = envfp_fact_get_set_item(fact, i), *colon = strchr(item, ':');
        int where = colon ? layer_by_name(item, (size_t)(colon - item)) : -1;
        const struct envfp_fact *rests_on =
            where < 0
                ? NULL
                : envfp_fingerprint_find_fact(question->fingerprint, (enum envfp_layer)where, colon + 1);
        struct page text = {.style = page->style};
        page_text(&text, item, SIZE_MAX);
        if (rests_on) {
            page_add(&text, " = ");
            page_value(&text, rests_on, 200);
        }
        line(page, i ? "" : "rests on", text.bytes);
        page_free(&text);
    }
}

const struct envfp_gap *find_gap(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer,
                                 const char *key)
{
    const struct envfp_gap *gap;
    for (size_t i = 0; (gap = envfp_fingerprint_get_gap(fingerprint, layer, i)); i++) {
        const char *name = envfp_gap_get_key(gap);
        size_t length = strlen(name);
        bool several = length && name[length - 1] == '*';
        if (strcmp(name, key) == 0 || (several && strncmp(name, key, length - 1) == 0))
            return gap;
    }
    return NULL;
}

/* Why a fact is not known, with the gap's own key where that stands for more. */
static void gap_line(struct page *page, const struct envfp_gap *gap, const char *key)
{
    struct page text = {.style = page->style};
    page_add(&text, "not known: ");
    page_add(&text, envfp_reason_name(envfp_gap_get_reason(gap)));
    if (strcmp(envfp_gap_get_key(gap), key) != 0) {
        page_add(&text, " (");
        page_text(&text, envfp_gap_get_key(gap), SIZE_MAX);
        page_add(&text, ")");
    }
    line(page, "here", text.bytes);
    page_free(&text);
}

void explain_value(struct page *page, const struct question *question, enum envfp_layer layer,
                   const char *key)
{
    if (!question->fingerprint)
        return;
    const struct envfp_fact *fact = envfp_fingerprint_find_fact(question->fingerprint, layer, key);
    const struct envfp_gap *gap = find_gap(question->fingerprint, layer, key);
    enum envfp_layer_status status = envfp_fingerprint_get_layer_status(question->fingerprint, layer);
    if (fact)
        value_line(page, "here", fact);
    if (gap)
        gap_line(page, gap, key);
    if (!fact && !gap && status == ENVFP_LAYER_HIDDEN)
        line(page, "here", "the whole layer is hidden");
    else if (!fact && !gap && !strchr(key, '*'))
        line(page, "here", "no such fact in this environment");
    if (fact && strncmp(key, "verdict.", 8) == 0)
        evidence(page, question, layer);
}

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
        line(page, "entry", envfp_entry_get_key(entry));
    line(page, "type", envfp_type_name(envfp_entry_get_type(entry)));
    line(page, "unit", envfp_entry_get_unit(entry));
    static const char *const classes[] = {"hashed: part of the environment's identity",
                                          "context: worth seeing, outside the digest",
                                          "derived: a verdict computed from facts, outside the digest"};
    line(page, "class", classes[envfp_entry_get_class(entry)]);
    static const char *const impacts[] = {"informs: a difference only informs",
                                          "alters: a difference alters what programs do",
                                          "breaks: a difference breaks programs"};
    line(page, "impact", impacts[envfp_entry_get_impact(entry)]);
    line(page, "pinned by", envfp_pin_advice(envfp_entry_get_pin(entry)));
    line(page, "read from", envfp_entry_get_path(entry));
    line(page, "source", envfp_entry_get_source(entry));
    line(page, "since", envfp_entry_get_since(entry));
}

/* ---- Lists: a layer's or a collector's rows -------------------------------------------------------- */

static bool is_of_collector(const struct envfp_entry *entry, const char *collector)
{
    const char *key = envfp_entry_get_key(entry);
    size_t length = strlen(collector);
    return strncmp(key, collector, length) == 0 && (key[length] == '.' || key[length] == '/' || !key[length]);
}

static size_t list(struct page *page, uint32_t layers, const char *collector)
{
    size_t listed = 0;
    for (const struct envfp_entry *entry = NULL; (entry = envfp_registry_next(entry));) {
        if (!(layers & 1U << envfp_entry_get_layer(entry)) ||
            (collector && !is_of_collector(entry, collector)))
            continue;
        if (collector && listed == 0) {
            page_add(page, collector);
            page_add(page, ": facts of ");
            page_add(page, envfp_layer_name(envfp_entry_get_layer(entry)));
            page_add(page, "\n\n");
        }
        page_add(page, "  ");
        page_add(page, envfp_entry_get_key(entry));
        page_pad(page, 42);
        page_add(page, envfp_type_name(envfp_entry_get_type(entry)));
        page_pad(page, 51);
        page_add(page, envfp_class_name(envfp_entry_get_class(entry)));
        page_pad(page, 60);
        page_add(page, envfp_impact_name(envfp_entry_get_impact(entry)));
        page_pad(page, 69);
        page_add(page, envfp_pin_name(envfp_entry_get_pin(entry)));
        page_add(page, "\n");
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

bool question_matches(const struct question *question, const struct envfp_entry *entry)
{
    enum envfp_layer layer = envfp_entry_get_layer(entry);
    return (question->layers & 1U << layer) != 0 &&
           (layer_by_name(question->key, strlen(question->key)) == (int)layer ||
            is_of_collector(entry, question->key) ||
            entry == envfp_registry_find_entry(layer, question->key));
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

/* ---- Suggestions --------------------------------------------------------------------------------- */

/* Levenshtein's distance; long words are compared by their first KEY_MAX bytes. */
static size_t distance(const char *a, const char *b)
{
    size_t row[KEY_MAX + 1], length = strlen(b) < KEY_MAX ? strlen(b) : KEY_MAX;
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] && i <= KEY_MAX; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            best = best < row[j] + 1 ? best : row[j] + 1;
            row[j] = best < row[j - 1] + 1 ? best : row[j - 1] + 1;
        }
    }
    return row[length];
}

static void consider(const char *asked, const char *word, const char **best, size_t *least)
{
    /* The end of a key alone ("isa_level") is near. */
    const char *dot = strrchr(word, '.');
    size_t far = distance(asked, word);
    if (dot && strcmp(dot + 1, asked) == 0)
        far = 1;
    if (far < *least) {
        *least = far;
        *best = word;
    }
}

int question_unknown(const struct question *question)
{
    const char *best = NULL;
    size_t least = strlen(question->key) / 2 + 1;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        consider(question->key, envfp_layer_name((enum envfp_layer)i), &best, &least);
    for (const struct envfp_entry *entry = NULL; (entry = envfp_registry_next(entry));)
        consider(question->key, envfp_entry_get_key(entry), &best, &least);
    struct page why = {0};
    page_add(&why, "no such key, collector or layer");
    if (best) {
        page_add(&why, "; did you mean ");
        page_add(&why, best);
        page_add(&why, "?");
    }
    complain(question->asked, why.bytes);
    page_free(&why);
    return EXIT_TROUBLE;
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
    if (options->operand_count == 0)
        return complain("explain", "which key? (a layer's name lists its keys)");
    struct question question;
    ask(options->operands[0], &question);
    if (options->given & OPTION_TRACE)
        return command_trace(options, &question, &page);
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
    envfp_fingerprint_free(fingerprint);
    if (found)
        return write_page(&page, options->output);
    page_free(&page);
    return question_unknown(&question);
}
