/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_COLLECT_PROJECT_PROJECT_H
#define ENVFP_COLLECT_PROJECT_PROJECT_H

struct collect;

/* Reads the project's folder, which there is: the work of collect/runtimes/project.c, apart from it so that programs
 * which never name a project do not link it. */
void envfp__project_collect(struct collect *collect);

#endif
