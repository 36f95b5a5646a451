/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "collect/collect.h"
#include "facts/facts.h"

static bool is_empty(const char *text)
{
    return !text || !*text;
}

Test(registry, rows_of_a_file_are_sorted_and_say_what_they_are)
{
    const struct declaration *declaration;
    for (size_t i = 0; (declaration = envfp__registry_declaration(i)); i++) {
        const struct envfp_entry *rows = declared_facts(declaration);
        for (size_t j = 0; j < declaration->fact_count; j++) {
            const char *key = envfp_entry_get_key(&rows[j]);
            cr_assert(j == 0 || strcmp(envfp_entry_get_key(&rows[j - 1]), key) < 0, "%s is not in order",
                      key);
            cr_assert(!is_empty(envfp_entry_get_why(&rows[j])), "%s", key);
            cr_assert(envfp_entry_get_path(&rows[j]) || envfp_entry_get_source(&rows[j]), "%s", key);
            cr_assert(!is_empty(envfp_entry_get_since(&rows[j])), "%s", key);
            const char *slash = strchr(key, '/');
            cr_assert(!slash || strcmp(slash, "/*") == 0, "%s: of a member", key);
        }
    }
}

Test(registry, a_collector_declares_facts_of_its_own_layer)
{
    for (size_t i = 0; i < envfp__collector_count; i++) {
        const struct declaration *declaration = envfp__registry_declaration(i);
        const struct envfp_entry *rows = declared_facts(declaration);
        cr_assert_gt(declaration->fact_count, 0, "%s tells nothing", envfp__collectors[i].name);
        for (size_t j = 0; j < declaration->fact_count; j++)
            cr_assert_eq(envfp_entry_get_layer(&rows[j]), envfp__collectors[i].layer, "%s",
                         envfp_entry_get_key(&rows[j]));
    }
    /* What stands behind them is the judges'. */
    cr_assert_not_null(envfp__registry_declaration(envfp__collector_count));
}

Test(registry, paths_are_paths_or_variables)
{
    for (const struct envfp_entry *entry = NULL; (entry = envfp_registry_next(entry));) {
        const char *path = envfp_entry_get_path(entry);
        cr_assert(!path || (strchr("/~$", path[0]) && path[1] && !strchr(path, ' ')), "%s: %s",
                  envfp_entry_get_key(entry), path);
    }
}

Test(registry, the_walk_meets_each_row_once_in_order)
{
    size_t declared = 0, met = 0;
    const struct declaration *declaration;
    for (size_t i = 0; (declaration = envfp__registry_declaration(i)); i++)
        declared += declaration->fact_count;
    const struct envfp_entry *previous = NULL, *entry = NULL;
    for (; (entry = envfp_registry_next(previous)); previous = entry, met++) {
        enum envfp_layer layer = envfp_entry_get_layer(entry);
        cr_assert(!previous || envfp_entry_get_layer(previous) < layer ||
                      (envfp_entry_get_layer(previous) == layer &&
                       strcmp(envfp_entry_get_key(previous), envfp_entry_get_key(entry)) < 0),
                  "%s", envfp_entry_get_key(entry));
        /* Each key stands in one file only: the row that is found by it is itself. */
        cr_assert_eq(envfp_registry_find_entry(layer, envfp_entry_get_key(entry)), entry, "%s",
                     envfp_entry_get_key(entry));
    }
    cr_assert_eq(met, declared);
}

static const char *found(enum envfp_layer layer, const char *key)
{
    const struct envfp_entry *entry = envfp_registry_find_entry(layer, key);
    return entry ? envfp_entry_get_key(entry) : NULL;
}

Test(registry, a_key_is_found_by_itself_or_by_its_wildcard)
{
    cr_assert_str_eq(found(ENVFP_LAYER_KERNEL, "uname.release"), "uname.release");
    cr_assert_str_eq(found(ENVFP_LAYER_KERNEL, "mitigations.meltdown"), "mitigations.*");
    cr_assert_str_eq(found(ENVFP_LAYER_PACKAGES, "dpkg/libc6:amd64"), "dpkg/*");
    cr_assert_str_eq(found(ENVFP_LAYER_RUNTIMES, "node/a/b.c"), "node/*");
    cr_assert_str_eq(found(ENVFP_LAYER_RUNTIMES, "project.pins/go.mod:a.b/c"), "project.pins/*");
    cr_assert_null(found(ENVFP_LAYER_KERNEL, "uname"));
    cr_assert_null(found(ENVFP_LAYER_KERNEL, "uname.releases"));
    cr_assert_null(found(ENVFP_LAYER_LIBC, "uname.release"));
    cr_assert_null(found(ENVFP_LAYER_KERNEL, ""));
    cr_assert_null(found(ENVFP_LAYER_KERNEL, NULL));
    cr_assert_null(found((enum envfp_layer)ENVFP_SECTION_COUNT, "uname.release"));
}

Test(registry, no_entry_has_no_texts)
{
    cr_assert_null(envfp_entry_get_key(NULL));
    cr_assert_null(envfp_entry_get_unit(NULL));
    cr_assert_null(envfp_entry_get_path(NULL));
    cr_assert_null(envfp_entry_get_source(NULL));
    cr_assert_null(envfp_entry_get_since(NULL));
    cr_assert_null(envfp_entry_get_why(NULL));
}

Test(registry, a_gap_stands_for_hashed_facts)
{
    cr_assert(envfp__registry_gap_is_hashed(ENVFP_LAYER_KERNEL, VIEW("sysctl.*")));
    cr_assert(envfp__registry_gap_is_hashed(ENVFP_LAYER_PACKAGES, VIEW("dpkg/*")));
    cr_assert_not(envfp__registry_gap_is_hashed(ENVFP_LAYER_PACKAGES, VIEW("brew/*")));
    cr_assert_not(envfp__registry_gap_is_hashed(ENVFP_LAYER_KERNEL, VIEW("modules.*")));
    cr_assert_not(envfp__registry_gap_is_hashed(ENVFP_LAYER_KERNEL, VIEW("sysctl")));
}

/* A collector's own rows come first, and those of its layer behind them; nobody's are refused. */
/* What each kind of setting is pinned by (docs/diff.md). */
Test(registry, pins_name_who_can_hold_a_fact)
{
    static const struct {
        enum envfp_layer layer;
        const char *key;
        enum envfp_pin pin;
    } pins[] = {
        {ENVFP_LAYER_KERNEL, "sysctl.vm.overcommit_memory", ENVFP_PIN_HOST_SETTING},
        {ENVFP_LAYER_KERNEL, "cmdline.parameters", ENVFP_PIN_HOST_SETTING},
        {ENVFP_LAYER_KERNEL, "memory.huge_pages", ENVFP_PIN_HOST_SETTING},
        {ENVFP_LAYER_KERNEL, "lsm.selinux_enforcing", ENVFP_PIN_HOST_SETTING},
        {ENVFP_LAYER_KERNEL, "sysctl.kernel.cap_last_cap", ENVFP_PIN_VM},
        {ENVFP_LAYER_KERNEL, "memory.page_size", ENVFP_PIN_VM},
        {ENVFP_LAYER_CONTAINER, "sysctl.net.ipv6.conf.all.disable_ipv6", ENVFP_PIN_POLICY},
        {ENVFP_LAYER_CONTAINER, "limits.memory", ENVFP_PIN_POLICY},
        {ENVFP_LAYER_SANDBOX, "confinement.type", ENVFP_PIN_POLICY},
        {ENVFP_LAYER_SANDBOX, "process.seccomp", ENVFP_PIN_POLICY},
        {ENVFP_LAYER_RUNTIMES, "node.version", ENVFP_PIN_VERSION_MANAGER},
        {ENVFP_LAYER_RUNTIMES, "java.vendor", ENVFP_PIN_VERSION_MANAGER},
        {ENVFP_LAYER_RUNTIMES, "node/left-pad", ENVFP_PIN_VIRTUALENV},
        {ENVFP_LAYER_RUNTIMES, "gcc.version", ENVFP_PIN_IMAGE},
    };
    for (size_t i = 0; i < sizeof pins / sizeof *pins; i++)
        cr_assert_eq(envfp_entry_get_pin(envfp_registry_find_entry(pins[i].layer, pins[i].key)), pins[i].pin,
                     "%s", pins[i].key);
}

Test(registry, facts_without_a_row_are_refused)
{
    struct arena arena;
    struct facts facts;
    envfp__arena_init(&arena, NULL, (size_t)1 << 20);
    envfp__facts_init(&facts, &arena);
    facts.declaration = envfp__registry_declaration(0);
    const char *own = envfp_entry_get_key(declared_facts(facts.declaration));
    cr_assert_str_eq(own, "arch.machine");
    envfp__facts_string(&facts, ENVFP_LAYER_HARDWARE, "arch.machine", VIEW("m68k"));
    cr_assert_eq(facts.undeclared, 0);
    envfp__facts_string(&facts, ENVFP_LAYER_HARDWARE, "cpu.vendor", VIEW("another's of the layer"));
    envfp__facts_string(&facts, ENVFP_LAYER_HARDWARE, "arch.nothing", VIEW("no row"));
    envfp__facts_string(&facts, ENVFP_LAYER_KERNEL, "arch.machine", VIEW("another layer"));
    envfp__facts_boolean(&facts, ENVFP_LAYER_HARDWARE, "arch.machine", true);
    envfp__facts_member(&facts, ENVFP_LAYER_HARDWARE, "pci", VIEW("1234:5678"), VIEW("driver"));
    envfp__facts_member(&facts, ENVFP_LAYER_HARDWARE, "nothing", VIEW("member"), VIEW("1"));
    cr_assert_eq(facts.undeclared, 6);
    cr_assert_eq(facts.sections[ENVFP_LAYER_HARDWARE].count, 1);
    cr_assert_eq(facts.sections[ENVFP_LAYER_KERNEL].count, 0);
    envfp__arena_release(&arena);
}

Test(registry, verdicts_and_members_are_found_in_any_file)
{
    struct arena arena;
    struct facts facts;
    envfp__arena_init(&arena, NULL, (size_t)1 << 20);
    envfp__facts_init(&facts, &arena);
    envfp__facts_string(&facts, ENVFP_LAYER_CONTAINER, "verdict.runtime", VIEW("docker"));
    envfp__facts_string(&facts, ENVFP_LAYER_KERNEL, "mitigations.meltdown", VIEW("Mitigation: PTI"));
    envfp__facts_member(&facts, ENVFP_LAYER_HARDWARE, "pci", VIEW("1234:5678"), VIEW("driver"));
    envfp__facts_string(&facts, ENVFP_LAYER_APP, "own.word", VIEW("the caller's"));
    cr_assert_eq(facts.undeclared, 0);
    cr_assert_eq(facts.sections[ENVFP_LAYER_APP].count, 1);
    envfp__facts_string(&facts, ENVFP_LAYER_KERNEL, "own.word", VIEW("no row"));
    cr_assert_eq(facts.undeclared, 1);
    envfp__arena_release(&arena);
}

/* ---- Reads --------------------------------------------------------------------------------------------------------- */

Test(registry, the_walk_over_reads_meets_each_row_once_by_layer)
{
    size_t declared = envfp__declares_source()->read_count, met = 0;
    const struct declaration *declaration;
    for (size_t i = 0; (declaration = envfp__registry_declaration(i)); i++) {
        cr_assert_eq(declaration->declarer, i);
        declared += declaration->read_count + declaration->variable_count;
    }
    const struct envfp_read *previous = NULL, *read;
    for (; (read = envfp_registry_next_read(previous)); previous = read, met++) {
        const char *path = envfp_read_get_path(read);
        cr_assert_neq(read, previous);
        cr_assert(path[0] == '/' || path[0] == '$', "%s", path);
        cr_assert(!is_empty(envfp_read_get_keeps(read)), "%s", path);
        cr_assert(!is_empty(envfp_read_get_collector(read)), "%s", path);
        cr_assert(!previous || envfp_read_get_layer(previous) <= envfp_read_get_layer(read), "%s", path);
    }
    cr_assert_eq(met, declared);
    cr_assert_str_eq(envfp_read_get_collector(previous), "source", "the library's own come last");
}

static const char *kept(const char *path)
{
    for (const struct envfp_read *read = NULL; (read = envfp_registry_next_read(read));)
        if (strcmp(envfp_read_get_path(read), path) == 0)
            return envfp_read_get_keeps(read);
    return NULL;
}

Test(registry, a_read_says_what_is_kept_of_it)
{
    cr_expect_str_eq(kept("$NODE_OPTIONS"), "presence");
    cr_expect_str_eq(kept("$LANG"), "word");
    cr_expect_str_eq(kept("$PATH"), "paths");
    cr_expect_str_eq(kept("/run/udev/data/*"), "nothing");
    cr_expect_str_eq(kept("/proc/self/mountinfo"), "own form");
    cr_expect_str_eq(kept("/proc/xen/capabilities"), "words");
    cr_expect_str_eq(kept("/proc/xen/"), "names");
    cr_expect_str_eq(kept("/sys/class/dmi/id/"), "known names");
    cr_expect_str_eq(kept("$LIB/*.so"), "taken bytes");
    cr_expect_str_eq(kept("$PATH/node*"), "program");
    cr_expect_null(kept("/etc/shadow"));
}

Test(registry, no_read_has_no_texts)
{
    cr_assert_null(envfp_read_get_path(NULL));
    cr_assert_null(envfp_read_get_collector(NULL));
    cr_assert_null(envfp_read_get_keeps(NULL));
    cr_assert_eq(envfp_read_get_layer(NULL), ENVFP_LAYER_APP);
}
