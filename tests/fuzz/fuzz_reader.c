/* SPDX-License-Identifier: MIT */
/*
 * Documents that are mutated by their structure: members and items are deleted, doubled, moved, renamed and given other
 * values, and strings spelt otherwise. What is read is written and reads back the same, in every form; what is verified
 * has the digests that its text states; memory stays within its bound, and all of it is given back.
 */
#include "fuzz.h"

#define NODES_MOST 4096
#define DEPTH_MOST 64

/* ---- The text's structure ----------------------------------------------------------------------------- */

/* A member or item: its key (equal ends where it has none) and its value. */
struct node {
    size_t key, key_end, value, value_end, parent;
    char kind; /* the value's first byte */
};

struct tree {
    const char *text;
    size_t length, count;
    struct node nodes[NODES_MOST];
};

static size_t skip_blanks(const struct tree *tree, size_t at)
{
    while (at < tree->length && strchr(" \t\r\n", tree->text[at]) && tree->text[at])
        at++;
    return at;
}

static size_t skip_string(const struct tree *tree, size_t at)
{
    for (at++; at < tree->length && tree->text[at] != '"'; at++)
        at += tree->text[at] == '\\';
    return at < tree->length ? at + 1 : tree->length;
}

static size_t skip_scalar(const struct tree *tree, size_t at)
{
    if (tree->text[at] == '"')
        return skip_string(tree, at);
    while (at < tree->length && !strchr(",]} \t\r\n", tree->text[at]))
        at++;
    return at;
}

/* False for text that has no such structure; it is then mutated byte by byte. */
static bool find_nodes(struct tree *tree)
{
    size_t open[DEPTH_MOST], depth = 0, at = skip_blanks(tree, 0);
    tree->count = 0;
    if (at >= tree->length || tree->text[at] != '{')
        return false;
    for (;;) {
        if (tree->count == NODES_MOST || at >= tree->length)
            return false;
        struct node *node = &tree->nodes[tree->count];
        *node = (struct node){.key = at, .key_end = at, .parent = depth ? open[depth - 1] : 0};
        if (depth && tree->nodes[open[depth - 1]].kind == '{') {
            if (tree->text[at] != '"')
                return false;
            node->key_end = skip_string(tree, at);
            at = skip_blanks(tree, node->key_end);
            if (at >= tree->length || tree->text[at] != ':')
                return false;
            at = skip_blanks(tree, at + 1);
            if (at >= tree->length)
                return false;
        }
        node->value = at;
        node->kind = tree->text[at];
        bool opens = node->kind == '{' || node->kind == '[';
        if (opens) {
            if (depth == DEPTH_MOST)
                return false;
            open[depth++] = tree->count;
            at = skip_blanks(tree, at + 1);
        } else {
            node->value_end = at = skip_scalar(tree, at);
        }
        tree->count++;
        bool fresh = opens;
        while (depth) {
            if (!fresh)
                at = skip_blanks(tree, at);
            if (at >= tree->length)
                return false;
            if (tree->text[at] == '}' || tree->text[at] == ']') {
                tree->nodes[open[--depth]].value_end = ++at;
                fresh = false;
                continue;
            }
            if (fresh)
                break;
            if (tree->text[at] != ',')
                return false;
            at = skip_blanks(tree, at + 1);
            break;
        }
        if (!depth)
            return true;
    }
}

/* ---- Mutations ------------------------------------------------------------------------------------------ */

static const char *const words[] = {"\"\"",
                                    "\"a\"",
                                    "\"}\"",
                                    "\"\\u0000\"",
                                    "\"\\u001b[31m\"",
                                    "\"\\ud83d\\udc27\"",
                                    "\"\\ud83d\"",
                                    "\"\\ud83d\\u0041\"",
                                    "\"\\udc27\\udc27\"",
                                    "\"\\u202e\"",
                                    "\"\xc2\x9b\"",
                                    "\"\xf3\xa0\x81\x81\"",
                                    "\"\xff\"",
                                    "\"\\\\x1b\"",
                                    "\"\\\\\\\\\"",
                                    "\"\\\\\"",
                                    "\" a\"",
                                    "\"a\\t\"",
                                    "0",
                                    "-0",
                                    "1",
                                    "-1",
                                    "9007199254740991",
                                    "9007199254740992",
                                    "-9007199254740991",
                                    "1.0",
                                    "1e3",
                                    "01",
                                    "18446744073709551616",
                                    "true",
                                    "false",
                                    "null",
                                    "[]",
                                    "{}",
                                    "[\"a\",\"b\"]",
                                    "[\"b\",\"a\"]",
                                    "[\"a\",\"a\"]",
                                    "[1]",
                                    "[[]]",
                                    "\"observed\"",
                                    "\"none\"",
                                    "\"unknown\"",
                                    "\"partial\"",
                                    "\"hidden\"",
                                    "\"denied\"",
                                    "\"skipped\"",
                                    "\"busy\"",
                                    "\"truncated\"",
                                    "4294967295",
                                    "4294967296",
                                    "99999",
                                    "100000",
                                    "\"0000000000000000000000000000000000000000000000000000000000000000\"",
                                    "{\"a.b\":1,\"a.c\":2}",
                                    "{\"a\":1,\"a\":2}",
                                    "{\"cpu\":1,\"cpu-x.y\":2,\"cpu.z\":3}"};

static const char *const keys[] = {"\"a\"",
                                   "\"a.b\"",
                                   "\"a/b\"",
                                   "\"a/\"",
                                   "\"/\"",
                                   "\".\"",
                                   "\"*\"",
                                   "\"a.*\"",
                                   "\"a/*\"",
                                   "\"A\"",
                                   "\"\"",
                                   "\"a/\xc3\xa9\"",
                                   "\"\\u0061.b\"",
                                   "\"facts\"",
                                   "\"context\"",
                                   "\"derived\"",
                                   "\"gaps\"",
                                   "\"collectors\"",
                                   "\"digest\"",
                                   "\"status\"",
                                   "\"schema\"",
                                   "\"stack\"",
                                   "\"app\"",
                                   "\"layers\"",
                                   "\"libc\"",
                                   "\"kernel\"",
                                   "\"libc.version\"",
                                   "\"libc.kind\"",
                                   "\"dpkg/libc6:amd64\"",
                                   "\"cpu\"",
                                   "\"cpu-x.y\"",
                                   "\"cpu.z\"",
                                   "\"boundary\"",
                                   "\"kind\"",
                                   "\"envfp\""};

#define PICK(dice, list) ((list)[throw_dice(dice, sizeof(list) / sizeof *(list))])

struct editor {
    uint8_t *data;
    size_t size, most;
};

/* Puts other text in the place of some of it; nothing where that would not fit. */
static void replace(struct editor *editor, size_t from, size_t to, const char *text, size_t length)
{
    if (editor->size - (to - from) + length > editor->most)
        return;
    memmove(editor->data + from + length, editor->data + to, editor->size - to);
    if (length)
        memcpy(editor->data + from, text, length);
    editor->size += length - (to - from);
}

static void put(struct editor *editor, size_t from, size_t to, const char *text)
{
    replace(editor, from, to, text, strlen(text));
}

/* A copy of a part of the text, since an edit moves it. */
static void copy_part(struct editor *editor, size_t from, size_t to, size_t at, size_t at_end,
                      const char *before, const char *behind)
{
    size_t length = to - from, more = strlen(before), rest = strlen(behind);
    char *part = malloc(length + more + rest + 1);
    CHECK(part);
    memcpy(part, before, more);
    memcpy(part + more, editor->data + from, length);
    memcpy(part + more + length, behind, rest);
    replace(editor, at, at_end, part, more + length + rest);
    free(part);
}

static void delete_node(struct editor *editor, const struct node *node)
{
    size_t from = node->key, to = node->value_end;
    while (to < editor->size && strchr(" \t\r\n", editor->data[to]) && editor->data[to])
        to++;
    if (to < editor->size && editor->data[to] == ',')
        to++;
    else
        while (from > 0 && editor->data[from] != ',' && editor->data[from] != '{' &&
               editor->data[from] != '[')
            from--;
    if (editor->data[from] == '{' || editor->data[from] == '[')
        from++;
    if (from < to)
        replace(editor, from, to, "", 0);
}

/* One character of a string as a \uXXXX escape. */
static void escape_character(struct editor *editor, size_t from, size_t to, struct dice *dice)
{
    if (to < from + 3)
        return;
    size_t at = from + 1 + throw_dice(dice, (uint32_t)(to - from - 2));
    if (editor->data[at] >= 0x80 || editor->data[at] == '\\' || editor->data[at - 1] == '\\')
        return;
    char escape[8];
    (void)snprintf(escape, sizeof escape, "\\u%04x", editor->data[at]);
    replace(editor, at, at + 1, escape, 6);
}

/* Many facts at once, in whatever order: inventories have thousands. */
static void add_facts(struct editor *editor, const struct node *node, struct dice *dice)
{
    static const char *const values[] = {"1", "}", "a\\u00e9", "\xc2\x9b", "\\\\x00"};
    char text[4096];
    size_t length = 0;
    unsigned count = 1 + throw_dice(dice, 80), start = throw_dice(dice, 200);
    bool turned = throw_dice(dice, 2);
    for (unsigned i = 0; i < count && length + 64 < sizeof text; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "\"dpkg/p%u\":\"%s%u\",",
                                   turned ? start + count - i : start + i, PICK(dice, values), i);
    if (node->value_end > node->value + 2)
        replace(editor, node->value + 1, node->value + 1, text, length);
    else
        replace(editor, node->value + 1, node->value + 1, text, length - 1);
}

static void mutate_once(struct editor *editor, const struct tree *tree, struct dice *dice)
{
    const struct node *node = &tree->nodes[throw_dice(dice, (uint32_t)tree->count)];
    const struct node *other = &tree->nodes[throw_dice(dice, (uint32_t)tree->count)];
    switch (throw_dice(dice, 12)) {
    case 0: put(editor, node->value, node->value_end, PICK(dice, words)); return;
    case 1: copy_part(editor, other->value, other->value_end, node->value, node->value_end, "", ""); return;
    case 2: delete_node(editor, node); return;
    case 3: copy_part(editor, node->key, node->value_end, node->value_end, node->value_end, ",", ""); return;
    case 4: copy_part(editor, other->key, other->value_end, node->key, node->key, "", ","); return;
    case 5:
        if (node->key_end > node->key)
            put(editor, node->key, node->key_end, PICK(dice, keys));
        return;
    case 6:
        if (node->kind == '"')
            escape_character(editor, node->value, node->value_end, dice);
        return;
    case 7:
        if (node->key_end > node->key)
            escape_character(editor, node->key, node->key_end, dice);
        return;
    case 8:
        put(editor, node->key, node->key,
            PICK(dice, ((const char *const[]){" ", "\n", "\t ", ",", "\xef\xbb\xbf"})));
        return;
    case 9:
        if (node->kind == '{')
            add_facts(editor, node, dice);
        return;
    case 10: copy_part(editor, node->value, node->value_end, node->value, node->value_end, "[", "]"); return;
    default:
        if (throw_dice(dice, 8) == 0)
            editor->size = node->value_end;
        return;
    }
}

/* A document whose digests agree, in the place of one that can be read. */
static void settle(struct editor *editor)
{
    struct envfp_fingerprint *read;
    char *text;
    size_t length;
    if (envfp_fingerprint_parse(NULL, (const char *)editor->data, editor->size, &read) != ENVFP_OK)
        return;
    if (envfp_fingerprint_copy_form(read, ENVFP_FORM_DOCUMENT, &text, &length) == ENVFP_OK &&
        length <= editor->most) {
        memcpy(editor->data, text, length);
        editor->size = length;
    }
    envfp_text_free(text);
    envfp_fingerprint_free(read);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static struct tree tree;
    struct dice dice = {seed};
    struct editor editor = {data, size, most};
    if (throw_dice(&dice, 4) == 0)
        settle(&editor);
    for (unsigned times = 1 + throw_dice(&dice, 4); times; times--) {
        tree.text = (const char *)editor.data;
        tree.length = editor.size;
        if (throw_dice(&dice, 16) == 0 || !find_nodes(&tree))
            return LLVMFuzzerMutate(editor.data, editor.size, editor.most);
        mutate_once(&editor, &tree, &dice);
    }
    if (throw_dice(&dice, 4) == 0)
        settle(&editor);
    return editor.size;
}

/* ---- What holds ------------------------------------------------------------------------------------------- */

static void check_section(const struct envfp_fingerprint *read, enum envfp_layer layer)
{
    const char *before = "";
    for (size_t i = 0; i < envfp_fingerprint_get_fact_count(read, layer); i++) {
        const struct envfp_fact *fact = envfp_fingerprint_get_fact(read, layer, i);
        const char *key = envfp_fact_get_key(fact);
        CHECK(strcmp(before, key) < 0 && is_shown(key, strlen(key)) && !strchr(key, '\n'));
        CHECK(envfp_fingerprint_find_fact(read, layer, key) == fact);
        for (size_t j = 1; j < envfp_fact_get_set_count(fact); j++)
            CHECK(strcmp(envfp_fact_get_set_item(fact, j - 1), envfp_fact_get_set_item(fact, j)) < 0);
        CHECK(envfp_fact_get_class(fact) != ENVFP_HASHED || envfp_fingerprint_get_layer_digest(read, layer));
        before = key;
    }
    before = "";
    for (size_t i = 0; i < envfp_fingerprint_get_gap_count(read, layer); i++) {
        const char *key = envfp_gap_get_key(envfp_fingerprint_get_gap(read, layer, i));
        CHECK(strcmp(before, key) < 0);
        before = key;
    }
}

/* A token of a document differs from it in nothing that a token tells. */
static void check_token(const struct envfp_fingerprint *read, enum envfp_form form)
{
    char *token;
    size_t length;
    if (envfp_fingerprint_copy_form(read, form, &token, &length) != ENVFP_OK)
        return;
    struct envfp_fingerprint *told = read_back(token, length);
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        CHECK((envfp_fingerprint_get_layer_status(read, (enum envfp_layer)i) == ENVFP_LAYER_PARTIAL) ==
              (envfp_fingerprint_get_layer_status(told, (enum envfp_layer)i) == ENVFP_LAYER_PARTIAL));
    struct envfp_diff *diff;
    CHECK(envfp_diff_new(read, told, &diff) == ENVFP_OK && envfp_diff_run(diff) == ENVFP_OK);
    CHECK(envfp_diff_get_verdict(diff) != ENVFP_DIFFERS);
    envfp_diff_free(diff);
    envfp_fingerprint_free(told);
    envfp_text_free(token);
}

/* The digests that are shown stand in a text that is verified, unless an escape spells them otherwise. */
static void check_verified(const struct envfp_fingerprint *read, const char *text, size_t size)
{
    if (memchr(text, '\\', size) || !envfp_fingerprint_get_verified(read))
        return;
    CHECK(memmem(text, size, envfp_fingerprint_get_digest(read), 64));
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        const char *digest = envfp_fingerprint_get_layer_digest(read, (enum envfp_layer)i);
        CHECK(!digest || memmem(text, size, digest, 64));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory memory = {0};
    const struct envfp_allocator allocator = {memory_allocate, memory_release, &memory};
    struct envfp_fingerprint *read;
    enum envfp_status status = envfp_fingerprint_parse(&allocator, (const char *)data, size, &read);
    CHECK(memory.most <= 2 * (((size_t)7 << 20) + 32 * size));
    CHECK(status == ENVFP_OK || (!read && memory.held == 0));
    if (status != ENVFP_OK) {
        /* What was packed may need more than a short text is allowed. */
        CHECK(status == ENVFP_BAD_FORMAT || status == ENVFP_TOO_BIG ||
              (status == ENVFP_NO_MEMORY && memmem(data, size, "envfpz1.", 8)));
        return 0;
    }
    enum envfp_form form = envfp_fingerprint_get_form(read);
    if (form == ENVFP_FORM_DOCUMENT || form == ENVFP_FORM_PACKED) {
        size_t length;
        envfp_text_free(check_forms(read, &length));
        if (form == ENVFP_FORM_DOCUMENT)
            check_verified(read, (const char *)data, size);
        for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
            check_section(read, (enum envfp_layer)i);
        check_token(read, ENVFP_FORM_LONG);
        check_token(read, ENVFP_FORM_SHORT);
    }
    envfp_fingerprint_free(read);
    CHECK(memory.held == 0);
    return 0;
}
