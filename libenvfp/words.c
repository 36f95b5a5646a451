/* SPDX-License-Identifier: MIT */
/* The vocabulary: one table for each enumeration. */
#include "envfp.h"

#define WORD(table, index)                                                                                   \
    ((unsigned)(index) < sizeof(table) / sizeof *(table) ? (table)[(unsigned)(index)] : NULL)

static const char *const layer_names[] = {"hardware", "hypervisor", "kernel",   "container", "sandbox",
                                          "libc",     "packages",   "runtimes", "app"};
static const char *const layer_codes[] = {"hw", "hv", "kn", "ct", "sb", "lc", "pk", "rt", "ap"};
static const char *const layer_status_names[] = {"observed", "none",   "unknown", "partial",
                                                 "hidden",   "denied", "skipped"};
static const char *const type_names[] = {"string", "integer", "boolean", "set"};
static const char *const class_names[] = {"hashed", "context", "derived"};
static const char *const reason_names[] = {"none",        "absent",    "denied",    "hidden", "busy",
                                           "unsupported", "malformed", "truncated", "remote"};
static const char *const impact_names[] = {"informs", "alters", "breaks"};
static const char *const pin_names[] = {"nothing", "variables",    "virtualenv", "version-manager", "image",
                                        "policy",  "host-setting", "vm",         "machine"};
static const char *const pin_advice[] = {"nothing",
                                         "the same variables set by a launcher or unit file",
                                         "a virtual environment or lock file",
                                         "a version held by a version manager",
                                         "a container image",
                                         "the same run-time policy and limits",
                                         "the same sysctls and boot parameters of the host",
                                         "a virtual machine",
                                         "the same machine type or a lower CPU baseline"};
static const char *const form_names[] = {"json", "pretty", "packed", "line", "long", "short"};
static const char *const verdict_names[] = {"same", "differs", "unknown"};
static const char *const change_names[] = {"added", "removed", "changed", "unknown"};
static const char *const order_names[] = {"unordered", "newer", "older"};
static const char *const status_texts[] = {
    "no error",     "out of memory", "bad argument",      "no form of a fingerprint",
    "over a limit", "not found",     "input/output error"};

const char *envfp_version(void)
{
    return ENVFP_VERSION;
}

const char *envfp_status_text(enum envfp_status status)
{
    const char *text = WORD(status_texts, status);
    return text ? text : "unknown status";
}

const char *envfp_layer_name(enum envfp_layer layer)
{
    return WORD(layer_names, layer);
}

const char *envfp_layer_code(enum envfp_layer layer)
{
    return WORD(layer_codes, layer);
}

const char *envfp_layer_status_name(enum envfp_layer_status status)
{
    return WORD(layer_status_names, status);
}

const char *envfp_type_name(enum envfp_type type)
{
    return WORD(type_names, type);
}

const char *envfp_class_name(enum envfp_class fact_class)
{
    return WORD(class_names, fact_class);
}

const char *envfp_reason_name(enum envfp_reason reason)
{
    return WORD(reason_names, reason);
}

const char *envfp_impact_name(enum envfp_impact impact)
{
    return WORD(impact_names, impact);
}

const char *envfp_pin_name(enum envfp_pin pin)
{
    return WORD(pin_names, pin);
}

const char *envfp_pin_advice(enum envfp_pin pin)
{
    return WORD(pin_advice, pin);
}

const char *envfp_form_name(enum envfp_form form)
{
    return WORD(form_names, form);
}

const char *envfp_verdict_name(enum envfp_verdict verdict)
{
    return WORD(verdict_names, verdict);
}

const char *envfp_change_kind_name(enum envfp_change_kind kind)
{
    return WORD(change_names, kind);
}

const char *envfp_order_name(enum envfp_order order)
{
    return WORD(order_names, order);
}
