/* SPDX-License-Identifier: MIT */
/* Of the files of package managers, languages and projects: versions and pins, not who wrote what for whom. */
#include "base/json_pull.h"
#include "base/json_top.h"
#include "source/address.h"
#include "source/filter_parts.h"

static bool starts_with_one(struct view line, const char *const *starts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_starts(line, view_of(starts[i])))
            return true;
    return false;
}

static bool dpkg_line(const struct source *source, struct view line, struct text *out)
{
    static const char *const fields[] = {"Package:", "Status:", "Version:", "Architecture:", "\n"};
    (void)source;
    return starts_with_one(line, fields, sizeof fields / sizeof *fields) ? filter_keep(line, out) : true;
}

/* Python's METADATA: name and version of the headers; the body could say anything. */
static bool metadata_line(const struct source *source, struct view line, struct text *out)
{
    static const char *const fields[] = {"Metadata-Version:", "Name:", "Version:"};
    (void)source;
    if (view_is(line, "\n") || view_is(line, "\r\n"))
        return false;
    return starts_with_one(line, fields, sizeof fields / sizeof *fields) ? filter_keep(line, out) : true;
}

/* What package.json asks for: an object of strings. */
static void package_versions(struct view text, const char *name, bool *first, struct text *out)
{
    struct json_pull json;
    enum json_token token;
    const char *before = NULL;
    envfp__json_start(&json, text, false);
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        if (token != JSON_STRING || json.depth != 2 || json.arrays[2] || !json_key_is(&json, 1, name))
            continue;
        if (!before)
            envfp__text_add_all(out, (const char *const[]){*first ? "{\"" : ",\"", name, "\":{", NULL});
        envfp__text_add(out, before ? VIEW(",\"") : VIEW("\""));
        envfp__text_add(out, json.keys[2]);
        envfp__text_add(out, VIEW("\":\""));
        envfp__text_add(out, json.value);
        envfp__text_add_byte(out, '"');
        before = "";
        *first = false;
    }
    if (before)
        envfp__text_add_byte(out, '}');
}

/* npm's package.json: addresses, authors and folders stand around the name and version. */
static bool package_text(const struct source *source, struct view text, struct text *out)
{
    (void)source;
    struct json_wanted wanted[] = {{"name", VIEW("")}, {"version", VIEW("")}, {"packageManager", VIEW("")}};
    (void)envfp__json_top(text, wanted, 3);
    const char *before = "{\"";
    for (size_t i = 0; i < 3; i++) {
        if (wanted[i].value.length == 0)
            continue;
        envfp__text_add_all(out, (const char *const[]){before, wanted[i].key, "\":\"", NULL});
        envfp__text_add(out, wanted[i].value);
        before = "\",\"";
    }
    if (before[0] != '{')
        envfp__text_add_byte(out, '"');
    bool first = before[0] == '{';
    package_versions(text, "engines", &first, out);
    package_versions(text, "volta", &first, out);
    envfp__text_add(out, first ? VIEW("{}\n") : VIEW("}\n"));
    return false;
}

/* What Python runs at its start is told by its being there; directories stay. */
static bool pth_line(const struct source *source, struct view line, struct text *out)
{
    bool imports = view_starts(line, VIEW("import ")) || view_starts(line, VIEW("import\t"));
    if (imports)
        return filter_keep(VIEW("import _\n"), out);
    return view_starts(line, VIEW("#")) ? true : envfp__filter_keep_folded(source, line, out);
}

/* Where a distribution came from: which commit or content, whether it is worked on, and the address without what
 * may be a secret. */
static bool direct_url_text(const struct source *source, struct view text, struct text *out)
{
    static const char *const keys[] = {"\"url\"", "\"commit_id\"", "\"hash\"", "\"sha256\"", "\"vcs\""};
    (void)source;
    const char *before = "{";
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t at = envfp__view_find(text, view_of(keys[i]));
        struct view rest = view_skip(text, at == SIZE_MAX ? text.length : at + strlen(keys[i])), value;
        if (!view_cut(&rest, '"', &value) || !view_is(view_trim(value), ":") || !view_cut(&rest, '"', &value))
            continue;
        if (i == 0)
            value =
                view_starts(value, VIEW("file:")) ? VIEW("file:") : envfp__address_bare(out->arena, value);
        envfp__text_add_all(out, (const char *const[]){before, keys[i], ": \"", NULL});
        envfp__text_add(out, value);
        envfp__text_add_byte(out, '"');
        before = ", ";
    }
    size_t editable = envfp__view_find(text, VIEW("\"editable\""));
    if (editable != SIZE_MAX && view_has(view_take(view_skip(text, editable), 20), VIEW("true")))
        envfp__text_add_all(out, (const char *const[]){before, "\"editable\": true", NULL});
    envfp__text_add(out, before[0] == '{' ? VIEW("{}\n") : VIEW("}\n"));
    return false;
}

/* Addresses without user, password and query, up to the commit or hash that may follow: who fetched a package with
 * which key is nobody's business. */
static bool lock_line(const struct source *source, struct view line, struct text *out)
{
    struct text clean = {.arena = out->arena};
    size_t at;
    /* A comment may say anything; the line stays, since the one before may go on in it. */
    if (view_starts(view_trim(line), VIEW("#"))) {
        envfp__text_add(out, VIEW("#\n"));
        return true;
    }
    while ((at = envfp__view_find(line, VIEW("://"))) != SIZE_MAX) {
        envfp__text_add(&clean, view_take(line, at + 3));
        line = view_skip(line, at + 3);
        size_t end = 0, user = 0, query = SIZE_MAX;
        while (end < line.length && !byte_is_blank(line.text[end]) && !memchr("\"',#>}", line.text[end], 6)) {
            if (line.text[end] == '@' && view_find_byte(view_take(line, end), '/') == SIZE_MAX)
                user = end + 1;
            if (line.text[end] == '?' && query == SIZE_MAX)
                query = end;
            end++;
        }
        envfp__text_add(&clean, view_skip(view_take(line, query < end ? query : end), user));
        line = view_skip(line, end);
    }
    envfp__text_add(&clean, line);
    envfp__filter_fold(source, envfp__text_view(&clean), out);
    return true;
}

/* Requirements have comments behind what they ask for, too; a line that goes on still does. */
static bool requirements_line(const struct source *source, struct view line, struct text *out)
{
    for (size_t i = 1; i < line.length; i++) {
        if (line.text[i] != '#' || !byte_is_blank(line.text[i - 1]))
            continue;
        lock_line(source, view_take(line, i), out);
        envfp__text_add(out, view_ends(view_trim(line), VIEW("\\")) ? VIEW("#\\\n") : VIEW("#\n"));
        return true;
    }
    return lock_line(source, line, out);
}

/* Composer's lists hold their authors' names and addresses, a line each; packages have a name with a slash. */
static bool composer_line(const struct source *source, struct view line, struct text *out)
{
    struct view said = view_trim(line);
    size_t colon = view_find_byte(line, ':');
    bool person = view_starts(said, VIEW("\"email\":")) || view_starts(said, VIEW("\"homepage\":")) ||
                  (view_starts(said, VIEW("\"name\":")) && view_find_byte(said, '/') == SIZE_MAX);
    if (!person)
        return lock_line(source, line, out);
    envfp__text_add(out, view_take(line, colon + 1));
    envfp__text_add(out, view_ends(said, VIEW(",")) ? VIEW(" \"\",\n") : VIEW(" \"\"\n"));
    return true;
}

/* Which Python a project asks for, not who wrote it. */
static bool pyproject_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("requires-python")) || view_starts(line, VIEW("[")) ? filter_keep(line, out)
                                                                                      : true;
}

/* Version headers: their numbers and strings, "#define NAME VALUE", not their code. */
static bool header_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view rest = line, word;
    unsigned words = 0;
    while (view_cut_word(&rest, &word))
        words++;
    return view_starts(line, VIEW("#define ")) && words == 3 ? filter_keep(line, out) : true;
}

/* Whether a line is `"FOLDER" = ...`, of the named project or of a folder above it. */
static bool is_above_project(const struct source *source, struct view line)
{
    struct view folder, rest = line,
                        project = view_of(source->common->project ? source->common->project : "");
    if (!view_cut(&rest, '"', &folder) || folder.length || !view_cut(&rest, '"', &folder))
        return false;
    return folder.length && view_starts(project, folder) &&
           (project.length == folder.length || project.text[folder.length] == '/');
}

/* rustup's settings hold the folders of projects, DESCRIPTION authors, .crates.toml where sources were. */
static bool settings_line(const struct source *source, struct view line, struct text *out)
{
    return view_starts(line, VIEW("default_toolchain")) || view_starts(line, VIEW("[overrides]"))
               ? filter_keep(line, out)
           : is_above_project(source, line) ? envfp__filter_keep_folded(source, line, out)
                                            : true;
}

static bool description_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return view_starts(line, VIEW("Version:")) ? filter_keep(line, out)
           : view_starts(line, VIEW("Built:")) ? filter_keep(VIEW("Built:\n"), out)
                                               : true;
}

static bool crates_line(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    struct view rest = line, name, version;
    if (!view_starts(line, VIEW("\"")) || !view_cut_word(&rest, &name) || !view_cut_word(&rest, &version))
        return true;
    envfp__text_add(out, name);
    envfp__text_add_byte(out, ' ');
    envfp__text_add(out, version);
    return filter_keep(VIEW(" \n"), out);
}

const struct filter envfp__filter_software[] = {
    {"/dpkg/status", false, dpkg_line},
    {"/METADATA", false, metadata_line},
    {"/PKG-INFO", false, metadata_line},
    {"/package.json", true, package_text},
    {"/node_version.h", false, header_line},
    {"/patchlevel.h", false, header_line},
    {".egg-info", false, metadata_line},
    {"/.crates.toml", false, crates_line},
    {"/DESCRIPTION", false, description_line},
    {"/settings.toml", false, settings_line},
    {".pth", false, pth_line},
    {"/direct_url.json", true, direct_url_text},
    {"/composer.lock", false, composer_line},
    {"/composer/installed.json", false, composer_line},
    {"/pyproject.toml", false, pyproject_line},
    {".lock", false, lock_line},
    {".lockfile", false, lock_line},
    {".lock.hcl", false, lock_line},
    {"-lock.json", false, lock_line},
    {"-lock.yaml", false, lock_line},
    {"-lock.yml", false, lock_line},
    {"/lock.yaml", false, lock_line},
    {"/npm-shrinkwrap.json", false, lock_line},
    {"/packages.lock.json", false, lock_line},
    {"/pylock.toml", false, lock_line},
    {"/environment.yml", false, lock_line},
    {".txt", false, requirements_line},
    {"", false, NULL},
};
