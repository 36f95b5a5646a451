/* SPDX-License-Identifier: MIT */
/* What keeps an activated virtual environment from working. */
#include "base/version_compare.h"
#include "collect/runtimes/python/python.h"
#include "collect/runtimes/runtime.h"
#include "source/keep_parts.h"

#define ENVIRONMENTS_MOST 64

static const char key[] = "python.virtualenv_fault";

/* Asks without leaving a trouble behind: whatever failed is a gap of this fact alone. */
static enum envfp_reason look(struct collect *c, struct view prefix, const char *leaf)
{
    struct source_stat stat;
    struct troubles before = troubles_start(c);
    enum envfp_reason reason = source_stat(c->source, source_path(c->scratch, "", prefix, leaf), &stat);
    (void)troubles_end(c, before);
    if (source_is_failure(reason))
        fact_gap(c, key, reason);
    return reason;
}

/* Links that lead nowhere count as absent. */
static bool is_without_interpreter(struct collect *c, struct view prefix)
{
    return look(c, prefix, "/bin/python3") == ENVFP_REASON_ABSENT &&
           look(c, prefix, "/bin/python") == ENVFP_REASON_ABSENT;
}

static bool is_variable_gone(struct collect *c, const struct python *python)
{
    struct view prefix;
    if (source_variable(c->source, "VIRTUAL_ENV", &prefix) != ENVFP_REASON_NONE ||
        !view_starts(prefix, VIEW("/")))
        return false;
    while (prefix.length > 1 && view_ends(prefix, VIEW("/")))
        prefix.length--;
    prefix = envfp__arena_copy(c->scratch, prefix);
    return !(python && view_equal(python->venv, prefix)) && runtime_may_see(prefix) &&
           is_without_interpreter(c, prefix);
}

static bool is_on_path(struct view rest, struct view wanted)
{
    struct view directory;
    while (view_cut(&rest, ':', &directory))
        if (view_equal(directory, wanted))
            return true;
    return false;
}

/* An environment's directory of programs that PATH has before the Python that it starts: images set PATH alone. What a
 * version manager's shim leads to stands nowhere on PATH. */
static bool is_path_gone(struct collect *c, const struct python *python)
{
    struct view rest = envfp__program_search(c).rest, directory;
    struct view last = python ? envfp__path_directory(python->found) : VIEW("");
    if (python && !is_on_path(rest, last))
        return false;
    for (unsigned i = 0; i < ENVIRONMENTS_MOST && view_cut(&rest, ':', &directory); i++) {
        struct view prefix = envfp__path_directory(directory);
        if (python && view_equal(directory, last))
            return false;
        if (view_starts(directory, VIEW("/")) && view_is(envfp__path_base(directory), "bin") &&
            !view_starts(directory, VIEW("/usr/")) && !view_is(prefix, "/") && runtime_may_see(directory) &&
            look(c, prefix, "/pyvenv.cfg") == ENVFP_REASON_NONE && is_without_interpreter(c, prefix))
            return true;
    }
    return false;
}

/* "3.11" of "3.11.7" and "3.13t". */
static struct view plain_series(struct view version)
{
    version = envfp__version_start(version, 2);
    while (view_ends(version, VIEW("t")))
        version.length--;
    return version;
}

void envfp__python_fault(struct collect *c, const struct python *python)
{
    if (is_variable_gone(c, python) || is_path_gone(c, python)) {
        fact_string(c, key, VIEW("interpreter gone"));
        return;
    }
    if (!python || python->venv.length == 0)
        return;
    struct view made = plain_series(python->venv_version), runs = plain_series(python->series);
    bool copied = view_equal(envfp__python_own_prefix(python), python->venv) &&
                  view_starts(python->venv_home, VIEW("/")) && runtime_may_see(python->venv_home);
    if (copied && look(c, python->venv_home, "") == ENVFP_REASON_ABSENT)
        fact_string(c, key, VIEW("installation gone"));
    else if (envfp__keep_is_release(made) && runs.length && !view_equal(made, runs))
        fact_string(c, key,
                    envfp__arena_join(c->scratch,
                                      (struct view[]){VIEW("made for "), made, VIEW(", not for "), runs}, 4));
}
