/* SPDX-License-Identifier: MIT */
#include "source/store.h"

#include "source/keep_rows.h"

#define HASH_LENGTH 32

static const char *const hosts[] = {"nixos-system-", "darwin-system-", "nixos-vm-", "unit-", "etc-"};

bool envfp__store_is_host(struct view name)
{
    return keep_starts(name, hosts, KEEP_COUNT(hosts));
}

/* "HASH-nixos-system-HOST-VERSION" */
static bool is_of_host(struct view component)
{
    return component.length > HASH_LENGTH && component.text[HASH_LENGTH] == '-' &&
           keep_is_made_of(view_take(component, HASH_LENGTH), "", HASH_LENGTH) &&
           envfp__store_is_host(view_skip(component, HASH_LENGTH + 1));
}

static void add_nobody(struct view component, struct text *out)
{
    struct view name = view_skip(component, HASH_LENGTH + 1);
    size_t i = 0;
    while (!view_starts(name, view_of(hosts[i])))
        i++;
    envfp__text_add(out, view_take(component, HASH_LENGTH + 1 + strlen(hosts[i])));
    envfp__text_add_byte(out, '_');
}

struct view envfp__store_path(struct arena *arena, struct view path)
{
    struct text out = {.arena = arena};
    struct view rest = path, component;
    bool any = false;
    while (!any && view_cut(&rest, '/', &component))
        any = is_of_host(component);
    if (!any)
        return path;
    rest = path;
    for (bool first = true; view_cut(&rest, '/', &component); first = false) {
        if (!first)
            envfp__text_add_byte(&out, '/');
        if (is_of_host(component))
            add_nobody(component, &out);
        else
            envfp__text_add(&out, component);
    }
    envfp__text_add(&out, view_ends(path, VIEW("/")) ? VIEW("/") : VIEW(""));
    return envfp__text_view(&out);
}
