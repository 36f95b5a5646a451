/* SPDX-License-Identifier: MIT */
#include "collect/project/version_file.h"

enum envfp_reason envfp__project_version_file(struct collect *c, struct view folder, const char *file,
                                              struct view *text)
{
    struct source_stat stat;
    enum envfp_reason reason = source_read_beneath(c->source, c->scratch, folder, file, text);
    /* "rust-toolchain" may be a folder of sources. */
    if (reason == ENVFP_REASON_UNSUPPORTED &&
        source_stat_beneath(c->source, c->scratch, folder, file, &stat) == ENVFP_REASON_NONE &&
        stat.type == SOURCE_DIRECTORY)
        return ENVFP_REASON_ABSENT;
    return reason;
}
