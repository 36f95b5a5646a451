/* SPDX-License-Identifier: MIT */
/* Container-Optimized OS: a list in JSON, {"installedPackages": [{"category", "name", "version", "ebuild_version"}]};
 * what was needed to build them ("buildTimePackages") is not on the system. */
#ifdef DECLARING

COLLECTOR(0, FILES)
AFTER(apk)
AFTER(dpkg)
AFTER(pacman)
AFTER(rpm)

TEXT("/etc/cos-package-info.json", cos)

FACT("cos/*", STRING, HASHED, ALTERS, IMAGE, "", "/etc/cos-package-info.json", "",
     "Version of each package of Container-Optimized OS, and of the ebuild it was made from: what "
     "programs, libraries and data there are.")

#else
#include "base/json.h"
#include "collect/packages/packages.h"
#include "source/keep_rows.h"

static void add_cos_field(const struct json *json, bool *first, struct text *out)
{
    static const char *const names[] = {"category", "name", "version", "ebuild_version"};
    bool word = !json->escaped && envfp__packages_is_word(json->value);
    if (!keep_is_one(json->levels[3].key, names, KEEP_COUNT(names)))
        return;
    envfp__text_add(out, *first ? VIEW("\"") : VIEW(",\""));
    envfp__text_add(out, json->levels[3].key);
    envfp__text_add(out, VIEW("\":\""));
    envfp__text_add(out, word ? json->value : VIEW(""));
    envfp__text_add_byte(out, '"');
    *first = false;
}

/* Keeps four fields of each installed package. A value that is no word is left empty, which the reader finds malformed
 * in a field that every package has. */
static bool keep_cos(const struct source *source, struct view text, struct text *out)
{
    struct json json;
    enum json_token token;
    bool only = true, first = true;
    (void)source;
    envfp__json_start(&json, out->arena, text, JSON_FILE);
    bool object = json_is_object(&json, envfp__json_next(&json));
    envfp__text_add(out, object ? VIEW("{\"installedPackages\":[") : VIEW("[]\n"));
    while (object && (token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR) {
        if (!json_key_is(&json, 1, "installedPackages") || !json_in_array(&json, 2))
            continue;
        if (token == JSON_OPEN && json.depth == 3) {
            envfp__text_add(out, only ? VIEW("{") : VIEW(",\n{"));
            only = false;
            first = true;
        } else if (token == JSON_CLOSE && json.depth == 2) {
            envfp__text_add_byte(out, '}');
        } else if (token == JSON_STRING && json.depth == 3) {
            add_cos_field(&json, &first, out);
        }
    }
    if (object)
        envfp__text_add(out, token == JSON_ERROR ? VIEW("?\n") : VIEW("]}\n"));
    return false;
}

#define LAYER PACKAGES
#define OWNER cos
#define DECLARES "collect/packages/cos.c"
#include "collect/declare.h"

enum { CATEGORY, NAME, VERSION, EBUILD, FIELDS };

/* False where a field is missing that every package has. */
static bool add_package(struct collect *c, const struct view fields[FIELDS])
{
    if (!fields[CATEGORY].length || !fields[NAME].length || !fields[VERSION].length)
        return false;
    const struct view name[] = {fields[CATEGORY], VIEW("/"), fields[NAME]};
    const struct view version[] = {fields[VERSION], VIEW(" ebuild "), fields[EBUILD]};
    fact_member(c, "cos", envfp__arena_join(c->scratch, name, 3),
                envfp__arena_join(c->scratch, version, fields[EBUILD].length ? 3 : 1));
    return true;
}

/* A string of a package. False where it is no word, which needs no escapes. */
static bool take_field(const struct json *json, struct view fields[FIELDS])
{
    static const char *const names[FIELDS] = {"category", "name", "version", "ebuild_version"};
    for (size_t i = 0; i < FIELDS; i++)
        if (json_key_is(json, 3, names[i])) {
            if (json->escaped || !envfp__packages_is_word(json->value))
                return false;
            fields[i] = json->value;
        }
    return true;
}

static enum envfp_reason read_list(struct collect *c)
{
    struct json json;
    enum json_token token;
    struct view text, fields[FIELDS] = {{NULL, 0}};
    bool strange = false;
    enum envfp_reason reason = source_read(c->source, "/etc/cos-package-info.json", &text);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    envfp__json_start(&json, c->scratch, text, JSON_FILE);
    bool sound = json_is_object(&json, envfp__json_next(&json));
    while (sound && (token = envfp__json_next(&json)) != JSON_DONE) {
        bool listed = json_key_is(&json, 1, "installedPackages") && json_in_array(&json, 2);
        if (token == JSON_OPEN && json.depth == 3)
            memset(fields, 0, sizeof fields);
        else if (token == JSON_STRING && json.depth == 3 && listed)
            strange = !take_field(&json, fields) || strange;
        sound = token != JSON_ERROR &&
                (token != JSON_CLOSE || json.depth != 2 || !listed || add_package(c, fields));
    }
    return sound && !strange ? ENVFP_REASON_NONE : ENVFP_REASON_MALFORMED;
}

void envfp__collect_cos(struct collect *c)
{
    if (!envfp__packages_are_known(c))
        fact_gap(c, "cos/*", read_list(c));
}

#endif
