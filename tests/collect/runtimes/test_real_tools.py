# SPDX-License-Identifier: MIT
"""Languages that are really installed here, against what each says of itself."""
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
ENVFP = os.environ.get("ENVFP", str(REPOSITORY / "build/envfp"))
ENVIRONMENT = {**os.environ, "LC_ALL": "C", "NO_COLOR": "1"}


def output(*command):
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]} on PATH")
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=ENVIRONMENT, text=True,
                          timeout=120)
    if done.returncode != 0:
        pytest.skip(f"{command[0]} does not start: {done.stdout.strip()[:80]}")
    return done.stdout


@pytest.fixture(scope="module")
def runtimes():
    made = subprocess.run([ENVFP, "collect", "--layers", "runtimes"], stdout=subprocess.PIPE, check=True, env=ENVIRONMENT)
    return json.loads(made.stdout)["layers"]["runtimes"]


# key, how to ask, where the answer stands
VERSIONS = [
    ("clang.version", ("clang", "--version"), r"clang version ([\d.]+)"),
    ("deno.version", ("deno", "--version"), r"deno ([\d.]+)"),
    ("elixir.version", ("elixir", "--version"), r"Elixir ([\d.]+)"),
    ("erlang.version", ("erl", "-noshell", "-eval",
                        '{ok, V} = file:read_file(filename:join([code:root_dir(), "releases", '
                        'erlang:system_info(otp_release), "OTP_VERSION"])), io:put_chars(V), halt().'), r"([\d.]+)"),
    ("gcc.version", ("gcc", "-dumpfullversion"), r"([\d.]+)"),
    ("ghc.version", ("ghc", "--numeric-version"), r"([\d.]+)"),
    ("go.version", ("go", "env", "GOVERSION"), r"go(\S+)"),
    ("java.version", ("java", "-XshowSettings:properties", "-version"), r"java\.version = (\S+)"),
    ("java.vendor", ("java", "-XshowSettings:properties", "-version"), r"java\.vendor = (.*)"),
    ("julia.version", ("julia", "--version"), r"version ([\d.]+)"),
    ("lua.version", ("lua", "-v"), r"Lua ([\d.]+)"),
    ("luajit.version", ("luajit", "-v"), r"LuaJIT ([\d.]+)"),
    ("ocaml.version", ("ocaml", "-vnum"), r"(\S+)"),
    ("perl.version", ("perl", "-MConfig", "-e", "print $Config{version}"), r"(\S+)"),
    ("perl.archname", ("perl", "-MConfig", "-e", "print $Config{archname}"), r"(\S+)"),
    ("php.version", ("php", "-n", "-r", "echo PHP_VERSION;"), r"([\d.]+)"),
    ("r.version", ("R", "--version"), r"R version ([\d.]+)"),
    ("ruby.version", ("ruby", "-e", "puts RUBY_VERSION"), r"(\S+)"),
    ("rust.version", ("rustc", "--version"), r"rustc (\S+)"),
    ("zig.version", ("zig", "version"), r"([\d.]+)"),
]


@pytest.mark.parametrize("key,command,pattern", VERSIONS, ids=[row[0] for row in VERSIONS])
def test_version(runtimes, key, command, pattern):
    told = re.search(pattern, output(*command))
    assert told, command
    if key not in runtimes["facts"] and runtimes["gaps"].get(key) == "unsupported":
        pytest.skip(f"{command[0]} tells its version nowhere in its files")
    assert runtimes["facts"].get(key) == told[1].strip()


def members(runtimes, section, inventory):
    """What stands in an inventory, each member with its set of versions."""
    return {key.partition("/")[2]: set(value if isinstance(value, list) else [value])
            for key, value in runtimes[section].items() if key.startswith(inventory + "/")}


def test_java_modules(runtimes):
    told = {line.partition("@")[0] for line in output("java", "--list-modules").split()}
    assert set(runtimes["facts"]["java.modules"]) == told


def test_gems(runtimes):
    told = {}
    for line in output("gem", "list", "--local").splitlines():
        if found := re.match(r"(\S+) \((.*)\)$", line):
            told[found[1]] = {version.replace("default: ", "").split()[0] for version in found[2].split(", ")}
    assert members(runtimes, "facts", "gem") == told


def test_r_packages(runtimes):
    text = output("R", "--vanilla", "-s", "-e", 'i <- installed.packages(); cat(paste(i[, 1], i[, 3]), sep = "\\n")')
    told = {}
    for name, version in (line.split() for line in text.splitlines()):
        told.setdefault(name, set()).add(version)
    assert members(runtimes, "facts", "r") == told


def test_php_extensions(runtimes):
    """Those that a file switches on are there; the others are built in."""
    told = {line.replace("Zend ", "").lower() for line in output("php", "-m").splitlines()}
    if "php.extensions" not in runtimes["facts"]:
        pytest.skip("no extension is switched on by a file")
    assert set(runtimes["facts"]["php.extensions"]) <= told


def test_rust_toolchains(runtimes):
    told = {line.split()[0] for line in output("rustup", "toolchain", "list").splitlines() if "-" in line}
    assert set(members(runtimes, "context", "rust_toolchain")) == told


def test_every_rust_toolchain_is_told(runtimes):
    """RUSTUP_TOOLCHAIN says which one is in force."""
    for name in members(runtimes, "context", "rust_toolchain"):
        environment = {**ENVIRONMENT, "RUSTUP_TOOLCHAIN": name}
        told = subprocess.run(["rustc", "--version"], stdout=subprocess.PIPE, env=environment, text=True, check=False)
        if told.returncode != 0:
            continue  # without a compiler
        made = subprocess.run([ENVFP, "collect", "--layers", "runtimes"], stdout=subprocess.PIPE, check=True,
                              env=environment)
        facts = json.loads(made.stdout)["layers"]["runtimes"]["facts"]
        assert facts["rust.version"] == told.stdout.split()[1], name


def test_a_project_of_bundler_is_an_environment(tmp_path):
    """rvm's sets of gems by their name; the stack says so."""
    output("ruby", "--version")
    home = tmp_path / "gems" / "ruby-3.1.2@project"
    (home / "specifications").mkdir(parents=True)
    (home / "specifications" / "rake-99.0.gemspec").write_text("")
    made = subprocess.run([ENVFP, "collect", "--layers", "runtimes"], stdout=subprocess.PIPE, check=True,
                          env={**ENVIRONMENT, "GEM_HOME": str(home)})
    document = json.loads(made.stdout)
    assert {"boundary": "virtualenv", "kind": "ruby"} in document["stack"]
    assert "99.0" in document["layers"]["runtimes"]["facts"]["gem/rake"]
