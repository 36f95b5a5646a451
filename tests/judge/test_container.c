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

TestSuite(judge_container, .init = set_up, .fini = tear_down);

#define CONTAINER ENVFP_LAYER_CONTAINER
#define ID "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376"

static void namespaces(bool isolated)
{
    const char *number = isolated ? "2" : "1";
    static const char *const kinds[][2] = {
        {"cgroup", "5"}, {"ipc", "9"}, {"pid", "6"}, {"user", "7"}, {"uts", "8"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char path[64] = "/proc/self/ns/", text[64] = "";
        strcat(path, kinds[i][0]);
        strcat(strcat(strcat(text, kinds[i][0]), ":[402653"), number);
        strcat(strcat(strcat(text, "83"), kinds[i][1]), "]");
        world_link(world, path, text);
    }
}

static const char *judge(void)
{
    static const char *const collectors[] = {"uname",  "cmdline", "namespaces", "mounts",
                                             "cgroup", "markers", "platform",   "process"};
    for (size_t i = 0; i < sizeof collectors / sizeof *collectors; i++)
        world_collect_also(world, collectors[i]);
    world_judge(world);
    return world_string(world, CONTAINER, "verdict.runtime");
}

Test(judge_container, says_none_where_it_looked)
{
    world_file(world, "/proc/self/cgroup", "0::/user.slice/session-1.scope\n");
    namespaces(false);
    cr_assert_str_eq(judge(), "none");
    cr_assert_null(world_string(world, CONTAINER, "verdict.confidence"));
}

Test(judge_container, says_unknown_where_it_could_not_look)
{
    cr_assert_str_eq(judge(), "unknown");
}

Test(judge_container, does_not_believe_a_marker_that_namespaces_contradict)
{
    world_file(world, "/.dockerenv", "");
    world_file(world, "/proc/self/mountinfo", "27 1 254:0 / / rw - ext4 /dev/vda rw\n");
    namespaces(false);
    cr_assert_str_eq(judge(), "none");
    cr_assert(envfp__facts_set_has(world_facts(world), CONTAINER, "verdict.evidence",
                                   VIEW("container:namespaces.initial")));
}

Test(judge_container, does_not_believe_an_images_marker_on_a_disk)
{
    world_file(world, "/.dockerenv", "");
    world_file(world, "/proc/self/mountinfo", "27 1 254:0 / / rw - ext4 /dev/vda rw\n");
    namespaces(true);
    cr_assert_str_eq(judge(), "unknown");
    cr_assert_str_eq(world_facts(world)->stack[1].name, "container");
}

Test(judge_container, believes_a_marker_with_nothing_against_it)
{
    world_file(world, "/.dockerenv", "");
    cr_assert_str_eq(judge(), "docker");
    cr_assert_str_eq(world_string(world, CONTAINER, "verdict.confidence"), "weak");
    cr_assert_str_eq(world_set(world, CONTAINER, "verdict.evidence"), "container:markers.found");
}

Test(judge_container, is_certain_by_cgroup_and_namespaces)
{
    world_file(world, "/proc/self/cgroup", "5:cpu:/kubepods/burstable/pod1/crio-" ID "\n");
    world_file(world, "/.dockerenv", "");
    namespaces(true);
    cr_assert_str_eq(judge(), "crio");
    cr_assert_str_eq(world_string(world, CONTAINER, "verdict.confidence"), "certain");
    cr_assert_str_eq(world_string(world, CONTAINER, "verdict.orchestrator"), "kubernetes");
}

Test(judge_container, tells_incus_and_lxd_from_lxc)
{
    world_file(world, "/proc/self/cgroup", "0::/lxc.payload.c1/init.scope\n");
    world_file(world, "/dev/incus/sock", "");
    cr_assert_str_eq(judge(), "incus");
}

Test(judge_container, tells_crio_from_podman_by_the_kubelet)
{
    world_file(world, "/run/.containerenv", "");
    world_file(world, "/proc/self/mountinfo",
               "20 8 0:60 / / rw - overlay overlay rw,lowerdir=/var/lib/containers/storage/overlay/l/X\n"
               "44 20 8:1 /var/lib/kubelet/pods/19cc/etc-hosts /etc/hosts rw - xfs /dev/vda4 rw\n");
    cr_assert_str_eq(judge(), "crio");
}

Test(judge_container, keeps_docker_in_wsl_and_names_wsl_without)
{
    world_uname(world, "Linux", "5.15.90.1-microsoft-standard-WSL2", "#1 SMP", "x86_64");
    cr_assert_str_eq(judge(), "wsl");
    world_file(world, "/proc/self/cgroup", "5:cpu:/docker/" ID "\n");
    cr_assert_str_eq(judge(), "docker");
}

Test(judge_container, does_not_take_azures_kernel_for_wsl)
{
    world_uname(world, "Linux", "5.15.0-microsoft-azure", "#1 SMP", "x86_64");
    namespaces(false);
    cr_assert_str_eq(judge(), "none");
}

Test(judge_container, knows_kernels_that_are_runtimes)
{
    world_uname(world, "Linux", "4.4.0", "#1 SMP Sun Jan 10 15:06:54 PST 2016", "x86_64");
    world_file(world, "/.dockerenv", "");
    cr_assert_str_eq(judge(), "gvisor");
    cr_assert_str_eq(world_string(world, CONTAINER, "verdict.confidence"), "certain");
}

/* PrivatePIDs= of systemd's services, and unshare -p: somebody's, since processes are hidden from it. */
Test(judge_container, takes_a_pid_namespace_for_somebodys)
{
    namespaces(false);
    world_link(world, "/proc/self/ns/pid", "pid:[4026532236]");
    world_file(world, "/proc/self/cgroup", "0::/system.slice/web.service\n");
    world_file(world, "/proc/self/mountinfo",
               "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 20 0:62 / /proc rw - proc proc rw\n");
    cr_assert_str_eq(judge(), "unknown");
    cr_assert(world_set(world, CONTAINER, "verdict.evidence") != NULL);
}

/* A folder is nobody's container where the kernel says that these are the machine's own mounts. */
Test(judge_container, believes_the_machines_own_mounts)
{
    namespaces(false);
    world_link(world, "/proc/self/ns/mnt", "mnt:[4026531832]");
    world_file(world, "/proc/self/cgroup", "0::/init.scope\n");
    world_file(world, "/proc/self/mountinfo",
               "20 1 8:1 /rootfs / rw - ext4 /dev/sda1 rw\n30 20 0:62 / /proc rw - proc proc rw\n");
    cr_assert_str_eq(judge(), "none");
}

Test(judge_container, does_not_take_the_release_alone_for_gvisor)
{
    world_uname(world, "Linux", "4.4.0", "#1 SMP Thu Jan 1 00:00:00 UTC 2017", "x86_64");
    namespaces(false);
    cr_assert_str_eq(judge(), "none");
}

Test(judge_container, knows_openvz_guest_and_host)
{
    world_directory(world, "/proc/vz");
    cr_assert_str_eq(judge(), "openvz");
    world_directory(world, "/proc/bc");
    world_collect(world, "markers");
    world_judge(world);
    cr_assert_str_neq(world_string(world, CONTAINER, "verdict.runtime"), "openvz");
}

Test(judge_container, distinguishes_cloud_run_from_knative)
{
    world_variable(world, "K_SERVICE", "s");
    world_variable(world, "K_REVISION", "s-1");
    world_variable(world, "K_CONFIGURATION", "s");
    judge();
    cr_assert_str_eq(world_string(world, CONTAINER, "verdict.platform"), "google-cloud-run");
}

Test(judge_container, leaves_knative_to_kubernetes)
{
    world_variable(world, "K_SERVICE", "s");
    world_variable(world, "K_REVISION", "s-1");
    world_variable(world, "K_CONFIGURATION", "s");
    world_variable(world, "KUBERNETES_SERVICE_HOST", "10.0.0.1");
    cr_assert_str_eq(judge(), "unknown");
    cr_assert_null(world_string(world, CONTAINER, "verdict.platform"));
    cr_assert_str_eq(world_string(world, CONTAINER, "verdict.orchestrator"), "kubernetes");
}

Test(judge_container, wants_all_of_lambdas_variables)
{
    world_variable(world, "AWS_LAMBDA_FUNCTION_NAME", "f");
    judge();
    cr_assert_null(world_string(world, CONTAINER, "verdict.platform"));
    world_variable(world, "AWS_LAMBDA_FUNCTION_VERSION", "1");
    world_variable(world, "AWS_LAMBDA_RUNTIME_API", "a");
    judge();
    cr_assert_str_eq(world_string(world, CONTAINER, "verdict.platform"), "aws-lambda");
}
