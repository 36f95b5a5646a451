/* SPDX-License-Identifier: MIT */
/* What version managers hold besides the version in force: context, by the names of directories alone. */
#include "collect/collect.h"

static void add_versions(struct collect *c, const char *inventory, const char *gap, const char *directory)
{
    struct source_entry *entries;
    size_t count;
    fact_gap(c, gap, source_list(c->source, c->scratch, directory, &entries, &count));
    for (size_t i = 0; i < count; i++) {
        struct view version = entries[i].name;
        if (entries[i].type == SOURCE_FILE || view_starts(version, VIEW(".")))
            continue;
        if (view_starts(version, VIEW("v")) && version.length > 1 && byte_is_digit(version.text[1]))
            version = view_skip(version, 1);
        fact_member(c, inventory, version, version);
    }
}

void envfp__collect_managers(struct collect *c)
{
    struct view home, root;
    bool has_home =
        source_variable(c->source, "HOME", &home) == ENVFP_REASON_NONE && view_starts(home, VIEW("/"));
    if (source_variable(c->source, "PYENV_ROOT", &root) == ENVFP_REASON_NONE && view_starts(root, VIEW("/")))
        add_versions(c, "pyenv", "pyenv/*", source_path(c->scratch, "", root, "/versions"));
    else if (has_home)
        add_versions(c, "pyenv", "pyenv/*", source_path(c->scratch, "", home, "/.pyenv/versions"));
    if (has_home)
        add_versions(c, "nvm", "nvm/*", source_path(c->scratch, "", home, "/.nvm/versions/node"));
}
