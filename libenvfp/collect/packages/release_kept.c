/* SPDX-License-Identifier: MIT */
/* The files of distributions before os-release that are read (release.c), and what a recording may keep of them. */
#ifdef DECLARING

LINES("/etc/{lsb-release,openwrt_release}", lsb)
LINES("/etc/SuSE-release", suse)
LINES("/etc/{alpine-release,lfs-release,slitaz-release,devuan_version,debian_version}", release_number)
SEEN("/etc/{exherbo,manjaro,artix,arch,sourcemage}-release")
LINES("/etc/{oracle,enterprise,ovs,vmware,f5,Eos,parallels,virtuozzo,clearos,photon,mariner}-release",
      first_line)
LINES("/etc/{azurelinux,altlinux,mageia,mandriva,mandrivalinux,mandrakelinux,mandrake,meego}-release",
      first_line)
LINES("/etc/{yellowdog,turbolinux,conectiva,vine,asianux,miraclelinux,sl,rocky,almalinux}-release",
      first_line)
LINES("/etc/{centos,redhat,fedora,system,slackware,sabayon,gentoo,frugalware,pld}-release", first_line)
LINES("/etc/slackware-version", first_line)
LINES("/system/build.prop", android)

#else
#include "collect/packages/release.h"
#include "source/keep_rows.h"

/* Within its quotes, which it is read up to. */
static void add_value(struct view value, char quote, struct text *out)
{
    size_t end = 1;
    while (quote && end < value.length && value.text[end] != quote)
        end += value.text[end] == '\\' && quote == '"' ? 2 : 1;
    struct view inner = quote ? view_skip(view_take(value, end), 1) : value;
    if (quote)
        envfp__text_add_byte(out, quote);
    envfp__keep_plain(inner, out);
    if (quote && end < value.length)
        envfp__text_add_byte(out, quote);
}

/* Whether the value is more than one word, quoted or not: "Deb"ian. */
static bool has_parts(struct view value, char quote)
{
    size_t end = quote ? view_find_byte(view_skip(value, 1), quote) : 0;
    struct view rest = quote && end != SIZE_MAX ? view_skip(value, end + 2) : value;
    bool more = quote ? end != SIZE_MAX && rest.length && !byte_is_blank(rest.text[0])
                      : view_find_byte(value, '"') != SIZE_MAX || view_find_byte(value, '\'') != SIZE_MAX;
    return more;
}

/* Its text in one pair of quotes. */
static void add_parts(struct view value, struct text *out)
{
    struct view whole = envfp__release_unquote(out->arena, value);
    struct text plain = {.arena = out->arena};
    envfp__keep_plain(whole, &plain);
    whole = envfp__text_view(&plain);
    envfp__text_add_byte(out, '"');
    for (size_t i = 0; i < whole.length; i++) {
        if (memchr("\"$\\`", whole.text[i], 4))
            envfp__text_add_byte(out, '\\');
        envfp__text_add_byte(out, whole.text[i]);
    }
    envfp__text_add_byte(out, '"');
}

static bool is_of_lsb(struct view name)
{
    static const char *const names[] = {"DISTRIB_ID", "DISTRIB_RELEASE", "DISTRIB_CODENAME",
                                        "DISTRIB_DESCRIPTION"};
    return keep_is_one(name, names, KEEP_COUNT(names));
}

static bool keep_lsb(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__release_keep(line, is_of_lsb, out);
}

/* The first line with something in it says all. */
static bool keep_first_line(const struct source *source, struct view line, struct text *out)
{
    if (view_trim(line).length == 0)
        return true;
    (void)envfp__keep_text(source, line, out);
    return false;
}

static bool is_of_suse(struct view name)
{
    return view_is(name, "VERSION") || view_is(name, "PATCHLEVEL") || view_is(name, "CODENAME");
}

/* A line of text, then assignments. */
static bool keep_suse(const struct source *source, struct view line, struct text *out)
{
    struct view name, value;
    if (view_split(line, '=', &name, &value))
        return envfp__release_keep(line, is_of_suse, out);
    if (out->length == 0)
        (void)keep_first_line(source, line, out);
    return true;
}

/* A version, or Debian's code name and what comes behind it: "bookworm/sid". */
static bool keep_release_number(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end));
    (void)source;
    if (body.length)
        envfp__text_add(out, keep_is_made_of(body, "+.~/_-", 64) ? body : VIEW("?"));
    envfp__text_add(out, end);
    return body.length == 0; /* what else there is, nobody reads */
}

/* The C library's version stands there, too. */
static bool keep_android(const struct source *source, struct view line, struct text *out)
{
    static const char *const keys[] = {"ro.build.version.sdk", "ro.build.version.release",
                                       "ro.system.build.version.release", "ro.build.id"};
    struct view key, value;
    return view_split(line, '=', &key, &value) && keep_is_one(key, keys, KEEP_COUNT(keys))
               ? envfp__keep_text(source, line, out)
               : true;
}

#define LAYER APP
#define OWNER release_files
#define DECLARES "collect/packages/release_kept.c"
#include "collect/declare.h"

bool envfp__release_keep(struct view line, bool (*wanted)(struct view name), struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), name, value = VIEW("");
    char quote = '\0';
    bool told = view_split(body, '=', &name, &value) && wanted(name);
    if (value.length && (value.text[0] == '"' || value.text[0] == '\''))
        quote = value.text[0];
    if (told) {
        envfp__text_add(out, name);
        envfp__text_add_byte(out, '=');
        if (has_parts(value, quote))
            add_parts(value, out);
        else
            add_value(value, quote, out);
        envfp__text_add(out, end);
    } else if (end.length == 0 && quote && view_find_byte(view_skip(value, 1), quote) == SIZE_MAX) {
        envfp__text_add(out, VIEW("_=\"")); /* the file lost its end: a gap */
    }
    return true;
}

#endif
