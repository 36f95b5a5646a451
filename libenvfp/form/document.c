/* SPDX-License-Identifier: MIT */
/* Writes members in JCS (sorted) order, so the order of the code is that of the text. */
#include "form/document.h"

#include "form/digest.h"
#include "form/jcs.h"

static void write_member(struct jcs *jcs, struct view key, const char *string)
{
    envfp__jcs_key(jcs, key);
    envfp__jcs_string(jcs, view_of(string));
}

static void write_facts(struct jcs *jcs, struct view name, const struct section *section,
                        enum envfp_class class)
{
    envfp__jcs_key(jcs, name);
    envfp__jcs_open(jcs, '{');
    for (size_t i = 0; i < section->count; i++) {
        if (section->facts[i].class != class)
            continue;
        envfp__jcs_key(jcs, section->facts[i].key);
        envfp__jcs_value(jcs, &section->facts[i]);
    }
    envfp__jcs_close(jcs, '}');
}

static void write_section(struct jcs *jcs, const struct section *section)
{
    envfp__jcs_open(jcs, '{');
    envfp__jcs_key(jcs, VIEW("collectors"));
    envfp__jcs_open(jcs, '{');
    for (size_t i = 0; i < section->collector_count; i++) {
        envfp__jcs_key(jcs, section->collectors[i].name);
        envfp__jcs_string(jcs, view_of(section->collectors[i].digest));
    }
    envfp__jcs_close(jcs, '}');
    write_facts(jcs, VIEW("context"), section, ENVFP_CONTEXT);
    write_facts(jcs, VIEW("derived"), section, ENVFP_DERIVED);
    if (section->digest[0])
        write_member(jcs, VIEW("digest"), section->digest);
    write_facts(jcs, VIEW("facts"), section, ENVFP_HASHED);
    envfp__jcs_key(jcs, VIEW("gaps"));
    envfp__jcs_open(jcs, '{');
    for (size_t i = 0; i < section->gap_count; i++) {
        envfp__jcs_key(jcs, section->gaps[i].key);
        envfp__jcs_string(jcs, view_of(envfp_reason_name(section->gaps[i].reason)));
    }
    envfp__jcs_close(jcs, '}');
    envfp__jcs_key(jcs, VIEW("schema"));
    envfp__jcs_integer(jcs, section->schema);
    write_member(jcs, VIEW("status"), envfp_layer_status_name(section->status));
    envfp__jcs_close(jcs, '}');
}

static void write_stack(struct jcs *jcs, const struct facts *facts)
{
    envfp__jcs_open(jcs, '[');
    for (size_t i = 0; i < facts->stack_count; i++) {
        const struct envfp_boundary *boundary = &facts->stack[i];
        envfp__jcs_item(jcs);
        jcs->flat = true;
        envfp__jcs_open(jcs, '{');
        write_member(jcs, VIEW("boundary"), boundary->name);
        if (boundary->confidence)
            write_member(jcs, VIEW("confidence"), boundary->confidence);
        write_member(jcs, VIEW("kind"), boundary->kind);
        if (boundary->vmm)
            write_member(jcs, VIEW("vmm"), boundary->vmm);
        envfp__jcs_close(jcs, '}');
        jcs->flat = false;
    }
    envfp__jcs_close(jcs, ']');
}

void envfp__document_write(const struct envfp_fingerprint *fingerprint, bool pretty, struct text *text)
{
    const struct facts *facts = &fingerprint->facts;
    const struct section *app = &facts->sections[ENVFP_LAYER_APP];
    struct jcs jcs;
    envfp__jcs_to_text(&jcs, text, pretty, pretty);
    envfp__jcs_open(&jcs, '{');
    if (app->count || app->gap_count) {
        envfp__jcs_key(&jcs, VIEW("app"));
        write_section(&jcs, app);
    }
    write_member(&jcs, VIEW("collector"),
                 fingerprint->collector ? fingerprint->collector : "envfp " ENVFP_VERSION);
    write_member(&jcs, VIEW("digest"), fingerprint->digest);
    envfp__jcs_key(&jcs, VIEW("envfp"));
    envfp__jcs_integer(&jcs, ENVFP_DOCUMENT_FORMAT);
    envfp__jcs_key(&jcs, VIEW("layers"));
    envfp__jcs_open(&jcs, '{');
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        enum envfp_layer layer = (enum envfp_layer)envfp__digest_layer_order[i];
        envfp__jcs_key(&jcs, view_of(envfp_layer_name(layer)));
        write_section(&jcs, &facts->sections[layer]);
    }
    envfp__jcs_close(&jcs, '}');
    envfp__jcs_key(&jcs, VIEW("schema"));
    envfp__jcs_integer(&jcs, fingerprint->schema);
    envfp__jcs_key(&jcs, VIEW("stack"));
    write_stack(&jcs, facts);
    envfp__jcs_close(&jcs, '}');
    envfp__jcs_raw(&jcs, VIEW("\n"));
    envfp__jcs_flush(&jcs);
}
