/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_source(world)->common->detail = true;
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(config, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

#include "base/sha256.h"

#include <stdio.h>
#define ZLIB_CONST
#include <zlib.h>

static unsigned char packed[1 << 16];

/* gzip's format, as the kernel's build makes it. */
static size_t pack(const char *text, size_t length)
{
    z_stream stream = {0};
    cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (const Bytef *)text;
    stream.avail_in = (uInt)length;
    stream.next_out = packed;
    stream.avail_out = sizeof packed;
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return sizeof packed - stream.avail_out;
}

static const char *digest_of(const char *text)
{
    world_bytes(world, "/proc/config.gz", packed, pack(text, strlen(text)));
    world_collect(world, "config");
    return world_string(world, KERNEL, "config.settings");
}

Test(config, digests_the_lines_that_set_options)
{
    static const char lines[] = "CONFIG_64BIT=y\nCONFIG_USER_NS=y\nCONFIG_HZ=250\n";
    char hex[65];
    envfp__sha256_hex(lines, sizeof lines - 1, hex);
    cr_assert_str_eq(
        digest_of("# 6.1 Configuration\nCONFIG_64BIT=y\n# CONFIG_X is not set\n\nCONFIG_USER_NS=y\n"
                  "CONFIG_HZ=250\n"),
        hex);
    cr_assert_str_eq(world_set(world, KERNEL, "config.options"), "HZ=250 USER_NS=y");
}

Test(config, does_not_follow_comments)
{
    char before[65];
    strcpy(before, digest_of("# Linux 6.1.1\nCONFIG_A=y\n"));
    cr_assert_str_eq(digest_of("# Linux 6.1.2, Thu Jan 1\nCONFIG_A=y\n# end\n"), before);
    cr_assert_str_neq(digest_of("CONFIG_A=m\n"), before);
}

Test(config, joins_lines_that_steps_cut)
{
    static char text[200000], lines[200000];
    size_t length = 0, kept = 0;
    for (int i = 0; length < sizeof text - 100; i++) {
        char line[80];
        int made =
            snprintf(line, sizeof line, "CONFIG_OPTION_%d=\"%.*s\"\n", i, i % 23, "abcdefghijklmnopqrstuvw");
        if (i % 3 == 0)
            length += (size_t)snprintf(text + length, 40, "# CONFIG_%d is not set\n", i);
        memcpy(text + length, line, (size_t)made);
        memcpy(lines + kept, line, (size_t)made);
        length += (size_t)made;
        kept += (size_t)made;
    }
    char hex[65];
    envfp__sha256_hex(lines, kept, hex);
    world_bytes(world, "/proc/config.gz", packed, pack(text, length));
    world_collect(world, "config");
    cr_assert_str_eq(world_string(world, KERNEL, "config.settings"), hex);
}

Test(config, identity_is_the_file_as_it_stands)
{
    char hex[65];
    size_t length = pack("CONFIG_A=y\n", 11);
    envfp__sha256_hex(packed, length, hex);
    world_source(world)->common->detail = false;
    world_bytes(world, "/proc/config.gz", packed, length);
    world_collect(world, "config");
    cr_assert_str_eq(world_string(world, KERNEL, "config.digest"), hex);
    cr_assert_null(world_string(world, KERNEL, "config.settings"), "nobody asked");
}

Test(config, accepts_a_last_line_without_line_feed)
{
    char hex[65];
    strcpy(hex, digest_of("CONFIG_A=y\nCONFIG_B=y\n"));
    cr_assert_str_eq(digest_of("CONFIG_A=y\nCONFIG_B=y"), hex);
}

Test(config, refuses_what_is_no_configuration)
{
    world_file(world, "/proc/config.gz", "hello");
    world_collect(world, "config");
    cr_assert_str_eq(world_gap(world, KERNEL, "config.*"), "malformed");
    size_t length = pack("CONFIG_A=y\n", 11);
    world_bytes(world, "/proc/config.gz", packed, length - 12);
    world_collect(world, "config");
    cr_assert_str_eq(world_gap(world, KERNEL, "config.settings"), "malformed", "cut short");
    cr_assert_null(digest_of("no options here\n"));
}

Test(config, ends_bombs)
{
    static char zeros[1 << 20];
    z_stream stream = {0};
    cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_out = packed;
    stream.avail_out = sizeof packed;
    for (size_t i = 0; i < 8; i++) {
        memset(zeros, '\n', sizeof zeros);
        stream.next_in = (Bytef *)zeros;
        stream.avail_in = sizeof zeros;
        deflate(&stream, i == 7 ? Z_FINISH : Z_NO_FLUSH);
    }
    size_t length = sizeof packed - stream.avail_out;
    deflateEnd(&stream);
    world_bytes(world, "/proc/config.gz", packed, length);
    world_collect(world, "config");
    cr_assert_str_eq(world_gap(world, KERNEL, "config.options"), "truncated");
}

Test(config, is_silent_without_the_file)
{
    world_file(world, "/proc/version", "");
    world_collect(world, "config");
    cr_assert_null(world_gap(world, KERNEL, "config.*"));
}

static const char on_disk[] =
    "# Linux/x86 6.1.76\nCONFIG_IO_URING=y\n# CONFIG_USER_NS is not set\nCONFIG_HZ=1000\n"
    "CONFIG_LOCALVERSION=\"\"\n";

static void name_kernel(const char *release)
{
    world_uname(world, "Linux", release, "#1", "x86_64");
    world_directory(world, "/proc/sys"); /* procfs is there, and has no config.gz */
    world_collect(world, "config");
}

Test(config, falls_back_on_what_a_package_left)
{
    world_file(world, "/boot/config-6.1.0-18-amd64", on_disk);
    world_file(world, "/lib/modules/6.1.0-19-amd64/config", on_disk);
    name_kernel("6.1.0-18-amd64");
    cr_assert_str_eq(world_set(world, KERNEL, "config.options"), "HZ=1000 IO_URING=y");
    cr_assert_str_eq(world_string(world, KERNEL, "config.origin"), "boot");
    cr_assert_null(world_string(world, KERNEL, "config.digest"), "no identity: containers do not have it");
    name_kernel("6.1.0-19-amd64");
    cr_assert_str_eq(world_string(world, KERNEL, "config.origin"), "modules");
}

Test(config, takes_no_other_release_for_this_one)
{
    world_file(world, "/boot/config-6.1.0-18-amd64", on_disk);
    name_kernel("6.1.0-20-amd64");
    cr_assert_null(world_string(world, KERNEL, "config.origin"));
    cr_assert_null(world_gap(world, KERNEL, "config.options"));
}

Test(config, looks_on_disk_for_details_only)
{
    world_file(world, "/boot/config-6.1", on_disk);
    world_source(world)->common->detail = false;
    name_kernel("6.1");
    cr_assert_null(world_string(world, KERNEL, "config.settings"));
}

Test(config, is_not_led_elsewhere_by_a_release)
{
    world_file(world, "/boot/config-../../etc/x", on_disk);
    world_file(world, "/etc/x", on_disk);
    name_kernel("../../etc/x");
    cr_assert_null(world_string(world, KERNEL, "config.settings"));
    world_file(world, "/boot/config-", on_disk);
    name_kernel("");
    cr_assert_null(world_string(world, KERNEL, "config.settings"));
}

Test(config, says_why_the_one_on_disk_could_not_be_read)
{
    world_error(world, "/boot/config-6.1", ENVFP_REASON_DENIED);
    name_kernel("6.1");
    cr_assert_str_eq(world_gap(world, KERNEL, "config.options"), "denied");
    cr_assert_str_eq(world_gap(world, KERNEL, "config.settings"), "denied");
}

Test(config, refuses_a_text_on_disk_that_is_none)
{
    world_file(world, "/boot/config-6.2", "no configuration\n");
    name_kernel("6.2");
    cr_assert_str_eq(world_gap(world, KERNEL, "config.settings"), "malformed");
}

/* A recording has the digest alone: what a home is called there does not matter. */
Test(config, digests_what_stands_on_disk_as_it_is)
{
    char hex[65];
    static const char text[] =
        "CONFIG_INITRAMFS_SOURCE=\"/home/joe/rootfs /home/joe/list\"\nCONFIG_DEFAULT_HOSTNAME=\"joe\"\n";
    envfp__sha256_hex(text, sizeof text - 1, hex);
    world_file(world, "/boot/config-6.1", text);
    name_kernel("6.1");
    cr_assert_str_eq(world_string(world, KERNEL, "config.settings"), hex);
}

#define DIGEST "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

Test(config, is_told_of_what_a_recording_keeps)
{
    world_file(world, "/proc/config.gz",
               "#!envfp config\nfile\t" DIGEST "\nsettings\t" DIGEST "\nCONFIG_HZ=250\n");
    world_collect(world, "config");
    cr_assert_str_eq(world_string(world, KERNEL, "config.digest"), DIGEST);
    cr_assert_str_eq(world_string(world, KERNEL, "config.settings"), DIGEST);
    cr_assert_str_eq(world_set(world, KERNEL, "config.options"), "HZ=250");
    world_file(world, "/proc/config.gz", "#!envfp config\nsettings\t" DIGEST "\n");
    world_collect(world, "config");
    cr_assert_str_eq(world_gap(world, KERNEL, "config.*"), "malformed");
    world_file(world, "/proc/config.gz", "#!envfp config\nfile\t" DIGEST "\nsettings\tjoe\n");
    world_collect(world, "config");
    cr_assert_str_eq(world_gap(world, KERNEL, "config.settings"), "malformed");
}

Test(config, tells_no_list_of_modules_that_is_none)
{
    digest_of("CONFIG_LSM=\"yama,bpf\"\nCONFIG_HZ=https://joe@x/\n");
    cr_assert_str_eq(world_set(world, KERNEL, "config.options"), "HZ=? LSM=\"yama,bpf\"");
}

Test(config, knows_every_listed_option)
{
    static const char some[] =
        "CONFIG_AIO=y\nCONFIG_ARM64_16K_PAGES=y\nCONFIG_BPF_SYSCALL=y\nCONFIG_HZ=100\n"
        "CONFIG_HZ_100=y\nCONFIG_LEGACY_VSYSCALL_NONE=y\nCONFIG_NET=y\nCONFIG_PREEMPT_RT=y\n"
        "CONFIG_RT_GROUP_SCHED=y\nCONFIG_TIME_NS=y\nCONFIG_ZSWAP=y\nCONFIG_ZZ=y\n";
    digest_of(some);
    cr_assert_str_eq(world_set(world, KERNEL, "config.options"),
                     "AIO=y ARM64_16K_PAGES=y BPF_SYSCALL=y HZ=100 LEGACY_VSYSCALL_NONE=y PREEMPT_RT=y "
                     "RT_GROUP_SCHED=y TIME_NS=y ZSWAP=y");
    cr_assert_str_eq(world_string(world, KERNEL, "config.origin"), "proc");
}
