/* SPDX-License-Identifier: MIT */
#include "versions.h"

/* PEP 440's own summary of the order. */
Test(version_languages, python)
{
    rises(VERSION_PYTHON, (const char *const[]){"1.dev0",
                                                "1.0.dev456",
                                                "1.0a1",
                                                "1.0a2.dev456",
                                                "1.0a12.dev456",
                                                "1.0a12",
                                                "1.0b1.dev456",
                                                "1.0b2",
                                                "1.0b2.post345.dev456",
                                                "1.0b2.post345",
                                                "1.0rc1.dev456",
                                                "1.0rc1",
                                                "1.0",
                                                "1.0+abc.5",
                                                "1.0+abc.7",
                                                "1.0+5",
                                                "1.0.post456.dev34",
                                                "1.0.post456",
                                                "1.0.15",
                                                "1.1.dev1",
                                                "1!0.5",
                                                NULL});
    equal(VERSION_PYTHON, "1.0", "1.0.0");
    equal(VERSION_PYTHON, "v1.0-RC.1", "1.0rc1");
    equal(VERSION_PYTHON, "1.0-1", "1.0.post1");
    equal(VERSION_PYTHON, "1.0.0-Alpha", "V1a0");
    equal(VERSION_PYTHON, "1.0+Ubuntu-1", "1.0+ubuntu.1");
    /* What conda numbers otherwise is not taken for equal. */
    rises(VERSION_PYTHON, (const char *const[]){"1.1.1", "1.1.1f", "1.1.1w", "1.1.1w+x", NULL});
}

/* semver.org, section 11. */
Test(version_languages, semver)
{
    rises(VERSION_SEMVER, (const char *const[]){"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                                "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
                                                "1.0.0", "2.0.0", "2.1.0", "2.1.1", "10.0.0", NULL});
    equal(VERSION_SEMVER, "1.0.0+build1", "v1.0.0+build2");
}
