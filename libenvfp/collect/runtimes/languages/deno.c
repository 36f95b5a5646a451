/* SPDX-License-Identifier: MIT */
/* Deno is one large file: its version is told by the package that brought it, or by a manager's folder. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

VARIABLE("ASDF_DENO_VERSION", WORD)
VARIABLE("MISE_DENO_VERSION", WORD)

FACT("deno.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which deno PATH starts.")
FACT("deno.version", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     "package.json beside the program, or the directory it is in", "Version of the Deno that PATH starts.")

#else
#define LAYER RUNTIMES
#define OWNER deno
#define DECLARES "collect/runtimes/languages/deno.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"

static const struct language language = {.word = "deno", .program = "deno", .tool = TOOL("deno", "DENO")};

void envfp__collect_deno(struct collect *c)
{
    envfp__language_collect(c, &language);
}

#endif
