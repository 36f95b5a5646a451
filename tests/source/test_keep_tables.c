/* SPDX-License-Identifier: MIT */
/* That the rows which say what a recording keeps are sound. */
#include "source/keep.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const struct keep *const tables[] = {envfp__keep_system,   envfp__keep_kernel,   envfp__keep_container,
                                            envfp__keep_libc,     envfp__keep_packages, envfp__keep_runtimes,
                                            envfp__keep_projects, envfp__keep_objects};

#define FOR_EACH_ROW(row)                                                                                    \
    for (size_t table = 0; table < sizeof tables / sizeof *tables; table++)                                  \
        for (const struct keep *row = tables[table]; row->pattern; row++)

/* A path that a pattern is meant for: of choices the first, a star as a name. */
static const char *example_of(const char *pattern)
{
    static char path[1024];
    size_t length = 0;
    if (*pattern == '$') {
        length = (size_t)snprintf(path, sizeof path, "/somewhere");
        pattern = strchr(pattern, '/');
    }
    for (; *pattern && length + 16 < sizeof path; pattern++)
        if (*pattern == '*') {
            path[length++] = 'q';
            pattern += pattern[1] == '*';
        } else if (*pattern == '{') {
            for (pattern++; *pattern != ',' && *pattern != '}'; pattern++)
                path[length++] = *pattern;
            pattern = strchr(pattern, '}');
        } else {
            path[length++] = *pattern;
        }
    path[length] = '\0';
    return path;
}

Test(keep_tables, patterns_are_well_formed)
{
    FOR_EACH_ROW(row)
    {
        const char *open = NULL;
        cr_expect(*row->pattern == '/' || (*row->pattern == '$' && strchr(row->pattern, '/')), "%s",
                  row->pattern);
        for (const char *at = row->pattern; *at; at++) {
            if (*at == '{') {
                cr_expect_null(open, "nested: %s", row->pattern);
                open = at;
            }
            if (*at == '}') {
                cr_expect_not_null(open, "%s", row->pattern);
                open = NULL;
            }
            cr_expect(!(open && *at == '*'), "a choice is no pattern: %s", row->pattern);
        }
        cr_expect_null(open, "%s", row->pattern);
        cr_expect(envfp__keep_fits(row->pattern, view_of(example_of(row->pattern))), "%s", row->pattern);
    }
}

Test(keep_tables, rows_have_what_they_need)
{
    FOR_EACH_ROW(row)
    {
        bool lines = row->how == KEEP_LINES || row->how == KEEP_WHOLE || row->how == KEEP_PROGRAM;
        bool directory = view_ends(view_of(row->pattern), VIEW("/"));
        cr_expect_eq(lines, row->line != NULL, "%s", row->pattern);
        cr_expect(!directory || row->how == KEEP_PRESENCE, "%s", row->pattern);
        cr_expect(directory || !row->name, "%s", row->pattern);
    }
}

/* Whole files only where no person writes. */
Test(keep_tables, nothing_is_kept_whole_where_persons_write)
{
    static const char *const forbidden[] = {"/home/",      "/root/",  "/run/", "/var/run/",
                                            "/proc/self/", "/proc/*", "/tmp/", "$"};
    FOR_EACH_ROW(row)
    {
        if (row->line != envfp__keep_public)
            continue;
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
            cr_expect(!view_starts(view_of(row->pattern), view_of(forbidden[i])), "%s", row->pattern);
    }
}

Test(keep_tables, rows_of_any_directory_name_their_file)
{
    FOR_EACH_ROW(row)
    {
        size_t literal = 0;
        struct view pattern = view_of(row->pattern), last = pattern;
        for (size_t at; (at = view_find_byte(last, '/')) != SIZE_MAX && at + 1 < last.length;)
            last = view_skip(last, at + 1);
        if (view_is(last, "**")) /* then the folder is what names it */
            last = pattern;
        for (size_t i = 0; i < last.length; i++)
            literal += !memchr("*{},/", last.text[i], 5);
        if (row->pattern[0] == '$' && !view_ends(pattern, VIEW("/")) && row->how != KEEP_PRESENCE)
            cr_expect_geq(literal, 3, "%s", row->pattern);
    }
}

Test(keep_tables, every_row_is_reached)
{
    FOR_EACH_ROW(row)
    {
        const struct keep *found = envfp__keep_find(view_of(example_of(row->pattern)));
        cr_expect(found && (found == row ||
                            (found->line == row->line && found->how == row->how && found->name == row->name)),
                  "%s is behind %s", row->pattern, found ? found->pattern : "nothing");
    }
}

Test(keep_tables, what_nobody_reads_has_no_row)
{
    static const char *const paths[] = {"/etc/shadow",
                                        "/etc/passwd",
                                        "/etc/machine-id",
                                        "/etc/hostname",
                                        "/etc/hosts",
                                        "/root/.ssh/id_rsa",
                                        "/root/.netrc",
                                        "/proc/self/environ",
                                        "/proc/self/cmdline",
                                        "/sys/class/dmi/id/product_uuid",
                                        "/sys/class/dmi/id/board_serial",
                                        "/sys/class/net/eth0/address",
                                        "/proc/device-tree/vm,uuid",
                                        "/proc/device-tree/serial-number",
                                        "/var/lib/dpkg/info/x.list",
                                        "/run/secrets/token",
                                        "/.dockerenv",
                                        "/etc/fstab",
                                        "/proc/net/tcp",
                                        "/proc/driver/nvidia/params",
                                        "/sys/block/sda/device/serial"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        cr_expect_null(envfp__keep_find(view_of(paths[i])), "%s", paths[i]);
    cr_expect_null(envfp__keep_find(VIEW("/somewhere/personal.txt.key")));
}
