/* SPDX-License-Identifier: MIT */
/* What the distribution is, and its packages. */
#ifdef DECLARING
#define RPM "/{var/lib/rpm,usr/lib/sysimage/rpm,usr/share/rpm}/"

LINES("/{etc/os-release,usr/lib/os-release}", os)
LINES("/etc/{lsb-release,openwrt_release}", lsb)
LINES("/etc/SuSE-release", suse)
LINES("/etc/{alpine-release,lfs-release,slitaz-release,devuan_version,debian_version}", release_number)
SEEN("/etc/{exherbo,manjaro,artix,arch,sourcemage}-release")
LINES("/etc/slackware-version", release)
LINES("/etc/*-release", release)
LINES("/var/lib/dpkg/status", dpkg)
NAMES("/var/lib/dpkg/updates/", update)
NAMES("/var/lib/dpkg/updates//", update)
LINES("/var/lib/dpkg/updates/*", dpkg)
NAMES("/var/lib/dpkg/status.d/", all)
LINES("/var/lib/dpkg/status.d/*", dpkg)
LINES("/{usr/lib,var/lib,opt/lib}/opkg/status", dpkg)
LINES("/{lib,usr/lib,var/lib}/apk/db/installed", apk)
NAMES(RPM, database)
/* Of a journal the first bytes say whether it is there to be rolled back. */
TAKEN(RPM "{rpmdb.sqlite,rpmdb.sqlite-wal,rpmdb.sqlite-journal,Packages.db,Packages}")
NAMES("/var/lib/rpmmanifest/", manifest)
LINES("/var/lib/rpmmanifest/container-manifest-1", manifest_names)
LINES("/var/lib/rpmmanifest/container-manifest-2", manifest_columns)
LINES("/etc/pacman.conf", pacman)
NAMES("$DBPATH/local/", all)
NAMES("/var/db/pkg/", all)
NAMES("/var/db/pkg/*/", all)
TEXT("/var/db/pkg/*/*/{SLOT,USE,IUSE}", property)
TEXT("/var/db/xbps/pkgdb-0.38.plist", xbps)
NAMES("/var/lib/{eopkg/package,pkgtools/packages}/", all)
NAMES("/var/log/packages/", all)
TEXT("/var/lib/pkg/db", crux)
TEXT("/etc/cos-package-info.json", cos)
NAMES("/usr/share/clear/bundles/", all)
LINES("/usr/share/clear/version", release_number)
NAMES("/nix/store/", store)
NAMES("/nix/var/nix/profiles/per-user/", nobody)
NAMES("/gnu/store/", store)
TEXT("/run/current-system/profile/manifest", guix)
TEXT("/var/guix/profiles/{system/profile,per-user/root/guix-profile}/manifest", guix)
NAMES("/var/lib/flatpak/{app,runtime}/", all)
NAMES("/var/lib/flatpak/{app,runtime}/**/", all)
TEXT("/var/lib/flatpak/app/**.{metainfo,appdata}.xml", appstream)
NAMES("/{snap,var/lib/snapd/snap}/", all)
NAMES("/{snap,var/lib/snapd/snap}//", all)
NAMES("/{snap,var/lib/snapd/snap}/*/", all)
LINES("/{snap,var/lib/snapd/snap}/*/*/meta/snap.yaml", snap)
NAMES("/home/linuxbrew/.linuxbrew/Cellar/", all)
NAMES("/home/linuxbrew/.linuxbrew/Cellar/*/", all)
/* Their digest is told. */
TEXT("/etc/ssl/certs/{ca-certificates,ca-bundle}.crt", bundle)
TEXT("/etc/pki/{ca-trust/extracted/pem/tls-ca-bundle.pem,tls/certs/ca-bundle.crt}", bundle)
TEXT("/etc/ssl/{ca-bundle,cert}.pem", bundle)
TEXT("/var/lib/ca-certificates/ca-bundle.pem", bundle)

#else
#include "collect/packages/bundle.h"
#include "source/keep_lists.h"
#include "source/keep_parts.h"

/* ---- The distribution -------------------------------------------------------------------------------------------------- */

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

/* "NAME=value" of listed names; no addresses, no comments. */
static bool assignment(struct view line, const char *const *names, size_t count, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), name, value = VIEW("");
    char quote = '\0';
    bool told = view_split(body, '=', &name, &value) && keep_is_one(name, names, count);
    if (value.length && (value.text[0] == '"' || value.text[0] == '\''))
        quote = value.text[0];
    if (told) {
        envfp__text_add(out, name);
        envfp__text_add_byte(out, '=');
        add_value(value, quote, out);
        envfp__text_add(out, end);
    } else if (end.length == 0 && quote && view_find_byte(view_skip(value, 1), quote) == SIZE_MAX) {
        envfp__text_add(out, VIEW("_=\"")); /* the file lost its end: a gap */
    }
    return true;
}

static bool keep_os(const struct source *source, struct view line, struct text *out)
{
    static const char *const names[] = {
        "ARCHITECTURE", "BUILD_ID",          "CONFEXT_LEVEL", "CPE_NAME",      "EXPERIMENT",
        "ID",           "ID_LIKE",           "IMAGE_ID",      "IMAGE_VERSION", "NAME",
        "PLATFORM_ID",  "PORTABLE_PREFIXES", "PRETTY_NAME",   "RELEASE_TYPE",  "SUPPORT_END",
        "SYSEXT_LEVEL", "UBUNTU_CODENAME",   "VARIANT",       "VARIANT_ID",    "VENDOR_NAME",
        "VERSION",      "VERSION_CODENAME",  "VERSION_ID"};
    (void)source;
    return view_starts(view_trim(line), VIEW("#")) ? true : assignment(line, names, KEEP_COUNT(names), out);
}

static bool keep_lsb(const struct source *source, struct view line, struct text *out)
{
    static const char *const names[] = {"DISTRIB_ID", "DISTRIB_RELEASE", "DISTRIB_CODENAME",
                                        "DISTRIB_DESCRIPTION"};
    (void)source;
    return assignment(line, names, KEEP_COUNT(names), out);
}

/* The first line with something in it says all. */
static bool keep_release(const struct source *source, struct view line, struct text *out)
{
    if (view_trim(line).length == 0)
        return true;
    (void)envfp__keep_text(source, line, out);
    return false;
}

static bool keep_suse(const struct source *source, struct view line, struct text *out)
{
    static const char *const names[] = {"VERSION", "PATCHLEVEL", "CODENAME"};
    struct view name, value;
    if (!view_split(line, '=', &name, &value))
        return out->length ? true : keep_release(source, line, out) || true;
    return assignment(line, names, KEEP_COUNT(names), out);
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

/* ---- Managers' other files -------------------------------------------------------------------------------------------------- */

/* Where libalpm keeps its list; the rest of its settings is nobody's business. */
static bool keep_pacman(const struct source *source, struct view line, struct text *out)
{
    struct view name, value;
    if (!view_split(line, '=', &name, &value) || !view_is(name, "DBPath") || !view_starts(value, VIEW("/")))
        return true;
    envfp__text_add(out, VIEW("DBPath = "));
    if (envfp__keep_is_folder(value))
        envfp__keep_fold(source, value, out);
    else
        envfp__text_add(out, VIEW("/?"));
    envfp__text_add_byte(out, '\n');
    return true;
}

/* Languages have names with a variant: "linguas_sr@latin". */
static bool is_flag(struct view word)
{
    bool language = view_starts(word, VIEW("linguas_")) || view_starts(word, VIEW("l10n_"));
    return keep_is_made_of(word, language ? "+_-@" : "+_-./=", 128);
}

struct view envfp__keep_property(struct arena *arena, struct view line)
{
    struct text out = {.arena = arena};
    struct view word;
    while (view_cut_word(&line, &word)) {
        if (out.length)
            envfp__text_add_byte(&out, ' ');
        envfp__text_add(&out, is_flag(word) ? word : VIEW("?"));
    }
    return out.length ? envfp__text_view(&out) : VIEW("");
}

static bool keep_property(const struct source *source, struct view text, struct text *out)
{
    (void)source;
    text = view_trim(text);
    text = view_take(text, view_find_byte(text, '\n'));
    envfp__text_add(out, envfp__keep_property(out->arena, text));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* ---- Links ----------------------------------------------------------------------------------------------------------- */

/* "x1" is the first revision that was installed from a file. */
static bool is_revision(struct view name)
{
    name = view_skip(name, view_starts(name, VIEW("x")));
    for (size_t i = 0; i < name.length; i++)
        if (!byte_is_digit(name.text[i]))
            return false;
    return name.length > 0 && name.length <= 20;
}

static bool is_commit(struct view name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!byte_is_digit(name.text[i]) && (name.text[i] < 'a' || name.text[i] > 'f'))
            return false;
    return name.length > 0 && name.length <= 64;
}

/* "ARCH/BRANCH" */
static bool is_branch(struct view target)
{
    struct view architecture = view_take(target, view_find_byte(target, '/')),
                branch = view_skip(target, architecture.length + 1);
    return keep_is_made_of(architecture, "_-", 32) && keep_is_made_of(branch, "._+-", 64) &&
           !view_starts(branch, VIEW("."));
}

struct view envfp__keep_package_link(struct view path, struct view target)
{
    bool good = true;
    if (envfp__declared_fits("/{snap,var/lib/snapd/snap}/*/current", path))
        good = is_revision(target);
    else if (envfp__declared_fits("/var/lib/flatpak/app/*/current", path))
        good = is_branch(target);
    else if (envfp__declared_fits("/var/lib/flatpak/{app,runtime}/**/active", path))
        good = is_commit(target);
    return good ? target : VIEW("?");
}

/* ---- Names in directories ---------------------------------------------------------------------------------------------------- */

static bool keep_name_update(struct view name)
{
    return name.length && byte_is_digit(name.text[0]);
}

/* Databases of rpm's, in each of its formats. */
static bool keep_name_database(struct view name)
{
    static const char *const names[] = {"rpmdb.sqlite", "Packages.db", "Packages"};
    return keep_is_one(name, names, KEEP_COUNT(names));
}

static bool keep_name_manifest(struct view name)
{
    return view_starts(name, VIEW("container-manifest-"));
}

/* Of a store what is a package with a version, as documents show: "HASH-NAME-VERSION". What a build was given, a host's
 * or a user's own settings, have none. */
static bool keep_name_store(struct view name)
{
    static const char *const inputs[] = {".drv",     ".lock",    ".patch", ".diff",   ".tar.gz",
                                         ".tar.xz",  ".tar.bz2", ".tgz",   ".zip",    ".tar.lz",
                                         ".tar.zst", ".sh",      ".tar",   ".chroot", ".check"};
    if (name.length < 34 || name.text[32] != '-' || !keep_is_made_of(view_take(name, 32), "", 32))
        return false;
    for (size_t i = 0; i < KEEP_COUNT(inputs); i++)
        if (view_ends(name, view_of(inputs[i])))
            return false;
    name = view_skip(name, 33);
    if (envfp__keep_is_host(name))
        return false;
    for (size_t i = 1; i + 1 < name.length; i++)
        if (name.text[i] == '-' && !((name.text[i + 1] | 0x20) >= 'a' && (name.text[i + 1] | 0x20) <= 'z'))
            return true;
    return false;
}

/* Who has a profile is not told, only that somebody has. */
static bool keep_name_nobody(struct view name)
{
    (void)name;
    return false;
}

#define LAYER APP
#define OWNER keep_packages
#define DECLARES "source/keep_packages.c"
#include "collect/declare.h"

#endif
