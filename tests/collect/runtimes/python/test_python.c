/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "elf_image.h"
#include "world.h"

#define RT ENVFP_LAYER_RUNTIMES

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

TestSuite(python, .init = set_up, .fini = tear_down);

static void add_python(struct world *to, const char *path, uint64_t number)
{
    size_t length;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){
            .wide = true, .machine = 62, .symbol = number ? "Py_Version" : NULL, .number = number},
        &length);
    world_program(to, path, bytes, length);
    free(bytes);
}

static void add_dist(struct world *to, const char *directory, const char *name, const char *version)
{
    char path[512], text[512];
    snprintf(path, sizeof path, "%s/%s-%s.dist-info/METADATA", directory, name, version);
    snprintf(text, sizeof text, "Metadata-Version: 2.1\nName: %s\nVersion: %s\n\nName: no\nVersion: 0\n",
             name, version);
    world_file(to, path, text);
}

static void add_debian(struct world *to)
{
    add_python(to, "/usr/bin/python3.11", 0x030b02f0);
    world_link(to, "/usr/bin/python3", "python3.11");
    world_link(to, "/bin", "usr/bin");
    add_dist(to, "/usr/lib/python3/dist-packages", "Foo_.Bar", "1.0");
    world_file(to, "/usr/lib/python3/dist-packages/six-1.16.0.egg-info", "Name: six\nVersion: 1.16.0\n");
    world_file(to, "/usr/lib/python3/dist-packages/old-2.egg-info/PKG-INFO", "Name: old\nVersion: 2\n");
    world_file(to, "/usr/lib/python3/dist-packages/empty.dist-info/RECORD", "");
    add_dist(to, "/usr/local/lib/python3.11/dist-packages", "local", "3");
    add_dist(to, "/home/me/.local/lib/python3.11/site-packages", "mine", "4");
}

Test(python, reads_debians)
{
    add_debian(world);
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.version"), "3.11.2");
    cr_assert_str_eq(world_string(world, RT, "python.implementation"), "cpython");
    cr_assert_str_eq(world_string(world, RT, "python/foo-bar"), "1.0");
    cr_assert_str_eq(world_string(world, RT, "python/six"), "1.16.0");
    cr_assert_str_eq(world_string(world, RT, "python/old"), "2");
    cr_assert_str_eq(world_string(world, RT, "python/local"), "3");
    cr_assert_str_eq(world_string(world, RT, "python/mine"), "4");
    cr_assert_null(world_string(world, RT, "python/no"));
    cr_assert_eq(world_boolean(world, RT, "python.virtualenv"), -1);
}

Test(python, leaves_the_user_site_out_when_told)
{
    add_debian(world);
    world_variable(world, "PYTHONNOUSERSITE", "1");
    world_collect(world, "python");
    cr_assert_null(world_string(world, RT, "python/mine"));
    cr_assert_str_eq(world_string(world, RT, "python.variable.nousersite"), "1");
}

Test(python, tells_what_an_import_finds)
{
    add_debian(world);
    add_dist(world, "/usr/local/lib/python3.11/dist-packages", "Six", "1.17");
    add_dist(world, "/home/me/.local/lib/python3.11/site-packages", "local", "2");
    add_dist(world, "/srv/path", "mine", "5");
    world_variable(world, "PYTHONPATH", "/srv/path");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python/six"), "1.17");
    cr_assert_str_eq(world_string(world, RT, "python_shadowed/six"), "1.16.0");
    cr_assert_str_eq(world_string(world, RT, "python/local"), "2");
    cr_assert_str_eq(world_string(world, RT, "python_shadowed/local"), "3");
    cr_assert_str_eq(world_string(world, RT, "python/mine"), "5");
    cr_assert_str_eq(world_string(world, RT, "python_shadowed/mine"), "4");
}

Test(python, shows_versions_side_by_side)
{
    add_debian(world);
    add_dist(world, "/usr/local/lib/python3.11/dist-packages", "twice", "1");
    add_dist(world, "/usr/local/lib/python3.11/dist-packages", "twice", "2");
    world_collect(world, "python");
    cr_assert_str_eq(world_set(world, RT, "python/twice"), "1 2");
}

Test(python, follows_a_user_base_of_ones_own)
{
    add_debian(world);
    world_variable(world, "PYTHONUSERBASE", "/srv/base");
    add_dist(world, "/srv/base/lib/python3.11/site-packages", "based", "1");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python/based"), "1");
    cr_assert_null(world_string(world, RT, "python/mine"));
}

Test(python, is_led_nowhere_into_the_kernels_files)
{
    add_debian(world);
    world_file(world, "/usr/local/lib/python3.11/dist-packages/x.pth", "/proc/1/root/srv\n");
    add_dist(world, "/proc/1/root/srv", "hidden", "1");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.version"), "3.11.2");
    cr_assert_null(world_string(world, RT, "python/hidden"));
    cr_assert_str_eq(world_gap(world, RT, "python/*"), "hidden");
}

Test(python, takes_no_home_of_an_environment_in_the_kernels_files)
{
    world_variable(world, "PATH", "/srv/venv/bin");
    add_python(world, "/usr/bin/python3.11", 0x030b02f0);
    world_link(world, "/srv/venv/bin/python3", "/usr/bin/python3.11");
    world_file(world, "/srv/venv/pyvenv.cfg",
               "home = /proc/1/root/usr/bin\ninclude-system-site-packages = true\nversion = 3.11.2\n");
    add_dist(world, "/proc/1/root/usr/lib/python3.11/site-packages", "hidden", "1");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.version"), "3.11.2");
    cr_assert_null(world_string(world, RT, "python/hidden"));
    cr_assert_str_eq(world_gap(world, RT, "python/*"), "hidden");
}

/* ---- Where a distribution came from ------------------------------------------------------------------- */

#define SITE "/usr/local/lib/python3.11/dist-packages"

static void add_origin(const char *name, const char *text)
{
    char path[256];
    add_dist(world, SITE, name, "1");
    snprintf(path, sizeof path, SITE "/%s-1.dist-info/direct_url.json", name);
    world_file(world, path, text);
}

Test(python, tells_commits_and_contents_apart)
{
    static const char *const cases[][4] = {
        {"vcs",
         "{\"url\": \"https://me:secret@git.example/a.git?token=x\", \"vcs_info\": {\"commit_id\": "
         "\"0123456789abcdef0123456789abcdef01234567\", \"vcs\": \"git\"}}",
         "1 git:0123456789abcdef0123456789abcdef01234567", "https://git.example/a.git"},
        {"archive",
         "{\"archive_info\": {\"hash\": \"sha256=00ff00ff\", \"hashes\": {\"sha256\": \"00ff00ff\"}}, "
         "\"url\": "
         "\"https://files.example/a.whl#sha256=00ff00ff\"}",
         "1 sha256:00ff00ff", "https://files.example/a.whl"},
        {"older", "{\"url\":\"https://x.example/\",\"archive_info\":{\"hash\":\"sha256=00ff00ff\"}}",
         "1 sha256:00ff00ff", "https://x.example/"},
        {"near", "{\"url\": \"file:///home/me/a.whl\", \"archive_info\": {\"hash\": \"sha256=00ff00ff\"}}",
         "1", NULL},
        {"work", "{\"url\": \"file:///home/me/work\", \"dir_info\": {\"editable\": true}}", "1 editable",
         NULL},
        {"copied", "{\"url\": \"file:///home/me/work\", \"dir_info\": {\"editable\": false}}", "1", NULL},
        {"forged", "{\"vcs_info\": {\"commit_id\": \"../../x y\", \"vcs\": \"git\"}}", "1", NULL},
        {"broken", "{\"url", "1", NULL},
    };
    add_debian(world);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        add_origin(cases[i][0], cases[i][1]);
    world_collect(world, "python");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char key[64];
        snprintf(key, sizeof key, "python/%s", cases[i][0]);
        cr_expect_str_eq(world_string(world, RT, key), cases[i][2], "%s: %s", key,
                         world_string(world, RT, key));
        snprintf(key, sizeof key, "python_origin/%s", cases[i][0]);
        const char *origin = world_string(world, RT, key);
        cr_expect(cases[i][3] ? origin && strcmp(origin, cases[i][3]) == 0 : !origin, "%s: %s", key, origin);
    }
}

Test(python, follows_what_pth_files_add)
{
    add_debian(world);
    world_file(world, SITE "/easy-install.pth", "import sys\n/srv/work\n./beside\n/nowhere\n# /srv/not\n");
    world_file(world, SITE "/precedence.pth", "import os; x = 1\n");
    world_file(world, SITE "/gone.pth", "/nowhere\n\n");
    world_file(world, SITE "/.hidden.pth", "import os\n");
    world_file(world, SITE "/Work-It.egg-link", "/srv/work\n.\n");
    world_file(world, "/srv/work/work_it.egg-info/PKG-INFO", "Name: work.it\nVersion: 3\n");
    world_file(world, "/srv/work/nested.pth", "/srv/not\n");
    add_dist(world, SITE "/beside", "beside", "4");
    add_dist(world, "/srv/not", "not", "1");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python_pth/easy-install.pth"), "import path");
    cr_assert_str_eq(world_string(world, RT, "python_pth/precedence.pth"), "import");
    cr_assert_null(world_string(world, RT, "python_pth/gone.pth"));
    cr_assert_null(world_string(world, RT, "python_pth/.hidden.pth"));
    cr_assert_str_eq(world_string(world, RT, "python/work-it"), "3 editable");
    cr_assert_str_eq(world_string(world, RT, "python/beside"), "4");
    cr_assert_null(world_string(world, RT, "python/not"));
}

Test(python, sees_code_of_the_sites_own)
{
    add_debian(world);
    world_collect(world, "python");
    cr_assert_eq(world_boolean(world, RT, "python.sitecustomize"), -1);
    world_file(world, SITE "/sitecustomize.py", "");
    world_collect(world, "python");
    cr_assert_eq(world_boolean(world, RT, "python.sitecustomize"), 1);
}

Test(python, tells_who_installed_where_detail_is_asked_for)
{
    add_debian(world);
    world_file(world, SITE "/local-3.dist-info/INSTALLER", "uv\n");
    world_file(world, "/usr/lib/python3.11/EXTERNALLY-MANAGED", "[externally-managed]\n");
    world_collect(world, "python");
    cr_assert_null(world_string(world, RT, "python_installer/local"));
    world_source(world)->common->detail = true;
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python_installer/local"), "uv");
    cr_assert_eq(world_boolean(world, RT, "python.externally_managed"), 1);
}

/* ---- Virtual environments ----------------------------------------------------------------------------- */

static void add_venv(const char *cfg)
{
    add_debian(world);
    world_variable(world, "PATH", "/srv/app/bin:/usr/bin:/bin");
    world_link(world, "/srv/app/bin/python3", "/usr/bin/python3.11");
    world_file(world, "/srv/app/pyvenv.cfg", cfg);
    add_dist(world, "/srv/app/lib/python3.11/site-packages", "flask", "3.0");
    world_link(world, "/srv/app/lib64", "lib");
}

Test(python, sees_only_a_closed_environment)
{
    add_venv("home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\n");
    world_collect(world, "python");
    cr_assert_eq(world_boolean(world, RT, "python.virtualenv"), 1);
    cr_assert_str_eq(world_string(world, RT, "python.virtualenv_tool"), "venv");
    cr_assert_str_eq(world_string(world, RT, "python.version"), "3.11.2");
    cr_assert_str_eq(world_string(world, RT, "python/flask"), "3.0");
    cr_assert_null(world_string(world, RT, "python/six"));
    cr_assert_null(world_string(world, RT, "python/mine"));
}

Test(python, sees_through_an_open_environment)
{
    add_venv(
        "home = /usr/bin\nuv = 0.5.1\nversion_info = 3.11.2.final.0\ninclude-system-site-packages = true\n");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.virtualenv_tool"), "uv");
    cr_assert_eq(world_boolean(world, RT, "python.system_site_packages"), 1);
    cr_assert_str_eq(world_string(world, RT, "python/flask"), "3.0");
    cr_assert_str_eq(world_string(world, RT, "python/six"), "1.16.0");
}

static const char shim[] =
    "#!/usr/bin/env bash\nexec \"/home/me/.pyenv/libexec/pyenv\" exec \"$program\" \"$@\"\n";

static void add_pyenv(void)
{
    add_debian(world);
    world_variable(world, "PATH", "/home/me/.pyenv/shims:/usr/bin");
    world_program(world, "/home/me/.pyenv/shims/python3", shim, sizeof shim - 1);
    add_python(world, "/home/me/.pyenv/versions/3.9.18/bin/python3.9", 0);
    world_link(world, "/home/me/.pyenv/versions/3.9.18/bin/python3", "python3.9");
    world_file(world, "/home/me/.pyenv/versions/3.9.18/include/python3.9/patchlevel.h",
               "/* */\n#define PY_VERSION      \t\"3.9.18\"\n");
    add_python(world, "/home/me/.pyenv/versions/3.12.9/bin/python3", 0x030c09f0);
    add_python(world, "/home/me/.pyenv/versions/3.12.10/bin/python3", 0x030c0ac2);
}

Test(python, looks_behind_pyenvs_shims)
{
    static const char *const cases[][3] = {
        {"3.9.18\n", NULL, "3.9.18"},
        {"3.12\n", NULL, "3.12.10rc2"},
        {"python-3.12 # of old\n", NULL, "3.12.10rc2"},
        {"# 3.12\n3.9.18\n", NULL, "3.9.18"},
        {"missing\n3.9.18\n", NULL, "3.9.18"},
        {"system\n", NULL, "3.11.2"},
        {"3.9.18\n", "3.12.9:3.9.18", "3.12.9"},
        {"../../../usr\n", NULL, "3.11.2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tear_down();
        set_up();
        add_pyenv();
        world_file(world, "/home/me/.pyenv/version", cases[i][0]);
        if (cases[i][1])
            world_variable(world, "PYENV_VERSION", cases[i][1]);
        world_collect(world, "python");
        const char *got = world_string(world, RT, "python.version");
        cr_assert(got && strcmp(got, cases[i][2]) == 0, "%zu: %s", i, got);
    }
}

/* By number, major ones first; a candidate is no newer than the release. */
Test(python, takes_the_newest_of_several)
{
    add_pyenv();
    add_python(world, "/home/me/.pyenv/versions/3.13.0/bin/python3", 0x030d00f0);
    add_python(world, "/home/me/.pyenv/versions/3.13.0rc2/bin/python3", 0x030d00c2);
    world_file(world, "/home/me/.pyenv/version", "3.13\n");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.version"), "3.13.0");
    tear_down();
    set_up();
    world_variable(world, "PATH", "/opt/x/bin");
    add_python(world, "/opt/x/bin/python3", 0);
    world_directory(world, "/opt/x/lib/python2.7");
    world_directory(world, "/opt/x/lib/python3.4");
    world_directory(world, "/opt/x/lib/python3.3m");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.version"), "3.4");
}

Test(python, tells_builds_apart)
{
    static const char *const cases[][5] = {
        /* executable, directory, header, flags, version */
        {"python3.13t", "python3.13t", NULL, "t", "3.13.1"},
        {"python3.13", "python3.13t", NULL, "t", "3.13.1"},
        {"python3.13", "python3.13", NULL, NULL, "3.13.1"},
        {"python3.13td", "python3.13t", NULL, "td", "3.13.1"},
        {"python3.7m", "python3.7", "python3.7m", NULL, "3.7.16"},
        {"python3.7", "python3.7", "python3.7m", NULL, "3.7.16"},
        {"python3.9", "python3.9", "python3.9d", "d", "3.9.1"},
        {"pypy3.10", "pypy3.10", "pypy3.10", NULL, "3.10.14"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[128], text[128];
        tear_down();
        set_up();
        world_variable(world, "PATH", "/opt/x/bin");
        snprintf(path, sizeof path, "/opt/x/bin/%s", cases[i][0]);
        add_python(world, path, cases[i][2] ? 0 : 0x030d01f0);
        world_link(world, "/opt/x/bin/python3", cases[i][0]);
        snprintf(path, sizeof path, "/opt/x/lib/%s/site-packages", cases[i][1]);
        add_dist(world, path, "pip", "24.0");
        snprintf(path, sizeof path, "/opt/x/include/%s/patchlevel.h", cases[i][2] ? cases[i][2] : "none");
        snprintf(text, sizeof text, "#define PY_VERSION \"%s%s\"\n#define PYPY_VERSION \"7.3.17\"\n",
                 cases[i][4], i == 6 ? "+" : "");
        world_file(world, path, text);
        world_collect(world, "python");
        const char *flags = world_string(world, RT, "python.abi_flags");
        cr_expect_str_eq(world_string(world, RT, "python.version"), cases[i][4], "%zu: %s", i,
                         world_string(world, RT, "python.version"));
        cr_expect(cases[i][3] ? flags && strcmp(flags, cases[i][3]) == 0 : !flags, "%zu: %s", i, flags);
        cr_expect_not_null(world_string(world, RT, "python/pip"), "%zu", i);
        if (i == 7)
            cr_expect_str_eq(world_string(world, RT, "python.implementation_version"), "7.3.17");
    }
}

Test(python, reads_what_a_build_says_of_itself)
{
    static const char *const cases[][2] = {
        {"{\"implementation\": {\"name\": \"cpython\", \"version\": {\"major\": 3, \"minor\": 14, \"micro\": "
         "2, "
         "\"releaselevel\": \"candidate\", \"serial\": 1}}, \"language\": {\"version\": \"3.14\"}}",
         "3.14.2rc1"},
        {"{\"implementation\":{\"version\":{\"micro\":0,\"minor\":14,\"major\":3,\"serial\":0,"
         "\"releaselevel\":\"final\"}}}",
         "3.14.0"},
        {"{\"implementation\": {\"version\": {\"major\": 3}, \"minor\": 14}}", "3.14"},
        {"{\"language\": {\"version\": \"3.14\"}}", "3.14"},
        {"{\"schema_version\": \"1.0\", \"language\": {\"version\": \"3.14.3\"}}", "3.14.3"},
        {"{\"language\": {\"version\": \"3.13.3\"}}", "3.14"},
        {"{\"language\": {\"version\": \"3.14.secret/words\"}}", "3.14"},
        {"{\"implementation\": {\"version\": {\"major\": 99999999999999999999}}}", "3.14"},
        {"{", "3.14"},
    };
    world_variable(world, "PATH", "/opt/x/bin");
    add_python(world, "/opt/x/bin/python3.14", 0);
    world_link(world, "/opt/x/bin/python3", "python3.14");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world_file(world, "/opt/x/lib/python3.14/build-details.json", cases[i][0]);
        world_collect(world, "python");
        cr_expect_str_eq(world_string(world, RT, "python.version"), cases[i][1], "%zu: %s", i,
                         world_string(world, RT, "python.version"));
    }
}

/* ---- What is installed today, whatever pyvenv.cfg was written with ------------------------------------ */

static void add_old(const char *path, const char *constants, size_t length)
{
    size_t size;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){.wide = true, .machine = 62, .constants = constants, .constants_length = length},
        &size);
    world_program(world, path, bytes, size);
    free(bytes);
}

Test(python, reads_the_text_that_it_prints)
{
#define CASE(text, version)                                                                                  \
    {                                                                                                        \
        text, sizeof text, version                                                                           \
    }
    static const struct {
        const char *constants;
        size_t length;
        const char *version;
    } cases[] = {
        CASE("x\0"
             "3.9.18\0y",
             "3.9.18"),
        CASE("3.9\0"
             "3.9.x\0"
             "3.9.1.2\0"
             "13.9.7\0"
             "\0"
             "3.9.0rc2+\0",
             "3.9.0rc2"),
        CASE("/opt/pythons/3.9.18\0", "3.9.18"), /* merged by the linker into a longer text */
        CASE("/opt/app-3.9.1\0"
             "/opt/pythons/3.9.18\0",
             "3.9"),
        CASE("/opt/app-3.9.1\0"
             "\0"
             "3.9.18\0",
             "3.9.18"),
        CASE("nothing", "3.9"),
    };
    world_variable(world, "PATH", "/opt/v/bin");
    world_link(world, "/opt/v/bin/python3", "/opt/x/bin/python3.9");
    world_file(world, "/opt/v/pyvenv.cfg", "home = /opt/x/bin\nversion = 3.9.2\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int shared = 0; shared < 2; shared++) {
            const char *program = "/opt/x/bin/python3.9", *library = "/opt/x/lib/libpython3.9.so.1.0";
            add_old(program, shared ? "" : cases[i].constants, shared ? 1 : cases[i].length);
            add_old(library, shared ? cases[i].constants : "", shared ? cases[i].length : 1);
            world_collect(world, "python");
            cr_expect_str_eq(world_string(world, RT, "python.version"), cases[i].version, "%zu: %s", i,
                             world_string(world, RT, "python.version"));
        }
}

Test(python, takes_what_lies_below_an_environment_today)
{
    static const char *const homes[] = {"home = /srv/base/bin\nversion = 3.11.7\n",
                                        "home = /opt/3.11.7/bin\nversion_info = 3.11.7.final.0\n",
                                        "home = /opt/3.11.7/bin\nuv = 0.5\nversion_info = 3.11.7\n"};
    for (size_t i = 0; i < 3; i++) {
        tear_down();
        set_up();
        world_variable(world, "PATH", "/srv/v/bin:/usr/bin");
        world_link(world, "/srv/v/bin/python3", "/srv/base/bin/python3");
        world_link(world, "/srv/base/bin/python3", "/opt/3.12.1/bin/python3");
        world_link(world, "/opt/3.12.1/bin/python3", "python3.12");
        add_python(world, "/opt/3.12.1/bin/python3.12", 0);
        add_python(world, "/opt/3.12.1/lib/libpython3.12.so.1.0", 0x030c01f0);
        world_directory(world, "/opt/3.12.1/lib/python3.12");
        add_dist(world, "/opt/3.12.1/lib/python3.12/site-packages", "below", "1");
        add_dist(world, "/srv/v/lib/python3.11/site-packages", "lost", "1");
        world_file(world, "/srv/v/pyvenv.cfg", homes[i]);
        world_collect(world, "python");
        cr_expect_str_eq(world_string(world, RT, "python.version"), "3.12.1");
        cr_expect_str_eq(world_string(world, RT, "python.virtualenv_fault"), "made for 3.11, not for 3.12");
        cr_expect_null(world_string(world, RT, "python/lost"));
        cr_expect_null(world_string(world, RT, "python/below"));
        char cfg[128];
        snprintf(cfg, sizeof cfg, "%sinclude-system-site-packages = true\n", homes[i]);
        world_file(world, "/srv/v/pyvenv.cfg", cfg);
        world_collect(world, "python");
        cr_expect_str_eq(world_string(world, RT, "python/below"), "1");
    }
}

Test(python, knows_nothing_by_pyvenv_cfg_alone)
{
    world_variable(world, "PATH", "/srv/v/bin");
    add_python(world, "/srv/v/bin/python3", 0);
    world_file(world, "/srv/v/pyvenv.cfg", "home = /opt/bin\nversion = 3.11.7\n");
    world_collect(world, "python");
    cr_assert_null(world_string(world, RT, "python.version"));
    cr_assert_str_eq(world_gap(world, RT, "python.version"), "unsupported");
}

Test(python, says_whether_what_was_activated_is_in_force)
{
    add_venv("home = /usr/bin\n");
    world_variable(world, "VIRTUAL_ENV", "/srv/app/");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.variable.virtual_env"), "in force");
    world_link(world, "/srv/link", "app");
    world_variable(world, "VIRTUAL_ENV", "/srv/link");
    world_variable(world, "CONDA_PREFIX", "/opt/conda");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.variable.virtual_env"), "in force");
    cr_assert_str_eq(world_string(world, RT, "python.variable.conda_prefix"), "elsewhere");
    world_variable(world, "PATH", "/usr/bin");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.variable.virtual_env"), "elsewhere");
}

Test(python, says_what_it_cannot_follow)
{
    add_debian(world);
    world_variable(world, "PATH", "/opt/bin:/usr/bin");
    world_program(world, "/opt/bin/python3", "#!/bin/sh\nexec something\n", 25);
    world_collect(world, "python");
    cr_assert_str_eq(world_gap(world, RT, "python.version"), "unsupported");
    cr_assert_null(world_string(world, RT, "python/six"));
}

Test(python, reads_conda)
{
    world_variable(world, "PATH", "/opt/conda/bin");
    add_python(world, "/opt/conda/bin/python3.12", 0x030c01f0);
    world_link(world, "/opt/conda/bin/python3", "python3.12");
    world_file(world, "/opt/conda/conda-meta/libgcc-ng-13.2.0-h807b86a_5.json", "{}");
    world_file(world, "/opt/conda/conda-meta/history", "");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "conda/libgcc-ng"), "13.2.0 h807b86a_5");
    cr_assert_eq(world_boolean(world, RT, "conda.active"), 1);
}

Test(python, lists_images_without_python)
{
    add_dist(world, "/usr/lib/python3.6/site-packages", "pip", "9.0");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python/pip"), "9.0");
    cr_assert_null(world_string(world, RT, "python.version"));
}

Test(python, bears_any_failure)
{
    unsigned long most = 1;
    for (unsigned long n = 0; n <= most; n++) {
        struct world *broken = world_new();
        add_debian(broken);
        world_fail_at(broken, n, ENVFP_REASON_DENIED);
        world_collect(broken, "python");
        if (n == 0)
            most = world_operations(broken);
        world_free(broken);
    }
}
