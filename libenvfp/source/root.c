/* SPDX-License-Identifier: MIT */
/*
 * A directory used as "/", and a recording: such a directory that also holds proc and sys as they were, and
 * in .envfp what no file tells. Both may be hostile.
 */
#include "base/text.h"
#include "source/system.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define PLAIN_FILE_MOST ((size_t)4 << 20)

struct pair {
    struct view key, value;
};

struct pairs {
    struct pair *list; /* sorted by key */
    size_t count;
};

struct leaf {
    uint32_t number, subleaf, registers[4];
};

struct leaves {
    struct leaf *list;
    size_t count;
    bool loaded;
};

struct root {
    struct source_common *common;
    struct tree tree;
    bool recording, has_proc, has_sys;
    struct pairs uname, environment, auxv, probes, errors;
    struct leaves *cpus; /* [0] is `cpuid`, [N] `cpuid-N` */
    unsigned cpu_count;
};

/* ---- .envfp ------------------------------------------------------------------------------------------------ */

/* A whole file of the tree, at most PLAIN_FILE_MOST bytes, into the arena. */
static enum envfp_reason read_plain(struct root *root, const char *path, struct view *content)
{
    struct source_file file;
    struct text text = {.arena = root->common->arena};
    char piece[8192];
    *content = VIEW("");
    enum envfp_reason reason = envfp__tree_open(&root->tree, path, &file);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    size_t got;
    do {
        reason = envfp__system_pull(file.descriptor, text.length, piece, sizeof piece, &got);
        envfp__text_add(&text, (struct view){piece, got});
    } while (reason == ENVFP_REASON_NONE && got > 0 && text.length < PLAIN_FILE_MOST && !text.arena->failed);
    close(file.descriptor);
    *content = envfp__text_view(&text);
    return reason;
}

/* Lines `key<separator>value`; for `errors` the value stands first. */
static void load_pairs(struct root *root, const char *path, char separator, bool value_first,
                       struct pairs *pairs)
{
    struct arena *arena = root->common->arena;
    struct view content, line;
    size_t capacity = 0;
    if (read_plain(root, path, &content) != ENVFP_REASON_NONE)
        return;
    while (view_cut(&content, '\n', &line)) {
        size_t at = view_find_byte(line, separator);
        struct view first, second;
        if (at == SIZE_MAX || !envfp__text_raw(arena, view_take(line, at), &first) ||
            !envfp__text_raw(arena, view_skip(line, at + 1), &second))
            continue;
        struct pair *room = envfp__arena_grow(arena, pairs->list, pairs->count, &capacity, sizeof *room);
        if (!room)
            return;
        pairs->list = room;
        room[pairs->count++] = value_first ? (struct pair){second, first} : (struct pair){first, second};
    }
}

/* Recordings hold a few hundred pairs at most that are looked up at each operation; the last one stands. */
static const struct pair *find_pair(const struct pairs *pairs, struct view key)
{
    for (size_t i = pairs->count; i > 0; i--)
        if (view_equal(pairs->list[i - 1].key, key))
            return &pairs->list[i - 1];
    return NULL;
}

static enum envfp_reason get_pair(const struct pairs *pairs, const char *key, struct view *value)
{
    const struct pair *pair = find_pair(pairs, view_of(key));
    if (pair)
        *value = pair->value;
    return pair ? ENVFP_REASON_NONE : ENVFP_REASON_ABSENT;
}

static void load_leaves(struct root *root, const char *path, struct leaves *leaves)
{
    struct view content, line, word;
    size_t capacity = 0;
    leaves->loaded = true;
    if (read_plain(root, path, &content) != ENVFP_REASON_NONE)
        return;
    while (view_cut(&content, '\n', &line)) {
        uint64_t numbers[6];
        unsigned count = 0;
        while (count < 6 && view_cut_word(&line, &word) && envfp__view_number(word, 16, &numbers[count]) &&
               numbers[count] <= UINT32_MAX)
            count++;
        struct leaf *room =
            envfp__arena_grow(root->common->arena, leaves->list, leaves->count, &capacity, sizeof *room);
        if (count < 6 || !room)
            continue;
        leaves->list = room;
        struct leaf *leaf = &room[leaves->count++];
        leaf->number = (uint32_t)numbers[0];
        leaf->subleaf = (uint32_t)numbers[1];
        for (unsigned i = 0; i < 4; i++)
            leaf->registers[i] = (uint32_t)numbers[i + 2];
    }
}

/* CPU 0 is `cpuid` or `cpuid-0`; more of them count as long as they are numbered without a hole. */
static void count_cpus(struct root *root)
{
    struct source_entry *entries = NULL;
    size_t count = 0, last = 0;
    bool plain = false, *seen = envfp__arena_array(root->common->arena, 4096, sizeof *seen);
    if (!seen || envfp__tree_list(&root->tree, root->common->arena, "/.envfp", 8192, &entries, &count) !=
                     ENVFP_REASON_NONE)
        return;
    for (size_t i = 0; i < count; i++) {
        uint64_t number;
        plain = plain || view_equal(entries[i].name, VIEW("cpuid"));
        if (view_starts(entries[i].name, VIEW("cpuid-")) &&
            envfp__view_number(view_skip(entries[i].name, 6), 10, &number) && number < 4096)
            seen[number] = true;
    }
    seen[0] = seen[0] || plain;
    while (last < 4096 && seen[last])
        last++;
    root->cpus = envfp__arena_array(root->common->arena, last, sizeof *root->cpus);
    root->cpu_count = root->cpus ? (unsigned)last : 0;
    if (root->cpu_count && plain)
        load_leaves(root, "/.envfp/cpuid", &root->cpus[0]);
}

static bool load_recording(struct root *root)
{
    struct view format;
    if (read_plain(root, "/.envfp/format", &format) != ENVFP_REASON_NONE || !view_is(view_trim(format), "1"))
        return false;
    load_pairs(root, "/.envfp/uname", '=', false, &root->uname);
    load_pairs(root, "/.envfp/environ", '=', false, &root->environment);
    load_pairs(root, "/.envfp/auxv", '=', false, &root->auxv);
    load_pairs(root, "/.envfp/probes", '=', false, &root->probes);
    load_pairs(root, "/.envfp/errors", ' ', true, &root->errors);
    count_cpus(root);
    return true;
}

/* ---- Operations ---------------------------------------------------------------------------------------------- */

/* Each gap has one errno's name in a recording, so that it reads back as it was. */
static const struct {
    const char *name;
    enum envfp_reason reason;
} error_names[] = {
    {"EACCES", ENVFP_REASON_DENIED},      {"EPERM", ENVFP_REASON_DENIED},
    {"ENXIO", ENVFP_REASON_HIDDEN},       {"EBUSY", ENVFP_REASON_BUSY},
    {"EAGAIN", ENVFP_REASON_BUSY},        {"EOPNOTSUPP", ENVFP_REASON_UNSUPPORTED},
    {"ENOSYS", ENVFP_REASON_UNSUPPORTED}, {"EIO", ENVFP_REASON_UNSUPPORTED},
    {"EINVAL", ENVFP_REASON_UNSUPPORTED}, {"ELOOP", ENVFP_REASON_MALFORMED},
    {"EFBIG", ENVFP_REASON_TRUNCATED},    {"EREMOTE", ENVFP_REASON_REMOTE},
    {"ENOENT", ENVFP_REASON_ABSENT},
};

const char *envfp__root_error_name(enum envfp_reason reason)
{
    for (size_t i = 0; i < sizeof error_names / sizeof *error_names; i++)
        if (error_names[i].reason == reason)
            return error_names[i].name;
    return "EIO";
}

/* The reason written down for a path, if any. */
static enum envfp_reason recorded_error(const struct root *root, const char *path)
{
    const struct pair *error = root->errors.count ? find_pair(&root->errors, view_of(path)) : NULL;
    for (size_t i = 0; error && i < sizeof error_names / sizeof *error_names; i++)
        if (view_is(error->value, error_names[i].name))
            return error_names[i].reason;
    return error ? ENVFP_REASON_UNSUPPORTED : ENVFP_REASON_NONE;
}

/* .envfp is no part of the world; a file system of the kernel's that was not recorded is hidden. */
static enum envfp_reason check_path(const struct root *root, const char *path)
{
    struct view where = view_of(path);
    if (view_starts(where, VIEW("/.envfp")))
        return ENVFP_REASON_ABSENT;
    if ((view_starts(where, VIEW("/proc/")) && !root->has_proc) ||
        (view_starts(where, VIEW("/sys/")) && !root->has_sys))
        return ENVFP_REASON_HIDDEN;
    return recorded_error(root, path);
}

static enum envfp_reason root_open(void *self, const char *path, struct source_file *file)
{
    struct root *root = self;
    enum envfp_reason reason = check_path(root, path);
    return reason != ENVFP_REASON_NONE ? reason : envfp__tree_open(&root->tree, path, file);
}

static enum envfp_reason root_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                   size_t capacity, size_t *got)
{
    (void)self;
    return envfp__system_pull(file->descriptor, offset, bytes, capacity, got);
}

static void root_close(void *self, struct source_file *file)
{
    (void)self;
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
}

/* .envfp is no part of the world, nor is a file of that name, which keeps a directory in a recording. */
static void drop_own(struct source_entry *entries, size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (!view_equal(entries[i].name, VIEW(".envfp")))
            entries[kept++] = entries[i];
    *count = kept;
}

static enum envfp_reason root_list(void *self, struct arena *arena, const char *path, uint64_t limit,
                                   struct source_entry **entries, size_t *count)
{
    struct root *root = self;
    enum envfp_reason reason = check_path(root, path);
    if (reason == ENVFP_REASON_NONE)
        reason = envfp__tree_list(&root->tree, arena, path, limit, entries, count);
    if (root->recording)
        drop_own(*entries, count);
    return reason;
}

static enum envfp_reason root_link(void *self, struct arena *arena, const char *path, struct view *target)
{
    struct root *root = self;
    enum envfp_reason reason = check_path(root, path);
    return reason != ENVFP_REASON_NONE ? reason : envfp__tree_link(&root->tree, arena, path, target);
}

/* `stat:PATH=TYPE MODE SIZE INODE` among the probes: what the recording's own files cannot repeat. */
static bool recorded_stat(const struct root *root, const char *path, struct source_stat *stat)
{
    const struct pair *pair = NULL;
    for (size_t i = 0; i < root->probes.count && !pair; i++) {
        struct view key = root->probes.list[i].key;
        if (view_starts(key, VIEW("stat:")) && view_is(view_skip(key, 5), path))
            pair = &root->probes.list[i];
    }
    if (!pair)
        return false;
    struct view rest = pair->value, word;
    uint64_t numbers[4];
    for (unsigned i = 0; i < 4; i++)
        if (!view_cut_word(&rest, &word) || !envfp__view_number(word, i == 1 ? 8 : 10, &numbers[i]))
            return false;
    *stat = (struct source_stat){numbers[0] <= SOURCE_LINK ? (enum source_type)numbers[0] : SOURCE_OTHER,
                                 (uint32_t)(numbers[1] & 07777), numbers[2], numbers[3]};
    return true;
}

static enum envfp_reason root_stat(void *self, const char *path, struct source_stat *stat)
{
    struct root *root = self;
    enum envfp_reason reason = check_path(root, path);
    if (reason != ENVFP_REASON_NONE || recorded_stat(root, path, stat))
        return reason;
    reason = envfp__tree_stat(&root->tree, path, stat);
    stat->inode = 0; /* of the copy, not of the thing */
    return reason;
}

static enum envfp_reason root_cpuid(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                    uint32_t registers[4])
{
    struct root *root = self;
    memset(registers, 0, 4 * sizeof *registers);
    if (root->cpu_count == 0)
        return ENVFP_REASON_UNSUPPORTED;
    if (cpu >= root->cpu_count)
        return ENVFP_REASON_ABSENT;
    struct leaves *leaves = &root->cpus[cpu];
    if (!leaves->loaded) {
        struct text path = {.arena = root->common->arena};
        envfp__text_add(&path, VIEW("/.envfp/cpuid-"));
        envfp__text_add_number(&path, cpu);
        load_leaves(root, envfp__text_view(&path).text, leaves);
    }
    for (size_t i = 0; i < leaves->count; i++)
        if (leaves->list[i].number == leaf && leaves->list[i].subleaf == subleaf) {
            memcpy(registers, leaves->list[i].registers, sizeof leaves->list[i].registers);
            return ENVFP_REASON_NONE;
        }
    return ENVFP_REASON_ABSENT;
}

static unsigned root_cpuid_count(void *self)
{
    const struct root *root = self;
    return root->cpu_count;
}

static enum envfp_reason root_uname(void *self, struct arena *arena, struct source_uname *names)
{
    const struct root *root = self;
    (void)arena;
    if (root->uname.count == 0)
        return ENVFP_REASON_HIDDEN;
    (void)get_pair(&root->uname, "sysname", &names->sysname);
    (void)get_pair(&root->uname, "release", &names->release);
    (void)get_pair(&root->uname, "version", &names->version);
    (void)get_pair(&root->uname, "machine", &names->machine);
    return ENVFP_REASON_NONE;
}

static enum envfp_reason root_auxv(void *self, struct arena *arena, const char *name, struct view *value)
{
    (void)arena;
    return get_pair(&((const struct root *)self)->auxv, name, value);
}

static enum envfp_reason root_variable(void *self, const char *name, struct view *value)
{
    const struct root *root = self;
    enum envfp_reason reason = get_pair(&root->environment, name, value);
    /* The environment of a process that we may not look into. */
    enum envfp_reason error = recorded_error(root, "/proc/self/environ");
    return reason == ENVFP_REASON_ABSENT && error != ENVFP_REASON_NONE ? error : reason;
}

static enum envfp_reason root_probe(void *self, struct arena *arena, const char *name, struct view *result)
{
    (void)arena;
    return get_pair(&((const struct root *)self)->probes, name, result);
}

/* Lines `SYSPATH KEY=value`, in the order in which they were found. */
static enum envfp_reason root_devices(void *self, struct arena *arena, struct source_device **devices,
                                      size_t *count)
{
    struct root *root = self;
    struct view content, line;
    size_t capacity = 0;
    enum envfp_reason reason =
        root->recording ? read_plain(root, "/.envfp/devices", &content) : ENVFP_REASON_ABSENT;
    while (reason == ENVFP_REASON_NONE && view_cut(&content, '\n', &line)) {
        size_t blank = view_find_byte(line, ' ');
        struct view path, key, value, rest = view_skip(line, blank == SIZE_MAX ? line.length : blank + 1);
        size_t equals = view_find_byte(rest, '=');
        if (equals == SIZE_MAX || !envfp__text_raw(arena, view_take(line, blank), &path) ||
            !envfp__text_raw(arena, view_take(rest, equals), &key) ||
            !envfp__text_raw(arena, view_skip(rest, equals + 1), &value))
            continue;
        struct source_device *room = envfp__arena_grow(arena, *devices, *count, &capacity, sizeof *room);
        if (!room)
            break;
        *devices = room;
        room[(*count)++] = (struct source_device){path, key, value};
    }
    return reason;
}

static const struct source_ops root_ops = {
    .open = root_open,
    .pull = root_pull,
    .close = root_close,
    .list = root_list,
    .link = root_link,
    .stat = root_stat,
    .cpuid = root_cpuid,
    .cpuid_count = root_cpuid_count,
    .uname = root_uname,
    .auxv = root_auxv,
    .variable = root_variable,
    .probe = root_probe,
    .devices = root_devices,
};

bool envfp__source_root_is_bare(const struct source *source)
{
    const struct pair *running = find_pair(&((const struct root *)source->self)->probes, VIEW("running"));
    return running && view_is(running->value, "no");
}

/* ---- Start and end --------------------------------------------------------------------------------------------- */

/* openat2 is tried only where no seccomp filter could answer it with death. */
static bool openat2_is_safe(void)
{
    char status[4096];
    size_t got = 0;
    int descriptor = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    (void)envfp__system_pull(descriptor, 0, status, sizeof status, &got);
    close(descriptor);
    return view_has((struct view){status, got}, VIEW("\nSeccomp:\t0\n"));
}

static bool is_directory(struct root *root, const char *path)
{
    struct source_stat stat;
    return envfp__tree_stat(&root->tree, path, &stat) == ENVFP_REASON_NONE && stat.type == SOURCE_DIRECTORY;
}

enum envfp_status envfp__source_root(struct source_common *common, const char *directory, bool recording,
                                     struct source *source)
{
    struct root *root = envfp__arena_alloc(common->arena, sizeof *root);
    if (!root)
        return ENVFP_NO_MEMORY;
    *root = (struct root){.common = common, .recording = recording};
    root->tree.root = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root->tree.root < 0)
        return errno == ENOENT ? ENVFP_NOT_FOUND : ENVFP_IO;
    root->tree.openat2 = openat2_is_safe();
    root->has_proc = recording && is_directory(root, "/proc");
    root->has_sys = recording && is_directory(root, "/sys");
    *source = (struct source){&root_ops, root, common};
    if (recording && !load_recording(root)) {
        envfp__source_root_close(source);
        return common->arena->failed ? ENVFP_NO_MEMORY : ENVFP_IO;
    }
    return ENVFP_OK;
}

void envfp__source_root_close(const struct source *source)
{
    struct root *root = source->self;
    close(root->tree.root);
}
