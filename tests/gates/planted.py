# SPDX-License-Identifier: MIT
"""A machine, a person and a project in which every kind of file that is read holds somebody's secret or identity."""
import hashlib
import json
import os
import sqlite3
import struct
import tempfile

ARCHIVE = "sha512-" + "A" * 86 + "=="
SHA256 = "0123456789abcdef" * 4


class Plants:
    """Writes files below a folder and remembers what must never be seen of them."""

    def __init__(self, root):
        self.root = root
        self.secrets = {}  # what stands for itself: where it lies

    def secret(self, where, form="token"):
        """A new one of a form, by where it lies; the same for the same place."""
        number = hashlib.sha256(where.encode()).hexdigest()
        pair = [number[i:i + 2] for i in range(0, 20, 2)]
        text = {"token": "ghp_" + number[:24], "password": "hunter2-" + number[:12], "person": "wilhelmina" + number[:8],
                "mail": f"w{number[:10]}@persons.example", "host": f"db-{number[:10]}.corp.example",
                "address": f"172.29.{int(pair[0], 16)}.{int(pair[1], 16)}", "mac": "02:5e:" + ":".join(pair[:4]),
                "uuid": f"{number[:8]}-{number[8:12]}-4{number[13:16]}-a{number[17:20]}-{number[20:32]}",
                "serial": "SN" + number[:12].upper(), "bucket": f"bucket-{number[:12]}", "id": number,
                "label": "vg_" + number[:10], "word": "q" + number[:14]}[form]
        assert self.secrets.setdefault(text, where) == where
        return text

    def write(self, path, content, mode=0o644):
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        place.chmod(mode)

    def link(self, path, target):
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)

    def folder(self, path):
        (self.root / path.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def address(self, where):
        """An address with a user, a password and a token."""
        return "https://{}:{}@pypi.example/simple/x-1.0.tar.gz?token={}".format(
            self.secret(where + " user", "person"), self.secret(where + " password", "password"),
            self.secret(where + " token"))


# ---- The kernel's files ---------------------------------------------------------------------------------------------------

STATUS = """Name:\t{name}
Umask:\t0022
State:\tR (running)
Tgid:\t4711
Pid:\t4711
TracerPid:\t0
Uid:\t1000\t1000\t1000\t1000
Gid:\t1000\t1000\t1000\t1000
Groups:\t{groups}
NSpid:\t4711
CapInh:\t0000000000000000
CapPrm:\t0000000000000000
CapEff:\t0000000000000000
CapBnd:\t000001ffffffffff
CapAmb:\t0000000000000000
NoNewPrivs:\t0
Seccomp:\t0
Seccomp_filters:\t0
"""


def mountinfo(p):
    s, number = p.secret, iter(range(30, 999))
    rows = [  # root, mount point, type, source, super options
        ("/", "/", "overlay", "overlay", "rw,lowerdir=/home/{0}/.local/share/containers/storage/overlay/l/A,upperdir="
         "/home/{0}/.local/share/containers/storage/overlay/{1}/diff".format(s("overlay owner", "person"), s("overlay id", "id"))),
        ("/", "/proc", "proc", "proc", "rw"), ("/", "/sys", "sysfs", "sysfs", "ro"),
        ("/kubelet/pods/" + s("pod", "uuid") + "/etc-hosts", "/etc/hosts", "ext4", "/dev/nvme0n1p1", "rw"),
        ("/", "/run/secrets/kubernetes.io/serviceaccount", "tmpfs", "tmpfs", "rw"),
        ("/", "/run/secrets/" + s("secret's name", "word"), "tmpfs", "tmpfs", "rw"),
        ("/kubelet/pods/" + s("pod of a volume", "uuid") + "/volumes/kubernetes.io~secret/" + s("volume's secret", "word"),
         "/etc/x", "ext4", "/dev/sda1", "rw"),
        ("/", "/dev/shm", "tmpfs", "shm", f"rw,size=64m,uid=1000,note={s('shm option', 'word')}"),
        ("/", "/mnt/host", "9p", "drvfs", f"rw,aname=drvfs;path=C:\\Users\\{s('9p person', 'person')};symlinkroot=/mnt/,trans=fd"),
        ("/", "/mnt/nine", "9p", s("9p tag", "word"), f"rw,access=client,uname={s('9p uname', 'person')},trans=tcp"),
        ("/", "/afs", "afs", f"#{s('afs cell', 'host')}:root.cell", "rw"),
        ("/", "/home/e", "ecryptfs", "/home/.ecryptfs/x", f"rw,ecryptfs_fnek_sig={s('ecryptfs fnek')[4:20]},"
         f"ecryptfs_sig={s('ecryptfs signature')},ecryptfs_cipher=aes"),
        ("/", "/mnt/c", "cifs", f"//{s('cifs server', 'host')}/{s('cifs share', 'word')}",
         f"rw,vers=3.0,username={s('cifs user', 'person')},domain={s('cifs domain', 'word')},addr={s('cifs address', 'address')}"),
        ("/", "/mnt/n", "nfs4", f"{s('nfs server', 'host')}:/{s('nfs export', 'word')}",
         f"rw,vers=4.2,clientaddr={s('nfs client', 'address')},addr={s('nfs address', 'address')}"),
        ("/", "/mnt/s", "fuse.sshfs", f"{s('sshfs user', 'person')}@{s('sshfs host', 'host')}:/data", "rw,user_id=1000"),
        ("/", "/mnt/g", "fuse.gcsfuse", s("gcsfuse bucket", "bucket"), "rw,user_id=0"),
        ("/", "/mnt/s3", "fuse.s3fs", "s3fs", f"rw,bucket={s('s3fs bucket', 'bucket')}"),
        ("/", "/mnt/ceph", "ceph", f"{s('ceph monitor', 'address')}:6789:/", f"rw,name={s('ceph user', 'person')},secret=<hidden>"),
        ("/", "/mnt/gl", "fuse.glusterfs", f"{s('gluster server', 'host')}:/vol", "rw"),
        ("/", "/mnt/l", "lustre", f"{s('lustre', 'address')}@tcp:/scratch", "rw"),
        ("/", "/mnt/b", "beegfs", "beegfs_nodev", f"rw,cfgFile=/etc/beegfs/{s('beegfs file', 'word')}.conf"),
        ("/", "/mnt/v", "vboxsf", s("vboxsf share", "word"), "rw,iocharset=utf8"),
        ("/", "/mnt/p", "prl_fs", s("prl_fs share", "word"), "rw"),
        ("/", "/mnt/vt", "virtiofs", s("virtiofs tag", "word"), "rw"),
        ("/", "/data", "ext4", f"/dev/mapper/{s('volume group', 'label')}-data", "rw"),
        ("/", f"/media/{s('media owner', 'person')}/{s('volume label', 'word')}", "vfat", "/dev/sdb1", "rw"),
        ("/", "/mnt/u", "ext4", f"/dev/disk/by-uuid/{s('disk uuid', 'uuid')}", "rw"),
        ("/", "/mnt/z", "zfs", f"tank/home/{s('zfs data set', 'person')}", "rw"),
        (f"/home/{s('bind root', 'person')}/src", "/src", "btrfs", "/dev/sda2", f"rw,subvol=/@{s('subvolume', 'word')}"),
        ("/", f"/var/lib/docker/overlay2/{s('layer of another', 'id')}/merged", "overlay", "overlay", "rw,lowerdir=/a"),
        ("/", "/mnt/d", "davfs", f"https://{s('davfs user', 'person')}@dav/", "rw"),
        ("/", "/tmp/plain", "tmpfs", "tmpfs", f"rw,uid={4711}"),
    ]
    return "".join(f"{next(number)} 29 0:{next(number)} {root} {point} rw,relatime shared:1 - {kind} {source} {options}\n"
                   for root, point, kind, source, options in rows)


def kernel(p):
    s, w = p.secret, p.write
    w("/proc/self/mountinfo", mountinfo(p))
    w("/proc/self/cgroup", "12:memory:/kubepods/burstable/pod{}/{}\n"  # the container's own id is a fact
      "1:name=systemd:/user.slice/user-4711.slice/user@4711.service/app.slice/{}.scope\n"
      "0::/system.slice/{}.service/{}\n".format(
          s("cgroup pod", "uuid"), "c0ffee" * 10 + "c0ff", s("cgroup scope", "word"), s("cgroup service", "word"),
          s("cgroup folder", "person")))
    w("/proc/self/status", STATUS.format(name=s("process name", "word"), groups="1000 41733999 41734000 "))
    p.secrets["41733999"] = p.secrets["41734000"] = "groups of the process"
    w("/proc/self/uid_map", "         0          0 4294967295\n")
    w("/proc/self/limits", "Limit                     Soft Limit           Hard Limit           Units     \n"
      "Max open files            1024                 4096                 files     \n"
      f"Max locked memory         {s('locked memory', 'word')}         8388608              bytes     \n")
    w("/proc/self/attr/current", "unconfined\n")
    w("/proc/cmdline", "BOOT_IMAGE=/{}/vmlinuz root=UUID={} ip={}::: hostname={} quiet mitigations=off rd.luks.key={} "
      "ds=nocloud;s=http://{}/ systemd.set_credential=x:{} -- init.arg={}\n".format(
          s("boot image", "word"), s("root uuid", "uuid"), s("kernel's address", "address"), s("kernel's host name", "host"),
          s("luks key"), s("cloud-init seed", "host"), s("credential"), s("init argument")))
    w("/proc/version", f"Linux version 6.1.0-x ({s('kernel builder', 'person')}@{s('build host', 'host')}) (gcc 12) #1 SMP Debian\n")
    w("/proc/cpuinfo", f"processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Xeon\nflags\t\t: fpu sse sse2\n\n"
      f"Hardware\t: BCM2835\nSerial\t\t: {s('board serial', 'serial')}\n")
    w("/proc/meminfo", "MemTotal:       16384000 kB\nSwapTotal:       1024 kB\n")
    w("/proc/swaps", f"Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n/dev/mapper/{s('swap device', 'label')} partition 1024 0 -2\n"
      f"/home/{s('swap owner', 'person')}/swap file 1024 0 -3\n")
    w("/proc/modules", "ext4 1 0 - Live 0x0\n")
    w("/proc/sys/kernel/core_pattern", f"|/opt/crash/upload --key={s('core pattern')} --host={s('core host', 'host')} %p\n")
    w("/proc/sys/kernel/osrelease", "6.1.0-x\n")
    w("/proc/sys/kernel/hostname", s("host name", "host") + "\n")
    w("/proc/sys/kernel/random/boot_id", s("boot id", "uuid") + "\n")
    w("/proc/sys/vm/swappiness", "60\n")
    w("/proc/ppc64/lparcfg", f"lparcfg 1.9\nserial_number={s('lpar serial', 'serial')}\npartition_name={s('lpar name', 'word')}\n"
      "shared_processor_mode=1\n")
    w("/proc/sysinfo", f"Manufacturer:         IBM\nType:                 3906\nSequence Code:        {s('s390 serial', 'serial')}\n"
      f"LPAR Name:            {s('s390 name', 'word')}\nVM00 Name:            {s('vm name', 'word')}\nVM00 Control Program: z/VM\n")
    w("/proc/driver/nvidia/gpus/0000:01:00.0/information", f"Model: \t\t NVIDIA H100\nGPU UUID: \t GPU-{s('gpu uuid', 'uuid')}\n")
    w("/proc/driver/nvidia/version", f"NVRM version: NVIDIA UNIX Open Kernel Module 550 ({s('nvidia builder', 'person')}@x)\n")
    w("/proc/1/comm", s("first process", "word") + "\n")
    w("/proc/1/cgroup", f"0::/{s('cgroup of the first', 'word')}\n")
    w("/proc/1/environ", f"TOKEN={s('environment of the first')}\0")
    w("/proc/1/cmdline", f"/sbin/init\0--token={s('arguments of the first')}\0")
    dmi = "/sys/class/dmi/id/"
    for name, form in (("product_serial", "serial"), ("board_serial", "serial"), ("chassis_serial", "serial"),
                       ("product_uuid", "uuid"), ("chassis_asset_tag", "serial"), ("board_asset_tag", "serial")):
        w(dmi + name, s(f"dmi {name}", form) + "\n")
    for name, text in (("sys_vendor", "Dell Inc."), ("product_name", "PowerEdge R640"), ("bios_vendor", "Dell Inc."),
                       ("chassis_type", "23"), ("board_vendor", "Dell Inc."), ("chassis_vendor", "Dell Inc.")):
        w(dmi + name, text + "\n")
    w("/sys/hypervisor/uuid", "ec2" + s("xen uuid", "uuid")[3:] + "\n")
    p.secrets[s("xen uuid", "uuid")[3:]] = p.secrets.pop(s("xen uuid", "uuid"))
    w("/sys/hypervisor/type", "xen\n")
    w("/sys/devices/system/cpu/online", "0\n")
    w("/sys/class/net/eth0/address", s("network address", "mac") + "\n")
    guid = s("channel", "uuid")
    p.link("/sys/bus/pci/devices/d1f2:00:02.0", f"../../../devices/LNXSYSTM:00/VMBUS:00/{guid}/pcid1f2:00/d1f2:00:02.0")
    w(f"/sys/devices/LNXSYSTM:00/VMBUS:00/{guid}/pcid1f2:00/d1f2:00:02.0/modalias",
      "pci:v000015B3d00001016sv000015B3sd00000190bc02sc00i00\n")
    w("/sys/class/kfd/kfd/topology/nodes/1/properties", f"gfx_target_version 90010\nunique_id {s('amd unique id', 'serial')}\n")
    w("/sys/block/dm-0/dm/name", s("device mapper name", "label") + "\n")
    w("/sys/block/sda/device/model", "SSD\n")
    w("/sys/block/sda/device/serial", s("disk serial", "serial") + "\n")


def own_files(p, home):
    s, w = p.secret, p.write
    w(".envfp/format", "1\n")
    w(".envfp/uname", "sysname=Linux\nrelease=6.1.0-x\nversion=#1 SMP Debian\nmachine=x86_64\nnodename={}\n".format(
        s("node name", "host")))
    w(".envfp/devices", "".join(
        f"/sys/devices/pci0000:00/0000:00:1f.2/{i} {key}={value}\n" for i, (key, value) in enumerate((
            ("SUBSYSTEM", "block"), ("ID_SERIAL", s("device serial", "serial")), ("ID_SERIAL_SHORT", s("device's short", "serial")),
            ("ID_FS_UUID", s("file system uuid", "uuid")), ("ID_FS_LABEL", s("file system label", "word")),
            ("ID_NET_NAME_MAC", s("name by address", "mac")), ("ID_WWN", s("world wide name", "serial")), ("DRIVER", "ahci")))))
    w(".envfp/environ", "".join(f"{name}={value}\n" for name, value in {
        "HOME": home, "PATH": f"{home}/bin:{home}/.venv/bin:{home}/.pyenv/shims:{home}/.local/share/mise/shims:"
                              f"{home}/.volta/bin:{home}/.asdf/shims:{home}/miniconda3/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8", "VIRTUAL_ENV": f"{home}/.venv", "CONDA_PREFIX": f"{home}/miniconda3",
        "CONDA_DEFAULT_ENV": s("conda's name", "person"), "JAVA_HOME": "/opt/java",
        "JAVA_TOOL_OPTIONS": f"-Dtoken={s('java options')}", "NODE_OPTIONS": f"--require /x/{s('node options')}",
        "PERL5OPT": f"-M{s('perl options', 'word')}", "RUBYOPT": f"-r{s('ruby options', 'word')}",
        "PIP_INDEX_URL": p.address("variable"), "AWS_SECRET_ACCESS_KEY": s("key of AWS"), "HOSTNAME": s("variable's host", "host"),
        "USER": s("variable's user", "person"), "K_SERVICE": s("service's name", "word"),
        "KUBERNETES_SERVICE_HOST": s("kubernetes's address", "address"), "FLY_APP_NAME": s("fly's name", "word"),
        "WEBSITE_SITE_NAME": s("azure's name", "word"), "AWS_LAMBDA_FUNCTION_NAME": s("function's name", "word"),
        "ECS_CONTAINER_METADATA_URI_V4": f"http://169.254.170.2/v4/{s('task', 'id')}", "GOFLAGS": f"-ldflags={s('go flags')}",
        "WSL_DISTRO_NAME": s("wsl's name", "word"), "DISTROBOX_ENTER_PATH": f"/home/{s('distrobox owner', 'person')}/x",
        "PYTHONPATH": f"{home}/lib:{p.address('python path')}", "BUNDLE_GEMFILE": f"{home}/{s('gemfile', 'word')}/Gemfile",
        "http_proxy": p.address("proxy"), "HTTPS_PROXY": f"{s('proxy without a scheme', 'host')}:3128",
        "no_proxy": s("no proxy", "host"), "GOPROXY": p.address("go proxy"), "GOPRIVATE": s("go private", "host"),
        "CUDA_VISIBLE_DEVICES": f"GPU-{s('visible device', 'uuid')},MIG-{s('visible instance', 'uuid')}",
        "LOADEDMODULES": f"gcc/12:{home}/modules/{s('module of somebody', 'word')}:{p.address('module')}",
        "SPACK_ENV": f"/home/{s('owner of a spack', 'person')}/env", "UCX_NET_DEVICES": s("network device", "address"),
        "NCCL_COMM_ID": f"{s('rank 0', 'host')}:4711", "OMPI_MCA_orte_hnp_uri": f"1;tcp://{s('launcher', 'address')}:5",
        "OMPI_MCA_btl_tcp_if_include": s("interface", "address") + "/24", "XLA_FLAGS": f"--xla_dump_to=/x/{s('dump', 'word')}",
        "OMP_DISPLAY_ENV": s("variable of OpenMP"), "GODEBUG": f"x={s('go debug')}", "RUSTFLAGS": f"--cfg {s('rust cfg', 'word')}", "_JAVA_OPTIONS": f"-Dk={s('all java options')}",
        "OPENSSL_MODULES": f"/home/{s('owner of modules', 'person')}/m", "RES_OPTIONS": s("resolver variable", "address"),
        "GEM_HOME": f"{home}/.gem", "CLASSPATH": f"/opt/{s('class path', 'word')}.jar",
        "NODE_PATH": f"{home}/node", "NVM_DIR": f"{home}/.nvm", "LD_PRELOAD": f"/home/{s('preload owner', 'person')}/x.so",
        "NODE_EXTRA_CA_CERTS": f"/home/{s('certificate owner', 'person')}/ca.pem", "JENKINS_URL": p.address("jenkins"),
        "ImageOS": f"/home/{s('image owner', 'person')}/x.qcow2", "CI_SERVER_VERSION": p.address("server's version"),
        "RUNNER_OS": f"{s('runner os', 'mail')}", "GO_PIPELINE_NAME": s("pipeline", "word"), "DYNO": s("dyno", "word"),
        "VCAP_APPLICATION": f"{{\"name\":\"{s('cloud foundry', 'word')}\"}}", "BINDER_REPO_URL": p.address("binder"),
        "CODEBUILD_BUILD_ARN": f"arn:aws:codebuild:x:{s('account', 'word')}:build/x"}.items()))


# ---- The distribution's files ------------------------------------------------------------------------------------------------

def rpm_header(values):
    """A package's header: index entries, then what they stand for."""
    index, store = b"", b""
    for tag, value in values:
        data = value.encode() + b"\0"
        index += struct.pack(">iiii", tag, 6, len(store), 1)
        store += data
    return struct.pack(">ii", len(values), len(store)) + index + store


def rpm(p):
    s = p.secret
    header = rpm_header([(1000, "bash"), (1001, "5.2"), (1002, "1.fc40"), (1004, "a shell"), (1007, s("rpm build host", "host")),
                         (1011, "Fedora"), (1015, s("rpm packager", "mail")), (1020, f"https://{s('rpm address', 'host')}/"),
                         (1022, "x86_64"), (1081, s("rpm changelog", "person")), (1082, s("rpm changelog text"))])
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(folder + "/x")
        database.execute("CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
        database.execute("INSERT INTO Packages VALUES (1, ?)", (header,))
        database.commit()
        database.close()
        with open(folder + "/x", "rb") as file:
            p.write("/var/lib/rpm/rpmdb.sqlite", file.read())


def distribution(p, old):
    s, w = p.secret, p.write
    if not old:
        w("/etc/os-release", f'# built by {s("os-release comment", "mail")}\nID=debian\nVERSION_ID="12"\nNAME="Debian GNU/Linux"\n'
          f'HOME_URL="{p.address("os-release")}"\nDEFAULT_HOSTNAME="{s("default host name", "host")}"\n'
          f'ACME_TOKEN={s("field of os-release")}\nBUILD_ID={p.address("build id")}\n')
        w("/etc/lsb-release", f"DISTRIB_ID=Debian\n# {s('lsb comment')}\nDISTRIB_RELEASE=12\nDISTRIB_OWNER={s('lsb owner', 'person')}\n")
    else:
        w("/etc/lsb-release", f"DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\nDISTRIB_TOKEN={s('old lsb')}\n# {s('old lsb comment', 'mail')}\n")
        w("/etc/openwrt_release", f"DISTRIB_TARGET={s('openwrt target', 'word')}\n# {s('openwrt comment')}\n")
        w("/etc/centos-release", f"\n{s('second line', 'host')}\n")
        w("/etc/SuSE-release", f"openSUSE 13.2 (x86_64)\nVERSION = 13.2\n# {s('suse comment', 'mail')}\nTOKEN = {s('suse field')}\n")
        w("/system/build.prop", f"ro.build.version.release=14\nro.serialno={s('android serial', 'serial')}\n"
          f"ro.build.user={s('android user', 'person')}\nro.build.host={s('android host', 'host')}\n")
    w("/etc/debian_version", f"12.5\n{s('second line of the version')}\n")
    w("/etc/ld.so.conf", f"# {s('ld.so.conf comment', 'mail')}\ninclude /etc/ld.so.conf.d/*.conf\n/opt/x/lib # {s('ld.so.conf tail')}\n"
      f"/home/{s('ld.so.conf owner', 'person')}/lib\n")
    w("/etc/ld.so.conf.d/x.conf", f"# {s('conf.d comment')}\n/usr/local/lib\n{p.address('conf.d')}\n")
    w("/etc/ld.so.preload", f"/home/{s('ld.so.preload owner', 'person')}/libx.so\n# {s('ld.so.preload comment')}\n")
    w("/etc/nsswitch.conf", f"# {s('nsswitch comment', 'mail')}\npasswd: files # {s('nsswitch tail')}\nhosts: files dns\n"
      f"acme: {s('nsswitch field', 'host')}\n")
    w("/etc/timezone", f"Europe/Berlin\n# {s('timezone comment', 'person')}\n")
    w("/etc/hostname", s("etc hostname", "host") + "\n")
    w("/etc/hosts", f"{s('etc hosts', 'address')} {s('etc hosts name', 'host')}\n")
    w("/etc/machine-id", s("machine id", "id")[:32] + "\n")
    w("/etc/pacman.conf", f"[options]\nDBPath = /var/lib/pacman\n[core]\nServer = {p.address('pacman')}\n# {s('pacman comment')}\n"
      f"Server = https://{s('mirror', 'host')}/$repo\nServer = https://{s('mirror bucket', 'bucket')}.s3.amazonaws.com/\n")
    w("/var/lib/pacman/local/zlib-1.3-1/desc", f"%PACKAGER%\n{s('pacman packager', 'mail')}\n")
    w("/run/.containerenv", f'engine="podman-4.9.3"\nname="{s("container name", "word")}"\nid="{s("containerenv id", "id")}"\n'
      f'image="{s("image registry", "host")}/{s("image", "word")}:latest"\nimageid="{s("image id", "id")}"\nrootless=1\n')
    w("/run/systemd/container", f"podman\n{s('container manager', 'word')}\n")
    w("/run/host/container-manager", f"toolbox {s('manager tail', 'word')}\n")
    w("/.dockerenv", s("dockerenv") + "\n")
    w("/.flatpak-info", f"[Instance]\ninstance-id={s('flatpak instance', 'word')}\n")
    w("/var/lib/dpkg/status", "Package: bash\nStatus: install ok installed\nMaintainer: {} <{}>\nArchitecture: amd64\nVersion: 5.2-1\n"
      "Description: shell\n {}\nHomepage: {}\nConffiles:\n /etc/{} 0123\nx-built-by: {}\n\n".format(
          s("dpkg maintainer", "person"), s("dpkg mail", "mail"), s("dpkg description"), p.address("dpkg"), s("conffile", "word"),
          s("dpkg field", "host")) +
      f"package: lower\nstatus: install ok installed\nmaintainer: {s('dpkg lower', 'mail')}\narchitecture: all\nversion: 1.0\n\n")
    w("/var/lib/dpkg/status.d/base", f"Package: base\nStatus: install ok installed\nMaintainer: {s('status.d', 'mail')}\n"
      "Architecture: all\nVersion: 1\n\n")
    w("/lib/apk/db/installed", f"C:Q1\nP:musl\nV:1.2.5-r0\nm:{s('apk maintainer', 'mail')}\nU:{p.address('apk')}\n"
      f"T:{s('apk description')}\nc:{s('apk commit', 'id')[:40]}\n\n")
    w("/usr/lib/opkg/status", f"Package: busybox\nVersion: 1.36\nStatus: install user installed\nArchitecture: x\n"
      f"Maintainer: {s('opkg maintainer', 'mail')}\n\n")
    w("/var/db/pkg/sys-libs/zlib-1.3/SLOT", f"0\n{s('portage tail')}\n")
    w("/var/db/pkg/sys-libs/zlib-1.3/USE", "amd64\n")
    w("/var/db/pkg/sys-libs/zlib-1.3/CONTACT", s("portage contact", "mail"))
    w("/var/db/xbps/pkgdb-0.38.plist", "<plist><dict><key>zlib</key><dict><key>pkgver</key><string>zlib-1.3_1</string><key>state</key>"
      f"<string>installed</string><key>maintainer</key><string>{s('xbps maintainer', 'person')}</string><key>repository</key>"
      f"<string>https://u:{s('xbps password', 'password')}@mirror/</string></dict></dict></plist>\n")
    w("/etc/cos-package-info.json", json.dumps({"installedPackages": [{"category": "a", "name": "b", "version": "1", "ebuild_version":
      "1", "x": s("cos field")}], "buildTimePackages": [{"name": s("cos builder", "word")}]}))
    w("/var/lib/rpmmanifest/container-manifest-2", "\t".join(["bash", "5.2-1.fc40", "1", "2", s("manifest vendor", "word"), "(none)",
      "100", "x86_64", "0", "bash-5.2.src.rpm", s("manifest tail", "host")]) + "\n")
    w("/var/guix/profiles/per-user/root/guix-profile/manifest", '(manifest (version 4) (packages (("hello" "2.12" "out" '
      f'"/gnu/store/x-hello" (properties (url "https://u:{s("guix password", "password")}@x") (who "{s("guix person", "person")}"))))))')
    w("/snap/firefox/1/meta/snap.yaml", f"name: firefox\nversion: '120'\ncontact: {s('snap contact', 'mail')}\n# {s('snap comment')}\n")
    p.link("/snap/firefox/current", "1")
    app = "/var/lib/flatpak/app/org.x.App"
    p.link(app + "/current", "x86_64/stable")
    p.link(app + "/x86_64/stable/active", "abcdef0123456789" * 4)
    w(app + "/x86_64/stable/" + "abcdef0123456789" * 4 + "/export/share/metainfo/org.x.App.metainfo.xml",
      f'<component><developer_name>{s("flatpak developer", "person")}</developer_name><release version="1.2"/></component>')
    rpm(p)


# ---- Languages -----------------------------------------------------------------------------------------------------------------

def languages(p, home):
    s, w = p.secret, p.write
    script = "#!/bin/sh\n# {}\nexport TOKEN={}\nexec {} \"$@\"\n"
    for name in ("node", "ruby", "perl", "java", "go", "php", "deno", "bun", "rustc", "R", "lua", "julia"):
        w(f"{home}/bin/{name}", script.format(s(f"wrapper of {name}, comment", "mail"), s(f"wrapper of {name}"), f"/usr/bin/{name}"), 0o755)
    w(f"{home}/.config/go/env", f"GOPROXY={p.address('go env')}\nGOFLAGS=-ldflags=-X=main.key={s('go env flags')}\nGOAUTH=git {s('go env auth')}\n"
      f"GOPRIVATE={s('go env private', 'host')}\n# {s('go env comment', 'mail')}\nTOKEN={s('go env token')}\nCC={s('go env cc', 'word')}\n")
    w(f"{home}/.cargo/config.toml", f"[build]\nrustflags = [\"-Clink-arg={s('cargo link argument')}\"]\nrustc-wrapper = \"/x/{s('cargo wrapper', 'word')}\"\n"
      f"[registries.{s('cargo registry', 'word')}]\ntoken = \"{s('cargo registry token')}\"\nindex = \"{p.address('cargo registry index')}\"\n"
      f"[http]\nproxy = \"{p.address('cargo proxy')}\"\n[target.{s('cargo target', 'word')}]\nlinker = \"{s('cargo linker')}\"\n"
      f"[env]\nKEY = \"{s('cargo env')}\" # {s('cargo config comment', 'mail')}\n")
    w("/etc/ssl/openssl.cnf", f"openssl_conf = {s('openssl section', 'word')}\n[{s('openssl section', 'word')}]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
      f"CipherString = {s('cipher string')}\n[req]\ninput_password = {s('openssl password', 'password')} # {s('openssl comment', 'mail')}\n"
      f"[dn]\ncommonName = {s('common name', 'host')}\n[pkcs11]\nPIN = {s('openssl pin')}\nactivate = {s('openssl activate')}\n")
    w("/etc/crypto-policies/state/current", f"{s('policy', 'word')}\n")
    w("/etc/resolv.conf", f"nameserver {s('name server', 'address')}\nsearch {s('search domain', 'host')}\ndomain {s('own domain', 'host')}\n"
      f"options ndots:2 {s('resolver option')} # {s('resolver comment', 'mail')}\n")
    w("/etc/gai.conf", f"# {s('gai comment', 'mail')}\nprecedence {s('gai network', 'address')}/16 7\n")
    w("/opt/java/conf/security/java.security", f"keystore.password={s('keystore password', 'password')}\njdk.tls.disabledAlgorithms=SSLv3, {s('disabled')}\n"
      f"# {s('java.security comment', 'mail')}\nx=a, \\\n  {s('java.security line')}\n")
    w("/usr/bin/python3.11", b"\x7fELF\x02\x01\x01" + bytes(64), 0o755)
    w("/usr/bin/node", b"\x7fELF\x02\x01\x01" + bytes(64), 0o755)
    p.link(f"{home}/.venv/bin/python3", "/usr/bin/python3.11")
    w(f"{home}/.venv/pyvenv.cfg", f"home = /usr/bin\nversion = 3.11.7\ninclude-system-site-packages = false\n"
      f"prompt = {s('prompt', 'word')}\ncommand = /usr/bin/python3 -m venv /home/{s('venv command', 'person')}/x\n# {s('venv comment')}\n")
    site = f"{home}/.venv/lib/python3.11/site-packages/"
    w(site + "thing-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: thing\nVersion: 1.0\nAuthor: {s('author', 'person')}\n"
      f"Author-email: {s('author mail', 'mail')}\nHome-page: {p.address('home page')}\n\n{s('body')}\n")
    w(site + "thing-1.0.dist-info/INSTALLER", f"pip\n{s('installer tail')}\n")
    w(site + "thing-1.0.dist-info/RECORD", f"{s('record', 'person')},,\n")
    w(site + "thing-1.0.dist-info/direct_url.json", json.dumps({
        "url": p.address("direct url"), "subdirectory": s("direct folder", "word"),
        "archive_info": {"hash": "sha256=" + SHA256, "hashes": {"sha256": SHA256}}}))
    w(site + "local-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: local\nVersion: 1.0\n")
    w(site + "local-1.0.dist-info/direct_url.json", json.dumps({
        "url": f"file:///home/{s('direct file', 'person')}/src/local", "dir_info": {"editable": True}}))
    w(site + "older-1.0.egg-info", f"Metadata-Version: 1.0\nName: older\nVersion: 1.0\nAuthor-email: {s('egg-info', 'mail')}\n")
    w(site + "egg-1.0.egg/EGG-INFO/PKG-INFO", f"Name: egg\nVersion: 1.0\nMaintainer: {s('egg', 'person')}\n")
    w(site + "dev.egg-link", f"/home/{s('egg-link', 'person')}/src\n.\n")
    w(site + "x.pth", f"import os; os.environ['T'] = '{s('pth import')}'\n# {s('pth comment', 'mail')}\n/home/{s('pth folder', 'person')}/src\n")
    w(site + "sitecustomize.py", f"TOKEN = '{s('sitecustomize')}'\n")
    w("/usr/lib/python3.11/build-details.json", json.dumps({"schema_version": "1.0", "implementation": {"name": "cpython"},
      "language": {"version": "3.11"}, "x": s("build details", "host")}))
    w(f"{home}/miniconda3/conda-meta/numpy-1.26.4-py311_0.json", json.dumps({"name": "numpy", "url":
      f"https://conda.example/t/{s('conda-meta token')}/main/x.conda", "requested_spec": s("conda spec", "word")}))
    w(f"{home}/miniconda3/conda-meta/history", f"# cmd: /home/{s('conda history', 'person')}/bin/conda install\n")
    w(f"{home}/miniconda3/.condarc", f"channels: [https://conda.example/t/{s('condarc')}/x]\n")
    w(f"{home}/.pyenv/shims/python3", "#!/usr/bin/env bash\nset -e\nexport PYENV_ROOT=\"{}\"\nexport T={}\nexec \"/x/pyenv\" exec \"$@\"\n"
      .format(f"/home/{s('pyenv root', 'person')}/.pyenv", s("shim of pyenv")), 0o755)
    w(f"{home}/.pyenv/version", f"3.11.7 # {s('pyenv version comment')}\n{p.address('pyenv version')}\n")
    w(f"{home}/.rbenv/version", f"3.2.2\n# {s('rbenv version')}\n")
    p.folder(f"{home}/.pyenv/versions/3.11.7")
    p.link(f"{home}/.local/share/mise/shims/go", "/usr/bin/mise")
    w("/usr/bin/mise", b"\x7fELF" + bytes(32), 0o755)
    p.link(f"{home}/.local/share/mise/shims/erl", "/usr/bin/mise")
    w(f"{home}/.config/mise/config.toml", f"[env]\nGITHUB_TOKEN = \"{s('mise global')}\"\n# {s('mise comment', 'mail')}\n"
      f"[tools]\ngo = \"1.22.1\"\nerlang = \"26\" # {s('mise tail')}\n\"ubi:x\" = \"{p.address('mise')}\"\n[settings]\nx = \"{s('mise setting')}\"\n")
    w(f"{home}/.local/share/mise/installs/go/1.22.1/bin/go", b"\x7fELF" + bytes(32), 0o755)
    w(f"{home}/.tool-versions", f"nodejs 20.1.0 # {s('tool-versions comment')}\nacme {s('tool-versions tool')}\n"
      f"python ref:{s('tool-versions ref')}\n")
    w(f"{home}/.asdf/shims/erl", "#!/usr/bin/env bash\n# asdf-plugin: erlang 26\nT={}\nexec asdf exec \"erl\" \"$@\"\n".format(s("asdf shim")), 0o755)
    w(f"{home}/.nvm/alias/default", f"20.1.0\n{s('nvm default')}\n")
    p.folder(f"{home}/.nvm/versions/node/v20.1.0")
    p.link(f"{home}/.volta/bin/npm", "volta-shim")
    w(f"{home}/.volta/tools/user/platform.json", json.dumps({"node": {"runtime": "20.1.0", "npm": None}, "x": s("volta")}))
    w(f"{home}/bin/poetry", f"#!{home}/.venv/bin/python3\n# {s('poetry script', 'mail')}\nT = '{s('poetry script')}'\n", 0o755)
    w(f"{home}/bin/pdm", f"#!/home/{s('interpreter of pdm', 'person')}/v/bin/python --token={s('interpreter option')}\n", 0o755)
    w(f"{home}/bin/composer", f"#!/usr/bin/env php\nT = '{s('composer')}';\npublic const VERSION = '2.7.1';\n{s('composer tail')}\n", 0o755)
    w(f"{home}/.config/uv/uv-receipt.json", json.dumps({"version": "0.5.1", "install_prefix": f"/home/{s('uv prefix', 'person')}/bin",
      "source": {"owner": s("uv owner", "person")}}))
    w(f"{home}/.cache/node/corepack/lastKnownGood.json", json.dumps({"pnpm": s("corepack"), "yarn": "1.22.22", "x": s("corepack other")}))
    w(f"{home}/.cargo/.crates.toml", f"[v1]\n\"ripgrep 13.0.0 (registry+{p.address('crates')})\" = [\"rg\"]\n"
      f"\"own 0.1.0 (path+file:///home/{s('crate owner', 'person')}/own)\" = [\"own\"]\n")
    w(f"{home}/.rustup/settings.toml", f"default_toolchain = \"stable\"\n# {s('rustup comment')}\n[overrides]\n"
      f"\"/home/{s('rustup override', 'person')}/{s('rustup project', 'word')}\" = \"nightly\"\n")
    w("/usr/lib/node_modules/npm/package.json", json.dumps({"name": "npm", "version": "10.2.4", "author": s("npm author", "mail"),
      "_resolved": p.address("npm"), "scripts": {"x": s("npm script")}, "repository": f"https://{s('npm repository', 'host')}/x"}))
    w("/include/node/node_version.h", f"#define NODE_MAJOR_VERSION 20 // {s('header')}\n")
    w("/usr/lib/jvm/java-17/release", f"JAVA_VERSION=\"17.0.9\"\nSOURCE=\"{p.address('java source')}\"\nBUILD_INFO=\"{s('java build', 'host')}\"\n")
    w("/opt/java/release", f"JAVA_VERSION=\"21.0.1\"\nBUILT_BY=\"{s('java builder', 'mail')}\"\n")
    p.folder(f"{home}/.sdkman/candidates/java/21.0.2-tem")
    w("/usr/lib/x86_64-linux-gnu/perl-base/Config.pm", f"    version => '5.36.0',\n    archname => 'x86_64-linux',\n"
      f"    cf_email => '{s('perl mail', 'mail')}',\n    myhostname => '{s('perl host', 'host')}',\n")
    w("/usr/lib/R/library/base/DESCRIPTION", f"Package: base\nVersion: 4.3.1\nMaintainer: {s('R maintainer', 'mail')}\n"
      f"Built: R 4.3.1; ; 2023; unix\nRemoteUsername: {s('R remote', 'person')}\n")
    w("/usr/local/cuda/version.json", json.dumps({"cuda": {"name": "CUDA SDK", "version": "12.4.1"}, "x": {"name": s("cuda"), "version": "1"}}))
    w("/usr/lib/ocaml/VERSION", f"4.14.1\n# {s('ocaml')}\n")
    w("/usr/lib/erlang/releases/25/OTP_VERSION", f"25.3\n{s('erlang')}\n")
    w("/usr/local/go/VERSION", f"go1.22.1\ntime {s('go version tail')}\n")
    w("/opt/rocm/.info/version", f"6.0.0\n{s('rocm')}\n")
    w("/usr/share/zoneinfo/tzdata.zi", f"# version 2024a\n# {s('zone data')}\n")


# ---- Projects ---------------------------------------------------------------------------------------------------------------------

def project(p, folder):
    """Pins, locks, and what is installed beside them."""
    s = p.secret

    def w(name, text):
        p.write(f"{folder}/{name}", text if isinstance(text, str) else json.dumps(text, indent=1))
    for name, version in ((".python-version", "3.11.7"), (".node-version", "20.1.0"), (".ruby-version", "3.2.2"),
                          (".java-version", "17"), (".go-version", "1.22.1"), (".perl-version", "5.36.0")):
        w(name, f"# {s(name + ' comment', 'mail')}\n{version} # {s(name + ' tail')}\n{s(name + ' second')}\n")
    w(".nvmrc", p.address(".nvmrc") + "\n")
    w(".php-version", s(".php-version alone") + "\n")
    w(".lua-version", f"5.4 {s('.lua-version word')}\n")
    w(".tool-versions", f"nodejs 20.1.0 # {s('project tool comment')}\nacme-tool {s('project tool')}\nruby ref:{s('project ref')}\n"
      f"python {p.address('.tool-versions')}\n")
    w("mise.toml", f"[env]\nAWS_SECRET = \"{s('mise.toml')}\"\n_.file = \"/home/{s('mise file', 'person')}/.env\"\n[tools]\n"
      f"node = \"20\" # {s('mise.toml tail')}\n[vars]\nx = '{s('mise vars')}'\n[tasks.x]\nrun = \"curl -H {s('mise task')}\"\n")
    w(".mise.toml", f"[env]\nX = {{ value = \"{s('.mise.toml')}\" }}\n[tools]\npython = [\"3.11\", \"{p.address('.mise.toml')}\"]\n")
    w("rust-toolchain.toml", f"[toolchain]\nchannel = \"1.75.0\" # {s('rust-toolchain.toml')}\n[acme]\nx = \"{s('rust field')}\"\n")
    w("rust-toolchain", f"# {s('rust-toolchain')}\n1.75.0\n")
    w(".sdkmanrc", f"# {s('.sdkmanrc')}\njava=21.0.2-tem\nacme={s('.sdkmanrc field')}\n")
    w("global.json", {"sdk": {"version": "8.0.100", "x": s("global.json sdk")}, "msbuild-sdks": {"A": s("global.json")}})
    w("package.json", {"name": "x", "version": "1.0.0", "author": s("package author", "mail"), "engines": {"node": ">=20"},
                       "scripts": {"deploy": "TOKEN=" + s("package script")}, "repository": p.address("repository"),
                       "volta": {"node": "20.1.0", "extends": f"/home/{s('volta extends', 'person')}/p"},
                       "packageManager": "pnpm@9.1.0+sha256." + SHA256, "config": {"x": s("package config")}})
    w("pyproject.toml", f"[project]\nname = \"x\"\nrequires-python = \">=3.11\" # {s('pyproject tail')}\nauthors = [{{name = \""
      f"{s('pyproject author', 'person')}\", email = \"{s('pyproject mail', 'mail')}\"}}]\n[[tool.poetry.source]]\nurl = \"{p.address('pyproject')}\"\n"
      f"[tool.plain]\nx = \"{s('pyproject field')}\"\n[tool.uv]\nrequired-version = \"{s('uv wish')}\"\n"
      f"[tool.poetry]\nrequires-poetry = \">=1.8\" # {s('poetry wish')}\n")
    w("Cargo.toml", f"[package]\nname = \"x\"\nauthors = [\"{s('cargo author', 'mail')}\"]\nrust-version = \"{s('rust-version')}\"\n")
    w(".terraform.lock.hcl", f"# {s('terraform comment', 'mail')}\nprovider \"registry.terraform.io/hashicorp/aws\" {{\n  version = \"5.1.0\"\n"
      f"  hashes = [\n    \"h1:{'A' * 43}=\", # {s('terraform tail')}\n  ]\n}}\n")
    w("Cargo.lock", f"# {s('cargo comment', 'mail')}\nversion = 3\n\n[[package]]\nname = \"serde\"\nversion = \"1.0.0\"\nsource = \"registry+"
      f"{p.address('Cargo.lock')}\"\nchecksum = \"{SHA256}\"\n\n[metadata]\nauthors = \"{s('cargo authors', 'mail')}\"\n")
    w("Gemfile.lock", f"GEM\n  remote: {p.address('Gemfile.lock')}\n  specs:\n    rake (13.0.6)\n\nPATH\n  remote: /home/"
      f"{s('gem path', 'person')}/x\n  specs:\n    own (0.1)\n\nDEPENDENCIES\n  rake\n")
    w("Manifest.toml", f"# {s('julia comment')}\njulia_version = \"1.10.0\"\n\n[[deps.Own]]\ngit-tree-sha1 = \"{'a' * 40}\"\nrepo-url = \""
      f"{p.address('Manifest.toml')}\"\nuuid = \"7876af07-990d-54b4-ab0e-23690620f79a\"\nversion = \"0.1.0\"\n")
    w("Pipfile.lock", {"_meta": {"sources": [{"name": "plain", "url": p.address("Pipfile.lock")}]},
                       "default": {"thing": {"version": "==1.0", "hashes": ["sha256:" + SHA256]}}, "develop": {}})
    w("bun.lock", '{\n  "lockfileVersion": 1,\n  // ' + s("bun comment") + '\n  "workspaces": {"": {"name": "' + "plain" +
      '"}},\n  "packages": {\n    "left-pad": ["left-pad@1.0.0", "' + p.address("bun.lock") + '", {}, "' + ARCHIVE + '"],\n  }\n}\n')
    person = [{"name": s("composer author", "person"), "email": s("composer mail", "mail"), "homepage": f"https://{s('composer page', 'host')}/",
               "role": "plain"}]
    dist = {"type": "zip", "url": p.address("composer.lock"), "reference": "a" * 40}
    package = {"name": "a/b", "version": "1.0.0", "dist": dist, "authors": person, "description": s("composer description"),
               "support": {"email": s("composer support", "mail")}, "keywords": ["plain"],
               "funding": [{"url": p.address("composer funding"), "type": "x"}]}
    w("composer.lock", {"_readme": [s("composer readme")], "content-hash": "a" * 32, "packages": [package], "packages-dev": []})
    p.write(f"{folder}/vendor/composer/installed.json", json.dumps({"packages": [dict(
        package, authors=[{"name": s("installed author", "person"), "email": s("installed mail", "mail")}])]}))
    w("conda-lock.yml", f"# {s('conda-lock comment')}\nversion: 1\nmetadata:\n  channels:\n  - url: https://conda.example/t/{s('conda-lock channel')}/x\n"
      f"    used_env_vars: [plain]\npackage:\n- name: numpy\n  version: 1.26.4\n  manager: conda\n  platform: linux-64\n"
      f"  url: https://conda.example/t/{s('conda-lock token')}/main/numpy.conda\n  hash:\n    sha256: {SHA256}\n")
    w("deno.lock", {"version": "4", "npm": {"left-pad@1.0.0": {"integrity": ARCHIVE}}, "remote": {p.address("deno.lock"): SHA256}})
    w("environment.yml", f"# {s('environment comment', 'mail')}\nname: {s('environment name', 'person')}\nchannels:\n  - https://conda.example/t/"
      f"{s('environment channel')}/private\n  - https://{s('environment user', 'person')}:{s('environment password', 'password')}@conda.example/x\n"
      f"dependencies:\n  - numpy=1.26.4 # {s('environment tail')}\n  - pip:\n    - thing @ {p.address('environment pip')}\n"
      f"variables:\n  API_KEY: {s('environment variable')}\n  OTHER: \"{s('environment quoted')}\"\nprefix: /home/{s('environment prefix', 'person')}/x\n")
    w("flake.lock", {"nodes": {"nixpkgs": {"locked": {"narHash": "sha256-" + "A" * 43 + "=", "rev": "a" * 40, "type": "git", "url":
      p.address("flake.lock")}, "original": {"url": p.address("flake original"), "id": "plain"}}, "root": {}},
      "root": "root", "version": 7})
    w("go.mod", f"module example.com/x // {s('go.mod comment', 'mail')}\n\ngo 1.22\n\nrequire example.com/a v1.0.0 // {s('go.mod tail')}\n\n"
      f"replace example.com/a => /home/{s('go.mod replace', 'person')}/a\n// {s('go.mod line')}\n")
    w("go.sum", "example.com/a v1.0.0 h1:" + "A" * 43 + "=\n")
    p.write(f"{folder}/vendor/modules.txt", f"# example.com/a v1.0.0 => /home/{s('modules.txt', 'person')}/a\n## explicit; {s('modules.txt word')}\n")
    w("gradle.lockfile", f"# {s('gradle comment', 'mail')}\ncom.x:y:1.0=classpath\nempty=plain\n")
    w("mix.lock", f'%{{\n  "own": {{:git, "{p.address("mix.lock")}", "{"a" * 40}", []}}, # {s("mix tail")}\n  "jason": {{:hex, :jason, "1.4.0", '
      f'"{SHA256}", [:mix], [], "plain", "{SHA256}"}},\n}}\n')
    for name in ("package-lock.json", "npm-shrinkwrap.json"):
        w(name, {"lockfileVersion": 3, "packages": {"": {},
          "node_modules/left-pad": {"version": "1.0.0", "resolved": p.address(name), "integrity": ARCHIVE, "license": "MIT",
                                    "os": [s(f"{name} os", "word"), "linux"], "cpu": ["!" + s(f"{name} cpu", "word")],
                                    "funding": {"url": f"https://{s(f'{name} funding', 'host')}/"}, "author": s(f"{name} author", "mail"),
                                    "//npm.example/:_authToken": s(f"{name} token"), "deprecated": s(f"{name} deprecated", "mail")}}})
    p.write(f"{folder}/node_modules/left-pad/package.json", json.dumps({"name": "left-pad", "version": "1.0.0", "author": s("module author", "mail"),
            "_resolved": p.address("module")}))
    w("packages.lock.json", {"version": 1, "dependencies": {"net8.0": {"A": {"type": "Direct", "resolved": "1.0.0", "contentHash": "A" * 86 + "==",
      "requested": "plain"}}}})
    for name in ("pdm.lock", "poetry.lock", "uv.lock", "pylock.toml"):
        table = "packages" if name == "pylock.toml" else "package"
        w(name, f"# {s(name + ' comment', 'mail')}\nversion = 1\nrequires-python = \">=3.11\"\n\n[[{table}]]\nname = \"thing\"\nversion = \"1.0\" # "
          f"{s(name + ' tail')}\ndescription = \"by {s(name + ' description', 'person')}\"\nfiles = [\n    {{file = \"thing-1.0.whl\", hash = \"sha256:{SHA256}\"}},\n]\n"
          f"groups = [\"main\", \"{s(name + ' group', 'word')}\"]\nmarker = \"platform_release == '{s(name + ' marker')}' or extra == "
          f"'{s(name + ' extra', 'word')}' or os_name == '{s(name + ' os', 'word')}'\"\n"
          f"\n[{table}.source]\ntype = \"legacy\"\nurl = \"{p.address(name)}\"\nreference = \"plain\"\n\n[metadata]\nauthor = \""
          f"{s(name + ' author', 'mail')}\"\ncontent-hash = \"{SHA256}\"\n")
    w("pnpm-lock.yaml", f"lockfileVersion: '9.0'\n# {s('pnpm comment')}\n\nsettings:\n  x: plain\n\npackages:\n\n  left-pad@1.0.0:\n    resolution: "
      f"{{integrity: {ARCHIVE}, tarball: {p.address('pnpm-lock.yaml')}}}\n    deprecated: by {s('pnpm deprecated', 'mail')}\n")
    p.write(f"{folder}/.pdm-python", f"/home/{s('pdm python', 'person')}/{s('pdm folder', 'word')}/bin/python\n")
    p.write(f"{folder}/node_modules/.pnpm/left-pad@1.0.0/node_modules/left-pad/package.json", json.dumps({"name": "left-pad", "version": "1.0.0",
            "author": s("stored author", "mail")}))
    w("pubspec.lock", f"# {s('pubspec comment')}\npackages:\n  meta:\n    dependency: transitive\n    description:\n      name: meta\n      sha256: {SHA256}\n      url: "
      f"\"{p.address('pubspec.lock')}\"\n    source: hosted\n    version: \"1.9.0\"\n")
    w("renv.lock", {"R": {"Version": "4.3.1", "Repositories": [{"Name": "plain", "URL": p.address("renv.lock")}]}, "Packages": {"own": {
      "Package": "own", "Version": "0.1", "Source": "GitHub", "RemoteUsername": s("renv user", "person"), "RemoteHost": s("renv host", "host"),
      "RemoteSha": "a" * 40, "Hash": "a" * 32, "Author": s("renv author", "mail")}}})
    w("requirements.txt", f"# {s('requirements comment', 'mail')}\n--index-url {p.address('requirements index')}\n--extra-index-url={p.address('requirements extra')}\n"
      f"thing==1.0 --hash=sha256:{SHA256} # {s('requirements tail')}\nother @ {p.address('requirements other')}\n-e /home/{s('requirements editable', 'person')}/own\n"
      f"--trusted-host {s('trusted host', 'host')}\n-r more.txt\n")
    p.write(f"{folder}/more.txt", f"more==2.0  # {s('more.txt')}\n--proxy http://{s('proxy user', 'person')}:{s('proxy password', 'password')}@proxy:3128\n")
    w("yarn.lock", f"# yarn lockfile v1\n# {s('yarn comment')}\n\n\nleft-pad@^1.0.0:\n  version \"1.0.0\"\n  resolved \"{p.address('yarn.lock')}#{'a' * 40}\"\n"
      f"  integrity {ARCHIVE}\n")
    venv = f"{folder}/.venv/lib/python3.11/site-packages/thing-1.0.dist-info/METADATA"
    p.write(venv, f"Metadata-Version: 2.1\nName: thing\nVersion: 1.0\nAuthor: {s('project author', 'person')}\n\n{s('project body')}\n")


class Listed(Plants):
    """Writes nothing: what would be planted."""

    def write(self, path, content, mode=0o644):
        pass

    def link(self, path, target):
        pass

    def folder(self, path):
        pass


def fill(p, old):
    home = "/home/" + p.secret("home", "person")
    kernel(p)
    own_files(p, home)
    distribution(p, old)
    languages(p, home)
    p.project = home + "/work"
    project(p, p.project)
    return p


def machine(root, old=False):
    """A recording with a person's home and a project, and what was planted into it."""
    p = fill(Plants(root), old)
    for folder, _, _ in os.walk(root):
        os.chmod(folder, 0o755)
    return p


def person(root):
    """A home and a project of this machine's."""
    p = Plants(root)
    languages(p, "/home")
    p.project = f"{root}/home/work"
    project(p, "/home/work")
    for folder, _, _ in os.walk(root):
        os.chmod(folder, 0o755)
    return p


def labels():
    """Where something is planted, and what."""
    found = {}
    for old in (False, True):
        found.update({where: text for text, where in fill(Listed(None), old).secrets.items()})
    return found
