/* SPDX-License-Identifier: MIT */
/* Whether a changed version is the newer one, by the rules of the project or package manager that numbers it. */
#include "base/version_compare.h"
#include "diff/diff.h"

/* The version scheme of each inventory (by the name before the slash) and fact (by key). Versions of languages have theirs in
 * the languages' rows; any other has no order. */
static const struct scheme {
    const char *name;
    enum version_scheme scheme;
} schemes[] = {
    {"apk", VERSION_GENTOO},
    {"cargo", VERSION_SEMVER},
    {"conda", VERSION_PYTHON},
    {"dpkg", VERSION_DPKG},
    {"flatpak", VERSION_WORDS},
    {"gem", VERSION_WORDS},
    {"guix", VERSION_WORDS},
    {"libc.version", VERSION_WORDS},
    {"nix", VERSION_WORDS},
    {"nix_store", VERSION_WORDS},
    {"node", VERSION_SEMVER},
    {"opkg", VERSION_DPKG},
    {"os.version_id", VERSION_WORDS},
    {"pacman", VERSION_PACMAN},
    {"portage", VERSION_GENTOO},
    {"python", VERSION_PYTHON},
    {"rpm", VERSION_RPM},
    {"snap", VERSION_WORDS},
    {"timezone.data", VERSION_WORDS},
    {"uname.release", VERSION_WORDS},
    {"xbps", VERSION_WORDS},
};

static bool find_scheme(const struct envfp_change *change, enum version_scheme *scheme)
{
    struct view name = view_take(change->key, view_find_byte(change->key, '/'));
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (view_is(name, schemes[i].name)) {
            *scheme = schemes[i].scheme;
            return true;
        }
    const struct envfp_language *language = envfp__registry_language_of(name, ".version");
    if (language)
        *scheme = (enum version_scheme)language->order;
    return language != NULL;
}

enum envfp_order envfp__diff_order(const struct envfp_change *change)
{
    if (change->kind != ENVFP_CHANGED || change->before->type != ENVFP_STRING ||
        change->after->type != ENVFP_STRING)
        return ENVFP_UNORDERED;
    enum version_scheme scheme;
    if (!find_scheme(change, &scheme))
        return ENVFP_UNORDERED;
    /* Compare the version alone: slots, flags, revisions and commits follow it. */
    struct view before = change->before->value.string, after = change->after->value.string, rest;
    struct view a = before, b = after;
    rest = before;
    view_cut_word(&rest, &a);
    rest = after;
    view_cut_word(&rest, &b);
    int order = envfp__version_compare(scheme, a, b);
    return order < 0 ? ENVFP_NEWER : order > 0 ? ENVFP_OLDER : ENVFP_UNORDERED;
}

void envfp__diff_say_orders(struct text *out, struct view name, const char *start, const size_t by_order[3],
                            const char *end)
{
    size_t newer = by_order[ENVFP_NEWER], older = by_order[ENVFP_OLDER];
    if (newer + older == 0)
        return;
    envfp__text_add(out, view_of(start));
    if (newer) {
        envfp__text_add_number(out, (int64_t)newer);
        envfp__text_add(out, VIEW(" newer"));
    }
    envfp__text_add(out, newer && older ? VIEW(", ") : VIEW(""));
    if (older) {
        envfp__text_add_number(out, (int64_t)older);
        envfp__text_add(out, VIEW(" older"));
    }
    envfp__text_add(out, VIEW(" in "));
    envfp__text_add(out, name);
    envfp__text_add(out, view_of(end));
}

enum envfp_order envfp_change_get_order(const struct envfp_change *change)
{
    return change ? envfp__diff_order(change) : ENVFP_UNORDERED;
}
