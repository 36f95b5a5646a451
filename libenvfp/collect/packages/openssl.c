/* SPDX-License-Identifier: MIT */
/*
 * What the system's TLS library allows: openssl.cnf, or the file that OPENSSL_CONF names in its place, and the policy of
 * crypto-policies. Of the file those sections count that `openssl_conf` leads to. Names of sections are people's, so that
 * all that have not the form of one are the same, live as in a recording.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)

LINES("/etc/crypto-policies/{config,state/current}", policy)
TEXT("/etc/{ssl,pki/tls}/openssl.cnf", openssl)
TEXT("/etc/{ssl,pki,crypto-policies}/**.{cnf,conf,config}", openssl)
TEXT("/usr/{lib,local}/ssl/**.{cnf,conf,config}", openssl)
NAMES("/etc/{ssl,pki/tls}/*.d/", conf)
TEXT("/usr/share/crypto-policies/*/opensslcnf.txt", openssl)
TEXT("$OPENSSL_CONF/*.cnf", openssl)

VARIABLE("OPENSSL_CONF", PATHS)
VARIABLE("OPENSSL_MODULES", PATHS)

FACT("crypto_policy.name", STRING, HASHED, BREAKS, IMAGE, "", "/etc/crypto-policies/state/current",
     "crypto-policies(7); /etc/crypto-policies/config",
     "Policy that TLS, SSH and Kerberos libraries follow (DEFAULT, LEGACY, FIPS): which protocols, ciphers "
     "and keys are "
     "refused.")
FACT("openssl.conf", STRING, HASHED, ALTERS, VARIABLES, "", "$OPENSSL_CONF", "openssl-env(7)",
     "File that OpenSSL reads in place of the system's openssl.cnf.")
FACT("openssl.modules", STRING, HASHED, BREAKS, VARIABLES, "", "$OPENSSL_MODULES", "openssl-env(7)",
     "Folder in which OpenSSL looks for providers in place of its own.")
FACT("openssl.providers", SET, HASHED, BREAKS, IMAGE, "", "", "openssl.cnf; config(5)",
     "Known providers that openssl.cnf activates: without legacy no MD4 or RC4, with fips nothing else.")
FACT(
    "openssl.setting/*", STRING, HASHED, BREAKS, IMAGE, "", "",
    "/etc/ssl/openssl.cnf, /etc/pki/tls/openssl.cnf, OPENSSL_CONF; SSL_CONF_cmd(3)",
    "What TLS connections are refused by default: security level and ciphers (CipherString), oldest protocol "
    "(MinProtocol), options.")

#else
#include "source/keep_rows.h"

#define ENTRIES_MOST 1024U
#define INCLUDED_MOST 16U
#define NAME_MOST ((size_t)40)
#define LIST_MOST ((size_t)2048)

static const char *const references[] = {"openssl_conf", "ssl_conf", "system_default", "providers",
                                         "alg_section"};
static const char *const known_providers[] = {
    "base",        "default", "fips",        "legacy",           "null",
    "oqsprovider", "pkcs11",  "qatprovider", "symcryptprovider", "tpm2"};
static const char *const settings[] = {"CipherString",    "Ciphersuites",     "ClientSignatureAlgorithms",
                                       "Curves",          "DTLS.MaxProtocol", "DTLS.MinProtocol",
                                       "Groups",          "MaxProtocol",      "MinProtocol",
                                       "Options",         "Protocol",         "SignatureAlgorithms",
                                       "TLS.MaxProtocol", "TLS.MinProtocol",  "VerifyMode"};
static const char *const others[] = {"activate", "default_properties", "fips_mode"};

struct entry {
    struct view section, key, value;
};

struct reader {
    struct view rest, section;
};

/* A name of capitals and digits, or a name as keep_words.c has it, between what separates algorithms. */
static bool is_algorithms(struct view value)
{
    struct view run = {value.text, 0};
    for (size_t i = 0; i <= value.length; i++) {
        if (i < value.length && byte_is_alnum(value.text[i])) {
            run.length++;
            continue;
        }
        bool small = false, letters = view_all(run, byte_is_letter);
        for (size_t j = 0; j < run.length; j++)
            small = small || byte_is_lower(run.text[j]);
        if (run.length > (letters ? 32U : 20U) ||
            (small && run.length > 12 && !envfp__keep_is_plain_name(run)))
            return false;
        if (i < value.length && !memchr("_+-!@:=.,*? /", value.text[i], 13))
            return false;
        run = (struct view){value.text + i + 1, 0};
    }
    return value.length > 0 && value.length <= LIST_MOST;
}

static struct view section_name(struct view name)
{
    bool plain = name.length > 0 && name.length <= NAME_MOST && keep_is_made_of(name, "_-.", NAME_MOST) &&
                 envfp__keep_is_plain_name(name);
    return plain ? name : VIEW("?");
}

static bool keep_name_conf(struct view name)
{
    return view_ends(name, VIEW(".cnf")) || view_ends(name, VIEW(".conf"));
}

/* What may be followed: the system's own files for it. */
static struct view included(struct view path)
{
    static const char *const starts[] = {
        "/etc/ssl/",     "/etc/pki/",      "/etc/crypto-policies/", "/usr/share/crypto-policies/",
        "/usr/lib/ssl/", "/usr/local/ssl/"};
    bool own = keep_starts(path, starts, KEEP_COUNT(starts)) && envfp__keep_is_path(path);
    return own && !view_has(path, VIEW("..")) ? path : VIEW("?");
}

static struct view clean(struct view value)
{
    char quote = '\0';
    size_t end = 0;
    for (; end < value.length; end++) {
        char byte = value.text[end];
        if (quote)
            quote = byte == quote ? '\0' : quote;
        else if (byte == '"' || byte == '\'')
            quote = byte;
        else if (byte == '#')
            break;
    }
    value = view_trim(view_take(value, end));
    if (value.length >= 2 && value.text[0] == value.text[value.length - 1] && memchr("\"'", value.text[0], 2))
        value = view_trim(view_take(view_skip(value, 1), value.length - 2));
    return value;
}

/* The value as it may be shown; empty where the key does not matter. */
static struct view shown(struct view key, struct view value)
{
    if (keep_is_one(key, references, KEEP_COUNT(references)) ||
        keep_is_one(key, known_providers, KEEP_COUNT(known_providers)))
        return section_name(value);
    if (view_is(key, ".include"))
        return included(value);
    if (keep_is_one(key, settings, KEEP_COUNT(settings)) || keep_is_one(key, others, KEEP_COUNT(others)))
        return is_algorithms(value) ? value : VIEW("set");
    return VIEW("");
}

/* The next line that matters. */
static bool next_entry(struct reader *reader, struct entry *entry)
{
    struct view line;
    while (view_cut(&reader->rest, '\n', &line)) {
        line = view_trim(line);
        if (line.length == 0 || line.text[0] == '#')
            continue;
        if (line.text[0] == '[') {
            line = view_skip(line, 1);
            reader->section = section_name(view_trim(view_take(line, view_find_byte(line, ']'))));
            continue;
        }
        struct view rest = line, word;
        if (!view_split(line, '=', &entry->key, &entry->value)) {
            if (!view_cut_word(&rest, &word) || !view_is(word, ".include"))
                continue;
            entry->key = word;
            entry->value = rest;
        }
        entry->section = reader->section;
        entry->value = shown(entry->key, clean(entry->value));
        if (entry->value.length)
            return true;
    }
    return false;
}

static bool keep_openssl(const struct source *source, struct view text, struct text *out)
{
    struct reader reader = {text, VIEW("default")};
    struct view section = VIEW("default");
    struct entry entry;
    (void)source;
    while (next_entry(&reader, &entry)) {
        if (!view_equal(entry.section, section)) {
            section = entry.section;
            const struct view head[] = {VIEW("["), section, VIEW("]\n")};
            for (size_t i = 0; i < 3; i++)
                envfp__text_add(out, head[i]);
        }
        const struct view line[] = {entry.key, VIEW(" = "), entry.value, VIEW("\n")};
        for (size_t i = 0; i < 4; i++)
            envfp__text_add(out, line[i]);
    }
    return false;
}

static struct view policy_of(struct view line)
{
    line = view_trim(view_take(line, view_find_byte(line, '#')));
    return keep_is_made_of(line, ":-_.", 64) && envfp__keep_is_plain_name(line) ? line
           : line.length                                                        ? VIEW("?")
                                                                                : line;
}

static bool keep_policy(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = policy_of(envfp__keep_body(line, &end));
    (void)source;
    envfp__text_add(out, body);
    envfp__text_add(out, end);
    return true;
}

#define LAYER PACKAGES
#define OWNER openssl
#define DECLARES "collect/packages/openssl.c"
#include "collect/declare.h"

#include "collect/collect.h"

struct configuration {
    struct collect *c;
    struct entry *list;
    size_t count, capacity, files;
    enum envfp_reason reason;
};

/* ---- Reading ------------------------------------------------------------------------------------------------------------ */

static void add(struct configuration *all, const struct entry *entry)
{
    struct entry *room =
        envfp__arena_grow(all->c->scratch, all->list, all->count, &all->capacity, sizeof *room);
    if (!room || all->count == ENTRIES_MOST) {
        all->reason = ENVFP_REASON_TRUNCATED;
        return;
    }
    all->list = room;
    room[all->count++] = *entry;
}

static enum envfp_reason read_file(struct configuration *all, const char *name, struct text *out)
{
    struct collect *c = all->c;
    struct view text = VIEW("");
    enum envfp_reason reason = ENVFP_REASON_TRUNCATED;
    if (all->files++ < INCLUDED_MOST)
        reason = envfp__source_is_declared(c->source->common, SOURCE_OPEN, name)
                     ? source_read(c->source, name, &text)
                     : ENVFP_REASON_HIDDEN;
    envfp__text_add(out, reason == ENVFP_REASON_NONE ? text : VIEW(""));
    envfp__text_add_byte(out, '\n');
    return reason;
}

/* The files of a folder that is included, as if they were one. */
static enum envfp_reason read_folder(struct configuration *all, const char *name, struct text *out)
{
    struct collect *c = all->c;
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, name, &entries, &count);
    const char *start = source_path(c->scratch, name, VIEW("/"), "");
    for (size_t i = 0; i < count && reason == ENVFP_REASON_NONE; i++)
        if (keep_name_conf(entries[i].name))
            reason = read_file(all, source_path(c->scratch, start, entries[i].name, ""), out);
    return reason;
}

/* Opens a file for `reader`. */
static bool open_file(struct configuration *all, struct view path, struct reader *reader)
{
    struct collect *c = all->c;
    struct text out = {.arena = c->scratch};
    const char *name = source_path(c->scratch, "", path, "");
    if (view_is(path, "/dev/null"))
        return false;
    enum envfp_reason reason =
        view_ends(path, VIEW(".d")) ? read_folder(all, name, &out) : read_file(all, name, &out);
    if (reason == ENVFP_REASON_NONE) {
        reader->rest = envfp__text_view(&out);
        return true;
    }
    if (reason != ENVFP_REASON_ABSENT)
        all->reason = reason;
    return false;
}

/* A file and what it includes. */
static bool read_all(struct configuration *all, struct view path)
{
    struct reader stack[INCLUDED_MOST + 1] = {{.section = VIEW("default")}};
    size_t depth = 0;
    struct entry entry;
    if (!open_file(all, path, &stack[0]))
        return false;
    for (bool more = true; more && all->reason == ENVFP_REASON_NONE;) {
        struct reader *top = &stack[depth];
        if (!next_entry(top, &entry)) {
            more = depth > 0;
            if (more)
                stack[--depth].section = top->section;
        } else if (!view_is(entry.key, ".include")) {
            add(all, &entry);
        } else if (open_file(all, entry.value, &stack[depth + 1])) {
            stack[++depth].section = entry.section;
        }
    }
    return true;
}

/* ---- What counts -------------------------------------------------------------------------------------------------------- */

/* The last value of a key; empty where there is none. */
static struct view get(const struct configuration *all, struct view section, const char *key)
{
    struct view value = VIEW("");
    for (size_t i = 0; i < all->count && section.length; i++)
        if (view_is(all->list[i].key, key) && view_equal(all->list[i].section, section))
            value = all->list[i].value;
    return value;
}

static bool is_yes(struct view value)
{
    static const char *const words[] = {"1", "yes", "true", "on", "YES", "TRUE", "ON"};
    return keep_is_one(value, words, KEEP_COUNT(words));
}

static void add_providers(const struct configuration *all, struct view section)
{
    struct bag active = {0};
    for (size_t i = 0; i < KEEP_COUNT(known_providers); i++) {
        struct view own = get(all, section, known_providers[i]);
        if (is_yes(get(all, own, "activate")))
            envfp__bag_add(all->c, &active, view_of(known_providers[i]));
    }
    if (active.count)
        fact_set(all->c, "openssl.providers", active.items, active.count);
}

static void add_settings(const struct configuration *all)
{
    struct view start = get(all, VIEW("default"), "openssl_conf");
    struct view system = get(all, get(all, start, "ssl_conf"), "system_default");
    struct view algorithms = get(all, start, "alg_section"), value;
    for (size_t i = 0; i < KEEP_COUNT(settings); i++)
        if ((value = get(all, system, settings[i])).length)
            fact_member(all->c, "openssl.setting", view_of(settings[i]), value);
    for (size_t i = 1; i < KEEP_COUNT(others); i++)
        if ((value = get(all, algorithms, others[i])).length)
            fact_member(all->c, "openssl.setting", view_of(others[i]), value);
    add_providers(all, get(all, start, "providers"));
}

static void add_configuration(struct collect *c)
{
    struct configuration all = {.c = c};
    struct view path;
    struct troubles before = troubles_start(c);
    enum envfp_reason named = source_variable(c->source, "OPENSSL_CONF", &path);
    if (named == ENVFP_REASON_NONE && view_starts(path, VIEW("/")))
        read_all(&all, envfp__arena_copy(c->scratch, path));
    else if (named != ENVFP_REASON_NONE && named != ENVFP_REASON_ABSENT)
        all.reason = named;
    else if (named == ENVFP_REASON_NONE && path.length)
        all.reason = ENVFP_REASON_HIDDEN; /* beside the working directory */
    else if (!read_all(&all, VIEW("/etc/ssl/openssl.cnf")) && all.reason == ENVFP_REASON_NONE)
        read_all(&all, VIEW("/etc/pki/tls/openssl.cnf"));
    (void)troubles_end(c, before);
    if (all.reason == ENVFP_REASON_UNSUPPORTED)
        all.reason = ENVFP_REASON_NONE; /* no file */
    fact_gap(c, "openssl.providers", all.reason);
    fact_gap(c, "openssl.setting/*", all.reason);
    if (all.reason == ENVFP_REASON_NONE)
        add_settings(&all);
}

static void add_policy(struct collect *c)
{
    static const char *const paths[] = {"/etc/crypto-policies/state/current", "/etc/crypto-policies/config"};
    struct view text, line, name;
    for (size_t i = 0; i < 2; i++) {
        enum envfp_reason reason = source_read(c->source, paths[i], &text);
        fact_gap(c, "crypto_policy.name", reason);
        while (reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
            name = policy_of(line);
            if (name.length == 0)
                continue;
            if (view_is(name, "?"))
                fact_gap(c, "crypto_policy.name", ENVFP_REASON_MALFORMED);
            else
                fact_string(c, "crypto_policy.name", name);
            return;
        }
        if (reason != ENVFP_REASON_ABSENT)
            return;
    }
}

void envfp__collect_openssl(struct collect *c)
{
    envfp__collect_declared_variables(c);
    add_configuration(c);
    add_policy(c);
}

#endif
