/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

#define PK ENVFP_LAYER_PACKAGES

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(os, .init = set_up, .fini = tear_down);

Test(os, reads_os_release)
{
    world_file(world, "/etc/os-release",
               "# comment\n"
               "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"
               "NAME='Debian \\GNU'\n"
               "VERSION_ID=\"12\"\n"
               "VERSION=\"1\\\"2\\$\\\\\"\n"
               "  ID=debian  \n"
               "VARIANT_ID=\n"
               "HOME_URL=\"https://www.debian.org/\"\n"
               "SECRET_TOKEN=x\n"
               "BUILD_ID=a\\ b");
    world_file(world, "/etc/debian_version", "12.5\n");
    world_collect(world, "os");
    cr_assert_str_eq(world_string(world, PK, "os.pretty_name"), "Debian GNU/Linux 12 (bookworm)");
    cr_assert_str_eq(world_string(world, PK, "os.name"), "Debian \\\\GNU");
    cr_assert_str_eq(world_string(world, PK, "os.version_id"), "12");
    cr_assert_str_eq(world_string(world, PK, "os.version"), "1\"2$\\\\");
    cr_assert_str_eq(world_string(world, PK, "os.id"), "debian");
    cr_assert_str_eq(world_string(world, PK, "os.build_id"), "a b");
    cr_assert_str_eq(world_string(world, PK, "os.debian_version"), "12.5");
    cr_assert_null(world_string(world, PK, "os.variant_id"));
    cr_assert_null(world_string(world, PK, "os.home_url"));
    cr_assert_eq(world_facts(world)->sections[PK].count, 7);
}

Test(os, prefers_etc_and_falls_back_to_usr_lib)
{
    world_file(world, "/usr/lib/os-release", "ID=fedora\n");
    world_collect(world, "os");
    cr_assert_str_eq(world_string(world, PK, "os.id"), "fedora");
    world_file(world, "/etc/os-release", "ID=mine\n");
    world_collect(world, "os");
    cr_assert_str_eq(world_string(world, PK, "os.id"), "mine");
}

/* What old systems' files hold; "-" where there is nothing. */
static const struct {
    const char *path, *text, *id, *name, *version, *codename;
} releases[] = {
    {"/etc/redhat-release", "Red Hat Enterprise Linux Server release 5.11 (Tikanga)\n", "rhel",
     "Red Hat Enterprise Linux Server", "5.11", "Tikanga"},
    {"/etc/redhat-release", "Red Hat Enterprise Linux AS release 4 (Nahant Update 8)\n", "rhel",
     "Red Hat Enterprise Linux AS", "4", "Nahant Update 8"},
    {"/etc/redhat-release", "Red Hat Linux release 9 (Shrike)\n", "redhat", "Red Hat Linux", "9", "Shrike"},
    {"/etc/redhat-release", "CentOS release 6.7 (Final)\n", "centos", "CentOS", "6.7", "Final"},
    {"/etc/centos-release", "CentOS release 6.9 (Final)\n", "centos", "CentOS", "6.9", "Final"},
    {"/etc/redhat-release", "Scientific Linux release 6.4 (Carbon)\n", "scientific", "Scientific Linux",
     "6.4", "Carbon"},
    {"/etc/redhat-release", "CloudLinux Server release 6.10 (Vladislav Volkov)\n", "cloudlinux",
     "CloudLinux Server", "6.10", "Vladislav Volkov"},
    {"/etc/redhat-release", "EuroLinux release 8.5 (Tirana)\n", "eurolinux", "EuroLinux", "8.5", "Tirana"},
    {"/etc/redhat-release", "XCP-ng release 7.4.0 (xenenterprise)\n", "xenenterprise", "XCP-ng", "7.4.0",
     "xenenterprise"},
    {"/etc/oracle-release", "Oracle Linux Server release 7.9", "ol", "Oracle Linux Server", "7.9", "-"},
    {"/etc/enterprise-release", "Enterprise Linux Enterprise Linux Server release 5.8 (Carthage)\n", "ol",
     "Oracle Linux Server", "5.8", "Carthage"},
    {"/etc/ovs-release", "Oracle VM server release 3.4.6\n", "ovs", "Oracle VM server", "3.4.6", "-"},
    {"/etc/system-release", "Amazon Linux AMI release 2012.03\n", "amzn", "Amazon Linux AMI", "2012.03", "-"},
    {"/etc/system-release", "Kylin Linux Advanced Server release V10 (Sword)\n", "kylin",
     "Kylin Linux Advanced Server", "V10", "Sword"},
    {"/etc/system-release", "openEuler release 20.03 (LTS)\n", "openeuler", "openEuler", "20.03", "LTS"},
    {"/etc/fedora-release", "Fedora release 14 (Laughlin)\n", "fedora", "Fedora", "14", "Laughlin"},
    {"/etc/vmware-release", "VMware ESX 4.1 (Kandinsky)\n", "esx", "VMware ESX", "4.1", "Kandinsky"},
    {"/etc/f5-release", "BIG-IP release 11.5.1 (Final)\n", "bigip", "BIG-IP", "11.5.1", "Final"},
    {"/etc/Eos-release", "Arista Networks EOS 4.11.2\n", "arista_eos", "Arista Networks EOS", "4.11.2", "-"},
    {"/etc/parallels-release", "Parallels Cloud Server 6.0.5 (20007)\n", "parallels",
     "Parallels Cloud Server", "6.0.5", "20007"},
    {"/etc/photon-release", "VMware Photon OS 4.0\nPHOTON_BUILD_NUMBER=1526e30ba\n", "photon",
     "VMware Photon OS", "4.0", "-"},
    {"/etc/mariner-release", "CBL-Mariner 2.0.20220226\nMARINER_BUILD_NUMBER=abc\n", "mariner", "CBL-Mariner",
     "2.0.20220226", "-"},
    {"/etc/altlinux-release", "ALT Linux 7.0.4 Centaurus (Centaurus)\n", "altlinux", "ALT Linux", "7.0.4",
     "Centaurus"},
    {"/etc/mageia-release", "Mageia release 4 (Official) for x86_64\n", "mageia", "Mageia", "4", "-"},
    {"/etc/mandriva-release", "Mandriva Linux release 2010.2 (Official) for i586\n", "mandrivalinux",
     "Mandriva Linux", "2010.2", "-"},
    {"/etc/mandrake-release", "Mandrake Linux release 9.2 (FiveStar) for i586\n", "mandrake",
     "Mandrake Linux", "9.2", "FiveStar"},
    {"/etc/SuSE-release", "openSUSE 12.1 (x86_64)\nVERSION = 12.1\nCODENAME = Asparagus\n", "opensuse",
     "openSUSE", "12.1", "Asparagus"},
    {"/etc/SuSE-release", "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 3\n", "sles",
     "SUSE Linux Enterprise Server", "11.3", "-"},
    {"/etc/SuSE-release", "SUSE LINUX Enterprise Server 9 (i586)\nVERSION = 9\nPATCHLEVEL = 0\n", "suse",
     "SUSE LINUX Enterprise Server", "9", "-"},
    {"/etc/SuSE-release", "SUSE Linux Enterprise Desktop 11 (x86_64)\n", "sled",
     "SUSE Linux Enterprise Desktop", "11", "-"},
    {"/etc/slackware-version", "Slackware 13.37.0\n", "slackware", "Slackware", "13.37.0", "-"},
    {"/etc/alpine-release", "3.4.6\n", "alpine", "Alpine Linux", "3.4.6", "-"},
    {"/etc/gentoo-release", "Gentoo Base System release 2.0.3\n", "gentoo", "Gentoo", "2.0.3", "-"},
    {"/etc/sabayon-release", "Sabayon Linux amd64 11\n", "sabayon", "Sabayon", "11", "-"},
    {"/etc/frugalware-release", "Frugalware 1.8 (Cinna)\n", "frugalware", "Frugalware", "1.8", "Cinna"},
    {"/etc/pld-release", "2.99 PLD Linux (Th)\n", "pld", "PLD Linux", "2.99", "Th"},
    {"/etc/lfs-release", "6.8\n", "lfs", "Linux From Scratch", "6.8", "-"},
    {"/etc/arch-release", "", "arch", "Arch Linux", "-", "-"},
    {"/etc/manjaro-release", "Manjaro Linux\n", "manjaro", "Manjaro Linux", "-", "-"},
    {"/etc/sourcemage-release", "Source Mage GNU/Linux x86_64-pc-linux-gnu\n", "smgl",
     "Source Mage GNU/Linux", "-", "-"},
    {"/etc/debian_version", "6.0.10\n", "debian", "Debian GNU/Linux", "6.0.10", "-"},
    {"/etc/debian_version", "squeeze/sid\n", "debian", "Debian GNU/Linux", "-", "squeeze/sid"},
    {"/etc/devuan_version", "jessie\n", "devuan", "Devuan GNU/Linux", "-", "jessie"},
    {"/etc/openwrt_release",
     "DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='15.05.1'\nDISTRIB_CODENAME='chaos_calmer'\n"
     "DISTRIB_DESCRIPTION='OpenWrt Chaos Calmer 15.05.1'\n",
     "openwrt", "OpenWrt", "15.05.1", "chaos_calmer"},
    {"/etc/lsb-release", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=10.04\nDISTRIB_CODENAME=lucid\n", "ubuntu",
     "Ubuntu", "10.04", "lucid"},
    {"/etc/lsb-release", "DISTRIB_ID=\"VMware Photon\"\nDISTRIB_RELEASE=\"1.0\"\n", "photon", "VMware Photon",
     "1.0", "-"},
    {"/etc/lsb-release", "DISTRIB_ID=CoreOS\nDISTRIB_RELEASE=367.1.0\n", "coreos", "CoreOS", "367.1.0", "-"},
    {"/etc/lsb-release", "DISTRIB_ID=RedHatEnterpriseServer\n", "rhel", "RedHatEnterpriseServer", "-", "-"},
    {"/etc/lsb-release", "DISTRIB_ID=\"Some Thing\"\n", "some_thing", "Some Thing", "-", "-"},
    {"/system/build.prop",
     "# begin\nro.build.id=AP2A\nro.build.version.release=14\nro.serialno=secret\nro.build.user=me\n",
     "android", "Android", "14", "-"},
};

Test(os, reads_what_came_before_os_release)
{
    for (size_t i = 0; i < sizeof releases / sizeof *releases; i++) {
        struct world *old = world_new();
        world_file(old, releases[i].path, releases[i].text);
        world_collect(old, "os");
        const char *wanted[] = {releases[i].id, releases[i].name, releases[i].version, releases[i].codename};
        const char *keys[] = {"os.id", "os.name", "os.version_id", "os.version_codename"};
        for (size_t j = 0; j < 4; j++) {
            const char *got = world_string(old, PK, keys[j]);
            cr_expect_str_eq(got ? got : "-", wanted[j], "%s%s: %s", releases[i].text, keys[j],
                             got ? got : "nothing");
        }
        world_free(old);
    }
}

Test(os, trusts_a_rebuilds_own_file)
{
    world_file(world, "/etc/redhat-release", "Red Hat Enterprise Linux Server release 6.4 (Santiago)\n");
    world_file(world, "/etc/oracle-release", "Oracle Linux Server release 6.4\n");
    world_file(world, "/etc/lsb-release", "LSB_VERSION=base-4.0-amd64\nDISTRIB_RELEASE=9\n");
    world_collect(world, "os");
    cr_expect_str_eq(world_string(world, PK, "os.id"), "ol");
    cr_expect_str_eq(world_string(world, PK, "os.version_id"), "6.4");
}

Test(os, looks_further_where_a_file_says_nothing)
{
    world_file(world, "/etc/os-release", "# nothing yet\n");
    world_file(world, "/etc/lsb-release", "LSB_VERSION=base-4.0-amd64\n");
    world_file(world, "/etc/redhat-release", "\n");
    world_file(world, "/etc/system-release", "Amazon Linux release 2 (Karoo)\n");
    world_collect(world, "os");
    cr_expect_str_eq(world_string(world, PK, "os.id"), "amzn");
    cr_expect_str_eq(world_string(world, PK, "os.version_id"), "2");
}

Test(os, tells_a_derivative_with_the_os_release_of_another)
{
    world_file(world, "/etc/os-release",
               "NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"14.04\"\n");
    world_file(world, "/etc/lsb-release",
               "DISTRIB_ID=LinuxMint\nDISTRIB_RELEASE=17.3\nDISTRIB_CODENAME=rosa\n"
               "DISTRIB_DESCRIPTION=\"Linux Mint 17.3 Rosa\"\n");
    world_collect(world, "os");
    cr_expect_str_eq(world_string(world, PK, "os.id"), "ubuntu");
    cr_expect_str_eq(world_string(world, PK, "os.version_id"), "14.04");
    cr_expect_str_eq(world_string(world, PK, "os.derivative"), "LinuxMint");
    cr_expect_str_eq(world_string(world, PK, "os.derivative_version"), "17.3");
    cr_expect_str_eq(world_string(world, PK, "os.derivative_codename"), "rosa");
}

Test(os, takes_two_spellings_of_a_name_for_one)
{
    static const char *const pairs[][2] = {
        {"ID=ubuntu\nNAME=Ubuntu\n", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=24.04\n"},
        {"ID=manjaro\nNAME=\"Manjaro Linux\"\n", "DISTRIB_ID=ManjaroLinux\n"},
        {"ID=arch\nNAME=\"Arch Linux\"\n", "DISTRIB_ID=\"Arch\"\n"},
        {"ID=photon\nNAME=\"VMware Photon OS\"\n", "DISTRIB_ID=\"VMware Photon\"\n"},
        {"ID=elementary\nNAME=\"elementary OS\"\n", "DISTRIB_ID=elementary\n"},
        {"ID=rhel\nNAME=Red\n", "LSB_VERSION=:core-4.1\n"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct world *one = world_new();
        world_file(one, "/etc/os-release", pairs[i][0]);
        world_file(one, "/etc/lsb-release", pairs[i][1]);
        world_collect(one, "os");
        cr_expect_null(world_string(one, PK, "os.derivative"), "%s", pairs[i][1]);
        world_free(one);
    }
}

Test(os, tells_a_file_that_lost_its_end)
{
    world_file(world, "/etc/os-release", "ID=debian\nVERSION_ID=\"1");
    world_collect(world, "os");
    cr_expect_str_eq(world_string(world, PK, "os.id"), "debian");
    cr_expect_null(world_string(world, PK, "os.version_id"));
    cr_expect_str_eq(world_gap(world, PK, "os.*"), "truncated");
}

Test(os, takes_the_last_of_two_values)
{
    world_file(world, "/etc/os-release", "ID=one\nVERSION_ID=1\nID='two'\n");
    world_collect(world, "os");
    cr_expect_str_eq(world_string(world, PK, "os.id"), "two");
}

Test(os, tells_denied_from_absent)
{
    world_collect(world, "os");
    cr_assert_eq(world_facts(world)->sections[PK].count, 0);
    cr_assert_eq(world_facts(world)->sections[PK].gap_count, 0);
    world_error(world, "/etc/os-release", ENVFP_REASON_DENIED);
    world_collect(world, "os");
    cr_assert_str_eq(world_gap(world, PK, "os.*"), "denied");
}

/* What editors of other systems leave, and what a shell makes of quotes: os-release(5). */
Test(os, is_read_as_a_shell_would)
{
    world_file(
        world, "/etc/os-release",
        "\xef\xbb\xbfID=debian\nNAME=\"Deb\"ian\nVERSION_ID=1'2' # twelve\nVERSION=\"12 \"'(book'\\worm\\)\n"
        "PRETTY_NAME='Debian '\"GNU/Linux\"\nVARIANT=plain words\n");
    world_collect(world, "os");
    cr_expect_str_eq(world_string(world, PK, "os.id"), "debian");
    cr_expect_str_eq(world_string(world, PK, "os.name"), "Debian");
    cr_expect_str_eq(world_string(world, PK, "os.version_id"), "12");
    cr_expect_str_eq(world_string(world, PK, "os.version"), "12 (bookworm)");
    cr_expect_str_eq(world_string(world, PK, "os.pretty_name"), "Debian GNU/Linux");
    cr_expect_str_eq(world_string(world, PK, "os.variant"), "plain words");
}

Test(os, has_no_code_name_in_its_release)
{
    static const char *const lines[][3] = {
        {"Red Hat Enterprise Linux Server release 6.10(Santiago)\n", "6.10", "Santiago"},
        {"CloudLinux release 7.9(Boris Yegorov)\n", "7.9", "Boris Yegorov"},
        {"CentOS Stream release 8\n", "8", NULL},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        world_file(world, "/etc/redhat-release", lines[i][0]);
        world_collect(world, "os");
        cr_expect_str_eq(world_string(world, PK, "os.version_id"), lines[i][1]);
        const char *name = world_string(world, PK, "os.version_codename");
        cr_expect(lines[i][2] ? name && strcmp(name, lines[i][2]) == 0 : !name, "%s", lines[i][0]);
    }
}
