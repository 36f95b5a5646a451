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
 * Names. `_new` makes an object that its `_free` takes back; `_get_` and `_find_` borrow; what a `_copy` gives
 * goes back with envfp_text_free().
 *
 * Errors. A function that can fail returns an envfp_status and sets its out-parameters to NULL or 0 on
 * failure; its object is then as it was before the call, and a call that ran out of memory may be tried
 * again. Calls fail only for the caller's own faults and for exhaustion; what cannot be learnt about the
 * environment is a gap inside the fingerprint.
 *
 * NULL. Every function takes NULL for every pointer and gives the answer that its documentation names.
 *
 * Text. UTF-8 that ends with a NUL, which no length counts.
 *
 * Manners. The library prints nothing, starts nothing, keeps no state between calls and leaves errno as it
 * was. No function is async-signal-safe.
 *
 * How to read the comments. The first sentence is the effect; then a line for each parameter, and
 *   Returns:   what a function that cannot fail gives;
 *   Statuses:  all that a function may return;
 *   Owner:     whose the pointers are. "Static" lives for ever; what belongs to an object is valid until
 *              that object is freed;
 *   Threads:   "any": any number of threads at once, with the same objects too. "One": while it runs, no
 *              other thread may use the object that it changes. Separate objects are independent;
 *   Since:     the first version that has it.
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

/** Version of this header; envfp_version() gives that of the library. Since: 0.1.0 */
#define ENVFP_VERSION "0.1.0"

/** Before a declaration: the compiler warns where the status is not looked at. Since: 0.1.0 */
#if defined(__GNUC__)
#define ENVFP_MUST_CHECK __attribute__((warn_unused_result))
#else
#define ENVFP_MUST_CHECK
#endif

/* ---- Vocabulary ------------------------------------------------------------------------------ */

/** Outcome of a call. Codes are never renumbered. Since: 0.1.0 */
enum envfp_status {
    ENVFP_OK = 0,           /**< success */
    ENVFP_NO_MEMORY = 1,    /**< the allocator gave nothing, or a memory limit was reached */
    ENVFP_BAD_ARGUMENT = 2, /**< an argument outside its documented domain */
    ENVFP_BAD_FORMAT = 3,   /**< input that is no form of a fingerprint */
    ENVFP_TOO_BIG = 4,      /**< input above a limit */
    ENVFP_NOT_FOUND = 5,    /**< the named directory, process or project does not exist */
    ENVFP_IO = 6            /**< a descriptor or directory that the caller named could not be used */
};

/** A layer of the environment, from bottom to top. Since: 0.1.0 */
enum envfp_layer {
    ENVFP_LAYER_HARDWARE = 0,   /**< processor, firmware, devices */
    ENVFP_LAYER_HYPERVISOR = 1, /**< virtual machine monitors and clouds */
    ENVFP_LAYER_KERNEL = 2,     /**< release, configuration, command line, what it offers */
    ENVFP_LAYER_CONTAINER = 3,  /**< namespaces and control groups, and whoever set them up */
    ENVFP_LAYER_SANDBOX = 4,    /**< filters and policies that confine the process */
    ENVFP_LAYER_LIBC = 5,       /**< C library and loader, locale, name services */
    ENVFP_LAYER_PACKAGES = 6,   /**< distribution and installed packages */
    ENVFP_LAYER_RUNTIMES = 7,   /**< languages, their packages and environments, the project */
    ENVFP_LAYER_APP = 8         /**< the program's own facts: beside the layers, not in the root digest */
};

#define ENVFP_LAYER_COUNT 8    /**< Layers that the root digest covers. Since: 0.1.0 */
#define ENVFP_SECTION_COUNT 9  /**< The layers and the app section. Since: 0.1.0 */
#define ENVFP_LAYERS_ALL 0xffU /**< Mask of all layers: bit N is layer N. Since: 0.1.0 */

/** What is known of a layer; OBSERVED, NONE, UNKNOWN and PARTIAL have a digest. Since: 0.1.0 */
enum envfp_layer_status {
    ENVFP_LAYER_OBSERVED = 0, /**< every hashed fact was read */
    ENVFP_LAYER_NONE = 1,     /**< looked, and there is none */
    ENVFP_LAYER_UNKNOWN = 2,  /**< looked, and it cannot be decided */
    ENVFP_LAYER_PARTIAL = 3,  /**< a hashed fact is a gap */
    ENVFP_LAYER_HIDDEN = 4,   /**< cannot be seen from here */
    ENVFP_LAYER_DENIED = 5,   /**< permission is missing */
    ENVFP_LAYER_SKIPPED = 6   /**< not asked for, or the form does not carry it */
};

/** Type of a fact's value. The type of a key never varies, save that a member of an inventory is a set
 *  where several versions of it are installed. Since: 0.1.0 */
enum envfp_type {
    ENVFP_STRING = 0,  /**< text; bytes that are no UTF-8 and control characters are escaped by a backslash */
    ENVFP_INTEGER = 1, /**< between -(2^53 - 1) and 2^53 - 1 */
    ENVFP_BOOLEAN = 2, /**< true or false */
    ENVFP_SET = 3      /**< strings, sorted bytewise, each once */
};

/** Part that a fact plays. Since: 0.1.0 */
enum envfp_class {
    ENVFP_HASHED = 0,  /**< part of the environment's identity */
    ENVFP_CONTEXT = 1, /**< worth seeing, not identity */
    ENVFP_DERIVED = 2  /**< a verdict computed from facts */
};

/** Why a fact, or the answer of a step, could not be had. Since: 0.1.0 */
enum envfp_reason {
    ENVFP_REASON_NONE = 0,        /**< it could (of steps; never of a gap) */
    ENVFP_REASON_ABSENT = 1,      /**< really not there: neither fact nor gap (of steps; never of a gap) */
    ENVFP_REASON_DENIED = 2,      /**< permission is missing */
    ENVFP_REASON_HIDDEN = 3,      /**< masked, or not to be seen from here */
    ENVFP_REASON_BUSY = 4,        /**< in use, locked, changing while it was read, or a read failed */
    ENVFP_REASON_UNSUPPORTED = 5, /**< a format or interface that the library does not know */
    ENVFP_REASON_MALFORMED = 6,   /**< what was read makes no sense */
    ENVFP_REASON_TRUNCATED = 7,   /**< above a limit, after the deadline, or cut short */
    ENVFP_REASON_REMOTE = 8       /**< on a mount that is not local, which was not followed */
};

/** What a difference in a fact does to programs. Since: 0.1.0 */
enum envfp_impact {
    ENVFP_INFORMS = 0, /**< nothing that is known of */
    ENVFP_ALTERS = 1,  /**< they may behave differently */
    ENVFP_BREAKS = 2   /**< they may not start, or fail */
};

/** The weakest isolation that pins a fact, from weakest to strongest. Since: 0.1.0 */
enum envfp_pin {
    ENVFP_PIN_NOTHING = 0,         /**< nothing to pin: it only informs */
    ENVFP_PIN_VARIABLES = 1,       /**< environment variables set by a launcher or unit file */
    ENVFP_PIN_VIRTUALENV = 2,      /**< a virtual environment or lock file */
    ENVFP_PIN_VERSION_MANAGER = 3, /**< a version that a version manager holds */
    ENVFP_PIN_IMAGE = 4,           /**< a container image */
    ENVFP_PIN_POLICY = 5,          /**< the same run-time policy and limits */
    ENVFP_PIN_HOST_SETTING = 6,    /**< the same sysctls and boot parameters of the host */
    ENVFP_PIN_VM = 7,              /**< a virtual machine */
    ENVFP_PIN_MACHINE = 8          /**< the same machine type or a lower CPU baseline */
};

/** Form of a fingerprint as text. Since: 0.1.0 */
enum envfp_form {
    ENVFP_FORM_DOCUMENT = 0, /**< canonical JSON (RFC 8785) and a line feed */
    ENVFP_FORM_PRETTY = 1,   /**< the same document, indented for reading; not canonical */
    ENVFP_FORM_PACKED = 2,   /**< the document compressed, as one word */
    ENVFP_FORM_LINE = 3,     /**< one line for a log, with the long token; at most 480 bytes */
    ENVFP_FORM_LONG = 4, /**< long token: 90 bits of each layer's digest and of the program's own runtime */
    ENVFP_FORM_SHORT = 5 /**< short token: 35 bits of each */
};

/** Bound of a collection. Since: 0.1.0 */
enum envfp_limit {
    ENVFP_LIMIT_FILE_BYTES = 0, /**< bytes read from one file; default 256 MiB */
    ENVFP_LIMIT_ENTRIES = 1,    /**< entries of one directory; default 65,536 */
    ENVFP_LIMIT_MEMORY = 2      /**< bytes of heap for one collection; default 64 MiB */
};

/** How two layers, or two whole fingerprints, compare. Since: 0.1.0 */
enum envfp_verdict {
    ENVFP_SAME = 0,     /**< nothing differs */
    ENVFP_DIFFERS = 1,  /**< a hashed fact or a digest differs */
    ENVFP_UNDECIDED = 2 /**< nothing differs, but something could not be compared */
};

/** Kind of one difference. Since: 0.1.0 */
enum envfp_change_kind {
    ENVFP_ADDED = 0,   /**< only the second side has it */
    ENVFP_REMOVED = 1, /**< only the first side has it */
    ENVFP_CHANGED = 2, /**< both have it, with different values */
    ENVFP_UNTOLD = 3   /**< one side has it, the other has a gap there */
};

/** Which of two versions is newer, by the rules of whoever numbers them. Since: 0.1.0 */
enum envfp_order {
    ENVFP_UNORDERED = 0, /**< no version, no change of it, or equal by these rules */
    ENVFP_NEWER = 1,     /**< the second side's */
    ENVFP_OLDER = 2      /**< the first side's: the second has an older one */
};

/** Memory for embedders. Each object calls the two functions in the thread that calls the library: where
 *  threads share a fingerprint, in several at once. Since: 0.1.0 */
struct envfp_allocator {
    void *(*allocate)(void *state, size_t size);            /**< a block aligned as malloc's, or NULL */
    void (*release)(void *state, void *block, size_t size); /**< takes a block and the size asked for */
    void *state;                                            /**< handed to both; may be NULL */
};

/** What to collect, and how; from envfp_probe_new(). Since: 0.1.0 */
struct envfp_probe;
/** What people call processors and devices; from envfp_names_get() of libenvfp-names (envfp_names.h). Since: 0.1.0 */
struct envfp_names;
/** What a probe collected or a parser read; immutable. Since: 0.1.0 */
struct envfp_fingerprint;
/** One thing that is known of a layer: a key and its value. Since: 0.1.0 */
struct envfp_fact;
/** One thing that could not be had, or with a `*` at the end of its key several, and why. Since: 0.1.0 */
struct envfp_gap;
/** One thing that a collection asked for on its way, and the answer. Since: 0.1.0 */
struct envfp_step;
/** One wall of the isolation stack. Since: 0.1.0 */
struct envfp_boundary;
/** A comparison of two fingerprints; from envfp_diff_new(). Since: 0.1.0 */
struct envfp_diff;
/** One difference that a comparison found. Since: 0.1.0 */
struct envfp_change;
/** What the registry says about one fact, or about an inventory's members. Since: 0.1.0 */
struct envfp_entry;
/** One thing that a collection may open, list or look at: a path, several by a pattern, or a variable. Since: 0.1.0 */
struct envfp_read;
/** A language, or another tool of programmers, that a collection looks for. Since: 0.1.0 */
struct envfp_language;

/* ---- Words ----------------------------------------------------------------------------------- */

/**
 * Give the version of the library that runs, which may be newer than this header.
 * Returns: e.g. "0.1.0".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_version(void);

/**
 * Say in a short English phrase what a status means.
 * @status: another value gives "unknown status".
 * Returns: e.g. "out of memory".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_status_text(enum envfp_status status);

/**
 * Name a layer.
 * @layer: another value gives NULL.
 * Returns: "hardware", "hypervisor" ... "runtimes", "app".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_layer_name(enum envfp_layer layer);

/**
 * Abbreviate a layer in two letters.
 * @layer: another value gives NULL.
 * Returns: "hw", "hv", "kn", "ct", "sb", "lc", "pk", "rt" or "ap".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_layer_code(enum envfp_layer layer);

/**
 * Name what is known of a layer.
 * @status: another value gives NULL.
 * Returns: "observed", "none", "unknown", "partial", "hidden", "denied" or "skipped".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_layer_status_name(enum envfp_layer_status status);

/**
 * Name the type of a value.
 * @type: another value gives NULL.
 * Returns: "string", "integer", "boolean" or "set".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_type_name(enum envfp_type type);

/**
 * Name the part that a fact plays.
 * @fact_class: another value gives NULL.
 * Returns: "hashed", "context" or "derived".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_class_name(enum envfp_class fact_class);

/**
 * Name the reason of a gap.
 * @reason: another value gives NULL.
 * Returns: "none", "absent", "denied", "hidden", "busy", "unsupported", "malformed", "truncated" or "remote".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_reason_name(enum envfp_reason reason);

/**
 * Name what a difference does to programs.
 * @impact: another value gives NULL.
 * Returns: "informs", "alters" or "breaks".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_impact_name(enum envfp_impact impact);

/**
 * Name an isolation in one word.
 * @pin: another value gives NULL.
 * Returns: "nothing", "variables", "virtualenv", "version-manager", "image", "policy", "host-setting", "vm" or
 *   "machine".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_pin_name(enum envfp_pin pin);

/**
 * Describe an isolation in a few words, for a sentence.
 * @pin: another value gives NULL.
 * Returns: e.g. "a container image".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_pin_advice(enum envfp_pin pin);

/**
 * Name a form as the command line spells it.
 * @form: another value gives NULL.
 * Returns: "json", "pretty", "packed", "line", "long" or "short".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_form_name(enum envfp_form form);

/**
 * Name the outcome of a comparison.
 * @verdict: another value gives NULL.
 * Returns: "same", "differs" or "unknown".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_verdict_name(enum envfp_verdict verdict);

/**
 * Name the kind of a difference.
 * @kind: another value gives NULL.
 * Returns: "added", "removed", "changed" or "unknown".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_change_kind_name(enum envfp_change_kind kind);

/**
 * Name which of two versions is newer.
 * @order: another value gives NULL.
 * Returns: "unordered", "newer" or "older".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_order_name(enum envfp_order order);

/**
 * Free a text that a `_copy` function gave.
 * @text: NULL does nothing.
 * Owner: takes @text back.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_text_free(char *text);

/**
 * Measure the character that a text begins with, and say whether it may be shown as it is. Whoever prints values of
 * facts escapes the others: they act on a terminal, or change how the text around them is read (controls, marks of
 * direction, what nobody sees).
 * @bytes: any text. NULL gives 0.
 * @length: how many; 0 gives 0.
 * @point: out, its code point; UINT32_MAX for a byte that begins no UTF-8. NULL for not wanted.
 * @printable: out, whether it may be shown. NULL for not wanted.
 * Returns: bytes of the character; 1 for a byte that begins no UTF-8.
 * Owner: @bytes are not kept.
 * Threads: any.
 * Since: 0.1.0
 */
size_t envfp_text_measure(const char *bytes, size_t length, uint32_t *point, bool *printable);

/* ---- One call -------------------------------------------------------------------------------- */

/**
 * Fingerprint this process's environment in one line, for a program's log at start. All layers, without
 * detail; as envfp_probe_run() of a new probe and envfp_fingerprint_copy_form() give it.
 * @line: out, ENVFP_FORM_LINE without a line feed. NULL gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @line is the caller's, envfp_text_free().
 * Threads: any, but not beside setenv() in another thread: the environment is read meanwhile.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_line_copy(char **line);

/* ---- Probe ----------------------------------------------------------------------------------- */

/**
 * Make a probe for this process's environment. All layers, no detail, no deadline, the limits' defaults.
 * @allocator: of the probe and of all that is made from it; both functions must be set. NULL for malloc and
 *   free.
 * @probe: out. NULL gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @probe is the caller's, envfp_probe_free(); @allocator is copied, and what its state points to must
 *   outlive every object made from it.
 * Threads: any.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_new(const struct envfp_allocator *allocator,
                                                   struct envfp_probe **probe);

/**
 * Free a probe. Fingerprints that it collected stay.
 * @probe: NULL does nothing.
 * Owner: takes @probe back.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_probe_free(struct envfp_probe *probe);

/**
 * Choose the environment that is looked at.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @operand: "self", "pid:N" for another process (N from 1 to 2^31 - 1), "root:DIR" for a directory tree such
 *   as an unpacked image, or "record:DIR" for a recording. A relative DIR is resolved when the probe runs.
 *   NULL gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT (no such form).
 * Owner: @operand is copied.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_operand(struct envfp_probe *probe, const char *operand);

/**
 * Choose the layers that are collected. The others are ENVFP_LAYER_SKIPPED.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @mask: bit N is layer N, within ENVFP_LAYERS_ALL; another value gives ENVFP_BAD_ARGUMENT, and so does 0.
 * Statuses: ENVFP_OK, ENVFP_BAD_ARGUMENT.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_layers(struct envfp_probe *probe, uint32_t mask);

/**
 * Name the folder of a project. Its lock files, the versions of languages that it asks for, and whether what
 * is installed agrees with its locks become facts of the runtimes layer (`project.*`), and so part of its
 * digest. Whether the folder is there shows when the probe runs.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @directory: an absolute path as the environment sees it (root:DIR: inside DIR). NULL for none, or for the
 *   one that a recording was made with.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT (a relative path).
 * Owner: @directory is copied.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_project(struct envfp_probe *probe, const char *directory);

/**
 * Ask for detail: what is installed without being in force, and the names that are attached. It is context and
 * changes no digest.
 * @probe: NULL does nothing.
 * @detail: whether; a new probe has false.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_probe_set_detail(struct envfp_probe *probe, bool detail);

/**
 * Attach the names of processors and devices that libenvfp-names knows. They become facts where detail is asked for
 * and the live machine is looked at; a recording keeps them. A name that contradicts what the processor says of itself
 * is left out.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @names: from envfp_names_get(); NULL for none, as a new probe has it.
 * Statuses: ENVFP_OK, ENVFP_BAD_ARGUMENT (names of another release that this one does not understand).
 * Owner: @names stays the caller's and must outlive @probe.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_names(struct envfp_probe *probe,
                                                         const struct envfp_names *names);

/**
 * Allow mounts that are not local (NFS, FUSE, autofs...) to be followed, which may block.
 * @probe: NULL does nothing.
 * @allow: whether; a new probe has false.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_probe_set_remote(struct envfp_probe *probe, bool allow);

/**
 * Have each run keep what it asks for, in order, with each answer: why a fact is what it is, or a gap. It costs time and
 * memory, which counts as the result's, and changes nothing that is found.
 * @probe: NULL does nothing.
 * @trace: whether; a new probe has false.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_probe_set_trace(struct envfp_probe *probe, bool trace);

/**
 * Stop looking some time after the start of the run. What was not read by then is a gap
 * (ENVFP_REASON_TRUNCATED).
 * @probe: NULL does nothing.
 * @nanoseconds: from the start of each run; 0 for no deadline, as a new probe has.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_probe_set_deadline(struct envfp_probe *probe, uint64_t nanoseconds);

/**
 * Set a bound of the collection. Files and directories above theirs are gaps (ENVFP_REASON_TRUNCATED); a run
 * above that of memory fails.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @limit: another value gives ENVFP_BAD_ARGUMENT.
 * @value: bytes or entries, as the limit says; 0 gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_BAD_ARGUMENT.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_limit(struct envfp_probe *probe, enum envfp_limit limit,
                                                         uint64_t value);

/**
 * Hand in the environment variables of "self". Without this call the process's own are read during the run.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @entries: strings "NAME=value", none of them NULL. NULL gives ENVFP_BAD_ARGUMENT unless @count is 0.
 * @count: number of strings; 0 for an empty environment.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @entries and the strings are copied.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_set_environ(struct envfp_probe *probe,
                                                           const char *const *entries, size_t count);

/**
 * Add a text to the app section, which tells about the embedding program. A later value of a key replaces an
 * earlier one, whatever its type.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @key: words of a-z, 0-9, `_` and `-` joined by dots; for a member of an inventory `/` and printable ASCII
 *   behind them. The first word must not be `process`. NULL gives ENVFP_BAD_ARGUMENT.
 * @value: taken without blanks at both ends; a backslash, a control character and what is no UTF-8 are
 *   escaped by a backslash. NULL gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @key and @value are copied.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_add_string(struct envfp_probe *probe, const char *key,
                                                          const char *value);

/**
 * Add a number to the app section.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @key: as for envfp_probe_add_string(). NULL gives ENVFP_BAD_ARGUMENT.
 * @value: from -(2^53 - 1) to 2^53 - 1; another value gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @key is copied.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_add_integer(struct envfp_probe *probe, const char *key,
                                                           int64_t value);

/**
 * Add a yes or no to the app section.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @key: as for envfp_probe_add_string(). NULL gives ENVFP_BAD_ARGUMENT.
 * @value: true or false.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @key is copied.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_add_boolean(struct envfp_probe *probe, const char *key,
                                                           bool value);

/**
 * Add a set of texts to the app section. It is sorted, and each text is kept once.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @key: as for envfp_probe_add_string(). NULL gives ENVFP_BAD_ARGUMENT.
 * @items: texts as for envfp_probe_add_string(), none of them NULL. NULL gives ENVFP_BAD_ARGUMENT unless @count
 *   is 0.
 * @count: number of texts; 0 for the empty set.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @key, @items and the texts are copied.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_add_set(struct envfp_probe *probe, const char *key,
                                                       const char *const *items, size_t count);

/**
 * Ask for what is true of this one process. It goes into the app section (`process.*`), for "self" alone.
 * @probe: NULL does nothing.
 * @process: whether; a new probe has false.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_probe_set_process(struct envfp_probe *probe, bool process);

/**
 * Have each run write down what it reads, as a recording.
 * @probe: NULL does nothing.
 * @directory: descriptor of an empty directory; -1 for none, as a new probe has.
 * Owner: @directory is borrowed until the last run has ended, and not closed.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_probe_set_recording(struct envfp_probe *probe, int directory);

/**
 * Collect the environment into a fingerprint. It may be repeated; each run gives a fingerprint of its own.
 * @probe: NULL gives ENVFP_BAD_ARGUMENT.
 * @fingerprint: out. NULL gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY (also above ENVFP_LIMIT_MEMORY), ENVFP_BAD_ARGUMENT, ENVFP_NOT_FOUND (no
 *   such process, directory or project), ENVFP_IO (the operand is no directory or no recording, or the
 *   recording cannot be written).
 * Owner: @fingerprint is the caller's, envfp_fingerprint_free(); it needs the probe no longer.
 * Threads: one; without envfp_probe_set_environ() not beside setenv() in another thread. pthread_cancel() of the
 *   calling thread takes effect behind the call, unless its type is asynchronous.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_probe_run(const struct envfp_probe *probe,
                                                   struct envfp_fingerprint **fingerprint);

/* ---- Fingerprint ----------------------------------------------------------------------------- */

/**
 * Read a fingerprint in any form. A token or packed document is also found inside other text, such as a log;
 * the last one counts.
 * @allocator: as for envfp_probe_new(). NULL for malloc and free.
 * @bytes: the text; no NUL needed. NULL gives ENVFP_BAD_ARGUMENT unless @length is 0.
 * @length: bytes of text, at most 64 MiB; 0 gives ENVFP_BAD_FORMAT.
 * @fingerprint: out. NULL gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT, ENVFP_BAD_FORMAT, ENVFP_TOO_BIG (the text, or what a
 *   packed document unpacks to).
 * Owner: @fingerprint is the caller's, envfp_fingerprint_free(); @bytes are not kept, @allocator is copied.
 * Threads: any.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_fingerprint_parse(const struct envfp_allocator *allocator,
                                                           const char *bytes, size_t length,
                                                           struct envfp_fingerprint **fingerprint);

/**
 * Free a fingerprint, with its facts, gaps, boundaries and texts.
 * @fingerprint: NULL does nothing.
 * Owner: takes @fingerprint back; no comparison may need it any more.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_fingerprint_free(struct envfp_fingerprint *fingerprint);

/**
 * Give the form that a fingerprint was read from.
 * @fingerprint: NULL gives ENVFP_FORM_DOCUMENT.
 * Returns: ENVFP_FORM_DOCUMENT, PACKED, LONG or SHORT; ENVFP_FORM_DOCUMENT for what a probe collected.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_form envfp_fingerprint_get_form(const struct envfp_fingerprint *fingerprint);

/**
 * Tell whether every digest that was read agrees with the facts that were read.
 * @fingerprint: NULL gives false.
 * Returns: true also for what a probe collected, and for tokens, whose reader refuses a wrong check.
 * Threads: any.
 * Since: 0.1.0
 */
bool envfp_fingerprint_get_verified(const struct envfp_fingerprint *fingerprint);

/**
 * Say who made the document.
 * @fingerprint: NULL gives NULL.
 * Returns: e.g. "envfp 0.1.0"; NULL where the form does not say.
 * Owner: @fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_fingerprint_get_collector(const struct envfp_fingerprint *fingerprint);

/**
 * Give the schema number, which says what is hashed.
 * @fingerprint: NULL gives 0.
 * Returns: 1 or more.
 * Threads: any.
 * Since: 0.1.0
 */
uint32_t envfp_fingerprint_get_schema(const struct envfp_fingerprint *fingerprint);

/**
 * Give the root digest, which covers all layers.
 * @fingerprint: NULL gives NULL.
 * Returns: 64 lower-case hexadecimal digits; NULL for tokens, which do not carry it.
 * Owner: @fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_fingerprint_get_digest(const struct envfp_fingerprint *fingerprint);

/**
 * Give the digest of one layer.
 * @fingerprint: NULL gives NULL.
 * @layer: another value gives NULL.
 * Returns: 64 lower-case hexadecimal digits; for tokens the 18 or 7 characters of Crockford's base32 that they carry
 *   (20 or 8 where they have eight groups); NULL for a layer without one, whose status says why.
 * Owner: @fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_fingerprint_get_layer_digest(const struct envfp_fingerprint *fingerprint,
                                               enum envfp_layer layer);

/**
 * Say what is known of one layer.
 * @fingerprint: NULL gives ENVFP_LAYER_SKIPPED.
 * @layer: another value gives ENVFP_LAYER_SKIPPED.
 * Returns: the layer's status.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_layer_status envfp_fingerprint_get_layer_status(const struct envfp_fingerprint *fingerprint,
                                                           enum envfp_layer layer);

/**
 * Count the facts of a layer.
 * @fingerprint: NULL gives 0.
 * @layer: another value gives 0.
 * Returns: number of facts of all classes; 0 for tokens.
 * Threads: any.
 * Since: 0.1.0
 */
size_t envfp_fingerprint_get_fact_count(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer);

/**
 * Give a fact of a layer by its number. Facts are sorted bytewise by key, all classes together.
 * @fingerprint: NULL gives NULL.
 * @layer: another value gives NULL.
 * @index: from 0; past the end gives NULL.
 * Returns: the fact.
 * Owner: @fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_fact *envfp_fingerprint_get_fact(const struct envfp_fingerprint *fingerprint,
                                                    enum envfp_layer layer, size_t index);

/**
 * Find a fact of a layer by its key.
 * @fingerprint: NULL gives NULL.
 * @layer: another value gives NULL.
 * @key: the whole key, e.g. "libc.version". NULL gives NULL.
 * Returns: the fact; NULL where there is none.
 * Owner: @fingerprint; @key is not kept.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_fact *envfp_fingerprint_find_fact(const struct envfp_fingerprint *fingerprint,
                                                     enum envfp_layer layer, const char *key);

/**
 * Give the key of a fact.
 * @fact: NULL gives NULL.
 * Returns: printable ASCII, e.g. "libc.version" or "dpkg/libc6:amd64".
 * Owner: the fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_fact_get_key(const struct envfp_fact *fact);

/**
 * Give the type of a fact's value, which says which of the five functions below to call.
 * @fact: NULL gives ENVFP_STRING.
 * Returns: the type.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_type envfp_fact_get_type(const struct envfp_fact *fact);

/**
 * Give the class of a fact.
 * @fact: NULL gives ENVFP_CONTEXT.
 * Returns: the class.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_class envfp_fact_get_class(const struct envfp_fact *fact);

/**
 * Give the value of a fact that is a string.
 * @fact: NULL gives NULL.
 * Returns: the text; NULL for another type.
 * Owner: the fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_fact_get_string(const struct envfp_fact *fact);

/**
 * Give the value of a fact that is an integer.
 * @fact: NULL gives 0.
 * Returns: the number, in the unit that the registry names; 0 for another type.
 * Threads: any.
 * Since: 0.1.0
 */
int64_t envfp_fact_get_integer(const struct envfp_fact *fact);

/**
 * Give the value of a fact that is a boolean.
 * @fact: NULL gives false.
 * Returns: the value; false for another type.
 * Threads: any.
 * Since: 0.1.0
 */
bool envfp_fact_get_boolean(const struct envfp_fact *fact);

/**
 * Count the items of a fact that is a set.
 * @fact: NULL gives 0.
 * Returns: number of items; 0 for another type.
 * Threads: any.
 * Since: 0.1.0
 */
size_t envfp_fact_get_set_count(const struct envfp_fact *fact);

/**
 * Give an item of a fact that is a set. Items are sorted bytewise.
 * @fact: NULL gives NULL.
 * @index: from 0; past the end gives NULL.
 * Returns: the text; NULL for another type.
 * Owner: the fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_fact_get_set_item(const struct envfp_fact *fact, size_t index);

/**
 * Count the gaps of a layer.
 * @fingerprint: NULL gives 0.
 * @layer: another value gives 0.
 * Returns: number of gaps; 0 for tokens.
 * Threads: any.
 * Since: 0.1.0
 */
size_t envfp_fingerprint_get_gap_count(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer);

/**
 * Give a gap of a layer by its number. Gaps are sorted bytewise by key.
 * @fingerprint: NULL gives NULL.
 * @layer: another value gives NULL.
 * @index: from 0; past the end gives NULL.
 * Returns: the gap.
 * Owner: @fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_gap *envfp_fingerprint_get_gap(const struct envfp_fingerprint *fingerprint,
                                                  enum envfp_layer layer, size_t index);

/**
 * Give the key of a gap.
 * @gap: NULL gives NULL.
 * Returns: the key of a fact, or what several begin with and a `*`, e.g. "cpu.*".
 * Owner: the fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_gap_get_key(const struct envfp_gap *gap);

/**
 * Say why a fact could not be had.
 * @gap: NULL gives ENVFP_REASON_NONE.
 * Returns: the reason.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_reason envfp_gap_get_reason(const struct envfp_gap *gap);

/**
 * Count the boundaries of the isolation stack.
 * @fingerprint: NULL gives 0.
 * Returns: number of boundaries; 0 for tokens.
 * Threads: any.
 * Since: 0.1.0
 */
size_t envfp_fingerprint_get_stack_count(const struct envfp_fingerprint *fingerprint);

/**
 * Give a boundary of the isolation stack by its number, from the machine upwards.
 * @fingerprint: NULL gives NULL.
 * @index: from 0; past the end gives NULL.
 * Returns: the boundary.
 * Owner: @fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_boundary *envfp_fingerprint_get_boundary(const struct envfp_fingerprint *fingerprint,
                                                            size_t index);

/**
 * Name what a boundary is.
 * @boundary: NULL gives NULL.
 * Returns: "machine", "vm", "container", "sandbox", "virtualenv" or "wasm".
 * Owner: the fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_boundary_get_name(const struct envfp_boundary *boundary);

/**
 * Name the technology of a boundary.
 * @boundary: NULL gives NULL.
 * Returns: e.g. "kvm" or "docker".
 * Owner: the fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_boundary_get_kind(const struct envfp_boundary *boundary);

/**
 * Name the program that runs a virtual machine.
 * @boundary: NULL gives NULL.
 * Returns: e.g. "qemu"; NULL where it is not known or there is none.
 * Owner: the fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_boundary_get_vmm(const struct envfp_boundary *boundary);

/**
 * Say how sure the verdict about a boundary is.
 * @boundary: NULL gives NULL.
 * Returns: "certain", "strong" or "weak"; NULL where there was nothing to judge.
 * Owner: the fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_boundary_get_confidence(const struct envfp_boundary *boundary);

/**
 * Count the steps of the collection.
 * @fingerprint: NULL gives 0.
 * Returns: number of steps; 0 where envfp_probe_set_trace() did not ask for them, and for what was read from a form.
 * Threads: any.
 * Since: 0.1.0
 */
size_t envfp_fingerprint_get_step_count(const struct envfp_fingerprint *fingerprint);

/**
 * Give a step of the collection by its number, in the order in which they were taken.
 * @fingerprint: NULL gives NULL.
 * @index: from 0; past the end gives NULL.
 * Returns: the step.
 * Owner: @fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_step *envfp_fingerprint_get_step(const struct envfp_fingerprint *fingerprint,
                                                    size_t index);

/**
 * Name the collector that a step was taken for.
 * @step: NULL gives NULL.
 * Returns: e.g. "cpu" or "dpkg"; NULL where several go by the answer, such as what PATH's directories hold.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_step_get_collector(const struct envfp_step *step);

/**
 * Name what a step did.
 * @step: NULL gives NULL.
 * Returns: "open" (a file, to read it), "list" (a directory), "readlink", "stat", "cpuid", "uname", "auxv", "variable",
 *          "probe" (a harmless question to the system) or "devices" (udev's properties).
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_step_get_operation(const struct envfp_step *step);

/**
 * Name what a step asked for. A value or a content is never part of it.
 * @step: NULL gives NULL.
 * Returns: a path, home directories as `~`, escaped as facts are; of what was not found the parts that are no words of
 *          the library's as `*`, and what no collector declares as "?"; a variable's, vector's or probe's name; a CPUID
 *          leaf and its subleaf, "0x00000007:0"; "" where the operation says all.
 * Owner: the fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_step_get_name(const struct envfp_step *step);

/**
 * Say how a step was answered.
 * @step: NULL gives ENVFP_REASON_NONE.
 * Returns: ENVFP_REASON_NONE where all was there, ENVFP_REASON_ABSENT where nothing was (of "readlink": no link), else
 *          what was in the way.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_reason envfp_step_get_reason(const struct envfp_step *step);

/**
 * Say how much a step brought.
 * @step: NULL gives 0.
 * Returns: bytes that were read of a file, entries of a directory, properties of devices; 0 for other operations.
 * Threads: any.
 * Since: 0.1.0
 */
uint64_t envfp_step_get_amount(const struct envfp_step *step);

/**
 * Tell whether a step was taken for the facts of an entry: by the collector that tells them or one that it goes by, or
 * for several; of a verdict by any collector whose facts it rests on.
 * @step: NULL gives false.
 * @entry: from the registry. NULL gives false.
 * Returns: whether.
 * Owner: @entry is not kept.
 * Threads: any.
 * Since: 0.1.0
 */
bool envfp_step_serves(const struct envfp_step *step, const struct envfp_entry *entry);

/**
 * Write a fingerprint in a form. Its digests are those of its facts: of a fingerprint whose text had others
 * (envfp_fingerprint_get_verified()) they are new ones, so that what is written agrees with itself again.
 * @fingerprint: NULL gives ENVFP_BAD_ARGUMENT.
 * @form: another value gives ENVFP_BAD_ARGUMENT, and so does one that this fingerprint cannot give: from a
 *   token only it or a shorter token can be written.
 * @text: out. NULL gives ENVFP_BAD_ARGUMENT.
 * @length: out, bytes without the NUL. NULL for not wanted.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @text is the caller's, envfp_text_free().
 * Threads: any.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_fingerprint_copy_form(const struct envfp_fingerprint *fingerprint,
                                                               enum envfp_form form, char **text,
                                                               size_t *length);

/* ---- Diff ------------------------------------------------------------------------------------ */

/**
 * Prepare a comparison. Nothing is compared before envfp_diff_run(): until then every verdict is
 * ENVFP_UNDECIDED and there is no change.
 * @a: the first side, what worked for instance. NULL gives ENVFP_BAD_ARGUMENT.
 * @b: the second side, what is asked about. NULL gives ENVFP_BAD_ARGUMENT.
 * @diff: out. NULL gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @diff is the caller's, envfp_diff_free(); @a and @b are borrowed and must outlive it. Its memory comes
 *   from the allocator of @a.
 * Threads: any.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_new(const struct envfp_fingerprint *a,
                                                  const struct envfp_fingerprint *b,
                                                  struct envfp_diff **diff);

/**
 * Free a comparison, with its changes and sentences. The two fingerprints stay.
 * @diff: NULL does nothing.
 * Owner: takes @diff back.
 * Threads: one.
 * Since: 0.1.0
 */
void envfp_diff_free(struct envfp_diff *diff);

/**
 * Leave a key out of the next run. It may be repeated.
 * @diff: NULL gives ENVFP_BAD_ARGUMENT.
 * @key: a whole key, or what keys begin with and a `*` ("dpkg/python3*", "cpu.*"); of every layer, or of one with
 *   its name and a colon before it ("kernel:uname.*"). NULL gives ENVFP_BAD_ARGUMENT, and so does an empty key.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @key is copied.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_ignore(struct envfp_diff *diff, const char *key);

/**
 * Choose the layers that the next run compares.
 * @diff: NULL gives ENVFP_BAD_ARGUMENT.
 * @mask: bit N is layer N, the app section among them; another value gives ENVFP_BAD_ARGUMENT, and so does 0.
 * Statuses: ENVFP_OK, ENVFP_BAD_ARGUMENT.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_set_layers(struct envfp_diff *diff, uint32_t mask);

/**
 * Name the sides for the texts of the next run: "glibc 2.36 in NAME". What stands before a name's last slash is left out,
 * and so are blanks around it; it is cut at 40 columns, and what is not printable is escaped. Two that are the same then
 * count as not given.
 * @diff: NULL gives ENVFP_BAD_ARGUMENT.
 * @a: of the first side; one of which nothing is left counts as NULL. NULL for "first".
 * @b: of the second side; one of which nothing is left counts as NULL. NULL for "second".
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @a and @b are copied.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_set_names(struct envfp_diff *diff, const char *a,
                                                        const char *b);

/**
 * Compare the two fingerprints. It may be repeated: what an earlier run found is forgotten, also where the run
 * fails.
 * @diff: NULL gives ENVFP_BAD_ARGUMENT.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY (also above 64 MiB), ENVFP_BAD_ARGUMENT.
 * Owner: changes and sentences that an earlier run gave are no longer valid.
 * Threads: one.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_run(struct envfp_diff *diff);

/**
 * Give the verdict on all compared layers together. Of the app section the program's own runtime has a say in it, as
 * envfp_diff_get_runtime_verdict() gives it, and nothing else.
 * @diff: NULL gives ENVFP_UNDECIDED.
 * Returns: ENVFP_DIFFERS where a hashed fact or a layer's digest differs, ENVFP_UNDECIDED where nothing differs but
 *   something could not be compared, else ENVFP_SAME.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_verdict envfp_diff_get_verdict(const struct envfp_diff *diff);

/**
 * Give the verdict on one layer.
 * @diff: NULL gives ENVFP_UNDECIDED.
 * @layer: another value gives ENVFP_UNDECIDED.
 * Returns: as envfp_diff_get_verdict(); ENVFP_UNDECIDED for a layer that was not compared.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_verdict envfp_diff_get_layer_verdict(const struct envfp_diff *diff, enum envfp_layer layer);

/**
 * Give the verdict on the programs' own runtimes: the facts of the app section whose first word is a language's
 * (envfp_language_get_word()), such as `python.version` and `python/NAME`.
 * @diff: NULL gives ENVFP_UNDECIDED.
 * Returns: as envfp_diff_get_verdict(); ENVFP_UNDECIDED also where a side has no such fact.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_verdict envfp_diff_get_runtime_verdict(const struct envfp_diff *diff);

/**
 * Count the differences that were found.
 * @diff: NULL gives 0.
 * Returns: number of changes of all classes.
 * Threads: any.
 * Since: 0.1.0
 */
size_t envfp_diff_get_change_count(const struct envfp_diff *diff);

/**
 * Give a difference by its number: the app section's first, then by layer from the bottom up, and by key.
 * @diff: NULL gives NULL.
 * @index: from 0; past the end gives NULL.
 * Returns: the change.
 * Owner: @diff, until the next run.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_change *envfp_diff_get_change(const struct envfp_diff *diff, size_t index);

/**
 * Give the layer that a change is in.
 * @change: NULL gives ENVFP_LAYER_APP.
 * Returns: the layer, or ENVFP_LAYER_APP.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_layer envfp_change_get_layer(const struct envfp_change *change);

/**
 * Give the key of the fact that changed.
 * @change: NULL gives NULL.
 * Returns: the key, as envfp_fact_get_key() gives it.
 * Owner: the fingerprint that has the fact.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_change_get_key(const struct envfp_change *change);

/**
 * Give the kind of a change.
 * @change: NULL gives ENVFP_UNTOLD.
 * Returns: the kind.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_change_kind envfp_change_get_kind(const struct envfp_change *change);

/**
 * Give the class of the fact that changed.
 * @change: NULL gives ENVFP_CONTEXT.
 * Returns: the class; where the sides differ ENVFP_HASHED before ENVFP_CONTEXT before ENVFP_DERIVED.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_class envfp_change_get_class(const struct envfp_change *change);

/**
 * Say what a change does to programs.
 * @change: NULL gives ENVFP_INFORMS.
 * Returns: the impact of this change, which may be less than that of its registry entry.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_impact envfp_change_get_impact(const struct envfp_change *change);

/**
 * Give the weakest isolation that would have pinned the fact that changed.
 * @change: NULL gives ENVFP_PIN_NOTHING.
 * Returns: the isolation.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_pin envfp_change_get_pin(const struct envfp_change *change);

/**
 * Say which side of a changed version is newer.
 * @change: NULL gives ENVFP_UNORDERED.
 * Returns: ENVFP_NEWER where the second side's is; ENVFP_UNORDERED for what is no version.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_order envfp_change_get_order(const struct envfp_change *change);

/**
 * Give the fact of the first side.
 * @change: NULL gives NULL.
 * Returns: the fact; NULL where that side has none.
 * Owner: the first fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_fact *envfp_change_get_before(const struct envfp_change *change);

/**
 * Give the fact of the second side.
 * @change: NULL gives NULL.
 * Returns: the fact; NULL where that side has none.
 * Owner: the second fingerprint.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_fact *envfp_change_get_after(const struct envfp_change *change);

/**
 * Say in one sentence what matters most.
 * @diff: NULL gives NULL.
 * Returns: the sentence, without a line feed.
 * Owner: @diff, until the next run.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_diff_get_headline(const struct envfp_diff *diff);

/**
 * Say in one sentence what would have pinned what differs.
 * @diff: NULL gives NULL.
 * Returns: the sentence, without a line feed; NULL where nothing differs.
 * Owner: @diff, until the next run.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_diff_get_advice(const struct envfp_diff *diff);

/**
 * Give the weakest isolation that would have pinned all that differs and matters.
 * @diff: NULL gives ENVFP_PIN_NOTHING.
 * Returns: the isolation; ENVFP_PIN_NOTHING where nothing that matters differs.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_pin envfp_diff_get_pin(const struct envfp_diff *diff);

/**
 * Write a comparison for people: headline, layers, and facts grouped by collector.
 * @diff: NULL gives ENVFP_BAD_ARGUMENT.
 * @all: whether long inventories are written out instead of summarised.
 * @width: columns to fit, at least 60; 0 for 100.
 * @text: out. NULL gives ENVFP_BAD_ARGUMENT.
 * @length: out, bytes without the NUL. NULL for not wanted.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @text is the caller's, envfp_text_free().
 * Threads: any.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_copy_text(const struct envfp_diff *diff, bool all,
                                                        unsigned width, char **text, size_t *length);

/**
 * Write a comparison for programs: a stable JSON document (docs/diff.md) and a line feed.
 * @diff: NULL gives ENVFP_BAD_ARGUMENT.
 * @text: out. NULL gives ENVFP_BAD_ARGUMENT.
 * @length: out, bytes without the NUL. NULL for not wanted.
 * Statuses: ENVFP_OK, ENVFP_NO_MEMORY, ENVFP_BAD_ARGUMENT.
 * Owner: @text is the caller's, envfp_text_free().
 * Threads: any.
 * Since: 0.1.0
 */
ENVFP_MUST_CHECK enum envfp_status envfp_diff_copy_json(const struct envfp_diff *diff, char **text,
                                                        size_t *length);

/* ---- Registry of facts ----------------------------------------------------------------------- */

/**
 * Walk over the facts and inventories that the library knows, by layer and then bytewise by key.
 * @previous: the entry that the last call gave; NULL for the first one.
 * Returns: the entry behind it; NULL behind the last.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_entry *envfp_registry_next(const struct envfp_entry *previous);

/**
 * Find the entry for a fact's key, itself or by its wildcard: a package's key finds its inventory.
 * @layer: another value gives NULL.
 * @key: the whole key of a fact. NULL gives NULL.
 * Returns: the entry; NULL where there is none.
 * Owner: static; @key is not kept.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_entry *envfp_registry_find_entry(enum envfp_layer layer, const char *key);

/**
 * Give the layer that an entry's facts are in.
 * @entry: NULL gives ENVFP_LAYER_APP.
 * Returns: the layer, or ENVFP_LAYER_APP.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_layer envfp_entry_get_layer(const struct envfp_entry *entry);

/**
 * Give the key of an entry's facts.
 * @entry: NULL gives NULL.
 * Returns: the key; a `*` at its end stands for any rest.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_entry_get_key(const struct envfp_entry *entry);

/**
 * Give the type of an entry's facts.
 * @entry: NULL gives ENVFP_STRING.
 * Returns: the type, for an inventory that of a member with one version.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_type envfp_entry_get_type(const struct envfp_entry *entry);

/**
 * Give the class of an entry's facts.
 * @entry: NULL gives ENVFP_CONTEXT.
 * Returns: the class.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_class envfp_entry_get_class(const struct envfp_entry *entry);

/**
 * Say what a difference in an entry's facts does to programs.
 * @entry: NULL gives ENVFP_INFORMS.
 * Returns: the highest impact that a change of one may have.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_impact envfp_entry_get_impact(const struct envfp_entry *entry);

/**
 * Give the weakest isolation that pins an entry's facts.
 * @entry: NULL gives ENVFP_PIN_NOTHING.
 * Returns: the isolation.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_pin envfp_entry_get_pin(const struct envfp_entry *entry);

/**
 * Give the unit of an entry's facts.
 * @entry: NULL gives NULL.
 * Returns: e.g. "bytes"; NULL where there is none.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_entry_get_unit(const struct envfp_entry *entry);

/**
 * Give the one path or variable that an entry's facts are read from.
 * @entry: NULL gives NULL.
 * Returns: a path, in which `*` stands for any name and `{a,b}` for either, or "$VARIABLE"; NULL where it is neither, or
 *          several.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_entry_get_path(const struct envfp_entry *entry);

/**
 * Say where an entry's facts are described, and what beside its path they are read from.
 * @entry: NULL gives NULL.
 * Returns: manual pages, documents, files or calls; NULL where the path says all.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_entry_get_source(const struct envfp_entry *entry);

/**
 * Say which version of the library brought an entry's facts.
 * @entry: NULL gives NULL.
 * Returns: e.g. "0.1.0".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_entry_get_since(const struct envfp_entry *entry);

/**
 * Say in a sentence or two what an entry's facts mean and why they matter.
 * @entry: NULL gives NULL.
 * Returns: the sentences.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_entry_get_why(const struct envfp_entry *entry);

/* ---- Registry of languages ------------------------------------------------------------------- */

/**
 * Walk over all languages, compilers and other tools of programmers that envfp looks for. The facts of each are in the
 * runtimes layer and begin with its word: `WORD.version`, `WORD.path`. Languages whose versions are interfaces, for which
 * extensions are built, come first.
 * @previous: the language that the last call gave; NULL for the first one.
 * Returns: the language behind it; NULL behind the last.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_language *envfp_registry_next_language(const struct envfp_language *previous);

/**
 * Give the word that a language's facts begin with.
 * @language: NULL gives NULL.
 * Returns: e.g. "python", "r", "clang".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_language_get_word(const struct envfp_language *language);

/**
 * Tell what people call a language.
 * @language: NULL gives NULL.
 * Returns: e.g. "Python", "R", "Clang".
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_language_get_title(const struct envfp_language *language);

/* ---- Registry of reads ----------------------------------------------------------------------- */

/**
 * Walk over all that a collection may open, list, look at or ask of the environment's variables: by layer and then by
 * collector. Of paths of one collector the first that fits decides what is kept.
 * @previous: the read that the last call gave; NULL for the first one.
 * Returns: the read behind it; NULL behind the last.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_read *envfp_registry_next_read(const struct envfp_read *previous);

/**
 * Give the layer that a read is for.
 * @read: NULL gives ENVFP_LAYER_APP.
 * Returns: the layer; ENVFP_LAYER_APP also for what is of no single layer.
 * Threads: any.
 * Since: 0.1.0
 */
enum envfp_layer envfp_read_get_layer(const struct envfp_read *read);

/**
 * Name the collector that a read is for.
 * @read: NULL gives NULL.
 * Returns: e.g. "cpu" or "dpkg"; where several collectors share it the name of what declares it, and "source" for what
 *          the library itself reads to find its way.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_read_get_collector(const struct envfp_read *read);

/**
 * Give the path or variable that is read.
 * @read: NULL gives NULL.
 * Returns: a path as the environment sees it, /proc/self being the process that the fingerprint is about: `*` stands
 *          for any name or part of one, `**` for several, `{a,b}` for either, `$NAME/` at its start for any directory
 *          outside of /proc and /sys; a slash at its end says that a directory is listed. Or "$NAME", a variable.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_read_get_path(const struct envfp_read *read);

/**
 * Say in a word or two what a recording keeps of a read.
 * @read: NULL gives NULL.
 * Returns: "nothing"; "presence" (that it is there); of a directory "names" or "known names"; of a file "blank" (how many
 *          lines), "number", "version", "words", "paths", "text" (no addresses), "public" (everything), "own form" (what
 *          the collector's own filter leaves), "taken bytes" (those that decided a fact), "program" (of a script its own
 *          form, else taken bytes), "renamed" (nothing more: recordings call the path by another name); of a variable
 *          "presence", "word" (where it is a harmless one), "plain" (names and numbers), "paths", "flags" (those that a
 *          list knows), "scheme" (of an address), "count" (of devices) or "modules" (their names).
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const char *envfp_read_get_keeps(const struct envfp_read *read);

#if defined(ENVFP_BUILDING) && defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif /* ENVFP_H */
