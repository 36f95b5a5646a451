/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <criterion/criterion.h>
#include <string.h>

#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(library_variables, .init = set_up, .fini = tear_down);

static void is(const char *key, const char *value)
{
    const char *got = world_string(world, RT, key);
    cr_expect(value ? got && strcmp(got, value) == 0 : !got, "%s: %s", key, got ? got : "nothing");
}

/* What one variable comes to. */
static void tells(const char *name, const char *value, const char *key, const char *expected)
{
    struct world *kept = world;
    world = world_new();
    world_variable(world, name, value);
    world_collect(world, "library_variables");
    is(key, expected);
    world_free(world);
    world = kept;
}

Test(library_variables, say_nothing_where_none_is_set)
{
    world_variable(world, "PATH", "/bin");
    world_variable(world, "OMP_NUM_THREADS", "");
    world_collect(world, "library_variables");
    cr_expect_eq(world_facts(world)->sections[RT].count, 0);
    cr_expect_eq(world_facts(world)->sections[RT].gap_count, 0);
}

Test(library_variables, of_threads_have_values)
{
    tells("OMP_NUM_THREADS", "4,2", "threads/OMP_NUM_THREADS", "4,2");
    tells("OMP_PROC_BIND", "close", "threads/OMP_PROC_BIND", "close");
    tells("OMP_SCHEDULE", "dynamic,16", "threads/OMP_SCHEDULE", "dynamic,16");
    tells("MKL_NUM_THREADS", "1", "threads/MKL_NUM_THREADS", "1");
    tells("RAYON_NUM_THREADS", "8", "threads/RAYON_NUM_THREADS", "8");
    tells("GOMAXPROCS", "2", "threads/GOMAXPROCS", "2");
}

Test(library_variables, of_devices_are_counts)
{
    tells("CUDA_VISIBLE_DEVICES", "GPU-5ebd5c3a-1111-2222-3333-444455556666,1",
          "visible_devices/CUDA_VISIBLE_DEVICES", "2");
    tells("CUDA_VISIBLE_DEVICES", "", "visible_devices/CUDA_VISIBLE_DEVICES", "0");
    tells("ROCR_VISIBLE_DEVICES", "0", "visible_devices/ROCR_VISIBLE_DEVICES", "1");
    tells("NVIDIA_VISIBLE_DEVICES", "all", "visible_devices/NVIDIA_VISIBLE_DEVICES", "all");
    tells("ZE_AFFINITY_MASK", "0.0,0.1", "visible_devices/ZE_AFFINITY_MASK", "2");
}

Test(library_variables, of_computing_have_values)
{
    tells("MKL_CBWR", "COMPATIBLE", "tuning/MKL_CBWR", "COMPATIBLE");
    tells("OPENBLAS_CORETYPE", "Haswell", "tuning/OPENBLAS_CORETYPE", "Haswell");
    tells("CUBLAS_WORKSPACE_CONFIG", ":4096:8", "tuning/CUBLAS_WORKSPACE_CONFIG", ":4096:8");
    tells("XLA_FLAGS", "--xla_dump_to=/home/me/x", "tuning/XLA_FLAGS", "set");
}

Test(library_variables, of_networks_are_settings_of_components)
{
    tells("OMPI_MCA_btl", "^openib", "tuning/OMPI_MCA_btl", "^openib");
    tells("OMPI_MCA_btl_tcp_if_include", "eth0", "tuning/OMPI_MCA_btl_tcp_if_include", "eth0");
    tells("OMPI_MCA_btl_tcp_if_include", "10.1.0.0/16", "tuning/OMPI_MCA_btl_tcp_if_include", "set");
    tells("OMPI_MCA_orte_hnp_uri", "1;tcp://10.0.0.1:5", "tuning/OMPI_MCA_orte_hnp_uri", NULL);
    tells("UCX_TLS", "rc,sm,self", "tuning/UCX_TLS", "rc,sm,self");
    tells("NCCL_P2P_DISABLE", "1", "tuning/NCCL_P2P_DISABLE", "1");
    tells("NCCL_COMM_ID", "node1:4711", "tuning/NCCL_COMM_ID", NULL);
}

Test(library_variables, of_proxies_have_a_scheme)
{
    tells("http_proxy", "http://joe:hunter2@proxy.corp.example:3128", "proxy/http_proxy", "http");
    tells("HTTPS_PROXY", "socks5h://10.0.0.1:1080", "proxy/HTTPS_PROXY", "socks5h");
    tells("all_proxy", "proxy.corp.example:3128", "proxy/all_proxy", "set");
    tells("no_proxy", ".corp.example", "proxy/no_proxy", "set");
}

Test(library_variables, that_cannot_be_read_are_gaps)
{
    static const char *const keys[] = {"proxy/*", "threads/*", "tuning/*", "visible_devices/*"};
    world_variable(world, "OMP_NUM_THREADS", "4");
    world_fail_at(world, 1, ENVFP_REASON_DENIED);
    world_collect(world, "library_variables");
    for (size_t i = 0; i < 4; i++)
        cr_expect_str_eq(world_gap(world, RT, keys[i]), "denied", "%s", keys[i]);
    is("threads/OMP_NUM_THREADS", NULL);
}
