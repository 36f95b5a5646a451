/* SPDX-License-Identifier: MIT */
#include "isolation/groups.h"

#include "isolation/signs.h"

/* Groups of hex digits parted by '-', the first of eight: rkt's and Garden's ids. `last` is the length of the
 * last group, 0 for any. */
static bool is_grouped(struct view text, size_t last)
{
    size_t groups = 0, length = 0;
    struct view group;
    for (; view_cut(&text, '-', &group); groups++) {
        length = group.length;
        if (!view_all(group, byte_is_lower_hex) || length < 4 || length > 12 ||
            (groups == 0) != (length == 8))
            return false;
    }
    return groups == 5 && (last == 0 || length == last);
}

/* ECS: the task's 32 hex digits, '-', a number. */
static bool is_task(struct view text)
{
    struct view number = view_skip(text, 33);
    for (size_t i = 0; i < number.length; i++)
        if (!byte_is_digit(number.text[i]))
            return false;
    return number.length > 0 && text.text[32] == '-' && view_all(view_take(text, 32), byte_is_lower_hex);
}

struct view envfp__group_unescape(struct arena *arena, struct view name)
{
    if (view_find_byte(name, '\\') == SIZE_MAX)
        return name;
    char *copy = envfp__arena_alloc(arena, name.length);
    size_t length = 0;
    uint64_t byte;
    for (size_t i = 0; copy && i < name.length; i++) {
        if (view_starts(view_skip(name, i), VIEW("\\x")) && i + 4 <= name.length &&
            envfp__view_number(view_take(view_skip(name, i + 2), 2), 16, &byte)) {
            copy[length++] = (char)(unsigned char)byte;
            i += 3;
        } else {
            copy[length++] = name.text[i];
        }
    }
    return copy ? (struct view){copy, length} : name;
}

/* ---- Ids ----------------------------------------------------------------------------------------------------------- */

/* It stands behind the row's name. */
static struct view rkt_id(struct view name)
{
    const struct isolation_sign *sign = envfp__sign_of_group(name, false, KINDS_RUNTIME);
    if (!sign || sign->row != ISOLATION_rkt)
        return VIEW("");
    struct view id = view_skip(name, envfp__sign_plain(sign_text(sign)));
    return is_grouped(id, 0) ? id : VIEW("");
}

/* Behind a last ':', or a name and '-', and before a first '.'. */
static struct view id_of(struct view name, const struct group_place *place, bool top)
{
    struct view whole = name;
    for (size_t at; (at = view_find_byte(name, ':')) != SIZE_MAX;)
        name = view_skip(name, at + 1);
    name = view_take(name, view_find_byte(name, '.'));
    struct view tail = view_skip(name, name.length > 64 ? name.length - 64 : 0);
    if (envfp__sign_is_id(name))
        return name;
    if (envfp__sign_is_id(tail) && tail.text[-1] == '-' && !envfp__sign_is_host(name))
        return tail;
    if (place->below_ecs && name.length > 33 && is_task(name))
        return name;
    if (place->parent == ISOLATION_oci && is_grouped(name, 0))
        return name;
    /* Mesos and others give a container's group a UUID. LXC's are names, whatever they look like. */
    bool uuid = top && !place->below_units && place->parent != ISOLATION_lxc;
    return uuid && is_grouped(whole, 12) ? whole : rkt_id(name);
}

/* ---- Paths --------------------------------------------------------------------------------------------------------- */

static bool is_unit(struct view name)
{
    return view_ends(name, VIEW(".slice")) || view_ends(name, VIEW(".service")) ||
           view_ends(name, VIEW(".scope"));
}

struct group_signs envfp__group_read(struct group_place *place, struct view name, bool last, bool top)
{
    bool parent = !last && !place->named;
    struct group_signs signs = {
        envfp__sign_of_group(name, parent, KINDS_RUNTIME),
        envfp__sign_of_group(name, parent, KINDS_ORCHESTRATOR),
        envfp__sign_of_group(name, parent, KINDS_SANDBOX),
        id_of(name, place, top),
    };
    place->named = signs.runtime && view_ends(sign_text(signs.runtime), VIEW("/"));
    place->parent = place->named ? signs.runtime->row : ISOLATION_none;
    place->below_ecs |= signs.orchestrator && signs.orchestrator->row == ISOLATION_ecs;
    place->below_units |= is_unit(name);
    return signs;
}
