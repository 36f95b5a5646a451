/* SPDX-License-Identifier: MIT */
/* The C library, its loader and its data, and programs and shared objects wherever they are. */
#include "source/keep_parts.h"
#include "source/keep_rows.h"

/* ---- The loader ---------------------------------------------------------------------------------------------------- */

/* Documents show a list of folders; one with an address in it as "set". */
static void add_folders(const struct source *source, struct view folders, struct text *out)
{
    if (view_has(folders, VIEW("://")))
        envfp__text_add(out, VIEW("/?://"));
    else
        envfp__keep_fold(source, folders, out);
}

/* "include PATTERN...", or a folder in the first place. */
static bool conf_line(const struct source *source, struct view line, struct text *out)
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
        add_folders(source, view_trim(view_take(body, view_find_byte(body, '='))), out);
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
static bool preload_line(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    body = view_take(body, view_find_byte(body, '#'));
    for (bool first = true; view_cut_word(&body, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        if (view_has(word, VIEW("://")))
            envfp__text_add(out, VIEW("?://"));
        else if (is_object(word))
            for (struct view piece; view_cut(&word, ':', &piece);) {
                envfp__keep_fold(source, piece, out);
                if (word.length)
                    envfp__text_add_byte(out, ':');
            }
        else
            envfp__text_add_byte(out, '?');
    }
    envfp__text_add(out, end);
    return true;
}

static bool musl_path_line(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end)), piece;
    if (view_has(body, VIEW("://")))
        add_folders(source, body, out);
    else
        for (bool first = true; view_cut(&body, ':', &piece); first = false) {
            if (!first)
                envfp__text_add_byte(out, ':');
            envfp__keep_fold(source, piece, out);
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
static bool script_line(const struct source *source, struct view line, struct text *out)
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

static bool nss_line(const struct source *source, struct view line, struct text *out)
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

static bool zone_line(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end));
    if (keep_is_made_of(body, "/_+-,.<>:~", 128))
        envfp__keep_fold(source, body, out);
    else if (body.length)
        envfp__text_add_byte(out, '?');
    envfp__text_add(out, end);
    return true;
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
static bool zone_rule(const struct source *source, struct view text, struct text *out)
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
        envfp__text_add(out, keep_is_made_of(rule, "_<>+-,./:", 127) ? rule : refused_rule(rule));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* "# version 2025b" */
static bool edition_line(const struct source *source, struct view line, struct text *out)
{
    struct view rest = view_skip(line, 10), word = VIEW("");
    (void)source;
    if (!view_starts(line, VIEW("# version ")) || !view_cut_word(&rest, &word)) {
        envfp__text_add(out, VIEW("?\n"));
        return false;
    }
    envfp__text_add(out, VIEW("# version "));
    envfp__text_add(out, keep_is_made_of(word, ".-_", 32) ? word : VIEW("?"));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* "2025b", or "tzdata2025b" and a NUL before Android's data. */
static bool plain_edition(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    line = view_take(line, 12);
    line = view_trim(view_take(line, view_find_byte(line, '\0')));
    envfp__text_add(out, keep_is_made_of(line, ".-_", 12) ? line : VIEW("?"));
    envfp__text_add_byte(out, '\0');
    return false;
}

/* ---- Names in directories ------------------------------------------------------------------------------------------------ */

static bool is_loader(struct view name)
{
    static const char *const starts[] = {"ld-",    "ld64-uClibc", "ld64.so.", "ld.so.1",
                                         "klibc-", "libdl.so",    "linker"};
    return keep_starts(name, starts, KEEP_COUNT(starts));
}

static bool is_conf(struct view name)
{
    return view_ends(name, VIEW(".conf"));
}

/* Files that ld.so.conf includes stand in any directory, as those do that variables name. */
static bool is_anywhere(struct view name)
{
    return envfp__keep_name_any(name) || is_conf(name);
}

const struct keep envfp__keep_libc[] = {
    {"/etc/ld.so.conf", KEEP_LINES, conf_line, NULL},
    {"/etc/ld.so.preload", KEEP_LINES, preload_line, NULL},
    {"/etc/ld-musl-*.path", KEEP_LINES, musl_path_line, NULL},
    {"/etc/nsswitch.conf", KEEP_LINES, nss_line, NULL},
    {"/etc/timezone", KEEP_LINES, zone_line, NULL},
    {"/etc/localtime", KEEP_WHOLE, zone_rule, NULL},
    {"/usr/share/zoneinfo/tzdata.zi", KEEP_LINES, edition_line, NULL},
    {"/usr/share/zoneinfo/+VERSION", KEEP_LINES, plain_edition, NULL},
    {"/apex/com.android.tzdata/etc/tz/tzdata", KEEP_LINES, plain_edition, NULL},
    {"/system/usr/share/zoneinfo/tzdata", KEEP_LINES, plain_edition, NULL},
    {"/usr/lib/locale/locale-archive", KEEP_TAKEN, NULL, NULL},
    {"/system/build.prop", KEEP_LINES, envfp__keep_android, NULL},
    {"/{lib,lib32,lib64,libx32}/", KEEP_PRESENCE, NULL, is_loader},
    {"/{lib,lib32,lib64,libx32}//", KEEP_PRESENCE, NULL, is_loader},
    {"$LIB/glibc-hwcaps/", KEEP_PRESENCE, NULL, NULL},
    /* The shell and what stands in for it where that is static; what a script in their place starts. */
    {"/**/{sh,bash,env,ash,dash,busybox,ksh,mksh,zsh,toybox}", KEEP_PROGRAM, script_line, NULL},
    {NULL, KEEP_PRESENCE, NULL, NULL},
};

/* Of objects only what was taken of them stays, wherever they lie; they come last. */
const struct keep envfp__keep_objects[] = {
    {"$LIB/*.so", KEEP_TAKEN, NULL, NULL},
    {"$LIB/*.so.*", KEEP_TAKEN, NULL, NULL},
    {"/{etc,usr,opt}/**.conf", KEEP_LINES, conf_line, NULL}, /* what ld.so.conf includes */
    {"$PATH/", KEEP_PRESENCE, NULL, is_anywhere},
    {NULL, KEEP_PRESENCE, NULL, NULL},
};
