/* SPDX-License-Identifier: MIT */
/* Sysctls that belong to a namespace, where they deviate from what a namespace begins with. */
#include "collect/collect.h"

struct row {
    const char *key, *path;
    const char *usual;    /* the kernel's default: nothing to tell */
    const char *remarked; /* or the one value that is worth telling */
};

static const struct row rows[] = {
    /* Docker and Podman set 0 in their network namespaces. */
    {"sysctl.net.ipv4.ip_unprivileged_port_start", "/proc/sys/net/ipv4/ip_unprivileged_port_start", "1024",
     NULL},
    {"sysctl.net.ipv6.conf.all.disable_ipv6", "/proc/sys/net/ipv6/conf/all/disable_ipv6", "0", NULL},
    /* The number follows the machine's memory; none at all is a policy. */
    {"sysctl.user.max_user_namespaces", "/proc/sys/user/max_user_namespaces", NULL, "0"},
    {"sysctl.vm.memfd_noexec", "/proc/sys/vm/memfd_noexec", "0", NULL},
};

void envfp__collect_namespaced(struct collect *c)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view line;
        enum envfp_reason reason = source_read_line(c->source, c->scratch, rows[i].path, &line);
        if (reason != ENVFP_REASON_NONE)
            fact_gap(c, rows[i].key, reason);
        else if (rows[i].usual ? !view_is(line, rows[i].usual) : view_is(line, rows[i].remarked))
            fact_string(c, rows[i].key, line);
    }
}
