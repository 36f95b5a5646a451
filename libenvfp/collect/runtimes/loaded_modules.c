/* SPDX-License-Identifier: MIT */
/*
 * Software that was loaded into the environment by name: Lmod's and Environment Modules' modules, and Spack's active
 * environment. They put their programs and libraries in front of the system's.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)

VARIABLE("LMOD_VERSION", PLAIN)
VARIABLE("LOADEDMODULES", MODULES)
VARIABLE("MODULES_CMD", PRESENCE)
VARIABLE("MODULE_VERSION", PLAIN)
VARIABLE("SPACK_ENV", PATHS)

FACT("module.order", STRING, CONTEXT, INFORMS, VARIABLES, "", "$LOADEDMODULES", "module(1)",
     "Loaded modules in the order of loading: of two that set one path the later stands in front.")
FACT("module.system", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "LMOD_VERSION, MODULES_CMD, MODULE_VERSION",
     "What loads modules here (lmod, environment-modules), with the version that it names.")
FACT("module/*", STRING, HASHED, BREAKS, VARIABLES, "", "$LOADEDMODULES", "module(1), Lmod's user guide",
     "Version of each environment module that is loaded: which compilers, libraries and MPI stand in front "
     "of the "
     "system's.")
FACT("spack.environment", STRING, HASHED, BREAKS, VARIABLES, "", "$SPACK_ENV", "Spack manual, environments",
     "Folder of Spack's active environment, whose view stands on PATH.")

#else
#define LAYER RUNTIMES
#define OWNER loaded_modules
#define DECLARES "collect/runtimes/loaded_modules.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* The version stands behind the last slash: "intel/compiler/2023.1" is one of intel/compiler. Modules without a version
 * are called by a name alone. */
static void add_module(struct collect *c, struct view name)
{
    size_t slash = name.length;
    while (slash && name.text[slash - 1] != '/')
        slash--;
    if (slash > 1 && slash < name.length)
        fact_member(c, "module", view_take(name, slash - 1), view_skip(name, slash));
    else
        fact_member(c, "module", name, VIEW("loaded"));
}

static void add_modules(struct collect *c)
{
    struct view list, name;
    enum envfp_reason reason = source_variable_shown(c->source, c->scratch, "LOADEDMODULES", &list);
    fact_gap(c, "module/*", reason);
    fact_gap(c, "module.order", reason);
    if (reason != ENVFP_REASON_NONE || list.length == 0)
        return;
    fact_string(c, "module.order", list);
    while (view_cut(&list, ':', &name))
        add_module(c, name);
}

/* A variable's value where it has one. */
static struct view value_of(struct collect *c, const char *name)
{
    struct view value;
    enum envfp_reason reason = source_variable_shown(c->source, c->scratch, name, &value);
    fact_gap(c, "module.system", reason);
    return reason == ENVFP_REASON_NONE ? envfp__arena_copy(c->scratch, value) : VIEW("");
}

static void add_system(struct collect *c)
{
    struct view lmod = value_of(c, "LMOD_VERSION"), other = value_of(c, "MODULE_VERSION");
    if (lmod.length)
        fact_string(c, "module.system",
                    envfp__arena_join(c->scratch, (struct view[]){VIEW("lmod "), lmod}, 2));
    else if (other.length)
        fact_string(c, "module.system",
                    envfp__arena_join(c->scratch, (struct view[]){VIEW("environment-modules "), other}, 2));
    else if (value_of(c, "MODULES_CMD").length)
        fact_string(c, "module.system", VIEW("environment-modules"));
}

void envfp__collect_loaded_modules(struct collect *c)
{
    struct view folder;
    add_modules(c);
    add_system(c);
    enum envfp_reason reason = source_variable_shown(c->source, c->scratch, "SPACK_ENV", &folder);
    fact_gap(c, "spack.environment", reason);
    if (reason == ENVFP_REASON_NONE && folder.length)
        fact_string(c, "spack.environment", folder);
}

#endif
