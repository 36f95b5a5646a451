/* SPDX-License-Identifier: MIT */
/* Bun is one large file: its version is told by the package that brought it, or by a manager's folder. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

VARIABLE("ASDF_BUN_VERSION", WORD)
VARIABLE("MISE_BUN_VERSION", WORD)

FACT("bun.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which bun PATH starts.")
FACT("bun.version", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     "package.json beside the program, or the directory it is in", "Version of the Bun that PATH starts.")

#else
#define LAYER RUNTIMES
#define OWNER bun
#define DECLARES "collect/runtimes/languages/bun.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"

static const struct language language = {.word = "bun", .program = "bun", .tool = TOOL("bun", "BUN")};

void envfp__collect_bun(struct collect *c)
{
    envfp__language_collect(c, &language);
}

#endif
