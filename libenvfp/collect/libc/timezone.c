/* SPDX-License-Identifier: MIT */
/* The time zone in force, tzset(3), and the edition of the zone data. */
#ifdef DECLARING

COLLECTOR(0, FILES)
AFTER(libc)

VARIABLE("TZ", PATHS)
VARIABLE("TZDIR", PATHS)
TEXT("/etc/localtime", zone_rule)
LINES("/etc/timezone", zone)
LINES("/usr/share/zoneinfo/tzdata.zi", links)
LINES("/usr/share/zoneinfo/zone.tab", places)
LINES("/usr/share/zoneinfo/+VERSION", plain_edition)
LINES("/apex/com.android.tzdata/etc/tz/tzdata", plain_edition)
LINES("/system/usr/share/zoneinfo/tzdata", plain_edition)
/* Zones by area; those without one are led to by the same rows. */
TEXT("/usr/share/zoneinfo/**", zone_rule)
SEEN("$TZDIR/{Africa,America,Antarctica,Arctic,Asia,Atlantic,Australia,Etc,Europe,Indian,Pacific}/**")

FACT("timezone.data", STRING, HASHED, ALTERS, IMAGE, "", "/usr/share/zoneinfo/tzdata.zi", "zic(8)",
     "Edition of the time zone data: when clocks change, in the past and in the future.")
FACT("timezone.directory", STRING, HASHED, ALTERS, VARIABLES, "", "$TZDIR", "tzset(3)",
     "Directory of time zone data in place of the system's.")
FACT("timezone.missing", STRING, HASHED, ALTERS, IMAGE, "", "/usr/share/zoneinfo", "tzset(3)",
     "Zone that is named and has no data here: local time silently is UTC.")
FACT("timezone.rule", STRING, HASHED, ALTERS, VARIABLES, "", "", "last line of /etc/localtime; tzfile(5)",
     "Rule of the time zone in force, where it is a file without a name.")
FACT("timezone.set_by", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "TZ, /etc/localtime, /etc/timezone; tzset(3)",
     "Whether the zone comes from the variable (TZ), from a link or file, or is the C library's own "
     "(default): "
     "services and sudo drop the variable.")
FACT("timezone.zone", STRING, HASHED, ALTERS, VARIABLES, "", "",
     "TZ, else the target of /etc/localtime, else /etc/timezone; links in tzdata.zi; tzset(3)",
     "Time zone in force: what local time programs print and read. Under one name where several say the same "
     "(UTC, "
     "Etc/UTC, Zulu and UTC0; US/Pacific and America/Los_Angeles).")

#else
#include "collect/libc/zone_name.h"
#include "source/keep_rows.h"

#define FILE_MOST ((size_t)16 << 10)

static bool keep_zone(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end));
    if (keep_is_made_of(body, "/_+-,.<>:~", 128))
        envfp__keep_fold(source, body, out);
    else if (body.length)
        envfp__text_add_byte(out, '?');
    envfp__text_add(out, end);
    return true;
}

/* The mark for a text that begins as a rule does but is none, so that the zone still counts as set. */
static struct view refused_rule(struct view rule)
{
    size_t letters = 0;
    while (letters < rule.length && (rule.text[letters] | 0x20) >= 'a' && (rule.text[letters] | 0x20) <= 'z')
        letters++;
    struct view rest = view_skip(rule, letters);
    if (rest.length > 1 && (rest.text[0] == '+' || rest.text[0] == '-'))
        rest = view_skip(rest, 1);
    bool named = letters >= 3 && rest.length && byte_is_digit(rest.text[0]);
    return view_starts(rule, VIEW("<")) && rule.length < 128 ? VIEW("<?")
           : named && rule.length < 128                      ? VIEW("AAA0?")
                                                             : VIEW("?");
}

/* Keeps the rule for times to come, with which a file of version 2 ends, and no more of the file than the collector
 * reads. */
static bool keep_zone_rule(const struct source *source, struct view text, struct text *out)
{
    (void)source;
    text = view_take(text, FILE_MOST);
    if (!view_starts(text, VIEW("TZif")) || !view_ends(text, VIEW("\n"))) {
        envfp__text_add_byte(out, '?');
        return false;
    }
    struct view rest = view_take(text, text.length - 1);
    size_t start = rest.length;
    while (start && rest.text[start - 1] != '\n')
        start--;
    struct view rule = view_skip(rest, start);
    envfp__text_add(out, VIEW("TZif\n"));
    if (start && rule.length)
        envfp__text_add(out, envfp__zone_is_rule(rule) ? rule : refused_rule(rule));
    envfp__text_add_byte(out, '\n');
    return false;
}

static bool is_edition(struct view word)
{
    return view_is(word, "unknown") || (keep_is_made_of(word, ".-_", 32) && byte_is_digit(word.text[0]));
}

/* Whether the word is a zone's name: "America/Port-au-Prince", "Etc/GMT+1". */
static bool is_name(struct view word)
{
    return keep_is_made_of(word, "/_+-", 64) && !view_starts(word, VIEW("/"));
}

/* "# version 2025b" on the first line, and links between zones: "L America/Los_Angeles US/Pacific". Rules and zones,
 * which are the most of the file, are left out. */
static bool keep_links(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word, alias;
    (void)source;
    struct view edition = view_starts(body, VIEW("# version ")) ? view_skip(body, 10) : VIEW("");
    if (view_cut_word(&edition, &word)) {
        envfp__text_add(out, VIEW("# version "));
        envfp__text_add(out, is_edition(word) ? word : VIEW("?"));
        envfp__text_add_byte(out, '\n');
    } else if (view_starts(body, VIEW("L "))) {
        body = view_skip(body, 2);
        bool both = view_cut_word(&body, &word) && view_cut_word(&body, &alias) && is_name(word) &&
                    is_name(alias) && view_trim(body).length == 0;
        envfp__text_add(out, VIEW("L "));
        envfp__text_add(out, both ? word : VIEW("?"));
        envfp__text_add_byte(out, ' ');
        envfp__text_add(out, both ? alias : VIEW("?"));
        envfp__text_add(out, end);
    } else {
        envfp__keep_unread(line, out);
    }
    return true;
}

/* The names of zones, in the third field. */
static bool keep_places(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word, name;
    (void)source;
    if (!view_starts(body, VIEW("#")) && view_cut_word(&body, &word) && view_cut_word(&body, &word) &&
        view_cut_word(&body, &name) && is_name(name)) {
        envfp__text_add(out, VIEW("?\t?\t"));
        envfp__text_add(out, name);
        envfp__text_add(out, body.length ? VIEW("\t?") : VIEW(""));
        envfp__text_add(out, end);
    } else {
        envfp__keep_unread(line, out);
    }
    return true;
}

/* "2025b", or "tzdata2025b" and a NUL before Android's data. */
static bool keep_plain_edition(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    line = view_take(line, 12);
    line = view_trim(view_take(line, view_find_byte(line, '\0')));
    envfp__text_add(out, is_edition(view_skip(line, view_starts(line, VIEW("tzdata")) ? 6 : 0)) ? line
                                                                                                : VIEW("?"));
    envfp__text_add_byte(out, '\0');
    return false;
}

#define LAYER LIBC
#define OWNER timezone
#define DECLARES "collect/libc/timezone.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* The zone's name in a path, "Europe/Berlin" of "/usr/share/zoneinfo/Europe/Berlin"; empty for a path that leads
 * elsewhere. */
static struct view zone_of(struct view path)
{
    size_t at = envfp__view_find(path, VIEW("zoneinfo/"));
    return at == SIZE_MAX ? VIEW("") : view_skip(path, at + 9);
}

/* A name or rule is shown unchanged, a path with homes folded; of anything else only that it is set. */
static struct view shown(struct collect *c, struct view zone)
{
    bool plain = zone.length <= 128 && !view_has(zone, VIEW(".."));
    for (size_t i = 0; i < zone.length; i++) {
        char byte = zone.text[i];
        plain = plain && (byte_is_alnum(byte) || memchr("_+-/,.:<>", byte, 9));
    }
    if (view_starts(zone, VIEW("/")))
        return source_fold_list(c->source, c->scratch, zone);
    return plain ? zone : VIEW("set");
}

/* The zone that this name is a link to, by the system's own zone data: "L America/Los_Angeles US/Pacific". A place's own
 * name stays, because builds of the data differ in which of these they link (PACKRATDATA). */
static enum envfp_reason follow_link(struct collect *c, struct view *zone)
{
    struct arena *scratch = c->scratch;
    struct view text, line, found = VIEW("");
    enum envfp_reason reason = source_read(c->source, "/usr/share/zoneinfo/tzdata.zi", &text);
    struct view end = envfp__arena_join(scratch, (struct view[]){VIEW(" "), *zone, VIEW("\n")}, 3);
    for (size_t at = 0, hit; found.length == 0 && text.length; at = hit + end.length) {
        hit = envfp__view_find(view_skip(text, at), end);
        if (hit == SIZE_MAX)
            break;
        hit += at;
        size_t start = hit;
        while (start && text.text[start - 1] != '\n')
            start--;
        line = view_skip(view_take(text, hit), start);
        if (view_starts(line, VIEW("L ")) && is_name(view_skip(line, 2)))
            found = envfp__arena_copy(scratch, view_skip(line, 2));
    }
    if (found.length == 0)
        return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
    reason = source_read(c->source, "/usr/share/zoneinfo/zone.tab", &text);
    end = envfp__arena_join(scratch, (struct view[]){VIEW("\t"), *zone}, 2);
    bool place = view_has(text, envfp__arena_join(scratch, (struct view[]){end, VIEW("\n")}, 2)) ||
                 view_has(text, envfp__arena_join(scratch, (struct view[]){end, VIEW("\t")}, 2));
    if (!place && (reason == ENVFP_REASON_NONE || reason == ENVFP_REASON_ABSENT))
        *zone = found;
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
}

static void add_zone(struct collect *c, struct view zone, const char *by)
{
    struct view directory;
    enum envfp_reason reason = ENVFP_REASON_NONE;
    zone = envfp__zone_plain(zone);
    bool of_system =
        source_variable(c->source, "TZDIR", &directory) != ENVFP_REASON_NONE || directory.length == 0;
    if (of_system && !envfp__zone_is_utc(zone) && !envfp__zone_begins_rule(zone) && is_name(zone))
        reason = follow_link(c, &zone);
    fact_gap(c, "timezone.zone", reason);
    fact_string(c, "timezone.set_by", view_of(by));
    if (reason == ENVFP_REASON_NONE)
        fact_string(c, "timezone.zone", shown(c, zone));
}

/* Adds `timezone.missing` for a zone without data: the C library then silently uses UTC. */
static void check_data(struct collect *c, const char *path, struct view zone)
{
    struct source_stat stat;
    enum envfp_reason reason = source_stat(c->source, path, &stat);
    if (reason == ENVFP_REASON_ABSENT)
        fact_string(c, "timezone.missing", shown(c, zone));
    else
        fact_gap(c, "timezone.missing", reason);
}

static void check_named(struct collect *c, struct view zone)
{
    struct view directory;
    if (zone.length == 0 || envfp__zone_is_utc(envfp__zone_plain(zone)) || envfp__zone_begins_rule(zone))
        return;
    enum envfp_reason reason = source_variable(c->source, "TZDIR", &directory);
    if (reason != ENVFP_REASON_NONE || directory.length == 0)
        directory = VIEW("/usr/share/zoneinfo");
    const char *path = source_path(c->scratch, "", directory, "/");
    check_data(c, zone.text[0] == '/' ? zone.text : source_path(c->scratch, path, zone, ""), zone);
}

/* The rule for times to come, which ends the file between two line feeds: tzfile(5), versions 2 and later. Empty where
 * it has none. */
static enum envfp_reason read_rule(struct collect *c, const char *path, struct view *rule)
{
    struct view content;
    *rule = VIEW("");
    enum envfp_reason reason = source_read_start(c->source, path, FILE_MOST, &content);
    if (reason == ENVFP_REASON_NONE && content.length == FILE_MOST)
        reason = ENVFP_REASON_TRUNCATED; /* its rule stands at the end */
    if (reason != ENVFP_REASON_NONE || !view_starts(content, VIEW("TZif")) || !view_ends(content, VIEW("\n")))
        return reason;
    content.length--;
    size_t start = content.length;
    while (start && content.text[start - 1] != '\n')
        start--;
    struct view found = view_skip(content, start);
    if (!start || found.length == 0 || found.length >= 128 || !envfp__zone_begins_rule(found))
        return reason;
    *rule = envfp__arena_copy(c->scratch, envfp__zone_is_rule(found) ? found : VIEW("set"));
    source_took_of(c->source, path, 0, 4);
    source_took_of(c->source, path, start - 1, found.length + 2);
    return reason;
}

/* Whether the zone's own data has another rule than /etc/localtime: a container's /etc/timezone does not know that the
 * host's /etc/localtime was mounted. */
static bool is_contradicted(struct collect *c, struct view zone, struct view rule)
{
    struct view own = VIEW(""), plain = envfp__zone_plain(zone);
    if (rule.length == 0 || !is_name(plain))
        return false;
    if (envfp__zone_is_utc(plain))
        own = view_is(plain, "UTC") ? VIEW("UTC0") : VIEW("GMT0");
    else
        fact_gap(c, "timezone.zone",
                 read_rule(c, source_path(c->scratch, "/usr/share/zoneinfo/", plain, ""), &own));
    return own.length && !view_equal(own, rule);
}

/* Where /etc/localtime is a file and no link, Debian and others have the zone's name in /etc/timezone. */
static void add_named_zone(struct collect *c, struct view rule, bool there)
{
    struct view zone;
    size_t at = 0;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, "/etc/timezone", &zone);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        fact_gap(c, "timezone.zone", reason);
    else if (reason == ENVFP_REASON_NONE && zone.length && !is_contradicted(c, zone, rule))
        add_zone(c, zone, "file");
    else if (view_is(envfp__zone_plain(rule), "UTC"))
        add_zone(c, rule, "file");
    else if (rule.length)
        fact_string(c, "timezone.rule", rule);
    else if (!there && envfp__collect_told(c, VIEW("libc.version"), &at))
        add_zone(c, VIEW("UTC"), "default");
}

static void add_system_zone(struct collect *c)
{
    struct view target, rule, zone = VIEW("");
    enum envfp_reason reason = source_link(c->source, c->scratch, "/etc/localtime", &target);
    if (reason == ENVFP_REASON_NONE)
        zone = zone_of(target);
    if (zone.length) {
        add_zone(c, zone, "link");
        if (!envfp__zone_is_utc(envfp__zone_plain(zone)))
            check_data(c, "/etc/localtime", zone);
        return;
    }
    if (!source_is_failure(reason))
        reason = read_rule(c, "/etc/localtime", &rule);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT) {
        fact_gap(c, "timezone.rule", reason);
        fact_gap(c, "timezone.zone", reason);
    } else {
        add_named_zone(c, rule, reason == ENVFP_REASON_NONE);
    }
}

/* The edition, "2025b", in a file of its own (as BSD has it), or behind "tzdata" at the start of Android's single
 * file. */
static void add_plain_edition(struct collect *c)
{
    static const char *const paths[] = {"/usr/share/zoneinfo/+VERSION",
                                        "/apex/com.android.tzdata/etc/tz/tzdata",
                                        "/system/usr/share/zoneinfo/tzdata"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct view text;
        enum envfp_reason reason = source_read_start(c->source, paths[i], 12, &text);
        if (reason == ENVFP_REASON_NONE)
            source_took_of(c->source, paths[i], 0, text.length);
        text = view_take(text, view_find_byte(text, '\n'));
        text = view_trim(view_take(text, view_find_byte(text, '\0')));
        if (view_starts(text, VIEW("tzdata")))
            text = view_skip(text, 6);
        fact_gap(c, "timezone.data", reason);
        if (reason == ENVFP_REASON_NONE && text.length >= 5 && is_edition(text)) {
            fact_string(c, "timezone.data", text);
            return;
        }
    }
}

/* "# version 2025b" on the first line of the text that zic(8) can read. */
static void add_edition(struct collect *c)
{
    struct view text, line, word;
    enum envfp_reason reason = source_read_start(c->source, "/usr/share/zoneinfo/tzdata.zi", 64, &text);
    if (reason == ENVFP_REASON_ABSENT) {
        add_plain_edition(c);
        return;
    }
    fact_gap(c, "timezone.data", reason);
    if (reason != ENVFP_REASON_NONE || !view_cut(&text, '\n', &line) ||
        !view_starts(line, VIEW("# version ")))
        return;
    line = view_skip(line, 10);
    if (view_cut_word(&line, &word))
        fact_string(c, "timezone.data", is_edition(word) ? word : VIEW("?"));
}

void envfp__collect_timezone(struct collect *c)
{
    struct view zone, directory;
    enum envfp_reason reason = source_variable(c->source, "TZ", &zone);
    fact_gap(c, "timezone.zone", reason);
    if (reason == ENVFP_REASON_NONE) { /* an empty one says UTC */
        if (view_starts(zone, VIEW(":")))
            zone = view_skip(zone, 1);
        struct view named = zone_of(zone);
        zone = envfp__arena_copy(c->scratch, named.length ? named : zone.length ? zone : VIEW("UTC"));
        add_zone(c, zone, "variable");
        check_named(c, zone);
    } else {
        add_system_zone(c);
    }
    if (source_variable_shown(c->source, c->scratch, "TZDIR", &directory) == ENVFP_REASON_NONE &&
        directory.length)
        fact_string(c, "timezone.directory", directory);
    add_edition(c);
}

#endif
