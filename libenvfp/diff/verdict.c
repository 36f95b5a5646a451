/* SPDX-License-Identifier: MIT */
/* The verdict on a layer from its digests, statuses and changes: same, differs, or undecided. */
#include "diff/diff.h"

#define HEX_DIGITS 64

bool envfp__diff_is_token(const struct envfp_fingerprint *fingerprint)
{
    return fingerprint->form == ENVFP_FORM_LINE || fingerprint->form == ENVFP_FORM_LONG ||
           fingerprint->form == ENVFP_FORM_SHORT;
}

void envfp__diff_group(const char *digest, char group[DIFF_GROUP + 1])
{
    static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
    size_t length = digest ? strlen(digest) : 0;
    if (length < HEX_DIGITS) {
        length = length < DIFF_GROUP ? length : DIFF_GROUP;
        memcpy(group, digest ? digest : "", length);
        group[length] = '\0';
        return;
    }
    unsigned pending = 0, bits = 0;
    for (size_t from = 0, to = 0; to < DIFF_GROUP; from++) {
        pending = pending << 4 | (byte_hex_value(digest[from]) & 15U);
        bits += 4;
        if (bits >= 5) {
            bits -= 5;
            group[to++] = alphabet[pending >> bits & 31];
            pending &= (1U << bits) - 1;
        }
    }
    group[DIFF_GROUP] = '\0';
}

static bool is_mark(char last)
{
    return last == 'l' || last == 'o';
}

bool envfp__diff_digest_equal(const char *a, const char *b)
{
    size_t left = strlen(a), right = strlen(b);
    if (left == 0 || right == 0)
        return false;
    if (left == HEX_DIGITS && right == HEX_DIGITS)
        return memcmp(a, b, HEX_DIGITS) == 0;
    char x[DIFF_GROUP + 1], y[DIFF_GROUP + 1];
    envfp__diff_group(a, x);
    envfp__diff_group(b, y);
    left = strlen(x);
    right = strlen(y);
    /* A short token's group is a prefix of a long one's. The group of a partial or unknown layer ends in a mark that is
     * not part of the digest; it may stand on one side only, or be cut off. */
    size_t common = left < right ? left : right;
    if (is_mark(x[left - 1]) && left - 1 < common)
        common = left - 1;
    if (is_mark(y[right - 1]) && right - 1 < common)
        common = right - 1;
    return common > 0 && memcmp(x, y, common) == 0;
}

static bool matches(const struct ignore *ignore, struct view key)
{
    return ignore->prefix ? view_starts(key, ignore->start) : view_equal(key, ignore->start);
}

bool envfp__diff_is_ignored(const struct envfp_diff *diff, enum envfp_layer layer, struct view key)
{
    for (const struct ignore *ignore = diff->ignores; ignore; ignore = ignore->next)
        if (ignore->layers & 1U << layer && matches(ignore, key))
            return true;
    return false;
}

bool envfp__diff_may_ignore(const struct envfp_diff *diff, enum envfp_layer layer)
{
    for (const struct ignore *ignore = diff->ignores; ignore; ignore = ignore->next) {
        if (!(ignore->layers & 1U << layer))
            continue;
        if (ignore->prefix || envfp__registry_find(layer, ignore->start))
            return true;
    }
    return false;
}

/* Whether only one side has a hashed gap that is not ignored: facts behind it may differ unseen. */
static bool gaps_differ(const struct envfp_diff *diff, enum envfp_layer layer)
{
    const struct section *a = &diff->a->facts.sections[layer], *b = &diff->b->facts.sections[layer];
    for (size_t i = 0, j = 0; i < a->gap_count || j < b->gap_count;) {
        int order = i == a->gap_count   ? 1
                    : j == b->gap_count ? -1
                                        : view_compare(a->gaps[i].key, b->gaps[j].key);
        struct view key = order <= 0 ? a->gaps[i].key : b->gaps[j].key;
        i += order <= 0;
        j += order >= 0;
        if (order != 0 && envfp__registry_gap_is_hashed(layer, key) &&
            !envfp__diff_is_ignored(diff, layer, key))
            return true;
    }
    return false;
}

static enum envfp_verdict judge_tokens(const struct envfp_diff *diff, enum envfp_layer layer)
{
    const struct section *a = &diff->a->facts.sections[layer], *b = &diff->b->facts.sections[layer];
    bool open = a->status == ENVFP_LAYER_PARTIAL || b->status == ENVFP_LAYER_PARTIAL ||
                a->status == ENVFP_LAYER_UNKNOWN || b->status == ENVFP_LAYER_UNKNOWN;
    bool token_a = envfp__diff_is_token(diff->a), token_b = envfp__diff_is_token(diff->b);
    uint32_t schema_a = token_b ? diff->a->schema : a->schema;
    uint32_t schema_b = token_a ? diff->b->schema : b->schema;
    return open || schema_a != schema_b || envfp__diff_may_ignore(diff, layer) ? ENVFP_UNDECIDED
                                                                               : ENVFP_DIFFERS;
}

/* The digests differ, or cannot be trusted: the facts decide, then gaps and statuses. */
static enum envfp_verdict judge_facts(const struct envfp_diff *diff, enum envfp_layer layer,
                                      bool digests_equal)
{
    const struct section *a = &diff->a->facts.sections[layer], *b = &diff->b->facts.sections[layer];
    const struct layer_diff *found = &diff->layers[layer];
    if (found->differing[ENVFP_BREAKS] + found->differing[ENVFP_ALTERS] + found->differing[ENVFP_INFORMS] > 0)
        return ENVFP_DIFFERS;
    if (found->untold > 0 || gaps_differ(diff, layer))
        return ENVFP_UNDECIDED;
    if (digests_equal || found->ignored || a->schema != b->schema)
        return ENVFP_SAME;
    /* On one side it is unknown whether the layer exists at all. */
    if ((a->status == ENVFP_LAYER_UNKNOWN) != (b->status == ENVFP_LAYER_UNKNOWN))
        return ENVFP_UNDECIDED;
    /* Facts and gaps are the same; one side is partial only because of an ignored gap. */
    if ((a->status == ENVFP_LAYER_PARTIAL) != (b->status == ENVFP_LAYER_PARTIAL))
        return diff->ignores ? ENVFP_SAME : ENVFP_UNDECIDED;
    if (a->status == ENVFP_LAYER_PARTIAL && diff->ignores)
        return ENVFP_SAME;
    return ENVFP_DIFFERS;
}

/* Whether it cannot even be said that the layer exists: then an equal digest says only that the other side knows
 * as little. A token does not show facts, and an unknown layer mostly has none. */
static bool is_ignorant(const struct section *section)
{
    return section->status == ENVFP_LAYER_UNKNOWN && section->collector_count == 0;
}

void envfp__diff_judge(struct envfp_diff *diff, enum envfp_layer layer)
{
    const struct section *a = &diff->a->facts.sections[layer], *b = &diff->b->facts.sections[layer];
    struct layer_diff *found = &diff->layers[layer];
    bool tells_a = a->status <= ENVFP_LAYER_PARTIAL, tells_b = b->status <= ENVFP_LAYER_PARTIAL;
    found->compared = tells_a || tells_b;
    if (!tells_a || !tells_b) {
        /* Where neither side was looked at, nothing was left uncompared. */
        found->open = found->compared;
        return;
    }
    if (is_ignorant(a) && is_ignorant(b)) {
        found->open = true;
        return;
    }
    bool equal = envfp__diff_digest_equal(a->digest, b->digest);
    bool token = envfp__diff_is_token(diff->a) || envfp__diff_is_token(diff->b);
    bool trusted = diff->a->verified && diff->b->verified;
    if (equal && (token || trusted))
        found->verdict = ENVFP_SAME;
    else
        found->verdict = token ? judge_tokens(diff, layer) : judge_facts(diff, layer, equal);
    found->open = found->verdict == ENVFP_UNDECIDED;
}
