/* SPDX-License-Identifier: MIT */
#include "names/names.h"

#include "envfp_names.h"

static const struct envfp_names names = {ENVFP_NAMES_ABI, envfp__names_processor, envfp__names_devices};

const struct envfp_names *envfp_names_get(void)
{
    return &names;
}
