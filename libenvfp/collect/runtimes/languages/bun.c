/* SPDX-License-Identifier: MIT */
/* Bun is one large file: its version is told by the package that brought it, or by a manager's folder. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("bun.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which bun PATH starts.")
FACT("bun.version", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     "package.json beside the program, or the directory it is in", "Version of the Bun that PATH starts.")

#else
#define LAYER RUNTIMES
#define OWNER bun
#define DECLARES "collect/runtimes/languages/bun.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"

void envfp__collect_bun(struct collect *c)
{
    struct runtime bun;
    if (envfp__language_find(c, "bun", "bun.path", "bun.version", &bun))
        envfp__runtime_version(c, "bun.version", envfp__runtime_packaged(c, &bun));
}

#endif
