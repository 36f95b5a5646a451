# SPDX-License-Identifier: MIT
"""Folders and files that people take for an environment, and that are none: said to be what they are."""

import gzip
import io
import json
import os
import pathlib
import stat
import subprocess
import tarfile

import pytest

from test_cli import ENVFP, run, trouble

PROGRAM = b"\177ELF" + bytes(60)
UNPACK = "umoci unpack"


def write(path, content="", mode=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if mode is not None:
        path.chmod(mode)
    return path


def make_root(top):
    write(top / "etc/os-release", "ID=debian\n")
    write(top / "usr/bin/true", PROGRAM, 0o755)
    return top


def make_layout(top):
    write(top / "oci-layout", '{"imageLayoutVersion":"1.0.0"}')
    write(top / "index.json", '{"schemaVersion":2,"manifests":[]}')
    write(top / "blobs/sha256" / ("a" * 64), "{}")


def make_index(top):
    write(top / "index.json", '{"schemaVersion":2,"manifests":[]}')
    write(top / "blobs/sha256" / ("a" * 64), "{}")


def make_saved(top):
    write(top / "manifest.json", '[{"Config":"c.json","RepoTags":["a:1"],"Layers":["x/layer.tar"]}]')
    write(top / "x/layer.tar", "")


def make_old(top):
    write(top / "repositories", '{"a":{"1":"x"}}')
    write(top / "x/json", "{}")
    write(top / "x/layer.tar", "")


def make_saved_layout(top):
    make_layout(top)
    make_saved(top)


def make_skopeo(top):
    write(top / "version", "Directory Transport Version: 1.1\n")
    write(top / "manifest.json", '{"schemaVersion":2,"layers":[]}')


IMAGES = {"layout": make_layout, "index": make_index, "saved": make_saved, "old": make_old,
          "saved as a layout": make_saved_layout, "skopeo": make_skopeo}


def warned(*arguments):
    """What stands on standard error beside a result: one line."""
    done = run(*arguments)
    assert done.stdout
    message = done.stderr.decode()
    assert message == "" or (message.startswith("envfp: ") and message.count("\n") == 1), message
    return message


@pytest.mark.parametrize("make", IMAGES.values(), ids=IMAGES)
class TestImages:
    def test_as_a_root(self, make, tmp_path):
        make(tmp_path)
        message = trouble("show", f"root:{tmp_path}")
        assert message.startswith(f"envfp: root:{tmp_path}: ") and UNPACK in message

    def test_in_every_command(self, make, tmp_path):
        make(tmp_path / "image")
        image = f"root:{tmp_path}/image"
        for arguments in ((image,), ("collect", image), ("diff", image, "self"), ("diff", "self", image),
                          ("explain", "libc.kind", image), ("record", tmp_path / "recording", image)):
            assert UNPACK in trouble(*arguments)
        assert not (tmp_path / "recording").exists()

    def test_by_itself_and_as_a_recording(self, make, tmp_path):
        make(tmp_path)
        assert UNPACK in trouble("show", tmp_path)
        assert UNPACK in trouble("show", f"record:{tmp_path}")

    @pytest.mark.parametrize("before", ["", "./"])
    def test_as_an_archive(self, make, before, tmp_path):
        make(tmp_path / "image")
        with tarfile.open(tmp_path / "image.tar", "w") as archive:
            for path in sorted((tmp_path / "image").iterdir(), reverse=True):
                archive.add(path, before + path.name)
        words = "a tar archive" if make is make_skopeo else "a container image's archive"
        for operand in (tmp_path / "image.tar", f"root:{tmp_path}/image.tar", f"record:{tmp_path}/image.tar"):
            assert words in trouble("show", operand)
        with open(tmp_path / "image.tar", "rb") as file:
            done = subprocess.run([ENVFP, "show", "-"], stdin=file, capture_output=True, timeout=60)
        assert done.returncode == 2 and words in done.stderr.decode()

    def test_in_a_root_it_is_data(self, make, tmp_path):
        make(make_root(tmp_path))
        assert warned("show", f"root:{tmp_path}") == ""


def test_a_large_archive(tmp_path):
    """Layers come first, and more of them than is read of a file; what tells stands at the end."""
    with tarfile.open(tmp_path / "image.tar", "w") as archive:
        member = tarfile.TarInfo("blobs/sha256/" + "b" * 64)
        member.size = 100 << 20
        archive.addfile(member, io.BytesIO(bytes(member.size)))
        member = tarfile.TarInfo("oci-layout")
        member.size = 30
        archive.addfile(member, io.BytesIO(b'{"imageLayoutVersion":"1.0.0"}'))
    assert "a container image's archive" in trouble("show", tmp_path / "image.tar")


def test_archives_of_roots_and_recordings(tmp_path):
    make_layout(make_root(tmp_path / "root"))
    with tarfile.open(tmp_path / "root.tar", "w") as archive:
        archive.add(tmp_path / "root", ".")
    message = trouble("show", tmp_path / "root.tar")
    assert "a tar archive" in message and "root:DIR" in message and "record:DIR" in message
    write(tmp_path / "root.tar.gz", gzip.compress((tmp_path / "root.tar").read_bytes()))
    assert "gzip" in trouble("show", f"record:{tmp_path}/root.tar.gz")


@pytest.mark.parametrize("content, words", [
    (b"hsqs" + bytes(92), "squashfs"), (bytes(32) + b"SIF_MAGIC\0", "Apptainer"),
    (b"\x28\xb5\x2f\xfd" + bytes(9), "zstd"), (b"\xfd7zXZ\0" + bytes(9), "xz"),
    (bytes(1080) + b"\x53\xef" + bytes(99), "ext4"), (b"QFI\xfb" + bytes(99), "qcow2"),
    (b"BZh91AY", "bzip2"), (b"070701" + b"0" * 104, "cpio"), (b"PK\3\4" + bytes(30), "zip"),
    (bytes(510) + b"\x55\xaa", "disk"), (b"", "no fingerprint"), (b"text\n", "no fingerprint"),
    (b"\x1f", "no fingerprint"), (bytes(512), "no fingerprint"), (b"A" * 2048, "no fingerprint"),
])
def test_files(content, words, tmp_path):
    assert words in trouble("show", write(tmp_path / "file", content))


def test_hostile_archives(tmp_path):
    """Sizes that lead beyond the end, or nowhere; headers without end."""
    def header(name, size):
        block = bytearray(512)
        block[:len(name)] = name
        block[124:136] = size
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
        return bytes(block)

    for size in (b"77777777777\0", b"\x80" + b"\xff" * 11, b"\xff" * 12, b"           8", b"99999999999\0", b"\0" * 12):
        write(tmp_path / "file", header(b"blobs/x", size) * 3)
        assert "a tar archive" in trouble("show", tmp_path / "file")
    write(tmp_path / "file", header(b"x", b"0" * 11 + b"\0") * 20000)
    assert "a tar archive" in trouble("show", tmp_path / "file")
    write(tmp_path / "file", header(b"manifest.json", b"00000000400\0")[:500])
    assert "no fingerprint" in trouble("show", tmp_path / "file")


class TestFolders:
    def test_a_root(self, tmp_path):
        assert warned("show", f"root:{make_root(tmp_path)}") == ""

    def test_an_empty_one(self, tmp_path):
        message = warned("show", f"root:{tmp_path}")
        assert "empty" in message and "holds no programs" in message and message.startswith(f"envfp: root:{tmp_path}: ")
        layers = json.loads(run("collect", f"root:{tmp_path}").stdout)["layers"]
        assert {layers[name]["status"] for name in ("libc", "packages", "runtimes")} == {"unknown"}
        done = run("diff", f"root:{tmp_path}", f"root:{tmp_path}", status=2)
        assert b"Nothing could be compared: neither side can tell" in done.stdout

    def test_mistyped_ones_are_not_the_same(self, tmp_path):
        for name in ("one", "two"):
            write(tmp_path / name / "share/notes.txt", "notes\n")
        done = run("diff", f"root:{tmp_path}/one", f"root:{tmp_path}/two", status=2)
        assert done.stderr.count(b"holds no programs") == 2 and b"Nothing differs" not in done.stdout

    def test_a_system_that_says_which_is_a_sign(self, tmp_path):
        write(tmp_path / "usr/lib/os-release", "ID=debian\nVERSION_ID=12\n")
        runtimes = json.loads(run("collect", "--layers", "runtimes", f"root:{tmp_path}").stdout)["layers"]["runtimes"]
        assert runtimes["status"] == "none"

    def test_programs_without_a_language_are_a_sign(self, tmp_path):
        write(tmp_path / "bin/env", pathlib.Path("/bin/true").read_bytes(), 0o755)
        runtimes = json.loads(run("collect", "--layers", "runtimes", f"root:{tmp_path}").stdout)["layers"]["runtimes"]
        assert runtimes["status"] == "none"

    @pytest.mark.parametrize("files", [
        {"notes.txt": 0o644}, {"a/b/c/notes.txt": 0o644}, {"configure": 0o755, ".git/hooks/pre-commit.sample": 0o755},
        {"etc/os-release": 0o644}, {"var/lib/dpkg/status": 0o644}, {"bin/notes": 0o644},
    ], ids=lambda files: " ".join(files))
    def test_without_a_program(self, files, tmp_path):
        for name, mode in files.items():
            write(tmp_path / name, "#!/bin/sh\n", mode)
        assert "holds no program" in warned("show", f"root:{tmp_path}")
        done = run("diff", f"root:{tmp_path}", "self", status=None)
        assert done.stdout and b"holds no program" in done.stderr

    @pytest.mark.parametrize("place", ["hello", "ko-app/server", "opt/a/b/c/d/server", "module.wasm"])
    def test_a_program_anywhere(self, place, tmp_path):
        write(tmp_path / place, b"\0asm\1\0\0\0" if place.endswith("wasm") else PROGRAM, 0o755)
        assert warned("show", f"root:{tmp_path}") == ""

    @pytest.mark.parametrize("place", ["bin", "usr/bin", "sbin", "usr/local/bin"])
    def test_scripts_and_links_where_path_leads(self, place, tmp_path):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "sh").symlink_to("/nix/store/x-bash/bin/sh")
        assert warned("show", f"root:{tmp_path}") == ""
        (tmp_path / place / "sh").unlink()
        write(tmp_path / place / "run", "#!/bin/sh\n", 0o755)
        assert warned("show", f"root:{tmp_path}") == ""

    def test_a_bundle(self, tmp_path):
        write(tmp_path / "config.json", '{"ociVersion":"1.0.2","root":{"path":"rootfs"}}')
        write(tmp_path / "rootfs/hello", PROGRAM, 0o755)
        assert f"root:{tmp_path}/rootfs is meant" in trouble("show", f"root:{tmp_path}")
        assert f"root:{tmp_path}/rootfs is meant" in trouble("show", tmp_path)
        assert f"root:{tmp_path}/rootfs is meant" in trouble("show", f"root:{tmp_path}/")
        assert warned("show", f"root:{tmp_path}/rootfs") == ""

    @pytest.mark.parametrize("name", ["rootfs", "merged", "debian-12"])
    def test_the_folder_around_a_root(self, name, tmp_path):
        make_root(tmp_path / name)
        write(tmp_path / "metadata.yaml", "architecture: x86_64\n")
        write(tmp_path / "notes/etc/notes", "")
        assert f"root:{tmp_path}/{name} is meant" in warned("show", f"root:{tmp_path}")

    def test_the_folder_around_several(self, tmp_path):
        make_root(tmp_path / "one")
        make_root(tmp_path / "two")
        message = warned("show", f"root:{tmp_path}")
        assert "several" in message and (f"{tmp_path}/one" in message or f"{tmp_path}/two" in message)

    def test_a_recording(self, tmp_path):
        write(tmp_path / ".envfp/format", "1\n")
        write(tmp_path / ".envfp/uname", "sysname=Linux\n")
        assert "record:DIR" in warned("show", f"root:{tmp_path}")
        assert "record:DIR" in trouble("show", tmp_path)
        assert warned("show", f"record:{tmp_path}") == ""

    def test_a_root_by_itself(self, tmp_path):
        assert "root:DIR" in trouble("show", make_root(tmp_path))


class TestHostileFolders:
    def test_no_link_is_followed(self, tmp_path):
        outside, inside = tmp_path / "outside", tmp_path / "inside"
        make_saved_layout(outside)
        make_root(outside / "rootfs")
        write(outside / "config.json", '{"ociVersion":"1.0.2"}')
        write(outside / "format", "1\n")
        inside.mkdir()
        for name in os.listdir(outside):
            (inside / name).symlink_to(outside / name)
        (inside / ".envfp").symlink_to(outside)
        (inside / "bin").symlink_to(outside / "rootfs/usr/bin")
        assert "holds no program" in warned("show", f"root:{inside}")

    def test_fifos_and_loops(self, tmp_path):
        for name in ("oci-layout", "manifest.json", "index.json", "version", "config.json", "repositories",
                     "etc/os-release", ".envfp/format", "usr/bin/program"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(tmp_path / name, 0o755)
        (tmp_path / "loop").symlink_to(".")
        (tmp_path / "blobs").symlink_to("blobs")
        assert "holds no program" in warned("show", f"root:{tmp_path}")

    def test_names_are_harmless(self, tmp_path):
        make_root(tmp_path / "a\x1b[31m\nname")
        message = warned("show", f"root:{tmp_path}")
        assert "is meant" in message and "\x1b" not in message

    def test_deep_and_wide(self, tmp_path):
        deep = tmp_path / "deep"
        for _ in range(100):
            deep = deep / "a"
        deep.mkdir(parents=True)
        assert warned("show", f"root:{tmp_path}/deep") == ""  # for all that can be told
        wide = tmp_path / "wide"
        wide.mkdir()
        for i in range(21000):
            (wide / str(i)).touch()
        assert warned("show", f"root:{wide}") == ""

    def test_what_may_not_be_looked_into(self, tmp_path):
        if os.getuid() == 0:
            pytest.skip("root may look everywhere")
        write(tmp_path / "closed/program", PROGRAM, 0o755)
        (tmp_path / "closed").chmod(0)
        assert warned("show", f"root:{tmp_path}") == ""
        (tmp_path / "closed").chmod(stat.S_IRWXU)

    def test_large_signs(self, tmp_path):
        write(tmp_path / "manifest.json", b" " * (100 << 20) + b'"Layers" "Config"')
        assert "holds no program" in warned("show", f"root:{tmp_path}")
