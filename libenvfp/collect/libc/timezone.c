/* SPDX-License-Identifier: MIT */
/* The time zone in force, tzset(3), and the edition of the zone data. */
#ifdef DECLARING

COLLECTOR(0, FILES)

VARIABLE("TZ", PATHS)
VARIABLE("TZDIR", PATHS)
TEXT("/etc/localtime", zone_rule)
LINES("/etc/timezone", zone)
LINES("/usr/share/zoneinfo/tzdata.zi", edition)
LINES("/usr/share/zoneinfo/+VERSION", plain_edition)
LINES("/apex/com.android.tzdata/etc/tz/tzdata", plain_edition)
LINES("/system/usr/share/zoneinfo/tzdata", plain_edition)
/* Zones by area; those without one are led to by the same rows. */
SEEN("/usr/share/zoneinfo/**")
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
     "Whether the zone comes from the variable (TZ) or from a file: services and sudo drop the "
     "variable.")
FACT("timezone.zone", STRING, HASHED, ALTERS, VARIABLES, "", "",
     "TZ, else the target of /etc/localtime, else /etc/timezone; tzset(3)",
     "Time zone in force: what local time programs print and read.")

#else
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

static size_t count(struct view text, size_t at, const char *bytes)
{
    size_t end = at, kinds = strlen(bytes);
    while (end < text.length && memchr(bytes, text.text[end], kinds))
        end++;
    return end - at;
}

/* The name of a zone's time in a rule: "CET", "<+03>". */
static size_t count_name(struct view text, size_t at)
{
    size_t end = at;
    if (at < text.length && text.text[at] == '<') {
        end += 1 + count(text, at + 1, "+-0123456789");
        return end < text.length && text.text[end] == '>' && end - at > 1 ? end + 1 - at : 0;
    }
    while (end < text.length && (text.text[end] | 0x20) >= 'a' && (text.text[end] | 0x20) <= 'z')
        end++;
    return end - at >= 3 && end - at <= 6 ? end - at : 0;
}

/* "CET-1CEST,M3.5.0,M10.5.0/3": nothing but names of time, hours, and the days on which they change. */
static bool is_zone_rule(struct view rule)
{
    size_t at = count_name(rule, 0), hours;
    bool named = at > 0;
    hours = count(rule, at, "+-0123456789:");
    named = named && hours > 0 && hours <= 9 && rule.length <= 127;
    at += hours;
    if (at < rule.length && rule.text[at] != ',') {
        size_t other = count_name(rule, at);
        named = named && other > 0;
        at += other;
        hours = count(rule, at, "+-0123456789:");
        named = named && hours <= 9;
        at += hours;
    }
    for (unsigned i = 0; named && i < 2 && at < rule.length && rule.text[at] == ','; i++) {
        size_t day = count(rule, at + 1, "MJ.0123456789"), time = 0;
        at += 1 + day;
        if (at < rule.length && rule.text[at] == '/')
            time = 1 + count(rule, at + 1, "+-0123456789:");
        named = day > 0 && day <= 8 && time <= 11;
        at += time;
    }
    return named && at == rule.length;
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
        envfp__text_add(out, is_zone_rule(rule) ? rule : refused_rule(rule));
    envfp__text_add_byte(out, '\n');
    return false;
}

static bool is_edition(struct view word)
{
    return view_is(word, "unknown") || (keep_is_made_of(word, ".-_", 32) && byte_is_digit(word.text[0]));
}

/* "# version 2025b" */
static bool keep_edition(const struct source *source, struct view line, struct text *out)
{
    struct view rest = view_skip(line, 10), word = VIEW("");
    (void)source;
    if (!view_starts(line, VIEW("# version ")) || !view_cut_word(&rest, &word)) {
        envfp__text_add(out, VIEW("?\n"));
        return false;
    }
    envfp__text_add(out, VIEW("# version "));
    envfp__text_add(out, is_edition(word) ? word : VIEW("?"));
    envfp__text_add_byte(out, '\n');
    return false;
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

static void add_zone(struct collect *c, struct view zone, const char *by)
{
    fact_string(c, "timezone.set_by", view_of(by));
    fact_string(c, "timezone.zone", shown(c, zone));
}

/* Names of zones that are UTC, which is also what the C library uses for a zone without data. */
static bool is_utc(struct view zone)
{
    static const char *const names[] = {"UTC", "UCT", "GMT", "Universal", "Zulu", "Greenwich"};
    if (view_starts(zone, VIEW("Etc/")))
        zone = view_skip(zone, 4);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (view_is(zone, names[i]))
            return true;
    return false;
}

/* "CET-1CEST", "<+03>-3": a rule instead of a name, POSIX.1 chapter 8. */
static bool is_rule(struct view zone)
{
    size_t letters = 0;
    if (view_starts(zone, VIEW("<")))
        return true;
    while (letters < zone.length && byte_is_letter(zone.text[letters]))
        letters++;
    struct view rest = view_skip(zone, letters);
    if (rest.length > 1 && (rest.text[0] == '+' || rest.text[0] == '-'))
        rest = view_skip(rest, 1);
    return letters >= 3 && rest.length && byte_is_digit(rest.text[0]);
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
    if (is_utc(zone) || is_rule(zone) || zone.length == 0)
        return;
    enum envfp_reason reason = source_variable(c->source, "TZDIR", &directory);
    if (reason != ENVFP_REASON_NONE || directory.length == 0)
        directory = VIEW("/usr/share/zoneinfo");
    const char *path = source_path(c->scratch, "", directory, "/");
    check_data(c, zone.text[0] == '/' ? zone.text : source_path(c->scratch, path, zone, ""), zone);
}

/* The rule for times to come ends the file, between two line feeds: tzfile(5), versions 2 and later. */
static void add_rule(struct collect *c)
{
    struct view content;
    enum envfp_reason reason = source_read_start(c->source, "/etc/localtime", FILE_MOST, &content);
    if (reason == ENVFP_REASON_NONE && content.length == FILE_MOST)
        reason = ENVFP_REASON_TRUNCATED; /* its rule stands at the end */
    fact_gap(c, "timezone.rule", reason);
    if (reason != ENVFP_REASON_NONE || !view_starts(content, VIEW("TZif")) || !view_ends(content, VIEW("\n")))
        return;
    content.length--;
    size_t start = content.length;
    while (start && content.text[start - 1] != '\n')
        start--;
    struct view rule = view_skip(content, start);
    if (!start || rule.length == 0 || rule.length >= 128 || !is_rule(rule))
        return;
    fact_string(c, "timezone.rule", is_zone_rule(rule) ? rule : VIEW("set"));
    source_took_of(c->source, "/etc/localtime", 0, 4);
    source_took_of(c->source, "/etc/localtime", start - 1, rule.length + 2);
}

/* The system's zone. Where /etc/localtime is a copied file and no link, Debian and others keep the zone's name in
 * /etc/timezone. */
static void add_system_zone(struct collect *c)
{
    struct view target, zone = VIEW("");
    enum envfp_reason reason = source_link(c->source, c->scratch, "/etc/localtime", &target);
    if (reason == ENVFP_REASON_NONE)
        zone = zone_of(target);
    if (zone.length) {
        add_zone(c, zone, "link");
        if (!is_utc(zone))
            check_data(c, "/etc/localtime", zone);
        return;
    }
    if (reason != ENVFP_REASON_DENIED)
        reason = source_read_line(c->source, c->scratch, "/etc/timezone", &zone);
    if (reason == ENVFP_REASON_NONE && zone.length)
        add_zone(c, zone, "file");
    else
        fact_gap(c, "timezone.zone", reason);
    if (reason == ENVFP_REASON_ABSENT)
        add_rule(c);
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
    if (reason == ENVFP_REASON_NONE && zone.length) {
        if (zone.text[0] == ':')
            zone = view_skip(zone, 1);
        struct view named = zone_of(zone);
        zone = envfp__arena_copy(c->scratch, named.length ? named : zone);
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
