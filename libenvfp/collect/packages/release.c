/* SPDX-License-Identifier: MIT */
/*
 * Distributions from before os-release (about 2012), and those without it since, each have a release file of their own.
 * Most have one line: "CentOS release 6.7 (Final)", "Slackware 13.37.0", or only a version.
 */
#include "collect/packages/release.h"

#include "source/keep.h"

enum form {
    FORM_LINE,   /* "Name release 6.7 (Codename)", "Name 6.7" */
    FORM_LSB,    /* lsb_release(1)'s DISTRIB_* assignments */
    FORM_SUSE,   /* a line, then VERSION, PATCHLEVEL and CODENAME */
    FORM_NUMBER, /* a version and nothing else */
    FORM_MARKER, /* that the file is there says all */
    FORM_ANDROID /* properties: ro.build.version.release=14 */
};

/* In order of trust. A derivative's own file comes before the file of its origin, which it keeps for programs that look
 * for that. */
static const struct {
    char path[32], id[16], name[24]; /* "": told by the line */
    enum form form;
} files[] = {
    {"/etc/oracle-release", "ol", "", FORM_LINE},
    {"/etc/enterprise-release", "ol", "Oracle Linux Server", FORM_LINE},
    {"/etc/ovs-release", "ovs", "", FORM_LINE},
    {"/etc/vmware-release", "esx", "", FORM_LINE},
    {"/etc/f5-release", "bigip", "", FORM_LINE},
    {"/etc/Eos-release", "arista_eos", "", FORM_LINE},
    {"/etc/parallels-release", "parallels", "", FORM_LINE},
    {"/etc/virtuozzo-release", "virtuozzo", "", FORM_LINE},
    {"/etc/clearos-release", "clearos", "", FORM_LINE},
    {"/etc/openwrt_release", "", "", FORM_LSB},
    {"/etc/photon-release", "photon", "", FORM_LINE},
    {"/etc/mariner-release", "mariner", "", FORM_LINE},
    {"/etc/azurelinux-release", "azurelinux", "", FORM_LINE},
    {"/etc/lsb-release", "", "", FORM_LSB},
    {"/etc/altlinux-release", "altlinux", "", FORM_LINE},
    {"/etc/mageia-release", "mageia", "", FORM_LINE},
    {"/etc/mandriva-release", "mandrivalinux", "", FORM_LINE},
    {"/etc/mandrivalinux-release", "mandrivalinux", "", FORM_LINE},
    {"/etc/mandrakelinux-release", "mandrake", "", FORM_LINE},
    {"/etc/mandrake-release", "mandrake", "", FORM_LINE},
    {"/etc/meego-release", "meego", "", FORM_LINE},
    {"/etc/yellowdog-release", "yellowdog", "", FORM_LINE},
    {"/etc/turbolinux-release", "turbolinux", "", FORM_LINE},
    {"/etc/conectiva-release", "conectiva", "", FORM_LINE},
    {"/etc/vine-release", "vine", "", FORM_LINE},
    {"/etc/asianux-release", "asianux", "", FORM_LINE},
    {"/etc/miraclelinux-release", "miraclelinux", "", FORM_LINE},
    {"/etc/sl-release", "scientific", "", FORM_LINE},
    {"/etc/rocky-release", "rocky", "", FORM_LINE},
    {"/etc/almalinux-release", "almalinux", "", FORM_LINE},
    {"/etc/centos-release", "", "", FORM_LINE},
    {"/etc/redhat-release", "", "", FORM_LINE},
    {"/etc/fedora-release", "", "", FORM_LINE},
    {"/etc/system-release", "", "", FORM_LINE},
    {"/etc/SuSE-release", "", "", FORM_SUSE},
    {"/etc/alpine-release", "alpine", "Alpine Linux", FORM_NUMBER},
    {"/etc/slackware-version", "slackware", "", FORM_LINE},
    {"/etc/slackware-release", "slackware", "", FORM_LINE},
    {"/etc/sabayon-release", "sabayon", "Sabayon", FORM_LINE},
    {"/etc/exherbo-release", "exherbo", "Exherbo", FORM_MARKER},
    {"/etc/gentoo-release", "gentoo", "Gentoo", FORM_LINE},
    {"/etc/manjaro-release", "manjaro", "Manjaro Linux", FORM_MARKER},
    {"/etc/artix-release", "artix", "Artix Linux", FORM_MARKER},
    {"/etc/arch-release", "arch", "Arch Linux", FORM_MARKER},
    {"/etc/frugalware-release", "frugalware", "", FORM_LINE},
    {"/etc/pld-release", "pld", "PLD Linux", FORM_LINE},
    {"/etc/lfs-release", "lfs", "Linux From Scratch", FORM_NUMBER},
    {"/etc/slitaz-release", "slitaz", "SliTaz GNU/Linux", FORM_NUMBER},
    {"/etc/sourcemage-release", "smgl", "Source Mage GNU/Linux", FORM_MARKER},
    {"/etc/devuan_version", "devuan", "Devuan GNU/Linux", FORM_NUMBER},
    {"/etc/debian_version", "debian", "Debian GNU/Linux", FORM_NUMBER},
    {"/system/build.prop", "android", "Android", FORM_ANDROID},
};

/* The ids that os-release now uses for names in release lines and lsb-release; of two names where one begins the other,
 * the longer comes first. */
static const struct {
    char start[32], id[16];
} ids[] = {
    {"Red Hat Linux", "redhat"},
    {"Red Hat", "rhel"},
    {"RedHatEnterprise", "rhel"},
    {"CentOS", "centos"},
    {"Fedora", "fedora"},
    {"Oracle VM", "ovs"},
    {"Oracle", "ol"},
    {"Enterprise Linux", "ol"},
    {"EnterpriseEnterprise", "ol"},
    {"Scientific", "scientific"},
    {"CloudLinux", "cloudlinux"},
    {"Amazon", "amzn"},
    {"SUSE Linux Enterprise Desktop", "sled"},
    {"SUSE Linux Enterprise", "sles"},
    {"openSUSE", "opensuse"},
    {"SUSE", "suse"},
    {"XenServer", "xenserver"},
    {"XCP-ng", "xenenterprise"},
    {"Mandriva", "mandrivalinux"},
    {"MIRACLE", "miraclelinux"},
    {"VMware Photon", "photon"},
    {"Arch", "arch"},
    {"Manjaro", "manjaro"},
    {"Kylin Linux", "kylin"},
    {"Alibaba Cloud Linux", "alinux"},
    {"Aliyun Linux", "alinux"},
};

/* An id holds no blanks and no capital letters. */
static struct view id_of(struct arena *arena, struct view text)
{
    char *bytes = envfp__arena_alloc(arena, text.length + 1);
    if (!bytes)
        return VIEW("");
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.text[i];
        bytes[i] = byte_is_blank(byte) ? '_' : byte_to_lower(byte);
    }
    return (struct view){bytes, text.length};
}

static bool find_id(struct view name, struct view *id)
{
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (view_starts(name, view_of(ids[i].start))) {
            *id = view_of(ids[i].id);
            return true;
        }
    return false;
}

static void add_id(struct collect *c, const char *known, struct view name)
{
    struct view id, word;
    if (known)
        fact_string(c, "os.id", view_of(known));
    else if (find_id(name, &id))
        fact_string(c, "os.id", id);
    else if (view_cut_word(&name, &word))
        fact_string(c, "os.id", id_of(c->scratch, word));
}

/* "6.7", "V10". */
static bool is_version(struct view word)
{
    return byte_is_digit(word.text[0]) ||
           (word.length > 1 && word.text[0] == 'V' && byte_is_digit(word.text[1]));
}

/* The code name: the words in brackets behind the version, unless they name no release. */
static struct view find_codename(struct view rest)
{
    rest = view_skip(rest, view_find_byte(rest, '('));
    size_t close = view_find_byte(rest, ')');
    struct view name = close == SIZE_MAX ? VIEW("") : view_trim(view_skip(view_take(rest, close), 1));
    return view_is(name, "Official") ? VIEW("") : name;
}

/* The name stands before "release" or the version. */
static void read_line(struct collect *c, struct view line, const char *id, const char *known)
{
    struct view rest = line, word, name = VIEW(""), version = VIEW("");
    while (version.length == 0 && view_cut_word(&rest, &word)) {
        if (is_version(word)) { /* "6.10(Santiago)" */
            version = view_take(word, view_find_byte(word, '('));
            rest = view_skip(line, (size_t)(version.text + version.length - line.text));
        } else if (!view_is(word, "release") && !view_is(word, "version"))
            name = (struct view){line.text, (size_t)(word.text + word.length - line.text)};
    }
    add_id(c, id, name);
    if (known || name.length)
        fact_string(c, "os.name", known ? view_of(known) : name);
    if (version.length)
        fact_string(c, "os.version_id", version);
    struct view codename = find_codename(rest);
    if (codename.length)
        fact_string(c, "os.version_codename", codename);
    fact_string(c, "os.pretty_name", line);
}

/* "SUSE Linux Enterprise Server 11 (x86_64)", "VERSION = 11", "PATCHLEVEL = 3", "CODENAME = Asparagus". */
static void read_suse(struct collect *c, struct view line, struct view text)
{
    struct view name = view_take(line, view_find_byte(line, '(')), key, value, version = VIEW(""),
                patch = VIEW("");
    fact_string(c, "os.pretty_name", view_trim(name));
    while (view_cut(&text, '\n', &line)) {
        if (!view_split(line, '=', &key, &value))
            continue;
        value = envfp__keep_text_of(c->scratch, value);
        if (view_is(key, "VERSION"))
            version = value;
        else if (view_is(key, "PATCHLEVEL"))
            patch = value;
        else if (view_is(key, "CODENAME") && value.length)
            fact_string(c, "os.version_codename", value);
    }
    struct view rest = name, word;
    while (view_cut_word(&rest, &word))
        if (is_version(word)) {
            version = version.length ? version : word;
            name = (struct view){name.text, (size_t)(word.text - name.text)};
            break;
        }
    add_id(c, NULL, name);
    fact_string(c, "os.name", view_trim(name));
    /* openSUSE's version already includes the patch level. */
    bool more = patch.length && !view_is(patch, "0") && view_find_byte(version, '.') == SIZE_MAX;
    if (version.length)
        fact_string(c, "os.version_id",
                    envfp__arena_join(c->scratch, (struct view[]){version, VIEW("."), patch}, more ? 3 : 1));
}

/* As a shell reads it: quoted parts stand side by side, and a backslash is one before most letters in double quotes.
 * Blanks outside of quotes end a value that has quotes, and others before a comment alone, as many files have none. */
struct view envfp__release_unquote(struct arena *arena, struct view raw)
{
    raw = view_trim(raw);
    char *bytes = envfp__arena_alloc(arena, raw.length + 1), quote = '\0';
    bool quoted = false;
    size_t length = 0;
    for (size_t i = 0; bytes && i < raw.length; i++) {
        char byte = raw.text[i], next = i + 1 < raw.length ? raw.text[i + 1] : '\0';
        if (quote ? byte == quote : byte == '"' || byte == '\'') {
            quote = quote ? '\0' : byte;
            quoted = true;
            continue;
        }
        if (!quote && byte_is_blank(byte) && (quoted || next == '#'))
            break;
        bool escape = byte == '\\' && next && quote != '\'' && (!quote || memchr("\"$\\`", next, 4));
        i += escape;
        bytes[length++] = escape ? next : byte;
    }
    return bytes ? view_trim((struct view){bytes, length}) : VIEW("");
}

bool envfp__release_read_lsb(struct arena *arena, struct view text, struct lsb *lsb)
{
    const struct {
        const char *name;
        struct view *value;
    } fields[] = {{"DISTRIB_ID", &lsb->id},
                  {"DISTRIB_RELEASE", &lsb->release},
                  {"DISTRIB_CODENAME", &lsb->codename},
                  {"DISTRIB_DESCRIPTION", &lsb->description}};
    struct view line, name, value;
    *lsb = (struct lsb){.id = VIEW("")};
    while (view_cut(&text, '\n', &line))
        for (size_t i = 0; view_split(line, '=', &name, &value) && i < sizeof fields / sizeof *fields; i++)
            if (view_is(name, fields[i].name))
                *fields[i].value =
                    envfp__keep_text_of(arena, view_trim(envfp__release_unquote(arena, value)));
    return lsb->id.length > 0;
}

static void add(struct collect *c, const char *key, struct view value)
{
    if (value.length)
        fact_string(c, key, value);
}

/* False where the file does not name a distribution (Red Hat's has only LSB_VERSION). */
static bool read_lsb(struct collect *c, struct view text)
{
    struct lsb lsb;
    struct view id;
    if (!envfp__release_read_lsb(c->scratch, text, &lsb))
        return false;
    add(c, "os.id", find_id(lsb.id, &id) ? id : id_of(c->scratch, lsb.id));
    add(c, "os.name", lsb.id);
    add(c, "os.version_id", lsb.release);
    add(c, "os.version_codename", lsb.codename);
    add(c, "os.pretty_name", lsb.description);
    return true;
}

/* "12.5" is a version, "bookworm/sid" a code name. */
static void read_number(struct collect *c, struct view line, const char *id, const char *name)
{
    fact_string(c, "os.id", view_of(id));
    fact_string(c, "os.name", view_of(name));
    if (line.length)
        fact_string(c, byte_is_digit(line.text[0]) ? "os.version_id" : "os.version_codename", line);
}

static void read_android(struct collect *c, struct view text)
{
    struct view line, name, value, version = VIEW(""), build = VIEW("");
    while (view_cut(&text, '\n', &line)) {
        if (!view_split(line, '=', &name, &value))
            continue;
        if (view_is(name, "ro.build.version.release") ||
            (view_is(name, "ro.system.build.version.release") && version.length == 0))
            version = envfp__keep_text_of(c->scratch, value);
        else if (view_is(name, "ro.build.id"))
            build = envfp__keep_text_of(c->scratch, value);
    }
    add(c, "os.version_id", version);
    add(c, "os.build_id", build);
}

static bool read_file(struct collect *c, size_t at, struct view text)
{
    const char *id = files[at].id[0] ? files[at].id : NULL;
    const char *name = files[at].name[0] ? files[at].name : NULL;
    struct view line = VIEW(""), rest = text;
    while (line.length == 0 && view_cut(&rest, '\n', &line))
        line = envfp__keep_text_of(c->scratch, view_trim(line));
    switch (files[at].form) {
    case FORM_LSB: return read_lsb(c, text);
    case FORM_LINE:
        if (line.length)
            read_line(c, line, id, name);
        return line.length > 0;
    case FORM_SUSE:
        if (line.length)
            read_suse(c, line, rest);
        return line.length > 0;
    case FORM_NUMBER: read_number(c, line, id, name); return true;
    case FORM_ANDROID: read_android(c, text); break;
    case FORM_MARKER: break;
    }
    fact_string(c, "os.id", view_of(id));
    fact_string(c, "os.name", view_of(name));
    return true;
}

void envfp__release_collect(struct collect *c)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct view text;
        enum envfp_reason reason = source_read(c->source, files[i].path, &text);
        if (reason == ENVFP_REASON_ABSENT)
            continue;
        if (reason != ENVFP_REASON_NONE) {
            fact_gap(c, "os.*", reason);
            return;
        }
        if (read_file(c, i, text))
            return;
    }
}
