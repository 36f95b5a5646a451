/* SPDX-License-Identifier: MIT */
#include "collect/libc/zone_name.h"

#include "base/byte.h"

#include <string.h>

static size_t count(struct view text, size_t at, const char *bytes)
{
    size_t end = at, kinds = strlen(bytes);
    while (end < text.length && memchr(bytes, text.text[end], kinds))
        end++;
    return end - at;
}

/* The name of a zone's time in a rule: "CET", "<+03>"; others in brackets could be anything. */
static size_t count_name(struct view text, size_t at)
{
    size_t end = at;
    if (at < text.length && text.text[at] == '<') {
        end +=
            view_starts(view_skip(text, at + 1), VIEW("UTC>")) ? 4 : 1 + count(text, at + 1, "+-0123456789");
        return end < text.length && text.text[end] == '>' && end - at > 1 ? end + 1 - at : 0;
    }
    while (end < text.length && byte_is_letter(text.text[end]))
        end++;
    return end - at >= 3 && end - at <= 6 ? end - at : 0;
}

bool envfp__zone_is_rule(struct view rule)
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

bool envfp__zone_begins_rule(struct view zone)
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

/* "UTC0", "<UTC>+00:00": UTC by a rule. */
static bool is_utc_rule(struct view zone)
{
    struct view rest = VIEW("");
    if (view_starts(zone, VIEW("UTC")))
        rest = view_skip(zone, 3);
    else if (view_starts(zone, VIEW("<UTC>")))
        rest = view_skip(zone, 5);
    if (rest.length > 1 && (rest.text[0] == '+' || rest.text[0] == '-'))
        rest = view_skip(rest, 1);
    return rest.length && rest.text[0] == '0' && rest.length <= 8 && count(rest, 0, "0:") == rest.length;
}

struct view envfp__zone_plain(struct view zone)
{
    static const char *const utc[] = {"UTC", "UCT", "Universal", "Zulu"};
    static const char *const gmt[] = {"GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"};
    if (view_starts(zone, VIEW("posix/"))) /* beside "right/", which counts leap seconds */
        zone = view_skip(zone, 6);
    struct view name = view_starts(zone, VIEW("Etc/")) ? view_skip(zone, 4) : zone;
    for (size_t i = 0; i < sizeof utc / sizeof *utc; i++)
        if (view_is(name, utc[i]))
            return VIEW("UTC");
    for (size_t i = 0; i < sizeof gmt / sizeof *gmt; i++)
        if (view_is(name, gmt[i]))
            return VIEW("GMT");
    return is_utc_rule(zone) ? VIEW("UTC") : zone;
}

bool envfp__zone_is_utc(struct view plain)
{
    return view_is(plain, "UTC") || view_is(plain, "GMT");
}
