/* SPDX-License-Identifier: MIT */
/* GHC is installed under its own version: ghc is a link to ghc-9.4.7, in ghcup's and in distributions' folders. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

NAMES("$HOME/.ghcup/ghc/", all)
PROGRAM("$PATH/ghc", shim)

LANGUAGE(ghc, "GHC", "ghc", "", "", "", "", 0, NUMBERS)

FACT("ghc.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which ghc PATH starts.")
FACT("ghc.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "name of the program behind its links",
     "Version of the Haskell compiler that PATH starts; interfaces of libraries are those of one "
     "version.")
FACT("ghc_installed/*", STRING, CONTEXT, INFORMS, NOTHING, "", "~/.ghcup/ghc", "",
     "Compilers that ghcup holds, in force or not.")

#else
#include "collect/runtimes/runtime.h"

#define LAYER RUNTIMES
#define OWNER haskell
#define DECLARES "collect/runtimes/languages/haskell.c"
#include "collect/declare.h"

void envfp__collect_haskell(struct collect *c)
{
    struct runtime ghc;
    envfp__runtime_installed(c, "ghc_installed", "ghc_installed/*",
                             envfp__runtime_directory(c, NULL, "/.ghcup/ghc"));
    if (!envfp__language_find(c, DECLARED_LANGUAGE(ghc), &ghc))
        return;
    struct view base = envfp__path_base(ghc.resolved), version = VIEW("");
    if (view_starts(base, VIEW("ghc-")))
        version = envfp__runtime_number(view_skip(base, 4));
    if (version.length == 0)
        version = envfp__runtime_path_version(ghc.resolved);
    envfp__runtime_version(c, "ghc.version", version);
}

#endif
