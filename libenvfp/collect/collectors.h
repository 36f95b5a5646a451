/* SPDX-License-Identifier: MIT */
/*
 * The table of collectors: layer, name, other layers whose verdicts rest on its facts, and whether files
 * alone are enough (root:DIR). collect/<layer>/<name>.c holds envfp__collect_<name> and declares its facts. A row
 * here, a file there and a test: that is all a new collector takes. Within a layer, rows stand as their facts are
 * sorted: what is added in order need not be sorted later. Behind the others stand those that are looked for only where
 * these found nothing.
 */
#ifndef ENVFP_COLLECTORS_H
#define ENVFP_COLLECTORS_H

#define HV (1U << ENVFP_LAYER_HYPERVISOR)
#define CT (1U << ENVFP_LAYER_CONTAINER)
#define SB (1U << ENVFP_LAYER_SANDBOX)

/* clang-format off */
#define ENVFP_COLLECTORS(ROW)                               \
    ROW(HARDWARE,   arch,             HV | CT | SB, false)  \
    ROW(HARDWARE,   cpu,              HV,           false)  \
    ROW(HARDWARE,   ram,              0,            false)  \
    ROW(HARDWARE,   dmi,              HV,           false)  \
    ROW(HARDWARE,   devicetree,       HV,           false)  \
    ROW(HARDWARE,   firmware,         0,            false)  \
    ROW(HARDWARE,   pci,              HV,           false)  \
    ROW(HARDWARE,   peripherals,      0,            false)  \
    ROW(HARDWARE,   names,            0,            false)  \
    ROW(HARDWARE,   udev,             0,            false)  \
    ROW(HYPERVISOR, cpuid,            0,            false)  \
    ROW(HYPERVISOR, sysfs_hypervisor, 0,            false)  \
    ROW(HYPERVISOR, sysinfo,          0,            false)  \
    ROW(KERNEL,     uname,            HV | CT | SB, false)  \
    ROW(KERNEL,     cmdline,          HV | CT,      false)  \
    ROW(KERNEL,     features,         0,            false)  \
    ROW(KERNEL,     scheduler,        0,            false)  \
    ROW(KERNEL,     sysctl,           0,            false)  \
    ROW(KERNEL,     mitigations,      0,            false)  \
    ROW(KERNEL,     cgroups,          0,            false)  \
    ROW(KERNEL,     thp,              0,            false)  \
    ROW(KERNEL,     memory,           0,            false)  \
    ROW(KERNEL,     clock,            HV,           false)  \
    ROW(KERNEL,     modules,          HV,           false)  \
    ROW(KERNEL,     config,           0,            false)  \
    ROW(CONTAINER,  namespaces,       SB,           false)  \
    ROW(CONTAINER,  mounts,           SB,           false)  \
    ROW(CONTAINER,  cgroup,           SB,           false)  \
    ROW(CONTAINER,  markers,          SB,           false)  \
    ROW(CONTAINER,  platform,         SB,           false)  \
    ROW(CONTAINER,  namespaced,       0,            false)  \
    ROW(SANDBOX,    process,          CT,           false)  \
    ROW(SANDBOX,    user_map,         0,            false)  \
    ROW(SANDBOX,    confinement,      0,            false)  \
    ROW(SANDBOX,    rlimits,          0,            false)  \
    ROW(SANDBOX,    personality,      0,            false)  \
    ROW(LIBC,       libc,             0,            true)   \
    ROW(LIBC,       loader,           0,            true)   \
    ROW(LIBC,       locale,           0,            true)   \
    ROW(LIBC,       nss,              0,            true)   \
    ROW(LIBC,       timezone,         0,            true)   \
    ROW(PACKAGES,   apk,              0,            true)   \
    ROW(PACKAGES,   brew,             0,            true)   \
    ROW(PACKAGES,   chisel,           0,            true)   \
    ROW(PACKAGES,   dpkg,             0,            true)   \
    ROW(PACKAGES,   flatpak,          0,            true)   \
    ROW(PACKAGES,   guix,             0,            true)   \
    ROW(PACKAGES,   nix,              0,            true)   \
    ROW(PACKAGES,   opkg,             0,            true)   \
    ROW(PACKAGES,   os,               0,            true)   \
    ROW(PACKAGES,   pacman,           0,            true)   \
    ROW(PACKAGES,   portage,          0,            true)   \
    ROW(PACKAGES,   rpm,              0,            true)   \
    ROW(PACKAGES,   snap,             0,            true)   \
    ROW(PACKAGES,   trust,            0,            true)   \
    ROW(PACKAGES,   xbps,             0,            true)   \
    ROW(PACKAGES,   cos,              0,            true)   \
    ROW(PACKAGES,   crux,             0,            true)   \
    ROW(PACKAGES,   eopkg,            0,            true)   \
    ROW(PACKAGES,   slackware,        0,            true)   \
    ROW(PACKAGES,   swupd,            0,            true)   \
    ROW(RUNTIMES,   bun,              0,            true)   \
    ROW(RUNTIMES,   llvm,             0,            true)   \
    ROW(RUNTIMES,   cuda,             0,            true)   \
    ROW(RUNTIMES,   deno,             0,            true)   \
    ROW(RUNTIMES,   dotnet,           0,            true)   \
    ROW(RUNTIMES,   erlang,           0,            true)   \
    ROW(RUNTIMES,   gcc,              0,            true)   \
    ROW(RUNTIMES,   haskell,          0,            true)   \
    ROW(RUNTIMES,   go,               0,            true)   \
    ROW(RUNTIMES,   java,             0,            true)   \
    ROW(RUNTIMES,   julia,            0,            true)   \
    ROW(RUNTIMES,   lua,              0,            true)   \
    ROW(RUNTIMES,   node,             0,            true)   \
    ROW(RUNTIMES,   managers,         0,            true)   \
    ROW(RUNTIMES,   ocaml,            0,            true)   \
    ROW(RUNTIMES,   perl,             0,            true)   \
    ROW(RUNTIMES,   php,              0,            true)   \
    ROW(RUNTIMES,   python,           0,            true)   \
    ROW(RUNTIMES,   r,                0,            true)   \
    ROW(RUNTIMES,   ruby,             0,            true)   \
    ROW(RUNTIMES,   rust,             0,            true)   \
    ROW(RUNTIMES,   wasm,             0,            true)   \
    ROW(RUNTIMES,   zig,              0,            true)   \
    ROW(RUNTIMES,   project,          0,            true)   \
    ROW(APP,        app_process,      0,            false)  \
    /* rows end here */
/* clang-format on */

#endif
