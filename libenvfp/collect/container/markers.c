/* SPDX-License-Identifier: MIT */
/*
 * Files that runtimes leave. All of it is context: such files leak into images and stay behind in root file
 * systems that are started as something else.
 */
#ifdef DECLARING

COLLECTOR(SB, LIVE)

SEEN("/{.apptainer.d,.dockerenv,.dockerinit,.flatpak-info,.singularity.d}")
SEEN("/dev/{incus,lxd}/sock")
SEEN("/proc/{bc,vz}")
SEEN("/proc/sys/fs/binfmt_misc/{WSLInterop,WSLInterop-late}")
LINES("/run/.containerenv", containerenv)
SEEN("/run/.toolboxenv")
TEXT("/run/{host/container-manager,systemd/container}", manager)
SEEN("/{run,var/run}/secrets/kubernetes.io")

FACT("markers.engine", STRING, CONTEXT, INFORMS, NOTHING, "", "/run/.containerenv", "podman-run(1)",
     "Engine that the container's own file names; evidence.")
FACT("markers.found", SET, CONTEXT, INFORMS, NOTHING, "", "", "files that runtimes leave",
     "Marker files that are there; evidence that an image may have left behind.")
FACT("markers.manager", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "/run/host/container-manager, /run/systemd/container; systemd's container interface",
     "Container manager by systemd's interface; evidence.")

#else
#include "source/keep.h"

static bool is_word(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!((text.text[i] >= 'a' && text.text[i] <= 'z') || byte_is_digit(text.text[i]) ||
              text.text[i] == '-'))
            return false;
    return text.length > 0 && text.length <= 32;
}

static bool keep_manager(const struct source *source, struct view text, struct text *out)
{
    struct view word = view_trim(text);
    (void)source;
    envfp__text_add(out, is_word(word) ? word : word.length ? VIEW("?") : VIEW(""));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* "podman" of "podman-4.9.3", in quotes. */
static struct view engine_of(struct view value)
{
    value = view_skip(value, view_starts(value, VIEW("\"")));
    value = view_take(value, view_find_byte(value, '-'));
    return view_take(value, view_find_byte(value, '"'));
}

/* engine="podman-4.9.3": the first word of the first such line. The container's name and id, and its image's, stand in
 * others. */
static bool keep_containerenv(const struct source *source, struct view line, struct text *out)
{
    struct view key, value;
    (void)source;
    if (!view_split(line, '=', &key, &value) || !view_is(key, "engine"))
        return true;
    value = engine_of(value);
    envfp__text_add(out, VIEW("engine=\""));
    envfp__text_add(out, is_word(value) ? value : VIEW("?"));
    envfp__text_add(out, VIEW("\"\n"));
    return false;
}

#define LAYER CONTAINER
#define OWNER markers
#define DECLARES "collect/container/markers.c"
#include "collect/declare.h"

#include "collect/collect.h"

static const char *const paths[] = {
    "/.apptainer.d",
    "/.dockerenv",
    "/.dockerinit",
    "/.flatpak-info",
    "/.singularity.d",
    "/dev/incus/sock",
    "/dev/lxd/sock",
    "/proc/sys/fs/binfmt_misc/WSLInterop",
    "/proc/sys/fs/binfmt_misc/WSLInterop-late",
    "/run/.toolboxenv",
    "/run/secrets/kubernetes.io",
    "/var/run/secrets/kubernetes.io",
};

/* /run/.containerenv: "engine="podman-4.9.3"" and other lines (name, id, image) that are not read on;
 * empty where the container is not privileged, and CRI-O's always. */
static void add_engine(struct collect *c, struct bag *found)
{
    struct view text, line, key, value;
    enum envfp_reason reason = source_read_start(c->source, "/run/.containerenv", 4096, &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "markers.engine", reason);
        return;
    }
    envfp__bag_add(c, found, VIEW("/run/.containerenv"));
    while (view_cut(&text, '\n', &line)) {
        if (!view_split(line, '=', &key, &value) || !view_is(key, "engine"))
            continue;
        value = engine_of(value);
        if (is_word(value))
            fact_string(c, "markers.engine", value);
        return;
    }
}

/* OpenVZ's kernel: the first in its containers and on the host, the second on the host alone. */
static void add_openvz(struct collect *c, struct bag *found)
{
    static const char *const files[] = {"/proc/vz", "/proc/bc"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct source_stat stat;
        if (source_stat(c->source, files[i], &stat) != ENVFP_REASON_NONE)
            return;
        envfp__bag_add(c, found, view_of(files[i]));
    }
}

/* systemd's interface for container managers, and what systemd itself wrote down at its start. */
static void add_manager(struct collect *c, struct bag *found)
{
    static const char *const files[] = {"/run/host/container-manager", "/run/systemd/container"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct view word;
        enum envfp_reason reason = source_read_line(c->source, c->scratch, files[i], &word);
        if (reason == ENVFP_REASON_NONE) {
            envfp__bag_add(c, found, view_of(files[i]));
            if (is_word(word))
                fact_string(c, "markers.manager", word);
            return;
        }
        fact_gap(c, "markers.manager", reason);
    }
}

void envfp__collect_markers(struct collect *c)
{
    struct bag found = {0};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct source_stat stat;
        enum envfp_reason reason = source_stat(c->source, paths[i], &stat);
        /* Flatpak's is a file; a directory of that name is somebody's accident. */
        if (reason == ENVFP_REASON_NONE &&
            (stat.type == SOURCE_FILE || !view_is(VIEW("/.flatpak-info"), paths[i])))
            envfp__bag_add(c, &found, view_of(paths[i]));
        else
            fact_gap(c, "markers.found", reason);
    }
    add_openvz(c, &found);
    add_engine(c, &found);
    add_manager(c, &found);
    if (found.count)
        fact_set(c, "markers.found", found.items, found.count);
}

#endif
