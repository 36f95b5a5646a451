/* SPDX-License-Identifier: MIT */
/*
 * Security modules. The kernel's own list (securityfs) is not mounted in containers, so it is context; what
 * is hashed comes from traces that a container sees as its host does: file systems that a module registers
 * only when it is active, and parameters in sysfs and sysctls.
 */
#include "collect/collect.h"

struct trace {
    const char *module;
    const char *path;
    const char *value; /* the file's content; NULL: it is enough that it is there */
};

static const struct trace traces[] = {
    {"apparmor", "/sys/module/apparmor/parameters/enabled", "Y"},
    {"yama", "/proc/sys/kernel/yama/ptrace_scope", NULL},
    {"loadpin", "/proc/sys/kernel/loadpin/enforce", NULL},
};

static void add_registered(struct collect *c, struct bag *active, struct view filesystems)
{
    struct view line, word;
    while (view_cut(&filesystems, '\n', &line)) {
        if (!view_cut_word(&line, &word) || !view_is(word, "nodev") || !view_cut_word(&line, &word))
            continue;
        if (view_is(word, "selinuxfs"))
            envfp__bag_add(c, active, VIEW("selinux"));
        else if (view_is(word, "smackfs"))
            envfp__bag_add(c, active, VIEW("smack"));
    }
}

void envfp__collect_lsm(struct collect *c)
{
    struct bag active = {0};
    struct view text;
    enum envfp_reason reason = source_read(c->source, "/proc/filesystems", &text);
    if (reason == ENVFP_REASON_NONE)
        add_registered(c, &active, text);
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
    envfp__collect_attribute(c, "lsm.order", "/sys/kernel/security/lsm");
}
