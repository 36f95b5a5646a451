/* SPDX-License-Identifier: MIT */
/* Erlang: releases/N/OTP_VERSION, as "System principles: OTP version" has it; Elixir: its application file. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("$PREFIX/releases/start_erl.data", release_line)
LINES("$PREFIX/releases/*/OTP_VERSION", release_line)
LINES("$PREFIX/lib/elixir/ebin/elixir.app", elixir)
PROGRAM("$PATH/{elixir,erl}", shim)

VARIABLE("ASDF_ELIXIR_VERSION", WORD)
VARIABLE("ASDF_ERLANG_VERSION", WORD)
VARIABLE("ERL_FLAGS", PRESENCE)
VARIABLE("ERL_LIBS", PATHS)
VARIABLE("MISE_ELIXIR_VERSION", WORD)
VARIABLE("MISE_ERLANG_VERSION", WORD)

LANGUAGE(elixir, "Elixir", "elixir", "elixir", "elixir", "", "", 0, SEMVER)
LANGUAGE(erlang, "Erlang", "erl", "erlang", "erlang", "", "", 0, NUMBERS)

FACT("elixir.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which elixir PATH starts.")
FACT("elixir.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "lib/elixir/ebin/elixir.app",
     "Version of the Elixir that PATH starts.")
FACT("erlang.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which erl PATH starts.")
FACT("erlang.variable.flags", STRING, HASHED, ALTERS, VARIABLES, "", "$ERL_FLAGS", "erl(1)",
     "Whether options are added to each start of Erlang; their text is not shown.")
FACT("erlang.variable.libs", STRING, HASHED, BREAKS, VARIABLES, "", "$ERL_LIBS", "code(3erl)",
     "Directories of further applications, in order.")
FACT("erlang.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "",
     "releases/start_erl.data, releases/N/OTP_VERSION; Erlang/OTP system principles",
     "Version of the Erlang/OTP that PATH starts.")

#else
#include "base/version.h"
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

static bool keep_elixir(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_mark(line, "{vsn,\"", out);
}

#define LAYER RUNTIMES
#define OWNER erlang
#define DECLARES "collect/runtimes/languages/erlang.c"
#include "collect/declare.h"

static struct view otp_version(struct collect *c, struct view root)
{
    /* "13.1.5 25": the run-time system's version, and that of the release in force */
    const char *start = source_path(c->scratch, "", root, "/releases/");
    struct view line = envfp__runtime_line(c, source_path(c->scratch, start, VIEW("start_erl.data"), ""));
    struct view machine, release, version;
    if (!view_cut_word(&line, &machine) || !view_cut_word(&line, &release))
        return VIEW("");
    version = envfp__version_is_component(release)
                  ? envfp__runtime_line(c, source_path(c->scratch, start, release, "/OTP_VERSION"))
                  : VIEW("");
    while (view_ends(version, VIEW("*"))) /* "patched": some applications are newer */
        version.length--;
    return version.length ? version : release;
}

static void add_erlang(struct collect *c)
{
    struct runtime erlang;
    if (!envfp__language_find(c, DECLARED_LANGUAGE(erlang), &erlang))
        return;
    envfp__collect_declared_variables(c);
    struct view version = otp_version(c, erlang.prefix);
    if (version.length == 0)
        version = otp_version(c, view_of(source_path(c->scratch, "", erlang.prefix, "/lib/erlang")));
    envfp__runtime_version(c, "erlang.version", version);
    envfp__runtime_end(c, "erlang.*", NULL);
}

static struct view elixir_version(struct collect *c, struct view root)
{
    return envfp__runtime_mark(c, source_path(c->scratch, "", root, "/lib/elixir/ebin/elixir.app"),
                               "{vsn,\"");
}

void envfp__collect_erlang(struct collect *c)
{
    struct runtime elixir;
    if (envfp__language_find(c, DECLARED_LANGUAGE(elixir), &elixir)) {
        struct view version = elixir_version(c, elixir.prefix);
        if (version.length == 0)
            version = elixir_version(c, view_of(source_path(c->scratch, "", elixir.prefix, "/lib/elixir")));
        envfp__runtime_version(c, "elixir.version", version);
        envfp__runtime_end(c, "elixir.*", NULL);
    }
    add_erlang(c);
}

#endif
