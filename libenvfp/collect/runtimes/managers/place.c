/* SPDX-License-Identifier: MIT */
/* Where version managers keep the versions that they hold. */
#ifdef DECLARING

NAMES("$ROOT/versions/", all)
NAMES("$ROOT/installs/*/", all)
NAMES("$VOLTA_HOME/tools/image/node/", all)

VARIABLE("ASDF_DATA_DIR", PATHS)
VARIABLE("CARGO_HOME", PATHS)
VARIABLE("GOENV_ROOT", PATHS)
VARIABLE("HOME", PATHS)
VARIABLE("JENV_ROOT", PATHS)
VARIABLE("LUAENV_ROOT", PATHS)
VARIABLE("MISE_DATA_DIR", PATHS)
VARIABLE("NODENV_ROOT", PATHS)
VARIABLE("PHPENV_ROOT", PATHS)
VARIABLE("PLENV_ROOT", PATHS)
VARIABLE("PYENV_ROOT", PATHS)
VARIABLE("RBENV_ROOT", PATHS)
VARIABLE("RUSTUP_HOME", PATHS)
VARIABLE("VOLTA_HOME", PATHS)
VARIABLE("XDG_CACHE_HOME", PATHS)
VARIABLE("XDG_DATA_HOME", PATHS)

#else
#define LAYER RUNTIMES
#define OWNER manager_places
#define DECLARES "collect/runtimes/managers/place.c"
#include "collect/declare.h"

#include "collect/runtimes/managers/place.h"

static struct view absolute(struct collect *c, const char *variable)
{
    struct view value;
    if (!variable || source_variable(c->source, variable, &value) != ENVFP_REASON_NONE ||
        !view_starts(value, VIEW("/")))
        return VIEW("");
    return envfp__arena_copy(c->scratch, value);
}

const char *envfp__manager_directory(struct collect *c, const struct place *place)
{
    static const struct {
        const char *variable, *below;
    } bases[] = {[BASE_HOME] = {NULL, "/"},
                 [BASE_DATA] = {"XDG_DATA_HOME", "/.local/share/"},
                 [BASE_CACHE] = {"XDG_CACHE_HOME", "/.cache/"},
                 [BASE_ROOT] = {NULL, "/"}};
    struct view own = absolute(c, place->variable), home = absolute(c, "HOME");
    if (own.length)
        return source_path(c->scratch, "", own, place->below);
    if (place->base == BASE_ROOT)
        return place->usual;
    struct view base = absolute(c, bases[place->base].variable);
    if (base.length)
        return source_path(c->scratch, source_path(c->scratch, "", base, "/"), view_of(place->usual), "");
    if (home.length == 0)
        return NULL;
    const char *start = source_path(c->scratch, "", home, bases[place->base].below);
    return source_path(c->scratch, start, view_of(place->usual), "");
}

#endif
