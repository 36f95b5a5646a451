/* SPDX-License-Identifier: MIT */
#include "versions.h"

/* deb-version(7): tildes, letters before others, epochs, revisions. */
Test(version_packages, dpkg)
{
    rises(VERSION_DPKG,
          (const char *const[]){"1.0~~", "1.0~~a", "1.0~", "1.0", "1.0-1", "1.0-1+b1", "1.0-1.1", "1.0a",
                                "1.0+b", "1.0.1", "1.2", "1.9", "1.10", "2", "1:0.1", "2:0", NULL});
    equal(VERSION_DPKG, "1.0", "1.00");
    equal(VERSION_DPKG, "0:1.0", "1.0");
    equal(VERSION_DPKG, "1.0-0", "1.0");
}

/* rpm-version(7) and rpm's own examples of tilde and caret. */
Test(version_packages, rpm)
{
    rises(VERSION_RPM, (const char *const[]){"1.0~rc1-1", "1.0~rc2-1", "1.0-1", "1.0-1.fc39", "1.0-2",
                                             "1.0^git1-1", "1.0^git2-1", "1.0a-1", "1.0.1-1", "1.5-1",
                                             "1.10-1", "2.0-1", "1:0.5-1", NULL});
    equal(VERSION_RPM, "1.0-1", "1_0-1");
    equal(VERSION_RPM, "2.50-1", "2.050-1");
}

/* The table of vercmp(8). */
Test(version_packages, pacman)
{
    rises(VERSION_PACMAN, (const char *const[]){"1.0a", "1.0b", "1.0beta", "1.0p", "1.0pre", "1.0rc", "1.0",
                                                "1.0.a", "1.0.1", NULL});
    rises(VERSION_PACMAN, (const char *const[]){"1", "1.0", "1.1", "1.1.1", "1.2", "2.0", "3.0.0", NULL});
    rises(VERSION_PACMAN, (const char *const[]){"5.2-1", "5.2-2", "1:0.1-1", NULL});
    equal(VERSION_PACMAN, "1.5", "1.5-1");
}

/* Package Manager Specification, section 3.3. */
Test(version_packages, gentoo)
{
    rises(VERSION_GENTOO, (const char *const[]){"1",
                                                "1.0_alpha",
                                                "1.0_alpha1",
                                                "1.0_beta2",
                                                "1.0_pre1",
                                                "1.0_rc",
                                                "1.0_rc1",
                                                "1.0",
                                                "1.0-r1",
                                                "1.0-r10",
                                                "1.0_git20230717",
                                                "1.0_p1",
                                                "1.0_p2",
                                                "1.0a",
                                                "1.0b",
                                                "1.02",
                                                "1.1",
                                                "1.10",
                                                "2.0",
                                                "10",
                                                NULL});
    equal(VERSION_GENTOO, "1.0", "1.0-r0");
    equal(VERSION_GENTOO, "1.010", "1.01");
}
