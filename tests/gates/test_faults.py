# SPDX-License-Identifier: MIT
"""A failed read is never a guess, with version managers, languages, packages of many kinds and a project: see gate_faults.c."""
import subprocess

import planted


def test_no_failing_call_changes_a_fact(build, tmp_path):
    machine = tmp_path / "machine"
    machine.mkdir()
    plants = planted.machine(machine)
    done = subprocess.run([build / "gates" / "gate_faults", f"record:{machine}", plants.project], stdout=subprocess.PIPE,
                          timeout=600, check=False)
    lines = done.stdout.decode(errors="replace").splitlines()
    assert sum(line.startswith("ok ") for line in lines) > 25, lines
    assert not [line for line in lines if line.startswith("not ok")], "\n".join(lines)
    assert done.returncode == 0
