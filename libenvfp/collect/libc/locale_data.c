/* SPDX-License-Identifier: MIT */
/*
 * Whether glibc has a locale's data: in locale-archive, whose table of names is hashed as localedef(1) writes it
 * (locale/locarchive.h), or in a directory of its own.
 */
#include "collect/libc/identity.h"

enum { HEAD_WORDS = 6, ENTRY_WORDS = 3, PROBES_MOST = 256 };
#define MAGIC 0xde020109U

struct archive {
    const struct source *source;
    struct source_file file;
    bool swapped; /* written by a machine of the other byte order */
};

static enum envfp_reason read_words(struct archive *archive, uint64_t offset, uint32_t *words, size_t count)
{
    unsigned char bytes[HEAD_WORDS * 4];
    size_t got;
    enum envfp_reason reason =
        source_pull(archive->source, &archive->file, offset, (char *)bytes, count * 4, &got);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    source_took(archive->source, &archive->file, offset, got);
    for (size_t i = 0; i < count; i++) {
        const unsigned char *at = bytes + i * 4;
        words[i] = archive->swapped
                       ? (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]
                       : (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
    }
    return got == count * 4 ? ENVFP_REASON_NONE : ENVFP_REASON_MALFORMED;
}

static uint32_t hash_of(struct view name)
{
    uint32_t hash = (uint32_t)name.length;
    for (size_t i = 0; i < name.length; i++)
        hash = (hash << 9 | hash >> 23) + (unsigned char)name.text[i];
    return hash ? hash : UINT32_MAX;
}

static enum envfp_reason match_name(struct archive *archive, uint32_t offset, struct view name)
{
    char text[128];
    size_t got;
    if (name.length >= sizeof text)
        return ENVFP_REASON_ABSENT;
    enum envfp_reason reason =
        source_pull(archive->source, &archive->file, offset, text, name.length + 1, &got);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (got != name.length + 1)
        return ENVFP_REASON_MALFORMED;
    if (memcmp(text, name.text, name.length) != 0 || text[name.length] != '\0')
        return ENVFP_REASON_ABSENT;
    source_took(archive->source, &archive->file, offset, got);
    return ENVFP_REASON_NONE;
}

static enum envfp_reason find_in_table(struct archive *archive, struct view name)
{
    uint32_t head[HEAD_WORDS] = {0};
    enum envfp_reason reason = read_words(archive, 0, head, HEAD_WORDS);
    if (reason == ENVFP_REASON_NONE && head[0] != MAGIC) {
        archive->swapped = true;
        reason = read_words(archive, 0, head, HEAD_WORDS);
    }
    uint32_t size = head[4], hash = hash_of(name);
    if (reason == ENVFP_REASON_NONE && (head[0] != MAGIC || size < 3))
        reason = ENVFP_REASON_MALFORMED;
    if (reason != ENVFP_REASON_NONE)
        return reason;
    uint64_t at = hash % size, step = 1 + hash % (size - 2);
    for (unsigned i = 0; i < PROBES_MOST; i++) {
        uint32_t entry[ENTRY_WORDS];
        reason = read_words(archive, head[2] + at * ENTRY_WORDS * 4, entry, ENTRY_WORDS);
        if (reason != ENVFP_REASON_NONE || entry[1] == 0)
            return reason == ENVFP_REASON_NONE ? ENVFP_REASON_ABSENT : reason;
        if (entry[0] == hash && (reason = match_name(archive, entry[1], name)) != ENVFP_REASON_ABSENT)
            return reason;
        at = (at + step) % size;
    }
    return ENVFP_REASON_MALFORMED;
}

static enum envfp_reason find_in_archive(struct collect *c, struct view name)
{
    struct archive archive = {.source = c->source};
    enum envfp_reason reason = source_open(c->source, "/usr/lib/locale/locale-archive", &archive.file);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    reason = find_in_table(&archive, name);
    source_close(c->source, &archive.file);
    return reason;
}

static enum envfp_reason find_directory(struct collect *c, struct view parent, struct view name)
{
    struct source_stat stat;
    const char *path = source_path(c->scratch, "", parent, "/");
    return source_stat(c->source, source_path(c->scratch, path, name, "/LC_CTYPE"), &stat);
}

/* "C.utf8" of "C.UTF-8", "de_DE.iso88591@x" of "de_DE.8859-1@x": letters and digits alone, in lower case. */
static struct view plain_name(struct collect *c, struct view name)
{
    size_t dot = view_find_byte(name, '.'), at = view_find_byte(name, '@');
    struct text text = {.arena = c->scratch};
    if (dot == SIZE_MAX || dot > at)
        return name;
    struct view codeset = view_skip(view_take(name, at), dot + 1);
    bool digits = true;
    envfp__text_add(&text, view_take(name, dot + 1));
    for (size_t i = 0; i < codeset.length; i++)
        digits = digits && !byte_is_letter(codeset.text[i]);
    if (digits)
        envfp__text_add(&text, VIEW("iso"));
    for (size_t i = 0; i < codeset.length; i++)
        if (byte_is_alnum(codeset.text[i]))
            envfp__text_add_byte(&text, byte_to_lower(codeset.text[i]));
    envfp__text_add(&text, at == SIZE_MAX ? VIEW("") : view_skip(name, at));
    return envfp__text_view(&text);
}

static bool is_same_alias(struct view a, struct view b)
{
    bool same = a.length == b.length;
    for (size_t i = 0; same && i < a.length; i++)
        same = byte_to_lower(a.text[i]) == byte_to_lower(b.text[i]);
    return same;
}

/* "german" is "de_DE.ISO-8859-1" by the system's list: setlocale(3). ABSENT where that has no such name. */
static enum envfp_reason find_alias(struct collect *c, struct view name, struct view *real)
{
    struct view content, line, word;
    enum envfp_reason reason = source_read(c->source, "/usr/share/locale/locale.alias", &content);
    while (view_cut(&content, '\n', &line)) {
        line = view_take(line, view_find_byte(line, '#'));
        if (view_cut_word(&line, &word) && is_same_alias(word, name) && view_cut_word(&line, &word)) {
            *real = envfp__arena_copy(c->scratch, word);
            return ENVFP_REASON_NONE;
        }
    }
    return reason == ENVFP_REASON_NONE ? ENVFP_REASON_ABSENT : reason;
}

static enum envfp_reason find_locale(struct collect *c, struct view name)
{
    struct view path, directory, plain = plain_name(c, name);
    enum envfp_reason reason = source_variable(c->source, "LOCPATH", &path);
    bool own = reason == ENVFP_REASON_NONE && path.length;
    path = own ? envfp__arena_copy(c->scratch, path) : VIEW("/usr/lib/locale");
    while (view_cut(&path, ':', &directory)) {
        reason = find_directory(c, directory, plain);
        if (reason == ENVFP_REASON_ABSENT && !view_equal(plain, name))
            reason = find_directory(c, directory, name);
        if (reason != ENVFP_REASON_ABSENT)
            return reason;
    }
    return own ? ENVFP_REASON_ABSENT : find_in_archive(c, plain);
}

enum envfp_reason envfp__libc_locale_find(struct collect *c, struct view name)
{
    struct view real;
    if (view_find_byte(name, '/') != SIZE_MAX)
        return ENVFP_REASON_NONE; /* a path, which is not looked up */
    enum envfp_reason reason = find_locale(c, name);
    if (reason != ENVFP_REASON_ABSENT || view_find_byte(name, '_') != SIZE_MAX)
        return reason;
    reason = find_alias(c, name, &real);
    return reason == ENVFP_REASON_NONE ? find_locale(c, real) : reason;
}
