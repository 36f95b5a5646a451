/* SPDX-License-Identifier: MIT */
/* Where names of hosts and users are looked up: nsswitch.conf(5). Go's resolver reads it too, on any C library. */
#ifdef DECLARING

COLLECTOR(0, FILES)

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
#define LAYER LIBC
#define OWNER nss
#define DECLARES "collect/libc/nss.c"
#include "collect/declare.h"

#include "collect/collect.h"

static const char *const databases[][2] = {
    {"group", "nss.group"},       {"hosts", "nss.hosts"},       {"initgroups", "nss.initgroups"},
    {"networks", "nss.networks"}, {"passwd", "nss.passwd"},     {"protocols", "nss.protocols"},
    {"services", "nss.services"}, {"netgroup", "nss.netgroup"},
};

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
        for (size_t i = 0; i < sizeof databases / sizeof *databases; i++)
            if (view_is(key, databases[i][0]))
                fact_string(c, databases[i][1], squeeze(c, value));
    }
}

#endif
