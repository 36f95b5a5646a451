# SPDX-License-Identifier: MIT
"""The public header, read: its functions with their documentation in parts, its types, and what is wrong with them."""
import re
from dataclasses import dataclass, field

PARTS = ("Returns", "Statuses", "Owner", "Threads", "Since")
DECLARATION = re.compile(r"((?:ENVFP_MUST_CHECK\s+)?[a-z_0-9 ]+?[ *])(envfp_\w+)\(([^()]*)\);")
SINCE = re.compile(r"\bSince: (\d+\.\d+\.\d+)$")
NULL_RULE = re.compile(r"\bNULL (?:gives (\w+)|(does nothing)|(for)\b)")
VALUE_RULE = re.compile(r'\banother value gives (\w+|"[^"]*")')
END_RULE = re.compile(r"\bpast the end gives (\w+)")


@dataclass
class Function:
    """A declaration, and its comment in parts; `documented` is false where there is none."""

    name: str
    result: str
    checked: bool
    parameters: list  # of (type, name)
    documented: bool = False
    effect: str = ""
    notes: dict = field(default_factory=dict)  # of each parameter
    parts: dict = field(default_factory=dict)
    unread: list = field(default_factory=list)

    def statuses(self):
        """Those that it may return; a reason in parentheses is none."""
        return re.findall(r"ENVFP_\w+", re.sub(r"\([^()]*\)", "", self.parts.get("Statuses", "")))

    def pointers(self):
        return [(kind, name) for kind, name in self.parameters if kind.endswith("*")]


def blank(match):
    """White space in the place of what is taken out: positions stay."""
    return re.sub(r"[^\n]", " ", match.group(0))


def without_comments(text):
    return re.sub(r"/\*.*?\*/", blank, text, flags=re.DOTALL)


def comment_before(text, position):
    """The documentation that ends right before a declaration, "" where there is none."""
    before = text[:position].rstrip()
    comment = before[before.rfind("/*"):] if before.endswith("*/") else ""
    if not re.match(r"/\*\*(?!<)", comment):
        return ""
    return re.sub(r"^[ \t]*\*? ?", "", comment[3:-2], flags=re.MULTILINE).strip()


def read_comment(function, comment):
    """Entries begin in the first column; lines below them are indented. What stands before them is the effect."""
    function.documented = bool(comment)
    entry, entries = None, []
    for line in comment.splitlines():
        if re.match(r"@|[A-Z]\w*:\s", line):
            entries.append(line)
        elif entries and line.startswith("  "):
            entries[-1] += " " + line.strip()
        elif entries:
            function.unread.append(line)
        else:
            entry = f"{entry} {line.strip()}" if entry else line.strip()
    function.effect = re.split(r"(?<=\.)\s", entry or "")[0]
    for line in entries:
        name, _, words = line.partition(":")
        place = function.notes if name.startswith("@") else function.parts
        if name.lstrip("@") in place or not words.strip():
            function.unread.append(line)
        place[name.lstrip("@")] = words.strip()


def functions(text):
    code = re.sub(r"^[ \t]*#.*$", blank, without_comments(text), flags=re.MULTILINE)
    code = re.sub(r"\b(?:enum|struct) \w+ \{.*?\};", blank, code, flags=re.DOTALL)
    found = []
    for match in DECLARATION.finditer(code):
        words = match.group(3).strip()
        parameters = [] if words == "void" else [
            tuple(part.strip() for part in re.fullmatch(r"(.*?)(\w+)", " ".join(one.split())).groups())
            for one in words.split(",")]
        result = " ".join(match.group(1).split())
        checked = result.startswith("ENVFP_MUST_CHECK ")
        function = Function(match.group(2), result[17:] if checked else result, checked, parameters)
        start = match.start() + len(match.group(0)) - len(match.group(0).lstrip())
        read_comment(function, comment_before(text, start))
        found.append(function)
    return found


def enumerators(text, name=r"\w+"):
    """Name to value, of one enumeration or of all."""
    bodies = re.findall(rf"\benum {name} \{{(.*?)\}};", without_comments(text), re.DOTALL)
    return {key: int(value) for body in bodies for key, value in re.findall(r"(\w+) = (\d+)", body)}


def type_faults(text):
    """Types, their members and macros without a word, or without a version that brought them."""
    for match in re.finditer(r"^(enum|struct) (envfp_\w+)(?: \{\n(.*?)\n\})?;", text, re.DOTALL | re.MULTILINE):
        if not SINCE.search(comment_before(text, match.start())):
            yield f"{match.group(1)} {match.group(2)}: no documentation with Since"
        for line in (match.group(3) or "").splitlines():
            if not re.search(r"/\*\*< \S.* \*/$", line):
                yield f"{match.group(2)}: a member without documentation: {line.strip()}"
    for match in re.finditer(r"^#define (ENVFP_(?!H\b)\w+)(.*)$", text, re.MULTILINE):
        before = re.sub(r"^#(?:if|else|define " + match.group(1) + r"\b).*\n", "", text[:match.start()],
                        flags=re.MULTILINE)
        own = re.search(r"/\*\*< (.*) \*/$", match.group(2))
        if not SINCE.search(own.group(1) if own else comment_before(before, len(before))):
            yield f"{match.group(1)}: no documentation with Since"


def parameter_faults(function):
    names = [name for _, name in function.parameters]
    if list(function.notes) != names:
        yield f"documents {list(function.notes)}, not its parameters {names}"
    for kind, name in function.parameters:
        note = function.notes.get(name, "")
        if kind.endswith("*") and not NULL_RULE.search(note):
            yield f"@{name}: no word on NULL"
        if kind.startswith("enum ") and not VALUE_RULE.search(note):
            yield f"@{name}: no word on another value"
        if name == "index" and not END_RULE.search(note):
            yield f"@{name}: no word on the end"
        given = [word for rule in (NULL_RULE, VALUE_RULE, END_RULE) for word in rule.findall(note)]
        given = {word if isinstance(word, str) else word[0] for word in given} - {""}
        if function.checked and not given <= set(function.statuses()):
            yield f"@{name}: gives {given}, which is no status of the function"


def part_faults(function, statuses, version):
    """Which parts there must be depends on the declaration."""
    wanted = {"Threads", "Since"}
    if function.result == "enum envfp_status":
        wanted.add("Statuses")
    elif function.result != "void":
        wanted.add("Returns")
    beside = function.pointers()[1:] if function.pointers()[:1] == function.parameters[:1] else function.pointers()
    out = any(kind.endswith("**") for kind, _ in function.parameters)
    if function.result.endswith("*") or beside or out or function.name.endswith("_free"):
        wanted.add("Owner")
    if not wanted <= set(function.parts) <= wanted | {"Owner"}:
        yield f"has the parts {sorted(function.parts)}, not {sorted(wanted)}"
    order = [part for part in PARTS if part in function.parts]
    if list(function.parts) != order:
        yield f"its parts are not in the order {order}"
    named = function.statuses()
    if "Statuses" in wanted and (named[:1] != ["ENVFP_OK"] or not set(named) <= set(statuses)
                                 or len(set(named)) != len(named) or not function.checked):
        yield f"names the statuses {named}, or is not ENVFP_MUST_CHECK"
    if not re.match(r"(any|one)\b", function.parts.get("Threads", "")):
        yield "Threads is neither any nor one"
    since = function.parts.get("Since", "")
    if not re.fullmatch(r"\d+\.\d+\.\d+", since) or [*map(int, since.split("."))] > version:
        yield f"Since {since!r} is no version up to this one"


def faults(text):
    """Everything that is wrong with the header's documentation, a line each."""
    found, effects = list(type_faults(text)), {}
    version = [*map(int, re.search(r'ENVFP_VERSION "([\d.]+)"', text).group(1).split("."))]
    statuses = enumerators(text, "envfp_status")
    for function in functions(text):
        if not function.documented:
            found.append(f"{function.name}: no documentation")
            continue
        wrong = [*parameter_faults(function), *part_faults(function, statuses, version)]
        wrong += [f"not understood: {line}" for line in function.unread]
        if not re.fullmatch(r"[A-Z].*\.", function.effect):
            wrong.append(f"no effect in a sentence: {function.effect!r}")
        if function.effect in effects:
            wrong.append(f"has the effect of {effects[function.effect]}: {function.effect}")
        effects[function.effect] = function.name
        found += [f"{function.name}: {line}" for line in wrong]
    known = {function.name for function in functions(text)} | set(enumerators(text))
    known |= set(re.findall(r"^#define (\w+)", text, re.MULTILINE)) | {"ENVFP_BUILDING"}
    known.add("envfp_names_get")  # of envfp_names.h
    for name in re.findall(r"\benvfp_\w+(?=\(\))|\bENVFP_[A-Z]\w+", text):
        if name not in known:
            found.append(f"{name} is named and does not exist")
    return found
