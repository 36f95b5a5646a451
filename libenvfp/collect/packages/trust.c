/* SPDX-License-Identifier: MIT */
/*
 * Which certificate authorities programs trust: the first of the well-known bundles, in the order of OpenSSL, GnuTLS
 * and Go, and the variables that name another one. The bundle's size, one call, tells two bundles apart; its digest
 * takes a sixth of a millisecond and is computed where detail is asked for.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(node)

/* In the order in which programs look for them. */
TEXT("/etc/ssl/certs/ca-certificates.crt", bundle)                /* Debian, Arch, Alpine, Gentoo, Void */
TEXT("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", bundle) /* Fedora, RHEL */
TEXT("/etc/pki/tls/certs/ca-bundle.crt", bundle)                  /* older ones, Amazon Linux */
TEXT("/etc/ssl/ca-bundle.pem", bundle)                            /* SUSE */
TEXT("/etc/ssl/cert.pem", bundle)                                 /* Alpine without the package */
TEXT("/etc/ssl/certs/ca-bundle.crt", bundle)                      /* NixOS */
TEXT("/var/lib/ca-certificates/ca-bundle.pem", bundle)            /* SUSE, first start not done */

VARIABLE("CURL_CA_BUNDLE", PATHS)
VARIABLE("REQUESTS_CA_BUNDLE", PATHS)
VARIABLE("SSL_CERT_DIR", PATHS)
VARIABLE("SSL_CERT_FILE", PATHS)

FACT("trust.bundle", STRING, HASHED, ALTERS, IMAGE, "", "",
     "the well-known bundles of certificates; update-ca-certificates(8), update-ca-trust(8)",
     "Bundle of certificate authorities that programs here find first; without one, TLS connections "
     "fail.")
FACT("trust.certificates", INTEGER, CONTEXT, INFORMS, IMAGE, "", "", "the bundle of certificates",
     "Number of authorities in the bundle. Where detail is asked for.")
FACT("trust.curl_ca_bundle", STRING, HASHED, ALTERS, VARIABLES, "", "$CURL_CA_BUNDLE", "curl(1)",
     "Bundle of authorities for curl and Python's requests in place of the system's.")
FACT("trust.digest", STRING, CONTEXT, ALTERS, IMAGE, "", "", "SHA-256 of the bundle of certificates",
     "Tells two bundles apart. Where detail is asked for.")
FACT("trust.node_extra_ca_certs", STRING, HASHED, ALTERS, VARIABLES, "", "$NODE_EXTRA_CA_CERTS",
     "Node.js manual", "Authorities that Node trusts beside its own.")
FACT("trust.requests_ca_bundle", STRING, HASHED, ALTERS, VARIABLES, "", "$REQUESTS_CA_BUNDLE",
     "requests manual", "Bundle of authorities for Python's requests in place of its own.")
FACT("trust.size", INTEGER, HASHED, ALTERS, IMAGE, "bytes", "", "size of the bundle of certificates",
     "Tells bundles with other authorities apart: a company's own, an outdated set.")
FACT("trust.ssl_cert_dir", STRING, HASHED, ALTERS, VARIABLES, "", "$SSL_CERT_DIR", "openssl-env(7)",
     "Directories of authorities for OpenSSL and Go in place of the system's.")
FACT("trust.ssl_cert_file", STRING, HASHED, ALTERS, VARIABLES, "", "$SSL_CERT_FILE", "openssl-env(7)",
     "Bundle of authorities for OpenSSL and Go in place of the system's.")

#else
#include "base/sha256.h"
#include "collect/collect.h"
#include "collect/packages/bundle.h"

#define LAYER PACKAGES
#define OWNER trust
#define DECLARES "collect/packages/trust.c"
#include "collect/declare.h"

#define PIECE ((size_t)32 << 10)

struct bundle {
    struct sha256 sum;
    char hex[65];
    int64_t count;
};

/* Reads the summary that a recording holds in a bundle's place, for the same facts. */
static enum envfp_reason take_kept(struct bundle *bundle, struct view text)
{
    struct view hex;
    uint64_t count;
    if (!envfp__bundle_take(text, &hex, &count))
        return ENVFP_REASON_MALFORMED;
    memcpy(bundle->hex, hex.text, 64);
    bundle->count = (int64_t)count;
    return ENVFP_REASON_NONE;
}

/* Digest of the bytes, and number of certificates. */
static enum envfp_reason read_pieces(struct collect *c, struct source_file *file, struct bundle *bundle)
{
    uint64_t offset = 0;
    size_t held = 0, got = 1;
    enum envfp_reason reason = ENVFP_REASON_NONE;
    char *buffer = envfp__arena_room(c->scratch, PIECE);
    if (!buffer)
        return ENVFP_REASON_TRUNCATED;
    while (got && reason == ENVFP_REASON_NONE) {
        reason = source_pull(c->source, file, offset, buffer + held, PIECE - held, &got);
        struct view text = {buffer, held + got}, tail;
        if (offset == 0 && reason == ENVFP_REASON_NONE && envfp__bundle_is_kept(text))
            return take_kept(bundle, text);
        envfp__sha256_add(&bundle->sum, buffer + held, got);
        bundle->count += envfp__bundle_count(text, &tail);
        held = tail.length;
        memmove(buffer, tail.text, held);
        offset += got;
        if (offset > BUNDLE_MOST)
            reason = ENVFP_REASON_TRUNCATED;
    }
    envfp__sha256_final_hex(&bundle->sum, bundle->hex);
    return reason;
}

static void add_detail(struct collect *c, const char *path)
{
    struct source_file file;
    struct bundle bundle = {.count = 0};
    envfp__sha256_init(&bundle.sum);
    enum envfp_reason reason = source_open(c->source, path, &file);
    if (reason == ENVFP_REASON_NONE) {
        reason = read_pieces(c, &file, &bundle);
        source_close(c->source, &file);
    }
    fact_gap(c, "trust.digest", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    fact_string(c, "trust.digest", (struct view){bundle.hex, 64});
    fact_integer(c, "trust.certificates", bundle.count);
}

void envfp__collect_trust(struct collect *c)
{
    envfp__collect_declared_variables(c);
    for (size_t i = 0; i < READ_COUNT; i++) {
        struct source_stat stat;
        const char *path = declared_pattern(&declared.reads[i]);
        enum envfp_reason reason = source_stat(c->source, path, &stat);
        if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT) {
            /* programs may find this one, whatever else there is */
            fact_gap(c, "trust.bundle", reason);
            fact_gap(c, "trust.size", reason);
            return;
        }
        if (reason != ENVFP_REASON_NONE || stat.type != SOURCE_FILE)
            continue;
        fact_string(c, "trust.bundle", view_of(path));
        fact_integer(c, "trust.size", (int64_t)stat.size);
        if (c->source->common->detail)
            add_detail(c, path);
        return;
    }
}

#endif
