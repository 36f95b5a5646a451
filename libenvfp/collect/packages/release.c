/* SPDX-License-Identifier: MIT */
/*
 * Distributions before os-release (about 2012) each had a file of their own, most with one line:
 * "CentOS release 6.7 (Final)", "Slackware 13.37.0", or a bare version.
 */
#include "collect/packages/release.h"

enum form {
    FORM_LINE,   /* "Name release 6.7 (Codename)", "Name 6.7" */
    FORM_LSB,    /* lsb_release(1)'s DISTRIB_* assignments */
    FORM_NUMBER, /* a version and nothing else */
    FORM_MARKER  /* that the file is there says all */
};

/* In order of trust: what a rebuild of another distribution ships under its own name comes before the file
 * that it keeps for programs which look for the original. */
static const struct {
    const char *path, *id, *name; /* `id` NULL: told by the line */
    enum form form;
} files[] = {
    {"/etc/oracle-release", "ol", NULL, FORM_LINE},
    {"/etc/lsb-release", NULL, NULL, FORM_LSB},
    {"/etc/redhat-release", NULL, NULL, FORM_LINE},
    {"/etc/fedora-release", NULL, NULL, FORM_LINE},
    {"/etc/system-release", NULL, NULL, FORM_LINE},
    {"/etc/SuSE-release", NULL, NULL, FORM_LINE},
    {"/etc/alpine-release", "alpine", "Alpine Linux", FORM_NUMBER},
    {"/etc/slackware-version", "slackware", NULL, FORM_LINE},
    {"/etc/gentoo-release", "gentoo", "Gentoo", FORM_LINE},
    {"/etc/arch-release", "arch", "Arch Linux", FORM_MARKER},
    {"/etc/sourcemage-release", "smgl", "Source Mage GNU/Linux", FORM_MARKER},
    {"/etc/debian_version", "debian", "Debian GNU/Linux", FORM_NUMBER},
};

/* Ids that os-release has since given to these names; a name's longest start wins by standing first. */
static const struct {
    const char *start, *id;
} ids[] = {
    {"Red Hat", "rhel"},
    {"CentOS", "centos"},
    {"Fedora", "fedora"},
    {"Oracle Linux", "ol"},
    {"Scientific Linux", "scientific"},
    {"CloudLinux", "cloudlinux"},
    {"Amazon Linux", "amzn"},
    {"SUSE Linux Enterprise Desktop", "sled"},
    {"SUSE Linux Enterprise", "sles"},
    {"openSUSE", "opensuse"},
    {"SUSE", "suse"},
    {"XenServer", "xenserver"},
    {"Mageia", "mageia"},
    {"Mandriva", "mandrivalinux"},
    {"AlmaLinux", "almalinux"},
    {"Rocky", "rocky"},
    {"Slackware", "slackware"},
};

static struct view lower(struct arena *arena, struct view text)
{
    char *bytes = envfp__arena_alloc(arena, text.length + 1);
    if (!bytes)
        return VIEW("");
    for (size_t i = 0; i < text.length; i++)
        bytes[i] =
            (char)(text.text[i] >= 'A' && text.text[i] <= 'Z' ? text.text[i] + ('a' - 'A') : text.text[i]);
    return (struct view){bytes, text.length};
}

static void add_id(struct collect *c, const char *known, struct view name)
{
    if (known) {
        fact_string(c, "os.id", view_of(known));
        return;
    }
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (view_starts(name, view_of(ids[i].start))) {
            fact_string(c, "os.id", view_of(ids[i].id));
            return;
        }
    struct view word;
    if (view_cut_word(&name, &word))
        fact_string(c, "os.id", lower(c->scratch, word));
}

/* The name stands before "release" or the first word that begins with a digit, which is the version. */
static void read_line(struct collect *c, struct view line, const char *id, const char *known)
{
    struct view rest = line, word, name = VIEW(""), version = VIEW("");
    while (version.length == 0 && view_cut_word(&rest, &word)) {
        if (byte_is_digit(word.text[0]))
            version = word;
        else if (!view_is(word, "release") && !view_is(word, "version"))
            name = (struct view){line.text, (size_t)(word.text + word.length - line.text)};
    }
    name = view_trim(name);
    add_id(c, id, name);
    if (known || name.length)
        fact_string(c, "os.name", known ? view_of(known) : name);
    if (version.length)
        fact_string(c, "os.version_id", version);
    rest = view_trim(rest);
    size_t close = view_find_byte(rest, ')');
    if (rest.length > 2 && rest.text[0] == '(' && close != SIZE_MAX && close > 1)
        fact_string(c, "os.version_codename", view_skip(view_take(rest, close), 1));
    fact_string(c, "os.pretty_name", line);
}

/* False where the file says nothing of the distribution (Red Hat's holds LSB_VERSION only). */
static bool read_lsb(struct collect *c, struct view text)
{
    bool told = false;
    struct view line, name, value;
    while (view_cut(&text, '\n', &line)) {
        if (!view_split(line, '=', &name, &value))
            continue;
        value = view_trim(envfp__release_unquote(c->scratch, value));
        if (value.length == 0)
            continue;
        if (view_is(name, "DISTRIB_ID")) {
            fact_string(c, "os.id", lower(c->scratch, value));
            fact_string(c, "os.name", value);
            told = true;
        } else if (view_is(name, "DISTRIB_RELEASE")) {
            fact_string(c, "os.version_id", value);
        } else if (view_is(name, "DISTRIB_CODENAME")) {
            fact_string(c, "os.version_codename", value);
        } else if (view_is(name, "DISTRIB_DESCRIPTION")) {
            fact_string(c, "os.pretty_name", value);
        }
    }
    return told;
}

/* "12.5" is a version, "bookworm/sid" a code name. */
static void read_number(struct collect *c, struct view line, const char *id, const char *name)
{
    fact_string(c, "os.id", view_of(id));
    fact_string(c, "os.name", view_of(name));
    if (line.length)
        fact_string(c, byte_is_digit(line.text[0]) ? "os.version_id" : "os.version_codename", line);
}

static bool read_file(struct collect *c, size_t at, struct view text)
{
    struct view line = VIEW("");
    struct view rest = text;
    view_cut(&rest, '\n', &line);
    line = view_trim(line);
    switch (files[at].form) {
    case FORM_LSB: return read_lsb(c, text);
    case FORM_LINE:
        if (line.length)
            read_line(c, line, files[at].id, files[at].name);
        return line.length > 0;
    case FORM_NUMBER: read_number(c, line, files[at].id, files[at].name); return true;
    case FORM_MARKER: break;
    }
    fact_string(c, "os.id", view_of(files[at].id));
    fact_string(c, "os.name", view_of(files[at].name));
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
