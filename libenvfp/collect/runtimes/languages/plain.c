/* SPDX-License-Identifier: MIT */
/*
 * Languages and engines of which there is no more to tell than their version: a file below the program's prefix has it,
 * or the package that brought the program, or a version manager's folder. Rows are all that such a one takes.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("$PREFIX/{lib/crystal/lib,lib/crystal,share/crystal/src}/VERSION", release_line)
LINES("$PREFIX/include/{wasmedge/version,wasmer,wasmtime}.h", header)
PROGRAM("$PATH/{bun,crystal,deno,iwasm,wasmedge,wasmer,wasmtime,zig}", shim)

VARIABLE("ASDF_BUN_VERSION", WORD)
VARIABLE("ASDF_CRYSTAL_VERSION", WORD)
VARIABLE("ASDF_DENO_VERSION", WORD)
VARIABLE("ASDF_ZIG_VERSION", WORD)
VARIABLE("MISE_BUN_VERSION", WORD)
VARIABLE("MISE_CRYSTAL_VERSION", WORD)
VARIABLE("MISE_DENO_VERSION", WORD)
VARIABLE("MISE_ZIG_VERSION", WORD)

LANGUAGE(bun, "Bun", "bun", "bun", "bun", "", "", 0, SEMVER)
LANGUAGE(crystal, "Crystal", "crystal", "crystal", "crystal", "",
         "lib/crystal/lib/VERSION lib/crystal/VERSION share/crystal/src/VERSION", 0, SEMVER)
LANGUAGE(deno, "Deno", "deno", "deno", "deno", "", "", 0, SEMVER)
LANGUAGE(iwasm, "WAMR", "iwasm", "", "", "", "", 0, NUMBERS)
LANGUAGE(wasmedge, "WasmEdge", "wasmedge", "", "", "", "include/wasmedge/version.h:WASMEDGE_VERSION", 0,
         SEMVER)
LANGUAGE(wasmer, "Wasmer", "wasmer", "", "", "", "include/wasmer.h:WASMER_VERSION", 0, SEMVER)
LANGUAGE(wasmtime, "Wasmtime", "wasmtime", "", "", "", "include/wasmtime.h:WASMTIME_VERSION", 0, SEMVER)
LANGUAGE(zig, "Zig", "zig", "zig", "zig", "", "", 0, SEMVER)

FACT("bun.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which bun PATH starts.")
FACT("bun.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "package.json beside the program, or the directory it is in", "Version of the Bun that PATH starts.")
FACT("crystal.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which crystal PATH starts.")
FACT("crystal.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "",
     "VERSION of its standard library, or the directory it is in",
     "Version of the Crystal compiler that PATH starts, and of the library that programs are built with.")
FACT("deno.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which deno PATH starts.")
FACT("deno.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "package.json beside the program, or the directory it is in", "Version of the Deno that PATH starts.")
FACT("iwasm.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which iwasm PATH starts.")
FACT("iwasm.version", STRING, HASHED, ALTERS, IMAGE, "", "", "the directory it is in",
     "Version of the WebAssembly Micro Runtime that PATH starts.")
FACT("wasmedge.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which wasmedge PATH starts.")
FACT("wasmedge.version", STRING, HASHED, ALTERS, IMAGE, "", "",
     "include/wasmedge/version.h, or the directory it is in", "Version of the WasmEdge that PATH starts.")
FACT("wasmer.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which wasmer PATH starts.")
FACT("wasmer.version", STRING, HASHED, ALTERS, IMAGE, "", "", "include/wasmer.h, or the directory it is in",
     "Version of the Wasmer that PATH starts.")
FACT("wasmtime.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which wasmtime PATH starts.")
FACT("wasmtime.version", STRING, HASHED, ALTERS, IMAGE, "", "",
     "include/wasmtime.h, or the directory it is in", "Version of the Wasmtime that PATH starts.")
FACT("zig.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which zig PATH starts.")
FACT("zig.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "", "the directory it is in",
     "Version of the Zig that PATH starts.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

static bool keep_header(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_field(line, "WASMEDGE_VERSION WASMER_VERSION WASMTIME_VERSION", out);
}

#define LAYER RUNTIMES
#define OWNER plain
#define DECLARES "collect/runtimes/languages/plain.c"
#include "collect/declare.h"

/* The first of its files that has a version. */
static struct view file_version(struct collect *c, const struct envfp_language *language, struct view prefix)
{
    struct view files = view_of(language_text(language, language->files)), file = VIEW(""), name;
    struct view version = VIEW("");
    while (version.length == 0 && view_cut_word(&files, &name)) {
        view_cut(&name, ':', &file);
        const char *path = source_path(c->scratch, source_path(c->scratch, "", prefix, "/"), file, "");
        version = name.length ? envfp__runtime_file_field(c, path, source_path(c->scratch, "", name, ""))
                              : envfp__runtime_line(c, path);
    }
    return version;
}

static void add_language(struct collect *c, const struct envfp_language *language)
{
    struct runtime runtime;
    if (!envfp__language_find(c, language, &runtime))
        return;
    struct view version = file_version(c, language, runtime.prefix);
    if (version.length == 0)
        version = envfp__runtime_packaged(c, &runtime);
    envfp__runtime_version(c, source_path(c->scratch, language_word(language), VIEW(".version"), ""),
                           version);
}

void envfp__collect_plain(struct collect *c)
{
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        add_language(c, &declared.languages[i]);
}

#endif
