/* SPDX-License-Identifier: MIT */
/* Where a lock says that a package lies: such a place is not shown. Also asked without a project. */
#include "base/version.h"
#include "collect/project/lock.h"

/* "file:", "git+file:", or another prefix before "file:": an address on this machine. */
static bool is_file_scheme(struct view text)
{
    size_t colon = view_find_byte(text, ':');
    struct view scheme = view_take(text, colon == SIZE_MAX ? 0 : colon);
    for (size_t i = 0; i < scheme.length; i++)
        if (!byte_is_letter(scheme.text[i]) && !memchr("+-.", scheme.text[i], 3))
            return false;
    if (scheme.length < 4)
        return false;
    struct view end = view_skip(scheme, scheme.length - 4);
    return view_equal_any_case(end, VIEW("file"));
}

static bool is_drive(struct view text)
{
    return text.length > 2 && byte_is_letter(text.text[0]) && text.text[1] == ':' &&
           (text.text[2] == '/' || text.text[2] == '\\');
}

/* A quote may open and not close where a blank stands in between. */
static struct view without_quote(struct view text)
{
    text = view_trim(text);
    while (text.length && memchr("\"'`", text.text[0], 3))
        text = view_skip(text, 1);
    return view_trim(text);
}

/* "~=3.10", "~> 3.2", "~18.20": a range, and no home directory. */
static bool is_tilde_range(struct view text)
{
    return text.length > 1 && text.text[0] == '~' &&
           (byte_is_digit(text.text[1]) || memchr("=> ", text.text[1], 3)) &&
           view_find_byte(text, '/') == SIZE_MAX;
}

bool envfp__lock_is_path(struct view text)
{
    text = without_quote(text);
    if (is_tilde_range(text))
        return false;
    return view_starts(text, VIEW("/")) || view_starts(text, VIEW("./")) || view_starts(text, VIEW("../")) ||
           view_starts(text, VIEW("~")) || view_starts(text, VIEW("link:")) ||
           view_starts(text, VIEW("path:")) || view_starts(text, VIEW("portal:")) ||
           view_starts(text, VIEW("$")) || view_starts(text, VIEW("\\")) || view_starts(text, VIEW(".\\")) ||
           view_starts(text, VIEW("..\\")) || is_drive(text);
}

bool envfp__lock_is_file(struct view text)
{
    return is_file_scheme(without_quote(text));
}

/* What an address says behind its `#` where that is a commit. */
static struct view commit_of(struct view address)
{
    size_t commit = view_find_byte(address, '#');
    struct view fragment = view_trim(view_skip(address, commit == SIZE_MAX ? address.length : commit + 1));
    return view_all(fragment, byte_is_lower_hex) ? fragment : VIEW("");
}

struct view envfp__lock_version(struct view version)
{
    struct view commit;
    version = view_trim(version);
    if (envfp__lock_is_path(version) || view_starts(version, VIEW("file:")))
        return VIEW("path");
    if (envfp__lock_is_file(version)) {
        commit = commit_of(version);
        return commit.length ? commit : VIEW("path");
    }
    /* Composer's version of a branch whose name a person chose. */
    if (view_starts(version, VIEW("dev-")) && !envfp__version_is_pinned(version))
        return VIEW("branch");
    if (!view_has(version, VIEW("://")) && !view_has(version, VIEW("git@")))
        return version;
    commit = commit_of(version);
    return commit.length ? commit : VIEW("address");
}
