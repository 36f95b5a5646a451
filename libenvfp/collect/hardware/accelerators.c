/* SPDX-License-Identifier: MIT */
/*
 * Graphics and accelerators, as the kernel shows them: no vendor's library is called and no device is opened. The
 * version of an out-of-tree driver is hashed, because its user-space half must match it. The devices that this process
 * finds below /dev are context, because a container may be given any of them.
 */
#include "collect/hardware/parts.h"

#define DRM "/sys/class/drm/"
#define KFD "/sys/class/kfd/kfd/topology/nodes/"
#define NODES_MOST 64

/* Display adapters of server boards and virtual machines, which do not compute. */
static const char plain_displays[][10] = {
    "1002:4752", "1002:515e", "1013:", "102b:", "1234:", "1414:", "15ad:", "19e5:1711",
    "1a03:",     "1ab8:",     "1af4:", "1b36:", "1d0f:", "5853:", "80ee:",
};

/* Accelerators whose PCI class is another one: their drivers, and the start of their device nodes' names. */
static const struct {
    const char *driver, *node;
} drivers[] = {
    {"nvidia", "nvidia"}, {"neuron", "neuron"}, {"habanalabs", "hl"}, {"apex", "apex_"},
    {"amdxdna", NULL},    {"qaic", NULL},       {"mic", NULL},        {"tenstorrent", "tenstorrent/"},
};

static const char makers[][2][14] = {
    {"1002:", "AMD"},         {"1022:", "AMD"},           {"10de:", "NVIDIA"}, {"17cb:", "Qualcomm"},
    {"1ac1:", "Coral"},       {"1ae0:", "Google"},        {"1d0f:", "Amazon"}, {"1da3:", "Habana"},
    {"1e52:", "Tenstorrent"}, {"1ed5:", "Moore Threads"}, {"19e5:", "Huawei"}, {"8086:", "Intel"},
};

static size_t driver_row(struct view driver)
{
    size_t i = 0;
    while (i < sizeof drivers / sizeof *drivers && !view_is(driver, drivers[i].driver))
        i++;
    return i;
}

/* The class in a member "vendor:device:class"; empty where the device comes from /proc/bus/pci, which has none. */
static struct view class_of(const struct kind *kind)
{
    struct view rest = kind->member, piece;
    (void)view_cut(&rest, ':', &piece);
    (void)view_cut(&rest, ':', &piece);
    return rest;
}

static struct view id_of(const struct kind *kind)
{
    size_t class = class_of(kind).length;
    return view_take(kind->member, kind->member.length - (class ? class + 1 : 0));
}

static bool is_display(const struct kind *kind)
{
    return view_starts(class_of(kind), VIEW("03"));
}

static bool computes(const struct kind *kind)
{
    struct view class = class_of(kind);
    bool plain = false;
    for (size_t i = 0; i < sizeof plain_displays / sizeof *plain_displays; i++)
        plain = plain || view_starts(kind->member, view_of(plain_displays[i]));
    if (view_starts(class, VIEW("03")))
        return !plain;
    /* NVIDIA's driver also binds its bridges and switches, which are no accelerators. */
    return view_starts(class, VIEW("12")) ||
           (driver_row(kind->driver) < sizeof drivers / sizeof *drivers && !view_is(kind->driver, "nvidia"));
}

/* InfiniBand and similar networks also use out-of-tree drivers. */
static bool is_fabric(const struct kind *kind)
{
    return view_is(class_of(kind), "0207") || view_starts(kind->driver, VIEW("mlx"));
}

/* Adds a module's version. In-tree modules have none: the kernel's release stands for it. */
static void show_version(struct collect *c, struct view driver)
{
    struct text path = {.arena = c->scratch};
    struct view version;
    envfp__text_add(&path, VIEW("/sys/module/"));
    for (size_t i = 0; i < driver.length; i++) /* modules' names have no dash */
        envfp__text_add_byte(&path, driver.text[i] == '-' ? '_' : driver.text[i]);
    envfp__text_add(&path, VIEW("/version"));
    const char *whole = envfp__text_view(&path).text;
    if (!whole || driver.length == 0)
        return;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, whole, &version);
    if (reason == ENVFP_REASON_NONE && version.length)
        fact_member(c, "driver", driver, version);
    else
        fact_gap(c, "driver/*", reason);
}

static void show_versions(struct collect *c, const struct kinds *pci)
{
    for (size_t i = 0; i < pci->count; i++) {
        bool seen = !computes(&pci->items[i]) && !is_fabric(&pci->items[i]);
        for (size_t j = 0; j < i && !seen; j++)
            seen = view_equal(pci->items[j].driver, pci->items[i].driver) &&
                   (computes(&pci->items[j]) || is_fabric(&pci->items[j]));
        if (!seen)
            show_version(c, pci->items[i].driver);
    }
}

/* ---- What there is ------------------------------------------------------------------------------- */

static struct view times(struct collect *c, struct view what, size_t count)
{
    struct text text = {.arena = c->scratch};
    envfp__text_add(&text, what);
    if (count > 1) {
        envfp__text_add(&text, VIEW(" x"));
        envfp__text_add_number(&text, (int64_t)count);
    }
    return envfp__text_view(&text);
}

/* "NVIDIA 10de:2330 x8". */
static void name_kind(struct collect *c, const struct kinds *pci, size_t at, struct bag *names)
{
    struct view id = id_of(&pci->items[at]), maker = {0};
    size_t count = 0;
    for (size_t i = 0; i < pci->count; i++) { /* the same under other drivers, or as virtual functions */
        if (!computes(&pci->items[i]) || !view_equal(id_of(&pci->items[i]), id))
            continue;
        if (i < at)
            return;
        count += pci->items[i].count;
    }
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (view_starts(id, view_of(makers[i][0])))
            maker = view_of(makers[i][1]);
    struct view whole =
        maker.length ? envfp__arena_join(c->scratch, (struct view[]){maker, VIEW(" "), id}, 3) : id;
    envfp__bag_add(c, names, times(c, whole, count));
}

/* Says that there are more than are looked at. */
static void check_count(struct collect *c, const char *key, size_t count)
{
    if (count > NODES_MOST)
        fact_gap(c, key, ENVFP_REASON_TRUNCATED);
}

/* Graphics of system-on-chip boards, which are not on PCI: "v3d", "panfrost". */
static void name_boards(struct collect *c, struct bag *names)
{
    struct source_entry *entries;
    size_t count;
    if (source_list(c->source, c->scratch, "/sys/class/drm", &entries, &count) != ENVFP_REASON_NONE)
        return;
    check_count(c, "accelerator.kinds", count);
    for (size_t i = 0; i < count && i < NODES_MOST; i++) {
        struct view driver, name = entries[i].name;
        const char *folder = source_path(c->scratch, DRM, name, "/");
        if (!view_starts(name, VIEW("card")) || view_find_byte(name, '-') != SIZE_MAX || !folder)
            continue;
        if (envfp__kinds_driver(c, folder, VIEW("device"), &driver) == ENVFP_REASON_NONE && driver.length &&
            view_find_byte(driver, '-') == SIZE_MAX) /* no simple-framebuffer, no efi-framebuffer */
            envfp__bag_add(c, names, driver);
    }
}

/* ---- What this process finds -------------------------------------------------------------------- */

static bool is_there(struct collect *c, const char *path)
{
    struct source_stat stat;
    return path && source_stat(c->source, path, &stat) == ENVFP_REASON_NONE;
}

static void add_nodes(struct collect *c, struct bag *nodes, const char *name, size_t count)
{
    if (count)
        envfp__bag_add(c, nodes, times(c, view_of(name), count));
}

static size_t count_numbered(struct collect *c, const char *start, size_t most)
{
    size_t found = 0;
    check_count(c, "accelerator.nodes", most);
    for (size_t i = 0; i < most && i < NODES_MOST; i++) {
        struct text number = {.arena = c->scratch};
        envfp__text_add_number(&number, (int64_t)i);
        found += is_there(c, source_path(c->scratch, start, envfp__text_view(&number), ""));
    }
    return found;
}

static size_t count_listed(struct collect *c, const char *folder, struct view start)
{
    struct source_entry *entries;
    size_t count, found = 0;
    if (source_list(c->source, c->scratch, folder, &entries, &count) != ENVFP_REASON_NONE)
        return 0;
    for (size_t i = 0; i < count; i++)
        found += view_starts(entries[i].name, start);
    return found;
}

static size_t count_driven(const struct kinds *pci, const char *driver)
{
    size_t count = 0;
    for (size_t i = 0; i < pci->count; i++)
        if (view_is(pci->items[i].driver, driver))
            count += pci->items[i].count;
    return count;
}

static void show_nodes(struct collect *c, const struct kinds *pci)
{
    struct bag nodes = {0};
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++) {
        size_t most = drivers[i].node ? count_driven(pci, drivers[i].driver) : 0;
        const char *start =
            source_path(c->scratch, "/dev/", view_of(drivers[i].node ? drivers[i].node : ""), "");
        if (most && start)
            add_nodes(c, &nodes, drivers[i].driver, count_numbered(c, start, most));
    }
    if (count_driven(pci, "nvidia"))
        add_nodes(c, &nodes, "nvidia-uvm", is_there(c, "/dev/nvidia-uvm"));
    if (count_driven(pci, "amdgpu"))
        add_nodes(c, &nodes, "kfd", is_there(c, "/dev/kfd"));
    add_nodes(c, &nodes, "render", count_listed(c, "/dev/dri", VIEW("renderD")));
    add_nodes(c, &nodes, "accel", count_listed(c, "/dev/accel", VIEW("accel")));
    fact_set(c, "accelerator.nodes", nodes.items, nodes.count);
}

/* ---- Vendors' own files --------------------------------------------------------------------------- */

/* 90402 is gfx942, 90010 gfx90a: two digits each, the last two written in hex. */
static void add_target(struct collect *c, struct bag *targets, uint64_t version)
{
    static const char digits[] = "0123456789abcdef";
    if (version == 0 || version > 999999)
        return;
    struct text text = {.arena = c->scratch};
    envfp__text_add(&text, VIEW("gfx"));
    envfp__text_add_number(&text, (int64_t)(version / 10000));
    envfp__text_add_byte(&text, digits[version / 100 % 100 % 16]);
    envfp__text_add_byte(&text, digits[version % 100 % 16]);
    envfp__bag_add(c, targets, envfp__text_view(&text));
}

/* What code AMD's graphics run. The kernel refuses it where the device is not handed in. */
static void show_targets(struct collect *c)
{
    struct source_entry *entries;
    struct bag targets = {0};
    size_t count;
    enum envfp_reason reason =
        source_list(c->source, c->scratch, "/sys/class/kfd/kfd/topology/nodes", &entries, &count);
    fact_gap(c, "accelerator.targets", reason);
    check_count(c, "accelerator.targets", count);
    for (size_t i = 0; i < count && i < NODES_MOST; i++) {
        struct view rest = {0}, line, key, number;
        const char *path = source_path(c->scratch, KFD, entries[i].name, "/properties");
        uint64_t version;
        if (path)
            fact_gap(c, "accelerator.targets", source_read(c->source, path, &rest));
        while (view_cut(&rest, '\n', &line))
            if (view_cut_word(&line, &key) && view_is(key, "gfx_target_version") &&
                view_cut_word(&line, &number) && envfp__view_number(number, 10, &version))
                add_target(c, &targets, version);
    }
    if (targets.count)
        fact_set(c, "accelerator.targets", targets.items, targets.count);
}

/* NVIDIA's module comes in an open and a closed make, which support different cards and features. */
static void show_nvidia(struct collect *c)
{
    struct view text;
    enum envfp_reason reason = source_read(c->source, "/proc/driver/nvidia/version", &text);
    fact_gap(c, "accelerator.nvidia_module", reason);
    if (reason == ENVFP_REASON_NONE && view_starts(text, VIEW("NVRM version:")))
        fact_string(c, "accelerator.nvidia_module",
                    view_has(text, VIEW("Open Kernel Module")) ? VIEW("open") : VIEW("closed"));
}

/* Names of the cards that the process can see, where detail is asked for; never their UUIDs. */
static void show_models(struct collect *c)
{
    struct source_entry *entries;
    struct kinds models = {0};
    struct bag names = {0};
    size_t count;
    if (source_list(c->source, c->scratch, "/proc/driver/nvidia/gpus", &entries, &count) != ENVFP_REASON_NONE)
        return;
    check_count(c, "accelerator.models", count);
    for (size_t i = 0; i < count && i < NODES_MOST; i++) {
        struct view rest = {0}, line, key, value;
        const char *path =
            source_path(c->scratch, "/proc/driver/nvidia/gpus/", entries[i].name, "/information");
        if (!path || source_read(c->source, path, &rest) != ENVFP_REASON_NONE)
            continue;
        while (view_cut(&rest, '\n', &line))
            if (view_split(line, ':', &key, &value) && view_is(key, "Model"))
                envfp__kinds_add(c, &models, "", view_trim(value), VIEW(""));
    }
    for (size_t i = 0; i < models.count; i++)
        envfp__bag_add(c, &names, times(c, models.items[i].member, models.items[i].count));
    if (names.count)
        fact_set(c, "accelerator.models", names.items, names.count);
}

/* Instances into which NVIDIA's cards are divided (MIG), where detail is asked for. */
static void show_instances(struct collect *c)
{
    struct source_entry *entries;
    size_t count, found = 0;
    if (source_list(c->source, c->scratch, "/proc/driver/nvidia/capabilities", &entries, &count) !=
        ENVFP_REASON_NONE)
        return;
    check_count(c, "accelerator.instances", count);
    for (size_t i = 0; i < count && i < NODES_MOST; i++) {
        const char *folder =
            source_path(c->scratch, "/proc/driver/nvidia/capabilities/", entries[i].name, "/mig");
        if (folder && view_starts(entries[i].name, VIEW("gpu")))
            found += count_listed(c, folder, VIEW("gi"));
    }
    if (found)
        fact_integer(c, "accelerator.instances", (int64_t)found);
}

void envfp__accelerators_collect(struct collect *c, const struct kinds *pci, enum envfp_reason unseen)
{
    struct bag names = {0};
    bool display = false;
    for (size_t i = 0; i < pci->count; i++) {
        display = display || is_display(&pci->items[i]);
        if (computes(&pci->items[i]))
            name_kind(c, pci, i, &names);
    }
    if (!display)
        name_boards(c, &names);
    show_versions(c, pci);
    if (names.count == 0)
        return;
    if (unseen == ENVFP_REASON_NONE)
        fact_set(c, "accelerator.kinds", names.items, names.count);
    show_nodes(c, pci);
    if (count_driven(pci, "amdgpu"))
        show_targets(c);
    if (count_driven(pci, "nvidia") == 0)
        return;
    show_nvidia(c);
    if (c->source->common->detail) {
        show_models(c);
        show_instances(c);
    }
}
