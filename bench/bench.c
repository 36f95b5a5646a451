/* SPDX-License-Identifier: MIT */
/*
 * What envfp costs on this machine, each figure beside the floor or the goal that it is held against; a table for
 * people and BUILD/bench.json for programs.
 */
#include "bank.h"
#include "cases.h"
#include "collection.h"
#include "floor.h"
#include "measure.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- The report ------------------------------------------------------------------------------------ */

static FILE *json;
static const char *separator = "\n";

static void section(const char *title, const char *head)
{
    printf("\n%-34s%s\n", title, head);
}

/* A figure and what it is held against (negative: nothing). */
static void figure(const char *name, const char *unit, double value, double against, double goal)
{
    printf("  %-32s%10.1f %-3s", name, value, unit);
    if (against >= 0)
        printf(" %10.1f %-3s  x %4.2f", against, unit, against > 0 ? value / against : 0);
    if (goal >= 0)
        printf("%s  goal %.4g %s%s", against >= 0 ? "" : "                        ", goal, unit,
               value <= goal ? "" : "  (missed)");
    putchar('\n');
    (void)fprintf(json, "%s  {\"name\":\"%s\",\"unit\":\"%s\",\"value\":%.2f", separator, name, unit, value);
    if (against >= 0)
        (void)fprintf(json, ",\"floor\":%.2f,\"ratio\":%.3f", against, against > 0 ? value / against : 0);
    if (goal >= 0)
        (void)fprintf(json, ",\"goal\":%.4g,\"met\":%s", goal, value <= goal ? "true" : "false");
    (void)fputs("}", json);
    separator = ",\n";
}

/* ---- Collections ----------------------------------------------------------------------------------- */

struct collecting {
    struct envfp_probe *probe;
    struct floor floor;
};

static void collect(void *state)
{
    const struct collecting *collecting = state;
    struct envfp_fingerprint *made;
    if (envfp_probe_run(collecting->probe, &made) != ENVFP_OK)
        abort();
    envfp_fingerprint_free(made);
}

static void walk(void *state)
{
    const struct collecting *collecting = state;
    floor_walk(&collecting->floor, false);
}

static void walk_once(void *state)
{
    const struct collecting *collecting = state;
    floor_walk(&collecting->floor, true);
}

static void open_collecting(struct collecting *collecting, uint32_t mask)
{
    if (envfp_probe_new(NULL, &collecting->probe) != ENVFP_OK ||
        envfp_probe_set_layers(collecting->probe, mask) != ENVFP_OK)
        abort();
    floor_learn(&collecting->floor, mask);
}

static void close_collecting(struct collecting *collecting)
{
    envfp_probe_free(collecting->probe);
    floor_free(&collecting->floor);
}

/* Both in turn, so that both see the same machine. */
static void compare(void (*work)(void *), void (*floor)(void *), void *state, unsigned rounds, double *worked,
                    double *walked)
{
    struct sample ours = {0}, theirs = {0};
    work(state);
    floor(state);
    for (unsigned i = 0; i < rounds; i++) {
        double start = now_us();
        floor(state);
        double middle = now_us();
        work(state);
        sample_add(&ours, now_us() - middle);
        sample_add(&theirs, middle - start);
    }
    *worked = sample_median(&ours);
    *walked = sample_median(&theirs);
    sample_free(&ours);
    sample_free(&theirs);
}

static void bench_layers(const char *name, uint32_t mask, double goal)
{
    struct collecting collecting;
    char text[64];
    double ours, theirs;
    open_collecting(&collecting, mask);
    compare(collect, walk, &collecting, 300, &ours, &theirs);
    figure(name, "us", ours, theirs, goal > 0 ? goal * theirs : goal);
    if (mask == ENVFP_LAYERS_ALL) {
        compare(collect, walk_once, &collecting, 300, &ours, &theirs);
        figure("  beside no read at the end", "us", ours, theirs, -1);
    }
    long calls = count_calls(collect, &collecting), floor_calls = count_calls(walk, &collecting);
    (void)snprintf(text, sizeof text, "%s, system calls", name);
    if (calls >= 0)
        figure(text, "", (double)calls, (double)floor_calls, mask == ENVFP_LAYERS_ALL ? 1600 : -1);
    close_collecting(&collecting);
}

static void bench_first_call(const char *self, const char *steps)
{
    struct sample ours = {0}, theirs = {0};
    char *program = strdup(self), *file = strdup(steps), first[] = "--first", walking[] = "--first-walk";
    char *collecting[] = {program, first, NULL}, *floor[] = {program, walking, file, NULL};
    for (unsigned i = 0; i < 40; i++) {
        double a = ask_program(collecting), b = ask_program(floor);
        if (a >= 0 && b >= 0) {
            sample_add(&ours, a);
            sample_add(&theirs, b);
        }
    }
    figure("first call in a new process", "us", sample_median(&ours), sample_median(&theirs), 3000);
    sample_free(&ours);
    sample_free(&theirs);
    free(program);
    free(file);
}

static void bench_heap(void)
{
    struct bank bank;
    struct collecting collecting = {0};
    bank_init(&bank);
    if (envfp_probe_new(&bank.allocator, &collecting.probe) != ENVFP_OK)
        abort();
    collect(&collecting);
    figure("heap at the peak", "KiB", (double)bank.peak / 1024, -1, 2048);
    close_collecting(&collecting);
}

static void bench_collections(const char *self, const char *build)
{
    char steps[4200];
    struct floor floor;
    section("collection, no detail, warm", "     envfp          floor        ratio");
    bench_layers("all layers", ENVFP_LAYERS_ALL, 1.5);
    bench_layers("without packages and runtimes",
                 ENVFP_LAYERS_ALL & ~(1U << ENVFP_LAYER_PACKAGES | 1U << ENVFP_LAYER_RUNTIMES), -1);
    for (int layer = 0; layer < ENVFP_LAYER_COUNT; layer++)
        bench_layers(envfp_layer_name((enum envfp_layer)layer), 1U << layer, -1);
    (void)snprintf(steps, sizeof steps, "%s/bench/steps", build);
    floor_learn(&floor, ENVFP_LAYERS_ALL);
    if (floor_save(&floor, steps) == 0)
        bench_first_call(self, steps);
    figure("CPUID leaves asked for", "", (double)floor.leaves, -1, -1);
    floor_free(&floor);
    bench_heap();
}

/* ---- Growth ----------------------------------------------------------------------------------------- */

/* The least of some rounds in us, and the heap's peak; takes the folder. */
static double collect_root(char *directory, unsigned rounds, double *heap_kib)
{
    char operand[4200];
    struct bank bank;
    struct collecting collecting = {0};
    struct sample sample = {0};
    if (!directory)
        return -1;
    (void)snprintf(operand, sizeof operand, "root:%s", directory);
    bank_init(&bank);
    if (envfp_probe_new(&bank.allocator, &collecting.probe) != ENVFP_OK ||
        envfp_probe_set_operand(collecting.probe, operand) != ENVFP_OK)
        abort();
    collect(&collecting);
    *heap_kib = (double)bank.peak / 1024;
    envfp_probe_free(collecting.probe);
    if (envfp_probe_new(NULL, &collecting.probe) != ENVFP_OK ||
        envfp_probe_set_operand(collecting.probe, operand) != ENVFP_OK)
        abort();
    for (unsigned i = 0; i < rounds; i++) {
        double start = now_us();
        collect(&collecting);
        sample_add(&sample, now_us() - start);
    }
    double least = sample_least(&sample);
    sample_free(&sample);
    close_collecting(&collecting);
    collection_remove(directory);
    free(directory);
    return least;
}

static void bench_growth(void)
{
    double heap = 0, start = collect_root(cases_make_root(0), 100, &heap);
    double few = collect_root(cases_make_root(1000), 100, &heap);
    double many = collect_root(cases_make_root(60000), 20, &heap);
    section("growth of packages (dpkg)", "");
    if (start < 0 || few < 0 || many < 0) {
        printf("  cannot make any: is TMPDIR writable?\n");
        return;
    }
    figure("1,000 packages, each", "ns", few - start, -1, -1);
    figure("60,000 packages, each", "ns", (many - start) / 60, few - start, 1.2 * (few - start));
    figure("heap at 60,000", "KiB", heap, -1, 16384);
    few = collect_root(cases_make_log(1000), 100, &heap);
    many = collect_root(cases_make_log(60000), 20, &heap);
    figure("1,000 pages of rpm's log, each", "ns", few - start, -1, -1);
    figure("60,000 pages of rpm's log, each", "ns", (many - start) / 60, few - start, -1);
}

/* ---- Fingerprints ---------------------------------------------------------------------------------- */

static void time_case(const char *name, void (*work)(void *), void (*floor)(void *), void *state, double goal)
{
    double ours, theirs = -1;
    compare(work, floor ? floor : work, state, 500, &ours, &theirs);
    figure(name, "us", ours, floor ? theirs : -1, goal);
}

static void bench_fingerprints(void)
{
    struct cases cases;
    section("fingerprints", "");
    if (!cases_open(&cases)) {
        printf("  cannot make any: is TMPDIR writable?\n");
        return;
    }
    printf("  (%zu facts, a document of %zu KiB, packed %zu KiB)\n", cases.facts,
           cases.document_length / 1024, cases.packed_length / 1024);
    time_case("diff, 30 facts differ", cases_diff, NULL, &cases, 60);
    time_case("diff, digests agree", cases_diff_equal, NULL, &cases, 1);
    time_case("read and verify, packed", cases_read, cases_inflate, &cases, 600);
    time_case("write the document", cases_write, NULL, &cases, -1);
    cases_close(&cases);
}

/* ---- Processes ------------------------------------------------------------------------------------- */

static void bench_linking(const char *build)
{
    char plain[4200], linked[4200];
    struct sample without = {0}, with = {0};
    (void)snprintf(plain, sizeof plain, "%s/bench/idle", build);
    (void)snprintf(linked, sizeof linked, "%s/bench/idle-linked", build);
    char *a[] = {plain, NULL}, *b[] = {linked, NULL};
    for (unsigned i = 0; i < 300; i++) {
        double first = time_program(a), second = time_program(b);
        if (first >= 0 && second >= 0) {
            sample_add(&without, first);
            sample_add(&with, second);
        }
    }
    section("linking the library, not calling it", "  linked       without");
    double start = sample_median(&without), more = sample_median(&with);
    figure("start to end of a program", "us", more, start, start + 200);
    figure("proportional memory", "KiB", (double)memory_of_program(linked), (double)memory_of_program(plain),
           (double)memory_of_program(plain) + 600);
    sample_free(&without);
    sample_free(&with);
}

/* The median of what fits into a second, at least once. */
static void bench_program(char *const arguments[])
{
    struct sample sample = {0};
    char name[128] = "";
    double until = now_us() + 1e6;
    do {
        double took = time_program(arguments);
        if (took < 0)
            break;
        sample_add(&sample, took);
    } while (now_us() < until && sample.count < 20);
    const char *slash = strrchr(arguments[0], '/');
    (void)snprintf(name, sizeof name, "%s%s%s", slash ? slash + 1 : arguments[0], arguments[1] ? " " : "",
                   arguments[1] ? arguments[1] : "");
    if (sample.count)
        figure(name, "us", sample_median(&sample), -1, -1);
    else
        printf("  %-32s%10s\n", name, "not here");
    sample_free(&sample);
}

static void bench_programs(const char *build)
{
    char envfp[4200], collect_word[] = "collect", query[] = "-W";
    (void)snprintf(envfp, sizeof envfp, "%s/envfp", build);
    char names[][24] = {"lscpu", "systemd-detect-virt", "facter", "ohai", "lshw", "inxi"},
         dpkg[] = "dpkg-query";
    section("whole processes", "");
    bench_program((char *[]){envfp, collect_word, NULL});
    bench_program((char *[]){dpkg, query, NULL});
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        bench_program((char *[]){names[i], NULL});
}

/* ---- A child's part: nothing happened before in its process ------------------------------------------ */

static int first_call(const char *steps)
{
    struct collecting collecting = {0};
    if (steps ? floor_load(&collecting.floor, steps) : envfp_probe_new(NULL, &collecting.probe) != ENVFP_OK)
        return 1;
    double start = now_us();
    if (steps)
        walk(&collecting);
    else
        collect(&collecting);
    printf("%.2f\n", now_us() - start);
    close_collecting(&collecting);
    return 0;
}

int main(int count, char **arguments)
{
    char path[4200];
    if (count > 1 && strncmp(arguments[1], "--first", 7) == 0)
        return first_call(count > 2 ? arguments[2] : NULL);
    const char *build = count > 1 ? arguments[1] : "build";
    (void)snprintf(path, sizeof path, "%s/bench.json", build);
    json = fopen(path, "we");
    if (!json) {
        perror(path);
        return 1;
    }
    (void)fprintf(json, "{\"bench\":1,\"library\":\"envfp %s\",\"figures\":[", envfp_version());
    printf("envfp %s, %ld processors; medians, both sides in turn\n", envfp_version(),
           sysconf(_SC_NPROCESSORS_ONLN));
    bench_collections(arguments[0], build);
    bench_growth();
    bench_fingerprints();
    bench_linking(build);
    bench_programs(build);
    (void)fputs("\n]}\n", json);
    printf("\nwritten to %s\n", path);
    return fclose(json) ? 1 : 0;
}
