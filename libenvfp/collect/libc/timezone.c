/* SPDX-License-Identifier: MIT */
/* The time zone in force, tzset(3), and the edition of the zone data. */
#include "collect/collect.h"

/* "Europe/Berlin" of "/usr/share/zoneinfo/Europe/Berlin"; empty for a path that leads elsewhere. */
static struct view zone_of(struct view path)
{
    size_t at = envfp__view_find(path, VIEW("zoneinfo/"));
    return at == SIZE_MAX ? VIEW("") : view_skip(path, at + 9);
}

/* Where the zone is a copied file and no link, Debian and others keep its name beside it. */
static void add_system_zone(struct collect *c)
{
    struct view target, zone = VIEW("");
    enum envfp_reason reason = source_link(c->source, c->scratch, "/etc/localtime", &target);
    if (reason == ENVFP_REASON_NONE)
        zone = zone_of(target);
    if (zone.length == 0 && reason != ENVFP_REASON_DENIED)
        reason = source_read_line(c->source, c->scratch, "/etc/timezone", &zone);
    if (reason == ENVFP_REASON_NONE && zone.length)
        fact_string(c, "timezone.zone", zone);
    else
        fact_gap(c, "timezone.zone", reason);
}

/* "# version 2025b" on the first line of the text that zic(8) can read. */
static void add_edition(struct collect *c)
{
    struct view text, line, word;
    enum envfp_reason reason = source_read_start(c->source, "/usr/share/zoneinfo/tzdata.zi", 64, &text);
    fact_gap(c, "timezone.data", reason);
    if (reason != ENVFP_REASON_NONE || !view_cut(&text, '\n', &line) ||
        !view_starts(line, VIEW("# version ")))
        return;
    line = view_skip(line, 10);
    if (view_cut_word(&line, &word))
        fact_string(c, "timezone.data", word);
}

void envfp__collect_timezone(struct collect *c)
{
    struct view zone, directory;
    enum envfp_reason reason = source_variable_shown(c->source, c->scratch, "TZ", &zone);
    fact_gap(c, "timezone.zone", reason);
    if (reason == ENVFP_REASON_NONE && zone.length) {
        if (zone.text[0] == ':')
            zone = view_skip(zone, 1);
        struct view named = zone_of(zone);
        fact_string(c, "timezone.zone", named.length ? named : zone);
    } else {
        add_system_zone(c);
    }
    if (source_variable_shown(c->source, c->scratch, "TZDIR", &directory) == ENVFP_REASON_NONE &&
        directory.length)
        fact_string(c, "timezone.directory", directory);
    add_edition(c);
}
