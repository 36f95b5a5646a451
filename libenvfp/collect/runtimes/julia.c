/* SPDX-License-Identifier: MIT */
/* Julia: the header beside it, else the name of its library, else that of its folder. */
#include "collect/runtimes/runtime.h"

void envfp__collect_julia(struct collect *c)
{
    static const char *const variables[][2] = {{"JULIA_DEPOT_PATH", "julia.variable.depot_path"},
                                               {"JULIA_LOAD_PATH", "julia.variable.load_path"},
                                               {"JULIA_PROJECT", "julia.variable.project"}};
    struct runtime julia;
    envfp__runtime_installed(c, "julia_installed", "julia_installed/*",
                             envfp__runtime_directory(c, NULL, "/.julia/juliaup"));
    if (!envfp__language_find(c, "julia", "julia.path", "julia.version", &julia))
        return;
    envfp__collect_variables(c, variables, 3);
    const char *header = source_path(c->scratch, "", julia.prefix, "/include/julia/julia_version.h");
    struct view version = envfp__runtime_file_field(c, header, "JULIA_VERSION_STRING"), library;
    const char *link = source_path(c->scratch, "", julia.prefix, "/lib/libjulia.so");
    if (version.length == 0 &&
        envfp__runtime_note(c, source_resolve(c->source, c->scratch, link, &library)) == ENVFP_REASON_NONE &&
        view_starts(envfp__path_base(library), VIEW("libjulia.so.")))
        version = envfp__runtime_number(view_skip(envfp__path_base(library), 12));
    if (version.length == 0)
        version = envfp__runtime_path_version(julia.resolved);
    envfp__runtime_version(c, "julia.version", version);
    envfp__runtime_end(c, "julia.*", NULL);
}
