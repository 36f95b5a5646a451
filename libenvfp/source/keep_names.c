/* SPDX-License-Identifier: MIT */
/* Which names of a directory collectors look for, where not all of them count. */
#include "source/keep_parts.h"
#include "source/keep_rows.h"

static bool starts_number(struct view name)
{
    return name.length && byte_is_digit(name.text[0]);
}

bool envfp__keep_name_number(struct view name)
{
    return starts_number(name);
}

bool envfp__keep_name_triple(struct view name)
{
    return view_find_byte(name, '-') != SIZE_MAX || view_is(name, "core_perl");
}

bool envfp__keep_name_rlib(struct view name)
{
    return view_starts(name, VIEW("libcfg_if-")) && view_ends(name, VIEW(".rlib"));
}

bool envfp__keep_name_ini(struct view name)
{
    return view_ends(name, VIEW(".ini"));
}

bool envfp__keep_name_gemspec(struct view name)
{
    return view_ends(name, VIEW(".gemspec"));
}

bool envfp__keep_name_conda(struct view name)
{
    return view_ends(name, VIEW(".json")) || view_is(name, "pixi");
}

bool envfp__keep_name_toolchain(struct view name)
{
    return view_starts(name, VIEW("toolchain@")) && view_has(name, VIEW("-go"));
}

/* lib and lib64: folders of Python's, libraries that say a version. */
bool envfp__keep_name_library(struct view name)
{
    return view_starts(name, VIEW("python")) || view_starts(name, VIEW("pypy")) ||
           view_starts(name, VIEW("libruby")) || view_starts(name, VIEW("libclang")) ||
           view_starts(name, VIEW("libLLVM"));
}

/* A directory on sys.path. */
bool envfp__keep_name_python(struct view name)
{
    static const char *const ends[] = {".dist-info", ".egg-info", ".egg", ".pth", ".egg-link"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (view_ends(name, view_of(ends[i])))
            return true;
    return view_is(name, "sitecustomize.py") || view_is(name, "usercustomize.py");
}

/* A directory that PATH, PYTHONPATH or another variable names: programs of languages, distributions of Python's, and
 * uv's own Pythons. What is opened in it stands in a recording anyway. */
bool envfp__keep_name_any(struct view name)
{
    static const char *const programs[] = {
        "R",    "bun",   "clang", "deno",  "dotnet",   "elixir", "erl",      "gcc",  "ghc",
        "go",   "hipcc", "iwasm", "java",  "julia",    "lua",    "luajit",   "nvcc", "ocaml",
        "perl", "php",   "ruby",  "rustc", "wasmedge", "wasmer", "wasmtime", "zig"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (view_is(name, programs[i]))
            return true;
    return envfp__keep_name_python(name) || view_starts(name, VIEW("cpython-")) ||
           view_starts(name, VIEW("pypy-")) || view_starts(name, VIEW("graalpy-"));
}

/* ---- Stores -------------------------------------------------------------------------------------------------------- */

#define HASH_LENGTH 32

static const char *const hosts[] = {"nixos-system-", "darwin-system-", "nixos-vm-", "unit-", "etc-"};

bool envfp__keep_is_host(struct view name)
{
    return keep_starts(name, hosts, KEEP_COUNT(hosts));
}

/* "HASH-nixos-system-HOST-VERSION" */
static bool is_of_host(struct view component)
{
    return component.length > HASH_LENGTH && component.text[HASH_LENGTH] == '-' &&
           keep_is_made_of(view_take(component, HASH_LENGTH), "", HASH_LENGTH) &&
           envfp__keep_is_host(view_skip(component, HASH_LENGTH + 1));
}

static void add_nobody(struct view component, struct text *out)
{
    struct view name = view_skip(component, HASH_LENGTH + 1);
    size_t i = 0;
    while (!view_starts(name, view_of(hosts[i])))
        i++;
    envfp__text_add(out, view_take(component, HASH_LENGTH + 1 + strlen(hosts[i])));
    envfp__text_add_byte(out, '_');
}

struct view envfp__keep_store_path(struct arena *arena, struct view path)
{
    struct text out = {.arena = arena};
    struct view rest = path, component;
    bool any = false;
    while (!any && view_cut(&rest, '/', &component))
        any = is_of_host(component);
    if (!any)
        return path;
    rest = path;
    for (bool first = true; view_cut(&rest, '/', &component); first = false) {
        if (!first)
            envfp__text_add_byte(&out, '/');
        if (is_of_host(component))
            add_nobody(component, &out);
        else
            envfp__text_add(&out, component);
    }
    envfp__text_add(&out, view_ends(path, VIEW("/")) ? VIEW("/") : VIEW(""));
    return envfp__text_view(&out);
}
