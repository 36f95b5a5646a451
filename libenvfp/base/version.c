/* SPDX-License-Identifier: MIT */
#include "base/version.h"

#include "base/text.h"

#define PARTS_MOST 16U
#define WORD_MOST 16U

static size_t count_digits(struct view text, size_t at)
{
    return view_digits(view_skip(text, at)).length;
}

static size_t count_letters(struct view text, size_t at)
{
    size_t end = at;
    while (end < text.length && byte_is_letter(text.text[end]))
        end++;
    return end - at;
}

static bool is_all_hex(struct view text, size_t least, size_t most)
{
    return text.length >= least && text.length <= most && view_all(text, byte_is_lower_hex);
}

/* Words that occur in versions: languages, implementations, vendors, channels, series, platforms and stages, in lower
 * case. */
static const char words[][16] = {
    "aarch",        "activepython", "adopt",       "adoptopenjdk", "albba",       "alpha",
    "amzn",         "anaconda",     "android",     "any",          "apple",       "argon",
    "arm",          "armv",         "artichoke",   "bellsoft",     "beta",        "boron",
    "bsg",          "build",        "bun",         "canary",       "carbon",      "ce",
    "chakracore",   "cinder",       "community",   "conda",        "corretto",    "cpu",
    "cpython",      "cr",           "crac",        "cuda",         "current",     "darwin",
    "debug",        "default",      "deno",        "dev",          "develop",     "dragonwell",
    "dubnium",      "ea",           "edge",        "ee",           "elixir",      "erbium",
    "erlang",       "esp",          "fermium",     "final",        "fips",        "freebsd",
    "freethreaded", "ft",           "full",        "fx",           "ga",          "gallium",
    "gc",           "ghc",          "gln",         "gnu",          "gnueabi",     "gnueabihf",
    "go",           "graal",        "graalce",     "graalpy",      "graalpython", "graalvm",
    "grl",          "grlce",        "head",        "heap",         "hotspot",     "hydrogen",
    "ibm",          "incompatible", "iojs",        "iron",         "ironpython",  "javafx",
    "jdk",          "jetbrains",    "jod",         "jre",          "jruby",       "julia",
    "kona",         "krypton",      "large",       "latest",       "le",          "legacy",
    "liberica",     "librca",       "linux",       "lite",         "lithium",     "loongarch",
    "lts",          "lua",          "luajit",      "macos",        "maglev",      "magnesium",
    "main",         "mambaforge",   "mandrel",     "master",       "micropython", "microsoft",
    "milestone",    "miniconda",    "miniforge",   "minimal",      "mono",        "mruby",
    "msvc",         "musl",         "musleabi",    "musleabihf",   "neon",        "netbsd",
    "next",         "nightly",      "nik",         "nitrogen",     "node",        "nodejs",
    "nogil",        "none",         "open",        "openbsd",      "openj",       "openjdk",
    "openresty",    "oracle",       "oss",         "otp",          "oxygen",      "patch",
    "pc",           "perl",         "php",         "picoruby",     "post",        "posttag",
    "powerpc",      "pre",          "prerelease",  "preview",      "py",          "pypy",
    "pyston",       "python",       "rakudo",      "rbx",          "rc",          "ree",
    "rel",          "release",      "riscv",       "ruby",         "rust",        "sapmachine",
    "sapmchn",      "sem",          "semeru",      "slim",         "snapshot",    "source",
    "src",          "stable",       "stackless",   "standard",     "system",      "tem",
    "temurin",      "test",         "thr",         "threads",      "thumbv",      "tip",
    "topaz",        "trava",        "truffleruby", "trunk",        "unknown",     "unspecified",
    "unstable",     "update",       "wasi",        "wasip",        "wasm",        "win",
    "windows",      "zig",          "zulu"};

static bool is_known(struct view word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_equal_any_case(word, view_of(words[i])))
            return true;
    return false;
}

/* ---- One version ------------------------------------------------------------------------------------------------- */

/* Runs of digits, letters, digits, letters, none of them long: "12", "0rc1", "beta4", "x86", "powerpc64le"; random
 * tokens change between letters and digits more often. `strict`: longer words must be among `words`, so that nobody's
 * name passes. */
static bool is_part(struct view text, bool strict)
{
    size_t at = 0, runs[4];
    if (view_is(text, "*"))
        return true;
    for (unsigned i = 0; i < 4; i++) {
        runs[i] = i % 2 ? count_letters(text, at) : count_digits(text, at);
        if (strict && i % 2 && runs[i] > 2 && !is_known(view_take(view_skip(text, at), runs[i])))
            return false;
        at += runs[i];
    }
    return at == text.length && runs[0] <= 14 && runs[1] <= WORD_MOST && runs[2] <= 14 && runs[3] <= 8;
}

/* Behind a hyphen or plus also a commit, which git writes with a "g" in front. */
static bool is_commit_part(struct view text)
{
    return is_all_hex(view_skip(text, view_starts(text, VIEW("g")) ? 1 : 0), 7, 40);
}

/* What follows the first part: ".0", "-rc.1", "+build5", "_292", "!1.0", "~rc1". */
static bool is_rest(struct view text, bool strict)
{
    unsigned parts = 0;
    while (text.length) {
        char mark = text.text[0];
        size_t end = 1;
        if (!memchr(".-+_!~", mark, 6) || ++parts > PARTS_MOST)
            return false;
        while (end < text.length && !memchr(".-+_!~", text.text[end], 6))
            end++;
        struct view part = view_skip(view_take(text, end), 1);
        bool commit = (mark == '-' || mark == '+' || mark == '.') && is_commit_part(part);
        if (!is_part(part, strict) && !commit)
            return false;
        text = view_skip(text, end);
    }
    return true;
}

/* A version that begins with a digit, or with "v" or "r" and a digit. */
static bool is_number_led(struct view text, bool strict)
{
    if (text.length > 1 && memchr("vVrR", text.text[0], 4))
        text = view_skip(text, 1);
    if (text.length == 0 || text.length > 96 || !byte_is_digit(text.text[0]) || envfp__text_is_uuid(text))
        return false;
    size_t end = count_digits(text, 0), letters = count_letters(text, end);
    end += letters;
    end += letters ? count_digits(text, end) : 0;
    return is_part(view_take(text, end), strict) && is_rest(view_skip(text, end), strict);
}

/* "pypy3.10-7.3.15", "nightly-2024-01-01", "python@3.12", "go1.22", "system". */
static bool is_word_led(struct view text, bool strict)
{
    size_t end = count_letters(text, 0);
    if (text.length > 96 || !is_known(view_take(text, end)))
        return false;
    text = view_skip(text, end);
    if (view_starts(text, VIEW("@")))
        return is_number_led(view_skip(text, 1), strict);
    end = count_digits(text, 0);
    return end <= 8 && is_rest(view_skip(text, end), strict);
}

/* Release trains, which are named by words: "Finchley.SR2", "Arabba-RELEASE". */
static bool is_train(struct view text)
{
    static const char *const marks[] = {"BUILD", "GA", "M", "RC", "RELEASE", "SR"};
    size_t name = count_letters(text, 0), end;
    if (name == 0 || name > WORD_MOST || name == text.length || !memchr(".-", text.text[name], 2))
        return false;
    text = view_skip(text, name + 1);
    end = count_letters(text, 0);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (view_is(view_take(text, end), marks[i]))
            return end + count_digits(text, end) == text.length && text.length - end <= 4;
    return false;
}

/* nvm's and mise's names of the long-lived series: "lts/iron", "lts/" with a star, "lts/-1". */
static bool is_series(struct view text)
{
    struct view name = view_skip(text, 4);
    size_t letters = count_letters(name, 0);
    if (!view_starts(text, VIEW("lts/")) || name.length == 0)
        return false;
    if (letters == name.length)
        return is_known(name);
    return view_is(name, "*") ||
           (name.text[0] == '-' && name.length <= 3 && count_digits(name, 1) == name.length - 1);
}

/* A version. "dev-main" and "dev-" with a number are accepted; Composer's other branches have names that people gave
 * them. */
static bool is_version(struct view text, bool strict)
{
    strict = strict || view_starts(text, VIEW("dev-"));
    return is_number_led(text, strict) || is_word_led(text, strict) || (!strict && is_train(text)) ||
           is_series(text);
}

/* "latest:3.9", "prefix:1.19", "ref:COMMIT", "tag:v1.0", "sub-0.1:latest". */
static bool is_prefixed(struct view text)
{
    static const char prefixes[][8] = {"branch", "latest", "lts", "prefix", "ref", "rev", "tag"};
    size_t colon = view_find_byte(text, ':');
    if (colon == SIZE_MAX)
        return false;
    struct view prefix = view_take(text, colon), rest = view_skip(text, colon + 1);
    bool known = view_starts(prefix, VIEW("sub-")) && is_number_led(view_skip(prefix, 4), true);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        known = known || view_is(prefix, prefixes[i]);
    return known && (is_version(rest, true) || is_all_hex(rest, 7, 64));
}

/* ---- What is asked for ------------------------------------------------------------------------------------------------- */

static size_t count_operator(struct view text)
{
    static const char operators[][4] = {"===", "==", "!=", ">=", "<=", "~=", "~>", "=", ">", "<", "~", "^"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (view_starts(text, view_of(operators[i])))
            return strlen(operators[i]);
    return 0;
}

static bool is_wildcard(struct view text)
{
    return view_is(text, "*") || view_is(text, "x") || view_is(text, "X");
}

static bool is_separator(char byte)
{
    return byte_is_blank(byte) || byte == ',' || byte == '|';
}

/* Versions with an operator before them or none, between blanks, commas and bars; " - " stands between two bounds. */
static bool is_range(struct view text, bool strict)
{
    unsigned versions = 0, parts = 0;
    while (text.length) {
        size_t end = 0;
        if (is_separator(text.text[0])) {
            text = view_skip(text, 1);
            continue;
        }
        size_t sign = count_operator(text);
        text = view_skip(text, sign);
        if (sign) /* a blank may follow it */
            text = view_skip(text, text.length && text.text[0] == ' ' ? 1 : 0);
        while (end < text.length && !is_separator(text.text[end]) && !memchr("<>=!^", text.text[end], 5))
            end++;
        /* "1!2.0" has an epoch; no operator begins so. */
        if (end + 1 < text.length && text.text[end] == '!' && byte_is_digit(text.text[end + 1]))
            while (end < text.length && !is_separator(text.text[end]))
                end++;
        struct view version = view_take(text, end);
        bool dash = view_is(version, "-") && versions > 0 && !sign;
        if (++parts > PARTS_MOST * 2 ||
            !(dash || is_wildcard(version) || is_version(version, strict) || is_prefixed(version)))
            return false;
        versions++;
        text = view_skip(text, end);
    }
    return versions > 0;
}

static bool is_place(struct view text)
{
    return view_is(text, "path") || view_is(text, "address");
}

bool envfp__version_is_wanted(struct view text)
{
    return text.length <= VERSION_MOST && (is_place(text) || is_range(text, true));
}

/* ---- What is pinned --------------------------------------------------------------------------------------------------- */

static bool is_base64(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_alnum(text.text[i]) && !memchr("+/=_-", text.text[i], 5))
            return false;
    return text.length > 0 && text.length <= 128;
}

/* "sha256-BASE64", "sha256:HEX": stands in for the version of an artifact that has none. */
static bool is_hash(struct view text)
{
    static const char *const kinds[] = {"md5", "sha1", "sha256", "sha384", "sha512"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i]);
        if (view_starts(text, view_of(kinds[i])) && text.length > length &&
            memchr("-:", text.text[length], 2))
            return is_base64(view_skip(text, length + 1));
    }
    return false;
}

/* The name of a package or a repository: "@scope/name", "owner/name". */
static bool is_name(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_alnum(text.text[i]) &&
            !(memchr("._/-", text.text[i], 4) || (text.text[i] == '@' && i == 0)))
            return false;
    return text.length > 0 && text.length <= 128;
}

/* "npm:name@1.0", "workspace:^1.0", "workspace:packages/own", "github:owner/name#COMMIT". */
static bool is_elsewhere(struct view text)
{
    static const char *const hosts[] = {"bitbucket", "gist", "github", "gitlab"};
    size_t colon = view_find_byte(text, ':'), at, commit;
    if (colon == SIZE_MAX)
        return false;
    struct view kind = view_take(text, colon), rest = view_skip(text, colon + 1);
    if (view_is(kind, "workspace"))
        return rest.length == 0 || view_is(rest, "^") || view_is(rest, "~") || is_range(rest, false) ||
               (is_name(rest) && !view_has(rest, VIEW("..")));
    if (view_is(kind, "root"))
        return rest.length == 0;
    if (view_is(kind, "npm") || view_is(kind, "jsr")) {
        for (at = rest.length; at && rest.text[at - 1] != '@';)
            at--;
        if (at < 2) /* a version alone, or a name alone */
            return is_range(rest, false);
        return is_name(view_take(rest, at - 1)) && is_range(view_skip(rest, at), false);
    }
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        if (view_is(kind, hosts[i])) {
            commit = view_find_byte(rest, '#');
            return is_name(view_take(rest, commit)) &&
                   (commit == SIZE_MAX || is_all_hex(view_skip(rest, commit + 1), 3, 64));
        }
    return false;
}

/* Composer's "dev-main"; other branches have names that people gave them. */
static bool is_branch(struct view text)
{
    return view_is(text, "branch") ||
           (view_starts(text, VIEW("dev-")) && is_version(view_skip(text, 4), true));
}

/* The hash of a commit, in full or cut. 32 digits are refused: a machine-id has that many. */
static bool is_commit(struct view text)
{
    return is_all_hex(text, 3, 64) && text.length != 32;
}

bool envfp__version_is_pinned(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (byte_is_blank(text.text[i]))
            return false;
    if (text.length == 0 || text.length > VERSION_MOST + 64)
        return false;
    return is_place(text) || is_version(text, false) || is_commit(text) || is_hash(text) || is_branch(text) ||
           is_elsewhere(text) || (text.length <= VERSION_MOST && is_range(text, false));
}

bool envfp__version_is_component(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_alnum(text.text[i]) && !memchr("._+@:~-", text.text[i], 7))
            return false;
    return text.length > 0 && text.length <= VERSION_MOST && text.text[0] != '.' && text.text[0] != '-' &&
           !view_has(text, VIEW(".."));
}
