/* SPDX-License-Identifier: MIT */
/* PHP: the header that it was installed with, else the line that it would send to browsers, which stands among its
 * constants; and the extensions that files of its configuration switch on. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("$PREFIX/include/php/main/php_version.h", header)
NAMES("/etc/php/*/cli/conf.d/", ini)
NAMES("/etc/php*/conf.d/", ini)
NAMES("/etc/php.d/", ini)
NAMES("$PREFIX/etc/{php/conf.d,conf.d}/", ini)
PROGRAM("$PATH/php*", shim)

VARIABLE("ASDF_PHP_VERSION", WORD)
VARIABLE("MISE_PHP_VERSION", WORD)
VARIABLE("PHPRC", PATHS)
VARIABLE("PHP_INI_SCAN_DIR", PATHS)

LANGUAGE(php, "PHP", "php", "php", "php", "", "", 2, WORDS)

FACT("php.extensions", SET, HASHED, BREAKS, IMAGE, "", "", "names of *.ini in conf.d",
     "Extensions that are switched on, by the names of their configuration files.")
FACT("php.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which php PATH starts.")
FACT("php.variable.rc", STRING, HASHED, ALTERS, VARIABLES, "", "$PHPRC", "PHP manual, the configuration file",
     "Where php.ini is looked for first.")
FACT("php.variable.scan_dir", STRING, HASHED, BREAKS, VARIABLES, "", "$PHP_INI_SCAN_DIR",
     "PHP manual, the configuration file", "Directories of further configuration files.")
FACT("php.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "",
     "include/php/main/php_version.h, or constants of the program", "Version of the PHP that PATH starts.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

static bool keep_header(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_field(line, "PHP_VERSION", out);
}

static bool keep_name_ini(struct view name)
{
    return view_ends(name, VIEW(".ini"));
}

#define LAYER RUNTIMES
#define OWNER php
#define DECLARES "collect/runtimes/languages/php.c"
#include "collect/declare.h"

/* "20-json.ini", "docker-php-ext-gd.ini" */
static struct view extension_of(struct view name)
{
    static const char *const starts[] = {"docker-php-ext-", "docker-php-"};
    name.length -= 4;
    size_t digits = view_digits(name).length;
    if (digits && digits < name.length && (name.text[digits] == '-' || name.text[digits] == '_'))
        name = view_skip(name, digits + 1);
    for (size_t i = 0; i < 2; i++)
        if (view_starts(name, view_of(starts[i])))
            return view_skip(name, strlen(starts[i]));
    return name;
}

static bool add_extensions(struct collect *c, const char *directory)
{
    struct source_entry *entries;
    size_t count;
    struct bag bag = {0};
    enum envfp_reason reason = envfp__runtime_entries(c, directory, &entries, &count);
    if (reason != ENVFP_REASON_NONE)
        return reason != ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < count; i++)
        if (keep_name_ini(entries[i].name))
            envfp__bag_add(c, &bag, extension_of(entries[i].name));
    if (bag.count)
        fact_set(c, "php.extensions", bag.items, bag.count);
    return true;
}

/* Debian's /etc/php/8.2/cli, Alpine's /etc/php82, Fedora's /etc/php.d, and the prefix's own. */
static void find_extensions(struct collect *c, struct view prefix, struct view version)
{
    struct view rest = version, major = VIEW(""), minor = VIEW("");
    view_cut(&rest, '.', &major);
    view_cut(&rest, '.', &minor);
    struct view places[] = {
        envfp__arena_join(
            c->scratch, (struct view[]){VIEW("/etc/php/"), major, VIEW("."), minor, VIEW("/cli/conf.d")}, 5),
        envfp__arena_join(c->scratch, (struct view[]){VIEW("/etc/php"), major, minor, VIEW("/conf.d")}, 4),
        VIEW("/etc/php.d"),
        VIEW("/etc/php/conf.d"),
    };
    bool distribution = view_is(prefix, "/usr") || prefix.length == 0;
    for (size_t i = 0; distribution && i < sizeof places / sizeof *places; i++)
        if (places[i].length && add_extensions(c, places[i].text))
            return;
    if (!distribution && !add_extensions(c, source_path(c->scratch, "", prefix, "/etc/php/conf.d")))
        add_extensions(c, source_path(c->scratch, "", prefix, "/etc/conf.d"));
}

void envfp__collect_php(struct collect *c)
{
    struct runtime php;
    if (!envfp__language_find(c, DECLARED_LANGUAGE(php), &php))
        return;
    envfp__collect_declared_variables(c);
    const char *header = source_path(c->scratch, "", php.prefix, "/include/php/main/php_version.h");
    struct view version = envfp__runtime_file_field(c, header, "PHP_VERSION");
    if (version.length == 0)
        version = envfp__runtime_constant(c, php.resolved.text, "X-Powered-By: PHP/");
    envfp__runtime_version(c, "php.version", version);
    if (version.length)
        find_extensions(c, php.prefix, envfp__runtime_number(version));
    envfp__runtime_end(c, "php.*", NULL);
}

#endif
