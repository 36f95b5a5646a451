/* SPDX-License-Identifier: MIT */
/* Zig has its version in the name of its folder: zig-linux-x86_64-0.11.0. */
#include "collect/runtimes/runtime.h"

void envfp__collect_zig(struct collect *c)
{
    struct runtime zig;
    if (envfp__language_find(c, "zig", "zig.path", "zig.version", &zig))
        envfp__runtime_version(c, "zig.version", envfp__runtime_path_version(zig.resolved));
}
