/* SPDX-License-Identifier: MIT */
/* Deno is one large file: its version is told by the package that brought it, or by a manager's folder. */
#include "collect/runtimes/runtime.h"

void envfp__collect_deno(struct collect *c)
{
    struct runtime deno;
    if (envfp__language_find(c, "deno", "deno.path", "deno.version", &deno))
        envfp__runtime_version(c, "deno.version", envfp__runtime_packaged(c, &deno));
}
