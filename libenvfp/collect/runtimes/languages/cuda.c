/* SPDX-License-Identifier: MIT */
/* CUDA's and ROCm's toolkits, and the libraries that come apart from them: version files, headers, sonames. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

TEXT("$PREFIX/version.json", toolkit)
LINES("$PREFIX/version.txt", toolkit_text)
LINES("$PREFIX/include/cuda.h", header)
LINES("$PREFIX/.info/version", release_line)
SEEN("$LIB/lib{cudnn,nccl}.so.*")
PROGRAM("$PATH/{hipcc,nvcc}", shim)

LANGUAGE(cuda, "CUDA", "nvcc", "", "", "", "", 0, NUMBERS)
LANGUAGE(rocm, "ROCm", "hipcc", "", "", "", "", 0, NUMBERS)

FACT("cuda.cudnn_version", STRING, HASHED, BREAKS, IMAGE, "", "", "the link libcudnn.so",
     "Version of cuDNN: kernels of neural networks, and their numerical results.")
FACT("cuda.nccl_version", STRING, HASHED, ALTERS, IMAGE, "", "", "the link libnccl.so",
     "Version of NCCL, which moves data between GPUs.")
FACT("cuda.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which nvcc PATH starts.")
FACT("cuda.version", STRING, HASHED, BREAKS, IMAGE, "", "",
     "version.json or version.txt of the toolkit, include/cuda.h",
     "Version of the CUDA toolkit that PATH starts, else of the one in /usr/local/cuda: which drivers "
     "programs need.")
FACT("rocm.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which hipcc PATH starts.")
FACT("rocm.version", STRING, HASHED, BREAKS, IMAGE, "", "", ".info/version of the toolkit",
     "Version of the ROCm that PATH starts, else of the one in /opt/rocm.")

#else
#include "base/json.h"
#include "collect/runtimes/kept.h"
#include "collect/runtimes/runtime.h"

/* {"cuda": {"name": "CUDA SDK", "version": "12.2.20230823"}, ...} */
static bool keep_toolkit(const struct source *source, struct view text, struct text *out)
{
    struct json_wanted wanted = {"cuda/version", JSON_STRING, VIEW("")};
    (void)source;
    (void)envfp__json_read(out->arena, text, &wanted, 1);
    envfp__text_add(out, VIEW("{\"cuda\": {\"version\": \""));
    envfp__text_add(out, envfp__keep_number_of(wanted.value));
    envfp__text_add(out, VIEW("\"}}\n"));
    return false;
}

static bool keep_toolkit_text(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_mark(line, "CUDA Version ", out);
}

static bool keep_header(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    return envfp__keep_field(line, "CUDA_VERSION", out);
}

#define LAYER RUNTIMES
#define OWNER cuda
#define DECLARES "collect/runtimes/languages/cuda.c"
#include "collect/declare.h"

/* {"cuda": {"name": "CUDA SDK", "version": "12.2.20230823"}, ...}; older: "CUDA Version 10.2.89" */
static struct view file_version(struct collect *c, struct view prefix)
{
    struct json_wanted wanted = {"cuda/version", JSON_STRING, VIEW("")};
    struct view text;
    if (envfp__runtime_read(c, source_path(c->scratch, "", prefix, "/version.json"), &text) ==
        ENVFP_REASON_NONE) {
        (void)envfp__json_read(c->scratch, text, &wanted, 1);
        return envfp__arena_copy(c->scratch, envfp__runtime_number(wanted.value));
    }
    return envfp__runtime_mark(c, source_path(c->scratch, "", prefix, "/version.txt"), "CUDA Version ");
}

/* #define CUDA_VERSION 12020 */
static struct view header_version(struct collect *c, struct view prefix)
{
    uint64_t number;
    struct view field =
        envfp__runtime_file_field(c, source_path(c->scratch, "", prefix, "/include/cuda.h"), "CUDA_VERSION");
    if (!envfp__view_number(envfp__runtime_number(field), 10, &number) || number > 1000000)
        return VIEW("");
    struct text text = {.arena = c->scratch};
    envfp__text_add_number(&text, (int64_t)(number / 1000));
    envfp__text_add_byte(&text, '.');
    envfp__text_add_number(&text, (int64_t)(number % 1000 / 10));
    return envfp__text_view(&text);
}

/* "8.9.2" behind the links of libcudnn.so */
static bool add_library(struct collect *c, const char *key, const char *path)
{
    struct view resolved;
    if (envfp__runtime_note(c, source_resolve(c->source, c->scratch, path, &resolved)) != ENVFP_REASON_NONE)
        return false;
    struct view base = envfp__path_base(resolved);
    size_t at = envfp__view_find(base, VIEW(".so."));
    if (at != SIZE_MAX)
        fact_string(c, key, envfp__runtime_number(view_skip(base, at + 4)));
    return at != SIZE_MAX;
}

static void add_libraries(struct collect *c, struct view prefix)
{
    static const char *const places[] = {"/usr/lib/x86_64-linux-gnu/", "/usr/lib/aarch64-linux-gnu/",
                                         "/usr/lib64/"};
    static const char *const rows[][3] = {{"cuda.cudnn_version", "libcudnn.so.9", "libcudnn.so.8"},
                                          {"cuda.nccl_version", "libnccl.so.2", "libnccl.so.2"}};
    const char *own = source_path(c->scratch, "", prefix, "/lib64/");
    for (size_t i = 0; i < 2; i++) {
        bool found = false;
        for (size_t j = 0; j < 4 && !found; j++)
            for (size_t k = 1; k < 3 && !found; k++)
                found = add_library(
                    c, rows[i][0], source_path(c->scratch, j ? places[j - 1] : own, view_of(rows[i][k]), ""));
    }
}

static void add_cuda(struct collect *c)
{
    struct runtime nvcc;
    struct view prefix = VIEW("/usr/local/cuda"), version;
    bool started = envfp__language_find(c, DECLARED_LANGUAGE(cuda), &nvcc);
    if (started)
        prefix = nvcc.prefix;
    version = file_version(c, prefix);
    if (version.length == 0 && started)
        version = header_version(c, prefix);
    if (started || version.length) {
        envfp__runtime_version(c, "cuda.version", version);
        add_libraries(c, prefix);
    }
    envfp__runtime_end(c, "cuda.*", NULL);
}

static void add_rocm(struct collect *c)
{
    struct runtime hipcc;
    struct view prefix = VIEW("/opt/rocm");
    bool started = envfp__language_find(c, DECLARED_LANGUAGE(rocm), &hipcc);
    if (started)
        prefix = hipcc.prefix;
    struct view version = envfp__runtime_line(c, source_path(c->scratch, "", prefix, "/.info/version"));
    if (version.length == 0 && started)
        version = envfp__runtime_path_version(hipcc.resolved);
    if (started || version.length)
        envfp__runtime_version(c, "rocm.version", version);
    envfp__runtime_end(c, "rocm.*", NULL);
}

void envfp__collect_cuda(struct collect *c)
{
    add_cuda(c);
    add_rocm(c);
}

#endif
