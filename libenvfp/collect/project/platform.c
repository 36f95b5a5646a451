/* SPDX-License-Identifier: MIT */
/* The platforms that Node's packages are made for, as their locks say it: lists, in which `!` excludes. */
#include "base/text.h"
#include "collect/project/marker.h"

static const char *const keys[] = {"os", "cpu", "libc"};

static const char *const words[] = {
    "aix",   "android", "any",   "arm",     "arm64",       "cygwin", "darwin",   "freebsd",
    "glibc", "haiku",   "ia32",  "linux",   "loong64",     "mips",   "mips64el", "mipsel",
    "musl",  "netbsd",  "none",  "openbsd", "openharmony", "ppc",    "ppc64",    "riscv64",
    "s390",  "s390x",   "sunos", "wasm32",  "win32",       "x64",
};

static bool is_word(struct view word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_is(word, words[i]))
            return true;
    return false;
}

/* What stands behind `key=`; NULL views where the key is not named. */
static bool values_of(struct view platform, const char *key, struct view *values)
{
    struct view part, name;
    while (view_cut(&platform, '&', &part)) {
        size_t equal = view_find_byte(part, '=');
        name = view_take(part, equal == SIZE_MAX ? 0 : equal);
        *values = view_skip(part, name.length + 1);
        if (view_is(name, key))
            return true;
    }
    return false;
}

static const struct view no_platform = {"?=?", 3};

static void forget(struct platform *platform)
{
    memcpy(platform->text, no_platform.text, no_platform.length);
    platform->length = no_platform.length;
}

static void append(struct platform *platform, struct view text)
{
    if (text.length > PLATFORM_MOST - platform->length) {
        forget(platform);
        return;
    }
    memcpy(platform->text + platform->length, text.text, text.length);
    platform->length += text.length;
}

void envfp__platform_add(struct platform *platform, const char *key, struct view word)
{
    struct view values, whole = platform_view(platform);
    bool excluded = view_starts(word, VIEW("!"));
    if (view_equal(whole, no_platform))
        return;
    if (!is_word(view_skip(word, excluded)))
        word = excluded ? VIEW("!?") : VIEW("?");
    bool named = values_of(whole, key, &values);
    bool room = whole.length + strlen(key) + word.length + 2 <= PLATFORM_MOST;
    /* Lists come one after the other, but for keys that somebody writes twice. */
    if (!room || (named && values.text + values.length != whole.text + whole.length)) {
        forget(platform);
        return;
    }
    if (!named) {
        append(platform, whole.length ? VIEW("&") : VIEW(""));
        append(platform, view_of(key));
    }
    append(platform, named ? VIEW(",") : VIEW("="));
    append(platform, word);
}

void envfp__platform_add_yarn(struct platform *platform, struct view text)
{
    struct view part, one;
    bool known = text.length <= PLATFORM_MOST;
    while (known && view_cut(&text, '&', &part))
        while (known && view_cut(&part, '|', &one)) {
            one = view_trim(one);
            while (one.length && (one.text[0] == '(' || byte_is_blank(one.text[0])))
                one = view_skip(one, 1);
            while (one.length && (one.text[one.length - 1] == ')' || byte_is_blank(one.text[one.length - 1])))
                one.length--;
            size_t equal = view_find_byte(one, '='), i = 0;
            struct view key = view_take(one, equal == SIZE_MAX ? 0 : equal);
            while (i < 3 && !view_is(key, keys[i]))
                i++;
            known = i < 3;
            if (known)
                envfp__platform_add(platform, keys[i], view_skip(one, equal + 1));
        }
    if (!known)
        forget(platform);
}

/* As npm judges a list: what is excluded is out; what is named is in; where all exclude, the rest is in. */
static enum tri is_listed(struct view values, struct view mine)
{
    struct view word;
    bool all_exclude = true, unknown = false, named = false;
    if (mine.length == 0)
        return TRI_UNKNOWN;
    while (view_cut(&values, ',', &word)) {
        bool excluded = view_cut_start(&word, VIEW("!"));
        if (view_is(word, "?")) {
            unknown = unknown || !is_word(mine);
        } else if (view_equal(word, mine) || (view_is(word, "any") && !excluded)) {
            if (excluded)
                return TRI_FALSE;
            named = true;
        }
        all_exclude = all_exclude && excluded;
    }
    if (named || (all_exclude && !unknown))
        return TRI_TRUE;
    return unknown ? TRI_UNKNOWN : TRI_FALSE;
}

enum tri envfp__platform_holds(struct view platform, const struct surroundings *here)
{
    struct view part;
    enum tri all = TRI_TRUE;
    while (view_cut(&platform, '&', &part)) {
        struct view mine = view_starts(part, VIEW("os="))     ? VIEW("linux")
                           : view_starts(part, VIEW("cpu="))  ? here->cpu
                           : view_starts(part, VIEW("libc=")) ? here->libc
                                                              : VIEW("");
        size_t equal = view_find_byte(part, '=');
        enum tri one = equal == SIZE_MAX ? TRI_UNKNOWN : is_listed(view_skip(part, equal + 1), mine);
        if (one == TRI_FALSE)
            return TRI_FALSE;
        all = one == TRI_UNKNOWN ? TRI_UNKNOWN : all;
    }
    return all;
}
