/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

LINES("$PROJECT/.{go,java,lua,node,perl,php,python,ruby}-version", wanted_words)
LINES("$PROJECT/.nvmrc", wanted_words)
LINES("$PROJECT/.sdkmanrc", sdkman)
LINES("$PROJECT/.tool-versions", tool_versions)
TEXT("$PROJECT/{mise,.mise}.toml", mise)
TEXT("$PROJECT/{rust-toolchain,rust-toolchain.toml}", rust_toolchain)
TEXT("$PROJECT/global.json", global)
TEXT("$PROJECT/{Cargo,pyproject,uv}.toml", pyproject)

#else
#include "collect/project/version_file.h"
#include "source/keep_parts.h"

#define LAYER APP
#define OWNER version_files
#define DECLARES "collect/project/version_file.c"
#include "collect/declare.h"

const struct toml_wish *envfp__project_toml_wish(const struct toml *toml)
{
    static const struct toml_wish wishes[] = {
        {"", "required-version", "uv", false},
        {"package", "rust-version", "rust", true},
        {"project", "requires-python", "python", false},
        {"tool.poetry", "requires-poetry", "poetry", false},
        {"tool.poetry.dependencies", "python", "python", false},
        {"tool.uv", "required-version", "uv", false},
        {"workspace.package", "rust-version", "rust", true},
    };
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        if (view_is(toml->table, wishes[i].table) && view_is(toml->key, wishes[i].key))
            return &wishes[i];
    return NULL;
}

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

#endif
