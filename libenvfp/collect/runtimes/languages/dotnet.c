/* SPDX-License-Identifier: MIT */
/* .NET: the folders beside the `dotnet` that PATH starts are its frameworks and development kits. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

NAMES("$DOTNET/shared/", all)
NAMES("$DOTNET/shared/*/", number)
NAMES("$DOTNET/sdk/", number)
PROGRAM("$PATH/dotnet", shim)

LANGUAGE(dotnet, ".NET", "dotnet", "", "", "dotnet dotnet-core", "", 0, SEMVER)

FACT("dotnet.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which dotnet PATH starts.")
FACT("dotnet.sdk", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "", "sdk beside dotnet",
     "The highest development kit beside the dotnet that PATH starts, which is what it uses where no "
     "project names another.")
FACT("dotnet.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "shared/Microsoft.NETCore.App",
     "The highest .NET runtime beside the dotnet that PATH starts.")
FACT("dotnet/*", STRING, HASHED, BREAKS, IMAGE, "", "", "shared/NAME/VERSION beside dotnet",
     "Versions of each shared framework: programs run with the one they were built for.")
FACT("dotnet_sdk/*", STRING, CONTEXT, INFORMS, NOTHING, "", "", "sdk beside dotnet",
     "Development kits that projects can choose from.")

#else
#include "base/version_compare.h"
#include "collect/runtimes/runtime.h"

#define LAYER RUNTIMES
#define OWNER dotnet
#define DECLARES "collect/runtimes/languages/dotnet.c"
#include "collect/declare.h"

/* Adds the versions in a folder as one member; the highest. */
static struct view add_versions(struct collect *c, const char *directory, const char *inventory,
                                struct view member)
{
    struct source_entry *entries;
    size_t count;
    struct view best = VIEW("");
    if (envfp__runtime_entries(c, directory, &entries, &count) != ENVFP_REASON_NONE)
        return best;
    for (size_t i = 0; i < count; i++) {
        struct view name = entries[i].name;
        if (entries[i].type == SOURCE_FILE || !byte_is_digit(name.text[0]))
            continue;
        fact_member(c, inventory, member.length ? member : name, name);
        if (best.length == 0 || envfp__version_compare(VERSION_SEMVER, name, best) > 0)
            best = name;
    }
    return best;
}

void envfp__collect_dotnet(struct collect *c)
{
    struct runtime dotnet;
    struct source_entry *entries;
    size_t count;
    struct view version = VIEW("");
    if (!envfp__language_find(c, DECLARED_LANGUAGE(dotnet), &dotnet))
        return;
    const char *root = source_path(c->scratch, "", envfp__path_directory(dotnet.resolved), "/");
    const char *shared = source_path(c->scratch, root, VIEW("shared/"), "");
    if (envfp__runtime_entries(c, shared, &entries, &count) == ENVFP_REASON_NONE)
        for (size_t i = 0; i < count; i++) {
            struct view best = add_versions(c, source_path(c->scratch, shared, entries[i].name, ""), "dotnet",
                                            entries[i].name);
            if (view_is(entries[i].name, "Microsoft.NETCore.App"))
                version = best;
        }
    struct view kit = add_versions(c, source_path(c->scratch, root, VIEW("sdk"), ""), "dotnet_sdk", VIEW(""));
    envfp__runtime_version(c, "dotnet.version", version);
    if (kit.length)
        fact_string(c, "dotnet.sdk", kit);
    fact_gap(c, "dotnet_sdk/*", c->trouble);
    envfp__runtime_end(c, "dotnet.*", "dotnet/*");
}

#endif
