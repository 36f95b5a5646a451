/* SPDX-License-Identifier: MIT */
/* Lua and LuaJIT: what they say of themselves stands among their constants, or in the library they are a shell of. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

TAKEN("$PREFIX/{lib,lib64}/liblua*.so")
PROGRAM("$PATH/lua*", shim)

VARIABLE("ASDF_LUA_VERSION", WORD)
VARIABLE("LUA_CPATH", PRESENCE)
VARIABLE("LUA_INIT", PRESENCE)
VARIABLE("LUA_PATH", PRESENCE)
VARIABLE("MISE_LUA_VERSION", WORD)

LANGUAGE(lua, "Lua", "lua", "lua", "lua", "", "", 0, NUMBERS)
LANGUAGE(luajit, "LuaJIT", "luajit", "", "", "", "", 0, WORDS)

FACT("lua.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which lua PATH starts.")
FACT("lua.variable.cpath", STRING, HASHED, BREAKS, VARIABLES, "", "$LUA_CPATH", "lua(1)",
     "Whether the places of native modules are set; their text is not shown.")
FACT("lua.variable.init", STRING, HASHED, ALTERS, VARIABLES, "", "$LUA_INIT", "lua(1)",
     "Whether code runs at each start of Lua; it is not shown.")
FACT("lua.variable.path", STRING, HASHED, BREAKS, VARIABLES, "", "$LUA_PATH", "lua(1)",
     "Whether the places of modules are set; their text is not shown.")
FACT("lua.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "the constant $LuaVersion",
     "Version of the Lua that PATH starts.")
FACT("luajit.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which luajit PATH starts.")
FACT("luajit.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "constants of the program",
     "Version of the LuaJIT that PATH starts.")

#else
#include "collect/runtimes/runtime.h"

#define LAYER RUNTIMES
#define OWNER lua
#define DECLARES "collect/runtimes/languages/lua.c"
#include "collect/declare.h"

static struct view library_version(struct collect *c, const struct runtime *lua)
{
    static const char *const directories[] = {"/lib/liblua", "/lib64/liblua"};
    struct view series = envfp__runtime_number(view_skip(envfp__path_base(lua->resolved), 3));
    struct view version = VIEW("");
    for (size_t i = 0; i < 2 && version.length == 0 && series.length; i++) {
        const char *start = source_path(c->scratch, "", lua->prefix, directories[i]);
        const struct view names[] = {VIEW("-"), series, VIEW(".so")};
        struct view name = envfp__arena_join(c->scratch, names, 3);
        version = envfp__runtime_constant(c, source_path(c->scratch, start, name, ""), "$LuaVersion: Lua ");
        if (version.length == 0)
            version = envfp__runtime_constant(c, source_path(c->scratch, start, view_skip(name, 1), ""),
                                              "$LuaVersion: Lua ");
    }
    return version;
}

void envfp__collect_lua(struct collect *c)
{
    struct runtime lua, jit;
    bool found = envfp__language_find(c, DECLARED_LANGUAGE(lua), &lua);
    if (found) {
        struct view version = envfp__runtime_constant(c, lua.resolved.text, "$LuaVersion: Lua ");
        envfp__runtime_version(c, "lua.version", version.length ? version : library_version(c, &lua));
        envfp__runtime_end(c, "lua.*", NULL);
    }
    if (envfp__language_find(c, DECLARED_LANGUAGE(luajit), &jit)) {
        envfp__runtime_version(c, "luajit.version", envfp__runtime_constant(c, jit.resolved.text, "LuaJIT "));
        envfp__runtime_end(c, "luajit.*", NULL);
        found = true;
    }
    if (found)
        envfp__collect_declared_variables(c);
}

#endif
