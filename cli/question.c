/* SPDX-License-Identifier: MIT */
/* What somebody wants explained: what it matches, which value there is, and what was meant where nothing matches. */
#include "cli.h"

#include <string.h>

#define LABEL 12
#define KEY_MAX 64

/* ---- Values ------------------------------------------------------------------------------------------- */

void explain_line(struct page *page, const char *name, const char *text)
{
    if (!text)
        return;
    page_add(page, "  ");
    page_add(page, name);
    page_pad(page, LABEL);
    page_wrap(page, text, LABEL);
}

static void value_line(struct page *page, const char *name, const struct envfp_fact *fact)
{
    struct page value = {.style = page->style};
    page_value(&value, fact, 1000);
    explain_line(page, name, value.bytes);
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
        explain_line(page, i ? "" : "rests on", text.bytes);
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
    explain_line(page, "here", text.bytes);
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
    enum envfp_form form = envfp_fingerprint_get_form(question->fingerprint);
    bool token = form == ENVFP_FORM_LINE || form == ENVFP_FORM_LONG || form == ENVFP_FORM_SHORT;
    if (!fact && !gap && token)
        explain_line(page, "here", "a token carries no facts");
    else if (!fact && !gap && status == ENVFP_LAYER_HIDDEN)
        explain_line(page, "here", "the whole layer is hidden");
    else if (!fact && !gap && status == ENVFP_LAYER_DENIED)
        explain_line(page, "here", "the whole layer is denied");
    else if (!fact && !gap && status == ENVFP_LAYER_SKIPPED)
        explain_line(page, "here", "the whole layer was left out");
    else if (!fact && !gap && !strchr(key, '*'))
        explain_line(page, "here", "no such fact in this environment");
    if (fact && strncmp(key, "verdict.", 8) == 0)
        evidence(page, question, layer);
}

/* ---- Matching ----------------------------------------------------------------------------------------- */

bool question_names_collector(const struct envfp_entry *entry, const char *collector)
{
    const char *key = envfp_entry_get_key(entry);
    size_t length = strlen(collector);
    return strncmp(key, collector, length) == 0 && (key[length] == '.' || key[length] == '/' || !key[length]);
}

bool question_is_all(const struct question *question)
{
    return question->key[0] == '\0';
}

bool question_matches(const struct question *question, const struct envfp_entry *entry)
{
    enum envfp_layer layer = envfp_entry_get_layer(entry);
    return (question->layers & 1U << layer) != 0 &&
           (question_is_all(question) || layer_by_name(question->key, strlen(question->key)) == (int)layer ||
            question_names_collector(entry, question->key) ||
            entry == envfp_registry_find_entry(layer, question->key));
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
