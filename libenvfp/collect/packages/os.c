/* SPDX-License-Identifier: MIT */
/* The distribution, by os-release(5) or, where there is none, by the files that distributions had before it. */
#ifdef DECLARING

COLLECTOR(RT, FILES)
USES(release_files)

LINES("/{etc/os-release,usr/lib/os-release}", os)

FACT("os.architecture", STRING, HASHED, BREAKS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Processor architecture that the image was built for, where it says so.")
FACT("os.build_id", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Build of the system image; rolling distributions say \"rolling\".")
FACT("os.confext_level", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Which configuration extensions fit this system.")
FACT("os.cpe_name", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Common platform enumeration name, by which vulnerability databases find the system.")
FACT("os.debian_version", STRING, HASHED, INFORMS, IMAGE, "", "/etc/debian_version", "",
     "Point release of Debian or of what it was derived from; VERSION_ID names the stable release "
     "only.")
FACT("os.derivative", STRING, HASHED, ALTERS, IMAGE, "", "", "DISTRIB_ID in /etc/lsb-release; lsb_release(1)",
     "Name of a derivative that keeps the os-release of the distribution it was made from.")
FACT("os.derivative_codename", STRING, HASHED, INFORMS, IMAGE, "", "",
     "DISTRIB_CODENAME in /etc/lsb-release; lsb_release(1)", "Code name of the derivative's release.")
FACT("os.derivative_version", STRING, HASHED, ALTERS, IMAGE, "", "",
     "DISTRIB_RELEASE in /etc/lsb-release; lsb_release(1)", "Release of the derivative.")
FACT("os.experiment", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)", "Says that this is an experimental build.")
FACT("os.id", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Which distribution this is: package names, paths and defaults follow from it.")
FACT("os.id_like", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Distributions that this one is derived from, nearest first.")
FACT("os.image_id", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)", "Which image the system was installed from.")
FACT("os.image_version", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Version of the image the system was installed from.")
FACT("os.name", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)", "Name of the distribution without version.")
FACT("os.platform_id", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Module platform (Fedora, Red Hat): which module streams fit.")
FACT("os.portable_prefixes", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Unit name prefixes of a portable service image.")
FACT("os.pretty_name", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Name and version of the distribution as people read it.")
FACT("os.release_type", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Whether this is a stable, long-term, development or experimental release.")
FACT("os.support_end", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)", "Day on which support with fixes ends.")
FACT("os.sysext_level", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)", "Which system extensions fit this system.")
FACT("os.ubuntu_codename", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Code name of the Ubuntu release that a derived distribution builds on.")
FACT("os.variant", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Edition of the distribution as people read it.")
FACT("os.variant_id", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Edition of the distribution: workstation, server, container; which defaults it has.")
FACT("os.vendor_name", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)", "Who made the system.")
FACT("os.version", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Version of the distribution as people read it, often with its code name.")
FACT("os.version_codename", STRING, HASHED, INFORMS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)", "Code name of the release.")
FACT("os.version_id", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/etc/os-release, else /usr/lib/os-release; os-release(5)",
     "Release of the distribution: which versions of everything it offers. Rolling ones have none.")

#else
#include "collect/packages/release.h"
#include "source/keep.h"

/* The names of os-release(5) that say what the system is. Colours, logos, links, and the host name that an
 * installer proposes are left out. */
static const struct {
    const char *name, *key;
} names[] = {
    {"ARCHITECTURE", "os.architecture"},
    {"BUILD_ID", "os.build_id"},
    {"CONFEXT_LEVEL", "os.confext_level"},
    {"CPE_NAME", "os.cpe_name"},
    {"EXPERIMENT", "os.experiment"},
    {"ID", "os.id"},
    {"ID_LIKE", "os.id_like"},
    {"IMAGE_ID", "os.image_id"},
    {"IMAGE_VERSION", "os.image_version"},
    {"NAME", "os.name"},
    {"PLATFORM_ID", "os.platform_id"},
    {"PORTABLE_PREFIXES", "os.portable_prefixes"},
    {"PRETTY_NAME", "os.pretty_name"},
    {"RELEASE_TYPE", "os.release_type"},
    {"SUPPORT_END", "os.support_end"},
    {"SYSEXT_LEVEL", "os.sysext_level"},
    {"UBUNTU_CODENAME", "os.ubuntu_codename"},
    {"VARIANT", "os.variant"},
    {"VARIANT_ID", "os.variant_id"},
    {"VENDOR_NAME", "os.vendor_name"},
    {"VERSION", "os.version"},
    {"VERSION_CODENAME", "os.version_codename"},
    {"VERSION_ID", "os.version_id"},
};

/* Editors of other systems put it first. */
#define BYTE_ORDER_MARK VIEW("\xef\xbb\xbf")

static bool is_told(struct view name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (view_is(name, names[i].name))
            return true;
    return false;
}

static bool keep_os(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    line = view_skip(line, view_starts(line, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0);
    return view_starts(view_trim(line), VIEW("#")) ? true : envfp__release_keep(line, is_told, out);
}

#define LAYER PACKAGES
#define OWNER os
#define DECLARES "collect/packages/os.c"
#include "collect/declare.h"

struct identity {
    struct view id, name;
    bool told, debian; /* or like it */
};

/* Where a name occurs twice, the last value counts, as in a shell. */
static struct identity read_lines(struct collect *c, struct view text)
{
    struct view values[sizeof names / sizeof *names] = {{0}};
    struct identity identity = {.debian = false};
    struct view line, name, value;
    bool ended = view_ends(text, VIEW("\n"));
    text = view_skip(text, view_starts(text, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0);
    while (view_cut(&text, '\n', &line)) {
        line = view_trim(line);
        if (line.length == 0 || line.text[0] == '#' || !view_split(line, '=', &name, &value))
            continue;
        /* A quote that is still open at the end of the file shows that the file was cut off. */
        if (!ended && text.length == 0 && value.length && (value.text[0] == '"' || value.text[0] == '\'') &&
            view_find_byte(view_skip(value, 1), value.text[0]) == SIZE_MAX) {
            fact_gap(c, "os.*", ENVFP_REASON_TRUNCATED);
            break;
        }
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (view_is(name, names[i].name))
                values[i] = value;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        value = view_trim(envfp__release_unquote(c->scratch, values[i]));
        if (value.length == 0)
            continue;
        fact_string(c, names[i].key, envfp__keep_text_of(c->scratch, value));
        identity.told = true;
        if (strcmp(names[i].name, "NAME") == 0)
            identity.name = value;
        bool id = strcmp(names[i].name, "ID") == 0;
        if (id)
            identity.id = value;
        if (id || strcmp(names[i].name, "ID_LIKE") == 0)
            for (struct view word; view_cut_word(&value, &word);)
                identity.debian = identity.debian || view_is(word, "debian");
    }
    return identity;
}

/* VERSION_ID has only the major release; Debian's point release is in debian_version. */
static void read_debian_version(struct collect *c)
{
    struct view line;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, "/etc/debian_version", &line);
    line = view_trim(view_take(line, view_find_byte(line, '\n')));
    if (reason == ENVFP_REASON_NONE && line.length)
        fact_string(c, "os.debian_version", envfp__keep_text_of(c->scratch, line));
    fact_gap(c, "os.debian_version", reason);
}

/* The next letter or digit, in lower case; '\0' behind the last one. */
static char next_letter(struct view *text)
{
    while (text->length) {
        char byte = text->text[0];
        *text = view_skip(*text, 1);
        if (byte_is_alnum(byte))
            return byte_to_lower(byte);
    }
    return '\0';
}

/* Whether one name begins the other: "ManjaroLinux" and "manjaro", "VMware Photon" and "VMware Photon OS". */
static bool one_begins_the_other(struct view a, struct view b)
{
    char x = next_letter(&a), y = next_letter(&b);
    bool some = x && y;
    while (x && x == y) {
        x = next_letter(&a);
        y = next_letter(&b);
    }
    return some && (!x || !y);
}

/* A derivative may keep the os-release of its origin and name itself only in lsb-release. */
static void read_derivative(struct collect *c, const struct identity *identity)
{
    struct view text;
    struct lsb lsb;
    enum envfp_reason reason = source_read(c->source, "/etc/lsb-release", &text);
    fact_gap(c, "os.derivative", reason);
    if (reason != ENVFP_REASON_NONE || !envfp__release_read_lsb(c->scratch, text, &lsb) ||
        one_begins_the_other(lsb.id, identity->id) || one_begins_the_other(lsb.id, identity->name))
        return;
    fact_string(c, "os.derivative", lsb.id);
    if (lsb.release.length)
        fact_string(c, "os.derivative_version", lsb.release);
    if (lsb.codename.length)
        fact_string(c, "os.derivative_codename", lsb.codename);
}

void envfp__collect_os(struct collect *c)
{
    struct view text;
    enum envfp_reason reason = source_read(c->source, "/etc/os-release", &text);
    if (reason == ENVFP_REASON_ABSENT)
        reason = source_read(c->source, "/usr/lib/os-release", &text);
    if (reason != ENVFP_REASON_ABSENT && reason != ENVFP_REASON_NONE) {
        fact_gap(c, "os.*", reason);
        return;
    }
    struct identity identity = {.debian = true};
    if (reason == ENVFP_REASON_NONE)
        identity = read_lines(c, text);
    if (identity.told) {
        read_derivative(c, &identity);
    } else {
        envfp__release_collect(c);
        identity.debian = true;
    }
    if (identity.debian)
        read_debian_version(c);
}

#endif
