/* SPDX-License-Identifier: MIT */
/* What a trace notes of each question, and what of a name it shows. */
#include "source/trace.h"

#include "source/declared.h"
#include "world.h"

#include <criterion/criterion.h>

static struct world *world;
static struct arena kept, arena;
static struct trace trace;

/* What these tests ask for is declared here, so that it does not matter what collectors declare. How recordings call a
 * path is for the collectors' rows to say. */
static const struct {
    struct declaration head;
    struct envfp_read reads[7], variables[3];
    char paths[7][48], names[3][16];
} declared = {
#define AT(member) (uint16_t) offsetof(__typeof__(declared), member)
#define PATH(n, how) .reads[n] = {AT(reads[n]), AT(paths[n]), AT(paths[n]), how}
#define VARIABLE(n, how) .variables[n] = {AT(variables[n]), AT(names[n]), AT(names[n]) + 1, how}
    .head = {.reads = AT(reads), .read_count = 7, .variables = AT(variables), .variable_count = 3},
    PATH(0, KEEP_LINES),
    PATH(1, KEEP_NAMES),
    PATH(2, KEEP_PROGRAM),
    PATH(3, KEEP_LINES),
    PATH(4, KEEP_LINES),
    PATH(5, KEEP_PRESENCE),
    PATH(6, KEEP_PRESENCE),
    VARIABLE(0, VARIABLE_PATHS),
    VARIABLE(1, VARIABLE_PATHS),
    VARIABLE(2, VARIABLE_WORD),
    .paths = {"/etc/{os,lsb}-release", "/etc/", "$HOME/.pyenv/versions/*/bin/python*", "$PATH/python3",
              "$HOME/.nvm/alias/default", "/proc/**", "/sys/**"},
    .names = {"$PATH", "$PYTHONPATH", "$LANG"},
};

static const struct declaration *get_declaration(size_t index)
{
    return index == 0 ? &declared.head : envfp__declarers.get(index - 1);
}

static void build(void)
{
    world = world_new();
    world_variable(world, "HOME", "/home/alice");
    world_source(world)->common->declarers = (struct declarers){get_declaration, envfp__declarers.count + 1};
    world_source(world)->common->at_work = 0;
    envfp__arena_init(&kept, NULL, SIZE_MAX);
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__trace_start(&trace, world_source(world), &kept);
}

static void destroy(void)
{
    envfp__trace_end(&trace);
    envfp__arena_release(&kept);
    envfp__arena_release(&arena);
    world_free(world);
}

TestSuite(trace, .init = build, .fini = destroy);

static void is_step(size_t index, const char *operation, const char *name, enum envfp_reason answer,
                    uint64_t amount)
{
    cr_assert_lt(index, trace.count);
    const struct envfp_step *step = &trace.steps[index];
    cr_expect_str_eq(envfp__trace_word(step), operation, "step %zu is %s %s", index, envfp__trace_word(step),
                     step->name);
    cr_expect_str_eq(step->name, name, "step %zu is %s", index, step->name);
    cr_expect_eq(step->answer, answer, "step %zu: %s", index,
                 envfp_reason_name((enum envfp_reason)step->answer));
    cr_expect_eq(step->amount, amount, "step %zu: %lu", index, (unsigned long)step->amount);
}

/* {path that is looked at, what is shown of it}, after what else was asked before. */
static void are_shown(const char *const (*rows)[2], size_t count)
{
    size_t before = trace.count;
    struct source_stat stat;
    for (size_t i = 0; i < count; i++)
        (void)source_stat(world_source(world), rows[i][0], &stat);
    envfp__trace_finish(&trace);
    cr_assert_eq(trace.count, before + count);
    for (size_t i = 0; i < count; i++)
        cr_expect_str_eq(trace.steps[before + i].name, rows[i][1], "%s", trace.steps[before + i].name);
}

#define ARE_SHOWN(...)                                                                                       \
    do {                                                                                                     \
        static const char *const rows[][2] = {__VA_ARGS__};                                                  \
        are_shown(rows, sizeof rows / sizeof *rows);                                                         \
    } while (0)

/* ---- Order and answers ---------------------------------------------------------------------------------------------- */

Test(trace, notes_each_question_in_order)
{
    const struct source *source = world_source(world);
    struct view value;
    struct source_entry *entries;
    struct source_stat stat;
    struct source_uname names;
    size_t count;
    uint32_t registers[4];
    world_file(world, "/etc/os-release", "ID=x\n");
    world_link(world, "/proc/self/root", "/");
    world_cpuid(world, 0, 0, 0, 7, 0, 0, 0);
    world_cpuid(world, 0, 7, 1, 1, 2, 3, 4);
    world_probe(world, "page_size", "4096");
    (void)source_read(source, "/etc/os-release", &value);
    (void)source_read(source, "/etc/lsb-release", &value);
    (void)source_list(source, &arena, "/etc/", &entries, &count);
    (void)source_link(source, &arena, "/proc/self/root", &value);
    (void)source_stat(source, "/etc/os-release", &stat);
    (void)source_variable(source, "LANG", &value);
    (void)source_probe(source, &arena, "page_size", &value);
    (void)source_cpuid(source, 0, 7, 1, registers);
    (void)source_auxv(source, &arena, "AT_HWCAP", &value);
    (void)source_uname(source, &arena, &names);
    envfp__trace_finish(&trace);
    cr_assert_eq(trace.count, 10);
    is_step(0, "open", "/etc/os-release", ENVFP_REASON_NONE, 5);
    is_step(1, "open", "/etc/lsb-release", ENVFP_REASON_ABSENT, 0);
    is_step(2, "list", "/etc/", ENVFP_REASON_NONE, 1);
    is_step(3, "readlink", "/proc/self/root", ENVFP_REASON_NONE, 0);
    is_step(4, "stat", "/etc/os-release", ENVFP_REASON_NONE, 0);
    is_step(5, "variable", "LANG", ENVFP_REASON_ABSENT, 0);
    is_step(6, "probe", "page_size", ENVFP_REASON_NONE, 0);
    is_step(7, "cpuid", "0x00000007:1", ENVFP_REASON_NONE, 0);
    is_step(8, "auxv", "AT_HWCAP", ENVFP_REASON_ABSENT, 0);
    is_step(9, "uname", "", (enum envfp_reason)trace.steps[9].answer, 0);
}

Test(trace, says_what_was_in_the_way)
{
    const struct source *source = world_source(world);
    struct view content;
    struct source_file file;
    char bytes[8];
    size_t got;
    world_file(world, "/etc/os-release", "ID=x\nNAME=X\n");
    world_error(world, "/etc/lsb-release", ENVFP_REASON_DENIED);
    (void)source_read(source, "/etc/lsb-release", &content);
    /* It breaks off while it is read. */
    cr_assert_eq(source_open(source, "/etc/os-release", &file), ENVFP_REASON_NONE);
    (void)source_pull(source, &file, 0, bytes, 4, &got);
    world_fail_at(world, 1, ENVFP_REASON_BUSY);
    (void)source_pull(source, &file, 4, bytes, 4, &got);
    source_close(source, &file);
    world_fail_at(world, 0, ENVFP_REASON_NONE);
    /* The limit, and the deadline. */
    source->common->file_limit = 3;
    (void)source_read(source, "/etc/os-release", &content);
    source->common->deadline = 1;
    (void)source_read(source, "/etc/os-release", &content);
    envfp__trace_finish(&trace);
    is_step(0, "open", "/etc/lsb-release", ENVFP_REASON_DENIED, 0);
    is_step(1, "open", "/etc/os-release", ENVFP_REASON_BUSY, 4);
    is_step(2, "open", "/etc/os-release", ENVFP_REASON_TRUNCATED, 3);
    is_step(3, "open", "/etc/os-release", ENVFP_REASON_TRUNCATED, 0);
}

Test(trace, knows_who_asked)
{
    struct view value;
    struct source_common *common = world_source(world)->common;
    (void)source_variable(world_source(world), "PATH", &value);
    common->for_all = true;
    (void)source_variable(world_source(world), "PATH", &value);
    envfp__trace_finish(&trace);
    cr_expect_eq(trace.steps[0].asker, 0);
    cr_expect_not(trace.steps[0].for_all);
    cr_expect(trace.steps[1].for_all);
    envfp__trace_told(&trace, 0, 0);
    cr_expect_eq(trace.steps[0].told->bits[0], 1U);
}

/* ---- Names ---------------------------------------------------------------------------------------------------------- */

Test(trace, shows_what_is_there_with_homes_folded)
{
    world_directory(world, "/opt/mine/.nvm/alias");
    world_file(world, "/home/bob/.nvm/alias/default", "20\n");
    ARE_SHOWN({"/opt/mine/.nvm/alias", "/opt/mine/.nvm/alias"},
              {"/home/bob/.nvm/alias/default", "~/.nvm/alias/default"}, {"/home/bob/.nvm", "~/.nvm"});
}

Test(trace, shows_of_what_is_not_there_only_what_is_declared)
{
    world_directory(world, "/srv/managers");
    ARE_SHOWN({"/srv/managers", "/srv/managers"},
              {"/srv/managers/secret/.nvm/alias/default", "/srv/managers/*/.nvm/alias/default"},
              {"/home/alice/.pyenv/versions/secret/bin/python-secret", "~/.pyenv/versions/*/bin/python*"},
              {"/home/alice/.pyenv/versions/3.12.1/bin/python3", "~/.pyenv/versions/3.12.1/bin/python3"},
              {"/home/alice/.pyenv/versions", "~/*/*"}, {"/etc/lsb-release", "/etc/lsb-release"});
}

Test(trace, shows_where_variables_lead_that_may_be_shown)
{
    struct view value;
    world_variable(world, "PATH", "/srv/tools/bin:relative:/home/bob/bin:/opt/a b:/opt/x");
    world_variable(world, "PYTHONPATH", "https://user:secret@host/x:/srv/hidden");
    (void)source_variable(world_source(world), "PATH", &value);
    (void)source_variable(world_source(world), "PYTHONPATH", &value);
    ARE_SHOWN({"/srv/tools/bin/python3", "/srv/tools/bin/python3"},
              {"/home/bob/bin/python3", "~/bin/python3"}, {"/opt/x/python3", "/opt/x/python3"},
              {"/srv/hidden/python3", "/srv/*/python3"});
}

Test(trace, shows_the_kernel_s_names_without_those_of_persons_and_machines)
{
    ARE_SHOWN({"/proc/sys/kernel/yama/ptrace_scope", "/proc/sys/kernel/yama/ptrace_scope"},
              {"/sys/fs/cgroup/system.slice/secret.service/memory.max",
               "/sys/fs/cgroup/system.slice/_.service/memory.max"},
              {"/sys/bus/pci/devices/d2c71e9f-1234-5678-9abc-0123456789ab/modalias",
               "/sys/bus/pci/devices/00000000-0000-0000-0000-000000000000/modalias"});
}

Test(trace, shows_nothing_that_nobody_declares)
{
    struct view content;
    world_file(world, "/srv/secret.key", "x");
    world_variable(world, "API_TOKEN", "x");
    (void)source_read(world_source(world), "/srv/secret.key", &content);
    (void)source_variable(world_source(world), "API_TOKEN", &content);
    envfp__trace_finish(&trace);
    is_step(0, "open", "?", ENVFP_REASON_NONE, 1);
    is_step(1, "variable", "?", ENVFP_REASON_ABSENT, 0);
}

Test(trace, escapes_names_and_bears_long_ones)
{
    struct text name = {.arena = &arena};
    for (size_t i = 0; i < 2000; i++)
        envfp__text_add(&name, VIEW("/x"));
    world_directory(world, "/home/alice/.nvm/a\nb\\");
    const char *const rows[][2] = {
        {"/home/alice/.nvm/a\nb\\", "~/.nvm/a\\x0ab\\\\"}, {envfp__text_view(&name).text, "?"}, {"", "?"}};
    are_shown(rows, 3);
}

/* ---- Memory --------------------------------------------------------------------------------------------------------- */

Test(trace, remembers_that_there_was_no_memory)
{
    struct arena small;
    struct view value;
    bool whole = false;
    for (size_t limit = 16; limit < 1 << 20; limit *= 2) {
        envfp__trace_end(&trace);
        envfp__arena_init(&small, NULL, limit);
        envfp__trace_start(&trace, world_source(world), &small);
        for (size_t i = 0; i < 100; i++)
            (void)source_read(world_source(world), "/etc/os-release", &value);
        envfp__trace_finish(&trace);
        cr_assert(trace.count == 100 || small.failed);
        whole = whole || !small.failed;
        envfp__arena_release(&small);
    }
    cr_assert(whole);
}
