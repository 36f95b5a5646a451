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

/* What is installed beside locks. */
NAMES("$PROJECT/{.venv,venv}/lib/", pythons)
NAMES("$PROJECT/{.venv,venv}/lib/*/site-packages/", distribution)
NAMES("$PROJECT/vendor/bundle/ruby/", series)
NAMES("$PROJECT/vendor/bundle/ruby/*/gems/", all)
TEXT("$PROJECT/vendor/composer/installed.json", installed)
LINES("$PROJECT/vendor/modules.txt", modules)

FACT("project.digest/*", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     "lock files in the folder that --project names",
     "SHA-256 over all that a lock file pins, with hashes and commits, without order and comments: the "
     "same where it installs the same.")
FACT("project.drift", SET, CONTEXT, ALTERS, VIRTUALENV, "", "",
     "lock files, and .venv, node_modules, vendor beside them or the Python that PATH starts",
     "Packages that are installed in another version than the project locks, or not at all; the first "
     "64.")
FACT("project.drift_count", INTEGER, CONTEXT, INFORMS, VIRTUALENV, "packages", "", "as project.drift",
     "How many packages are not installed as the project locks them.")
FACT("project.pins/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     "lock files in the folder that --project names",
     "Version of each package that a lock file of the project pins, as FILE:PACKAGE.")
FACT("project.state", STRING, CONTEXT, ALTERS, VIRTUALENV, "", "", "as project.drift",
     "Whether what is installed agrees with the project's lock files (agrees, drifts); nothing where "
     "none of it is installed.")
FACT("project.unmet", SET, CONTEXT, ALTERS, VIRTUALENV, "", "",
     "project.wants and the versions that PATH starts",
     "Languages of which PATH starts another version than the project asks for.")
FACT("project.wants/*", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     ".python-version, .nvmrc, .tool-versions, mise.toml, go.mod, package.json and their like",
     "Version of a language that the project asks for, as its files write it.")

#else
#include "collect/collect.h"
#include "source/keep_parts.h"

static bool keep_name_pythons(struct view name)
{
    return view_starts(name, VIEW("python")) || view_starts(name, VIEW("pypy"));
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
