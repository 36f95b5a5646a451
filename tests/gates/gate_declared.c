/* SPDX-License-Identifier: MIT */
/* Nothing is asked for that the collector at work did not declare: on this machine, and on each that is recorded. */
#include "collection.h"
#include "report.h"
#include "undeclared.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned long found;

static void print(const char *collector, const char *operation, const char *name)
{
    found++;
    printf("# %s: %s %s\n", collector, operation, name);
}

static void collect(const char *name, const char *directory)
{
    struct collection collection;
    struct undeclared undeclared;
    struct source_watch watch;
    bool good = collection_open(&collection, directory) == ENVFP_OK;
    undeclared_watch(&undeclared, &watch, &collection.common, print);
    collection.common.detail = true;
    found = 0;
    if (good)
        collection_run(&collection, &collection.source, ENVFP_LAYERS_ALL);
    report(good && !found, "%s: all that is asked for is declared", name);
    collection_close(&collection);
}

static int is_name(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(void)
{
    struct dirent **entries = NULL;
    collect("this machine", NULL);
    int count = scandir("tests/machines", &entries, is_name, alphasort);
    report(count > 0, "there are recorded machines");
    for (int i = 0; i < count; i++) {
        char path[1024];
        (void)snprintf(path, sizeof path, "tests/machines/%s/root", entries[i]->d_name);
        DIR *root = opendir(path);
        if (root) {
            (void)closedir(root);
            collect(entries[i]->d_name, path);
        }
        free(entries[i]);
    }
    free(entries);
    return report_end();
}
