/* SPDX-License-Identifier: MIT */
/* Managers of any language: asdf, mise, and Volta, which manages JavaScript's. */
#include "base/json.h"
#include "collect/runtimes/shims/shim_parts.h"

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
static enum shim find_installed(struct collect *c, const char *installs, const struct asked *asked,
                                struct view program, const char **path, enum envfp_reason *gap)
{
    struct view version, versions = asked->words;
    *gap = asked->reason;
    for (unsigned i = 0; i < VERSIONS_MOST && view_cut_word(&versions, &version); i++) {
        if (view_is(version, "system"))
            return SHIM_PASSES;
        bool fits = envfp__shim_may_be_looked_for(asked, version);
        if (fits && find_below(c, envfp__shim_join(c, installs, "/", version, ""), program, path))
            return SHIM_FOLLOWED;
        if (envfp__shim_is_nonsense(asked, version))
            *gap = ENVFP_REASON_MALFORMED;
        if (!fits || *gap != ENVFP_REASON_NONE)
            return SHIM_UNTOLD; /* "path:/...", "ref:..." */
        version = envfp__versions_newest(c, installs, version);
        if (version.length && find_below(c, envfp__shim_join(c, installs, "/", version, ""), program, path))
            return SHIM_FOLLOWED;
    }
    return SHIM_UNTOLD;
}

/* "nodejs 20.11.1 system" in the person's own .tool-versions. */
static struct view read_tool_versions(struct collect *c, const char *name, const char *alias)
{
    struct view text, line, word, home = envfp__shim_variable(c, "HOME");
    if (!view_starts(home, VIEW("/")) ||
        source_read(c->source, source_path(c->scratch, "", home, "/.tool-versions"), &text) !=
            ENVFP_REASON_NONE)
        return VIEW("");
    while (view_cut(&text, '\n', &line)) {
        line = view_take(line, view_find_byte(line, '#'));
        if (view_cut_word(&line, &word) && (view_is(word, name) || (alias && view_is(word, alias))))
            return envfp__arena_copy(c->scratch, view_trim(line));
    }
    return VIEW("");
}

enum shim envfp__shim_asdf(struct collect *c, const struct envfp_language *language, const char *shim,
                           const char **path, enum envfp_reason *gap)
{
    const char *name = language_text(language, language->asdf);
    const char *variable = envfp__shim_variable_name(c->scratch, "ASDF_", name, "_VERSION");
    struct view root = envfp__shim_root(c, "ASDF_DATA_DIR", shim);
    struct asked asked = {.words = envfp__shim_variable(c, variable)};
    if (asked.words.length == 0)
        asked = envfp__shim_local_asdf(c, language);
    if (asked.words.length == 0 && asked.reason == ENVFP_REASON_NONE)
        asked = (struct asked){.words = read_tool_versions(c, name, NULL)};
    const char *installs = source_path(c->scratch, "", root, "/installs/");
    return find_installed(c, envfp__shim_join(c, installs, "", view_of(name), ""), &asked,
                          envfp__path_base(view_of(shim)), path, gap);
}

/* The person's own file of mise's. */
static struct view read_mise_file(struct collect *c, const struct envfp_language *language)
{
    struct view text, home = envfp__shim_variable(c, "HOME");
    struct view config = envfp__shim_variable(c, "XDG_CONFIG_HOME");
    bool broken;
    if (!view_starts(home, VIEW("/")))
        return VIEW("");
    const char *file = view_starts(config, VIEW("/"))
                           ? source_path(c->scratch, "", config, "/mise/config.toml")
                           : source_path(c->scratch, "", home, "/.config/mise/config.toml");
    if (source_read(c->source, file, &text) != ENVFP_REASON_NONE)
        return VIEW("");
    return envfp__shim_take_mise(c, language, text, &broken);
}

enum shim envfp__shim_mise(struct collect *c, const struct envfp_language *language, const char *shim,
                           const char **path, enum envfp_reason *gap)
{
    const char *name = language_text(language, language->mise);
    const char *variable = envfp__shim_variable_name(c->scratch, "MISE_", name, "_VERSION");
    struct view root = envfp__shim_root(c, "MISE_DATA_DIR", shim);
    struct asked asked = {.words = envfp__shim_variable(c, variable)};
    if (asked.words.length == 0)
        asked = envfp__shim_local_mise(c, language);
    if (asked.words.length == 0 && asked.reason == ENVFP_REASON_NONE)
        asked = (struct asked){.words = read_mise_file(c, language)};
    if (asked.words.length == 0 && asked.reason == ENVFP_REASON_NONE)
        asked = (struct asked){.words = read_tool_versions(c, name, language_text(language, language->asdf))};
    const char *installs = source_path(c->scratch, "", root, "/installs/");
    return find_installed(c, envfp__shim_join(c, installs, "", view_of(name), ""), &asked,
                          envfp__path_base(view_of(shim)), path, gap);
}

/* {"node":{"runtime":"20.11.1","npm":null},"yarn":null}: the person's default. */
enum shim envfp__shim_volta(struct collect *c, const char *shim, const char **path, enum envfp_reason *gap)
{
    struct json_wanted wanted = {"node/runtime", JSON_STRING, VIEW("")};
    struct view text, root = envfp__shim_root(c, "VOLTA_HOME", shim);
    struct view program = envfp__path_base(view_of(shim));
    const char *images = source_path(c->scratch, "", root, "/tools/image/node");
    struct asked asked = {.words = VIEW("")};
    if (view_is(program, "node"))
        asked = envfp__shim_local_volta(c);
    if (asked.words.length || asked.reason != ENVFP_REASON_NONE)
        return find_installed(c, images, &asked, program, path, gap);
    if (!view_is(program, "node") ||
        source_read(c->source, source_path(c->scratch, "", root, "/tools/user/platform.json"), &text) !=
            ENVFP_REASON_NONE)
        return SHIM_UNTOLD;
    (void)envfp__json_read(c->scratch, text, &wanted, 1);
    if (wanted.value.length == 0)
        return SHIM_UNTOLD;
    asked = (struct asked){.words = envfp__arena_copy(c->scratch, wanted.value)};
    return find_installed(c, images, &asked, program, path, gap);
}
