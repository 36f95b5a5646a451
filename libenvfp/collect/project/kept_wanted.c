/* SPDX-License-Identifier: MIT */
/* What a recording keeps of a word that asks for a version. */
#include "base/version.h"
#include "collect/project/lock.h"
#include "source/keep_parts.h"

/* Where version managers keep a folder for each version: below a variable's directory, or below the home. */
static const struct {
    const char *variable, *home, *below;
} versions[] = {
    {"PYENV_ROOT", "/.pyenv", "/versions/"},
    {"RBENV_ROOT", "/.rbenv", "/versions/"},
    {"NODENV_ROOT", "/.nodenv", "/versions/"},
    {"GOENV_ROOT", "/.goenv", "/versions/"},
    {"JENV_ROOT", "/.jenv", "/versions/"},
    {"LUAENV_ROOT", "/.luaenv", "/versions/"},
    {"PHPENV_ROOT", "/.phpenv", "/versions/"},
    {"PLENV_ROOT", "/.plenv", "/versions/"},
    {"RUSTUP_HOME", "/.rustup", "/toolchains/"},
    {"VOLTA_HOME", "/.volta", "/tools/image/node/"},
    {"ASDF_DATA_DIR", "/.asdf", "/installs/nodejs/"},
    {"ASDF_DATA_DIR", "/.asdf", "/installs/python/"},
    {"ASDF_DATA_DIR", "/.asdf", "/installs/ruby/"},
    {"MISE_DATA_DIR", "/.local/share/mise", "/installs/node/"},
    {"MISE_DATA_DIR", "/.local/share/mise", "/installs/python/"},
    {"MISE_DATA_DIR", "/.local/share/mise", "/installs/ruby/"},
};

static bool is_folder(const struct source *source, struct arena *work, const char *variable,
                      const char *below_home, const char *below, struct view name)
{
    struct view base;
    struct source_stat stat;
    const char *start = NULL;
    if (source_variable(source, variable, &base) == ENVFP_REASON_NONE && view_starts(base, VIEW("/")))
        start = source_path(work, "", base, below);
    else if (source_variable(source, "HOME", &base) == ENVFP_REASON_NONE && view_starts(base, VIEW("/")))
        start = source_path(work, source_path(work, "", base, below_home), VIEW(""), below);
    return start && source_stat(source, source_path(work, start, name, ""), &stat) == ENVFP_REASON_NONE &&
           stat.type == SOURCE_DIRECTORY;
}

/* Whether a name that somebody chose (pyenv-virtualenv's environment, rustup's linked toolchain) is a manager's folder:
 * the recording has that folder's name anyway, so the name may be kept. */
static bool is_held(const struct source *source, struct view name)
{
    struct arena work;
    bool held = false;
    if (!envfp__version_is_component(name))
        return false;
    envfp__arena_init(&work, &source->common->arena->allocator, source->common->arena->limit);
    for (size_t i = 0; i < sizeof versions / sizeof *versions && !held; i++)
        held = is_folder(source, &work, versions[i].variable, versions[i].home, versions[i].below, name);
    envfp__arena_release(&work);
    return held;
}

/* rvm's "ruby-3.2.2@set": a person named the set of gems. */
static bool has_gemset(struct view text, size_t at)
{
    return at != SIZE_MAX && at > 0 && byte_is_digit(text.text[at - 1]) &&
           envfp__version_is_component(view_skip(text, at + 1)) &&
           envfp__version_is_wanted(view_take(text, at));
}

struct view envfp__keep_wanted(const struct source *source, struct arena *arena, struct view text)
{
    text = view_trim(text);
    struct view shown = envfp__lock_version(text);
    size_t at = view_find_byte(text, '@');
    bool itself = view_equal(shown, text);
    if (text.length == 0 || (itself && envfp__version_is_wanted(text)))
        return text;
    if (!itself && view_is(shown, "path"))
        return view_starts(text, VIEW("path:")) ? VIEW("path:/?") : VIEW("/?");
    if (!itself && (view_has(text, VIEW("://")) || view_has(text, VIEW("git@")))) {
        struct view start = view_find_byte(text, '/') == SIZE_MAX ? VIEW("git@?") : VIEW("?://?");
        return view_is(shown, "address")
                   ? start
                   : envfp__arena_join(arena, (struct view[]){start, VIEW("#"), shown}, 3);
    }
    if (has_gemset(text, at))
        return envfp__arena_join(arena, (struct view[]){view_take(text, at), VIEW("@_")}, 2);
    if (is_held(source, text))
        return text;
    return view_starts(text, VIEW("."))            ? VIEW(".?")
           : view_find_byte(text, '/') != SIZE_MAX ? VIEW("?/?")
                                                   : VIEW("?");
}
