/* SPDX-License-Identifier: MIT */
/* Julia: the header beside it, else the name of its library, else that of its folder. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("$PREFIX/include/julia/julia_version.h", header)
SEEN("$PREFIX/lib/libjulia.so")
NAMES("$HOME/.julia/juliaup/", all)
PROGRAM("$PATH/julia", shim)

VARIABLE("ASDF_JULIA_VERSION", WORD)
VARIABLE("JULIA_DEPOT_PATH", PATHS)
VARIABLE("JULIA_LOAD_PATH", PRESENCE)
VARIABLE("JULIA_PROJECT", PRESENCE)
VARIABLE("MISE_JULIA_VERSION", WORD)

LANGUAGE(julia, "Julia", "julia", "julia", "julia", "", "", 0, SEMVER)

FACT("julia.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which julia PATH starts.")
FACT("julia.variable.depot_path", STRING, HASHED, BREAKS, VARIABLES, "", "$JULIA_DEPOT_PATH",
     "Julia manual, environment variables", "Where packages are looked for, in order.")
FACT("julia.variable.load_path", STRING, HASHED, BREAKS, VARIABLES, "", "$JULIA_LOAD_PATH",
     "Julia manual, environment variables",
     "Whether the places that code is loaded from are set; their text is not shown.")
FACT("julia.variable.project", STRING, HASHED, ALTERS, VARIABLES, "", "$JULIA_PROJECT",
     "Julia manual, environment variables",
     "Whether a project is active from the start; its name is not shown.")
FACT("julia.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "",
     "include/julia/julia_version.h, lib/libjulia.so, or its directory",
     "Version of the Julia that PATH starts.")
FACT("julia_installed/*", STRING, CONTEXT, INFORMS, NOTHING, "", "~/.julia/juliaup", "",
     "Versions that juliaup holds, in force or not.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

static bool keep_header(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_field(line, "JULIA_VERSION_STRING", out);
}

#define LAYER RUNTIMES
#define OWNER julia
#define DECLARES "collect/runtimes/languages/julia.c"
#include "collect/declare.h"

void envfp__collect_julia(struct collect *c)
{
    struct runtime julia;
    envfp__runtime_installed(c, "julia_installed", "julia_installed/*",
                             envfp__runtime_directory(c, NULL, "/.julia/juliaup"));
    if (!envfp__language_find(c, DECLARED_LANGUAGE(julia), &julia))
        return;
    envfp__collect_declared_variables(c);
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

#endif
