/* SPDX-License-Identifier: MIT */
/* Whether a changed version is the newer one, by the rules of whoever numbers it. */
#include "diff/diff.h"
#include "diff/versions.h"

typedef int compare_versions(struct view a, struct view b);

/* Inventories by what stands before the slash, facts by their key. What is not here has no order. */
static const struct {
    const char *name;
    compare_versions *compare;
} schemes[] = {
    {"apk", envfp__version_gentoo},
    {"cargo", envfp__version_semver},
    {"conda", envfp__version_python},
    {"dpkg", envfp__version_dpkg},
    {"flatpak", envfp__version_words},
    {"gem", envfp__version_words},
    {"guix", envfp__version_words},
    {"libc.version", envfp__version_words},
    {"nix", envfp__version_words},
    {"nix_store", envfp__version_words},
    {"node", envfp__version_semver},
    {"node.version", envfp__version_semver},
    {"opkg", envfp__version_dpkg},
    {"os.version_id", envfp__version_words},
    {"pacman", envfp__version_pacman},
    {"portage", envfp__version_gentoo},
    {"python", envfp__version_python},
    {"python.version", envfp__version_python},
    {"rpm", envfp__version_rpm},
    {"snap", envfp__version_words},
    {"timezone.data", envfp__version_words},
    {"uname.release", envfp__version_words},
    {"xbps", envfp__version_words},
};

static compare_versions *find_scheme(struct view key)
{
    struct view name = view_take(key, view_find_byte(key, '/'));
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (view_is(name, schemes[i].name))
            return schemes[i].compare;
    return NULL;
}

enum envfp_order envfp__diff_order(const struct envfp_change *change)
{
    if (change->kind != ENVFP_CHANGED || change->before->type != ENVFP_STRING ||
        change->after->type != ENVFP_STRING)
        return ENVFP_UNORDERED;
    compare_versions *compare = find_scheme(change->key);
    if (!compare)
        return ENVFP_UNORDERED;
    /* Slots, flags, revisions and commits stand behind the version. */
    struct view before = change->before->value.string, after = change->after->value.string, rest;
    struct view a = before, b = after;
    rest = before;
    view_cut_word(&rest, &a);
    rest = after;
    view_cut_word(&rest, &b);
    int order = compare(a, b);
    return order < 0 ? ENVFP_NEWER : order > 0 ? ENVFP_OLDER : ENVFP_UNORDERED;
}

void envfp__diff_say_orders(struct text *out, const char *start, const size_t by_order[3], const char *end)
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
    envfp__text_add(out, VIEW(" there"));
    envfp__text_add(out, view_of(end));
}

enum envfp_order envfp_change_get_order(const struct envfp_change *change)
{
    return change ? envfp__diff_order(change) : ENVFP_UNORDERED;
}
