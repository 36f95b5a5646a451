/* SPDX-License-Identifier: MIT */
#include "collect/hardware/cpuinfo.h"

#include "source/keep_rows.h"

#define PLACES_MOST 65536 /* processors whose place is kept */
#define PARTS_MOST 64     /* different kinds of cores in one machine */

enum { PROCESSOR = CPUINFO_FIELDS, PACKAGE, CORE, COUNT, SIBLINGS, PACKAGE_CORES };

/*
 * The keys of arch/<name>/kernel; each family of processors has its own. A key not listed is never read, above all
 * serial numbers ("Serial", "cpu serial number", s390's "identification").
 */
static const struct {
    char key[20];
    uint8_t field;
} keys[] = {
    {"processor", PROCESSOR},
    {"vendor_id", CPUINFO_VENDOR}, /* x86, s390, User Mode Linux, Xtensa */
    {"cpu family", CPUINFO_FAMILY},
    {"model", CPUINFO_MODEL},
    {"model name", CPUINFO_MODEL_NAME},
    {"stepping", CPUINFO_STEPPING},
    {"microcode", CPUINFO_MICROCODE},
    {"physical id", PACKAGE},
    {"core id", CORE},
    {"siblings", SIBLINGS},
    {"cpu cores", PACKAGE_CORES},
    {"package", PACKAGE}, /* MIPS, LoongArch */
    {"core", CORE},
    {"flags", CPUINFO_FLAGS},
    {"Features", CPUINFO_FLAGS}, /* ARM, LoongArch */
    {"CPU implementer", CPUINFO_IMPLEMENTER},
    {"CPU architecture", CPUINFO_ARCHITECTURE},
    {"CPU variant", CPUINFO_VARIANT},
    {"CPU part", CPUINFO_PART},
    {"CPU revision", CPUINFO_REVISION},
    {"Processor", CPUINFO_CPU}, /* old ARM kernels, before the first processor */
    {"Hardware", CPUINFO_PLATFORM},
    {"cpu", CPUINFO_CPU}, /* POWER, SPARC, PA-RISC, Alpha */
    {"revision", CPUINFO_REVISION},
    {"platform", CPUINFO_PLATFORM},
    {"machine", CPUINFO_MACHINE},
    {"features", CPUINFO_FLAGS},    /* s390, IA-64 */
    {"isa", CPUINFO_ISA},           /* RISC-V, MIPS */
    {"cpu-vector", CPUINFO_VECTOR}, /* T-Head's kernels */
    {"uarch", CPUINFO_UARCH},
    {"mvendorid", CPUINFO_VENDOR},
    {"marchid", CPUINFO_FAMILY},
    {"mimpid", CPUINFO_MODEL},
    {"system type", CPUINFO_PLATFORM}, /* MIPS, Alpha, LoongArch */
    {"cpu model", CPUINFO_CPU_MODEL},
    {"ASEs implemented", CPUINFO_FLAGS},
    {"CPU Family", CPUINFO_FAMILY}, /* LoongArch */
    {"Model Name", CPUINFO_MODEL_NAME},
    {"CPU Revision", CPUINFO_MODEL},
    {"ISA", CPUINFO_ISA},
    {"type", CPUINFO_PLATFORM}, /* SPARC */
    {"cpucaps", CPUINFO_FLAGS},
    {"cpu variation", CPUINFO_MODEL}, /* Alpha */
    {"cpu revision", CPUINFO_STEPPING},
    {"cpu type", CPUINFO_CPU}, /* SuperH */
    {"cpu flags", CPUINFO_FLAGS},
    {"CPU", CPUINFO_CPU_MODEL}, /* m68k: a number that is a name */
    {"vendor", CPUINFO_VENDOR}, /* IA-64 */
    {"family", CPUINFO_FAMILY},
    {"arch", CPUINFO_ARCHITECTURE},
    {"C-SKY CPU model", CPUINFO_CPU_MODEL},
    {"CPU-Family", CPUINFO_FAMILY}, /* MicroBlaze */
    {"platform string", CPUINFO_PLATFORM},
    {"ncpus active", COUNT}, /* SPARC */
    {"cpus active", COUNT},  /* Alpha */
    {"CPU count", COUNT},    /* Xtensa */
};

static int field_of(struct view key)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (key.text[0] == keys[i].key[0] && view_is(key, keys[i].key))
            return keys[i].field;
    return -1;
}

static bool bag_has(const struct bag *bag, struct view item)
{
    for (size_t i = bag->count; i > 0; i--)
        if (view_equal(bag->items[i - 1], item))
            return true;
    return false;
}

static void add_once(struct collect *c, struct cpuinfo *info, struct bag *bag, struct view item)
{
    if (item.length == 0 || bag_has(bag, item))
        return;
    if (bag->count < PARTS_MOST)
        envfp__bag_add(c, bag, item);
    else
        info->cut = true;
}

/* The ARM identity of one processor, as far as its paragraph has been read. */
struct part {
    struct view pieces[4]; /* implementer, part, variant, revision */
};

void envfp__cpuinfo_add_part(struct collect *c, struct cpuinfo *info, const struct view pieces[4])
{
    struct view text = envfp__arena_join(
        c->scratch,
        (struct view[]){pieces[0], VIEW(":"), pieces[1], VIEW(":"), pieces[2], VIEW(":"), pieces[3]}, 7);
    add_once(c, info, &info->parts, text);
}

static void end_part(struct collect *c, struct cpuinfo *info, struct part *part)
{
    if (part->pieces[1].length)
        envfp__cpuinfo_add_part(c, info, part->pieces);
    *part = (struct part){{{0}}};
}

static void note_part(struct part *part, int field, struct view value)
{
    static const int fields[] = {CPUINFO_IMPLEMENTER, CPUINFO_PART, CPUINFO_VARIANT, CPUINFO_REVISION};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (field == fields[i])
            part->pieces[i] = value;
}

static void note_place(struct collect *c, struct cpuinfo *info, int field, struct view value)
{
    uint64_t number;
    if (!envfp__view_number(value, 10, &number) || number > UINT32_MAX)
        return;
    if (field == PACKAGE && info->place_count == PLACES_MOST) {
        info->cut = true;
    } else if (field == PACKAGE) {
        struct cpuinfo_place *room = envfp__arena_grow(c->scratch, info->places, info->place_count,
                                                       &info->place_capacity, sizeof *room);
        if (!room)
            return;
        info->places = room;
        info->places[info->place_count++] = (struct cpuinfo_place){(uint32_t)number, 0};
    } else if (field == CORE && info->place_count) {
        info->places[info->place_count - 1].core = (uint32_t)number;
    }
}

static void count_processor(struct cpuinfo *info, struct view number)
{
    uint64_t cpu;
    info->processors++;
    if (envfp__view_number(number, 10, &cpu) && cpu < CPUSET_MOST)
        cpuset_add(&info->numbers, (unsigned)cpu);
}

static bool is_number(struct view value)
{
    uint64_t number;
    return envfp__view_number(value, 10, &number);
}

static void note(struct collect *c, struct cpuinfo *info, int field, struct view value)
{
    if (field == PACKAGE || field == CORE) {
        note_place(c, info, field, value);
        return;
    }
    uint64_t count;
    if (field == COUNT || field == SIBLINGS || field == PACKAGE_CORES) {
        size_t *place = field == COUNT      ? &info->processors
                        : field == SIBLINGS ? &info->siblings
                                            : &info->package_cores;
        if (*place == 0 && envfp__view_number(value, 10, &count) && count <= PLACES_MOST)
            *place = (size_t)count;
        else if (*place == 0 && is_number(value))
            info->cut = true;
        return;
    }
    if (field == PROCESSOR || (field == CPUINFO_CPU && is_number(value))) {
        if (is_number(value) || value.length == 0) {
            count_processor(info, value);
            return;
        }
        field = CPUINFO_CPU; /* lower-case "processor" with a name (old kernels) */
    }
    if (value.length == 0)
        return;
    if (field == CPUINFO_FLAGS)
        add_once(c, info, &info->flags, value);
    if (field == CPUINFO_MICROCODE)
        add_once(c, info, &info->microcodes, value);
    if (field == CPUINFO_ISA)
        add_once(c, info, &info->isas, value);
    if (info->fields[field].length == 0)
        info->fields[field] = envfp__arena_copy(c->scratch, value);
    else if (field != CPUINFO_FLAGS && field != CPUINFO_MICROCODE)
        info->mixed = info->mixed || !view_equal(info->fields[field], value);
}

/* A line whose key holds the processor's number: s390's "processor 0: version = FF,  identification = ...,  machine =
 * 2964", of which only the machine type counts, and ARC's "processor [0]: ARC HS38 R2.1 (ARCv2 ISA)". */
struct numbered_line {
    struct view number, machine, name; /* the last two are empty where the line lacks them */
};

static bool read_numbered(struct view key, struct view value, struct numbered_line *line)
{
    const struct view machine = VIEW("machine = ");
    *line = (struct numbered_line){.number = key};
    if (!view_cut_start(&line->number, VIEW("processor ")))
        return false;
    size_t at = envfp__view_find(value, machine);
    if (view_ends(line->number, VIEW("]")) && view_cut_start(&line->number, VIEW("["))) {
        line->number.length--;
        line->name = value;
    } else if (at != SIZE_MAX) {
        value = view_skip(value, at + machine.length);
        (void)view_cut_word(&value, &line->machine);
    }
    return is_number(line->number);
}

static void note_numbered(struct collect *c, struct cpuinfo *info, const struct numbered_line *line)
{
    count_processor(info, line->number);
    if (line->name.length && info->fields[CPUINFO_CPU].length == 0)
        info->fields[CPUINFO_CPU] = envfp__arena_copy(c->scratch, line->name);
    if (line->machine.length && info->fields[CPUINFO_MODEL].length == 0)
        info->fields[CPUINFO_MODEL] = envfp__arena_copy(c->scratch, line->machine);
}

enum envfp_reason envfp__cpuinfo_read(struct collect *c, struct cpuinfo *info)
{
    *info = (struct cpuinfo){.processors = 0};
    struct view rest, line, key, value;
    enum envfp_reason reason = source_read(c->source, "/proc/cpuinfo", &rest);
    if (reason != ENVFP_REASON_NONE)
        return reason; /* of a part, the processors that are missing are not known */
    struct part part = {{{0}}};
    while (view_cut(&rest, '\n', &line)) {
        if (!view_split(line, ':', &key, &value) || key.length == 0)
            continue;
        int field = field_of(key);
        struct numbered_line numbered;
        if (field < 0) {
            if (read_numbered(key, value, &numbered))
                note_numbered(c, info, &numbered);
            continue;
        }
        if (field == PROCESSOR)
            end_part(c, info, &part);
        /* Only x86 and Xtensa have a line called "flags", and of these only x86 has a family that is a number. */
        info->x86 = info->x86 || (view_is(key, "flags") && is_number(info->fields[CPUINFO_FAMILY]));
        note_part(&part, field, value);
        note(c, info, field, value);
    }
    end_part(c, info, &part);
    info->mixed = info->mixed || info->parts.count > 1;
    /* A kernel built for one processor need not number it. */
    const struct view *fields = info->fields;
    if (info->processors == 0 && (fields[CPUINFO_IMPLEMENTER].length || fields[CPUINFO_MODEL_NAME].length ||
                                  fields[CPUINFO_CPU_MODEL].length || fields[CPUINFO_CPU].length))
        info->processors = 1;
    return reason;
}

/* ---- What a recording keeps ---------------------------------------------------------------------------------------- */

static void add_numbered(struct view key, const struct numbered_line *line, struct text *out)
{
    envfp__text_add(out, key);
    envfp__text_add(out, VIEW(": "));
    envfp__keep_plain(line->name, out);
    if (line->machine.length) {
        envfp__text_add(out, VIEW("machine = "));
        envfp__keep_plain(line->machine, out);
    }
    envfp__text_add_byte(out, '\n');
}

bool envfp__keep_cpuinfo(const struct source *source, struct view line, struct text *out)
{
    struct view end, key, value, body = envfp__keep_body(line, &end);
    struct numbered_line numbered;
    (void)source;
    if (!view_split(body, ':', &key, &value) || key.length == 0)
        return true;
    if (field_of(key) < 0) {
        if (read_numbered(key, value, &numbered))
            add_numbered(key, &numbered, out);
        return true;
    }
    envfp__text_add(out, key);
    envfp__text_add(out, VIEW("\t: "));
    envfp__keep_plain(value, out);
    envfp__text_add(out, end);
    return true;
}
