/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(shims)
USES(manager_places)
USES(version_files)
USES(sys_path)
USES(program)

TAKEN("$PREFIX/{lib,lib64}/libpython*.so*")
LINES("$PREFIX/include/{python,pypy}*/patchlevel.h", patchlevel)
TEXT("$PREFIX/lib/python*/build-details.json", build_details)
SEEN("$PREFIX/lib/python*/EXTERNALLY-MANAGED")
LINES("$VIRTUAL_ENV/pyvenv.cfg", pyvenv)
NAMES("$PREFIX/conda-meta/", conda)
NAMES("$PREFIX/lib/", series)
PROGRAM("$PATH/{python,pypy,graalpy}*", shim)

VARIABLE("ASDF_PYTHON_VERSION", WORD)
VARIABLE("CONDA_PREFIX", PATHS)
VARIABLE("MISE_PYTHON_VERSION", WORD)
VARIABLE("PYTHONASYNCIODEBUG", WORD)
VARIABLE("PYTHONBREAKPOINT", WORD)
VARIABLE("PYTHONCASEOK", WORD)
VARIABLE("PYTHONCOERCECLOCALE", WORD)
VARIABLE("PYTHONDEBUG", WORD)
VARIABLE("PYTHONDEVMODE", WORD)
VARIABLE("PYTHONDONTWRITEBYTECODE", WORD)
VARIABLE("PYTHONDUMPREFS", WORD)
VARIABLE("PYTHONFAULTHANDLER", WORD)
VARIABLE("PYTHONHASHSEED", WORD)
VARIABLE("PYTHONHOME", PATHS)
VARIABLE("PYTHONINSPECT", WORD)
VARIABLE("PYTHONINTMAXSTRDIGITS", WORD)
VARIABLE("PYTHONIOENCODING", WORD)
VARIABLE("PYTHONMALLOC", WORD)
VARIABLE("PYTHONMALLOCSTATS", WORD)
VARIABLE("PYTHONNODEBUGRANGES", WORD)
VARIABLE("PYTHONNOUSERSITE", WORD)
VARIABLE("PYTHONOPTIMIZE", WORD)
VARIABLE("PYTHONPATH", PATHS)
VARIABLE("PYTHONPERFSUPPORT", WORD)
VARIABLE("PYTHONPLATLIBDIR", WORD)
VARIABLE("PYTHONPROFILEIMPORTTIME", WORD)
VARIABLE("PYTHONPYCACHEPREFIX", PATHS)
VARIABLE("PYTHONSAFEPATH", WORD)
VARIABLE("PYTHONSTARTUP", PATHS)
VARIABLE("PYTHONTRACEMALLOC", WORD)
VARIABLE("PYTHONUNBUFFERED", WORD)
VARIABLE("PYTHONUSERBASE", PATHS)
VARIABLE("PYTHONUTF8", WORD)
VARIABLE("PYTHONVERBOSE", WORD)
VARIABLE("PYTHONWARNDEFAULTENCODING", WORD)
VARIABLE("PYTHONWARNINGS", WORD)
VARIABLE("PYTHON_BASIC_REPL", WORD)
VARIABLE("PYTHON_COLORS", WORD)
VARIABLE("PYTHON_CONTEXT_AWARE_WARNINGS", WORD)
VARIABLE("PYTHON_CPU_COUNT", WORD)
VARIABLE("PYTHON_DISABLE_REMOTE_DEBUG", WORD)
VARIABLE("PYTHON_FROZEN_MODULES", WORD)
VARIABLE("PYTHON_GIL", WORD)
VARIABLE("PYTHON_HISTORY", PRESENCE)
VARIABLE("PYTHON_JIT", WORD)
VARIABLE("PYTHON_LAZY_IMPORTS", WORD)
VARIABLE("PYTHON_PERF_JIT_SUPPORT", WORD)
VARIABLE("PYTHON_PRESITE", WORD)
VARIABLE("PYTHON_THREAD_INHERIT_CONTEXT", WORD)
VARIABLE("PYTHON_TLBC", WORD)
VARIABLE("VIRTUAL_ENV", PATHS)

LANGUAGE(python, "Python", "", "python", "python", "", "", 2, PYTHON)

FACT("conda.active", BOOLEAN, HASHED, ALTERS, VIRTUALENV, "", "",
     "conda-meta in the prefix of the Python that PATH starts",
     "The Python that PATH starts is that of a conda environment, which holds libraries of its own "
     "beside it.")
FACT("conda.tool", STRING, CONTEXT, INFORMS, VIRTUALENV, "", "", "conda-meta/pixi",
     "What made the active conda environment, where it says so (pixi).")
FACT("conda/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     "conda-meta/*.json of the active conda environment",
     "Version and build of each package in the active conda environment; builds of one version differ "
     "in what they are linked with.")
FACT("python.abi_flags", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "",
     "name of the executable, of the library's or of the header's directory",
     "Flags of the interface that extension modules are built for: t without the global lock, d for "
     "debugging.")
FACT("python.externally_managed", BOOLEAN, CONTEXT, INFORMS, VIRTUALENV, "", "",
     "EXTERNALLY-MANAGED beside the standard library; externally managed environments (PyPA)",
     "The system's package manager owns this Python: pip installs into virtual environments only.")
FACT("python.implementation", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "",
     "name of the executable behind its links",
     "Which implementation of Python PATH starts (cpython, pypy, graalpy): extension modules are built "
     "for one of them.")
FACT("python.implementation_version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "patchlevel.h",
     "Version of PyPy itself, beside that of the language it runs.")
FACT("python.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which Python PATH starts, behind the shims of version managers.")
FACT("python.sitecustomize", BOOLEAN, HASHED, ALTERS, VIRTUALENV, "", "",
     "sitecustomize.py and usercustomize.py in directories of distributions; site, the module",
     "Code of the site's own runs whenever this Python starts.")
FACT("python.system_site_packages", BOOLEAN, HASHED, ALTERS, VIRTUALENV, "", "", "pyvenv.cfg; PEP 405",
     "The virtual environment also sees the distributions of the Python it was made from.")
FACT("python.variable.asynciodebug", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONASYNCIODEBUG",
     "Python setup and usage, command line and environment",
     "Debug mode of asyncio: warnings, and coroutines that are slower.")
FACT("python.variable.basic_repl", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHON_BASIC_REPL",
     "Python setup and usage, command line and environment", "The plain interactive session.")
FACT("python.variable.breakpoint", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONBREAKPOINT",
     "Python setup and usage, command line and environment",
     "What breakpoint() calls in place of the debugger.")
FACT("python.variable.caseok", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONCASEOK",
     "Python setup and usage, command line and environment",
     "Imports that ignore the case of names, on Windows and macOS.")
FACT("python.variable.coerceclocale", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONCOERCECLOCALE",
     "Python setup and usage, command line and environment",
     "Whether the locale C is taken for one of UTF-8.")
FACT("python.variable.colors", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHON_COLORS",
     "Python setup and usage, command line and environment", "Whether tracebacks and sessions are coloured.")
FACT("python.variable.conda_prefix", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "CONDA_PREFIX; the prefix of the Python that PATH starts",
     "Whether the conda environment that was activated is the one whose Python PATH starts (in force, "
     "elsewhere).")
FACT("python.variable.context_aware_warnings", STRING, HASHED, ALTERS, VARIABLES, "",
     "$PYTHON_CONTEXT_AWARE_WARNINGS", "Python setup and usage, command line and environment",
     "Filters of warnings are a context's in place of the process's.")
FACT("python.variable.cpu_count", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHON_CPU_COUNT",
     "Python setup and usage, command line and environment", "How many processors os.cpu_count() tells.")
FACT("python.variable.debug", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONDEBUG",
     "Python setup and usage, command line and environment", "Output of the parser, in debug builds.")
FACT("python.variable.devmode", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONDEVMODE",
     "Python setup and usage, command line and environment",
     "Development mode: checks at run time, warnings, the debugging allocator.")
FACT("python.variable.disable_remote_debug", STRING, CONTEXT, INFORMS, VARIABLES, "",
     "$PYTHON_DISABLE_REMOTE_DEBUG", "Python setup and usage, command line and environment",
     "Debuggers may not attach to the interpreter.")
FACT("python.variable.dontwritebytecode", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONDONTWRITEBYTECODE",
     "Python setup and usage, command line and environment",
     "Compiled modules are not written beside their sources: a slower next start, no other effect.")
FACT("python.variable.dumprefs", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONDUMPREFS",
     "Python setup and usage, command line and environment",
     "Objects that are alive at the end are listed, in debug builds.")
FACT("python.variable.faulthandler", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONFAULTHANDLER",
     "Python setup and usage, command line and environment",
     "Handlers for SIGSEGV and its kin that print a traceback.")
FACT("python.variable.frozen_modules", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHON_FROZEN_MODULES",
     "Python setup and usage, command line and environment", "Whether the library's frozen modules are used.")
FACT("python.variable.gil", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHON_GIL",
     "Python setup and usage, command line and environment",
     "Whether the global lock is taken, in builds that can do without.")
FACT("python.variable.hashseed", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONHASHSEED",
     "Python setup and usage, command line and environment",
     "Seed of the hashes of strings: fixes the order of sets, and what depends on it.")
FACT("python.variable.history", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHON_HISTORY",
     "Python setup and usage, command line and environment", "Where interactive sessions keep their history.")
FACT("python.variable.home", STRING, HASHED, BREAKS, VARIABLES, "", "$PYTHONHOME",
     "Python setup and usage, command line and environment",
     "Where Python looks for its standard library in place of its own.")
FACT("python.variable.inspect", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONINSPECT",
     "Python setup and usage, command line and environment", "An interactive session follows the program.")
FACT("python.variable.intmaxstrdigits", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONINTMAXSTRDIGITS",
     "Python setup and usage, command line and environment",
     "Digits up to which integers and strings are converted.")
FACT("python.variable.ioencoding", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONIOENCODING",
     "Python setup and usage, command line and environment", "Encoding of the standard streams.")
FACT("python.variable.jit", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHON_JIT",
     "Python setup and usage, command line and environment",
     "Whether the just-in-time compiler is on, in builds that have it.")
FACT("python.variable.lazy_imports", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHON_LAZY_IMPORTS",
     "Python setup and usage, command line and environment",
     "Whether modules are imported when they are first used.")
FACT("python.variable.malloc", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONMALLOC",
     "Python setup and usage, command line and environment", "Memory allocator of the interpreter.")
FACT("python.variable.mallocstats", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONMALLOCSTATS",
     "Python setup and usage, command line and environment",
     "Statistics of the allocator on the standard error stream.")
FACT("python.variable.nodebugranges", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONNODEBUGRANGES",
     "Python setup and usage, command line and environment",
     "Tracebacks without columns, smaller compiled modules.")
FACT("python.variable.nousersite", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONNOUSERSITE",
     "Python setup and usage, command line and environment",
     "Distributions that a person installed for herself are not seen.")
FACT("python.variable.optimize", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONOPTIMIZE",
     "Python setup and usage, command line and environment",
     "Assertions, and perhaps documentation strings, are left out.")
FACT("python.variable.path", STRING, HASHED, BREAKS, VARIABLES, "", "$PYTHONPATH",
     "Python setup and usage, command line and environment",
     "Directories that modules are imported from before all others, in order.")
FACT("python.variable.perf_jit_support", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHON_PERF_JIT_SUPPORT",
     "Python setup and usage, command line and environment",
     "Names of Python functions for perf, without frame pointers.")
FACT("python.variable.perfsupport", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONPERFSUPPORT",
     "Python setup and usage, command line and environment", "Names of Python functions for perf.")
FACT("python.variable.platlibdir", STRING, HASHED, BREAKS, VARIABLES, "", "$PYTHONPLATLIBDIR",
     "Python setup and usage, command line and environment",
     "Name of the directory of extension modules (lib, lib64).")
FACT("python.variable.presite", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHON_PRESITE",
     "Python setup and usage, command line and environment",
     "A module that is imported before site, in debug builds.")
FACT("python.variable.profileimporttime", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONPROFILEIMPORTTIME",
     "Python setup and usage, command line and environment",
     "How long each import takes, on the standard error stream.")
FACT("python.variable.pycacheprefix", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONPYCACHEPREFIX",
     "Python setup and usage, command line and environment",
     "Where compiled modules are written in place of beside their sources.")
FACT("python.variable.safepath", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONSAFEPATH",
     "Python setup and usage, command line and environment",
     "The program's own directory is not searched for modules.")
FACT("python.variable.startup", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONSTARTUP",
     "Python setup and usage, command line and environment", "Code that runs before an interactive session.")
FACT("python.variable.thread_inherit_context", STRING, HASHED, ALTERS, VARIABLES, "",
     "$PYTHON_THREAD_INHERIT_CONTEXT", "Python setup and usage, command line and environment",
     "Threads start with a copy of their starter's context.")
FACT("python.variable.tlbc", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHON_TLBC",
     "Python setup and usage, command line and environment",
     "Whether each thread has bytecode of its own, in builds without the global lock.")
FACT("python.variable.tracemalloc", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONTRACEMALLOC",
     "Python setup and usage, command line and environment",
     "Allocations are traced, by as many frames: slower, and more memory.")
FACT("python.variable.unbuffered", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONUNBUFFERED",
     "Python setup and usage, command line and environment", "Output is written at once.")
FACT("python.variable.userbase", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONUSERBASE",
     "Python setup and usage, command line and environment",
     "Where a person's own distributions are, in place of ~/.local.")
FACT("python.variable.utf8", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONUTF8",
     "Python setup and usage, command line and environment",
     "UTF-8 mode: text files and streams are UTF-8 whatever the locale says.")
FACT("python.variable.verbose", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PYTHONVERBOSE",
     "Python setup and usage, command line and environment", "Each import is printed.")
FACT("python.variable.virtual_env", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "VIRTUAL_ENV; the prefix of the Python that PATH starts",
     "Whether the virtual environment that was activated is the one whose Python PATH starts (in "
     "force, elsewhere).")
FACT("python.variable.warndefaultencoding", STRING, HASHED, ALTERS, VARIABLES, "",
     "$PYTHONWARNDEFAULTENCODING", "Python setup and usage, command line and environment",
     "A warning where a text file is opened in the locale's encoding.")
FACT("python.variable.warnings", STRING, HASHED, ALTERS, VARIABLES, "", "$PYTHONWARNINGS",
     "Python setup and usage, command line and environment",
     "Which warnings are shown, passed over or raised.")
FACT("python.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "",
     "the symbol Py_Version, build-details.json (PEP 739), patchlevel.h, the text that it prints, its name",
     "Version of the Python that PATH starts: the language, its library and the interface that "
     "extension modules are built for.")
FACT("python.virtualenv", BOOLEAN, HASHED, ALTERS, VIRTUALENV, "", "", "pyvenv.cfg; PEP 405",
     "The Python that PATH starts is that of a virtual environment.")
FACT("python.virtualenv_fault", STRING, DERIVED, BREAKS, VIRTUALENV, "", "",
     "VIRTUAL_ENV, pyvenv.cfg beside directories of PATH, and what they lead to",
     "Why an activated virtual environment does not work: its interpreter is gone, the installation that it "
     "was "
     "copied from is gone, or it was made for another version of Python, so that its distributions are not "
     "seen.")
FACT("python.virtualenv_tool", STRING, CONTEXT, INFORMS, VIRTUALENV, "", "", "pyvenv.cfg",
     "What made the virtual environment: venv, virtualenv or uv.")
FACT("python/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     "*.dist-info/METADATA, *.egg-info; core metadata specification",
     "Version of each distribution that the Python which PATH starts can import, by its normalised "
     "name (PEP 503).")
FACT("python_installer/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "*.dist-info/INSTALLER; recording installed projects (PyPA), where detail is asked for",
     "What installed a distribution.")
FACT("python_origin/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "*.dist-info/direct_url.json; direct URL data structure (PyPA)",
     "Where a distribution came from that no index served, without user, password and query.")
FACT("python_pth/*", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     "*.pth in directories of distributions; site, the module",
     "What a file does to each start of this Python: it imports code (import), adds directories to "
     "sys.path (path), or both.")
FACT("python_shadowed/*", STRING, CONTEXT, INFORMS, VIRTUALENV, "", "", "*.dist-info/METADATA",
     "Versions of distributions that this Python does not import, because another stands before them "
     "on sys.path.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/python/python_kept.h"
#include "collect/runtimes/shims/shim.h"

static bool keep_patchlevel(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_field(line, "PYPY_VERSION PY_VERSION", out);
}

static bool keep_name_conda(struct view name)
{
    return view_ends(name, VIEW(".json")) || view_is(name, "pixi");
}

/* Folders of standard libraries. */
static bool keep_name_series(struct view name)
{
    return view_starts(name, VIEW("python")) || view_starts(name, VIEW("pypy"));
}

#define LAYER RUNTIMES
#define OWNER python
#define DECLARES "collect/runtimes/python/python.c"
#include "collect/declare.h"

#include "collect/runtimes/python/python.h"

static void add_variables(struct collect *c)
{
    envfp__collect_declared_variables(c);
    struct view path; /* which one it would start */
    enum envfp_reason hidden = source_variable(c->source, "PATH", &path);
    fact_gap(c, "python.*", hidden);
    envfp__python_unseen(c, hidden);
}

/* Whether an activated environment is the one whose Python PATH starts: a shell that lost its PATH, or a program
 * that was started by its full name, has the variable alone. */
static void add_activated(struct collect *c, const char *variable, const char *key, struct view prefix)
{
    struct view value, wanted, real;
    if (source_variable(c->source, variable, &value) != ENVFP_REASON_NONE || !view_starts(value, VIEW("/")))
        return;
    while (value.length > 1 && view_ends(value, VIEW("/")))
        value.length--;
    value = envfp__arena_copy(c->scratch, value);
    bool same = view_equal(value, prefix);
    if (!same && prefix.length &&
        source_resolve(c->source, c->scratch, value.text, &wanted) == ENVFP_REASON_NONE &&
        source_resolve(c->source, c->scratch, source_path(c->scratch, "", prefix, ""), &real) ==
            ENVFP_REASON_NONE)
        same = view_equal(wanted, real);
    fact_string(c, key, same ? VIEW("in force") : VIEW("elsewhere"));
}

static void add_details(struct collect *c, const struct python *python)
{
    struct source_stat stat;
    const char *start = source_path(c->scratch, "", python->prefix, "/lib/python");
    const char *path = source_path(c->scratch, start, python->series, "/EXTERNALLY-MANAGED");
    if (c->source->common->detail && python->venv.length == 0 &&
        source_stat(c->source, path, &stat) == ENVFP_REASON_NONE)
        fact_boolean(c, "python.externally_managed", true);
    if (python->flags.length)
        fact_string(c, "python.abi_flags", python->flags);
    if (python->release.length)
        fact_string(c, "python.implementation_version", python->release);
}

/* What tells the version could not be read: neither are the directories known, where the program's name does not say
 * of which series it is. */
static void version_unseen(struct collect *c, const struct python *python, enum envfp_reason reason)
{
    fact_gap(c, "python.version", reason);
    if (!envfp__python_names_series(python))
        envfp__python_unseen(c, reason);
}

void envfp__collect_python(struct collect *c)
{
    struct python python;
    enum envfp_reason gap;
    add_variables(c);
    struct troubles before = troubles_start(c);
    bool found = envfp__python_find(c, &python, &gap);
    enum envfp_reason trouble = troubles_end(c, before);
    if (gap == ENVFP_REASON_NONE)
        gap = trouble; /* it may be another one, or another environment's */
    if (!found || gap != ENVFP_REASON_NONE) {
        add_activated(c, "VIRTUAL_ENV", "python.variable.virtual_env", VIEW(""));
        add_activated(c, "CONDA_PREFIX", "python.variable.conda_prefix", VIEW(""));
        if (!found && gap == ENVFP_REASON_NONE)
            envfp__python_fault(c, NULL);
        bool unseen = source_is_failure(gap) && gap != ENVFP_REASON_MALFORMED;
        fact_gap(c, unseen ? "python.*" : "python.version", gap);
        if (gap != ENVFP_REASON_UNSUPPORTED) { /* of a project's files, too: whose packages is not known */
            fact_gap(c, "python/*", gap);
            fact_gap(c, "python_pth/*", gap);
        }
        if (!unseen && gap != ENVFP_REASON_UNSUPPORTED)
            fact_gap(c, "python.sitecustomize", gap);
        if (gap == ENVFP_REASON_NONE)
            envfp__python_distributions(c, NULL);
        return;
    }
    before = troubles_start(c);
    envfp__python_version(c, &python);
    trouble = troubles_end(c, before);
    fact_string(c, "python.path", source_fold(c->source, c->scratch, python.found));
    fact_string(c, "python.implementation", view_of(python.implementation));
    if (trouble != ENVFP_REASON_NONE)
        version_unseen(c, &python, trouble);
    else if (python.version.length)
        fact_string(c, "python.version", python.version);
    else
        fact_gap(c, "python.version", ENVFP_REASON_UNSUPPORTED);
    if (python.venv.length) {
        fact_boolean(c, "python.virtualenv", true);
        fact_string(c, "python.virtualenv_tool", view_of(python.venv_tool));
        if (python.system_site)
            fact_boolean(c, "python.system_site_packages", true);
    }
    add_details(c, &python);
    add_activated(c, "VIRTUAL_ENV", "python.variable.virtual_env", python.venv);
    add_activated(c, "CONDA_PREFIX", "python.variable.conda_prefix", python.prefix);
    envfp__python_fault(c, &python);
    envfp__python_distributions(c, &python);
}

#endif
