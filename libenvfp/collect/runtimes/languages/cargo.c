/* SPDX-License-Identifier: MIT */
/*
 * What cargo is told: variables, .cargo/config.toml in the project's folder and in those above it, and that of CARGO_HOME.
 * The nearest file wins; lists of flags are told of the nearest alone.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
AFTER(rust)
USES(manager_places)

TEXT("$PROJECT/.cargo/{config,config.toml}", cargo)
TEXT("$CARGO_HOME/{.cargo,cargo}/{config,config.toml}", cargo)

VARIABLE("CARGO_BUILD_RUSTFLAGS", FLAGS)
VARIABLE("CARGO_BUILD_TARGET", PLAIN)
VARIABLE("CARGO_ENCODED_RUSTFLAGS", FLAGS)
VARIABLE("CARGO_INCREMENTAL", PLAIN)
VARIABLE("CARGO_NET_GIT_FETCH_WITH_CLI", PLAIN)
VARIABLE("CARGO_NET_OFFLINE", PLAIN)
VARIABLE("CARGO_PROFILE_*", PLAIN)
VARIABLE("CARGO_TARGET_*", FLAGS)
VARIABLE("RUSTC_BOOTSTRAP", PLAIN)
VARIABLE("RUSTC_WRAPPER", PRESENCE)
VARIABLE("RUSTDOCFLAGS", FLAGS)
VARIABLE("RUSTFLAGS", FLAGS)
VARIABLE("RUST_BACKTRACE", PLAIN)
VARIABLE("RUST_MIN_STACK", PLAIN)

FACT("cargo.setting/*", STRING, HASHED, BREAKS, VARIABLES, "", "",
     "$CARGO_HOME/config.toml, and .cargo/config.toml from the project's folder upwards; The Cargo Book",
     "What cargo is told by its files: what it builds for and with which flags (a program for "
     "target-cpu=native dies of "
     "illegal instructions elsewhere), whether it may use the network.")
FACT("cargo.variable/*", STRING, HASHED, BREAKS, VARIABLES, "", "",
     "RUSTFLAGS, CARGO_BUILD_TARGET, CARGO_PROFILE_*, CARGO_TARGET_* and their like; The Cargo Book",
     "What cargo and rustc are told by variables, which win over files.")

#else
#include "collect/project/toml.h"
#include "collect/settings.h"

static const struct setting list[] = {
    {"build.incremental", VARIABLE_PLAIN},
    {"build.rustc", VARIABLE_PRESENCE},
    {"build.rustc-wrapper", VARIABLE_PRESENCE},
    {"build.rustdocflags", VARIABLE_FLAGS},
    {"build.rustflags", VARIABLE_FLAGS},
    {"build.target", VARIABLE_PLAIN},
    {"build.target-dir", VARIABLE_PRESENCE},
    {"future-incompat-report.frequency", VARIABLE_PLAIN},
    {"http.check-revoke", VARIABLE_PLAIN},
    {"http.multiplexing", VARIABLE_PLAIN},
    {"http.proxy", VARIABLE_SCHEME},
    {"net.git-fetch-with-cli", VARIABLE_PLAIN},
    {"net.offline", VARIABLE_PLAIN},
    {"net.retry", VARIABLE_PLAIN},
    {"profile.*.codegen-units", VARIABLE_PLAIN},
    {"profile.*.debug", VARIABLE_PLAIN},
    {"profile.*.debug-assertions", VARIABLE_PLAIN},
    {"profile.*.lto", VARIABLE_PLAIN},
    {"profile.*.opt-level", VARIABLE_PLAIN},
    {"profile.*.overflow-checks", VARIABLE_PLAIN},
    {"profile.*.panic", VARIABLE_PLAIN},
    {"profile.*.strip", VARIABLE_PLAIN},
    {"resolver.incompatible-rust-versions", VARIABLE_PLAIN},
    {"source.crates-io.replace-with", VARIABLE_PRESENCE},
    {"target.*.linker", VARIABLE_PLAIN},
    {"target.*.runner", VARIABLE_PRESENCE},
    {"target.*.rustflags", VARIABLE_FLAGS},
    {"unstable.build-std", VARIABLE_PLAIN},
};

/* A target's or profile's own name; what a condition or anything else says is "other". */
static struct view middle_of(struct view name)
{
    bool plain = name.length > 0 && name.length <= 48 && envfp__keep_is_plain_name(name);
    for (size_t i = 0; i < name.length; i++)
        plain = plain && (byte_is_alnum(name.text[i]) || memchr("-_", name.text[i], 2));
    return plain ? name : VIEW("other");
}

static bool has_middle(struct view key)
{
    return view_starts(key, VIEW("target.")) || view_starts(key, VIEW("profile."));
}

/* "target.x86_64-unknown-linux-gnu.rustflags" of the table and the key, as they are written. */
static struct view key_of(struct arena *arena, const struct toml *toml)
{
    const struct view pieces[] = {toml->table, toml->table.length ? VIEW(".") : VIEW(""), toml->key};
    struct view key = envfp__arena_join(arena, pieces, 3);
    if (!has_middle(key))
        return key;
    size_t first = view_find_byte(key, '.') + 1, last = key.length;
    while (last > first && key.text[last - 1] != '.')
        last--;
    if (last <= first)
        return key;
    struct view middle = view_take(view_skip(key, first), last - 1 - first);
    if (middle.length >= 2 && (middle.text[0] == '"' || middle.text[0] == '\''))
        middle = view_take(view_skip(middle, 1), middle.length - 2);
    return envfp__arena_join(
        arena, (struct view[]){view_take(key, first), middle_of(middle), VIEW("."), view_skip(key, last)}, 4);
}

/* A string, the strings of a list with blanks between them, or what else there is. */
static struct view value_of(struct arena *arena, const struct toml *toml)
{
    struct text out = {.arena = arena};
    struct view rest = toml->value, string;
    if (envfp__toml_string(toml->value, &string))
        return string;
    if (toml->value.text[0] != '[')
        return view_trim(view_take(toml->value, view_find_byte(toml->value, '#')));
    while (envfp__toml_find(&rest, NULL, &string)) {
        if (out.length)
            envfp__text_add_byte(&out, ' ');
        envfp__text_add(&out, string);
    }
    return out.length ? envfp__text_view(&out) : VIEW("");
}

static bool keep_cargo(const struct source *source, struct view text, struct text *out)
{
    struct toml toml = {.rest = text};
    enum toml_item item;
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR)
        if (item == TOML_PAIR)
            envfp__settings_keep_one(source, SETTINGS_OF(list), key_of(out->arena, &toml),
                                     value_of(out->arena, &toml), "\"", out);
    if (item == TOML_ERROR)
        envfp__text_add(out, VIEW("?\n")); /* so is a recording of it */
    return false;
}

#define LAYER RUNTIMES
#define OWNER cargo
#define DECLARES "collect/runtimes/languages/cargo.c"
#include "collect/declare.h"

#include "collect/runtimes/runtime.h"

#define LEVELS_MOST 32U

static enum envfp_reason read_text(struct settings *settings, struct view text)
{
    struct toml toml = {.rest = text};
    struct arena *arena = settings->c->scratch;
    enum toml_item item;
    envfp__settings_start(settings);
    while ((item = envfp__toml_next(&toml)) != TOML_DONE && item != TOML_ERROR)
        if (item == TOML_PAIR)
            envfp__settings_take(settings, key_of(arena, &toml), value_of(arena, &toml));
    if (item == TOML_ERROR)
        return ENVFP_REASON_MALFORMED;
    return settings->full ? ENVFP_REASON_TRUNCATED : ENVFP_REASON_NONE;
}

/* Of the two names of a file the older one counts where there are both. */
static const char *const files[] = {"config", "config.toml"};

static enum envfp_reason read_folder(struct settings *settings, struct view folder)
{
    struct collect *c = settings->c;
    struct view text;
    for (size_t i = 0; i < 2; i++) {
        const char *file = source_path(c->scratch, ".cargo/", view_of(files[i]), "");
        enum envfp_reason reason = source_read_beneath(c->source, c->scratch, folder, file, &text);
        if (reason == ENVFP_REASON_NONE)
            return read_text(settings, envfp__arena_copy(c->scratch, text));
        if (reason != ENVFP_REASON_ABSENT && reason != ENVFP_REASON_UNSUPPORTED)
            return reason;
    }
    return ENVFP_REASON_NONE;
}

/* From the project's folder up to the root. `home`: the folder whose .cargo is CARGO_HOME, which comes last. */
static enum envfp_reason read_project(struct settings *settings, struct view home)
{
    struct collect *c = settings->c;
    struct view folder;
    enum envfp_reason reason = source_resolve(c->source, c->scratch, c->shared->project, &folder);
    for (unsigned level = 0; reason == ENVFP_REASON_NONE; level++) {
        bool root = view_is(folder, "/");
        if (level == LEVELS_MOST)
            return ENVFP_REASON_TRUNCATED;
        if (home.length == 0 || !view_equal(folder, home))
            reason = read_folder(settings, root ? VIEW("") : folder);
        if (root)
            break;
        folder = envfp__path_directory(folder);
    }
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
}

static enum envfp_reason read_home(struct settings *settings, const char *folder)
{
    struct collect *c = settings->c;
    struct view text;
    for (size_t i = 0; i < 2; i++) {
        const char *start = source_path(c->scratch, folder, VIEW("/"), "");
        enum envfp_reason reason =
            source_read(c->source, source_path(c->scratch, start, view_of(files[i]), ""), &text);
        if (reason == ENVFP_REASON_NONE)
            return read_text(settings, envfp__arena_copy(c->scratch, text));
        if (reason != ENVFP_REASON_ABSENT && reason != ENVFP_REASON_UNSUPPORTED)
            return reason;
    }
    return ENVFP_REASON_NONE;
}

static void add_files(struct collect *c, bool installed)
{
    struct settings settings = {.c = c, .list = list, .count = sizeof list / sizeof *list};
    enum envfp_reason reason = ENVFP_REASON_NONE;
    struct view home = VIEW("");
    struct troubles before = troubles_start(c);
    const char *folder = envfp__runtime_directory(c, "CARGO_HOME", "/.cargo");
    if (folder && view_ends(view_of(folder), VIEW("/.cargo")))
        home = view_take(view_of(folder), strlen(folder) - strlen("/.cargo"));
    if (c->shared->project)
        reason = read_project(&settings, home);
    if (reason == ENVFP_REASON_NONE && folder && (installed || c->shared->project))
        reason = read_home(&settings, folder);
    (void)troubles_end(c, before);
    if (reason == ENVFP_REASON_NONE)
        envfp__settings_tell(&settings, "cargo.setting");
    fact_gap(c, "cargo.setting/*", reason);
}

static void add_variables(struct collect *c)
{
    struct view *names, value;
    size_t count;
    enum envfp_reason reason = envfp__source_variables(c->source, c->scratch, NULL, &names, &count);
    for (size_t i = 0; i < count && reason == ENVFP_REASON_NONE; i++) {
        reason = source_variable_shown(c->source, c->scratch, names[i].text, &value);
        if (reason == ENVFP_REASON_NONE && value.length)
            fact_member(c, "cargo.variable", names[i], value);
    }
    fact_gap(c, "cargo.variable/*", reason);
}

void envfp__collect_cargo(struct collect *c)
{
    size_t at = 0;
    add_variables(c);
    add_files(c, envfp__collect_told(c, VIEW("rust.path"), &at) != NULL);
}

#endif
