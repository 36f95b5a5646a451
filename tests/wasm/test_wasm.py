# SPDX-License-Identifier: MIT
"""The command as WebAssembly, in two runtimes: what it sees of files it says as the native one does, byte for byte, and
what is behind the runtime is hidden."""
import json
import os
import shutil
import subprocess

import pytest

import engines
from engines import native

MACHINES = sorted(path.parent for path in (engines.ROOT / "tests/machines").glob("*/expected.json"))
BELOW = ("hardware", "hypervisor", "kernel", "container", "sandbox")
ABOVE = ("libc", "packages", "runtimes")
STACK = [{"boundary": "machine", "kind": "unknown"}, {"boundary": "wasm", "kind": "wasi"}]


@pytest.fixture(scope="module", params=sorted(engines.RUNTIMES))
def wasm(request):
    return engines.get(request.param)


def collect(wasm, operand, directories=None, **more):
    return json.loads(wasm.out("collect", operand, directories=directories, **more))


def canonical(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def expected(machine):
    return json.loads((machine / "expected.json").read_text())


def has_absolute_links(top):
    return any(os.path.isabs(os.readlink(os.path.join(folder, name)))
               for folder, folders, files in os.walk(top) for name in folders + files
               if os.path.islink(os.path.join(folder, name)))


def same_but_hidden(got, wanted):
    """Where a runtime does not tell where a link leads, a gap says so; nothing else may be missing."""
    for name, layer in wanted["layers"].items():
        mine = got["layers"][name]
        hidden = [key for key, reason in mine["gaps"].items() if reason == "hidden" and key not in layer["gaps"]]
        assert mine.get("digest") == layer.get("digest") or hidden, name
        facts = {**layer.get("facts", {}), **mine.get("facts", {})}
        assert facts == layer.get("facts", {}), name


@pytest.mark.parametrize("machine", MACHINES, ids=lambda path: path.name)
def test_recorded_machine(wasm, machine):
    got = wasm.out("collect", "record:/machine", directories={"/machine": machine / "root"})
    if wasm.hides_absolute_links and has_absolute_links(machine / "root"):
        same_but_hidden(json.loads(got), expected(machine))
    else:
        assert got == canonical(expected(machine))


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """A root with what makes paths hard."""
    top = tmp_path_factory.mktemp("image")
    shutil.copytree(engines.ROOT / "tests/machines/image-debian12/root", top, symlinks=True, dirs_exist_ok=True)
    for path in (top / "etc/localtime", top / "usr/lib64/ld-linux-x86-64.so.2"):
        if path.is_symlink():  # absolute ones are a test of their own
            target = top / os.readlink(path).lstrip("/")
            path.unlink()
            path.symlink_to(os.path.relpath(target, path.parent))
    many = top / "opt/many/bin"
    many.mkdir(parents=True)
    for number in range(700):
        (many / f"program-with-a-rather-long-name-{number}").touch()
    (top / "usr/lib/os-release").rename(top / "usr/lib/real-release")
    (top / "usr/lib/os-release").symlink_to("../../../../../../usr/lib/./again//release")
    (top / "usr/lib/again").symlink_to(".")
    (top / "usr/lib/release").symlink_to("../lib/real-release")
    (top / "usr/local/bin").mkdir(parents=True, exist_ok=True)
    (top / "usr/local/bin/lua").symlink_to("lua")
    os.mkfifo(top / "usr/local/bin/ruby")
    return top


def test_root_is_the_same(wasm, image):
    got = wasm.out("collect", "root:/image", directories={"/image": image})
    assert got == native("collect", f"root:{image}")
    document = json.loads(got)
    assert document["layers"]["packages"]["facts"]["os.id"] == "debian"
    assert document["stack"] == STACK[:1], "a directory does not run in WebAssembly"


def test_links_stay_inside_of_the_root(wasm, tmp_path):
    """Absolute ones begin at the root, and none leaves it, though the runtime would let it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/os-release").write_text("ID=outside\n")
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/outside").mkdir()
    (tmp_path / "root/etc/os-release").symlink_to("../../outside/os-release")
    (tmp_path / "root/outside/os-release").write_text("ID=inside\n")
    document = collect(wasm, "root:/all/root", {"/all": tmp_path})
    assert document["layers"]["packages"]["facts"]["os.id"] == "inside"
    (tmp_path / "root/etc/os-release").unlink()
    (tmp_path / "root/etc/os-release").symlink_to("/outside/os-release")
    packages = collect(wasm, "root:/all/root", {"/all": tmp_path})["layers"]["packages"]
    if wasm.hides_absolute_links:
        assert "hidden" in packages["gaps"].values() and "os.id" not in packages["facts"]
    else:
        assert packages["facts"]["os.id"] == "inside"


def test_host_seen_as_a_root(wasm):
    document = collect(wasm, "root:/host", {"/host": "/"})
    wanted = json.loads(native("collect", "root:/"))
    assert document["layers"]["packages"]["digest"] == wanted["layers"]["packages"]["digest"]
    if wasm.hides_absolute_links:
        same_but_hidden(document, wanted)
    else:
        assert document == wanted


def test_self_with_the_whole_root(wasm):
    env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nowhere"}
    document = collect(wasm, "self", {"/": "/"}, env=env)
    wanted = json.loads(native("collect", "self", env=env))
    assert [document["layers"][name]["status"] for name in BELOW] == ["hidden"] * 5
    assert document["stack"][0] == STACK[0] and document["stack"][-1] == STACK[-1]
    assert document["layers"]["packages"]["digest"] == wanted["layers"]["packages"]["digest"]
    assert document["layers"]["runtimes"]["context"]["wasm.interface"] == "wasi"
    above = {"layers": {name: wanted["layers"][name] for name in ABOVE}}
    if wasm.hides_absolute_links:
        same_but_hidden(document, above)
    else:
        for name in ABOVE:
            assert document["layers"][name].get("digest") == wanted["layers"][name].get("digest"), name


def test_self_with_nothing(wasm):
    document = collect(wasm, "self")
    assert {layer["status"] for layer in document["layers"].values()} == {"hidden"}
    assert document["stack"] == STACK
    assert wasm.out("collect", "--form", "line").startswith(b"envfp wasm:wasi; envfp1.")
    assert b"WebAssembly" in wasm.out("show")


def test_self_with_a_part(wasm, image):
    """What was given is seen under its name, what lies beside it is hidden and not absent."""
    document = collect(wasm, "self", {"/etc": image / "etc", "/usr/lib": image / "usr/lib"})
    packages = document["layers"]["packages"]
    assert packages["facts"]["os.id"] == "debian"
    assert packages["status"] == "partial"
    assert set(packages["gaps"].values()) == {"hidden"}
    assert document["stack"] == STACK


def test_what_is_the_runtimes_stays_hidden(wasm):
    document = collect(wasm, "self", {"/proc": "/proc", "/sys": "/sys"})
    assert {layer["status"] for layer in document["layers"].values()} == {"hidden"}


def test_environment_is_what_was_given(wasm, image):
    document = collect(wasm, "self", {"/": image}, env={"TZ": "Europe/Berlin", "LD_LIBRARY_PATH": "/opt/lib"})
    libc = document["layers"]["libc"]
    told = {**libc["facts"], **libc["context"]}
    assert "Europe/Berlin" in told.values() and "/opt/lib" in str(told)
    assert "/opt/lib" not in str(collect(wasm, "self", {"/": image}))


def test_forms_go_both_ways(wasm, image):
    here = {"/image": image}
    document = native("collect", f"root:{image}")
    for form in ("line", "long", "short", "pretty"):
        assert wasm.out("collect", "root:/image", "--form", form, directories=here) == \
            native("collect", f"root:{image}", "--form", form)
    packed = wasm.out("collect", "root:/image", "--form", "packed", directories=here)
    assert native("collect", "-", stdin=packed) == document
    packed = native("collect", f"root:{image}", "--form", "packed")
    assert wasm.out("collect", "-", stdin=packed) == document


def test_diff_says_the_same(wasm, tmp_path):
    for name in ("azure", "gce", "firecracker-debian12"):
        shutil.copy(engines.ROOT / "tests/machines" / name / "expected.json", tmp_path / f"{name}.json")
    for more in ([], ["--all"], ["--json"]):
        theirs = native("diff", tmp_path / "azure.json", tmp_path / "gce.json", *more, status=1)
        assert wasm.out("diff", "/d/azure.json", "/d/gce.json", *more, status=1, directories={"/d": tmp_path}) == theirs
    assert wasm.out("diff", "/d/firecracker-debian12.json", "/d/firecracker-debian12.json", directories={"/d": tmp_path}) == \
        native("diff", tmp_path / "firecracker-debian12.json", tmp_path / "firecracker-debian12.json")


def test_explain_says_the_same(wasm):
    assert wasm.out("explain", "--markdown") == native("explain", "--markdown")
    assert wasm.out("explain", "--help") == native("explain", "--help")


def test_writes_recordings(wasm, image, tmp_path):
    out = {"/out": tmp_path, "/image": image, "/": image}
    done = wasm.run("record", "/out/image", "root:/image", directories=out)
    if wasm.may_refuse_links and done.returncode == 2:
        assert b"the recording cannot be written" in done.stderr
        image = tmp_path / "plain"
        (image / "etc").mkdir(parents=True)
        (image / "etc/os-release").write_text("ID=plain\n")
        out.update({"/image": image, "/": image})
        shutil.rmtree(tmp_path / "image")
        wasm.out("record", "/out/image", "root:/image", directories=out)
    assert native("collect", f"record:{tmp_path}/image") == native("collect", f"root:{image}")
    wasm.out("record", "/out/self", directories=out)
    document = wasm.out("collect", "self", directories={"/": image})
    assert native("collect", f"record:{tmp_path}/self") == document
    wasm.out("collect", "root:/image", "-o", "/out/document", directories=out)
    assert (tmp_path / "document").read_bytes() == native("collect", f"root:{image}")


@pytest.mark.parametrize("operand, why", [("pid:1", "no such process"), ("root:/nowhere", None), ("/nowhere", None),
                                          ("record:/image", "not a recording")])
def test_trouble_is_said(wasm, image, operand, why):
    done = wasm.run("collect", operand, directories={"/image": image / "etc"})
    assert done.returncode == 2 and done.stdout == b""
    assert done.stderr.decode().startswith(f"envfp: {operand}: ")
    assert why is None or why in done.stderr.decode()


def test_project(wasm, tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "p/requirements.txt").write_text("idna==3.4\n")
    done = collect(wasm, "self", {"/": tmp_path})
    with_project = json.loads(wasm.out("collect", "self", "--project", "/p", directories={"/": tmp_path}))
    assert done["layers"]["runtimes"] != with_project["layers"]["runtimes"]


def test_library_in_a_program(wasm, tmp_path):
    """An embedder's program needs the archive, zlib's and the C library, and says the same."""
    source, program = tmp_path / "program.c", tmp_path / "program.wasm"
    source.write_text("#include <envfp.h>\n#include <stdio.h>\n\nint main(void)\n{\n    char *line;\n"
                      "    if (envfp_line_copy(&line) != ENVFP_OK)\n        return 1;\n    puts(line);\n"
                      "    envfp_text_free(line);\n    return 0;\n}\n")
    subprocess.run(["clang", "--target=wasm32-wasi", "-std=c11", "-O1", f"-I{engines.ROOT / 'include'}", source,
                    *(engines.PROGRAM.with_name(name) for name in ("libenvfp.a", "libz.a")), "-Wl,-z,stack-size=262144", "-o", program], check=True)
    assert wasm.out(program=program) == wasm.out("collect", "--form", "line")
