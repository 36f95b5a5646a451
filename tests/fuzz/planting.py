#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plant bugs, one at a time, into a copy of the sources, and see whether a fuzz target finds each.

planting.py BUILD [TARGET[:WORDS]...] with PLANTED_SECONDS for each bug (default 60); WORDS choose bugs by their names. A target that finds nothing in sources without
a bug, and each bug in sources with it, is as good as it can be shown to be. The last line is "N found, N missed".
tests/fuzz/test_planting.py holds the texts below against the sources."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Of each target: what the bug is, the file below libenvfp/, the text there, and what stands in its place.
PLANTED = {
    "reader": [
        ("a key in two classes passes", "form/reader_facts.c",
         "        if (at < end && view_equal(facts[at].key, more->facts[i].key))\n            return false;\n", ""),
        ("a set has an item twice", "form/reader_facts.c",
         "view_compare(items[count - 1], items[count]) >= 0", "view_compare(items[count - 1], items[count]) > 0"),
        ("half of a surrogate pair is a character", "base/json.c",
         "if (*point >= 0xdc00 || !read_unit", "if (!read_unit"),
        ("a byte behind the end is looked at", "base/json.c", "return at < json->end ? *at : '\\0';", "return *at;"),
        ("a high surrogate is written wrong", "form/jcs.c",
         "0xd800 + ((point - 0x10000) >> 10)", "0xd800 + ((point - 0x10000) >> 11)"),
        ("the last character of packed text is lost", "form/pack.c",
         "        if (i + 1 < length)\n            *to++ = alphabet[bits >> 6 & 63];\n", ""),
        ("collectors stay in the order of their facts", "form/digest.c",
         "    envfp__sort(arena, runs, *count, sizeof *runs);\n", ""),
        ("an escaped key lies in memory that is gone", "form/reader_facts.c",
         "return envfp__arena_copy(reader->arena, key);", "return key;"),
        ("the mark of a partial layer is one too far", "form/token.c",
         "group[size - 1] = LETTER_PARTIAL;", "group[size] = LETTER_PARTIAL;"),
        ("the root digest is not looked at", "form/reader.c",
         "fingerprint->verified = strcmp(fingerprint->digest, reading.digest) == 0;", "fingerprint->verified = true;"),
    ],
    "diff": [
        ("a fact of both sides counts for one", "diff/compare.c", "b.at += order >= 0;", "b.at += order > 0;"),
        ("the class is that of the first side", "diff/compare.c",
         "if (before && after && after->class < change.class)", "if (false)"),
        ("a gap on the wrong side hides what was added", "diff/compare.c",
         "cannot_tell(a, b, there->key) ?", "cannot_tell(b, a, there->key) ?"),
        ("every collector has the same digest", "diff/compare.c",
         "memcmp(left->digest, right->digest, 64) != 0", "memcmp(left->digest, right->digest, 0) != 0"),
        ("controls are shown", "diff/show.c", "*escape = !envfp__printable(point);", "*escape = point < ' ';"),
        ("a name is shown as it is", "diff/phrase.c",
         "    envfp__diff_show_text(out, name, NAME_WIDTH);\n", "    envfp__text_add(out, name);\n"),
        ("JSON has what is not printable", "diff/json.c",
         "envfp__jcs_to_text(&jcs, &out, false, true);", "envfp__jcs_to_text(&jcs, &out, false, false);"),
        ("one phrase too many is kept", "diff/phrase.c",
         "    if (at == PHRASES_MAX)\n        return count;\n    if (count < PHRASES_MAX)\n", "    if (at <= PHRASES_MAX)\n"),
        ("equal versions are older", "diff/order.c", "order > 0 ? ENVFP_OLDER", "order >= 0 ? ENVFP_OLDER"),
        ("what is ignored may begin with the key", "diff/verdict.c",
         "view_starts(key, ignore->start) : view_equal(key, ignore->start)",
         "view_starts(key, ignore->start) : view_starts(ignore->start, key) && key.length < ignore->start.length"),
    ],
    "recording": [
        ("a brand string has four parts", "collect/hardware/x86.c",
         "for (uint32_t i = 0; i < 3; i++) {\n        uint32_t r[4];\n        if (source_cpuid(c->source, cpu, 0x80000002 + i",
         "for (uint32_t i = 0; i < 4; i++) {\n        uint32_t r[4];\n        if (source_cpuid(c->source, cpu, 0x80000002 + i"),
        ("controls in values are not escaped", "base/text.c",
         "if (sequence > 1 || (is_plain(byte) && !odd)) {", "if (sequence >= 1) {"),
        ("a last line without its end is not kept", "source/record_file.c",
         "            break;\n    }\n    end_line(recorder, recorded);\n", "            break;\n    }\n"),
        ("a program is no program in the recording", "source/record.c",
         "(char)('0' + (stat->mode >> 6 & 7)),\n                    (char)('0' + (stat->mode >> 3 & 7)), "
         "(char)('0' + (stat->mode & 7))};",
         "(char)('0' + (stat->mode >> 6 & 6)),\n                    (char)('0' + (stat->mode >> 3 & 6)), "
         "(char)('0' + (stat->mode & 6))};"),
        ("a gap that is told twice stands twice", "facts/facts.c",
         "        kept -= kept && view_equal(section->gaps[kept - 1].key, section->gaps[i].key);\n", ""),
        ("a signature has no end", "collect/hypervisor/cpuid.c",
         "    *cpuid_text(cpuid_text(cpuid_text(text, r[EBX]), r[ECX]), r[EDX]) = '\\0';\n",
         "    cpuid_text(cpuid_text(cpuid_text(text, r[EBX]), r[ECX]), r[EDX]);\n"),
        ("memory of a recorded file is not given back", "source/record_file.c",
         "    envfp__arena_release(&recorded->arena);\n", ""),
        ("descriptors of recorded files stay open", "source/record_file.c",
         "    close(output);\n", ""),
        ("a register is kept in another's place", "source/record.c",
         "uint32_t numbers[6] = {leaf, subleaf, registers[0], registers[1], registers[2], registers[3]};",
         "uint32_t numbers[6] = {leaf, subleaf, registers[0], registers[1], registers[3], registers[2]};"),
        ("the first pair of a table is not found", "source/recording.c",
         "    for (size_t i = pairs->count; i > 0; i--)\n", "    for (size_t i = pairs->count + 1; i > 1; i--)\n"),
    ],
}


def plant(tree, bug):
    _, name, text, other = bug
    path = tree / "libenvfp" / name
    before = path.read_text()
    if before.count(text) != 1:
        sys.exit(f"planting.py: {name}: {text!r} stands there {before.count(text)} times")
    path.write_text(before.replace(text, other))
    return path, before


def build(tree, target):
    done = subprocess.run(["make", "-j2", "-C", str(tree), "--no-print-directory", f"build-fuzz/fuzz_{target}"],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-4000:])


def runs(tree, target, seconds):
    """Whether the target runs to its end; the line that says what it found, where it does not."""
    seeds = [tree / "tests/fuzz/seeds" / target]
    corpus = tree / "build-fuzz/corpus-planted"
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir(parents=True)
    done = subprocess.run([str(tree / f"build-fuzz/fuzz_{target}"), f"-max_total_time={seconds}", "-timeout=10",
                           "-rss_limit_mb=2048", "-max_len=65536", "-len_control=0", "-entropic=0", f"-artifact_prefix={corpus}/", str(corpus),
                           *(str(folder) for folder in seeds if folder.is_dir())],
                          capture_output=True, text=True, errors="replace", check=False)
    said = [line for line in done.stderr.splitlines() if not line.strip().startswith(("#", "NEW_FUNC"))
            and any(word in line for word in ("tests/fuzz/fuzz", "ERROR: ", "runtime error", " kept", "not the same"))]
    return done.returncode == 0, (said or done.stderr.splitlines()[-1:] or [""])[0].strip()[:110]


def copy(tree):
    """Only what differs, and with the time of now: make goes by times, and an earlier run may have left a bug."""
    for name in ("Makefile", "libenvfp", "include", "tests/support", "tests/fuzz", "cli", ".ci"):
        top = ROOT / name
        for path in (top.rglob("*") if top.is_dir() else [top]):
            place = tree / path.relative_to(ROOT)
            if path.is_dir() and not path.is_symlink():
                place.mkdir(parents=True, exist_ok=True)
            elif path.is_symlink():
                shutil.copytree(path, place, dirs_exist_ok=True)
            elif not place.exists() or place.read_bytes() != path.read_bytes():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
                shutil.copymode(path, place)


def main():
    folder, targets = Path(sys.argv[1]).resolve() / "planted", sys.argv[2:] or list(PLANTED)
    seconds = int(os.environ.get("PLANTED_SECONDS", "60"))
    found = missed = 0
    copy(folder)
    for chosen in targets:
        target, _, words = chosen.partition(":")
        build(folder, target)
        good, said = runs(folder, target, min(seconds, 20))
        print(f"{target}: {'nothing found in sources without a bug' if good else 'FAILS WITHOUT A BUG: ' + said}", flush=True)
        missed += not good
        for bug in (one for one in PLANTED[target] if words in one[0]):
            path, before = plant(folder, bug)
            try:
                build(folder, target)
                good, said = runs(folder, target, seconds)
            finally:
                path.write_text(before)
            found, missed = found + (not good), missed + good
            print(f"{target}: {'missed' if good else 'found'}: {bug[0]}{'' if good else ' (' + said + ')'}", flush=True)
    print(f"{found} found, {missed} missed")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
