/* SPDX-License-Identifier: MIT */
/*
 * Each allocation of a collection, of reading every form and of a diff fails once: the call ends with
 * ENVFP_NO_MEMORY or a whole result, and every block is given back, with its size.
 */
#include "bank.h"
#include "collection.h"
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct work {
    const char *operand; /* of a collection, or NULL */
    bool trace;          /* that keeps its steps */
    const char *bytes;   /* of a form to read, or NULL */
    size_t length;
    const struct envfp_fingerprint *other; /* to compare with what was made, or NULL */
    const char *digest;                    /* what a whole result has */
};

static enum envfp_status make(const struct work *work, const struct envfp_allocator *allocator,
                              struct envfp_fingerprint **made)
{
    *made = NULL;
    if (work->bytes)
        return envfp_fingerprint_parse(allocator, work->bytes, work->length, made);
    struct envfp_probe *probe;
    enum envfp_status status = envfp_probe_new(allocator, &probe);
    if (status != ENVFP_OK)
        return status;
    envfp_probe_set_trace(probe, work->trace);
    status = envfp_probe_set_operand(probe, work->operand);
    if (status == ENVFP_OK)
        status = envfp_probe_add_string(probe, "gate.name", "memory");
    if (status == ENVFP_OK)
        status = envfp_probe_run(probe, made);
    envfp_probe_free(probe);
    return status;
}

static enum envfp_status compare(const struct work *work, const struct envfp_fingerprint *made)
{
    struct envfp_diff *diff;
    char *text = NULL;
    enum envfp_status status = envfp_diff_new(made, work->other, &diff);
    if (status == ENVFP_OK)
        status = envfp_diff_run(diff);
    if (status == ENVFP_OK)
        status = envfp_diff_copy_json(diff, &text, NULL);
    envfp_text_free(text);
    envfp_diff_free(diff);
    return status;
}

/* True where the outcome is one of the two that are allowed. */
static bool attempt(const struct work *work, struct bank *bank, enum envfp_status *status)
{
    struct envfp_fingerprint *made;
    *status = make(work, &bank->allocator, &made);
    if (*status != ENVFP_OK)
        return *status == ENVFP_NO_MEMORY && !made;
    if (work->other)
        *status = compare(work, made);
    const char *digest = envfp_fingerprint_get_digest(made);
    bool whole = !digest || !work->digest || strcmp(digest, work->digest) == 0;
    envfp_fingerprint_free(made);
    return whole && (*status == ENVFP_OK || *status == ENVFP_NO_MEMORY);
}

/* Every n; where that would take more than some seconds (each allocation being a block), an even choice. */
static void sweep(const char *name, const struct work *work, bool fail_after)
{
    struct bank bank;
    enum envfp_status status;
    bank_init(&bank);
    clock_t started = clock();
    bool good = attempt(work, &bank, &status) && status == ENVFP_OK;
    clock_t took = clock() - started + 1;
    unsigned long all = bank.requests, step = all * (unsigned long)took / (5 * CLOCKS_PER_SEC) + 1,
                  failed = 0;
    if (!report(good && bank.blocks == 0 && bank.faults == 0, "%s: works", name))
        return;
    for (unsigned long n = 1; n <= all && good; n += step) {
        bank_init(&bank);
        bank.fail_at = n;
        bank.fail_after = fail_after;
        good = attempt(work, &bank, &status) && bank.blocks == 0 && bank.faults == 0;
        failed += status == ENVFP_NO_MEMORY;
        if (!good)
            printf("# allocation %lu of %lu: %s, %zu blocks left\n", n, all, envfp_status_text(status),
                   bank.blocks);
    }
    report(good && failed > 0, "%s: %s of %lu allocations%s fails (every %lu.)", name,
           fail_after ? "all from the n-th" : "the n-th", all, work->other ? ", diff too," : "", step);
}

static void sweep_both(const char *name, const struct work *work)
{
    sweep(name, work, false);
    sweep(name, work, true);
}

static struct envfp_fingerprint *plain(const char *operand)
{
    struct envfp_fingerprint *made = NULL;
    const struct work work = {.operand = operand};
    enum envfp_status status = make(&work, NULL, &made);
    report(status == ENVFP_OK, "collect %.6s: %s", operand, envfp_status_text(status));
    return made;
}

static void sweep_forms(const struct envfp_fingerprint *here)
{
    for (int form = ENVFP_FORM_DOCUMENT; form <= ENVFP_FORM_SHORT; form++) {
        struct work work = {.digest = envfp_fingerprint_get_digest(here)};
        char *text, name[64];
        (void)snprintf(name, sizeof name, "read %s", envfp_form_name((enum envfp_form)form));
        enum envfp_status status =
            envfp_fingerprint_copy_form(here, (enum envfp_form)form, &text, &work.length);
        if (!report(status == ENVFP_OK, "write %s", name + 5))
            continue;
        work.bytes = text;
        sweep_both(name, &work);
        envfp_text_free(text);
    }
}

/* Limits instead of failures: a collection within any amount of memory ends in one of the two ways. */
static void sweep_limits(const char *operand, bool trace)
{
    bool good = true;
    for (uint64_t limit = 1; limit < (uint64_t)8 << 20 && good; limit += limit / 6 + 1) {
        struct bank bank;
        struct envfp_probe *probe;
        struct envfp_fingerprint *made = NULL;
        bank_init(&bank);
        if (envfp_probe_new(&bank.allocator, &probe) != ENVFP_OK)
            break;
        enum envfp_status status = envfp_probe_set_limit(probe, ENVFP_LIMIT_MEMORY, limit);
        envfp_probe_set_trace(probe, trace);
        if (status == ENVFP_OK)
            status = envfp_probe_set_operand(probe, operand);
        if (status == ENVFP_OK)
            status = envfp_probe_run(probe, &made);
        good = (status == ENVFP_OK) == (made != NULL) && (status == ENVFP_OK || status == ENVFP_NO_MEMORY);
        envfp_fingerprint_free(made);
        envfp_probe_free(probe);
        good = good && bank.blocks == 0;
    }
    report(good, "collect %.6s%s within any limit of memory", operand, trace ? ", with a trace," : "");
}

int main(void)
{
    char *directory = collection_record(), operand[4200];
    if (!report(directory != NULL, "record this machine"))
        return report_end();
    (void)snprintf(operand, sizeof operand, "record:%s", directory);
    struct envfp_fingerprint *here = plain("self"), *recorded = plain(operand);
    if (here && recorded) {
        sweep_both("collect self", &(struct work){.operand = "self"});
        sweep_both("collect record",
                   &(struct work){.operand = operand, .digest = envfp_fingerprint_get_digest(recorded)});
        sweep_both("collect record, with a trace",
                   &(struct work){
                       .operand = operand, .trace = true, .digest = envfp_fingerprint_get_digest(recorded)});
        sweep("collect and diff", &(struct work){.operand = operand, .other = here}, false);
        sweep_forms(recorded);
        sweep_limits("self", false);
        sweep_limits(operand, false);
        sweep_limits(operand, true);
    }
    envfp_fingerprint_free(here);
    envfp_fingerprint_free(recorded);
    collection_remove(directory);
    free(directory);
    return report_end();
}
