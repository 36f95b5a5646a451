/* SPDX-License-Identifier: MIT */
/* Go: VERSION in the root of the toolchain whose `go` PATH starts, unless GOTOOLCHAIN names another. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("go.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which go PATH starts.")
FACT("go.variable.flags", STRING, HASHED, ALTERS, VARIABLES, "", "$GOFLAGS", "go help environment",
     "Whether flags are added to each go command; their text is not shown.")
FACT("go.variable.toolchain", STRING, HASHED, ALTERS, VARIABLES, "", "$GOTOOLCHAIN", "go.dev/doc/toolchain",
     "Which toolchain go runs in place of its own.")
FACT("go.version", STRING, HASHED, ALTERS, VIRTUALENV, "", "", "VERSION in the toolchain's root; GOTOOLCHAIN",
     "Version of the Go toolchain that PATH starts, or that GOTOOLCHAIN names.")
FACT("go_installed/*", STRING, CONTEXT, INFORMS, NOTHING, "", "", "~/sdk, golang.org in the module cache",
     "Go toolchains that were downloaded, in force or not.")

#else
#define LAYER RUNTIMES
#define OWNER go
#define DECLARES "collect/runtimes/languages/go.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"

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
        size_t at = envfp__view_find(entries[i].name, VIEW("-go"));
        if (view_starts(entries[i].name, VIEW("toolchain@")) && at != SIZE_MAX) {
            struct view name = view_skip(entries[i].name, at + 1);
            fact_member(c, "go_installed", name, name);
        }
    }
}

void envfp__collect_go(struct collect *c)
{
    static const char *const variables[][2] = {{"GOFLAGS", "go.variable.flags"},
                                               {"GOTOOLCHAIN", "go.variable.toolchain"}};
    struct runtime go;
    struct view chosen;
    if (!envfp__language_find(c, "go", "go.path", "go.version", &go))
        return;
    envfp__collect_variables(c, variables, 2);
    struct view version = strip(envfp__runtime_line(c, source_path(c->scratch, "", go.prefix, "/VERSION")));
    if (source_variable(c->source, "GOTOOLCHAIN", &chosen) == ENVFP_REASON_NONE && strip(chosen).length)
        version = strip(chosen);
    envfp__runtime_version(c, "go.version", version);
    envfp__runtime_end(c, "go.*", NULL);
    add_installed(c);
}

#endif
