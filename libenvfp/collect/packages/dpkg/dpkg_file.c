/* SPDX-License-Identifier: MIT */
#include "collect/packages/dpkg/dpkg_file.h"

#define NUL_SEARCH ((size_t)4 << 10)

/* Reads a status file. A NUL means that it is a binary file, and reading stops. Checking the start of each piece finds
 * holes and binary files soon enough. */
static enum envfp_reason scan_file(struct collect *c, struct source_file *file, struct dpkg_scan *scan,
                                   char *buffer)
{
    uint64_t offset = 0;
    size_t kept = 0, got = 0;
    bool last = false, ended_by_nul = false;
    while (!last) {
        enum envfp_reason reason =
            source_pull(c->source, file, offset, buffer + kept, DPKG_BUFFER - kept, &got);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        const char *nul = got ? memchr(buffer + kept, '\0', got < NUL_SEARCH ? got : NUL_SEARCH) : NULL;
        ended_by_nul = nul != NULL;
        last = ended_by_nul || got < DPKG_BUFFER - kept;
        offset += got;
        kept = ended_by_nul ? (size_t)(nul - buffer) : kept + got;
        size_t taken = envfp__dpkg_scan_take(scan, (struct view){buffer, kept}, kept == DPKG_BUFFER);
        kept -= taken;
        memmove(buffer, buffer + taken, kept);
    }
    if (ended_by_nul)
        return ENVFP_REASON_MALFORMED;
    bool whole = envfp__dpkg_scan_end(scan, (struct view){buffer, kept});
    return scan->strange ? ENVFP_REASON_MALFORMED : whole ? ENVFP_REASON_NONE : ENVFP_REASON_TRUNCATED;
}

enum envfp_reason envfp__dpkg_read(struct collect *c, const char *path, char *buffer, enum dpkg_told which,
                                   dpkg_found *found, void *state)
{
    struct source_file file;
    enum envfp_reason reason = source_open(c->source, path, &file);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    struct dpkg_scan scan;
    envfp__dpkg_scan_init(&scan, found, state, which);
    reason = scan_file(c, &file, &scan, buffer);
    source_close(c->source, &file);
    return reason;
}
