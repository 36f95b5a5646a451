/* SPDX-License-Identifier: MIT */
/* The facts of a layer that say most in a line. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* A fact with words around it. A key that ends in a slash counts the inventory's members; a blank before
 * the text joins it to the one before by a blank instead of a comma. */
static const struct telling {
    enum envfp_layer layer;
    const char *key, *before, *behind, *join;
} tellings[] = {
    {ENVFP_LAYER_HARDWARE, "cpu.model_name", "", "", ", "},
    {ENVFP_LAYER_HARDWARE, "arch.machine", "", "", ", "},
    {ENVFP_LAYER_HARDWARE, "cpu.isa_level", "", "", ", "},
    {ENVFP_LAYER_HARDWARE, "topology.cores", "", " cores", ", "},
    {ENVFP_LAYER_HARDWARE, "memory.class", "", " memory", ", "},
    {ENVFP_LAYER_HARDWARE, "memory.size_class", "", " memory", ", "},
    {ENVFP_LAYER_HARDWARE, "dmi.product_name", "", "", ", "},
    {ENVFP_LAYER_HYPERVISOR, "verdict.kind", "", "", ", "},
    {ENVFP_LAYER_HYPERVISOR, "verdict.vmm", "under ", "", " "},
    {ENVFP_LAYER_HYPERVISOR, "verdict.cloud", "cloud ", "", ", "},
    {ENVFP_LAYER_HYPERVISOR, "verdict.confidence", "", " evidence", ", "},
    {ENVFP_LAYER_KERNEL, "uname.sysname", "", "", ", "},
    {ENVFP_LAYER_KERNEL, "uname.release", "", "", " "},
    {ENVFP_LAYER_KERNEL, "uname.preemption", "", "", ", "},
    {ENVFP_LAYER_KERNEL, "cgroup.version", "cgroup ", "", ", "},
    {ENVFP_LAYER_KERNEL, "lsm.active", "", "", ", "},
    {ENVFP_LAYER_CONTAINER, "verdict.runtime", "", "", ", "},
    {ENVFP_LAYER_CONTAINER, "verdict.orchestrator", "on ", "", " "},
    {ENVFP_LAYER_CONTAINER, "verdict.platform", "platform ", "", ", "},
    {ENVFP_LAYER_CONTAINER, "verdict.confidence", "", " evidence", ", "},
    {ENVFP_LAYER_SANDBOX, "verdict.mechanisms", "", "", ", "},
    {ENVFP_LAYER_LIBC, "libc.kind", "", "", ", "},
    {ENVFP_LAYER_LIBC, "libc.version", "", "", " "},
    {ENVFP_LAYER_LIBC, "libc.arch", "", "", ", "},
    {ENVFP_LAYER_LIBC, "locale.ctype", "locale ", "", ", "},
    {ENVFP_LAYER_LIBC, "timezone.zone", "zone ", "", ", "},
    {ENVFP_LAYER_LIBC, "loader.ld_preload", "LD_PRELOAD ", "", ", "},
    {ENVFP_LAYER_PACKAGES, "os.pretty_name", "", "", ", "},
    {ENVFP_LAYER_PACKAGES, "dpkg/", "", " dpkg", ", "},
    {ENVFP_LAYER_PACKAGES, "rpm/", "", " rpm", ", "},
    {ENVFP_LAYER_PACKAGES, "apk/", "", " apk", ", "},
    {ENVFP_LAYER_PACKAGES, "pacman/", "", " pacman", ", "},
    {ENVFP_LAYER_PACKAGES, "portage/", "", " portage", ", "},
    {ENVFP_LAYER_PACKAGES, "opkg/", "", " opkg", ", "},
    {ENVFP_LAYER_PACKAGES, "nix/", "", " nix", ", "},
    {ENVFP_LAYER_PACKAGES, "flatpak/", "", " flatpak", ", "},
    {ENVFP_LAYER_PACKAGES, "snap/", "", " snap", ", "},
    {ENVFP_LAYER_RUNTIMES, "python.version", "Python ", "", ", "},
    {ENVFP_LAYER_RUNTIMES, "python/", "(", ")", " "},
    {ENVFP_LAYER_RUNTIMES, "node.version", "Node ", "", ", "},
    {ENVFP_LAYER_RUNTIMES, "node/", "(", ")", " "},
    {ENVFP_LAYER_RUNTIMES, "java.version", "Java ", "", ", "},
    {ENVFP_LAYER_RUNTIMES, "go.version", "Go ", "", ", "},
    {ENVFP_LAYER_RUNTIMES, "rust.version", "Rust ", "", ", "},
    {ENVFP_LAYER_RUNTIMES, "ruby.version", "Ruby ", "", ", "},
    {ENVFP_LAYER_RUNTIMES, "perl.version", "Perl ", "", ", "},
    {ENVFP_LAYER_RUNTIMES, "php.version", "PHP ", "", ", "},
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

static size_t count_members(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer,
                            const char *start)
{
    size_t length = strlen(start), members = 0, count = envfp_fingerprint_get_fact_count(fingerprint, layer);
    for (size_t i = 0; i < count; i++)
        members += strncmp(envfp_fact_get_key(envfp_fingerprint_get_fact(fingerprint, layer, i)), start,
                           length) == 0;
    return members;
}

/* The words of one row, empty where there is nothing to say. */
static void word(struct page *words, const struct envfp_fingerprint *fingerprint,
                 const struct telling *telling)
{
    size_t length = strlen(telling->key);
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
    /* "none" and a certain verdict go without saying: the status tells. */
    if (!fact || empty_set ||
        (string && (!*string || strcmp(string, "none") == 0 || strcmp(string, "certain") == 0)))
        return;
    page_add(words, telling->before);
    page_value(words, fact, 44);
    page_add(words, telling->behind);
}

void telling_add(struct page *page, const struct envfp_fingerprint *fingerprint, enum envfp_layer layer,
                 size_t width)
{
    size_t used = 0;
    for (size_t i = 0; i < sizeof tellings / sizeof *tellings; i++) {
        if (tellings[i].layer != layer)
            continue;
        struct page words = {.style = page->style};
        page_add(&words, "");
        word(&words, fingerprint, &tellings[i]);
        size_t columns = page_column(&words), join = used ? strlen(tellings[i].join) : 0;
        if (columns && used + join + columns <= width) {
            page_add(page, used ? tellings[i].join : "");
            page_add(page, words.bytes);
            used += join + columns;
        }
        page_free(&words);
    }
    if (used || layer != ENVFP_LAYER_APP)
        return;
    page_number(page, (long long)envfp_fingerprint_get_fact_count(fingerprint, layer));
    page_add(page, " facts");
}
