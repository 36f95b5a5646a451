/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"

#define DEVICES "/sys/bus/pci/devices/"
#define KINDS_MOST 512 /* different devices in one machine */

/* Devices of one kind: what they are, who drives them, how many there are. */
struct kind {
    struct view member, driver;
    bool context; /* virtual functions and removable devices come and go */
    size_t count;
};

struct inventory {
    struct kind kinds[KINDS_MOST];
    size_t count;
};

static void add_device(struct collect *c, struct inventory *inventory, struct view member, struct view driver,
                       bool context)
{
    for (size_t i = 0; i < inventory->count; i++) {
        struct kind *kind = &inventory->kinds[i];
        if (kind->context == context && view_equal(kind->member, member) &&
            view_equal(kind->driver, driver)) {
            kind->count++;
            return;
        }
    }
    if (inventory->count < KINDS_MOST)
        inventory->kinds[inventory->count++] = (struct kind){
            envfp__arena_copy(c->scratch, member), envfp__arena_copy(c->scratch, driver), context, 1};
}

static void show_inventory(struct collect *c, const struct inventory *inventory)
{
    for (size_t i = 0; i < inventory->count; i++) {
        const struct kind *kind = &inventory->kinds[i];
        struct text value = {.arena = c->scratch};
        envfp__text_add(&value, kind->driver.length ? kind->driver : VIEW("none"));
        if (kind->count > 1) {
            envfp__text_add(&value, VIEW(" x"));
            envfp__text_add_number(&value, (int64_t)kind->count);
        }
        fact_member(c, kind->context ? "pci_virtual" : "pci", kind->member, envfp__text_view(&value));
    }
}

/* "v00008086d00001237sv...sd...bc06sc00i00" to "8086:1237:0600". */
static bool parse_modalias(struct view text, char member[15])
{
    size_t class = envfp__view_find(text, VIEW("bc"));
    if (!view_starts(text, VIEW("pci:v")) || text.length < 31 || text.text[13] != 'd' || class == SIZE_MAX ||
        text.length < class + 8)
        return false;
    const char *hex = text.text;
    const char *const pieces[] = {hex + 9, hex + 18, hex + class + 2, hex + class + 6};
    const size_t lengths[] = {4, 4, 2, 2};
    size_t used = 0;
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < lengths[i]; j++) {
            char digit = pieces[i][j];
            member[used++] = (char)(digit >= 'A' && digit <= 'F' ? digit - 'A' + 'a' : digit);
        }
        if (i < 2)
            member[used++] = ':';
    }
    member[used] = '\0';
    return true;
}

/* Whether the device may come and go while the machine stays the same. What sits on the root bus stays. */
static bool is_passing(struct collect *c, struct view name)
{
    struct view text, bus = view_skip(name, view_find_byte(name, ':'));
    if (view_starts(bus, VIEW(":00:")))
        return false;
    const char *physical = source_path(c->scratch, DEVICES, name, "/physfn");
    const char *removable = source_path(c->scratch, DEVICES, name, "/removable");
    if (!physical || !removable)
        return false;
    if (source_link(c->source, c->scratch, physical, &text) == ENVFP_REASON_NONE)
        return true;
    return source_read(c->source, removable, &text) == ENVFP_REASON_NONE &&
           view_starts(text, VIEW("removable"));
}

static enum envfp_reason read_device(struct collect *c, struct inventory *inventory, struct view name)
{
    char member[15];
    struct view text, driver;
    const char *modalias = source_path(c->scratch, DEVICES, name, "/modalias");
    const char *link = source_path(c->scratch, DEVICES, name, "/driver");
    if (!modalias || !link)
        return ENVFP_REASON_NONE;
    enum envfp_reason reason = source_read(c->source, modalias, &text);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!parse_modalias(view_trim(text), member))
        return ENVFP_REASON_MALFORMED;
    reason = source_link(c->source, c->scratch, link, &driver);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        return reason;
    if (reason == ENVFP_REASON_ABSENT)
        driver = VIEW("");
    for (size_t slash; (slash = view_find_byte(driver, '/')) != SIZE_MAX;)
        driver = view_skip(driver, slash + 1);
    add_device(c, inventory, view_of(member), driver, is_passing(c, name));
    return ENVFP_REASON_NONE;
}

/* Where there is no sysfs, the older list: address, ids, resources, driver. It tells no class. */
static void read_proc(struct collect *c, struct inventory *inventory)
{
    struct view rest, line;
    enum envfp_reason reason = source_read(c->source, "/proc/bus/pci/devices", &rest);
    fact_gap(c, "pci/*", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    while (view_cut(&rest, '\n', &line)) {
        struct view field, ids = {0}, driver = {0};
        for (size_t i = 0; view_cut_word(&line, &field); i++) {
            if (i == 1)
                ids = field;
            if (i == 17) /* address, ids, irq, seven starts, seven sizes */
                driver = field;
        }
        if (ids.length != 8)
            continue;
        struct view member = envfp__arena_join(
            c->scratch, (struct view[]){view_take(ids, 4), VIEW(":"), view_skip(ids, 4)}, 3);
        add_device(c, inventory, member, driver, false);
    }
}

/* By type, shape and count, never by address: the same machine with its slots numbered anew is the same. */
void envfp__collect_pci(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    struct inventory *inventory = envfp__arena_alloc(c->scratch, sizeof *inventory);
    if (!inventory)
        return;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/sys/bus/pci/devices", &entries, &count);
    if (reason == ENVFP_REASON_ABSENT || reason == ENVFP_REASON_HIDDEN) {
        fact_gap(c, "pci/*", reason); /* it tells less than sysfs does */
        read_proc(c, inventory);
    } else if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "pci/*", reason);
        return;
    } else {
        for (size_t i = 0; i < count; i++) {
            reason = read_device(c, inventory, entries[i].name);
            if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
                fact_gap(c, "pci/*", reason);
        }
    }
    show_inventory(c, inventory);
}
