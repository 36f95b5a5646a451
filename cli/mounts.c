/* SPDX-License-Identifier: MIT */
/* Whether looking into a folder could wait for another machine or program. */
#include "cli.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A disk, or the kernel's own. Anything else is one of many that may wait (NFS, FUSE, autofs...). */
static bool is_local(const char *type, const char *source)
{
    static const char *const types[] = {"cgroup", "cgroup2", "devpts",   "devtmpfs", "mqueue", "overlay",
                                        "proc",   "ramfs",   "squashfs", "sysfs",    "tmpfs",  "zfs"};
    if (strncmp(type, "fuse", 4) == 0)
        return false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return strncmp(source, "/dev/", 5) == 0;
}

/* Turns \ooo into the byte, in place: proc_pid_mountinfo(5). */
static void unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        char digits[4] = {0};
        if (*from == '\\' && strlen(from) > 3) {
            memcpy(digits, from + 1, 3);
            *to++ = (char)strtol(digits, NULL, 8);
            from += 3;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* One line: ID, parent, device, root, mount point ... - type source options. */
static bool waits_below(char *line, const char *folder, size_t length)
{
    char *rest = line, *tail = strstr(line, " - "), *point = NULL;
    if (!tail)
        return false;
    *tail = '\0';
    tail += 3;
    for (unsigned i = 0; i < 5; i++)
        point = strsep(&rest, " ");
    const char *type = strsep(&tail, " "), *source = tail ? strsep(&tail, " ") : "";
    if (!point)
        return false;
    unescape(point);
    return strncmp(point, folder, length) == 0 && point[length] == '/' && !is_local(type, source);
}

bool folder_may_wait(int folder)
{
    char own[64], path[PATH_MAX], *line = NULL;
    size_t capacity = 0;
    bool waits = false;
    (void)snprintf(own, sizeof own, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(own, path, sizeof path - 1);
    FILE *mounts = length > 0 ? fopen("/proc/self/mountinfo", "re") : NULL;
    if (!mounts)
        return false;
    path[length] = '\0';
    while (!waits && getline(&line, &capacity, mounts) > 0)
        waits = waits_below(line, path, length > 1 ? (size_t)length : 0);
    free(line);
    (void)fclose(mounts);
    return waits;
}
