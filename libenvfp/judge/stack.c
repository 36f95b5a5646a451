/* SPDX-License-Identifier: MIT */
/*
 * The isolation stack, from the bottom up:
 *
 * - machine: `physical` where the hypervisor layer could be judged (a virtual machine stands on one too),
 *   `unknown` where it could not.
 * - vm: one for each hypervisor of the chain, the innermost last; VMM and confidence belong to that one. One
 *   of kind `unknown` where something says that there is a virtual machine, and nothing says which.
 * - container: the runtime; `unknown` where something isolates and does not say what. Runtimes that show around
 *   it (LXC around Docker, WSL around everything) stand below it; the confidence belongs to the innermost.
 * - sandbox: one boundary at most. A sandbox that has a name (Flatpak, Firejail, ...) stands for all
 *   mechanisms it uses; without one, the mechanism that restricts most stands for the others. What only
 *   changes a process's habits (limits, personality, a tracer) is no boundary.
 * - virtualenv: one for each language with an active environment; of the program's own Python where the app section
 *   tells of one.
 */
#include "isolation/isolation.h"
#include "judge/judge.h"
#include "registry/registry.h"

enum { MOST = 24 };

/* Hypervisors that carry other hypervisors, outermost first; all others are inside of these. */
static const char *const carriers[] = {"lpar", "powervm", "zvm"};

/* The kernel's mechanisms, the first that shows is taken where no sandbox that has a name does. */
static const char *const mechanisms[] = {
    "seccomp", "selinux", "apparmor", "smack", "user-namespace", "capabilities", "no-new-privileges",
};

struct stack {
    struct facts *facts;
    struct envfp_boundary boundaries[MOST];
    size_t count;
};

static bool is_told(struct view word)
{
    return word.length && !view_is(word, "unknown");
}

static void push(struct stack *stack, const char *name, struct view kind, struct view vmm,
                 struct view confidence)
{
    if (stack->count == MOST)
        return;
    struct arena *arena = stack->facts->arena;
    stack->boundaries[stack->count++] = (struct envfp_boundary){
        .name = name,
        .kind = envfp__arena_copy(arena, kind).text,
        .vmm = is_told(vmm) ? envfp__arena_copy(arena, vmm).text : NULL,
        .confidence = confidence.length ? envfp__arena_copy(arena, confidence).text : NULL,
    };
}

static size_t rank_of(struct view kind)
{
    size_t rank = 0;
    while (rank < sizeof carriers / sizeof *carriers && !view_is(kind, carriers[rank]))
        rank++;
    return rank;
}

/* On s390 z/VM or KVM may run inside itself. The chain is a set and has each kind once; the numbered list of virtual
 * machines (VM00 is the innermost) gives the further ones. */
static void push_same_below(struct stack *stack, struct view kind)
{
    const struct envfp_fact *told =
        envfp__facts_find(stack->facts, ENVFP_LAYER_HYPERVISOR, "sysinfo.control_programs");
    struct view program = view_is(kind, "zvm") ? VIEW(" z/VM") : VIEW(" KVM");
    for (size_t i = 1; told && told->type == ENVFP_SET && i < told->value.set.count; i++)
        if (view_has(told->value.set.items[i], program))
            push(stack, "vm", kind, VIEW(""), VIEW(""));
}

static void push_vms(struct stack *stack)
{
    const struct facts *facts = stack->facts;
    struct view kind = envfp__facts_get_string(facts, ENVFP_LAYER_HYPERVISOR, "verdict.kind");
    struct view vmm = envfp__facts_get_string(facts, ENVFP_LAYER_HYPERVISOR, "verdict.vmm");
    const struct envfp_fact *chain = envfp__facts_find(facts, ENVFP_LAYER_HYPERVISOR, "verdict.chain");
    bool named = chain && chain->type == ENVFP_SET && chain->value.set.count > 0;
    bool vm = is_told(kind) ? !view_is(kind, "none") : named;
    push(stack, "machine", is_told(kind) || vm ? VIEW("physical") : VIEW("unknown"), VIEW(""), VIEW(""));
    if (!vm)
        return;
    for (size_t rank = 0; chain && chain->type == ENVFP_SET && rank <= sizeof carriers / sizeof *carriers;
         rank++)
        for (size_t i = 0; i < chain->value.set.count; i++) {
            struct view outer = chain->value.set.items[i];
            if (rank_of(outer) == rank && !view_equal(outer, kind) && !view_equal(outer, vmm))
                push(stack, "vm", outer, VIEW(""), VIEW(""));
        }
    push_same_below(stack, kind);
    push(stack, "vm", kind, view_equal(vmm, kind) ? VIEW("") : vmm,
         envfp__facts_get_string(facts, ENVFP_LAYER_HYPERVISOR, "verdict.confidence"));
}

static void push_container(struct stack *stack)
{
    const struct facts *facts = stack->facts;
    struct view runtime = envfp__facts_get_string(facts, ENVFP_LAYER_CONTAINER, "verdict.runtime");
    bool shown = is_told(runtime) || envfp__facts_find(facts, ENVFP_LAYER_CONTAINER, "verdict.evidence");
    struct view outer = envfp__facts_get_string(facts, ENVFP_LAYER_CONTAINER, "verdict.outer"), word;
    if (!runtime.length || view_is(runtime, "none") || !shown)
        return;
    /* At most eight, so that the boundaries above them always fit. */
    for (unsigned i = 0; i < 8 && view_cut(&outer, ' ', &word); i++)
        push(stack, "container", word, VIEW(""), VIEW(""));
    push(stack, "container", runtime, VIEW(""),
         envfp__facts_get_string(facts, ENVFP_LAYER_CONTAINER, "verdict.confidence"));
}

static bool has_mechanism(const struct stack *stack, const char *word)
{
    return envfp__facts_set_has(stack->facts, ENVFP_LAYER_SANDBOX, "verdict.mechanisms", view_of(word));
}

static void push_sandbox(struct stack *stack)
{
    unsigned best = ISOLATION_none;
    for (unsigned i = 0; i < ISOLATION_COUNT; i++)
        if (isolation_is(&envfp__isolations[i], KINDS_SANDBOX) && has_mechanism(stack, isolation_word(i)) &&
            (best == ISOLATION_none || envfp__isolation_row_precedes(i, best)))
            best = i;
    const char *kind = best == ISOLATION_none ? NULL : isolation_word(best);
    for (size_t i = 0; i < sizeof mechanisms / sizeof *mechanisms && !kind; i++)
        if (has_mechanism(stack, mechanisms[i]))
            kind = mechanisms[i];
    if (kind)
        push(stack, "sandbox", view_of(kind), VIEW(""), VIEW(""));
}

static void push_virtualenv(struct stack *stack, enum envfp_layer layer, const char *key, struct view kind)
{
    if (envfp__facts_get_boolean(stack->facts, layer, key))
        push(stack, "virtualenv", kind, VIEW(""), VIEW(""));
}

/* For a program that reports its own Python, that one's environment counts, whatever PATH would start. */
static void push_virtualenvs(struct stack *stack)
{
    const struct envfp_language *language = NULL;
    bool own = envfp__facts_find(stack->facts, ENVFP_LAYER_APP, "python.virtualenv");
    push_virtualenv(stack, own ? ENVFP_LAYER_APP : ENVFP_LAYER_RUNTIMES, "conda.active", VIEW("conda"));
    while ((language = envfp_registry_next_language(language))) {
        struct view word = view_of(language_word(language));
        const char *key = source_path(stack->facts->arena, "", word, ".virtualenv");
        own = envfp__facts_find(stack->facts, ENVFP_LAYER_APP, key);
        push_virtualenv(stack, own ? ENVFP_LAYER_APP : ENVFP_LAYER_RUNTIMES, key, word);
    }
}

static void push_wasm(struct stack *stack)
{
    struct view interface = envfp__facts_get_string(stack->facts, ENVFP_LAYER_RUNTIMES, "wasm.interface");
    if (interface.length)
        push(stack, "wasm", interface, VIEW(""), VIEW(""));
}

void envfp__judge_stack(struct facts *facts)
{
    struct stack stack = {.facts = facts};
    push_vms(&stack);
    push_container(&stack);
    push_sandbox(&stack);
    push_virtualenvs(&stack);
    push_wasm(&stack);
    facts->stack_count = 0;
    facts->stack = envfp__arena_array(facts->arena, stack.count, sizeof *facts->stack);
    if (!facts->stack)
        return;
    memcpy(facts->stack, stack.boundaries, stack.count * sizeof *facts->stack);
    facts->stack_count = stack.count;
}
