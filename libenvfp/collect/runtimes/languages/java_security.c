/* SPDX-License-Identifier: MIT */
/* Whom Java's TLS connections trust, and what they refuse. */
#ifdef DECLARING

SEEN("$JAVA_HOME/lib/security/{cacerts,jssecacerts}")
TEXT("$JAVA_HOME/{conf,lib}/security/java.security", security)

#else
#include "collect/runtimes/languages/java_security.h"
#include "source/keep_rows.h"

#define DISABLED_MOST 64U

static const struct view disabled_key = {"jdk.tls.disabledAlgorithms", 26};

/* "DH keySize < 1024": names, numbers and signs. */
static bool is_item(struct view item)
{
    return keep_is_made_of(item, " _-.<>=&/$", 96) && envfp__keep_is_short(item);
}

/* A line of the list without what continues it; false where the list goes on. */
static bool is_last(struct view *line)
{
    *line = view_trim(*line);
    if (!view_ends(*line, VIEW("\\")))
        return true;
    line->length--;
    return false;
}

static void add_items(struct view line, struct text *out)
{
    struct view item;
    while (view_cut(&line, ',', &item)) {
        item = view_trim(item);
        if (item.length == 0)
            continue;
        if (out->length)
            envfp__text_add(out, VIEW(", "));
        envfp__text_add(out, is_item(item) ? item : VIEW("?"));
    }
}

/* What is refused, with commas between; the last list counts. */
static void find_disabled(struct view text, struct text *out)
{
    struct view line;
    bool within = false;
    while (view_cut(&text, '\n', &line)) {
        bool last = is_last(&line);
        size_t equals = view_find_byte(line, '=');
        if (!within && view_starts(line, disabled_key) && equals != SIZE_MAX) {
            within = true;
            line = view_skip(line, equals + 1);
            out->length = 0;
        }
        if (within)
            add_items(line, out);
        within = within && !last;
    }
}

static bool keep_security(const struct source *source, struct view text, struct text *out)
{
    struct text items = {.arena = out->arena};
    (void)source;
    find_disabled(text, &items);
    if (items.length == 0)
        return false;
    const struct view line[] = {disabled_key, VIEW("="), envfp__text_view(&items), VIEW("\n")};
    for (size_t i = 0; i < 4; i++)
        envfp__text_add(out, line[i]);
    return false;
}

#define LAYER RUNTIMES
#define OWNER java_security
#define DECLARES "collect/runtimes/languages/java_security.c"
#include "collect/declare.h"

/* Java asks for jssecacerts first. A link to nowhere is no store, as none is. */
static void add_store(struct collect *c, struct view home)
{
    static const char *const files[] = {"/lib/security/jssecacerts", "/lib/security/cacerts"};
    struct source_stat stat = {.size = 0};
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < 2 && reason == ENVFP_REASON_ABSENT; i++)
        reason = source_stat(c->source, source_path(c->scratch, "", home, files[i]), &stat);
    if (reason == ENVFP_REASON_NONE && stat.type != SOURCE_FILE)
        reason =
            ENVFP_REASON_MALFORMED; /* container engines put a folder where what is to be mounted is missing */
    fact_gap(c, "java.trust_store", reason);
    fact_gap(c, "java.trust_store_fault", reason);
    if (reason == ENVFP_REASON_NONE)
        fact_integer(c, "java.trust_store", (int64_t)stat.size);
    if (reason == ENVFP_REASON_ABSENT)
        fact_string(c, "java.trust_store_fault", VIEW("missing"));
    else if (reason == ENVFP_REASON_NONE && stat.size == 0)
        fact_string(c, "java.trust_store_fault", VIEW("empty"));
}

static void add_disabled(struct collect *c, struct view text)
{
    struct text items = {.arena = c->scratch};
    struct bag bag = {0};
    struct view rest, item;
    find_disabled(text, &items);
    rest = items.length ? envfp__text_view(&items) : VIEW("");
    while (view_cut(&rest, ',', &item) && bag.count <= DISABLED_MOST)
        envfp__bag_add(c, &bag, view_trim(item));
    if (bag.count > DISABLED_MOST)
        fact_gap(c, "java.tls_disabled", ENVFP_REASON_TRUNCATED);
    else if (bag.count)
        fact_set(c, "java.tls_disabled", bag.items, bag.count);
}

void envfp__java_security(struct collect *c, struct view home)
{
    static const char *const files[] = {"/conf/security/java.security", "/lib/security/java.security"};
    struct view text;
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    struct troubles before = troubles_start(c);
    add_store(c, home);
    for (size_t i = 0; i < 2 && reason == ENVFP_REASON_ABSENT; i++)
        reason = source_read(c->source, source_path(c->scratch, "", home, files[i]), &text);
    fact_gap(c, "java.tls_disabled", reason);
    if (reason == ENVFP_REASON_NONE)
        add_disabled(c, text);
    (void)troubles_end(c, before);
}

#endif
