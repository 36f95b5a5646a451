/* SPDX-License-Identifier: MIT */
/* The Node.js that PATH would start, and the packages that are installed for everybody. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(dpkg)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("$PREFIX/include/node/node_version.h", header)
TEXT("$DIR/package.json", package)
NAMES("$DIR/node_modules/", all)
NAMES("$DIR/node_modules/@*/", all)
NAMES("/usr/share/nodejs/", all)
NAMES("/usr/share/nodejs/@*/", all)
PROGRAM("$PATH/node*", shim)

VARIABLE("ASDF_NODEJS_VERSION", WORD)
VARIABLE("MISE_NODE_VERSION", WORD)
VARIABLE("NODE_COMPILE_CACHE", PATHS)
VARIABLE("NODE_DEBUG", WORD)
VARIABLE("NODE_DISABLE_COMPILE_CACHE", WORD)
VARIABLE("NODE_ENV", WORD)
VARIABLE("NODE_EXTRA_CA_CERTS", PATHS)
VARIABLE("NODE_ICU_DATA", PATHS)
VARIABLE("NODE_NO_WARNINGS", WORD)
VARIABLE("NODE_OPTIONS", PRESENCE)
VARIABLE("NODE_PATH", PATHS)
VARIABLE("NODE_PENDING_DEPRECATION", WORD)
VARIABLE("NODE_PRESERVE_SYMLINKS", WORD)
VARIABLE("NODE_PRESERVE_SYMLINKS_MAIN", WORD)
VARIABLE("NODE_REDIRECT_WARNINGS", PRESENCE)
VARIABLE("NODE_REPL_EXTERNAL_MODULE", PRESENCE)
VARIABLE("NODE_SKIP_PLATFORM_CHECK", WORD)
VARIABLE("NODE_TLS_REJECT_UNAUTHORIZED", WORD)
VARIABLE("NODE_USE_ENV_PROXY", WORD)
VARIABLE("NODE_USE_SYSTEM_CA", WORD)
VARIABLE("NODE_V8_COVERAGE", PRESENCE)
VARIABLE("NPM_CONFIG_PREFIX", PATHS)
VARIABLE("UV_THREADPOOL_SIZE", WORD)
VARIABLE("UV_USE_IO_URING", WORD)

LANGUAGE(node, "Node", "", "nodejs", "node", "", "", 1, SEMVER)

FACT("node.module_abi", STRING, CONTEXT, INFORMS, VERSION_MANAGER, "", "", "include/node/node_version.h",
     "NODE_MODULE_VERSION, for which native modules are built.")
FACT("node.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which node PATH starts.")
FACT("node.variable.compile_cache", STRING, CONTEXT, INFORMS, VARIABLES, "", "$NODE_COMPILE_CACHE", "node(1)",
     "Where compiled modules are kept between starts.")
FACT("node.variable.debug", STRING, CONTEXT, INFORMS, VARIABLES, "", "$NODE_DEBUG", "node(1)",
     "Modules of the library that print what they do.")
FACT("node.variable.disable_compile_cache", STRING, CONTEXT, INFORMS, VARIABLES, "",
     "$NODE_DISABLE_COMPILE_CACHE", "node(1)", "Compiled modules are not kept between starts.")
FACT("node.variable.env", STRING, HASHED, ALTERS, VARIABLES, "", "$NODE_ENV", "",
     "Whether frameworks run for development or production.")
FACT("node.variable.extra_ca_certs", STRING, HASHED, ALTERS, VARIABLES, "", "$NODE_EXTRA_CA_CERTS", "node(1)",
     "Certificates that are trusted beside those which were built in.")
FACT("node.variable.icu_data", STRING, HASHED, ALTERS, VARIABLES, "", "$NODE_ICU_DATA", "node(1)",
     "Data of languages and regions in place of those which were built in.")
FACT("node.variable.no_warnings", STRING, CONTEXT, INFORMS, VARIABLES, "", "$NODE_NO_WARNINGS", "node(1)",
     "Warnings are not printed.")
FACT("node.variable.npm_prefix", STRING, CONTEXT, INFORMS, VARIABLES, "", "$NPM_CONFIG_PREFIX",
     "npm-config(7)", "Where npm installs packages for everybody.")
FACT("node.variable.options", STRING, HASHED, ALTERS, VARIABLES, "", "$NODE_OPTIONS", "node(1)",
     "Whether options are added to each start of Node.js; their text is not shown.")
FACT("node.variable.path", STRING, HASHED, BREAKS, VARIABLES, "", "$NODE_PATH", "node(1)",
     "Directories searched for modules after all others, in order.")
FACT("node.variable.pending_deprecation", STRING, CONTEXT, INFORMS, VARIABLES, "",
     "$NODE_PENDING_DEPRECATION", "node(1)", "Warnings of what will be deprecated.")
FACT("node.variable.preserve_symlinks", STRING, HASHED, ALTERS, VARIABLES, "", "$NODE_PRESERVE_SYMLINKS",
     "node(1)", "Modules are searched for beside links in place of behind them.")
FACT("node.variable.preserve_symlinks_main", STRING, HASHED, ALTERS, VARIABLES, "",
     "$NODE_PRESERVE_SYMLINKS_MAIN", "node(1)", "The same for the program itself.")
FACT("node.variable.redirect_warnings", STRING, CONTEXT, INFORMS, VARIABLES, "", "$NODE_REDIRECT_WARNINGS",
     "node(1)", "A file that warnings are written to.")
FACT("node.variable.repl_external_module", STRING, CONTEXT, INFORMS, VARIABLES, "",
     "$NODE_REPL_EXTERNAL_MODULE", "node(1)", "A module in place of the interactive session.")
FACT("node.variable.skip_platform_check", STRING, CONTEXT, INFORMS, VARIABLES, "",
     "$NODE_SKIP_PLATFORM_CHECK", "node(1)", "Node.js starts on platforms that it is not made for.")
FACT("node.variable.tls_reject_unauthorized", STRING, HASHED, ALTERS, VARIABLES, "",
     "$NODE_TLS_REJECT_UNAUTHORIZED", "node(1)", "0: certificates are not checked.")
FACT("node.variable.use_env_proxy", STRING, HASHED, ALTERS, VARIABLES, "", "$NODE_USE_ENV_PROXY", "node(1)",
     "Requests go through the proxies that the environment names.")
FACT("node.variable.use_system_ca", STRING, HASHED, ALTERS, VARIABLES, "", "$NODE_USE_SYSTEM_CA", "node(1)",
     "The system's certificates are trusted beside those which were built in.")
FACT("node.variable.uv_threadpool_size", STRING, HASHED, ALTERS, VARIABLES, "", "$UV_THREADPOOL_SIZE",
     "node(1)", "Threads for files, names and compression: 4 unless set.")
FACT("node.variable.uv_use_io_uring", STRING, HASHED, ALTERS, VARIABLES, "", "$UV_USE_IO_URING", "node(1)",
     "Whether files are read and written through io_uring.")
FACT("node.variable.v8_coverage", STRING, CONTEXT, INFORMS, VARIABLES, "", "$NODE_V8_COVERAGE", "node(1)",
     "Which code runs is written down at the end.")
FACT("node.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "",
     "include/node/node_version.h, the directory of a version manager, dpkg's nodejs, or the "
     "executable",
     "Version of the Node.js that PATH starts: the language, its library and the interface that native "
     "modules are built for.")
FACT("node/*", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     "package.json in lib/node_modules, /usr/share/nodejs and NODE_PATH",
     "Version of each Node.js package that is installed for everybody.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/shims/shim.h"

static bool keep_header(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_field(
        line, "NODE_MAJOR_VERSION NODE_MINOR_VERSION NODE_MODULE_VERSION NODE_PATCH_VERSION", out);
}

#define LAYER RUNTIMES
#define OWNER node
#define DECLARES "collect/runtimes/languages/node.c"
#include "collect/declare.h"

#include "base/json.h"
#include "collect/packages/dpkg/dpkg_file.h"
#include "collect/runtimes/languages/node.h"
#include "collect/runtimes/runtime.h"

#define PACKAGE_START ((size_t)1024) /* name and version stand at the top, nearly always */
#define PACKAGE_MOST ((size_t)1 << 20)
#define SEARCH_MOST ((uint64_t)128 << 20)

/* ---- Version ---------------------------------------------------------------------------------------------- */

/* #define NODE_MAJOR_VERSION 20, and so on; not for builds between two releases. */
static bool read_header(struct collect *c, struct view prefix, struct view *version)
{
    static const char *const names[] = {"NODE_MAJOR_VERSION", "NODE_MINOR_VERSION", "NODE_PATCH_VERSION",
                                        "NODE_MODULE_VERSION"};
    struct view content, line, word, parts[4] = {VIEW(""), VIEW(""), VIEW(""), VIEW("")};
    const char *path = source_path(c->scratch, "", prefix, "/include/node/node_version.h");
    if (source_read(c->source, path, &content) != ENVFP_REASON_NONE)
        return false;
    while (view_cut(&content, '\n', &line)) {
        if (!view_cut_word(&line, &word) || !view_is(word, "#define") || !view_cut_word(&line, &word))
            continue;
        for (size_t i = 0; i < 4; i++)
            if (view_is(word, names[i]))
                view_cut_word(&line, &parts[i]);
    }
    for (size_t i = 0; i < 3; i++)
        if (!envfp__keep_is_release(parts[i]))
            return false;
    if (envfp__keep_is_release(parts[3]))
        fact_string(c, "node.module_abi", parts[3]);
    *version =
        envfp__arena_join(c->scratch, (struct view[]){parts[0], VIEW("."), parts[1], VIEW("."), parts[2]}, 5);
    return true;
}

/* "20.11.1" at the start of the text: three numbers. */
static struct view leading_version(struct view text)
{
    size_t end = 0, dots = 0;
    while (end < text.length && (byte_is_digit(text.text[end]) || text.text[end] == '.'))
        dots += text.text[end++] == '.';
    return dots == 2 && byte_is_digit(text.text[0]) && byte_is_digit(text.text[end - 1])
               ? view_take(text, end)
               : VIEW("");
}

/* Version managers name directories after versions: .../versions/node/v20.11.1/bin/node. */
static bool read_path(struct view path, struct view *version)
{
    struct view rest = path, component;
    *version = VIEW("");
    while (view_cut(&rest, '/', &component)) {
        if (view_starts(component, VIEW("v")))
            component = view_skip(component, 1);
        struct view candidate = leading_version(component);
        if (candidate.length && candidate.length == component.length)
            *version = candidate;
    }
    return version->length > 0;
}

struct packaged {
    char text[16];
    size_t length;
};

static void take_package(void *state, struct view name, struct view architecture, struct view version)
{
    struct packaged *found = state;
    (void)architecture;
    size_t epoch = view_find_byte(version, ':');
    version = leading_version(view_skip(version, epoch == SIZE_MAX ? 0 : epoch + 1));
    if (!view_is(name, "nodejs") || version.length > sizeof found->text)
        return;
    memcpy(found->text, version.text, version.length);
    found->length = version.length;
}

/* Debian's own lies in a library of 50 MB, which would have to be searched; its package has the same version. */
static bool read_package(struct collect *c, struct view path, struct view *version)
{
    struct packaged found = {.length = 0};
    if (!view_is(path, "/usr/bin/node") && !view_is(path, "/usr/bin/nodejs"))
        return false;
    char *buffer = envfp__arena_alloc(c->scratch, DPKG_BUFFER);
    if (buffer)
        (void)envfp__dpkg_read(c, "/var/lib/dpkg/status", buffer, DPKG_INSTALLED, take_package, &found);
    *version = envfp__arena_copy(c->scratch, (struct view){found.text, found.length});
    return version->length > 0;
}

struct node_search {
    struct arena *arena;
    struct view version;
};

static size_t is_release_url(void *state, struct view text, char before, bool *last)
{
    struct node_search *search = state;
    (void)before;
    search->version = envfp__arena_copy(search->arena, leading_version(view_skip(text, 9)));
    *last = search->version.length > 0;
    return *last ? 9 + search->version.length + 1 : 0;
}

/* The user agent "node.js/v20.11.1" among the constants: the last resort, for it takes reading most of a file of
 * tens of megabytes. */
static bool search_binary(struct collect *c, const char *path, struct view *version)
{
    struct source_file file;
    if (envfp__runtime_open(c, path, &file) != ENVFP_REASON_NONE)
        return false;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    struct node_search search = {.arena = c->scratch};
    bool found = elf && envfp__elf_open(elf, c->source, &file) == ENVFP_REASON_NONE &&
                 envfp__elf_search(elf, c->scratch, VIEW("node.js/v"), 64, SEARCH_MOST, is_release_url,
                                   &search) == ENVFP_REASON_NONE;
    source_close(c->source, &file);
    *version = search.version;
    return found;
}

/* ---- Packages --------------------------------------------------------------------------------------------- */

static void gap_in(struct collect *c, const char *inventory, enum envfp_reason reason)
{
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        fact_gap(c, source_path(c->scratch, inventory, VIEW("/*"), ""), reason);
}

static void add_package(struct collect *c, const char *inventory, const char *directory, struct view name)
{
    struct json_wanted wanted[] = {{"name", JSON_STRING, VIEW("")}, {"version", JSON_STRING, VIEW("")}};
    struct view text;
    const char *start = source_path(c->scratch, directory, VIEW("/"), "");
    const char *path = source_path(c->scratch, start, name, "/package.json");
    enum envfp_reason reason = source_read_start(c->source, path, PACKAGE_START, &text);
    bool sound = reason != ENVFP_REASON_NONE || envfp__json_read(c->scratch, text, wanted, 2);
    if (!sound && text.length == PACKAGE_START) {
        wanted[0].value = wanted[1].value = VIEW("");
        reason = source_read_start(c->source, path, PACKAGE_MOST, &text);
        sound = reason != ENVFP_REASON_NONE || envfp__json_read(c->scratch, text, wanted, 2);
    }
    if (!sound)
        reason = text.length == PACKAGE_MOST ? ENVFP_REASON_TRUNCATED : ENVFP_REASON_MALFORMED;
    if (reason == ENVFP_REASON_NONE && wanted[0].value.length && wanted[1].value.length)
        fact_member(c, inventory, envfp__keep_string(c->scratch, wanted[0].value),
                    envfp__keep_one_version(c->scratch, wanted[1].value));
    gap_in(c, inventory, reason);
}

static void add_scope(struct collect *c, const char *inventory, const char *directory, struct view scope)
{
    struct source_entry *entries;
    size_t count;
    const char *start = source_path(c->scratch, directory, VIEW("/"), "");
    const char *path = source_path(c->scratch, start, scope, "");
    gap_in(c, inventory, source_list(c->source, c->scratch, path, &entries, &count));
    for (size_t i = 0; i < count; i++)
        if (entries[i].type != SOURCE_FILE && !view_starts(entries[i].name, VIEW(".")))
            add_package(c, inventory, path, entries[i].name);
}

void envfp__node_modules(struct collect *c, const char *inventory, const char *directory)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, directory, &entries, &count);
    gap_in(c, inventory, reason == ENVFP_REASON_UNSUPPORTED ? ENVFP_REASON_ABSENT : reason);
    for (size_t i = 0; i < count; i++) {
        if (entries[i].type == SOURCE_FILE || view_starts(entries[i].name, VIEW(".")))
            continue;
        if (view_starts(entries[i].name, VIEW("@")))
            add_scope(c, inventory, directory, entries[i].name);
        else
            add_package(c, inventory, directory, entries[i].name);
    }
}

static void add_path_variable(struct collect *c)
{
    struct view list, directory;
    if (source_variable(c->source, "NODE_PATH", &list) != ENVFP_REASON_NONE)
        return;
    list = envfp__arena_copy(c->scratch, list);
    for (unsigned i = 0; i < 64 && view_cut(&list, ':', &directory); i++)
        if (view_starts(directory, VIEW("/")))
            envfp__node_modules(c, "node", source_path(c->scratch, "", directory, ""));
}

static void add_packages(struct collect *c, struct view prefix, struct view found)
{
    struct view own;
    envfp__node_modules(c, "node", source_path(c->scratch, "", prefix, "/lib/node_modules"));
    if (view_is(prefix, "/usr")) {
        /* Where distributions have npm install, and Debian's own packages. */
        envfp__node_modules(c, "node", "/usr/local/lib/node_modules");
        envfp__node_modules(c, "node", "/usr/share/nodejs");
    } else if (view_has(prefix, VIEW("/Cellar/"))) { /* Homebrew's lie where its links do */
        envfp__node_modules(c, "node", source_path(c->scratch, "", found, "/lib/node_modules"));
    }
    if (source_variable(c->source, "NPM_CONFIG_PREFIX", &own) == ENVFP_REASON_NONE &&
        view_starts(own, VIEW("/")) && !view_equal(own, prefix))
        envfp__node_modules(
            c, "node", source_path(c->scratch, "", envfp__arena_copy(c->scratch, own), "/lib/node_modules"));
    add_path_variable(c);
}

/* ---- The collector ------------------------------------------------------------------------------------------ */

static void add_variables(struct collect *c)
{
    envfp__collect_declared_variables(c);
    struct view path; /* which one it would start */
    enum envfp_reason hidden = source_variable(c->source, "PATH", &path);
    fact_gap(c, "node.*", hidden);
    fact_gap(c, "node/*", hidden);
}

/* `resolved`: behind links. */
static bool find_node(struct collect *c, const char **path, struct view *resolved, enum envfp_reason *gap)
{
    static const char *const names[] = {"node", "nodejs"};
    bool found = false;
    *gap = ENVFP_REASON_NONE;
    for (size_t i = 0; i < 2 && !found && *gap == ENVFP_REASON_NONE; i++)
        found = envfp__runtime_find(c, DECLARED_LANGUAGE(node), names[i], path, gap);
    if (found && source_resolve(c->source, c->scratch, *path, resolved) != ENVFP_REASON_NONE)
        *resolved = view_of(*path);
    if (!found || runtime_may_see(*resolved))
        return found;
    *gap = ENVFP_REASON_HIDDEN;
    return false;
}

void envfp__collect_node(struct collect *c)
{
    const char *path;
    struct view resolved, version;
    enum envfp_reason gap;
    add_variables(c);
    if (!find_node(c, &path, &resolved, &gap)) {
        bool unseen = gap == ENVFP_REASON_BUSY || gap == ENVFP_REASON_REMOTE;
        fact_gap(c, unseen ? "node.*" : "node.version", gap);
        if (gap != ENVFP_REASON_UNSUPPORTED) /* of a project's files, too: whose packages is not known */
            fact_gap(c, "node/*", gap);
        if (gap == ENVFP_REASON_NONE)
            add_packages(c, VIEW("/usr"), VIEW("/usr"));
        return;
    }
    struct view prefix = envfp__path_directory(envfp__path_directory(resolved));
    /* fnm's links bear the number of the shell's process. */
    struct view shown = view_has(view_of(path), VIEW("/fnm_multishells/")) ? resolved : view_of(path);
    fact_string(c, "node.path", source_fold(c->source, c->scratch, shown));
    if (read_header(c, prefix, &version) || read_path(resolved, &version) ||
        read_package(c, resolved, &version) || search_binary(c, resolved.text, &version))
        fact_string(c, "node.version", version);
    else
        fact_gap(c, "node.version", ENVFP_REASON_UNSUPPORTED);
    add_packages(c, prefix, envfp__path_directory(envfp__path_directory(view_of(path))));
}

#endif
