/* SPDX-License-Identifier: MIT */
/*
 * Go's linker writes into the section .go.buildinfo the version of Go, the program's modules and its build settings
 * (Go's package debug/buildinfo). Since Go 1.18 the texts are in the section itself; before, the section held their
 * addresses.
 */
#include "collect/app/program_parts.h"

#define HEADER ((size_t)32)
#define FLAGS_AT 15
#define FLAG_INLINE 2
#define FRAME ((size_t)16) /* length of the marks before and after the text of modules */
#define MOST ((uint64_t)1 << 20)
#define SETTINGS_MOST 32

/* The build settings that change what a program does. Flags of compilers and linkers are left out: they may hold
 * anything. */
static const char *const settings[] = {
    "-asan", "-buildmode",  "-compiler",      "-cover",       "-msan",        "-race",
    "-tags", "CGO_ENABLED", "DefaultGODEBUG", "GO386",        "GOAMD64",      "GOARCH",
    "GOARM", "GOARM64",     "GOEXPERIMENT",   "GOFIPS140",    "GOMIPS",       "GOMIPS64",
    "GOOS",  "GOPPC64",     "GORISCV64",      "vcs.modified", "vcs.revision",
};

/* Cuts a text off `bytes`; before it stands its length as a varint. */
static bool cut_text(struct view *bytes, struct view *text)
{
    uint64_t length = 0;
    size_t at = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (at == bytes->length)
            return false;
        unsigned char byte = (unsigned char)bytes->text[at++];
        length |= (uint64_t)(byte & 0x7fU) << shift;
        if (!(byte & 0x80U)) {
            if (length > bytes->length - at)
                return false;
            *text = view_take(view_skip(*bytes, at), (size_t)length);
            *bytes = view_skip(*bytes, at + (size_t)length);
            return true;
        }
    }
    return false;
}

/* The section at hand, and where it stands in the file. */
struct parts {
    struct elf *elf;
    const char *start;
    uint64_t offset;
};

static void took(const struct parts *parts, const char *from, const char *to)
{
    envfp__elf_took(parts->elf, parts->offset + (uint64_t)(from - parts->start), (uint64_t)(to - from));
}

static bool is_told(struct view setting)
{
    struct view name = view_take(setting, view_find_byte(setting, '='));
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (view_is(name, settings[i]))
            return true;
    return false;
}

/* "PATH\tVERSION\tSUM" of a module. */
struct module {
    struct view path, version;
};

static struct module read_module(struct view rest)
{
    struct module module = {VIEW(""), VIEW("")};
    if (view_cut(&rest, '\t', &module.path))
        (void)view_cut(&rest, '\t', &module.version);
    return module;
}

/* Takes (source_took) the path and version of a module's line, without its checksum; for a module replaced by a folder,
 * only the fact that it is one. */
static void took_module(const struct parts *parts, struct view rest, bool replaces)
{
    struct module module = read_module(rest);
    bool folder = view_starts(module.path, VIEW(".")) || view_starts(module.path, VIEW("/"));
    const char *end = view_at(rest, rest.length), *version = view_at(module.version, module.version.length);
    if (replaces && folder)
        end = rest.text + 1;
    else if (module.version.length && version < end)
        end = version + 1;
    took(parts, rest.text, end);
}

/* What replaces a module: another version, another module, or a folder, whose path is private and not shown. */
static struct view replaced(struct collect *c, const struct module *module, struct view rest)
{
    struct module other = read_module(rest);
    bool folder = view_starts(other.path, VIEW(".")) || view_starts(other.path, VIEW("/"));
    struct view by =
        folder ? VIEW("folder")
        : view_equal(other.path, module->path)
            ? other.version
            : envfp__arena_join(c->scratch, (struct view[]){other.path, VIEW(" "), other.version}, 3);
    return envfp__arena_join(c->scratch, (struct view[]){module->version, VIEW(" => "), by}, 3);
}

static void add_module(struct collect *c, const struct module *module)
{
    if (module->path.length)
        fact_member(c, "process.go", module->path,
                    module->version.length ? module->version : VIEW("unknown"));
}

/* Reads the lines, each a keyword and its values; "=>" gives the replacement of the module in the line before. */
static void add_parts(struct collect *c, const struct parts *parts, struct view text)
{
    struct view line, word, told[SETTINGS_MOST];
    struct module pending = {VIEW(""), VIEW("")};
    size_t count = 0;
    while (view_cut(&text, '\n', &line)) {
        struct view rest = line;
        took(parts, line.text + line.length, line.text + line.length + 1); /* the line feed */
        if (!view_cut(&rest, '\t', &word))
            continue;
        if (view_is(word, "=>") && pending.path.length) {
            took(parts, line.text, rest.text);
            took_module(parts, rest, true);
            pending.version = replaced(c, &pending, rest);
            continue;
        }
        add_module(c, &pending);
        pending.path = VIEW("");
        bool module = view_is(word, "mod") || view_is(word, "dep"), path = view_is(word, "path");
        bool setting = view_is(word, "build") && count < SETTINGS_MOST && is_told(rest);
        if (path || module || setting)
            took(parts, line.text, module ? rest.text : line.text + line.length);
        if (path) {
            fact_string(c, "process.go_main", rest);
        } else if (module) {
            pending = read_module(rest);
            took_module(parts, rest, false);
        } else if (setting) {
            told[count++] = rest;
        }
    }
    add_module(c, &pending);
    if (count)
        fact_set(c, "process.go_build", told, count);
}

static enum envfp_reason read_parts(struct collect *c, const struct parts *at, struct view bytes)
{
    struct view version, parts;
    const char *start = bytes.text;
    if (bytes.length < HEADER || !view_starts(bytes, VIEW("\xff Go buildinf:")))
        return ENVFP_REASON_MALFORMED;
    if (!((unsigned char)bytes.text[FLAGS_AT] & FLAG_INLINE)) {
        took(at, start, start + HEADER);
        return ENVFP_REASON_UNSUPPORTED;
    }
    bytes = view_skip(bytes, HEADER);
    if (!cut_text(&bytes, &version) || !cut_text(&bytes, &parts))
        return ENVFP_REASON_MALFORMED;
    took(at, start, parts.text);
    fact_string(c, "process.go_version", view_starts(version, VIEW("go")) ? view_skip(version, 2) : version);
    if (parts.length > FRAME * 2 && parts.text[parts.length - FRAME - 1] == '\n')
        add_parts(c, at, view_take(view_skip(parts, FRAME), parts.length - FRAME * 2));
    return ENVFP_REASON_NONE;
}

void envfp__program_go(struct collect *c, struct elf *elf)
{
    struct elf_section section;
    enum envfp_reason reason = envfp__elf_section(elf, VIEW(".go.buildinfo"), &section);
    if (reason == ENVFP_REASON_NONE && section.size > MOST)
        reason = ENVFP_REASON_TRUNCATED;
    char *bytes =
        reason == ENVFP_REASON_NONE ? envfp__arena_alloc(c->scratch, (size_t)section.size + 1) : NULL;
    if (bytes) {
        reason = envfp__elf_look(elf, section.offset, bytes, (size_t)section.size);
        if (reason == ENVFP_REASON_NONE)
            reason = read_parts(c, &(struct parts){elf, bytes, section.offset},
                                (struct view){bytes, (size_t)section.size});
    }
    fact_gap(c, "process.go_version", reason);
    fact_gap(c, "process.go/*", reason);
}
