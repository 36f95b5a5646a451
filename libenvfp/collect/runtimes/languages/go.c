/* SPDX-License-Identifier: MIT */
/* Go: VERSION in the root of the toolchain whose `go` PATH starts, unless GOTOOLCHAIN names another. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("$PREFIX/VERSION", release_line)
NAMES("$HOME/sdk/", all)
NAMES("$GOMODCACHE/golang.org/", toolchain)
PROGRAM("$PATH/go", shim)

VARIABLE("ASDF_GOLANG_VERSION", WORD)
VARIABLE("GOFLAGS", PRESENCE)
VARIABLE("GOMODCACHE", PATHS)
VARIABLE("GOTOOLCHAIN", WORD)
VARIABLE("MISE_GO_VERSION", WORD)

LANGUAGE(go, "Go", "go", "golang", "go", "", "", 0, WORDS)

FACT("go.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which go PATH starts.")
FACT("go.variable.flags", STRING, HASHED, ALTERS, VARIABLES, "", "$GOFLAGS", "go help environment",
     "Whether flags are added to each go command; their text is not shown.")
FACT("go.variable.toolchain", STRING, HASHED, ALTERS, VARIABLES, "", "$GOTOOLCHAIN", "go.dev/doc/toolchain",
     "Which toolchain go runs in place of its own.")
FACT("go.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "VERSION in the toolchain's root; GOTOOLCHAIN",
     "Version of the Go toolchain that PATH starts, or that GOTOOLCHAIN names.")
FACT("go_installed/*", STRING, CONTEXT, INFORMS, NOTHING, "", "", "~/sdk, golang.org in the module cache",
     "Go toolchains that were downloaded, in force or not.")

#else
#include "collect/runtimes/kept.h"
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

void envfp__collect_go(struct collect *c)
{
    struct runtime go;
    struct view chosen;
    if (!envfp__language_find(c, DECLARED_LANGUAGE(go), &go))
        return;
    envfp__collect_declared_variables(c);
    struct view version = strip(envfp__runtime_line(c, source_path(c->scratch, "", go.prefix, "/VERSION")));
    if (source_variable(c->source, "GOTOOLCHAIN", &chosen) == ENVFP_REASON_NONE && strip(chosen).length)
        version = strip(chosen);
    envfp__runtime_version(c, "go.version", version);
    envfp__runtime_end(c, "go.*", NULL);
    add_installed(c);
}

#endif
