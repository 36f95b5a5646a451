/* SPDX-License-Identifier: MIT */
/* The boot parameters that change what programs find: those listed in collect/kernel/parameters.c. */
#ifdef DECLARING

COLLECTOR(HV | CT, LIVE)

LINES("/proc/cmdline", cmdline)

FACT("cmdline.hints", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/cmdline",
     "Documentation/admin-guide/kernel-parameters.txt",
     "Boot parameters that are the habit of virtual machine monitors; evidence for the layer below.")
FACT("cmdline.parameters", SET, HASHED, ALTERS, HOST_SETTING, "", "/proc/cmdline",
     "Documentation/admin-guide/kernel-parameters.txt",
     "Boot parameters, from a list of those that change what programs find; CPU lists by their count.")

#else
#include "collect/kernel/parameters.h"
#include "source/keep_rows.h"

static void keep_parameter(struct view name, struct view value, const struct parameter *row, struct text *out)
{
    size_t most = row->shape == PARAMETER_CPU_LIST ? 4096 : 66;
    bool plain = value.length < 2 || keep_is_made_of(view_skip(value, 1), "_.,:;+-\"", most);
    envfp__text_add(out, name);
    envfp__text_add(out, plain ? value : VIEW("=?"));
}

/* Of the names of a root file system and an image nothing is kept. */
static void keep_hint(struct view word, struct text *out)
{
    const struct isolation_sign *image = envfp__parameter_image(word);
    if (image)
        envfp__text_add(out, VIEW("BOOT_IMAGE="));
    envfp__text_add(out, image                                            ? sign_text(image)
                         : view_starts(word, VIEW("virtio_mmio.device=")) ? VIEW("virtio_mmio.device=_")
                                                                          : word);
}

/* Keeps listed parameters and known hints. Words behind "--" are for init. */
static bool keep_cmdline(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    bool ended = false;
    (void)source;
    for (bool first = true; !ended && envfp__parameter_cut(&body, &word);) {
        struct view name = view_take(word, view_find_byte(word, '='));
        const struct parameter *row = envfp__parameter_find(name);
        ended = view_is(word, "--");
        if (!ended && !row && envfp__parameter_hint(word).length == 0)
            continue;
        if (!first)
            envfp__text_add_byte(out, ' ');
        first = false;
        if (row)
            keep_parameter(name, view_skip(word, name.length), row, out);
        else
            keep_hint(word, out);
    }
    envfp__text_add(out, end);
    return true;
}

#define LAYER KERNEL
#define OWNER cmdline
#define DECLARES "collect/kernel/cmdline.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* How many CPUs "0,2-5" or "managed_irq,domain,2-5" names; false for what is no such list. */
static bool count_cpus(struct view list, uint64_t *total)
{
    struct view range;
    *total = 0;
    while (view_cut(&list, ',', &range)) {
        struct view low = range, high = range;
        uint64_t from, to;
        if (range.length == 0 || !byte_is_digit(range.text[0]))
            continue; /* a flag in front */
        view_split(range, '-', &low, &high);
        if (!envfp__view_number(low, 10, &from) || !envfp__view_number(high, 10, &to) || to < from ||
            to > 1 << 20)
            return false;
        *total += to - from + 1;
    }
    return true;
}

static struct view shown(struct collect *c, const struct parameter *row, struct view value)
{
    if (value.length >= 2 && value.text[0] == '"' && value.text[value.length - 1] == '"')
        value = view_take(view_skip(value, 1), value.length - 2);
    uint64_t cpus;
    if (row->shape == PARAMETER_CPU_LIST) {
        struct text text = {.arena = c->scratch};
        if (!count_cpus(value, &cpus))
            return VIEW("set");
        envfp__text_add_number(&text, (int64_t)cpus);
        envfp__text_add(&text, VIEW(" cpus"));
        return envfp__text_view(&text);
    }
    return value.length == 0 || keep_is_made_of(value, "_.,:;+-", 64) ? value : VIEW("set");
}

static struct view as_word(struct collect *c, const struct parameter *row, struct view word)
{
    size_t at = view_find_byte(word, '=');
    struct view pieces[] = {view_of(row->name), VIEW("="), VIEW("")};
    if (at != SIZE_MAX)
        pieces[2] = shown(c, row, view_skip(word, at + 1));
    return envfp__arena_join(c->scratch, pieces, at == SIZE_MAX ? 1 : 3);
}

/* `size` is a "hugepagesz=" whose "hugepages=" has not come yet: the two make one member, because a set has no
 * order. */
static void add_parameter(struct collect *c, struct bag *found, struct view *size, struct view word)
{
    const struct parameter *row = envfp__parameter_find(view_take(word, view_find_byte(word, '=')));
    if (!row)
        return;
    struct view text = as_word(c, row, word), name = view_of(row->name);
    if (view_is(name, "hugepages") && size->length) {
        text = envfp__arena_join(c->scratch, (struct view[]){*size, VIEW(" "), text}, 3);
        *size = VIEW("");
    } else if (view_is(name, "hugepagesz")) {
        struct view before = *size;
        *size = text;
        text = before;
    }
    if (text.length)
        envfp__bag_add(c, found, text);
}

static void add_hint(struct collect *c, struct bag *seen, struct view word)
{
    struct view hint = envfp__parameter_hint(word);
    if (hint.length)
        envfp__bag_add(c, seen, hint);
}

void envfp__collect_cmdline(struct collect *c)
{
    struct view text, word;
    enum envfp_reason reason = source_read(c->source, "/proc/cmdline", &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "cmdline.*", reason);
        return;
    }
    struct bag found = {0}, seen = {0};
    struct view size = VIEW("");
    while (envfp__parameter_cut(&text, &word) && !view_is(word, "--")) { /* what follows is for init */
        add_parameter(c, &found, &size, word);
        add_hint(c, &seen, word);
    }
    if (size.length)
        envfp__bag_add(c, &found, size);
    if (found.count)
        fact_set(c, "cmdline.parameters", found.items, found.count);
    if (seen.count)
        fact_set(c, "cmdline.hints", seen.items, seen.count);
}

#endif
