/* SPDX-License-Identifier: MIT */
#include "tap.h"

static enum envfp_reason enter(struct tap *tap)
{
    return ++tap->operations == tap->fail_at ? tap->fail_reason : ENVFP_REASON_NONE;
}

static enum envfp_reason leave(struct tap *tap, enum tap_operation operation, const char *path,
                               enum envfp_reason reason, size_t bytes)
{
    if (tap->log)
        tap->log(tap->log_state, operation, path, reason, 0, bytes);
    return reason;
}

static enum envfp_reason tap_open(void *self, const char *path, enum source_how how, struct source_file *file)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    if (!reason)
        reason = tap->inner.ops->open(tap->inner.self, path, how, file);
    if (!reason)
        tap->open++;
    return leave(tap, TAP_OPEN, path, reason, 0);
}

static enum envfp_reason tap_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                  size_t capacity, size_t *got)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    *got = 0;
    if (!reason)
        reason = tap->inner.ops->pull(tap->inner.self, file, offset, bytes, capacity, got);
    if (tap->log)
        tap->log(tap->log_state, TAP_PULL, NULL, reason, capacity, *got);
    return reason;
}

static void tap_close(void *self, struct source_file *file)
{
    struct tap *tap = self;
    tap->open--;
    tap->inner.ops->close(tap->inner.self, file);
    (void)leave(tap, TAP_CLOSE, NULL, ENVFP_REASON_NONE, 0);
}

static enum envfp_reason tap_list(void *self, struct arena *arena, const char *path, enum source_how how,
                                  uint64_t limit, struct source_entry **entries, size_t *count)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    *entries = NULL;
    *count = 0;
    if (!reason)
        reason = tap->inner.ops->list(tap->inner.self, arena, path, how, limit, entries, count);
    return leave(tap, TAP_LIST, path, reason, *count);
}

static enum envfp_reason tap_link(void *self, struct arena *arena, const char *path, enum source_how how,
                                  struct view *target)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    if (!reason)
        reason = tap->inner.ops->link(tap->inner.self, arena, path, how, target);
    return leave(tap, TAP_LINK, path, reason, 0);
}

static enum envfp_reason tap_stat(void *self, const char *path, enum source_how how, struct source_stat *stat)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    if (!reason)
        reason = tap->inner.ops->stat(tap->inner.self, path, how, stat);
    return leave(tap, TAP_STAT, path, reason, 0);
}

static enum envfp_reason tap_cpuid(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                   uint32_t registers[4])
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    memset(registers, 0, 4 * sizeof *registers);
    if (!reason)
        reason = tap->inner.ops->cpuid(tap->inner.self, cpu, leaf, subleaf, registers);
    return leave(tap, TAP_CPUID, NULL, reason, 0);
}

static unsigned tap_cpuid_count(void *self)
{
    struct tap *tap = self;
    return tap->inner.ops->cpuid_count(tap->inner.self);
}

static enum envfp_reason tap_uname(void *self, struct arena *arena, struct source_uname *names)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    if (!reason)
        reason = tap->inner.ops->uname(tap->inner.self, arena, names);
    return leave(tap, TAP_OTHER, "uname", reason, 0);
}

static enum envfp_reason tap_auxv(void *self, struct arena *arena, const char *name, struct view *value)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    if (!reason)
        reason = tap->inner.ops->auxv(tap->inner.self, arena, name, value);
    return leave(tap, TAP_OTHER, name, reason, 0);
}

static enum envfp_reason tap_variable(void *self, const char *name, struct view *value)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    if (!reason)
        reason = tap->inner.ops->variable(tap->inner.self, name, value);
    return leave(tap, TAP_OTHER, name, reason, 0);
}

static enum envfp_reason tap_next_variable(void *self, size_t *at, struct view *name)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    if (!reason)
        reason = tap->inner.ops->next_variable(tap->inner.self, at, name);
    return leave(tap, TAP_OTHER, "", reason, 0);
}

static enum envfp_reason tap_probe(void *self, struct arena *arena, const char *name, struct view *result)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    if (!reason)
        reason = tap->inner.ops->probe(tap->inner.self, arena, name, result);
    return leave(tap, TAP_OTHER, name, reason, 0);
}

static enum envfp_reason tap_devices(void *self, struct arena *arena, struct source_device **devices,
                                     size_t *count)
{
    struct tap *tap = self;
    enum envfp_reason reason = enter(tap);
    *devices = NULL;
    *count = 0;
    if (!reason)
        reason = tap->inner.ops->devices(tap->inner.self, arena, devices, count);
    return leave(tap, TAP_OTHER, "devices", reason, *count);
}

static void tap_release(void *self)
{
    (void)self; /* the tapped source belongs to whoever made it */
}

static const struct source_ops operations = {
    .open = tap_open,
    .pull = tap_pull,
    .close = tap_close,
    .list = tap_list,
    .link = tap_link,
    .stat = tap_stat,
    .cpuid = tap_cpuid,
    .cpuid_count = tap_cpuid_count,
    .uname = tap_uname,
    .auxv = tap_auxv,
    .variable = tap_variable,
    .next_variable = tap_next_variable,
    .probe = tap_probe,
    .devices = tap_devices,
    .release = tap_release,
};

void tap_init(struct tap *tap, const struct source *inner)
{
    *tap = (struct tap){.inner = *inner};
    tap->source = (struct source){.ops = &operations, .self = tap, .common = inner->common};
}
