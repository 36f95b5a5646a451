/* SPDX-License-Identifier: MIT */
/*
 * What a collection asks of its source, in order, with each answer: so that somebody can see why a fact is what it is, or
 * a gap. Paths are shown as a recording may show them. Of what was looked for and not found, only what a declaration spells
 * out is shown, and directories that are there or that a variable names which may be shown: the rest may be somebody's
 * word, a name in a file of his. It becomes `*`.
 */
#ifndef ENVFP_SOURCE_TRACE_H
#define ENVFP_SOURCE_TRACE_H

#include "base/numbering.h"
#include "source/source.h"

/* Whose facts a collector told, a bit for the index of each who declares: mostly its own alone. */
struct tellers {
    uint32_t bits[UINT8_MAX / 32 + 1];
};

/* One question and its answer; also what envfp.h calls a step. */
struct envfp_step {
    const char *name;
    const struct tellers *told;
    uint64_t amount;   /* bytes of a file, entries of a directory, properties of devices */
    uint8_t asker;     /* index of who declares; their count: nobody in particular */
    uint8_t operation; /* enum source_operation */
    uint8_t answer;    /* enum envfp_reason */
    bool for_all;      /* others go by the answer, too */
};

struct trace {
    struct envfp_step *steps;
    size_t count, capacity;
    struct arena *kept;    /* steps and their names; remembers that there was no memory */
    struct tellers *told;  /* by each asker; behind them of nobody in particular */
    const char **patterns; /* for each step: by what its name was declared; or NULL */
    struct arena known, scratch;
    struct numbering places; /* paths that may be shown have a name */
    const struct source *source;
    struct source_watch watch;
};

/* From here on each question is noted. The steps live in `kept`; what else is needed counts against the same limit. */
void envfp__trace_start(struct trace *trace, const struct source *source, struct arena *kept);
/* Who asks has told a fact of another's, or its own. */
void envfp__trace_told(struct trace *trace, size_t asker, size_t declarer);
/* No question is noted any more, and what was noted gets the names that may be shown: before the source is closed. */
void envfp__trace_finish(struct trace *trace);
/* Gives back all but the steps. */
void envfp__trace_end(struct trace *trace);

/* "open", "list", ... */
const char *envfp__trace_word(const struct envfp_step *step);

#endif
