/* SPDX-License-Identifier: MIT */
/*
 * Variables that libraries obey whatever program uses them: how many threads they start, which devices they see, how they
 * compute and talk to each other, through which proxy they reach the network. What is set for one job (threads, devices)
 * is context.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)

/* Threads */
VARIABLE("BLIS_NUM_THREADS", PLAIN)
VARIABLE("GOMAXPROCS", PLAIN)
VARIABLE("GOMP_*", PLAIN)
VARIABLE("GOTO_NUM_THREADS", PLAIN)
VARIABLE("JULIA_NUM_THREADS", PLAIN)
VARIABLE("KMP_*", PLAIN)
VARIABLE("MKL_DOMAIN_NUM_THREADS", PLAIN)
VARIABLE("MKL_DYNAMIC", PLAIN)
VARIABLE("MKL_NUM_THREADS", PLAIN)
VARIABLE("NUMBA_NUM_THREADS", PLAIN)
VARIABLE("NUMEXPR_MAX_THREADS", PLAIN)
VARIABLE("NUMEXPR_NUM_THREADS", PLAIN)
VARIABLE("OMP_*", PLAIN)
VARIABLE("OPENBLAS_MAIN_FREE", PLAIN)
VARIABLE("OPENBLAS_NUM_THREADS", PLAIN)
VARIABLE("POLARS_MAX_THREADS", PLAIN)
VARIABLE("RAYON_NUM_THREADS", PLAIN)
VARIABLE("TBB_NUM_THREADS", PLAIN)
VARIABLE("TF_NUM_INTEROP_THREADS", PLAIN)
VARIABLE("TF_NUM_INTRAOP_THREADS", PLAIN)
VARIABLE("TOKENIZERS_PARALLELISM", PLAIN)
VARIABLE("VECLIB_MAXIMUM_THREADS", PLAIN)

/* Devices */
VARIABLE("ASCEND_RT_VISIBLE_DEVICES", DEVICES)
VARIABLE("CUDA_VISIBLE_DEVICES", DEVICES)
VARIABLE("GPU_DEVICE_ORDINAL", DEVICES)
VARIABLE("HABANA_VISIBLE_DEVICES", DEVICES)
VARIABLE("HIP_VISIBLE_DEVICES", DEVICES)
VARIABLE("NVIDIA_VISIBLE_DEVICES", DEVICES)
VARIABLE("ONEAPI_DEVICE_SELECTOR", PRESENCE)
VARIABLE("ROCR_VISIBLE_DEVICES", DEVICES)
VARIABLE("TPU_VISIBLE_CHIPS", DEVICES)
VARIABLE("ZE_AFFINITY_MASK", DEVICES)

/* How they compute */
VARIABLE("BLIS_ARCH_TYPE", PLAIN)
VARIABLE("CUBLAS_WORKSPACE_CONFIG", PLAIN)
VARIABLE("CUDA_DEVICE_MAX_CONNECTIONS", PLAIN)
VARIABLE("CUDA_DEVICE_ORDER", PLAIN)
VARIABLE("CUDA_LAUNCH_BLOCKING", PLAIN)
VARIABLE("CUDA_MODULE_LOADING", PLAIN)
VARIABLE("HSA_ENABLE_SDMA", PLAIN)
VARIABLE("HSA_OVERRIDE_GFX_VERSION", PLAIN)
VARIABLE("JAX_ENABLE_X64", PLAIN)
VARIABLE("JAX_PLATFORMS", PLAIN)
VARIABLE("MKL_CBWR", PLAIN)
VARIABLE("MKL_DEBUG_CPU_TYPE", PLAIN)
VARIABLE("MKL_ENABLE_INSTRUCTIONS", PLAIN)
VARIABLE("MKL_INTERFACE_LAYER", PLAIN)
VARIABLE("MKL_SERVICE_FORCE_INTEL", PLAIN)
VARIABLE("MKL_THREADING_LAYER", PLAIN)
VARIABLE("NPY_DISABLE_CPU_FEATURES", PLAIN)
VARIABLE("NPY_PROMOTION_STATE", PLAIN)
VARIABLE("NUMBA_CPU_NAME", PLAIN)
VARIABLE("NUMBA_DISABLE_JIT", PLAIN)
VARIABLE("NVIDIA_DRIVER_CAPABILITIES", PLAIN)
VARIABLE("NVIDIA_TF32_OVERRIDE", PLAIN)
VARIABLE("OPENBLAS_CORETYPE", PLAIN)
VARIABLE("OPENSSL_armcap", PLAIN)
VARIABLE("OPENSSL_ia32cap", PLAIN)
VARIABLE("PYTORCH_CUDA_ALLOC_CONF", PLAIN)
VARIABLE("PYTORCH_ENABLE_MPS_FALLBACK", PLAIN)
VARIABLE("QT_QPA_PLATFORM", PLAIN)
VARIABLE("SDL_VIDEODRIVER", PLAIN)
VARIABLE("TF_CPP_MIN_LOG_LEVEL", PLAIN)
VARIABLE("TF_DETERMINISTIC_OPS", PLAIN)
VARIABLE("TF_ENABLE_ONEDNN_OPTS", PLAIN)
VARIABLE("TF_FORCE_GPU_ALLOW_GROWTH", PLAIN)
VARIABLE("TF_XLA_FLAGS", PRESENCE)
VARIABLE("XLA_FLAGS", PRESENCE)

/* How they talk to each other: of Open MPI's what no launcher sets for its own processes. */
VARIABLE("FI_PROVIDER", PLAIN)
VARIABLE("I_MPI_FABRICS", PLAIN)
VARIABLE("I_MPI_PIN*", PLAIN)
VARIABLE("MPICH_GPU_SUPPORT_ENABLED", PLAIN)
VARIABLE("NCCL_ALGO", PLAIN)
VARIABLE("NCCL_CUMEM_ENABLE", PLAIN)
VARIABLE("NCCL_DEBUG", PLAIN)
VARIABLE("NCCL_IB_*", PLAIN)
VARIABLE("NCCL_NVLS_*", PLAIN)
VARIABLE("NCCL_P2P_*", PLAIN)
VARIABLE("NCCL_PROTO", PLAIN)
VARIABLE("NCCL_SHM_*", PLAIN)
VARIABLE("NCCL_SOCKET_IFNAME", PLAIN)
VARIABLE("OMPI_MCA_btl*", PLAIN)
VARIABLE("OMPI_MCA_coll*", PLAIN)
VARIABLE("OMPI_MCA_hwloc*", PLAIN)
VARIABLE("OMPI_MCA_io*", PLAIN)
VARIABLE("OMPI_MCA_mca*", PLAIN)
VARIABLE("OMPI_MCA_mpi*", PLAIN)
VARIABLE("OMPI_MCA_mtl*", PLAIN)
VARIABLE("OMPI_MCA_opal*", PLAIN)
VARIABLE("OMPI_MCA_osc*", PLAIN)
VARIABLE("OMPI_MCA_pml*", PLAIN)
VARIABLE("OMPI_MCA_rmaps*", PLAIN)
VARIABLE("PSM2_*", PLAIN)
VARIABLE("UCX_*", PLAIN)

/* Proxies */
VARIABLE("ALL_PROXY", SCHEME)
VARIABLE("FTP_PROXY", SCHEME)
VARIABLE("HTTPS_PROXY", SCHEME)
VARIABLE("HTTP_PROXY", SCHEME)
VARIABLE("NO_PROXY", PRESENCE)
VARIABLE("all_proxy", SCHEME)
VARIABLE("ftp_proxy", SCHEME)
VARIABLE("http_proxy", SCHEME)
VARIABLE("https_proxy", SCHEME)
VARIABLE("no_proxy", PRESENCE)

FACT("proxy/*", STRING, HASHED, ALTERS, VARIABLES, "", "",
     "http_proxy, https_proxy, no_proxy and their like; curl(1)",
     "Proxies that programs reach the network through: that one is set and its scheme, never its address. "
     "Programs "
     "differ in which case of the names they obey.")
FACT("threads/*", STRING, CONTEXT, ALTERS, VARIABLES, "", "",
     "OMP_*, MKL_NUM_THREADS, OPENBLAS_NUM_THREADS, GOMAXPROCS and their like",
     "How many threads numeric libraries start and where they run: speed, memory and the order of sums. "
     "Schedulers set "
     "them for each job.")
FACT("tuning/*", STRING, HASHED, ALTERS, VARIABLES, "", "",
     "MKL_CBWR, OPENBLAS_CORETYPE, CUDA_LAUNCH_BLOCKING, OMPI_MCA_*, UCX_*, NCCL_* and their like",
     "How numeric libraries, GPU runtimes and MPI compute and communicate: other kernels, other results, "
     "another network.")
FACT("visible_devices/*", STRING, CONTEXT, ALTERS, VARIABLES, "", "",
     "CUDA_VISIBLE_DEVICES, HIP_VISIBLE_DEVICES, ROCR_VISIBLE_DEVICES, ZE_AFFINITY_MASK and their like",
     "How many accelerators a variable leaves to programs, 0 for none; never which. Schedulers set it for "
     "each job.")

#else
#include "source/keep_parts.h"

#define LAYER RUNTIMES
#define OWNER library_variables
#define DECLARES "collect/runtimes/library_variables.c"
#include "collect/declare.h"

#include "collect/collect.h"

static const char *const inventories[] = {"proxy", "threads", "tuning", "visible_devices"};

static bool is_of_threads(struct view name)
{
    static const char *const starts[] = {"GOMAXPROCS",         "GOMP_", "KMP_",       "MKL_DYNAMIC",
                                         "OPENBLAS_MAIN_FREE", "OMP_",  "TOKENIZERS_"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (view_starts(name, view_of(starts[i])))
            return true;
    return view_ends(name, VIEW("_THREADS"));
}

static const char *inventory_of(struct view name, enum variable_form form)
{
    if (form == VARIABLE_DEVICES || view_is(name, "ONEAPI_DEVICE_SELECTOR"))
        return "visible_devices";
    if (form == VARIABLE_SCHEME || view_is(name, "NO_PROXY") || view_is(name, "no_proxy"))
        return "proxy";
    return is_of_threads(name) ? "threads" : "tuning";
}

void envfp__collect_library_variables(struct collect *c)
{
    struct view *names, value;
    size_t count;
    enum envfp_reason reason = envfp__source_variables(c->source, c->scratch, NULL, &names, &count);
    for (size_t i = 0; i < count && reason == ENVFP_REASON_NONE; i++) {
        reason = source_variable_shown(c->source, c->scratch, names[i].text, &value);
        const struct envfp_read *row = envfp__source_variable_row(c->source->common, names[i].text);
        if (reason == ENVFP_REASON_NONE && row && value.length)
            fact_member(c, inventory_of(names[i], (enum variable_form)row->how), names[i], value);
    }
    for (size_t i = 0; i < sizeof inventories / sizeof *inventories; i++)
        fact_gap(c, source_path(c->scratch, inventories[i], VIEW("/*"), ""), reason);
}

#endif
