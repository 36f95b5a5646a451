/* SPDX-License-Identifier: MIT */
#include "isolation/signs.h"

#include <criterion/criterion.h>

#define ID "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376"

static const struct {
    const char *pattern, *text;
    bool fits;
} patterns[] = {
    {"lxc", "lxc", true},
    {"lxc", "lxcfs", false},
    {"lxc.payload*", "lxc.payload.c1", true},
    {"lxc.payload*", "lxc.payload", true},
    {"*.nspawn", "a.nspawn.nspawn", true},
    {"*.nspawn", "a.nspawn.x", false},
    {"machine-*.scope", "machine-a.scope", true},
    {"machine-*.scope", "machine.scope", false},
    {"docker-#*", "docker-" ID ".scope", true},
    {"docker-#*", "docker-" ID, true},
    {"docker-#*", "docker-" ID "0.scope", false},
    {"docker-#*", "docker-" ID "-web.scope", false},
    {"docker-#*", "docker-web.scope", false},
    {"*/nerdctl/*/#*", "/var/lib/nerdctl/1/etchosts/default/" ID "/hosts", true},
    {"*/nerdctl/*/#*", "/var/lib/nerdctl/1/etchosts/default/hosts", false},
    {"/???", "/a1z", true},
    {"/???", "/A1z", false},
    {"/???", "/a1", false},
    {"*a*b*c", "aabbcc", true},
    {"*a*b*c", "aacc", false},
    {"*", "", true},
    {"", "", true},
    {"", "a", false},
};

Test(signs, fit_patterns)
{
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct view id;
        bool fits = envfp__sign_fits(view_of(patterns[i].pattern), view_of(patterns[i].text), &id);
        cr_expect_eq(fits, patterns[i].fits, "%s %s", patterns[i].pattern, patterns[i].text);
    }
}

Test(signs, take_the_id_out_of_a_text)
{
    struct view id = VIEW("");
    cr_assert(
        envfp__sign_fits(VIEW("*/containers/#*"), VIEW("/d/containers/x/containers/" ID "/hosts"), &id));
    cr_assert(view_is(id, ID));
    cr_assert(view_is(envfp__sign_folder_id(VIEW("/s/overlay-containers/" ID "/userdata")), ID));
    cr_assert_eq(envfp__sign_folder_id(VIEW("/srv/" ID)).length, 0);
}

Test(signs, have_examples_that_fit)
{
    FOR_SIGNS_UP_TO (sign, SIGNS_GROUP, SIGNS_WORD) {
        struct arena arena;
        struct view text = sign_text(sign), pattern, id;
        envfp__arena_init(&arena, NULL, 1 << 20);
        while (view_cut(&text, ' ', &pattern)) {
            struct text example = {.arena = &arena};
            envfp__sign_example(pattern, &example);
            cr_expect(envfp__sign_fits(pattern, envfp__text_view(&example), &id), "%s", sign->text);
        }
        envfp__arena_release(&arena);
    }
}

static const char *row_of(const char *name, unsigned kinds)
{
    const struct isolation_sign *sign = envfp__sign_of_group(view_of(name), true, kinds);
    return sign ? isolation_of(sign)->word : "";
}

Test(signs, take_the_most_telling_of_patterns_that_fit_a_group)
{
    cr_expect_str_eq(row_of("machine-lxc-1-web.scope", KINDS_RUNTIME), "lxc");
    cr_expect_str_eq(row_of("machine-deb.scope", KINDS_RUNTIME), "systemd-nspawn");
    cr_expect_str_eq(row_of("machine-qemu-1-vm.scope", KINDS_RUNTIME), "");
    cr_expect_str_eq(row_of("libpod-conmon-" ID ".scope", KINDS_RUNTIME), "");
    cr_expect_str_eq(row_of("k8s.io", KINDS_RUNTIME), "containerd");
    cr_expect_str_eq(row_of("k8s.io", KINDS_ORCHESTRATOR), "kubernetes");
    cr_expect(envfp__sign_is_host(VIEW("machine-qemu-1-vm.scope")));
}

static size_t count_signs(const struct isolation_mount *mount)
{
    struct view id;
    size_t count = 0;
    for (const struct isolation_sign *sign = NULL; (sign = envfp__sign_of_mount(mount, sign, &id)); count++)
        cr_expect(envfp__sign_on_mount(sign, mount), "%s", sign->text);
    return count;
}

Test(signs, are_all_those_that_a_mount_shows)
{
    struct isolation_mount mount = {
        .root = VIEW("/lib/machines/lib/lxc/"), .point = VIEW("/"), .type = VIEW("simfs")};
    cr_expect_eq(count_signs(&mount), 3);
    mount.point = VIEW("/mnt");
    cr_expect_eq(count_signs(&mount), 0, "of the root alone");
    mount.point = VIEW("/run/firejail/mnt");
    cr_expect_eq(count_signs(&mount), 1);
    mount.point = VIEW("/run/firejail/mnt\0\0");
    cr_expect_eq(count_signs(&mount), 0);
    mount.point = VIEW("/run/firejail");
    cr_expect_eq(count_signs(&mount), 0);
}

Test(signs, say_what_of_a_name_is_nobodys_own)
{
    cr_expect(view_is(envfp__sign_part(VIEW("overlay2")), "overlay2"));
    cr_expect(view_is(envfp__sign_part(VIEW("io.containerd.snapshotter.v1.overlayfs")),
                      "io.containerd.snapshotter."));
    cr_expect_eq(envfp__sign_part(VIEW("overlay23")).length, 0);
    cr_expect_eq(envfp__sign_part(VIEW("tmpfs")).length, 0);
    cr_expect_eq(envfp__sign_part(VIEW("")).length, 0);
}

Test(signs, know_types_of_a_runtimes_own)
{
    cr_expect(envfp__sign_makes_type(VIEW("fuse.lxcfs")));
    cr_expect(envfp__sign_makes_type(VIEW("simfs")));
    cr_expect_not(envfp__sign_makes_type(VIEW("tmpfs")));
    cr_expect_not(envfp__sign_makes_type(VIEW("fuse.sshfs")));
    cr_expect_not(envfp__sign_makes_type(VIEW("drvfs")), "another machine's");
}

Test(signs, take_the_longest_label)
{
    cr_expect_str_eq(envfp__sign_start(SIGN_LABEL_PROFILE, VIEW("lxc-container-default-cgns"))->text,
                     "lxc-container-default");
    cr_expect_str_eq(envfp__sign_start(SIGN_LABEL_PROFILE, VIEW("lxc-101_</var/lib/lxc>"))->text, "lxc-");
    cr_expect_null(envfp__sign_start(SIGN_LABEL_PROFILE, VIEW("proot")));
    cr_expect_null(envfp__sign_start(SIGN_LABEL_TRACER, VIEW("")));
}
