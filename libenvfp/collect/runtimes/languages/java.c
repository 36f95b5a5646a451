/* SPDX-License-Identifier: MIT */
/*
 * Java: the file `release` in the home directory of the virtual machine that PATH starts; without one on PATH,
 * that of JAVA_HOME, and last the one that is the only one in /usr/lib/jvm, where launchers look for it.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)
USES(java_security)

LINES("$JAVA_HOME/release", release)
NAMES("/usr/lib/jvm/", all)
NAMES("$HOME/.sdkman/candidates/java/", all)
PROGRAM("$PATH/java", shim)

VARIABLE("ASDF_JAVA_VERSION", WORD)
VARIABLE("CLASSPATH", PRESENCE)
VARIABLE("JAVA_HOME", PATHS)
VARIABLE("JAVA_TOOL_OPTIONS", FLAGS)
VARIABLE("JDK_JAVA_OPTIONS", FLAGS)
VARIABLE("MISE_JAVA_VERSION", WORD)
VARIABLE("_JAVA_OPTIONS", FLAGS)

LANGUAGE(java, "Java", "java", "java", "java", "", "", 1, WORDS)

FACT("java.arch", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "OS_ARCH of the file release",
     "Processor that the Java virtual machine is built for.")
FACT("java.build", STRING, HASHED, INFORMS, VERSION_MANAGER, "", "",
     "JAVA_RUNTIME_VERSION of the file release; JEP 223",
     "Version with build number and what the distributor adds.")
FACT("java.home_version", STRING, HASHED, ALTERS, VARIABLES, "", "", "JAVA_HOME, its file release",
     "Version of the Java that JAVA_HOME names beside the one on PATH: build tools and servers start "
     "that one.")
FACT("java.libc", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "LIBC of the file release",
     "C library that the Java virtual machine is built for.")
FACT("java.modules", SET, HASHED, BREAKS, VERSION_MANAGER, "", "", "MODULES of the file release; jlink(1)",
     "Modules that the runtime image holds: what is not there cannot be loaded.")
FACT("java.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which java PATH starts.")
FACT("java.tls_disabled", SET, HASHED, BREAKS, VIRTUALENV, "", "",
     "jdk.tls.disabledAlgorithms in java.security",
     "What TLS connections of Java refuse: protocols, ciphers, short keys.")
FACT("java.trust_store", INTEGER, HASHED, BREAKS, VIRTUALENV, "bytes", "",
     "size of lib/security/jssecacerts, or of cacerts, in the home of Java",
     "Certificate authorities that Java trusts; the size tells two sets apart. Distributions link it to "
     "their own.")
FACT("java.trust_store_fault", STRING, DERIVED, BREAKS, IMAGE, "", "",
     "lib/security/cacerts in the home of Java",
     "Why Java trusts nobody, so that each TLS connection fails: its store is missing, or empty.")
FACT("java.variable.all_options", STRING, HASHED, ALTERS, VARIABLES, "", "$_JAVA_OPTIONS", "JVM's source",
     "Options that win over those of the command line; those that a list knows are shown.")
FACT("java.variable.classpath", STRING, HASHED, BREAKS, VARIABLES, "", "$CLASSPATH", "java(1)",
     "Whether a class path is set for all programs; its text is not shown.")
FACT("java.variable.options", STRING, HASHED, ALTERS, VARIABLES, "", "$JDK_JAVA_OPTIONS", "java(1)",
     "Options that are added to each start of java; those that a list knows are shown.")
FACT("java.variable.tool_options", STRING, HASHED, ALTERS, VARIABLES, "", "$JAVA_TOOL_OPTIONS",
     "JVM tool interface",
     "Options that are added to each virtual machine; those that a list knows are shown.")
FACT("java.variant", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "", "JVM_VARIANT of the file release",
     "Kind of virtual machine (Hotspot, Openj9).")
FACT("java.vendor", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "", "IMPLEMENTOR of the file release",
     "Who built this Java.")
FACT("java.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "",
     "the file release in the home of the java that PATH starts, else JAVA_HOME, else the only one in "
     "/usr/lib/jvm",
     "Version of Java: which class files run, and with which library.")
FACT("java_installed/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "the file release in /usr/lib/jvm/* and ~/.sdkman/candidates/java/*",
     "Java virtual machines that are installed, in force or not.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/languages/java_security.h"
#include "collect/runtimes/runtime.h"

/* "17-internal+0-adhoc.USER.FOLDER", "9-internal+0-DATE.USER.FOLDER", "1.8.0-internal-USER_DATE-b00". */
static struct view anonymous(struct arena *arena, struct view build)
{
    size_t at = envfp__view_find(build, VIEW("adhoc."));
    if (at != SIZE_MAX)
        return envfp__arena_join(arena, (struct view[]){view_take(build, at + 6), VIEW("_")}, 2);
    at = envfp__view_find(build, VIEW("internal"));
    struct view rest = view_skip(build, at == SIZE_MAX ? build.length : at + 8);
    return view_take(build, build.length - rest.length +
                                (rest.length ? view_take(rest, view_find_byte(rest, '-')).length : 0));
}

static bool keep_release(const struct source *source, struct view line, struct text *out)
{
    struct kept_field field;
    (void)source;
    if (!envfp__keep_cut_field(
            line, "IMPLEMENTOR JAVA_RUNTIME_VERSION JAVA_VERSION JVM_VARIANT LIBC MODULES OS_ARCH", &field))
        return true;
    if (view_ends(field.name, VIEW("VERSION")))
        field.value = anonymous(out->arena, field.value);
    envfp__keep_add_field(&field, out);
    return true;
}

#define LAYER RUNTIMES
#define OWNER java
#define DECLARES "collect/runtimes/languages/java.c"
#include "collect/declare.h"

static bool read_release(struct collect *c, struct view home, struct view *text)
{
    return home.length &&
           envfp__runtime_read(c, source_path(c->scratch, "", home, "/release"), text) == ENVFP_REASON_NONE;
}

static void add_modules(struct collect *c, struct view text)
{
    struct view list, word;
    struct bag bag = {0};
    if (!envfp__runtime_field(text, "MODULES", &list))
        return;
    while (view_cut_word(&list, &word)) {
        if (!envfp__keep_is_value(word)) {
            fact_gap(c, "java.modules", ENVFP_REASON_MALFORMED);
            return;
        }
        envfp__bag_add(c, &bag, word);
    }
    fact_set(c, "java.modules", bag.items, bag.count);
}

static bool add_release(struct collect *c, struct view text)
{
    static const char *const rows[][2] = {
        {"JAVA_VERSION", "java.version"}, {"JAVA_RUNTIME_VERSION", "java.build"},
        {"IMPLEMENTOR", "java.vendor"},   {"LIBC", "java.libc"},
        {"OS_ARCH", "java.arch"},         {"JVM_VARIANT", "java.variant"}};
    struct view value;
    text = envfp__arena_copy(c->scratch, text);
    if (!envfp__runtime_field(text, "JAVA_VERSION", &value))
        return false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (envfp__runtime_field(text, rows[i][0], &value)) {
            if (i < 2)
                envfp__runtime_version(c, rows[i][1], anonymous(c->scratch, value));
            else
                envfp__runtime_value(c, rows[i][1], value);
        }
    add_modules(c, text);
    return true;
}

/* Each virtual machine of a directory, by the name of its folder; how many there are, and the last one's home. */
static size_t add_installed(struct collect *c, const char *directory, struct view *home)
{
    struct source_entry *entries;
    size_t count, found = 0;
    if (!directory)
        return 0;
    if (envfp__runtime_entries(c, directory, &entries, &count) != ENVFP_REASON_NONE)
        return 0;
    const char *start = source_path(c->scratch, directory, VIEW("/"), "");
    for (size_t i = 0; i < count; i++) {
        struct view text, version;
        struct view path = view_of(source_path(c->scratch, start, entries[i].name, ""));
        if (entries[i].type == SOURCE_FILE || entries[i].type == SOURCE_LINK ||
            !read_release(c, path, &text) || !envfp__runtime_field(text, "JAVA_VERSION", &version))
            continue;
        version = anonymous(c->scratch, version);
        if (envfp__keep_is_release(version))
            fact_member(c, "java_installed", entries[i].name, version);
        else
            envfp__runtime_note(c, ENVFP_REASON_MALFORMED);
        *home = path;
        found++;
    }
    return found;
}

/* .../bin/java, and .../jre/bin/java of a development kit of version 8. */
static bool add_started(struct collect *c)
{
    struct runtime java;
    struct view text;
    if (!envfp__language_find(c, DECLARED_LANGUAGE(java), &java))
        return false;
    if (!(read_release(c, java.prefix, &text) && add_release(c, text)) &&
        !(read_release(c, envfp__path_directory(java.prefix), &text) && add_release(c, text)))
        envfp__runtime_version(c, "java.version", VIEW(""));
    envfp__java_security(c, java.prefix);
    return true;
}

static void add_home(struct collect *c, bool started)
{
    struct view text, value;
    const char *home = envfp__runtime_directory(c, "JAVA_HOME", NULL);
    if (!home || !read_release(c, view_of(home), &text))
        return;
    if (!started) {
        add_release(c, text);
        envfp__java_security(c, view_of(home));
    } else if (envfp__runtime_field(text, "JAVA_VERSION", &value)) {
        envfp__runtime_version(c, "java.home_version", anonymous(c->scratch, value));
    }
}

void envfp__collect_java(struct collect *c)
{
    struct view home = VIEW(""), other, text;
    bool started = add_started(c), named = envfp__runtime_directory(c, "JAVA_HOME", NULL) != NULL;
    add_home(c, started);
    size_t count = add_installed(c, "/usr/lib/jvm", &home);
    if (!started && !named && count == 1 && read_release(c, home, &text)) {
        add_release(c, text);
        envfp__java_security(c, home);
    }
    if (started || named || count)
        envfp__collect_declared_variables(c);
    envfp__runtime_end(c, "java.*", "java_installed/*");
    add_installed(c, envfp__runtime_directory(c, NULL, "/.sdkman/candidates/java"), &other);
    fact_gap(c, "java_installed/*", c->trouble);
}

#endif
