/* SPDX-License-Identifier: MIT */
#include "collect/runtimes/python.h"

static void add_variables(struct collect *c)
{
    static const char *const rows[][2] = {
        {"PYTHONDONTWRITEBYTECODE", "python.variable.dontwritebytecode"},
        {"PYTHONHASHSEED", "python.variable.hashseed"},
        {"PYTHONHOME", "python.variable.home"},
        {"PYTHONIOENCODING", "python.variable.ioencoding"},
        {"PYTHONMALLOC", "python.variable.malloc"},
        {"PYTHONNOUSERSITE", "python.variable.nousersite"},
        {"PYTHONOPTIMIZE", "python.variable.optimize"},
        {"PYTHONPATH", "python.variable.path"},
        {"PYTHONUNBUFFERED", "python.variable.unbuffered"},
        {"PYTHONUTF8", "python.variable.utf8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view value;
        enum envfp_reason reason = source_variable_shown(c->source, c->scratch, rows[i][0], &value);
        if (reason == ENVFP_REASON_NONE && value.length)
            fact_string(c, rows[i][1], value);
        else
            fact_gap(c, rows[i][1], reason);
    }
    struct view path; /* which one it would start */
    enum envfp_reason hidden = source_variable(c->source, "PATH", &path);
    fact_gap(c, "python.*", hidden);
    fact_gap(c, "python/*", hidden);
}

void envfp__collect_python(struct collect *c)
{
    struct python python;
    enum envfp_reason gap;
    add_variables(c);
    if (!envfp__python_find(c, &python, &gap)) {
        fact_gap(c, gap == ENVFP_REASON_UNSUPPORTED ? "python.version" : "python.*", gap);
        if (gap == ENVFP_REASON_BUSY)
            fact_gap(c, "python/*", gap);
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
    envfp__python_distributions(c, &python);
}
