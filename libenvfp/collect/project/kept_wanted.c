/* SPDX-License-Identifier: MIT */
/* What a recording keeps of a word that asks for a version. */
#include "base/version.h"
#include "collect/project/lock.h"
#include "collect/runtimes/shims/shim.h"
#include "registry/registry.h"
#include "source/keep_parts.h"

/* A folder below a variable's directory, or below one in the home. */
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

static bool is_of_family(const struct source *source, struct arena *work, struct view name)
{
    for (size_t i = 0; i < SHIM_FAMILIES; i++) {
        const char *family = envfp__shim_families[i].name;
        const char *variable = envfp__shim_variable_name(work, "", family, "_ROOT");
        const char *home = source_path(work, "/.", view_of(family), "");
        if (is_folder(source, work, variable, home, "/versions/", name))
            return true;
    }
    return false;
}

static bool is_of_language(const struct source *source, struct arena *work, struct view name)
{
    const struct envfp_language *language = NULL;
    while ((language = envfp_registry_next_language(language))) {
        struct view asdf = view_of(language_text(language, language->asdf));
        struct view mise = view_of(language_text(language, language->mise));
        if ((asdf.length && is_folder(source, work, "ASDF_DATA_DIR", "/.asdf",
                                      source_path(work, "/installs/", asdf, "/"), name)) ||
            (mise.length && is_folder(source, work, "MISE_DATA_DIR", "/.local/share/mise",
                                      source_path(work, "/installs/", mise, "/"), name)))
            return true;
    }
    return false;
}

/* Whether a name that somebody chose (pyenv-virtualenv's environment, rustup's linked toolchain) is a manager's folder:
 * the recording has that folder's name anyway, so the name may be kept. */
static bool is_held(const struct source *source, struct view name)
{
    struct arena work;
    if (!envfp__version_is_component(name))
        return false;
    envfp__arena_init(&work, &source->common->arena->allocator, source->common->arena->limit);
    bool held = is_of_family(source, &work, name) || is_of_language(source, &work, name) ||
                is_folder(source, &work, "RUSTUP_HOME", "/.rustup", "/toolchains/", name) ||
                is_folder(source, &work, "VOLTA_HOME", "/.volta", "/tools/image/node/", name);
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
