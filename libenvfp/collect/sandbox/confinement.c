/* SPDX-License-Identifier: MIT */
/*
 * The security label of this process, reduced to its type and mode. SELinux's categories and AppArmor's profile names
 * may identify one container, so only the type, or the family of the profile, is shown.
 */
#ifdef DECLARING

COLLECTOR(0, LIVE)
USES(features)

TEXT("/proc/self/attr/current", label)

FACT("confinement.complaining", STRING, CONTEXT, INFORMS, POLICY, "", "/proc/self/attr/current",
     "proc_pid_attr(5)",
     "Family of an AppArmor profile that only logs what it would refuse, as those of classic snaps: it "
     "confines nothing.")
FACT("confinement.kind", STRING, HASHED, ALTERS, POLICY, "", "/proc/self/attr/current", "proc_pid_attr(5)",
     "Security module that confines this process.")
FACT("confinement.mode", STRING, HASHED, ALTERS, POLICY, "", "/proc/self/attr/current",
     "proc_pid_attr(5); /sys/fs/selinux/enforce",
     "How an AppArmor profile is enforced; that SELinux is permissive.")
FACT("confinement.type", STRING, HASHED, BREAKS, POLICY, "", "/proc/self/attr/current", "proc_pid_attr(5)",
     "SELinux domain, or family of the AppArmor profile: what may be opened and executed.")

#else
#include "isolation/signs.h"
#include "source/keep_rows.h"

/* Of a profile how its family's names begin: the rest of its name may be a container's. */
static struct view family_of(struct view profile)
{
    const struct isolation_sign *family = envfp__sign_start(SIGN_LABEL_PROFILE, profile);
    struct view other = view_starts(profile, VIEW("/")) ? VIEW("/") : VIEW("_");
    return family ? sign_text(family) : other;
}

/* AppArmor's "PROFILE (MODE)", SELinux' "user:role:type[:range]", Smack's word; the first line, as the collector reads
 * it. */
static bool keep_label(const struct source *source, struct view text, struct text *out)
{
    struct view label = view_trim(text), part = VIEW("");
    (void)source;
    label = view_trim(view_take(label, view_find_byte(label, '\n')));
    while (label.length && label.text[label.length - 1] == '\0') /* SELinux ends its labels with one */
        label.length--;
    size_t open = envfp__view_find(label, VIEW(" ("));
    if (view_is(label, "unconfined") || view_is(label, "_") || view_is(label, "kernel")) {
        envfp__text_add(out, label);
    } else if (open != SIZE_MAX && view_ends(label, VIEW(")"))) {
        struct view mode = view_take(view_skip(label, open + 2), label.length - open - 3);
        envfp__text_add(out, family_of(view_trim(view_take(label, open))));
        envfp__text_add(out, VIEW(" ("));
        envfp__text_add(out, keep_is_made_of(mode, "_", 64) ? mode : VIEW("?"));
        envfp__text_add_byte(out, ')');
    } else if (view_starts(label, VIEW(":"))) {
        envfp__text_add_byte(out, ':');
    } else if (view_find_byte(label, ':') != SIZE_MAX) {
        for (size_t i = 0; i < 3; i++)
            if (!view_cut(&label, ':', &part))
                part = VIEW("");
        envfp__text_add(out, VIEW("_:_:"));
        envfp__text_add(out, keep_is_made_of(part, "_", 64) ? part : VIEW("?"));
    } else if (label.length) {
        envfp__text_add(out, VIEW("other"));
    }
    envfp__text_add_byte(out, '\n');
    return false;
}

#define LAYER SANDBOX
#define OWNER confinement
#define DECLARES "collect/sandbox/confinement.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* Types of an ordinary login, an ordinary service and the boot, under which nothing is confined. */
static const char *const unconfined_types[] = {
    "init_t", "initrc_t", "kernel_t", "unconfined_service_t", "unconfined_t",
};

static bool is_type(struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.text[i];
        if (!(byte_is_alnum(byte) || byte == '_'))
            return false;
    }
    return text.length > 0 && text.length <= 64;
}

static void add(struct collect *c, const char *kind, struct view type, struct view mode)
{
    fact_string(c, "confinement.kind", view_of(kind));
    if (type.length)
        fact_string(c, "confinement.type", type);
    if (mode.length)
        fact_string(c, "confinement.mode", mode);
}

/* "user:role:type[:range]" */
static void read_selinux(struct collect *c, struct view label)
{
    struct view user, role, type = VIEW("");
    view_cut(&label, ':', &user);
    view_cut(&label, ':', &role);
    view_cut(&label, ':', &type);
    for (size_t i = 0; i < sizeof unconfined_types / sizeof *unconfined_types; i++)
        if (view_is(type, unconfined_types[i]))
            return;
    /* In permissive mode violations are only logged. Where the mode cannot be read, as in most containers, the policy
     * is taken to be enforced. */
    struct view enforce;
    bool permissive =
        source_read_line(c->source, c->scratch, "/sys/fs/selinux/enforce", &enforce) == ENVFP_REASON_NONE &&
        view_is(enforce, "0");
    if (is_type(type))
        add(c, "selinux", type, permissive ? VIEW("permissive") : VIEW(""));
    else
        fact_gap(c, "confinement.*", ENVFP_REASON_MALFORMED);
}

/* "PROFILE (MODE)"; a profile of an inner policy namespace begins with ":NAME:". */
static void read_apparmor(struct collect *c, struct view label, size_t open)
{
    struct view profile = view_trim(view_take(label, open));
    struct view mode = view_take(view_skip(label, open + 2), label.length - open - 3);
    if (view_is(mode, "unconfined") || !is_type(mode))
        return;
    /* Profiles that engines and package managers ship or generate; those of programs are called by their paths. */
    const struct isolation_sign *family = envfp__sign_start(SIGN_LABEL_PROFILE, profile);
    struct view other = view_starts(profile, VIEW("/")) ? VIEW("path") : VIEW("other");
    struct view type = family ? view_of(sign_told(family)) : other;
    if (view_is(mode, "complain"))
        fact_string(c, "confinement.complaining", type);
    else
        add(c, "apparmor", type, mode);
}

void envfp__collect_confinement(struct collect *c)
{
    struct view label;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, "/proc/self/attr/current", &label);
    /* Where no security module gives labels, reading fails with EINVAL: nothing is confined. */
    if (reason == ENVFP_REASON_UNSUPPORTED)
        return;
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "confinement.*", reason);
        return;
    }
    while (label.length && label.text[label.length - 1] == '\0') /* SELinux ends its labels with one */
        label.length--;
    size_t open = envfp__view_find(label, VIEW(" ("));
    size_t colon = view_find_byte(label, ':');
    if (label.length == 0 || view_is(label, "unconfined") || view_is(label, "_") || view_is(label, "kernel"))
        return;
    if (open != SIZE_MAX && view_ends(label, VIEW(")")))
        read_apparmor(c, label, open);
    else if (colon != SIZE_MAX && colon > 0)
        read_selinux(c, label);
    else if (colon == SIZE_MAX)
        add(c, "smack", VIEW(""), VIEW(""));
}

#endif
