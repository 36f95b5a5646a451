/* SPDX-License-Identifier: MIT */
/*
 * Facts about this one process: its executable and the modules it was built from, its loader, and the objects mapped
 * into it. Runs only when a program asks for it.
 */
#ifdef DECLARING

COLLECTOR(0, LIVE)
USES(libc_identity)
USES(apk)
USES(release_files)

TAKEN("/proc/self/exe")
LINES("/proc/self/maps", maps)
TAKEN("$LIB/*.node")

FACT("process.allocator", STRING, HASHED, ALTERS, VARIABLES, "", "",
     "names of the objects in /proc/self/maps; proc_pid_maps(5)",
     "Memory allocator that a library brought into this process; libc where none did.")
FACT("process.executable_build_id", STRING, HASHED, INFORMS, NOTHING, "", "",
     ".note.gnu.build-id of /proc/self/exe; elf(5)", "Build of the program itself.")
FACT("process.go/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo",
     "Version of each Go module in the program, with what stands in its place where go.mod says so.")
FACT("process.go_build", SET, HASHED, ALTERS, NOTHING, "", "",
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo",
     "Settings that the Go program was built with: target, tags, modes, defaults of GODEBUG, commit.")
FACT("process.go_main", STRING, HASHED, INFORMS, NOTHING, "", "",
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo", "Main package of the Go program.")
FACT("process.go_version", STRING, HASHED, ALTERS, VERSION_MANAGER, "", "",
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo",
     "Go that built the program, whose runtime it carries.")
FACT("process.libc", STRING, HASHED, BREAKS, IMAGE, "", "",
     "the library beside the loader of /proc/self/exe; ld.so(8)",
     "C library of this process and its version, which need not be those of the system; none where the "
     "program is static.")
FACT("process.loader", STRING, HASHED, BREAKS, IMAGE, "", "", "PT_INTERP of /proc/self/exe; elf(5)",
     "Dynamic loader of this process, which need not be that of the system; none where the program is "
     "static.")
FACT("process.objects/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/proc/self/maps and .note.gnu.build-id of each object; proc_pid_maps(5)",
     "Build of each library that is mapped into this process; unknown of what is not called like one.")
FACT("process.rust/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     ".dep-v0 of /proc/self/exe; cargo-auditable",
     "Version of each Rust package in the program, where it was built to tell.")

#else
#include "source/keep.h"

/* Keeps the lines of maps that map code from a file, without the addresses. */
static bool keep_maps(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word, access = VIEW("");
    for (size_t i = 0; i < 5; i++) {
        if (!view_cut_word(&body, &word))
            return true;
        if (i == 1)
            access = word;
    }
    body = view_trim(body);
    if (access.length != 4 || access.text[2] != 'x' || !view_starts(body, VIEW("/")))
        return true;
    envfp__text_add(out, VIEW("0-0 r-xp 0 0:0 0 "));
    envfp__keep_fold(source, body, out);
    envfp__text_add_byte(out, '\n');
    return true;
}

#define LAYER APP
#define OWNER app_process
#define DECLARES "collect/app/app_process.c"
#include "collect/declare.h"

#include "collect/collect.h"

void envfp__collect_app_process(struct collect *c)
{
    if (c->shared->read_process)
        c->shared->read_process(c);
}

#endif
