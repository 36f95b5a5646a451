/* SPDX-License-Identifier: MIT */
/*
 * Ruby: the symbol ruby_version of the executable or of its library, and gems by the names of their
 * specifications: those are programs, which nobody should have to understand.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

TAKEN("$PREFIX/{lib,lib64}/libruby*.so.*")
TAKEN("$PREFIX/lib/*-linux-gnu/libruby-*.so.*")
NAMES("$PREFIX/{lib,lib64}/", library)
NAMES("$GEM_HOME/specifications/", gemspec)
NAMES("$GEM_HOME/specifications/default/", gemspec)
NAMES("$HOME/.rvm/rubies/", all)
NAMES("$HOME/.rubies/", all)
PROGRAM("$PATH/ruby*", shim)

VARIABLE("ASDF_RUBY_VERSION", WORD)
VARIABLE("BUNDLE_BIN_PATH", PRESENCE)
VARIABLE("BUNDLE_GEMFILE", PRESENCE)
VARIABLE("GEM_HOME", PATHS)
VARIABLE("GEM_PATH", PATHS)
VARIABLE("MISE_RUBY_VERSION", WORD)
VARIABLE("RUBYLIB", PATHS)
VARIABLE("RUBYOPT", PRESENCE)

LANGUAGE(ruby, "Ruby", "ruby", "ruby", "ruby", "", "", 2, NUMBERS)

FACT("gem/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "", "names in specifications/*.gemspec",
     "Versions of each gem that the Ruby which PATH starts can load.")
FACT("ruby.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which ruby PATH starts.")
FACT("ruby.variable.gem_home", STRING, HASHED, BREAKS, VARIABLES, "", "$GEM_HOME", "gem(1)",
     "Where gems are installed and looked for first.")
FACT("ruby.variable.gem_path", STRING, HASHED, BREAKS, VARIABLES, "", "$GEM_PATH", "gem(1)",
     "Further places of gems, in order.")
FACT("ruby.variable.gemfile", STRING, HASHED, ALTERS, VARIABLES, "", "$BUNDLE_GEMFILE", "bundle-config(1)",
     "Whether a Gemfile is set for Bundler; its place is not shown.")
FACT("ruby.variable.lib", STRING, HASHED, BREAKS, VARIABLES, "", "$RUBYLIB", "ruby(1)",
     "Directories that are searched first, in order.")
FACT("ruby.variable.opt", STRING, HASHED, ALTERS, VARIABLES, "", "$RUBYOPT", "ruby(1)",
     "Whether options are added to each start of Ruby; their text is not shown.")
FACT("ruby.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "the symbol ruby_version",
     "Version of the Ruby that PATH starts: the language, its library and the interface of native "
     "gems.")
FACT("ruby.virtualenv", BOOLEAN, HASHED, ALTERS, VIRTUALENV, "", "", "BUNDLE_BIN_PATH, GEM_HOME",
     "Ruby runs with the gems of a Bundler project or of an rvm gemset.")
FACT("ruby_installed/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.rbenv/versions, ~/.rvm/rubies, ~/.rubies", "Rubies that version managers hold, in force or not.")

#else
#include "base/version_compare.h"
#include "collect/runtimes/runtime.h"

static bool keep_name_library(struct view name)
{
    return view_starts(name, VIEW("libruby"));
}

static bool keep_name_gemspec(struct view name)
{
    return view_ends(name, VIEW(".gemspec"));
}

#define LAYER RUNTIMES
#define OWNER ruby
#define DECLARES "collect/runtimes/languages/ruby.c"
#include "collect/declare.h"

static struct view symbol_version(struct collect *c, const char *path, const char **machine)
{
    struct source_file file;
    char bytes[12] = "";
    struct view version = VIEW("");
    if (envfp__runtime_note(c, envfp__runtime_open(c, path, &file)) != ENVFP_REASON_NONE)
        return version;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    if (elf && envfp__elf_open(elf, c->source, &file) == ENVFP_REASON_NONE) {
        *machine = envfp__elf_machine(elf);
        if (envfp__elf_symbol(elf, VIEW("ruby_version"), bytes, sizeof bytes) == ENVFP_REASON_NONE)
            version =
                envfp__arena_copy(c->scratch, envfp__runtime_number((struct view){bytes, sizeof bytes}));
    }
    source_close(c->source, &file);
    return version;
}

/* libruby-3.1.so.3.1 (Debian), libruby.so.3.1 (others), in the usual places. */
static struct view library_version(struct collect *c, const char *directory)
{
    struct source_entry *entries;
    size_t count;
    const char *machine;
    if (envfp__runtime_entries(c, directory, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    for (size_t i = 0; i < count; i++) {
        if (!keep_name_library(entries[i].name) || !view_has(entries[i].name, VIEW(".so.")))
            continue;
        const char *start = source_path(c->scratch, directory, VIEW("/"), "");
        struct view version =
            symbol_version(c, source_path(c->scratch, start, entries[i].name, ""), &machine);
        if (version.length)
            return version;
    }
    return VIEW("");
}

/* Without listing a large directory: "3.1" is how the executable is called (ruby3.1). */
static struct view debian_version(struct collect *c, const struct runtime *ruby, const char *machine)
{
    struct view base = envfp__path_base(ruby->resolved);
    struct view series = envfp__runtime_number(view_skip(base, 4));
    const char *unused;
    if (series.length == 0 || !machine)
        return VIEW("");
    const struct view path[] = {
        ruby->prefix, VIEW("/lib/"), view_of(machine), VIEW("-linux-gnu/libruby-"), series,
        VIEW(".so."), series};
    return symbol_version(c, envfp__arena_join(c->scratch, path, sizeof path / sizeof *path).text, &unused);
}

static struct view read_version(struct collect *c, const struct runtime *ruby, const char **machine)
{
    struct view version = symbol_version(c, ruby->resolved.text, machine);
    if (version.length == 0)
        version = debian_version(c, ruby, *machine);
    if (version.length == 0)
        version = library_version(c, source_path(c->scratch, "", ruby->prefix, "/lib"));
    if (version.length == 0)
        version = library_version(c, source_path(c->scratch, "", ruby->prefix, "/lib64"));
    return version;
}

/* ---- Gems --------------------------------------------------------------------------------------------- */

/* Where "-1.2.3" begins in "name-1.2.3-x86_64-linux": a number that a dot or the end follows. */
static size_t version_start(struct view name)
{
    for (size_t i = 1; i + 1 < name.length; i++) {
        struct view number = envfp__runtime_number(view_skip(name, i + 1));
        size_t end = i + 1 + number.length;
        if (name.text[i] == '-' && number.length &&
            (end == name.length || name.text[end] == '-' || name.text[end] == '.'))
            return i;
    }
    return SIZE_MAX;
}

static void add_gems(struct collect *c, const char *directory)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, directory, &entries, &count);
    /* Ruby passes over what it may not read, a home directory of somebody else's for one. */
    if (reason != ENVFP_REASON_DENIED)
        envfp__runtime_note(c, reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        struct view name = entries[i].name;
        if (!keep_name_gemspec(name))
            continue;
        name.length -= 8;
        size_t at = version_start(name);
        if (at == SIZE_MAX)
            continue;
        struct view version = view_skip(name, at + 1);
        fact_member(c, "gem", view_take(name, at), view_take(version, view_find_byte(version, '-')));
    }
}

static void add_home(struct collect *c, struct view home)
{
    add_gems(c, source_path(c->scratch, "", home, "/specifications"));
    add_gems(c, source_path(c->scratch, "", home, "/specifications/default"));
}

/* Debian's own packages, gems of "gem install" there, and what rubygems calls the default directory. */
static void add_places(struct collect *c, const struct runtime *ruby, struct view version,
                       const char *machine)
{
    struct view series = envfp__version_start(version, 2);
    if (series.length == version.length)
        return;
    struct view interface = envfp__arena_join(c->scratch, (struct view[]){series, VIEW(".0")}, 2);
    const char *gems = source_path(c->scratch, "", ruby->prefix, "/lib/ruby/gems/");
    add_home(c, view_of(source_path(c->scratch, gems, interface, "")));
    if (view_is(ruby->prefix, "/usr")) {
        const char *integration = "/usr/share/rubygems-integration/";
        add_home(c, view_of(source_path(c->scratch, "/var/lib/gems/", interface, "")));
        add_gems(c, source_path(c->scratch, integration, VIEW("all"), "/specifications"));
        add_gems(c, source_path(c->scratch, integration, series, "/specifications"));
        add_gems(c, source_path(c->scratch, integration, interface, "/specifications"));
        if (machine) {
            const char *native =
                source_path(c->scratch, "/usr/lib/", view_of(machine), "-linux-gnu/rubygems-integration/");
            add_gems(c, source_path(c->scratch, native, interface, "/specifications"));
        }
    }
    const char *own = envfp__runtime_directory(c, NULL, "/.local/share/gem/ruby/");
    if (own)
        add_gems(c, source_path(c->scratch, own, interface, "/specifications"));
}

static void add_environment(struct collect *c)
{
    struct view home, value;
    bool active = source_variable(c->source, "BUNDLE_BIN_PATH", &value) == ENVFP_REASON_NONE && value.length;
    if (source_variable(c->source, "GEM_HOME", &home) == ENVFP_REASON_NONE && view_starts(home, VIEW("/"))) {
        home = envfp__arena_copy(c->scratch, home);
        add_home(c, home);
        /* rvm's sets of gems have names: .../gems/ruby-3.1.2@project */
        active = active || view_find_byte(envfp__path_base(home), '@') != SIZE_MAX;
    }
    if (active)
        fact_boolean(c, "ruby.virtualenv", true);
}

void envfp__collect_ruby(struct collect *c)
{
    struct runtime ruby;
    envfp__runtime_installed(c, "ruby_installed", "ruby_installed/*",
                             envfp__runtime_directory(c, NULL, "/.rbenv/versions"));
    envfp__runtime_installed(c, "ruby_installed", "ruby_installed/*",
                             envfp__runtime_directory(c, NULL, "/.rvm/rubies"));
    envfp__runtime_installed(c, "ruby_installed", "ruby_installed/*",
                             envfp__runtime_directory(c, NULL, "/.rubies"));
    if (!envfp__language_find(c, DECLARED_LANGUAGE(ruby), &ruby))
        return;
    envfp__collect_declared_variables(c);
    const char *machine = NULL;
    struct view version = read_version(c, &ruby, &machine);
    envfp__runtime_version(c, "ruby.version", version);
    add_places(c, &ruby, version, machine);
    add_environment(c);
    envfp__runtime_end(c, "ruby.*", "gem/*");
}

#endif
