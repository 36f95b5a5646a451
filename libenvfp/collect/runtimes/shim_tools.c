/* SPDX-License-Identifier: MIT */
/* Managers of any language: asdf, mise, and Volta, which manages JavaScript's. */
#include "collect/runtimes/shim_parts.h"

#define VERSIONS_MOST 16

/* Where the program lies below its version's directory. */
static bool find_below(struct collect *c, const char *version, struct view program, const char **path)
{
    static const char *const folders[] = {"/bin/", "/go/bin/", "/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        *path = envfp__shim_join(c, version, folders[i], program, "");
        if (envfp__shim_is_program(c, *path))
            return true;
    }
    return false;
}

/* The first of the versions that is installed: by name, or the newest that the name begins. */
static enum shim find_installed(struct collect *c, const char *installs, struct view versions,
                                struct view program, const char **path)
{
    struct view version;
    for (unsigned i = 0; i < VERSIONS_MOST && view_cut_word(&versions, &version); i++) {
        if (view_is(version, "system"))
            return SHIM_PASSES;
        if (!envfp__shim_is_plain(version))
            return SHIM_UNTOLD; /* "path:/...", "ref:..." */
        if (find_below(c, envfp__shim_join(c, installs, "/", version, ""), program, path))
            return SHIM_FOLLOWED;
        version = envfp__versions_newest(c, installs, version);
        if (version.length && find_below(c, envfp__shim_join(c, installs, "/", version, ""), program, path))
            return SHIM_FOLLOWED;
    }
    return SHIM_UNTOLD;
}

/* "nodejs 20.11.1 system" in the person's own .tool-versions. */
static struct view read_tool_versions(struct collect *c, const char *tool, const char *alias)
{
    struct view text, line, name, home = envfp__shim_variable(c, "HOME");
    if (!view_starts(home, VIEW("/")) ||
        source_read(c->source, source_path(c->scratch, "", home, "/.tool-versions"), &text) !=
            ENVFP_REASON_NONE)
        return VIEW("");
    while (view_cut(&text, '\n', &line)) {
        line = view_take(line, view_find_byte(line, '#'));
        if (view_cut_word(&line, &name) && (view_is(name, tool) || (alias && view_is(name, alias))))
            return envfp__arena_copy(c->scratch, view_trim(line));
    }
    return VIEW("");
}

enum shim envfp__shim_asdf(struct collect *c, const struct tool *tool, const char *shim, const char **path)
{
    struct view root = envfp__shim_root(c, "ASDF_DATA_DIR", shim);
    struct view versions = envfp__shim_variable(c, tool->asdf_variable);
    if (versions.length == 0)
        versions = envfp__shim_local_asdf(c, tool);
    if (versions.length == 0)
        versions = read_tool_versions(c, tool->asdf, NULL);
    const char *installs = source_path(c->scratch, "", root, "/installs/");
    return find_installed(c, envfp__shim_join(c, installs, "", view_of(tool->asdf), ""), versions,
                          envfp__path_base(view_of(shim)), path);
}

/* The quoted words of a value in TOML: "20", ["3.12", "3.11"], { version = "20" }. */
static struct view read_value(struct collect *c, struct view value)
{
    struct text words = {.arena = c->scratch};
    struct view piece;
    for (bool inside = false; view_cut(&value, '"', &piece); inside = !inside) {
        if (!inside)
            continue;
        envfp__text_add(&words, piece);
        envfp__text_add_byte(&words, ' ');
    }
    return envfp__text_view(&words);
}

/* A tool's line in the table [tools] of mise's global file. */
static struct view read_mise_file(struct collect *c, const struct tool *tool)
{
    struct view text, line, name, value, home = envfp__shim_variable(c, "HOME");
    struct view config = envfp__shim_variable(c, "XDG_CONFIG_HOME");
    bool tools = false;
    if (!view_starts(home, VIEW("/")))
        return VIEW("");
    const char *file = view_starts(config, VIEW("/"))
                           ? source_path(c->scratch, "", config, "/mise/config.toml")
                           : source_path(c->scratch, "", home, "/.config/mise/config.toml");
    if (source_read(c->source, file, &text) != ENVFP_REASON_NONE)
        return VIEW("");
    while (view_cut(&text, '\n', &line)) {
        line = view_trim(view_take(line, view_find_byte(line, '#')));
        if (view_starts(line, VIEW("[")))
            tools = view_is(line, "[tools]");
        else if (tools && view_split(line, '=', &name, &value) &&
                 (view_is(name, tool->mise) || (tool->asdf && view_is(name, tool->asdf))))
            return read_value(c, value);
    }
    return VIEW("");
}

enum shim envfp__shim_mise(struct collect *c, const struct tool *tool, const char *shim, const char **path)
{
    struct view root = envfp__shim_root(c, "MISE_DATA_DIR", shim);
    struct view versions = envfp__shim_variable(c, tool->mise_variable);
    if (versions.length == 0)
        versions = envfp__shim_local_mise(c, tool);
    if (versions.length == 0)
        versions = read_mise_file(c, tool);
    if (versions.length == 0)
        versions = read_tool_versions(c, tool->mise, tool->asdf);
    const char *installs = source_path(c->scratch, "", root, "/installs/");
    return find_installed(c, envfp__shim_join(c, installs, "", view_of(tool->mise), ""), versions,
                          envfp__path_base(view_of(shim)), path);
}

/* {"node":{"runtime":"20.11.1","npm":null},"yarn":null}: the person's default. */
enum shim envfp__shim_volta(struct collect *c, const char *shim, const char **path)
{
    struct view text, piece, root = envfp__shim_root(c, "VOLTA_HOME", shim);
    struct view program = envfp__path_base(view_of(shim));
    const char *images = source_path(c->scratch, "", root, "/tools/image/node");
    struct view local = view_is(program, "node") ? envfp__shim_local_volta(c) : VIEW("");
    if (local.length)
        return find_installed(c, images, local, program, path);
    if (!view_is(program, "node") ||
        source_read(c->source, source_path(c->scratch, "", root, "/tools/user/platform.json"), &text) !=
            ENVFP_REASON_NONE)
        return SHIM_UNTOLD;
    size_t at = envfp__view_find(text, VIEW("\"runtime\""));
    if (at == SIZE_MAX)
        return SHIM_UNTOLD;
    text = view_skip(text, at + 9);
    if (!view_cut(&text, '"', &piece) || !view_is(view_trim(piece), ":") || !view_cut(&text, '"', &piece))
        return SHIM_UNTOLD;
    return find_installed(c, images, envfp__arena_copy(c->scratch, piece), program, path);
}
