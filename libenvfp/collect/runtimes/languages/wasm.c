/* SPDX-License-Identifier: MIT */
/*
 * Runtimes for WebAssembly: the header that was installed beside each, else its folder; and whether the program that
 * looks around runs in one, which does not say its name.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("iwasm.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which iwasm PATH starts.")
FACT("iwasm.version", STRING, HASHED, ALTERS, IMAGE, "", "", "the directory it is in",
     "Version of the WebAssembly Micro Runtime that PATH starts.")
FACT("wasm.interface", STRING, CONTEXT, INFORMS, NOTHING, "", "", "how envfp was built",
     "The system interface of the WebAssembly that the program runs in: it sees the directories and "
     "variables that it was given, and nothing of the machine.")
FACT("wasmedge.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which wasmedge PATH starts.")
FACT("wasmedge.version", STRING, HASHED, ALTERS, IMAGE, "", "",
     "include/wasmedge/version.h, or the directory it is in", "Version of the WasmEdge that PATH starts.")
FACT("wasmer.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which wasmer PATH starts.")
FACT("wasmer.version", STRING, HASHED, ALTERS, IMAGE, "", "", "include/wasmer.h, or the directory it is in",
     "Version of the Wasmer that PATH starts.")
FACT("wasmtime.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which wasmtime PATH starts.")
FACT("wasmtime.version", STRING, HASHED, ALTERS, IMAGE, "", "",
     "include/wasmtime.h, or the directory it is in", "Version of the Wasmtime that PATH starts.")

#else
#define LAYER RUNTIMES
#define OWNER wasm
#define DECLARES "collect/runtimes/languages/wasm.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"

static const struct {
    const char *program, *path_key, *version_key, *header, *define;
} engines[] = {
    {"iwasm", "iwasm.path", "iwasm.version", "", ""},
    {"wasmedge", "wasmedge.path", "wasmedge.version", "/include/wasmedge/version.h", "WASMEDGE_VERSION"},
    {"wasmer", "wasmer.path", "wasmer.version", "/include/wasmer.h", "WASMER_VERSION"},
    {"wasmtime", "wasmtime.path", "wasmtime.version", "/include/wasmtime.h", "WASMTIME_VERSION"},
};

void envfp__collect_wasm(struct collect *c)
{
    struct view interface;
    if (source_probe(c->source, c->scratch, "wasm", &interface) == ENVFP_REASON_NONE)
        fact_string(c, "wasm.interface", interface);
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        struct runtime engine;
        struct view version = VIEW("");
        if (!envfp__language_find(c, engines[i].program, engines[i].path_key, engines[i].version_key,
                                  &engine))
            continue;
        if (engines[i].header[0])
            version = envfp__runtime_file_field(
                c, source_path(c->scratch, "", engine.prefix, engines[i].header), engines[i].define);
        envfp__runtime_version(c, engines[i].version_key,
                               version.length ? version : envfp__runtime_packaged(c, &engine));
    }
}

#endif
