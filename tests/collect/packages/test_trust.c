/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "world.h"

#define PK ENVFP_LAYER_PACKAGES

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(trust, .init = set_up, .fini = tear_down);

Test(trust, is_the_first_of_the_bundles)
{
    world_collect(world, "trust");
    cr_assert_eq(world_facts(world)->sections[PK].count, 0);
    world_link(world, "/etc/pki/tls/certs/ca-bundle.crt", "../../ca-trust/extracted/pem/tls-ca-bundle.pem");
    world_file(world, "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "-----BEGIN CERTIFICATE-----\n");
    world_collect(world, "trust");
    cr_assert_str_eq(world_string(world, PK, "trust.bundle"),
                     "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem");
    cr_assert_eq(world_integer(world, PK, "trust.size"), 28);
    cr_assert_null(world_string(world, PK, "trust.digest"));
}

Test(trust, is_counted_across_pieces)
{
    enum { LENGTH = 100000 };
    static const char mark[] = "-----BEGIN CERTIFICATE-----";
    char *text = malloc(LENGTH);
    world_source(world)->common->detail = true;
    for (size_t shift = 0; shift < 32; shift++) {
        size_t places[] = {0, 32768 - 30 + shift, 65536 - 40 + shift, LENGTH - sizeof mark};
        memset(text, 'x', LENGTH);
        for (size_t i = 0; i < 4; i++)
            memcpy(text + places[i], mark, sizeof mark - 1);
        world_bytes(world, "/etc/ssl/cert.pem", text, LENGTH);
        world_collect(world, "trust");
        cr_assert_eq(world_integer(world, PK, "trust.certificates"), 4, "shift %zu", shift);
    }
    free(text);
}

Test(trust, has_the_digest_of_its_bytes)
{
    world_source(world)->common->detail = true;
    world_file(world, "/etc/ssl/certs/ca-certificates.crt", "abc");
    world_collect(world, "trust");
    cr_assert_str_eq(world_string(world, PK, "trust.digest"),
                     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); /* FIPS 180-4 */
}

Test(trust, can_be_put_elsewhere)
{
    world_variable(world, "HOME", "/home/me");
    world_variable(world, "SSL_CERT_FILE", "/home/me/ca.pem");
    world_variable(world, "SSL_CERT_DIR", "");
    world_error(world, "/etc/ssl", ENVFP_REASON_DENIED);
    world_collect(world, "trust");
    cr_assert_str_eq(world_string(world, PK, "trust.ssl_cert_file"), "~/ca.pem");
    cr_assert_null(world_string(world, PK, "trust.ssl_cert_dir"));
    cr_assert_str_eq(world_gap(world, PK, "trust.bundle"), "denied");
}

Test(trust, is_told_of_what_a_recording_keeps)
{
    static const char path[] = "/etc/ssl/certs/ca-certificates.crt";
    static const char digest[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    static const char *const malformed[] = {
        "#!envfp bundle ", "#!envfp bundle \n", "#!envfp bundle ab 1\n",
        "#!envfp bundle "
        "BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 1\n",
        "#!envfp bundle "
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad x\n"};
    world_source(world)->common->detail = true;
    world_file(world, path,
               "#!envfp bundle ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 7\n");
    world_collect(world, "trust");
    cr_assert_str_eq(world_string(world, PK, "trust.digest"), digest);
    cr_assert_eq(world_integer(world, PK, "trust.certificates"), 7);
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        world_file(world, path, malformed[i]);
        world_collect(world, "trust");
        cr_assert_str_eq(world_gap(world, PK, "trust.digest"), "malformed", "%s", malformed[i]);
    }
}
