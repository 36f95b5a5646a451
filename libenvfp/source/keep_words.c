/* SPDX-License-Identifier: MIT */
/* Which words of software's files may be told: names, versions, hashes and addresses, nothing that could be a key. */
#include "base/mail.h"
#include "base/version.h"
#include "source/address.h"
#include "source/keep_parts.h"

bool envfp__keep_is_short(struct view word)
{
    size_t letters = 0, digits = 0;
    for (size_t i = 0; i <= word.length; i++) {
        char byte = i < word.length ? word.text[i] : '.';
        if (byte_is_any_letter(byte) || byte_is_digit(byte)) {
            letters += byte_is_any_letter(byte);
            digits += byte_is_digit(byte);
            continue;
        }
        if ((unsigned char)byte < 0x20 || byte == 0x7f)
            return false;
        if (letters > 48 || digits > 20 || (letters && digits && letters + digits > 19))
            return false;
        letters = digits = 0;
    }
    return true;
}

/* ---- Hashes --------------------------------------------------------------------------------------------------------- */

static bool is_hash(struct view text, bool (*is_digit)(char byte))
{
    return text.length >= 7 && text.length <= 128 && view_all(text, is_digit);
}

bool envfp__keep_is_commit(struct view text)
{
    return is_hash(text, byte_is_lower_hex);
}

bool envfp__keep_is_control(struct view text)
{
    return text.length > 0 && text.length < 16 && view_all(text, byte_is_lower);
}

static bool is_base64(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_any_letter(text.text[i]) && !byte_is_digit(text.text[i]) &&
            !memchr("+/=", text.text[i], 3))
            return false;
    return text.length <= 128;
}

/* "sha512-BASE64", "sha256:HEX", "sha256=HEX", "h1:BASE64=", "10c0/HEX" */
static bool is_named_hash(struct view word)
{
    static const char names[][8] = {"sha1",   "sha224",  "sha256",  "sha384", "sha512",
                                    "md5",    "blake2b", "blake2s", "h1",     "zh",
                                    "--hash", "10c0",    "8",       "9",      "10"};
    struct view rest;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!view_starts(word, view_of(names[i])) || word.length == strlen(names[i]) ||
            !memchr("-:=/", word.text[strlen(names[i])], 4))
            continue;
        rest = view_skip(word, strlen(names[i]) + 1);
        return i == 10 ? is_named_hash(rest) : i > 10 ? is_hash(rest, byte_is_hex) : is_base64(rest);
    }
    return false;
}

/* Without a name it counts where nothing stands beside it: a commit, a checksum, NuGet's SHA-512. */
static bool is_lone_hash(struct view text)
{
    return is_hash(text, byte_is_hex) ||
           (text.length == 88 && view_ends(text, VIEW("==")) && is_base64(text));
}

/* ---- Addresses ------------------------------------------------------------------------------------------------------ */

/* Digits and letters that follow each other, in what is no name: "1rc1", "py311", "x86", "win32", "h64a7726". */
static bool is_plain_mix(struct view run)
{
    static const char starts[][12] = {
        "a",    "abi",    "alpha", "arm",    "armv",      "b",         "beta", "cp",   "dev", "graalpy",
        "h",    "i",      "m",     "macosx", "manylinux", "musllinux", "pp",   "post", "pre", "py",
        "pypy", "python", "r",     "rc",     "riscv",     "s",         "v",    "win",  "x"};
    struct view rest = run;
    size_t letters = 0, digits = 0;
    while (rest.length && !byte_is_digit(rest.text[0]))
        rest = view_skip(rest, 1);
    struct view start = view_take(run, run.length - rest.length);
    bool known = start.length == 0 || run.length <= 3 || view_is(run, "aarch64") || view_is(run, "amd64") ||
                 view_is(run, "AMD64") || view_is(run, "ppc64le") || view_is(run, "powerpc64le");
    for (size_t i = 0; i < sizeof starts / sizeof *starts && !known; i++)
        known = view_is(start, starts[i]);
    for (size_t i = 0; i < rest.length; i++) {
        letters += !byte_is_digit(rest.text[i]);
        digits += byte_is_digit(rest.text[i]);
    }
    return known && ((letters <= 3 && digits <= 14) || run.length <= 13);
}

/* What is called so is followed by what one enters with: conda's /t/TOKEN/, Azure's, Cloudsmith's, Gemfury's. */
static bool is_before_token(struct view segment)
{
    static const char names[][8] = {"auth", "basic", "key", "oauth", "pat", "t", "token", "tokens"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (view_equal_any_case(segment, view_of(names[i])))
            return true;
    return false;
}

/* Names may end in digits or begin with them, "base64" and "7zip"; what changes more often is a version's, a platform's,
 * or a word to enter with. */
bool envfp__keep_is_plain_name(struct view word)
{
    size_t start = 0;
    for (size_t i = 0; i <= word.length; i++) {
        if (i < word.length && (byte_is_any_letter(word.text[i]) || byte_is_digit(word.text[i])))
            continue;
        struct view run = view_skip(view_take(word, i), start);
        size_t digits = 0, changes = 0;
        for (size_t j = 0; j < run.length; j++) {
            digits += byte_is_digit(run.text[j]);
            changes += j > 0 && byte_is_digit(run.text[j]) != byte_is_digit(run.text[j - 1]);
        }
        bool name = changes == 0 || (changes == 1 && digits <= 4 && run.length <= 16) ||
                    (changes == 2 && run.length <= 6);
        if (!name && !is_plain_mix(run))
            return false;
        start = i + 1;
    }
    return true;
}

static bool is_plain_segment(struct view before, struct view segment, bool content)
{
    static const char *const archives[] = {"tar.gz",  "zip",    "tarball", "zipball",
                                           "archive", "commit", "tree"};
    if (is_before_token(before) || envfp__text_is_uuid(segment))
        return false;
    if (envfp__keep_is_short(segment) && envfp__keep_is_plain_name(segment))
        return true;
    for (size_t i = 0; i < sizeof archives / sizeof *archives; i++)
        content = content || view_is(before, archives[i]);
    return content && is_hash(segment, byte_is_hex);
}

/* Commits, hashes and names behind the `#`. */
static bool is_plain_fragment(struct view fragment)
{
    struct view part;
    while (view_cut(&fragment, '&', &part))
        if (!is_hash(part, byte_is_hex) && !is_named_hash(part) && !envfp__keep_is_short(part))
            return false;
    return true;
}

static void add_address(struct view word, size_t scheme, struct text *out)
{
    struct view start = view_take(word, scheme), rest = view_skip(word, scheme + 3), segment;
    size_t end = 0;
    if (!envfp__address_is_plain(word)) {
        /* Of it stays a commit, which is what it pins. */
        struct view commit = view_skip(word, word.length > 40 ? word.length - 40 : 0);
        bool pinned =
            commit.length == 40 && view_all(commit, byte_is_hex) && word.text[word.length - 41] == '#';
        envfp__text_add(out, pinned ? VIEW("_://_#") : VIEW("_"));
        envfp__text_add(out, pinned ? commit : VIEW(""));
        return;
    }
    while (end < rest.length && !memchr("/?#", rest.text[end], 3))
        end++;
    struct view host = view_take(rest, end), path = view_skip(rest, end), before = VIEW("");
    while (view_find_byte(host, '@') != SIZE_MAX)
        host = view_skip(host, view_find_byte(host, '@') + 1);
    size_t query = view_find_byte(path, '?'), hash = view_find_byte(path, '#');
    struct view fragment = hash < query ? view_take(view_skip(path, hash + 1), query - hash - 1) : VIEW("");
    path = view_take(path, hash < query ? hash : query);
    bool content = view_is(host, "files.pythonhosted.org");
    bool plain = envfp__keep_is_short(start) && view_find_byte(start, '@') == SIZE_MAX;
    envfp__text_add(out, plain ? start : VIEW("_"));
    envfp__text_add(out, VIEW("://"));
    envfp__text_add(out, envfp__keep_is_short(host) ? host : VIEW("_"));
    for (bool first = true; path.length; first = false, before = segment) {
        bool more = view_find_byte(path, '/') != SIZE_MAX;
        (void)view_cut(&path, '/', &segment);
        bool kept = first || is_plain_segment(before, segment, content);
        envfp__text_add(out, kept ? segment : VIEW("_"));
        if (more)
            envfp__text_add_byte(out, '/');
    }
    if (hash < query) {
        envfp__text_add_byte(out, '#');
        envfp__text_add(out, is_plain_fragment(fragment) ? fragment : VIEW("_"));
    }
}

/* ---- Details -------------------------------------------------------------------------------------------------------- */

/* Constraints, markers, platforms and places of modules; what mixes letters and digits beyond that may be a word to
 * enter with. */
static bool is_note(struct view word)
{
    size_t start = 0, slash = view_find_byte(word, '/'), at = view_find_byte(word, '@');
    if (slash != SIZE_MAX && slash > 0 && view_find_byte(view_take(word, slash), '.') != SIZE_MAX &&
        at == SIZE_MAX)
        return true; /* "example.com/name2" */
    if (at != SIZE_MAX && at > 0 && !envfp__version_is_pinned(view_skip(word, at + 1)))
        return false;
    for (size_t i = 0; i <= word.length; i++) {
        bool inside = i < word.length && (byte_is_any_letter(word.text[i]) || byte_is_digit(word.text[i]));
        if (inside)
            continue;
        struct view run = view_skip(view_take(word, i), start);
        bool letters = false, digits = false;
        for (size_t j = 0; j < run.length; j++) {
            letters = letters || byte_is_any_letter(run.text[j]);
            digits = digits || byte_is_digit(run.text[j]);
        }
        if (letters && digits && !is_plain_mix(run))
            return false;
        start = i + 1;
    }
    return true;
}

/* "user:password@host" without a scheme; "name@npm:1.0" and "npm:name@1.0" are none. */
static bool is_login(struct view word)
{
    size_t colon = view_find_byte(word, ':');
    struct view rest = view_skip(word, colon == SIZE_MAX ? word.length : colon + 1);
    size_t at = view_find_byte(rest, '@');
    return at != SIZE_MAX && at > 0 && !view_starts(word, VIEW("npm:")) && !view_starts(word, VIEW("@")) &&
           view_find_byte(view_take(word, colon), '@') == SIZE_MAX;
}

static void add_word(struct view word, bool lone, bool strict, struct text *out)
{
    size_t scheme = envfp__view_find(word, VIEW("://"));
    if (view_has(word, VIEW("file:/")) || view_has(word, VIEW("file:~")))
        envfp__text_add(out, VIEW("path")); /* of this machine */
    else if (scheme != SIZE_MAX)
        add_address(word, scheme, out);
    else if (is_named_hash(word) || (lone && is_lone_hash(word)) ||
             (envfp__keep_is_short(word) && !is_login(word) && !envfp__mail_is_within(word, MAIL_IN_NAME) &&
              (!strict || is_note(word))))
        envfp__text_add(out, word);
    else
        envfp__text_add_byte(out, '?');
}

static struct view keep_each_word(struct arena *arena, struct view text, bool strict)
{
    struct text out = {.arena = arena};
    struct view rest = text, word;
    bool lone = true;
    if (text.length == 0)
        return VIEW("");
    for (size_t i = 0; i < text.length; i++)
        lone = lone && !byte_is_blank(text.text[i]);
    while (rest.length) {
        size_t blanks = 0;
        while (blanks < rest.length && byte_is_blank(rest.text[blanks]))
            blanks++;
        envfp__text_add(&out, view_take(rest, blanks));
        rest = view_skip(rest, blanks);
        if (view_cut_word(&rest, &word))
            add_word(word, lone, strict, &out);
    }
    return envfp__text_view(&out);
}

struct view envfp__keep_name(struct arena *arena, struct view text)
{
    return keep_each_word(arena, text, false);
}

struct view envfp__keep_detail(struct arena *arena, struct view text)
{
    return keep_each_word(arena, text, true);
}

/* ---- Others ---- */

static bool is_plain(struct view raw)
{
    for (size_t i = 0; i < raw.length; i++)
        if ((unsigned char)raw.text[i] < 0x20 || memchr("\"\\\177", raw.text[i], 3))
            return false;
    return raw.length <= 4096;
}

struct view envfp__keep_string(struct arena *arena, struct view text)
{
    return is_plain(text) ? envfp__keep_name(arena, text) : VIEW("?");
}

void envfp__keep_json_string(struct view raw, struct text *out)
{
    envfp__text_add_byte(out, '"');
    envfp__text_add(out, is_plain(raw) ? raw : VIEW("?"));
    envfp__text_add_byte(out, '"');
}

static bool is_value_byte(char byte)
{
    return byte_is_any_letter(byte) || byte_is_digit(byte) || memchr("._,;:+()*~-", byte, 11) != NULL;
}

bool envfp__keep_is_value(struct view word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!is_value_byte(word.text[i]) && !(word.text[i] == '/' && i > 0 && i + 1 < word.length))
            return false;
    return word.length > 0 && word.length <= 256 && envfp__keep_is_short(word);
}

/* A version in a file that holds nothing else: no commit alone, which could be a key. */
bool envfp__keep_is_release(struct view word)
{
    bool dotted = view_find_byte(word, '.') != SIZE_MAX;
    if (!envfp__keep_is_value(word))
        return false;
    while (view_ends(word, VIEW("*"))) /* of what was patched */
        word.length--;
    bool number = word.length > 0 && byte_is_digit(word.text[0]);
    return (number && dotted) || (envfp__version_is_pinned(word) && (dotted || word.length <= 12));
}

struct view envfp__keep_one_version(struct arena *arena, struct view text)
{
    text = view_trim(text);
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_any_letter(text.text[i]) && !byte_is_digit(text.text[i]) &&
            !memchr("._+!~*:-", text.text[i], 8))
            return VIEW("?");
    return envfp__keep_name(arena, text);
}

/* Bare, of one word, and with nothing in it that had to go: else none. */
struct view envfp__keep_origin(struct arena *arena, struct view address)
{
    if (!envfp__address_is_plain(address))
        return VIEW("");
    struct view bare = envfp__keep_string(arena, envfp__address_bare(arena, address));
    if (!view_has(bare, VIEW("://")))
        return VIEW("");
    for (size_t i = 0; i < bare.length; i++)
        if (byte_is_blank(bare.text[i]) || bare.text[i] == '?')
            return VIEW("");
    return bare;
}
