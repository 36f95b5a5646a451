/* SPDX-License-Identifier: MIT */
#include "source/recording.h"

#include <unistd.h>

#define PLAIN_FILE_MOST ((size_t)4 << 20)
#define CPUS_MOST 4097 /* one more than count: it says that there are more */

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

const char *envfp__recording_error_name(enum envfp_reason reason)
{
    for (size_t i = 0; i < sizeof error_names / sizeof *error_names; i++)
        if (error_names[i].reason == reason)
            return error_names[i].name;
    return "EIO";
}

/* A whole file of the tree, at most PLAIN_FILE_MOST bytes, into the arena. */
enum envfp_reason envfp__recording_read(struct recording *recording, const char *path, struct view *content)
{
    struct source_file file;
    struct text text = {.arena = recording->arena};
    char piece[8192];
    *content = VIEW("");
    enum envfp_reason reason = envfp__tree_open(recording->tree, path, SOURCE_AS_EVER, &file);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    size_t got;
    do {
        reason = envfp__system_pull(file.descriptor, text.length, piece, sizeof piece, &got);
        envfp__text_add(&text, (struct view){piece, got});
        if (text.length > PLAIN_FILE_MOST)
            reason = ENVFP_REASON_TRUNCATED;
    } while (reason == ENVFP_REASON_NONE && got > 0 && !text.arena->failed);
    close(file.descriptor);
    *content = envfp__text_view(&text);
    return reason;
}

/* Lines `key<separator>value`; for `errors` the value stands first. */
static enum envfp_reason load_pairs(struct recording *recording, const char *path, char separator,
                                    bool value_first, struct pairs *pairs)
{
    struct arena *arena = recording->arena;
    struct view content, line;
    size_t capacity = 0;
    enum envfp_reason reason = envfp__recording_read(recording, path, &content);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    while (view_cut(&content, '\n', &line)) {
        size_t at = view_find_byte(line, separator);
        struct view first, second;
        if (at == SIZE_MAX || !envfp__text_raw(arena, view_take(line, at), &first) ||
            !envfp__text_raw(arena, view_skip(line, at + 1), &second))
            continue;
        struct pair *room = envfp__arena_grow(arena, pairs->list, pairs->count, &capacity, sizeof *room);
        if (!room)
            break;
        pairs->list = room;
        room[pairs->count++] = value_first ? (struct pair){second, first} : (struct pair){first, second};
    }
    return ENVFP_REASON_NONE;
}

/* The last pair of a key counts. A linear search will do: few operations look up one of a few hundred pairs. */
const struct pair *envfp__recording_find(const struct pairs *pairs, struct view key)
{
    for (size_t i = pairs->count; i > 0; i--)
        if (view_equal(pairs->list[i - 1].key, key))
            return &pairs->list[i - 1];
    return NULL;
}

enum envfp_reason envfp__recording_get(const struct pairs *pairs, const char *key, struct view *value)
{
    const struct pair *pair = envfp__recording_find(pairs, view_of(key));
    if (pair)
        *value = pair->value;
    return pair ? ENVFP_REASON_NONE : ENVFP_REASON_ABSENT;
}

static void load_leaves(struct recording *recording, const char *path, struct leaves *leaves)
{
    struct view content, line, word;
    size_t capacity = 0;
    leaves->loaded = true;
    leaves->reason = envfp__recording_read(recording, path, &content);
    if (leaves->reason != ENVFP_REASON_NONE)
        return;
    while (view_cut(&content, '\n', &line)) {
        uint64_t numbers[6];
        unsigned count = 0;
        while (count < 6 && view_cut_word(&line, &word) && envfp__view_number(word, 16, &numbers[count]) &&
               numbers[count] <= UINT32_MAX)
            count++;
        if (count < 6)
            continue;
        struct leaf *room =
            envfp__arena_grow(recording->arena, leaves->list, leaves->count, &capacity, sizeof *room);
        if (!room)
            return;
        leaves->list = room;
        struct leaf *leaf = &room[leaves->count++];
        leaf->number = (uint32_t)numbers[0];
        leaf->subleaf = (uint32_t)numbers[1];
        for (unsigned i = 0; i < 4; i++)
            leaf->registers[i] = (uint32_t)numbers[i + 2];
    }
}

void envfp__recording_load_cpu(struct recording *recording, unsigned cpu)
{
    struct text path = {.arena = recording->arena};
    envfp__text_add(&path, VIEW("/.envfp/cpuid-"));
    envfp__text_add_number(&path, cpu);
    load_leaves(recording, envfp__text_view(&path).text, &recording->cpus[cpu]);
}

/* CPU 0 is `cpuid` or `cpuid-0`; further CPUs count as far as they are numbered without a gap. */
static enum envfp_reason count_cpus(struct recording *recording)
{
    struct source_entry *entries = NULL;
    size_t count = 0, last = 0;
    bool plain = false, *seen = envfp__arena_array(recording->arena, CPUS_MOST, sizeof *seen);
    if (!seen)
        return ENVFP_REASON_TRUNCATED;
    enum envfp_reason reason = envfp__tree_list(recording->tree, recording->arena, "/.envfp", SOURCE_AS_EVER,
                                                8192, &entries, &count);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    for (size_t i = 0; i < count; i++) {
        uint64_t number;
        plain = plain || view_equal(entries[i].name, VIEW("cpuid"));
        if (view_starts(entries[i].name, VIEW("cpuid-")) &&
            envfp__view_number(view_skip(entries[i].name, 6), 10, &number) && number < CPUS_MOST)
            seen[number] = true;
    }
    seen[0] = seen[0] || plain;
    while (last < CPUS_MOST && seen[last])
        last++;
    recording->cpus = envfp__arena_array(recording->arena, last, sizeof *recording->cpus);
    recording->cpu_count = recording->cpus ? (unsigned)last : 0;
    if (recording->cpu_count && plain)
        load_leaves(recording, "/.envfp/cpuid", &recording->cpus[0]);
    return ENVFP_REASON_NONE;
}

/* Of .envfp, what cannot be read is no gap of a fact: all that the recording says could be another thing without it. A
 * file that is no file (a folder, a FIFO) counts as not there. */
static enum envfp_status status_of(enum envfp_reason reason)
{
    if (reason == ENVFP_REASON_TRUNCATED)
        return ENVFP_TOO_BIG;
    return reason == ENVFP_REASON_NONE || reason == ENVFP_REASON_ABSENT || reason == ENVFP_REASON_UNSUPPORTED
               ? ENVFP_OK
               : ENVFP_IO;
}

enum envfp_status envfp__recording_load(struct recording *recording)
{
    const struct {
        const char *path;
        char separator;
        bool value_first;
        struct pairs *pairs;
    } files[] = {
        {"/.envfp/uname", '=', false, &recording->uname},
        {"/.envfp/environ", '=', false, &recording->environment},
        {"/.envfp/auxv", '=', false, &recording->auxv},
        {"/.envfp/probes", '=', false, &recording->probes},
        {"/.envfp/errors", ' ', true, &recording->errors},
    };
    struct view format;
    if (envfp__recording_read(recording, "/.envfp/format", &format) != ENVFP_REASON_NONE ||
        (!view_is(view_trim(format), "1") && !view_is(view_trim(format), "2")))
        return ENVFP_IO;
    enum envfp_status status = ENVFP_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && status == ENVFP_OK; i++)
        status = status_of(
            load_pairs(recording, files[i].path, files[i].separator, files[i].value_first, files[i].pairs));
    return status == ENVFP_OK ? status_of(count_cpus(recording)) : status;
}

/* "FOLDER/." stands for everything below a folder that is denied or remote. */
static const struct pair *find_denied(const struct recording *recording, const char *path)
{
    struct view whole = view_of(path);
    char folder[1024];
    for (size_t i = 1; i + 2 < whole.length && i + 3 < sizeof folder; i++) {
        if (whole.text[i] != '/')
            continue;
        memcpy(folder, path, i + 1);
        folder[i + 1] = '.';
        const struct pair *error = envfp__recording_find(&recording->errors, (struct view){folder, i + 2});
        if (error)
            return error;
    }
    return NULL;
}

/* The reason written down for a path, if any. */
enum envfp_reason envfp__recording_error(const struct recording *recording, const char *path)
{
    const struct pair *error =
        recording->errors.count ? envfp__recording_find(&recording->errors, view_of(path)) : NULL;
    if (!error && recording->errors.count)
        error = find_denied(recording, path);
    for (size_t i = 0; error && i < sizeof error_names / sizeof *error_names; i++)
        if (view_is(error->value, error_names[i].name))
            return error_names[i].reason;
    return error ? ENVFP_REASON_UNSUPPORTED : ENVFP_REASON_NONE;
}

/* `stat:PATH=TYPE MODE SIZE INODE` among the probes: values that the recording's own files cannot have. */
bool envfp__recording_stat(const struct recording *recording, const char *path, struct source_stat *stat)
{
    const struct pair *pair = NULL;
    for (size_t i = 0; i < recording->probes.count && !pair; i++) {
        struct view key = recording->probes.list[i].key;
        if (view_starts(key, VIEW("stat:")) && view_is(view_skip(key, 5), path))
            pair = &recording->probes.list[i];
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
