/* SPDX-License-Identifier: MIT */
/*
 * Whole recordings, mutated file by file: the processor's leaves, the kernel's tables, lists of packages, links, errors.
 * Whatever a recording holds, it is collected to the end, twice to the same bytes; what is written down of it is told
 * again; and the document reads back. The input is an archive as tests/fuzz/seed_recording.py makes it: entries begin
 * with the byte 1, a letter (F file, P program, L link, D folder) and a path up to a line feed.
 */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENTRIES_MOST 256
#define DOCUMENT_MOST ((size_t)8 << 20) /* far above what 64 KiB of files can come to */

struct span {
    const uint8_t *bytes;
    size_t length;
};

struct entry {
    char kind;
    struct span path, content;
};

struct archive {
    struct entry entries[ENTRIES_MOST];
    size_t count;
};

static void cut(const uint8_t *data, size_t size, struct archive *archive)
{
    archive->count = 0;
    for (size_t at = 0; at < size && archive->count < ENTRIES_MOST;) {
        const uint8_t *end = memchr(data + at, 1, size - at);
        size_t length = end ? (size_t)(end - data) - at : size - at;
        const uint8_t *line = length ? memchr(data + at, '\n', length) : NULL;
        if (length > 1 && line > data + at + 1) {
            size_t head = (size_t)(line - data) - at;
            archive->entries[archive->count++] = (struct entry){
                (char)data[at], {data + at + 1, head - 1}, {data + at + head + 1, length - head - 1}};
        }
        at += length + 1;
    }
}

/* ---- Mutations ------------------------------------------------------------------------------------------ */

static const char *const words[] = {"0",
                                    "1",
                                    "-1",
                                    "64",
                                    "4294967295",
                                    "4294967296",
                                    "18446744073709551615",
                                    "99999999999999999999",
                                    "ffffffff",
                                    "0x",
                                    "",
                                    " ",
                                    "\t",
                                    "\n\n",
                                    ":",
                                    "/",
                                    "..",
                                    "../../..",
                                    "/proc/self",
                                    "~",
                                    "?",
                                    "*",
                                    "%",
                                    "\\x00",
                                    "\\",
                                    "{",
                                    "}",
                                    "\xc2\x9b",
                                    "\xe2\x80\xa8",
                                    "\xff",
                                    "kB",
                                    "docker",
                                    "kubepods",
                                    "envfp1.1",
                                    "yes",
                                    "unknown",
                                    "KVMKVMKVM",
                                    "GenuineIntel",
                                    "AuthenticAMD"};

static const char *const places[] = {".envfp/errors",
                                     ".envfp/environ",
                                     ".envfp/probes",
                                     ".envfp/auxv",
                                     ".envfp/cpuid",
                                     ".envfp/cpuid-1",
                                     ".envfp/uname",
                                     "proc/cpuinfo",
                                     "proc/self/cgroup",
                                     "proc/self/mountinfo",
                                     "proc/self/status",
                                     "proc/meminfo",
                                     "proc/cmdline",
                                     "proc/version",
                                     "etc/os-release",
                                     "etc/lsb-release",
                                     "var/lib/dpkg/status",
                                     "lib/apk/db/installed",
                                     "proc/mounts",
                                     "sys/devices/system/cpu/online",
                                     "sys/devices/system/cpu/possible",
                                     "sys/class/dmi/id/sys_vendor",
                                     "etc/ld.so.conf",
                                     "etc/ld.so.preload",
                                     "usr/lib/os-release",
                                     "sys/hypervisor/type",
                                     "run/.containerenv",
                                     ".dockerenv"};

static const char *const errors[] = {"EACCES", "ENOENT",  "EIO",   "ENOSYS", "ELOOP",
                                     "EBUSY",  "ENOTDIR", "EPERM", "EREMOTE"};

#define PICK(dice, list) ((list)[throw_dice(dice, sizeof(list) / sizeof *(list))])

/* What a mutation writes. */
struct output {
    uint8_t *bytes;
    size_t length, most;
};

static void put(struct output *output, const void *bytes, size_t length)
{
    if (length > output->most - output->length)
        length = output->most - output->length;
    if (length)
        memcpy(output->bytes + output->length, bytes, length);
    output->length += length;
}

static void put_text(struct output *output, const char *text)
{
    put(output, text, strlen(text));
}

static void put_head(struct output *output, const struct entry *entry)
{
    put(output, "\1", 1);
    put(output, &entry->kind, 1);
    put(output, entry->path.bytes, entry->path.length);
    put(output, "\n", 1);
}

static struct span line_at(struct span text, size_t at)
{
    size_t start = at, end = at;
    while (start > 0 && text.bytes[start - 1] != '\n')
        start--;
    while (end < text.length && text.bytes[end] != '\n')
        end++;
    end += end < text.length;
    return (struct span){text.bytes + start, end - start};
}

static bool is_word_byte(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* A word of the text in another's place: numbers above all. */
static void mutate_word(struct output *output, struct span text, size_t at, struct dice *dice)
{
    size_t start = at, end = at;
    while (start > 0 && is_word_byte(text.bytes[start - 1]))
        start--;
    while (end < text.length && is_word_byte(text.bytes[end]))
        end++;
    put(output, text.bytes, start);
    put_text(output, PICK(dice, words));
    put(output, text.bytes + end, text.length - end);
}

/* Lines are left out, doubled, exchanged for another, cut, or lose what is behind them. */
static void mutate_lines(struct output *output, struct span text, size_t at, struct dice *dice)
{
    struct span line = line_at(text, at), other = line_at(text, throw_dice(dice, (uint32_t)text.length));
    size_t before = (size_t)(line.bytes - text.bytes), behind = before + line.length;
    unsigned how = throw_dice(dice, 6);
    put(output, text.bytes, how == 3 ? at : before);
    if (how == 1)
        put(output, line.bytes, line.length);
    if (how == 2 || how == 4)
        put(output, other.bytes, other.length);
    if (how == 1 || how == 4)
        put(output, line.bytes, line.length);
    if (how != 5)
        put(output, text.bytes + behind, text.length - behind);
}

/* One bit of one register of one leaf, or the whole register, or the leaf's number. */
static void mutate_leaf(struct output *output, struct span text, size_t at, struct dice *dice)
{
    static const uint32_t values[] = {0,          1,          0xffffffff, 0x80000000, 0x7fffffff,
                                      0x40000000, 0x40000100, 0x80000008, 0x1f,       0xff};
    struct span line = line_at(text, at);
    size_t column = throw_dice(dice, 6) * 9, before = (size_t)(line.bytes - text.bytes);
    if (line.length < column + 8) {
        put(output, text.bytes, text.length);
        return;
    }
    char digits[9] = "";
    memcpy(digits, line.bytes + column, 8);
    uint32_t value = (uint32_t)strtoul(digits, NULL, 16);
    value = throw_dice(dice, 3) ? value ^ 1U << throw_dice(dice, 32) : PICK(dice, values);
    (void)snprintf(digits, sizeof digits, "%08x", value);
    put(output, text.bytes, before + column);
    put(output, digits, 8);
    put(output, text.bytes + before + column + 8, text.length - before - column - 8);
}

static void mutate_bytes(struct output *output, struct span text)
{
    size_t room = output->most - output->length;
    size_t most = text.length + 64 < room ? text.length + 64 : room;
    if (most < text.length || most == 0)
        return;
    memcpy(output->bytes + output->length, text.bytes, text.length);
    output->length += LLVMFuzzerMutate(output->bytes + output->length, text.length, most);
}

static bool is_cpuid(const struct entry *entry)
{
    return entry->path.length >= 12 && memcmp(entry->path.bytes, ".envfp/cpuid", 12) == 0;
}

static void mutate_content(struct output *output, const struct entry *entry, struct dice *dice)
{
    struct span text = entry->content;
    if (text.length == 0) {
        put_text(output, PICK(dice, words));
        return;
    }
    size_t at = throw_dice(dice, (uint32_t)text.length);
    unsigned how = throw_dice(dice, 8);
    if (is_cpuid(entry) && how < 6)
        mutate_leaf(output, text, at, dice);
    else if (how < 3)
        mutate_word(output, text, at, dice);
    else if (how < 6)
        mutate_lines(output, text, at, dice);
    else
        mutate_bytes(output, text);
}

/* A file that no seed has, an error at a path that is there, or a link to one. */
static void add_entry(struct output *output, const struct archive *archive, struct dice *dice)
{
    const struct entry *other = &archive->entries[throw_dice(dice, (uint32_t)archive->count)];
    unsigned how = throw_dice(dice, 8);
    if (how < 3) {
        put_text(output, "\1F.envfp/errors\n");
        put_text(output, PICK(dice, errors));
        put_text(output, " /");
        put(output, other->path.bytes, other->path.length);
        put_text(output, throw_dice(dice, 3) ? "\n" : "/.\n");
    } else if (how == 3) {
        put_text(output, "\1L");
        put_text(output, PICK(dice, places));
        put_text(output, throw_dice(dice, 2) ? "\n/" : "\n../../");
        put(output, other->path.bytes, other->path.length);
    } else {
        put_text(output, throw_dice(dice, 8) ? "\1F" : "\1D");
        put_text(output, PICK(dice, places));
        put_text(output, "\n");
        put(output, other->content.bytes, other->content.length);
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static struct archive archive;
    struct dice dice = {seed};
    cut(data, size, &archive);
    if (archive.count == 0 || throw_dice(&dice, 32) == 0)
        return LLVMFuzzerMutate(data, size, most);
    uint8_t *room = malloc(most);
    CHECK(room);
    struct output output = {room, 0, most};
    size_t chosen = throw_dice(&dice, (uint32_t)archive.count), left_out = SIZE_MAX;
    if (throw_dice(&dice, 16) == 0)
        left_out = throw_dice(&dice, (uint32_t)archive.count);
    for (size_t i = 0; i < archive.count; i++) {
        const struct entry *entry = &archive.entries[i];
        if (i == left_out)
            continue;
        put_head(&output, entry);
        /* The processor's leaves are many, and each has its say. */
        if (i == chosen || (is_cpuid(entry) && throw_dice(&dice, 4) == 0))
            mutate_content(&output, entry, &dice);
        else
            put(&output, entry->content.bytes, entry->content.length);
    }
    if (throw_dice(&dice, 6) == 0)
        add_entry(&output, &archive, &dice);
    memcpy(data, room, output.length);
    free(room);
    return output.length;
}

/* ---- Folders --------------------------------------------------------------------------------------------- */

static char top[64]; /* in memory; each run has two folders in it */

static int delete_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    return walk->level ? remove(path) : 0;
}

static void empty(const char *path)
{
    (void)nftw(path, delete_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void clear(void)
{
    empty(top);
    (void)rmdir(top);
}

static void begin(void)
{
    (void)snprintf(top, sizeof top, "/dev/shm/envfp-fuzz-XXXXXX");
    if (!mkdtemp(top)) {
        (void)snprintf(top, sizeof top, "/tmp/envfp-fuzz-XXXXXX");
        CHECK(mkdtemp(top));
    }
    CHECK(atexit(clear) == 0);
}

static bool is_safe(struct span path)
{
    if (path.length == 0 || path.length > 300 || path.bytes[0] == '/' || memchr(path.bytes, 0, path.length))
        return false;
    for (size_t i = 0, start = 0; i <= path.length; i++) {
        if (i < path.length && path.bytes[i] != '/')
            continue;
        size_t length = i - start;
        if (length == 0 || length > 200 ||
            (path.bytes[start] == '.' && (length == 1 || (length == 2 && path.bytes[start + 1] == '.'))))
            return false;
        start = i + 1;
    }
    return true;
}

/* Makes the folders of a path below `folder`, never through a link; a descriptor of the last one, or -1. */
static int enter(int folder, char *path, char **last)
{
    int at = dup(folder);
    for (char *slash; at >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
        *slash = '\0';
        (void)mkdirat(at, path, 0755);
        int next = openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        (void)close(at);
        at = next;
    }
    *last = path;
    return at;
}

static void write_file(int folder, const char *name, mode_t mode, struct span content)
{
    int file = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0)
        return;
    (void)!write(file, content.bytes, content.length);
    (void)close(file);
}

static void make_entry(int folder, const struct entry *entry)
{
    char path[304], target[512], *name;
    if (!is_safe(entry->path))
        return;
    memcpy(path, entry->path.bytes, entry->path.length);
    path[entry->path.length] = '\0';
    int parent = enter(folder, path, &name);
    if (parent < 0)
        return;
    if (entry->kind == 'D') {
        (void)mkdirat(parent, name, 0755);
    } else if (entry->kind == 'L' && entry->content.length && entry->content.length < sizeof target) {
        memcpy(target, entry->content.bytes, entry->content.length);
        target[entry->content.length] = '\0';
        (void)!symlinkat(target, parent, name);
    } else if (entry->kind == 'F' || entry->kind == 'P') {
        write_file(parent, name, entry->kind == 'P' ? 0755 : 0644, entry->content);
    }
    (void)close(parent);
}

static void make_recording(const char *path, const struct archive *archive)
{
    CHECK(mkdir(path, 0755) == 0);
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CHECK(folder >= 0);
    for (size_t i = 0; i < archive->count; i++)
        make_entry(folder, &archive->entries[i]);
    (void)close(folder);
}

/* ---- What holds ------------------------------------------------------------------------------------------- */

/* The document of a recording, or NULL for what is none; `into` receives a recording of it, or is NULL. */
static char *collect(const char *path, const char *into, size_t *length)
{
    char operand[128];
    struct envfp_probe *probe;
    struct envfp_fingerprint *found;
    (void)snprintf(operand, sizeof operand, "record:%s", path);
    CHECK(envfp_probe_new(NULL, &probe) == ENVFP_OK && envfp_probe_set_operand(probe, operand) == ENVFP_OK);
    envfp_probe_set_detail(probe, true);
    int folder = -1;
    if (into) {
        CHECK(mkdir(into, 0755) == 0);
        folder = open(into, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        CHECK(folder >= 0);
        envfp_probe_set_recording(probe, folder);
    }
    enum envfp_status status = envfp_probe_run(probe, &found);
    if (folder >= 0)
        (void)close(folder);
    envfp_probe_free(probe);
    CHECK(status == ENVFP_OK || status == ENVFP_IO);
    if (status != ENVFP_OK)
        return NULL;
    CHECK(envfp_fingerprint_get_verified(found));
    char *document = form_of(found, ENVFP_FORM_DOCUMENT, length);
    CHECK(*length <= DOCUMENT_MOST);
    envfp_fingerprint_free(found);
    return document;
}

static void check_same(const char *what, const char *one, const char *two)
{
    if (two && strcmp(one, two) == 0)
        return;
    (void)!fprintf(stderr, "%s: not the same\n%s%s\n", what, one, two ? two : "(nothing)");
    abort();
}

/* ---- What is kept and told ----------------------------------------------------------------------------------
 *
 * A recording leaves out what has not its row's form (`?`, then a fact that holds it or is malformed), and files that
 * a link leads to where no row is (a gap, hidden). A collector of which that is so may tell less, and so may verdicts.
 * All else is told as before: no other value, nothing new, nothing lost without a word. */

struct comparison {
    const struct envfp_fingerprint *told, *kept;
    bool loses; /* anything, anywhere */
};

static struct span collector_of(const char *key)
{
    return (struct span){(const uint8_t *)key, strcspn(key, "./")};
}

#define EVERYTHING ((struct span){NULL, 0})

static bool is_one_of(const char *key, struct span collector)
{
    return !collector.bytes || (strncmp(key, (const char *)collector.bytes, collector.length) == 0 &&
                                (!key[collector.length] || strchr("./*", key[collector.length])));
}

static const struct envfp_gap *find_gap(const struct envfp_fingerprint *side, enum envfp_layer layer,
                                        const char *key)
{
    for (size_t i = 0; i < envfp_fingerprint_get_gap_count(side, layer); i++)
        if (strcmp(envfp_gap_get_key(envfp_fingerprint_get_gap(side, layer, i)), key) == 0)
            return envfp_fingerprint_get_gap(side, layer, i);
    return NULL;
}

static bool is_new_gap(const struct comparison *all, enum envfp_layer layer, const struct envfp_gap *gap)
{
    const struct envfp_gap *told = find_gap(all->told, layer, envfp_gap_get_key(gap));
    enum envfp_reason reason = envfp_gap_get_reason(gap);
    if (told && envfp_gap_get_reason(told) == reason)
        return false;
    if (reason != ENVFP_REASON_HIDDEN && reason != ENVFP_REASON_MALFORMED) {
        (void)!fprintf(stderr, "%s of %s: %s in what is kept\n", envfp_gap_get_key(gap),
                       envfp_layer_name(layer), envfp_reason_name(reason));
        abort();
    }
    return true;
}

static bool has_mark(const struct envfp_fact *fact)
{
    const char *string = fact ? envfp_fact_get_string(fact) : NULL;
    if (fact && strchr(envfp_fact_get_key(fact), '?'))
        return true;
    for (size_t i = 0; fact && i < envfp_fact_get_set_count(fact); i++)
        if (strchr(envfp_fact_get_set_item(fact, i), '?'))
            return true;
    return string && strchr(string, '?');
}

/* Whether a recording says of the collector that something is left out. */
static bool loses(const struct comparison *all, enum envfp_layer layer, struct span collector)
{
    const struct envfp_fact *fact;
    for (size_t i = 0; i < envfp_fingerprint_get_gap_count(all->kept, layer); i++) {
        const struct envfp_gap *gap = envfp_fingerprint_get_gap(all->kept, layer, i);
        if (is_one_of(envfp_gap_get_key(gap), collector) && is_new_gap(all, layer, gap))
            return true;
    }
    for (size_t i = 0; (fact = envfp_fingerprint_get_fact(all->kept, layer, i)); i++)
        if (is_one_of(envfp_fact_get_key(fact), collector) && has_mark(fact))
            return true;
    return false;
}

static bool is_equal(const struct envfp_fact *x, const struct envfp_fact *y)
{
    if (!x || !y || envfp_fact_get_type(x) != envfp_fact_get_type(y) ||
        envfp_fact_get_class(x) != envfp_fact_get_class(y))
        return false;
    size_t count = envfp_fact_get_set_count(x);
    const char *string = envfp_fact_get_string(x);
    if (count != envfp_fact_get_set_count(y) || (string && strcmp(string, envfp_fact_get_string(y)) != 0))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(envfp_fact_get_set_item(x, i), envfp_fact_get_set_item(y, i)) != 0)
            return false;
    return envfp_fact_get_integer(x) == envfp_fact_get_integer(y) &&
           envfp_fact_get_boolean(x) == envfp_fact_get_boolean(y);
}

static void check_facts(struct comparison *all, enum envfp_layer layer, const struct envfp_fingerprint *from,
                        const struct envfp_fingerprint *to)
{
    const struct envfp_fact *fact;
    for (size_t i = 0; (fact = envfp_fingerprint_get_fact(from, layer, i)); i++) {
        const char *key = envfp_fact_get_key(fact);
        bool derived = envfp_fact_get_class(fact) == ENVFP_DERIVED;
        if (is_equal(fact, envfp_fingerprint_find_fact(to, layer, key)) || (derived && all->loses))
            continue;
        /* What is gone may rest on another collector of the layer (AFTER); what is there may not. */
        bool gone = from == all->told && !envfp_fingerprint_find_fact(to, layer, key);
        if (!derived && (loses(all, layer, collector_of(key)) || (gone && loses(all, layer, EVERYTHING))))
            continue;
        (void)!fprintf(stderr, "%s of %s: %s in what is %s\n", key, envfp_layer_name(layer),
                       from == all->kept ? "new or changed" : "lost", "kept");
        abort();
    }
}

static void check_kept(const char *told, const char *kept)
{
    if (kept && strcmp(told, kept) == 0)
        return;
    CHECK(kept);
    struct comparison all = {read_back(told, strlen(told)), read_back(kept, strlen(kept)), false};
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        for (size_t j = 0; j < envfp_fingerprint_get_gap_count(all.kept, (enum envfp_layer)i); j++)
            all.loses |= is_new_gap(&all, (enum envfp_layer)i,
                                    envfp_fingerprint_get_gap(all.kept, (enum envfp_layer)i, j));
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        const struct envfp_fact *fact;
        for (size_t j = 0; (fact = envfp_fingerprint_get_fact(all.kept, (enum envfp_layer)i, j)); j++)
            all.loses |= has_mark(fact);
    }
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        check_facts(&all, (enum envfp_layer)i, all.kept, all.told);
        check_facts(&all, (enum envfp_layer)i, all.told, all.kept);
    }
    CHECK(all.loses);
    envfp_fingerprint_free((struct envfp_fingerprint *)(uintptr_t)all.told);
    envfp_fingerprint_free((struct envfp_fingerprint *)(uintptr_t)all.kept);
}

/* A third collection shows only what two show, so that few inputs get it: it is half as much work again. */
static bool is_chosen(const uint8_t *data, size_t size)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < size; i++)
        sum = sum * 31 + data[i];
    return (sum >> 8) % 8 == 0;
}

static void check_recording(const char *given, const char *kept, bool twice)
{
    size_t length;
    char *told = collect(given, kept, &length);
    if (!told)
        return;
    if (twice) {
        char *again = collect(given, NULL, &length);
        check_same("recorded, and then collected again", told, again);
        envfp_text_free(again);
    }
    char *replayed = collect(kept, NULL, &length);
    check_kept(told, replayed);
    struct envfp_fingerprint *read = read_back(told, strlen(told));
    CHECK(envfp_fingerprint_get_verified(read));
    envfp_fingerprint_free(read);
    envfp_text_free(replayed);
    envfp_text_free(told);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct archive archive;
    char given[80], kept[80];
    if (!top[0])
        begin();
    (void)snprintf(given, sizeof given, "%s/given", top);
    (void)snprintf(kept, sizeof kept, "%s/kept", top);
    cut(data, size, &archive);
    make_recording(given, &archive);
    check_recording(given, kept, is_chosen(data, size));
    empty(top);
    return 0;
}
