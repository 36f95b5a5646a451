/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>

#include "collect/program.h"
#include "registry/registry.h"

/* What a program_index has bits for. */
#define PROGRAMS_MOST 64

static const char *text(const struct envfp_language *language, uint16_t offset)
{
    return language_text(language, offset);
}

static bool has_fact(const struct envfp_language *language, const char *end)
{
    char key[64];
    (void)snprintf(key, sizeof key, "%s%s", language_word(language), end);
    return envfp__registry_find_own(language_declaration(language), view_of(key)) != NULL;
}

Test(languages, each_has_a_title_and_facts_of_its_own)
{
    for (const struct envfp_language *l = NULL; (l = envfp_registry_next_language(l));) {
        cr_expect_str_eq(envfp_language_get_word(l), language_word(l));
        cr_expect(envfp_language_get_title(l)[0], "%s has no title", language_word(l));
        cr_expect(has_fact(l, ".version"), "%s.version is no fact of its file", language_word(l));
        cr_expect(has_fact(l, ".path"), "%s.path is no fact of its file", language_word(l));
        cr_expect_eq(envfp__registry_language_of(view_of(language_word(l)), ""), l);
    }
    cr_expect_null(envfp_language_get_word(NULL));
    cr_expect_null(envfp_language_get_title(NULL));
}

Test(languages, versions_that_managers_hold_are_pinned_by_them)
{
    for (const struct envfp_language *l = NULL; (l = envfp_registry_next_language(l));) {
        char key[64];
        (void)snprintf(key, sizeof key, "%s.version", language_word(l));
        if (text(l, l->asdf)[0] || text(l, l->mise)[0])
            cr_expect_eq(envfp_entry_get_pin(envfp_registry_find_entry(ENVFP_LAYER_RUNTIMES, key)),
                         ENVFP_PIN_VERSION_MANAGER, "%s", key);
    }
}

/* Only so are they found: each program has one bit. */
Test(languages, each_program_is_one_languages_and_may_be_read)
{
    size_t programs = 0;
    for (const struct envfp_language *l = NULL; (l = envfp_registry_next_language(l));) {
        char path[64];
        if (!language_program(l)[0])
            continue;
        programs++;
        (void)snprintf(path, sizeof path, "/opt/bin/%s", language_program(l));
        const struct envfp_read *read = envfp__declared_read(language_declaration(l), view_of(path));
        cr_expect(read && read->how == KEEP_PROGRAM, "%s has no PROGRAM row", path);
        for (const struct envfp_language *m = l; (m = envfp_registry_next_language(m));)
            cr_expect_str_neq(language_program(l), language_program(m));
    }
    cr_expect_leq(programs + PROGRAM_TOOLS, PROGRAMS_MOST);
}

static void expect_variable(const struct envfp_language *language, const char *manager, const char *name)
{
    char variable[64];
    if (!name[0])
        return;
    (void)snprintf(variable, sizeof variable, "%s_%s_VERSION", manager, name);
    for (char *at = variable; *at; at++)
        *at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
    cr_expect(envfp__declared_variable(language_declaration(language), view_of(variable)),
              "%s has no row for $%s", language_word(language), variable);
}

Test(languages, managers_names_lead_to_one_language_and_to_its_variables)
{
    for (const struct envfp_language *l = NULL; (l = envfp_registry_next_language(l));) {
        struct view also = view_of(text(l, l->also)), name;
        expect_variable(l, "ASDF", text(l, l->asdf));
        expect_variable(l, "MISE", text(l, l->mise));
        if (l->asdf && text(l, l->asdf)[0])
            cr_expect_eq(envfp__registry_language_called(view_of(text(l, l->asdf))), l);
        if (text(l, l->mise)[0])
            cr_expect_eq(envfp__registry_language_called(view_of(text(l, l->mise))), l);
        while (view_cut_word(&also, &name))
            cr_expect_eq(envfp__registry_language_called(name), l);
    }
    cr_expect_null(envfp__registry_language_called(VIEW("")));
    cr_expect_null(envfp__registry_language_called(VIEW("terraform")));
}

Test(languages, each_file_with_a_version_may_be_read)
{
    for (const struct envfp_language *l = NULL; (l = envfp_registry_next_language(l));) {
        struct view files = view_of(text(l, l->files)), word, file;
        while (view_cut_word(&files, &word)) {
            char path[128];
            view_cut(&word, ':', &file);
            (void)snprintf(path, sizeof path, "/opt/x/%.*s", (int)file.length, file.text);
            cr_expect(envfp__declared_read(language_declaration(l), view_of(path)), "%s has no row", path);
        }
    }
}

Test(languages, those_that_promise_an_interface_come_first_and_each_once)
{
    size_t rows = 0, met = 0, count = 0;
    for (size_t i = 0; envfp__registry_declaration(i); i++)
        rows += envfp__registry_declaration(i)->language_count;
    const struct envfp_language *all[128] = {NULL}, *previous = NULL;
    for (; count < 128 && (all[count] = envfp_registry_next_language(previous)); previous = all[count++])
        cr_expect(!previous || previous->promise || !all[count]->promise);
    for (size_t i = 0; i < count; i++, met++)
        for (size_t j = 0; j < i; j++)
            cr_expect_neq(all[i], all[j]);
    cr_expect_eq(met, rows);
    cr_expect_gt(rows, 20);
}

Test(languages, a_keys_language_is_found_by_its_whole_word)
{
    cr_expect_str_eq(envfp_language_get_title(envfp__registry_language_of(VIEW("r.version"), ".version")),
                     "R");
    cr_expect_str_eq(
        envfp_language_get_title(envfp__registry_language_of(VIEW("luajit.version"), ".version")), "LuaJIT");
    cr_expect_null(envfp__registry_language_of(VIEW("os.version"), ".version"));
    cr_expect_null(envfp__registry_language_of(VIEW(".version"), ".version"));
    cr_expect_null(envfp__registry_language_of(VIEW("python.versions"), ".version"));
}
