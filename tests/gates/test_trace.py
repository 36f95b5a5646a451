# SPDX-License-Identifier: MIT
"""A trace names nobody's machine, and no word that somebody wrote and that leads nowhere; keeping it changes nothing.
tests/gates/test_secrets.py holds it against what is planted into every kind of file."""
import json

import pytest

from conftest import LAYERS
from test_privacy import identities

WORD = "LeakToken_hunter2"


def trace(envfp, *arguments, **options):
    """All steps of all layers."""
    return b"\n".join(envfp("explain", layer, "--trace", *arguments, **options) for layer in LAYERS).decode()


def test_it_names_no_machine(envfp):
    text = trace(envfp)
    assert text.count("\n") > 1000
    for name, value in identities().items():
        assert value not in text, name


@pytest.mark.parametrize("closed", [False, True])
def test_words_that_lead_nowhere_are_not_shown(envfp, nobody, open_folder, closed):
    """A project's word is looked for among a manager's versions; there is none, or nobody may say so."""
    home, project = (open_folder / f"trace-{name}-{closed}" for name in ("home", "project"))
    versions = home / ".pyenv" / "versions"
    versions.mkdir(parents=True)
    (home / ".pyenv" / "shims").mkdir()
    (home / ".pyenv" / "shims" / "python3").write_text('#!/usr/bin/env bash\nexec "/x/pyenv" exec "$program" "$@"\n')
    (home / ".pyenv" / "shims" / "python3").chmod(0o755)
    project.mkdir()
    (project / ".python-version").write_text(WORD + "\n")
    environment = {"HOME": str(home), "PATH": f"{home}/.pyenv/shims:/usr/bin:/bin"}
    if closed:
        versions.chmod(0)
    try:
        for user in (envfp, nobody):
            text = user("explain", "runtimes", "--trace", "--project", project, env=environment, cwd="/").decode()
            assert WORD not in text
            assert "~/.pyenv/versions" in text
            found = json.loads(user("explain", "project.wants/python", "--trace", "--project", project, "--json",
                                    env=environment, cwd="/"))
            assert [step for step in found["steps"] if step["name"].endswith("/.python-version") and step["amount"] > 5]
    finally:
        versions.chmod(0o700)


def test_a_file_that_may_not_be_read_is_told(nobody, open_folder):
    """Why a fact is a gap stands in the trace."""
    root = open_folder / "trace-root"
    (root / "var/lib/dpkg").mkdir(parents=True)
    status = root / "var/lib/dpkg/status"
    status.write_text("Package: a\n")
    status.chmod(0)
    text = nobody("explain", "dpkg/a", "--trace", f"root:{root}", cwd="/").decode()
    assert "open      denied" in text and "/var/lib/dpkg/status" in text and "not known: denied (dpkg/*)" in text


def test_it_changes_nothing(envfp, recording, tmp_path):
    """Neither what is found nor what is written into a recording while it is kept."""
    import ctypes

    from conftest import BUILD
    lib = ctypes.CDLL(str(BUILD / "libenvfp.so.0"))
    lib.envfp_fingerprint_get_digest.restype = ctypes.c_char_p
    digests = set()
    for kept in (False, True):
        probe, fingerprint = ctypes.c_void_p(), ctypes.c_void_p()
        assert lib.envfp_probe_new(None, ctypes.byref(probe)) == 0
        assert lib.envfp_probe_set_operand(probe, f"record:{recording}".encode()) == 0
        lib.envfp_probe_set_trace(probe, kept)
        assert lib.envfp_probe_run(probe, ctypes.byref(fingerprint)) == 0
        digests.add(lib.envfp_fingerprint_get_digest(fingerprint))
        assert (lib.envfp_fingerprint_get_step_count(fingerprint) > 1000) == kept
        lib.envfp_fingerprint_free(fingerprint)
        lib.envfp_probe_free(probe)
    assert len(digests) == 1
