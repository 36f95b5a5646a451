/* SPDX-License-Identifier: MIT */
/*
 * Files that runtimes leave. All of it is context: such files leak into images and stay behind in root file
 * systems that are started as something else.
 */
#ifdef DECLARING

COLLECTOR(SB, LIVE)
USES(isolation)

LINES("/run/.containerenv", containerenv)
TEXT("/run/{host/container-manager,systemd/container}", manager)

FACT("markers.engine", STRING, CONTEXT, INFORMS, NOTHING, "", "/run/.containerenv", "podman-run(1)",
     "Engine that the container's own file names; evidence.")
FACT("markers.found", SET, CONTEXT, INFORMS, NOTHING, "", "", "files that runtimes leave",
     "Marker files that are there; evidence that an image may have left behind.")
FACT("markers.manager", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "/run/host/container-manager, /run/systemd/container; systemd's container interface",
     "Container manager by systemd's interface; evidence.")

#else
#include "isolation/isolation.h"
#include "source/keep.h"

static bool is_word(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!(byte_is_lower(text.text[i]) || byte_is_digit(text.text[i]) || text.text[i] == '-'))
            return false;
    return text.length > 0 && text.length <= 32;
}

/* The engine of a line `engine="podman-4.9.3"`, or `container=apple`; false for other lines, which name the container
 * and its image. */
static bool engine_of(struct view line, struct view *engine)
{
    struct view key;
    if (!view_split(line, '=', &key, engine) || (!view_is(key, "engine") && !view_is(key, "container")))
        return false;
    if (view_starts(*engine, VIEW("\"")))
        *engine = view_skip(*engine, 1);
    *engine = view_take(*engine, view_find_byte(*engine, '-'));
    *engine = view_take(*engine, view_find_byte(*engine, '"'));
    return true;
}

static bool keep_containerenv(const struct source *source, struct view line, struct text *out)
{
    struct view engine;
    (void)source;
    if (!engine_of(line, &engine)) {
        if (view_trim(line).length) /* it is not an empty file */
            envfp__text_add(out, VIEW("?\n"));
        return true;
    }
    envfp__text_add(out, VIEW("engine=\""));
    envfp__text_add(out, is_word(engine) ? engine : VIEW("?"));
    envfp__text_add(out, VIEW("\"\n"));
    return false;
}

static bool keep_manager(const struct source *source, struct view text, struct text *out)
{
    struct view word = view_trim(text);
    (void)source;
    envfp__text_add(out, is_word(word) ? word : word.length ? VIEW("?") : VIEW(""));
    envfp__text_add_byte(out, '\n');
    return false;
}

#define LAYER CONTAINER
#define OWNER markers
#define DECLARES "collect/container/markers.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* /run/.containerenv is empty where the container is not privileged, and CRI-O's always. What says something and not
 * who wrote it is nobody's that is known. */
static void add_engine(struct collect *c, const struct isolation_sign *sign, struct bag *found)
{
    struct view text, line, engine;
    enum envfp_reason reason = source_read_start(c->source, sign->text, 4096, &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "markers.engine", reason);
        return;
    }
    envfp__bag_add(c, found, sign_text(sign));
    if (view_trim(text).length == 0)
        return;
    bool named = false;
    while (!named && view_cut(&text, '\n', &line))
        named = engine_of(line, &engine);
    fact_string(c, "markers.engine", named && is_word(engine) ? engine : VIEW("unknown"));
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

static void add_file(struct collect *c, const struct isolation_sign *sign, struct bag *found)
{
    struct source_stat stat;
    enum envfp_reason reason = source_stat(c->source, sign->text, &stat);
    /* Flatpak's is a file; a directory of that name is somebody's accident. */
    if (reason == ENVFP_REASON_NONE && (stat.type == SOURCE_FILE || sign->row != ISOLATION_flatpak))
        envfp__bag_add(c, found, sign_text(sign));
    else if (sign->kind != SIGN_FILE_PROC && sign->kind != SIGN_FILE_HOST)
        fact_gap(c, "markers.found", reason);
}

void envfp__collect_markers(struct collect *c)
{
    struct bag found = {0};
    size_t before = 0; /* how many there were without what the kernel has */
    FOR_SIGNS (sign, SIGNS_FILE) {
        if (sign->kind == SIGN_FILE_PROC)
            before = found.count;
        /* What only its host has is looked for where the kernel is one of the kind. */
        if (sign->kind == SIGN_FILE_ENGINE)
            add_engine(c, sign, &found);
        else if (sign->kind != SIGN_FILE_HOST || found.count > before)
            add_file(c, sign, &found);
    }
    add_manager(c, &found);
    if (found.count)
        fact_set(c, "markers.found", found.items, found.count);
}

#endif
