/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(confinement, .init = set_up, .fini = tear_down);

#define SANDBOX ENVFP_LAYER_SANDBOX

struct row {
    const char *label, *kind, *type, *mode;
};

static const struct row rows[] = {
    {"docker-default (enforce)\n", "apparmor", "docker-default", "enforce"},
    {"snap.firefox.firefox (complain)\n", NULL, NULL, NULL},
    {"libvirt-4f1c8a7e-0000-4000-8000-1234567890ab (enforce)\n", "apparmor", "libvirt", "enforce"},
    {"/usr/bin/man (enforce)\n", "apparmor", "path", "enforce"},
    {"my-own (enforce)\n", "apparmor", "other", "enforce"},
    {"system_u:system_r:container_t:s0:c12,c345\n", "selinux", "container_t", NULL},
    {"secret-label\n", "smack", NULL, NULL},
    {"unconfined\n", NULL, NULL, NULL},
    {"firefox (unconfined)\n", NULL, NULL, NULL},
    {"unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023\n", NULL, NULL, NULL},
    {"_\n", NULL, NULL, NULL},
    {"\n", NULL, NULL, NULL},
};

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

Test(confinement, keeps_type_and_mode_of_a_label)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world *own = world_new();
        world_file(own, "/proc/self/attr/current", rows[i].label);
        world_collect(own, "confinement");
        cr_assert(same(world_string(own, SANDBOX, "confinement.kind"), rows[i].kind), "%s", rows[i].label);
        cr_assert(same(world_string(own, SANDBOX, "confinement.type"), rows[i].type), "%s", rows[i].label);
        cr_assert(same(world_string(own, SANDBOX, "confinement.mode"), rows[i].mode), "%s", rows[i].label);
        world_free(own);
    }
}

Test(confinement, is_silent_where_no_module_labels)
{
    world_error(world, "/proc/self/attr/current", ENVFP_REASON_UNSUPPORTED);
    world_collect(world, "confinement");
    cr_assert_null(world_gap(world, SANDBOX, "confinement.*"));
}

Test(confinement, says_where_selinux_only_logs)
{
    struct world *own = world_new();
    world_file(own, "/proc/self/attr/current", "system_u:system_r:httpd_t:s0");
    world_file(own, "/sys/fs/selinux/enforce", "0");
    world_collect(own, "confinement");
    cr_assert(same(world_string(own, SANDBOX, "confinement.mode"), "permissive"));
    world_free(own);
    own = world_new();
    world_file(own, "/proc/self/attr/current", "system_u:system_r:httpd_t:s0");
    world_file(own, "/sys/fs/selinux/enforce", "1");
    world_collect(own, "confinement");
    cr_assert(same(world_string(own, SANDBOX, "confinement.mode"), NULL));
    world_free(own);
}

/* A recording must judge the line that the collector reads, and no more. */
Test(confinement, goes_by_the_first_line)
{
    static const struct {
        const char *label, *kind;
    } lines[] = {
        {"unconfined\nunconfined\n", NULL},
        {"\n unconfined \nx", NULL},
        {"_\nuser:role:type", NULL},
        {"user:role:httpd_t\nunconfined\n", "selinux"},
        {"docker-default (enforce)\n:", "apparmor"},
        {"word\nunconfined", "smack"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct world *own = world_new();
        world_file(own, "/proc/self/attr/current", lines[i].label);
        world_collect(own, "confinement");
        cr_expect(same(world_string(own, SANDBOX, "confinement.kind"), lines[i].kind), "%s", lines[i].label);
        world_free(own);
    }
}
