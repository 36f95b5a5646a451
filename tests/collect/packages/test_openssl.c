/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <criterion/criterion.h>
#include <string.h>

#define PK ENVFP_LAYER_PACKAGES

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_variable(world, "HOME", "/home/me");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(openssl, .init = set_up, .fini = tear_down);

static void is(const char *key, const char *value)
{
    const char *got = world_string(world, PK, key);
    cr_expect(value ? got && strcmp(got, value) == 0 : !got, "%s: %s", key, got ? got : "nothing");
}

/* As Debian has it since 10, with a provider more. */
static const char debian[] =
    "HOME\t\t\t= .\nopenssl_conf = default_conf # note\n\n[ req ]\ninput_password = hunter2\nMinProtocol = "
    "SSLv3\n"
    "[default_conf]\nssl_conf = ssl_sect\nproviders = provider_sect\n[provider_sect]\ndefault = "
    "default_sect\nlegacy = "
    "legacy_sect\nfips = fips_sect\n[default_sect]\nactivate = 1\n[legacy_sect]\nactivate = "
    "yes\n[fips_sect]\nactivate = "
    "0\n[ssl_sect]\nsystem_default = system_default_sect\n[system_default_sect]\nMinProtocol = "
    "TLSv1\nMinProtocol = "
    "TLSv1.2\nCipherString = DEFAULT:@SECLEVEL=2\nGroups = \"X25519MLKEM768:P-256\"\n";

Test(openssl, the_sections_count_that_the_first_leads_to)
{
    world_file(world, "/etc/ssl/openssl.cnf", debian);
    world_collect(world, "openssl");
    is("openssl.setting/MinProtocol", "TLSv1.2");
    is("openssl.setting/CipherString", "DEFAULT:@SECLEVEL=2");
    is("openssl.setting/Groups", "X25519MLKEM768:P-256");
    cr_expect_str_eq(world_set(world, PK, "openssl.providers"), "default legacy");
}

Test(openssl, nothing_counts_that_nothing_leads_to)
{
    world_file(world, "/etc/ssl/openssl.cnf", "[system_default_sect]\nMinProtocol = TLSv1\n");
    world_collect(world, "openssl");
    cr_expect_eq(world_facts(world)->sections[PK].count, 0);
}

/* RHEL: a policy's file is included into a section, and a folder into the whole. */
Test(openssl, what_is_included_counts)
{
    world_file(
        world, "/etc/pki/tls/openssl.cnf",
        "openssl_conf = openssl_init\n.include = /etc/pki/tls/openssl.d\n[openssl_init]\nssl_conf = "
        "ssl_module\n"
        "alg_section = evp_properties\n[ssl_module]\nsystem_default = crypto_policy\n[crypto_policy]\n"
        ".include = /etc/crypto-policies/back-ends/opensslcnf.config\n[evp_properties]\nfips_mode = yes\n");
    world_file(world, "/etc/crypto-policies/back-ends/opensslcnf.config",
               "CipherString = @SECLEVEL=2:kEECDH:kRSA:-aDSS:-3DES:!aNULL\nTLS.MinProtocol = TLSv1.2\n");
    world_file(world, "/etc/pki/tls/openssl.d/a.cnf",
               "[crypto_policy]\nOptions = UnsafeLegacyRenegotiation\n");
    world_file(world, "/etc/pki/tls/openssl.d/README", "[crypto_policy]\nMinProtocol = None\n");
    world_file(world, "/etc/crypto-policies/state/current", "LEGACY\n");
    world_collect(world, "openssl");
    is("openssl.setting/CipherString", "@SECLEVEL=2:kEECDH:kRSA:-aDSS:-3DES:!aNULL");
    is("openssl.setting/TLS.MinProtocol", "TLSv1.2");
    is("openssl.setting/Options", "UnsafeLegacyRenegotiation");
    is("openssl.setting/fips_mode", "yes");
    is("openssl.setting/MinProtocol", NULL);
    is("crypto_policy.name", "LEGACY");
}

Test(openssl, the_variable_names_another_file_or_none)
{
    world_file(world, "/etc/ssl/openssl.cnf", debian);
    world_other(world, "/dev/null");
    world_variable(world, "OPENSSL_CONF", "/dev/null");
    world_collect(world, "openssl");
    is("openssl.conf", "/dev/null");
    is("openssl.setting/MinProtocol", NULL);
    world_file(world, "/srv/tls/own.cnf",
               "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\nMinProtocol = None\n");
    world_variable(world, "OPENSSL_CONF", "/srv/tls/own.cnf");
    world_collect(world, "openssl");
    is("openssl.setting/MinProtocol", "None");
}

Test(openssl, includes_that_lead_elsewhere_or_round_are_gaps)
{
    world_file(world, "/etc/ssl/openssl.cnf", "openssl_conf = a\n.include /home/hunter2/own.cnf\n");
    world_collect(world, "openssl");
    cr_expect_str_eq(world_gap(world, PK, "openssl.setting/*"), "hidden");
    world_file(world, "/etc/ssl/openssl.cnf", "openssl_conf = a\n.include /etc/ssl/openssl.cnf\n");
    world_collect(world, "openssl");
    cr_expect_str_eq(world_gap(world, PK, "openssl.setting/*"), "truncated");
}

Test(openssl, what_cannot_be_read_is_a_gap)
{
    world_file(world, "/etc/ssl/openssl.cnf", debian);
    world_error(world, "/etc/ssl/openssl.cnf", ENVFP_REASON_DENIED);
    world_error(world, "/etc/crypto-policies/state/current", ENVFP_REASON_DENIED);
    world_collect(world, "openssl");
    cr_expect_str_eq(world_gap(world, PK, "openssl.setting/*"), "denied");
    cr_expect_str_eq(world_gap(world, PK, "openssl.providers"), "denied");
    cr_expect_str_eq(world_gap(world, PK, "crypto_policy.name"), "denied");
}

Test(openssl, a_policy_has_a_name)
{
    world_file(world, "/etc/crypto-policies/config", "# note\n\nDEFAULT:SHA1 # more\n");
    world_collect(world, "openssl");
    is("crypto_policy.name", "DEFAULT:SHA1");
    world_file(world, "/etc/crypto-policies/state/current", "q3f9a12b4c5d6e7\n");
    world_collect(world, "openssl");
    cr_expect_str_eq(world_gap(world, PK, "crypto_policy.name"), "malformed");
}
