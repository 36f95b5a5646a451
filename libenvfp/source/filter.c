/* SPDX-License-Identifier: MIT */
#include "source/filter_parts.h"

#include "source/asset_tag.h"
#include "source/parameters.h"

static bool is_path_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte_is_digit(byte) ||
           memchr("/._-+~@", byte, 7) != NULL;
}

void envfp__filter_fold(const struct source *source, struct view text, struct text *out)
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

bool envfp__filter_keep_folded(const struct source *source, struct view line, struct text *out)
{
    envfp__filter_fold(source, line, out);
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
        return filter_keep(line, out);
    envfp__text_add(out, view_take(line, at));
    return filter_keep(view_skip(rest, comma + 3), out); /* ",  " */
}

/* s390's partitions and virtual machines by number and program, without their names and serial numbers. */
static bool sysinfo_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("Manufacturer:")) || view_starts(line, VIEW("Type:")) ||
                   view_starts(line, VIEW("LPAR Number:")) || view_has(line, VIEW("Control Program:"))
               ? filter_keep(line, out)
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
    envfp__filter_fold(source, view_take(line, dash), out);
    envfp__text_add(out, VIEW(" - "));
    envfp__text_add(out, type);
    envfp__text_add_byte(out, ' ');
    bool local = view_find_byte(device, '/') == SIZE_MAX && view_find_byte(device, ':') == SIZE_MAX &&
                 view_find_byte(device, '@') == SIZE_MAX;
    bool disk = view_starts(device, VIEW("/dev/")) && !view_starts(device, VIEW("/dev/mapper/")) &&
                !view_starts(device, VIEW("/dev/disk/"));
    if (local || disk)
        envfp__filter_fold(source, device, out);
    else
        envfp__text_add(out, view_starts(device, VIEW("/dev/mapper/docker-")) ? VIEW("/dev/mapper/docker-_")
                             : view_starts(device, VIEW("/dev/"))             ? VIEW("/dev/_")
                                                                              : VIEW("_"));
    if (view_starts(type, VIEW("nfs")) || view_starts(type, VIEW("cifs")) || view_starts(type, VIEW("smb")) ||
        view_starts(type, VIEW("fuse")) || view_starts(type, VIEW("ceph")))
        envfp__text_add(out, VIEW(" rw\n")); /* options hold addresses and user names */
    else
        envfp__filter_fold(source, tail, out);
    return true;
}

/* NVIDIA's cards: their names, not their UUIDs. */
static bool gpu_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("Model:")) ? filter_keep(line, out) : true;
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
    return view_starts(line, VIEW("gfx_target_version ")) ? filter_keep(line, out) : true;
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
    return view_starts(line, VIEW("shared_processor_mode=")) ? filter_keep(line, out) : true;
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
        return filter_keep(line, out);
    for (size_t i = line.length; mark == SIZE_MAX && i > open; i--)
        if (line.text[i - 1] == ')')
            mark = i;
    envfp__text_add(out, view_take(line, open));
    envfp__text_add(out, VIEW(" () "));
    return filter_keep(view_skip(line, mark == SIZE_MAX ? line.length : mark), out);
}

/* The last one fits every path. */
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
    {"", false, envfp__filter_keep_folded},
};

const struct filter *envfp__filter_find(struct view path)
{
    const struct filter *filter = envfp__filter_software;
    for (; filter->line; filter++)
        if (view_ends(path, view_of(filter->ending)))
            return filter;
    filter = filters;
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
