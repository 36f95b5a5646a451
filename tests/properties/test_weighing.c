/* SPDX-License-Identifier: MIT */
/* Every combination of what an image may leave behind with what the kernel says. */
#include <criterion/criterion.h>

#include "world.h"

#define CONTAINER ENVFP_LAYER_CONTAINER
#define ID "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376"

enum { MARKERS = 4, NAMESPACES = 4, ROOTS = 4, CGROUPS = 4 };

static const char *const markers[MARKERS][2] = {
    {NULL, NULL},
    {"/.dockerenv", ""},
    {"/run/.containerenv", ""},
    {"$container", "podman"},
};

/* Not told; initial; initial on a kernel that tells of mounts too; isolated. */
static const char *const links[NAMESPACES] = {NULL, "83", "83m", "223"};

/* Not told; a machine's disk; a folder of one; layers. */
static const char *const roots[ROOTS] = {
    NULL,
    "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n",
    "20 1 8:1 /srv/root / rw - ext4 /dev/sda1 rw\n",
    "20 1 0:60 / / rw - overlay overlay rw,lowerdir=/l\n",
};

/* Not told; a login's; a cgroup namespace's, or the machine's first process; Docker's. */
static const char *const cgroups[CGROUPS] = {
    NULL,
    "0::/user.slice/session-3.scope\n",
    "0::/\n",
    "0::/docker/" ID "\n",
};

/*
 * For each marker and kind of namespaces the roots, for each of these the cgroups. n: none; -: cannot be
 * told; u: somebody's container; d, p: Docker's, Podman's, weak evidence; D, P: strong or certain.
 */
static const char *const expected[MARKERS][NAMESPACES] = {
    {"-nnD -nnD uuuD -nnD", "nnnd nnnd uuud nnnD", "nnnd nnnd nnnd nnnd", "uuuD uuuD uuuD uuuD"},
    {"dddD -nnD dddD dddD", "nnnd nnnd uuud dnnD", "nnnd nnnd nnnd nnnd", "dddD uuuD dddD dddD"},
    {"pppD -nnD pppD pppD", "nnnd nnnd uuud pnnD", "nnnd nnnd nnnd nnnd", "pppD uuuD pppD pppD"},
    {"pppD -nnD pppD pppD", "nnnd nnnd uuud pnnD", "nnnd nnnd nnnd nnnd", "pppD uuuD pppD pppD"},
};

static void set_namespaces(struct world *world, const char *ending)
{
    static const char *const kinds[] = {"cgroup", "5", "ipc", "9", "pid", "6", "user", "7", "uts", "8"};
    for (size_t i = 0; i < 10; i += 2) {
        char path[64] = "/proc/self/ns/", text[64] = "";
        strcat(path, kinds[i]);
        strcat(strcat(text, kinds[i]), strcmp(ending, "223") == 0 ? ":[402653223" : ":[402653183");
        strcat(strcat(text, kinds[i + 1]), "]");
        world_link(world, path, text);
    }
    if (strcmp(ending, "83m") == 0)
        world_link(world, "/proc/self/ns/mnt", "mnt:[4026531832]");
}

static char letter(struct world *world)
{
    const char *runtime = world_string(world, CONTAINER, "verdict.runtime");
    const char *confidence = world_string(world, CONTAINER, "verdict.confidence");
    bool shown = world_facts(world)->stack_count > 1;
    if (strcmp(runtime, "none") == 0)
        return 'n';
    if (strcmp(runtime, "unknown") == 0)
        return shown ? 'u' : '-';
    return (char)(strcmp(confidence, "weak") == 0 ? runtime[0] : runtime[0] - 'a' + 'A');
}

static char judge(size_t marker, size_t namespaces, size_t root, size_t cgroup)
{
    static const char *const collectors[] = {"namespaces", "mounts", "cgroup", "markers", "platform"};
    struct world *world = world_new();
    if (markers[marker][0] && markers[marker][0][0] == '$')
        world_variable(world, markers[marker][0] + 1, markers[marker][1]);
    else if (markers[marker][0])
        world_file(world, markers[marker][0], markers[marker][1]);
    if (links[namespaces])
        set_namespaces(world, links[namespaces]);
    if (roots[root])
        world_file(world, "/proc/self/mountinfo", roots[root]);
    if (cgroups[cgroup])
        world_file(world, "/proc/self/cgroup", cgroups[cgroup]);
    for (size_t i = 0; i < sizeof collectors / sizeof *collectors; i++)
        world_collect_also(world, collectors[i]);
    world_judge(world);
    char found = letter(world);
    world_free(world);
    return found;
}

Test(weighing, goes_through_every_combination)
{
    for (size_t marker = 0; marker < MARKERS; marker++)
        for (size_t namespaces = 0; namespaces < NAMESPACES; namespaces++) {
            char found[ROOTS * (CGROUPS + 1)], *at = found;
            for (size_t root = 0; root < ROOTS; root++, *at++ = ' ')
                for (size_t cgroup = 0; cgroup < CGROUPS; cgroup++)
                    *at++ = judge(marker, namespaces, root, cgroup);
            at[-1] = '\0';
            cr_expect_str_eq(found, expected[marker][namespaces], "%zu %zu: %s", marker, namespaces, found);
        }
}
