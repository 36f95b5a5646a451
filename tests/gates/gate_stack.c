/* SPDX-License-Identifier: MIT */
/* How much stack a collection takes: a host may call from a thread that has little. */
#include "collection.h"
#include "report.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define STACK_SIZE ((size_t)1 << 20)
#define STACK_MOST ((size_t)32 << 10)
#define PAINT 0x5a

struct work {
    const char *name, *operand, *project;
    int recording;
    bool detail, process;
    enum envfp_status status;
    const char *start; /* of what the thread itself needs */
};

static void *collect(void *state)
{
    struct work *work = state;
    struct envfp_probe *probe;
    struct envfp_fingerprint *made = NULL;
    char here = 0;
    work->start = &here;
    work->status = envfp_probe_new(NULL, &probe);
    if (work->status != ENVFP_OK)
        return NULL;
    work->status = envfp_probe_set_operand(probe, work->operand);
    if (work->status == ENVFP_OK && work->project)
        work->status = envfp_probe_set_project(probe, work->project);
    envfp_probe_set_detail(probe, work->detail);
    envfp_probe_set_process(probe, work->process);
    envfp_probe_set_recording(probe, work->recording);
    if (work->status == ENVFP_OK)
        work->status = envfp_probe_run(probe, &made);
    envfp_fingerprint_free(made);
    envfp_probe_free(probe);
    return NULL;
}

/* Bytes below the thread's own frame that are no longer as they were painted; 0 where it could not be run. */
static size_t used(struct work *work)
{
    pthread_t thread;
    pthread_attr_t attributes;
    size_t low = 0;
    char *stack =
        mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED)
        return 0;
    memset(stack, PAINT, STACK_SIZE);
    (void)pthread_attr_init(&attributes);
    bool ran = pthread_attr_setstack(&attributes, stack, STACK_SIZE) == 0 &&
               pthread_create(&thread, &attributes, collect, work) == 0;
    if (ran)
        (void)pthread_join(thread, NULL);
    (void)pthread_attr_destroy(&attributes);
    while (ran && low < STACK_SIZE && stack[low] == PAINT)
        low++;
    size_t depth = ran ? (size_t)(work->start - (stack + low)) : 0;
    (void)munmap(stack, STACK_SIZE);
    return depth;
}

static void check(struct work work)
{
    size_t depth = used(&work);
    if (work.status != ENVFP_OK)
        report(false, "stack of %s: %s", work.name, envfp_status_text(work.status));
    else
        report(depth > 0 && depth < STACK_MOST, "stack of %s: %zu of %zu bytes", work.name, depth,
               STACK_MOST);
}

static void write_text(const char *directory, const char *name, const char *text)
{
    char path[4200];
    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "we");
    if (!file)
        return;
    (void)fputs(text, file);
    (void)fclose(file);
}

/* A project with a lock of each shape, and versions that managers go by. */
static void fill_project(const char *directory)
{
    write_text(directory, ".python-version", "3.11\n");
    write_text(directory, ".tool-versions", "nodejs 20.1.0\nruby 3.2.2\n");
    write_text(directory, "package-lock.json",
               "{\"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\"}}}\n");
    write_text(directory, "uv.lock", "version = 1\n[[package]]\nname = \"a\"\nversion = \"1.0\"\n");
    write_text(directory, "pnpm-lock.yaml",
               "lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    resolution: {}\n");
    write_text(directory, "requirements.txt", "a==1.0\n-r more.txt\n");
    write_text(directory, "more.txt", "b==1.0\n");
    write_text(directory, "go.mod", "module x\ngo 1.21\nrequire a.b/c v1.0.0\n");
    write_text(directory, "Gemfile.lock", "GEM\n  remote: https://rubygems.org/\n  specs:\n    a (1.0)\n");
}

/* Under a seccomp filter, also one that allows everything, trees are walked without openat2. */
static bool filter_calls(void)
{
    struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {1, &allow};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* Instrumented code has larger frames. */
static bool is_instrumented(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return true;
#endif
#endif
    return false;
}

int main(void)
{
    char project[] = "/tmp/envfp-stack-XXXXXX", record[] = "/tmp/envfp-stack-XXXXXX", operand[64];
    if (is_instrumented()) {
        report_skip("stack: a sanitizer needs more");
        return report_end();
    }
    if (!mkdtemp(project) || !mkdtemp(record))
        return 1;
    fill_project(project);
    int out = open(record, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    check((struct work){.name = "self", .operand = "self", .recording = -1});
    check((struct work){.name = "self, detail", .operand = "self", .recording = -1, .detail = true});
    check((struct work){.name = "self, process", .operand = "self", .recording = -1, .process = true});
    check((struct work){.name = "self, project", .operand = "self", .recording = -1, .project = project});
    check((struct work){
        .name = "self, recorded", .operand = "self", .recording = out, .project = project, .detail = true});
    (void)snprintf(operand, sizeof operand, "pid:%d", getpid());
    check((struct work){.name = "pid:", .operand = operand, .recording = -1, .detail = true});
    check((struct work){.name = "root:/", .operand = "root:/", .recording = -1});
    check((struct work){.name = "root:/, project", .operand = "root:/", .recording = -1, .project = project});
    (void)snprintf(operand, sizeof operand, "record:%s", record);
    check((struct work){.name = "record:", .operand = operand, .recording = -1, .detail = true});
    if (filter_calls()) {
        check((struct work){.name = "record:, walked", .operand = operand, .recording = -1, .detail = true});
        check((struct work){
            .name = "root:/, walked", .operand = "root:/", .recording = -1, .project = project});
        check((struct work){.name = "self, walked", .operand = "self", .recording = -1, .project = project});
    }
    (void)close(out);
    collection_remove(project);
    collection_remove(record);
    return report_end();
}
