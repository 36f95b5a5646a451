/* SPDX-License-Identifier: MIT */
/*
 * What of a file or a directory goes into a recording: a list of what may be kept. A file that no row fits is not
 * written at all, and a gap is noted in its place. What a row's form refuses becomes "?", never nothing: what a
 * collector finds malformed in the world stays malformed in the recording.
 *
 * Patterns: `*` within a component, `**` across, `{a,b}` one of several, not nested. A pattern that begins with a slash
 * is the whole path. One that begins with `$NAME/` is any directory outside of /proc and /sys: what follows decides, at
 * the path's end. The first row that fits decides. A row whose pattern ends with a slash is a directory's.
 */
#ifndef ENVFP_SOURCE_KEEP_H
#define ENVFP_SOURCE_KEEP_H

#include "base/text.h"
#include "source/source.h"

enum keep_how {
    KEEP_PRESENCE, /* that it is there, and its mode; nothing of what it holds */
    KEEP_LINES,    /* what `line` leaves of each line */
    KEEP_WHOLE,    /* what `line` leaves of the whole text, given at once */
    KEEP_TAKEN,    /* of binary files the bytes that the collector took */
    KEEP_PROGRAM   /* as KEEP_TAKEN where it begins as an ELF file does, else as KEEP_LINES */
};

struct keep {
    const char *pattern; /* NULL ends a table */
    enum keep_how how;
    /* Appends to `out` what stays of one line (its line feed belongs to it; the last line may lack one). Returns false
     * where nothing that follows may stay. NULL where `how` needs none. */
    bool (*line)(const struct source *source, struct view line, struct text *out);
    /* Of a directory: whether an entry's name stays. NULL: all names do. */
    bool (*name)(struct view name);
};

/* The row for a path, as the environment sees it; for a directory that is listed with a slash behind it. NULL where
 * there is none. */
const struct keep *envfp__keep_find(struct view path);

/* Whether a path fits a pattern. */
bool envfp__keep_fits(const char *pattern, struct view path);

/* ---- The tables, in the order in which they are asked ------------------------------------------------------------ */

extern const struct keep envfp__keep_system[];    /* the machine, its devices and what lies below it */
extern const struct keep envfp__keep_kernel[];    /* what the kernel tells of itself */
extern const struct keep envfp__keep_container[]; /* containers and what restricts a process */
extern const struct keep envfp__keep_libc[];      /* the C library and its loader */
extern const struct keep envfp__keep_packages[];  /* package managers, the distribution's own files */
extern const struct keep envfp__keep_runtimes[];  /* languages and their managers */
extern const struct keep envfp__keep_projects[];  /* what a project pins, in its folder */
extern const struct keep
    envfp__keep_objects[]; /* shared objects, and directories of PATH, wherever they are */

/* ---- Forms that rows share (keep_forms.c) --------------------------------------------------------------------------- */

/* Words of digits, `a`-`f`, `x` and `.,:+-`, up to 64, or `max`: numbers, masks, lists of CPUs. */
bool envfp__keep_number(const struct source *source, struct view line, struct text *out);
/* Words of letters, digits and `_.,:;=+@%()[]-`, up to 256: no path, no address. */
bool envfp__keep_words(const struct source *source, struct view line, struct text *out);
/* The first word of a line where it has the form of a version or of a known alias; a comment becomes `#`. */
bool envfp__keep_version(const struct source *source, struct view line, struct text *out);
/* Absolute paths, a word in front allowed (`include`), homes renamed; a comment becomes `#`. */
bool envfp__keep_paths(const struct source *source, struct view line, struct text *out);
/* Everything, homes renamed: only of what a distribution ships and no person writes. Never below a home, /run,
 * /proc/PID, a project or a user's configuration. */
bool envfp__keep_public(const struct source *source, struct view line, struct text *out);
/* Nothing but the line feed. */
bool envfp__keep_blank(const struct source *source, struct view line, struct text *out);

/* One line of text that somebody wrote, word by word: addresses with a scheme, mail and what is no text become "?". */
struct view envfp__keep_text_of(struct arena *arena, struct view text);
/* Whether the first form is all that a line has. */
bool envfp__keep_is_numbers(struct view line);
/* Whether a word has the form of a version: digits and dots with what versions have around them (3.12, v20.1,
 * pypy3.10-7.3.15, 1.77.0-nightly, 21.0.1+12), a bare number, or a known alias (system, stable, lts/iron). */
bool envfp__keep_is_version(struct view word);
/* Whether it is a rule of POSIX's for a zone, with nothing in it that anybody could call his own. */
bool envfp__keep_is_zone_rule(struct view rule);
/* A text with every home directory in it renamed, as paths in a recording are. */
void envfp__keep_fold(const struct source *source, struct view text, struct text *out);
/* A line without its line feed; `end` gets that. */
struct view envfp__keep_body(struct view line, struct view *end);

#endif
