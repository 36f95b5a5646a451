/* SPDX-License-Identifier: MIT */
/*
 * Files that end anywhere: what a recording keeps of one that was cut tells the same facts and the same gaps. Each
 * collector that runs in a world is compared with itself on what would be kept (tests/support/world_kept.c).
 */
#include "world.h"

#include <criterion/criterion.h>

#define ID "188329f95b930c32eeeffd34658ed2538960947e166743fa3743f5ce3d739b40"

static const struct {
    const char *collector, *path, *text;
} files[] = {
    {"dpkg", "/var/lib/dpkg/status",
     "Package: libc6\nStatus: install ok installed\nMulti-Arch: same\nArchitecture: amd64\nVersion: "
     "2.36-9\nDescription: x\n Version: 9\n .\n\nPackage: a\nEssential: no\nStatus: install ok "
     "installed\nVersion: 0:1\nStatusx: y\n\nmaintainer: z\n\nversion: 3\nPackage: c\nstatus: hold ok "
     "installed\n\n"},
    {"dpkg", "/var/lib/dpkg/status.d/a",
     "Package: libc6\nArchitecture: amd64\nMaintainer: x\nVersion: 2.36-9\nDescription: x\n"},
    {"dpkg", "/var/lib/dpkg/updates/0001",
     "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.36-9\nDescription: x\n"},
    {"opkg", "/usr/lib/opkg/status",
     "Package: a\nVersion: 1\nDepends: x\nStatus: install user installed\nArchitecture: x\nInstalled-Time: "
     "1\n\nPackage: b\nStatus: install ok unpacked\nVersion: 2\n\n"},
    {"apk", "/lib/apk/db/installed",
     "C:Q1\nP:musl\nV:1.2.5-r0\nA:x86_64\nF:lib\nR:ld\n\nP:busybox\nV:1.36\nm:x\nF:bin\n\nC:z\nP:x\nV:1\n\n"},
    {"os", "/etc/os-release",
     "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME='Debian'\nVERSION_ID=\"12\"\n# "
     "c\nID=debian\nHOME_URL=\"https://www.debian.org/\"\nID_LIKE=\"a b\"\nBUG=\"x\n"},
    {"os", "/etc/lsb-release",
     "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=8.04\nDISTRIB_CODENAME=hardy\nLSB_VERSION=1\nDISTRIB_DESCRIPTION="
     "\"Ubuntu 8.04\"\n"},
    {"os", "/etc/SuSE-release",
     "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 3\nCODENAME = Asparagus\n# x\n"},
    {"os", "/etc/redhat-release", "\nCentOS release 6.7 (Final)\nx\n"},
    {"os", "/etc/debian_version", "12.5\n"},
    {"os", "/system/build.prop",
     "ro.build.id=A\nro.x=1\nro.build.version.release=14\nro.build.version.sdk=34\n"},
    {"crux", "/var/lib/pkg/db", "bash\n5.2-1\nbin/\nbin/bash\n\nzlib\n1.3-1\nusr/\n\n"},
    {"cos", "/etc/cos-package-info.json",
     "{ \"installedPackages\": [{\"category\": \"a-b\", \"name\": \"n\", \"version\": \"1.2\", "
     "\"ebuild_version\": \"1.2-r1\", \"x\": 1}, {\"category\": \"c\", \"name\": \"d\", \"version\": "
     "\"3\"}], \"buildTimePackages\": [{\"category\": \"q\", \"name\": \"w\", \"version\": \"3\"}] }\n"},
    {"guix", "/run/current-system/profile/manifest",
     "(manifest (version 3) (packages ((\"hello\" \"2.12.1\" \"out\" \"/gnu/store/abc-hello\" "
     "(propagated-inputs ()) (search-paths (((\"GUIX\") #f))) (properties (x \"a\\\"b (c\" #t))) (\"b\" "
     "\"1\" \"out\" \"/gnu/store/x\" #f))))\n"},
    {"xbps", "/var/db/xbps/pkgdb-0.38.plist",
     "<?xml version=\"1.0\"?>\n<!DOCTYPE plist>\n<plist "
     "version=\"1.0\">\n<dict>\n<key>acl</key>\n<dict>\n<key>maintainer</key><string>a "
     "&lt;b&gt;</string><key>pkgver</key>\n<string>acl-2.3_1</string>\n<key>run_depends</"
     "key><array><string>x</string></array><key>state</key>\n<string>installed</"
     "string>\n<key>automatic-install</key><true/>\n</dict>\n<key>b</key><dict><key>pkgver</"
     "key><string>b-1_1</string><key>state</key><string>unpacked</string></dict>\n</dict>\n</plist>\n"},
    {"snap", "/snap/a/1/meta/snap.yaml", "name: a\nversion: '1.2'\nsummary: x\n"},
    {"rpm", "/var/lib/rpmmanifest/container-manifest-1", "bash-5.1-1.cm2.x86_64\nfoo-1-1.(none)\n\nbad\n"},
    {"rpm", "/var/lib/rpmmanifest/container-manifest-2",
     "bash\t5.1-1.cm2\t165\t165\tMicrosoft\t(none)\t10\tx86_64\t0\tbash-5.src.rpm\nfoo\t1-"
     "1\t1\t1\tx\t2\t1\tnoarch\t2\ty\nbad\tx\n"},
    {"pacman", "/etc/pacman.conf", "[options]\n#DBPath = /x\nDBPath = /var/lib/p\nServer = x\n"},
    {"flatpak", "/var/lib/flatpak/app/a.b/current/active/export/share/metainfo/a.b.metainfo.xml",
     "<x><releases><release date=\"2\" version=\"1.2\"><p/></release><release "
     "version=\"1.1\"/></releases></x>"},
    {"mounts", "/proc/self/mountinfo",
     "22 1 0:50 / / rw,nosuid master:4 - overlay overlay "
     "rw,lowerdir=/var/lib/docker/overlay2/l/A:/x,upperdir=/y\n23 22 0:21 / /proc rw - proc proc rw\n24 23 "
     "0:3 / /proc/acpi ro - tmpfs tmpfs ro\n25 22 0:3 /sys /proc/sys ro - proc proc rw\n26 22 8:1 "
     "/var/lib/docker/containers/" ID "/hosts /etc/hosts rw - xfs /dev/sda1 rw\n27 22 0:5 / /sys/fs/cgroup "
     "rw - cgroup2 cgroup rw\n28 22 0:5 /docker/" ID " /sys/fs/cgroup/x rw - cgroup cgroup rw,cpu\n"},
    {"mounts", "/proc/self/mountinfo",
     "22 1 0:50 / / rw - 9p none rw\n43 20 0:25 /containers/storage/overlay-containers/" ID
     "/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw\n44 20 8:1 /var/lib/kubelet/pods/19cc/etc-hosts "
     "/etc/hosts rw - xfs /dev/vda4 rw\n45 20 0:25 /x/overlay-containers/" ID
     "/userdata/run/secrets /run/secrets rw - tmpfs tmpfs rw\n"},
    {"cgroup", "/proc/self/cgroup",
     "12:memory:/docker/" ID
     "\n1:name=systemd:/user.slice/user-1.slice\n0::/kubepods.slice/kubepods-podx.slice/cri-containerd-" ID
     ".scope\n"},
    {"process", "/proc/self/status",
     "Name:\tx\nUid:\t1000\t0\t0\t0\nCapPrm:\t00000000a80425fb\nCapEff:\t00000000a80425fb\nCapBnd:"
     "\t000001ffffffffff\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:"
     "\t1\nTracerPid:\t9\nenvID:\t3\n"},
    {"user_map", "/proc/self/uid_map", "         0     100000      65536\n     65536      5 1\n"},
    {"rlimits", "/proc/self/limits",
     "Limit                     Soft Limit           Hard Limit           Units     \nMax cpu time           "
     "   10            unlimited            seconds   \nMax open files            1024                 "
     "524288               files     \nMax stack size            8388608              unlimited            "
     "bytes     \nMax nice priority         5                    0                    \n"},
    {"confinement", "/proc/self/attr/current", "docker-default (enforce)\n"},
    {"confinement", "/proc/self/attr/current", "system_u:system_r:container_t:s0:c1,c2"},
    {"confinement", "/proc/self/attr/current", "snap.x.y (complain)\n"},
    {"markers", "/run/.containerenv", "engine=\"podman-4.9.3\"\nname=\"x\"\nid=\"1\"\n"},
    {"markers", "/run/systemd/container", "docker\n"},
    {"cpu", "/proc/cpuinfo",
     "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\nmodel name\t: Intel(R) "
     "Xeon(R) @ 2.20GHz\nstepping\t: 7\nmicrocode\t: 0x1\nphysical id\t: 0\nsiblings\t: 2\ncore id\t\t: "
     "0\ncpu cores\t: 1\nflags\t\t: fpu vme hypervisor\nbugs: x\n\nprocessor\t: 1\nphysical id\t: 0\ncore "
     "id\t\t: 0\nSerial: 1\n"},
    {"cpu", "/proc/cpuinfo",
     "vendor_id       : IBM/S390\n# processors    : 1\nfeatures\t: esan3 zarch\nprocessor 0: version = FF,  "
     "identification = 0123AB,  machine = 2964\n"},
    {"ram", "/proc/meminfo", "MemTotal:       24684084 kB\nMemFree: 1 kB\nHugepagesize:       2048 kB\n"},
    {"cmdline", "/proc/cmdline",
     "BOOT_IMAGE=/v root=/dev/x ro quiet mitigations=auto,nosmt isolcpus=managed_irq,2-5 hugepagesz=1G "
     "hugepages=4 pci=off reboot=k virtio_mmio.device=4K@0x:5 audit=\"a b\" -- x\n"},
    {"uname", "/proc/version", "Linux version 6.1.0 (a@b) (gcc) #1 SMP PREEMPT_DYNAMIC Debian\n"},
    {"memory", "/proc/swaps",
     "Filename\tType\tSize\n/dev/zram0 partition\t1\n/swap file\t1\n/dev/sda2 partition 4\n"},
    {"modules", "/proc/modules", "kvm 1 2 x, Live 0x0\next4 1 0 - Live 0x0\n"},
    {"features", "/proc/filesystems", "nodev\tsysfs\nnodev\tcgroup2\n\text4\n"},
    {"cgroups", "/proc/cgroups",
     "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t0\t1\t1\nmemory\t4\t1\t1\ncpu\t2\t1\t0\n"},
    {"libc", "/etc/ld.so.conf", "/a # x\ninclude /etc/b.conf\nhwcap 1 x\n/c=libc6\n /d e\n"},
    {"loader", "/etc/ld.so.preload", "/a.so:/b.so\nc.so /root/d.so\n"},
    {"nss", "/etc/nsswitch.conf",
     "# x\npasswd:  files systemd # y\nhosts: files [NOTFOUND=return] dns\nx: y\n"},
    {"timezone", "/etc/timezone", "Europe/Berlin\n"},
    {"timezone", "/etc/localtime", "TZif2xxxxx\nCET-1CEST,M3.5.0,M10.5.0/3\n"},
    {"timezone", "/usr/share/zoneinfo/tzdata.zi",
     "# version 2025b-x\n# redo\nR d 1 o\nR e 1 o\nL Asia/Tokyo Europe/Berlin\nL a b c\n"},
    {"timezone", "/usr/share/zoneinfo/zone.tab", "# x\nJP\t+353916+1394441\tEurope/Berlin\tx y\n"},
    {"timezone", "/usr/share/zoneinfo/+VERSION", "2025b\n"},
    {"sysctl", "/proc/sys/kernel/core_pattern", "|/usr/x %p\n"},
    {"sysinfo", "/proc/sysinfo",
     "Manufacturer: IBM\nLPAR Number: 7\nVM00 Name: B\nVM00 Control Program: KVM/Linux\nVM01 Control "
     "Program: z/VM 7\n"},
};

static void collect(size_t file, size_t length)
{
    struct world *world = world_new();
    world_variable(world, "HOME", "/root");
    world_source(world)->common->detail = true;
    world_uname(world, "Linux", "6.1", "#1 SMP",
                strcmp(files[file].collector, "sysinfo") == 0 ? "s390x" : "x86_64");
    world_file(world, "/gnu/store/x", "");
    world_file(world, "/usr/share/zoneinfo/tzdata.zi", "L Asia/Tokyo Europe/Berlin\n");
    if (strstr(files[file].path, "zone.tab") || strstr(files[file].path, "tzdata.zi"))
        world_variable(world, "TZ", "Europe/Berlin");
    world_bytes(world, files[file].path, files[file].text, length);
    world_collect(world, files[file].collector);
    world_free(world);
}

Test(keep_cut, tells_the_same_wherever_a_file_ends)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        for (size_t length = 0; length <= strlen(files[i].text); length++)
            collect(i, length);
}
