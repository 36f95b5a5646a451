/* SPDX-License-Identifier: MIT */
#include "source/filter.h"

#include "base/json_pull.h"
#include "base/json_top.h"
#include "source/address.h"
#include "source/asset_tag.h"
#include "source/parameters.h"

struct filter {
    const char *ending; /* of the path */
    bool whole;         /* `line` gets the whole text at once */
    bool (*line)(const struct source *source, struct view line, struct text *out);
};

static bool is_path_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte_is_digit(byte) ||
           memchr("/._-+~@", byte, 7) != NULL;
}

/* Every home directory in a text as "/~": the same paths in a recording for everybody. */
static void fold_homes(const struct source *source, struct view text, struct text *out)
{
    for (size_t i = 0; i < text.length;) {
        bool starts = text.text[i] == '/' && (i == 0 || !is_path_byte(text.text[i - 1]));
        size_t end = i;
        while (starts && end < text.length && is_path_byte(text.text[end]))
            end++;
        size_t home = starts ? envfp__source_home(source, view_take(view_skip(text, i), end - i)) : 0;
        if (home) {
            envfp__text_add(out, VIEW("/~"));
            i += home;
        } else {
            envfp__text_add_byte(out, text.text[i++]);
        }
    }
}

static bool keep(struct view line, struct text *out)
{
    envfp__text_add(out, line);
    return true;
}

static bool keep_homes_folded(const struct source *source, struct view line, struct text *out)
{
    fold_homes(source, line, out);
    return true;
}

/* ARM boards print their serial number (arch/arm/kernel/setup.c), s390 its processors' identification, for each
 * processor on a line of its own and in a list (arch/s390/kernel/processor.c). */
static bool cpuinfo_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    size_t at = envfp__view_find(line, VIEW("identification"));
    if (view_starts(line, VIEW("Serial")) || view_starts(line, VIEW("cpu serial number")) || at == 0)
        return true;
    struct view rest = view_skip(line, at == SIZE_MAX ? line.length : at);
    size_t comma = view_find_byte(rest, ',');
    if (comma == SIZE_MAX)
        return keep(line, out);
    envfp__text_add(out, view_take(line, at));
    return keep(view_skip(rest, comma + 3), out); /* ",  " */
}

/* s390's partitions and virtual machines by number and program, without their names and serial numbers. */
static bool sysinfo_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("Manufacturer:")) || view_starts(line, VIEW("Type:")) ||
                   view_starts(line, VIEW("LPAR Number:")) || view_has(line, VIEW("Control Program:"))
               ? keep(line, out)
               : true;
}

static bool cmdline_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view word;
    for (bool first = true; envfp__parameter_cut(&line, &word);) {
        bool hint = envfp__parameter_hint(word).length > 0;
        if (!hint && !view_is(word, "--") &&
            !envfp__parameter_find(view_take(word, view_find_byte(word, '='))))
            continue;
        if (!first)
            envfp__text_add_byte(out, ' ');
        first = false;
        envfp__text_add(out,
                        hint && view_starts(word, VIEW("BOOT_IMAGE=")) ? VIEW("BOOT_IMAGE=-gvisor") : word);
    }
    envfp__text_add_byte(out, '\n');
    return true;
}

/* Mount sources name servers, users' shares and volumes after hosts: kept for the kernel's and overlay
 * file systems only. */
static bool mountinfo_line(const struct source *source, struct view line, struct text *out)
{
    size_t dash = envfp__view_find(line, VIEW(" - "));
    struct view tail = view_skip(line, dash == SIZE_MAX ? line.length : dash + 3), type, device;
    if (dash == SIZE_MAX || !view_cut_word(&tail, &type) || !view_cut_word(&tail, &device))
        return true;
    fold_homes(source, view_take(line, dash), out);
    envfp__text_add(out, VIEW(" - "));
    envfp__text_add(out, type);
    envfp__text_add_byte(out, ' ');
    bool local = view_find_byte(device, '/') == SIZE_MAX && view_find_byte(device, ':') == SIZE_MAX &&
                 view_find_byte(device, '@') == SIZE_MAX;
    bool disk = view_starts(device, VIEW("/dev/")) && !view_starts(device, VIEW("/dev/mapper/")) &&
                !view_starts(device, VIEW("/dev/disk/"));
    if (local || disk)
        fold_homes(source, device, out);
    else
        envfp__text_add(out, view_starts(device, VIEW("/dev/mapper/docker-")) ? VIEW("/dev/mapper/docker-_")
                             : view_starts(device, VIEW("/dev/"))             ? VIEW("/dev/_")
                                                                              : VIEW("_"));
    if (view_starts(type, VIEW("nfs")) || view_starts(type, VIEW("cifs")) || view_starts(type, VIEW("smb")) ||
        view_starts(type, VIEW("fuse")) || view_starts(type, VIEW("ceph")))
        envfp__text_add(out, VIEW(" rw\n")); /* options hold addresses and user names */
    else
        fold_homes(source, tail, out);
    return true;
}

static bool starts_with_one(struct view line, const char *const *starts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_starts(line, view_of(starts[i])))
            return true;
    return false;
}

static bool dpkg_line(const struct source *source, struct view line, struct text *out)
{
    static const char *const fields[] = {"Package:", "Status:", "Version:", "Architecture:", "\n"};
    (void)source;
    return starts_with_one(line, fields, sizeof fields / sizeof *fields) ? keep(line, out) : true;
}

/* Python's METADATA: name and version of the headers; the body could say anything. */
static bool metadata_line(const struct source *source, struct view line, struct text *out)
{
    static const char *const fields[] = {"Metadata-Version:", "Name:", "Version:"};
    (void)source;
    if (view_is(line, "\n") || view_is(line, "\r\n"))
        return false;
    return starts_with_one(line, fields, sizeof fields / sizeof *fields) ? keep(line, out) : true;
}

/* What package.json asks for: an object of strings. */
static void package_versions(struct view text, const char *name, bool *first, struct text *out)
{
    struct json_pull json;
    enum json_token token;
    const char *before = NULL;
    envfp__json_start(&json, text, false);
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        if (token != JSON_STRING || json.depth != 2 || json.arrays[2] || !json_key_is(&json, 1, name))
            continue;
        if (!before)
            envfp__text_add_all(out, (const char *const[]){*first ? "{\"" : ",\"", name, "\":{", NULL});
        envfp__text_add(out, before ? VIEW(",\"") : VIEW("\""));
        envfp__text_add(out, json.keys[2]);
        envfp__text_add(out, VIEW("\":\""));
        envfp__text_add(out, json.value);
        envfp__text_add_byte(out, '"');
        before = "";
        *first = false;
    }
    if (before)
        envfp__text_add_byte(out, '}');
}

/* npm's package.json: addresses, authors and folders stand around the name and version. */
static bool package_text(const struct source *source, struct view text, struct text *out)
{
    (void)source;
    struct json_wanted wanted[] = {{"name", VIEW("")}, {"version", VIEW("")}, {"packageManager", VIEW("")}};
    (void)envfp__json_top(text, wanted, 3);
    const char *before = "{\"";
    for (size_t i = 0; i < 3; i++) {
        if (wanted[i].value.length == 0)
            continue;
        envfp__text_add_all(out, (const char *const[]){before, wanted[i].key, "\":\"", NULL});
        envfp__text_add(out, wanted[i].value);
        before = "\",\"";
    }
    if (before[0] != '{')
        envfp__text_add_byte(out, '"');
    bool first = before[0] == '{';
    package_versions(text, "engines", &first, out);
    package_versions(text, "volta", &first, out);
    envfp__text_add(out, first ? VIEW("{}\n") : VIEW("}\n"));
    return false;
}

/* What Python runs at its start is told by its being there; directories stay. */
static bool pth_line(const struct source *source, struct view line, struct text *out)
{
    bool imports = view_starts(line, VIEW("import ")) || view_starts(line, VIEW("import\t"));
    if (imports)
        return keep(VIEW("import _\n"), out);
    return view_starts(line, VIEW("#")) ? true : keep_homes_folded(source, line, out);
}

/* Where a distribution came from: which commit or content, whether it is worked on, and the address without what
 * may be a secret. */
static bool direct_url_text(const struct source *source, struct view text, struct text *out)
{
    static const char *const keys[] = {"\"url\"", "\"commit_id\"", "\"hash\"", "\"sha256\"", "\"vcs\""};
    (void)source;
    const char *before = "{";
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t at = envfp__view_find(text, view_of(keys[i]));
        struct view rest = view_skip(text, at == SIZE_MAX ? text.length : at + strlen(keys[i])), value;
        if (!view_cut(&rest, '"', &value) || !view_is(view_trim(value), ":") || !view_cut(&rest, '"', &value))
            continue;
        if (i == 0)
            value =
                view_starts(value, VIEW("file:")) ? VIEW("file:") : envfp__address_bare(out->arena, value);
        envfp__text_add_all(out, (const char *const[]){before, keys[i], ": \"", NULL});
        envfp__text_add(out, value);
        envfp__text_add_byte(out, '"');
        before = ", ";
    }
    size_t editable = envfp__view_find(text, VIEW("\"editable\""));
    if (editable != SIZE_MAX && view_has(view_take(view_skip(text, editable), 20), VIEW("true")))
        envfp__text_add_all(out, (const char *const[]){before, "\"editable\": true", NULL});
    envfp__text_add(out, before[0] == '{' ? VIEW("{}\n") : VIEW("}\n"));
    return false;
}

/* Addresses without user, password and query, up to the commit or hash that may follow: who fetched a package with
 * which key is nobody's business. */
static bool lock_line(const struct source *source, struct view line, struct text *out)
{
    struct text clean = {.arena = out->arena};
    size_t at;
    /* A comment may say anything; the line stays, since the one before may go on in it. */
    if (view_starts(view_trim(line), VIEW("#"))) {
        envfp__text_add(out, VIEW("#\n"));
        return true;
    }
    while ((at = envfp__view_find(line, VIEW("://"))) != SIZE_MAX) {
        envfp__text_add(&clean, view_take(line, at + 3));
        line = view_skip(line, at + 3);
        size_t end = 0, user = 0, query = SIZE_MAX;
        while (end < line.length && !byte_is_blank(line.text[end]) && !memchr("\"',#>}", line.text[end], 6)) {
            if (line.text[end] == '@' && view_find_byte(view_take(line, end), '/') == SIZE_MAX)
                user = end + 1;
            if (line.text[end] == '?' && query == SIZE_MAX)
                query = end;
            end++;
        }
        envfp__text_add(&clean, view_skip(view_take(line, query < end ? query : end), user));
        line = view_skip(line, end);
    }
    envfp__text_add(&clean, line);
    fold_homes(source, envfp__text_view(&clean), out);
    return true;
}

/* Requirements have comments behind what they ask for, too; a line that goes on still does. */
static bool requirements_line(const struct source *source, struct view line, struct text *out)
{
    for (size_t i = 1; i < line.length; i++) {
        if (line.text[i] != '#' || !byte_is_blank(line.text[i - 1]))
            continue;
        lock_line(source, view_take(line, i), out);
        envfp__text_add(out, view_ends(view_trim(line), VIEW("\\")) ? VIEW("#\\\n") : VIEW("#\n"));
        return true;
    }
    return lock_line(source, line, out);
}

/* Composer's lists hold their authors' names and addresses, a line each; packages have a name with a slash. */
static bool composer_line(const struct source *source, struct view line, struct text *out)
{
    struct view said = view_trim(line);
    size_t colon = view_find_byte(line, ':');
    bool person = view_starts(said, VIEW("\"email\":")) || view_starts(said, VIEW("\"homepage\":")) ||
                  (view_starts(said, VIEW("\"name\":")) && view_find_byte(said, '/') == SIZE_MAX);
    if (!person)
        return lock_line(source, line, out);
    envfp__text_add(out, view_take(line, colon + 1));
    envfp__text_add(out, view_ends(said, VIEW(",")) ? VIEW(" \"\",\n") : VIEW(" \"\"\n"));
    return true;
}

/* Which Python a project asks for, not who wrote it. */
static bool pyproject_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("requires-python")) || view_starts(line, VIEW("[")) ? keep(line, out)
                                                                                      : true;
}

/* Version headers: their numbers and strings, "#define NAME VALUE", not their code. */
static bool header_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view rest = line, word;
    unsigned words = 0;
    while (view_cut_word(&rest, &word))
        words++;
    return view_starts(line, VIEW("#define ")) && words == 3 ? keep(line, out) : true;
}

/* rustup's settings hold the folders of projects, DESCRIPTION authors, .crates.toml where sources were. */
static bool settings_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("default_toolchain")) ? keep(line, out) : true;
}

static bool description_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("Version:")) ? keep(line, out)
           : view_starts(line, VIEW("Built:")) ? keep(VIEW("Built:\n"), out)
                                               : true;
}

static bool crates_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view rest = line, name, version;
    if (!view_starts(line, VIEW("\"")) || !view_cut_word(&rest, &name) || !view_cut_word(&rest, &version))
        return true;
    envfp__text_add(out, name);
    envfp__text_add_byte(out, ' ');
    envfp__text_add(out, version);
    return keep(VIEW(" \n"), out);
}

/* NVIDIA's cards: their names, not their UUIDs. */
static bool gpu_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("Model:")) ? keep(line, out) : true;
}

/* Behind the make of NVIDIA's module stand whoever built it, where, when and with which compiler. */
static bool gpu_version_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    if (view_starts(line, VIEW("NVRM version:")))
        envfp__text_add(out, view_has(line, VIEW("Open Kernel Module"))
                                 ? VIEW("NVRM version: Open Kernel Module\n")
                                 : VIEW("NVRM version:\n"));
    return false;
}

/* AMD's compute nodes: what code they run, not their unique identifier. */
static bool node_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("gfx_target_version ")) ? keep(line, out) : true;
}

/* An identifier of one machine, unless a cloud gives it to all of its own. */
static bool asset_tag_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view tag = view_trim(line);
    if (view_ends(tag, VIEW(".zstack.io")))
        envfp__text_add(out, VIEW(".zstack.io\n"));
    else if (envfp__asset_tag_cloud(tag).length)
        envfp__text_add(out, line);
    return false;
}

/* Xen's guests on EC2 are told by how their identifier begins; the rest names one of them. */
static bool xen_uuid_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    envfp__text_add(out, view_take(view_trim(line), 3));
    return false;
}

/* A partition's name and number, and its machine's serial number, stand beside how it gets processors. */
static bool lparcfg_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("shared_processor_mode=")) ? keep(line, out) : true;
}

/* Names of swap devices and files are the machine's own; their kinds are asked for. */
static bool swaps_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view rest = line, name, type;
    if (view_cut_word(&rest, &name) && view_cut_word(&rest, &type) && name.text[0] == '/') {
        envfp__text_add(out, view_starts(name, VIEW("/dev/zram")) ? VIEW("/dev/zram ") : VIEW("/_ "));
        envfp__text_add(out, type);
        envfp__text_add_byte(out, '\n');
    }
    return true;
}

/* Between the release and the version stand who built the kernel, where, and with which compiler. */
static bool version_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    size_t open = envfp__view_find(line, VIEW(" (")), mark = view_find_byte(line, '#');
    if (open == SIZE_MAX || (mark != SIZE_MAX && mark < open))
        return keep(line, out);
    for (size_t i = line.length; mark == SIZE_MAX && i > open; i--)
        if (line.text[i - 1] == ')')
            mark = i;
    envfp__text_add(out, view_take(line, open));
    envfp__text_add(out, VIEW(" () "));
    return keep(view_skip(line, mark == SIZE_MAX ? line.length : mark), out);
}

static const struct filter filters[] = {
    {"/proc/cpuinfo", false, cpuinfo_line},
    {"/proc/cmdline", false, cmdline_line},
    {"/proc/sysinfo", false, sysinfo_line},
    {"/proc/swaps", false, swaps_line},
    {"/proc/version", false, version_line},
    {"/proc/self/mountinfo", false, mountinfo_line},
    {"/chassis_asset_tag", false, asset_tag_line},
    {"/sys/hypervisor/uuid", false, xen_uuid_line},
    {"/proc/driver/nvidia/version", false, gpu_version_line},
    {"/information", false, gpu_line},
    {"/properties", false, node_line},
    {"/proc/ppc64/lparcfg", false, lparcfg_line},
    {"/dpkg/status", false, dpkg_line},
    {"/METADATA", false, metadata_line},
    {"/PKG-INFO", false, metadata_line},
    {"/package.json", true, package_text},
    {"/node_version.h", false, header_line},
    {"/patchlevel.h", false, header_line},
    {".egg-info", false, metadata_line},
    {"/.crates.toml", false, crates_line},
    {"/DESCRIPTION", false, description_line},
    {"/settings.toml", false, settings_line},
    {".pth", false, pth_line},
    {"/direct_url.json", true, direct_url_text},
    {"/composer.lock", false, composer_line},
    {"/composer/installed.json", false, composer_line},
    {"/pyproject.toml", false, pyproject_line},
    {".lock", false, lock_line},
    {".lockfile", false, lock_line},
    {".lock.hcl", false, lock_line},
    {"-lock.json", false, lock_line},
    {"-lock.yaml", false, lock_line},
    {"-lock.yml", false, lock_line},
    {"/lock.yaml", false, lock_line},
    {"/npm-shrinkwrap.json", false, lock_line},
    {"/packages.lock.json", false, lock_line},
    {"/pylock.toml", false, lock_line},
    {"/environment.yml", false, lock_line},
    {".txt", false, requirements_line},
    {"", false, keep_homes_folded},
};

const struct filter *envfp__filter_find(struct view path)
{
    const struct filter *filter = filters;
    while (!view_ends(path, view_of(filter->ending)))
        filter++;
    return filter;
}

bool envfp__filter_is_whole(const struct filter *filter)
{
    return filter->whole;
}

bool envfp__filter_line(const struct filter *filter, const struct source *source, struct view line,
                        struct text *out)
{
    return filter->line(source, line, out);
}
