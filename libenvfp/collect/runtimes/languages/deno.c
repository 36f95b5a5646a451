/* SPDX-License-Identifier: MIT */
/* Deno is one large file: its version is told by the package that brought it, or by a manager's folder. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("deno.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which deno PATH starts.")
FACT("deno.version", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     "package.json beside the program, or the directory it is in", "Version of the Deno that PATH starts.")

#else
#define LAYER RUNTIMES
#define OWNER deno
#define DECLARES "collect/runtimes/languages/deno.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"

void envfp__collect_deno(struct collect *c)
{
    struct runtime deno;
    if (envfp__language_find(c, "deno", "deno.path", "deno.version", &deno))
        envfp__runtime_version(c, "deno.version", envfp__runtime_packaged(c, &deno));
}

#endif
