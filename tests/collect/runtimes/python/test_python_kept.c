/* SPDX-License-Identifier: MIT */
#include "kept.h"
#include "source/keep.h"

#include <criterion/criterion.h>

#define PASS "hunter2"

#define keeps(path, text, expected) kept_is("python", path, text, expected)

Test(python_kept, distributions_keep_name_and_version)
{
    keeps("/s/a-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: a\nVersion: 1\nAuthor: Bob\n\nName: b\n",
          "Name: a\nVersion: 1\n\n");
    keeps("/s/a-1.egg/EGG-INFO/PKG-INFO", "Name: a\nVersion: 1\nAuthor: Bob\n", "Name: a\nVersion: 1\n");
    keeps("/s/a-1.dist-info/METADATA", "Name: leak@acme.com\nVersion: 1.0 leakver leak@acme.com\n\n",
          "Name: ?\nVersion: ?\n\n");
    keeps("/s/a-1.dist-info/INSTALLER", "pip\nmore\n", "pip\n");
    keeps("/s/a-1.dist-info/INSTALLER", "Bob Smith\n", "?\n");
}

Test(python_kept, origins_keep_a_bare_address)
{
    keeps("/s/a-1.dist-info/direct_url.json",
          "{\"url\": \"https://joe:" PASS "@h/r.git?t=" PASS "#x\", \"vcs_info\": {\"vcs\": \"git\", "
          "\"commit_id\": \"0123456789abcdef0123456789abcdef01234567\", \"requested_revision\": \"b\"}}",
          "{\"url\": \"https://h/r.git\", \"vcs_info\": {\"vcs\": \"git\", "
          "\"commit_id\": \"0123456789abcdef0123456789abcdef01234567\"}}\n");
}

Test(python_kept, path_files_keep_where_they_lead)
{
    keeps("/s/a.pth", "# mine\nimport os; os.environ['T'] = '" PASS "'\n/root/src\n/opt/x y\n\n",
          "#\nimport _\n/~/src\n?\n\n");
}

Test(python_kept, environments_keep_their_python)
{
    keeps("/v/pyvenv.cfg",
          "home = /root/.pyenv/versions/3.12.1/bin\nversion = 3.12.1\nprompt = " PASS "\n"
          "command = /x -m venv /srv/" PASS "\ninclude-system-site-packages = false\n",
          "home = /~/.pyenv/versions/3.12.1/bin\nversion = 3.12.1\n"
          "include-system-site-packages = false\n");
    keeps("/v/pyvenv.cfg", "version_info = 3.11.7.final.0\nvirtualenv = 20\n",
          "version_info = 3.11.7\nvirtualenv =\n");
}

Test(python_kept, headers_keep_versions)
{
    keeps("/usr/include/python3.12/patchlevel.h", "#define PY_VERSION   \"3.12.1+\"\n#define TOKEN \"x\"\n",
          "#define PY_VERSION \"3.12.1+\"\n");
}
