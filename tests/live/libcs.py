# SPDX-License-Identifier: MIT
"""What a C library other than the host's shows: roots whose programs need it."""
import glob
import os
import shutil

from harness import environment, fact
from stage import Skip


def libc_is(*kinds):
    def check(documents, _host):
        got = fact(next(iter(documents.values())), "libc", "libc.kind")
        return None if got in kinds else f"expected libc.kind {' or '.join(map(str, kinds))} got {got}"
    return check


@environment("root-musl", "musl-gcc", "chroot", sandbox="chroot", check=libc_is("musl"))
def root_musl(stage):
    """musl's loader and a program for it as the root's shell."""
    return with_program(stage, ["musl-gcc"], "/lib/ld-musl-*.so.1", "/usr/lib/*/libc.so")


@environment("root-static-musl", "musl-gcc", "chroot", sandbox="chroot", check=libc_is("none"))
def root_static_musl(stage):
    return with_program(stage, ["musl-gcc", "-static"])


@environment("root-dietlibc", "diet", "cc", "chroot", sandbox="chroot", check=libc_is("none"))
def root_dietlibc(stage):
    return with_program(stage, ["diet", "cc"])


@environment("root-klibc", "klcc", "chroot", sandbox="chroot", check=libc_is("none", "klibc"))
def root_klibc(stage):
    return with_program(stage, ["klcc"], "/lib/klibc-*.so")


def with_program(stage, compiler, *files):
    """A root whose only programs were made by this compiler, beside the probe."""
    root = stage.tiny()
    source = stage.folder / stage.name / "program.c"
    source.write_text("int main(void) { return 0; }\n")
    (root / "bin").mkdir()
    stage.run([*compiler, source, "-o", root / "bin" / "sh"])
    for name in ("env", "cat", "ls"):
        shutil.copy(root / "bin" / "sh", root / "bin" / name)
    for pattern in files:
        found = glob.glob(pattern)
        if not found and pattern == files[0]:
            raise Skip(f"no {pattern}")
        for path in found:
            target = root / path.lstrip("/")
            if "musl" in os.path.realpath(path) or "klibc" in path:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(os.path.realpath(path), target)
    return stage.collect(["chroot", stage.mounted(root)])
