/* SPDX-License-Identifier: MIT */
/*
 * The declaration (source/declared.h) of what stands in the table of isolations: files that are there or not, variables
 * that are set or not. collect/declare.h makes those of rows that stand in lines of their own.
 */
#include "isolation/isolation.h"
#include "collect/collectors.h"
#include "source/declared.h"

#define FILE_NUMBER(id, kind, weight, name, path) FILE_##name,
enum { ISOLATION_FILES(FILE_NUMBER) FILE_COUNT };

#define VARIABLE_NUMBER(id, kind, weight, name) VARIABLE_##name,
enum { ISOLATION_VARIABLES(VARIABLE_NUMBER, ISOLATION_VOID) VARIABLE_COUNT };

#define FILE_TEXT(id, kind, weight, name, path) char name[sizeof(path)];
#define VARIABLE_TEXT(id, kind, weight, name) char name[sizeof("$" #name)];
struct declared {
    struct declaration head;
    struct envfp_read reads[FILE_COUNT];
    struct envfp_read variables[VARIABLE_COUNT];
    struct {
        ISOLATION_FILES(FILE_TEXT)
    } paths;
    struct {
        ISOLATION_VARIABLES(VARIABLE_TEXT, ISOLATION_VOID)
    } names;
    char form[sizeof "nothing"];
};

#define OFFSET(member) ((uint16_t)offsetof(struct declared, member))
/* A member's name may not stand in brackets. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define FILE_ROW(id, kind, weight, name, path)                                                               \
    .reads[FILE_##name] = {OFFSET(reads[FILE_##name]), OFFSET(paths.name), OFFSET(form), KEEP_PRESENCE},     \
    .paths.name = path,
#define VARIABLE_ROW(id, kind, weight, name)                                                                 \
    .variables[VARIABLE_##name] = {OFFSET(variables[VARIABLE_##name]), OFFSET(names.name),                   \
                                   OFFSET(names.name) + 1, VARIABLE_PRESENCE},                               \
    .names.name = "$" #name,
/* NOLINTEND(bugprone-macro-parentheses) */
static const struct declared declared = {
    .head = {.declarer = ENVFP_DECLARER_isolation,
             .reads = OFFSET(reads),
             .read_count = FILE_COUNT,
             .variables = OFFSET(variables),
             .variable_count = VARIABLE_COUNT},
    ISOLATION_FILES(FILE_ROW) ISOLATION_VARIABLES(VARIABLE_ROW, ISOLATION_VOID).form = "nothing"};

static struct explanation explain(unsigned fact)
{
    (void)fact;
    return (struct explanation){"", "", ""};
}

static bool keep(unsigned row, const struct source *source, struct view line, struct text *out)
{
    (void)row, (void)source, (void)line, (void)out;
    return false;
}

static bool keep_name(unsigned row, struct view name)
{
    (void)row, (void)name;
    return false;
}

const struct declaration *envfp__declares_isolation(void)
{
    return &declared.head;
}

struct aside envfp__aside_isolation(void)
{
    return (struct aside){explain, keep, keep_name};
}
