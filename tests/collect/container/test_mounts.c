/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(mounts, .init = set_up, .fini = tear_down);

#define CONTAINER ENVFP_LAYER_CONTAINER
#define SANDBOX ENVFP_LAYER_SANDBOX
#define ID "188329f95b930c32eeeffd34658ed2538960947e166743fa3743f5ce3d739b40"
#define PROC "30 20 0:62 / /proc rw,nosuid - proc proc rw\n"

/* The collectors, too, that have a fact of what the table of mounts says. */
static void run(void)
{
    world_collect(world, "mounts");
    world_collect_also(world, "cgroup");
    world_collect(world, "process");
}

static void collect(const char *text)
{
    world_file(world, "/proc/self/mountinfo", text);
    run();
}

Test(mounts, knows_docker)
{
    collect("20 8 0:60 / / rw,relatime master:451 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/X,"
            "upperdir=/var/lib/docker/overlay2/Y/diff\n" PROC
            "40 30 0:69 / /proc/acpi ro,relatime - tmpfs tmpfs ro\n"
            "41 30 0:63 /null /proc/kcore rw,nosuid - tmpfs tmpfs rw\n"
            "42 30 0:62 /sys /proc/sys ro,nosuid - proc proc rw\n"
            "45 30 0:62 /irq /proc/irq ro,nosuid - proc proc rw\n"
            "43 20 253:1 /var/lib/docker/containers/" ID "/hosts /etc/hosts rw - xfs /dev/sda1 rw\n");
    cr_assert_str_eq(world_set(world, CONTAINER, "mounts.hints"), "docker oci");
    cr_assert_str_eq(world_set(world, CONTAINER, "mounts.masked"), "/proc/acpi /proc/kcore");
    cr_assert_str_eq(world_set(world, CONTAINER, "mounts.readonly"), "/proc/sys");
    cr_assert_str_eq(world_string(world, CONTAINER, "mounts.root_type"), "overlay");
    cr_assert_str_eq(world_string(world, CONTAINER, "cgroup.container_id"), ID);
    cr_assert_eq(world_boolean(world, CONTAINER, "mounts.root_disk"), 0);
    cr_assert_eq(world_boolean(world, SANDBOX, "root.changed"), -1);
}

Test(mounts, is_not_misled_by_a_hosts_containers)
{
    collect("20 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n" PROC
            "50 20 0:70 / /var/lib/docker/overlay2/Y/merged rw - overlay overlay "
            "rw,lowerdir=/var/lib/docker/overlay2/l\n"
            "51 20 0:71 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755\n"
            "52 51 0:72 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n");
    cr_assert_null(world_set(world, CONTAINER, "mounts.hints"));
    cr_assert_null(world_set(world, CONTAINER, "mounts.masked"));
    cr_assert_null(world_set(world, CONTAINER, "mounts.readonly"));
    cr_assert_eq(world_boolean(world, CONTAINER, "mounts.root_disk"), 1);
}

Test(mounts, does_not_take_the_pause_containers_id)
{
    collect("20 8 0:60 / / rw - overlay overlay rw,lowerdir=/var/lib/containers/storage/overlay/l/X\n" PROC
            "43 20 0:25 /containers/storage/overlay-containers/" ID
            "/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw\n"
            "44 20 8:1 /var/lib/kubelet/pods/19cc-a5/etc-hosts /etc/hosts rw - xfs /dev/vda4 rw\n");
    cr_assert_str_eq(world_set(world, CONTAINER, "mounts.hints"), "containers-storage kubernetes");
    cr_assert_null(world_string(world, CONTAINER, "cgroup.container_id"));
}

Test(mounts, reads_cgroup_mounts_that_begin_inside)
{
    collect(PROC "51 20 0:32 /docker/" ID " /sys/fs/cgroup/systemd ro - cgroup cgroup rw,name=systemd\n");
    cr_assert_str_eq(world_string(world, CONTAINER, "cgroup.container_id"), ID);
    cr_assert_str_eq(world_set(world, CONTAINER, "mounts.hints"), "docker");
}

Test(mounts, sees_a_root_that_is_no_mount)
{
    collect(PROC "31 20 8:1 /usr /usr rw - ext4 /dev/sda1 rw\n");
    cr_assert_eq(world_boolean(world, SANDBOX, "root.changed"), 1);
}

Test(mounts, claims_nothing_from_a_fragment)
{
    collect("1 2 8:1 /a /etc/hostname rw - ext4 /dev/sda1 rw\n");
    cr_assert_eq(world_boolean(world, SANDBOX, "root.changed"), -1);
    collect("not a mount\n1 2 3\n\n - \n20 8 0:60 / / rw\n");
    cr_assert_null(world_string(world, CONTAINER, "mounts.root_type"));
}

Test(mounts, knows_bubblewrap_lxcfs_kata_and_nspawn)
{
    collect("66 42 0:41 /newroot / rw,nosuid,nodev - tmpfs tmpfs rw\n" PROC
            "70 66 0:44 /proc/meminfo /proc/meminfo rw - fuse.lxcfs lxcfs rw\n"
            "71 66 0:45 / /run/host/incoming ro - tmpfs tmpfs rw\n");
    cr_assert_str_eq(world_set(world, CONTAINER, "mounts.hints"), "bubblewrap lxcfs systemd-nspawn");
    collect("66 42 0:41 /x / rw - virtiofs kataShared rw\n" PROC);
    cr_assert_str_eq(world_set(world, CONTAINER, "mounts.hints"), "kata");
}

#define OTHER "a8f62e52ed7c2cd85242dcf0eb1d727b643540ceca7f328ad7d2f31aedf07731"

Test(mounts, takes_the_containers_own_id_in_a_pod)
{
    collect(
        "20 8 0:60 / / rw - overlay overlay rw,lowerdir=/var/lib/containers/storage/overlay/l/X\n" PROC
        "43 20 0:25 /containers/storage/overlay-containers/" ID
        "/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw\n"
        "44 20 8:1 /ostree/deploy/x/var/lib/kubelet/pods/19cc-a5/containers/web/35 /dev/termination-log rw "
        "- xfs /dev/vda4 rw\n"
        "45 20 0:25 /containers/storage/overlay-containers/" OTHER
        "/userdata/run/secrets /run/secrets rw - tmpfs tmpfs rw\n");
    cr_assert_str_eq(world_set(world, CONTAINER, "mounts.hints"), "containers-storage kubernetes");
    cr_assert_str_eq(world_string(world, CONTAINER, "cgroup.container_id"), OTHER);
}

Test(mounts, takes_podmans_id_from_its_marker)
{
    collect(PROC "45 20 0:25 /containers/overlay-containers/" ID
                 "/userdata/.containerenv /run/.containerenv rw - tmpfs tmpfs rw\n");
    cr_assert_str_eq(world_string(world, CONTAINER, "cgroup.container_id"), ID);
}

Test(mounts, have_an_id_that_the_cgroup_path_outweighs)
{
    world_file(world, "/proc/self/cgroup", "0::/docker/" OTHER "\n");
    collect(PROC "45 20 0:25 /containers/overlay-containers/" ID
                 "/userdata/.containerenv /run/.containerenv rw - tmpfs tmpfs rw\n");
    cr_assert_str_eq(world_string(world, CONTAINER, "cgroup.container_id"), OTHER);
}

Test(mounts, have_an_id_where_the_cgroup_path_cannot_be_read)
{
    world_error(world, "/proc/self/cgroup", ENVFP_REASON_DENIED);
    collect(PROC "45 20 0:25 /containers/overlay-containers/" ID
                 "/userdata/.containerenv /run/.containerenv rw - tmpfs tmpfs rw\n");
    cr_assert_str_eq(world_string(world, CONTAINER, "cgroup.container_id"), ID);
    cr_assert_str_eq(world_gap(world, CONTAINER, "cgroup.*"), "denied");
}

Test(mounts, knows_nerdctl)
{
    collect(PROC "45 20 8:1 /var/lib/nerdctl/1935db59/etchosts/default/" ID
                 "/hosts /etc/hosts rw - ext4 /dev/vda rw\n");
    cr_assert_str_eq(world_set(world, CONTAINER, "mounts.hints"), "containerd");
    cr_assert_str_eq(world_string(world, CONTAINER, "cgroup.container_id"), ID);
}

static const struct {
    const char *line, *hints;
} signs[] = {
    {"9 8 8:1 /var/lib/docker/vfs/dir/1f / rw - ext4 /dev/sda1 rw", "docker"},
    {"9 8 0:3 /@/var/lib/docker/btrfs/subvolumes/1f / rw - btrfs /dev/sda1 rw", "docker"},
    {"9 8 253:2 / / rw - xfs /dev/mapper/docker-8:1-12-ab rw", "docker"},
    {"9 8 0:3 / / rw - overlay overlay "
     "rw,lowerdir=/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/"
     "snapshots/1/fs",
     "containerd-snapshot"},
    {"9 8 8:1 /home/u/.local/share/containers/storage/vfs/dir/1f / rw - ext4 /dev/sda1 rw",
     "containers-storage"},
    {"9 8 8:1 /var/lib/machines/deb / rw - ext4 /dev/sda1 rw", "systemd-nspawn"},
    {"9 8 8:1 /var/lib/lxc/c1/rootfs / rw - ext4 /dev/sda1 rw", "lxc"},
    {"9 8 8:1 /var/snap/lxd/common/lxd/storage-pools/default/containers/c1/rootfs / rw - ext4 /dev/sda1 rw",
     "lxd"},
    {"9 8 8:1 /var/lib/incus/storage-pools/default/containers/c1/rootfs / rw - ext4 /dev/sda1 rw", "incus"},
    {"9 8 0:3 / / rw - overlay overlay rw,upperdir=/var/lib/rkt/pods/run/1/overlay/2/upper", "rkt"},
    {"9 8 0:3 / / ro - overlay overlay ro,lowerdir=/var/lib/apptainer/mnt/session/overlay-lowerdir",
     "apptainer"},
    {"9 8 0:3 / / rw - overlay sid rw,upperdir=/var/lib/schroot/union/overlay/sid-1", "schroot"},
    {"9 8 0:3 / / rw - simfs /vz/private/101 rw", "openvz"},
    {"9 8 182:1 / / rw - ext4 /dev/ploop10p1 rw", "openvz"},
    {"9 8 0:3 / / rw - wslfs rootfs rw", "wsl"},
    {"9 8 0:3 / /mnt/c rw - 9p _ rw,dirsync,aname=drvfs;path=C:", "wsl"},
    {"9 8 0:3 /1a-hosts /etc/hosts rw - virtiofs kataShared rw", "kata"},
    {"9 8 8:1 /opt/nomad/data/alloc/5f3d2a18-7e4b-9c0d-1a2b-3c4d5e6f7a8b/alloc /alloc rw - ext4 /dev/sda1 rw",
     "nomad"},
    {"9 8 0:9 /2kq7m0x3v9w1z5c8b4n6d0f2g /run/secrets/token ro - tmpfs tmpfs ro", "swarm"},
    {"9 8 0:9 /tmp/systemd-private-1-web.service-x/tmp /tmp rw - tmpfs tmpfs rw", "systemd-private-tmp"},
    {"9 8 0:9 /systemd/inaccessible/dir /home ro - tmpfs tmpfs ro", "systemd-inaccessible"},
    {"9 8 0:9 /null /proc/keys rw,nosuid - tmpfs tmpfs rw", "oci"},
    /* Compose's secrets are files, no machine's root lies in a store, a share is none of Nomad's. */
    {"9 8 8:1 /srv/app/2kq7m0x3v9w1z5c8b4n6d0f2g /run/secrets/token ro - ext4 /dev/sda1 ro", NULL},
    {"9 8 0:3 / /var/lib/docker/overlay2/1/merged rw - overlay overlay "
     "rw,lowerdir=/var/lib/docker/overlay2/l",
     NULL},
    {"9 8 8:1 /srv/alloc /alloc rw - ext4 /dev/sda1 rw", NULL},
    {"9 8 8:1 / / rw - ext4 /dev/mapper/vg-root rw", NULL},
};

Test(mounts, knows_hands_by_their_signs)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        world_free(world);
        world = world_new();
        collect(signs[i].line);
        const char *hints = world_set(world, CONTAINER, "mounts.hints");
        cr_assert(signs[i].hints ? hints && strcmp(hints, signs[i].hints) == 0 : !hints, "%s: %s",
                  signs[i].line, hints ? hints : "none");
    }
}

Test(mounts, takes_a_volume_for_a_disk_in_recordings_too)
{
    collect("9 8 253:0 / / rw - ext4 /dev/_ rw\n");
    cr_assert_eq(world_boolean(world, CONTAINER, "mounts.root_disk"), 1);
    collect("9 8 182:1 / / rw - ext4 /dev/ploop10p1 rw\n");
    cr_assert_eq(world_boolean(world, CONTAINER, "mounts.root_disk"), 0);
}

Test(mounts, is_a_gap_in_both_layers)
{
    world_error(world, "/proc/self/mountinfo", ENVFP_REASON_DENIED);
    run();
    cr_assert_str_eq(world_gap(world, CONTAINER, "mounts.*"), "denied");
    cr_assert_str_eq(world_gap(world, SANDBOX, "root.changed"), "denied");
}

/* ---- Shared memory, and a root that cannot be written --------------------------------------------------------------- */

#define DISK "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n" PROC
#define SHM(options, type, super) DISK "25 20 0:23 / /dev/shm " options " - " type " x " super "\n"

static const char *shm(const char *text)
{
    collect(text);
    return world_string(world, CONTAINER, "mounts.shm");
}

Test(mounts, tell_the_size_of_shared_memory)
{
    cr_expect_str_eq(shm(SHM("rw,nosuid", "tmpfs", "rw,size=65536k,inode64")), "64 MiB");
    cr_expect_str_eq(shm(SHM("rw", "tmpfs", "rw,nr_inodes=1,size=512k")), "512 KiB");
    cr_expect_str_eq(shm(SHM("rw", "tmpfs", "rw,size=8g")), "8192 MiB");
    cr_expect_str_eq(shm(SHM("rw", "tmpfs", "rw,size=1048576")), "1 MiB");
    cr_expect_str_eq(shm(SHM("rw", "tmpfs", "rw,inode64")), "half of the memory");
    cr_expect_str_eq(shm(SHM("rw", "tmpfs", "rw,size=lots")), "half of the memory");
    cr_expect_str_eq(shm(SHM("ro", "tmpfs", "rw,size=64m")), "read-only");
    cr_expect_str_eq(shm(SHM("rw", "overlay", "rw,lowerdir=/l")), "another file system");
}

/* Of two mounts at one place the later one counts. */
Test(mounts, go_by_the_shared_memory_on_top)
{
    cr_expect_str_eq(shm(SHM("rw", "tmpfs", "rw,size=64m") "26 25 0:24 / /dev/shm rw - tmpfs x rw,size=1g\n"),
                     "1024 MiB");
}

Test(mounts, tell_that_there_is_no_shared_memory)
{
    world_directory(world, "/dev");
    cr_expect_str_eq(shm(DISK), "none");
    world_directory(world, "/dev/shm");
    cr_expect_str_eq(shm(DISK), "folder");
    world_error(world, "/dev/shm", ENVFP_REASON_DENIED);
    cr_expect_null(shm(DISK));
    cr_expect_str_eq(world_gap(world, CONTAINER, "mounts.shm"), "denied");
    cr_expect_null(shm(PROC), "a fragment of the table, or a changed root");
}

Test(mounts, tell_a_root_that_cannot_be_written)
{
    collect(DISK);
    cr_expect_eq(world_boolean(world, CONTAINER, "mounts.root_readonly"), 0);
    collect("20 8 0:60 / / ro,relatime - overlay overlay rw,lowerdir=/l\n" PROC);
    cr_expect_eq(world_boolean(world, CONTAINER, "mounts.root_readonly"), 1);
    collect("20 8 7:0 / / rw - squashfs /dev/loop0 ro\n" PROC);
    cr_expect_eq(world_boolean(world, CONTAINER, "mounts.root_readonly"), 1);
}
