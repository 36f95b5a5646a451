/* SPDX-License-Identifier: MIT */
/* Debian's packages: /var/lib/dpkg/status, and the status.d of images that were put together without dpkg. */
#include "collect/collect.h"
#include "collect/packages/dpkg_status.h"

#define PIECE ((size_t)64 << 10)
#define NUL_SEARCH ((size_t)4 << 10)

static void add_package(void *state, struct view name, struct view architecture, struct view version)
{
    struct collect *c = state;
    const struct view parts[] = {name, VIEW(":"), architecture};
    envfp__facts_member_of(c->facts, c->layer, "dpkg", parts, architecture.length ? 3 : 1, version);
}

/* A status file is text: a NUL says that it is something else, and reading on would be for nothing. Looking at
 * the start of each piece finds holes and binary files soon enough. */
static enum envfp_reason scan_file(struct collect *c, struct source_file *file, struct dpkg_scan *scan,
                                   char *buffer)
{
    uint64_t offset = 0;
    size_t kept = 0, got = 0;
    bool last = false, ended_by_nul = false;
    while (!last) {
        enum envfp_reason reason = source_pull(c->source, file, offset, buffer + kept, PIECE - kept, &got);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        const char *nul = got ? memchr(buffer + kept, '\0', got < NUL_SEARCH ? got : NUL_SEARCH) : NULL;
        ended_by_nul = nul != NULL;
        last = ended_by_nul || got == 0 || (file->short_is_end && got < PIECE - kept);
        offset += got;
        kept = ended_by_nul ? (size_t)(nul - buffer) : kept + got;
        size_t taken = envfp__dpkg_scan_take(scan, (struct view){buffer, kept}, kept == PIECE);
        kept -= taken;
        memmove(buffer, buffer + taken, kept);
    }
    if (ended_by_nul)
        return ENVFP_REASON_MALFORMED;
    envfp__dpkg_scan_end(scan, (struct view){buffer, kept});
    return ENVFP_REASON_NONE;
}

static enum envfp_reason read_status(struct collect *c, const char *path, char *buffer, bool any_state)
{
    struct source_file file;
    enum envfp_reason reason = source_open(c->source, path, &file);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    struct dpkg_scan scan;
    envfp__dpkg_scan_init(&scan, add_package, c, any_state);
    reason = scan_file(c, &file, &scan, buffer);
    source_close(c->source, &file);
    if (reason == ENVFP_REASON_NONE && scan.strange)
        reason = ENVFP_REASON_MALFORMED;
    return reason;
}

/* A paragraph in each file, beside lists of checksums and scripts, which are no paragraphs. */
static void read_parts(struct collect *c, char *buffer)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/var/lib/dpkg/status.d", &entries, &count);
    fact_gap(c, "dpkg/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        struct view name = entries[i].name;
        if (entries[i].type == SOURCE_DIRECTORY || view_ends(name, VIEW(".md5sums")) ||
            view_ends(name, VIEW(".preinst")) || view_ends(name, VIEW(".postinst")))
            continue;
        const char *path = source_path(c->scratch, "/var/lib/dpkg/status.d/", name, "");
        if (path)
            fact_gap(c, "dpkg/*", read_status(c, path, buffer, true));
    }
}

void envfp__collect_dpkg(struct collect *c)
{
    char *buffer = envfp__arena_room(c->scratch, PIECE);
    if (!buffer)
        return;
    fact_gap(c, "dpkg/*", read_status(c, "/var/lib/dpkg/status", buffer, false));
    read_parts(c, buffer);
}
