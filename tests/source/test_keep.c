/* SPDX-License-Identifier: MIT */
/* What a recording keeps of the system's files. */
#include "at_work.h"
#include "source/keep.h"
#include "world.h"

#include <criterion/criterion.h>

static struct view kept_for(const char *home, const char *path, struct view rest)
{
    static char result[1 << 16];
    struct world *world = world_new();
    struct arena arena;
    struct text out = {.arena = &arena};
    struct keep row = envfp__keep_find(world_source(world)->common, view_of(path));
    world_variable(world, "HOME", home);
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    cr_assert(row.read && row.how != KEEP_PRESENCE, "%s", path);
    while (rest.length) {
        size_t end = row.how == KEEP_WHOLE ? SIZE_MAX : view_find_byte(rest, '\n');
        struct view line = view_take(rest, end == SIZE_MAX ? rest.length : end + 1);
        if (!envfp__keep_line(&row, world_source(world), line, &out))
            break;
        rest = view_skip(rest, line.length);
    }
    struct view whole = {result, out.length < sizeof result ? out.length : sizeof result - 1};
    if (whole.length)
        memcpy(result, out.bytes, whole.length);
    result[whole.length] = '\0';
    envfp__arena_release(&arena);
    world_free(world);
    return whole;
}

static struct view kept_of(const char *path, struct view text)
{
    return kept_for("/root", path, text);
}

static const char *kept(const char *path, const char *text)
{
    return kept_of(path, view_of(text)).text;
}

/* ---- Secrets in odd places ---------------------------------------------------------------------------------------- */

#define ID "188329f95b930c32eeeffd34658ed2538960947e166743fa3743f5ce3d739b40"
#define MOUNT "/proc/self/mountinfo"

/* None of these may say anything of "HUNTER", in letters of either case. */
static const char *const planted[][2] = {
    {"/proc/cmdline", "quiet ip=HUNTER nosmt root=UUID=HUNTER luks.key=HUNTER init=/HUNTER\n"},
    {"/proc/cmdline", "mitigations=\"off HUNTER\" nosmt\n"},
    {"/proc/cmdline", "mitigations=off -- HUNTER"},
    {"/proc/cmdline", "virtio_mmio.device=4K@HUNTER:5 BOOT_IMAGE=/HUNTER-gvisor"},
    {"/proc/version", "Linux version 6.1.0 (HUNTER@HUNTER) (gcc (HUNTER) 12) #1 SMP x\n"},
    {"/proc/swaps",
     "Filename Type\n/HUNTER file 1\n/dev/mapper/HUNTER partition HUNTER\n/dev/zramHUNTER HUNTER 1"},
    {"/proc/modules", "kvm 1 2 HUNTER, Live 0xHUNTER\n"},
    {"/proc/cgroups", "#HUNTER\ncpu 0 1 1\n"},
    {"/proc/sys/kernel/core_pattern", "|/HUNTER %p HUNTER\n"},
    {"/proc/sys/kernel/core_pattern", "/var/HUNTER/core\n"},
    {"/proc/sys/kernel/core_pattern", "HUNTER"},
    {"/boot/config-6.1", "# HUNTER\nCONFIG_A=y\nHUNTER=1\n"},
    {"/boot/config-6.1", "CONFIG_DEFAULT_HOSTNAME=\"HUNTER\"\nCONFIG_CMDLINE=\"HUNTER\"\nCONFIG_HUNTER=y\n"},
    {"/boot/config-6.1", "CONFIG_LSM=\"yama HUNTER@x\"\nCONFIG_HZ=/HUNTER\n#!envfp config\nHUNTER\n"},
    {"/lib/modules/6.1/config", "#!envfp config\nsettings\tHUNTER\ngap\tHUNTER\nHUNTER\nCONFIG_HUNTER=y\n"},
    {"/proc/config.gz", "HUNTER"},

    {"/proc/cpuinfo", "Serial\t\t: HUNTER\ncpu serial number\t: HUNTER\nmodel\t: 1\nHUNTER: 1\nHUNTER"},
    {"/proc/cpuinfo",
     "processor 0: version = FF,  identification = HUNTER,  machine = 2964\nidentification : HUNTER"},
    {"/proc/cpuinfo", "processor HUNTER: machine = HUNTER\n"},
    {"/proc/meminfo", "MemTotal: 1 kB\nHUNTER: 1 kB\n"},
    {"/proc/sysinfo", "Sequence Code: HUNTER\nLPAR Name: HUNTER\nVM00 Name: HUNTER\nLPAR Number: HUNTER\n"
                      "VM00HUNTER Control Program: KVM\nVM00 UUID: HUNTER"},
    {"/proc/ppc64/lparcfg", "serial_number=HUNTER\npartition_name=HUNTER\nshared_processor_mode=1\n"},
    {"/proc/bus/pci/devices", "0010 80861237 HUNTER HUNTER\n"},
    {"/proc/driver/nvidia/version",
     "NVRM version: NVIDIA UNIX x86_64  470 (HUNTER@HUNTER)\nGCC version: HUNTER\n"},
    {"/proc/driver/nvidia/version", "HUNTER"},
    {"/proc/driver/nvidia/gpus/0000:19:00.0/information", "GPU UUID: \t GPU-HUNTER\nModel: H100\nHUNTER"},
    {"/sys/class/kfd/kfd/topology/nodes/1/properties", "unique_id HUNTER\nname HUNTER\n"},
    {"/sys/class/dmi/id/chassis_asset_tag", "HUNTER\n"},
    {"/sys/class/dmi/id/chassis_asset_tag", "HUNTER.zstack.io"},
    {"/sys/class/dmi/id/product_name", "Box https://a:HUNTER@b/ alice@HUNTER\n"},
    {"/sys/hypervisor/uuid", "ec2HUNTER\n"},
    {"/proc/device-tree/model", "Board\0alice@HUNTER"},

    {"/proc/self/status", "Name:\tHUNTER\nGroups:\tHUNTER\nUid:\t1000 HUNTER\nCapEff:\t0 HUNTER\nHUNTER"},
    {"/proc/self/status", "TracerPid:\tHUNTER\nVxID:\tHUNTER\nCapPrm: HUNTER\nSeccomp: HUNTER\n"},
    {"/proc/self/uid_map", "0 HUNTER 1\nHUNTER 1 1\n"},
    {"/proc/self/limits", "Max HUNTER 1 1\nHUNTER\nMax locked memory HUNTER\n"},
    {"/proc/self/personality", "HUNTER\n"},
    {"/proc/self/attr/current", "docker-default-HUNTER (enforce)\n"},
    {"/proc/self/attr/current", "HUNTER (enforce)\n"},
    {"/proc/self/attr/current", "HUNTER (HUNTER/)\n"},
    {"/proc/self/attr/current", "HUNTER:HUNTER:container_t:s0:c1,HUNTER"},
    {"/proc/self/attr/current", "HUNTER"},
    {"/proc/self/attr/current", ":HUNTER:x"},
    {"/proc/7/comm", "HUNTER\n"},
    {"/proc/7/comm", "gdb-HUNTER"},
    {"/run/.containerenv",
     "name=\"HUNTER\"\nid=\"HUNTER\"\nimage=\"HUNTER\"\nengine=\"podman-HUNTER\"\nHUNTER\n"},
    {"/run/.containerenv", "engine=\"HUNTER\"\n"},
    {"/run/systemd/container", "docker HUNTER\n"},
    {"/run/host/container-manager", "HUNTER"},
    {"/sys/fs/cgroup/a/memory.max", "HUNTER\n"},

    {"/proc/self/cgroup",
     "0::/user.slice/user-HUNTER.slice/user@HUNTER.service/app.slice/app-HUNTER-1.scope\n"},
    {"/proc/self/cgroup", "1:name=HUNTER:/\n2:HUNTER/:/\nHUNTER\n0::HUNTER"},
    {"/proc/self/cgroup", "0::/kubepods-burstable-podHUNTER.slice/cri-containerd-" ID ".scope\n"},
    {"/proc/self/cgroup", "0::/kubepods-podHUNTER.slice:cri-containerd:" ID "\n"},
    {"/proc/self/cgroup", "0::/kubepods/podHUNTER/" ID "\n0::/lxc/HUNTER\n0::/lxc.payload.HUNTER\n"},
    {"/proc/self/cgroup", "0::/machine.slice/machine-HUNTER.scope/machine-lxc\\x2dHUNTER.scope\n"},
    {"/proc/self/cgroup",
     "0::/machine.slice/systemd-nspawn@HUNTER.service\n0::/HUNTER.nspawn\n0::/snap.HUNTER.x\n"},
    {"/proc/self/cgroup", "0::/docker/HUNTER-" ID "-HUNTER\n0::/HUNTER:" ID ".HUNTER\n"},

    {MOUNT, "1 2 0:3 /HUNTER /HUNTER rw shared:1 - nfs4 HUNTER:/HUNTER rw,addr=HUNTER\n"},
    {MOUNT, "1 2 0:3 / / rw - ext4 /dev/mapper/HUNTER rw,HUNTER=1\n"},
    {MOUNT, "1 2 0:3 / / rw - zfs HUNTER/root rw\n"},
    {MOUNT, "1 2 0:3 / / rw - ext4 /dev/disk/by-label/HUNTER rw\n"},
    {MOUNT, "1 2 0:3 / /m rw - fuse.HUNTER HUNTER rw,user_id=HUNTER\n"},
    {MOUNT, "1 2 0:3 / /m rw - 9p HUNTER rw,aname=HUNTER,uname=HUNTER,trans=HUNTER\n"},
    {MOUNT, "1 2 0:3 / /mnt/c rw - 9p HUNTER rw,aname=drvfs;path=C:\\HUNTER\n"},
    {MOUNT, "1 2 0:3 / /afs/HUNTER rw - afs #HUNTER:root.cell rw\n"},
    {MOUNT, "1 2 0:3 / /home/HUNTER rw - ecryptfs /home/HUNTER rw,ecryptfs_sig=HUNTER\n"},
    {MOUNT, "1 2 0:3 / / rw - overlay overlay "
            "rw,lowerdir=/HUNTER/docker/overlay2/l/HUNTER:/HUNTER,upperdir=/HUNTER\n"},
    {MOUNT, "1 2 0:3 / / rw - aufs none rw,si=HUNTER,br:/HUNTER\n"},
    {MOUNT, "1 2 0:3 / /p rw - ceph 10.0.0.1:/HUNTER rw,name=HUNTER,secret=HUNTER\n"},
    {MOUNT, "1 2 0:3 /var/lib/kubelet/pods/HUNTER/volumes/HUNTER /HUNTER ro - tmpfs tmpfs rw,size=HUNTER\n"},
    {MOUNT, "1 2 0:3 /HUNTER /run/secrets/HUNTER ro - tmpfs tmpfs ro\n"},
    {MOUNT, "1 2 0:3 /2kq7m0x3v9w1z5c8b4hunter0 /run/secrets/HUNTER ro - tmpfs tmpfs ro\n"},
    {MOUNT, "1 2 0:3 / /run/user/HUNTER rw - tmpfs tmpfs rw\n1 2 0:3 / /media/HUNTER/HUNTER rw - vfat "
            "/dev/HUNTER rw\n"},
    {MOUNT, "1 2 0:3 /kubepods/podHUNTER /sys/fs/cgroup/kubepods/podHUNTER rw - cgroup2 cgroup2 rw\n"},
    {MOUNT, "1 2 0:3 / /sys/fs/bpf/HUNTER rw - bpf bpf rw\n"},
    {MOUNT, "1 2 0:3 / /x rw HUNTER\xc3\xa9 - tmpfs tmpfs rw\n1 2 0:3 / /x rw,HUNTER\\040 - tmpfs tmpfs rw"},
    {MOUNT, "1 2 0:3 / /sys/class/net/enxHUNTER rw - sysfs sysfs rw\n"
            "1 2 0:3 / /sys/devices/virtual/net/HUNTER/x rw - sysfs sysfs rw\n"
            "1 2 0:3 / /sys/devices/pci0/net/HUNTER rw - sysfs sysfs rw\n"
            "1 2 0:3 / /proc/sys/net/ipv4/conf/HUNTER rw - proc proc rw\n"},
    {MOUNT, "HUNTER\n1 2 HUNTER\n\nHUNTER - HUNTER HUNTER HUNTER"},

    {"/etc/ld.so.conf", "# HUNTER\nhttps://a:HUNTER@b\nHUNTER\n/lib # HUNTER\n/lib=HUNTER\nhwcap 0 HUNTER\n"},
    {"/etc/ld.so.conf", "/opt/https://a:HUNTER@b\ninclude https://HUNTER\n"},
    {"/etc/ld.so.conf.d/x.conf", "# HUNTER\r\n"},
    {"/etc/ld.so.preload", "https://a:HUNTER@b \"HUNTER\" (HUNTER)\n"},
    {"/etc/ld-musl-x86_64.path", "/lib:https://a:HUNTER@b\n"},
    {"/etc/ld-musl-x86_64.path", "# HUNTER\n/lib:token=HUNTER:of HUNTER\n//HUNTER/x\n"},
    {"/etc/ld.so.conf", "/lib of HUNTER\n//HUNTER/x\n/lib:HUNTER\n"},
    {"/etc/ld.so.preload", "token=HUNTER HUNTER HUNTER@x.so /lib/a.so:HUNTER:-HUNTER //HUNTER\n"},
    {"/etc/nsswitch.conf",
     "# HUNTER\nhosts: files # HUNTER\nHUNTER: x\nHUNTER\npasswd: https://HUNTER files\n"},
    {"/etc/timezone", "https://a:HUNTER@b\n"},
    {"/etc/timezone", "Europe/Berlin # HUNTER"},
    {"/etc/localtime", "HUNTER"},
    {"/etc/localtime", "TZif HUNTER\nHUNTER HUNTER\n"},
    {"/usr/share/zoneinfo/tzdata.zi", "# version 2025b HUNTER\nHUNTER\n"},
    {"/usr/share/zoneinfo/tzdata.zi", "HUNTER\n"},
    {"/usr/share/zoneinfo/+VERSION", "2025b\nHUNTER plus twelve HUNTER\n"},
    {"/usr/bin/sh", "#!/bin/bash -x HUNTER\nTOKEN=HUNTER\n"},
    {"/usr/bin/sh", "export TOKEN=HUNTER\n"},
    {"/system/build.prop", "ro.secret=HUNTER\nro.build.user=HUNTER\nro.build.id=A\n# HUNTER"},

    {"/etc/os-release",
     "HOME_URL=https://a:HUNTER@b\n# HUNTER\nID=debian\nHUNTER=1\nDEFAULT_HOSTNAME=HUNTER\nHUNTER"},
    {"/etc/os-release",
     "NAME=\"x https://a:HUNTER@b/\"\nVERSION='alice@HUNTER.example'\nPRETTY_NAME=\"HUNTER://x\"\n"},
    {"/etc/os-release", "HUNTER=\"HUNTER"},
    {"/etc/lsb-release", "DISTRIB_HUNTER=HUNTER\n# HUNTER\nHUNTER\n"},
    {"/etc/redhat-release", "CentOS release 6.7 (Final)\nHUNTER\n"},
    {"/etc/redhat-release", "ftp://HUNTER alice@HUNTER\n"},
    {"/etc/SuSE-release", "SUSE 11 (x86_64)\nHUNTER = 1\nVERSION = 11\nHUNTER\n"},
    {"/etc/debian_version", "HUNTER: x\n"},
    {"/etc/alpine-release", "https://a:HUNTER@b\n"},
    {"/var/lib/dpkg/status", "Package: a\nMaintainer: HUNTER\nX-Own: HUNTER\n HUNTER\nHUNTER\nHUNTER"},
    {"/var/lib/dpkg/status",
     "Package: https://HUNTER\nVersion: 1 (HUNTER)\nStatus: HUNTER/ ok installed HUNTER\n"},
    {"/var/lib/dpkg/status", "Package: a\nx\0HUNTER\n"},
    {"/lib/apk/db/installed", "P:a\nV:1\nm:HUNTER\nU:HUNTER\nP:HUNTER/x\nV:1 HUNTER\nHUNTER"},
    {"/var/lib/rpmmanifest/container-manifest-1", "a-1-1.x86_64\nhttps://HUNTER\n"},
    {"/var/lib/rpmmanifest/container-manifest-2",
     "a\t1-1\tHUNTER\tHUNTER\tHUNTER\t0\tHUNTER\tx86_64\t0\tHUNTER\n"},
    {"/etc/pacman.conf", "Server = https://a:HUNTER@b\n# HUNTER\nSigLevel = HUNTER\nDBPath = /x HUNTER/\n"},
    {"/var/db/pkg/a/b-1/USE", "x https://a:HUNTER@b\n"},
    {"/var/db/xbps/pkgdb-0.38.plist",
     "<dict><key>a</key><dict><key>HUNTER</key><string>HUNTER</string><key>pkgver</key>"
     "<string>https://HUNTER</string></dict></dict><HUNTER>HUNTER"},
    {"/var/lib/pkg/db", "a\n1\nHUNTER\n\nhttps://HUNTER\n1\n\nb\nx HUNTER\n"},
    {"/etc/cos-package-info.json",
     "{\"installedPackages\": [{\"name\": \"https://HUNTER\", \"x\": HUNTER}]}"},
    {"/run/current-system/profile/manifest",
     "(manifest HUNTER (\"a\" \"1\" \"out\" \"/gnu/store/HUNTER\" \"https://HUNTER\" "
     "\"a\\\"HUNTER\"))"},
    {"/run/current-system/profile/manifest", "HUNTER"},
    {"/etc/ssl/certs/ca-certificates.crt", "# HUNTER\n-----BEGIN CERTIFICATE-----\nHUNTER\n"},
    {"/etc/ssl/cert.pem", "-----BEGIN PRIVATE KEY-----\nHUNTER\n-----END PRIVATE KEY-----\n"},
    {"/etc/pki/tls/certs/ca-bundle.crt", "#!envfp bundle HUNTER 1\n"},
    {"/var/lib/flatpak/app/a.b/x/s/active/files/share/metainfo/a.metainfo.xml",
     "<developer>HUNTER</developer><release version=\"1\" date=\"HUNTER\"><p>HUNTER</p>"},
    {"/snap/a/1/meta/snap.yaml",
     "name: HUNTER\nversion: 1\ncontact: HUNTER\nversion: https://HUNTER\nversion: HUNTER"},
};

static bool tells(struct view text)
{
    for (size_t i = 0; i + 6 <= text.length; i++) {
        size_t same = 0;
        while (same < 6 && (text.text[i + same] | 0x20) == "hunter"[same])
            same++;
        if (same == 6)
            return true;
    }
    return false;
}

Test(keep, secrets_stay_behind)
{
    for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
        struct view text = kept_of(planted[i][0], view_of(planted[i][1]));
        cr_expect(!tells(text), "%s: %s: %s", planted[i][0], planted[i][1], text.text);
    }
}

/* As files end, and with what is no text in them. */
Test(keep, secrets_stay_behind_in_any_disguise)
{
    for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
        struct view original = view_of(planted[i][1]);
        static char bytes[1 << 17];
        size_t length = 0;
        for (size_t j = 0; j < original.length; j++) { /* the line feeds of another system */
            if (original.text[j] == '\n')
                bytes[length++] = '\r';
            bytes[length++] = original.text[j];
        }
        cr_expect(!tells(kept_of(planted[i][0], (struct view){bytes, length})), "CRLF: %s: %s", planted[i][0],
                  planted[i][1]);
        memcpy(bytes, original.text, original.length); /* a last line that does not end */
        length = original.length - view_ends(original, VIEW("\n"));
        cr_expect(!tells(kept_of(planted[i][0], (struct view){bytes, length})), "open: %s: %s", planted[i][0],
                  planted[i][1]);
        memcpy(bytes, "\0\n", 2); /* behind what a text never holds */
        memcpy(bytes + 2, original.text, original.length);
        cr_expect(!tells(kept_of(planted[i][0], (struct view){bytes, original.length + 2})), "NUL: %s: %s",
                  planted[i][0], planted[i][1]);
        memset(bytes, 'x', 70000); /* and behind a line without end */
        bytes[70000] = '\n';
        memcpy(bytes + 70001, original.text, original.length);
        cr_expect(!tells(kept_of(planted[i][0], (struct view){bytes, original.length + 70001})),
                  "long: %s: %s", planted[i][0], planted[i][1]);
    }
}

/* ---- What stays -------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *path, *text, *kept;
} rows[] = {
    {"/proc/cmdline", "BOOT_IMAGE=/vmlinuz root=UUID=1-2 quiet nosmt mitigations=off ip=10.0.0.1\n",
     "nosmt mitigations=off\n"},
    {"/proc/cmdline", "BOOT_IMAGE=/vmlinuz-4.4.0-gvisor quiet\n", "BOOT_IMAGE=-gvisor\n"},
    {"/proc/version", "Linux version 6.1.0 (joe@desk) (gcc (Debian) 12) #1 SMP PREEMPT x\n",
     "Linux version 6.1.0 () #1 SMP PREEMPT x\n"},
    {"/proc/version", "Linux version 3.16.0 (gcc version 7.5.0) BrandZ virtual linux\n",
     "Linux version 3.16.0 () BrandZ virtual linux\n"},
    {"/proc/version", "Linux version 4.4.0 #1 SMP x (y)\n", "Linux version 4.4.0 #1 SMP x (y)\n"},
    {"/proc/swaps", "Filename\tType\tSize\n/dev/zram0 partition\t1\n/joe/swap file\t1\n",
     "/dev/zram partition\n/_ file\n"},
    {"/proc/sys/kernel/core_pattern", "|/usr/share/apport/apport %p\n", "|_\n"},
    {"/proc/sys/kernel/core_pattern", "core\n", "_\n"},
    {"/proc/sys/kernel/core_pattern", "\n", "\n"},
    {"/proc/sys/kernel/tainted", "4096 x\n", "4096 x\n"},
    {"/proc/sys/kernel/tainted", "/x\n", "?\n"},
    {"/proc/cpuinfo", "cpu model\t: EV67\ncpu serial number\t: AY12345678\n", "cpu model\t: EV67\n"},
    {"/proc/cpuinfo", "processor 0: version = FF,  identification = 0123AB,  machine = 2964\n",
     "processor 0: machine = 2964\n"},
    {"/proc/cpuinfo", "Hardware\t: BCM2835\nSerial\t\t: 00000000deadbeef\n", "Hardware\t: BCM2835\n"},
    {"/proc/sysinfo",
     "Manufacturer: IBM\nSequence Code: 0000000000012345\nLPAR Number: 7\nLPAR Name: PAYROLL\nVM00 Name: "
     "BOB\n"
     "VM00 Control Program: z/VM 6.1.0\nVM00 UUID: 1-2\n",
     "LPAR Number: 0\nVM00 Control Program: z/VM 6.1.0\n"},
    {"/sys/class/dmi/id/chassis_asset_tag", "ACME-0815\n", "?\n"},
    {"/sys/class/dmi/id/chassis_asset_tag", "OpenStack Nova\n", "OpenStack Nova\n"},
    {"/sys/class/dmi/id/chassis_asset_tag", "1-2-3.zstack.io\n", ".zstack.io\n"},
    {"/sys/hypervisor/uuid", "ec2f58af-1234\n", "ec2"},
    {"/proc/ppc64/lparcfg", "serial_number=IBM,02\nshared_processor_mode=1\n", "shared_processor_mode=1\n"},
    {"/proc/driver/nvidia/gpus/0000:19:00.0/information",
     "Model: \t\t NVIDIA H100\nIRQ:   \t\t 10\nGPU UUID: \t GPU-9221d5d1\n", "Model: \t\t NVIDIA H100\n"},
    {"/proc/driver/nvidia/version",
     "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  565.57.01  (me@home)\nGCC version:  gcc of "
     "mine\n",
     "NVRM version: Open Kernel Module\n"},
    {"/proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.57.02\n",
     "NVRM version:\n"},
    {"/sys/class/kfd/kfd/topology/nodes/1/properties",
     "simd_count 1216\nunique_id 42\ngfx_target_version 90402\n", "gfx_target_version 90402\n"},
    {"/proc/self/status",
     "Name:\tx\nUid:\t1000\t1000\t1000\t1000\nGroups:\t4 1000\nTracerPid:\t77\nenvID:\t101\n",
     "Uid:\t1 1\nTracerPid:\t77\nenvID:\t1\n"},
    {"/proc/self/status", "Uid:\t1000\t0\t0\t0\n", "Uid:\t1 0\n"},
    {"/proc/self/status", "Uid:\t1000\t7\n", "Uid:\t1 2\n"},
    {"/proc/self/uid_map", "0 100000 65536\n1 5 1\n", "0 1 65536\n1 2 1\n"},
    {"/proc/self/attr/current", "snap.firefox.firefox (enforce)\n", "snap. (enforce)\n"},
    {"/proc/self/attr/current", "system_u:system_r:container_t:s0:c1,c2\n", "_:_:container_t\n"},
    {"/run/.containerenv", "engine=\"podman-4.9.3\"\nname=\"x\"\n", "engine=\"podman\"\n"},
    {"/run/.containerenv", "", ""},
    {"/proc/self/cgroup", "0::/docker/" ID "\n", "0::/docker/" ID "\n"},
    {"/proc/self/cgroup", "0::/system.slice/docker-" ID ".scope\n", "0::/system.slice/docker-" ID ".scope\n"},
    {"/proc/self/cgroup", "0::/kubepods-burstable-pod1_2.slice:cri-containerd:" ID "\n",
     "0::/kubepods_:cri-containerd:" ID "\n"},
    {"/proc/self/cgroup", "0::/user.slice/user-1000.slice/session-3.scope\n",
     "0::/user.slice/_.slice/_.scope\n"},
    {"/proc/self/cgroup", "1:name=systemd:/../..\n", "1:name=systemd:/../..\n"},
    {MOUNT, "1 2 0:3 / / rw - ext4 /dev/mapper/myhost--vg-root rw\n", "1 2 0:3 / / rw - ext4 /dev/_ rw\n"},
    {MOUNT, "1 2 0:3 / / rw - ext4 /dev/mapper/docker-8:1-12-ab rw\n",
     "1 2 0:3 / / rw - ext4 /dev/mapper/docker-_ rw\n"},
    {MOUNT, "1 2 0:3 / / rw - ext4 /dev/vda rw,discard\n", "1 2 0:3 / / rw - ext4 /dev/vda rw\n"},
    {MOUNT, "1 2 0:3 / /home/alice rw - nfs4 srv.corp:/x rw,addr=10.1.2.3\n",
     "1 2 0:3 / /home/_ rw - nfs4 _ rw\n"},
    {MOUNT, "1 2 0:3 / /proc/driver/nvidia/gpus/0000:19:00.0 ro - proc proc rw,subset=pid\n",
     "1 2 0:3 / /proc/driver/nvidia/gpus/0000:19:00.0 ro - proc proc rw,subset=pid\n"},
    {MOUNT, "1 2 0:3 /var/lib/docker/containers/" ID "/hosts /etc/hosts rw - xfs /dev/sda1 rw\n",
     "1 2 0:3 /var/lib/docker/containers/" ID "/hosts /etc/hosts rw - xfs /dev/sda1 rw\n"},
    {MOUNT,
     "1 2 0:3 / / rw - overlay overlay "
     "rw,lowerdir=/var/lib/docker/overlay2/l/A:/var/lib/docker/overlay2/l/B,xino=off\n",
     "1 2 0:3 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/_/_\n"},
    {MOUNT, "broken\n", "?\n"},
    {"/etc/ld.so.conf", "include ld.so.conf.d/*.conf\n/home/alice/lib # x\n/my dir\n",
     "include ld.so.conf.d/*.conf\n/~2/lib\n/?\n"},
    {"/etc/ld.so.preload", "/lib/a.so:/root/b.so\n", "/lib/a.so:/~/b.so\n"},
    {"/etc/nsswitch.conf", "hosts:  files [NOTFOUND=return] dns # x\nshadow: files\n",
     "hosts: files [NOTFOUND=return] dns\n"},
    {"/usr/bin/sh", "#! /bin/real -e\nx\n", "#!/bin/real\n"},
    {"/usr/bin/env", "\n", "?\n"},
    {"/etc/os-release", "NAME=\"Debian GNU/Linux\"\nHOME_URL=x\nID=debian\n",
     "NAME=\"Debian GNU/Linux\"\nID=debian\n"},
    {"/etc/os-release", "X=\"cut", "_=\""},
    {"/etc/os-release",
     "PRETTY_NAME=\"Box of 00:11:22:aa:BB:cc, 1:2 2023-10-12\"\nNAME=(00-11-22-aa-BB-cc)\n",
     "PRETTY_NAME=\"Box of ? 1:2 2023-10-12\"\nNAME=?\n"},
    {"/sys/class/dmi/id/product_name", "Box 6ba7b810-9dad-11d1-80b4-00c04fd430c8\n", "Box ?\n"},
    {"/proc/device-tree/model", "Board 00:11:22:33:44:55", "Board ?"},
    {"/proc/cpuinfo", "Hardware\t: X 00:11:22:33:44:55\n", "Hardware\t: X ?\n"},
    {MOUNT, "1 2 0:3 / /sys/class/net rw - sysfs sysfs rw\n1 2 0:3 / /proc/sys/net/ipv4 rw - proc proc rw\n",
     "1 2 0:3 / /sys/class/net rw - sysfs sysfs rw\n1 2 0:3 / /proc/sys/net/ipv4 rw - proc proc rw\n"},
    {"/etc/debian_version", "bookworm/sid\n", "bookworm/sid\n"},
    {"/var/lib/dpkg/status",
     "Package: a\nStatus: install ok installed\nMaintainer: A <a@b>\nArchitecture: amd64\nVersion: 1:2~b+c\n"
     "Description: x\n y\n\nPackage: b\n",
     "Package: a\nStatus: install ok installed\n?\nArchitecture: amd64\nVersion: 1:2~b+c\n?\n\nPackage: b\n"},
    {"/var/lib/dpkg/status", "package: a\nSTATUS: hold ok installed\nvErsion: 1\n",
     "Package: a\nStatus: hold ok installed\nVersion: 1\n"},
    {"/var/lib/dpkg/status", "Maintainer: x\nHomepage: y\n\n", "?\n\n"},
    {"/var/lib/dpkg/status", "Package: a b\nVersion: /\n", "Package: \nVersion: \n"},
    {"/var/lib/dpkg/status", "Package: a\nDesc", "Package: a\n?"},
    {"/var/lib/dpkg/status", "Package: a\nVers", "Package: a\nVers"},
    {"/lib/apk/db/installed", "C:x\nP:a\nV:1-r0\nF:usr\nR:b\n\n", "?\nP:a\nV:1-r0\n?\n\n"},
    {"/snap/a/1/meta/snap.yaml", "name: a\nversion: '1.2'\n", "version: '1.2'\n"},
};

Test(keep, facts_stay)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(kept(rows[i].path, rows[i].text), rows[i].kept, "%s: %s: %s", rows[i].path,
                         rows[i].text, kept(rows[i].path, rows[i].text));
}

/* A recording of a recording is the same. */
Test(keep, what_is_kept_is_kept_again)
{
    static char first[1 << 16];
    for (size_t i = 0; i < sizeof planted / sizeof *planted + sizeof rows / sizeof *rows; i++) {
        bool own = i < sizeof rows / sizeof *rows;
        const char *path = own ? rows[i].path : planted[i - sizeof rows / sizeof *rows][0];
        struct view once =
            kept_of(path, view_of(own ? rows[i].text : planted[i - sizeof rows / sizeof *rows][1]));
        memcpy(first, once.text, once.length);
        once.text = first;
        struct view twice = kept_for("/~", path, once); /* as a recording has it */
        cr_expect(view_equal(once, twice), "%s: %.*s became %s", path, (int)once.length, once.text,
                  twice.text);
    }
}

/* Some kernels end lists of CPUs with a NUL. */
Test(keep, a_nul_ends_a_list_of_processors)
{
    struct view text = kept_of("/sys/devices/system/cpu/online", (struct view){"0-3\0HUNTER\n", 11});
    cr_expect_str_eq(text.text, "0-3");
    text = kept_of("/var/lib/dpkg/status", (struct view){"Package: a\nx\0y\nPackage: b\n", 26});
    cr_expect(view_equal(text, (struct view){"Package: a\n\0", 12}), "it stays malformed");
}

/* ---- Names ----------------------------------------------------------------------------------------------------------- */

/* Rates of clocks and pages of makers are text. */
Test(keep, what_looks_like_mail_or_a_secret_address_and_is_none_stays)
{
    static const char *const cases[][2] = {
        {"VIA Nano L3050@1800MHz", "VIA Nano L3050@1800MHz"},
        {"ZHAOXIN KX-6000G/4@2.6GHz", "ZHAOXIN KX-6000G/4@2.6GHz"},
        {"https://github.com/pftf/RPi3", "https://github.com/pftf/RPi3"},
        {"joe@desk", "?"},
        {"joe@10.0.0.1", "?"},
        {"joe@1800.example.org@x", "?"},
        {"https://joe:pw@example.org/x", "?"},
        {"https://example.org/x?token=y", "?"},
        {"http://intranet/x", "?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        envfp__arena_init(&arena, NULL, SIZE_MAX);
        cr_expect(view_is(envfp__keep_text_of(&arena, view_of(cases[i][0])), cases[i][1]), "%s", cases[i][0]);
        envfp__arena_release(&arena);
    }
}

Test(keep, names_of_settings_stand_where_systems_have_them)
{
    struct arena arena;
    struct source_common common;
    const struct source source = {.common = &common};
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__source_common_init(&common, &envfp__declarers, &arena);
    common.aside = envfp__registry_aside;
    at_work(&common, "libc");
    static const char *const theirs[] = {"/usr/bin/", "/usr/local/bin/", "/home/joe/bin/", "/opt/joe/bin/"};
    static const char *const ours[] = {"/etc/ld.so.conf.d/", "/etc/x/", "/usr/lib/ld.so.conf.d/"};
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++) {
        struct keep row = envfp__keep_find(&common, view_of(theirs[i]));
        cr_expect(row.read && !envfp__keep_entry(&row, &source, VIEW("hunter.conf")), "%s", theirs[i]);
    }
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        struct keep row = envfp__keep_find(&common, view_of(ours[i]));
        cr_expect(row.read && envfp__keep_entry(&row, &source, VIEW("a.conf")), "%s", ours[i]);
    }
}
