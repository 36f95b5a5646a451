/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include <criterion/criterion.h>

static const char *const table = "22 27 0:21 / /proc rw - proc proc rw\n"
                                 "23 22 0:50 / /proc/scsi ro - tmpfs tmpfs ro\n"
                                 "24 27 0:22 / /sys rw - sysfs sysfs rw\n"
                                 "27 1 254:0 / / rw shared:1 master:2 - ext4 /dev/vda rw\n"
                                 "28 27 0:60 / /home rw - nfs4 server:/export rw\n"
                                 "29 27 0:61 / /mnt/a\\040b rw - fuse.sshfs user@host:/ rw\n"
                                 "30 27 0:62 / /opt rw - 9p share rw\n"
                                 "a broken line\n"
                                 "31 27 0:63 / /srv rw nothing behind\n";

static struct mounts parsed(struct arena *arena)
{
    struct mounts mounts;
    envfp__arena_init(arena, NULL, SIZE_MAX);
    envfp__mounts_parse(arena, view_of(table), &mounts);
    return mounts;
}

Test(mounts, finds_the_deepest_mount)
{
    struct arena arena;
    struct mounts mounts = parsed(&arena);
    cr_assert_eq(mounts.count, 7);
    cr_assert(view_is(envfp__mounts_find(&mounts, VIEW("/etc/hosts"))->point, "/"));
    cr_assert(view_is(envfp__mounts_find(&mounts, VIEW("/proc/self"))->point, "/proc"));
    cr_assert(view_is(envfp__mounts_find(&mounts, VIEW("/proc/scsi/scsi"))->type, "tmpfs"));
    cr_assert(view_is(envfp__mounts_find(&mounts, VIEW("/process"))->point, "/"), "a prefix is not a parent");
    cr_assert(view_is(envfp__mounts_find(&mounts, VIEW("/mnt/a b/x"))->type, "fuse.sshfs"));
    envfp__arena_release(&arena);
}

Test(mounts, tells_what_may_block)
{
    struct arena arena;
    struct mounts mounts = parsed(&arena);
    cr_assert_eq(mounts.remote_count, 3);
    cr_assert(envfp__mounts_find(&mounts, VIEW("/home/alice"))->remote);
    cr_assert(envfp__mounts_find(&mounts, VIEW("/opt/x"))->remote);
    cr_assert_not(envfp__mounts_find(&mounts, VIEW("/usr/lib"))->remote);
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/sys/class/net")));
    cr_assert(envfp__mounts_hide(&mounts, VIEW("/proc/scsi/scsi")));
    envfp__arena_release(&arena);
}

Test(mounts, trusts_what_this_process_is_mapped_from)
{
    struct arena arena;
    struct mounts mounts = parsed(&arena);
    envfp__mounts_exempt(&mounts, VIEW("7f00-7f01 r-xp 00000000 00:3e 12 /opt/prog\n"
                                       "7f01-7f02 r--p 00001000 00:3e 12 /opt/prog\n"
                                       "7f02-7f03 rw-p 00000000 00:00 0\n"
                                       "nonsense\n"));
    cr_assert_eq(mounts.remote_count, 2);
    cr_assert_not(envfp__mounts_find(&mounts, VIEW("/opt/x"))->remote);
    cr_assert(envfp__mounts_find(&mounts, VIEW("/home/alice"))->remote);
    envfp__arena_release(&arena);
}

Test(mounts, hides_what_a_part_of_procfs_or_sysfs_lacks)
{
    struct arena arena;
    struct mounts mounts;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__mounts_parse(&arena,
                        VIEW("22 27 0:21 / /proc rw - proc proc rw,hidepid=invisible,subset=pid\n"
                             "24 27 0:22 / /sys rw - sysfs sysfs rw\n"
                             "25 24 0:23 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"),
                        &mounts);
    cr_assert(envfp__mounts_hide(&mounts, VIEW("/proc/cpuinfo")));
    cr_assert(envfp__mounts_hide(&mounts, VIEW("/proc/sys/kernel/osrelease")));
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/proc/self/status")));
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/proc/7/status")));
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/sys/hypervisor/type")));
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/sys/fs/cgroup/cpu/x")));
    cr_assert(envfp__mounts_hide(&mounts, VIEW("/sys/fs/cgroup/memory/x")), "sysfs has no groups");
    envfp__arena_release(&arena);
}
