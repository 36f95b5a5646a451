/* SPDX-License-Identifier: MIT */
/* Locks held against what is installed: what they want here, what is missing, what cannot be told. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "world.h"

#define RT ENVFP_LAYER_RUNTIMES
#define MODULE(path, version)                                                                                \
    world_file(world, "/p/node_modules/" path "/package.json", "{\"version\":\"" version "\"}")
#define SITE "/p/.venv/lib/python3.11/site-packages/"

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_project(world, "/p");
    world_uname(world, "Linux", "6.1", "#1", "x86_64");
    world_file(world, "/lib64/ld-linux-x86-64.so.2", "");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(judge, .init = set_up, .fini = tear_down);

static const char *text(const char *key)
{
    const char *value = world_string(world, RT, key);
    return value ? value : "(none)";
}

static const char *set(const char *key)
{
    const char *value = world_set(world, RT, key);
    return value ? value : "";
}

/* The state, what drifts and what could not be judged. */
static void expect(const char *state, const char *drift, const char *unchecked)
{
    world_collect_also(world, "project");
    cr_expect_str_eq(text("project.state"), state);
    cr_expect_str_eq(set("project.drift"), drift);
    cr_expect_str_eq(set("project.unchecked"), unchecked);
}

/* ---- npm ---- */

#define ESBUILD                                                                                              \
    "{\"lockfileVersion\":3,\"packages\":{"                                                                  \
    "\"\":{\"name\":\"x\",\"dependencies\":{\"esbuild\":\"1\"},\"devDependencies\":{\"mocha\":\"9\"}},"      \
    "\"node_modules/esbuild\":{\"version\":\"0.21.5\",\"optionalDependencies\":{\"@esbuild/linux-x64\":"     \
    "\"1\",\"@esbuild/darwin-arm64\":\"1\",\"@esbuild/wasm\":\"1\",\"native\":\"1\"}},"                      \
    "\"node_modules/@esbuild/linux-x64\":{\"version\":\"0.21.5\",\"os\":[\"linux\"],\"cpu\":[\"x64\"],"      \
    "\"optional\":true},"                                                                                    \
    "\"node_modules/@esbuild/darwin-arm64\":{\"version\":\"0.21.5\",\"cpu\":[\"arm64\"],\"os\":"             \
    "[\"darwin\"],\"optional\":true,\"dependencies\":{\"helper\":\"1\"}},"                                   \
    "\"node_modules/helper\":{\"version\":\"1.0.0\",\"optional\":true},"                                     \
    "\"node_modules/mocha\":{\"version\":\"9.0.0\",\"dev\":true,\"dependencies\":{\"ms\":\"2\"}},"           \
    "\"node_modules/mocha/node_modules/ms\":{\"version\":\"2.1.3\",\"dev\":true}}}"

Test(judge, npm_wants_what_the_platform_needs)
{
    world_file(world, "/p/package-lock.json", ESBUILD);
    MODULE("esbuild", "0.21.5");
    MODULE("mocha", "9.0.0");
    MODULE("mocha/node_modules/ms", "2.1.3");
    expect("drifts", "package-lock.json: @esbuild/linux-x64 0.21.5 -> (none)", "");
    cr_expect_eq(world_integer(world, RT, "project.missing_count"), 1);
    cr_expect_eq(world_integer(world, RT, "project.checked_count"), 6);
    cr_expect_str_eq(text("project.node/esbuild"), "0.21.5");
    cr_expect_str_eq(text("project.node/ms"), "2.1.3");
}

Test(judge, npm_agrees_where_all_for_here_is_there)
{
    world_file(world, "/p/package-lock.json", ESBUILD);
    MODULE("esbuild", "0.21.5");
    MODULE("@esbuild/linux-x64", "0.21.5");
    MODULE("mocha", "9.0.0");
    MODULE("mocha/node_modules/ms", "2.1.3");
    MODULE("left-over", "1.0.0");
    expect("agrees", "", "");
    cr_expect_str_eq(text("project.node/@esbuild/linux-x64"), "0.21.5");
    cr_expect_str_eq(text("project.node/left-over"), "1.0.0", "what no lock names is there, too");
}

Test(judge, npm_without_packages_for_development_agrees_in_part)
{
    world_file(world, "/p/package-lock.json", ESBUILD);
    MODULE("esbuild", "0.21.5");
    MODULE("@esbuild/linux-x64", "0.21.5");
    expect("agrees-in-part", "", "");
    cr_expect_eq(world_integer(world, RT, "project.unchecked_count"), 2);
}

Test(judge, npm_with_some_of_them_drifts)
{
    world_file(world, "/p/package-lock.json", ESBUILD);
    MODULE("esbuild", "0.21.5");
    MODULE("@esbuild/linux-x64", "0.21.5");
    MODULE("mocha", "9.0.0");
    expect("drifts", "package-lock.json: ms 2.1.3 -> (none)", "");
}

Test(judge, an_empty_folder_of_modules_drifts)
{
    world_file(
        world, "/p/package-lock.json",
        "{\"lockfileVersion\":2,\"packages\":{\"\":{\"dependencies\":{\"a\":\"1\"}},\"node_modules/a\":{"
        "\"version\":\"1.0.0\"}}}");
    world_directory(world, "/p/node_modules");
    expect("drifts", "package-lock.json: a 1.0.0 -> (none)", "");
}

#define SWC                                                                                                  \
    "{\"lockfileVersion\":3,\"packages\":{\"\":{\"dependencies\":{\"@swc/core\":\"1\"}},"                    \
    "\"node_modules/@swc/core\":{\"version\":\"1.7.0\",\"optionalDependencies\":{"                           \
    "\"@swc/core-linux-x64-gnu\":\"1\",\"@swc/core-linux-x64-musl\":\"1\"}},"                                \
    "\"node_modules/@swc/core-linux-x64-gnu\":{\"version\":\"1.7.0\",\"os\":[\"linux\"],\"cpu\":[\"x64\"],"  \
    "%s\"optional\":true},"                                                                                  \
    "\"node_modules/@swc/core-linux-x64-musl\":{\"version\":\"1.7.0\",\"os\":[\"linux\"],\"cpu\":"           \
    "[\"x64\"],%s\"optional\":true}}}"

static void put_swc(bool says_libc)
{
    char lock[1024];
    (void)snprintf(lock, sizeof lock, SWC, says_libc ? "\"libc\":[\"glibc\"]," : "",
                   says_libc ? "\"libc\":[\"musl\"]," : "");
    world_file(world, "/p/package-lock.json", lock);
    MODULE("@swc/core", "1.7.0");
}

Test(judge, the_c_library_decides)
{
    put_swc(true);
    MODULE("@swc/core-linux-x64-musl", "1.7.0"); /* copied from an image with the other one */
    expect("drifts", "package-lock.json: @swc/core-linux-x64-gnu 1.7.0 -> (none)", "");
}

Test(judge, the_c_library_is_that_of_the_loader)
{
    struct world *alpine = world_new();
    tear_down();
    world = alpine;
    world_project(world, "/p");
    world_uname(world, "Linux", "6.1", "#1", "x86_64");
    world_file(world, "/lib/ld-musl-x86_64.so.1", "");
    put_swc(true);
    MODULE("@swc/core-linux-x64-musl", "1.7.0");
    expect("agrees", "", "");
}

Test(judge, with_two_loaders_and_no_shell_the_c_library_is_unknown)
{
    world_file(world, "/lib/ld-musl-x86_64.so.1", "");
    put_swc(true);
    MODULE("@swc/core-linux-x64-gnu", "1.7.0");
    expect("agrees-in-part", "", "package-lock.json: @swc/core-linux-x64-musl 1.7.0");
}

Test(judge, a_lock_that_does_not_say_the_c_library_wants_one_of_them)
{
    put_swc(false);
    MODULE("@swc/core-linux-x64-gnu", "1.7.0");
    expect("agrees-in-part", "", "package-lock.json: @swc/core-linux-x64-musl 1.7.0");
}

Test(judge, a_lock_that_does_not_say_the_c_library_misses_both)
{
    put_swc(false);
    expect("drifts",
           "package-lock.json: @swc/core-linux-x64-gnu 1.7.0 -> (none) "
           "package-lock.json: @swc/core-linux-x64-musl 1.7.0 -> (none)",
           "");
}

Test(judge, without_a_machine_platforms_are_unknown)
{
    struct world *files = world_new();
    tear_down();
    world = files;
    world_project(world, "/p");
    put_swc(true);
    expect(
        "agrees-in-part", "",
        "package-lock.json: @swc/core-linux-x64-gnu 1.7.0 package-lock.json: @swc/core-linux-x64-musl 1.7.0");
}

Test(judge, a_loader_that_cannot_be_looked_at_makes_no_state)
{
    put_swc(true);
    MODULE("@swc/core-linux-x64-gnu", "1.7.0");
    world_error(world, "/lib64/ld-linux-x86-64.so.2", ENVFP_REASON_DENIED);
    world_collect_also(world, "project");
    cr_expect_str_eq(text("project.state"), "(none)");
    cr_expect_str_eq(world_gap(world, RT, "project.state"), "denied");
    cr_expect_str_eq(world_gap(world, RT, "project.checked_count"), "denied");
    cr_expect_str_eq(text("project.node/@swc/core"), "1.7.0", "what is there is there");
}

/* ---- pnpm, Yarn, bun ---- */

#define PNPM                                                                                                 \
    "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      alias:\n        specifier: "     \
    "npm:real@1\n        version: real@1.0.0(peer@2.0.0)\n      own:\n        specifier: workspace:*\n"      \
    "        version: link:own\n    devDependencies:\n      tool:\n        specifier: ^3\n        version: " \
    "3.0.0\n\npackages:\n\n  real@1.0.0:\n    resolution: {integrity: sha512-A}\n\n  '@n/linux@1.0.0':\n"    \
    "    resolution: {integrity: sha512-B}\n    cpu: [x64]\n    os: [linux]\n    libc: [glibc]\n\n"          \
    "  '@n/win@1.0.0':\n    resolution: {integrity: sha512-C}\n    os: [win32]\n\n  tool@3.0.0:\n"           \
    "    resolution: {integrity: sha512-D}\n\nsnapshots:\n\n  real@1.0.0(peer@2.0.0):\n"                     \
    "    optionalDependencies:\n      '@n/linux': 1.0.0\n      '@n/win': 1.0.0\n\n  '@n/linux@1.0.0':\n"     \
    "    optional: true\n\n  '@n/win@1.0.0':\n    optional: true\n\n  tool@3.0.0: {}\n"

Test(judge, pnpm_wants_what_its_importers_lead_to)
{
    world_file(world, "/p/pnpm-lock.yaml", PNPM);
    MODULE(".pnpm/real@1.0.0_peer@2.0.0/node_modules/real", "1.0.0");
    world_directory(world, "/p/node_modules/.pnpm/node_modules");
    expect("drifts", "pnpm-lock.yaml: @n/linux 1.0.0 -> (none)", "");
    cr_expect_eq(world_integer(world, RT, "project.unchecked_count"), 1, "tool is for development");
    MODULE(".pnpm/@n+linux@1.0.0/node_modules/@n/linux", "1.0.0");
    MODULE(".pnpm/tool@3.0.0/node_modules/tool", "3.0.0");
    world_collect(world, "project");
    expect("agrees", "", "");
    cr_expect_str_eq(text("project.node/@n/linux"), "1.0.0");
}

Test(judge, pnpm_of_older_versions_says_it_of_each_package)
{
    world_file(
        world, "/p/pnpm-lock.yaml",
        "lockfileVersion: '6.0'\n\ndependencies:\n  a:\n    specifier: 1\n    version: 1.0.0\n\npackages:\n\n"
        "  /a@1.0.0:\n    resolution: {integrity: sha512-A}\n    dev: false\n\n  /b@1.0.0:\n    resolution: "
        "{integrity: sha512-B}\n    os: [linux]\n    dev: false\n    optional: true\n\n  /c@1.0.0:\n    "
        "resolution: {integrity: sha512-C}\n    dev: true\n");
    MODULE(".pnpm/a@1.0.0/node_modules/a", "1.0.0");
    expect("drifts", "pnpm-lock.yaml: b 1.0.0 -> (none)", "");
}

Test(judge, a_store_that_cannot_be_read_whole_misses_nothing)
{
    world_file(world, "/p/pnpm-lock.yaml", PNPM);
    MODULE(".pnpm/real@1.0.0_peer@2.0.0/node_modules/real", "1.0.0");
    world_directory(world,
                    "/p/node_modules/.pnpm/a-name@1.0.0_that-was-too-long_0123456789abcdef0123456789abcdef");
    expect("agrees-in-part", "", "pnpm-lock.yaml: @n/linux 1.0.0 pnpm-lock.yaml: tool 3.0.0");
}

Test(judge, yarn_misses_what_an_installed_package_needs)
{
    world_file(
        world, "/p/yarn.lock",
        "# yarn lockfile v1\n\n\ndebug@4:\n  version \"4.3.4\"\n  dependencies:\n    ms \"2.1.2\"\n\n"
        "chokidar@3:\n  version \"3.6.0\"\n  optionalDependencies:\n    fsevents \"~2.3.2\"\n\n"
        "fsevents@~2.3.2:\n  version \"2.3.3\"\n\nms@2.1.2:\n  version \"2.1.2\"\n\nlone@1:\n  version "
        "\"1.0.0\"\n");
    MODULE("debug", "4.3.4");
    MODULE("chokidar", "3.6.0");
    expect("drifts", "yarn.lock: ms 2.1.2 -> (none)", "yarn.lock: fsevents 2.3.3 yarn.lock: lone 1.0.0");
}

#define BERRY                                                                                                \
    "__metadata:\n  version: 8\n\n\"@n/linux@npm:1.0.0\":\n  version: 1.0.0\n  resolution: "                 \
    "\"@n/linux@npm:1.0.0\"\n  conditions: os=linux & cpu=x64 & libc=glibc\n  languageName: node\n"          \
    "  linkType: hard\n\n\"@n/musl@npm:1.0.0\":\n  version: 1.0.0\n  resolution: \"@n/musl@npm:1.0.0\"\n"    \
    "  conditions: os=linux & cpu=x64 & libc=musl\n  languageName: node\n  linkType: hard\n\n"               \
    "\"a@npm:^1.0.0\":\n  version: 1.0.0\n  resolution: \"a@npm:1.0.0\"\n  dependencies:\n"                  \
    "    \"@n/linux\": \"npm:1.0.0\"\n    \"@n/musl\": \"npm:1.0.0\"\n  dependenciesMeta:\n"                 \
    "    \"@n/linux\":\n      optional: true\n    \"@n/musl\":\n      optional: true\n  linkType: hard\n\n"  \
    "\"app@workspace:.\":\n  version: 0.0.0-use.local\n  resolution: \"app@workspace:.\"\n  dependencies:\n" \
    "    a: \"npm:^1.0.0\"\n  languageName: unknown\n  linkType: soft\n"

Test(judge, berry_states_conditions)
{
    world_file(world, "/p/yarn.lock", BERRY);
    MODULE("a", "1.0.0");
    expect("drifts", "yarn.lock: @n/linux 1.0.0 -> (none)", "");
    MODULE("@n/linux", "1.0.0");
    world_collect(world, "project");
    expect("agrees", "", "");
}

#define BUN                                                                                                  \
    "{\n  \"lockfileVersion\": 1,\n  \"workspaces\": {\n    \"\": {\n      \"name\": \"x\",\n"               \
    "      \"dependencies\": {\n        \"a\": \"^1\",\n      },\n      \"devDependencies\": {\n"            \
    "        \"t\": \"^1\",\n      },\n    },\n  },\n  \"packages\": {\n"                                    \
    "    \"@n/linux\": [\"@n/linux@1.0.0\", \"\", { \"os\": \"linux\", \"cpu\": \"x64\" }, \"sha512-A\"],\n" \
    "    \"@n/mac\": [\"@n/mac@1.0.0\", \"\", { \"os\": [\"darwin\", \"ios\"] }, \"sha512-A\"],\n"           \
    "    \"a\": [\"a@1.0.0\", \"\", { \"dependencies\": { \"b\": \"^2\" }, \"optionalDependencies\": { "     \
    "\"@n/linux\": \"1\", \"@n/mac\": \"1\" } }, \"sha512-A\"],\n"                                           \
    "    \"a/b\": [\"b@2.0.0\", \"\", {}, \"sha512-A\"],\n    \"b\": [\"b@1.0.0\", \"\", {}, "               \
    "\"sha512-A\"],\n"                                                                                       \
    "    \"t\": [\"t@1.0.0\", \"\", { \"dependencies\": { \"b\": \"^1\" } }, \"sha512-A\"],\n  }\n}\n"

Test(judge, bun_says_where_packages_lie)
{
    world_file(world, "/p/bun.lock", BUN);
    MODULE("a", "1.0.0");
    MODULE("b", "1.0.0");
    MODULE("t", "1.0.0");
    expect("drifts", "bun.lock: @n/linux 1.0.0 -> (none) bun.lock: b 2.0.0 -> (none)", "");
    MODULE("@n/linux", "1.0.0");
    MODULE("a/node_modules/b", "2.0.0");
    world_collect(world, "project");
    expect("agrees", "", "");
    cr_expect_str_eq(set("project.node/b"), "1.0.0 2.0.0");
}

/* ---- Python ---- */

#define UV                                                                                                   \
    "version = 1\nrevision = 2\nrequires-python = \">=3.9\"\n\n[[package]]\nname = \"anyio\"\nversion = "    \
    "\"4.0.0\"\nsource = { registry = \"https://x/\" }\ndependencies = [\n    { name = \"exceptiongroup\", " \
    "marker = \"python_full_version < '3.11'\" },\n    { name = \"idna\" },\n]\n\n[package.optional-"        \
    "dependencies]\ntrio = [\n    { name = \"trio\" },\n]\n\n[[package]]\nname = \"app\"\nversion = "        \
    "\"0.1.0\"\nsource = { editable = \".\" }\ndependencies = [\n    { name = \"anyio\", extra = "           \
    "[\"trio\"] "                                                                                            \
    "},\n]\n\n[package.optional-dependencies]\ncli = [\n    { name = \"rich\" },\n]\n\n[package.dev-"        \
    "dependencies]\ndev = [\n    { name = \"ruff\" },\n]\ndocs = [\n    { name = \"mkdocs\" },\n]\n\n"       \
    "[[package]]\nname = \"exceptiongroup\"\nversion = \"1.2.0\"\nsource = { registry = \"https://x/\" "     \
    "}\n\n"                                                                                                  \
    "[[package]]\nname = \"idna\"\nversion = \"3.7\"\nsource = { registry = \"https://x/\" }\n\n"            \
    "[[package]]\nname = \"mkdocs\"\nversion = \"1.5\"\nsource = { registry = \"https://x/\" }\n\n"          \
    "[[package]]\nname = \"rich\"\nversion = \"13.0\"\nsource = { registry = \"https://x/\" }\n\n"           \
    "[[package]]\nname = \"ruff\"\nversion = \"0.5.0\"\nsource = { registry = \"https://x/\" }\n\n"          \
    "[[package]]\nname = \"trio\"\nversion = \"0.25\"\nsource = { registry = \"https://x/\" }\n"

Test(judge, uv_wants_what_the_project_leads_to)
{
    world_file(world, "/p/uv.lock", UV);
    world_directory(world, SITE "anyio-4.0.0.dist-info");
    world_directory(world, SITE "idna-3.7.dist-info");
    expect("drifts", "uv.lock: trio 0.25 -> (none)", "");
    cr_expect_eq(world_integer(world, RT, "project.unchecked_count"), 1, "ruff is for development");
    world_directory(world, SITE "trio-0.25.dist-info");
    world_directory(world, SITE "ruff-0.5.0.dist-info");
    world_collect(world, "project");
    expect("agrees", "", "");
    cr_expect_str_eq(text("project.python/anyio"), "4.0.0");
    cr_expect_eq(world_integer(world, RT, "project.checked_count"), 7, "nobody asked for cli and docs");
}

Test(judge, an_environment_without_anything_drifts)
{
    world_file(world, "/p/uv.lock", UV);
    world_directory(world, "/p/.venv/lib/python3.10/site-packages");
    expect(
        "drifts",
        "uv.lock: anyio 4.0.0 -> (none) uv.lock: exceptiongroup 1.2.0 -> (none) uv.lock: idna 3.7 -> (none) "
        "uv.lock: trio 0.25 -> (none)",
        "");
}

Test(judge, an_environment_that_sees_the_systems_misses_nothing)
{
    world_file(world, "/p/uv.lock", UV);
    world_directory(world, SITE "anyio-4.0.0.dist-info");
    world_directory(world, SITE "trio-0.25.dist-info");
    world_directory(world, SITE "ruff-0.5.0.dist-info");
    world_file(world, "/p/.venv/pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = true\n");
    expect("agrees-in-part", "",
           "uv.lock: exceptiongroup 1.2.0 uv.lock: idna 3.7 uv.lock: mkdocs 1.5 uv.lock: rich 13.0");
}

Test(judge, poetry_says_groups_and_markers)
{
    world_file(
        world, "/p/poetry.lock",
        "[[package]]\nname = \"a\"\nversion = \"1.0\"\noptional = false\ngroups = [\"main\"]\nmarkers = "
        "\"sys_platform == \\\"linux\\\"\"\nfiles = []\n\n[[package]]\nname = \"b\"\nversion = "
        "\"1.0\"\noptional = false\ngroups = [\"main\"]\nmarkers = \"sys_platform == "
        "\\\"win32\\\"\"\nfiles = []\n\n[[package]]\nname = \"c\"\nversion = \"1.0\"\noptional = "
        "true\ngroups = [\"main\"]\nmarkers = \"extra == \\\"x\\\"\"\nfiles = []\n\n[[package]]\nname = "
        "\"d\"\nversion = \"1.0\"\noptional = false\ngroups = [\"dev\"]\nfiles = []\n\n[[package]]\nname = "
        "\"e\"\nversion = \"1.0\"\noptional = false\ngroups = [\"dev\"]\nmarkers = {main = \"os_name == "
        "\\\"nt\\\"\"}\nfiles = []\n\n[metadata]\nlock-version = \"2.1\"\n");
    world_directory(world, SITE "d-1.0.dist-info");
    expect("drifts", "poetry.lock: a 1.0 -> (none)", "poetry.lock: e 1.0");
}

Test(judge, poetry_without_groups_misses_what_an_installed_package_needs)
{
    world_file(
        world, "/p/poetry.lock",
        "[[package]]\nname = \"Requests\"\nversion = \"2.31\"\noptional = false\n\n[package.dependencies]\n"
        "idna = \">=2.5\"\ncolorama = {version = \"*\", markers = \"sys_platform == \\\"win32\\\"\"}\n"
        "PySocks = {version = \">=1\", optional = true, markers = \"extra == \\\"socks\\\"\"}\n\n"
        "[[package]]\nname = \"idna\"\nversion = \"3.7\"\noptional = false\n\n[[package]]\nname = "
        "\"colorama\"\nversion = \"0.4\"\noptional = false\n\n[[package]]\nname = \"pysocks\"\nversion = "
        "\"1.7\"\noptional = false\n\n[[package]]\nname = \"pytest\"\nversion = \"8.0\"\noptional = "
        "false\n\n[metadata]\nlock-version = \"2.0\"\n");
    world_directory(world, SITE "requests-2.31.dist-info");
    expect("drifts", "poetry.lock: idna 3.7 -> (none)", "poetry.lock: pysocks 1.7 poetry.lock: pytest 8.0");
}

Test(judge, pdm_says_groups_and_markers)
{
    world_file(
        world, "/p/pdm.lock",
        "[metadata]\ngroups = [\"default\", \"dev\"]\n\n[[package]]\nname = \"a\"\nversion = \"1\"\ngroups = "
        "[\"default\"]\nmarker = \"python_version >= \\\"3.11\\\"\"\n\n[[package]]\nname = \"b\"\nversion = "
        "\"1\"\ngroups = [\"default\", \"dev\"]\nmarker = \"python_version < \\\"3.11\\\"\"\n\n[[package]]\n"
        "name = \"c\"\nversion = \"1\"\ngroups = [\"dev\"]\n");
    world_file(world, "/p/.pdm-python", "/p/env/bin/python");
    world_directory(world, "/p/env/lib/python3.11/site-packages/other-1.0.dist-info");
    expect("drifts", "pdm.lock: a 1 -> (none)", "");
    cr_expect_str_eq(text("project.python/other"), "1.0");
}

Test(judge, pdm_without_groups_follows_its_requirements)
{
    world_file(
        world, "/p/pdm.lock",
        "[metadata]\nlock_version = \"4.4\"\n\n[[package]]\nname = \"a\"\nversion = \"1\"\ndependencies = [\n"
        "    \"b>=2\",\n    \"c; sys_platform == \\\"win32\\\"\",\n]\n\n[[package]]\nname = \"b\"\nversion "
        "= \"2\"\n\n[[package]]\nname = \"c\"\nversion = \"3\"\n");
    world_directory(world, SITE "a-1.dist-info");
    expect("drifts", "pdm.lock: b 2 -> (none)", "");
}

Test(judge, pipenv_says_markers_and_development)
{
    world_file(
        world, "/p/Pipfile.lock",
        "{\"default\":{\"a\":{\"version\":\"==1.0\",\"markers\":\"python_version >= '3.7'\"},\"w\":{"
        "\"version\":\"==1.0\",\"markers\":\"sys_platform == 'win32'\"}},\"develop\":{\"d\":{\"version\":"
        "\"==1.0\"},\"e\":{\"version\":\"==1.0\"}}}");
    world_directory(world, SITE "d-1.0.dist-info");
    expect("drifts", "Pipfile.lock: a 1.0 -> (none) Pipfile.lock: e 1.0 -> (none)", "");
}

Test(judge, pylock_says_extras_and_groups)
{
    world_file(
        world, "/p/pylock.toml",
        "lock-version = \"1.0\"\n[[packages]]\nname = \"a\"\nversion = \"1\"\n[[packages]]\nname = "
        "\"g\"\nversion = \"1\"\nmarker = \"'gpu' in extras\"\n[[packages]]\nname = \"d\"\nversion = "
        "\"1\"\nmarker = \"'dev' in dependency_groups and python_version >= '3.9'\"\n[[packages]]\nname = "
        "\"e\"\nversion = \"1\"\nmarker = \"'dev' in dependency_groups\"\n");
    world_directory(world, SITE "a-1.dist-info");
    expect("agrees-in-part", "", "");
    world_directory(world, SITE "e-1.dist-info");
    world_collect(world, "project");
    expect("drifts", "pylock.toml: d 1 -> (none)", "");
}

Test(judge, requirements_ask_for_ranges_and_restrict)
{
    world_file(world, "/p/requirements.txt",
               "-c constraints.txt\na==1.0\nb>=2,<3\nc~=1.4\nd\ne==1.0; platform_release >= '6'\n");
    world_file(world, "/p/constraints.txt", "z==9\nb==2.5\n");
    world_directory(world, SITE "a-1.0.dist-info");
    world_directory(world, SITE "b-3.1.dist-info");
    world_directory(world, SITE "c-1.9.dist-info");
    expect("drifts",
           "requirements.txt: b 2.5 -> 3.1 requirements.txt: b >=2,<3 -> 3.1 requirements.txt: d -> (none)",
           "requirements.txt: e 1.0");
    cr_expect_null(world_string(world, RT, "project.pins/requirements.txt:c"), "a range is no pin");
}

/* An environment that is elsewhere (Poetry's cache, WORKON_HOME) and not active says nothing of PATH's Python. */
Test(judge, the_python_of_path_counts_where_it_has_most)
{
    world_file(world, "/p/requirements.txt", "a==1.0\nb==1.0\nc==1.0\n");
    envfp__facts_string(world_facts(world), RT, "python/a", VIEW("1.1"));
    expect("(none)", "", "");
    envfp__facts_string(world_facts(world), RT, "python/b", VIEW("1.0"));
    expect("drifts", "requirements.txt: a 1.0 -> 1.1 requirements.txt: c 1.0 -> (none)", "");
}

Test(judge, an_environment_that_is_active_counts)
{
    world_file(world, "/p/requirements.txt", "a==1.0\nb==1.0\nc==1.0; python_version >= '3.9'\n");
    envfp__facts_string(world_facts(world), RT, "python/a", VIEW("1.0"));
    envfp__facts_boolean(world_facts(world), RT, "python.virtualenv", true);
    envfp__facts_string(world_facts(world), RT, "python.version", VIEW("3.11.7"));
    expect("drifts", "requirements.txt: b 1.0 -> (none) requirements.txt: c 1.0 -> (none)", "");
}

Test(judge, the_variable_of_uv_leads_to_an_environment)
{
    world_file(world, "/p/uv.lock", UV);
    world_variable(world, "UV_PROJECT_ENVIRONMENT", "/opt/env");
    world_directory(world, SITE "anyio-3.0.dist-info");
    world_directory(world, "/opt/env/lib/python3.11/site-packages/anyio-4.0.0.dist-info");
    world_directory(world, "/opt/env/lib/python3.11/site-packages/idna-3.6.dist-info");
    world_directory(world, "/opt/env/lib/python3.11/site-packages/trio-0.25.dist-info");
    expect("drifts", "uv.lock: idna 3.7 -> 3.6", "");
    cr_expect_str_eq(text("project.python/anyio"), "4.0.0");
}

Test(judge, the_variable_of_uv_may_lead_into_the_project)
{
    world_file(world, "/p/uv.lock", UV);
    world_variable(world, "UV_PROJECT_ENVIRONMENT", "build/env");
    world_directory(world, "/p/build/env/lib/python3.11/site-packages/anyio-4.0.1.dist-info");
    expect("drifts", "uv.lock: anyio 4.0.0 -> 4.0.1 uv.lock: idna 3.7 -> (none) uv.lock: trio 0.25 -> (none)",
           "");
}

Test(judge, two_locks_agree_where_both_do)
{
    world_file(world, "/p/requirements.txt", "a==1.0\n");
    world_file(world, "/p/Pipfile.lock",
               "{\"default\":{\"a\":{\"version\":\"==1.0\"}},\"develop\":{\"b\":{\"version\":"
               "\"==1.0\"}}}");
    world_directory(world, SITE "a-1.0.dist-info");
    expect("agrees-in-part", "", "");
}

Test(judge, an_address_is_no_version)
{
    world_file(
        world, "/p/pnpm-lock.yaml",
        "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: x\n"
        "        version: https://codeload.github.com/u/a/tar.gz/0123456789abcdef0123456789abcdef01234567\n\n"
        "packages:\n\n  a@https://codeload.github.com/u/a/tar.gz/0123456789abcdef0123456789abcdef01234567:\n"
        "    resolution: {tarball: https://codeload.github.com/u/a/tar.gz/"
        "0123456789abcdef0123456789abcdef01234567}\n\nsnapshots:\n\n"
        "  a@https://codeload.github.com/u/a/tar.gz/0123456789abcdef0123456789abcdef01234567: {}\n");
    MODULE(".pnpm/a@https+++codeload.github.com+u+a+tar.gz+0123456789abcdef0123456789abcdef01234567/"
           "node_modules/a",
           "1.0.0");
    expect("agrees-in-part", "", "pnpm-lock.yaml: a address");
}

/* ---- What fails ---- */

Test(judge, every_failure_takes_away_and_changes_nothing)
{
    world_file(world, "/p/package-lock.json", ESBUILD);
    world_file(world, "/p/uv.lock", UV);
    MODULE("esbuild", "0.21.5");
    MODULE("@esbuild/linux-x64", "0.21.5");
    world_directory(world, SITE "anyio-4.0.0.dist-info");
    world_directory(world, SITE "idna-3.7.dist-info");
    world_directory(world, SITE "trio-0.25.dist-info");
    world_collect(world, "project");
    cr_assert_str_eq(text("project.state"), "agrees-in-part");
    for (unsigned long at = 1; at < 120; at++) {
        world_fail_at(world, at, ENVFP_REASON_DENIED);
        world_collect(world, "project");
        const char *state = text("project.state");
        cr_expect(strcmp(state, "agrees-in-part") == 0 || world_gap(world, RT, "project.state") ||
                      world_gap(world, RT, "project.*") || world_gap(world, RT, "project.pins/*"),
                  "operation %lu: %s", at, state);
        cr_expect_str_eq(set("project.drift"), "", "operation %lu", at);
    }
}
