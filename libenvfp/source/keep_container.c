/* SPDX-License-Identifier: MIT */
/* Containers, and what restricts a process. */
#ifdef DECLARING

TEXT("/proc/self/mountinfo", mountinfo)
LINES("/proc/self/cgroup", cgroup)
LINES("/sys/fs/cgroup/**cpuset.**", cpus)
LINES("/sys/fs/cgroup/**", number)
LINES("/proc/self/status", status)
LINES("/proc/self/uid_map", user_map)
LINES("/proc/self/limits", limits)
LINES("/proc/self/personality", number)
TEXT("/proc/self/attr/current", label)
LINES("/proc/self/maps", maps)
TAKEN("/proc/self/exe")
LINES("/proc/*/comm", tracer)
LINES("/run/.containerenv", containerenv)
TEXT("/run/{host/container-manager,systemd/container}", manager)

#else
#include "source/keep_rows.h"

/* ---- Of the process ------------------------------------------------------------------------------------------------ */

static void add_number(struct view word, bool any, struct text *out)
{
    uint64_t number;
    if (!envfp__view_number(word, 10, &number))
        envfp__text_add_byte(out, '?');
    else
        envfp__text_add(out, any ? word : number ? VIEW("1") : VIEW("0"));
}

/* Of who it is only whether that is root, and whether the two are one. */
static void add_users(struct view words, struct text *out)
{
    struct view real = VIEW(""), effective = VIEW("");
    uint64_t a, b;
    (void)view_cut_word(&words, &real);
    (void)view_cut_word(&words, &effective);
    if (!envfp__view_number(real, 10, &a) || !envfp__view_number(effective, 10, &b)) {
        envfp__text_add(out, envfp__view_number(real, 10, &a) ? VIEW("1 ?") : VIEW("? ?"));
        return;
    }
    envfp__text_add(out, a ? VIEW("1 ") : VIEW("0 "));
    envfp__text_add(out, b == 0 ? VIEW("0") : a == b ? VIEW("1") : VIEW("2"));
}

/* What the collector of restrictions reads: neither the program's name nor groups. A tracer's number leads to what it
 * is called. */
static bool keep_status(const struct source *source, struct view line, struct text *out)
{
    static const char *const sets[] = {"CapEff", "CapPrm", "CapAmb", "CapBnd"};
    static const char *const numbers[] = {"Seccomp", "Seccomp_filters", "NoNewPrivs", "TracerPid"};
    static const char *const marks[] = {"VxID", "s_context", "envID"};
    struct view key, value, word = VIEW("");
    bool set, number, mark, user;
    if (!view_split(line, ':', &key, &value))
        return true;
    set = keep_is_one(key, sets, KEEP_COUNT(sets));
    number = keep_is_one(key, numbers, KEEP_COUNT(numbers));
    mark = keep_is_one(key, marks, KEEP_COUNT(marks));
    user = view_is(key, "Uid");
    if (!set && !number && !mark && !user)
        return true;
    envfp__text_add(out, key);
    envfp__text_add(out, VIEW(":\t"));
    if (user)
        add_users(value, out);
    else if (!view_cut_word(&value, &word))
        envfp__text_add_byte(out, '?');
    else if (set)
        (void)envfp__keep_number(source, word, out);
    else
        add_number(word, number, out);
    envfp__text_add_byte(out, '\n');
    return true;
}

/* How many ids, and whether there is a root inside: not which ones outside. */
static bool keep_user_map(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    uint64_t number[3];
    bool good = true;
    (void)source;
    for (size_t i = 0; i < 3; i++)
        good = good && view_cut_word(&body, &word) && envfp__view_number(word, 10, &number[i]) &&
               number[i] <= UINT32_MAX;
    if (!good) {
        envfp__text_add_byte(out, '?');
    } else {
        envfp__text_add(out, number[0] ? VIEW("1 ") : VIEW("0 "));
        envfp__text_add_number(out, (number[0] ? 1 : 0) + (number[0] != number[1]));
        envfp__text_add_byte(out, ' ');
        envfp__text_add_number(out, (int64_t)number[2]);
    }
    envfp__text_add(out, end);
    return true;
}

static bool keep_limits(const struct source *source, struct view line, struct text *out)
{
    static const char *const names[] = {"Max cpu time",          "Max file size",       "Max data size",
                                        "Max stack size",        "Max open files",      "Max address space",
                                        "Max file locks",        "Max msgqueue size",   "Max nice priority",
                                        "Max realtime priority", "Max realtime timeout"};
    for (size_t i = 0; i < KEEP_COUNT(names); i++)
        if (view_starts(line, view_of(names[i]))) {
            envfp__text_add(out, view_of(names[i]));
            return envfp__keep_words(source, view_skip(line, strlen(names[i])), out);
        }
    return true;
}

/* Of a profile the family that it is told by, the first that fits: its name may be a container's. */
static struct view family_of(struct view profile)
{
    static const char *const families[] = {"containers-default-",
                                           "cri-containerd.apparmor.d",
                                           "crio-default",
                                           "docker-default",
                                           "firejail-default",
                                           "flatpak",
                                           "incus-",
                                           "libvirt-",
                                           "lxc-container-default",
                                           "lxc-",
                                           "lxd-",
                                           "nerdctl-default",
                                           "podman-default",
                                           "snap.",
                                           "/"};
    for (size_t i = 0; i < KEEP_COUNT(families); i++)
        if (view_starts(profile, view_of(families[i])))
            return view_of(families[i]);
    return VIEW("_");
}

/* AppArmor's "PROFILE (MODE)", SELinux' "user:role:type[:range]", Smack's word. */
static bool keep_label(const struct source *source, struct view text, struct text *out)
{
    struct view label = view_trim(text), part = VIEW("");
    (void)source;
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

/* Who traces, where it is one of the known tracers. */
static bool keep_tracer(const struct source *source, struct view line, struct text *out)
{
    static const char *const known[] = {"dlv",   "fakeroot-ng", "gdb",   "lldb",   "ltrace",  "perf",
                                        "proot", "rr",          "runsc", "strace", "valgrind"};
    (void)source;
    for (size_t i = 0; i < KEEP_COUNT(known); i++)
        if (view_starts(view_trim(line), view_of(known[i]))) {
            envfp__text_add(out, view_of(known[i]));
            break;
        }
    envfp__text_add(out, VIEW("\n"));
    return false;
}

/* A line of maps that maps code from a file, without addresses. */
static bool keep_maps(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word, access = VIEW("");
    for (size_t i = 0; i < 5; i++) {
        if (!view_cut_word(&body, &word))
            return true;
        if (i == 1)
            access = word;
    }
    body = view_trim(body);
    if (access.length != 4 || access.text[2] != 'x' || !view_starts(body, VIEW("/")))
        return true;
    envfp__text_add(out, VIEW("0-0 r-xp 0 0:0 0 "));
    envfp__keep_fold(source, body, out);
    envfp__text_add_byte(out, '\n');
    return true;
}

/* ---- Marks of managers ------------------------------------------------------------------------------------------------- */

static bool is_manager(struct view word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!(word.text[i] >= 'a' && word.text[i] <= 'z') && !byte_is_digit(word.text[i]) &&
            word.text[i] != '-')
            return false;
    return word.length > 0 && word.length <= 32;
}

static bool keep_manager(const struct source *source, struct view text, struct text *out)
{
    struct view word = view_trim(text);
    (void)source;
    envfp__text_add(out, is_manager(word) ? word : word.length ? VIEW("?") : VIEW(""));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* engine="podman-4.9.3": the first word of the first such line. The container's name and id, and its image's, stand in
 * others. */
static bool keep_containerenv(const struct source *source, struct view line, struct text *out)
{
    struct view key, value;
    (void)source;
    if (!view_split(line, '=', &key, &value) || !view_is(key, "engine"))
        return true;
    if (view_starts(value, VIEW("\"")))
        value = view_skip(value, 1);
    value = view_take(value, view_find_byte(value, '-'));
    value = view_take(value, view_find_byte(value, '"'));
    envfp__text_add(out, VIEW("engine=\""));
    envfp__text_add(out, is_manager(value) ? value : VIEW("?"));
    envfp__text_add(out, VIEW("\"\n"));
    return false;
}

#define LAYER APP
#define OWNER keep_container
#define DECLARES "source/keep_container.c"
#include "collect/declare.h"

#endif
