# SPDX-License-Identifier: MIT
"""docs/limits.md names every bound that stands as a constant in the sources, with the value that it has there."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "limits.md"

# A constant is a bound where a word of its name says so.
WORDS = {"MOST", "MAX", "LEVELS", "DEPTH", "DEEPEST", "SMALL", "PIECE", "INDEXES", "SIZES", "TRIES", "RATIO", "FREE",
         "MEMORY", "SHOWN", "START"}
NAMES = {"READ", "WORD"}
# What is called like a bound and is none, and why.
NONE = {("base/arena.c", "FIRST_MOST"): "bounds the first block in one test's build alone",
        ("base/arena.c", "BLOCK_SIZE_MAX"): "how large blocks grow, not how many there may be"}

ADVICE = """
Every constant called like a bound (a word of its name is one of {words}; or it is {names}) stands in a table of
docs/limits.md: its name, its value in people's units (12,000; 64 KiB), its file below libenvfp/ (or cli/...), and what
happens there. A new one gets a row, a changed one its new value, and the row of one that is gone goes, too. What is
called so and bounds nothing: give it another name, or a place in NONE in tests/form/test_limits.py.""".format(
    words=", ".join(sorted(WORDS)), names=" or ".join(sorted(NAMES)))

DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+([A-Z][A-Z0-9_]*)[ \t]+(\S.*)$", re.M)
ENUM = re.compile(r"\benum\b[^{};()]*\{([^{}]*)\}")
ENUMERATOR = re.compile(r"(?:^|,)\s*([A-Z][A-Z0-9_]*)\s*=\s*([^,]+)")
CAST = re.compile(r"\((?:size_t|uint\d+_t|unsigned)\)")
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]*)` \| ([^|]+) \| `([^`|]+)` \| ([^|]+) \|$", re.M)
UNITS = {"": 1, "bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


def is_bound(name):
    return name in NAMES or not WORDS.isdisjoint(name.split("_"))


def without_comments(text):
    """Keys of facts may look like comments: "node/*"."""
    return re.sub(r"""/\*.*?\*/|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""",
                  lambda match: match[1] or " ", text, flags=re.S)


def evaluated(text, others, depth=0):
    """A constant expression of C, or None where it is none."""
    text = re.sub(r"\b(\d\w*?)[uUlL]+\b", r"\1", CAST.sub("", text.strip()))
    if depth < 4:
        for name in set(re.findall(r"\b[A-Z][A-Z0-9_]*\b", text)):
            values = {evaluated(value, others, depth + 1) for value in others.get(name, ())} - {None}
            if len(values) == 1:
                text = re.sub(rf"\b{name}\b", str(values.pop()), text)
    if not re.fullmatch(r"(?:0x[0-9a-fA-F]+|\d+|[\s()+*/-]|<<)+", text):
        return None
    return int(eval(text.replace("/", "//"), {"__builtins__": {}}))  # nothing but numbers and their operators


def sources():
    for path in sorted([*(ROOT / "libenvfp").rglob("*.[ch]"), *(ROOT / "cli").glob("*.[ch]")]):
        name = path.relative_to(ROOT).as_posix()
        yield name.removeprefix("libenvfp/"), without_comments(path.read_text(encoding="utf-8"))


def constants(text):
    yield from DEFINE.findall(text)
    for body in ENUM.findall(text):
        yield from ENUMERATOR.findall(body)


def bounds_of(files):
    """{(file, name): value}, and those whose value cannot be told."""
    files = {file: list(constants(text)) for file, text in files}
    everywhere, found, untold = {}, {}, []
    for all_of_file in files.values():
        for name, value in all_of_file:
            everywhere.setdefault(name, set()).add(value)
    for file, all_of_file in files.items():
        own = {}
        for name, value in all_of_file:
            own.setdefault(name, set()).add(value)
        for name in filter(is_bound, own):
            if (file, name) in NONE:
                continue
            values = {evaluated(value, {**everywhere, **own}) for value in own[name]}
            values -= {None} if len(values) > 1 else set()  # another build's
            if len(values) == 1 and None not in values:
                found[file, name] = values.pop()
            else:
                untold.append(f"{file}: {name}")
    return found, untold


def in_numbers(text):
    match = re.fullmatch(r"(\d{1,3}(?:,\d{3})*|\d+)(?: (\w+))?", text.strip())
    if not match or (match[2] or "") not in UNITS:
        return None
    return int(match[1].replace(",", "")) * UNITS[match[2] or ""]


def rows_of(page):
    return [(file, name, value) for name, value, file, what in ROW.findall(page) if what.strip()]


def limits():
    """Defaults of ENVFP_LIMIT_*, as a new probe has them."""
    header = (ROOT / "include" / "envfp.h").read_text(encoding="utf-8")
    probe = (ROOT / "libenvfp" / "probe.c").read_text(encoding="utf-8")
    given = re.search(r"\.limits = \{(.*?)\}", probe)[1].split(", ")
    named = re.findall(r"\b(ENVFP_LIMIT_[A-Z_]+) = (\d+).*?; default ([\d,]+(?: [KM]iB)?)", header)
    return {name: (evaluated(given[int(number)], {}), in_numbers(said)) for name, number, said in named}


def differences(found, rows):
    """What the page and the sources say of each other."""
    told = {}
    for file, name, value in rows:
        if (file, name) in told:
            yield f"{file}: {name} stands twice on the page"
        told[file, name] = value
    for file, name in sorted(found.keys() - told.keys()):
        yield f"{file}: {name} ({found[file, name]:,}) is not on the page"
    for file, name in sorted(told.keys() - found.keys()):
        yield f"{file}: {name} stands on the page and in no source"
    for key in sorted(found.keys() & told.keys()):
        if in_numbers(told[key]) != found[key]:
            yield f"{key[0]}: {key[1]} is {found[key]:,}, and the page says {told[key].strip()}"


def test_every_bound_stands_on_the_page_with_its_value():
    found, untold = bounds_of(sources())
    page = PAGE.read_text(encoding="utf-8")
    rows = [row for row in rows_of(page) if not row[1].startswith("ENVFP_LIMIT_")]
    assert len(found) > 90, "the sources' bounds are no longer found"
    said = [f"{each} has no value that could be told" for each in untold] + list(differences(found, rows))
    assert not said, "\n" + "\n".join(said) + ADVICE


def test_every_row_of_the_page_is_a_table_s():
    page = PAGE.read_text(encoding="utf-8")
    odd = [line for line in page.splitlines()
           if line.startswith("|") and not ROW.match(line) and not re.match(r"\| (?:name |[-|]+)|^\|---", line)]
    assert not odd, "\n" + "\n".join(odd) + ADVICE


def test_what_a_caller_may_set_has_the_defaults_that_are_told():
    told = {name: in_numbers(value) for _, name, value in rows_of(PAGE.read_text(encoding="utf-8"))
            if name.startswith("ENVFP_LIMIT_")}
    header = (ROOT / "include" / "envfp.h").read_text(encoding="utf-8")
    names = set(re.findall(r"\b(ENVFP_LIMIT_[A-Z_]+) =", header))
    assert names == told.keys() == limits().keys(), ADVICE
    for name, (given, said) in limits().items():
        assert given == said == told[name], \
            f"{name}: a new probe has {given:,}, include/envfp.h says {said:,}, docs/limits.md {told[name]}"


def test_exceptions_are_there():
    files = dict(sources())
    gone = [key for key in NONE if key[1] not in dict(constants(files.get(key[0], "")))]
    assert not gone, f"{gone}: no longer in the sources; take them out of NONE"


def test_it_sees_what_it_is_for():
    """Forms in which bounds stand in the sources, and each way in which a page may be wrong."""
    text = without_comments("""
        FACT("node/*", STRING)
        #define A_MOST ((size_t)12 << 20) /* comment */
        # define B_MAX 64U
        #define C_MOST (B_MAX / 2 + 1)
        #define D_START 0x10
        #define E_MOST(x) ((x) + 1)
        #define F_FLAGS 7
        enum { G_SIZE = 20, H_MOST = 16 << 10, I_MOST = 4 };
    """)
    found, untold = bounds_of([("a.c", text), ("b.c", "#define A_MOST 3\n#define J_MOST sizeof(int)\n")])
    assert found == {("a.c", "A_MOST"): 12 << 20, ("a.c", "B_MAX"): 64, ("a.c", "C_MOST"): 33, ("a.c", "D_START"): 16,
                     ("a.c", "H_MOST"): 16 << 10, ("a.c", "I_MOST"): 4, ("b.c", "A_MOST"): 3}
    assert untold == ["b.c: J_MOST"]
    rows = rows_of("| `A_MOST` | 12 MiB | `a.c` | cut |\n| `B_MAX` | 65 | `a.c` | cut |\n| `A_MOST` | 3 | `b.c` | cut |\n"
                   "| `K_MOST` | 3 | `b.c` | cut |\n| `A_MOST` | 3 | `b.c` | cut |\n| `I_MOST` | 4 | `a.c` |   |\n")
    said = "\n".join(differences(found, rows))
    for word in ("b.c: A_MOST stands twice", "a.c: C_MOST (33) is not", "a.c: I_MOST (4) is not", "b.c: K_MOST stands",
                 "a.c: B_MAX is 64, and the page says 65"):
        assert word in said
    assert "a.c: A_MOST" not in said


# Where a bound cuts without a word, no hashed fact rests on it: what does, and why that is none.
CUT = {"SCRIPT_START": "how a stand-in begins tells whose it is; one that does not is a program as any",
       "SHOWN_MOST": "a list for people, whose count is whole",
       "SETTINGS_MOST": "of the app section, which is not hashed",
       "CHAIN_MOST": "a verdict", "MOST": "the stack, which verdicts make",
       "WORD_SIZE_MAX": "a log line", "WORDS_MAX": "a comparison: the last words of a key of seventeen",
       "KEY_MAX": "a suggestion to a person", "HEAD_MOST": "a message to a person", "HEADERS_MOST": "a message to a person",
       "MANIFEST_MOST": "a message to a person"}


def test_what_is_cut_in_silence_is_no_hashed_fact():
    rows = {name for name, _, _, what in ROW.findall(PAGE.read_text(encoding="utf-8")) if re.search(r"\bcut\b", what)}
    assert rows == set(CUT), "a bound that cuts is a gap, or has its reason here"
