/* SPDX-License-Identifier: MIT */
/*
 * Security modules. The kernel's own list (securityfs) is not mounted in containers, so it is context. The hashed facts
 * rest on traces that a container sees as its host does: file systems that a module registers only when it is active,
 * parameters in sysfs, and sysctls.
 */
#include "collect/kernel/features.h"

struct trace {
    const char *module;
    const char *path;
    const char *value; /* the file's required content; NULL: any */
};

static const struct trace traces[] = {
    {"apparmor", "/sys/module/apparmor/parameters/enabled", "Y"},
    {"yama", "/proc/sys/kernel/yama/ptrace_scope", NULL},
    {"loadpin", "/proc/sys/kernel/loadpin/enforce", NULL},
};

static void add_registered(struct collect *c, struct bag *active, const struct bag *file_systems)
{
    for (size_t i = 0; i < file_systems->count; i++)
        if (view_is(file_systems->items[i], "selinuxfs"))
            envfp__bag_add(c, active, VIEW("selinux"));
        else if (view_is(file_systems->items[i], "smackfs"))
            envfp__bag_add(c, active, VIEW("smack"));
}

/* Modes from securityfs and selinuxfs, which containers do not have: context. Each only where its module is active. */
static void add_modes(struct collect *c, const struct bag *active)
{
    struct view line, word;
    for (size_t i = 0; i < active->count; i++)
        if (view_is(active->items[i], "selinux")) {
            enum envfp_reason reason =
                source_read_line(c->source, c->scratch, "/sys/fs/selinux/enforce", &line);
            if (reason == ENVFP_REASON_NONE && line.length)
                fact_boolean(c, "lsm.selinux_enforcing", !view_is(line, "0"));
            fact_gap(c, "lsm.selinux_enforcing", reason);
        }
    enum envfp_reason reason = source_read_line(c->source, c->scratch, "/sys/kernel/security/lsm", &line);
    fact_gap(c, "lsm.order", reason);
    if (reason != ENVFP_REASON_NONE || !line.length)
        return;
    fact_string(c, "lsm.order", line);
    if (!view_has(line, VIEW("lockdown")))
        return;
    reason = source_read_line(c->source, c->scratch, "/sys/kernel/security/lockdown", &line);
    if (reason == ENVFP_REASON_NONE && envfp__kernel_chosen(line, &word))
        fact_string(c, "lsm.lockdown", word);
    else
        fact_gap(c, "lsm.lockdown", reason == ENVFP_REASON_NONE ? ENVFP_REASON_MALFORMED : reason);
}

void envfp__kernel_tell_lsm(struct collect *c, enum envfp_reason reason, const struct bag *file_systems)
{
    struct bag active = {0};
    struct view text;
    add_registered(c, &active, file_systems);
    bool gap = reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < sizeof traces / sizeof *traces && !gap; i++) {
        reason = source_read_line(c->source, c->scratch, traces[i].path, &text);
        if (reason == ENVFP_REASON_NONE && (!traces[i].value || view_is(text, traces[i].value)))
            envfp__bag_add(c, &active, view_of(traces[i].module));
        gap = reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT;
    }
    if (gap)
        fact_gap(c, "lsm.active", reason);
    else if (active.count)
        fact_set(c, "lsm.active", active.items, active.count);
    add_modes(c, &active);
}
