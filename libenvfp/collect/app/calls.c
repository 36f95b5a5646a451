/* SPDX-License-Identifier: MIT */
/* What the command tells where it is asked to try system calls (cli/calls.c). The library itself never tries one. */
#ifdef DECLARING

FACT("calls.refused", SET, CONTEXT, BREAKS, POLICY, "", "", "seccomp(2); envfp collect --try-calls",
     "System calls that a filter refuses, of some fifty that programs trip over, with the error that it "
     "gives, or that "
     "it kills; where they were tried.")

#else

#define LAYER APP
#define OWNER calls
#define DECLARES "collect/app/calls.c"
#include "collect/declare.h"

#endif
