/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_COLLECT_APP_PROCESS_H
#define ENVFP_COLLECT_APP_PROCESS_H

struct collect;

/* The work of app_process.c, apart from it so that programs which never ask for it do not link it. */
void envfp__process_collect(struct collect *collect);

#endif
