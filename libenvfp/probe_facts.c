/* SPDX-License-Identifier: MIT */
/* Facts of the embedding program. */
#include "probe.h"

static bool is_app_key(const char *key)
{
    struct view text = view_of(key);
    bool reserved = view_starts(text, VIEW("process")) &&
                    (text.length == 7 || text.text[7] == '.' || text.text[7] == '/');
    return envfp__text_is_key(text) && !reserved;
}

static size_t app_count(const struct envfp_probe *probe)
{
    return probe->app.sections[ENVFP_LAYER_APP].count;
}

/* A fact was added behind the first `before`: it replaces an earlier one of its key. Where memory ran out, half a
 * fact may have been added, and is taken back. */
static enum envfp_status added(struct envfp_probe *probe, size_t before)
{
    struct section *section = &probe->app.sections[ENVFP_LAYER_APP];
    enum envfp_status status = probe_memory_status(probe);
    if (status != ENVFP_OK)
        section->count = before;
    if (section->count == before)
        return status;
    struct envfp_fact *last = &section->facts[section->count - 1];
    for (size_t i = 0; i + 1 < section->count; i++)
        if (view_equal(section->facts[i].key, last->key)) {
            section->facts[i] = *last;
            section->count--;
            break;
        }
    return ENVFP_OK;
}

enum envfp_status envfp_probe_add_string(struct envfp_probe *probe, const char *key, const char *value)
{
    if (!probe || !key || !value || !is_app_key(key))
        return ENVFP_BAD_ARGUMENT;
    size_t before = app_count(probe);
    envfp__facts_string(&probe->app, ENVFP_LAYER_APP, key, view_of(value));
    return added(probe, before);
}

enum envfp_status envfp_probe_add_integer(struct envfp_probe *probe, const char *key, int64_t value)
{
    if (!probe || !key || !is_app_key(key) || value >= INT64_C(1) << 53 || value <= -(INT64_C(1) << 53))
        return ENVFP_BAD_ARGUMENT;
    size_t before = app_count(probe);
    envfp__facts_integer(&probe->app, ENVFP_LAYER_APP, key, value);
    return added(probe, before);
}

enum envfp_status envfp_probe_add_boolean(struct envfp_probe *probe, const char *key, bool value)
{
    if (!probe || !key || !is_app_key(key))
        return ENVFP_BAD_ARGUMENT;
    size_t before = app_count(probe);
    envfp__facts_boolean(&probe->app, ENVFP_LAYER_APP, key, value);
    return added(probe, before);
}

enum envfp_status envfp_probe_add_set(struct envfp_probe *probe, const char *key, const char *const *items,
                                      size_t count)
{
    if (!probe || !key || !probe_are_texts(items, count) || !is_app_key(key))
        return ENVFP_BAD_ARGUMENT;
    size_t before = app_count(probe);
    struct view *views = envfp__arena_array(&probe->arena, count, sizeof *views);
    for (size_t i = 0; views && i < count; i++)
        views[i] = view_of(items[i]);
    if (views)
        envfp__facts_set(&probe->app, ENVFP_LAYER_APP, key, views, count);
    return added(probe, before);
}
