/* SPDX-License-Identifier: MIT */
/* OCaml: VERSION of its library, else the header; and what an opam switch holds, from its own state. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

LINES("$PREFIX/{lib,lib64}/ocaml/VERSION", release_line)
LINES("$PREFIX/{lib,lib64}/ocaml/caml/version.h", header)
TEXT("$OPAM_SWITCH_PREFIX/.opam-switch/switch-state", switch)
PROGRAM("$PATH/ocaml", shim)

LANGUAGE(ocaml, "OCaml", "ocaml", "", "", "", "", 0, WORDS)

FACT("ocaml.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which ocaml PATH starts.")
FACT("ocaml.version", STRING, HASHED, BREAKS, VERSION_MANAGER, "", "", "lib/ocaml/VERSION, caml/version.h",
     "Version of the OCaml that PATH starts; compiled interfaces are those of one version.")
FACT("opam/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     ".opam-switch/switch-state beside the ocaml that PATH starts",
     "Version of each package in the active opam switch.")

#else
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

static bool keep_header(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_field(line, "OCAML_VERSION_STRING", out);
}

/* opam's: installed: ["base.v0.16.3" "dune.3.10.0"], over many lines. */
static bool keep_switch(const struct source *source, struct view text, struct text *out)
{
    struct view list, piece;
    size_t at = envfp__view_find(text, VIEW("\ninstalled: ["));
    (void)source;
    if (at == SIZE_MAX) {
        envfp__text_add(out, VIEW("?\n"));
        return false;
    }
    list = view_skip(text, at + 13);
    list = view_take(list, view_find_byte(list, ']'));
    envfp__text_add(out, VIEW("\ninstalled: ["));
    for (bool inside = false; view_cut(&list, '"', &piece); inside = !inside) {
        piece = envfp__keep_string(out->arena, inside ? piece : VIEW(""));
        if (view_find_byte(piece, '.') == SIZE_MAX)
            continue;
        envfp__keep_json_string(piece, out);
        envfp__text_add_byte(out, ' ');
    }
    envfp__text_add(out, VIEW("]\n"));
    return false;
}

#define LAYER RUNTIMES
#define OWNER ocaml
#define DECLARES "collect/runtimes/languages/ocaml.c"
#include "collect/declare.h"

/* installed: ["base.v0.16.3" "dune.3.10.0"], over many lines */
static void add_packages(struct collect *c, struct view prefix)
{
    struct view text, piece;
    const char *path = source_path(c->scratch, "", prefix, "/.opam-switch/switch-state");
    enum envfp_reason reason = envfp__runtime_read(c, path, &text);
    size_t at = reason == ENVFP_REASON_NONE ? envfp__view_find(text, VIEW("\ninstalled: [")) : SIZE_MAX;
    if (at == SIZE_MAX)
        return;
    struct view list = view_skip(text, at + 13);
    list = view_take(list, view_find_byte(list, ']'));
    for (bool inside = false; view_cut(&list, '"', &piece); inside = !inside) {
        piece = envfp__keep_string(c->scratch, piece);
        size_t dot = view_find_byte(piece, '.');
        if (inside && dot != SIZE_MAX)
            fact_member(c, "opam", view_take(piece, dot), view_skip(piece, dot + 1));
    }
}

static struct view read_version(struct collect *c, struct view prefix)
{
    static const char *const places[][2] = {{"/lib/ocaml/VERSION", "/lib/ocaml/caml/version.h"},
                                            {"/lib64/ocaml/VERSION", "/lib64/ocaml/caml/version.h"}};
    for (size_t i = 0; i < 2; i++) {
        struct view version = envfp__runtime_line(c, source_path(c->scratch, "", prefix, places[i][0]));
        if (version.length == 0)
            version = envfp__runtime_file_field(c, source_path(c->scratch, "", prefix, places[i][1]),
                                                "OCAML_VERSION_STRING");
        if (version.length)
            return version;
    }
    return VIEW("");
}

void envfp__collect_ocaml(struct collect *c)
{
    struct runtime ocaml;
    if (!envfp__language_find(c, DECLARED_LANGUAGE(ocaml), &ocaml))
        return;
    envfp__runtime_version(c, "ocaml.version", read_version(c, ocaml.prefix));
    add_packages(c, envfp__path_directory(envfp__path_directory(view_of(ocaml.path))));
    envfp__runtime_end(c, "ocaml.*", "opam/*");
}

#endif
