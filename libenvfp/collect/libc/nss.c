/* SPDX-License-Identifier: MIT */
/* Where names of hosts and users are looked up: nsswitch.conf(5). Go's resolver reads it too, on any C library. */
#ifdef DECLARING

COLLECTOR(0, FILES)

LINES("/etc/nsswitch.conf", nss)

FACT("nss.group", STRING, HASHED, ALTERS, IMAGE, "", "/etc/nsswitch.conf", "nsswitch.conf(5)",
     "Where groups are looked up, in order.")
FACT("nss.hosts", STRING, HASHED, ALTERS, IMAGE, "", "/etc/nsswitch.conf", "nsswitch.conf(5)",
     "Where host names are looked up, in order.")
FACT("nss.initgroups", STRING, HASHED, ALTERS, IMAGE, "", "/etc/nsswitch.conf", "nsswitch.conf(5)",
     "Where the groups of a user are looked up, in order.")
FACT("nss.netgroup", STRING, HASHED, INFORMS, IMAGE, "", "/etc/nsswitch.conf", "nsswitch.conf(5)",
     "Where net groups are looked up, in order.")
FACT("nss.networks", STRING, HASHED, INFORMS, IMAGE, "", "/etc/nsswitch.conf", "nsswitch.conf(5)",
     "Where network names are looked up, in order.")
FACT("nss.passwd", STRING, HASHED, ALTERS, IMAGE, "", "/etc/nsswitch.conf", "nsswitch.conf(5)",
     "Where users are looked up, in order.")
FACT("nss.protocols", STRING, HASHED, INFORMS, IMAGE, "", "/etc/nsswitch.conf", "nsswitch.conf(5)",
     "Where protocol names are looked up, in order.")
FACT("nss.services", STRING, HASHED, INFORMS, IMAGE, "", "/etc/nsswitch.conf", "nsswitch.conf(5)",
     "Where names of ports are looked up, in order.")

#else
#include "source/keep_rows.h"

static const char *const databases[] = {"group",    "hosts",  "initgroups", "netgroup",
                                        "networks", "passwd", "protocols",  "services"};

static bool keep_nss(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), key, value, word;
    (void)source;
    body = view_take(body, view_find_byte(body, '#'));
    if (!view_split(body, ':', &key, &value) || !keep_is_one(key, databases, KEEP_COUNT(databases)))
        return true;
    envfp__text_add(out, key);
    envfp__text_add_byte(out, ':');
    while (view_cut_word(&value, &word)) {
        envfp__text_add_byte(out, ' ');
        envfp__text_add(out, keep_is_made_of(word, "_-=![].,+", 64) ? word : VIEW("?"));
    }
    envfp__text_add(out, end);
    return true;
}

#define LAYER LIBC
#define OWNER nss
#define DECLARES "collect/libc/nss.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* Words parted by one blank each. */
static struct view squeeze(struct collect *c, struct view line)
{
    struct text text = {.arena = c->scratch};
    struct view word;
    while (view_cut_word(&line, &word)) {
        if (text.length)
            envfp__text_add_byte(&text, ' ');
        envfp__text_add(&text, word);
    }
    return text.length ? envfp__text_view(&text) : VIEW("");
}

void envfp__collect_nss(struct collect *c)
{
    struct view content, line, key, value;
    enum envfp_reason reason = source_read(c->source, "/etc/nsswitch.conf", &content);
    fact_gap(c, "nss.*", reason);
    while (view_cut(&content, '\n', &line)) {
        line = view_take(line, view_find_byte(line, '#'));
        if (!view_split(line, ':', &key, &value) || value.length == 0)
            continue;
        if (keep_is_one(key, databases, KEEP_COUNT(databases)))
            fact_string(c, source_path(c->scratch, "nss.", key, ""), squeeze(c, value));
    }
}

#endif
