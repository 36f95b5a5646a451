/* SPDX-License-Identifier: MIT */
#include "form/document.h"
#include "form/give.h"
#include "form/line.h"
#include "form/pack.h"
#include "form/token.h"

static bool is_token(const struct envfp_fingerprint *fingerprint)
{
    return fingerprint->form == ENVFP_FORM_LONG || fingerprint->form == ENVFP_FORM_SHORT;
}

static enum envfp_status copy_document(const struct envfp_fingerprint *fingerprint, enum envfp_form form,
                                       char **text, size_t *length)
{
    const struct envfp_allocator *allocator = &fingerprint->arena.allocator;
    struct arena scratch;
    envfp__arena_init(&scratch, allocator, SIZE_MAX);
    struct text made = {.arena = &scratch};
    envfp__document_write(fingerprint, form == ENVFP_FORM_PRETTY, &made);
    struct view view = envfp__text_view(&made);
    if (form == ENVFP_FORM_PACKED && !scratch.failed)
        view = envfp__pack_write(&scratch, view);
    enum envfp_status status =
        scratch.failed ? ENVFP_NO_MEMORY : envfp__text_give(allocator, view, text, length);
    envfp__arena_release(&scratch);
    return status;
}

static enum envfp_status copy_short(const struct envfp_fingerprint *fingerprint, enum envfp_form form,
                                    char **text, size_t *length)
{
    char bytes[LINE_SIZE_MAX];
    size_t size = form == ENVFP_FORM_LINE   ? envfp__line_write(fingerprint, bytes)
                  : form == ENVFP_FORM_LONG ? envfp__token_write(fingerprint, TOKEN_LONG, bytes)
                                            : envfp__token_write(fingerprint, TOKEN_SHORT, bytes);
    if (size == 0)
        return ENVFP_BAD_ARGUMENT;
    return envfp__text_give(&fingerprint->arena.allocator, (struct view){bytes, size}, text, length);
}

enum envfp_status envfp_fingerprint_copy_form(const struct envfp_fingerprint *fingerprint,
                                              enum envfp_form form, char **text, size_t *length)
{
    if (text)
        *text = NULL;
    if (length)
        *length = 0;
    if (!fingerprint || !text)
        return ENVFP_BAD_ARGUMENT;
    switch (form) {
    case ENVFP_FORM_DOCUMENT:
    case ENVFP_FORM_PRETTY:
    case ENVFP_FORM_PACKED:
        return is_token(fingerprint) ? ENVFP_BAD_ARGUMENT : copy_document(fingerprint, form, text, length);
    case ENVFP_FORM_LINE:
        /* A token knows neither stack nor facts: it has no line to give but itself. */
        return is_token(fingerprint) ? ENVFP_BAD_ARGUMENT : copy_short(fingerprint, form, text, length);
    case ENVFP_FORM_LONG:
    case ENVFP_FORM_SHORT: return copy_short(fingerprint, form, text, length);
    }
    return ENVFP_BAD_ARGUMENT;
}
