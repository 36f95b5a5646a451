/* SPDX-License-Identifier: MIT */
/* The distribution, by os-release(5); where there is none, by the files that came before it. */
#include "collect/collect.h"
#include "collect/packages/release.h"

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

static const char *key_of(struct view name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (view_is(name, names[i].name))
            return names[i].key;
    return NULL;
}

struct view envfp__release_unquote(struct arena *arena, struct view raw)
{
    raw = view_trim(raw);
    char quote = '\0';
    if (raw.length && (raw.text[0] == '"' || raw.text[0] == '\''))
        quote = raw.text[0];
    char *bytes = envfp__arena_alloc(arena, raw.length + 1);
    if (!bytes)
        return VIEW("");
    size_t length = 0;
    for (size_t i = quote ? 1 : 0; i < raw.length && !(quote && raw.text[i] == quote); i++) {
        if (raw.text[i] == '\\' && quote != '\'' && i + 1 < raw.length)
            i++;
        bytes[length++] = raw.text[i];
    }
    return (struct view){bytes, length};
}

/* Whether the system is Debian or says that it is like it. */
static bool read_lines(struct collect *c, struct view text)
{
    bool debian = false;
    struct view line, name, value;
    while (view_cut(&text, '\n', &line)) {
        line = view_trim(line);
        if (line.length == 0 || line.text[0] == '#' || !view_split(line, '=', &name, &value))
            continue;
        const char *key = key_of(name);
        value = key ? view_trim(envfp__release_unquote(c->scratch, value)) : VIEW("");
        if (value.length == 0)
            continue;
        fact_string(c, key, value);
        if (view_is(name, "ID") || view_is(name, "ID_LIKE"))
            for (struct view word; view_cut_word(&value, &word);)
                debian = debian || view_is(word, "debian");
    }
    return debian;
}

/* VERSION_ID names the stable release only; the point release stands here. */
static void read_debian_version(struct collect *c)
{
    envfp__collect_attribute(c, "os.debian_version", "/etc/debian_version");
}

void envfp__collect_os(struct collect *c)
{
    struct view text;
    enum envfp_reason reason = source_read(c->source, "/etc/os-release", &text);
    if (reason == ENVFP_REASON_ABSENT)
        reason = source_read(c->source, "/usr/lib/os-release", &text);
    if (reason == ENVFP_REASON_ABSENT) {
        envfp__release_collect(c);
        read_debian_version(c);
        return;
    }
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "os.*", reason);
        return;
    }
    if (read_lines(c, text))
        read_debian_version(c);
}
