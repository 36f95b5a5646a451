/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <time.h>

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
    envfp__mounts_parse(arena, view_of(table), MOUNTS_OWN, &mounts);
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
    cr_assert(envfp__mounts_may_block(&mounts, VIEW("/opt")));
    cr_assert(envfp__mounts_may_block(&mounts, VIEW("/opt/x/y")));
    cr_assert_not(envfp__mounts_may_block(&mounts, VIEW("/optional")));
    cr_assert(envfp__mounts_block_below(&mounts, VIEW("/mnt")));
    cr_assert(envfp__mounts_block_below(&mounts, VIEW("/")));
    cr_assert_not(envfp__mounts_block_below(&mounts, VIEW("/mnt/a")));
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/sys/class/net")));
    cr_assert(envfp__mounts_hide(&mounts, VIEW("/proc/scsi/scsi")));
    envfp__arena_release(&arena);
}

Test(mounts, believes_fuse_only_at_the_places_of_lxcfs)
{
    static const struct {
        const char *line;
        bool own, others; /* remote in our list, in another process's */
    } cases[] = {
        {"2 1 0:9 / /proc/cpuinfo rw - fuse.lxcfs lxcfs rw", false, true},
        {"2 1 0:9 / /proc/pressure/io rw - fuse.lxcfs lxcfs rw", false, true},
        {"2 1 0:9 / /sys/devices/system/cpu/online rw - fuse.lxcfs lxcfs rw", false, true},
        {"2 1 0:9 / /var/lib/lxcfs rw - fuse.lxcfs lxcfs rw", false, true},
        {"2 1 0:9 / /proc/cpuinfo rw - fuse.lxc lxcfs rw", true, true},
        {"2 1 0:9 / /proc/cpuinfo rw - fuse lxcfs rw", true, true},
        {"2 1 0:9 / /proc/cpuinfox rw - fuse.lxcfs lxcfs rw", true, true},
        {"2 1 0:9 / /proc rw - fuse.lxcfs lxcfs rw", true, true},
        {"2 1 0:9 / /proc/sys rw - fuse.lxcfs lxcfs rw", true, true},
        {"2 1 0:9 / /home/a rw - fuse.lxcfs lxcfs rw", true, true},
        {"2 1 0:9 / /proc/sys rw - fuse sysboxfs rw", true, true},
        {"2 1 8:9 / /media rw - fuseblk /dev/sda1 rw", true, true},
        {"2 1 8:9 / /media rw - fuseblk.ntfs /dev/sda1 rw", true, true},
        {"2 1 0:9 / /sys/fs/fuse/connections rw - fusectl fusectl rw", false, false},
        {"2 1 0:9 / /mnt rw - lxfs rootfs rw", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct mounts mounts;
        envfp__arena_init(&arena, NULL, SIZE_MAX);
        envfp__mounts_parse(&arena, view_of(cases[i].line), MOUNTS_OWN, &mounts);
        cr_assert_eq(mounts.count, 1);
        cr_expect_eq(mounts.list[0].remote, cases[i].own, "%s", cases[i].line);
        envfp__mounts_parse(&arena, view_of(cases[i].line), MOUNTS_OF_ANOTHER, &mounts);
        cr_expect_eq(mounts.list[0].remote, cases[i].others, "%s", cases[i].line);
        envfp__arena_release(&arena);
    }
}

/* A trigger of an automounter counts no more once its file system is there, wherever the two are listed. At "/" a process
 * may still be in the lower one. */
Test(mounts, counts_the_upper_of_two)
{
    static const struct {
        const char *text;
        bool blocks;
    } cases[] = {
        {"20 1 0:30 / /boot rw - autofs systemd-1 rw\n21 20 8:1 / /boot rw - ext4 /dev/sda1 rw\n", false},
        {"21 20 8:1 / /boot rw - ext4 /dev/sda1 rw\n20 1 0:30 / /boot rw - autofs systemd-1 rw\n", false},
        {"20 1 8:1 / /boot rw - ext4 /dev/sda1 rw\n21 20 0:30 / /boot rw - nfs x:/ rw\n", true},
        {"21 20 0:30 / /boot rw - nfs x:/ rw\n20 1 8:1 / /boot rw - ext4 /dev/sda1 rw\n", true},
        {"20 1 0:30 / /boot rw - nfs x:/ rw\n21 20 8:1 / /boot/efi rw - vfat /dev/sda1 rw\n", true},
        {"20 1 0:30 / / rw - nfs x:/ rw\n21 20 8:1 / / rw - ext4 /dev/sda1 rw\n", true},
        {"20 1 0:30 / /b rw - nfs x:/ rw\n21 20 0:31 / /b rw - nfs y:/ rw\n22 21 8:1 / /b rw - ext4 x rw\n",
         false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct mounts mounts;
        envfp__arena_init(&arena, NULL, SIZE_MAX);
        envfp__mounts_parse(&arena, view_of(cases[i].text), MOUNTS_OWN, &mounts);
        bool blocks = envfp__mounts_may_block(&mounts, VIEW("/boot/efi/x")) ||
                      envfp__mounts_may_block(&mounts, VIEW("/b"));
        cr_expect_eq(blocks, cases[i].blocks, "%s", cases[i].text);
        envfp__arena_release(&arena);
    }
}

Test(mounts, looks_at_the_layers_of_an_overlay)
{
    static const struct {
        const char *options;
        bool blocks;
    } cases[] = {
        {"rw,lowerdir=/usr:/opt,upperdir=/u,workdir=/w", false},
        {"rw,lowerdir=/usr:/net/x,upperdir=/u,workdir=/w", true},
        {"rw,lowerdir=/net:/usr", true},
        {"ro,lowerdir+=/usr,lowerdir+=/net/y", true},
        {"ro,lowerdir=/usr,upperdir=/net/u,workdir=/net/w", true},
        {"rw,lowerdir=/nets", false},
        {"rw", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct mounts mounts;
        char text[256];
        envfp__arena_init(&arena, NULL, SIZE_MAX);
        snprintf(text, sizeof text, "21 1 0:31 / /o rw - overlay o %s\n20 1 0:30 / /net rw - nfs x:/ rw\n",
                 cases[i].options);
        envfp__mounts_parse(&arena, view_of(text), MOUNTS_OWN, &mounts);
        cr_expect_eq(envfp__mounts_may_block(&mounts, VIEW("/o/x")), cases[i].blocks, "%s", cases[i].options);
        envfp__arena_release(&arena);
    }
}

/* In whichever order they are listed. */
Test(mounts, looks_at_the_layers_of_a_layer)
{
    static const char *const text = "21 1 0:31 / /o rw - overlay o rw,lowerdir=/b/low\n"
                                    "22 1 0:32 / /b rw - overlay b rw,lowerdir=/net/low\n"
                                    "23 1 0:33 / /c rw - overlay c rw,lowerdir=/usr\n"
                                    "20 1 0:30 / /net rw - nfs x:/ rw\n";
    struct arena arena;
    struct mounts mounts;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__mounts_parse(&arena, view_of(text), MOUNTS_OWN, &mounts);
    cr_expect(envfp__mounts_may_block(&mounts, VIEW("/b/x")));
    cr_expect(envfp__mounts_may_block(&mounts, VIEW("/o/x")));
    cr_expect_not(envfp__mounts_may_block(&mounts, VIEW("/c/x")));
    envfp__arena_release(&arena);
}

/* A namespace of its own lets anybody mount a hundred thousand times, with hundreds of layers each. */
Test(mounts, many_layers_over_many_mounts_cost_little)
{
    struct arena arena;
    struct mounts mounts;
    struct text text = {.arena = &arena};
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    for (int i = 0; i < 50000; i++) {
        envfp__text_add(&text, VIEW("21 1 0:31 / /m"));
        envfp__text_add_number(&text, i);
        envfp__text_add(&text, VIEW(" rw - nfs n rw\n"));
    }
    for (int i = 0; i < 400; i++) {
        envfp__text_add(&text, VIEW("22 1 0:32 / /o rw - overlay o rw,lowerdir=/m"));
        for (int layer = 0; layer < 500; layer++)
            envfp__text_add(&text, VIEW(":/m"));
        envfp__text_add_byte(&text, '\n');
    }
    clock_t start = clock();
    envfp__mounts_parse(&arena, envfp__text_view(&text), MOUNTS_OWN, &mounts);
    cr_expect_eq(mounts.remote_count, 50000);
    cr_expect(clock() - start < 3 * CLOCKS_PER_SEC);
    envfp__arena_release(&arena);
}

Test(mounts, moves_those_below_a_folder)
{
    struct arena arena;
    struct mounts mounts = parsed(&arena), below;
    envfp__mounts_below(&arena, &mounts, VIEW("/mnt"), &below);
    cr_assert_eq(below.count, 1);
    cr_expect(view_is(below.list[0].point, "/a b"));
    envfp__mounts_below(&arena, &mounts, VIEW("/"), &below);
    cr_expect_eq(below.count, 3);
    envfp__mounts_below(&arena, &mounts, VIEW("/opt"), &below);
    cr_expect_eq(below.count, 0, "the folder's own mount was named");
    envfp__arena_release(&arena);
}

Test(mounts, trusts_what_this_process_runs_from)
{
    struct arena arena;
    struct mounts mounts = parsed(&arena);
    envfp__mounts_exempt(&mounts, VIEW("7f00-7f01 r-xp 00000000 00:3e 12 /opt/prog\n"
                                       "7f01-7f02 r--p 00001000 00:3e 12 /opt/prog\n"
                                       "7f01-7f02 r--s 00000000 00:3c 12 /home/alice/data\n"
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
                        MOUNTS_OWN, &mounts);
    cr_assert(envfp__mounts_hide(&mounts, VIEW("/proc/cpuinfo")));
    cr_assert(envfp__mounts_hide(&mounts, VIEW("/proc/sys/kernel/osrelease")));
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/proc/self/status")));
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/proc/7/status")));
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/sys/hypervisor/type")));
    cr_assert_not(envfp__mounts_hide(&mounts, VIEW("/sys/fs/cgroup/cpu/x")));
    cr_assert(envfp__mounts_hide(&mounts, VIEW("/sys/fs/cgroup/memory/x")), "sysfs has no groups");
    envfp__arena_release(&arena);
}

/* What lxcfs, or anybody, lays over a file of the kernel's is no word about the machine; the kernel's own are. */
Test(mounts, overlays_are_told_from_the_kernels_own)
{
    static const char list[] =
        "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "21 20 0:21 / /proc rw - proc proc rw\n"
        "22 20 0:22 / /sys rw - sysfs sysfs rw\n"
        "23 21 0:44 /proc/cpuinfo /proc/cpuinfo rw - fuse.lxcfs lxcfs rw\n"
        "24 22 0:44 /sys/devices/system/cpu /sys/devices/system/cpu rw - fuse.lxcfs lxcfs rw\n"
        "25 21 8:1 /faked /proc/meminfo rw - ext4 /dev/sda1 rw\n"
        "26 22 0:23 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
        "27 22 0:24 / /sys/kernel/security rw - securityfs securityfs rw\n";
    struct arena arena;
    struct mounts mounts;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__mounts_parse(&arena, view_of(list), MOUNTS_OWN, &mounts);
    cr_expect(envfp__mounts_overlay(&mounts, VIEW("/proc/cpuinfo"), false));
    cr_expect(envfp__mounts_overlay(&mounts, VIEW("/sys/devices/system/cpu/online"), false));
    cr_expect(envfp__mounts_overlay(&mounts, VIEW("/proc/meminfo"), false));
    cr_expect_not(envfp__mounts_overlay(&mounts, VIEW("/proc/stat"), false));
    cr_expect_not(envfp__mounts_overlay(&mounts, VIEW("/sys/devices/system/node"), false));
    cr_expect_not(envfp__mounts_overlay(&mounts, VIEW("/sys/fs/cgroup/memory.max"), false));
    cr_expect_not(envfp__mounts_overlay(&mounts, VIEW("/sys/kernel/security/lsm"), false));
    cr_expect_not(envfp__mounts_overlay(&mounts, VIEW("/etc/os-release"), false));
    envfp__arena_release(&arena);
}

/* ---- What stands on others ------------------------------------------------------------------------------- */

static struct mounts listed(struct arena *arena, const char *lines, enum mounts_of whose)
{
    struct mounts mounts;
    envfp__mounts_parse(arena, view_of(lines), whose, &mounts);
    return mounts;
}

/* Disks that are served stand in no list of types. */
Test(mounts, served_disks_may_block)
{
    static const char *const names[] = {"nbd0", "nbd3p1", "rbd1", "ublkb0", "drbd7"};
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char line[128];
        snprintf(line, sizeof line, "22 1 43:0 / /data rw - ext4 /dev/%s rw\n", names[i]);
        struct mounts mounts = listed(&arena, line, MOUNTS_OWN);
        cr_expect(envfp__mounts_may_block(&mounts, VIEW("/data/file")), "%s", names[i]);
    }
    struct mounts mounts = listed(&arena, "22 1 8:1 / /data rw - ext4 /dev/sda1 rw\n", MOUNTS_OWN);
    cr_expect_not(envfp__mounts_may_block(&mounts, VIEW("/data/file")));
    envfp__arena_release(&arena);
}

/* What another process's list has in common with ours is judged as in ours; a hundred thousand take no longer. */
Test(mounts, what_is_known_is_judged_once)
{
    struct arena arena;
    struct text lines = {.arena = &arena};
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct mounts own = listed(&arena,
                               "30 1 0:50 / /far rw - fuse.sshfs host rw\n"
                               "31 1 0:51 / /near rw - overlay overlay rw,lowerdir=/usr\n"
                               "32 1 0:52 / /over rw - overlay overlay rw,lowerdir=/far\n",
                               MOUNTS_OWN);
    for (unsigned i = 0; i < 50000; i++)
        envfp__text_add(&lines, VIEW("31 1 0:51 / / rw - overlay overlay rw,lowerdir=/elsewhere\n"));
    envfp__text_add(&lines, VIEW("32 1 0:52 / /mine rw - overlay overlay rw,lowerdir=/usr"));
    struct mounts theirs;
    envfp__mounts_parse(&arena, envfp__text_view(&lines), MOUNTS_OF_ANOTHER, &theirs);
    envfp__mounts_judge_stacked(&arena, &theirs, &own);
    cr_expect_not(envfp__mounts_may_block(&theirs, VIEW("/bin")));
    cr_expect(envfp__mounts_may_block(&theirs, VIEW("/mine/bin")));
    cr_expect_eq(theirs.remote_count, 1);
    envfp__arena_release(&arena);
}
