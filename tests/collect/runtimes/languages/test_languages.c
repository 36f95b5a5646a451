/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "elf_image.h"
#include "kept.h"
#include "registry/registry.h"
#include "world.h"

#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_variable(world, "HOME", "/home/me");
    world_variable(world, "PATH", "/home/me/bin:/usr/bin");
    world_directory(world, "/srv/empty"); /* package managers are looked for beside a project alone */
    world_project(world, "/srv/empty");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(languages, .init = set_up, .fini = tear_down);

static void is(const char *key, const char *value)
{
    const char *got = world_string(world, RT, key);
    cr_assert(got && strcmp(got, value) == 0, "%s: %s", key, got ? got : "nothing");
}

static void is_gap(const char *key, const char *reason)
{
    const char *got = world_gap(world, RT, key);
    cr_assert(got && strcmp(got, reason) == 0, "%s: %s", key, got ? got : "no gap");
}

/* An executable, or library, with those constants. */
static void put_constants(const char *path, const char *constants)
{
    size_t length;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){
            .wide = true, .machine = 62, .constants = constants, .constants_length = strlen(constants) + 1},
        &length);
    world_program(world, path, bytes, length);
    free(bytes);
}

/* ---- Every language ------------------------------------------------------------------------------------ */

/* The next language with a program on PATH; the names of its collector and of the fact of its version. */
static bool next(const struct envfp_language **language, const char **collector, char key[64])
{
    do
        *language = envfp_registry_next_language(*language);
    while (*language && language_program(*language)[0] == '\0');
    if (!*language)
        return false;
    *collector = envfp__registry_name(language_declaration(*language)->declarer);
    (void)snprintf(key, 64, "%s.version", language_word(*language));
    return true;
}

Test(languages, none_says_anything_where_there_is_nothing)
{
    const struct envfp_language *language = NULL;
    const char *collector;
    char key[64];
    world_directory(world, "/usr/bin");
    world_collect(world, "wasm");
    while (next(&language, &collector, key))
        world_collect_also(world, collector);
    cr_assert_eq(world_facts(world)->sections[RT].count, 0);
    cr_assert_eq(world_facts(world)->sections[RT].gap_count, 0);
}

/* Puts a file in the place of each language's program, and expects that nothing can be told. */
static void none_can_tell(const char *directory, const char *bytes)
{
    const struct envfp_language *language = NULL;
    const char *collector;
    char key[64], path[64];
    while (next(&language, &collector, key)) {
        (void)snprintf(path, sizeof path, "%s/%s", directory, language_program(language));
        world_program(world, path, bytes, strlen(bytes));
        world_collect(world, collector);
        is_gap(key, "unsupported");
    }
}

Test(languages, each_says_when_it_cannot_tell)
{
    none_can_tell("/usr/bin", "x");
}

Test(languages, each_follows_no_unknown_stand_in)
{
    world_variable(world, "PATH", "/home/me/.my/shims");
    none_can_tell("/home/me/.my/shims", "#!/bin/sh\nmy_manager exec ruby\n");
}

Test(languages, each_says_where_it_could_not_look)
{
    const struct envfp_language *language = NULL;
    const char *collector;
    char key[64];
    world_variable(world, "PATH", "/home/me/bin");
    world_error(world, "/home/me/bin", ENVFP_REASON_REMOTE);
    while (next(&language, &collector, key)) {
        world_collect(world, collector);
        is_gap(key, "remote");
    }
}

/* asdf's stand-in is a script, mise's a link: each leads to the version that the person's file asks for. */
Test(languages, each_follows_the_managers_that_call_it_by_a_name)
{
    const struct envfp_language *language = NULL;
    const char *collector;
    char key[64], text[128], path[200];
    size_t followed = 0;
    world_variable(world, "PATH", "/home/me/.asdf/shims");
    while (next(&language, &collector, key)) {
        const char *name = language_text(language, language->asdf), *program = language_program(language);
        if (!name[0])
            continue;
        (void)snprintf(path, sizeof path, "/home/me/.asdf/shims/%s", program);
        (void)snprintf(text, sizeof text, "#!/bin/sh\nexec asdf exec \"%s\"\n", program);
        world_program(world, path, text, strlen(text));
        (void)snprintf(text, sizeof text, "%s 9.8.7\n", name);
        world_file(world, "/home/me/.tool-versions", text);
        (void)snprintf(path, sizeof path, "/home/me/.asdf/installs/%s/9.8.7/bin/%s", name, program);
        world_program(world, path, "x", 1);
        world_collect(world, collector);
        (void)snprintf(text, sizeof text, "~/.asdf/installs/%s/9.8.7/bin/%s", name, program);
        (void)snprintf(key, sizeof key, "%s.path", language_word(language));
        is(key, text);
        followed++;
    }
    cr_assert_geq(followed, 10);
}

/* ---- One by one ---------------------------------------------------------------------------------------- */

static void put_toolchain(const char *name, const char *version)
{
    char path[200] = "/home/me/.rustup/toolchains/", text[200] = "!<arch>\nlib.rmeta rust....";
    strcat(strcat(path, name), "/lib/rustlib/x86_64-unknown-linux-gnu/lib/libcfg_if-1.rlib");
    world_file(world, path, strcat(strcat(text, version), " (82e1608df 2023-12-21)-"));
}

Test(languages, rust_follows_rustup)
{
    world_program(world, "/home/me/bin/rustup", "x", 1);
    world_link(world, "/home/me/bin/rustc", "rustup");
    world_file(world, "/home/me/.rustup/settings.toml",
               "version = \"12\"\ndefault_toolchain = \"stable-x86_64-unknown-linux-gnu\"\n[overrides]\n");
    put_toolchain("stable-x86_64-unknown-linux-gnu", "rustc 1.75.0");
    put_toolchain("nightly-x86_64-unknown-linux-gnu", "rustc 1.77.0-nightly");
    world_file(world, "/home/me/.cargo/.crates.toml",
               "[v1]\n\"ripgrep 13.0.0 (registry+https://example.org)\" = [\"rg\"]\n");
    world_collect(world, "rust");
    is("rust.version", "1.75.0");
    is("rust.path", "~/bin/rustc");
    is("cargo/ripgrep", "13.0.0");
    is("rust_toolchain/nightly-x86_64-unknown-linux-gnu", "nightly-x86_64-unknown-linux-gnu");
    world_variable(world, "RUSTUP_TOOLCHAIN", "nightly");
    world_collect(world, "rust");
    is("rust.version", "1.77.0-nightly");
}

static void rust_is(const char *version)
{
    world_collect(world, "rust");
    is("rust.version", version);
}

Test(languages, rust_follows_a_project_upwards)
{
    world_refuses(world);
    world_program(world, "/home/me/bin/rustup", "x", 1);
    world_link(world, "/home/me/bin/rustc", "rustup");
    world_file(world, "/home/me/.rustup/settings.toml",
               "default_toolchain = \"stable-x86_64-unknown-linux-gnu\"\n[overrides]\n"
               "\"/srv/old\" = \"1.60.0-x86_64-unknown-linux-gnu\"\n");
    put_toolchain("stable-x86_64-unknown-linux-gnu", "rustc 1.75.0");
    put_toolchain("nightly-x86_64-unknown-linux-gnu", "rustc 1.77.0-nightly");
    put_toolchain("1.60.0-x86_64-unknown-linux-gnu", "rustc 1.60.0");
    world_file(world, "/srv/new/rust-toolchain.toml",
               "# why\n[toolchain]\nprofile = \"minimal\"\nchannel = \"nightly\"\n");
    world_file(world, "/srv/new/src/main.rs", "");
    world_file(world, "/srv/old/deep/main.rs", "");
    world_file(world, "/srv/old/rust-toolchain", "nightly\n");
    world_file(world, "/srv/old/near/rust-toolchain", "[toolchain]\npath = \"/srv/old/near/own\"\n");
    world_file(world, "/srv/old/near/own/lib/rustlib/x86_64-unknown-linux-gnu/lib/libcfg_if-1.rlib",
               "!<arch>\n....rustc 1.61.0-dev (1 2022-08-08)");
    rust_is("1.75.0"); /* none is named */
    world_project(world, "/srv/new/src");
    rust_is("1.77.0-nightly");
    world_project(world, "/srv/old/deep"); /* the settings' word goes before a file of the same folder */
    rust_is("1.60.0");
    world_project(world, "/srv/old/near");
    rust_is("1.61.0-dev");
    world_variable(world, "RUSTUP_TOOLCHAIN", "stable");
    rust_is("1.75.0");
}

static void rust_gap(const char *reason)
{
    world_collect(world, "rust");
    const char *gap = world_gap(world, ENVFP_LAYER_RUNTIMES, "rust.version");
    cr_expect_null(world_string(world, ENVFP_LAYER_RUNTIMES, "rust.version"));
    cr_expect(gap && strcmp(gap, reason) == 0, "%s", gap ? gap : "nothing");
    cr_expect_null(world_gap(world, ENVFP_LAYER_RUNTIMES, "rust.*"));
}

static void put_rustup(void)
{
    world_program(world, "/home/me/bin/rustup", "x", 1);
    world_link(world, "/home/me/bin/rustc", "rustup");
    world_file(world, "/home/me/.rustup/settings.toml",
               "default_toolchain = \"stable-x86_64-unknown-linux-gnu\"\n");
    put_toolchain("stable-x86_64-unknown-linux-gnu", "rustc 1.75.0");
    world_file(world, "/opt/own/lib/rustlib/x86_64-unknown-linux-gnu/lib/libcfg_if-1.rlib",
               "....rustc 1.61.0 (1)");
    world_directory(world, "/srv/app");
    world_project(world, "/srv/app");
}

Test(languages, rust_leaves_no_folder_by_a_path)
{
    put_rustup();
    world_file(world, "/srv/app/rust-toolchain.toml", "[toolchain]\npath = \"/opt/own\"\n");
    rust_gap("hidden");
}

Test(languages, rust_leaves_no_folder_by_dots)
{
    put_rustup();
    world_file(world, "/srv/app/rust-toolchain.toml", "[toolchain]\npath = \"../../opt/own\"\n");
    rust_gap("hidden");
}

Test(languages, rust_leaves_no_folder_by_a_link)
{
    world_refuses(world);
    put_rustup();
    world_file(world, "/srv/app/rust-toolchain.toml", "[toolchain]\npath = \"own\"\n");
    world_link(world, "/srv/app/own", "/opt/own");
    rust_gap("hidden");
}

Test(languages, rust_takes_no_other_for_a_file_that_leads_out)
{
    put_rustup();
    world_link(world, "/srv/app/rust-toolchain", "/etc/shadow");
    rust_gap("hidden");
}

Test(languages, rust_takes_channels_alone)
{
    put_rustup();
    world_file(world, "/srv/app/rust-toolchain", "../../../../opt/own\n");
    rust_gap("malformed");
    world_file(world, "/srv/app/rust-toolchain", "hunter2\n");
    rust_gap("malformed");
}

Test(languages, rust_reads_a_toolchain_of_the_folder)
{
    world_refuses(world);
    put_rustup();
    world_file(world, "/srv/app/rust-toolchain.toml", "[toolchain]\npath = \"tools\"\n");
    world_link(world, "/srv/app/tools", "deep/tools");
    world_file(world, "/srv/app/deep/tools/lib/rustlib/x86_64-unknown-linux-gnu/lib/libcfg_if-1.rlib",
               "....rustc 1.62.0 (1)");
    rust_is("1.62.0");
}

Test(languages, rust_reads_the_systems_own)
{
    world_program(world, "/usr/bin/rustc", "x", 1);
    world_file(world, "/usr/lib/rustlib/x86_64-unknown-linux-gnu/lib/libcfg_if-1.rlib",
               "....rustc 1.63.0 (4b91a6ea7 2022-08-08)");
    world_collect(world, "rust");
    is("rust.version", "1.63.0");
}

Test(languages, rust_of_a_distribution_has_no_commit)
{
    world_program(world, "/usr/bin/rustc", "x", 1);
    world_file(world, "/usr/lib/rustlib/x86_64-unknown-linux-gnu/lib/libcfg_if-1.rlib",
               "rust\006\014rustc 1.63.0abc more");
    world_collect(world, "rust");
    is("rust.version", "1.63.0");
}

Test(languages, go_reads_the_toolchain)
{
    world_link(world, "/usr/bin/go", "../lib/go-1.19/bin/go");
    world_program(world, "/usr/lib/go-1.19/bin/go", "x", 1);
    world_file(world, "/usr/lib/go-1.19/VERSION", "go1.19.8\ntime 2023\n");
    world_directory(world, "/home/me/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.1.linux-amd64");
    world_collect(world, "go");
    is("go.version", "1.19.8");
    is("go_installed/go1.22.1.linux-amd64", "go1.22.1.linux-amd64");
    world_variable(world, "GOTOOLCHAIN", "go1.22.1+auto");
    world_variable(world, "GOFLAGS", "-tags=secret");
    world_collect(world, "go");
    is("go.version", "1.22.1");
    is("go.variable.flags", "-tags=?");
}

static const char release[] = "IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"17.0.9\"\nLIBC=\"gnu\"\n"
                              "MODULES=\"java.xml java.base\"\nOS_ARCH=\"x86_64\"\n";

Test(languages, java_names_nobody_who_built_it)
{
    world_program(world, "/usr/lib/jvm/a/bin/java", "x", 1);
    world_link(world, "/usr/bin/java", "/usr/lib/jvm/a/bin/java");
    world_file(world, "/usr/lib/jvm/a/release",
               "JAVA_VERSION=\"17-internal\"\nJAVA_RUNTIME_VERSION=\"17-internal+0-adhoc.alice.jdk17\"\n");
    world_collect(world, "java");
    is("java.build", "17-internal+0-adhoc._");
}

Test(languages, java_reads_what_path_starts)
{
    world_link(world, "/usr/bin/java", "/etc/alternatives/java");
    world_link(world, "/etc/alternatives/java", "/usr/lib/jvm/a/bin/java");
    world_program(world, "/usr/lib/jvm/a/bin/java", "x", 1);
    world_file(world, "/usr/lib/jvm/a/release", release);
    world_file(world, "/usr/lib/jvm/b/release", "JAVA_VERSION=\"21.0.1\"\n");
    world_variable(world, "JAVA_HOME", "/usr/lib/jvm/b");
    world_collect(world, "java");
    is("java.version", "17.0.9");
    is("java.vendor", "Debian");
    is("java.home_version", "21.0.1");
    is("java_installed/b", "21.0.1");
    cr_assert_str_eq(world_set(world, RT, "java.modules"), "java.base java.xml");
}

Test(languages, java_8_keeps_its_release_above)
{
    world_link(world, "/usr/bin/java", "/opt/jdk8/jre/bin/java");
    world_program(world, "/opt/jdk8/jre/bin/java", "x", 1);
    world_file(world, "/opt/jdk8/release", "JAVA_VERSION=\"1.8.0_392\"\n");
    world_collect(world, "java");
    is("java.version", "1.8.0_392");
}

Test(languages, java_off_path_is_the_only_one)
{
    world_file(world, "/usr/lib/jvm/a/release", release);
    world_collect(world, "java");
    is("java.version", "17.0.9");
}

Test(languages, java_off_path_is_none_of_several)
{
    world_file(world, "/usr/lib/jvm/a/release", release);
    world_file(world, "/usr/lib/jvm/b/release", release);
    world_collect(world, "java");
    cr_assert_null(world_string(world, RT, "java.version"));
}

Test(languages, dotnet_takes_the_highest)
{
    world_link(world, "/usr/bin/dotnet", "/usr/share/dotnet/dotnet");
    world_program(world, "/usr/share/dotnet/dotnet", "x", 1);
    world_directory(world, "/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1");
    world_directory(world, "/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.11");
    world_directory(world, "/usr/share/dotnet/shared/Microsoft.AspNetCore.App/8.0.1");
    world_directory(world, "/usr/share/dotnet/sdk/8.0.100");
    world_collect(world, "dotnet");
    is("dotnet.version", "8.0.11");
    is("dotnet.sdk", "8.0.100");
    is("dotnet/Microsoft.AspNetCore.App", "8.0.1");
    cr_assert_str_eq(world_set(world, RT, "dotnet/Microsoft.NETCore.App"), "8.0.1 8.0.11");
}

Test(languages, dotnet_takes_a_release_for_newer_than_its_previews)
{
    world_link(world, "/usr/bin/dotnet", "/usr/share/dotnet/dotnet");
    world_program(world, "/usr/share/dotnet/dotnet", "x", 1);
    world_directory(world, "/usr/share/dotnet/shared/Microsoft.NETCore.App/9.0.0-rc.2.24473.5");
    world_directory(world, "/usr/share/dotnet/shared/Microsoft.NETCore.App/9.0.0");
    world_directory(world, "/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.11");
    world_directory(world, "/usr/share/dotnet/sdk/9.0.100-preview.7.24407.12");
    world_directory(world, "/usr/share/dotnet/sdk/9.0.100-rc.1.24452.12");
    world_collect(world, "dotnet");
    is("dotnet.version", "9.0.0");
    is("dotnet.sdk", "9.0.100-rc.1.24452.12");
}

static void put_ruby(const char *path)
{
    size_t length;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){
            .wide = true, .machine = 62, .symbol = "ruby_version", .code = (const char[16]){"3.1.2"}},
        &length);
    world_program(world, path, bytes, length);
    free(bytes);
}

Test(languages, ruby_reads_its_library_and_gems)
{
    put_constants("/usr/bin/ruby3.1", "nothing");
    world_link(world, "/usr/bin/ruby", "ruby3.1");
    put_ruby("/usr/lib/x86_64-linux-gnu/libruby-3.1.so.3.1");
    world_file(world, "/usr/lib/ruby/gems/3.1.0/specifications/default/json-2.6.1.gemspec", "");
    world_file(world, "/var/lib/gems/3.1.0/specifications/json-2.7.0.gemspec", "");
    world_file(world, "/var/lib/gems/3.1.0/specifications/nokogiri-1.15.0-x86_64-linux.gemspec", "");
    world_file(world, "/var/lib/gems/3.1.0/specifications/net-2captcha-0.1.gemspec", "");
    world_file(world,
               "/usr/lib/x86_64-linux-gnu/rubygems-integration/3.1.0/specifications/sdbm-1.0.0.gemspec", "");
    world_collect(world, "ruby");
    is("ruby.version", "3.1.2");
    cr_assert_str_eq(world_set(world, RT, "gem/json"), "2.6.1 2.7.0");
    is("gem/nokogiri", "1.15.0");
    is("gem/net-2captcha", "0.1");
    is("gem/sdbm", "1.0.0");
    cr_assert_eq(world_boolean(world, RT, "ruby.virtualenv"), -1);
}

Test(languages, ruby_tells_a_set_of_gems)
{
    put_ruby("/home/me/bin/ruby");
    world_variable(world, "GEM_HOME", "/home/me/.rvm/gems/ruby-3.1.2@project");
    world_file(world, "/home/me/.rvm/gems/ruby-3.1.2@project/specifications/rake-13.0.6.gemspec", "");
    world_collect(world, "ruby");
    is("gem/rake", "13.0.6");
    is("ruby.variable.gem_home", "~/.rvm/gems/ruby-3.1.2@project");
    cr_assert_eq(world_boolean(world, RT, "ruby.virtualenv"), 1);
}

Test(languages, ruby_follows_rbenv)
{
    static const char script[] =
        "#!/usr/bin/env bash\nexport RBENV_ROOT=/x\nrbenv exec \"$program\"\nset -e\n exec rbenv";
    world_variable(world, "PATH", "/home/me/.rbenv/shims");
    world_program(world, "/home/me/.rbenv/shims/ruby", script, sizeof script - 1);
    world_file(world, "/home/me/.rbenv/version", "3.1.2\n");
    put_ruby("/home/me/.rbenv/versions/3.1.2/bin/ruby");
    world_collect(world, "ruby");
    is("ruby.version", "3.1.2");
    is("ruby.path", "~/.rbenv/versions/3.1.2/bin/ruby");
    is("ruby_installed/3.1.2", "3.1.2");
}

Test(languages, php_reads_constants_and_configuration)
{
    world_link(world, "/usr/bin/php", "php8.2");
    put_constants("/usr/bin/php8.2", "X-Powered-By: PHP/8.2.7");
    world_file(world, "/etc/php/8.2/cli/conf.d/20-json.ini", "");
    world_file(world, "/etc/php/8.2/cli/conf.d/10-opcache.ini", "");
    world_collect(world, "php");
    is("php.version", "8.2.7");
    cr_assert_str_eq(world_set(world, RT, "php.extensions"), "json opcache");
}

Test(languages, php_reads_its_header)
{
    world_program(world, "/home/me/bin/php", "x", 1);
    world_file(world, "/home/me/include/php/main/php_version.h",
               "#define PHP_VERSION_ID 80304\n"
               "#define PHP_VERSION \"8.3.4\"\n");
    world_file(world, "/home/me/etc/php/conf.d/docker-php-ext-gd.ini", "");
    world_collect(world, "php");
    is("php.version", "8.3.4");
    cr_assert_str_eq(world_set(world, RT, "php.extensions"), "gd");
}

static const char config[] =
    "    archname => 'aarch64-linux',\n    useithreads => undef,\n    version => '5.38.2',\n";

Test(languages, perl_reads_config)
{
    world_program(world, "/usr/bin/perl", "x", 1);
    world_file(world, "/usr/lib/aarch64-linux-gnu/perl-base/Config.pm", config);
    world_collect(world, "perl");
    is("perl.version", "5.38.2");
    is("perl.archname", "aarch64-linux");
    cr_assert_eq(world_boolean(world, RT, "perl.threads"), 0);
}

Test(languages, perl_of_its_own_prefix)
{
    world_program(world, "/home/me/bin/perl", "x", 1);
    world_file(world, "/home/me/lib/perl5/5.38.2/aarch64-linux/Config.pm", config);
    world_directory(world, "/home/me/lib/perl5/5.4.0");
    world_collect(world, "perl");
    is("perl.version", "5.38.2");
}

Test(languages, lua_reads_constants)
{
    put_constants("/usr/bin/lua", "$LuaVersion: Lua 5.4.4  Copyright $");
    put_constants("/usr/bin/luajit", "LuaJIT error LuaJIT 2.1.0-beta3");
    world_collect(world, "lua");
    is("lua.version", "5.4.4");
    is("luajit.version", "2.1.0");
}

Test(languages, r_reads_descriptions)
{
    static const char base[] = "Package: base\nVersion: 4.2.2\nMaintainer: x\nBuilt: R 4.2.2; ; 2022\n";
    world_link(world, "/usr/bin/R", "../lib/R/bin/R");
    world_program(world, "/usr/lib/R/bin/R", "#!/bin/sh\n", 10);
    world_file(world, "/usr/lib/R/library/base/DESCRIPTION", base);
    world_file(world, "/usr/lib/R/library/translations/DESCRIPTION",
               "Package: translations\nVersion: 4.2.2\n");
    world_file(world, "/home/me/p/renv/library/R-4.2/cli/DESCRIPTION",
               "Package: cli\nVersion: 3.6.1\nBuilt: R 4.2.2; ; 2022\n");
    world_variable(world, "R_LIBS_USER", "/home/me/p/renv/library/R-4.2");
    world_collect(world, "r");
    is("r.version", "4.2.2");
    is("r/cli", "3.6.1");
    is("r.variable.libs_user", "~/p/renv/library/R-4.2");
    cr_assert_null(world_string(world, RT, "r/translations"));
    cr_assert_eq(world_boolean(world, RT, "r.virtualenv"), 1);
}

Test(languages, julia_reads_its_header)
{
    world_link(world, "/usr/bin/julia", "/opt/julia/bin/julia");
    world_program(world, "/opt/julia/bin/julia", "x", 1);
    world_file(world, "/opt/julia/include/julia/julia_version.h",
               "#define JULIA_VERSION_STRING \"1.9.3\"\n#define JULIA_VERSION_MAJOR 1\n");
    world_collect(world, "julia");
    is("julia.version", "1.9.3");
}

Test(languages, erlang_and_elixir_read_their_releases)
{
    world_link(world, "/usr/bin/erl", "../lib/erlang/bin/erl");
    world_link(world, "/usr/bin/elixir", "../lib/elixir/bin/elixir");
    world_program(world, "/usr/lib/erlang/bin/erl", "#!/bin/sh\n", 10);
    world_program(world, "/usr/lib/elixir/bin/elixir", "#!/bin/sh\n", 10);
    world_file(world, "/usr/lib/erlang/releases/start_erl.data", "13.1.5 25");
    world_file(world, "/usr/lib/erlang/releases/25/OTP_VERSION", "25.2.3**\n");
    world_file(world, "/usr/lib/elixir/lib/elixir/ebin/elixir.app",
               "{application,elixir,[{description,\"elixir\"},{vsn,\"1.14.0\"},{modules,[]}]}.\n");
    world_collect(world, "erlang");
    is("erlang.version", "25.2.3");
    is("elixir.version", "1.14.0");
}

Test(languages, names_of_files_tell_ghc_zig_and_clang)
{
    world_link(world, "/usr/bin/ghc", "ghc-9.0.2");
    world_program(world, "/usr/bin/ghc-9.0.2", "#!/bin/sh\n", 10);
    world_link(world, "/home/me/bin/zig", "/opt/zig-linux-x86_64-0.11.0/zig");
    world_program(world, "/opt/zig-linux-x86_64-0.11.0/zig", "x", 1);
    world_link(world, "/usr/bin/clang", "../lib/llvm-16/bin/clang");
    world_program(world, "/usr/lib/llvm-16/bin/clang", "x", 1);
    world_directory(world, "/usr/lib/llvm-16/lib/clang/16");
    world_file(world, "/usr/lib/llvm-16/lib/libclang-16.so.16.0.6", "");
    world_collect(world, "haskell");
    world_collect_also(world, "plain");
    world_collect_also(world, "llvm");
    is("ghc.version", "9.0.2");
    is("zig.version", "0.11.0");
    is("clang.version", "16.0.6");
}

Test(languages, ocaml_reads_its_library_and_switch)
{
    world_variable(world, "PATH", "/home/me/.opam/default/bin");
    world_program(world, "/home/me/.opam/default/bin/ocaml", "x", 1);
    world_file(world, "/home/me/.opam/default/lib/ocaml/VERSION", "4.14.1\n# a comment\n");
    world_file(world, "/home/me/.opam/default/.opam-switch/switch-state",
               "roots: [\"dune.3.10.0\"]\ninstalled: [\n  \"base.v0.16.3\"\n  \"dune.3.10.0\"\n]\npinned: "
               "[\"x.1\"]\n");
    world_collect(world, "ocaml");
    is("ocaml.version", "4.14.1");
    is("opam/base", "v0.16.3");
    is("opam/dune", "3.10.0");
    cr_assert_null(world_string(world, RT, "opam/x"));
}

Test(languages, gcc_asks_what_it_links)
{
    world_link(world, "/usr/bin/gcc", "x86_64-linux-gnu-gcc-12");
    world_program(world, "/usr/bin/x86_64-linux-gnu-gcc-12", "x", 1);
    world_file(world, "/usr/lib/gcc/x86_64-linux-gnu/12/crtbegin.o", "..GCC: (Debian 12.2.0-14) 12.2.0..");
    world_file(world, "/usr/lib/gcc/x86_64-linux-gnu/13/crtbegin.o", "..GCC: (Debian 13.1.0-14) 13.1.0..");
    world_collect(world, "gcc");
    is("gcc.version", "12.2.0");
}

Test(languages, cuda_and_rocm_need_no_path)
{
    world_directory(world, "/usr/bin");
    world_file(
        world, "/usr/local/cuda/version.json",
        "{\"cuda\": {\"name\": \"CUDA SDK\", \"version\": \"12.2.140\"}, \"x\": {\"version\": \"1.0\"}}");
    world_link(world, "/usr/lib/x86_64-linux-gnu/libcudnn.so.8", "libcudnn.so.8.9.2");
    world_file(world, "/usr/lib/x86_64-linux-gnu/libcudnn.so.8.9.2", "");
    world_file(world, "/opt/rocm/.info/version", "5.7.0-98\n");
    world_collect(world, "cuda");
    is("cuda.version", "12.2.140");
    is("cuda.cudnn_version", "8.9.2");
    is("rocm.version", "5.7.0-98");
}

Test(languages, cuda_reads_its_header)
{
    world_program(world, "/usr/bin/nvcc", "x", 1);
    world_file(world, "/usr/include/cuda.h", "#define CUDA_VERSION 11080\n");
    world_collect(world, "cuda");
    is("cuda.version", "11.8");
}

Test(languages, deno_and_bun_believe_their_package)
{
    world_link(world, "/usr/bin/deno", "/usr/lib/node_modules/deno/deno");
    world_program(world, "/usr/lib/node_modules/deno/deno", "x", 1);
    world_file(world, "/usr/lib/node_modules/deno/package.json", "{\"name\":\"deno\",\"version\":\"2.1.4\"}");
    world_link(world, "/usr/bin/bun", "/opt/bun-v1.1.42/bun");
    world_program(world, "/opt/bun-v1.1.42/bun", "x", 1);
    world_collect(world, "plain");
    is("deno.version", "2.1.4");
    is("bun.version", "1.1.42");
}

Test(languages, engines_for_wasm_have_headers)
{
    world_variable(world, "PATH", "/home/me/.wasmedge/bin");
    world_program(world, "/home/me/.wasmedge/bin/wasmedge", "x", 1);
    world_file(world, "/home/me/.wasmedge/include/wasmedge/version.h",
               "#define WASMEDGE_VERSION \"0.13.4\"\n");
    world_collect(world, "plain");
    is("wasmedge.version", "0.13.4");
}

/* Debian's, then the project's own archive. */
Test(languages, crystal_asks_its_library)
{
    world_program(world, "/usr/bin/crystal", "x", 1);
    world_file(world, "/usr/lib/crystal/lib/VERSION", "1.6.0\n");
    world_collect(world, "plain");
    is("crystal.version", "1.6.0");
    is("crystal.path", "/usr/bin/crystal");
    world_link(world, "/home/me/bin/crystal", "/opt/crystal/bin/crystal");
    world_program(world, "/opt/crystal/bin/crystal", "x", 1);
    world_file(world, "/opt/crystal/share/crystal/src/VERSION", "1.14.0-dev\n");
    world_collect(world, "plain");
    is("crystal.version", "1.14.0-dev");
    world_file(world, "/opt/crystal/share/crystal/src/VERSION", "my secret\n");
    world_collect(world, "plain");
    is_gap("crystal.version", "malformed");
}

Test(languages, wasm_tells_that_it_is_one)
{
    world_probe(world, "wasm", "wasi");
    world_collect(world, "wasm");
    is("wasm.interface", "wasi");
}

/* ---- Where links and files lead ------------------------------------------------------------------------ */

Test(languages, links_lead_nowhere_into_the_kernels_files)
{
    setenv("ENVFP_UNDECLARED", "/dev/null", 1); /* the link itself is followed */
    world_link(world, "/usr/bin/go", "/proc/1/root/usr/lib/go/bin/go");
    world_program(world, "/proc/1/root/usr/lib/go/bin/go", "x", 1);
    world_file(world, "/proc/1/root/usr/lib/go/VERSION", "go1.22.1\n");
    world_collect(world, "go");
    unsetenv("ENVFP_UNDECLARED");
    is_gap("go.version", "hidden");
    cr_expect_null(world_string(world, RT, "go.version"));
}

Test(languages, settings_lead_nowhere_into_the_kernels_files)
{
    world_program(world, "/home/me/bin/rustup", "x", 1);
    world_link(world, "/home/me/bin/rustc", "rustup");
    world_file(world, "/home/me/.rustup/settings.toml", "default_toolchain = \"/proc/1/root/own\"\n");
    world_file(world, "/proc/1/root/own/lib/rustlib/x86_64-unknown-linux-gnu/lib/libcfg_if-1.rlib",
               "....rustc 1.61.0 (1)");
    rust_gap("hidden");
}

/* What is called otherwise is not looked into: it is what PATH starts, and that is all. */
Test(languages, programs_of_other_names_are_not_opened)
{
    world_link(world, "/usr/bin/ruby", "/opt/acme/launcher");
    put_ruby("/opt/acme/launcher");
    world_collect(world, "ruby");
    is("ruby.path", "/usr/bin/ruby");
    is_gap("ruby.version", "hidden");
}

Test(languages, releases_of_erlang_are_one_folder)
{
    world_program(world, "/usr/lib/erlang/bin/erl", "#!/bin/sh\n", 10);
    world_link(world, "/usr/bin/erl", "../lib/erlang/bin/erl");
    world_file(world, "/usr/lib/erlang/releases/start_erl.data", "13.1.5 ../other");
    world_file(world, "/usr/lib/erlang/other/OTP_VERSION", "25.2.3\n");
    world_collect(world, "erlang");
    is_gap("erlang.version", "malformed");
}

/* ---- What a recording keeps ---------------------------------------------------------------------------- */

Test(languages, releases_of_java_keep_what_they_are)
{
    kept_is("java", "/opt/jdk/release",
            "JAVA_VERSION=\"17.0.9\"\nIMPLEMENTOR=\"Eclipse Adoptium\"\nSOURCE=\".:git:1\"\n",
            "JAVA_VERSION=\"17.0.9\"\nIMPLEMENTOR=\"Eclipse Adoptium\"\n");
}

Test(languages, builds_of_java_name_nobody)
{
    kept_is("java", "/opt/jdk/release", "JAVA_RUNTIME_VERSION=\"17-internal+0-adhoc.alice.jdk17\"\n",
            "JAVA_RUNTIME_VERSION=\"17-internal+0-adhoc._\"\n");
    kept_is("java", "/opt/jdk/release", "JAVA_RUNTIME_VERSION=\"9-internal+0-2017-01-02-030405.alice.jdk\"\n",
            "JAVA_RUNTIME_VERSION=\"9-internal+0\"\n");
    kept_is("java", "/opt/jdk/release",
            "JAVA_RUNTIME_VERSION=\"1.8.0-internal-alice_2017_01_02_03_04-b00\"\n",
            "JAVA_RUNTIME_VERSION=\"1.8.0-internal\"\n");
    kept_is("java", "/opt/jdk/release", "JAVA_RUNTIME_VERSION=\"21.0.1+12-LTS\"\n",
            "JAVA_RUNTIME_VERSION=\"21.0.1+12-LTS\"\n");
}

Test(languages, packages_of_r_keep_their_version)
{
    kept_is("r", "/r/library/a/DESCRIPTION",
            "Package: a\nVersion: 1.0\nAuthor: B <b@c>\nBuilt: R 4.2; ; 2024\n",
            "\nVersion: 1.0\n\nBuilt:\n");
}

Test(languages, rusts_files_keep_toolchains_and_programs)
{
    kept_is(
        "rust", "/root/.rustup/settings.toml",
        "default_toolchain = \"stable-x86_64-unknown-linux-gnu\"\nversion = \"12\"\n[overrides]\n"
        "\"/srv/app\" = \"nightly\"\n\"/srv/secret\" = \"beta\"\n",
        "default_toolchain = \"stable-x86_64-unknown-linux-gnu\"\n[overrides]\n\"/srv/app\" = \"nightly\"\n");
    kept_is("rust", "/root/.cargo/.crates.toml", "[v1]\n\"rg 13.0.0 (registry+https://u:p@h/)\" = [\"rg\"]\n",
            "\"rg 13.0.0 \n");
}

Test(languages, opams_state_keeps_what_is_installed)
{
    kept_is("ocaml", "/root/.opam/default/.opam-switch/switch-state",
            "opam-version: \"2.0\"\ncompiler: [\"ocaml.4.14\"]\ninstalled: [\n  \"base.v0.16.3\"\n]\nroots: "
            "[\"x\"]\n",
            "\ninstalled: [\"base.v0.16.3\" ]\n");
}
