/* SPDX-License-Identifier: MIT */
/*
 * For people: the words that a verdict may have, each with its title and a comma behind it, as a literal for the page of
 * facts: "docker (Docker), podman (Podman), ".
 */
#ifndef ENVFP_ISOLATION_TITLES_H
#define ENVFP_ISOLATION_TITLES_H

#include "isolation/rows.h"

#define TITLE_YES(word, title) word " (" title "), "
#define TITLE_NO(word, title)

#define RUNTIME_ENGINE TITLE_YES
#define RUNTIME_SYSTEM TITLE_YES
#define RUNTIME_GENERIC TITLE_YES
#define RUNTIME_MACHINE TITLE_YES
#define RUNTIME_SANDBOX TITLE_NO
#define RUNTIME_CHROOT TITLE_NO
#define RUNTIME_ORCHESTRATOR TITLE_NO
#define RUNTIME_PLATFORM TITLE_NO
#define RUNTIME_ROW(id, word, title, kind, on, namespaces) RUNTIME_##kind(word, title)
#define TITLES_OF_RUNTIMES ISOLATION_ROWS(RUNTIME_ROW)

#define SANDBOX_ENGINE TITLE_NO
#define SANDBOX_SYSTEM TITLE_NO
#define SANDBOX_GENERIC TITLE_NO
#define SANDBOX_MACHINE TITLE_NO
#define SANDBOX_SANDBOX TITLE_YES
#define SANDBOX_CHROOT TITLE_YES
#define SANDBOX_ORCHESTRATOR TITLE_NO
#define SANDBOX_PLATFORM TITLE_NO
#define SANDBOX_ROW(id, word, title, kind, on, namespaces) SANDBOX_##kind(word, title)
#define TITLES_OF_SANDBOXES ISOLATION_ROWS(SANDBOX_ROW)

#define ORCHESTRATOR_ENGINE TITLE_NO
#define ORCHESTRATOR_SYSTEM TITLE_NO
#define ORCHESTRATOR_GENERIC TITLE_NO
#define ORCHESTRATOR_MACHINE TITLE_NO
#define ORCHESTRATOR_SANDBOX TITLE_NO
#define ORCHESTRATOR_CHROOT TITLE_NO
#define ORCHESTRATOR_ORCHESTRATOR TITLE_YES
#define ORCHESTRATOR_PLATFORM TITLE_NO
#define ORCHESTRATOR_ROW(id, word, title, kind, on, namespaces) ORCHESTRATOR_##kind(word, title)
#define TITLES_OF_ORCHESTRATORS ISOLATION_ROWS(ORCHESTRATOR_ROW)

#define PLATFORM_ENGINE TITLE_NO
#define PLATFORM_SYSTEM TITLE_NO
#define PLATFORM_GENERIC TITLE_NO
#define PLATFORM_MACHINE TITLE_NO
#define PLATFORM_SANDBOX TITLE_NO
#define PLATFORM_CHROOT TITLE_NO
#define PLATFORM_ORCHESTRATOR TITLE_NO
#define PLATFORM_PLATFORM TITLE_YES
#define PLATFORM_ROW(id, word, title, kind, on, namespaces) PLATFORM_##kind(word, title)
#define TITLES_OF_PLATFORMS ISOLATION_ROWS(PLATFORM_ROW)

#endif
