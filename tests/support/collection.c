/* SPDX-License-Identifier: MIT */
#include "collection.h"
#include "collect/app/process.h"

#include "form/digest.h"
#include "judge/judge.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum envfp_status collection_open(struct collection *collection, const char *directory)
{
    *collection = (struct collection){0};
    envfp__arena_init(&collection->work, NULL, SIZE_MAX);
    envfp__arena_init(&collection->scratch, NULL, SIZE_MAX);
    envfp__arena_init(&collection->kept, NULL, SIZE_MAX);
    envfp__source_common_init(&collection->common, &envfp__declarers, &collection->work);
    collection->common.aside = envfp__registry_aside;
    return directory
               ? envfp__source_root(&collection->common, directory, true, &collection->source)
               : envfp__source_live(&collection->common, &(struct source_options){0}, &collection->source);
}

void collection_run(struct collection *collection, const struct source *source, uint32_t mask)
{
    collection->common.leaf_count = 0;
    envfp__arena_reset(&collection->kept);
    envfp__facts_init(&collection->facts, &collection->kept);
    struct shared shared = {.read_process = envfp__process_collect};
    struct collect collect = {
        .source = source, .shared = &shared, .facts = &collection->facts, .scratch = &collection->scratch};
    for (size_t i = 0; i < envfp__collector_count; i++) {
        const struct collector *row = &envfp__collectors[i];
        if (row->layer == ENVFP_LAYER_APP ||
            !(mask & (1U << row->layer | envfp__collector_declares(row)->serves)))
            continue;
        envfp__collector_run(row, &collect);
        envfp__arena_reset(&collection->scratch);
    }
    envfp__facts_seal(&collection->facts);
    envfp__judge(&collection->facts, mask);
    envfp__facts_seal(&collection->facts);
    envfp__digest_facts(&collection->facts, collection->digest);
}

void collection_close(struct collection *collection)
{
    envfp__source_release(&collection->source);
    envfp__arena_release(&collection->kept);
    envfp__arena_release(&collection->scratch);
    envfp__arena_release(&collection->work);
}

static bool record_into(int descriptor)
{
    struct envfp_probe *probe;
    struct envfp_fingerprint *fingerprint = NULL;
    if (descriptor < 0 || envfp_probe_new(NULL, &probe) != ENVFP_OK)
        return false;
    envfp_probe_set_recording(probe, descriptor);
    enum envfp_status status = envfp_probe_run(probe, &fingerprint);
    envfp_fingerprint_free(fingerprint);
    envfp_probe_free(probe);
    return status == ENVFP_OK;
}

char *collection_record(void)
{
    const char *parent = getenv("TMPDIR");
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/envfp-gate-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(path))
        return NULL;
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = record_into(descriptor);
    if (descriptor >= 0)
        (void)close(descriptor);
    if (good)
        return strdup(path);
    collection_remove(path);
    return NULL;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *position)
{
    (void)status;
    (void)type;
    (void)position;
    (void)remove(path);
    return 0;
}

void collection_remove(const char *directory)
{
    (void)nftw(directory, remove_entry, 32, FTW_DEPTH | FTW_PHYS);
}
