/* SPDX-License-Identifier: MIT */
/*
 * Versions of languages that a project asks for, in the files that version managers follow from its folder upwards, the
 * nearest of each kind alone; and whether what PATH starts is one of them.
 */
#include "base/version.h"
#include "base/version_compare.h"
#include "base/version_range.h"
#include "collect/program.h"
#include "collect/project/lock.h"
#include "collect/project/toml.h"
#include "collect/project/version_file.h"
#include "collect/runtimes/managers/place.h"
#include "source/keep_parts.h"

#define LEVELS_MOST 32U
#define ASKED_MOST 64U

struct wants {
    struct project *project;
    struct bag unmet;
    struct bag languages, versions; /* what is asked for, in pairs */
    struct bag lost;                /* languages of which a file could not be read; "*" for all */
    size_t asked;
};

typedef void wants_reader(struct wants *wants, const char *language, struct view text);

/* ---- Whether a version agrees ----------------------------------------------------------------------------------------- */

static const struct {
    const char *language;
    enum version_rules rules;
} rules[] = {
    {"bun", RULES_NODE},      {"composer", RULES_PHP},  {"deno", RULES_NODE}, {"java", RULES_JAVA},
    {"node", RULES_NODE},     {"npm", RULES_NODE},      {"php", RULES_PHP},   {"pnpm", RULES_NODE},
    {"poetry", RULES_PYTHON}, {"python", RULES_PYTHON}, {"ruby", RULES_RUBY}, {"uv", RULES_PYTHON},
    {"yarn", RULES_NODE},
};

static enum version_rules rules_of(struct view language)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (view_is(language, rules[i].language))
            return rules[i].rules;
    return RULES_PLAIN;
}

/* The version of a language that an earlier collector found. */
static struct view version_of(struct wants *wants, const char *language)
{
    struct collect *c = wants->project->c;
    /* global.json asks for a development kit. */
    const char *leaf = strcmp(language, "dotnet") == 0 ? ".sdk" : ".version";
    struct view key = view_of(source_path(c->scratch, language, view_of(leaf), ""));
    const struct envfp_fact *fact;
    for (size_t at = 0; (fact = envfp__collect_told(c, key, &at));)
        if (fact->type == ENVFP_STRING && fact->key.length == key.length)
            return fact->value.string;
    return VIEW("");
}

/* "toolchain go1.22.3": where GOTOOLCHAIN allows no other toolchain than the one at hand, it is of no account. */
static int is_toolchain_met(struct wants *wants, struct view wanted, struct view found)
{
    const struct envfp_fact *fact;
    for (size_t at = 0; (fact = envfp__collect_told(wants->project->c, VIEW("go.variable.toolchain"), &at));)
        if (fact->type == ENVFP_STRING && view_starts(fact->value.string, VIEW("local")))
            return -1;
    return envfp__version_satisfies(
        RULES_PLAIN, envfp__arena_join(wants->project->c->scratch, (struct view[]){VIEW(">="), wanted}, 2),
        found);
}

/* Of several kits the one that is used is of the same hundred, and no older. */
static int is_kit_met(struct view wanted, struct view found)
{
    int least = envfp__version_compare(VERSION_SEMVER, found, wanted) >= 0;
    bool same = wanted.length > 2 && found.length == wanted.length &&
                view_starts(found, view_take(wanted, wanted.length - 2));
    return !least ? 0 : same ? 1 : -1;
}

/* 1 where the version satisfies the request, 0 where not, -1 where that is unknown: names ("lts/iron"). */
static int is_met(struct wants *wants, struct view language, struct view wanted, struct view found)
{
    static const char *const makes[] = {"python-", "cpython-", "ruby-", "node-"};
    if (found.length == 0)
        return -1;
    if (view_is(language, "dotnet"))
        return is_kit_met(wanted, found);
    if (view_is(language, "go") && view_cut_start(&wanted, VIEW("go")))
        return is_toolchain_met(wants, wanted, found);
    for (size_t i = 0; i < sizeof makes / sizeof *makes; i++)
        if (view_cut_start(&wanted, view_of(makes[i])))
            break;
    return envfp__version_satisfies(rules_of(language), wanted, found);
}

static void gap(struct wants *wants, const char *language, enum envfp_reason reason)
{
    struct collect *c = wants->project->c;
    fact_gap(c, source_path(c->scratch, "project.wants/", view_of(language ? language : "*"), ""), reason);
    if (source_is_failure(reason) && reason != ENVFP_REASON_MALFORMED)
        envfp__bag_add(c, &wants->lost, view_of(language ? language : "*"));
}

/* pyenv-virtualenv writes an environment's name in place of a version. It is one if pyenv has an environment of that
 * name; shown as `virtualenv`, since a person chose the name. */
static bool is_virtualenv(struct wants *wants, const char *language, struct view name)
{
    static const struct place versions = {"PYENV_ROOT", "/versions", BASE_HOME, ".pyenv/versions"};
    struct collect *c = wants->project->c;
    struct source_stat stat;
    const char *directory = envfp__manager_directory(c, &versions);
    if (strcmp(language, "python") != 0 || !directory || !envfp__version_is_component(name))
        return false;
    const char *start = source_path(c->scratch, directory, VIEW("/"), "");
    struct troubles before = troubles_start(c); /* a name that cannot be looked up is no environment's */
    enum envfp_reason reason = source_stat(c->source, source_path(c->scratch, start, name, ""), &stat);
    (void)troubles_end(c, before);
    return reason == ENVFP_REASON_NONE && stat.type == SOURCE_DIRECTORY;
}

/* Drops the gem set of rvm's "ruby-3.2.2@gemset", which a person named. */
static struct view without_gemset(const char *language, struct view version)
{
    size_t at = view_find_byte(version, '@');
    bool set = strcmp(language, "ruby") == 0 && at != SIZE_MAX && at > 0 &&
               envfp__version_is_component(view_skip(version, at + 1)) && byte_is_digit(version.text[at - 1]);
    return set ? view_take(version, at) : version;
}

static void want(struct wants *wants, const char *language, struct view version)
{
    struct collect *c = wants->project->c;
    version = view_trim(version);
    if (version.length == 0)
        return;
    if (wants->asked++ >= ASKED_MOST) {
        gap(wants, NULL, ENVFP_REASON_TRUNCATED);
        return;
    }
    version = without_gemset(language, envfp__lock_version(version));
    if (!envfp__version_is_wanted(version)) {
        if (!is_virtualenv(wants, language, version)) {
            gap(wants, language, ENVFP_REASON_MALFORMED);
            return;
        }
        version = VIEW("virtualenv");
    }
    envfp__bag_add(c, &wants->languages, view_of(language));
    envfp__bag_add(c, &wants->versions, version);
}

static bool is_lost(const struct wants *wants, struct view language)
{
    for (size_t i = 0; i < wants->lost.count; i++)
        if (view_is(wants->lost.items[i], "*") || view_equal(wants->lost.items[i], language))
            return true;
    return false;
}

/* Tells a wish; nothing of a language whose other wishes are not known. */
static void tell(struct wants *wants, size_t index)
{
    struct collect *c = wants->project->c;
    struct view language = wants->languages.items[index], version = wants->versions.items[index];
    if (is_lost(wants, language))
        return;
    fact_member(c, "project.wants", language, version);
    struct view found = version_of(wants, language.text);
    if (is_met(wants, language, version, found) == 0)
        envfp__bag_add(c, &wants->unmet,
                       envfp__arena_join(c->scratch,
                                         (struct view[]){language, VIEW(" "), version, VIEW(" -> "), found},
                                         5));
}

/* ---- Files of one language ----------------------------------------------------------------------------------------------- */

/* The first line that is not a comment. */
static void read_plain(struct wants *wants, const char *language, struct view text)
{
    struct view line;
    while (view_cut(&text, '\n', &line)) {
        line = view_trim(view_take(line, view_find_byte(line, '#')));
        if (line.length) {
            want(wants, language, line);
            return;
        }
    }
}

static void read_rust(struct wants *wants, const char *language, struct view text)
{
    struct toml toml = {.rest = text};
    struct view channel;
    if (!view_has(text, VIEW("[toolchain]"))) {
        read_plain(wants, language, text);
        return;
    }
    enum toml_item item;
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR)
        if (item == TOML_PAIR && view_is(toml.table, "toolchain") && view_is(toml.key, "channel") &&
            envfp__toml_string(toml.value, &channel))
            want(wants, language, channel);
}

/* "go 1.22" is the minimum; "toolchain go1.22.3" is what Go downloads if it is newer. */
static void read_go(struct wants *wants, const char *language, struct view text)
{
    struct view line, word, version;
    while (view_cut(&text, '\n', &line)) {
        if (!view_cut_word(&line, &word) || !view_cut_word(&line, &version))
            continue;
        bool least = view_is(word, "go");
        if (!least && !(view_is(word, "toolchain") && view_starts(version, VIEW("go1"))))
            continue;
        if (version.length > VERSION_MOST) {
            gap(wants, language, ENVFP_REASON_MALFORMED);
            return;
        }
        want(wants, language,
             envfp__arena_join(wants->project->c->scratch,
                               (struct view[]){least ? VIEW(">=") : VIEW(""), version}, 2));
    }
}

/* pyproject.toml, uv.toml and Cargo.toml, whose rust-version is the least that will do. */
static void read_toml(struct wants *wants, const char *language, struct view text)
{
    struct arena *scratch = wants->project->c->scratch;
    struct toml toml = {.rest = text};
    struct view value;
    enum toml_item item;
    const struct toml_wish *wish;
    (void)language;
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR) {
        if (item != TOML_PAIR || !(wish = envfp__project_toml_wish(&toml)) ||
            !envfp__toml_string(toml.value, &value))
            continue;
        if (wish->least && value.length && value.length <= VERSION_MOST && byte_is_digit(value.text[0]))
            value = envfp__arena_join(scratch, (struct view[]){VIEW(">="), value}, 2);
        want(wants, wish->language, value);
    }
}

/* ---- Files of several ------------------------------------------------------------------------------------------------------ */

/* Of "nodejs 20.11.1 system" the first version is the one that is started. */
static void read_tool_versions(struct wants *wants, const char *language, struct view text)
{
    struct view line, name, version;
    (void)language;
    while (view_cut(&text, '\n', &line)) {
        line = view_take(line, view_find_byte(line, '#'));
        if (!view_cut_word(&line, &name) || !view_cut_word(&line, &version))
            continue;
        const char *known = envfp__tool_language(name);
        if (known)
            want(wants, known, version);
    }
}

static void read_mise(struct wants *wants, const char *language, struct view text)
{
    struct toml toml = {.rest = text};
    struct view value;
    enum toml_item item;
    (void)language;
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR) {
        if (item != TOML_PAIR || !view_is(toml.table, "tools"))
            continue;
        const char *known = envfp__tool_language(toml.key);
        const char *key = view_starts(toml.value, VIEW("{")) ? "version" : NULL;
        if (known && envfp__toml_find(&toml.value, key, &value))
            want(wants, known, value);
    }
}

/* "java=21.0.2-tem" */
static void read_sdkman(struct wants *wants, const char *language, struct view text)
{
    struct view line, key, value;
    (void)language;
    while (view_cut(&text, '\n', &line)) {
        const char *known;
        line = view_take(line, view_find_byte(line, '#'));
        if (view_split(line, '=', &key, &value) && (known = envfp__tool_language(key)) != NULL)
            want(wants, known, value);
    }
}

/* package.json: "engines", "volta", and "packageManager": "pnpm@9.1.0+sha256.HEX". */
static void read_package(struct wants *wants, const char *language, struct view text)
{
    struct arena *scratch = wants->project->c->scratch;
    struct json json;
    enum json_token token;
    struct view name, version;
    envfp__json_start(&json, scratch, text, JSON_FILE);
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        if (token != JSON_STRING || wants->asked > ASKED_MOST)
            continue;
        const char *known = json.depth == 2 ? envfp__tool_language(json.levels[2].key) : NULL;
        if (json.depth == 1 && json_key_is(&json, 1, "packageManager") &&
            envfp__lock_split_at(envfp__json_string(&json, scratch), &name, &version) &&
            (known = envfp__tool_language(name)) != NULL)
            want(wants, known, view_take(version, view_find_byte(version, '+')));
        else if (known && (json_key_is(&json, 1, "engines") || json_key_is(&json, 1, "volta")))
            want(wants, known, envfp__json_string(&json, scratch));
    }
    gap(wants, language, token == JSON_ERROR ? ENVFP_REASON_MALFORMED : ENVFP_REASON_NONE);
}

/* .NET: {"sdk": {"version": "8.0.100"}} */
static void read_global(struct wants *wants, const char *language, struct view text)
{
    struct arena *scratch = wants->project->c->scratch;
    struct json json;
    enum json_token token;
    envfp__json_start(&json, scratch, text, JSON_RELAXED);
    while ((token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR)
        if (token == JSON_STRING && json.depth == 2 && json_key_is(&json, 1, "sdk") &&
            json_key_is(&json, 2, "version"))
            want(wants, language, envfp__json_string(&json, scratch));
    gap(wants, language, token == JSON_ERROR ? ENVFP_REASON_MALFORMED : ENVFP_REASON_NONE);
}

/* ---- From the folder upwards ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *file, *language;
    wants_reader *read;
    bool here; /* in the folder itself only */
    bool more; /* it asks for other languages, too */
} files[] = {
    {".python-version", "python", read_plain, false, false},
    {".node-version", "node", read_plain, false, false},
    {".nvmrc", "node", read_plain, false, false},
    {".ruby-version", "ruby", read_plain, false, false},
    {".java-version", "java", read_plain, false, false},
    {".go-version", "go", read_plain, false, false},
    {".php-version", "php", read_plain, false, false},
    {".perl-version", "perl", read_plain, false, false},
    {".lua-version", "lua", read_plain, false, false},
    {".tool-versions", NULL, read_tool_versions, false, false},
    {"mise.toml", NULL, read_mise, false, false},
    {".mise.toml", NULL, read_mise, false, false},
    {"rust-toolchain.toml", "rust", read_rust, false, false},
    {"rust-toolchain", "rust", read_rust, false, false},
    {".sdkmanrc", NULL, read_sdkman, true, false},
    {"go.mod", "go", read_go, false, false},
    {"global.json", "dotnet", read_global, false, false},
    {"package.json", NULL, read_package, true, false},
    {"pyproject.toml", "python", read_toml, true, true},
    {"uv.toml", "uv", read_toml, true, false},
    {"Cargo.toml", "rust", read_toml, true, false},
};

/* A file that cannot be read is a gap; a file further up does not take its place. */
static void read_nearest(struct wants *wants, size_t file)
{
    struct collect *c = wants->project->c;
    struct view folder = view_of(wants->project->folder), text;
    for (unsigned level = 0; level < LEVELS_MOST; level++) {
        enum envfp_reason reason = envfp__project_version_file(c, folder, files[file].file, &text);
        if (reason == ENVFP_REASON_NONE)
            files[file].read(wants, files[file].language, text);
        else
            gap(wants, files[file].more ? NULL : files[file].language, reason);
        if (reason != ENVFP_REASON_ABSENT || files[file].here || folder.length == 0)
            return;
        folder = envfp__path_directory(folder);
        if (view_is(folder, "/"))
            folder = VIEW("");
    }
    gap(wants, files[file].language, ENVFP_REASON_TRUNCATED);
}

void envfp__project_wants(struct project *project)
{
    struct wants wants = {.project = project};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        read_nearest(&wants, i);
    for (size_t i = 0; i < wants.versions.count; i++)
        tell(&wants, i);
    if (wants.unmet.count)
        fact_set(project->c, "project.unmet", wants.unmet.items, wants.unmet.count);
}
