/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "world.h"

#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_directory(world, "/srv/app");
    world_project(world, "/srv/app");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(project, .init = set_up, .fini = tear_down);

static void collect(void)
{
    world_collect(world, "project");
}

static const char *text(const char *key)
{
    const char *value = world_string(world, RT, key);
    return value ? value : "(none)";
}

static const char *gap_of(const char *key)
{
    const char *reason = world_gap(world, RT, key);
    return reason ? reason : "(none)";
}

/* The digest of one file's text, in a world of its own. */
static char *digest_of(const char *file, const char *content)
{
    static char digests[2][65];
    static unsigned turn;
    char path[64], key[96];
    struct world *other = world_new();
    (void)snprintf(path, sizeof path, "/p/%s", file);
    (void)snprintf(key, sizeof key, "project.digest/%s", file);
    world_project(other, "/p");
    world_file(other, path, content);
    world_collect(other, "project");
    const char *found = world_string(other, RT, key);
    char *kept = digests[turn++ % 2];
    (void)snprintf(kept, 65, "%s",
                   found                       ? found
                   : world_gap(other, RT, key) ? world_gap(other, RT, key)
                                               : "");
    world_free(other);
    return kept;
}

#define same(file, a, b) cr_assert_str_eq(digest_of(file, a), digest_of(file, b))
#define other(file, a, b) cr_assert_str_neq(digest_of(file, a), digest_of(file, b))
#define gap(file, content, reason) cr_assert_str_eq(digest_of(file, content), reason)

Test(project, says_nothing_where_none_is_named)
{
    world_project(world, "/srv/app");
    world_file(world, "/srv/app/Cargo.lock", "");
    struct world *plain = world_new();
    world_file(plain, "/srv/app/Cargo.lock", "");
    world_collect(plain, "project");
    cr_assert_eq(world_facts(plain)->sections[RT].count, 0);
    world_free(plain);
}

/* ---- JSON ---- */

#define NPM3                                                                                                 \
    "{\"name\":\"x\",\"lockfileVersion\":3,\"packages\":{\"\":{\"name\":\"x\",\"version\":\"9.9.9\"},"       \
    "\"node_modules/a\":{\"version\":\"1.0.0\",\"integrity\":\"sha512-A\"},"                                 \
    "\"node_modules/a/node_modules/@s/b\":{\"version\":\"2.0.0\",\"dev\":true},"                             \
    "\"node_modules/own\":{\"resolved\":\"own\",\"link\":true},\"own\":{\"version\":\"3.0.0\"}}}"

Test(project, reads_npm)
{
    world_file(world, "/srv/app/package-lock.json", NPM3);
    collect();
    cr_assert_str_eq(text("project.pins/package-lock.json:a"), "1.0.0");
    cr_assert_str_eq(text("project.pins/package-lock.json:@s/b"), "2.0.0");
    cr_assert_null(world_string(world, RT, "project.pins/package-lock.json:own"));
    cr_assert_null(world_string(world, RT, "project.pins/package-lock.json:x"));
    cr_assert_eq(strlen(text("project.digest/package-lock.json")), 64);
    cr_assert_null(world_string(world, RT, "project.state"), "nothing is installed");
}

Test(project, reads_npm_of_the_first_version_alike)
{
    same("package-lock.json", NPM3,
         "{\"lockfileVersion\": 1, \"dependencies\": {\"a\": {\"dependencies\": {\"@s/b\": {\"dev\": true, "
         "\"version\": \"2.0.0\"}}, \"integrity\": \"sha512-A\", \"version\": \"1.0.0\", \"requires\": "
         "{\"@s/b\": \"2\"}}}}\n");
    other("package-lock.json", NPM3,
          "{\"lockfileVersion\":3,\"packages\":{\"node_modules/a\":{\"version\":\"1.0.1\"}}}");
}

Test(project, holds_node_modules_against_the_lock)
{
    world_file(world, "/srv/app/package-lock.json", NPM3);
    world_file(world, "/srv/app/node_modules/a/package.json", "{\"version\":\"1.0.1\"}");
    collect();
    cr_assert_str_eq(text("project.state"), "drifts");
    cr_assert_str_eq(world_set(world, RT, "project.drift"), "package-lock.json: a 1.0.0 -> 1.0.1");
    cr_assert_eq(world_integer(world, RT, "project.drift_count"), 1);
}

Test(project, believes_node_modules_that_agree)
{
    world_file(world, "/srv/app/package-lock.json", NPM3);
    world_file(world, "/srv/app/node_modules/a/package.json", "{\"version\":\"1.0.0\"}");
    collect();
    cr_assert_str_eq(text("project.state"), "agrees", "b is for development");
    cr_assert_null(world_set(world, RT, "project.drift"));
}

Test(project, says_that_what_is_installed_makes_no_sense)
{
    world_file(world, "/srv/app/package-lock.json", NPM3);
    world_file(world, "/srv/app/node_modules/a/package.json", "{\"main\":a,\"version\":\"1.0.0\"}");
    collect();
    cr_assert_str_eq(gap_of("project.drift"), "malformed");
    cr_assert_null(world_string(world, RT, "project.state"));
}

Test(project, takes_no_lock_that_says_something_twice)
{
    world_file(world, "/srv/app/package-lock.json",
               "{\"lockfileVersion\":3,\"packages\":{\"node_modules/a\":{\"version\":\"1.0.0\"},"
               "\"node_modules/\\u0061\":{\"version\":\"1.0.1\"}}}");
    collect();
    cr_assert_str_eq(gap_of("project.digest/package-lock.json"), "malformed");
}

Test(project, never_leaves_the_folder_by_a_path_in_a_lock)
{
    world_file(world, "/srv/app/package-lock.json",
               "{\"lockfileVersion\":3,\"packages\":{\"node_modules/../../../etc\":{\"version\":\"1\"}}}");
    world_directory(world, "/srv/app/node_modules");
    world_file(world, "/etc/package.json", "{\"version\":\"2\"}");
    collect();
    cr_assert_null(world_set(world, RT, "project.drift"));
}

Test(project, reads_other_json)
{
    world_file(world, "/srv/app/composer.lock",
               "{\"packages\":[{\"name\":\"a\\/b\",\"version\":\"v1.2\",\"dist\":{\"reference\":\"abc\"}}],"
               "\"packages-dev\":[{\"name\":\"c/d\",\"version\":\"2\"}]}");
    world_file(world, "/srv/app/Pipfile.lock",
               "{\"_meta\":{\"hash\":{\"sha256\":\"0\"}},\"default\":{\"My_Pkg\":{\"hashes\":[\"sha256:1\"],"
               "\"version\":\"==1.0\"}},\"develop\":{}}");
    world_file(
        world, "/srv/app/packages.lock.json",
        "{\"version\":1,\"dependencies\":{\"net8.0\":{\"N.J\":{\"type\":\"Direct\",\"resolved\":\"13.0.3\","
        "\"contentHash\":\"H\"},\"own\":{\"type\":\"Project\"}}}}");
    world_file(world, "/srv/app/renv.lock",
               "{\"R\":{\"Version\":\"4.3\"},\"Packages\":{\"dplyr\":{\"Package\":\"dplyr\",\"Version\":\"1."
               "1.4\",\"Hash\":\"h\"}}}");
    world_file(
        world, "/srv/app/flake.lock",
        "{\"nodes\":{\"nixpkgs\":{\"locked\":{\"narHash\":\"sha256-x\",\"rev\":\"abcdef\"},\"original\":{}},"
        "\"root\":{\"inputs\":{}}},\"root\":\"root\"}");
    world_file(world, "/srv/app/bun.lock",
               "{\n // a comment\n \"lockfileVersion\": 1,\n \"packages\": {\n \"b\": [\"@s/b@1.0.0\", \"\", "
               "{ \"x\": {} }, \"sha512-B\"],\n },\n}\n");
    world_file(world, "/srv/app/deno.lock",
               "{\"version\":\"4\",\"npm\":{\"c@1.0.0_d@2\":{\"integrity\":\"sha512-C\"}}}");
    collect();
    cr_assert_str_eq(text("project.pins/composer.lock:a/b"), "v1.2");
    cr_assert_str_eq(text("project.pins/composer.lock:c/d"), "2");
    cr_assert_str_eq(text("project.pins/Pipfile.lock:my-pkg"), "1.0");
    cr_assert_str_eq(text("project.pins/packages.lock.json:N.J"), "13.0.3");
    cr_assert_str_eq(text("project.pins/renv.lock:dplyr"), "1.1.4");
    cr_assert_str_eq(text("project.pins/flake.lock:nixpkgs"), "abcdef");
    cr_assert_str_eq(text("project.pins/bun.lock:@s/b"), "1.0.0");
    cr_assert_str_eq(text("project.pins/deno.lock:c"), "1.0.0");
}

/* ---- TOML ---- */

#define UV                                                                                                   \
    "version = 1\n\n[[package]]\nname = \"click\"\nversion = \"8.1.7\"\nsource = { registry = "              \
    "\"https://x/\" }\n"                                                                                     \
    "sdist = { url = \"https://x/c\", hash = \"sha256:1\" }\nwheels = [\n    { url = \"u\", hash = "         \
    "\"sha256:2\" }, # c\n]\n\n"                                                                             \
    "[[package]]\nname = \"own\"\nversion = \"0.1\"\nsource = { virtual = \".\" }\n"

Test(project, reads_uv_and_the_environment_beside_it)
{
    world_file(world, "/srv/app/uv.lock", UV);
    world_directory(world, "/srv/app/.venv/lib/python3.12/site-packages/click-8.1.8.dist-info");
    world_directory(world, "/srv/app/.venv/lib/python3.12/site-packages/other-1.0.dist-info");
    collect();
    cr_assert_str_eq(text("project.pins/uv.lock:click"), "8.1.7");
    cr_assert_null(world_string(world, RT, "project.pins/uv.lock:own"));
    cr_assert_str_eq(text("project.state"), "drifts");
    cr_assert_str_eq(world_set(world, RT, "project.drift"), "uv.lock: click 8.1.7 -> 8.1.8");
}

/* As PEP 440 reads both. */
static const char *state(const char *locked, const char *installed)
{
    struct world *here = world_new();
    static char found[32], path[128], lock[256];
    (void)snprintf(lock, sizeof lock,
                   "version = 1\n\n[[package]]\nname = \"a\"\nversion = \"%s\"\nsource = { registry = "
                   "\"https://x/\" }\n",
                   locked);
    (void)snprintf(path, sizeof path, "/p/.venv/lib/python3.12/site-packages/a-%s.dist-info", installed);
    world_project(here, "/p");
    world_file(here, "/p/uv.lock", lock);
    world_directory(here, path);
    world_collect(here, "project");
    const char *value = world_string(here, RT, "project.state");
    (void)snprintf(found, sizeof found, "%s", value ? value : "");
    world_free(here);
    return found;
}

Test(project, knows_one_version_written_in_two_ways)
{
    static const char *const agreeing[][2] = {{"1.0", "1.0.0"},      {"v1.0", "1"},
                                              {"2.0.0rc1", "2.0c1"}, {"1.0a1", "1.0.Alpha.1"},
                                              {"1.0", "1.0+cu121"},  {"1.0+cu121", "1.0+CU121"}};
    static const char *const drifting[][2] = {{"1.0", "1.0.1"},
                                              {"1.0", "1.0.post1"},
                                              {"1.0a1", "1.0"},
                                              {"1.0+cu121", "1.0+cpu"},
                                              {"1.1.1f", "1.1.1w"}};
    for (size_t i = 0; i < sizeof agreeing / sizeof *agreeing; i++)
        cr_expect_str_eq(state(agreeing[i][0], agreeing[i][1]), "agrees", "%s", agreeing[i][0]);
    for (size_t i = 0; i < sizeof drifting / sizeof *drifting; i++)
        cr_expect_str_eq(state(drifting[i][0], drifting[i][1]), "drifts", "%s", drifting[i][0]);
}

Test(project, takes_no_order_for_a_difference)
{
    same("uv.lock", UV,
         "version = 1\r\n# c\r\n[[package]]\r\nname = \"click\"\r\nversion = \"8.1.7\"\r\nsource = { "
         "registry = \"https://x/\" }\r\n"
         "wheels = [{ url = \"u\", hash = \"sha256:2\" }]\r\nsdist = { hash = \"sha256:1\", url = "
         "\"https://y/c\" }\r\n");
    other("uv.lock", UV,
          "[[package]]\nname = \"click\"\nversion = \"8.1.7\"\nsource = { registry = \"https://x/\" }\n"
          "sdist = { hash = \"sha256:3\" }\n");
}

Test(project, reads_other_toml)
{
    world_file(
        world, "/srv/app/Cargo.lock",
        "version = 3\n\n[[package]]\nname = \"serde\"\nversion = \"1.0.1\"\nsource = \"registry+https://x\"\n"
        "checksum = \"ab\"\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\ndependencies = [\n "
        "\"serde\",\n]\n");
    world_file(world, "/srv/app/poetry.lock",
               "[[package]]\nname = \"Flask_X\"\nversion = \"3.0.0\"\ngroups = [\"main\"]\nfiles = [\n"
               "    {file = \"a\", hash = \"sha256:1\"},\n]\n\n[package.dependencies]\nclick = \">=8\"\n\n"
               "[package.source]\ntype = \"git\"\nresolved_reference = \"abc\"\n\n[metadata]\nlock-version = "
               "\"2.0\"\n");
    world_file(world, "/srv/app/pdm.lock",
               "[metadata]\ngroups = [\"default\"]\n\n[[package]]\nname = \"p\"\nversion = \"1\"\nrevision = "
               "\"abc\"\n");
    world_file(
        world, "/srv/app/pylock.toml",
        "lock-version = \"1.0\"\n[[packages]]\nname = \"attrs\"\nversion = \"25.1.0\"\n[[packages.wheels]]\n"
        "name = \"a.whl\"\nhashes = {sha256 = \"1\"}\n[[packages]]\nname = \"g\"\n[packages.vcs]\n"
        "commit-id = \"0123456789012345678901234567890123456789\"\n");
    world_file(world, "/srv/app/Manifest.toml",
               "julia_version = \"1.10.0\"\n[[deps.JSON]]\nversion = \"0.21.4\"\ngit-tree-sha1 = "
               "\"x\"\n[[deps.Dates]]\nuuid = \"u\"\n");
    collect();
    cr_assert_str_eq(text("project.pins/Cargo.lock:serde"), "1.0.1");
    cr_assert_null(world_string(world, RT, "project.pins/Cargo.lock:own"));
    cr_assert_str_eq(text("project.pins/poetry.lock:flask-x"), "3.0.0");
    cr_assert_str_eq(text("project.pins/pdm.lock:p"), "1");
    cr_assert_str_eq(text("project.pins/pylock.toml:attrs"), "25.1.0");
    cr_assert_str_eq(text("project.pins/pylock.toml:g"), "0123456789012345678901234567890123456789");
    cr_assert_str_eq(text("project.pins/Manifest.toml:JSON"), "0.21.4");
}

/* ---- By indentation ---- */

Test(project, reads_pnpm_of_each_version)
{
    const char *nine = "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a: {version: "
                       "9.9.9}\npackages:\n\n"
                       "  '@s/b@2.0.0':\n    resolution: {integrity: sha512-B}\n    engines: {node: '>=8'}\n"
                       "snapshots:\n\n  '@s/b@2.0.0': {}\n";
    same("pnpm-lock.yaml", nine,
         "lockfileVersion: '6.0'\npackages:\n  /@s/b@2.0.0(peer@1.0.0):\n    resolution: {integrity: "
         "sha512-B}\n    dev: true\n");
    same("pnpm-lock.yaml", nine,
         "lockfileVersion: 5.4\npackages:\n  /@s/b/2.0.0_peer@1.0.0:\n    resolution: {integrity: "
         "sha512-B}\n");
    world_file(world, "/srv/app/pnpm-lock.yaml", nine);
    world_file(world, "/srv/app/node_modules/.pnpm/@s+b@2.0.1/node_modules/@s/b/package.json",
               "{\"version\":\"2.0.1\"}");
    collect();
    cr_assert_str_eq(text("project.pins/pnpm-lock.yaml:@s/b"), "2.0.0");
    cr_assert_str_eq(world_set(world, RT, "project.drift"), "pnpm-lock.yaml: @s/b 2.0.0 -> 2.0.1");
}

Test(project, reads_both_yarns)
{
    world_file(world, "/srv/app/yarn.lock",
               "# yarn lockfile v1\n\n\"@s/b@^2.0.0\", \"@s/b@^2.1.0\":\n  version \"2.1.0\"\n  resolved "
               "\"https://x/b.tgz#abc\"\n"
               "  integrity sha512-B\n  dependencies:\n    version \"9\"\n\na@1:\n  version \"1.0.0\"\n");
    collect();
    cr_assert_str_eq(text("project.pins/yarn.lock:@s/b"), "2.1.0");
    cr_assert_str_eq(text("project.pins/yarn.lock:a"), "1.0.0");
    same("yarn.lock", "a@1:\n  version \"1.0.0\"\n  integrity sha512-A\n",
         "__metadata:\n  version: 8\n\n\"a@npm:1\":\n  version: 1.0.0\n  resolution: \"a@npm:1.0.0\"\n  "
         "checksum: sha512-A\n"
         "  linkType: hard\n\n\"own@workspace:.\":\n  version: 0.0.0-use.local\n  linkType: soft\n");
}

Test(project, reads_pub_and_conda)
{
    world_file(world, "/srv/app/pubspec.lock",
               "packages:\n  http:\n    dependency: \"direct main\"\n    description:\n      name: http\n    "
               "  sha256: \"a\"\n"
               "    source: hosted\n    version: \"1.2.0\"\n  own:\n    source: path\n    version: "
               "\"0.0.1\"\nsdks:\n  dart: \">=3\"\n");
    world_file(
        world, "/srv/app/conda-lock.yml",
        "version: 1\npackage:\n- name: zlib\n  version: 1.3.1\n  manager: conda\n  platform: linux-64\n"
        "  hash:\n    sha256: abc\n");
    world_file(
        world, "/srv/app/environment.yml",
        "name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.12.1=h1\n  - numpy>=1.2\n  - pip:\n"
        "    - Flask==3.0.0\n");
    collect();
    cr_assert_str_eq(text("project.pins/pubspec.lock:http"), "1.2.0");
    cr_assert_null(world_string(world, RT, "project.pins/pubspec.lock:own"));
    cr_assert_str_eq(text("project.pins/conda-lock.yml:zlib"), "1.3.1");
    cr_assert_str_eq(text("project.pins/environment.yml:python"), "3.12.1");
    cr_assert_str_eq(text("project.pins/environment.yml:flask"), "3.0.0");
    cr_assert_null(world_string(world, RT, "project.pins/environment.yml:numpy"));
}

/* ---- By lines ---- */

Test(project, reads_requirements_with_what_they_include)
{
    world_file(world, "/srv/app/requirements.txt",
               "--index-url https://user:secret@host/simple\n-r more/base.txt\n-c constraints.txt # c\n"
               "Flask[async] == 3.0.0 ; python_version > '3' \\\n    --hash=sha256:1 \\\n    "
               "--hash=sha256:2\nclick>=8\n-e .\n"
               "git_pkg @ git+https://user:secret@host/r@main#abcdef\n");
    world_file(world, "/srv/app/more/base.txt", "-r more.txt\nattrs===1.0\n");
    world_file(world, "/srv/app/more/more.txt", "-r base.txt\nsix==1.16.0");
    world_file(world, "/srv/app/constraints.txt", "idna==3.4\n");
    collect();
    cr_assert_str_eq(text("project.pins/requirements.txt:flask"), "3.0.0");
    cr_assert_str_eq(text("project.pins/requirements.txt:attrs"), "1.0");
    cr_assert_str_eq(text("project.pins/requirements.txt:six"), "1.16.0");
    cr_assert_str_eq(text("project.pins/requirements.txt:idna"), "3.4");
    cr_assert_str_eq(text("project.pins/requirements.txt:git-pkg"), "abcdef");
    cr_assert_null(world_string(world, RT, "project.pins/requirements.txt:click"));
    other("requirements.txt", "a>=1\n", "a>=2\n");
    other("requirements.txt", "a==1 --hash=sha256:1\n", "a==1 --hash=sha256:2\n");
    same("requirements.txt", "# c\na == 1\r\nb==2\n", "b==2 # via a\na==1");
}

Test(project, follows_no_include_out_of_the_folder)
{
    gap("requirements.txt", "-r ../x.txt\n", "unsupported");
    gap("requirements.txt", "-r /etc/x.txt\n", "unsupported");
    gap("requirements.txt", "-r missing.txt\n", "malformed");
    gap("requirements.txt", "a==1 \\\n", "truncated");
}

Test(project, reads_go_and_what_is_vendored)
{
    world_file(world, "/srv/app/go.mod",
               "module example.com/x\n\ngo 1.22\n\nrequire rsc.io/quote v1.5.2\nrequire (\n\trsc.io/sampler "
               "v1.3.0 // indirect\n)\n");
    world_file(world, "/srv/app/go.sum", "rsc.io/quote v1.5.2 h1:x=\nrsc.io/quote v1.5.2/go.mod h1:y=\n");
    world_file(world, "/srv/app/vendor/modules.txt", "# rsc.io/quote v1.5.1\n## explicit\nrsc.io/quote\n");
    collect();
    cr_assert_str_eq(text("project.pins/go.mod:rsc.io/quote"), "v1.5.2");
    cr_assert_str_eq(text("project.pins/go.mod:rsc.io/sampler"), "v1.3.0");
    cr_assert_eq(strlen(text("project.digest/go.sum")), 64);
    cr_assert_str_eq(text("project.wants/go"), ">=1.22");
    cr_assert_str_eq(world_set(world, RT, "project.drift"),
                     "go.mod: rsc.io/quote v1.5.2 -> v1.5.1 go.mod: rsc.io/sampler v1.3.0 -> (none)");
}

Test(project, reads_the_others)
{
    world_file(
        world, "/srv/app/Gemfile.lock",
        "GIT\n  remote: https://x\n  revision: abc\n  specs:\n    own (1.0)\n\nGEM\n  remote: "
        "https://rubygems.org/\n  specs:\n"
        "    rails (7.0.4)\n      actioncable (= 7.0.4)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  rails\n");
    world_directory(world, "/srv/app/vendor/bundle/ruby/3.2.0/gems/rails-7.0.5");
    world_file(world, "/srv/app/mix.lock",
               "%{\n  \"jason\": {:hex, :jason, \"1.4.1\", \"aa\", [:mix], [], \"hexpm\", \"bb\"},\n"
               "  \"g\": {:git, \"https://x\", \"abc\", []},\n}\n");
    world_file(world, "/srv/app/gradle.lockfile", "# c\ncom.a:b:1.0=compileClasspath\nempty=x\n");
    world_file(world, "/srv/app/.terraform.lock.hcl",
               "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"5.0.0\"\n  hashes = [\n    "
               "\"h1:x\",\n  ]\n}\n");
    collect();
    cr_assert_str_eq(text("project.pins/Gemfile.lock:rails"), "7.0.4");
    cr_assert_null(world_string(world, RT, "project.pins/Gemfile.lock:actioncable"));
    cr_assert_str_eq(text("project.pins/mix.lock:jason"), "1.4.1");
    cr_assert_str_eq(text("project.pins/mix.lock:g"), "abc");
    cr_assert_str_eq(text("project.pins/gradle.lockfile:com.a:b"), "1.0");
    cr_assert_str_eq(text("project.pins/.terraform.lock.hcl:registry.terraform.io/hashicorp/aws"), "5.0.0");
    cr_assert_str_eq(world_set(world, RT, "project.drift"), "Gemfile.lock: rails 7.0.4 -> 7.0.5");
}

/* ---- What is broken ---- */

Test(project, tells_what_ends_early)
{
    /* However much of it is there: what is told is what stands in the whole one, or nothing. */
    char part[sizeof NPM3];
    for (size_t i = 0; i < sizeof NPM3 - 1; i++) {
        memcpy(part, NPM3, i);
        part[i] = '\0';
        gap("package-lock.json", part, "malformed");
    }
    gap("Cargo.lock", "[[package]]\nname = \"a\"\nversion = \"1.2", "truncated");
    gap("poetry.lock", "[[package]]\nname = \"a\"\nversion = \"1.2\"\n", "truncated");
    gap("yarn.lock", "a@1:\n  version \"1.0.0\"\n\nb@1:\n", "malformed");
    gap("yarn.lock", "a@1:\n  version \"1.0", "truncated");
    gap("go.mod", "require (\na v1\n", "truncated");
    gap("go.sum", "a v1 h1:x\nb v1\n", "malformed");
    gap("mix.lock", "%{\n \"a\": {:hex, :a, \"1\", \"h\"},\n", "truncated");
}

Test(project, tells_what_cannot_be_read)
{
    world_error(world, "/srv/app/Cargo.lock", ENVFP_REASON_DENIED);
    world_directory(world, "/srv/app/uv.lock");
    collect();
    cr_assert_str_eq(world_gap(world, RT, "project.digest/Cargo.lock"), "denied");
    cr_assert_str_eq(world_gap(world, RT, "project.digest/uv.lock"), "unsupported");
}

Test(project, touches_nothing_of_a_folder_that_is_remote)
{
    world_file(world, "/srv/app/Cargo.lock", "");
    world_error(world, "/srv/app", ENVFP_REASON_REMOTE);
    collect();
    cr_assert_str_eq(world_gap(world, RT, "project.*"), "remote");
    cr_assert_null(world_string(world, RT, "project.digest/Cargo.lock"));
}

Test(project, ends_with_what_is_nested_without_end)
{
    size_t length = (size_t)1 << 20;
    char *deep = malloc(length + 1);
    cr_assert_not_null(deep);
    memset(deep, '[', length);
    deep[length] = '\0';
    gap("package-lock.json", deep, "malformed");
    gap("Cargo.lock", deep, "truncated");
    deep[length - 1] = '\n';
    gap("Cargo.lock", deep, "malformed");
    free(deep);
}

/* ---- What it asks for ---- */

Test(project, finds_the_nearest_version_files_upwards)
{
    world_file(world, "/srv/.python-version", "# c\n3.12.1\n3.11\n");
    world_file(world, "/.python-version", "2.7\n");
    world_file(world, "/srv/app/.nvmrc", "v20\n");
    world_file(world, "/srv/.tool-versions", "nodejs 18.0.0 system\nruby 3.2.2\nunknown 1\n");
    world_file(world, "/srv/app/mise.toml", "[tools]\ngo = \"1.22\"\njava = { version = \"21\" }\n");
    world_file(world, "/srv/app/rust-toolchain.toml", "[toolchain]\nchannel = \"1.75\"\n");
    world_file(world, "/srv/app/package.json",
               "{\"engines\":{\"node\":\"\\u003e=18\"},\"packageManager\":\"pnpm@9.1.0+sha256.ab\"}");
    collect();
    cr_assert_str_eq(text("project.wants/python"), "3.12.1");
    cr_assert_str_eq(world_set(world, RT, "project.wants/node"), "18.0.0 >=18 v20");
    cr_assert_str_eq(text("project.wants/ruby"), "3.2.2");
    cr_assert_str_eq(text("project.wants/go"), "1.22");
    cr_assert_str_eq(text("project.wants/java"), "21");
    cr_assert_str_eq(text("project.wants/rust"), "1.75");
    cr_assert_str_eq(text("project.wants/pnpm"), "9.1.0");
}

Test(project, says_that_it_may_want_more)
{
    world_file(world, "/srv/app/package.json", "{\"engines\":{\"node\":\"20\"},\"volta\":{'node':'20'}}");
    world_file(world, "/srv/app/global.json", "{\"sdk\":{\"version\":\"8.0.100\", // here\n},,}");
    collect();
    cr_assert_str_eq(text("project.wants/node"), "20");
    cr_assert_str_eq(gap_of("project.wants/*"), "malformed");
    cr_assert_str_eq(gap_of("project.wants/dotnet"), "malformed");
}

static const char *unmet(const char *wanted, const char *found)
{
    struct world *here = world_new();
    static char text_of[128];
    world_project(here, "/p");
    world_file(here, "/p/.python-version", wanted);
    envfp__facts_string(world_facts(here), RT, "python.version", view_of(found));
    world_collect_also(here, "project");
    const char *set = world_set(here, RT, "project.unmet");
    (void)snprintf(text_of, sizeof text_of, "%s", set ? set : "");
    world_free(here);
    return text_of;
}

Test(project, compares_with_what_PATH_starts)
{
    cr_assert_str_eq(unmet("3.12", "3.11.7"), "python 3.12 -> 3.11.7");
    cr_assert_str_eq(unmet("3.11", "3.11.7"), "");
    cr_assert_str_eq(unmet("3.1", "3.11.7"), "python 3.1 -> 3.11.7");
    cr_assert_str_eq(unmet(">=3.9", "3.11.7"), "");
    cr_assert_str_eq(unmet(">=3.12", "3.11.7"), "python >=3.12 -> 3.11.7");
    cr_assert_str_eq(unmet("pypy3.10", "3.11.7"), "");
    cr_assert_str_eq(unmet("3.12", ""), "");
    cr_assert_str_eq(unmet("~=3.10", "3.11.7"), "");
    cr_assert_str_eq(unmet("~=3.10", "3.9.18"), "python ~=3.10 -> 3.9.18");
    cr_assert_str_eq(unmet(">=3.9,<3.11", "3.11.7"), "python >=3.9,<3.11 -> 3.11.7");
}

/* A file of the project, what an earlier collector found, and what does not fit. */
Test(project, judges_ranges_by_their_ecosystems_rules)
{
    static const struct {
        const char *file, *text, *key, *found, *unmet;
    } cases[] = {
        {"package.json", "{\"engines\":{\"node\":\"~18.20.0\"}}", "node.version", "18.20.4", ""},
        {"package.json", "{\"engines\":{\"node\":\"~18.20.0\"}}", "node.version", "18.19.1",
         "node ~18.20.0 -> 18.19.1"},
        {"package.json", "{\"engines\":{\"node\":\"^18 || ^20\"}}", "node.version", "19.1.0",
         "node ^18 || ^20 -> 19.1.0"},
        {"package.json", "{\"engines\":{\"node\":\">=16 <19\"}}", "node.version", "19.0.0",
         "node >=16 <19 -> 19.0.0"},
        {"package.json", "{\"engines\":{\"node\":\"18.x\"}}", "node.version", "18.1.0", ""},
        {"package.json", "{\"engines\":{\"node\":\"16 - 18\"}}", "node.version", "18.9.0", ""},
        {".nvmrc", "lts/iron\n", "node.version", "18.9.0", ""},
        {"pyproject.toml", "[project]\nrequires-python = \"!=3.11.*,>=3.9\"\n", "python.version", "3.11.2",
         "python !=3.11.*,>=3.9 -> 3.11.2"},
        {"pyproject.toml", "[tool.poetry.dependencies]\npython = \"^3.8.1\"\n", "python.version", "3.8.0",
         "python ^3.8.1 -> 3.8.0"},
        {"Cargo.toml", "[package]\nname = \"x\"\nrust-version = \"1.75\"\n", "rust.version", "1.80.0", ""},
        {"Cargo.toml", "[workspace.package]\nrust-version = \"1.75\"\n", "rust.version", "1.63.0",
         "rust >=1.75 -> 1.63.0"},
        {".ruby-version", "ruby-3.2.2\n", "ruby.version", "3.2.3", "ruby ruby-3.2.2 -> 3.2.3"},
        {".tool-versions", "ruby ~> 3.2\n", "ruby.version", "3.1.2", ""}, /* asdf knows no ranges */
        {"rust-toolchain", "1.75\n", "rust.version", "1.75.1", ""},
        {"rust-toolchain.toml", "[toolchain]\nchannel = \"1.75\"\n", "rust.version", "1.74.0",
         "rust 1.75 -> 1.74.0"},
        {"rust-toolchain", "stable\n", "rust.version", "1.74.0", ""},
        {"go.mod", "module x\n\ngo 1.22\n", "go.version", "1.21.5", "go >=1.22 -> 1.21.5"},
        {"go.mod", "go 1.21\ntoolchain go1.22.3\n", "go.version", "1.21.5", "go go1.22.3 -> 1.21.5"},
        {"go.mod", "go 1.21\ntoolchain go1.22.3\n", "go.version", "1.23.0", ""},
        {".sdkmanrc", "java=21.0.2-tem\n", "java.version", "17.0.9", "java 21.0.2-tem -> 17.0.9"},
        {".sdkmanrc", "java=21.0.2-tem\n", "java.version", "21.0.2", ""},
        {".tool-versions", "java temurin-21.0.1+12.0.LTS\n", "java.version", "21.0.5", ""},
        {".java-version", "1.8\n", "java.version", "1.8.0_392", ""},
        {".java-version", "11\n", "java.version", "1.8.0_392", "java 11 -> 1.8.0_392"},
        {".php-version", "8.1\n", "php.version", "8.2.29", "php 8.1 -> 8.2.29"},
        {"global.json", "{\"sdk\":{\"version\":\"8.0.100\"}}", "dotnet.sdk", "8.0.114", ""},
        {"global.json", "{\"sdk\":{\"version\":\"8.0.100\"}}", "dotnet.sdk", "6.0.428",
         "dotnet 8.0.100 -> 6.0.428"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world *here = world_new();
        char path[64];
        (void)snprintf(path, sizeof path, "/p/%s", cases[i].file);
        world_project(here, "/p");
        world_file(here, path, cases[i].text);
        envfp__facts_string(world_facts(here), RT, cases[i].key, view_of(cases[i].found));
        world_collect_also(here, "project");
        const char *set = world_set(here, RT, "project.unmet");
        cr_expect_str_eq(set ? set : "", cases[i].unmet, "%zu: %s", i, set);
        world_free(here);
    }
}

Test(project, takes_no_other_go_where_that_is_forbidden)
{
    world_file(world, "/srv/app/go.mod", "go 1.21\ntoolchain go1.22.3\n");
    envfp__facts_string(world_facts(world), RT, "go.version", VIEW("1.21.5"));
    envfp__facts_string(world_facts(world), RT, "go.variable.toolchain", VIEW("local"));
    world_collect_also(world, "project");
    cr_assert_str_eq(world_set(world, RT, "project.wants/go"), ">=1.21 go1.22.3");
    cr_assert_null(world_set(world, RT, "project.unmet"));
}

/* ---- What leads out of it ---- */

static size_t gaps(void)
{
    return world_facts(world)->sections[RT].gap_count;
}

/* Whatever is outside must not even be looked at: it would say REMOTE, and be noted. */
static void put_outside(void)
{
    world_error(world, "/etc", ENVFP_REASON_REMOTE);
    world_error(world, "/srv/other", ENVFP_REASON_REMOTE);
    world_error(world, "/dev", ENVFP_REASON_REMOTE);
}

/* Beside what the test said that others told. */
static void expect_inside(void)
{
    (void)world_was_remote(world);
    world_collect_also(world, "project");
    cr_expect_not(world_was_remote(world), "something outside was looked at");
}

Test(project, follows_no_link_out_to_a_version)
{
    put_outside();
    world_link(world, "/srv/app/.python-version", "/etc/shadow");
    world_link(world, "/srv/app/.ruby-version", "../other/netrc");
    world_link(world, "/srv/app/.node-version", "/dev/kmsg");
    world_link(world, "/srv/app/.go-version", ".php-version");
    world_link(world, "/srv/app/.php-version", "/etc/machine-id");
    world_other(world, "/srv/app/.java-version");
    world_link(world, "/srv/app/.lua-version", ".java-version");
    world_file(world, "/srv/.python-version", "3.12\n");
    world_file(world, "/srv/app/.perl-version", "5.36.0\n");
    expect_inside();
    cr_expect_str_eq(gap_of("project.wants/python"), "hidden");
    cr_expect_str_eq(gap_of("project.wants/ruby"), "hidden");
    cr_expect_str_eq(gap_of("project.wants/node"), "hidden");
    cr_expect_str_eq(gap_of("project.wants/go"), "hidden");
    cr_expect_str_eq(gap_of("project.wants/php"), "hidden");
    cr_expect_str_eq(gap_of("project.wants/java"), "unsupported");
    cr_expect_str_eq(gap_of("project.wants/lua"), "unsupported");
    cr_expect_str_eq(text("project.wants/python"), "(none)",
                     "the file further up is not the one that counts");
    cr_expect_str_eq(text("project.wants/perl"), "5.36.0");
    cr_expect_eq(gaps(), 7);
}

Test(project, follows_no_link_out_of_a_folder_above)
{
    put_outside();
    world_link(world, "/srv/.tool-versions", "/etc/shadow");
    world_link(world, "/srv/.nvmrc", "app/nvmrc");
    world_file(world, "/srv/app/nvmrc", "v20\n");
    world_directory(world, "/srv/app/.ruby-version");
    world_file(world, "/srv/.ruby-version", "3.2.2\n");
    expect_inside();
    cr_expect_str_eq(gap_of("project.wants/*"), "hidden", "of several languages");
    cr_expect_str_eq(text("project.wants/node"), "v20");
    cr_expect_str_eq(text("project.wants/ruby"), "3.2.2", "a folder is no such file");
    cr_expect_eq(gaps(), 1);
}

Test(project, follows_no_link_out_to_a_lock)
{
    put_outside();
    world_link(world, "/srv/app/Cargo.lock", "/etc/shadow");
    world_link(world, "/srv/app/uv.lock", "../../srv/other/uv.lock");
    world_other(world, "/srv/app/go.sum");
    world_file(world, "/srv/app/requirements.txt", "-r more/base.txt\n");
    world_link(world, "/srv/app/more", "/etc");
    world_link(world, "/srv/app/yarn.lock", "locks/yarn.lock");
    world_file(world, "/srv/app/locks/yarn.lock", "a@1:\n  version \"1.0.0\"\n");
    expect_inside();
    cr_expect_str_eq(gap_of("project.digest/Cargo.lock"), "hidden");
    cr_expect_str_eq(gap_of("project.digest/uv.lock"), "hidden");
    cr_expect_str_eq(gap_of("project.digest/go.sum"), "unsupported");
    cr_expect_str_eq(gap_of("project.digest/requirements.txt"), "hidden");
    cr_expect_str_eq(text("project.pins/yarn.lock:a"), "1.0.0");
    cr_expect_not_null(gap_of("project.pins/*"));
    cr_expect_eq(gaps(), 5);
}

Test(project, follows_no_link_out_to_what_is_installed)
{
    put_outside();
    world_file(world, "/srv/app/package-lock.json", NPM3);
    world_link(world, "/srv/app/node_modules/a", "/etc/a");
    world_file(world, "/srv/app/uv.lock", UV);
    world_link(world, "/srv/app/.venv", "../other/venv");
    envfp__facts_string(world_facts(world), RT, "python/click", VIEW("9.9.9"));
    world_file(world, "/srv/app/Gemfile.lock", "GEM\n  specs:\n    rails (7.0.4)\n");
    world_link(world, "/srv/app/vendor", "/srv/other");
    expect_inside();
    cr_expect_str_eq(gap_of("project.drift"), "hidden");
    cr_expect_str_eq(gap_of("project.state"), "hidden");
    cr_expect_null(world_set(world, RT, "project.drift"), "PATH's Python is not the project's own");
    cr_expect_eq(gaps(), 6);
}

Test(project, follows_links_that_stay_inside)
{
    world_file(world, "/srv/app/package-lock.json", NPM3);
    world_link(world, "/srv/app/node_modules/a", ".store/a@1.0.1/node_modules/a");
    world_file(world, "/srv/app/node_modules/.store/a@1.0.1/node_modules/a/package.json",
               "{\"version\":\"1.0.1\"}");
    world_file(world, "/srv/app/uv.lock", UV);
    world_link(world, "/srv/app/.venv", "/srv/app/env");
    world_directory(world, "/srv/app/env/lib/python3.12/site-packages/click-8.1.8.dist-info");
    collect();
    cr_expect_str_eq(world_set(world, RT, "project.drift"),
                     "package-lock.json: a 1.0.0 -> 1.0.1 uv.lock: click 8.1.7 -> 8.1.8");
    cr_expect_eq(gaps(), 0);
}

/* ---- What is no version ---- */

Test(project, takes_versions_alone)
{
    world_file(world, "/srv/app/.python-version", "root:$6$salt$hash:19000:0:99999:7:::\n");
    world_file(world, "/srv/app/.ruby-version", "machine x.example login joe password hunter2\n");
    world_file(world, "/srv/app/.node-version", "8b4d1f0a9c3e4d2fb7a6c5d4e3f2a1b0\n");
    world_file(world, "/srv/app/.tool-versions", "golang hunter2\njava temurin-21.0.1+12.0.LTS\n");
    world_file(world, "/srv/app/mise.toml", "[tools]\nzig = \"hunter2\"\nbun = { version = \"latest\" }\n");
    world_file(world, "/srv/app/package.json",
               "{\"engines\":{\"npm\":\"please-use-yarn\",\"yarn\":\"^1.22 || >=3\"},"
               "\"packageManager\":\"pnpm@hunter2\"}");
    world_file(world, "/srv/app/global.json", "{\"sdk\":{\"version\":\"hunter2\"}}");
    world_file(world, "/srv/app/rust-toolchain", "../../hunter2\n");
    collect();
    static const char *const languages[] = {"python", "ruby", "node", "go", "zig", "npm", "pnpm", "dotnet"};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        char key[64];
        (void)snprintf(key, sizeof key, "project.wants/%s", languages[i]);
        cr_expect_str_eq(gap_of(key), "malformed", "%s", key);
        cr_expect_str_eq(text(key), "(none)", "%s", key);
    }
    cr_expect_str_eq(text("project.wants/java"), "temurin-21.0.1+12.0.LTS");
    cr_expect_str_eq(text("project.wants/bun"), "latest");
    cr_expect_str_eq(text("project.wants/yarn"), "^1.22 || >=3");
    cr_expect_str_eq(text("project.wants/rust"), "path");
    cr_expect_eq(gaps(), sizeof languages / sizeof *languages);
}

Test(project, knows_a_virtualenv_of_pyenvs)
{
    world_variable(world, "HOME", "/home/me");
    world_file(world, "/srv/app/.python-version", "jane\n");
    collect();
    cr_expect_str_eq(gap_of("project.wants/python"), "malformed");
    struct world *other = world_new();
    world_variable(other, "HOME", "/home/me");
    world_project(other, "/srv/app");
    world_file(other, "/srv/app/.python-version", "jane\n");
    world_file(other, "/srv/app/.ruby-version", "ruby-3.2.2@jane\n");
    world_directory(other, "/home/me/.pyenv/versions/jane");
    world_collect(other, "project");
    cr_expect_str_eq(world_string(other, RT, "project.wants/python"), "virtualenv");
    cr_expect_str_eq(world_string(other, RT, "project.wants/ruby"), "ruby-3.2.2");
    world_free(other);
}

Test(project, pins_versions_alone)
{
    gap("Cargo.lock", "[[package]]\nname = \"a\"\nversion = \"hunter2\"\nsource = \"registry+https://x\"\n",
        "malformed");
    gap("yarn.lock", "a@1:\n  version \"Jane Doe <jane@doe.example>\"\n", "malformed");
    gap("go.mod", "require a hunter2\n", "malformed");
    world_file(
        world, "/srv/app/composer.lock",
        "{\"packages\":[{\"name\":\"a/b\",\"version\":\"dev-jane/secret\",\"authors\":[{\"name\":\"Jane\","
        "\"email\":\"jane@doe.example\"}]},{\"name\":\"c/d\",\"version\":\"dev-main\"}]}");
    collect();
    cr_expect_str_eq(text("project.pins/composer.lock:a/b"), "branch");
    cr_expect_str_eq(text("project.pins/composer.lock:c/d"), "dev-main");
}

Test(project, drifts_to_versions_alone)
{
    world_file(world, "/srv/app/package-lock.json", NPM3);
    world_file(world, "/srv/app/node_modules/a/package.json", "{\"version\":\"hunter2 of jane\"}");
    collect();
    cr_expect_null(world_set(world, RT, "project.drift"));
    cr_expect_str_eq(gap_of("project.drift"), "malformed");
}
