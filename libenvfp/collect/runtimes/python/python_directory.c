/* SPDX-License-Identifier: MIT */
/* One directory of sys.path: its distributions, and where its .pth files lead (site, the module). */
#ifdef DECLARING

LINES("$SITE/*.dist-info/METADATA", metadata)
LINES("$SITE/*.dist-info/INSTALLER", installer)
TEXT("$SITE/*.dist-info/direct_url.json", direct_url)
LINES("$SITE/*.egg-info/PKG-INFO", metadata)
LINES("$SITE/*.egg/EGG-INFO/PKG-INFO", metadata)
LINES("$SITE/*.egg-info", metadata)
LINES("$SITE/*.pth", pth)
/* Whatever it is called: PYTHONPATH and .pth files name any. */
NAMES("$SITE/", distribution)

#else
#include "collect/runtimes/python/python_kept.h"

#define LAYER RUNTIMES
#define OWNER sys_path
#define DECLARES "collect/runtimes/python/python_directory.c"
#include "collect/declare.h"

#include "collect/runtimes/python/python_parts.h"
#include "collect/runtimes/runtime.h"

#define FOLLOWED_MOST 64
#define PTH_LINES_MOST 1024

/* ---- .pth files ----------------------------------------------------------------------------------------------- */

static bool is_known(const struct bag *bag, struct view item)
{
    for (size_t i = 0; i < bag->count; i++)
        if (view_equal(bag->items[i], item))
            return true;
    return false;
}

/* A line that is a directory is added to sys.path; others lead nowhere and are passed over in silence. */
static bool add_line(struct scan *scan, const char *start, struct view line)
{
    struct collect *c = scan->c;
    struct source_stat stat;
    const char *path = source_path(c->scratch, view_starts(line, VIEW("/")) ? "" : start, line, "");
    if (!runtime_may_see(view_of(path))) {
        envfp__python_unseen(c, ENVFP_REASON_HIDDEN);
        return false;
    }
    /* Python takes what may not be looked at for what is not there. */
    enum envfp_reason reason = envfp__program_stat(c, c->source, path, &stat);
    envfp__python_unseen(c, source_is_failure(reason) ? reason : ENVFP_REASON_ABSENT);
    if (reason != ENVFP_REASON_NONE || stat.type == SOURCE_LINK)
        return false;
    if (stat.type != SOURCE_DIRECTORY || is_known(&scan->followed, view_of(path)))
        return true;
    if (scan->followed.count < FOLLOWED_MOST)
        envfp__bag_add(c, &scan->followed, view_of(path));
    else
        envfp__python_unseen(c, ENVFP_REASON_TRUNCATED);
    return true;
}

static void read_pth(struct scan *scan, const char *start, struct view name)
{
    struct collect *c = scan->c;
    struct view text, line;
    bool imports = false, adds = false;
    enum envfp_reason reason = source_read(c->source, source_path(c->scratch, start, name, ""), &text);
    fact_gap(c, "python_pth/*", reason);
    text = envfp__arena_copy(c->scratch, reason == ENVFP_REASON_NONE ? text : VIEW(""));
    for (unsigned i = 0; view_cut(&text, '\n', &line); i++) {
        if (i == PTH_LINES_MOST) {
            envfp__python_unseen(c, ENVFP_REASON_TRUNCATED);
            return;
        }
        if (view_starts(line, VIEW("import ")) || view_starts(line, VIEW("import\t")))
            imports = true;
        else if (view_trim(line).length && !view_starts(line, VIEW("#")))
            adds |= add_line(scan, start, view_trim(line));
    }
    if (imports || adds)
        fact_member(c, "python_pth", name,
                    imports && adds ? VIEW("import path")
                    : imports       ? VIEW("import")
                                    : VIEW("path"));
}

/* ---- Entries -------------------------------------------------------------------------------------------------- */

static enum envfp_reason add_egg_info(struct scan *scan, const char *start, const struct source_entry *entry)
{
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    if (entry->type != SOURCE_FILE)
        reason = envfp__python_distribution(scan, start, entry->name, "/PKG-INFO", false);
    if (entry->type != SOURCE_DIRECTORY && reason != ENVFP_REASON_NONE)
        reason = envfp__python_distribution(scan, start, entry->name, "", false);
    return reason;
}

static void add_entry(struct scan *scan, const char *start, const struct source_entry *entry,
                      enum directory_kind kind)
{
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    struct view name = entry->name;
    if (view_ends(name, VIEW(".dist-info")))
        reason = envfp__python_distribution(scan, start, name, "/METADATA", kind != DIRECTORY_MANAGED);
    else if (view_ends(name, VIEW(".egg-info")))
        reason = add_egg_info(scan, start, entry);
    else if (view_ends(name, VIEW(".egg")) && entry->type == SOURCE_DIRECTORY)
        reason = envfp__python_distribution(scan, start, name, "/EGG-INFO/PKG-INFO", false);
    else if (kind != DIRECTORY_PLAIN && view_ends(name, VIEW(".pth")) && name.text[0] != '.')
        read_pth(scan, start, name);
    else if (kind != DIRECTORY_PLAIN && view_ends(name, VIEW(".egg-link")))
        envfp__bag_add(scan->c, &scan->linked,
                       envfp__text_python_name(scan->c->scratch, view_take(name, name.length - 9)));
    else if (view_is(name, "sitecustomize.py") || view_is(name, "usercustomize.py"))
        scan->customised = true;
    fact_gap(scan->c, "python/*", reason);
}

/* A ZIP file (UNSUPPORTED here) holds no metadata that anybody installs. */
static void add_listed(struct scan *scan, const char *directory, enum directory_kind kind)
{
    struct collect *c = scan->c;
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, directory, &entries, &count);
    envfp__python_unseen(c, reason == ENVFP_REASON_UNSUPPORTED ? ENVFP_REASON_ABSENT : reason);
    const char *start = source_path(c->scratch, directory, VIEW("/"), "");
    for (size_t i = 0; i < count; i++)
        add_entry(scan, start, &entries[i], kind);
    scan->place++;
}

void envfp__python_unseen(struct collect *c, enum envfp_reason reason)
{
    fact_gap(c, "python/*", reason);
    fact_gap(c, "python_pth/*", reason);
    fact_gap(c, "python.sitecustomize", reason);
}

void envfp__python_directory(struct scan *scan, const char *directory, enum directory_kind kind)
{
    size_t next = scan->followed.count;
    add_listed(scan, directory, kind);
    /* What .pth files add stands behind the directory itself, and holds none that count. */
    for (; next < scan->followed.count; next++)
        add_listed(scan, scan->followed.items[next].text, DIRECTORY_PLAIN);
}

#endif
