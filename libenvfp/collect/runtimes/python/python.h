/* SPDX-License-Identifier: MIT */
/* The Python that PATH would start: found here, then asked for its version and distributions. */
#ifndef ENVFP_COLLECT_RUNTIMES_PYTHON_PYTHON_H
#define ENVFP_COLLECT_RUNTIMES_PYTHON_PYTHON_H

#include "collect/program.h"

struct python {
    struct view found;    /* the executable on PATH, behind shims */
    struct view resolved; /* without links */
    struct view prefix;   /* of the installation */
    struct view series;   /* "3.11", "3.13t": names its directories */
    struct view version;  /* "3.11.7"; empty where it cannot be told */
    struct view flags;    /* of the ABI: "t" without the global lock, "d" for debugging */
    struct view release;  /* of the implementation, where that has versions of its own */
    const char *implementation;
    bool pypy;
    struct view venv;         /* prefix of the virtual environment, or empty */
    struct view venv_home;    /* pyvenv.cfg: where the installation's programs are */
    struct view venv_version; /* pyvenv.cfg: of the Python that it was made with */
    const char *venv_tool;
    bool system_site; /* the environment sees the installation's distributions too */
};

/* False where PATH starts no Python. `gap`: it starts something that cannot be followed. */
bool envfp__python_find(struct collect *collect, struct python *python, enum envfp_reason *gap);

/* Two directories above the executable, behind links. */
struct view envfp__python_own_prefix(const struct python *python);

/* Fill `series` and `version`. */
void envfp__python_version(struct collect *collect, struct python *python);

/* Add what keeps an activated environment from working. `python` NULL: PATH starts none. */
void envfp__python_fault(struct collect *collect, const struct python *python);

/* Whether the program's name tells the series: python3.11. */
bool envfp__python_names_series(const struct python *python);

/* python/NAME of every directory that this Python imports from, conda/NAME of its prefix. `python` NULL:
 * of the usual directories (images whose PATH is not known). */
void envfp__python_distributions(struct collect *collect, const struct python *python);

/* Say that what may be installed, or lead to more, was not seen. */
void envfp__python_unseen(struct collect *collect, enum envfp_reason reason);

#endif
