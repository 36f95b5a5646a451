/* SPDX-License-Identifier: MIT */
/*
 * A whole world from bytes: whatever a root or recording holds, every collector and judge ends, what they
 * add lies in the value domain, and the document reads back as it was written. The input is a small archive:
 * entries begin with the byte 1, a letter and a name up to a line feed, and last until the next byte 1.
 * tests/fuzz/seed_root.py makes one from a recording.
 */
#include "collect/app/process.h"
#include "collect/collect.h"
#include "fingerprint.h"
#include "form/digest.h"
#include "judge/judge.h"
#include "world.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_leaf(struct world *world, struct view cpu, struct view numbers)
{
    uint64_t n[6] = {0}, number = 0;
    if (cpu.length && (!envfp__view_number(cpu, 10, &number) || number > 8))
        return;
    struct view word;
    for (unsigned i = 0; i < 6 && view_cut_word(&numbers, &word); i++)
        if (!envfp__view_number(word, 16, &n[i]))
            return;
    world_cpuid(world, (unsigned)number, (uint32_t)n[0], (uint32_t)n[1], (uint32_t)n[2], (uint32_t)n[3],
                (uint32_t)n[4], (uint32_t)n[5]);
}

static void add_entry(struct world *world, struct arena *arena, struct view entry)
{
    struct view name = view_take(entry, view_find_byte(entry, '\n'));
    struct view content = view_skip(entry, name.length + 1);
    char kind = name.length ? name.text[0] : '\0';
    const char *key = envfp__arena_copy(arena, view_skip(name, 1)).text;
    const char *text = envfp__arena_copy(arena, content).text;
    size_t length = strlen(key);
    bool path = length > 1 && length < 500 && key[0] == '/' && key[length - 1] != '/';
    if (kind == 'F' && path)
        world_bytes(world, key, content.text, content.length);
    else if (kind == 'P' && path)
        world_program(world, key, content.text, content.length);
    else if (kind == 'L' && path && text[0])
        world_link(world, key, text);
    else if (kind == 'D' && path)
        world_directory(world, key);
    else if (kind == 'E' && path)
        world_error(world, key,
                    (enum envfp_reason)(2 + (content.length ? (unsigned char)content.text[0] % 7 : 0)));
    else if (kind == 'V')
        world_variable(world, key, text);
    else if (kind == 'X')
        world_auxv(world, key, text);
    else if (kind == 'B')
        world_probe(world, key, text);
    else if (kind == 'U')
        world_uname(world, "Linux", text, "#1 SMP", key);
    else if (kind == 'C')
        add_leaf(world, view_skip(name, 1), content);
}

/* What was written reads back as the same bytes, and its digests agree. */
static void check_document(struct envfp_fingerprint *made)
{
    char *text, *again;
    size_t length, length_again;
    struct envfp_fingerprint *read;
    if (envfp_fingerprint_copy_form(made, ENVFP_FORM_DOCUMENT, &text, &length) != ENVFP_OK)
        abort();
    if (envfp_fingerprint_parse(NULL, text, length, &read) != ENVFP_OK ||
        !envfp_fingerprint_get_verified(read))
        abort();
    if (envfp_fingerprint_copy_form(read, ENVFP_FORM_DOCUMENT, &again, &length_again) != ENVFP_OK)
        abort();
    if (length != length_again || memcmp(text, again, length) != 0)
        abort();
    envfp_text_free(text);
    envfp_text_free(again);
    envfp_fingerprint_free(read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world *world = world_new();
    struct arena arena;
    struct view rest = {(const char *)data, size}, entry;
    envfp__arena_init(&arena, NULL, (size_t)64 << 20);
    while (view_cut(&rest, 1, &entry))
        add_entry(world, &arena, entry);
    struct envfp_fingerprint *made = envfp__fingerprint_new(NULL, (size_t)64 << 20);
    if (!made)
        abort();
    made->collector = "envfp " ENVFP_VERSION;
    struct shared shared = {.read_process = envfp__process_collect};
    struct collect collect = {
        .source = world_source(world), .shared = &shared, .facts = &made->facts, .scratch = &arena};
    for (size_t i = 0; i < envfp__collector_count; i++)
        envfp__collector_run(&envfp__collectors[i], &collect);
    envfp__facts_seal(&made->facts);
    envfp__judge(&made->facts, ENVFP_LAYERS_ALL | 1U << ENVFP_LAYER_APP);
    envfp__facts_seal(&made->facts);
    envfp__digest_facts(&made->facts, made->digest);
    if (!made->arena.failed && !arena.failed)
        check_document(made);
    envfp_fingerprint_free(made);
    envfp__arena_release(&arena);
    world_free(world);
    return 0;
}
