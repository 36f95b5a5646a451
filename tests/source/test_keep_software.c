/* SPDX-License-Identifier: MIT */
/* What a recording keeps of the files of projects; of those of languages and their managers, what it must not, wherever it
 * stands. */
#include "at_work.h"
#include "kept.h"
#include "source/keep.h"
#include "world.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>

#define TOKEN "ghp_0123456789abcdefABCDEFghijkl0123"
#define PASS "hunter2"

static char *kept(const char *path, const char *text, size_t length)
{
    return kept_text(NULL, path, (struct view){text, length});
}

#define keeps(path, text, expected) kept_is(NULL, path, text, expected)

/* ---- What stays --------------------------------------------------------------------------------------------------- */

Test(keep_software, projects_keep_what_they_want)
{
    keeps("/srv/app/.python-version", "# " PASS "\n3.12\n", "#\n3.12\n");
    keeps("/srv/app/.ruby-version", "ruby-3.2.2@acme\n", "ruby-3.2.2@_\n");
    keeps("/srv/app/pyproject.toml",
          "[project]\nname = \"acme\"\nrequires-python = \">=3.9,<4\"\n[tool.x]\nrequires-python = \"" PASS
          "\"\n"
          "token = \"\"\"\n[project]\nrequires-python = \"1\"\n\"\"\"\n",
          "[project]\nrequires-python = \">=3.9,<4\"\n");
    keeps("/srv/app/package.json",
          "{\"engines\":{\"node\":\"\\u003e=18\",\"acme\":\"" PASS
          "\"},\"packageManager\":\"pnpm@9.1.0+sha256.ab\","
          "\"volta\":{\"node\":\"" PASS "\"},\"config\":{\"token\":\"" TOKEN "\"}}",
          "{\"engines\": {\"node\": \">=18\"}, \"packageManager\": \"pnpm@9.1.0\", "
          "\"volta\": {\"node\": \"?\"}}\n");
    keeps("/srv/app/global.json", "{\"sdk\": {\"version\": \"8.0.100\"}, \"x\": \"" PASS "\"}",
          "{\"sdk\":{\"version\":\"8.0.100\"}}\n");
    keeps("/srv/app/rust-toolchain", "1.75 # " PASS "\n", "1.75#\n");
    keeps("/srv/app/.sdkmanrc", "java=21.0.2-tem\ntoken=" TOKEN "\n", "java=21.0.2-tem\n\n");
}

Test(keep_software, locks_keep_pins_and_hashes)
{
    keeps("/srv/app/requirements.txt",
          "--index-url https://joe:" PASS "@h/simple\n# " PASS "\nsix==1.16.0 \\\n  --hash=sha256:ab # " PASS
          "\n",
          "#!envfp lock\nroom\t4\t39\npin\t1\t0\tsix\t1.16.0\t\nof\tsix\t\nis\tsha256:ab\n");
    keeps("/srv/app/go.mod", "module acme.example/secret\n\ngo 1.22\n\nrequire a.b/c v1.0.0 // " PASS "\n",
          "#!envfp lock\nroom\t2\t25\npin\t1\t0\ta.b/c\tv1.0.0\t\ngo\t1.22\n");
    keeps("/srv/app/uv.lock", "[[package]]\nname = \"" PASS, "#!envfp lock\ngap\ttruncated\n");
    keeps("/srv/app/composer.lock", "{\"packages\": [{\"name\": \"" PASS "\"]",
          "#!envfp lock\ngap\tmalformed\n");
}

Test(keep_software, locks_name_no_folder_of_a_machine)
{
    static const char *const texts[][2] = {
        {"requirements.txt", "file:///home/alice/x.whl\n"},
        {"requirements.txt", "git+file:///home/alice/x\n"},
        {"requirements.txt", "file:home/alice/x\n"},
        {"requirements.txt", "C:\\Users\\alice\\x\nD:/alice/y\n"},
        {"requirements.txt", "\"/home/alice/x\"\n'/home/a b/alice'\n$HOME/alice\n${HOME}/alice\n"},
        {"requirements.txt", "a @ git+file:///home/alice/x\nb @ file:/home/alice/y\n"},
        {"requirements.txt", "-e git+file:///home/alice/x#egg=x\n"},
        {"requirements.txt", "-e \"/home/alice/x\"\n-e '/home/alice smith/x'\n-e ${HOME}/alice\n"},
        {"requirements.txt", "-e C:\\Users\\alice\\x\n-e C:/Users/alice/y\n-e \\\\host\\alice\n"},
        {"package-lock.json",
         "{\"lockfileVersion\":3,\"packages\":{\"node_modules/a\":{\"version\":\"1.0.0\",\"resolved\":"
         "\"git+file:///home/alice/a#0123456789abcdef0123456789abcdef01234567\"}}}"},
        {"yarn.lock", "\"a@git+file:///home/alice/a\":\n  version \"1.0.0\"\n  resolved "
                      "\"git+file:///home/alice/a#0123456789abcdef0123456789abcdef01234567\"\n"},
        {"environment.yml", "channels:\n  - git+file:///home/alice/c\ndependencies:\n  - pip:\n    - a @ "
                            "git+file:///home/alice/x\n    - file:///home/alice/x\n    - /home/alice/x\n"},
        {"go.mod", "replace b => C:/Users/alice/b\nreplace c => \"/home/alice/c\"\n"
                   "replace d => \"/home/alice b/alice\"\nreplace e => `C:\\alice\\b`\n"},
    };
    char path[64];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        (void)snprintf(path, sizeof path, "/srv/app/%s", texts[i][0]);
        cr_expect_null(strstr(kept(path, texts[i][1], strlen(texts[i][1])), "alice"), "%s", texts[i][1]);
        struct world *world = world_new();
        world_project(world, "/srv/app");
        world_file(world, path, texts[i][1]);
        world_collect(world, "project");
        world_free(world);
    }
    keeps("/srv/app/requirements.txt", "file:///home/alice/x.whl --hash=sha256:ab\n",
          "#!envfp lock\nroom\t2\t21\nof\t-\t\nis\tpath\nis\tsha256:ab\n");
    keeps("/srv/app/requirements.txt", "https://joe:" PASS "@h/x-1.0.whl\n",
          "#!envfp lock\nroom\t1\t23\nof\t-\t\nis\thttps://h/x-1.0.whl\n");
}

Test(keep_software, addresses_hold_no_token)
{
    static const char *const texts[] = {
        "https://dl.cloudsmith.io/leak3dEfGhiJkLm0/acme/priv/raw/x.whl",
        "https://h/F/feed/auth/8fd6d1ad-1234-4abc-9def-0123456789ab/x.whl",
        "https://h/8fd6d1ad-1234-4abc-9def-0123456789ab/x.whl",
        "https://h/auth/leakword/x.whl",
        "https://h/basic/leakword/x.whl",
        "https://h/Token/leakword/x.whl",
        "https://user:leak2pa/ss@host/b.whl",
        "https://user:leak#pw@host/c.whl",
        "https://user:123/leak@host/b.whl",
        "https://user:123#leak@host/b.whl",
        "https://user:x@leak/ss@host/b.whl",
        "https://user:leak?ss@host/b.whl",
        "git+https://user:leak/ss@host/b.git#0123456789abcdef0123456789abcdef01234567",
    };
    char text[512];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        (void)snprintf(text, sizeof text, "%s\na @ %s\n-e %s\n", texts[i], texts[i], texts[i]);
        const char *left = kept("/srv/app/requirements.txt", text, strlen(text));
        cr_expect(!strstr(left, "leak") && !strstr(left, "8fd6d1ad"), "%s", left);
        struct world *world = world_new();
        world_project(world, "/srv/app");
        world_file(world, "/srv/app/requirements.txt", text);
        world_collect(world, "project");
        world_free(world);
        (void)snprintf(text, sizeof text, "{\"url\": \"%s\"}", texts[i]);
        left = kept("/s/a-1.dist-info/direct_url.json", text, strlen(text));
        cr_expect(!strstr(left, "leak") && !strstr(left, "8fd6d1ad"), "%s", left);
    }
    static const char *const plain[] = {
        "https://host:8080/acme/base64-1.0-py3-none-any.whl", "git+ssh://host/acme/x.git@v1.2.3",
        "https://registry.npmjs.org/@babel/core/-/core-7.1.0.tgz",
        "https://h/numpy-1.26.4-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        (void)snprintf(text, sizeof text, "-e %s\n", plain[i]);
        cr_expect_not_null(strstr(kept("/srv/app/requirements.txt", text, strlen(text)), plain[i]), "%s",
                           plain[i]);
    }
}

Test(keep_software, packages_name_nobody)
{
    static const char lock[] =
        "{\"lockfileVersion\":3,\"packages\":{\"node_modules/leak@mail.com\":{\"version\":"
        "\"1.0.0\"},\"node_modules/a/node_modules/leak@163.com\":{\"version\":\"1.0.0\"}}}";
    cr_expect_null(strstr(kept("/srv/app/package-lock.json", lock, sizeof lock - 1), "leak"));
    struct world *world = world_new();
    world_project(world, "/srv/app");
    world_file(world, "/srv/app/package-lock.json", lock);
    world_collect(world, "project");
    world_free(world);
}

Test(keep_software, zones_keep_rules_alone)
{
    static const char *const rules[] = {"CET-1CEST,M3.5.0,M10.5.0/3",
                                        "EST5EDT,M3.2.0/2:00:00,M11.1.0/2:00:00",
                                        "<+0330>-3:30",
                                        "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1",
                                        "IST-1GMT0,M10.5.0,M3.5.0/1",
                                        "UTC0",
                                        "<-00>0",
                                        "XXX-2<+01>-1,0/0,J365/23"};
    static const char *const others[] = {"leak-rule-hunter2", "leakrule-hunter2", "ABC1leakrule",
                                         "ABC1,leakrule",     "<leak>1",          "ABC1DEF,M3.5.0/leak"};
    char text[128];
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        (void)snprintf(text, sizeof text, "TZif2\n%s\n", rules[i]);
        cr_expect_not_null(strstr(kept("/etc/localtime", text, strlen(text)), rules[i]), "%s", rules[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        (void)snprintf(text, sizeof text, "TZif2\n%s\n", others[i]);
        cr_expect_null(strstr(kept("/etc/localtime", text, strlen(text)), "leak"), "%s", others[i]);
        struct world *world = world_new();
        world_file(world, "/etc/localtime", text);
        world_collect(world, "timezone");
        const char *told = world_string(world, ENVFP_LAYER_LIBC, "timezone.rule");
        cr_expect(!told || !strstr(told, "leak"), "%s", told);
        world_free(world);
    }
}

Test(keep_software, branches_of_composers_are_called_by_people)
{
    keeps("/srv/app/vendor/composer/installed.json",
          "[{\"name\":\"a/b\",\"version\":\"dev-alice-smith-acme\"},{\"name\":\"c/"
          "d\",\"version\":\"dev-main\"}]",
          "[{\"name\":\"a/b\",\"version\":\"branch\"},\n{\"name\":\"c/d\",\"version\":\"dev-main\"}]\n");
    static const char lock[] = "{\"packages\":[{\"name\":\"a/b\",\"version\":\"dev-alice-smith-acme\"},"
                               "{\"name\":\"c/d\",\"version\":\"dev-main\"}]}";
    cr_expect_null(strstr(kept("/srv/app/composer.lock", lock, sizeof lock - 1), "alice"));
    struct world *world = world_new();
    world_project(world, "/srv/app");
    world_file(world, "/srv/app/composer.lock", lock);
    world_file(world, "/srv/app/vendor/composer/installed.json",
               "[{\"name\":\"c/d\",\"version\":\"dev-alice-smith-acme\"}]");
    world_collect(world, "project");
    cr_expect_str_eq(world_string(world, ENVFP_LAYER_RUNTIMES, "project.pins/composer.lock:a/b"), "branch");
    world_free(world);
}

/* ---- What goes ------------------------------------------------------------------------------------------------------ */

static const char *const secrets[] = {TOKEN, PASS, "joe@", "AKIAIOSFODNN7EXAMPLE"};

/* Texts that are something else than their name says, or hold more than they should. */
static const char *const strangers[] = {
    "export GITHUB_TOKEN=" TOKEN "\n",
    PASS,
    PASS "\r\n",
    "\"" TOKEN "\"",
    "'" TOKEN "\n",
    "\"\"\"" TOKEN "\n\"\"\"\n",
    "# " PASS,
    "// " PASS "\n/* " TOKEN "\n */\n",
    "<!-- " PASS " -->\n",
    "; " TOKEN "\n",
    "-----BEGIN OPENSSH PRIVATE KEY-----\n" TOKEN TOKEN "\n-----END OPENSSH PRIVATE KEY-----\n",
    "root:$6$" TOKEN "$" TOKEN ":19000:0:99999:7:::\n",
    "machine github.com login joe@x password " PASS "\n",
    "{\"auths\": {\"h\": {\"auth\": \"" TOKEN "\"}}, \"token\": \"" TOKEN "\"}\n",
    "{\"name\": \"" TOKEN "\\u0000\", \"version\": \"" TOKEN "\"}\n",
    "{\"packages\": {\"node_modules/a\": {\"version\": \"1\", \"resolved\": \"https://joe@h:" PASS
    "@h/a.tgz?t=" TOKEN "\"}}}\n",
    "{\"packages\": [{\"name\": \"a/b\", \"version\": \"1\", \"support\": {\"email\": \"joe@x\", \"t\": "
    "\"" TOKEN "\"}}]}\n",
    "{\"default\": {\"a\": {\"version\": \"==1\", \"markers\": \"" TOKEN "\", \"hashes\": [\"" TOKEN
    "\"]}}}\n",
    "{\"nodes\": {\"a\": {\"locked\": {\"rev\": \"" TOKEN "\", \"narHash\": \"" TOKEN "\"}}}}\n",
    "{\"Packages\": {\"a\": {\"Version\": \"1\", \"Hash\": \"" TOKEN "\", \"Author\": \"joe@x\"}}}\n",
    "[tools]\nnode = \"" TOKEN "\"\nNODE = \"" PASS "\"\n[env]\nA = '''\n[tools]\n" TOKEN "\n'''\n",
    "[toolchain]\nchannel = \"" TOKEN "\"\npath = \"/" TOKEN "\"\n",
    "default_toolchain = \"" TOKEN "\"\n[overrides]\n\"/srv/" PASS "\" = \"stable\"\n\"/srv/app\" = \"" TOKEN
    "\"\n",
    "[project]\nrequires-python = \"" TOKEN "\"\nauthors = [{name = \"" PASS "\"}]\n",
    "[project]\nrequires-python = '''" TOKEN "\n'''\nREQUIRES-PYTHON = \"" PASS "\"\n",
    "[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { registry = \"https://joe@h:" PASS "@h/" TOKEN
    "/simple\" }\nsdist = { url = \"https://joe@:" PASS "@h/" TOKEN "/a\", hash = \"" TOKEN
    "\" }\n[metadata]\n",
    "[[packages]]\nname = \"a\"\nversion = \"1\"\nmarker = \"" TOKEN
    "\"\nwheels = [{url = \"https://h/?" TOKEN "\", hashes = {sha256 = \"" TOKEN "\"}}]\n",
    "[[package]]\nname = \"a\"\nversion = \"1\"\ndescription = \"\"\"\n" PASS "\n[[package]]\n" TOKEN
    "\"\"\"\n[metadata]\n",
    "[[deps.A]]\nversion = \"1\"\ngit-tree-sha1 = \"" TOKEN "\"\nrepo-url = \"https://joe@:" PASS "@h\"\n",
    "packages:\n  a@1.0.0:\n    resolution: {tarball: 'https://joe@:" PASS "@h/" TOKEN "/a.tgz?x=" TOKEN
    "'}\n    # " PASS "\n",
    "packages:\n  a@1.0.0: &anchor " TOKEN "\n    resolution: {integrity: " TOKEN
    "}\n    deprecated: |\n      " PASS "\n",
    "__metadata:\n  version: 8\n\n\"a@npm:^1.0\":\n  version: 1.0.0\n  resolution: \"a@https://joe@:" PASS
    "@h\"\n  checksum: " TOKEN "\n",
    "# yarn\na@^1:\n  version \"1.0.0\"\n  resolved \"https://joe@:" PASS "@h/" TOKEN "/a.tgz?" TOKEN
    "#" TOKEN "\"\n",
    "channels:\n  - https://joe@:" PASS "@h/t/" TOKEN "/c\n  - https://h/t/" PASS
    "/c\nvariables:\n  T: " TOKEN "\nprefix: /home/" PASS "\ndependencies:\n  - numpy=1.0 # " PASS
    "\n  - pip:\n    - --index-url https://joe@:" PASS "@h\n    - a @ https://joe@:" PASS "@h/" TOKEN "\n",
    "metadata:\n  token: " TOKEN "\npackage:\n  - name: a\n    version: '1'\n    url: https://joe@:" PASS
    "@h\n    hash:\n      sha256: " TOKEN "\n",
    "packages:\n  a:\n    description:\n      url: \"https://joe@:" PASS "@h\"\n      sha256: \"" TOKEN
    "\"\n    source: hosted\n    version: \"1.0\"\n",
    "GEM\n  remote: https://joe@:" PASS "@gems.h/" TOKEN
    "/\n  specs:\n    a (1.0)\n\nCHECKSUMS\n  a (1.0) sha256="
    "ab " TOKEN "\n",
    "GIT\n  remote: https://joe@:" PASS "@h\n  revision: " TOKEN "\n  specs:\n    a (1.0)\n",
    "module joe@x/" PASS "\nrequire (\n\ta.b/c v1.0.0 // " PASS "\n)\nreplace a.b/c => https://joe@:" PASS
    "@h/" TOKEN " v1\nexclude a.b/d " TOKEN "\n",
    "a.b/c v1.0.0 " TOKEN "\na.b/c v1.0.0 h1:ab= " PASS "\n",
    "%{\n  \"a\": {:hex, :a, \"1.0.0\", \"" TOKEN "\", [:mix], [], \"hexpm\", \"" TOKEN
    "\"},\n  \"b\": {:git, \"https://joe@:" PASS "@h\", \"" TOKEN "\", []},\n}\n",
    "a:b:1.0=" TOKEN "\n# " PASS "\nempty=" PASS "\n",
    "provider \"r/a\" {\n  version = \"1.0\"\n  constraints = \"" PASS "\"\n  hashes = [\n    \"" TOKEN
    "\",\n  ]\n}\n",
    "--extra-index-url=https://joe@:" PASS "@h/simple\n--find-links https://h/" TOKEN
    "\n-e git+https://joe@:" PASS "@h/r#egg=x\na @ https://joe@:" PASS "@h/" TOKEN "/a.whl?" TOKEN
    "#sha256=ab ; extra == '" TOKEN "'\n"
    "b==1.0 --config-settings=x=" TOKEN " --hash=" TOKEN "\nhttps://joe@:" PASS "@h/" TOKEN "/c.whl\n",
    "a==1.0 \\\n  # " PASS " \\\n  --hash=sha256:ab # " TOKEN,
    "-r https://joe@:" PASS "@h/r.txt\n-c ../" PASS "\n",
    "home = /usr/bin\nprompt = " PASS "\nversion = " TOKEN "\nvirtualenv = " TOKEN "\nHOME = /" PASS "\n",
    "import os; os.environ['T'] = '" TOKEN "'\n/x/" TOKEN "\nimport\t" PASS "\n",
    "#define PY_VERSION \"" TOKEN "\"\n#define NODE_MAJOR_VERSION " TOKEN " // " PASS
    "\n  JAVA_VERSION = \"" TOKEN "\"\n",
    "IMPLEMENTOR=\"" TOKEN "\"\nMODULES=\"java.base " TOKEN "\"\nversion => '" TOKEN "',\n",
    "Name: a\nVersion: " TOKEN "\nAuthor-Email: joe@x\n " PASS "\n\nVersion: " PASS "\n",
    "Version: " TOKEN "\nBuilt: " PASS "\nRemoteUrl: https://joe@:" PASS "@h\n",
    "{\"url\": \"https://joe@:" PASS "@h@h2/" TOKEN "/r?t=" TOKEN "#" TOKEN "\", \"hash\": \"sha256=" TOKEN
    "\", \"vcs\": \"" TOKEN "\", \"commit_id\": \"" TOKEN "\"}",
    "{\"implementation\": {\"version\": {\"major\": " TOKEN ", \"minor\": 1, \"releaselevel\": \"" TOKEN
    "\"}}}",
    "{\"node\": {\"runtime\": \"" TOKEN "\"}, \"x\": \"" PASS "\"}",
    "#!/bin/sh\nexport T=" TOKEN " exec asdf " PASS "\n exec " TOKEN " pyenv " PASS "\n",
    "x\ninstalled: [\n  \"a." TOKEN "\"\n \"" TOKEN ".1\"]\n",
    "nodejs " TOKEN "\npython path:/" PASS " # " PASS "\nruby ref:" TOKEN "\njava=" TOKEN "\n",
    "{vsn,\"" TOKEN "\"}\nCUDA Version " TOKEN "\n",
    "AKIAIOSFODNN7EXAMPLE\n",
    "go AKIAIOSFODNN7EXAMPLE\nnode AKIAIOSFODNN7EXAMPLE\n",
    "https://joe@h/AKIAIOSFODNN7EXAMPLE\n",
};

static const char *const paths[] = {
    "/root/.tool-versions",
    "/root/.config/mise/config.toml",
    "/root/.pyenv/version",
    "/root/.nvm/alias/default",
    "/root/.volta/tools/user/platform.json",
    "/v/pyvenv.cfg",
    "/root/.rustup/settings.toml",
    "/root/.cargo/.crates.toml",
    "/s/a.dist-info/METADATA",
    "/s/a.dist-info/INSTALLER",
    "/s/a.dist-info/direct_url.json",
    "/s/a.egg-info/PKG-INFO",
    "/s/a.egg-info",
    "/s/a.pth",
    "/u/include/python3.12/patchlevel.h",
    "/u/lib/python3.14/build-details.json",
    "/u/lib/node_modules/a/package.json",
    "/u/include/node/node_version.h",
    "/c/version.json",
    "/c/version.txt",
    "/c/include/cuda.h",
    "/c/.info/version",
    "/c/VERSION",
    "/o/.opam-switch/switch-state",
    "/e/ebin/elixir.app",
    "/e/releases/start_erl.data",
    "/j/release",
    "/u/lib/perl-base/Config.pm",
    "/r/library/a/DESCRIPTION",
    "/srv/app/.terraform.lock.hcl",
    "/srv/app/Cargo.lock",
    "/srv/app/Gemfile.lock",
    "/srv/app/Manifest.toml",
    "/srv/app/Pipfile.lock",
    "/srv/app/bun.lock",
    "/srv/app/composer.lock",
    "/srv/app/conda-lock.yml",
    "/srv/app/deno.lock",
    "/srv/app/environment.yml",
    "/srv/app/flake.lock",
    "/srv/app/go.mod",
    "/srv/app/go.sum",
    "/srv/app/gradle.lockfile",
    "/srv/app/mix.lock",
    "/srv/app/npm-shrinkwrap.json",
    "/srv/app/package-lock.json",
    "/srv/app/packages.lock.json",
    "/srv/app/pdm.lock",
    "/srv/app/pnpm-lock.yaml",
    "/srv/app/node_modules/.pnpm/lock.yaml",
    "/srv/app/poetry.lock",
    "/srv/app/pubspec.lock",
    "/srv/app/pylock.toml",
    "/srv/app/renv.lock",
    "/srv/app/requirements.txt",
    "/srv/app/uv.lock",
    "/srv/app/yarn.lock",
    "/srv/app/.python-version",
    "/srv/app/.nvmrc",
    "/srv/app/mise.toml",
    "/srv/app/.mise.toml",
    "/srv/app/rust-toolchain",
    "/srv/app/rust-toolchain.toml",
    "/srv/app/.sdkmanrc",
    "/srv/app/global.json",
    "/srv/app/package.json",
    "/srv/app/pyproject.toml",
    "/srv/app/vendor/composer/installed.json",
    "/srv/app/vendor/modules.txt",
    "/b/python3",
    "/b/node",
};

static void holds_none(const char *path, const char *text, size_t length)
{
    const char *left = kept(path, text, length);
    if (view_starts(view_of(text), VIEW(PASS)) && view_ends(view_of(path), VIEW("/requirements.txt")))
        return; /* it may be a package's name */
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        cr_expect_null(strstr(left, secrets[i]), "%s keeps %s:\n%s\nof\n%s", path, secrets[i], left, text);
}

/* Each text under each name, as it is, with other line ends, behind and before a NUL, without its last line feed. */
Test(keep_software, no_secret_stays_wherever_it_stands)
{
    char text[8192];
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        for (size_t j = 0; j < sizeof strangers / sizeof *strangers; j++) {
            size_t length = strlen(strangers[j]), more = 0;
            holds_none(paths[i], strangers[j], length);
            for (size_t k = 0; k < length; k++) {
                if (strangers[j][k] == '\n')
                    text[more++] = '\r';
                text[more++] = strangers[j][k];
            }
            text[more] = '\0';
            holds_none(paths[i], text, more);
            memcpy(text, strangers[j], length + 1);
            text[length + 1] = '\n';
            holds_none(paths[i], text, length + 2);
            text[0] = '\0';
            memcpy(text + 1, strangers[j], length + 1);
            holds_none(paths[i], text, length + 1);
            holds_none(paths[i], strangers[j], length - 1);
        }
}

Test(keep_software, long_lines_are_no_way_around)
{
    static char text[300000];
    memset(text, 'a', sizeof text - 1);
    memcpy(text + 100, " " TOKEN " ", strlen(TOKEN) + 2);
    memcpy(text + 299000, "\"" PASS "\"", strlen(PASS) + 2);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        holds_none(paths[i], text, sizeof text - 1);
}

/* Of a person's directory on PATH nobody else's programs, of one of modules' distributions alone. */
Test(keep_software, directories_keep_names_that_are_looked_for)
{
    struct world *world = world_new();
    struct source_common *common = world_source(world)->common;
    at_work(common, "java");
    struct keep row = envfp__keep_find(common, VIEW("/opt/acme-secret/tools/"));
    cr_assert_not_null(row.read);
    cr_expect(envfp__keep_entry(&row, world_source(world), VIEW("java")));
    cr_expect_not(envfp__keep_entry(&row, world_source(world), VIEW("deploy-acme")));
    cr_expect_not(envfp__keep_entry(&row, world_source(world), VIEW("id_rsa")));
    at_work(common, "python");
    row = envfp__keep_find(common, VIEW("/usr/lib/python3.12/site-packages/"));
    cr_assert_not_null(row.read);
    cr_expect(envfp__keep_entry(&row, world_source(world), VIEW("a-1.0.dist-info")));
    cr_expect_not(envfp__keep_entry(&row, world_source(world), VIEW("acme_secret")));
    row = envfp__keep_find(common, VIEW("/root/.pyenv/versions/"));
    cr_assert(row.read && envfp__keep_entry(&row, world_source(world), VIEW("anything")));
    world_free(world);
}

Test(keep_software, what_is_not_read_has_no_row)
{
    struct world *world = world_new();
    static const char *const others[] = {"/srv/app/.env",
                                         "/srv/app/secrets.json",
                                         "/root/.npmrc",
                                         "/root/.netrc",
                                         "/root/.pypirc",
                                         "/root/.cargo/credentials.toml",
                                         "/root/.ssh/id_rsa",
                                         "/srv/app/.git/config",
                                         "/srv/app/config.toml",
                                         "/root/.condarc",
                                         "/root/.docker/config.json",
                                         "/proc/1/environ",
                                         "/srv/app/poetry.toml",
                                         "/root/.gradle/gradle.properties"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_null(envfp__keep_find(world_source(world)->common, view_of(others[i])).read, "%s",
                       others[i]);
    world_free(world);
}

/* world_collect compares what is told of the text and of what is kept of it. */
Test(keep_software, what_is_kept_of_each_seed_tells_the_same)
{
    static const char *const dotted[] = {"terraform.lock.hcl", "nvmrc", "sdkmanrc", "tool-versions"};
    static const char folder[] = "tests/fuzz/seeds/lock/";
    static char text[65536];
    char path[512];
    DIR *directory = opendir(folder);
    cr_assert_not_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        bool dot = false;
        if (entry->d_name[0] == '.')
            continue;
        for (size_t i = 0; i < sizeof dotted / sizeof *dotted; i++)
            dot = dot || strcmp(entry->d_name, dotted[i]) == 0;
        (void)snprintf(path, sizeof path, "%s%s", folder, entry->d_name);
        FILE *file = fopen(path, "rb");
        cr_assert_not_null(file);
        size_t length = fread(text, 1, sizeof text, file);
        (void)fclose(file);
        (void)snprintf(path, sizeof path, "/srv/app/%s%s", dot ? "." : "", entry->d_name);
        /* Whole, and cut short anywhere. */
        for (size_t end = length; end > 0; end -= end > 64 ? 7 : 1) {
            struct world *world = world_new();
            world_project(world, "/srv/app");
            world_bytes(world, path, text + 1, end - 1);
            world_collect(world, "project");
            world_free(world);
        }
    }
    closedir(directory);
}
