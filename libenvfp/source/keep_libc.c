/* SPDX-License-Identifier: MIT */
/* The C library, its loader and its data, and programs and shared objects wherever they are. */
#ifdef DECLARING

LINES("/etc/ld.so.conf", conf)
LINES("/etc/ld.so.preload", preload)
LINES("/etc/ld-musl-*.path", musl_path)
LINES("/etc/nsswitch.conf", nss)
LINES("/etc/timezone", zone)
TEXT("/etc/localtime", zone_rule)
LINES("/usr/share/zoneinfo/tzdata.zi", edition)
LINES("/usr/share/zoneinfo/+VERSION", plain_edition)
LINES("/apex/com.android.tzdata/etc/tz/tzdata", plain_edition)
LINES("/system/usr/share/zoneinfo/tzdata", plain_edition)
TAKEN("/usr/lib/locale/locale-archive")
LINES("/system/build.prop", android)
NAMES("/{lib,lib32,lib64,libx32}/", loader)
NAMES("/{lib,lib32,lib64,libx32}//", loader)
NAMES("$LIB/glibc-hwcaps/", all)
/* The shell and what stands in for it where that is static; what a script in their place starts. */
PROGRAM("/**/{sh,bash,env,ash,dash,busybox,ksh,mksh,zsh,toybox}", script)

#else
#include "source/keep_parts.h"
#include "source/keep_rows.h"

/* ---- The loader ---------------------------------------------------------------------------------------------------- */

/* Bytes of paths: no blank, no comment, no setting, no address. */
static bool is_path(struct view element)
{
    return keep_is_made_of(element, "/._-+~@${}", 4096) && !view_starts(element, VIEW("//"));
}

bool envfp__keep_is_folder(struct view element)
{
    return view_starts(element, VIEW("/")) && is_path(element);
}

bool envfp__keep_is_relative_folder(struct view element)
{
    bool mail = !view_starts(element, VIEW("/")) && view_find_byte(element, '@') != SIZE_MAX;
    return element.length == 0 || (is_path(element) && !mail);
}

/* Where it is no path, a library is searched by its name. */
bool envfp__keep_is_preload(struct view element)
{
    bool named = view_find_byte(element, '/') == SIZE_MAX && view_find_byte(element, '@') == SIZE_MAX &&
                 (view_ends(element, VIEW(".so")) || view_has(element, VIEW(".so.")));
    return element.length == 0 || envfp__keep_is_folder(element) || (named && is_path(element));
}

/* "include PATTERN...", or a folder in the first place. */
bool envfp__keep_conf(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    body = view_trim(view_take(body, view_find_byte(body, '#')));
    if (view_starts(body, VIEW("include")) && body.length > 7 && byte_is_blank(body.text[7])) {
        body = view_skip(body, 7);
        envfp__text_add(out, VIEW("include"));
        while (view_cut_word(&body, &word)) {
            envfp__text_add_byte(out, ' ');
            if (keep_is_made_of(word, "/._-+*?", 4096))
                envfp__keep_fold(source, word, out);
            else
                envfp__text_add_byte(out, '?');
        }
    } else if (view_starts(body, VIEW("/"))) {
        body = view_trim(view_take(body, view_find_byte(body, '=')));
        envfp__keep_fold(source, envfp__keep_is_folder(body) ? body : VIEW("/?"), out);
    } else if (body.length) {
        envfp__text_add_byte(out, '?');
    }
    envfp__text_add(out, end);
    return true;
}

static bool is_object(struct view word)
{
    return keep_is_made_of(word, "/._-+~@$:{}", 4096);
}

/* Libraries, parted by blanks or colons. */
static bool keep_preload(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    body = view_take(body, view_find_byte(body, '#'));
    for (bool first = true; view_cut_word(&body, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        for (struct view piece; view_cut(&word, ':', &piece);) {
            envfp__keep_fold(source, envfp__keep_is_preload(piece) ? piece : VIEW("?"), out);
            if (word.length)
                envfp__text_add_byte(out, ':');
        }
    }
    envfp__text_add(out, end);
    return true;
}

static bool keep_musl_path(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end)), piece;
    for (bool first = true; view_cut(&body, ':', &piece); first = false) {
        if (!first)
            envfp__text_add_byte(out, ':');
        envfp__keep_fold(source, envfp__keep_is_relative_folder(piece) ? piece : VIEW("?"), out);
    }
    envfp__text_add(out, end);
    return true;
}

bool envfp__keep_android(const struct source *source, struct view line, struct text *out)
{
    static const char *const keys[] = {"ro.build.version.sdk", "ro.build.version.release",
                                       "ro.system.build.version.release", "ro.build.id"};
    struct view key, value;
    return view_split(line, '=', &key, &value) && keep_is_one(key, keys, KEEP_COUNT(keys))
               ? envfp__keep_text(source, line, out)
               : true;
}

/* A script by what it starts. */
static bool keep_script(const struct source *source, struct view line, struct text *out)
{
    struct view rest = view_skip(line, 2), word;
    if (view_starts(line, VIEW("#!")) && view_cut_word(&rest, &word) && is_object(word)) {
        envfp__text_add(out, VIEW("#!"));
        envfp__keep_fold(source, word, out);
        envfp__text_add_byte(out, '\n');
    } else {
        envfp__text_add(out, VIEW("?\n"));
    }
    return false;
}

/* ---- Names and zones -------------------------------------------------------------------------------------------------- */

static bool keep_nss(const struct source *source, struct view line, struct text *out)
{
    static const char *const databases[] = {"group",  "hosts",     "initgroups", "networks",
                                            "passwd", "protocols", "services",   "netgroup"};
    struct view end, body = envfp__keep_body(line, &end), key, value, word;
    (void)source;
    body = view_take(body, view_find_byte(body, '#'));
    if (!view_split(body, ':', &key, &value) || !keep_is_one(key, databases, KEEP_COUNT(databases)))
        return true;
    envfp__text_add(out, key);
    envfp__text_add_byte(out, ':');
    while (view_cut_word(&value, &word)) {
        envfp__text_add_byte(out, ' ');
        envfp__text_add(out, keep_is_made_of(word, "_-=![].,+", 64) ? word : VIEW("?"));
    }
    envfp__text_add(out, end);
    return true;
}

static bool keep_zone(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end));
    if (keep_is_made_of(body, "/_+-,.<>:~", 128))
        envfp__keep_fold(source, body, out);
    else if (body.length)
        envfp__text_add_byte(out, '?');
    envfp__text_add(out, end);
    return true;
}

static size_t count(struct view text, size_t at, const char *bytes)
{
    size_t end = at, kinds = strlen(bytes);
    while (end < text.length && memchr(bytes, text.text[end], kinds))
        end++;
    return end - at;
}

/* "CET", "<+03>": what a zone calls its time. */
static size_t count_name(struct view text, size_t at)
{
    size_t end = at;
    if (at < text.length && text.text[at] == '<') {
        end += 1 + count(text, at + 1, "+-0123456789");
        return end < text.length && text.text[end] == '>' && end - at > 1 ? end + 1 - at : 0;
    }
    while (end < text.length && (text.text[end] | 0x20) >= 'a' && (text.text[end] | 0x20) <= 'z')
        end++;
    return end - at >= 3 && end - at <= 6 ? end - at : 0;
}

/* "CET-1CEST,M3.5.0,M10.5.0/3": nothing but names of time, hours, and the days on which they change. */
bool envfp__keep_is_zone_rule(struct view rule)
{
    size_t at = count_name(rule, 0), hours;
    bool named = at > 0;
    hours = count(rule, at, "+-0123456789:");
    named = named && hours > 0 && hours <= 9 && rule.length <= 127;
    at += hours;
    if (at < rule.length && rule.text[at] != ',') {
        size_t other = count_name(rule, at);
        named = named && other > 0;
        at += other;
        hours = count(rule, at, "+-0123456789:");
        named = named && hours <= 9;
        at += hours;
    }
    for (unsigned i = 0; named && i < 2 && at < rule.length && rule.text[at] == ','; i++) {
        size_t day = count(rule, at + 1, "MJ.0123456789"), time = 0;
        at += 1 + day;
        if (at < rule.length && rule.text[at] == '/')
            time = 1 + count(rule, at + 1, "+-0123456789:");
        named = day > 0 && day <= 8 && time <= 11;
        at += time;
    }
    return named && at == rule.length;
}

/* One that begins as a rule does is still told to be set. */
static struct view refused_rule(struct view rule)
{
    size_t letters = 0;
    while (letters < rule.length && (rule.text[letters] | 0x20) >= 'a' && (rule.text[letters] | 0x20) <= 'z')
        letters++;
    struct view rest = view_skip(rule, letters);
    if (rest.length > 1 && (rest.text[0] == '+' || rest.text[0] == '-'))
        rest = view_skip(rest, 1);
    bool named = letters >= 3 && rest.length && byte_is_digit(rest.text[0]);
    return view_starts(rule, VIEW("<")) && rule.length < 128 ? VIEW("<?")
           : named && rule.length < 128                      ? VIEW("AAA0?")
                                                             : VIEW("?");
}

/* The rule for times to come, with which a file of version 2 ends; as much of the file as the collector reads. */
static bool keep_zone_rule(const struct source *source, struct view text, struct text *out)
{
    enum { READ = 16384 };
    (void)source;
    text = view_take(text, READ);
    if (!view_starts(text, VIEW("TZif")) || !view_ends(text, VIEW("\n"))) {
        envfp__text_add_byte(out, '?');
        return false;
    }
    struct view rest = view_take(text, text.length - 1);
    size_t start = rest.length;
    while (start && rest.text[start - 1] != '\n')
        start--;
    struct view rule = view_skip(rest, start);
    envfp__text_add(out, VIEW("TZif\n"));
    if (start && rule.length)
        envfp__text_add(out, envfp__keep_is_zone_rule(rule) ? rule : refused_rule(rule));
    envfp__text_add_byte(out, '\n');
    return false;
}

bool envfp__keep_is_edition(struct view word)
{
    return view_is(word, "unknown") || (keep_is_made_of(word, ".-_", 32) && byte_is_digit(word.text[0]));
}

/* "# version 2025b" */
static bool keep_edition(const struct source *source, struct view line, struct text *out)
{
    struct view rest = view_skip(line, 10), word = VIEW("");
    (void)source;
    if (!view_starts(line, VIEW("# version ")) || !view_cut_word(&rest, &word)) {
        envfp__text_add(out, VIEW("?\n"));
        return false;
    }
    envfp__text_add(out, VIEW("# version "));
    envfp__text_add(out, envfp__keep_is_edition(word) ? word : VIEW("?"));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* "2025b", or "tzdata2025b" and a NUL before Android's data. */
static bool keep_plain_edition(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    line = view_take(line, 12);
    line = view_trim(view_take(line, view_find_byte(line, '\0')));
    envfp__text_add(out, envfp__keep_is_edition(view_skip(line, view_starts(line, VIEW("tzdata")) ? 6 : 0))
                             ? line
                             : VIEW("?"));
    envfp__text_add_byte(out, '\0');
    return false;
}

/* ---- Names in directories ------------------------------------------------------------------------------------------------ */

static bool keep_name_loader(struct view name)
{
    static const char *const starts[] = {"ld-",    "ld64-uClibc", "ld64.so.", "ld.so.1",
                                         "klibc-", "libdl.so",    "linker"};
    return keep_starts(name, starts, KEEP_COUNT(starts));
}

bool envfp__keep_name_conf(struct view name)
{
    return view_ends(name, VIEW(".conf"));
}

bool envfp__keep_is_conf_folder(struct view folder)
{
    return envfp__declared_fits("/etc/**", folder) || envfp__declared_fits("/usr/**.d", folder);
}

#define LAYER APP
#define OWNER keep_libc
#define DECLARES "source/keep_libc.c"
#include "collect/declare.h"

#endif
