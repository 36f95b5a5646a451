/* SPDX-License-Identifier: MIT */
/*
 * How the C library asks for names of hosts: the options of resolv.conf, never its addresses and domains, and the order
 * of addresses in gai.conf. How many servers and domains there are depends on the network of the moment: context.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)

LINES("/etc/resolv.conf", resolv)
LINES("/etc/gai.conf", gai)

VARIABLE("RES_OPTIONS", PLAIN)

FACT("resolver.address_order", SET, HASHED, ALTERS, IMAGE, "", "/etc/gai.conf", "gai.conf(5)",
     "Rules that order the addresses of a host: whether IPv4 or IPv6 is tried first. Of networks those that "
     "standards "
     "name are shown.")
FACT("resolver.domains", INTEGER, CONTEXT, INFORMS, NOTHING, "", "",
     "search in /etc/resolv.conf; resolv.conf(5)",
     "How many domains are appended to short names: each may take a question more.")
FACT("resolver.nameservers", INTEGER, CONTEXT, INFORMS, NOTHING, "", "", "/etc/resolv.conf; resolv.conf(5)",
     "How many name servers there are: glibc asks the first three only.")
FACT("resolver.options", SET, HASHED, ALTERS, IMAGE, "", "", "options in /etc/resolv.conf; resolv.conf(5)",
     "How names are asked for: with ndots:5, as in Kubernetes, short names of hosts take five questions; "
     "timeouts, TCP.")
FACT("resolver.variable.options", STRING, HASHED, ALTERS, VARIABLES, "", "$RES_OPTIONS", "resolv.conf(5)",
     "Options that change those of resolv.conf.")

#else
#include "source/keep_rows.h"

#define SERVERS_MOST 64
#define RULES_MOST 64U

static const char *const flags[] = {"debug",
                                    "edns0",
                                    "inet6",
                                    "insecure1",
                                    "insecure2",
                                    "no-aaaa",
                                    "no-check-names",
                                    "no-reload",
                                    "no-tld-query",
                                    "no-rotate",
                                    "rotate",
                                    "single-request",
                                    "trust-ad",
                                    "use-vc",
                                    "no-ip6-dotint",
                                    "ip6-dotint",
                                    "ip6-bytestring",
                                    "no_tld_query",
                                    "single-request-reopen"};
static const char *const numbers[] = {"attempts:", "max-inflight:", "ndots:", "timeout:"};

static bool is_option(struct view word)
{
    for (size_t i = 0; i < KEEP_COUNT(numbers); i++) {
        struct view rest = view_skip(word, strlen(numbers[i]));
        if (view_starts(word, view_of(numbers[i])))
            return rest.length > 0 && rest.length <= 4 && view_all(rest, byte_is_digit);
    }
    return keep_is_one(word, flags, KEEP_COUNT(flags));
}

/* Networks of RFC 6724 and RFC 3484; others are somebody's. */
static bool is_known_network(struct view word)
{
    static const char *const networks[] = {"::1/128",
                                           "::/0",
                                           "2002::/16",
                                           "::/96",
                                           "::ffff:0:0/96",
                                           "fc00::/7",
                                           "fec0::/10",
                                           "2001::/32",
                                           "2001:0::/32",
                                           "3ffe::/16",
                                           "::ffff:0.0.0.0/96",
                                           "::ffff:169.254.0.0/112",
                                           "::ffff:127.0.0.0/104",
                                           "::ffff:10.0.0.0/104",
                                           "::ffff:172.16.0.0/108",
                                           "::ffff:192.168.0.0/112"};
    return keep_is_one(word, networks, KEEP_COUNT(networks));
}

/* The words of a line with their number, without a comment. */
static size_t words_of(struct view line, struct view words[3], const char *comments)
{
    size_t count = 0, end = 0;
    while (end < line.length && !memchr(comments, line.text[end], strlen(comments)))
        end++;
    line = view_take(line, end);
    while (count < 3 && view_cut_word(&line, &words[count]))
        count++;
    return count;
}

static bool keep_resolv(const struct source *source, struct view line, struct text *out)
{
    struct view body = line, key, word;
    (void)source;
    if (!view_cut_word(&body, &key))
        return true;
    if (view_is(key, "nameserver"))
        envfp__text_add(out, VIEW("nameserver ?"));
    else if (view_is(key, "search") || view_is(key, "domain") || view_is(key, "options"))
        envfp__text_add(out, key);
    else
        return true;
    while (!view_is(key, "nameserver") && view_cut_word(&body, &word)) {
        envfp__text_add_byte(out, ' ');
        envfp__text_add(out, view_is(key, "options") && is_option(word) ? word : VIEW("?"));
    }
    envfp__text_add_byte(out, '\n');
    return true;
}

/* "precedence ::ffff:0:0/96 100", "reload no"; empty where it is no rule. */
static struct view rule_of(struct arena *arena, struct view line)
{
    static const char *const rules[] = {"label", "precedence", "scopev4"};
    struct view words[3];
    size_t count = words_of(line, words, "#");
    if (count != 3 || !keep_is_one(words[0], rules, KEEP_COUNT(rules)))
        return VIEW("");
    bool number = words[2].length <= 6 && view_all(words[2], byte_is_digit);
    struct view pieces[] = {words[0], VIEW(" "), is_known_network(words[1]) ? words[1] : VIEW("?"), VIEW(" "),
                            number ? words[2] : VIEW("?")};
    return envfp__arena_join(arena, pieces, 5);
}

static bool keep_gai(const struct source *source, struct view line, struct text *out)
{
    struct view rule = rule_of(out->arena, line);
    (void)source;
    if (rule.length == 0)
        return true;
    envfp__text_add(out, rule);
    envfp__text_add_byte(out, '\n');
    return true;
}

#define LAYER LIBC
#define OWNER resolver
#define DECLARES "collect/libc/resolver.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* Of several lines with options all count, of several lists of domains the last. */
static void add_resolv(struct collect *c, struct view text)
{
    struct view line, key, word;
    struct bag options = {0};
    int64_t servers = 0, domains = -1;
    while (view_cut(&text, '\n', &line)) {
        if (!view_cut_word(&line, &key))
            continue;
        if (view_is(key, "nameserver")) {
            servers += servers < SERVERS_MOST;
        } else if (view_is(key, "search") || view_is(key, "domain")) {
            for (domains = 0; view_cut_word(&line, &word) && domains < SERVERS_MOST;)
                domains++;
        } else if (view_is(key, "options")) {
            while (view_cut_word(&line, &word) && options.count <= RULES_MOST)
                envfp__bag_add(c, &options, is_option(word) ? word : VIEW("?"));
        }
    }
    fact_integer(c, "resolver.nameservers", servers);
    if (domains >= 0)
        fact_integer(c, "resolver.domains", domains);
    if (options.count > RULES_MOST)
        fact_gap(c, "resolver.options", ENVFP_REASON_TRUNCATED);
    else if (options.count)
        fact_set(c, "resolver.options", options.items, options.count);
}

static void add_order(struct collect *c)
{
    struct view text, line;
    struct bag rules = {0};
    enum envfp_reason reason = source_read(c->source, "/etc/gai.conf", &text);
    fact_gap(c, "resolver.address_order", reason);
    while (reason == ENVFP_REASON_NONE && rules.count <= RULES_MOST && view_cut(&text, '\n', &line)) {
        struct view rule = rule_of(c->scratch, line);
        if (rule.length)
            envfp__bag_add(c, &rules, rule);
    }
    if (rules.count > RULES_MOST)
        fact_gap(c, "resolver.address_order", ENVFP_REASON_TRUNCATED);
    else if (rules.count)
        fact_set(c, "resolver.address_order", rules.items, rules.count);
}

void envfp__collect_resolver(struct collect *c)
{
    struct view text;
    enum envfp_reason reason = source_read(c->source, "/etc/resolv.conf", &text);
    fact_gap(c, "resolver.options", reason);
    fact_gap(c, "resolver.nameservers", reason);
    fact_gap(c, "resolver.domains", reason);
    if (reason == ENVFP_REASON_NONE)
        add_resolv(c, text);
    add_order(c);
    envfp__collect_declared_variables(c);
}

#endif
