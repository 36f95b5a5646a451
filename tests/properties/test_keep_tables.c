/* SPDX-License-Identifier: MIT */
/* That the rows which say what a recording keeps are sound. */
#include "facts/facts.h"
#include "source/keep.h"

#include <criterion/criterion.h>
#include <stdio.h>

/* Every row of everybody who declares; `pattern` is its path. */
#define FOR_EACH_ROW(row)                                                                                    \
    for (size_t by = 0; by < envfp__declarers.count; by++)                                                   \
        for (const struct envfp_read *row = declared_reads(envfp__declarers.get(by)),                        \
                                     *last_row = row + envfp__declarers.get(by)->read_count;                 \
             row < last_row; row++)                                                                          \
            for (const char *pattern = declared_pattern(row); pattern; pattern = NULL)

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
        cr_expect(*pattern == '/' || (*pattern == '$' && strchr(pattern, '/')), "%s", pattern);
        for (const char *at = pattern; *at; at++) {
            if (*at == '{') {
                cr_expect_null(open, "nested: %s", pattern);
                open = at;
            }
            if (*at == '}') {
                cr_expect_not_null(open, "%s", pattern);
                open = NULL;
            }
            cr_expect(!(open && *at == '*'), "a choice is no pattern: %s", pattern);
        }
        cr_expect_null(open, "%s", pattern);
        cr_expect(envfp__declared_fits(pattern, view_of(example_of(pattern))), "%s", pattern);
    }
}

Test(keep_tables, directories_keep_names)
{
    FOR_EACH_ROW(row)
    {
        bool directory = view_ends(view_of(pattern), VIEW("/"));
        cr_expect_eq(directory, row->how == KEEP_NAMES, "%s", pattern);
    }
}

/* Whole files only where no person writes. */
Test(keep_tables, nothing_is_kept_whole_where_persons_write)
{
    static const char *const forbidden[] = {"/home/",      "/root/",  "/run/", "/var/run/",
                                            "/proc/self/", "/proc/*", "/tmp/", "$"};
    FOR_EACH_ROW(row)
    {
        if (strcmp(declared_form(row), "public") != 0)
            continue;
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
            cr_expect(!view_starts(view_of(pattern), view_of(forbidden[i])), "%s", pattern);
    }
}

Test(keep_tables, rows_of_any_directory_name_their_file)
{
    FOR_EACH_ROW(row)
    {
        size_t literal = 0;
        struct view whole = view_of(pattern), last = whole;
        for (size_t at; (at = view_find_byte(last, '/')) != SIZE_MAX && at + 1 < last.length;)
            last = view_skip(last, at + 1);
        if (view_is(last, "**")) /* then the folder is what names it */
            last = whole;
        for (size_t i = 0; i < last.length; i++)
            literal += !memchr("*{},/", last.text[i], 5);
        if (pattern[0] == '$' && !view_ends(whole, VIEW("/")) && row->how != KEEP_PRESENCE)
            cr_expect_geq(literal, row->how == KEEP_PROGRAM ? 1 : 3, "%s",
                          pattern); /* programs are called R, go */
    }
}

Test(keep_tables, every_row_is_reached)
{
    FOR_EACH_ROW(row)
    {
        const struct declaration *declaration = envfp__declarers.get(by);
        struct view path = view_of(example_of(pattern));
        const struct envfp_read *found = row->how == KEEP_CALLED ? envfp__declared_called(declaration, path)
                                         : row->how == KEEP_LINK ? envfp__declared_link(declaration, path)
                                                                 : envfp__declared_read(declaration, path);
        cr_expect(found && (found == row || (found->how == row->how &&
                                             strcmp(declared_form(found), declared_form(row)) == 0)),
                  "%s is behind %s", pattern, found ? declared_pattern(found) : "nothing");
    }
}

/* None but that it is there. */
static bool has_no_row(struct view path)
{
    bool none = true;
    for (size_t i = 0; i < envfp__declarers.count; i++) {
        const struct envfp_read *row = envfp__declared_read(envfp__declarers.get(i), path);
        none = none && (!row || row->how == KEEP_PRESENCE);
    }
    return none;
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
                                        "/etc/fstab",
                                        "/proc/net/tcp",
                                        "/proc/driver/nvidia/params",
                                        "/sys/block/sda/device/serial"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        cr_expect(has_no_row(view_of(paths[i])), "%s", paths[i]);
    cr_expect(has_no_row(VIEW("/somewhere/personal.txt.key")));
}

/* Of what is only looked for nothing is kept but that it is there. */
Test(keep_tables, marks_of_runtimes_are_seen_and_not_kept)
{
    static const char *const paths[] = {"/.dockerenv", "/dev/lxd/sock", "/run/secrets/kubernetes.io"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct envfp_read *found = NULL;
        for (size_t by = 0; !found && by < envfp__declarers.count; by++)
            found = envfp__declared_read(envfp__declarers.get(by), view_of(paths[i]));
        cr_expect(found && found->how == KEEP_PRESENCE, "%s", paths[i]);
    }
}
