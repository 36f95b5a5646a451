/* SPDX-License-Identifier: MIT */
/* The facts of a layer that say most in a line. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* A fact and the words around it. A key that ends in a slash counts the members of an inventory. Where the text begins
 * with a blank, it follows the fact before it after a blank; otherwise after a comma. */
static const struct telling {
    enum envfp_layer layer;
    const char *key, *before, *behind, *join;
    const char *unless; /* a fact that says it already */
} tellings[] = {
    {ENVFP_LAYER_HARDWARE, "cpu.model_name", "", "", ", ", NULL},
    {ENVFP_LAYER_HARDWARE, "cpu.isa_level", "", "", ", ", NULL},
    {ENVFP_LAYER_HARDWARE, "arch.machine", "", "", ", ", "cpu.isa_level"},
    {ENVFP_LAYER_HARDWARE, "topology.cores", "", " cores", ", ", NULL},
    {ENVFP_LAYER_HARDWARE, "memory.size_class", "", " memory", ", ", NULL},
    {ENVFP_LAYER_HARDWARE, "accelerator.models", "", "", ", ", NULL},
    {ENVFP_LAYER_HARDWARE, "accelerator.kinds", "", "", ", ", "accelerator.models"},
    {ENVFP_LAYER_HARDWARE, "dmi.product_name", "", "", ", ", NULL},
    {ENVFP_LAYER_HYPERVISOR, "verdict.kind", "", "", ", ", NULL},
    {ENVFP_LAYER_HYPERVISOR, "verdict.vmm", "under ", "", " ", NULL},
    {ENVFP_LAYER_HYPERVISOR, "verdict.cloud", "cloud ", "", ", ", NULL},
    {ENVFP_LAYER_HYPERVISOR, "verdict.confidence", "", " evidence", ", ", NULL},
    {ENVFP_LAYER_KERNEL, "uname.sysname", "", "", ", ", NULL},
    {ENVFP_LAYER_KERNEL, "uname.release", "", "", " ", NULL},
    {ENVFP_LAYER_KERNEL, "uname.preemption", "preemption ", "", ", ", NULL},
    {ENVFP_LAYER_KERNEL, "cgroup.version", "cgroup ", "", ", ", NULL},
    {ENVFP_LAYER_KERNEL, "lsm.active", "", "", ", ", NULL},
    {ENVFP_LAYER_CONTAINER, "verdict.runtime", "", "", ", ", NULL},
    {ENVFP_LAYER_CONTAINER, "verdict.orchestrator", "on ", "", " ", NULL},
    {ENVFP_LAYER_CONTAINER, "verdict.platform", "platform ", "", ", ", NULL},
    {ENVFP_LAYER_CONTAINER, "verdict.confidence", "", " evidence", ", ", NULL},
    {ENVFP_LAYER_CONTAINER, "limits.memory", "memory limit ", "", ", ", NULL},
    {ENVFP_LAYER_CONTAINER, "limits.cpu", "CPU limit ", "", ", ", NULL},
    {ENVFP_LAYER_CONTAINER, "namespaces.isolated", "own ", " namespaces", ", ", NULL},
    {ENVFP_LAYER_SANDBOX, "verdict.mechanisms", "", "", ", ", NULL},
    {ENVFP_LAYER_SANDBOX, "process.user", "as ", "", ", ", NULL},
    {ENVFP_LAYER_LIBC, "libc.kind", "", "", ", ", NULL},
    {ENVFP_LAYER_LIBC, "libc.version", "", "", " ", NULL},
    {ENVFP_LAYER_LIBC, "libc.arch", "", "", ", ", NULL},
    {ENVFP_LAYER_LIBC, "locale.ctype", "locale ", "", ", ", NULL},
    {ENVFP_LAYER_LIBC, "timezone.zone", "zone ", "", ", ", NULL},
    {ENVFP_LAYER_LIBC, "loader.ld_preload", "LD_PRELOAD ", "", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "os.pretty_name", "", "", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "dpkg/", "", " dpkg packages", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "rpm/", "", " rpm packages", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "apk/", "", " apk packages", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "pacman/", "", " pacman packages", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "portage/", "", " portage packages", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "opkg/", "", " opkg packages", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "nix/", "", " nix packages", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "flatpak/", "", " flatpak", ", ", NULL},
    {ENVFP_LAYER_PACKAGES, "snap/", "", " snap", ", ", NULL},
    {ENVFP_LAYER_RUNTIMES, "project.state", "project ", "", ", ", NULL},
};

static const struct {
    const char *says;
} layers[ENVFP_SECTION_COUNT] = {
    {"Processor, user-visible extensions and level, topology, caches, memory size class, firmware, devices."},
    {"Every hypervisor that shows, the VMM, the cloud, confidential computing."},
    {"Release, build, configuration, boot parameters, LSMs, sysctls that bite, mitigations, cgroup version."},
    {"Container runtime, orchestrator, platform, namespaces, limits."},
    {"chroot, proot, seccomp, no-new-privileges, capabilities, user mapping, LSM confinement, Flatpak, "
     "snap."},
    {"C library and version, dynamic loader and its search inputs, locale and time zone data."},
    {"Distribution and every installed system package."},
    {"The language runtimes that PATH would start, the active virtual environment and what is in it."},
    {"Facts of the embedding program and, when asked, of this one process; no part of the root digest."},
};

const char *telling_layer(enum envfp_layer layer)
{
    return (unsigned)layer < ENVFP_SECTION_COUNT ? layers[layer].says : "";
}

int layer_by_name(const char *name, size_t length)
{
    for (int i = 0; i < ENVFP_LAYER_COUNT; i++) {
        const char *word = envfp_layer_name((enum envfp_layer)i),
                   *code = envfp_layer_code((enum envfp_layer)i);
        if ((strlen(word) == length && memcmp(word, name, length) == 0) ||
            (strlen(code) == length && memcmp(code, name, length) == 0))
            return i;
    }
    return -1;
}

/* One that is there in several versions counts as often. */
static size_t count_members(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer,
                            const char *start)
{
    size_t length = strlen(start), members = 0, count = envfp_fingerprint_get_fact_count(fingerprint, layer);
    for (size_t i = 0; i < count; i++) {
        const struct envfp_fact *fact = envfp_fingerprint_get_fact(fingerprint, layer, i);
        size_t versions = envfp_fact_get_set_count(fact);
        if (strncmp(envfp_fact_get_key(fact), start, length) == 0)
            members += versions ? versions : 1;
    }
    return members;
}

/* Writes a byte count or a number of thousandths in readable units; false for rows of any other unit. */
static bool measure(struct page *words, const struct telling *telling, const char *string)
{
    const struct envfp_entry *entry = envfp_registry_find_entry(telling->layer, telling->key);
    const char *unit = entry ? envfp_entry_get_unit(entry) : NULL;
    char *end, text[40];
    unsigned long long number = string ? strtoull(string, &end, 10) : 0;
    if (!unit || !string || *end || end == string)
        return false;
    if (strcmp(unit, "bytes") == 0)
        (void)snprintf(text, sizeof text, "%llu MiB", number >> 20);
    else if (strcmp(unit, "thousandths of a CPU") == 0)
        (void)snprintf(text, sizeof text, "%llu.%02llu", number / 1000, number % 1000 / 10);
    else
        return false;
    page_add(words, text);
    return true;
}

/* The words of one row, empty where there is nothing to say. */
static void word(struct page *words, const struct envfp_fingerprint *fingerprint,
                 const struct telling *telling)
{
    size_t length = strlen(telling->key);
    if (telling->unless && envfp_fingerprint_find_fact(fingerprint, telling->layer, telling->unless))
        return;
    if (telling->key[length - 1] == '/') {
        size_t members = count_members(fingerprint, telling->layer, telling->key);
        if (members == 0)
            return;
        page_add(words, telling->before);
        page_number(words, (long long)members);
        page_add(words, telling->behind);
        return;
    }
    const struct envfp_fact *fact = envfp_fingerprint_find_fact(fingerprint, telling->layer, telling->key);
    const char *string = fact ? envfp_fact_get_string(fact) : NULL;
    bool empty_set = fact && envfp_fact_get_type(fact) == ENVFP_SET && envfp_fact_get_set_count(fact) == 0;
    /* Values that add nothing to what the layer's status says already. */
    static const char *const plain[] = {"", "none", "unknown", "certain"};
    if (!fact || empty_set)
        return;
    for (size_t i = 0; string && i < sizeof plain / sizeof *plain; i++)
        if (strcmp(string, plain[i]) == 0)
            return;
    page_add(words, telling->before);
    if (!measure(words, telling, string))
        page_value(words, fact, 44);
    page_add(words, telling->behind);
}

struct line {
    struct page *page;
    size_t used, width; /* columns */
};

/* Adds the words of a row where there is room for them. */
static void add(struct line *line, const struct envfp_fingerprint *fingerprint, const struct telling *telling)
{
    struct page words = {.style = line->page->style};
    page_add(&words, "");
    word(&words, fingerprint, telling);
    size_t columns = page_column(&words), join = line->used ? strlen(telling->join) : 0;
    bool beside = strcmp(telling->key, "verdict.confidence") == 0 && line->used == 0;
    if (columns && !beside && line->used + join + columns <= line->width) {
        page_add(line->page, line->used ? telling->join : "");
        page_add(line->page, words.bytes);
        line->used += join + columns;
    }
    page_free(&words);
}

/* "Python 3.11.2 (98)": its version, and how many packages of its own there are. */
static void add_language(struct line *line, const struct envfp_fingerprint *fingerprint,
                         const struct envfp_language *language)
{
    char version[40], packages[40], title[40];
    const char *word = envfp_language_get_word(language);
    (void)snprintf(version, sizeof version, "%s.version", word);
    (void)snprintf(packages, sizeof packages, "%s/", word);
    (void)snprintf(title, sizeof title, "%s ", envfp_language_get_title(language));
    add(line, fingerprint, &(struct telling){ENVFP_LAYER_RUNTIMES, version, title, "", ", ", NULL});
    add(line, fingerprint, &(struct telling){ENVFP_LAYER_RUNTIMES, packages, "(", ")", " ", NULL});
}

/* Those with packages of their own first. */
static void add_languages(struct line *line, const struct envfp_fingerprint *fingerprint)
{
    for (int bare = 0; bare < 2; bare++) {
        const struct envfp_language *language = NULL;
        while ((language = envfp_registry_next_language(language))) {
            char packages[40];
            (void)snprintf(packages, sizeof packages, "%s/", envfp_language_get_word(language));
            if ((count_members(fingerprint, ENVFP_LAYER_RUNTIMES, packages) == 0) == bare)
                add_language(line, fingerprint, language);
        }
    }
}

void telling_add(struct page *page, const struct envfp_fingerprint *fingerprint, enum envfp_layer layer,
                 size_t width)
{
    struct line line = {page, 0, width};
    for (size_t i = 0; i < sizeof tellings / sizeof *tellings; i++)
        if (tellings[i].layer == layer)
            add(&line, fingerprint, &tellings[i]);
    if (layer == ENVFP_LAYER_RUNTIMES)
        add_languages(&line, fingerprint);
    if (line.used || layer != ENVFP_LAYER_APP)
        return;
    page_number(page, (long long)envfp_fingerprint_get_fact_count(fingerprint, layer));
    page_add(page, " facts");
}
