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

TestSuite(judge_stack, .init = set_up, .fini = tear_down);

#include "judge/judge.h"

#define HYPERVISOR ENVFP_LAYER_HYPERVISOR

static void say(enum envfp_layer layer, const char *key, const char *value)
{
    envfp__facts_string(world_facts(world), layer, key, view_of(value));
}

static void say_set(enum envfp_layer layer, const char *key, const char *a, const char *b)
{
    struct view items[] = {view_of(a), view_of(b)};
    envfp__facts_set(world_facts(world), layer, key, items, b ? 2 : 1);
}

/* "name:kind/vmm~confidence", joined by blanks. */
static const char *drawn(void)
{
    static char text[512];
    struct facts *facts = world_facts(world);
    envfp__facts_seal(facts);
    envfp__judge_stack(facts);
    text[0] = '\0';
    for (size_t i = 0; i < facts->stack_count; i++) {
        const struct envfp_boundary *boundary = &facts->stack[i];
        strcat(strcat(strcat(strcat(text, i ? " " : ""), boundary->name), ":"), boundary->kind);
        if (boundary->vmm)
            strcat(strcat(text, "/"), boundary->vmm);
        if (boundary->confidence)
            strcat(strcat(text, "~"), boundary->confidence);
    }
    return text;
}

Test(judge_stack, does_not_know_a_machine_it_has_not_seen)
{
    cr_assert_str_eq(drawn(), "machine:unknown");
    say(HYPERVISOR, "verdict.kind", "unknown");
    cr_assert_str_eq(drawn(), "machine:unknown");
}

Test(judge_stack, draws_a_plain_machine)
{
    say(HYPERVISOR, "verdict.kind", "none");
    say(ENVFP_LAYER_CONTAINER, "verdict.runtime", "none");
    cr_assert_str_eq(drawn(), "machine:physical");
}

Test(judge_stack, draws_every_boundary)
{
    say(HYPERVISOR, "verdict.kind", "kvm");
    say_set(HYPERVISOR, "verdict.chain", "kvm", NULL);
    say(HYPERVISOR, "verdict.vmm", "firecracker");
    say(HYPERVISOR, "verdict.confidence", "strong");
    say(ENVFP_LAYER_CONTAINER, "verdict.runtime", "docker");
    say_set(ENVFP_LAYER_SANDBOX, "verdict.mechanisms", "capabilities", "seccomp");
    envfp__facts_boolean(world_facts(world), ENVFP_LAYER_RUNTIMES, "python.virtualenv", true);
    cr_assert_str_eq(drawn(), "machine:physical vm:kvm/firecracker~strong container:docker sandbox:seccomp "
                              "virtualenv:python");
}

/* A process runs in its own interpreter's environment, whatever PATH would start. */
Test(judge_stack, draws_the_programs_own_environment)
{
    envfp__facts_boolean(world_facts(world), ENVFP_LAYER_APP, "python.virtualenv", true);
    cr_assert_str_eq(drawn(), "machine:unknown virtualenv:python");
    envfp__facts_boolean(world_facts(world), ENVFP_LAYER_APP, "python.virtualenv", false);
    envfp__facts_boolean(world_facts(world), ENVFP_LAYER_RUNTIMES, "python.virtualenv", true);
    envfp__facts_boolean(world_facts(world), ENVFP_LAYER_RUNTIMES, "conda.active", true);
    cr_assert_str_eq(drawn(), "machine:unknown");
}

Test(judge_stack, stands_containers_in_each_other)
{
    say(HYPERVISOR, "verdict.kind", "hyperv");
    say(ENVFP_LAYER_CONTAINER, "verdict.outer", "wsl lxc");
    say(ENVFP_LAYER_CONTAINER, "verdict.runtime", "docker");
    say(ENVFP_LAYER_CONTAINER, "verdict.confidence", "certain");
    cr_assert_str_eq(drawn(),
                     "machine:physical vm:hyperv container:wsl container:lxc container:docker~certain");
}

Test(judge_stack, puts_the_innermost_hypervisor_last)
{
    say(HYPERVISOR, "verdict.kind", "kvm");
    envfp__facts_set(world_facts(world), HYPERVISOR, "verdict.chain",
                     (struct view[]){VIEW("kvm"), VIEW("zvm"), VIEW("lpar")}, 3);
    cr_assert_str_eq(drawn(), "machine:physical vm:lpar vm:zvm vm:kvm");
}

Test(judge_stack, draws_a_virtual_machine_that_has_no_name)
{
    say(HYPERVISOR, "verdict.kind", "unknown");
    say_set(HYPERVISOR, "verdict.chain", "unknown", NULL);
    say(HYPERVISOR, "verdict.confidence", "strong");
    cr_assert_str_eq(drawn(), "machine:physical vm:unknown~strong");
}

Test(judge_stack, draws_a_monitor_of_the_chain_once)
{
    say(HYPERVISOR, "verdict.kind", "kvm");
    say_set(HYPERVISOR, "verdict.chain", "kvm", "nutanix");
    say(HYPERVISOR, "verdict.vmm", "nutanix");
    cr_assert_str_eq(drawn(), "machine:physical vm:kvm/nutanix");
}

Test(judge_stack, draws_a_hypervisor_within_itself)
{
    say(HYPERVISOR, "verdict.kind", "kvm");
    envfp__facts_set(world_facts(world), HYPERVISOR, "verdict.chain",
                     (struct view[]){VIEW("kvm"), VIEW("zvm"), VIEW("lpar")}, 3);
    envfp__facts_set(world_facts(world), HYPERVISOR, "sysinfo.control_programs",
                     (struct view[]){VIEW("VM00 KVM/Linux"), VIEW("VM01 KVM/Linux"), VIEW("VM02 z/VM")}, 3);
    cr_assert_str_eq(drawn(), "machine:physical vm:lpar vm:zvm vm:kvm vm:kvm");
}

Test(judge_stack, puts_what_emulates_the_processor_on_what_runs_the_kernel)
{
    say(HYPERVISOR, "verdict.kind", "qemu");
    say_set(HYPERVISOR, "verdict.chain", "kvm", "qemu");
    say(HYPERVISOR, "verdict.emulation", "qemu");
    cr_assert_str_eq(drawn(), "machine:physical vm:kvm vm:qemu");
}

Test(judge_stack, lets_a_named_sandbox_stand_for_its_mechanisms)
{
    say(HYPERVISOR, "verdict.kind", "none");
    say_set(ENVFP_LAYER_SANDBOX, "verdict.mechanisms", "flatpak", "seccomp");
    cr_assert_str_eq(drawn(), "machine:physical sandbox:flatpak");
}

Test(judge_stack, makes_no_boundary_of_habits)
{
    say(HYPERVISOR, "verdict.kind", "none");
    say_set(ENVFP_LAYER_SANDBOX, "verdict.mechanisms", "rlimits", "tracer");
    cr_assert_str_eq(drawn(), "machine:physical");
}

Test(judge_stack, webassembly_stands_on_top)
{
    envfp__facts_boolean(world_facts(world), ENVFP_LAYER_RUNTIMES, "python.virtualenv", true);
    say(ENVFP_LAYER_RUNTIMES, "wasm.interface", "wasi");
    cr_assert_str_eq(drawn(), "machine:unknown virtualenv:python wasm:wasi");
}
