/* SPDX-License-Identifier: MIT */
#include "collect/project/marker.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

static struct arena arena;

static void set_up(void)
{
    envfp__arena_init(&arena, NULL, SIZE_MAX);
}

static void tear_down(void)
{
    envfp__arena_release(&arena);
}

TestSuite(marker, .init = set_up, .fini = tear_down);

static const char *normal(const char *text)
{
    struct view kept = envfp__marker_normal(&arena, view_of(text));
    return envfp__arena_copy(&arena, kept).text;
}

/* 't', 'f' or '?' */
static char judge(const char *text, const struct surroundings *here)
{
    struct view kept = envfp__marker_normal(&arena, view_of(text));
    /* What is kept of it is judged as it is, and kept again. */
    return "ft?"[envfp__marker_holds(envfp__arena_copy(&arena, kept), here)];
}

static const struct surroundings linux_311 = {.python = {"3.11.7", 6},
                                              .implementation = {"cpython", 7},
                                              .machine = {"x86_64", 6},
                                              .extras = TRI_UNKNOWN};

Test(marker, is_judged_as_packaging_judges_it)
{
    static const struct {
        const char *text;
        char holds;
    } rows[] = {
        {"python_version < '3.11'", 'f'},
        {"python_version >= '3.9'", 't'},
        {"python_version >= '3.9' and python_version < '4'", 't'},
        {"python_version < '3.8' or python_version >= '3.11'", 't'},
        {"'3.12' > python_version", 't'},
        {"python_version == '3.11'", 't'},
        {"python_version == '3.*'", 't'},
        {"python_version != '3.11.*'", 'f'},
        {"python_version ~= '3.9'", 't'},
        {"python_version ~= '2.7'", 'f'},
        {"python_version in '2.7 3.11'", 't'},
        {"python_version not in '2.7, 3.11'", 'f'},
        {"python_full_version < '3.11.8'", 't'},
        {"python_full_version >= '3.11.8'", 'f'},
        {"sys_platform == 'win32'", 'f'},
        {"sys_platform != 'win32' and platform_system == \"Linux\"", 't'},
        {"sys_platform == 'some-other'", 'f'},
        {"os_name == 'nt' or (os_name == 'posix' and platform_machine != 'arm64')", 't'},
        {"platform_machine in 'aarch64 ppc64le x86_64 amd64 AMD64 win32 WIN32'", 't'},
        {"platform_machine not in 'aarch64 ppc64le'", 't'},
        {"platform_python_implementation != 'PyPy'", 't'},
        {"implementation_name == 'cpython'", 't'},
        {"(platform_python_implementation == 'CPython') and (sys_platform == 'linux')", 't'},
        {"os.name == 'posix' and python_implementation == 'CPython'", 't'},
        {"python_version < \\\"3.11\\\"", 'f'},
        /* `and` binds before `or`. */
        {"sys_platform == 'linux' or sys_platform == 'win32' and python_version < '3'", 't'},
        {"(sys_platform == 'linux' or sys_platform == 'win32') and python_version < '3'", 'f'},
        /* What is not known is not guessed, unless the rest decides. */
        {"platform_release >= '20'", '?'},
        {"platform_release >= '20' and sys_platform == 'win32'", 'f'},
        {"platform_release >= '20' or sys_platform == 'linux'", 't'},
        {"extra == 'socks'", '?'},
        {"extra == 'socks' and python_version < '3'", 'f'},
        {"sys_platform > 'linux'", '?'},
        {"'linux' in sys_platform", '?'},
        {"platform_machine in 'x86_64x weird'", '?'},
        {"implementation_version >= '3'", '?'},
        {"unheard_of == 'x'", '?'},
        {"", 't'},
        /* No markers. */
        {"python_version", '?'},
        {"python_version <", '?'},
        {"python_version < '3", '?'},
        {"'3' < '4'", '?'},
        {"python_version < os_name", '?'},
        {"(python_version < '3'", '?'},
        {"python_version < '3')", '?'},
        {"python_version < '3' and", '?'},
        {"python_version < '3' xor os_name == 'nt'", '?'},
        {"and", '?'},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(judge(rows[i].text, &linux_311), rows[i].holds, "%s: %c", rows[i].text,
                     judge(rows[i].text, &linux_311));
}

/* The release of an environment's Python is not known: an upgrade of the base alone changes it. */
Test(marker, of_a_series_says_what_every_release_says)
{
    const struct surroundings here = {.python = VIEW("3.11"), .implementation = VIEW("pypy")};
    cr_expect_eq(judge("python_full_version >= '3.11'", &here), 't');
    cr_expect_eq(judge("python_full_version < '3.11'", &here), 'f');
    cr_expect_eq(judge("python_full_version < '3.12.3'", &here), 't');
    cr_expect_eq(judge("python_full_version == '3.11.*'", &here), 't');
    cr_expect_eq(judge("python_full_version == '3.10.4'", &here), 'f');
    cr_expect_eq(judge("python_full_version < '3.11.4'", &here), '?');
    cr_expect_eq(judge("python_full_version == '3.11.4'", &here), '?');
    cr_expect_eq(judge("python_version <= '3.11'", &here), 't');
    cr_expect_eq(judge("platform_python_implementation == 'PyPy'", &here), 't');
    cr_expect_eq(judge("platform_machine == 'x86_64'", &here), '?', "the machine is unknown");
    const struct surroundings nothing = {.machine = VIEW("x86_64")};
    cr_expect_eq(judge("python_version < '3'", &nothing), '?');
    cr_expect_eq(judge("implementation_name == 'pypy'", &nothing), '?');
}

Test(marker, keeps_known_words_alone)
{
    cr_expect_str_eq(normal("python_version<'3.11' or sys_platform=='win32' and os_name!='nt'"),
                     "python_version<3.11 sys_platform==win32 os_name!=nt and or");
    cr_expect_str_eq(normal("sys_platform == 'hunter2' and extra == 'hunter2'"), "sys_platform==? extra and");
    cr_expect_str_eq(normal("platform_release == 'hunter2'"), "?");
    cr_expect_str_eq(normal("python_version < 'hunter2'"), "?");
    cr_expect_str_eq(normal("'hunter2' in extras or 'hunter2' in dependency_groups"), "extra group or");
    cr_expect_str_eq(normal("platform_machine in 'hunter2 aarch64'"), "platform_machine~?,aarch64");
    cr_expect_str_eq(normal("hunter2"), "?");
}

Test(marker, that_is_nested_without_end_is_unknown)
{
    static char deep[4096];
    for (size_t levels = 60; levels < 80; levels += 10) {
        struct text text = {.arena = &arena};
        for (size_t i = 0; i < levels; i++)
            envfp__text_add_byte(&text, '(');
        envfp__text_add(&text, VIEW("os_name=='posix'"));
        for (size_t i = 0; i < levels; i++)
            envfp__text_add_byte(&text, ')');
        cr_expect_eq(judge(envfp__text_view(&text).text, &linux_311), levels <= 64 ? 't' : '?', "%zu",
                     levels);
    }
    memset(deep, '(', sizeof deep - 1);
    cr_expect_eq(judge(deep, &linux_311), '?');
    /* A kept form that somebody wrote: too much on the stack, too little. */
    struct text many = {.arena = &arena};
    for (size_t i = 0; i < 1000; i++)
        envfp__text_add(&many, VIEW("os_name==posix "));
    cr_expect_eq(envfp__marker_holds(envfp__text_view(&many), &linux_311), TRI_UNKNOWN);
    cr_expect_eq(envfp__marker_holds(VIEW("and"), &linux_311), TRI_UNKNOWN);
    cr_expect_eq(envfp__marker_holds(VIEW("os_name== or"), &linux_311), TRI_UNKNOWN);
    cr_expect_eq(envfp__marker_holds(VIEW("os_name~ ~ != =="), &linux_311), TRI_UNKNOWN);
}

Test(marker, has_ranges_of_versions)
{
    static const char *const rows[][3] = {
        {">=8", "8.1.7", "t"},     {">= 8, < 9", "8.1.7", "t"}, {">=8,<9", "9.0", "f"},
        {"~=1.4.2", "1.4.9", "t"}, {"~=1.4.2", "1.5", "f"},     {"==1.*", "1.9", "t"},
        {"!=1.5", "1.5.0", "f"},   {"(>=1)", "2", "t"},         {"~=1", "1", "?"},
        {"hunter2", "1", "?"},     {">=hunter2", "1", "?"},     {"", "1", "t"},
        {">=1,hunter2", "2", "?"}, {"===1.0", "1.0", "t"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view kept = envfp__range_normal(&arena, view_of(rows[i][0]));
        cr_expect_eq("ft?"[envfp__range_holds(kept, view_of(rows[i][1]))], rows[i][2][0], "%s", rows[i][0]);
        cr_expect_not(view_has(kept, VIEW("hunter2")));
    }
}

/* ---- Platforms ---- */

static char platform(const char *os, const char *cpu, const char *libc, const struct surroundings *here)
{
    const char *const keys[] = {"os", "cpu", "libc"}, *const lists[] = {os, cpu, libc};
    struct platform made = {.length = 0};
    struct view rest, word;
    for (size_t i = 0; i < 3; i++)
        for (rest = view_of(lists[i]); view_cut(&rest, ' ', &word);)
            envfp__platform_add(&made, keys[i], word);
    return "ft?"[envfp__platform_holds(platform_view(&made), here)];
}

static enum tri yarn(const char *text, const struct surroundings *here)
{
    struct platform made = {.length = 0};
    envfp__platform_add_yarn(&made, view_of(text));
    return envfp__platform_holds(platform_view(&made), here);
}

Test(marker, has_platforms_that_grow_nothing)
{
    struct platform made = {.length = 0};
    const struct surroundings here = {.cpu = VIEW("x64")};
    for (size_t i = 0; i < 100000; i++)
        envfp__platform_add(&made, "os", VIEW("linux"));
    cr_expect_eq(envfp__platform_holds(platform_view(&made), &here), TRI_UNKNOWN);
    struct platform twice = {.length = 0};
    envfp__platform_add(&twice, "os", VIEW("linux"));
    envfp__platform_add(&twice, "cpu", VIEW("x64"));
    envfp__platform_add(&twice, "os", VIEW("darwin"));
    cr_expect_eq(envfp__platform_holds(platform_view(&twice), &here), TRI_UNKNOWN);
}

Test(marker, has_platforms_as_npm_judges_them)
{
    const struct surroundings here = {.cpu = VIEW("x64"), .libc = VIEW("glibc")};
    cr_expect_eq(platform("linux", "x64", "glibc", &here), 't');
    cr_expect_eq(platform("linux", "x64", "musl", &here), 'f');
    cr_expect_eq(platform("darwin linux", "", "", &here), 't');
    cr_expect_eq(platform("!win32", "", "", &here), 't');
    cr_expect_eq(platform("!win32 !linux", "", "", &here), 'f');
    cr_expect_eq(platform("linux !linux", "", "", &here), 'f');
    cr_expect_eq(platform("any", "arm64", "", &here), 'f');
    cr_expect_eq(platform("hunter2", "", "", &here), 'f', "some other system");
    cr_expect_eq(platform("", "", "", &here), 't');
    const struct surroundings unknown = {.cpu = VIEW("x64")};
    cr_expect_eq(platform("linux", "x64", "musl", &unknown), '?');
    cr_expect_eq(platform("darwin", "x64", "musl", &unknown), 'f', "whatever the C library");
}

Test(marker, has_platforms_as_yarn_writes_them)
{
    const struct surroundings here = {.cpu = VIEW("arm64"), .libc = VIEW("musl")};
    static const char *const rows[][2] = {
        {"os=linux & cpu=arm64 & libc=musl", "t"},
        {"os=linux & cpu=arm64 & libc=glibc", "f"},
        {"(os=darwin | os=linux) & cpu=arm64", "t"},
        {"(os=!win32)", "t"},
        {"engine=electron", "?"},
        {"os", "?"},
        {"", "t"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq("ft?"[yarn(rows[i][0], &here)], rows[i][1][0], "%s", rows[i][0]);
    static char many[5000];
    memset(many, '&', sizeof many - 1);
    cr_expect_eq(yarn(many, &here), TRI_UNKNOWN);
}
