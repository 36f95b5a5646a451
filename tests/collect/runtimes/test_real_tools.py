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

GO_MAIN = '''package main

/*
#cgo CFLAGS: -I%s
#cgo LDFLAGS: %s -Wl,-rpath,%s
#include <stdlib.h>
#include <envfp.h>

static char *ask(size_t *length)
{
    struct envfp_probe *probe = NULL;
    struct envfp_fingerprint *fingerprint = NULL;
    char *text = NULL;
    if (envfp_probe_new(NULL, &probe) != ENVFP_OK)
        return NULL;
    envfp_probe_set_process(probe, true);
    if (envfp_probe_run(probe, &fingerprint) != ENVFP_OK)
        return NULL;
    return envfp_fingerprint_copy_form(fingerprint, ENVFP_FORM_DOCUMENT, &text, length) == ENVFP_OK ? text : NULL;
}
*/
import "C"
import (
	"os"
	"unsafe"

	"example.com/a"
	"example.com/b"
)

func main() {
	var length C.size_t
	text := C.ask(&length)
	if text == nil || a.A+b.B == 0 {
		os.Exit(1)
	}
	os.Stdout.Write(C.GoBytes(unsafe.Pointer(text), C.int(length)))
}
'''


def test_what_a_go_program_was_built_of(tmp_path):
    """A program in Go that links the library: its app section is what `go version -m` says of its file."""
    if not shutil.which("go") or not shutil.which("gcc"):
        pytest.skip("no go or no gcc on PATH")
    build = os.path.realpath(os.environ.get("ENVFP_BUILD", REPOSITORY / "build"))
    (tmp_path / "main.go").write_text(GO_MAIN % (REPOSITORY / "include", f"{build}/libenvfp.so.0", build))
    (tmp_path / "go.mod").write_text(
        "module example.com/x\n\ngo 1.20\n\nrequire (\n\texample.com/a v1.2.3\n\texample.com/b v0.1.0\n)\n\n"
        "replace example.com/a => ./a\n\nreplace example.com/b => ./b\n")
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "go.mod").write_text(f"module example.com/{name}\n\ngo 1.20\n")
        (tmp_path / name / "it.go").write_text(f"package {name}\n\nconst {name.upper()} = 1\n")
    # Flags after the library's path need leave; nothing is fetched.
    environment = {**ENVIRONMENT, "CGO_ENABLED": "1", "GOFLAGS": "-mod=mod", "GOPROXY": "off", "CGO_LDFLAGS_ALLOW": ".*"}
    made = subprocess.run(["go", "build", "-tags", "one,two", "-o", "program", "."], cwd=tmp_path, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    assert made.returncode == 0, made.stdout
    app = json.loads(subprocess.run([str(tmp_path / "program")], stdout=subprocess.PIPE, check=True).stdout)["app"]
    lines = [line.strip("\t").split("\t") for line in output("go", "version", "-m", str(tmp_path / "program")).splitlines()]
    assert app["facts"]["process.go_version"] == lines[0][0].rpartition(": go")[2]
    assert app["gaps"] == {}
    told, last = {}, None
    for word, *rest in lines[1:]:
        if word in ("mod", "dep"):
            last = rest[0]
            told[last] = rest[1]
        elif word == "=>":
            told[last] += " => folder"
    assert members(app, "facts", "process.go") == {name: {version} for name, version in told.items()}
    assert set(told) == {"example.com/x", "example.com/a", "example.com/b"}
    assert app["facts"]["process.go_main"] == next(rest[0] for word, *rest in lines if word == "path")
    settings = {rest[0] for word, *rest in lines if word == "build"}
    shown = set(app["facts"]["process.go_build"])
    assert shown <= settings and {"-tags=one,two", "CGO_ENABLED=1", "GOOS=linux"} <= shown
    assert not any(setting.startswith(("CGO_CFLAGS", "CGO_LDFLAGS", "-ldflags")) for setting in shown)
