/* SPDX-License-Identifier: MIT */
/* Which program a shim starts. */
#ifdef DECLARING

LINES("$HOME/.tool-versions", tool_versions)
LINES("$ROOT/version", wanted_words)
TEXT("$XDG_CONFIG_HOME/mise/config.toml", mise)
TEXT("$VOLTA_HOME/tools/user/platform.json", platform)

VARIABLE("GOENV_VERSION", WORD)
VARIABLE("JENV_VERSION", WORD)
VARIABLE("LUAENV_VERSION", WORD)
VARIABLE("NODENV_VERSION", WORD)
VARIABLE("PHPENV_VERSION", WORD)
VARIABLE("PLENV_VERSION", WORD)
VARIABLE("PYENV_VERSION", WORD)
VARIABLE("RBENV_VERSION", WORD)
VARIABLE("XDG_CONFIG_HOME", PATHS)

#else
#include "base/json.h"
#include "collect/runtimes/shims/shim_parts.h"
#include "source/keep_parts.h"

#define SCRIPT_START ((size_t)2048)

/* ---- What a recording keeps ---------------------------------------------------------------------------------- */

static void add_manager(struct view line, struct view name, struct text *out)
{
    if (!view_has(line, name))
        return;
    envfp__text_add_byte(out, ' ');
    envfp__text_add(out, name);
}

/* Volta's {"node":{"runtime":"20.11.1","npm":null},"yarn":null} */
static bool keep_platform(const struct source *source, struct view text, struct text *out)
{
    struct json_wanted wanted = {"node/runtime", JSON_STRING, VIEW("")};
    (void)envfp__json_read(out->arena, text, &wanted, 1);
    if (wanted.value.length) {
        envfp__text_add(out, VIEW("{\"node\":{\"runtime\":"));
        envfp__keep_json_string(envfp__keep_wanted(source, out->arena, wanted.value), out);
        envfp__text_add(out, VIEW("}}\n"));
    } else {
        envfp__text_add(out, VIEW("?\n"));
    }
    return false;
}

#define LAYER RUNTIMES
#define OWNER shims
#define DECLARES "collect/runtimes/shims/shim.c"
#include "collect/declare.h"

const struct shim_family envfp__shim_families[SHIM_FAMILIES] = {
    {"goenv", "go"},   {"jenv", "java"},  {"luaenv", "lua"},   {"nodenv", "node"},
    {"phpenv", "php"}, {"plenv", "perl"}, {"pyenv", "python"}, {"rbenv", "ruby"},
};

/* What a stand-in is told by: that it is a script, what it hands over to, whose it is. */
bool envfp__keep_shim(const struct source *source, struct view line, struct text *out)
{
    struct view end;
    (void)source;
    (void)envfp__keep_body(line, &end);
    if (view_starts(line, VIEW("#!")))
        envfp__text_add(out, VIEW("#!"));
    if (view_has(line, VIEW(" exec ")))
        envfp__text_add(out, VIEW(" exec "));
    add_manager(line, VIEW("asdf"), out);
    for (size_t i = 0; i < SHIM_FAMILIES; i++)
        add_manager(line, view_of(envfp__shim_families[i].name), out);
    envfp__text_add(out, end);
    return true;
}

/* ---- pyenv and its kin -------------------------------------------------------------------------------------- */

/* The scripts name their own root, whatever the variable says. */
static struct view family_root(struct collect *c, const struct shim_family *family, const char *shim)
{
    const char *variable = envfp__shim_variable_name(c->scratch, "", family->name, "_ROOT");
    struct view directory = envfp__path_directory(view_of(shim));
    return view_ends(directory, VIEW("/shims")) ? envfp__path_directory(directory)
                                                : envfp__shim_root(c, variable, shim);
}

/* The words of a version file, without its comments. */
static struct view read_version_file(struct collect *c, const char *path)
{
    struct view text, line;
    struct text words = {.arena = c->scratch};
    if (source_read(c->source, path, &text) != ENVFP_REASON_NONE)
        return VIEW(""); /* none; that it could not be read is noted, and a gap in the end */
    while (view_cut(&text, '\n', &line)) {
        envfp__text_add(&words, view_take(line, view_find_byte(line, '#')));
        envfp__text_add_byte(&words, ' ');
    }
    return envfp__text_view(&words);
}

/* Separated by colons in the variable, by blanks in the file. */
static bool cut_version(struct view *list, struct view *version)
{
    size_t end = 0;
    while (list->length && (byte_is_blank(list->text[0]) || list->text[0] == ':'))
        *list = view_skip(*list, 1);
    while (end < list->length && !byte_is_blank(list->text[end]) && list->text[end] != ':')
        end++;
    *version = view_take(*list, end);
    *list = view_skip(*list, end);
    return end > 0;
}

static bool is_installed(struct collect *c, const char *versions, struct view version, struct view program,
                         const char **path)
{
    const char *start = envfp__shim_join(c, versions, "", version, "/bin/");
    *path = envfp__shim_join(c, start, "", program, "");
    return version.length && envfp__shim_is_program(c, *path);
}

/* The versions in force: a variable's, a project's, the person's own. */
static struct asked family_versions(struct collect *c, const struct shim_family *family, struct view root)
{
    const char *variable = envfp__shim_variable_name(c->scratch, "", family->name, "_VERSION");
    struct asked asked = {.words = envfp__shim_variable(c, variable)};
    if (asked.words.length == 0)
        asked = envfp__shim_local(c, family);
    if (asked.words.length == 0 && asked.reason == ENVFP_REASON_NONE)
        asked = (struct asked){.words = read_version_file(c, source_path(c->scratch, "", root, "/version"))};
    return asked;
}

/* "3.12" of "python-3.12" */
static struct view without_language(const struct shim_family *family, struct view version)
{
    size_t length = strlen(family->language);
    bool named =
        view_starts(version, view_of(family->language)) && view_starts(view_skip(version, length), VIEW("-"));
    return named ? view_skip(version, length + 1) : version;
}

static enum shim follow_family(struct collect *c, const struct shim_family *family, const char *shim,
                               const char **path, enum envfp_reason *gap)
{
    struct view version, program = envfp__path_base(view_of(shim));
    struct view root = family_root(c, family, shim);
    const char *versions = source_path(c->scratch, "", root, "/versions/");
    struct asked asked = family_versions(c, family, root);
    *gap = asked.reason;
    while (*gap == ENVFP_REASON_NONE && cut_version(&asked.words, &version)) {
        bool fits = envfp__shim_may_be_looked_for(&asked, version);
        if (view_is(version, "system") || (!fits && !envfp__shim_is_nonsense(&asked, version)))
            return SHIM_PASSES;
        if (fits && is_installed(c, versions, version, program, path))
            return SHIM_FOLLOWED;
        if (envfp__shim_is_nonsense(&asked, version))
            *gap = ENVFP_REASON_MALFORMED;
        else
            version = without_language(family, version);
        if (*gap == ENVFP_REASON_NONE &&
            (is_installed(c, versions, version, program, path) ||
             is_installed(c, versions, envfp__versions_newest(c, versions, version), program, path)))
            return SHIM_FOLLOWED;
    }
    return *gap == ENVFP_REASON_NONE ? SHIM_PASSES : SHIM_UNTOLD;
}

/* ---- What stands on PATH ------------------------------------------------------------------------------------ */

/* Whether a script has a word; no other of its words is kept in a recording. */
static bool has_word(struct collect *c, struct view script, const char *shim, struct view word)
{
    size_t at = envfp__view_find(script, word);
    if (at != SIZE_MAX)
        source_took_of(c->source, shim, at, word.length);
    return at != SIZE_MAX;
}

static enum shim follow_script(struct collect *c, const struct envfp_language *language, struct view script,
                               const char *shim, const char **path, enum envfp_reason *gap)
{
    if (!has_word(c, script, shim, VIEW(" exec ")))
        return SHIM_UNTOLD;
    if (has_word(c, script, shim, VIEW("asdf")))
        return language_text(language, language->asdf)[0] ? envfp__shim_asdf(c, language, shim, path, gap)
                                                          : SHIM_UNTOLD;
    for (size_t i = 0; i < SHIM_FAMILIES; i++)
        if (has_word(c, script, shim, view_of(envfp__shim_families[i].name)))
            return follow_family(c, &envfp__shim_families[i], shim, path, gap);
    return SHIM_UNTOLD;
}

/* /snap/bin/node is a link to snap, which starts the program of that name in the snap that is called so. */
static enum shim follow_snap(struct collect *c, const char *shim, const char **path)
{
    struct view name = envfp__path_base(view_of(shim));
    *path = envfp__shim_join(c, "/snap/", "", name, "/current/bin/");
    *path = envfp__shim_join(c, *path, "", name, "");
    return envfp__shim_is_program(c, *path) ? SHIM_FOLLOWED : SHIM_UNTOLD;
}

/* mise and Volta put links to themselves there, and go by the name that they are started under. */
static enum shim follow_link(struct collect *c, const struct envfp_language *language, const char *shim,
                             const char **path, enum envfp_reason *gap)
{
    struct view target;
    if (source_link(c->source, c->scratch, shim, &target) != ENVFP_REASON_NONE)
        return SHIM_NONE;
    target = envfp__path_base(target);
    if (view_is(target, "mise"))
        return language_text(language, language->mise)[0] ? envfp__shim_mise(c, language, shim, path, gap)
                                                          : SHIM_UNTOLD;
    if (view_is(target, "volta-shim"))
        return envfp__shim_volta(c, shim, path, gap);
    if (view_is(target, "snap"))
        return follow_snap(c, shim, path);
    return SHIM_NONE;
}

/* A program that may not be read can still be started: so a denial is asked for twice, to tell it from a call that
 * failed. */
static enum envfp_reason read_start(struct collect *c, const char *shim, struct view *start)
{
    struct troubles before = troubles_start(c);
    enum envfp_reason reason = source_read_start(c->source, shim, SCRIPT_START, start);
    if (reason == ENVFP_REASON_DENIED)
        reason = source_read_start(c->source, shim, SCRIPT_START, start);
    (void)troubles_end(c, before);
    return reason;
}

static enum shim follow_any(struct collect *c, const struct envfp_language *language, const char *shim,
                            const char **path, enum envfp_reason *gap)
{
    struct view start;
    enum shim linked = follow_link(c, language, shim, path, gap);
    if (linked == SHIM_UNTOLD && *gap == ENVFP_REASON_NONE)
        *gap = ENVFP_REASON_UNSUPPORTED;
    if (linked != SHIM_NONE)
        return linked;
    enum envfp_reason reason = read_start(c, shim, &start);
    if (reason == ENVFP_REASON_BUSY || reason == ENVFP_REASON_TRUNCATED) {
        *gap = reason;
        return SHIM_UNTOLD;
    }
    if (reason != ENVFP_REASON_NONE || !view_starts(start, VIEW("#!")))
        return SHIM_NONE;
    start = envfp__arena_copy(c->scratch, start);
    source_took_of(c->source, shim, 0, 2);
    enum shim result = follow_script(c, language, start, shim, path, gap);
    if (result == SHIM_UNTOLD && *gap == ENVFP_REASON_NONE)
        *gap = ENVFP_REASON_UNSUPPORTED;
    return result;
}

/* What a shim starts is not known where anything that says so could not be read. */
static enum shim follow(struct collect *c, const struct envfp_language *language, const char *shim,
                        const char **path, enum envfp_reason *gap)
{
    struct troubles before = troubles_start(c);
    enum shim result = follow_any(c, language, shim, path, gap);
    enum envfp_reason reason = troubles_end(c, before);
    if (reason == ENVFP_REASON_NONE)
        return result;
    if (*gap == ENVFP_REASON_NONE || source_is_failure(reason))
        *gap = reason; /* before what was made of half of it */
    return SHIM_UNTOLD;
}

static enum envfp_reason unseen_by(const struct program_search *search)
{
    return search->gap == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : search->gap;
}

/* `remote` becomes true where an answer is REMOTE. */
static bool walk_path(struct collect *c, const struct envfp_language *language, const char *name,
                      const char **path, const bool *remote, enum envfp_reason *gap)
{
    struct program_search search = envfp__program_search(c);
    *gap = ENVFP_REASON_NONE;
    while (envfp__program_next(c, &search, name, path)) {
        *gap = unseen_by(&search); /* what comes before it on PATH */
        enum shim followed = *gap == ENVFP_REASON_NONE ? follow(c, language, *path, path, gap) : SHIM_UNTOLD;
        if (*remote)
            break;
        if (*gap != ENVFP_REASON_NONE)
            return false;
        switch (followed) {
        case SHIM_NONE:
        case SHIM_FOLLOWED: return true;
        case SHIM_PASSES: break; /* what comes later on PATH */
        case SHIM_UNTOLD: return false;
        }
    }
    /* What was not looked at may hold the program, or say which one it is. */
    if (*remote) {
        *gap = ENVFP_REASON_REMOTE;
        return false;
    }
    *gap = unseen_by(&search);
    return false;
}

bool envfp__runtime_find(struct collect *c, const struct envfp_language *language, const char *name,
                         const char **path, enum envfp_reason *gap)
{
    bool remote = false;
    const struct source *source = c->source;
    struct source watched = *source;
    watched.remote = &remote;
    c->source = &watched;
    bool found = walk_path(c, language, name, path, &remote, gap);
    c->source = source;
    return found;
}

#endif
