/* SPDX-License-Identifier: MIT */
/*
 * The table of collectors: layer and name. collect/<layer>/<name>.c declares what the collector reads and the facts it
 * adds, and defines envfp__collect_<name>. A new collector takes a row here, that file and a test. Within a layer the
 * rows are in the order of their facts' keys where possible, so that facts need less sorting; collectors that run only
 * where others found nothing come last.
 */
#ifndef ENVFP_COLLECTORS_H
#define ENVFP_COLLECTORS_H

#include "source/declared.h"

/* clang-format off */
#define ENVFP_COLLECTORS(ROW)          \
    ROW(HARDWARE, arch)                \
    ROW(HARDWARE, cpu)                 \
    ROW(HARDWARE, ram)                 \
    ROW(HARDWARE, dmi)                 \
    ROW(HARDWARE, devicetree)          \
    ROW(HARDWARE, firmware)            \
    ROW(HARDWARE, pci)                 \
    ROW(HARDWARE, peripherals)         \
    ROW(HARDWARE, names)               \
    ROW(HARDWARE, udev)                \
    ROW(HYPERVISOR, cpuid)             \
    ROW(HYPERVISOR, sysfs_hypervisor)  \
    ROW(HYPERVISOR, sysinfo)           \
    ROW(KERNEL, uname)                 \
    ROW(KERNEL, cmdline)               \
    ROW(KERNEL, features)              \
    ROW(KERNEL, scheduler)             \
    ROW(KERNEL, sysctl)                \
    ROW(KERNEL, mitigations)           \
    ROW(KERNEL, cgroups)               \
    ROW(KERNEL, thp)                   \
    ROW(KERNEL, memory)                \
    ROW(KERNEL, clock)                 \
    ROW(KERNEL, modules)               \
    ROW(KERNEL, module_signing)        \
    ROW(KERNEL, config)                \
    ROW(CONTAINER, namespaces)         \
    ROW(CONTAINER, mounts)             \
    ROW(CONTAINER, cgroup)             \
    ROW(CONTAINER, ci)                 \
    ROW(CONTAINER, markers)            \
    ROW(CONTAINER, platform)           \
    ROW(CONTAINER, namespaced)         \
    ROW(SANDBOX, process)              \
    ROW(SANDBOX, user_map)             \
    ROW(SANDBOX, confinement)          \
    ROW(SANDBOX, rlimits)              \
    ROW(SANDBOX, personality)          \
    ROW(LIBC, libc)                    \
    ROW(LIBC, loader)                  \
    ROW(LIBC, locale)                  \
    ROW(LIBC, nss)                     \
    ROW(LIBC, resolver)                \
    ROW(LIBC, timezone)                \
    ROW(PACKAGES, apk)                 \
    ROW(PACKAGES, brew)                \
    ROW(PACKAGES, chisel)              \
    ROW(PACKAGES, dpkg)                \
    ROW(PACKAGES, flatpak)             \
    ROW(PACKAGES, guix)                \
    ROW(PACKAGES, nix)                 \
    ROW(PACKAGES, openssl)             \
    ROW(PACKAGES, opkg)                \
    ROW(PACKAGES, os)                  \
    ROW(PACKAGES, pacman)              \
    ROW(PACKAGES, portage)             \
    ROW(PACKAGES, rpm)                 \
    ROW(PACKAGES, snap)                \
    ROW(PACKAGES, trust)               \
    ROW(PACKAGES, xbps)                \
    ROW(PACKAGES, cos)                 \
    ROW(PACKAGES, crux)                \
    ROW(PACKAGES, entries)             \
    ROW(PACKAGES, swupd)               \
    ROW(RUNTIMES, alternatives)        \
    ROW(RUNTIMES, plain)               \
    ROW(RUNTIMES, llvm)                \
    ROW(RUNTIMES, cuda)                \
    ROW(RUNTIMES, dotnet)              \
    ROW(RUNTIMES, erlang)              \
    ROW(RUNTIMES, gcc)                 \
    ROW(RUNTIMES, haskell)             \
    ROW(RUNTIMES, go)                  \
    ROW(RUNTIMES, java)                \
    ROW(RUNTIMES, julia)               \
    ROW(RUNTIMES, library_variables)   \
    ROW(RUNTIMES, lua)                 \
    ROW(RUNTIMES, node)                \
    ROW(RUNTIMES, managers)            \
    ROW(RUNTIMES, loaded_modules)      \
    ROW(RUNTIMES, ocaml)               \
    ROW(RUNTIMES, perl)                \
    ROW(RUNTIMES, php)                 \
    ROW(RUNTIMES, python)              \
    ROW(RUNTIMES, r)                   \
    ROW(RUNTIMES, ruby)                \
    ROW(RUNTIMES, rust)                \
    ROW(RUNTIMES, package_managers)    \
    ROW(RUNTIMES, cargo)               \
    ROW(RUNTIMES, wasm)                \
    ROW(RUNTIMES, project)             \
    ROW(APP, app_process)              \
    /* rows end here */

/* All files that declare rows: collectors, judges, and files that collectors share. The last four may be used by every
 * collector (source/at_work.c); the others need a USES row. */
#define ENVFP_DECLARERS(ROW)           \
    ENVFP_COLLECTORS(ROW)              \
    ROW(RUNTIMES, environments)        \
    ROW(RUNTIMES, go_env)              \
    ROW(RUNTIMES, java_security)       \
    ROW(RUNTIMES, manager_places)      \
    ROW(RUNTIMES, runtime)             \
    ROW(RUNTIMES, shims)               \
    ROW(RUNTIMES, sys_path)            \
    ROW(HARDWARE, judge_hardware)      \
    ROW(HYPERVISOR, judge_hypervisor)  \
    ROW(CONTAINER, judge_container)    \
    ROW(CONTAINER, judge_effective)    \
    ROW(SANDBOX, judge_sandbox)        \
    ROW(CONTAINER, isolation)          \
    ROW(LIBC, loader_cache)            \
    ROW(LIBC, loader_conf)             \
    ROW(LIBC, libc_identity)           \
    ROW(APP, calls)                    \
    ROW(APP, locks)                    \
    ROW(APP, release_files)            \
    ROW(APP, version_files)            \
    ROW(RUNTIMES, program)             \
    /* rows end here */
/* clang-format on */

#define ROW(layer, name) ENVFP_DECLARER_##name,
enum {
    ENVFP_DECLARERS(ROW) ENVFP_DECLARER_COUNT,
    ENVFP_DECLARER_source = ENVFP_DECLARER_COUNT /* none of them: source/own.c */
};
#undef ROW

/* Their declarations (source/declared.h), and what each keeps aside. */
#define ROW(layer, name)                                                                                     \
    const struct declaration *envfp__declares_##name(void);                                                  \
    struct aside envfp__aside_##name(void);
ENVFP_DECLARERS(ROW)
ROW(APP, source)
#undef ROW

#define ROW(layer, name) ENVFP_COLLECTOR_##name,
enum { ENVFP_COLLECTORS(ROW) ENVFP_COLLECTOR_COUNT };
#undef ROW

#endif
