/* SPDX-License-Identifier: MIT */
/*
 * envfp: a canonical, layered fingerprint of the environment a program runs in.
 *
 * Three objects: a probe collects, a fingerprint is what it found (immutable), a diff compares two.
 *
 *     struct envfp_probe *probe;
 *     struct envfp_fingerprint *here;
 *     if (envfp_probe_new(NULL, &probe) == ENVFP_OK && envfp_probe_run(probe, &here) == ENVFP_OK) {
 *         puts(envfp_fingerprint_get_digest(here));
 *         envfp_fingerprint_free(here);
 *     }
 *     envfp_probe_free(probe);
 *
 * Conventions. `_new` gives an object that its `_free` takes back (NULL is accepted); `_get_` and
 * `_find_` borrow until their parent is freed; what a `_copy` gives goes back with envfp_text_free().
 * All text is UTF-8 and ends with a NUL that no length counts. A function that returns an
 * envfp_status sets its out-parameter to NULL (or 0) on failure. Calls fail only for the caller's own
 * faults and for exhaustion; what cannot be learnt about the world is a gap inside the fingerprint.
 * The library prints nothing, starts nothing, keeps no state between calls and leaves errno as it was.
 *
 * Threads. A fingerprint and a diff that has run may be read from any number of threads at once.
 * Everything else belongs to one thread at a time; separate objects are independent.
 */
#ifndef ENVFP_H
#define ENVFP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The library is built with hidden visibility: what is declared here is what it shows. */
#if defined(ENVFP_BUILDING) && defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

#define ENVFP_VERSION "0.1.0"

#if defined(__GNUC__)
#define ENVFP_MUST_CHECK __attribute__((warn_unused_result))
#else
#define ENVFP_MUST_CHECK
#endif

/** Outcome of a call. Codes are never renumbered. Since: 0.1.0 */
enum envfp_status {
    ENVFP_OK = 0,
    ENVFP_NO_MEMORY = 1,    /**< the allocator gave nothing, or a memory limit was reached */
    ENVFP_BAD_ARGUMENT = 2, /**< an argument outside its documented domain */
    ENVFP_BAD_FORMAT = 3,   /**< input that is no form of a fingerprint */
    ENVFP_TOO_BIG = 4,      /**< input above a limit */
    ENVFP_NOT_FOUND = 5,    /**< the named directory, process or key does not exist */
    ENVFP_IO = 6            /**< a descriptor or directory that the caller named could not be used */
};

/** Layers from bottom to top; ENVFP_LAYER_APP stands beside them. Since: 0.1.0 */
enum envfp_layer {
    ENVFP_LAYER_HARDWARE = 0,
    ENVFP_LAYER_HYPERVISOR = 1,
    ENVFP_LAYER_KERNEL = 2,
    ENVFP_LAYER_CONTAINER = 3,
    ENVFP_LAYER_SANDBOX = 4,
    ENVFP_LAYER_LIBC = 5,
    ENVFP_LAYER_PACKAGES = 6,
    ENVFP_LAYER_RUNTIMES = 7,
    ENVFP_LAYER_APP = 8
};

#define ENVFP_LAYER_COUNT 8    /**< layers that the root digest covers */
#define ENVFP_SECTION_COUNT 9  /**< the layers and the app section */
#define ENVFP_LAYERS_ALL 0xffU /**< mask of all layers: bit N is layer N */

/** What is known of a layer. The first four have a digest. Since: 0.1.0 */
enum envfp_layer_status {
    ENVFP_LAYER_OBSERVED = 0,
    ENVFP_LAYER_NONE = 1,    /**< looked, and there is none */
    ENVFP_LAYER_UNKNOWN = 2, /**< looked, and it cannot be told */
    ENVFP_LAYER_PARTIAL = 3, /**< a hashed fact is a gap */
    ENVFP_LAYER_HIDDEN = 4,
    ENVFP_LAYER_DENIED = 5,
    ENVFP_LAYER_SKIPPED = 6 /**< not asked for, or the form does not carry it */
};

/** Type of a fact's value; the type of a key never varies, save that an inventory's member is a set
 *  where several versions stand side by side. Since: 0.1.0 */
enum envfp_type { ENVFP_STRING = 0, ENVFP_INTEGER = 1, ENVFP_BOOLEAN = 2, ENVFP_SET = 3 };

/** Part that a fact plays. Since: 0.1.0 */
enum envfp_class {
    ENVFP_HASHED = 0,  /**< part of the environment's identity */
    ENVFP_CONTEXT = 1, /**< worth seeing, not identity */
    ENVFP_DERIVED = 2  /**< a verdict computed from facts */
};

/** Why a fact could not be had. Since: 0.1.0 */
enum envfp_reason {
    ENVFP_REASON_NONE = 0,
    ENVFP_REASON_ABSENT = 1, /**< really not there: neither fact nor gap (never seen in a result) */
    ENVFP_REASON_DENIED = 2,
    ENVFP_REASON_HIDDEN = 3,
    ENVFP_REASON_BUSY = 4,
    ENVFP_REASON_UNSUPPORTED = 5,
    ENVFP_REASON_MALFORMED = 6,
    ENVFP_REASON_TRUNCATED = 7,
    ENVFP_REASON_REMOTE = 8
};

/** What a difference in a fact does to programs. Since: 0.1.0 */
enum envfp_impact { ENVFP_INFORMS = 0, ENVFP_ALTERS = 1, ENVFP_BREAKS = 2 };

/** The weakest isolation that pins a fact, from weakest to strongest. Since: 0.1.0 */
enum envfp_pin {
    ENVFP_PIN_NOTHING = 0,    /**< nothing to pin: it only informs */
    ENVFP_PIN_VARIABLES = 1,  /**< environment variables set by a launcher or unit file */
    ENVFP_PIN_VIRTUALENV = 2, /**< a virtual environment or lock file */
    ENVFP_PIN_IMAGE = 3,      /**< a container image */
    ENVFP_PIN_POLICY = 4,     /**< the same run-time policy and limits */
    ENVFP_PIN_VM = 5,         /**< a virtual machine */
    ENVFP_PIN_MACHINE = 6     /**< the same machine type, or a lower CPU baseline */
};

/** Forms of a fingerprint. Since: 0.1.0 */
enum envfp_form {
    ENVFP_FORM_DOCUMENT = 0, /**< canonical JSON and a line feed */
    ENVFP_FORM_PRETTY = 1,   /**< the same document, indented for reading; not canonical */
    ENVFP_FORM_PACKED = 2,
    ENVFP_FORM_LINE = 3, /**< one line for a log, with the long token; at most 480 bytes */
    ENVFP_FORM_LONG = 4, /**< long token */
    ENVFP_FORM_SHORT = 5 /**< short token */
};

/** Bounds of a collection. Since: 0.1.0 */
enum envfp_limit {
    ENVFP_LIMIT_FILE_BYTES = 0, /**< bytes read from one file; default 256 MiB */
    ENVFP_LIMIT_ENTRIES = 1,    /**< entries of one directory; default 65,536 */
    ENVFP_LIMIT_MEMORY = 2      /**< bytes of heap for one collection; default 64 MiB */
};

/** How two layers, or two sides of one fact, compare. Since: 0.1.0 */
enum envfp_verdict { ENVFP_SAME = 0, ENVFP_DIFFERS = 1, ENVFP_UNDECIDED = 2 };

/** Kind of one difference. Since: 0.1.0 */
enum envfp_change_kind {
    ENVFP_ADDED = 0,   /**< only the second side has it */
    ENVFP_REMOVED = 1, /**< only the first side has it */
    ENVFP_CHANGED = 2,
    ENVFP_UNTOLD = 3 /**< a side has a gap there */
};

/** Of a change between two versions: what the second side has, by the rules of whoever numbers them.
 *  Since: 0.1.0 */
enum envfp_order {
    ENVFP_UNORDERED = 0, /**< no version, no change of it, or as new as the first side's */
    ENVFP_NEWER = 1,
    ENVFP_OLDER = 2
};

/** Memory for embedders: `allocate` returns a block aligned as malloc's or NULL, `release` gets the
 *  block and the size it was asked for. Both may be called from the thread that uses the object only.
 *  Since: 0.1.0 */
struct envfp_allocator {
    void *(*allocate)(void *state, size_t size);
    void (*release)(void *state, void *block, size_t size);
    void *state;
};

struct envfp_probe;
struct envfp_fingerprint;
struct envfp_fact;
struct envfp_gap;
struct envfp_boundary;
struct envfp_diff;
struct envfp_change;
struct envfp_entry;

/* ---- Words ----------------------------------------------------------------------------------- */

/** Version of the library that runs, e.g. "0.1.0". Static. Since: 0.1.0 */
const char *envfp_version(void);

/** A short English phrase for a status; "unknown status" for other values. Static. Since: 0.1.0 */
const char *envfp_status_text(enum envfp_status status);

/** The vocabulary's word for a value ("hardware", "observed", "denied", "breaks"...), NULL for values
 *  outside the enumeration. Static. Since: 0.1.0 */
const char *envfp_layer_name(enum envfp_layer layer);
const char *envfp_layer_code(enum envfp_layer layer); /**< two letters: "hw" */
const char *envfp_layer_status_name(enum envfp_layer_status status);
const char *envfp_type_name(enum envfp_type type);
const char *envfp_class_name(enum envfp_class fact_class);
const char *envfp_reason_name(enum envfp_reason reason);
const char *envfp_impact_name(enum envfp_impact impact);
const char *envfp_pin_name(enum envfp_pin pin);    /**< one word: "image" */
const char *envfp_pin_advice(enum envfp_pin pin);  /**< "a container image" */
const char *envfp_form_name(enum envfp_form form); /**< as the command line spells it: "json" */
const char *envfp_verdict_name(enum envfp_verdict verdict);
const char *envfp_change_kind_name(enum envfp_change_kind kind);
const char *envfp_order_name(enum envfp_order order); /**< "newer" */

/** Give back what a `_copy` function gave; NULL is accepted. Since: 0.1.0 */
void envfp_text_free(char *text);

/* ---- One call -------------------------------------------------------------------------------- */

/** Fingerprint this process's environment without detail and give its line form, for a program's log
 *  at start. @param line  out: one line without line feed, at most 480 bytes; envfp_text_free().
 *  Returns ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT. The environment is read during the call:
 *  not beside another thread's setenv. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_line_copy(char **line);

/* ---- Probe ----------------------------------------------------------------------------------- */

/** A new probe for `self`, all layers, no detail, no deadline.
 *  @param allocator  NULL for malloc and free; copied, its functions must outlive every object made.
 *  Returns ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_new(const struct envfp_allocator *allocator,
                                                   struct envfp_probe **probe);
void envfp_probe_free(struct envfp_probe *probe);

/** Choose the environment: "self", "pid:N", "root:DIR" or "record:DIR"; a relative DIR is resolved when
 *  the probe runs. Returns ENVFP_OK, ENVFP_BAD_ARGUMENT, ENVFP_NO_MEMORY. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_operand(struct envfp_probe *probe, const char *operand);

/** Choose layers by mask (bit N is layer N); others are `skipped`.
 *  Returns ENVFP_OK, ENVFP_BAD_ARGUMENT for an empty mask or unknown bits. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_layers(struct envfp_probe *probe, uint32_t mask);

/** Name a project: its lock files, the versions of languages that it asks for, and whether what is installed
 *  agrees with its locks become facts of the runtimes layer (`project.*`), and so part of its digest.
 *  @param directory  absolute, as the environment sees it (root:DIR: inside DIR), copied; NULL for none. A
 *  recording that was made with one keeps it.
 *  Returns ENVFP_OK, ENVFP_BAD_ARGUMENT for a relative path, ENVFP_NO_MEMORY; the run ENVFP_NOT_FOUND where it is no
 *  directory. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_project(struct envfp_probe *probe, const char *directory);

/** Ask for detail (names from libcpuid and libudev: context that changes no digest). Since: 0.1.0 */
void envfp_probe_set_detail(struct envfp_probe *probe, bool detail);

/** Follow mounts that are not local (NFS, FUSE, autofs...), which may block. Since: 0.1.0 */
void envfp_probe_set_remote(struct envfp_probe *probe, bool allow);

/** Stop looking after this many nanoseconds from the start of the run; 0 for no deadline. What was not
 *  read by then is a gap (`truncated`). Since: 0.1.0 */
void envfp_probe_set_deadline(struct envfp_probe *probe, uint64_t nanoseconds);

/** Returns ENVFP_OK, or ENVFP_BAD_ARGUMENT for an unknown limit or a value of 0. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_limit(struct envfp_probe *probe, enum envfp_limit limit,
                                                         uint64_t value);

/** Hand in the environment of `self` as `count` strings "NAME=value", copied now; without this call the
 *  process's own is read during the run, which is unsafe beside another thread's setenv.
 *  Returns ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_environ(struct envfp_probe *probe,
                                                           const char *const *entries, size_t count);

/** Add a fact of the embedding program to the app section. Key: `[a-z0-9_-]+(.[a-z0-9_-]+)*` and for
 *  inventories `/member` in printable ASCII; not `process`. A later value of a key replaces an earlier.
 *  Integers must lie within +-(2^53 - 1). Sets are sorted and made unique.
 *  Returns ENVFP_OK, ENVFP_BAD_ARGUMENT, ENVFP_NO_MEMORY. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_add_string(struct envfp_probe *probe, const char *key,
                                                          const char *value);
ENVFP_MUST_CHECK enum envfp_status envfp_probe_add_integer(struct envfp_probe *probe, const char *key,
                                                           int64_t value);
ENVFP_MUST_CHECK enum envfp_status envfp_probe_add_boolean(struct envfp_probe *probe, const char *key,
                                                           bool value);
ENVFP_MUST_CHECK enum envfp_status envfp_probe_add_set(struct envfp_probe *probe, const char *key,
                                                       const char *const *items, size_t count);

/** Ask for what is true of this one process (`process.*` in the app section). Since: 0.1.0 */
void envfp_probe_set_process(struct envfp_probe *probe, bool process);

/** Write down what the run reads, as a recording, into an empty directory that the caller opened.
 *  @param directory  descriptor of the directory, borrowed until the run ends; -1 for none.
 *  Since: 0.1.0 */
void envfp_probe_set_recording(struct envfp_probe *probe, int directory);

/** Collect. May be repeated; each run gives a fingerprint of its own.
 *  Returns ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_NOT_FOUND (no such process, directory or project), ENVFP_IO (the
 *  recording cannot be written, or the operand is no directory or no recording), ENVFP_BAD_ARGUMENT. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_run(const struct envfp_probe *probe,
                                                   struct envfp_fingerprint **fingerprint);

/* ---- Fingerprint ----------------------------------------------------------------------------- */

/** Read a fingerprint in any form; tokens are also found inside lines (the first one counts).
 *  @param allocator  as for envfp_probe_new().  @param bytes  `length` bytes, no NUL needed.
 *  Returns ENVFP_OK, ENVFP_BAD_FORMAT, ENVFP_TOO_BIG, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_fingerprint_parse(const struct envfp_allocator *allocator,
                                                           const char *bytes, size_t length,
                                                           struct envfp_fingerprint **fingerprint);
void envfp_fingerprint_free(struct envfp_fingerprint *fingerprint);

/** Form it was read from; ENVFP_FORM_DOCUMENT for what a probe collected. Since: 0.1.0 */
enum envfp_form envfp_fingerprint_get_form(const struct envfp_fingerprint *fingerprint);

/** Whether every digest that was read agrees with the facts that were read (tokens: the check agrees,
 *  or the reader would have refused it). True for what a probe collected. Since: 0.1.0 */
bool envfp_fingerprint_get_verified(const struct envfp_fingerprint *fingerprint);

/** Who made the document, e.g. "envfp 0.1.0"; NULL where the form does not say. Since: 0.1.0 */
const char *envfp_fingerprint_get_collector(const struct envfp_fingerprint *fingerprint);

/** The document's schema number. Since: 0.1.0 */
uint32_t envfp_fingerprint_get_schema(const struct envfp_fingerprint *fingerprint);

/** Root digest, 64 lower-case hex digits; NULL where the form does not carry it. Since: 0.1.0 */
const char *envfp_fingerprint_get_digest(const struct envfp_fingerprint *fingerprint);

/** A layer's digest: 64 lower-case hex digits for documents, the token's group (20 or 8 characters of
 *  Crockford base32) for tokens, NULL for a layer without one or out of range. Since: 0.1.0 */
const char *envfp_fingerprint_get_layer_digest(const struct envfp_fingerprint *fingerprint,
                                               enum envfp_layer layer);
enum envfp_layer_status envfp_fingerprint_get_layer_status(const struct envfp_fingerprint *fingerprint,
                                                           enum envfp_layer layer);

/** Facts of a layer, sorted bytewise by key, all classes together. NULL past the end. Since: 0.1.0 */
size_t envfp_fingerprint_get_fact_count(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer);
const struct envfp_fact *envfp_fingerprint_get_fact(const struct envfp_fingerprint *fingerprint,
                                                    enum envfp_layer layer, size_t index);
const struct envfp_fact *envfp_fingerprint_find_fact(const struct envfp_fingerprint *fingerprint,
                                                     enum envfp_layer layer, const char *key);
const char *envfp_fact_get_key(const struct envfp_fact *fact);
enum envfp_type envfp_fact_get_type(const struct envfp_fact *fact);
enum envfp_class envfp_fact_get_class(const struct envfp_fact *fact);
/** The value; NULL, 0, false or 0 where the fact has another type. Since: 0.1.0 */
const char *envfp_fact_get_string(const struct envfp_fact *fact);
int64_t envfp_fact_get_integer(const struct envfp_fact *fact);
bool envfp_fact_get_boolean(const struct envfp_fact *fact);
size_t envfp_fact_get_set_count(const struct envfp_fact *fact);
const char *envfp_fact_get_set_item(const struct envfp_fact *fact, size_t index);

/** Gaps of a layer, sorted bytewise by key. Since: 0.1.0 */
size_t envfp_fingerprint_get_gap_count(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer);
const struct envfp_gap *envfp_fingerprint_get_gap(const struct envfp_fingerprint *fingerprint,
                                                  enum envfp_layer layer, size_t index);
const char *envfp_gap_get_key(const struct envfp_gap *gap);
enum envfp_reason envfp_gap_get_reason(const struct envfp_gap *gap);

/** The isolation stack, from the machine upwards. Since: 0.1.0 */
size_t envfp_fingerprint_get_stack_count(const struct envfp_fingerprint *fingerprint);
const struct envfp_boundary *envfp_fingerprint_get_boundary(const struct envfp_fingerprint *fingerprint,
                                                            size_t index);
const char *envfp_boundary_get_name(const struct envfp_boundary *boundary);       /**< "vm" */
const char *envfp_boundary_get_kind(const struct envfp_boundary *boundary);       /**< "kvm" */
const char *envfp_boundary_get_vmm(const struct envfp_boundary *boundary);        /**< or NULL */
const char *envfp_boundary_get_confidence(const struct envfp_boundary *boundary); /**< or NULL: certain */

/** Write a form. @param text  out: envfp_text_free(). @param length  out, may be NULL: bytes without NUL.
 *  Returns ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT (a form that this fingerprint cannot give:
 *  a document from a token). Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_fingerprint_copy_form(const struct envfp_fingerprint *fingerprint,
                                                               enum envfp_form form, char **text,
                                                               size_t *length);

/* ---- Diff ------------------------------------------------------------------------------------ */

/** A comparison of `a` (here) and `b` (there), which must both outlive it. It compares nothing until
 *  envfp_diff_run(). Returns ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_new(const struct envfp_fingerprint *a,
                                                  const struct envfp_fingerprint *b,
                                                  struct envfp_diff **diff);
void envfp_diff_free(struct envfp_diff *diff);

/** Leave a key out: exact, or a prefix that ends in `*` ("dpkg/python3*", "cpu.*"); of every layer, or
 *  of one with "LAYER:" before it. May be repeated. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_ignore(struct envfp_diff *diff, const char *key);
ENVFP_MUST_CHECK enum envfp_status envfp_diff_set_layers(struct envfp_diff *diff, uint32_t mask);
ENVFP_MUST_CHECK enum envfp_status envfp_diff_run(struct envfp_diff *diff);

/** Whole verdict: ENVFP_DIFFERS where a hashed fact or a layer's digest differs, ENVFP_UNDECIDED where
 *  nothing differs but something could not be compared. Since: 0.1.0 */
enum envfp_verdict envfp_diff_get_verdict(const struct envfp_diff *diff);
enum envfp_verdict envfp_diff_get_layer_verdict(const struct envfp_diff *diff, enum envfp_layer layer);
/** Differences found, by layer from the bottom up and then by key. Since: 0.1.0 */
size_t envfp_diff_get_change_count(const struct envfp_diff *diff);
const struct envfp_change *envfp_diff_get_change(const struct envfp_diff *diff, size_t index);
enum envfp_layer envfp_change_get_layer(const struct envfp_change *change);
const char *envfp_change_get_key(const struct envfp_change *change);
enum envfp_change_kind envfp_change_get_kind(const struct envfp_change *change);
enum envfp_class envfp_change_get_class(const struct envfp_change *change);
enum envfp_impact envfp_change_get_impact(const struct envfp_change *change);
enum envfp_pin envfp_change_get_pin(const struct envfp_change *change);
enum envfp_order envfp_change_get_order(const struct envfp_change *change);
const struct envfp_fact *envfp_change_get_before(const struct envfp_change *change); /**< of `a`, or NULL */
const struct envfp_fact *envfp_change_get_after(const struct envfp_change *change);  /**< of `b`, or NULL */
/** One sentence that says what matters most; and what would pin it (NULL where nothing differs). Borrowed. Since: 0.1.0 */
const char *envfp_diff_get_headline(const struct envfp_diff *diff);
const char *envfp_diff_get_advice(const struct envfp_diff *diff);
enum envfp_pin envfp_diff_get_pin(const struct envfp_diff *diff);
/** For people: headline, layers, facts grouped by collector; inventories summarised unless `all`.
 *  @param width  columns to fit, 0 for 100. */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_copy_text(const struct envfp_diff *diff, bool all,
                                                        unsigned width, char **text, size_t *length);
/** For programs: a stable JSON document (docs/diff.md) and a line feed. Since: 0.1.0 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_copy_json(const struct envfp_diff *diff, char **text,
                                                        size_t *length);

/* ---- Registry of facts ----------------------------------------------------------------------- */

/** Every fact that the library knows, by layer and then by key: the entry behind `previous`, the first for NULL; NULL
 *  behind the last. Static. Since: 0.1.0 */
const struct envfp_entry *envfp_registry_next(const struct envfp_entry *previous);
/** The entry for a fact's key, itself or by its wildcard (a package name finds its whole inventory). Since: 0.1.0 */
const struct envfp_entry *envfp_registry_find_entry(enum envfp_layer layer, const char *key);
enum envfp_layer envfp_entry_get_layer(const struct envfp_entry *entry);
const char *envfp_entry_get_key(const struct envfp_entry *entry);
enum envfp_type envfp_entry_get_type(const struct envfp_entry *entry);
enum envfp_class envfp_entry_get_class(const struct envfp_entry *entry);
enum envfp_impact envfp_entry_get_impact(const struct envfp_entry *entry);
enum envfp_pin envfp_entry_get_pin(const struct envfp_entry *entry);
const char *envfp_entry_get_unit(const struct envfp_entry *entry); /**< or NULL */
/** The path that it is read from (`*` any name, `{a,b}` either), or "$VARIABLE"; NULL where it is neither or are
 *  several. Since: 0.1.0 */
const char *envfp_entry_get_path(const struct envfp_entry *entry);
/** The page or document that describes it, and what else it is read from; or NULL. Since: 0.1.0 */
const char *envfp_entry_get_source(const struct envfp_entry *entry);
const char *envfp_entry_get_since(const struct envfp_entry *entry);
const char *envfp_entry_get_why(const struct envfp_entry *entry); /**< what it means, why it matters */

#if defined(ENVFP_BUILDING) && defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif /* ENVFP_H */
