# SPDX-License-Identifier: MIT
"""Virtual machines, and what runs inside of them: QEMU's own and ones that pass for others by their firmware's words.
The machine below a guest is not seen from inside, so the stack begins with what the guest can tell."""
import json

import guest
from containers import podman_words
from emulation import debian
from harness import ANY, environment, fact, group
from stage import Broken, Skip

QEMU = "qemu-system-x86_64"
PHYSICAL = ("machine", "physical")
COLLECT = "envfp collect | send document\n"


def document(pieces, name="document"):
    try:
        return json.loads(pieces[name])
    except KeyError as error:
        raise Skip(f"the guest sent no {name}") from error
    except ValueError as error:
        raise Broken(f"the guest's {name} is none: {pieces[name][:200]!r}") from error


def says(**expected):
    """A check that derived facts of the hypervisor layer are so; None for one that must not be there."""
    def check(documents, _host):
        for who in documents.values():
            for name, value in expected.items():
                found = fact(who, "hypervisor", f"verdict.{name}")
                if found != value:
                    return f"expected {name} {value} got {found}"
        return None
    return check


# ---- Machines by themselves ----

MACHINES = {
    "qemu-q35": (["-M", "q35", "-cpu", "max", "-smp", "4,sockets=2,cores=1,threads=2"], ["qemu"],
                 {"kind": "qemu", "vmm": "qemu", "cloud": None}),
    "qemu-microvm": (["-M", "microvm", "-cpu", "max", "-icount", "shift=auto"], ["qemu"], {"kind": "qemu", "cloud": None}),
    # As QEMU looks under KVM without its own leaves: firmware and devices tell.
    "qemu-silent": (["-M", "q35", "-cpu", "max,tcg-cpuid=off"], ["qemu"], {"kind": "qemu", "cloud": None}),
}

# What vendors and clouds write into their firmware: BIOS vendor, manufacturer, product, chassis asset tag. The processor
# denies a hypervisor on those that are machines of metal.
FIRMWARE = {
    "metal-dell": (False, ("Dell Inc.", "Dell Inc.", "PowerEdge R640", ""), [], {"kind": "none", "cloud": None}),
    "metal-lenovo": (False, ("LENOVO", "LENOVO", "20Y3S00A00", "No Asset Information"), [],
                     {"kind": "none", "cloud": None}),
    "metal-surface": (False, ("Microsoft Corporation", "Microsoft Corporation", "Surface Pro 7", ""), [],
                      {"kind": "none", "cloud": None}),
    "metal-ec2": (False, ("Amazon EC2", "Amazon EC2", "c5.metal", "Amazon EC2"), [], {"kind": "none", "cloud": "aws"}),
    "cloud-ec2": (True, ("Amazon EC2", "Amazon EC2", "m5.large", "Amazon EC2"), ["kvm"],
                  {"kind": "kvm", "vmm": "nitro", "cloud": "aws"}),
    "cloud-gce": (True, ("Google", "Google", "Google Compute Engine", ""), ["kvm"], {"kind": "kvm", "cloud": "gcp"}),
    "cloud-azure": (True, ("American Megatrends Inc.", "Microsoft Corporation", "Virtual Machine",
                           "7783-7084-3265-9085-8269-3286-77"), ["hyperv"], {"kind": "hyperv", "cloud": "azure"}),
    "cloud-alibaba": (True, ("SeaBIOS", "Alibaba Cloud", "Alibaba Cloud ECS", ""), ["kvm"],
                      {"kind": "kvm", "cloud": "alibaba"}),
    "guest-vmware": (True, ("Phoenix Technologies LTD", "VMware, Inc.", "VMware Virtual Platform", "No Asset Tag"),
                     ["vmware"], {"kind": "vmware", "cloud": None}),
    "guest-virtualbox": (True, ("innotek GmbH", "innotek GmbH", "VirtualBox", ""), ["virtualbox"],
                         {"kind": "virtualbox", "cloud": None}),
}


def smbios(bios, maker, product, tag):
    def text(word):
        return word.replace(",", ",,")
    return ["-smbios", f"type=0,vendor={text(bios)},version=1.0,date=01/02/2023",
            "-smbios", f"type=1,manufacturer={text(maker)},product={text(product)},version=1",
            "-smbios", f"type=2,manufacturer={text(maker)},product=Board",
            "-smbios", f"type=3,manufacturer={text(maker)}" + (f",asset={text(tag)}" if tag else "")]


def alone(name, options, kinds, expected):
    def function(stage):
        return document(guest.boot(stage, [*options, "-m", "512"], COLLECT))
    environment(name, QEMU, "busybox", machine=(PHYSICAL, *(("vm", kind) for kind in kinds)), container="", sandbox="",
                below=(), long=True, private=False, seconds=400, check=says(**expected))(function)


for _name, (_options, _kinds, _expected) in MACHINES.items():
    alone(_name, _options, _kinds, _expected)
for _name, (_guest, _words, _kinds, _expected) in FIRMWARE.items():
    alone(_name, ["-M", "q35", "-cpu", "max,tcg-cpuid=off" + ("" if _guest else ",-hypervisor"), *smbios(*_words)],
          _kinds, _expected)


# ---- One machine with containers in it ----

CONTAINERS = r"""
envfp() { inside /run/tiny/probe "$@"; }
envfp collect | send plain
docker() { inside docker -H unix:///run/docker.sock "$@"; }
inside sh -c 'exec dockerd --iptables=false --ip6tables=false --ip-forward=false --bridge=none --storage-driver=vfs \
    --exec-root=/run/docker --data-root=/run/docker-data -H unix:///run/docker.sock >/run/docker.log 2>&1' &
for second in $(seq 90); do [ -S /root/run/docker.sock ] && break; sleep 1; done
inside sh -c 'tar -C /run/tiny -c . | docker -H unix:///run/docker.sock import - tiny:1' >/dev/null
docker run --rm --network=none tiny:1 /probe collect | send docker
# bubblewrap and its libraries are the host's.
docker run --rm --network=none --privileged -v /usr:/usr:ro -v /usr/bin:/bin:ro -v /usr/lib:/lib:ro -v /usr/lib64:/lib64:ro \
    tiny:1 /usr/bin/bwrap --unshare-pid --unshare-ipc --unshare-uts --ro-bind / / --proc /proc /probe collect 2>/tmp/said | send bubblewrap
send said </tmp/said
tail -n 3 /root/run/docker.log | send log
"""


@group(QEMU, "busybox", "dockerd", "docker", "containerd", "runc", "bwrap")
def machine(stage):
    return guest.boot(stage, ["-M", "pc", "-cpu", "max", "-smp", "2", "-m", "3G"], CONTAINERS, host=True, seconds=300)


IN_QEMU = (PHYSICAL, ("vm", "qemu"))


@machine.environment("qemu-pc", machine=IN_QEMU, container="", sandbox="", below=(), long=True, private=False,
                     seconds=400, check=says(kind="qemu", vmm="qemu", cloud=None))
def qemu_pc(_stage, found):
    return document(found, "plain")


@machine.environment("qemu-docker", machine=IN_QEMU, container="docker", sandbox="seccomp", below=(), long=True,
                     private=False, check=says(kind="qemu", vmm="qemu"))
def qemu_docker(_stage, found):
    return document(found, "docker")


@machine.environment("qemu-docker-bubblewrap", machine=IN_QEMU, container="docker", sandbox="bubblewrap", below=(),
                     long=True, private=False)
def qemu_docker_bubblewrap(_stage, found):
    if not found.get("bubblewrap"):
        raise Skip(f"bwrap: {found.get('said', b'')[-200:]!r}")
    return document(found, "bubblewrap")


# ---- User-mode Linux, which needs a machine whose registers it knows ----

UML = """
cp /given/initrd /root/run/initrd
inside linux.uml mem=128M initrd=/run/initrd con0=fd:0,fd:1 con=null quiet </dev/null
"""


@environment("uml", QEMU, "busybox", "linux.uml", machine=(*IN_QEMU, ("vm", "uml")), container="", sandbox="",
             below=(), long=True, private=False, seconds=400, check=says(kind="uml"))
def uml(stage):
    inner = guest.initramfs(stage, COLLECT)
    return document(guest.boot(stage, ["-M", "pc", "-cpu", "max", "-m", "2G"], UML, files={"initrd": inner}, host=True,
                               seconds=240))


# ---- The same image on two machines ----

TWO = r"""
inside podman --storage-driver=vfs --cgroup-manager=cgroupfs --runtime runc --events-backend=none --root /run/storage \
    --runroot /run/runroot --tmpdir /run/podman run --rm --network=none -v /run/tiny/probe:/probe:ro \
    --rootfs IMAGE /probe collect 2>/tmp/said | send podman
send said </tmp/said
"""
PINNED = ("libc", "packages", "runtimes")


def image(stage):
    """A small Debian with Python."""
    root = stage.make("image")
    stage.run(["debootstrap", "--variant=minbase", "--include=python3-minimal", debian(stage)[1], root], timeout=400)
    return root


def pinned(documents, _host):
    """What the image pins is the same, and the first sentence of a comparison says so."""
    one, two = documents["here"], documents["*there"]
    for layer in PINNED:
        if one["layers"][layer]["digest"] != two["layers"][layer]["digest"]:
            return f"expected the same {layer}"
    return None if one["layers"]["packages"]["status"] == "observed" else "expected packages in the image"


@environment("podman-two-machines", QEMU, "busybox", "podman", "runc", "debootstrap", machine=ANY, container="podman",
             sandbox="seccomp", below=(), long=True, seconds=900, check=pinned)
def podman_two_machines(stage):
    root = image(stage)
    here = stage.collect([*podman_words(stage), "run", "--rm", "--network=none", "--ulimit=nofile=1024:4096",
                          "--ulimit=nproc=1000:1000", f"--volume={stage.static}:/probe:ro", "--rootfs", root])
    found = guest.boot(stage, ["-M", "q35", "-cpu", "max", "-smp", "2", "-m", "3G"], TWO.replace("IMAGE", str(root)),
                       host=True, seconds=300)
    if not found.get("podman"):
        raise Skip(f"podman: {found.get('said', b'')[-200:]!r}")
    there = document(found, "podman")
    folder = stage.make("documents")
    paths = [folder / name for name in ("here", "there")]
    for path, content in zip(paths, (here, there)):
        path.write_text(json.dumps(content))
    sentence = stage.start([stage.dynamic, "diff", *paths]).stdout.decode().partition("\n")[0]
    if "image" not in sentence:
        raise Broken(f"expected a first sentence about the image got {sentence!r}")
    return {"here": here, "*there": there}
