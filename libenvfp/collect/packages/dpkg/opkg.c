/* SPDX-License-Identifier: MIT */
/* opkg's packages (OpenWrt, Yocto): a status file of dpkg's form. Images are built with packages unpacked,
 * which are set up at the first start; opkg lists them as installed. */
#ifdef DECLARING

COLLECTOR(0, FILES)

LINES("/{usr/lib,var/lib,opt/lib}/opkg/status", dpkg)

FACT("opkg/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/usr/lib/opkg/status, else below /var; /opt/lib/opkg/status",
     "Version of each opkg package (OpenWrt, Yocto, Entware): what programs, libraries and data there "
     "are.")

#else
#include "collect/packages/dpkg/dpkg_file.h"

#define LAYER PACKAGES
#define OWNER opkg
#define DECLARES "collect/packages/dpkg/opkg.c"
#include "collect/declare.h"

static void add_package(void *state, struct view name, struct view architecture, struct view version)
{
    (void)architecture;
    fact_member(state, "opkg", name, version);
}

void envfp__collect_opkg(struct collect *c)
{
    static const char *const places[] = {"/usr/lib/opkg/status", "/var/lib/opkg/status"};
    char *buffer = envfp__arena_room(c->scratch, DPKG_BUFFER);
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    for (size_t i = 0; buffer && i < sizeof places / sizeof *places && reason == ENVFP_REASON_ABSENT; i++)
        reason = envfp__dpkg_read(c, places[i], buffer, DPKG_UNPACKED, add_package, c);
    fact_gap(c, "opkg/*", reason);
    /* Entware, a collection of packages beside the system's own. */
    if (buffer)
        fact_gap(c, "opkg/*",
                 envfp__dpkg_read(c, "/opt/lib/opkg/status", buffer, DPKG_UNPACKED, add_package, c));
}

#endif
