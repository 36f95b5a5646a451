/* SPDX-License-Identifier: MIT */
/* Text in CPUID's registers, which a recording gives to processors of either byte order. */
#ifndef ENVFP_BASE_CPUID_H
#define ENVFP_BASE_CPUID_H

#include <stdint.h>

/* Writes the four characters of a register, the least significant one first, and returns the place behind them. */
static inline char *cpuid_text(char *text, uint32_t value)
{
    for (unsigned i = 0; i < sizeof value; i++)
        *text++ = (char)(unsigned char)(value >> 8 * i);
    return text;
}

#endif
