/* SPDX-License-Identifier: MIT */
/*
 * Runtimes for WebAssembly: the header that was installed beside each, else its folder; and whether the program that
 * looks around runs in one, which does not say its name.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("$PREFIX/include/{wasmedge/version,wasmer,wasmtime}.h", header)

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
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

static bool keep_header(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_field(line, "WASMEDGE_VERSION WASMER_VERSION WASMTIME_VERSION", out);
}

#define LAYER RUNTIMES
#define OWNER wasm
#define DECLARES "collect/runtimes/languages/wasm.c"
#include "collect/declare.h"

static const struct language engines[] = {
    {.word = "iwasm", .program = "iwasm"},
    {.word = "wasmedge",
     .program = "wasmedge",
     .header = "/include/wasmedge/version.h",
     .field = "WASMEDGE_VERSION"},
    {.word = "wasmer", .program = "wasmer", .header = "/include/wasmer.h", .field = "WASMER_VERSION"},
    {.word = "wasmtime", .program = "wasmtime", .header = "/include/wasmtime.h", .field = "WASMTIME_VERSION"},
};

void envfp__collect_wasm(struct collect *c)
{
    struct view interface;
    if (source_probe(c->source, c->scratch, "wasm", &interface) == ENVFP_REASON_NONE)
        fact_string(c, "wasm.interface", interface);
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++)
        envfp__language_collect(c, &engines[i]);
}

#endif
