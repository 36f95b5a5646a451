/* SPDX-License-Identifier: MIT */
#include "collect/runtimes/python.h"

static void add_variables(struct collect *c)
{
    static const char *const rows[][2] = {
        {"PYTHONASYNCIODEBUG", "python.variable.asynciodebug"},
        {"PYTHONBREAKPOINT", "python.variable.breakpoint"},
        {"PYTHONCASEOK", "python.variable.caseok"},
        {"PYTHONCOERCECLOCALE", "python.variable.coerceclocale"},
        {"PYTHONDEBUG", "python.variable.debug"},
        {"PYTHONDEVMODE", "python.variable.devmode"},
        {"PYTHONDONTWRITEBYTECODE", "python.variable.dontwritebytecode"},
        {"PYTHONDUMPREFS", "python.variable.dumprefs"},
        {"PYTHONFAULTHANDLER", "python.variable.faulthandler"},
        {"PYTHONHASHSEED", "python.variable.hashseed"},
        {"PYTHONHOME", "python.variable.home"},
        {"PYTHONINSPECT", "python.variable.inspect"},
        {"PYTHONINTMAXSTRDIGITS", "python.variable.intmaxstrdigits"},
        {"PYTHONIOENCODING", "python.variable.ioencoding"},
        {"PYTHONMALLOC", "python.variable.malloc"},
        {"PYTHONMALLOCSTATS", "python.variable.mallocstats"},
        {"PYTHONNODEBUGRANGES", "python.variable.nodebugranges"},
        {"PYTHONNOUSERSITE", "python.variable.nousersite"},
        {"PYTHONOPTIMIZE", "python.variable.optimize"},
        {"PYTHONPATH", "python.variable.path"},
        {"PYTHONPERFSUPPORT", "python.variable.perfsupport"},
        {"PYTHONPLATLIBDIR", "python.variable.platlibdir"},
        {"PYTHONPROFILEIMPORTTIME", "python.variable.profileimporttime"},
        {"PYTHONPYCACHEPREFIX", "python.variable.pycacheprefix"},
        {"PYTHONSAFEPATH", "python.variable.safepath"},
        {"PYTHONSTARTUP", "python.variable.startup"},
        {"PYTHONTRACEMALLOC", "python.variable.tracemalloc"},
        {"PYTHONUNBUFFERED", "python.variable.unbuffered"},
        {"PYTHONUSERBASE", "python.variable.userbase"},
        {"PYTHONUTF8", "python.variable.utf8"},
        {"PYTHONVERBOSE", "python.variable.verbose"},
        {"PYTHONWARNDEFAULTENCODING", "python.variable.warndefaultencoding"},
        {"PYTHONWARNINGS", "python.variable.warnings"},
        {"PYTHON_BASIC_REPL", "python.variable.basic_repl"},
        {"PYTHON_COLORS", "python.variable.colors"},
        {"PYTHON_CONTEXT_AWARE_WARNINGS", "python.variable.context_aware_warnings"},
        {"PYTHON_CPU_COUNT", "python.variable.cpu_count"},
        {"PYTHON_DISABLE_REMOTE_DEBUG", "python.variable.disable_remote_debug"},
        {"PYTHON_FROZEN_MODULES", "python.variable.frozen_modules"},
        {"PYTHON_GIL", "python.variable.gil"},
        {"PYTHON_HISTORY", "python.variable.history"},
        {"PYTHON_JIT", "python.variable.jit"},
        {"PYTHON_LAZY_IMPORTS", "python.variable.lazy_imports"},
        {"PYTHON_PERF_JIT_SUPPORT", "python.variable.perf_jit_support"},
        {"PYTHON_PRESITE", "python.variable.presite"},
        {"PYTHON_THREAD_INHERIT_CONTEXT", "python.variable.thread_inherit_context"},
        {"PYTHON_TLBC", "python.variable.tlbc"},
    };
    envfp__collect_variables(c, rows, sizeof rows / sizeof *rows);
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

void envfp__collect_python(struct collect *c)
{
    struct python python;
    enum envfp_reason gap;
    add_variables(c);
    if (!envfp__python_find(c, &python, &gap)) {
        add_activated(c, "VIRTUAL_ENV", "python.variable.virtual_env", VIEW(""));
        add_activated(c, "CONDA_PREFIX", "python.variable.conda_prefix", VIEW(""));
        bool unseen = gap == ENVFP_REASON_BUSY || gap == ENVFP_REASON_REMOTE;
        fact_gap(c, unseen ? "python.*" : "python.version", gap);
        if (gap != ENVFP_REASON_UNSUPPORTED) /* of a project's files, too: whose packages is not known */
            envfp__python_unseen(c, gap);
        if (gap == ENVFP_REASON_NONE)
            envfp__python_distributions(c, NULL);
        return;
    }
    envfp__python_version(c, &python);
    fact_string(c, "python.path", source_fold(c->source, c->scratch, python.found));
    fact_string(c, "python.implementation", view_of(python.implementation));
    if (python.version.length)
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
    envfp__python_distributions(c, &python);
}
