/* SPDX-License-Identifier: MIT */
/*
 * Collectors may run in any order that their AFTER rows allow (collect/declare.h): each tells the same wherever it
 * stands, on the recorded machines, on this one, and where several package managers and languages are. Each row is
 * needed: somewhere something else is told without it.
 */
#include "collection.h"
#include "elf_image.h"
#include "order.h"
#include "report.h"
#include "world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define ROWS_MOST 64

/* AFTER rows, and whether anything has come of turning them round. */
static struct row {
    size_t collector, after;
    bool needed;
} rows[ROWS_MOST];
static size_t row_count;

static void list_rows(void)
{
    size_t after;
    for (size_t i = 0; i < envfp__collector_count; i++)
        for (size_t n = 0; row_count < ROWS_MOST && (after = order_after(i, n)) != SIZE_MAX; n++)
            rows[row_count++] = (struct row){i, after, false};
    report(row_count > 0 && row_count < ROWS_MOST, "%zu rows of who must have run before", row_count);
}

static void check(const char *name, const struct source *source, const char *project)
{
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    const char *key = order_difference(source, project, &arena);
    report(!key, "%s: the same in any order%s%s", name, key ? ", but not " : "", key ? key : "");
    for (size_t i = 0; i < row_count; i++)
        rows[i].needed = rows[i].needed || order_difference_without(rows[i].collector, rows[i].after, source,
                                                                    project, &arena) != NULL;
    envfp__arena_release(&arena);
}

/* ---- Machines --------------------------------------------------------------------------------------------------- */

static void check_machine(const char *name, const char *directory)
{
    struct collection collection;
    bool good = collection_open(&collection, directory) == ENVFP_OK;
    collection.common.detail = directory != NULL;
    if (report(good, "%s: opened", name))
        check(name, &collection.source, NULL);
    collection_close(&collection);
}

static int is_name(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void check_machines(void)
{
    struct dirent **entries = NULL;
    int count = scandir("tests/machines", &entries, is_name, alphasort);
    report(count > 0, "there are recorded machines");
    for (int i = 0; i < count; i++) {
        char path[1024];
        (void)snprintf(path, sizeof path, "tests/machines/%s/root", entries[i]->d_name);
        DIR *root = opendir(path);
        if (root) {
            (void)closedir(root);
            check_machine(entries[i]->d_name, path);
        }
        free(entries[i]);
    }
    free(entries);
}

/* ---- Package managers ------------------------------------------------------------------------------------------- */

/* One that keeps a system, beside all that are looked for where none does. */
static void check_manager(const char *name, const char *path, const char *text)
{
    struct world *world = world_new();
    world_source(world)->common->watch = NULL;
    world_file(world, path, text);
    world_file(world, "/etc/cos-package-info.json",
               "{\"installedPackages\":[{\"category\":\"a\",\"name\":\"b\",\"version\":\"1\"}]}");
    world_file(world, "/var/lib/pkg/db", "acl\n2.3.2-1\nlib/\n\n");
    world_file(world, "/var/lib/eopkg/package/nano-8.2-206/metadata.xml", "<PISI>");
    world_file(world, "/var/lib/pkgtools/packages/xz-5.2.5-x86_64-4", "");
    world_file(world, "/usr/share/clear/bundles/os-core", "");
    world_file(world, "/usr/share/clear/version", "42010\n");
    check(name, world_source(world), NULL);
    world_free(world);
}

static void check_managers(void)
{
    check_manager("apk", "/lib/apk/db/installed", "P:musl\nV:1.2.5-r0\nA:x86_64\n\n");
    check_manager("dpkg", "/var/lib/dpkg/status",
                  "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n");
    check_manager("pacman", "/var/lib/pacman/local/acl-2.3.2-1/desc",
                  "%NAME%\nacl\n\n%VERSION%\n2.3.2-1\n\n");
    check_manager("rpm", "/var/lib/rpmmanifest/container-manifest-1", "acl-2.3.2-1.x86_64\n");
}

/* ---- Languages -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *path, *text;
} files[] = {
    {"/home/me/include/php/main/php_version.h", "#define PHP_VERSION \"8.3.4\"\n"},
    {"/opt/julia/include/julia/julia_version.h", "#define JULIA_VERSION_STRING \"1.9.3\"\n"},
    {"/usr/lib/aarch64-linux-gnu/perl-base/Config.pm", "    version => '5.38.2',\n"},
    {"/usr/lib/elixir/lib/elixir/ebin/elixir.app", "{application,elixir,[{vsn,\"1.14.0\"}]}.\n"},
    {"/usr/lib/erlang/releases/start_erl.data", "13.1.5 25"},
    {"/usr/lib/erlang/releases/25/OTP_VERSION", "25.2.3\n"},
    {"/usr/lib/go-1.19/VERSION", "go1.19.8\n"},
    {"/usr/lib/node_modules/npm/package.json", "{\"name\":\"npm\",\"version\":\"10.8.2\"}"},
    {"/usr/lib/ruby/gems/3.1.0/specifications/bundler-2.3.7.gemspec", ""},
    {"/usr/share/dotnet/sdk/8.0.101/a", ""},
    {"/srv/app/package.json", "{\"engines\":{\"npm\":\"^9.1\"}}"},
    {"/usr/lib/jvm/a/release", "JAVA_VERSION=\"17.0.9\"\n"},
    {"/usr/lib/R/library/base/DESCRIPTION", "Package: base\nVersion: 4.2.2\nBuilt: R 4.2.2; ; 2022\n"},
    {"/usr/lib/rustlib/x86_64-unknown-linux-gnu/lib/libcfg_if-1.rlib", "....rustc 1.63.0 (1)"},
    {"/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/a", ""},
};

static const struct {
    const char *path, *target; /* where it really is */
} programs[] = {
    {"/home/me/bin/php", NULL},
    {"/usr/bin/R", "/usr/lib/R/bin/R"},
    {"/usr/bin/bundle", "/usr/lib/ruby/gems/3.1.0/gems/bundler-2.3.7/exe/bundle"},
    {"/usr/bin/bun", "/opt/bun-v1.1.42/bun"},
    {"/usr/bin/deno", "/opt/deno-v2.1.4/deno"},
    {"/usr/bin/dotnet", "/usr/share/dotnet/dotnet"},
    {"/usr/bin/elixir", "/usr/lib/elixir/bin/elixir"},
    {"/usr/bin/erl", "/usr/lib/erlang/bin/erl"},
    {"/usr/bin/go", "/usr/lib/go-1.19/bin/go"},
    {"/usr/bin/java", "/usr/lib/jvm/a/bin/java"},
    {"/usr/bin/julia", "/opt/julia/bin/julia"},
    {"/usr/bin/node", "/opt/node/v20.11.1/bin/node"},
    {"/usr/bin/npm", "/usr/lib/node_modules/npm/bin/npm-cli.js"},
    {"/usr/bin/perl", NULL},
    {"/usr/bin/python3", "/usr/bin/python3.11"},
    {"/usr/bin/rustc", NULL},
    {"/usr/bin/zig", "/opt/zig-linux-x86_64-0.11.0/zig"},
};

static void put_image(struct world *world, const char *path, const struct elf_image *image)
{
    size_t length;
    unsigned char *bytes = elf_image_make(image, &length);
    world_program(world, path, bytes, length);
    free(bytes);
}

/* A C library, and nothing that says a time zone. */
static void check_libc(void)
{
    static const char constants[] = "\0musl libc (x86_64)\0001.2.4\0";
    struct world *world = world_new();
    world_source(world)->common->watch = NULL;
    put_image(world, "/bin/sh",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib/ld-musl-x86_64.so.1"});
    put_image(world, "/lib/ld-musl-x86_64.so.1",
              &(struct elf_image){
                  .wide = true, .machine = 62, .constants = constants, .constants_length = sizeof constants});
    check("libc", world_source(world), NULL);
    world_free(world);
}

/* A person's settings of a tool, which count where the tool is, and no project. */
static void check_settings(void)
{
    struct world *world = world_new();
    world_source(world)->common->watch = NULL;
    world_variable(world, "PATH", "/usr/bin");
    world_variable(world, "CARGO_HOME", "/home/me/.cargo");
    world_program(world, "/usr/bin/rustc", "x", 1);
    world_file(world, "/home/me/.cargo/config.toml", "[build]\ntarget = \"x86_64-unknown-linux-musl\"\n");
    check("settings", world_source(world), NULL);
    world_free(world);
}

/* A project that wants another version of each. */
static void check_languages(void)
{
    static const char lua[] = "$LuaVersion: Lua 5.4.4  Copyright $";
    struct world *world = world_new();
    world_source(world)->common->watch = NULL;
    world_variable(world, "PATH", "/home/me/bin:/usr/bin");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        world_file(world, files[i].path, files[i].text);
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        world_program(world, programs[i].target ? programs[i].target : programs[i].path, "x", 1);
        if (programs[i].target)
            world_link(world, programs[i].path, programs[i].target);
    }
    put_image(
        world, "/usr/bin/lua",
        &(struct elf_image){.wide = true, .machine = 62, .constants = lua, .constants_length = sizeof lua});
    put_image(world, "/usr/bin/ruby",
              &(struct elf_image){
                  .wide = true, .machine = 62, .symbol = "ruby_version", .code = (const char[16]){"3.1.2"}});
    world_file(
        world, "/srv/app/.tool-versions",
        "bun 0.1\ndeno 0.1\ndotnet 99.0.100\nelixir 0.1\nerlang 0.1\ngo 0.1\njava 0.1\njulia 0.1\nlua 0.1\n"
        "node 0.1\nperl 0.1\nphp 0.1\npython 0.1\nR 0.1\nruby 0.1\nrust 0.1\nzig 0.1\n");
    world_project(world, "/srv/app");
    check("languages", world_source(world), "/srv/app");
    world_free(world);
}

int main(void)
{
    list_rows();
    check_managers();
    check_languages();
    check_libc();
    check_settings();
    check_machines();
    check_machine("this machine", NULL);
    for (size_t i = 0; i < row_count; i++)
        report(rows[i].needed, "%s after %s: needed", envfp__collectors[rows[i].collector].name,
               envfp__collectors[rows[i].after].name);
    return report_end();
}
