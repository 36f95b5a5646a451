# SPDX-License-Identifier: MIT
"""What a collection asked for."""
import os

import pytest

import envfp


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """A small unpacked image, of which one file may not be read."""
    top = tmp_path_factory.mktemp("image")
    (top / "etc").mkdir()
    (top / "etc/os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    (top / "var/lib/dpkg").mkdir(parents=True)
    (top / "var/lib/dpkg/status").mkdir()  # no file: it cannot be read, whoever asks
    return top


@pytest.fixture(scope="module")
def traced(image):
    with envfp.collect(f"root:{image}", trace=True) as fingerprint:
        yield fingerprint


def test_without_asking_there_is_none(image):
    with envfp.collect(f"root:{image}") as fingerprint:
        assert fingerprint.trace == ()
        assert fingerprint.trace_of("os.id") == ()
    assert envfp.parse(fingerprint_text(image)).trace == ()


def fingerprint_text(image):
    with envfp.collect(f"root:{image}") as fingerprint:
        return fingerprint.to_json()


def test_it_changes_nothing(image, traced):
    assert traced.to_json() == fingerprint_text(image)


def test_steps_say_what_was_asked_and_answered(traced):
    assert len(traced.trace) > 50
    (read,) = [step for step in traced.trace_of("os.id") if step.name == "/etc/os-release" and step.operation == "open"]
    assert read == ("os", "open", "/etc/os-release", "none", 26)
    assert isinstance(read.reason, envfp.Reason)
    absent = [step for step in traced.trace if step.reason == "absent"]
    assert absent and not any(step.amount for step in absent)
    assert {step.operation for step in traced.trace} <= {
        "open", "list", "readlink", "stat", "cpuid", "uname", "auxv", "variable", "probe", "devices"}


def test_a_gap_is_explained(traced):
    gap = traced.layers["packages"].gaps["dpkg/*"]
    assert [step for step in traced.trace_of("dpkg/libc6:amd64") if step.reason == gap] == [
        ("dpkg", "open", "/var/lib/dpkg/status", gap, 0)]


def test_only_what_serves_the_key(traced):
    assert {step.collector for step in traced.trace_of("packages:os.id")} == {"os"}
    several = [step for step in traced.trace if step.collector is None]
    assert several and set(several) <= set(traced.trace_of("go.version"))
    assert not set(several) & set(traced.trace_of("os.id"))
    with pytest.raises(envfp.NotFound):
        traced.trace_of("no.such")


def test_a_verdict_is_served_by_all_that_it_may_rest_on():
    with envfp.collect(trace=True, layers=["hypervisor"]) as here:
        served = {step.collector for step in here.trace_of("hypervisor:verdict.kind")}
        assert {"cpu", "cpuid", "dmi"} <= served
        assert served == {step.collector for step in here.trace}


def test_no_value_is_shown():
    variables = {**os.environ, "LANG": "tlh_KX.hidden7", "NODE_OPTIONS": "--require hidden7", "API_TOKEN": "hidden7"}
    with envfp.collect(trace=True, environ=variables) as here:
        assert ("locale", "variable", "LANG", "none", 0) in here.trace
        assert not [step for step in here.trace if "hidden7" in step.name or "API_TOKEN" in step.name]


def test_it_counts_against_the_limit_of_memory(image):
    def fits(limit, trace):
        try:
            envfp.collect(f"root:{image}", trace=trace, limits={"memory": limit}).close()
        except envfp.OutOfMemory:
            return False
        return True

    least = {trace: next(limit for limit in range(1 << 14, 1 << 24, 1 << 14) if fits(limit, trace)) for trace in (False, True)}
    assert least[False] < least[True]


def test_closed(image):
    fingerprint = envfp.collect(f"root:{image}", trace=True)
    fingerprint.close()
    with pytest.raises(ValueError):
        fingerprint.trace
