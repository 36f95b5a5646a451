# SPDX-License-Identifier: MIT
"""Environments: what each needs and promises, and how one is run so that nothing of it stays.

Each runs in a process of its own with its own mounts and an empty /run. The runner is its subreaper: whatever it
leaves behind, daemons too, becomes the runner's child and is ended.
"""
import dataclasses
import errno
import os
import pickle
import re
import select
import shutil
import signal
import subprocess
import sys
import time
import traceback
import typing

import kernel
import stage as stages

ENVIRONMENTS = {}
ANY = "any"
MACHINE = ("machine", "vm")
REFUSALS = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENODEV, errno.EOPNOTSUPP)


@dataclasses.dataclass
class Environment:
    name: str
    function: typing.Callable
    tools: tuple = ()
    container: str = None  # kind of the boundary; None: as on the host
    sandbox: str = None  # the same
    mechanisms: tuple = ()  # that must be among those found
    below: tuple = stages.BELOW  # layers that have the host's digests
    machine: typing.Any = None  # ((boundary, kind)...) below the container; None: the host's; ANY: not asked for
    private: bool = True  # with mounts of its own
    root: bool = True  # must be root
    long: bool = False  # not in `make check`
    seconds: int = 60
    check: typing.Callable = None  # of (documents, host): what is wrong, or None
    group: typing.Any = None


def environment(name, *tools, **more):
    """Decorates a function of a stage that gives a document, or several by name."""
    def register(function):
        if name in ENVIRONMENTS:
            raise ValueError(f"two environments {name}")
        ENVIRONMENTS[name] = Environment(name, function, tools, **more)
        return function
    return register


class Group:
    """Environments that share what takes time to start, a daemon say: `start` of a stage gives what each of their
    functions gets beside the stage."""
    def __init__(self, start, tools):
        self.start, self.tools = start, tools

    def environment(self, name, *tools, **more):
        return environment(name, *self.tools, *tools, group=self, **more)


def group(*tools):
    """Decorates the function that starts what a group shares."""
    return lambda start: Group(start, tools)


def grouped(envs):
    """Lists of environments that run together."""
    lists = {}
    for env in envs:
        lists.setdefault(env.group or env.name, []).append(env)
    return list(lists.values())


# ---- Running them ----

def missing(env, host):
    if env.root and not kernel.is_root():
        return "needs the machine's root"
    if env.root and "container" in dict(boundaries(host)):
        return "the machine is a container itself"
    lacking = [tool for tool in env.tools if not shutil.which(tool)]
    return f"no {', '.join(lacking)}" if lacking else None


def attempt(function, *arguments):
    """The result's word and value."""
    try:
        return "documents", function(*arguments)
    except stages.Skip as why:
        return "skip", str(why)
    except stages.Broken as why:
        return "broken", str(why)
    except subprocess.TimeoutExpired as why:
        return "broken", f"{why.cmd[0]} ran out of time"
    except OSError as why:
        # What Python itself is asked for is the machine's business; programs are run by others.
        word = "skip" if why.errno in REFUSALS else "broken"
        return word, f"{why.strerror}: {traceback.extract_tb(why.__traceback__)[-1].line}"
    except Exception:  # pylint: disable=broad-except
        return "broken", traceback.format_exc(limit=-3).replace("\n", " ")


def perform(envs, stage, send):
    """In the environments' own process: send each one's name and result."""
    shared, result = (), None
    try:
        if envs[0].private:
            kernel.leave_mounts(str(stage.folder))
    except OSError as why:
        result = "skip", f"no mounts of its own: {why.strerror}"
    if envs[0].group and not result:
        word, value = attempt(envs[0].group.start, stage)
        shared, result = ((value,), None) if word == "documents" else ((), (word, value))
    for env in envs:
        stage.name, stage.deadline = env.name, env.seconds
        word, value = result or attempt(env.function, stage, *shared)
        if word == "documents" and "layers" in value:
            value = {"": value}
        send((env.name, (word, value)))


def run(envs, stage, host):
    """Run environments of one group in a process of their own; gives each one's name and result."""
    able = []
    for env in envs:
        why = missing(env, host)
        if why:
            yield env.name, ("skip", why)
        else:
            able.append(env)
    if able:
        yield from run_able(able, stage)


def run_able(envs, stage):
    """Tools fail for reasons of their own, beside other work above all: what did not come to its end is started once
    more. A wrong document is no such failure."""
    again = []
    for name, result in run_once(envs, stage):
        if result[0] == "broken":
            again.append(next(env for env in envs if env.name == name))
        else:
            yield name, result
    if again:
        yield from run_once(again, stage)


def run_once(envs, stage):
    stage.name, stage.deadline = envs[0].name, max(env.seconds for env in envs)
    before = cgroups()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        become(envs, stage, reader, writer)
    os.close(writer)
    left = [env.name for env in envs]
    try:
        with os.fdopen(reader, "rb", buffering=0) as results:
            end = time.monotonic() + sum(env.seconds for env in envs)
            while left:
                name, result = receive(results, end, left[0])
                left.remove(name)
                yield name, result
    finally:
        sweep(stage, before, [env.name for env in envs])


def become(envs, stage, reader, writer):
    status = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.close(reader)
        os.setsid()
        kernel.die_with_parent()
        with os.fdopen(writer, "wb") as results:
            def send(result):
                data = pickle.dumps(result)
                results.write(len(data).to_bytes(4, "big") + data)
                results.flush()
            perform(envs, stage, send)
        status = 0
    except Exception:  # pylint: disable=broad-except
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def receive(results, end, name):
    """The next name and result; what goes wrong counts for the name that is waited for."""
    def exactly(length):
        data = b""
        while len(data) < length:
            left = end - time.monotonic()
            if left <= 0 or not select.select([results], [], [], left)[0]:
                raise TimeoutError
            part = results.read(length - len(data))
            if not part:
                raise EOFError
            data += part
        return data
    try:
        return pickle.loads(exactly(int.from_bytes(exactly(4), "big")))
    except TimeoutError:
        return name, ("broken", "it ran out of time")
    except EOFError:
        return name, ("broken", "its process died")


# ---- Leaving nothing ----

# Groups that tools make beside those with a name of the runner's own.
MADE = re.compile(r"/(docker|libpod_parent|default|lxc(\.[^/]*)?|machine\.slice|machine|buildah[^/]*|user\.slice|system\.slice|"
                  r"[^/]*envfp-live[^/]*)(/.*)?$")


def cgroups():
    found = set()
    for _, mountpoint, _ in kernel.cgroup_mounts():
        for folder, _, _ in os.walk(mountpoint):
            found.add(folder)
    return found


def sweep(stage, before, names):
    clean(before)
    for name in names:
        shutil.rmtree(stage.folder / name, ignore_errors=True)


def clean(before, patience=2.0):
    """End what is left: processes first, which hold mounts and namespaces, then their groups, which may need a moment
    to be empty."""
    kill_descendants()
    end = time.monotonic() + patience
    while True:
        left = sorted(filter(MADE.search, cgroups() - before), key=len, reverse=True)
        for group in left:
            try:
                os.rmdir(group)
            except OSError:
                pass
        if not left or time.monotonic() > end:
            return
        time.sleep(0.02)


def kill_descendants(patience=10.0):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        for pid in kernel.descendants():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.01)


# ---- Judging ----

def boundaries(document):
    return [(each["boundary"], each["kind"]) for each in document["stack"]]


def stack_text(document):
    return " > ".join(f"{name}:{kind}" for name, kind in boundaries(document))


def expected_stack(env, host):
    """The host's boundaries up to the machine, then those the environment promises. What is above the sandbox, as
    virtual environments, is not asked for."""
    below = [pair for pair in boundaries(host) if pair[0] in MACHINE]
    stack = below if env.machine is None else [] if env.machine == ANY else list(env.machine)
    for name in ("container", "sandbox"):
        kind = getattr(env, name)
        pairs = [pair for pair in boundaries(host) if pair[0] == name] if kind is None else [(name, kind)] if kind else []
        stack += pairs
    return stack


def judge(env, documents, host):
    """What is wrong with the documents, or None."""
    for who, document in documents.items():
        wrong = judge_one(env, document, host)
        if wrong:
            return f"{who}: {wrong}" if who else wrong
    wrong = same_for_all(documents)
    return wrong or (env.check and env.check(documents, host))


def judge_one(env, document, host):
    expected = expected_stack(env, host)
    unasked = ("virtualenv", *MACHINE) if env.machine == ANY else ("virtualenv",)
    got = [pair for pair in boundaries(document) if pair[0] not in unasked]
    if got != expected:
        texts = [" > ".join(f"{name}:{kind}" for name, kind in pairs) or "nothing" for pairs in (expected, got)]
        return f"expected {texts[0]} got {texts[1]}"
    lacking = set(env.mechanisms) - set(fact(document, "sandbox", "verdict.mechanisms") or ())
    if lacking:
        return f"expected mechanisms {', '.join(sorted(lacking))} got {fact(document, 'sandbox', 'verdict.mechanisms')}"
    return differing(host, document, env.below)


def same_for_all(documents):
    """Root and nobody see the same environment; what one of them may do is the sandbox."""
    names = list(documents)
    for other in names[1:]:
        wrong = differing(documents[names[0]], documents[other],
                          [layer for layer in stages.LAYERS if layer != "sandbox"])
        if wrong and not other.startswith("*"):
            return f"{other}: {wrong}"
    return None


def fact(document, layer, key):
    found = document["layers"][layer]
    for part in ("facts", "context", "derived"):
        if key in found.get(part, {}):
            return found[part][key]
    return None


def differing(a, b, layers):
    """The first layers' difference in a few words."""
    for layer in layers:
        one, two = a["layers"][layer], b["layers"][layer]
        if one.get("digest") == two.get("digest"):
            continue
        keys = [key for key in sorted({*one.get("facts", {}), *two.get("facts", {})})
                if one.get("facts", {}).get(key) != two.get("facts", {}).get(key)]
        words = [f"{key} {one.get('facts', {}).get(key)!r} -> {two.get('facts', {}).get(key)!r}" for key in keys]
        gaps = [f"{key} is {reason}" for key, reason in sorted(two.get("gaps", {}).items())
                if one.get("gaps", {}).get(key) != reason]
        return f"expected the same digest of {layer} got {one['status']} -> {two['status']}: " \
               f"{'; '.join((words + gaps)[:6])[:500]}"
    return None
