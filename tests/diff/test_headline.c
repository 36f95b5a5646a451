/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <criterion/criterion.h>

static void expect(struct envfp_fingerprint *a, struct envfp_fingerprint *b, const char *headline,
                   const char *advice)
{
    struct envfp_diff *diff = compare(end(a), end(b));
    cr_expect_str_eq(envfp_diff_get_headline(diff), headline);
    if (advice)
        cr_expect_str_eq(envfp_diff_get_advice(diff), advice);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

Test(headline, libc)
{
    expect(machine("2.36", "3.11.2"), machine("2.31", "3.11.2"),
           "libc differs in a way that breaks programs: glibc 2.36 in first, 2.31 in second; a container "
           "image would "
           "pin it",
           "A container image would pin libc.");
}

Test(headline, another_libc)
{
    struct envfp_fingerprint *b = machine("1.2.4", "3.11.2");
    string(b, ENVFP_LAYER_LIBC, "libc.kind", "musl");
    expect(machine("2.36", "3.11.2"), b,
           "libc differs in a way that breaks programs: glibc 2.36 in first, musl 1.2.4 in second; a "
           "container image "
           "would pin it",
           NULL);
}

/* What is broken comes before what differs, on the side that has it. */
Test(headline, a_definite_fault)
{
    struct envfp_fingerprint *b = machine("2.36", "3.12.1");
    string(b, ENVFP_LAYER_RUNTIMES, "python.virtualenv_fault", "interpreter gone");
    expect(
        machine("2.36", "3.11.2"), b,
        "In second the activated environment's Python does not start, its interpreter is gone. Beside that: "
        "runtimes differ in a way that breaks programs: Python 3.11.2 in first, 3.12.1 in second; a "
        "version held by a version manager would pin it",
        NULL);
    struct envfp_fingerprint *a = machine("2.36", "3.11.2");
    string(a, ENVFP_LAYER_RUNTIMES, "python.virtualenv_fault", "installation gone");
    expect(a, machine("2.36", "3.11.2"),
           "In first the activated environment's Python does not start, the installation below it is gone. "
           "Beside "
           "that: Nothing differs: all 8 compared layers are the same",
           NULL);
}

Test(headline, a_fault_that_both_have)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.36", "3.11.2");
    string(a, ENVFP_LAYER_RUNTIMES, "python.virtualenv_fault", "interpreter gone");
    string(b, ENVFP_LAYER_RUNTIMES, "python.virtualenv_fault", "interpreter gone");
    expect(a, b, "Nothing differs: all 8 compared layers are the same", NULL);
}

/* Two machines always differ in hardware or kernel: what breaks is named before what alters, and the lowest
 * layer first where several break. */
Test(headline, the_highest_impact_in_the_lowest_layer)
{
    struct envfp_fingerprint *b = machine("2.31", "3.12.1");
    string(b, ENVFP_LAYER_KERNEL, "uname.release", "5.10.0");
    expect(machine("2.36", "3.11.2"), b,
           "libc differs in a way that breaks programs: glibc 2.36 in first, 2.31 in second; a container "
           "image would "
           "pin it",
           "A virtual machine would pin kernel; a container image would pin libc; a version held by a "
           "version manager would pin runtimes.");
}

Test(headline, a_setting_of_the_host)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.36", "3.11.2");
    string(a, ENVFP_LAYER_KERNEL, "thp.enabled", "always");
    string(b, ENVFP_LAYER_KERNEL, "thp.enabled", "never");
    expect(
        a, b,
        "What an image pins is the same (libc, packages and runtimes); kernel differs in a way that alters "
        "what programs do: thp.enabled always in first, never in second; the same sysctls and boot "
        "parameters of "
        "the host would pin it",
        "The same sysctls and boot parameters of the host would pin kernel.");
}

Test(headline, kernel)
{
    struct envfp_fingerprint *b = machine("2.36", "3.11.2");
    string(b, ENVFP_LAYER_KERNEL, "uname.release", "5.10.0");
    expect(
        machine("2.36", "3.11.2"), b,
        "What an image pins is the same (libc, packages and runtimes); kernel differs in a way that alters "
        "what programs do: Linux 6.1.0 in first, 5.10.0 in second; a virtual machine would pin it",
        "A virtual machine would pin kernel.");
}

Test(headline, inventories_are_counted)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.36", "3.11.2");
    member(a, ENVFP_LAYER_PACKAGES, "dpkg", "aaa:amd64", "1");
    member(a, ENVFP_LAYER_PACKAGES, "dpkg", "bbb:amd64", "1");
    member(b, ENVFP_LAYER_PACKAGES, "dpkg", "aaa:amd64", "2");
    member(b, ENVFP_LAYER_PACKAGES, "dpkg", "ccc:amd64", "2");
    expect(
        a, b,
        "packages differ in a way that alters what programs do: 3 packages differ (1 only in first, 1 only "
        "in second, "
        "1 in version: 1 newer in second); a container image would pin it",
        NULL);
}

Test(headline, one_package)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.36", "3.11.2");
    member(a, ENVFP_LAYER_PACKAGES, "dpkg", "aaa:amd64", "1");
    member(b, ENVFP_LAYER_PACKAGES, "dpkg", "aaa:amd64", "2");
    expect(
        a, b,
        "packages differ in a way that alters what programs do: package aaa:amd64 1 in first, 2 in second; "
        "a container image would pin it",
        NULL);
}

Test(headline, what_only_informs_is_counted)
{
    struct envfp_fingerprint *b = machine("2.36", "3.11.2");
    string(b, ENVFP_LAYER_KERNEL, "uname.version", "#2 SMP");
    expect(
        machine("2.36", "3.11.2"), b,
        "What an image pins is the same (libc, packages and runtimes); nothing differs that breaks or alters "
        "programs; 1 fact that only informs does, in kernel",
        NULL);
}

/* One image on two machines: what is left to look at is the machines'. */
Test(headline, an_image_on_two_machines)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.36", "3.11.2");
    string(a, ENVFP_LAYER_HARDWARE, "cpu.isa_level", "x86-64-v4");
    string(b, ENVFP_LAYER_HARDWARE, "cpu.isa_level", "x86-64-v2");
    string(b, ENVFP_LAYER_HYPERVISOR, "sysfs_hypervisor.type", "xen");
    string(b, ENVFP_LAYER_KERNEL, "uname.release", "5.10.0");
    expect(
        a, b,
        "What an image pins is the same (libc, packages and runtimes); hardware differs in a way that breaks "
        "programs: x86-64-v4 in first, x86-64-v2 in second; the same machine type or a lower CPU baseline "
        "would pin "
        "it; hypervisor and kernel could matter too",
        NULL);
}

/* An image is not the same where a layer of it could not be compared. */
Test(headline, an_image_that_is_told_in_part)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.36", "3.11.2");
    string(b, ENVFP_LAYER_KERNEL, "uname.release", "5.10.0");
    end(a);
    end(b);
    b->facts.sections[ENVFP_LAYER_RUNTIMES].status = ENVFP_LAYER_HIDDEN;
    again(b);
    struct envfp_diff *diff = compare(a, b);
    cr_expect_str_eq(
        envfp_diff_get_headline(diff),
        "kernel differs in a way that alters what programs do: Linux 6.1.0 in first, 5.10.0 in second; a "
        "virtual machine would pin it");
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}
