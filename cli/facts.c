/* SPDX-License-Identifier: MIT */
/* docs/facts.md, written from the registry. */
#include "cli.h"

#include <string.h>

/* Text inside a table's cell: what Markdown would take as markup is escaped, save `code`. */
static void cell(struct page *page, const char *text)
{
    bool code = false;
    for (; text && *text; text++) {
        code ^= *text == '`';
        if (*text == '|' || (!code && strchr("*_<>[]", *text)))
            page_add(page, "\\");
        page_add_bytes(page, text, 1);
    }
}

static void row(struct page *page, const struct envfp_entry *entry)
{
    page_add(page, "| `");
    page_add(page, envfp_entry_get_key(entry));
    page_add(page, "` | ");
    page_add(page, envfp_type_name(envfp_entry_get_type(entry)));
    if (envfp_entry_get_unit(entry)) {
        page_add(page, " (");
        cell(page, envfp_entry_get_unit(entry));
        page_add(page, ")");
    }
    page_add(page, " | ");
    page_add(page, envfp_class_name(envfp_entry_get_class(entry)));
    page_add(page, " | ");
    page_add(page, envfp_impact_name(envfp_entry_get_impact(entry)));
    page_add(page, " | ");
    page_add(page, envfp_pin_name(envfp_entry_get_pin(entry)));
    page_add(page, " | ");
    cell(page, envfp_entry_get_why(entry));
    page_add(page, " | ");
    const char *path = envfp_entry_get_path(entry), *source = envfp_entry_get_source(entry);
    cell(page, path);
    page_add(page, path && source ? "; " : "");
    cell(page, source);
    page_add(page, " | ");
    page_add(page, envfp_entry_get_since(entry));
    page_add(page, " |\n");
}

void facts_markdown(struct page *page)
{
    page_add(page, "# Facts\n\n"
                   "Every fact that envfp knows, by layer. Written from the registry by `make "
                   "docs/facts.md`: do not edit.\n\n"
                   "*Class*: `hashed` facts are the environment's identity, `context` is worth seeing, "
                   "`derived` facts are\n"
                   "verdicts computed from others. *Impact*: a difference `breaks` programs, `alters` what "
                   "they do, or only\n"
                   "`informs`. *Pinned by*: the weakest isolation that keeps the fact the same. A key that "
                   "ends in `*` stands\n"
                   "for many: `os.*` for what os-release says, `dpkg/*` for each member of an inventory.\n");
    int section = -1;
    for (const struct envfp_entry *entry = NULL; (entry = envfp_registry_next(entry));) {
        enum envfp_layer layer = envfp_entry_get_layer(entry);
        if ((int)layer != section) {
            section = (int)layer;
            page_add(page, "\n## ");
            page_add(page, envfp_layer_name(layer));
            page_add(page, "\n\n");
            page_add(page, telling_layer(layer));
            page_add(page,
                     "\n\n| key | type | class | impact | pinned by | why it matters | read from | since |\n"
                     "|---|---|---|---|---|---|---|---|\n");
        }
        row(page, entry);
    }
}
