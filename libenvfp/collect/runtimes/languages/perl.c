/* SPDX-License-Identifier: MIT */
/* Perl: Config.pm, where distributions and perl's own installation put it. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("/usr/lib/*/perl-base/Config.pm", config)
LINES("/usr/lib64/perl5/Config.pm", config)
LINES("/usr/lib/perl5/core_perl/Config.pm", config)
LINES("$PREFIX/lib/perl5/*/*/Config.pm", config)
NAMES("$PREFIX/lib/perl5/", number)
NAMES("$PREFIX/lib/perl5/*/", archname)
PROGRAM("$PATH/perl", shim)

VARIABLE("ASDF_PERL_VERSION", WORD)
VARIABLE("MISE_PERL_VERSION", WORD)
VARIABLE("PERL5LIB", PATHS)
VARIABLE("PERL5OPT", PRESENCE)

LANGUAGE(perl, "Perl", "perl", "perl", "perl", "", "", 2, NUMBERS)

FACT("perl.archname", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "Config.pm",
     "What native modules of this Perl are built for.")
FACT("perl.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which perl PATH starts.")
FACT("perl.threads", BOOLEAN, HASHED, BREAKS, VERSION_MANAGER, "", "", "useithreads in Config.pm",
     "Whether this Perl has threads, which changes the interface of native modules.")
FACT("perl.variable.lib", STRING, HASHED, BREAKS, VARIABLES, "", "$PERL5LIB", "perlrun(1)",
     "Directories that modules are loaded from before all others, in order.")
FACT("perl.variable.opt", STRING, HASHED, ALTERS, VARIABLES, "", "$PERL5OPT", "perlrun(1)",
     "Whether options are added to each start of Perl; their text is not shown.")
FACT("perl.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "Config.pm",
     "Version of the Perl that PATH starts.")

#else
#include "base/version_compare.h"
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

static bool keep_config(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_field(line, "archname useithreads version", out);
}

static bool keep_name_archname(struct view name)
{
    return view_find_byte(name, '-') != SIZE_MAX || view_is(name, "core_perl");
}

#define LAYER RUNTIMES
#define OWNER perl
#define DECLARES "collect/runtimes/languages/perl.c"
#include "collect/declare.h"

static const char *const triples[] = {
    "x86_64-linux-gnu",  "aarch64-linux-gnu",     "i386-linux-gnu",  "arm-linux-gnueabihf",
    "riscv64-linux-gnu", "powerpc64le-linux-gnu", "s390x-linux-gnu",
};

static bool add_config(struct collect *c, const char *path)
{
    struct view text, value;
    if (envfp__runtime_read(c, path, &text) != ENVFP_REASON_NONE ||
        !envfp__runtime_field(text, "version", &value))
        return false;
    envfp__runtime_version(c, "perl.version", value);
    if (envfp__runtime_field(text, "archname", &value))
        envfp__runtime_value(c, "perl.archname", value);
    fact_boolean(c, "perl.threads",
                 envfp__runtime_field(text, "useithreads", &value) && view_is(value, "define"));
    return true;
}

/* Debian's multiarch directories: the one of this machine is among few. */
static bool find_debian(struct collect *c)
{
    for (size_t i = 0; i < sizeof triples / sizeof *triples; i++)
        if (add_config(c, source_path(c->scratch, "/usr/lib/", view_of(triples[i]), "/perl-base/Config.pm")))
            return true;
    return false;
}

/* lib/perl5/5.36.0/ARCHNAME/Config.pm, lib/perl5/5.36/core_perl/Config.pm: of the highest version. */
static bool find_own(struct collect *c, struct view prefix)
{
    struct source_entry *entries;
    size_t count;
    struct view best = VIEW("");
    const char *perl5 = source_path(c->scratch, "", prefix, "/lib/perl5/");
    if (envfp__runtime_entries(c, perl5, &entries, &count) != ENVFP_REASON_NONE)
        return false;
    for (size_t i = 0; i < count; i++)
        if (byte_is_digit(entries[i].name.text[0]) && entries[i].type != SOURCE_FILE &&
            envfp__version_compare(VERSION_WORDS, entries[i].name, best) > 0)
            best = entries[i].name;
    if (best.length == 0)
        return false;
    const char *library = source_path(c->scratch, perl5, best, "/");
    if (envfp__runtime_entries(c, library, &entries, &count) != ENVFP_REASON_NONE)
        return false;
    for (size_t i = 0; i < count; i++)
        if (keep_name_archname(entries[i].name) && entries[i].type != SOURCE_FILE &&
            add_config(c, source_path(c->scratch, library, entries[i].name, "/Config.pm")))
            return true;
    return false;
}

void envfp__collect_perl(struct collect *c)
{
    struct runtime perl;
    if (!envfp__language_find(c, DECLARED_LANGUAGE(perl), &perl))
        return;
    envfp__collect_declared_variables(c);
    bool system = view_is(perl.prefix, "/usr") || perl.prefix.length == 0;
    bool found = system && (find_debian(c) || add_config(c, "/usr/lib64/perl5/Config.pm") ||
                            add_config(c, "/usr/lib/perl5/core_perl/Config.pm"));
    if (!found && !find_own(c, perl.prefix))
        envfp__runtime_version(c, "perl.version", VIEW(""));
    envfp__runtime_end(c, "perl.*", NULL);
}

#endif
