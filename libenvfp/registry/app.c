/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"process.allocator", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_ALTERS, ENVFP_PIN_VARIABLES,
     NULL, "names of the objects in /proc/self/maps; proc_pid_maps(5)", "0.1.0",
     "Memory allocator that a library brought into this process; libc where none did."},
    {"process.executable_build_id", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_INFORMS,
     ENVFP_PIN_NOTHING, NULL, ".note.gnu.build-id of /proc/self/exe; elf(5)", "0.1.0",
     "Build of the program itself."},
    {"process.go/*", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_BREAKS, ENVFP_PIN_VIRTUALENV, NULL,
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo", "0.1.0",
     "Version of each Go module in the program, with what stands in its place where go.mod says so."},
    {"process.go_build", ENVFP_LAYER_APP, ENVFP_SET, ENVFP_HASHED, ENVFP_ALTERS, ENVFP_PIN_NOTHING, NULL,
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo", "0.1.0",
     "Settings that the Go program was built with: target, tags, modes, defaults of GODEBUG, commit."},
    {"process.go_main", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_INFORMS, ENVFP_PIN_NOTHING, NULL,
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo", "0.1.0",
     "Main package of the Go program."},
    {"process.go_version", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_ALTERS, ENVFP_PIN_VIRTUALENV,
     NULL, ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo", "0.1.0",
     "Go that built the program, whose runtime it carries."},
    {"process.libc", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_BREAKS, ENVFP_PIN_IMAGE, NULL,
     "the library beside the loader of /proc/self/exe; ld.so(8)", "0.1.0",
     "C library of this process and its version, which need not be those of the system; none where "
     "the program is static."},
    {"process.loader", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_BREAKS, ENVFP_PIN_IMAGE, NULL,
     "PT_INTERP of /proc/self/exe; elf(5)", "0.1.0",
     "Dynamic loader of this process, which need not be that of the system; none where the program "
     "is static."},
    {"process.objects/*", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_ALTERS, ENVFP_PIN_IMAGE, NULL,
     "/proc/self/maps and .note.gnu.build-id of each object; proc_pid_maps(5)", "0.1.0",
     "Build of each library that is mapped into this process."},
    {"process.rust/*", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_BREAKS, ENVFP_PIN_VIRTUALENV, NULL,
     ".dep-v0 of /proc/self/exe; cargo-auditable", "0.1.0",
     "Version of each Rust package in the program, where it was built to tell."},
};

const struct registry_table envfp__registry_app = {entries, sizeof entries / sizeof *entries};
