/* SPDX-License-Identifier: MIT */
#include "collect/hardware/cpuset.h"

/* Some kernels end these files with a NUL. */
static struct view trim(struct view text)
{
    return view_trim(view_take(text, view_find_byte(text, '\0')));
}

bool envfp__cpuset_parse_list(struct view text, struct cpuset *set)
{
    struct view rest = trim(text), range;
    *set = (struct cpuset){{0}};
    while (view_cut(&rest, ',', &range)) {
        size_t dash = view_find_byte(range, '-');
        uint64_t first, last;
        if (!envfp__view_number(view_take(range, dash), 10, &first))
            return false;
        last = first;
        if (dash != SIZE_MAX && !envfp__view_number(view_skip(range, dash + 1), 10, &last))
            return false;
        if (last < first || last >= CPUSET_MOST)
            return false;
        for (uint64_t cpu = first; cpu <= last; cpu++)
            cpuset_add(set, (unsigned)cpu);
    }
    return true;
}

bool envfp__cpuset_parse_map(struct view text, struct cpuset *set)
{
    struct view rest = trim(text);
    *set = (struct cpuset){{0}};
    /* Groups of 32 bits, the highest first. */
    for (unsigned base = 0; rest.length; base += 32) {
        size_t start = rest.length;
        while (start > 0 && rest.text[start - 1] != ',')
            start--;
        uint64_t bits;
        if (!envfp__view_number(view_skip(rest, start), 16, &bits) || bits > UINT32_MAX)
            return false;
        if (bits && base >= CPUSET_MOST)
            return false;
        if (bits)
            set->words[base / 64] |= bits << base % 64;
        rest = view_take(rest, start ? start - 1 : 0);
    }
    return true;
}

size_t envfp__cpuset_count(const struct cpuset *set)
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof set->words / sizeof *set->words; i++)
        for (uint64_t word = set->words[i]; word; word &= word - 1)
            count++;
    return count;
}
