/* SPDX-License-Identifier: MIT */
/* Package managers' databases: the first byte chooses which. Those that are one file have the rest as its content;
 * those that are folders, a name in each line of it. */
#include <string.h>

#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* At the end those that came last: the seeds' first bytes count on it. */
static const struct {
    const char *collector, *path; /* names where it ends with a slash */
} databases[] = {
    {"apk", "/lib/apk/db/installed"},
    {"guix", "/run/current-system/profile/manifest"},
    {"opkg", "/usr/lib/opkg/status"},
    {"pacman", "/etc/pacman.conf"},
    {"snap", "/snap/name/x1/meta/snap.yaml"},
    {"xbps", "/var/db/xbps/pkgdb-0.38.plist"},
    {"flatpak", "/var/lib/flatpak/app/id/current/active/files/share/metainfo/id.metainfo.xml"},
    {"cos", "/etc/cos-package-info.json"},
    {"crux", "/var/lib/pkg/db"},
    {"os", "/etc/os-release"},
    {"os", "/etc/lsb-release"},
    {"os", "/etc/SuSE-release"},
    {"os", "/etc/redhat-release"},
    {"os", "/system/build.prop"},
    {"dpkg", "/var/lib/dpkg/status.d/name"},
    {"dpkg", "/var/lib/dpkg/updates/0001"},
    {"pacman", "/var/lib/pacman/local/"},
    {"entries", "/var/lib/pkgtools/packages/"},
    {"entries", "/var/lib/eopkg/package/"},
    {"portage", "/var/db/pkg/category/"},
    {"nix", "/nix/store/"},
    {"guix", "/gnu/store/"},
    {"snap", "/snap/name/"},
};

static void add_names(struct world *world, const char *folder, struct view text)
{
    char path[512];
    struct view name;
    size_t length = strlen(folder);
    memcpy(path, folder, length);
    while (view_cut(&text, '\n', &name)) {
        if (name.length == 0 || name.length >= sizeof path - length ||
            view_find_byte(name, '/') != SIZE_MAX || view_find_byte(name, '\0') != SIZE_MAX ||
            view_is(name, ".") || view_is(name, ".."))
            continue;
        memcpy(path + length, name.text, name.length);
        path[length + name.length] = '\0';
        world_directory(world, path);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    size_t at = data[0] % (sizeof databases / sizeof *databases);
    const char *path = databases[at].path;
    struct world *world = world_new();
    world_refuses(
        world); /* that a recording tells the same is asked of texts that somebody wrote, in the unit tests */
    world_directory(world, "/gnu/store");
    if (path[strlen(path) - 1] == '/')
        add_names(world, path, (struct view){(const char *)data + 1, size - 1});
    else
        world_bytes(world, path, data + 1, size - 1);
    world_collect(world, databases[at].collector);
    world_free(world);
    return 0;
}
