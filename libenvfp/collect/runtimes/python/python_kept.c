/* SPDX-License-Identifier: MIT */
#include "collect/runtimes/python/python_kept.h"

#include "base/json.h"
#include "collect/runtimes/kept.h"
#include "source/keep_rows.h"

/* ---- Names and words ------------------------------------------------------------------------------------------------ */

bool envfp__keep_name_distribution(struct view name)
{
    static const char *const ends[] = {".dist-info", ".egg-info", ".egg", ".pth", ".egg-link"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (view_ends(name, view_of(ends[i])))
            return true;
    return view_is(name, "sitecustomize.py") || view_is(name, "usercustomize.py");
}

/* ---- Environments --------------------------------------------------------------------------------------------------- */

/* pyvenv.cfg: where its Python is and which, what made it; not what it is called, nor how it was made. */
bool envfp__keep_pyvenv(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), key, value;
    if (!view_split(body, '=', &key, &value))
        return true;
    if (view_is(key, "home")) {
        struct text path = {.arena = out->arena};
        (void)envfp__keep_paths(source, value, &path);
        envfp__text_add(out, VIEW("home = "));
        envfp__text_add(out, envfp__text_view(&path));
    } else if (view_is(key, "include-system-site-packages")) {
        bool on = view_is(value, "true") || view_is(value, "True");
        envfp__text_add(out, on ? VIEW("include-system-site-packages = true")
                                : VIEW("include-system-site-packages = false"));
    } else if (view_is(key, "version") || view_is(key, "version_info")) {
        envfp__text_add(out, key);
        envfp__text_add(out, VIEW(" = "));
        envfp__text_add(out, envfp__keep_number_of(value));
    } else if (view_is(key, "uv") || view_is(key, "virtualenv")) {
        envfp__text_add(out, key);
        envfp__text_add(out, VIEW(" ="));
    } else {
        return true;
    }
    envfp__text_add(out, VIEW("\n"));
    return true;
}

/* ---- Distributions -------------------------------------------------------------------------------------------------- */

/* The headers' name and version; what follows the first empty line could say anything. */
bool envfp__keep_metadata(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view key, value;
    if (view_trim(line).length == 0) {
        envfp__text_add_byte(out, '\n');
        return false;
    }
    if (byte_is_blank(line.text[0]) || !view_split(line, ':', &key, &value) ||
        (!view_is(key, "Name") && !view_is(key, "Version")))
        return true;
    envfp__text_add(out, key);
    envfp__text_add(out, VIEW(": "));
    envfp__text_add(out, view_is(key, "Name") ? envfp__keep_python_name(value)
                                              : envfp__keep_one_version(out->arena, value));
    if (view_ends(line, VIEW("\n")))
        envfp__text_add_byte(out, '\n');
    return true;
}

/* "pip", "uv", "conda": a word; no other line counts. */
bool envfp__keep_installer(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    envfp__text_add(out, envfp__keep_installer_name(view_trim(line)));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* A directory that is there; below the file's own, which nobody knows here, what has the form of one. */
static bool leads_on(const struct source *source, struct view path)
{
    struct source_stat stat;
    struct arena work;
    bool plain = path.length <= 1024 && envfp__keep_is_short(path), word = true;
    for (size_t i = 0; i < path.length; i++) {
        plain = plain && !memchr("\"'`$&;|<>=:?#\\", path.text[i], 13);
        word = word && !byte_is_digit(path.text[i]) && !memchr(" @+~", path.text[i], 4);
    }
    if (!plain || !view_starts(path, VIEW("/")))
        return plain && (word || view_starts(path, VIEW("./")) || view_starts(path, VIEW("../")));
    envfp__arena_init(&work, &source->common->arena->allocator, source->common->arena->limit);
    bool there = source_stat(source, source_path(&work, "", path, ""), &stat) == ENVFP_REASON_NONE;
    envfp__arena_release(&work);
    return there;
}

static void add_path(const struct source *source, struct view path, struct text *out)
{
    size_t home = envfp__source_home(source, path);
    if (home)
        envfp__text_add(out, envfp__source_home_name(source, view_take(path, home)));
    envfp__text_add(out, view_skip(path, home));
}

/* What Python runs at its start is told by its being there; directories lead on. */
bool envfp__keep_pth(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end);
    if (view_starts(body, VIEW("import ")) || view_starts(body, VIEW("import\t"))) {
        envfp__text_add(out, VIEW("import _"));
    } else if (view_starts(body, VIEW("#"))) {
        envfp__text_add_byte(out, '#');
    } else if (keep_is_kernels(view_trim(body))) {
        envfp__text_add(out, VIEW("/proc/?"));
    } else if (view_trim(body).length) {
        if (leads_on(source, view_trim(body)))
            add_path(source, view_trim(body), out);
        else
            envfp__text_add_byte(out, '?');
    }
    envfp__text_add(out, end);
    return true;
}

/* What an archive's content adds up to, as it is said today and as it was said before. */
static void add_sums(struct text *out, bool *first, struct view sum, struct view older)
{
    bool is_older =
        view_starts(older, VIEW("sha256=")) && envfp__keep_is_commit(view_skip(older, 7)) && sum.length == 0;
    if (!envfp__keep_is_commit(sum) && !is_older)
        return;
    envfp__keep_json_open(out, first, "archive_info");
    if (is_older) {
        envfp__keep_json_member(out, first, "hash", older);
    } else {
        envfp__keep_json_open(out, first, "hashes");
        envfp__keep_json_member(out, first, "sha256", sum);
        envfp__keep_json_close(out, first);
    }
    envfp__keep_json_close(out, first);
}

/* Where a distribution came from: which commit or content, whether it is worked on, and a bare address. */
bool envfp__keep_direct_url(const struct source *source, struct view text, struct text *out)
{
    enum { URL, VCS, COMMIT, SUM, OLDER, EDITABLE, COUNT };
    struct json_wanted wanted[COUNT] = {[URL] = {"url", JSON_STRING, VIEW("")},
                                        [VCS] = {"vcs_info/vcs", JSON_STRING, VIEW("")},
                                        [COMMIT] = {"vcs_info/commit_id", JSON_STRING, VIEW("")},
                                        [SUM] = {"archive_info/hashes/sha256", JSON_STRING, VIEW("")},
                                        [OLDER] = {"archive_info/hash", JSON_STRING, VIEW("")},
                                        [EDITABLE] = {"dir_info/editable", JSON_WORD, VIEW("")}};
    bool first = true;
    (void)source;
    (void)envfp__json_read(out->arena, view_take(text, 4096), wanted, COUNT); /* more is not read */
    struct view address = wanted[URL].value;
    address = view_starts(address, VIEW("file:")) ? VIEW("file:") : envfp__keep_origin(out->arena, address);
    envfp__text_add_byte(out, '{');
    if (address.length)
        envfp__keep_json_member(out, &first, "url", address);
    if (envfp__keep_is_control(wanted[VCS].value) && envfp__keep_is_commit(wanted[COMMIT].value)) {
        envfp__keep_json_open(out, &first, "vcs_info");
        envfp__keep_json_member(out, &first, "vcs", wanted[VCS].value);
        envfp__keep_json_member(out, &first, "commit_id", wanted[COMMIT].value);
        envfp__keep_json_close(out, &first);
    }
    add_sums(out, &first, wanted[SUM].value, wanted[OLDER].value);
    if (view_is(wanted[EDITABLE].value, "true")) {
        envfp__keep_json_open(out, &first, "dir_info");
        envfp__text_add(out, VIEW("\"editable\": true}"));
    }
    envfp__text_add(out, VIEW("}\n"));
    return false;
}

/* build-details.json: the implementation's version, number by number, and the language's. */
bool envfp__keep_build_details(const struct source *source, struct view text, struct text *out)
{
    enum { LEVEL = 4, LANGUAGE, COUNT };
    static const char *const levels[] = {"alpha", "beta", "candidate"};
    static const char *const keys[] = {"major", "minor", "micro", "serial"};
    struct json_wanted wanted[COUNT] = {{"implementation/version/major", JSON_NUMBER, VIEW("")},
                                        {"implementation/version/minor", JSON_NUMBER, VIEW("")},
                                        {"implementation/version/micro", JSON_NUMBER, VIEW("")},
                                        {"implementation/version/serial", JSON_NUMBER, VIEW("")},
                                        {"implementation/version/releaselevel", JSON_STRING, VIEW("")},
                                        {"language/version", JSON_STRING, VIEW("")}};
    bool first = true;
    uint64_t number;
    (void)source;
    bool sound = envfp__json_read(out->arena, view_take(text, (size_t)16 << 10), wanted, COUNT);
    envfp__text_add_byte(out, '{');
    envfp__keep_json_open(out, &first, "implementation");
    envfp__keep_json_open(out, &first, "version");
    for (size_t i = 0; i < LEVEL; i++)
        if (envfp__view_number(wanted[i].value, 10, &number) && number < 256) {
            envfp__keep_json_key(out, &first, keys[i]);
            envfp__text_add_number(out, (int64_t)number);
        }
    const char *level = "final";
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        level = view_is(wanted[LEVEL].value, levels[i]) ? levels[i] : level;
    envfp__keep_json_member(out, &first, "releaselevel", view_of(level));
    envfp__keep_json_close(out, &first);
    envfp__keep_json_close(out, &first);
    if (envfp__keep_is_release(wanted[LANGUAGE].value)) {
        envfp__keep_json_open(out, &first, "language");
        envfp__keep_json_member(out, &first, "version", wanted[LANGUAGE].value);
        envfp__keep_json_close(out, &first);
    }
    envfp__text_add(out, sound ? VIEW("}\n") : VIEW("?\n"));
    return false;
}
