/* SPDX-License-Identifier: MIT */
/* Lists of packages that are one file: of each package its name, its version and its state. */
#include "source/keep_lists.h"
#include "source/keep_parts.h"

/* dpkg's, apk's and others' own bound: what is longer is malformed to their readers, and so is what is empty. */
#define WORD_MOST 256

/* A name, version or architecture, as documents show it, but for paths and addresses, and for what blanks part. */
bool envfp__keep_package_word(struct view word)
{
    for (size_t i = 0; i < word.length; i++)
        if (word.text[i] <= ' ' || word.text[i] > '~' || word.text[i] == '/' || word.text[i] == '@')
            return false;
    return word.length > 0 && word.length <= WORD_MOST;
}

/* What is none is left empty, which readers find malformed. */
static void add_word(struct view word, struct text *out)
{
    envfp__text_add(out, envfp__keep_package_word(word) ? word : VIEW(""));
}

/* ---- dpkg, opkg ------------------------------------------------------------------------------------------------------ */

static bool same_letters(struct view text, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < text.length && i < length; i++)
        if ((text.text[i] | 0x20) != (name[i] | 0x20))
            return false;
    return text.length <= length;
}

/* One of the four fields that are read, in letters of either case; NULL for others. */
static const char *field_of(struct view line, struct view *value)
{
    static const char *const fields[] = {"Package", "Status", "Architecture", "Version"};
    size_t colon = view_find_byte(line, ':');
    *value = view_trim(view_skip(line, colon == SIZE_MAX ? line.length : colon + 1));
    for (size_t i = 0; colon != SIZE_MAX && i < KEEP_COUNT(fields); i++)
        if (colon == strlen(fields[i]) && same_letters(view_take(line, colon), fields[i]))
            return fields[i];
    return NULL;
}

/* Whether an unfinished line may be one of them. */
static bool may_be_field(struct view name)
{
    static const char *const fields[] = {"Package", "Status", "Architecture", "Version"};
    for (size_t i = 0; i < KEEP_COUNT(fields); i++)
        if (same_letters(name, fields[i]))
            return true;
    return false;
}

/* A paragraph of other fields alone is malformed: each line leaves a mark. A NUL says that this is no status file. */
bool envfp__keep_dpkg(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), value, word;
    const char *field = field_of(body, &value);
    (void)source;
    if (view_find_byte(line, '\0') != SIZE_MAX) {
        envfp__text_add_byte(out, '\0');
        return false;
    }
    if (view_trim(body).length == 0) {
        envfp__text_add(out, body.length ? VIEW(" ") : VIEW(""));
        envfp__text_add(out, end);
    } else if (!field && end.length == 0 && may_be_field(body)) {
        envfp__text_add(out, body);
    } else if (!field || value.length > (size_t)64 << 10) { /* longer than its reader's window: passed over */
        envfp__keep_unread(line, out);
    } else {
        envfp__text_add(out, view_of(field));
        envfp__text_add(out, VIEW(": "));
        if (field[0] != 'S')
            add_word(value, out);
        if (field[0] == 'A' && value.length && end.length &&
            !envfp__keep_package_word(value)) /* nor is it the package without one */
            envfp__text_add(out, VIEW("\nPackage: "));
        for (size_t i = 0; field[0] == 'S' && i < 3 && view_cut_word(&value, &word); i++) {
            envfp__text_add(out, i ? VIEW(" ") : VIEW(""));
            envfp__text_add(out, keep_is_made_of(word, "-", 32) ? word : VIEW("?"));
        }
        envfp__text_add(out, end);
    }
    return true;
}

/* ---- apk ------------------------------------------------------------------------------------------------------------- */

bool envfp__keep_apk(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end);
    (void)source;
    if (view_trim(body).length == 0) {
        envfp__text_add(out, end);
    } else if (view_starts(body, VIEW("P:")) || view_starts(body, VIEW("V:"))) {
        envfp__text_add(out, view_take(body, 2));
        add_word(view_trim(view_skip(body, 2)), out);
        envfp__text_add(out, end);
    } else {
        envfp__keep_unread(line, out);
    }
    return true;
}

/* ---- CRUX ------------------------------------------------------------------------------------------------------------ */

/* A name, a version and files, a line each, then an empty line. */
bool envfp__keep_crux(const struct source *source, struct view text, struct text *out)
{
    const char *limit = text.text + text.length;
    struct view line;
    size_t at = 0;
    (void)source;
    while (view_cut(&text, '\n', &line)) {
        bool open = line.text + line.length == limit, good = envfp__keep_package_word(line);
        struct view end = open ? VIEW("") : VIEW("\n");
        if (line.length == 0) {
            envfp__text_add(out, end);
        } else if (at > 1) {
            envfp__keep_unread((struct view){line.text, line.length + end.length}, out);
        } else {
            /* A version with a slash is malformed, and so is a name that is none. */
            envfp__text_add(out, good ? line : at == 0 && !open ? VIEW("?\n/") : VIEW("/"));
            envfp__text_add(out, end);
            at += at == 0 && !good;
        }
        at = line.length ? at + 1 : 0;
    }
    return false;
}

/* ---- Container-Optimized OS --------------------------------------------------------------------------------------------- */

/* Objects and arrays of strings. What stands between strings is kept where it has a meaning. */
bool envfp__keep_cos(const struct source *source, struct view text, struct text *out)
{
    static const char *const names[] = {"installedPackages", "buildTimePackages", "category", "name",
                                        "version",           "ebuild_version"};
    struct view piece;
    bool inside = false, closed = view_ends(text, VIEW("\""));
    (void)source;
    for (bool first = true; view_cut(&text, '"', &piece); inside = !inside, first = false) {
        if (!first)
            envfp__text_add_byte(out, '"');
        if (view_find_byte(piece, '\\') != SIZE_MAX)
            envfp__text_add_byte(out, '\\'); /* these words need no escape: malformed */
        else if (!inside)
            for (size_t i = 0; i < piece.length; i++)
                envfp__text_add(out, memchr("{}[]:,", piece.text[i], 6) ? view_take(view_skip(piece, i), 1)
                                     : byte_is_blank(piece.text[i])     ? VIEW("")
                                                                        : VIEW("?"));
        else if (keep_is_one(piece, names, KEEP_COUNT(names)) || envfp__keep_package_word(piece))
            envfp__text_add(out, piece);
    }
    envfp__text_add(out, closed ? VIEW("\"") : VIEW(""));
    return false;
}

/* ---- Guix -------------------------------------------------------------------------------------------------------------- */

static void add_between(struct view text, struct text *out)
{
    for (size_t i = 0; i < text.length; i++) {
        bool bracket = text.text[i] == '(' || text.text[i] == ')';
        char byte = bracket || byte_is_blank(text.text[i]) ? text.text[i] : '?';
        if (bracket || (out->length && out->bytes[out->length - 1] != byte))
            envfp__text_add_byte(out, byte);
    }
}

static void add_string(struct view text, struct text *out)
{
    if (view_find_byte(text, '\\') != SIZE_MAX || text.length > WORD_MOST)
        envfp__text_add(out, VIEW("\\\\"));
    else if (view_starts(text, VIEW("/gnu/store/")))
        envfp__text_add(out, VIEW("/gnu/store/_"));
    else
        envfp__text_add(out, envfp__keep_package_word(text) ? text : VIEW("?"));
}

/* Lists that begin with strings: name, version, output and place in the store; other strings and words are told by
 * their being there. */
bool envfp__keep_guix(const struct source *source, struct view text, struct text *out)
{
    struct view piece;
    bool inside = false, escaped = false, closed = view_ends(text, VIEW("\""));
    (void)source;
    if (!view_starts(view_trim(view_take(text, view_find_byte(text, '"'))), VIEW("(manifest"))) {
        envfp__text_add_byte(out, '?');
        return false;
    }
    envfp__text_add(out, VIEW("(manifest "));
    text = view_skip(text, envfp__view_find(text, VIEW("(manifest")) + 9);
    for (bool first = true; view_cut(&text, '"', &piece); first = false) {
        if (!first && !escaped)
            envfp__text_add_byte(out, '"');
        bool goes_on = escaped; /* a string that was refused at its first piece */
        /* A quote that an escape stands before does not end a string. */
        escaped = inside && view_ends(piece, VIEW("\\")) && !view_ends(piece, VIEW("\\\\"));
        if (!inside)
            add_between(piece, out);
        else if (!goes_on)
            add_string(piece, out);
        inside = escaped ? inside : !inside;
    }
    envfp__text_add(out, closed && !escaped ? VIEW("\"") : VIEW(""));
    return false;
}

/* ---- Void ---------------------------------------------------------------------------------------------------------------- */

/* Tags that make the list, and of the texts behind them those of packages' versions and states. */
bool envfp__keep_xbps(const struct source *source, struct view text, struct text *out)
{
    static const char *const tags[] = {"dict", "/dict", "array", "/array", "key", "string"};
    struct view piece, tag, key = VIEW("");
    (void)source;
    for (bool first = true; view_cut(&text, '<', &piece); first = false) {
        if (!first)
            envfp__text_add_byte(out, '<');
        struct view rest = piece;
        bool closed = view_find_byte(piece, '>') != SIZE_MAX;
        if (!view_cut(&rest, '>', &tag) || !keep_is_one(tag, tags, KEEP_COUNT(tags))) {
            envfp__text_add(out, !closed ? VIEW("_") : view_ends(tag, VIEW("/")) ? VIEW("_/>") : VIEW("_>"));
            continue;
        }
        envfp__text_add(out, tag);
        envfp__text_add(out, closed ? VIEW(">") : VIEW(""));
        bool told = view_is(tag, "string") && (view_is(key, "pkgver") || view_is(key, "state"));
        if (view_is(tag, "key"))
            envfp__text_add(out, view_is(rest, "pkgver") || view_is(rest, "state") ? rest : VIEW("_"));
        else if (told && rest.length)
            envfp__text_add(out, envfp__keep_package_word(rest) ? rest : VIEW("?"));
        key = view_is(tag, "key") ? rest : key;
    }
    return false;
}

/* ---- Flatpak ------------------------------------------------------------------------------------------------------------- */

/* The newest release's version. */
bool envfp__keep_appstream(const struct source *source, struct view text, struct text *out)
{
    size_t at = envfp__view_find(text, VIEW("<release ")), end;
    struct view tag = view_skip(text, at == SIZE_MAX ? text.length : at), word;
    (void)source;
    tag = view_take(tag, view_find_byte(tag, '>'));
    envfp__text_add(out, at == SIZE_MAX ? VIEW("?") : VIEW("<release"));
    while (view_cut_word(&tag, &word))
        if (view_starts(word, VIEW("version=\"")) &&
            (end = view_find_byte(view_skip(word, 9), '"')) != SIZE_MAX) {
            word = view_take(view_skip(word, 9), end);
            envfp__text_add(out, VIEW(" version=\""));
            envfp__text_add(out, envfp__keep_package_word(word) ? word : VIEW("?"));
            envfp__text_add_byte(out, '"');
            break;
        }
    envfp__text_add(out, at == SIZE_MAX ? VIEW("\n") : VIEW(" >\n"));
    return false;
}

/* Snaps' version, of a description that holds much more; a line without its end may be a part of one. */
bool envfp__keep_snap(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), name, value;
    (void)source;
    if (!view_starts(body, VIEW("version:")) || end.length == 0 || !view_split(body, ':', &name, &value))
        return true;
    envfp__text_add(out, VIEW("version: "));
    envfp__text_add(out, envfp__keep_package_word(value) ? value : VIEW("")); /* malformed */
    envfp__text_add(out, end);
    return true;
}

/* ---- rpm's lists ----------------------------------------------------------------------------------------------------------- */

/* NAME-VERSION-RELEASE.ARCH */
bool envfp__keep_manifest_names(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end));
    (void)source;
    if (body.length)
        envfp__text_add(out, envfp__keep_package_word(body) ? body : VIEW("?"));
    envfp__text_add(out, end);
    return true;
}

/* Ten columns: name, version-release, installed, built, vendor, epoch, size, architecture, epoch's number, source. A
 * line with too few is malformed. */
bool envfp__keep_manifest_columns(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end)), column;
    struct text kept = {.arena = out->arena};
    bool good = true;
    (void)source;
    for (size_t i = 0; view_cut(&body, '\t', &column); i++) {
        bool told = i < 2 || i == 5 || i == 7 || i == 8;
        if (i)
            envfp__text_add_byte(&kept, '\t');
        envfp__text_add(&kept, told ? column : VIEW("_"));
        good = good && (!told || column.length == 0 || envfp__keep_package_word(column));
    }
    if (kept.length)
        envfp__text_add(out, good ? envfp__text_view(&kept) : VIEW("?"));
    envfp__text_add(out, end);
    return true;
}
