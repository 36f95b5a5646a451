# SPDX-License-Identifier: MIT
"""Processors that are not what they say: user-mode emulation of others, valgrind's own, and this one with another
hypervisor's account."""
import os
import platform
import shutil

from harness import ANY, environment, fact
from stage import Skip

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


# ---- Other hypervisors' CPUID ----

SIGNATURES = {"hyperv": "Microsoft Hv", "xen": "XenVMMXenVMM", "vmware": "VMwareVMware", "virtualbox": "VBoxVBoxVBox",
              "bhyve": "bhyve bhyve ", "acrn": "ACRNACRNACRN", "none": ""}


def innermost(kind):
    """Firmware and devices stay this machine's own, and may speak for its hypervisor, too: as one further out."""
    def check(documents, host):
        document = documents[""]
        expected = [] if kind == "none" else [kind]
        own = fact(host, "hypervisor", "verdict.chain") or []
        chain = set(fact(document, "hypervisor", "verdict.chain") or ())
        kinds = [each["kind"] for each in document["stack"] if each["boundary"] == "vm"]
        if kind == "none" and own and kinds[-1:] == ["unknown"]:
            return None  # the kernel saw a hypervisor, and is to be believed
        if kinds[-1:] != expected and not (kind == "none" and chain <= set(own)):
            return f"expected {kind} innermost got {kinds}"
        if not set(expected) <= chain <= set(expected) | set(own):
            return f"expected chain {expected} got {sorted(chain)}"
        return None
    return check


def faulted(kind, signature):
    def function(stage):
        with open("/proc/cpuinfo", encoding="utf-8") as cpuinfo:
            if "cpuid_fault" not in cpuinfo.read():
                raise Skip("no processor whose CPUID can be made to fault")
        library = stage.make("cpuid") / "cpuid.so"
        stage.run([os.environ.get("CC", "cc"), "-O1", "-shared", "-fPIC", "-o", library,
                   os.path.join(SOURCE, "tests", "live", "cpuid.c")])
        return stage.here(probe=stage.dynamic, env={"LD_PRELOAD": str(library), "FAKE_HYPERVISOR": signature})
    if platform.machine() == "x86_64":
        environment(f"cpuid-{kind}", "cc", machine=ANY, below=("kernel",), private=False, root=False,
                    check=innermost(kind))(function)


for _kind, _signature in SIGNATURES.items():
    faulted(_kind, _signature)


# ---- valgrind ----

def not_denied(documents, host):
    """Its processor has no hypervisor bit, whatever lies below: no word of that is to be believed."""
    found, own = (fact(document, "hypervisor", "verdict.kind") for document in (documents[""], host))
    return None if found in ("unknown", own) else f"expected {own} or unknown got {found}"


@environment("valgrind", "valgrind", machine=ANY, below=("kernel",), private=False, root=False, long=True,
             check=not_denied)
def valgrind(stage):
    return stage.here(["valgrind", "-q"], probe=stage.dynamic)


# ---- Other processors' programs ----

PROCESSORS = {
    "aarch64": ("aarch64-linux-gnu", "aarch64"),
    "riscv64": ("riscv64-linux-gnu", "riscv64"),
    "s390x": ("s390x-linux-gnu", "s390x"),
    "ppc64le": ("powerpc64le-linux-gnu", "ppc64le"),
}

SOURCES = "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {uri} {suite} main\n"
ZLIB = ("adler32", "crc32", "inffast", "inflate", "inftrees", "zutil", "compress", "deflate", "trees", "uncompr")


def debian(stage):
    """Where packages come from, and which release."""
    policy = stage.run(["apt-cache", "policy"]).decode()
    for line in policy.splitlines():
        words = line.split()
        if len(words) > 2 and words[1].startswith("http") and words[2].endswith("/main"):
            suite = words[2].split("/")[0]
            if "-" not in suite:
                return words[1], suite
    raise Skip("no zlib for other processors: apt knows no archive")


def zlib_source(stage):
    """Debian's source of zlib, by lists of packages of this test's own."""
    folder = stage.build / "live" / "zlib"
    if folder.exists():
        return folder
    apt = stage.make("apt")
    for name in ("lists/partial", "cache/archives/partial"):
        (apt / name).mkdir(parents=True)
    uri, suite = debian(stage)
    (apt / "sources").write_text(SOURCES.format(uri=uri, suite=suite))
    (apt / "status").touch()
    words = ["apt-get", "-qq", "-o", f"Dir::State={apt}", "-o", f"Dir::State::status={apt}/status", "-o",
             f"Dir::Cache={apt}/cache", "-o", f"Dir::Etc::sourcelist={apt}/sources", "-o", "Dir::Etc::sourceparts=-",
             "-o", "Acquire::Languages=none"]
    stage.run([*words, "update"], timeout=300)
    stage.run([*words, "source", "--download-only", "zlib"], cwd=apt, timeout=300)
    made = folder.with_suffix(f".{os.getpid()}")
    made.mkdir(parents=True)
    stage.run(["tar", "-xf", next(apt.glob("zlib_*.orig.tar.*")), "-C", made, "--strip-components=1"])
    made.rename(folder)
    return folder


def probe(stage, triplet):
    """The command for another processor, linked statically; made anew where sources have changed."""
    folder = stage.build / "live" / triplet
    (folder / "zlib").mkdir(parents=True, exist_ok=True)
    source = zlib_source(stage)
    library = folder / "zlib" / "libz.a"
    if not library.exists():
        for name in ZLIB:
            stage.run([f"{triplet}-gcc", "-O2", "-c", source / f"{name}.c", "-o", folder / "zlib" / f"{name}.o"])
        stage.run([f"{triplet}-ar", "rcs", folder / "zlib" / "made.a", *(folder / "zlib").glob("*.o")])
        (folder / "zlib" / "made.a").rename(library)
    stage.run(["make", "-C", SOURCE, f"-j{os.cpu_count()}", f"BUILD={folder}", f"CC={triplet}-gcc", f"AR={triplet}-ar",
               "CFLAGS=-O1", f"CPPFLAGS=-I{source}", f"LDFLAGS=-static -L{folder}/zlib", "WITHOUT=udev cpuid",
               "SANITIZE=", folder / "envfp"], timeout=300)
    return folder / "envfp"


def emulated(name, triplet, machine):
    def check(documents, _host):
        found = fact(documents[""], "hardware", "arch.machine")
        if found != machine:
            return f"expected a machine {machine} got {found}"
        found = fact(documents[""], "hypervisor", "verdict.emulation")
        return None if found == "qemu" else f"expected emulation by qemu got {found}"

    def function(stage):
        path = stage.make("bin") / "envfp"
        shutil.copy(probe(stage, triplet), path)
        return stage.here([f"qemu-{name}-static"], probe=path)
    environment(f"qemu-user-{name}", f"qemu-{name}-static", f"{triplet}-gcc", f"{triplet}-ar", "make", machine=ANY,
                below=(), private=False, root=False, long=True, seconds=400, check=check)(function)


for _name, (_triplet, _machine) in PROCESSORS.items():
    if platform.machine() != _machine:
        emulated(_name, _triplet, _machine)
