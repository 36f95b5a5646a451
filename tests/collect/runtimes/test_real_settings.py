# SPDX-License-Identifier: MIT
"""Settings of tools that are really installed here, against what each says of itself."""
import glob
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
ENVFP = os.environ.get("ENVFP", str(REPOSITORY / "build/envfp"))
DROPPED = {"GOFLAGS", "GOENV", "CGO_ENABLED", "GOTOOLCHAIN", "OPENSSL_CONF", "LOADEDMODULES", "JAVA_HOME", "PHPRC"}


def environment(**more):
    return {**{name: value for name, value in os.environ.items() if name not in DROPPED}, "LC_ALL": "C", **more}


def tool(name):
    path = shutil.which(name)
    if not path:
        pytest.skip(f"no {name} on PATH")
    return path


def says(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(**more), text=True,
                          timeout=120, check=True).stdout


def facts(layer, **more):
    made = subprocess.run([ENVFP, "collect", "--layers", layer], stdout=subprocess.PIPE, check=True, env=environment(**more))
    section = json.loads(made.stdout)["layers"][layer]
    return {**section.get("facts", {}), **section.get("context", {}), **section.get("derived", {})}


def test_go_env_w(tmp_path):
    go = tool("go")
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "settings")}
    says(go, "env", "-w", "GOFLAGS=-trimpath -mod=mod", "CGO_ENABLED=0", "GOAMD64=v2", **home)
    found = facts("runtimes", **home)
    assert found["go.variable.flags"] == says(go, "env", "GOFLAGS", **home).strip() == "-trimpath -mod=mod"
    for name in ("CGO_ENABLED", "GOAMD64"):
        assert found[f"go.setting/{name}"] == says(go, "env", name, **home).strip()
    assert found["go.variable.toolchain"] == says(go, "env", "GOTOOLCHAIN", **home).strip()
    assert facts("runtimes", **home, CGO_ENABLED="1")["go.setting/CGO_ENABLED"] == "1"
    assert "go.variable.flags" not in facts("runtimes", **home, GOENV="off")


def test_openssl_conf(tmp_path):
    openssl = tool("openssl")
    conf = {"OPENSSL_CONF": str(tmp_path / "own.cnf")}
    Path(conf["OPENSSL_CONF"]).write_text(
        "openssl_conf = a\n[a]\nssl_conf = b\nproviders = p\n[p]\ndefault = d\nlegacy = l\n[d]\nactivate = 1\n[l]\nactivate = 1\n"
        "[b]\nsystem_default = c\n[c]\nCipherString = DEFAULT:@SECLEVEL=3\n", encoding="utf-8")
    if "OpenSSL 3" not in says(openssl, "version"):
        pytest.skip("an older OpenSSL")
    found = facts("packages", **conf)
    listed = re.findall(r"^  (\w+)$", says(openssl, "list", "-providers", **conf), re.M)
    assert found["openssl.providers"] == sorted(listed)
    assert found["openssl.setting/CipherString"] == "DEFAULT:@SECLEVEL=3"
    none = facts("packages", OPENSSL_CONF="/dev/null")
    assert len(says(openssl, "ciphers", "-s", **conf)) < len(says(openssl, "ciphers", "-s", OPENSSL_CONF="/dev/null"))
    assert not [key for key in none if key.startswith("openssl.setting/")]


def test_java_trust_store():
    java = tool("java")
    home = re.search(r"java\.home = (\S+)", says(java, "-XshowSettings:properties", "-version"))[1]
    found = facts("runtimes")
    store = Path(home) / "lib/security/cacerts"
    assert found.get("java.trust_store") == (store.stat().st_size if store.exists() else None)
    assert ("java.trust_store_fault" in found) == (not store.exists() or store.stat().st_size == 0)
    text = (Path(home) / "conf/security/java.security").read_text(encoding="utf-8")
    listed = re.search(r"^jdk\.tls\.disabledAlgorithms=((?:.*\\\n)*.*)$", text, re.M)[1].replace("\\\n", "")
    assert found["java.tls_disabled"] == sorted(item.strip() for item in listed.split(","))


def test_environment_modules(tmp_path):
    command = os.environ.get("MODULES_CMD") or next(iter(glob.glob("/usr/lib/*/modulecmd.tcl")), None)
    if not command:
        pytest.skip("no Environment Modules")
    for name in ("openmpi/4.1.6", "openmpi/5.0.3", "gcc/12.2"):
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#%Module1.0\nprepend-path PATH /opt/{name}/bin\n", encoding="utf-8")
    script = f'eval "$(tclsh {command} sh load openmpi/5.0.3 gcc/12.2)"; {ENVFP} collect --layers runtimes; tclsh {command} sh list -t >&2'
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=True, text=True,
                          env=environment(MODULEPATH=str(tmp_path), MODULES_CMD=command))
    found = json.loads(done.stdout)["layers"]["runtimes"]
    assert found["facts"]["module/openmpi"] == "5.0.3" and found["facts"]["module/gcc"] == "12.2"
    assert found["context"]["module.order"].split(":") == [line for line in done.stderr.splitlines() if "/" in line and ":" not in line]
