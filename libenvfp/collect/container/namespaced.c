/* SPDX-License-Identifier: MIT */
/* Sysctls that belong to a namespace, where they deviate from what a namespace begins with; context of which kernels have
 * no one default is told whatever it is. */
#ifdef DECLARING

COLLECTOR(0, LIVE)

LINES("/proc/sys/net/core/somaxconn", words)
LINES("/proc/sys/net/ipv4/ip_unprivileged_port_start", words)
LINES("/proc/sys/net/ipv6/conf/all/disable_ipv6", words)
LINES("/proc/sys/user/max_user_namespaces", words)
LINES("/proc/sys/vm/memfd_noexec", words)

FACT("sysctl.net.core.somaxconn", STRING, CONTEXT, ALTERS, POLICY, "connections",
     "/proc/sys/net/core/somaxconn", "Documentation/admin-guide/sysctl/net.rst; listen(2)",
     "Longest queue of a listening socket, whatever its program asks for; 4096 since Linux 5.4, 128 before.")
FACT("sysctl.net.ipv4.ip_unprivileged_port_start", STRING, HASHED, BREAKS, POLICY, "",
     "/proc/sys/net/ipv4/ip_unprivileged_port_start", "Documentation/networking/ip-sysctl.rst",
     "First port that an unprivileged program may listen on, where it is not 1024.")
FACT("sysctl.net.ipv6.conf.all.disable_ipv6", STRING, HASHED, BREAKS, POLICY, "",
     "/proc/sys/net/ipv6/conf/all/disable_ipv6", "Documentation/networking/ip-sysctl.rst",
     "That IPv6 is switched off: listening on :: fails.")
FACT("sysctl.user.max_user_namespaces", STRING, HASHED, BREAKS, POLICY, "",
     "/proc/sys/user/max_user_namespaces", "namespaces(7)",
     "That no user namespaces may be made: sandboxes of browsers and build tools fail.")
FACT("sysctl.vm.memfd_noexec", STRING, HASHED, BREAKS, POLICY, "", "/proc/sys/vm/memfd_noexec",
     "Documentation/admin-guide/sysctl/vm.rst",
     "That memory files may not be executed: some just-in-time compilers and launchers fail.")

#else
#include "source/keep.h"

#define LAYER CONTAINER
#define OWNER namespaced
#define DECLARES "collect/container/namespaced.c"
#include "collect/declare.h"

#include "collect/collect.h"

struct row {
    const char *key, *path;
    const char *usual;    /* the kernel's default: nothing to tell */
    const char *remarked; /* or the one value that is worth telling; neither: all are */
};

static const struct row rows[] = {
    {"sysctl.net.core.somaxconn", "/proc/sys/net/core/somaxconn", NULL, NULL},
    /* Docker and Podman set 0 in their network namespaces. */
    {"sysctl.net.ipv4.ip_unprivileged_port_start", "/proc/sys/net/ipv4/ip_unprivileged_port_start", "1024",
     NULL},
    {"sysctl.net.ipv6.conf.all.disable_ipv6", "/proc/sys/net/ipv6/conf/all/disable_ipv6", "0", NULL},
    /* The number follows the machine's memory; none at all is a policy. */
    {"sysctl.user.max_user_namespaces", "/proc/sys/user/max_user_namespaces", NULL, "0"},
    {"sysctl.vm.memfd_noexec", "/proc/sys/vm/memfd_noexec", "0", NULL},
};

static bool is_told(const struct row *row, struct view line)
{
    if (row->usual)
        return !view_is(line, row->usual);
    return row->remarked ? view_is(line, row->remarked) : envfp__keep_is_numbers(line);
}

void envfp__collect_namespaced(struct collect *c)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view line;
        enum envfp_reason reason = source_read_line(c->source, c->scratch, rows[i].path, &line);
        if (reason != ENVFP_REASON_NONE)
            fact_gap(c, rows[i].key, reason);
        else if (is_told(&rows[i], line))
            fact_string(c, rows[i].key, line);
    }
}

#endif
