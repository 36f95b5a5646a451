/* SPDX-License-Identifier: MIT */
/* Every sign of the table of isolations by itself: a world that shows it has the verdict of its row. */
#include "isolation/signs.h"
#include "world.h"

#include <criterion/criterion.h>

#define CONTAINER ENVFP_LAYER_CONTAINER
#define SANDBOX ENVFP_LAYER_SANDBOX
#define PROC "30 20 0:62 / /proc rw,nosuid - proc proc rw\n"
#define LAYERS "20 8 0:60 / / rw - overlay overlay rw,lowerdir=/l\n"
#define FREE "Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\nCapBnd:\t000001ffffffffff\n"

struct scene {
    struct world *world;
    struct arena arena;
    const struct isolation_sign *sign;
    const char *release, *version;
};

static const char *join(struct scene *scene, const char *a, const char *b, const char *c)
{
    struct text text = {.arena = &scene->arena};
    envfp__text_add_all(&text, (const char *const[]){a, b, c, NULL});
    return envfp__text_view(&text).length ? envfp__text_view(&text).text : "";
}

static const char *example(struct scene *scene, struct view pattern)
{
    struct text text = {.arena = &scene->arena};
    envfp__sign_example(pattern, &text);
    return envfp__text_view(&text).length ? envfp__text_view(&text).text : "";
}

/* ---- What shows a sign --------------------------------------------------------------------------------------------- */

static void show_kernel(struct scene *scene)
{
    static const struct {
        const char *fact, *path, *text;
    } facts[] = {
        {"process.openvz", "/proc/self/status", FREE "envID:\t101\n"},
        {"process.vserver", "/proc/self/status", FREE "VxID:\t41639\n"},
        {"root.changed", "/proc/self/mountinfo", PROC},
    };
    const char *text = scene->sign->text;
    bool known = scene->sign->kind != SIGN_KERNEL_FACT;
    if (scene->sign->kind == SIGN_KERNEL_FOREIGN_VERSION)
        scene->version = join(scene, "#1 ", text, "");
    if (scene->sign->kind == SIGN_KERNEL_FOREIGN_RELEASE || scene->sign->kind == SIGN_KERNEL_LINUX_RELEASE)
        scene->release = join(scene, "5.1-", text, "");
    if (scene->sign->kind == SIGN_KERNEL_IMAGE)
        world_file(scene->world, "/proc/cmdline", join(scene, "BOOT_IMAGE=/vmlinuz", text, "\n"));
    for (size_t i = 0; i < sizeof facts / sizeof *facts && !known; i++)
        if ((known = strcmp(facts[i].fact, text) == 0))
            world_file(scene->world, facts[i].path, facts[i].text);
    cr_assert(known, "nothing shows %s", text);
}

/* A path with a group of a container's where the pattern is its parent's. */
static const char *group(struct scene *scene, const struct isolation_sign *sign)
{
    struct view pattern = sign_text(sign);
    bool open = view_ends(pattern, VIEW("/")), first = sign->kind == SIGN_GROUP_FIRST;
    const char *slash = view_starts(pattern, VIEW("*")) ? "" : "/"; /* which the example begins with */
    return join(scene, slash, example(scene, pattern), open ? "web" : first ? "/web" : "");
}

static void show_group(struct scene *scene)
{
    world_file(scene->world, "/proc/self/cgroup", join(scene, "0::", group(scene, scene->sign), "\n"));
    if (isolation_is(isolation_of(scene->sign), KINDS_SANDBOX)) /* a name alone confines nothing */
        world_file(scene->world, "/proc/self/status", FREE "Seccomp:\t2\n");
}

static const char *mount(struct scene *scene, const char *root, const char *point, const char *type,
                         const char *source, const char *super)
{
    const char *head = join(scene, join(scene, "40 20 0:63 ", root, " "), point, " rw - ");
    return join(scene, join(scene, head, type, " "), join(scene, source, " ", super), "\n");
}

static const char *place(struct scene *scene, struct view text)
{
    struct view point = VIEW("/x"), root = VIEW("*"), type = VIEW("tmpfs");
    (void)(view_cut(&text, ' ', &point) && view_cut(&text, ' ', &root) && view_cut(&text, ' ', &type));
    return mount(scene, example(scene, root), example(scene, point), example(scene, type), "none", "rw");
}

static const char *cgroup_mount(struct scene *scene)
{
    FOR_SIGNS (sign, SIGNS_GROUP)
        if (sign->row == scene->sign->row && sign->kind == SIGN_GROUP_NAME)
            return mount(scene, group(scene, sign), "/sys/fs/cgroup/x", "cgroup", "cgroup", "rw");
    cr_assert_fail("no group of %s", isolation_of(scene->sign)->word);
    return NULL;
}

static const char *line_of(struct scene *scene)
{
    const char *text = scene->sign->text, *part = join(scene, "/x", text, "/y");
    switch (scene->sign->kind) {
    case SIGN_ROOT_DEVICE: return mount(scene, "/", "/", "ext4", join(scene, text, "1", ""), "rw");
    case SIGN_ROOT_FOLDER: return mount(scene, part, "/", "ext4", "/dev/sda1", "rw");
    case SIGN_ROOT_TYPE: return mount(scene, "/", "/", text, "none", "rw");
    case SIGN_MOUNT_BIND:
        return mount(scene, example(scene, sign_text(scene->sign)), "/etc/hosts", "xfs", "/dev/sda1", "rw");
    case SIGN_MOUNT_CGROUP: return cgroup_mount(scene);
    case SIGN_MOUNT_OPTION: return mount(scene, "/", "/mnt", "9p", "x", join(scene, "rw,", text, ""));
    case SIGN_MOUNT_SOURCE: return mount(scene, "/", "/mnt", "virtiofs", text, "rw");
    case SIGN_MOUNT_TYPE: return mount(scene, "/", "/mnt", text, "x", "rw");
    default: return place(scene, sign_text(scene->sign));
    }
}

static void show_mount(struct scene *scene)
{
    const char *line = line_of(scene);
    const char *root = strstr(line, " / rw -") ? "" : LAYERS;
    world_file(scene->world, "/proc/self/mountinfo", join(scene, root, PROC, line));
}

static void show_word(struct scene *scene)
{
    const char *text = scene->sign->text;
    if (scene->sign->kind == SIGN_WORD_ENGINE)
        world_file(scene->world, "/run/.containerenv", join(scene, "engine=\"", text, "-1.0\"\n"));
    else if (scene->sign->kind == SIGN_WORD_MANAGER)
        world_file(scene->world, "/run/host/container-manager", join(scene, text, "\n", ""));
    else if (scene->sign->kind == SIGN_WORD_ENVIRON)
        world_variable(scene->world, "container", text);
    else
        world_variable(scene->world, "AWS_EXECUTION_ENV", join(scene, text, "_X", ""));
}

/* A platform's file says something inside of a container alone. */
static void show_file(struct scene *scene)
{
    world_file(scene->world, scene->sign->text, "");
    if (isolation_of(scene->sign)->kind == KIND_PLATFORM)
        world_variable(scene->world, "container", "podman");
}

static void show_variables(struct scene *scene)
{
    const struct isolation_sign *sign = scene->sign, *end = envfp__isolation_signs(SIGNS_VARIABLE + 1);
    do
        if (sign->kind != SIGN_VARIABLE_UNLESS)
            world_variable(scene->world, sign->text, "x");
    while (++sign < end && (sign->kind == SIGN_VARIABLE_AND || sign->kind == SIGN_VARIABLE_UNLESS));
}

static void show_label(struct scene *scene)
{
    if (scene->sign->kind == SIGN_LABEL_PROFILE) {
        world_file(scene->world, "/proc/self/attr/current",
                   join(scene, scene->sign->text, "x.y (enforce)\n", ""));
        return;
    }
    world_file(scene->world, "/proc/self/status", FREE "TracerPid:\t9\n");
    world_file(scene->world, "/proc/9/comm", join(scene, scene->sign->text, "\n", ""));
}

/* ---- What comes of it ---------------------------------------------------------------------------------------------- */

static void set_namespaces(struct world *world)
{
    static const char *const kinds[] = {"cgroup", "5", "ipc", "9", "pid", "6", "uts", "8"};
    for (size_t i = 0; i < 8; i += 2) {
        char path[64] = "/proc/self/ns/", text[64] = "";
        strcat(path, kinds[i]);
        strcat(strcat(strcat(strcat(text, kinds[i]), ":[402653223"), kinds[i + 1]), "]");
        world_link(world, path, text);
    }
}

static void look(struct scene *scene, const struct isolation_sign *sign, void (*show)(struct scene *))
{
    static const char *const collectors[] = {"uname",   "cmdline",  "namespaces", "mounts",     "cgroup",
                                             "markers", "platform", "process",    "confinement"};
    *scene = (struct scene){.world = world_new(), .sign = sign, .release = "6.1.0", .version = "#1"};
    envfp__arena_init(&scene->arena, NULL, 1 << 20);
    set_namespaces(scene->world);
    show(scene);
    world_uname(scene->world, "Linux", scene->release, scene->version, "x86_64");
    for (size_t i = 0; i < sizeof collectors / sizeof *collectors; i++)
        world_collect_also(scene->world, collectors[i]);
    world_judge(scene->world);
}

static void leave(struct scene *scene)
{
    envfp__arena_release(&scene->arena);
    world_free(scene->world);
}

static bool is_named(struct scene *scene)
{
    const struct isolation *row = isolation_of(scene->sign);
    const char *key = isolation_is(row, KINDS_RUNTIME)        ? "verdict.runtime"
                      : isolation_is(row, KINDS_ORCHESTRATOR) ? "verdict.orchestrator"
                                                              : "verdict.platform";
    if (isolation_is(row, KINDS_SANDBOX))
        return envfp__facts_set_has(world_facts(scene->world), SANDBOX, "verdict.mechanisms",
                                    view_of(row->word));
    const char *verdict = world_string(scene->world, CONTAINER, key);
    return verdict && strcmp(verdict, row->word) == 0;
}

static void reach(enum isolation_class class, void (*show)(struct scene *))
{
    FOR_SIGNS (sign, class) {
        struct scene scene;
        if (sign->weight == WEIGHT_VOID)
            continue;
        look(&scene, sign, show);
        cr_expect(is_named(&scene), "%s by \"%s\"", isolation_of(sign)->word, sign->text);
        leave(&scene);
    }
}

Test(isolations, are_reached_by_kernels)
{
    reach(SIGNS_KERNEL, show_kernel);
}

Test(isolations, are_reached_by_groups)
{
    reach(SIGNS_GROUP, show_group);
}

Test(isolations, are_reached_by_mounts)
{
    reach(SIGNS_ROOT, show_mount);
    reach(SIGNS_MOUNT, show_mount);
}

Test(isolations, are_reached_by_words)
{
    reach(SIGNS_WORD, show_word);
}

Test(isolations, are_reached_by_files)
{
    reach(SIGNS_FILE, show_file);
}

Test(isolations, are_reached_by_variables)
{
    reach(SIGNS_VARIABLE, show_variables);
}

Test(isolations, are_reached_by_labels)
{
    reach(SIGNS_LABEL, show_label);
}

/* Those that no verdict rests on are facts. */
Test(isolations, have_labels_that_are_told)
{
    FOR_SIGNS (sign, SIGNS_LABEL) {
        struct scene scene;
        bool profile = sign->kind == SIGN_LABEL_PROFILE;
        look(&scene, sign, show_label);
        cr_expect_str_eq(world_string(scene.world, SANDBOX, profile ? "confinement.type" : "process.tracer"),
                         profile ? sign_told(sign) : sign->text);
        leave(&scene);
    }
}

Test(isolations, have_variables_that_are_told)
{
    FOR_SIGNS (sign, SIGNS_VARIABLE) {
        struct scene scene;
        if (sign->kind == SIGN_VARIABLE_UNLESS)
            continue;
        look(&scene, sign, show_variables);
        cr_expect(
            envfp__facts_set_has(world_facts(scene.world), CONTAINER, "platform.variables", sign_text(sign)),
            "%s", sign->text);
        leave(&scene);
    }
}

/* Nothing shows, nothing is named. */
static void show_nothing(struct scene *scene)
{
    world_file(scene->world, "/proc/self/mountinfo", LAYERS PROC);
    world_file(scene->world, "/proc/self/cgroup", "0::/\n");
}

Test(isolations, are_not_there_without_a_sign)
{
    struct scene scene;
    look(&scene, envfp__isolation_signs(SIGNS_KERNEL), show_nothing);
    cr_expect_str_eq(world_string(scene.world, CONTAINER, "verdict.runtime"), "unknown", "somebody's");
    cr_expect_null(world_string(scene.world, CONTAINER, "verdict.orchestrator"));
    cr_expect_null(world_string(scene.world, CONTAINER, "verdict.platform"));
    leave(&scene);
}
