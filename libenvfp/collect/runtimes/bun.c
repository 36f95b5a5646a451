/* SPDX-License-Identifier: MIT */
/* Bun is one large file: its version is told by the package that brought it, or by a manager's folder. */
#include "collect/runtimes/runtime.h"

void envfp__collect_bun(struct collect *c)
{
    struct runtime bun;
    if (envfp__language_find(c, "bun", "bun.path", "bun.version", &bun))
        envfp__runtime_version(c, "bun.version", envfp__runtime_packaged(c, &bun));
}
