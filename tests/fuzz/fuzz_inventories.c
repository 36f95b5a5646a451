/* SPDX-License-Identifier: MIT */
/* Package managers' databases that are one file: the first byte chooses which, the rest is its content. */
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        const char *collector, *path;
    } databases[] = {
        {"apk", "/lib/apk/db/installed"},
        {"guix", "/run/current-system/profile/manifest"},
        {"opkg", "/usr/lib/opkg/status"},
        {"pacman", "/etc/pacman.conf"},
        {"snap", "/snap/name/x1/meta/snap.yaml"},
        {"xbps", "/var/db/xbps/pkgdb-0.38.plist"},
        {"flatpak", "/var/lib/flatpak/app/id/current/active/files/share/metainfo/id.metainfo.xml"},
    };
    if (size == 0)
        return 0;
    size_t at = data[0] % (sizeof databases / sizeof *databases);
    struct world *world = world_new();
    world_bytes(world, databases[at].path, data + 1, size - 1);
    world_collect(world, databases[at].collector);
    world_free(world);
    return 0;
}
