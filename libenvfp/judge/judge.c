/* SPDX-License-Identifier: MIT */
#include "judge/judge.h"

typedef enum envfp_layer_status judge_function(struct facts *);

/* The judges of layers; a layer without one exists on every machine. */
static judge_function *const judges[ENVFP_LAYER_COUNT] = {
    [ENVFP_LAYER_HARDWARE] = envfp__judge_hardware,
    [ENVFP_LAYER_HYPERVISOR] = envfp__judge_hypervisor,
    [ENVFP_LAYER_CONTAINER] = envfp__judge_container,
    [ENVFP_LAYER_SANDBOX] = envfp__judge_sandbox,
};

static bool has_hashed_fact(const struct section *section)
{
    for (size_t i = 0; i < section->count; i++)
        if (section->facts[i].class == ENVFP_HASHED)
            return true;
    return false;
}

/* The reason that all hashed gaps share; NONE without gaps, UNSUPPORTED for a mixture. */
static enum envfp_reason common_gap(const struct section *section, enum envfp_layer layer)
{
    enum envfp_reason common = ENVFP_REASON_NONE;
    for (size_t i = 0; i < section->gap_count; i++) {
        if (!envfp__registry_gap_is_hashed(layer, section->gaps[i].key))
            continue;
        enum envfp_reason reason = section->gaps[i].reason;
        common = common == ENVFP_REASON_NONE || common == reason ? reason : ENVFP_REASON_UNSUPPORTED;
    }
    return common;
}

/* Hidden or denied where nothing of the layer could be observed, partial where it has a hashed gap. */
static enum envfp_layer_status status_of(const struct section *section, enum envfp_layer layer,
                                         enum envfp_layer_status judged)
{
    bool facts = has_hashed_fact(section);
    enum envfp_reason gap = common_gap(section, layer);
    if (!facts && judged == ENVFP_LAYER_UNKNOWN && gap == ENVFP_REASON_HIDDEN)
        return ENVFP_LAYER_HIDDEN;
    if (!facts && judged == ENVFP_LAYER_UNKNOWN && gap == ENVFP_REASON_DENIED)
        return ENVFP_LAYER_DENIED;
    if (gap != ENVFP_REASON_NONE)
        return ENVFP_LAYER_PARTIAL;
    return facts ? ENVFP_LAYER_OBSERVED : judged;
}

/* Whether PATH leads to no runtime of what is known to be a system: it leads to programs (the collector of the C library
 * has found one, by the machine that one is for), or says which system it is. A folder that does neither is no
 * environment, and says nothing. */
static bool has_no_runtimes(const struct facts *facts)
{
    return common_gap(&facts->sections[ENVFP_LAYER_RUNTIMES], ENVFP_LAYER_RUNTIMES) == ENVFP_REASON_NONE &&
           (envfp__facts_get_string(facts, ENVFP_LAYER_LIBC, "libc.arch").length > 0 ||
            envfp__facts_get_string(facts, ENVFP_LAYER_PACKAGES, "os.id").length > 0);
}

void envfp__judge(struct facts *facts, uint32_t collected)
{
    enum envfp_layer_status judged[ENVFP_SECTION_COUNT];
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        /* No packages found may mean an unknown package manager. */
        judged[i] = has_hashed_fact(&facts->sections[i])                  ? ENVFP_LAYER_OBSERVED
                    : i == ENVFP_LAYER_RUNTIMES && has_no_runtimes(facts) ? ENVFP_LAYER_NONE
                                                                          : ENVFP_LAYER_UNKNOWN;
        if (i < ENVFP_LAYER_COUNT && judges[i]) {
            judged[i] = judges[i](facts);
            if (i == ENVFP_LAYER_CONTAINER) {
                envfp__facts_seal(facts);
                envfp__judge_effective(facts);
            }
            envfp__facts_seal(facts); /* later judges look up the verdicts added so far */
        }
    }
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        if (collected & 1U << i)
            facts->sections[i].status = status_of(&facts->sections[i], (enum envfp_layer)i, judged[i]);
    envfp__judge_stack(facts);
}
