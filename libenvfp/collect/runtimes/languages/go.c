/* SPDX-License-Identifier: MIT */
/* Go: VERSION in the root of the toolchain whose `go` PATH starts, unless GOTOOLCHAIN names another. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)
USES(go_env)

LINES("$PREFIX/VERSION", release_line)
NAMES("$HOME/sdk/", all)
NAMES("$GOMODCACHE/golang.org/", toolchain)
PROGRAM("$PATH/go", shim)

VARIABLE("ASDF_GOLANG_VERSION", WORD)
VARIABLE("GOMODCACHE", PATHS)
VARIABLE("MISE_GO_VERSION", WORD)

LANGUAGE(go, "Go", "go", "golang", "go", "", "", 0, WORDS)

FACT("go.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which go PATH starts.")
FACT("go.setting/*", STRING, HASHED, ALTERS, VARIABLES, "", "",
     "variables, $GOENV or ~/.config/go/env, GOROOT/go.env; go help environment",
     "What go is told by variables and by the files of `go env -w`: what it builds for, whether it may use "
     "C, where "
     "modules come from. Addresses and patterns are shown as set.")
FACT("go.variable.flags", STRING, HASHED, ALTERS, VARIABLES, "", "",
     "GOFLAGS, as go.setting/*; go help environment",
     "Flags that are added to each go command; those that may hold text of somebody's are not shown.")
FACT("go.variable.toolchain", STRING, HASHED, ALTERS, VARIABLES, "", "",
     "GOTOOLCHAIN, as go.setting/*; go.dev/doc/toolchain", "Which toolchain go runs in place of its own.")
FACT("go.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "VERSION in the toolchain's root; GOTOOLCHAIN",
     "Version of the Go toolchain that PATH starts, or that GOTOOLCHAIN names.")
FACT("go_installed/*", STRING, CONTEXT, INFORMS, NOTHING, "", "", "~/sdk, golang.org in the module cache",
     "Go toolchains that were downloaded, in force or not.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/languages/go_env.h"
#include "collect/runtimes/runtime.h"

static bool keep_name_toolchain(struct view name)
{
    return view_starts(name, VIEW("toolchain@")) && view_has(name, VIEW("-go"));
}

#define LAYER RUNTIMES
#define OWNER go
#define DECLARES "collect/runtimes/languages/go.c"
#include "collect/declare.h"

/* "1.21.5" of "go1.21.5", "go1.21.5+auto" and "go1.22-20240109-RC01 cl/597041403"; empty for "local", "auto". */
static struct view strip(struct view name)
{
    struct view word;
    if (!view_cut_word(&name, &word) || !view_starts(word, VIEW("go")))
        return VIEW("");
    word = view_skip(word, 2);
    word = view_take(word, view_find_byte(word, '+'));
    return word.length && byte_is_digit(word.text[0]) ? word : VIEW("");
}

/* The module cache holds toolchains as golang.org/toolchain@v0.0.1-go1.22.1.linux-amd64. */
static void add_installed(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    envfp__runtime_installed(c, "go_installed", "go_installed/*", envfp__runtime_directory(c, NULL, "/sdk"));
    const char *cache = envfp__runtime_directory(c, "GOMODCACHE", "/go/pkg/mod");
    if (!cache)
        return;
    cache = source_path(c->scratch, cache, VIEW("/golang.org"), "");
    enum envfp_reason reason = source_list(c->source, c->scratch, cache, &entries, &count);
    fact_gap(c, "go_installed/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        if (!keep_name_toolchain(entries[i].name))
            continue;
        struct view name = view_skip(entries[i].name, envfp__view_find(entries[i].name, VIEW("-go")) + 1);
        fact_member(c, "go_installed", name, name);
    }
}

/* Two of the settings are facts of their own. */
static void add_settings(struct collect *c, const struct settings *settings, enum envfp_reason reason)
{
    static const char *const own[][2] = {{"GOFLAGS", "go.variable.flags"},
                                         {"GOTOOLCHAIN", "go.variable.toolchain"}};
    for (size_t i = 0; i < settings->keys.count; i++) {
        const char *key = NULL;
        for (size_t j = 0; j < 2; j++)
            if (view_is(settings->keys.items[i], own[j][0]))
                key = own[j][1];
        if (key)
            fact_string(c, key, settings->values.items[i]);
        else
            fact_member(c, "go.setting", settings->keys.items[i], settings->values.items[i]);
    }
    fact_gap(c, "go.setting/*", reason);
    for (size_t j = 0; j < 2; j++)
        fact_gap(c, own[j][1], reason);
}

void envfp__collect_go(struct collect *c)
{
    struct runtime go;
    struct settings settings;
    if (!envfp__language_find(c, DECLARED_LANGUAGE(go), &go))
        return;
    struct troubles before = troubles_start(c);
    enum envfp_reason reason = envfp__go_settings(c, go.prefix, &settings);
    (void)troubles_end(c, before);
    add_settings(c, &settings, reason);
    struct view version = strip(envfp__runtime_line(c, source_path(c->scratch, "", go.prefix, "/VERSION")));
    struct view chosen = strip(envfp__settings_get(&settings, "GOTOOLCHAIN"));
    if (reason != ENVFP_REASON_NONE)
        fact_gap(c, "go.version", reason); /* another toolchain may be named there */
    else
        envfp__runtime_version(c, "go.version", chosen.length ? chosen : version);
    envfp__runtime_end(c, "go.*", NULL);
    add_installed(c);
}

#endif
