/* SPDX-License-Identifier: MIT */
/*
 * A project's own pins, where its folder is named: its lock files, whether what is installed agrees with them, and the
 * versions of languages that it asks for. Files are opened by the names they must have; the folder is never listed.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
AFTER(dotnet)
AFTER(erlang)
AFTER(go)
AFTER(java)
AFTER(julia)
AFTER(lua)
AFTER(node)
AFTER(package_managers)
AFTER(perl)
AFTER(php)
AFTER(plain)
AFTER(python)
AFTER(r)
AFTER(ruby)
AFTER(rust)
USES(locks)
USES(version_files)
USES(node)
USES(python)
USES(shims)
USES(manager_places)
USES(program)

VARIABLE("UV_PROJECT_ENVIRONMENT", PATHS)

/* What is installed beside locks. */
LINES("$PROJECT/.pdm-python", pdm)
NAMES("$PROJECT/lib/", pythons)
NAMES("$PROJECT/lib/*/site-packages/", distribution)
NAMES("$PROJECT/node_modules/{.pnpm,.bun}/", stored)
TAKEN("/bin/sh")
SEEN("/lib/ld-linux*.so.*")
SEEN("/lib/ld-musl-*.so.1")
SEEN("/lib/ld64.so.1")
SEEN("/lib64/ld-linux*.so.*")
SEEN("/lib64/ld64.so.2")
NAMES("$PROJECT/vendor/bundle/ruby/", series)
NAMES("$PROJECT/vendor/bundle/ruby/*/gems/", all)
TEXT("$PROJECT/vendor/composer/installed.json", installed)
LINES("$PROJECT/vendor/modules.txt", modules)

FACT("project.checked_count", INTEGER, CONTEXT, INFORMS, VIRTUALENV, "packages", "", "as project.drift",
     "How many packages of the project's locks could be held against what is installed.")
FACT("project.digest/*", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     "lock files in the folder that --project names",
     "SHA-256 over all that a lock file pins, with hashes and commits, without order and comments: the "
     "same where it installs the same.")
FACT("project.drift", SET, CONTEXT, ALTERS, VIRTUALENV, "", "",
     "lock files, and .venv, node_modules, vendor beside them or the Python that PATH starts",
     "Packages that are installed in another version than the project locks, or that are missing though "
     "the lock wants them on this platform; the first 64.")
FACT("project.drift_count", INTEGER, CONTEXT, INFORMS, VIRTUALENV, "packages", "", "as project.drift",
     "How many packages are not installed as the project locks them.")
FACT("project.missing_count", INTEGER, CONTEXT, INFORMS, VIRTUALENV, "packages", "", "as project.drift",
     "How many of them are not installed at all.")
FACT("project.node/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     "package.json in node_modules of the folder that --project names, and in stores below it",
     "Version of each Node.js package that is installed for the project: by its name, in stores of pnpm "
     "and bun, and deeper where a lock names it.")
FACT("project.pins/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     "lock files in the folder that --project names",
     "Version of each package that a lock file of the project pins, as FILE:PACKAGE.")
FACT("project.python/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     ".venv or venv in the folder that --project names, or where UV_PROJECT_ENVIRONMENT or .pdm-python lead",
     "Version of each distribution in the project's own Python environment, by its normalised name.")
FACT("project.state", STRING, CONTEXT, ALTERS, VIRTUALENV, "", "", "as project.drift",
     "Whether what is installed agrees with the project's lock files: agrees, where all that they want on "
     "this platform was looked at; agrees-in-part, where some of it could not be judged or was left out; "
     "drifts. Nothing where none of it is installed.")
FACT("project.unchecked", SET, CONTEXT, INFORMS, VIRTUALENV, "", "", "as project.drift",
     "Packages that are not installed, of which cannot be told whether the lock wants them here: a "
     "condition is unknown, or who wants them; the first 64.")
FACT("project.unchecked_count", INTEGER, CONTEXT, INFORMS, VIRTUALENV, "packages", "", "as project.drift",
     "How many packages of the locks could not be judged, those of groups that were left out included.")
FACT("project.unmet", SET, CONTEXT, ALTERS, VIRTUALENV, "", "",
     "project.wants and the versions that PATH starts",
     "Languages of which PATH starts another version than the project asks for.")
FACT("project.wants/*", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     ".python-version, .nvmrc, .tool-versions, mise.toml, go.mod, package.json and their like",
     "Version of a language that the project asks for, as its files write it.")

#else
#include "collect/project/installed.h"
#include "source/keep_parts.h"

static bool keep_name_pythons(struct view name)
{
    return view_starts(name, VIEW("python")) || view_starts(name, VIEW("pypy"));
}

static bool keep_name_stored(struct view name)
{
    return envfp__installed_is_stored(name);
}

/* Which environment of the project's own is its; where another Python is, is nobody's business. */
static bool keep_pdm(const struct source *source, struct view line, struct text *out)
{
    struct view path = view_trim(line), project = view_of(source->common->recorded_project);
    struct text folded = {.arena = out->arena};
    if (view_ends(path, VIEW("/bin/python")) && project.length && view_starts(path, project))
        (void)envfp__keep_paths(source, path, &folded);
    envfp__text_add(out, folded.length ? envfp__text_view(&folded) : VIEW("?"));
    envfp__text_add_byte(out, '\n');
    return false;
}

static bool keep_name_distribution(struct view name)
{
    return view_ends(name, VIEW(".dist-info")) || view_ends(name, VIEW(".egg-info"));
}

static bool keep_name_series(struct view name)
{
    return name.length && byte_is_digit(name.text[0]);
}

#define LAYER RUNTIMES
#define OWNER project
#define DECLARES "collect/runtimes/project.c"
#include "collect/declare.h"

void envfp__collect_project(struct collect *c)
{
    if (c->shared->project)
        c->shared->read_project(c);
}

#endif
