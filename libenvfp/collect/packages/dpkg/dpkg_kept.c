/* SPDX-License-Identifier: MIT */
#include "collect/packages/dpkg/dpkg_file.h"
#include "collect/packages/packages.h"
#include "source/keep_rows.h"

/* "want flag state" */
static void add_state(struct view value, struct text *out)
{
    struct view word;
    for (size_t i = 0; i < 3 && view_cut_word(&value, &word); i++) {
        envfp__text_add(out, i ? VIEW(" ") : VIEW(""));
        envfp__text_add(out, keep_is_made_of(word, "-", 32) ? word : VIEW("?"));
    }
}

/* `ended`: the value ends with a line feed, and not with the file. */
static void add_field(const char *field, struct view value, bool ended, struct text *out)
{
    envfp__text_add(out, view_of(field));
    envfp__text_add(out, VIEW(": "));
    if (field[0] == 'S')
        add_state(value, out);
    else
        envfp__packages_add_word(out, value);
    /* A malformed architecture stays malformed: dropping it would make another package of it. */
    if (field[0] == 'A' && value.length && ended && !envfp__packages_is_word(value))
        envfp__text_add(out, VIEW("\nPackage: "));
}

/* Keeps the fields that are read and a mark for other lines, so that a paragraph of other fields alone stays malformed.
 * A NUL shows that this is no status file. */
bool envfp__keep_dpkg(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), value = VIEW("");
    const char *field = envfp__dpkg_field(body, &value);
    (void)source;
    if (view_find_byte(line, '\0') != SIZE_MAX) {
        envfp__text_add_byte(out, '\0');
        return false;
    }
    if (view_trim(body).length == 0) {
        envfp__text_add(out, body.length ? VIEW(" ") : VIEW(""));
        envfp__text_add(out, end);
    } else if (!field && end.length == 0 && envfp__dpkg_may_be_field(body)) {
        envfp__text_add(out, body);
    } else if (!field ||
               line.length > DPKG_BUFFER) { /* longer than the reader's window: skipped by the reader too */
        envfp__keep_unread(line, out);
    } else {
        add_field(field, value, end.length > 0, out);
        envfp__text_add(out, end);
    }
    return true;
}
