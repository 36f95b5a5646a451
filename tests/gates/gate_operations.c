/* SPDX-License-Identifier: MIT */
/*
 * Each operation of a collection's source fails once, with each reason: the collection ends with facts, closes
 * what it opened, and a layer whose hashed facts lack something says so, or is what it was.
 */
#include "collection.h"
#include "report.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const enum envfp_reason reasons[] = {
    ENVFP_REASON_ABSENT,      ENVFP_REASON_DENIED,    ENVFP_REASON_HIDDEN,    ENVFP_REASON_BUSY,
    ENVFP_REASON_UNSUPPORTED, ENVFP_REASON_MALFORMED, ENVFP_REASON_TRUNCATED, ENVFP_REASON_REMOTE};

/* A digest stands with its status, and a fact with a registry row's type. */
static bool is_sound(const struct collection *collection)
{
    for (unsigned layer = 0; layer < ENVFP_LAYER_COUNT; layer++) {
        const struct section *section = &collection->facts.sections[layer];
        if ((section->digest[0] != '\0') != (section->status <= ENVFP_LAYER_PARTIAL))
            return false;
        for (size_t i = 1; i < section->count; i++)
            if (view_compare(section->facts[i - 1].key, section->facts[i].key) >= 0)
                return false;
    }
    return collection->digest[0] != '\0' && !collection->facts.undeclared && !collection->kept.failed &&
           !collection->scratch.failed;
}

static void sweep(const char *name, const char *directory)
{
    struct collection collection;
    struct tap tap;
    bool good = collection_open(&collection, directory) == ENVFP_OK;
    tap_init(&tap, &collection.source);
    clock_t started = clock();
    collection_run(&collection, &tap.source, ENVFP_LAYERS_ALL);
    clock_t took = clock() - started + 1;
    unsigned long all = tap.operations;
    report(good && is_sound(&collection) && all > 0, "%s: works", name);
    /* Every operation, each with another reason, in the time that all reasons for each would not fit into. */
    size_t count = sizeof reasons / sizeof *reasons;
    bool each = (double)all * (double)took * (double)count < 20.0 * CLOCKS_PER_SEC;
    for (unsigned long n = 1; n <= all && good; n++)
        for (size_t i = 0; i < (each ? count : 1) && good; i++) {
            tap.operations = 0;
            tap.fail_at = n;
            tap.fail_reason = reasons[each ? i : (n + n / count) % count];
            collection_run(&collection, &tap.source, ENVFP_LAYERS_ALL);
            good = is_sound(&collection) && tap.open == 0;
            if (!good)
                printf("# operation %lu of %lu: %s\n", n, all, envfp_reason_name(tap.fail_reason));
        }
    report(good, "%s: the n-th of %lu operations fails, %s", name, all,
           each ? "with each reason" : "reasons in turn");
    collection_close(&collection);
}

int main(void)
{
    char *directory = collection_record();
    if (report(directory != NULL, "record this machine"))
        sweep("record", directory);
    sweep("self", NULL);
    if (directory)
        collection_remove(directory);
    free(directory);
    return report_end();
}
