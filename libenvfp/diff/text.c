/* SPDX-License-Identifier: MIT */
/* The comparison for people: headline, advice, layers, facts grouped by collector. */
#include "diff/diff.h"
#include "form/give.h"

#define WIDTH_DEFAULT 100
#define WIDTH_LEAST 60
#define MEMBERS_SHOWN 5 /* of an inventory, of one impact */
#define FACTS_SHOWN 12  /* of one collector, inventories not counted */
#define KEY_WIDTH 34
#define GROUP_COLUMNS 7 /* characters, as short tokens have them */

struct page {
    const struct envfp_diff *diff;
    struct text *out;
    size_t width;
    bool all;
    struct view names[2]; /* of the sides, cut so that a row has room for both */
};

static void add(struct page *page, const char *words)
{
    envfp__text_add(page->out, view_of(words));
}

/* A paragraph broken between words. */
static void wrap(struct page *page, struct view text)
{
    size_t column = 0;
    struct view word;
    while (view_cut_word(&text, &word)) {
        size_t columns = envfp__diff_columns(word);
        if (column && column + 1 + columns > page->width) {
            add(page, "\n");
            column = 0;
        } else if (column) {
            add(page, " ");
            column++;
        }
        envfp__diff_show_text(page->out, word, SIZE_MAX);
        column += columns;
    }
    add(page, "\n");
}

/* ---- Layers -------------------------------------------------------------------------------------- */

#define COLUMN_VERDICT 12
#define COLUMN_FIRST 21
#define COLUMN_SECOND 41
#define COLUMN_COUNTS 61
#define NAME_LEAST 6 /* columns of a side's name in rows, and those of wide pages */
#define NAME_ROOM 18
#define VALUE_LEAST 4

static void show_status(struct page *page, enum envfp_layer_status status, const char *digest)
{
    char group[DIFF_GROUP + 1];
    envfp__diff_group(digest, group);
    add(page, envfp_layer_status_name(status));
    if (group[0])
        add(page, " ");
    envfp__text_add(page->out, view_take(view_of(group), GROUP_COLUMNS));
}

static void show_counts(struct page *page, const size_t differing[3], size_t untold, size_t beside)
{
    const struct {
        size_t count;
        const char *words;
    } parts[] = {{differing[ENVFP_BREAKS], " break"},
                 {differing[ENVFP_ALTERS], " alter"},
                 {differing[ENVFP_INFORMS], " inform"},
                 {untold, " unknown"},
                 {beside, " beside"}};
    bool more = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].count == 0)
            continue;
        add(page, more ? ", " : "");
        envfp__text_add_number(page->out, (int64_t)parts[i].count);
        add(page, parts[i].words);
        more = true;
    }
}

static void trim_line(struct text *out)
{
    while (out->length && out->bytes[out->length - 1] == ' ')
        out->length--;
    envfp__text_add_byte(out, '\n');
}

/* What a row says of one side. */
struct told {
    enum envfp_layer_status status;
    const char *digest;
};

/* The start of a row, up to its counts. */
static void show_verdict(struct page *page, const char *name, enum envfp_verdict verdict, struct told a,
                         struct told b)
{
    size_t line = page->out->length;
    add(page, name);
    envfp__diff_pad(page->out, line, COLUMN_VERDICT);
    add(page, envfp_verdict_name(verdict));
    envfp__diff_pad(page->out, line, COLUMN_FIRST);
    show_status(page, a.status, a.digest);
    envfp__diff_pad(page->out, line, COLUMN_SECOND);
    show_status(page, b.status, b.digest);
    envfp__diff_pad(page->out, line, COLUMN_COUNTS);
}

static void show_runtime(struct page *page)
{
    const struct runtime_diff *found = &page->diff->runtime;
    const struct own_runtime *a = &page->diff->a->facts.runtime, *b = &page->diff->b->facts.runtime;
    if (!(page->diff->mask & 1U << ENVFP_LAYER_APP) || (!a->digest[0] && !b->digest[0]))
        return;
    show_verdict(page, "own runtime", found->verdict, (struct told){a->status, a->digest},
                 (struct told){b->status, b->digest});
    show_counts(page, found->differing, found->untold, 0);
    trim_line(page->out);
}

static void show_layers(struct page *page)
{
    size_t line = page->out->length;
    add(page, "layer");
    envfp__diff_pad(page->out, line, COLUMN_FIRST);
    envfp__text_add(page->out, page->names[0]);
    envfp__diff_pad(page->out, line, COLUMN_SECOND);
    envfp__text_add(page->out, page->names[1]);
    envfp__diff_pad(page->out, line, COLUMN_COUNTS);
    add(page, "differences that\n");
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        const struct layer_diff *layer = &page->diff->layers[i];
        if (!(page->diff->mask & 1U << i) || (i == ENVFP_LAYER_APP && !layer->compared))
            continue;
        const struct section *a = &page->diff->a->facts.sections[i], *b = &page->diff->b->facts.sections[i];
        show_verdict(page, envfp_layer_name((enum envfp_layer)i), layer->verdict,
                     (struct told){a->status, a->digest}, (struct told){b->status, b->digest});
        show_counts(page, layer->differing, layer->untold, layer->beside);
        trim_line(page->out);
    }
    show_runtime(page);
}

/* ---- Facts --------------------------------------------------------------------------------------- */

/* "!" breaks, "~" alters, "-" informs, "?" cannot be told, none for context and verdicts. */
static const char *mark_of(const struct envfp_change *change)
{
    if (change->kind == ENVFP_UNTOLD)
        return "?";
    if (change->class != ENVFP_HASHED)
        return " ";
    return change->impact == ENVFP_BREAKS ? "!" : change->impact == ENVFP_ALTERS ? "~" : "-";
}

static void show_sides(struct page *page, const struct envfp_change *change, size_t room)
{
    struct view name = page->names[!change->before];
    bool untold = change->kind == ENVFP_UNTOLD;
    if (change->before && change->after) {
        enum envfp_order order = envfp__diff_order(change);
        const char *word = order == ENVFP_NEWER ? ", newer" : order == ENVFP_OLDER ? ", older" : "";
        size_t arrow = 4 + strlen(word), half = room > arrow + 4 ? (room - arrow) / 2 : 2;
        envfp__diff_show_value(page->out, change->before, half);
        add(page, " -> ");
        envfp__diff_show_value(page->out, change->after, half);
        add(page, word);
        return;
    }
    struct view where = untold ? VIEW(" in ") : VIEW(" only in "), unknown = VIEW(", unknown in ");
    struct view other = page->names[change->before != NULL];
    size_t tail = where.length + envfp__diff_columns(name);
    size_t more = unknown.length + envfp__diff_columns(other);
    bool both = untold && room > tail + more + VALUE_LEAST;
    tail += both ? more : 0;
    envfp__diff_show_value(page->out, change->before ? change->before : change->after,
                           room > tail + VALUE_LEAST ? room - tail : VALUE_LEAST);
    envfp__text_add(page->out, where);
    envfp__text_add(page->out, name);
    envfp__text_add(page->out, both ? unknown : VIEW(""));
    envfp__text_add(page->out, both ? other : VIEW(""));
}

/* What one of two sets lacks: "-avx512f -avx512vl +sse4a". */
static void show_set_items(struct text *out, const struct envfp_fact *has, const struct envfp_fact *lacks,
                           char sign)
{
    for (size_t i = 0, j = 0; i < has->value.set.count; i++) {
        struct view item = has->value.set.items[i];
        while (j < lacks->value.set.count && view_compare(lacks->value.set.items[j], item) < 0)
            j++;
        if (j < lacks->value.set.count && view_equal(lacks->value.set.items[j], item))
            continue;
        envfp__text_add_byte(out, ' ');
        envfp__text_add_byte(out, sign);
        envfp__text_add(out, item);
    }
}

static void show_change(struct page *page, const struct envfp_change *change, struct view name, size_t indent)
{
    size_t line = page->out->length;
    for (size_t i = 0; i < indent; i++)
        add(page, " ");
    add(page, mark_of(change));
    add(page, " ");
    size_t name_room = page->all ? page->width - indent - 30 : KEY_WIDTH;
    envfp__diff_show_text(page->out, name, name_room);
    envfp__diff_pad(page->out, line, indent + 3 + KEY_WIDTH);
    struct view so_far = {page->out->bytes + line, page->out->length - line};
    size_t used = envfp__diff_columns(so_far);
    size_t room = page->width > used + 16 ? page->width - used : 16;
    bool sets = change->before && change->after && change->before->type == ENVFP_SET &&
                change->after->type == ENVFP_SET;
    if (sets) {
        struct text items = {.arena = page->out->arena};
        show_set_items(&items, change->before, change->after, '-');
        show_set_items(&items, change->after, change->before, '+');
        envfp__diff_show_text(page->out, view_skip(envfp__text_view(&items), 1), page->all ? SIZE_MAX : room);
    } else {
        show_sides(page, change, page->all ? SIZE_MAX / 4 : room);
    }
    add(page, "\n");
}

static struct view inventory_of(const struct envfp_change *change)
{
    size_t slash = view_find_byte(change->key, '/');
    return slash == SIZE_MAX ? VIEW("") : view_take(change->key, slash);
}

/* Facts are sorted by key, so that the members of an inventory are adjacent: a document may have as many inventories as
 * facts. */
static size_t count_members(struct arena *arena, const struct section *section, struct view inventory)
{
    struct view start = envfp__arena_join(arena, (struct view[]){inventory, VIEW("/")}, 2);
    size_t low = 0, high = section->count, count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view_compare(section->facts[middle].key, start) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + count < section->count && view_starts(section->facts[low + count].key, start))
        count++;
    return count;
}

/* "dpkg: 1219 packages in A, 1190 in B; 12 changed, 31 only in A, 2 only in B". */
static void show_inventory_line(struct page *page, const struct envfp_change *changes, size_t count)
{
    struct view inventory = inventory_of(changes);
    enum envfp_layer layer = changes->layer;
    size_t by_kind[4] = {0}, by_order[3] = {0};
    for (size_t i = 0; i < count; i++) {
        by_kind[changes[i].kind]++;
        by_order[envfp__diff_order(&changes[i])]++;
    }
    add(page, "    ");
    envfp__diff_show_text(page->out, inventory, KEY_WIDTH);
    add(page, ": ");
    const char *one = envfp__diff_noun(inventory, true), *many = envfp__diff_noun(inventory, false);
    const struct envfp_diff *diff = page->diff;
    struct arena *arena = page->out->arena;
    envfp__diff_show_count(page->out, count_members(arena, &diff->a->facts.sections[layer], inventory),
                           one ? one : "entry", many ? many : "entries");
    add(page, " in ");
    envfp__text_add(page->out, page->names[0]);
    add(page, ", ");
    envfp__text_add_number(page->out,
                           (int64_t)count_members(arena, &diff->b->facts.sections[layer], inventory));
    add(page, " in ");
    envfp__text_add(page->out, page->names[1]);
    static const struct {
        enum envfp_change_kind kind;
        const char *words;
    } parts[] = {{ENVFP_CHANGED, " changed"},
                 {ENVFP_REMOVED, " only in "},
                 {ENVFP_ADDED, " only in "},
                 {ENVFP_UNTOLD, " unknown"}};
    bool more = false;
    for (size_t i = 0; i < 4; i++) {
        if (by_kind[parts[i].kind] == 0)
            continue;
        add(page, more ? ", " : "; ");
        envfp__text_add_number(page->out, (int64_t)by_kind[parts[i].kind]);
        add(page, parts[i].words);
        if (parts[i].kind == ENVFP_REMOVED || parts[i].kind == ENVFP_ADDED)
            envfp__text_add(page->out, page->names[parts[i].kind == ENVFP_ADDED]);
        if (i == 0)
            envfp__diff_say_orders(page->out, page->names[1], " (", by_order, ")");
        more = true;
    }
    add(page, "\n");
}

/* A few changed members as examples: highest impact first, changed versions before added and removed ones. */
static void show_inventory(struct page *page, const struct envfp_change *changes, size_t count)
{
    struct view inventory = inventory_of(changes);
    show_inventory_line(page, changes, count);
    static const enum envfp_change_kind order[] = {ENVFP_CHANGED, ENVFP_REMOVED, ENVFP_ADDED, ENVFP_UNTOLD};
    size_t shown = 0;
    size_t most = page->all || count <= MEMBERS_SHOWN + 1 ? count : MEMBERS_SHOWN;
    for (unsigned step = 0; step < 12 && shown < most; step++) {
        if (order[step % 4] == ENVFP_UNTOLD && !page->all)
            continue;
        enum envfp_impact impact = (enum envfp_impact)(ENVFP_BREAKS - step / 4);
        for (size_t i = 0; i < count && shown < most; i++) {
            if (changes[i].impact != impact || changes[i].kind != order[step % 4])
                continue;
            show_change(page, &changes[i], view_skip(changes[i].key, inventory.length + 1), 6);
            shown++;
        }
    }
    if (shown < count) {
        add(page, "        ");
        envfp__text_add_number(page->out, (int64_t)(count - shown));
        add(page, " more with --all\n");
    }
}

static size_t run_length(const struct envfp_change *changes, size_t count)
{
    struct view inventory = inventory_of(changes);
    size_t length = 1;
    while (length < count && view_equal(inventory_of(&changes[length]), inventory) &&
           (inventory.length || changes[length].collector_length == changes->collector_length) &&
           view_equal(view_take(changes[length].key, changes->collector_length),
                      view_take(changes->key, changes->collector_length)))
        length++;
    return length;
}

/* The facts of one collector. Unless everything was asked for, context and undecided facts are only counted. */
static size_t show_facts(struct page *page, const struct envfp_change *changes, size_t count)
{
    size_t shown = 0, left = 0;
    for (size_t i = 0; i < count; i++) {
        bool telling = changes[i].class != ENVFP_CONTEXT && changes[i].kind != ENVFP_UNTOLD;
        bool wanted = page->all || (telling && shown < FACTS_SHOWN);
        if (wanted)
            show_change(page, &changes[i], changes[i].key, 4);
        shown += wanted;
        left += !wanted;
    }
    return left;
}

static void show_section(struct page *page, enum envfp_layer layer)
{
    const struct layer_diff *found = &page->diff->layers[layer];
    const struct envfp_change *changes = page->diff->changes + found->first;
    size_t left = 0;
    add(page, "\n");
    add(page, envfp_layer_name(layer));
    add(page, "\n");
    for (size_t i = 0; i < found->count;) {
        size_t length = run_length(changes + i, found->count - i);
        if (inventory_of(&changes[i]).length && (page->all || changes[i].class == ENVFP_HASHED))
            show_inventory(page, changes + i, length);
        else
            left += show_facts(page, changes + i, length);
        i += length;
    }
    if (left) {
        add(page, "    ");
        envfp__diff_show_count(page->out, left, "more fact", "more facts");
        add(page, " with --all\n");
    }
}

/* Whether to print the advice: where only one layer needs pinning, the headline has said it. */
static bool says_more(const struct envfp_diff *diff)
{
    size_t layers = envfp__diff_runtime_pin(diff, ENVFP_ALTERS) != ENVFP_PIN_NOTHING;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        layers += envfp__diff_layer_pin(diff, (enum envfp_layer)i, ENVFP_ALTERS) != ENVFP_PIN_NOTHING;
    return diff->advice && layers > 1;
}

/* What the marks stand for; of what is outside the digest only where there is some. */
static void show_legend(struct page *page)
{
    size_t beside = 0;
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        beside += page->diff->layers[i].beside;
    add(page, "\n! breaks programs   ~ alters what they do   - informs   ? unknown\n");
    add(page, beside ? "no mark, or beside: outside the digest\n" : "");
}

static void set_names(struct page *page)
{
    size_t room = NAME_LEAST + (page->width - WIDTH_LEAST) / 3;
    for (unsigned i = 0; i < 2; i++) {
        struct text name = {.arena = page->out->arena};
        envfp__diff_show_text(&name, view_of(envfp__diff_name(page->diff, i)),
                              room < NAME_ROOM ? room : NAME_ROOM);
        page->names[i] = envfp__text_view(&name);
    }
}

static void show_page(struct page *page)
{
    const struct envfp_diff *diff = page->diff;
    wrap(page, view_of(diff->headline));
    if (says_more(diff))
        wrap(page, view_of(diff->advice));
    for (unsigned i = 0; i < 2; i++) {
        struct text altered = {.arena = page->out->arena};
        envfp__text_add_all(&altered,
                            (const char *const[]){"Altered: the digests of ", envfp__diff_name(diff, i),
                                                  " do not agree with its facts.", NULL});
        if (!(i ? diff->b : diff->a)->verified)
            wrap(page, envfp__text_view(&altered));
    }
    add(page, "\n");
    show_layers(page);
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        unsigned layer = (i + ENVFP_LAYER_APP) % ENVFP_SECTION_COUNT; /* the program itself first */
        if (diff->layers[layer].count)
            show_section(page, (enum envfp_layer)layer);
    }
    if (diff->count)
        show_legend(page);
}

enum envfp_status envfp_diff_copy_text(const struct envfp_diff *diff, bool all, unsigned width, char **text,
                                       size_t *length)
{
    if (text)
        *text = NULL;
    if (length)
        *length = 0;
    if (!diff || !text)
        return ENVFP_BAD_ARGUMENT;
    struct arena arena;
    envfp__arena_init(&arena, &diff->arena.allocator, SIZE_MAX / 2);
    struct text out = {.arena = &arena};
    struct page page = {.diff = diff, .out = &out, .width = width ? width : WIDTH_DEFAULT, .all = all};
    page.width = page.width < WIDTH_LEAST ? WIDTH_LEAST : page.width;
    set_names(&page);
    show_page(&page);
    struct view view = envfp__text_view(&out);
    enum envfp_status status = ENVFP_NO_MEMORY;
    if (!arena.failed)
        status = envfp__text_give(&diff->arena.allocator, view, text, length);
    envfp__arena_release(&arena);
    return status;
}
