# SPDX-License-Identifier: MIT
"""Builds the wheel and the source archive (PEP 517, PEP 660), with the standard library alone.

In the repository the C sources lie two folders up; a source archive carries them in `csource/`.
ENVFP_SYSTEM_LIBRARY=1 builds no library: the package then loads the system's by its soname.
"""
import base64
import hashlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
import tarfile
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.join(HERE, "src", "envfp")
BUNDLED = "libenvfp.so"
# What the C library is built from, in the repository.
C_SOURCES = ("Makefile", "LICENSE", "include", "libenvfp")


def _version():
    with open(os.path.join(PACKAGE, "__init__.py"), encoding="utf-8") as module:
        return re.search(r'^__version__ = "([^"]+)"', module.read(), re.MULTILINE).group(1)


def _metadata():
    with open(os.path.join(HERE, "README.md"), encoding="utf-8") as readme:
        return (
            "Metadata-Version: 2.1\n"
            "Name: envfp\n"
            f"Version: {_version()}\n"
            "Summary: A canonical, layered fingerprint of the environment a program runs in\n"
            "License: MIT\n"
            "Platform: linux\n"
            "Requires-Python: >=3.8\n"
            "Classifier: License :: OSI Approved :: MIT License\n"
            "Classifier: Operating System :: POSIX :: Linux\n"
            "Classifier: Programming Language :: Python :: 3\n"
            "Classifier: Typing :: Typed\n"
            "Description-Content-Type: text/markdown\n\n" + readme.read()
        )


# ---- The C library -------------------------------------------------------------------------------


def _c_root():
    for root in (os.path.join(HERE, "csource"), os.path.dirname(os.path.dirname(HERE))):
        if os.path.exists(os.path.join(root, "include", "envfp.h")):
            return root
    raise SystemExit("envfp: the C sources are missing: build from the repository or from a source archive")


def _uses_system_library():
    return os.environ.get("ENVFP_SYSTEM_LIBRARY", "") not in ("", "0")


def _has_header(compiler, header):
    flags = shlex.split(os.environ.get("CPPFLAGS", "") + " " + os.environ.get("CFLAGS", ""))
    command = [*compiler, *flags, "-E", "-x", "c", "-"]
    source = f"#include <{header}>\n".encode()
    result = subprocess.run(command, input=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return result.returncode == 0


def _build_library(folder):
    """Path of the shared library, made by `make` in `folder`."""
    compiler = shlex.split(os.environ.get("CC", "cc"))
    if not shutil.which(compiler[0]) or not shutil.which("make"):
        raise SystemExit("envfp: a C compiler and make are needed (or ENVFP_SYSTEM_LIBRARY=1)")
    if not _has_header(compiler, "zlib.h"):
        raise SystemExit("envfp: zlib.h is needed (Debian: zlib1g-dev)")
    command = ["make", "-C", _c_root(), f"-j{os.cpu_count() or 1}", f"BUILD={folder}",
               f"CC={' '.join(compiler)}", f"{folder}/libenvfp.so"]
    # A make that runs pip must not hand its own flags and variables down.
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    subprocess.run(command, check=True, env=environment)
    return os.path.realpath(os.path.join(folder, "libenvfp.so"))


def _library_bytes():
    with tempfile.TemporaryDirectory(prefix="envfp-") as folder:
        with open(_build_library(folder), "rb") as library:
            return library.read()


# ---- Wheels --------------------------------------------------------------------------------------


def _tag():
    if _uses_system_library():
        return "py3-none-any"
    return "py3-none-" + sysconfig.get_platform().replace("-", "_").replace(".", "_")


def _wheel_file():
    root = "false" if not _uses_system_library() else "true"
    return f"Wheel-Version: 1.0\nGenerator: envfp {_version()}\nRoot-Is-Purelib: {root}\nTag: {_tag()}\n"


def _modules():
    names = sorted(os.listdir(PACKAGE))
    return [name for name in names if name.endswith(".py") or name == "py.typed"]


def _entry_points():
    """What installers put on PATH. The name `envfp` is the C command's, which has more."""
    return "[console_scripts]\nenvfp-py = envfp.__main__:main\n"


def _dist_info():
    return f"envfp-{_version()}.dist-info"


def _write_wheel(folder, files):
    """A wheel of (name, bytes, mode); the same input gives the same bytes."""
    name = f"envfp-{_version()}-{_tag()}.whl"
    info = _dist_info()
    with open(os.path.join(_c_root(), "LICENSE"), "rb") as licence:
        files = [*files, (f"{info}/LICENSE", licence.read(), 0o644)]
    for member, content in (("METADATA", _metadata()), ("WHEEL", _wheel_file()), ("entry_points.txt", _entry_points())):
        files.append((f"{info}/{member}", content.encode(), 0o644))
    record = ""
    for path, content, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(content)}\n"
    files.append((f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode(), 0o644))
    with zipfile.ZipFile(os.path.join(folder, name), "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content, mode in files:
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, content)
    return name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    files = []
    for name in _modules():
        with open(os.path.join(PACKAGE, name), "rb") as module:
            files.append((f"envfp/{name}", module.read(), 0o644))
    if not _uses_system_library():
        files.append((f"envfp/{BUNDLED}", _library_bytes(), 0o755))
    return _write_wheel(wheel_directory, files)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """The package stays where it is; the library is put beside it, or taken away."""
    bundled = os.path.join(PACKAGE, BUNDLED)
    if _uses_system_library():
        if os.path.exists(bundled):
            os.unlink(bundled)
    else:
        content = _library_bytes()
        with open(bundled + ".new", "wb") as library:
            library.write(content)
        os.replace(bundled + ".new", bundled)
    return _write_wheel(wheel_directory, [("envfp.pth", os.path.dirname(PACKAGE).encode() + b"\n", 0o644)])


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    info = os.path.join(metadata_directory, _dist_info())
    os.makedirs(info, exist_ok=True)
    for name, content in (("METADATA", _metadata()), ("WHEEL", _wheel_file()), ("entry_points.txt", _entry_points())):
        with open(os.path.join(info, name), "w", encoding="utf-8") as file:
            file.write(content)
    return _dist_info()


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def get_requires_for_build_wheel(config_settings=None):
    return []


get_requires_for_build_editable = get_requires_for_build_wheel
get_requires_for_build_sdist = get_requires_for_build_wheel


# ---- Source archive ------------------------------------------------------------------------------


def build_sdist(sdist_directory, config_settings=None):
    base = f"envfp-{_version()}"

    def plain(entry):
        if os.path.basename(entry.name) == "__pycache__" or entry.name.endswith((".so", ".pyc", ".o")):
            return None
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    with tarfile.open(os.path.join(sdist_directory, f"{base}.tar.gz"), "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for name in ("README.md", "pyproject.toml", "build_backend.py", "src", "tests"):
            archive.add(os.path.join(HERE, name), f"{base}/{name}", filter=plain)
        for name in C_SOURCES:
            archive.add(os.path.join(_c_root(), name), f"{base}/csource/{name}", filter=plain)
        content = _metadata().encode()
        entry = tarfile.TarInfo(f"{base}/PKG-INFO")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return f"{base}.tar.gz"
