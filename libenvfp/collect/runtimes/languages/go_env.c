/* SPDX-License-Identifier: MIT */
/*
 * What go is told: variables, else the file that `go env -w` writes, else go.env in the toolchain's root. A variable that
 * is empty counts as none.
 */
#ifdef DECLARING

TEXT("$GOENV/{env,.goenv,goenv,go-env,go.env,go_env}", go_env)

VARIABLE("CC", PLAIN)
VARIABLE("CGO_CFLAGS", PRESENCE)
VARIABLE("CGO_ENABLED", PLAIN)
VARIABLE("CGO_LDFLAGS", PRESENCE)
VARIABLE("CXX", PLAIN)
VARIABLE("GO111MODULE", PLAIN)
VARIABLE("GO386", PLAIN)
VARIABLE("GOAMD64", PLAIN)
VARIABLE("GOARCH", PLAIN)
VARIABLE("GOARM", PLAIN)
VARIABLE("GOARM64", PLAIN)
VARIABLE("GODEBUG", PLAIN)
VARIABLE("GOENV", PATHS)
VARIABLE("GOEXPERIMENT", PLAIN)
VARIABLE("GOFIPS140", PLAIN)
VARIABLE("GOFLAGS", FLAGS)
VARIABLE("GOINSECURE", PRESENCE)
VARIABLE("GOMIPS", PLAIN)
VARIABLE("GONOPROXY", PRESENCE)
VARIABLE("GONOSUMDB", PRESENCE)
VARIABLE("GOOS", PLAIN)
VARIABLE("GOPPC64", PLAIN)
VARIABLE("GOPRIVATE", PRESENCE)
VARIABLE("GOPROXY", FLAGS)
VARIABLE("GORISCV64", PLAIN)
VARIABLE("GOSUMDB", FLAGS)
VARIABLE("GOTOOLCHAIN", WORD)
VARIABLE("GOVCS", PRESENCE)
VARIABLE("GOWORK", PRESENCE)

#else
#include "collect/runtimes/languages/go_env.h"

#define ROW(name, form)                                                                                      \
    {                                                                                                        \
        name, VARIABLE_##form                                                                                \
    }
static const struct setting list[] = {ROW("CC", PLAIN),           ROW("CGO_CFLAGS", PRESENCE),
                                      ROW("CGO_ENABLED", PLAIN),  ROW("CGO_LDFLAGS", PRESENCE),
                                      ROW("CXX", PLAIN),          ROW("GO111MODULE", PLAIN),
                                      ROW("GO386", PLAIN),        ROW("GOAMD64", PLAIN),
                                      ROW("GOARCH", PLAIN),       ROW("GOARM", PLAIN),
                                      ROW("GOARM64", PLAIN),      ROW("GODEBUG", PLAIN),
                                      ROW("GOEXPERIMENT", PLAIN), ROW("GOFIPS140", PLAIN),
                                      ROW("GOFLAGS", FLAGS),      ROW("GOINSECURE", PRESENCE),
                                      ROW("GOMIPS", PLAIN),       ROW("GONOPROXY", PRESENCE),
                                      ROW("GONOSUMDB", PRESENCE), ROW("GOOS", PLAIN),
                                      ROW("GOPPC64", PLAIN),      ROW("GOPRIVATE", PRESENCE),
                                      ROW("GOPROXY", FLAGS),      ROW("GORISCV64", PLAIN),
                                      ROW("GOSUMDB", FLAGS),      ROW("GOTOOLCHAIN", WORD),
                                      ROW("GOVCS", PRESENCE),     ROW("GOWORK", PRESENCE)};
#undef ROW

static bool keep_go_env(const struct source *source, struct view text, struct text *out)
{
    return envfp__settings_keep(source, SETTINGS_OF(list), SETTINGS_ENVIRONMENT, text, out);
}

#define LAYER RUNTIMES
#define OWNER go_env
#define DECLARES "collect/runtimes/languages/go_env.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"

/* $GOENV, else that of the user's settings; NULL where there is none, or it is switched off. */
static const char *user_file(struct collect *c)
{
    struct view path;
    if (source_variable(c->source, "GOENV", &path) == ENVFP_REASON_NONE && path.length)
        return view_starts(path, VIEW("/")) ? source_path(c->scratch, "", path, "") : NULL;
    const char *folder = envfp__runtime_directory(c, "XDG_CONFIG_HOME", "/.config");
    return folder ? source_path(c->scratch, folder, VIEW("/go/env"), "") : NULL;
}

enum envfp_reason envfp__go_settings(struct collect *c, struct view prefix, struct settings *settings)
{
    enum envfp_reason reason = ENVFP_REASON_NONE, last;
    struct view value;
    *settings = (struct settings){.c = c, .list = list, .count = sizeof list / sizeof *list};
    for (size_t i = 0; i < sizeof list / sizeof *list && reason == ENVFP_REASON_NONE; i++) {
        reason = source_variable(c->source, list[i].key, &value);
        if (reason == ENVFP_REASON_NONE)
            envfp__settings_take(settings, view_of(list[i].key), value);
        reason = reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
    }
    const char *path = user_file(c);
    if (path && reason == ENVFP_REASON_NONE)
        reason = envfp__settings_file(settings, SETTINGS_ENVIRONMENT, path);
    last =
        envfp__settings_file(settings, SETTINGS_ENVIRONMENT, source_path(c->scratch, "", prefix, "/go.env"));
    return reason != ENVFP_REASON_NONE ? reason : last;
}

#endif
