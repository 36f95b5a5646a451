/* SPDX-License-Identifier: MIT */
/*
 * What a recording keeps of a file or directory: what the row's form leaves of it, where a row that the collector at
 * work declares fits. A file without a row is not written, and a gap is noted in its place. A form replaces what it
 * refuses with "?" and never drops it: text that a collector finds malformed in the world stays malformed in the
 * recording.
 */
#ifndef ENVFP_SOURCE_KEEP_H
#define ENVFP_SOURCE_KEEP_H

#include "base/text.h"
#include "source/declared.h"
#include "source/source.h"

/* A row, and whose it is. */
struct keep {
    const struct envfp_read *read; /* NULL: there is none */
    const struct declaration *by;
    enum keep_how how;
};

/* The row that fits a path, as the environment sees it, among those of the collector at work and of the files that it
 * USES. A directory that is listed has a slash at its end. */
struct keep envfp__keep_find(const struct source_common *common, struct view path);
/* What the row's form leaves of a line, or of the whole text; see struct aside. */
bool envfp__keep_line(const struct keep *keep, const struct source *source, struct view line,
                      struct text *out);
/* Whether an entry's name stays. */
bool envfp__keep_entry(const struct keep *keep, const struct source *source, struct view name);
/* Appends the name that a recording has for a path, by the CALLED rows of all collectors: any of them may meet the path
 * on its way. False where no row fits. */
bool envfp__keep_called(const struct source *source, struct view path, struct text *out);
/* What the LINK rows of all collectors leave of a link's target, in `arena`: the link may be on the way to a file that
 * another collector reads. */
struct view envfp__keep_link(const struct source *source, struct arena *arena, struct view path,
                             struct view target);

/* ---- Forms that rows share (keep_forms.c) --------------------------------------------------------------------------- */

/* What rows call them. */
#define keep_number envfp__keep_number
#define keep_words envfp__keep_words
#define keep_version envfp__keep_version
#define keep_paths envfp__keep_paths
#define keep_public envfp__keep_public
#define keep_blank envfp__keep_blank

/* Nothing; all names. */
static inline bool keep_nothing(const struct source *source, struct view line, struct text *out)
{
    (void)source, (void)line, (void)out;
    return true;
}

static inline bool keep_name_all(struct view name)
{
    (void)name;
    return true;
}

/* Names that begin with a digit. */
static inline bool keep_name_number(struct view name)
{
    return name.length && byte_is_digit(name.text[0]);
}

/* Whether a path leads into the kernel's own files, where no other file's text may lead a collector: "/proc/?" stands for
 * such a path in a recording, and nothing looks whether it is there. */
static inline bool keep_is_kernels(struct view path)
{
    return view_starts(path, VIEW("/")) && !envfp__declared_fits("$ANY/**", path);
}

/* Words of digits, `a`-`f`, `x` and `.,:+-`, up to 64, or `max`: numbers, masks, lists of CPUs. */
bool envfp__keep_number(const struct source *source, struct view line, struct text *out);
/* Words of letters, digits and `_.,:;=+@%()[]-`, up to 256: no path, no address. */
bool envfp__keep_words(const struct source *source, struct view line, struct text *out);
/* The first word of a line where it has the form of a version or of a known alias; a comment becomes `#`. */
bool envfp__keep_version(const struct source *source, struct view line, struct text *out);
/* Absolute paths, a word in front allowed (`include`), homes renamed; a comment becomes `#`. */
bool envfp__keep_paths(const struct source *source, struct view line, struct text *out);
/* The whole text, homes renamed: only for files that a distribution ships and no person writes. Never below a home,
 * /run, /proc/PID, a project or a user's configuration. */
bool envfp__keep_public(const struct source *source, struct view line, struct text *out);
/* Nothing but the line feed. */
bool envfp__keep_blank(const struct source *source, struct view line, struct text *out);

/* One line of text that somebody wrote, word by word: addresses with a scheme, mail and what is no text become "?". */
struct view envfp__keep_text_of(struct arena *arena, struct view text);
/* Whether keep_number accepts the word, or all words of the line. */
bool envfp__keep_is_number(struct view word);
bool envfp__keep_is_numbers(struct view line);
/* Whether a word has the form of a version: digits and dots with what versions have around them (3.12, v20.1,
 * pypy3.10-7.3.15, 1.77.0-nightly, 21.0.1+12), a bare number, or a known alias (system, stable, lts/iron). */
bool envfp__keep_is_version(struct view word);
/* A text with every home directory in it renamed, as paths in a recording are. */
void envfp__keep_fold(const struct source *source, struct view text, struct text *out);
/* A line without its line feed; `end` gets that. */
struct view envfp__keep_body(struct view line, struct view *end);

#endif
