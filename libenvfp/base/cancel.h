/* SPDX-License-Identifier: MIT */
/*
 * A thread that is cancelled in open(2) or read(2) never comes back to close and free what it has. So whoever does such
 * calls has cancellation wait until it is done: pthread_setcancelstate(3).
 */
#ifndef ENVFP_BASE_CANCEL_H
#define ENVFP_BASE_CANCEL_H

#if !defined(__wasi__) && !defined(__ANDROID__) /* which have no cancellation */
#include <pthread.h>

/* Before glibc 2.34 a program need not have the library that this is in; without it there is nothing to cancel. */
#if defined(__GLIBC__) && (__GLIBC__ < 2 || (__GLIBC__ == 2 && __GLIBC_MINOR__ < 34))
#pragma weak pthread_setcancelstate
#define CANCEL_EXISTS (pthread_setcancelstate != NULL)
#else
#define CANCEL_EXISTS 1
#endif

/* Returns what cancel_allow is to be given. */
static inline int cancel_hold(void)
{
    int before = PTHREAD_CANCEL_ENABLE;
    if (CANCEL_EXISTS)
        (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
    return before;
}

static inline void cancel_allow(int before)
{
    if (CANCEL_EXISTS)
        (void)pthread_setcancelstate(before, &before);
}
#else
static inline int cancel_hold(void)
{
    return 0;
}

static inline void cancel_allow(int before)
{
    (void)before;
}
#endif

#endif
