/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <criterion/criterion.h>

#define RT ENVFP_LAYER_RUNTIMES
#define HOME "/usr/lib/jvm/java-21-openjdk-amd64"

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_variable(world, "PATH", "/usr/bin");
    world_link(world, "/usr/bin/java", HOME "/bin/java");
    world_program(world, HOME "/bin/java", "x", 1);
    world_file(world, HOME "/release", "JAVA_VERSION=\"21.0.5\"\n");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(java_security, .init = set_up, .fini = tear_down);

/* Debian's link, and where it leads to. */
Test(java_security, a_trust_store_has_a_size)
{
    world_link(world, HOME "/lib/security/cacerts", "/etc/ssl/certs/java/cacerts");
    world_file(world, "/etc/ssl/certs/java/cacerts", "1234567");
    world_collect(world, "java");
    cr_expect_eq(world_integer(world, RT, "java.trust_store"), 7);
    cr_expect_null(world_string(world, RT, "java.trust_store_fault"));
}

Test(java_security, one_of_the_site_wins)
{
    world_file(world, HOME "/lib/security/cacerts", "1234567");
    world_file(world, HOME "/lib/security/jssecacerts", "12");
    world_collect(world, "java");
    cr_expect_eq(world_integer(world, RT, "java.trust_store"), 2);
}

Test(java_security, a_link_to_nowhere_is_a_fault)
{
    world_link(world, HOME "/lib/security/cacerts", "/etc/ssl/certs/java/cacerts");
    world_collect(world, "java");
    cr_expect_eq(world_integer(world, RT, "java.trust_store"), INT64_MIN);
    cr_expect_str_eq(world_string(world, RT, "java.trust_store_fault"), "missing");
}

Test(java_security, an_empty_one_is_a_fault)
{
    world_file(world, HOME "/lib/security/cacerts", "");
    world_collect(world, "java");
    cr_expect_str_eq(world_string(world, RT, "java.trust_store_fault"), "empty");
}

/* A container engine makes one where the file that is to be mounted is missing. */
Test(java_security, a_folder_is_no_store)
{
    world_directory(world, HOME "/lib/security/cacerts");
    world_collect(world, "java");
    cr_expect_str_eq(world_gap(world, RT, "java.trust_store"), "malformed");
    cr_expect_null(world_string(world, RT, "java.trust_store_fault"));
}

Test(java_security, what_connections_refuse_is_a_list)
{
    world_file(
        world, HOME "/conf/security/java.security",
        "# jdk.tls.disabledAlgorithms=no\nkeystore.password=hunter2\njdk.tls.disabledAlgorithms=SSLv3, "
        "TLSv1, \\\n"
        "    DH keySize < 1024, \\\n    include jdk.disabled.namedCurves\njdk.tls.legacyAlgorithms=NULL, "
        "anon\n");
    world_collect(world, "java");
    cr_expect_str_eq(world_set(world, RT, "java.tls_disabled"),
                     "DH keySize < 1024 SSLv3 TLSv1 include jdk.disabled.namedCurves");
}

Test(java_security, what_cannot_be_read_is_a_gap)
{
    world_error(world, HOME "/lib/security/cacerts", ENVFP_REASON_DENIED);
    world_error(world, HOME "/conf/security/java.security", ENVFP_REASON_BUSY);
    world_collect(world, "java");
    cr_expect_str_eq(world_gap(world, RT, "java.trust_store"), "denied");
    cr_expect_str_eq(world_gap(world, RT, "java.trust_store_fault"), "denied");
    cr_expect_str_eq(world_gap(world, RT, "java.tls_disabled"), "busy");
    cr_expect_null(world_gap(world, RT, "java.version"));
}
