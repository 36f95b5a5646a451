# SPDX-License-Identifier: MIT
"""Neither a document nor a recording says whose machine it was made on."""
import os
import re
import socket
from pathlib import Path

import pytest

SECRET = "hunter2-secret"
PERSON = "wilhelmina-tell"


def read(path):
    try:
        return Path(path).read_text(errors="replace").strip()
    except OSError:
        return ""


def identities():
    """What identifies this machine, by name; short and common words are left out."""
    found = {"host name": socket.gethostname(), "node name": os.uname().nodename}
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id", "/proc/sys/kernel/random/boot_id", "/etc/hostname"):
        found[path] = read(path)
    for path in Path("/sys/class/net").glob("*/address"):
        found[str(path)] = read(path)
    for path in Path("/sys/class/dmi/id").glob("*"):
        if re.search("serial|uuid|asset_tag", path.name):
            found[str(path)] = read(path)
    for word in re.findall(r"\b(?:\d{1,3}\.){3}\d{1,3}\b", read("/proc/net/fib_trie")):
        if not word.startswith(("127.", "0.", "255.")) and not word.endswith((".0", ".255")):
            found[f"address {word}"] = word
    for name, value in list(found.items()):
        zeros = not value.strip("0:-. ")
        if len(value) < 6 or zeros or value.lower() in ("localhost", "default string", "not specified", "to be filled by o.e.m."):
            del found[name]
    return found


def everything(directory):
    """All bytes and all names of a recording."""
    for path in sorted(directory.rglob("*")):
        yield str(path.relative_to(directory)).encode()
        if path.is_symlink():
            yield os.readlink(path).encode()
        elif path.is_file():
            yield path.read_bytes()


@pytest.fixture(scope="module")
def person(envfp, tmp_path_factory):
    """A collection and a recording in the environment of somebody whose name and secrets we know."""
    home = tmp_path_factory.mktemp("home") / PERSON
    python = home / ".venv"
    site = python / "lib/python3.11/site-packages/thing-1.0.dist-info"
    site.mkdir(parents=True)
    (python / "bin").mkdir()
    (python / "bin/python3").symlink_to("/usr/bin/python3")
    (python / "pyvenv.cfg").write_text(f"home = /home/{PERSON}/bin\nversion = 3.11.2\ncommand = {home}/x\n")
    (site / "METADATA").write_text(f"Metadata-Version: 2.1\nName: thing\nVersion: 1.0\nAuthor: {PERSON}\n")
    (site / "direct_url.json").write_text(f'{{"url":"file://{home}/src/thing","dir_info":{{}}}}')
    secret = f"https://{PERSON}:{SECRET}@host/index?token={SECRET}"
    environment = {
        "HOME": str(home), "USER": PERSON, "LOGNAME": PERSON, "HOSTNAME": PERSON, "MAIL": f"/var/mail/{PERSON}",
        "PATH": f"{python}/bin:{home}/bin:/home/{PERSON}/.local/bin:/usr/bin:/bin", "VIRTUAL_ENV": str(python),
        "PYTHONPATH": f"{home}/lib:{secret}", "LD_LIBRARY_PATH": f"{home}/lib", "LANG": f"de_DE {SECRET}",
        "PIP_INDEX_URL": secret, "NODE_OPTIONS": f"--require {home}/x --token={SECRET}", "API_KEY": SECRET,
        "AWS_LAMBDA_FUNCTION_NAME": SECRET, "KUBERNETES_SERVICE_HOST": "10.9.8.7", "NODE_PATH": f"{home}/node",
        "LC_ALL": f"C{SECRET}/", "CONDA_PREFIX": str(home / "conda"), "CONDA_DEFAULT_ENV": PERSON,
        "TZ": f":{home}/zone", "GLIBC_TUNABLES": f"{SECRET}!"}
    directory = tmp_path_factory.mktemp("person") / "recording"
    envfp("record", directory, env=environment)
    document = envfp("collect", env=environment)
    return document, directory


def test_document_names_no_machine(envfp):
    document = envfp("collect").decode()
    for name, value in identities().items():
        assert value not in document, name


def test_recording_names_no_machine(recording):
    for piece in everything(recording):
        for name, value in identities().items():
            assert value.encode() not in piece, name


def test_document_names_no_person_and_no_secret(person):
    document, _ = person
    for word in (PERSON, SECRET, "10.9.8.7"):
        assert word not in document.decode(), word


def test_recording_names_no_person_and_no_secret(person):
    _, directory = person
    for piece in everything(directory):
        for word in (PERSON, SECRET, "10.9.8.7"):
            assert word.encode() not in piece, (word, piece[:200])


def test_recording_of_a_person_is_the_same_environment(envfp, person):
    document, directory = person
    assert envfp("collect", f"record:{directory}") == document


def test_home_is_folded(envfp, tmp_path):
    (tmp_path / "bin").mkdir()
    document = envfp("collect", env={"HOME": str(tmp_path), "PATH": f"{tmp_path}/bin:/usr/bin:/bin"}).decode()
    assert str(tmp_path) not in document


def test_a_folder_that_lets_nobody_in_hides_what_was_looked_for(envfp, nobody, open_folder):
    """What a version file asks for is looked for in a manager's folder: a denial must not write the word down."""
    home, project, out = (open_folder / name for name in ("denied-home", "denied-project", "denied-out"))
    versions = home / ".pyenv" / "versions"
    versions.mkdir(parents=True)
    project.mkdir()
    (project / ".python-version").write_text("LeakToken_hunter2\n")
    versions.chmod(0)
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    try:
        arguments = ("--project", project)
        live = nobody.document(*arguments, env=environment, cwd="/")
        nobody("record", out, *arguments, env=environment, cwd="/")
        errors = (out / ".envfp" / "errors").read_text()
        assert "/.pyenv/versions" in errors
        for file in out.rglob("*"):
            assert "LeakToken" not in str(file)
            if file.is_file() and not file.is_symlink():
                assert b"LeakToken" not in file.read_bytes(), file
        replayed = envfp.document(f"record:{out}", *arguments)
        for key in ("facts", "gaps", "digest"):
            assert live["layers"]["runtimes"].get(key) == replayed["layers"]["runtimes"].get(key)
    finally:
        versions.chmod(0o700)
