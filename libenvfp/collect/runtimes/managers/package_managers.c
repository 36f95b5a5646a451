/* SPDX-License-Identifier: MIT */
/*
 * Package managers that PATH starts, where a project is named: each reads lock files of some versions only, and resolves anew what it does not
 * read. Their versions stand beside them: in package.json, in the metadata of the Python that a script names, among
 * Ruby's gems. Of corepack's stand-ins the version counts that corepack would start.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
AFTER(ruby)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

TEXT("$COREPACK_HOME/lastKnownGood.json", known_good)
TEXT("$XDG_CONFIG_HOME/uv/uv-receipt.json", receipt)
TEXT("$PREFIX/package.json", package)
NAMES("$PREFIX/lib/", python)
NAMES("$PREFIX/lib/*/{dist,site}-packages/", distribution)
PROGRAM("$PATH/{composer,composer.phar}", archive)
PROGRAM("$PATH/{bundle,hatch,npm,pdm,pip,pip3,pipenv,pnpm,poetry,uv,yarn}", starter)
PROGRAM("$PATH/pip3.*", starter)

VARIABLE("ASDF_HATCH_VERSION", WORD)
VARIABLE("ASDF_PDM_VERSION", WORD)
VARIABLE("ASDF_PIPENV_VERSION", WORD)
VARIABLE("ASDF_PNPM_VERSION", WORD)
VARIABLE("ASDF_POETRY_VERSION", WORD)
VARIABLE("ASDF_UV_VERSION", WORD)
VARIABLE("ASDF_YARN_VERSION", WORD)
VARIABLE("COREPACK_HOME", PATHS)
VARIABLE("MISE_HATCH_VERSION", WORD)
VARIABLE("MISE_PDM_VERSION", WORD)
VARIABLE("MISE_PIPENV_VERSION", WORD)
VARIABLE("MISE_PNPM_VERSION", WORD)
VARIABLE("MISE_POETRY_VERSION", WORD)
VARIABLE("MISE_UV_VERSION", WORD)
VARIABLE("MISE_YARN_VERSION", WORD)

LANGUAGE(bundler, "Bundler", "bundle", "", "", "bundler", "", 0, SEMVER)
LANGUAGE(composer, "Composer", "composer", "", "", "composer", "", 0, SEMVER)
LANGUAGE(hatch, "Hatch", "hatch", "hatch", "hatch", "", "", 0, PYTHON)
LANGUAGE(npm, "npm", "npm", "", "", "npm", "", 0, SEMVER)
LANGUAGE(pdm, "PDM", "pdm", "pdm", "pdm", "", "", 0, PYTHON)
LANGUAGE(pip, "pip", "pip", "", "", "pip", "", 0, PYTHON)
LANGUAGE(pipenv, "Pipenv", "pipenv", "pipenv", "pipenv", "", "", 0, PYTHON)
LANGUAGE(pnpm, "pnpm", "pnpm", "pnpm", "pnpm", "", "", 0, SEMVER)
LANGUAGE(poetry, "Poetry", "poetry", "poetry", "poetry", "", "", 0, PYTHON)
LANGUAGE(uv, "uv", "uv", "uv", "uv", "", "", 0, PYTHON)
LANGUAGE(yarn, "Yarn", "yarn", "yarn", "yarn", "", "", 0, SEMVER)

FACT("bundler.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which bundle PATH starts, where a project is named.")
FACT("bundler.version", STRING, HASHED, ALTERS, VIRTUALENV, "", "", "gem/bundler",
     "Where a project is named, version of the Bundler that PATH starts.")
FACT("composer.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which composer PATH starts, where a project is named.")
FACT("composer.version", STRING, HASHED, ALTERS, IMAGE, "", "", "the archive itself",
     "Where a project is named, version of the Composer that PATH starts.")
FACT("hatch.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which hatch PATH starts, where a project is named.")
FACT("hatch.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "hatch-*.dist-info of the Python that the script names",
     "Where a project is named, version of the Hatch that PATH starts.")
FACT("npm.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which npm PATH starts, where a project is named.")
FACT("npm.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "", "package.json beside the program",
     "Where a project is named, version of the npm that PATH starts, which decides what forms of "
     "package-lock.json it reads and writes.")
FACT("pdm.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which pdm PATH starts, where a project is named.")
FACT("pdm.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "pdm-*.dist-info of the Python that the script names",
     "Where a project is named, version of the PDM that PATH starts.")
FACT("pip.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which pip PATH starts, where a project is named.")
FACT("pip.version", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     "pip-*.dist-info of the Python that the script names",
     "Where a project is named, version of the pip that PATH starts: its resolver and the wheels that it "
     "takes.")
FACT("pipenv.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which pipenv PATH starts, where a project is named.")
FACT("pipenv.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "pipenv-*.dist-info of the Python that the script names",
     "Where a project is named, version of the Pipenv that PATH starts.")
FACT("pnpm.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which pnpm PATH starts, where a project is named.")
FACT("pnpm.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "package.json beside the program; behind corepack the project's packageManager, else lastKnownGood.json",
     "Where a project is named, version of the pnpm that PATH starts: another major version throws a lock "
     "file away and resolves anew.")
FACT("poetry.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which poetry PATH starts, where a project is named.")
FACT("poetry.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "poetry-*.dist-info of the Python that the script names",
     "Where a project is named, version of the Poetry that PATH starts, which decides what forms of "
     "poetry.lock it reads.")
FACT("uv.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which uv PATH starts, where a project is named.")
FACT("uv.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "uv-*.dist-info beside the program, ~/.config/uv/uv-receipt.json, the directory it is in",
     "Where a project is named, version of the uv that PATH starts.")
FACT("yarn.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "",
     "Which yarn PATH starts, where a project is named.")
FACT("yarn.version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     "package.json beside the program; behind corepack the project's packageManager, else lastKnownGood.json",
     "Where a project is named, version of the Yarn that PATH starts: 1 and its successors install in "
     "different ways.")

#else
#include "base/json.h"
#include "collect/runtimes/kept.h"
#include "collect/runtimes/python/python_kept.h"
#include "collect/runtimes/runtime.h"
#include "source/keep_parts.h"

#define START_MOST ((size_t)1024)
#define JSON_MOST ((size_t)64 << 10)
#define PIECE ((size_t)64 << 10)
#define PIECES_MOST 64U
#define SERIES_MOST 8U

/* The Python that a script is run by: on its first line, or behind 'exec' where the path is too long for that line. */
static bool cut_interpreter(struct view line, struct view *path)
{
    struct view rest = line;
    if (!view_cut_start(&rest, VIEW("#!")) && !view_cut_start(&rest, VIEW("'''exec' ")))
        return false;
    rest = view_trim(rest);
    char quote = rest.length ? rest.text[0] : '\0';
    if (quote == '"' || quote == '\'')
        *path = view_take(view_skip(rest, 1), view_find_byte(view_skip(rest, 1), quote));
    else if (!view_cut_word(&rest, path))
        return false;
    struct view base = envfp__path_base(*path);
    return view_starts(*path, VIEW("/")) &&
           (view_starts(base, VIEW("python")) || view_starts(base, VIEW("pypy")));
}

/* Of a script what makes it a shim, and the Python that runs it. */
static bool keep_starter(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), path;
    if (!cut_interpreter(body, &path))
        return envfp__keep_shim(source, line, out);
    envfp__text_add(out, view_starts(body, VIEW("#!")) ? VIEW("#!") : VIEW("'''exec' "));
    (void)envfp__keep_paths(source, path, out);
    envfp__text_add(out, end);
    return true;
}

/* composer.phar holds its sources as they are. */
static const char archived[] = "public const VERSION = '";

/* "2.7.1" of "public const VERSION = '2.7.1';" */
static struct view archived_version(struct view text)
{
    size_t at = envfp__view_find(text, view_of(archived));
    struct view rest = view_skip(text, at == SIZE_MAX ? text.length : at + sizeof archived - 1);
    size_t end = view_find_byte(rest, '\'');
    return end < 32 && envfp__keep_is_release(view_take(rest, end)) ? view_take(rest, end) : VIEW("");
}

static bool keep_archive(const struct source *source, struct view line, struct text *out)
{
    struct view version = archived_version(line);
    if (version.length == 0)
        return view_starts(line, VIEW("#!")) ? envfp__keep_shim(source, line, out) : true;
    envfp__text_add_all(out, (const char *const[]){archived, NULL});
    envfp__text_add(out, version);
    envfp__text_add(out, VIEW("';\n"));
    return false;
}

static bool keep_name_python(struct view name)
{
    return view_starts(name, VIEW("python")) || view_starts(name, VIEW("pypy"));
}

/* corepack's {"pnpm":"9.1.0","yarn":"1.22.22+sha1.HEX"} */
static bool keep_known_good(const struct source *source, struct view text, struct text *out)
{
    struct json_wanted wanted[] = {{"pnpm", JSON_STRING, VIEW("")}, {"yarn", JSON_STRING, VIEW("")}};
    bool first = true;
    (void)source;
    bool sound = envfp__json_read(out->arena, view_take(text, JSON_MOST), wanted, 2);
    envfp__text_add_byte(out, '{');
    for (size_t i = 0; i < 2; i++)
        if (wanted[i].value.length)
            envfp__keep_json_member(out, &first, wanted[i].path,
                                    envfp__keep_one_version(out->arena, wanted[i].value));
    envfp__text_add(out, sound ? VIEW("}\n") : VIEW("?\n"));
    return false;
}

/* What the installer of uv wrote down: version and place. */
static bool keep_receipt(const struct source *source, struct view text, struct text *out)
{
    struct json_wanted wanted[] = {{"version", JSON_STRING, VIEW("")},
                                   {"install_prefix", JSON_STRING, VIEW("")}};
    bool first = true;
    struct text place = {.arena = out->arena};
    bool sound = envfp__json_read(out->arena, view_take(text, JSON_MOST), wanted, 2);
    (void)envfp__keep_paths(source, wanted[1].value, &place);
    envfp__text_add_byte(out, '{');
    envfp__keep_json_member(out, &first, "version", envfp__keep_one_version(out->arena, wanted[0].value));
    envfp__keep_json_member(out, &first, "install_prefix", envfp__text_view(&place));
    envfp__text_add(out, sound ? VIEW("}\n") : VIEW("?\n"));
    return false;
}

#define LAYER RUNTIMES
#define OWNER package_managers
#define DECLARES "collect/runtimes/managers/package_managers.c"
#include "collect/declare.h"

/* ---- Node's ---------------------------------------------------------------------------------------------------- */

/* package.json of the package that the program lies in, in bin or dist of it. */
static struct view package_version(struct collect *c, struct view name, const struct runtime *runtime)
{
    struct view directory = envfp__path_directory(envfp__path_directory(runtime->resolved)), text;
    for (unsigned i = 0; i < 2 && directory.length > 1; i++, directory = envfp__path_directory(directory)) {
        struct json_wanted wanted[] = {{"name", JSON_STRING, VIEW("")}, {"version", JSON_STRING, VIEW("")}};
        const char *path = source_path(c->scratch, "", directory, "/package.json");
        if (envfp__runtime_read(c, path, &text) != ENVFP_REASON_NONE ||
            !envfp__json_read(c->scratch, text, wanted, 2))
            continue;
        struct view called = wanted[0].value;
        (void)view_cut_start(&called, VIEW("@yarnpkg/"));
        if (view_equal(called, name) || view_is(called, "cli-dist"))
            return envfp__arena_copy(c->scratch, envfp__keep_one_version(c->scratch, wanted[1].value));
    }
    return envfp__runtime_path_version(runtime->resolved);
}

/* What corepack starts under a name: the project's, else what it started last. What it would fetch is not known. */
static struct view corepack_version(struct collect *c, const struct envfp_language *language)
{
    enum envfp_reason reason;
    struct json_wanted wanted = {language_word(language), JSON_STRING, VIEW("")};
    struct view text, version = envfp__shim_local_corepack(c, language, &reason);
    if (version.length || envfp__runtime_note(c, reason) != ENVFP_REASON_NONE)
        return version;
    const char *home = envfp__runtime_directory(c, "COREPACK_HOME", NULL);
    if (!home) {
        home = envfp__runtime_directory(c, "XDG_CACHE_HOME", "/.cache");
        home = home ? source_path(c->scratch, home, VIEW("/node/corepack"), "") : NULL;
    }
    if (!home || envfp__runtime_start(c, source_path(c->scratch, home, VIEW("/lastKnownGood.json"), ""),
                                      JSON_MOST, &text) != ENVFP_REASON_NONE)
        return VIEW("");
    (void)envfp__json_read(c->scratch, text, &wanted, 1);
    version = envfp__keep_one_version(c->scratch, wanted.value);
    return envfp__arena_copy(c->scratch, view_take(version, view_find_byte(version, '+')));
}

static struct view node_version(struct collect *c, const struct envfp_language *language,
                                const struct runtime *runtime)
{
    return view_has(runtime->resolved, VIEW("/corepack/dist/"))
               ? corepack_version(c, language)
               : package_version(c, view_of(language_word(language)), runtime);
}

/* ---- Python's -------------------------------------------------------------------------------------------------- */

/* "23.2.1" of "pip-23.2.1.dist-info" among a directory's distributions. */
static struct view listed_version(struct collect *c, const char *directory, struct view name)
{
    struct source_entry *entries;
    size_t count;
    if (envfp__runtime_entries(c, directory, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    for (size_t i = 0; i < count; i++) {
        struct view entry = entries[i].name;
        if (view_ends(entry, VIEW(".dist-info")) || view_ends(entry, VIEW(".egg-info")))
            entry.length -= view_ends(entry, VIEW(".dist-info")) ? 10 : 9;
        else
            continue;
        size_t dash = view_find_byte(entry, '-');
        struct view version = view_skip(entry, dash == SIZE_MAX ? entry.length : dash + 1);
        version = view_take(version, view_find_byte(version, '-')); /* "pip-20.3-py3.9" */
        if (view_equal(envfp__text_python_name(c->scratch, view_take(entry, dash)), name) &&
            envfp__keep_is_release(version))
            return version;
    }
    return VIEW("");
}

/* "3.11" of "python3.11"; empty for "python3". */
static struct view series_of(struct view base)
{
    while (base.length && !byte_is_digit(base.text[0]))
        base = view_skip(base, 1);
    struct view series = envfp__runtime_number(base);
    return view_find_byte(series, '.') == SIZE_MAX ? VIEW("") : series;
}

/* Below a prefix: what pip puts there, and Debian's own. */
static struct view series_version(struct collect *c, struct view prefix, struct view folder, struct view name)
{
    static const char *const leaves[] = {"/site-packages", "/dist-packages"};
    const char *start = source_path(c->scratch, source_path(c->scratch, "", prefix, "/lib/"), folder, "");
    struct view version = VIEW("");
    for (size_t i = 0; i < 2 && version.length == 0; i++)
        version = listed_version(c, source_path(c->scratch, start, view_of(leaves[i]), ""), name);
    return version;
}

static struct view prefix_version(struct collect *c, struct view prefix, struct view series, struct view name)
{
    struct source_entry *entries;
    size_t count;
    struct view version = VIEW("");
    if (view_is(prefix, "/") || !runtime_may_see(prefix))
        return version;
    if (series.length) {
        version = series_version(
            c, prefix, envfp__arena_join(c->scratch, (struct view[]){VIEW("python"), series}, 2), name);
        if (version.length == 0 && view_is(prefix, "/usr"))
            version = listed_version(c, "/usr/lib/python3/dist-packages", name);
        return version;
    }
    if (envfp__runtime_entries(c, source_path(c->scratch, "", prefix, "/lib"), &entries, &count) !=
        ENVFP_REASON_NONE)
        return version;
    for (size_t i = 0, tried = 0; i < count && version.length == 0 && tried < SERIES_MOST; i++)
        if (keep_name_python(entries[i].name)) {
            version = series_version(c, prefix, entries[i].name, name);
            tried++;
        }
    return version;
}

/* A script's: beside itself, else of the Python that runs it. */
static struct view script_version(struct collect *c, struct view name, const struct runtime *runtime)
{
    struct view text, line, interpreter = VIEW(""), real;
    if (envfp__runtime_start(c, runtime->resolved.text, START_MOST, &text) != ENVFP_REASON_NONE)
        return VIEW("");
    for (unsigned i = 0; i < 2 && interpreter.length == 0 && view_cut(&text, '\n', &line); i++)
        if (!cut_interpreter(line, &interpreter))
            interpreter = VIEW("");
    if (interpreter.length == 0 || !runtime_may_see(interpreter))
        return VIEW("");
    interpreter = envfp__arena_copy(c->scratch, interpreter);
    struct view series = series_of(envfp__path_base(interpreter));
    if (series.length == 0 &&
        source_resolve(c->source, c->scratch, interpreter.text, &real) == ENVFP_REASON_NONE)
        series = series_of(envfp__path_base(real));
    struct view prefix = envfp__path_directory(envfp__path_directory(interpreter)), own = runtime->prefix;
    struct view version = own.length ? prefix_version(c, own, series, name) : VIEW("");
    if (version.length == 0 && view_is(prefix, "/usr") && !view_is(own, "/usr/local"))
        version = prefix_version(c, VIEW("/usr/local"), series, name);
    return version.length || view_equal(own, prefix) ? version : prefix_version(c, prefix, series, name);
}

/* uv is no script: pip puts it beside its metadata; its installer writes down what it put where. */
static struct view uv_version(struct collect *c, const struct runtime *runtime)
{
    struct json_wanted wanted[] = {{"version", JSON_STRING, VIEW("")},
                                   {"install_prefix", JSON_STRING, VIEW("")}};
    struct view text, directory = envfp__path_directory(runtime->resolved), version = VIEW("");
    if (runtime->prefix.length && !view_is(runtime->prefix, "/usr"))
        version = prefix_version(c, runtime->prefix, VIEW(""), VIEW("uv"));
    if (version.length == 0)
        version = envfp__runtime_path_version(runtime->resolved);
    const char *config = envfp__runtime_directory(c, "XDG_CONFIG_HOME", "/.config");
    if (version.length || !config ||
        envfp__runtime_start(c, source_path(c->scratch, config, VIEW("/uv/uv-receipt.json"), ""), JSON_MOST,
                             &text) != ENVFP_REASON_NONE)
        return version;
    (void)envfp__json_read(c->scratch, text, wanted, 2);
    struct view place = wanted[1].value;
    return view_equal(place, directory) || view_equal(place, envfp__path_directory(directory))
               ? envfp__arena_copy(c->scratch, envfp__keep_one_version(c->scratch, wanted[0].value))
               : VIEW("");
}

/* ---- PHP's and Ruby's ------------------------------------------------------------------------------------------- */

static struct view composer_version(struct collect *c, const struct runtime *runtime)
{
    struct source_file file;
    struct view version = VIEW("");
    char *piece = envfp__arena_room(c->scratch, PIECE);
    if (!piece ||
        envfp__runtime_note(c, envfp__runtime_open(c, runtime->resolved.text, &file)) != ENVFP_REASON_NONE)
        return version;
    uint64_t offset = 0;
    size_t got = PIECE;
    for (unsigned i = 0; i < PIECES_MOST && got == PIECE && version.length == 0; i++) {
        if (envfp__runtime_note(c, source_pull(c->source, &file, offset, piece, PIECE, &got)) !=
            ENVFP_REASON_NONE)
            break;
        version = envfp__arena_copy(c->scratch, archived_version((struct view){piece, got}));
        offset += PIECE - 128; /* so that no hit is split */
    }
    source_close(c->source, &file);
    return version;
}

/* The newest of the gems: `bundle` itself is a script that loads it. */
static struct view bundler_version(struct collect *c)
{
    const struct envfp_fact *fact;
    for (size_t at = 0; (fact = envfp__collect_told(c, VIEW("gem/bundler"), &at));) {
        if (fact->key.length != sizeof "gem/bundler" - 1)
            continue;
        if (fact->type == ENVFP_STRING)
            return fact->value.string;
        struct view best = VIEW("");
        for (size_t i = 0; fact->type == ENVFP_SET && i < fact->value.set.count; i++)
            if (envfp__version_compare(VERSION_SEMVER, fact->value.set.items[i], best) > 0)
                best = fact->value.set.items[i];
        return best;
    }
    return VIEW("");
}

/* ---- The collector ---------------------------------------------------------------------------------------------- */

static struct view version_of(struct collect *c, const struct envfp_language *language,
                              const struct runtime *runtime)
{
    struct view name = view_of(language_word(language));
    if (view_is(name, "npm") || view_is(name, "pnpm") || view_is(name, "yarn"))
        return node_version(c, language, runtime);
    if (view_is(name, "uv"))
        return uv_version(c, runtime);
    if (view_is(name, "composer"))
        return composer_version(c, runtime);
    return view_is(name, "bundler") ? bundler_version(c) : script_version(c, name, runtime);
}

/* Whose version managers hold it: npm comes with Node, pip with Python, Bundler with Ruby. */
static const struct envfp_language *owner_of(const struct envfp_language *language)
{
    static const char owners[][2][9] = {
        {"bundler", "ruby"}, {"composer", "php"}, {"npm", "node"}, {"pip", "python"}};
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        if (strcmp(language_word(language), owners[i][0]) == 0)
            return envfp__registry_language_called(view_of(owners[i][1]));
    return language;
}

/* Only beside a project: looking for a dozen programs along PATH is worth its time where something asks for them; what
 * is installed with a Node or a Python counts among its packages anyway. */
void envfp__collect_package_managers(struct collect *c)
{
    for (size_t i = 0; c->shared->project && i < LANGUAGE_COUNT; i++) {
        const struct envfp_language *language = &declared.languages[i];
        struct runtime runtime;
        if (!envfp__language_find_with(c, language, owner_of(language), &runtime))
            continue;
        envfp__runtime_version(c, source_path(c->scratch, language_word(language), VIEW(".version"), ""),
                               version_of(c, language, &runtime));
    }
}

#endif
