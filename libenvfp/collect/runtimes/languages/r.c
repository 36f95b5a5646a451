/* SPDX-License-Identifier: MIT */
/* R: DESCRIPTION of its base package and of what stands beside it, and in the libraries that variables name. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("r.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which R PATH starts.")
FACT("r.variable.libs", STRING, HASHED, BREAKS, VARIABLES, "", "$R_LIBS", ".libPaths",
     "Libraries of packages that are searched first, in order.")
FACT("r.variable.libs_site", STRING, HASHED, BREAKS, VARIABLES, "", "$R_LIBS_SITE", ".libPaths",
     "Libraries of packages of this machine, in order.")
FACT("r.variable.libs_user", STRING, HASHED, BREAKS, VARIABLES, "", "$R_LIBS_USER", ".libPaths",
     "Libraries of packages of a person, in order.")
FACT("r.version", STRING, HASHED, BREAKS, VIRTUALENV, "", "", "library/base/DESCRIPTION",
     "Version of the R that PATH starts.")
FACT("r.virtualenv", BOOLEAN, HASHED, ALTERS, VIRTUALENV, "", "", "R_LIBS, R_LIBS_USER; renv",
     "R runs with the library of an renv project.")
FACT("r/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "", "DESCRIPTION in R's libraries",
     "Version of each R package that the R which PATH starts can load.")

#else
#define LAYER RUNTIMES
#define OWNER r
#define DECLARES "collect/runtimes/languages/r.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"
#include "source/keep_parts.h"

static struct view package_version(struct collect *c, const char *directory, struct view name)
{
    struct view text, version;
    const char *start = source_path(c->scratch, directory, VIEW("/"), "");
    enum envfp_reason reason =
        envfp__runtime_read(c, source_path(c->scratch, start, name, "/DESCRIPTION"), &text);
    /* What is not built (translations) is no package for R. */
    if (reason != ENVFP_REASON_NONE || !view_has(text, VIEW("\nBuilt:")) ||
        !envfp__runtime_field(text, "Version", &version))
        return VIEW("");
    if (!envfp__keep_is_release(version)) {
        envfp__runtime_note(c, ENVFP_REASON_MALFORMED);
        return VIEW("");
    }
    return envfp__arena_copy(c->scratch, version);
}

static void add_library(struct collect *c, const char *directory)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = envfp__runtime_entries(c, directory, &entries, &count);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        if (entries[i].type == SOURCE_FILE || view_starts(entries[i].name, VIEW(".")))
            continue;
        struct view version = package_version(c, directory, entries[i].name);
        if (version.length)
            fact_member(c, "r", entries[i].name, version);
    }
}

static void add_variable(struct collect *c, const char *name, bool *environment)
{
    struct view list, directory;
    if (source_variable(c->source, name, &list) != ENVFP_REASON_NONE)
        return;
    list = envfp__arena_copy(c->scratch, list);
    *environment = *environment || view_has(list, VIEW("/renv/library/"));
    for (unsigned i = 0; i < 16 && view_cut(&list, ':', &directory); i++)
        if (view_starts(directory, VIEW("/")) && view_find_byte(directory, '%') == SIZE_MAX)
            add_library(c, source_path(c->scratch, "", directory, ""));
}

/* R is a script, in R's home itself or copied to a directory of programs. */
static struct view find_home(struct collect *c, const struct runtime *r)
{
    static const char *const places[] = {"", "/lib/R", "/lib64/R"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *home = source_path(c->scratch, "", r->prefix, places[i]);
        struct view version =
            package_version(c, source_path(c->scratch, home, VIEW("/library"), ""), VIEW("base"));
        if (version.length == 0)
            continue;
        fact_string(c, "r.version", version);
        return view_of(home);
    }
    envfp__runtime_version(c, "r.version", VIEW(""));
    return VIEW("");
}

void envfp__collect_r(struct collect *c)
{
    static const char *const variables[][2] = {{"R_LIBS", "r.variable.libs"},
                                               {"R_LIBS_SITE", "r.variable.libs_site"},
                                               {"R_LIBS_USER", "r.variable.libs_user"}};
    struct runtime r;
    bool environment = false;
    if (!envfp__language_find(c, "R", "r.path", "r.version", &r))
        return;
    envfp__collect_variables(c, variables, 3);
    struct view home = find_home(c, &r);
    envfp__runtime_end(c, "r.*", "r/*");
    if (home.length == 0)
        return;
    add_library(c, source_path(c->scratch, "", home, "/library"));
    add_library(c, source_path(c->scratch, "", home, "/site-library"));
    if (view_is(home, "/usr/lib/R")) { /* Debian's, Renviron(8) */
        add_library(c, "/usr/local/lib/R/site-library");
        add_library(c, "/usr/share/R/library");
    }
    for (size_t i = 0; i < 3; i++)
        add_variable(c, variables[i][0], &environment);
    if (environment)
        fact_boolean(c, "r.virtualenv", true);
    envfp__runtime_end(c, "r/*", NULL);
}

#endif
