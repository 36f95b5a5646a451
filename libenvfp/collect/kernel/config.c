/* SPDX-License-Identifier: MIT */
/*
 * The kernel's configuration. /proc/config.gz is the only copy that a container reads as its host does
 * (/boot is another file system there). It is a constant of the kernel's image, so the digest is that of the
 * file as it stands: sha256sum /proc/config.gz. What it says is unpacked where detail is asked for, because
 * that alone costs a third of reading all the files of a collection:
 *
 *     zcat /proc/config.gz | grep ^CONFIG_ | sha256sum
 *
 * compares the settings of two builds, whose comments name their versions and compilers. Where the kernel keeps its
 * configuration to itself, as most distributions' do, a package may have left it on disk under the release's name.
 */
#ifdef DECLARING

COLLECTOR(0, LIVE)

TEXT("/proc/config.gz", configuration_packed)
TEXT("/boot/config-*", configuration)
TEXT("/lib/modules/*/config", configuration)
TEXT("/usr/lib/ostree-boot/config-*", configuration)
TEXT("/usr/boot/config-*", configuration)

FACT("config.digest", STRING, HASHED, INFORMS, VM, "", "/proc/config.gz", "Documentation/kbuild/kconfig.rst",
     "SHA-256 of the kernel's configuration as it serves it (sha256sum /proc/config.gz): tells apart "
     "kernels that call themselves the same. What differs, config.options and config.settings say.")
FACT("config.options", SET, CONTEXT, BREAKS, VM, "", "/proc/config.gz", "Documentation/kbuild/kconfig.rst",
     "Set options, from a list of those without which whole kinds of programs do not work; where "
     "detail is asked for.")
FACT("config.origin", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "/proc/config.gz, /boot/config-RELEASE, /lib/modules/RELEASE/config",
     "Where config.options and config.settings were read: proc is the running kernel itself, boot and "
     "modules are what a package of that release left on disk.")
FACT("config.settings", STRING, CONTEXT, ALTERS, VM, "", "/proc/config.gz",
     "Documentation/kbuild/kconfig.rst",
     "SHA-256 of all set options, whatever build they are from: zcat /proc/config.gz | grep ^CONFIG_ | "
     "sha256sum; where detail is asked for.")

#else
#include "collect/kernel/configuration.h"

#define LAYER KERNEL
#define OWNER config
#define DECLARES "collect/kernel/config.c"
#include "collect/declare.h"

#include "collect/collect.h"

static void tell(struct collect *c, const struct configuration *read, const char *origin)
{
    struct view rest = read->options, option;
    struct bag options = {0};
    while (view_cut(&rest, '\n', &option))
        envfp__bag_add(c, &options, option);
    if (read->reason == ENVFP_REASON_NONE) {
        fact_string(c, "config.settings", view_of(read->settings));
        fact_string(c, "config.origin", view_of(origin));
    }
    if (read->reason == ENVFP_REASON_NONE && options.count)
        fact_set(c, "config.options", options.items, options.count);
    fact_gap(c, "config.options", read->reason);
    fact_gap(c, "config.settings", read->reason);
}

/* A release with a '/' in it is not used: as part of a path it would lead elsewhere. */
static bool is_release(struct view release)
{
    return release.length > 0 && release.length <= 128 && release.text[0] != '.' &&
           view_find_byte(release, '/') == SIZE_MAX && view_find_byte(release, '\0') == SIZE_MAX;
}

/* Debian and its kin, Fedora and SUSE, Fedora's images, Flatcar. */
static void tell_from_disk(struct collect *c)
{
    static const struct {
        const char *before, *after, *origin;
    } places[] = {
        {"/boot/config-", "", "boot"},
        {"/lib/modules/", "/config", "modules"},
        {"/usr/lib/ostree-boot/config-", "", "boot"},
        {"/usr/boot/config-", "", "boot"},
    };
    struct source_uname names;
    if (source_uname(c->source, c->scratch, &names) != ENVFP_REASON_NONE || !is_release(names.release))
        return;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *path = source_path(c->scratch, places[i].before, names.release, places[i].after);
        struct view text;
        enum envfp_reason reason = path ? source_read(c->source, path, &text) : ENVFP_REASON_ABSENT;
        if (reason != ENVFP_REASON_ABSENT) {
            struct configuration read = {.reason = reason};
            if (reason == ENVFP_REASON_NONE)
                envfp__configuration_read(c->scratch, text, &read);
            tell(c, &read, places[i].origin);
            return;
        }
    }
}

void envfp__collect_config(struct collect *c)
{
    struct view packed;
    struct configuration read;
    enum envfp_reason reason = source_read_start(c->source, "/proc/config.gz", SIZE_MAX, &packed);
    if (reason == ENVFP_REASON_ABSENT) {
        if (c->source->common->detail)
            tell_from_disk(c);
        return;
    }
    if (reason == ENVFP_REASON_NONE)
        reason = envfp__configuration_packed(c->scratch, packed, c->source->common->detail, &read);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "config.*", reason);
        return;
    }
    fact_string(c, "config.digest", view_of(read.file));
    if (c->source->common->detail)
        tell(c, &read, "proc");
}

#endif
