/* SPDX-License-Identifier: MIT */
#include "cases.h"

#include "collection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define PACKAGES 2700U

/* Names and versions as long as those of a distribution, no two alike, in the order that dpkg writes. */
static bool write_root(const char *directory, unsigned packages, unsigned changed)
{
    static const char *const parts[] = {"fonts-", "gir1.2-", "golang-",  "lib",
                                        "node-",  "",        "python3-", "x11-"};
    static const char *const folders[] = {"var", "var/lib", "var/lib/dpkg"};
    char path[4200];
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", directory, folders[i]);
        (void)mkdir(path, 0700);
    }
    (void)snprintf(path, sizeof path, "%s/var/lib/dpkg/status", directory);
    FILE *file = fopen(path, "we");
    if (!file)
        return false;
    for (unsigned i = 0; i < packages; i++)
        (void)fprintf(file,
                      "Package: %spackage%05u\nStatus: install ok installed\nArchitecture: %s\n"
                      "Version: %u.%u.%u-%u+deb12u%u\nDescription: something\n of some use\n\n",
                      parts[(uint64_t)i * 8 / packages], i, i % 3 ? "amd64" : "all", i % 9, i % 23, i % 7,
                      i % 4, i % 90 == 0 ? changed : 1);
    return fclose(file) == 0;
}

static char *make_root(unsigned packages, unsigned changed)
{
    const char *parent = getenv("TMPDIR");
    char directory[4096];
    (void)snprintf(directory, sizeof directory, "%s/envfp-bench-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(directory))
        return NULL;
    if (write_root(directory, packages, changed))
        return strdup(directory);
    collection_remove(directory);
    return NULL;
}

char *cases_make_root(unsigned packages)
{
    return make_root(packages, 1);
}

static struct envfp_fingerprint *collect(unsigned changed)
{
    char operand[4200];
    struct envfp_probe *probe = NULL;
    struct envfp_fingerprint *made = NULL;
    char *directory = make_root(PACKAGES, changed);
    if (!directory)
        return NULL;
    (void)snprintf(operand, sizeof operand, "root:%s", directory);
    if (envfp_probe_new(NULL, &probe) == ENVFP_OK &&
        (envfp_probe_set_operand(probe, operand) != ENVFP_OK || envfp_probe_run(probe, &made) != ENVFP_OK))
        made = NULL;
    envfp_probe_free(probe);
    collection_remove(directory);
    free(directory);
    return made;
}

/* The document deflated as the packed form has it, without base64. */
static bool deflate_document(struct cases *cases)
{
    char *document;
    if (envfp_fingerprint_copy_form(cases->a, ENVFP_FORM_DOCUMENT, &document, &cases->document_length) !=
        ENVFP_OK)
        return false;
    uLongf length = compressBound(cases->document_length);
    cases->deflated = malloc(length);
    cases->room = malloc(cases->document_length);
    bool good =
        cases->deflated && cases->room &&
        compress2(cases->deflated, &length, (const Bytef *)document, cases->document_length, 1) == Z_OK;
    cases->deflated_length = length;
    envfp_text_free(document);
    return good;
}

bool cases_open(struct cases *cases)
{
    *cases = (struct cases){.a = collect(1), .same = collect(1), .other = collect(2)};
    bool good = cases->a && cases->same && cases->other && deflate_document(cases) &&
                envfp_fingerprint_copy_form(cases->a, ENVFP_FORM_PACKED, &cases->packed,
                                            &cases->packed_length) == ENVFP_OK;
    if (good)
        cases->facts = envfp_fingerprint_get_fact_count(cases->a, ENVFP_LAYER_PACKAGES);
    else
        cases_close(cases);
    return good;
}

void cases_close(struct cases *cases)
{
    envfp_fingerprint_free(cases->a);
    envfp_fingerprint_free(cases->same);
    envfp_fingerprint_free(cases->other);
    envfp_text_free(cases->packed);
    free(cases->deflated);
    free(cases->room);
}

static void diff(const struct envfp_fingerprint *a, const struct envfp_fingerprint *b, bool same)
{
    struct envfp_diff *made;
    if (envfp_diff_new(a, b, &made) != ENVFP_OK || envfp_diff_run(made) != ENVFP_OK ||
        (envfp_diff_get_verdict(made) == ENVFP_DIFFERS) == same)
        abort();
    envfp_diff_free(made);
}

void cases_diff(void *state)
{
    const struct cases *cases = state;
    diff(cases->a, cases->other, false);
}

void cases_diff_equal(void *state)
{
    const struct cases *cases = state;
    diff(cases->a, cases->same, true);
}

void cases_read(void *state)
{
    const struct cases *cases = state;
    struct envfp_fingerprint *made;
    if (envfp_fingerprint_parse(NULL, cases->packed, cases->packed_length, &made) != ENVFP_OK ||
        !envfp_fingerprint_get_verified(made))
        abort();
    envfp_fingerprint_free(made);
}

void cases_inflate(void *state)
{
    const struct cases *cases = state;
    uLongf length = cases->document_length;
    if (uncompress(cases->room, &length, cases->deflated, cases->deflated_length) != Z_OK)
        abort();
}

void cases_write(void *state)
{
    const struct cases *cases = state;
    char *text;
    if (envfp_fingerprint_copy_form(cases->a, ENVFP_FORM_DOCUMENT, &text, NULL) != ENVFP_OK)
        abort();
    envfp_text_free(text);
}
