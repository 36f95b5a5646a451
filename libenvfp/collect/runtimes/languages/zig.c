/* SPDX-License-Identifier: MIT */
/* Zig has its version in the name of its folder: zig-linux-x86_64-0.11.0. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

VARIABLE("ASDF_ZIG_VERSION", WORD)
VARIABLE("MISE_ZIG_VERSION", WORD)

FACT("zig.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which zig PATH starts.")
FACT("zig.version", STRING, HASHED, ALTERS, VIRTUALENV, "", "", "the directory it is in",
     "Version of the Zig that PATH starts.")

#else
#define LAYER RUNTIMES
#define OWNER zig
#define DECLARES "collect/runtimes/languages/zig.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"

static const struct language language = {.word = "zig", .program = "zig", .tool = TOOL("zig", "ZIG")};

void envfp__collect_zig(struct collect *c)
{
    struct runtime zig;
    if (envfp__language_find(c, &language, &zig))
        envfp__runtime_version(c, "zig.version", envfp__runtime_path_version(zig.resolved));
}

#endif
