/* SPDX-License-Identifier: MIT */
#include "isolation/signs.h"

/* ---- Patterns ------------------------------------------------------------------------------------------------------ */

enum { ID_LENGTH = 64 };

static bool is_small(char byte)
{
    return byte_is_digit(byte) || byte_is_lower(byte);
}

bool envfp__sign_is_id(struct view text)
{
    return text.length == ID_LENGTH && view_all(text, byte_is_lower_hex);
}

/* The length of what stands for one sign of a pattern at the beginning of `text`; 0 where nothing does. */
static size_t step(char sign, struct view text, struct view *id)
{
    if (sign == '#') {
        struct view digits = view_take(text, ID_LENGTH), rest = view_skip(text, ID_LENGTH);
        if (!envfp__sign_is_id(digits) || (rest.length && rest.text[0] != '.' && rest.text[0] != '/'))
            return 0;
        *id = digits;
        return ID_LENGTH;
    }
    return text.length && (sign == '?' ? is_small(text.text[0]) : text.text[0] == sign);
}

/* Goes back to the last `*` only: what an earlier one stands for need not be longer. */
bool envfp__sign_fits(struct view pattern, struct view text, struct view *id)
{
    size_t at = 0, behind = 0, star = SIZE_MAX, from = 0;
    while (at < pattern.length || behind < text.length) {
        size_t length = 0;
        if (at < pattern.length && pattern.text[at] == '*') {
            star = at++;
            from = behind;
            continue;
        }
        if (at < pattern.length)
            length = step(pattern.text[at], view_skip(text, behind), id);
        if (length) {
            at++;
            behind += length;
            continue;
        }
        if (star == SIZE_MAX || from >= text.length)
            return false;
        at = star + 1;
        behind = ++from;
    }
    return true;
}

void envfp__sign_example(struct view pattern, struct text *out)
{
    for (size_t i = 0; i < pattern.length; i++)
        switch (pattern.text[i]) {
        case '*':
            if (i == 0 || pattern.text[i - 1] != '#')
                envfp__text_add(out, i == 0 ? VIEW("/_") : VIEW("_"));
            break;
        case '?': envfp__text_add_byte(out, '0'); break;
        case '#':
            for (size_t digit = 0; digit < ID_LENGTH; digit++)
                envfp__text_add_byte(out, '0');
            break;
        default: envfp__text_add_byte(out, pattern.text[i]);
        }
}

size_t envfp__sign_plain(struct view pattern)
{
    size_t length = 0;
    while (length < pattern.length && !memchr("*?#", pattern.text[length], 3))
        length++;
    return length;
}

/* ---- Groups -------------------------------------------------------------------------------------------------------- */

static bool names_group(const struct isolation_sign *sign, struct view name, bool parent)
{
    struct view pattern = sign_text(sign), id;
    if (sign->kind == SIGN_GROUP_FIRST || (!parent && view_ends(pattern, VIEW("/"))))
        return false;
    if (view_ends(pattern, VIEW("/")))
        pattern.length--;
    return envfp__sign_fits(pattern, name, &id);
}

const struct isolation_sign *envfp__sign_of_group(struct view name, bool parent, unsigned kinds)
{
    const struct isolation_sign *best = NULL;
    size_t longest = 0;
    FOR_SIGNS (sign, SIGNS_GROUP) {
        size_t length = envfp__sign_plain(sign_text(sign));
        if ((!best || length > longest) && isolation_is(isolation_of(sign), kinds) &&
            names_group(sign, name, parent)) {
            best = sign;
            longest = length;
        }
    }
    return best && best->kind == SIGN_GROUP_NAME ? best : NULL;
}

bool envfp__sign_is_host(struct view name)
{
    FOR_SIGNS (sign, SIGNS_GROUP)
        if (sign->kind == SIGN_GROUP_HOST && names_group(sign, name, false))
            return true;
    return false;
}

/* ---- Mounts -------------------------------------------------------------------------------------------------------- */

bool envfp__sign_is_bound(struct view point)
{
    return view_is(point, "/etc/hosts") || view_is(point, "/etc/hostname") ||
           view_is(point, "/etc/resolv.conf") || view_is(point, "/run/.containerenv");
}

/* "POINT", "POINT ROOT" or "POINT ROOT TYPE" */
static bool is_place(struct view text, const struct isolation_mount *mount, struct view *id)
{
    struct view pattern;
    if (!view_cut(&text, ' ', &pattern) || !envfp__sign_fits(pattern, mount->point, id))
        return false;
    if (view_cut(&text, ' ', &pattern) && !envfp__sign_fits(pattern, mount->root, id))
        return false;
    return text.length == 0 || view_equal(text, mount->type);
}

static bool shows(const struct isolation_sign *sign, const struct isolation_mount *mount, struct view *id)
{
    struct view text = sign_text(sign);
    *id = VIEW("");
    switch (sign->kind) {
    case SIGN_ROOT_DEVICE: return view_starts(mount->source, text);
    case SIGN_ROOT_FOLDER: return view_has(mount->super, text) || view_has(mount->root, text);
    case SIGN_ROOT_TYPE:
    case SIGN_MOUNT_TYPE: return view_equal(mount->type, text);
    case SIGN_MOUNT_SOURCE: return view_equal(mount->source, text);
    case SIGN_MOUNT_OPTION: return view_has(mount->super, text);
    case SIGN_MOUNT_BIND: return envfp__sign_fits(text, mount->root, id);
    case SIGN_MOUNT_PLACE: return is_place(text, mount, id);
    default: return false;
    }
}

/* There may be many mounts, most of them elsewhere: the first letters of their places tell. */
static inline bool may_show(const struct isolation_sign *sign, struct view point, bool bound)
{
    size_t same = 0;
    if (sign->kind != SIGN_MOUNT_PLACE)
        return sign->kind != SIGN_MOUNT_BIND || bound;
    while (same < point.length && same < sign->length && point.text[same] == sign->text[same])
        same++;
    return same == sign->length || memchr(" *?", sign->text[same], 3);
}

bool envfp__sign_on_mount(const struct isolation_sign *sign, const struct isolation_mount *mount)
{
    struct view id;
    bool placed = sign->kind > SIGN_ROOT_TYPE || view_is(mount->point, "/");
    return placed && may_show(sign, mount->point, envfp__sign_is_bound(mount->point)) &&
           shows(sign, mount, &id);
}

const struct isolation_sign *envfp__sign_of_mount(const struct isolation_mount *mount,
                                                  const struct isolation_sign *before, struct view *id)
{
    const struct isolation_sign *end = envfp__isolation_signs(SIGNS_MOUNT + 1);
    const struct isolation_sign *sign =
        before ? before + 1 : envfp__isolation_signs(view_is(mount->point, "/") ? SIGNS_ROOT : SIGNS_MOUNT);
    bool bound = envfp__sign_is_bound(mount->point);
    for (; sign < end; sign++)
        if (may_show(sign, mount->point, bound) && shows(sign, mount, id))
            return sign;
    return NULL;
}

struct view envfp__sign_folder_id(struct view folder)
{
    struct view id = VIEW("");
    FOR_SIGNS (sign, SIGNS_MOUNT)
        if (sign->kind == SIGN_MOUNT_BIND && envfp__sign_fits(sign_text(sign), folder, &id))
            return id;
    return VIEW("");
}

bool envfp__sign_makes_type(struct view type)
{
    FOR_SIGNS_UP_TO (sign, SIGNS_ROOT, SIGNS_MOUNT + 1) {
        struct view text = sign_text(sign), point, root;
        bool place = sign->kind == SIGN_MOUNT_PLACE && view_cut(&text, ' ', &point) &&
                     view_cut(&text, ' ', &root) && view_starts(text, VIEW("fuse."));
        if ((place || sign->kind == SIGN_ROOT_TYPE) && view_equal(text, type))
            return true;
    }
    return false;
}

/* A component of a path that a sign has, or the beginning of one: the text then ends within it. */
static bool is_part(struct view path, struct view name, struct view *part)
{
    bool open = !view_ends(path, VIEW("/"));
    while (view_cut(&path, '/', part)) {
        if (part->length == 0 || envfp__sign_plain(*part) < part->length)
            continue;
        if (view_equal(name, *part) || (open && path.length == 0 && view_starts(name, *part)))
            return true;
    }
    return false;
}

struct view envfp__sign_part(struct view name)
{
    FOR_SIGNS_UP_TO (sign, SIGNS_ROOT, SIGNS_MOUNT + 1) {
        struct view text = sign_text(sign), path, part;
        if (sign->kind != SIGN_MOUNT_BIND && sign->kind != SIGN_MOUNT_PLACE && sign->kind != SIGN_ROOT_FOLDER)
            continue;
        for (unsigned i = 0; i < 2 && view_cut(&text, ' ', &path); i++) /* not the type */
            if (is_part(path, name, &part))
                return part;
    }
    return VIEW("");
}

/* ---- Words --------------------------------------------------------------------------------------------------------- */

const struct isolation_sign *envfp__sign_start(enum isolation_sign_kind kind, struct view text)
{
    const struct isolation_sign *best = NULL;
    FOR_SIGNS (sign, SIGNS_LABEL)
        if (sign->kind == kind && (!best || sign->length > best->length) &&
            view_starts(text, sign_text(sign)))
            best = sign;
    return best;
}
