/* SPDX-License-Identifier: MIT */
/* R: DESCRIPTION of its base package and of what stands beside it, and in the libraries that variables name. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("$LIBRARY/*/DESCRIPTION", description)
NAMES("$R_HOME/{library,site-library}/", all)
/* of a project, where renv puts it */
NAMES("$R_LIBS/renv/library/**/", all)
/* and where R itself puts what a person installs */
NAMES("$R_LIBS/R/*-library/*/", all)
PROGRAM("$PATH/R", shim)

VARIABLE("R_LIBS", PATHS)
VARIABLE("R_LIBS_SITE", PATHS)
VARIABLE("R_LIBS_USER", PATHS)

LANGUAGE(r, "R", "R", "", "", "R", "", 0, NUMBERS)

FACT("r.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which R PATH starts.")
FACT("r.variable.libs", STRING, HASHED, BREAKS, VARIABLES, "", "$R_LIBS", ".libPaths",
     "Libraries of packages that are searched first, in order.")
FACT("r.variable.libs_site", STRING, HASHED, BREAKS, VARIABLES, "", "$R_LIBS_SITE", ".libPaths",
     "Libraries of packages of this machine, in order.")
FACT("r.variable.libs_user", STRING, HASHED, BREAKS, VARIABLES, "", "$R_LIBS_USER", ".libPaths",
     "Libraries of packages of a person, in order.")
FACT("r.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "library/base/DESCRIPTION",
     "Version of the R that PATH starts.")
FACT("r.virtualenv", BOOLEAN, HASHED, ALTERS, VIRTUALENV, "", "", "R_LIBS, R_LIBS_USER; renv",
     "R runs with the library of an renv project.")
FACT("r/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "", "DESCRIPTION in R's libraries",
     "Version of each R package that the R which PATH starts can load.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

/* R's: whether it is built, and its version. */
static bool keep_description(const struct source *source, struct view line, struct text *out)
{
    struct view said = view_trim(line), value = view_trim(view_skip(said, 8));
    if (view_starts(line, VIEW("Built:"))) {
        envfp__text_add(out, VIEW("Built:\n"));
    } else if (view_starts(said, VIEW("Version:"))) {
        envfp__text_add(out, VIEW("Version: "));
        (void)envfp__keep_release_line(source, value, out);
        envfp__text_add_byte(out, '\n');
    } else {
        envfp__text_add_byte(out, '\n');
    }
    return true;
}

#define LAYER RUNTIMES
#define OWNER r
#define DECLARES "collect/runtimes/languages/r.c"
#include "collect/declare.h"

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
    static const char *const variables[] = {"R_LIBS", "R_LIBS_SITE", "R_LIBS_USER"};
    struct runtime r;
    bool environment = false;
    if (!envfp__language_find(c, DECLARED_LANGUAGE(r), &r))
        return;
    envfp__collect_declared_variables(c);
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
        add_variable(c, variables[i], &environment);
    if (environment)
        fact_boolean(c, "r.virtualenv", true);
    envfp__runtime_end(c, "r/*", NULL);
}

#endif
