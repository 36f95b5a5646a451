/* SPDX-License-Identifier: MIT */
#include "sample.h"

Test(line, says_what_a_person_wants_to_know)
{
    struct envfp_fingerprint *sample = sample_new();
    char *line = form_of(sample, ENVFP_FORM_LINE), *token = form_of(sample, ENVFP_FORM_LONG);
    static const char head[] =
        "envfp vm:kvm/firecracker > container:docker > venv:python; x86-64-v4, linux 6.18.44, "
        "glibc 2.36, debian 12, PATH python 3.11.7; ";
    cr_expect_eq(strncmp(line, head, sizeof head - 1), 0, "%s", line);
    cr_expect_str_eq(line + sizeof head - 1, token);
    envfp_text_free(line);
    envfp_text_free(token);
    envfp_fingerprint_free(sample);
}

Test(line, names_what_runs_the_program_first)
{
    struct envfp_fingerprint *sample = sample_new();
    envfp__facts_string(&sample->facts, ENVFP_LAYER_APP, "myapp.version", VIEW("7"));
    envfp__facts_string(&sample->facts, ENVFP_LAYER_APP, "python.version", VIEW("3.13.0"));
    envfp__facts_boolean(&sample->facts, ENVFP_LAYER_APP, "python.virtualenv", true);
    envfp__facts_seal(&sample->facts);
    char *line = form_of(sample, ENVFP_FORM_LINE);
    cr_expect(strstr(line, "venv:python; runs python 3.13.0 (venv), x86-64-v4, linux"), "%s", line);
    cr_expect(strstr(line, ", PATH python 3.11.7; envfp1."), "%s", line);
    envfp_text_free(line);
    envfp_fingerprint_free(sample);
}

Test(line, tells_the_machine_where_there_is_nothing_else)
{
    struct envfp_fingerprint *sample = sample_new();
    sample->facts.stack_count = 1;
    char *line = form_of(sample, ENVFP_FORM_LINE);
    cr_expect_eq(strncmp(line, "envfp machine:physical; x86-64-v4,", 34), 0, "%s", line);
    envfp_text_free(line);
    sample->facts.stack_count = 0;
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        sample->facts.sections[i].count = 0;
    line = form_of(sample, ENVFP_FORM_LINE);
    cr_expect_eq(strncmp(line, "envfp; envfp1.1.", 16), 0, "%s", line);
    envfp_text_free(line);
    envfp_fingerprint_free(sample);
}

/* A hostile image says what it likes in os-release. */
Test(line, stays_one_printable_line_of_480_bytes_and_cannot_be_forged)
{
    struct envfp_fingerprint *sample = sample_new(), *victim = envfp__fingerprint_new(NULL, SIZE_MAX);
    char *forged = form_of(victim, ENVFP_FORM_LONG), long_value[600];
    cr_assert(strlen(forged) < 48);
    memset(long_value, 'x', sizeof long_value - 1);
    long_value[sizeof long_value - 1] = '\0';
    const char *const values[] = {forged, long_value, "a\\x0ab", "a; b > c, d", "\xc3\xa9\xe2\x80\xae",
                                  "",     "a b"};
    struct envfp_boundary stack[40];
    for (size_t i = 0; i < 40; i++)
        stack[i] = (struct envfp_boundary){"container", i % 2 ? long_value : "docker", forged, NULL};
    sample->facts.stack = stack;
    for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
        sample->facts.stack_count = v * 7 % 41;
        for (unsigned layer = 0; layer < ENVFP_LAYER_COUNT; layer++) {
            struct section *section = &sample->facts.sections[layer];
            for (size_t i = 0; i < section->count; i++)
                if (section->facts[i].type == ENVFP_STRING)
                    section->facts[i].value.string = view_of(values[v]);
        }
        char *line = form_of(sample, ENVFP_FORM_LINE);
        cr_expect(strlen(line) <= 480, "%zu", strlen(line));
        for (const char *at = line; *at; at++)
            cr_assert(*at >= 0x20 && *at < 0x7f, "%s", line);
        struct envfp_fingerprint *read = parse(line, strlen(line));
        cr_assert_not_null(read);
        cr_expect_eq(envfp_fingerprint_get_layer_status(read, ENVFP_LAYER_KERNEL), ENVFP_LAYER_OBSERVED);
        envfp_fingerprint_free(read);
        envfp_text_free(line);
    }
    envfp_text_free(forged);
    envfp_fingerprint_free(victim);
    envfp_fingerprint_free(sample);
}
