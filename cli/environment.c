/* SPDX-License-Identifier: MIT */
/* Operands that stand for environments. */
#include "calls.h"
#include "cli.h"
#include "envfp_names.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* far above the size of any document; a log that holds a token may be large */
#define FILE_BYTES_MAX ((size_t)64 << 20)

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

bool environment_is_live(const char *operand)
{
    return strcmp(operand, "self") == 0 || starts(operand, "pid:") || starts(operand, "root:") ||
           starts(operand, "record:");
}

/* Makes the folder's path absolute. Links are left to the library: it knows which of them lead to file systems that may
 * not answer. */
static char *absolute(const char *path)
{
    if (path[0] == '\0')
        return NULL;
    while (path[0] == '.' && path[1] == '/')
        path += 2 + strspn(path + 2, "/");
    if (path[0] == '/')
        return strdup(path);
    char *directory = getcwd(NULL, 0);
    size_t length = directory ? strlen(directory) : 0, more = strlen(path);
    char *whole = directory ? realloc(directory, length + more + 2) : NULL;
    if (!whole) {
        free(directory);
        return NULL;
    }
    if (more > 0 && strcmp(path, ".") != 0) {
        whole[length] = '/';
        memcpy(whole + length + 1, path, more + 1);
    }
    return whole;
}

/* For this process the folder is named relative to the working directory; in another environment the path must be
 * absolute and is resolved there. */
static enum envfp_status set_project(struct envfp_probe *probe, const char *operand, const char *project)
{
    char *path = strcmp(operand, "self") == 0 ? absolute(project) : NULL;
    enum envfp_status status = envfp_probe_set_project(probe, path ? path : project);
    free(path);
    if (status != ENVFP_BAD_ARGUMENT)
        return status;
    complain(project, strcmp(operand, "self") == 0
                          ? "no such project folder"
                          : "a project folder's path begins with a slash, as the environment sees it");
    return status;
}

/* Reports what a folder is instead of a root, or what it lacks. Returns false where nothing can be collected from
 * it. */
static bool check_folder(const char *operand)
{
    if (!starts(operand, "root:"))
        return true;
    struct page why = {0};
    enum foreign foreign = foreign_folder(operand + strlen("root:"), &why);
    if (foreign != FOREIGN_NONE)
        complain(operand, why.bytes);
    page_free(&why);
    return foreign != FOREIGN_REFUSED;
}

/* Reports why the operand of root: or record: cannot be read, and what kind of file or folder it is where that is
 * known. */
static void complain_unreadable(const char *operand, const char *otherwise)
{
    const char *path = strchr(operand, ':') + 1;
    struct page why = {0};
    struct stat status;
    bool known = stat(path, &status) == 0;
    int file =
        known && S_ISREG(status.st_mode) ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY) : -1;
    const char *what = file >= 0 ? foreign_file(file) : NULL;
    if (known && S_ISDIR(status.st_mode) && foreign_folder(path, &why) == FOREIGN_REFUSED)
        what = why.bytes;
    if (file >= 0)
        (void)close(file);
    complain(operand, what ? what : otherwise);
    page_free(&why);
}

/* Why nothing was collected. */
static void complain_collecting(const char *operand, const char *project, bool recording,
                                enum envfp_status status)
{
    if (status == ENVFP_NOT_FOUND && project && strcmp(operand, "self") == 0)
        complain(project, "no such project folder");
    else if (status == ENVFP_NOT_FOUND)
        complain(operand, project                   ? "not there, or without that project folder"
                          : starts(operand, "pid:") ? "no such process"
                                                    : "no such directory");
    else if (status == ENVFP_IO && starts(operand, "record:"))
        complain_unreadable(operand, "not a recording");
    else if (status == ENVFP_IO && starts(operand, "root:") && !recording)
        complain_unreadable(operand, "not a directory that can be read");
    else if (status == ENVFP_IO)
        complain(operand, recording ? "the recording cannot be written" : "not a directory that can be read");
    else if (status == ENVFP_BAD_ARGUMENT)
        complain(operand, "not an environment (self, pid:N, root:DIR, record:DIR, FILE or -)");
    else
        complain_status(operand, status);
}

static struct envfp_fingerprint *collect(const char *operand, uint32_t layers, const char *project,
                                         int recording, bool trace, const struct tried_calls *tried)
{
    struct envfp_probe *probe;
    struct envfp_fingerprint *fingerprint = NULL;
    if (!check_folder(operand))
        return NULL;
    enum envfp_status status = envfp_probe_new(NULL, &probe);
    if (status == ENVFP_OK)
        status = envfp_probe_set_operand(probe, operand);
    if (status == ENVFP_OK)
        status = envfp_probe_set_layers(probe, layers);
    if (status == ENVFP_OK && tried)
        status = envfp_probe_add_set(probe, "calls.refused", tried->items, tried->count);
    if (status == ENVFP_OK && project && set_project(probe, operand, project) != ENVFP_OK) {
        envfp_probe_free(probe);
        return NULL;
    }
    if (status == ENVFP_OK)
        status = envfp_probe_set_names(probe, envfp_names_get());
    if (status == ENVFP_OK) {
        envfp_probe_set_detail(probe, true);
        envfp_probe_set_trace(probe, trace);
        envfp_probe_set_recording(probe, recording);
        status = envfp_probe_run(probe, &fingerprint);
    }
    envfp_probe_free(probe);
    if (status != ENVFP_OK)
        complain_collecting(operand, project, recording >= 0, status);
    return fingerprint;
}

/* Reports that a folder was given without `root:` or `record:`, and says which of them it looks like. */
static void refuse_folder(const char *path)
{
    struct page why = {0};
    switch (foreign_folder(path, &why)) {
    case FOREIGN_REFUSED: complain(path, why.bytes); break;
    case FOREIGN_RECORDING: complain(path, "is a recording (record:DIR stands for one)"); break;
    case FOREIGN_NONE:
    case FOREIGN_DOUBTFUL: complain(path, "is a directory (root:DIR stands for one)"); break;
    }
    page_free(&why);
}

/* Whether the file can be read from; reports why not. */
static bool accept(const char *path, int descriptor)
{
    struct stat status;
    const char *why = NULL;
    if (fstat(descriptor, &status) != 0) {
        why = strerror(errno);
    } else if (S_ISDIR(status.st_mode)) {
        refuse_folder(path);
        return false;
    } else if (!S_ISREG(status.st_mode)) {
        why = "not a regular file (- stands for standard input)";
    } else if (status.st_size > (off_t)FILE_BYTES_MAX) {
        why = foreign_file(descriptor);
        why = why ? why : "larger than 64 MiB";
    }
    if (why)
        complain(path, why);
    return !why;
}

/* All bytes up to the end; NULL after a message. */
static char *read_all(const char *name, int descriptor, size_t *length)
{
    char *bytes = NULL;
    size_t capacity = 0;
    for (*length = 0;;) {
        if (*length == capacity) {
            char *moved = capacity <= FILE_BYTES_MAX ? realloc(bytes, capacity * 2 + 65536) : NULL;
            if (!moved) {
                complain(name, capacity > FILE_BYTES_MAX ? "larger than 64 MiB" : "out of memory");
                free(bytes);
                return NULL;
            }
            bytes = moved;
            capacity = capacity * 2 + 65536;
        }
        ssize_t got = read(descriptor, bytes + *length, capacity - *length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            complain(name, strerror(errno));
            free(bytes);
            return NULL;
        }
        if (got == 0)
            return bytes;
        *length += (size_t)got;
    }
}

/* `descriptor`: where the bytes come from, or -1. */
static struct envfp_fingerprint *parse(const char *name, const char *bytes, size_t length, int descriptor)
{
    struct envfp_fingerprint *fingerprint = NULL;
    enum envfp_status status = envfp_fingerprint_parse(NULL, bytes, length, &fingerprint);
    const char *what = status == ENVFP_BAD_FORMAT && descriptor >= 0 ? foreign_file(descriptor) : NULL;
    if (status == ENVFP_BAD_FORMAT)
        complain(name, what ? what : damage_name(bytes, length));
    else if (status != ENVFP_OK)
        complain_status(name, status);
    else if (!envfp_fingerprint_get_verified(fingerprint))
        complain(name, "altered: its digests do not agree with its facts");
    if (status == ENVFP_OK && damage_after(fingerprint, bytes, length))
        complain(name, damage_after(fingerprint, bytes, length));
    return fingerprint;
}

/* A token, or a packed document, that stands for itself; of a long one messages show the start. */
static struct envfp_fingerprint *parse_token(const char *token)
{
    struct page name = {0};
    size_t length = strlen(token), most = 200;
    page_add_bytes(&name, token, length < most ? length : most);
    page_add(&name, length < most ? "" : "...");
    struct envfp_fingerprint *fingerprint = parse(name.bytes, token, length, -1);
    page_free(&name);
    return fingerprint;
}

static struct envfp_fingerprint *read_file(const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard input" : path;
    /* O_NONBLOCK: opening a FIFO without it would wait for a writer; a FIFO is refused. */
    int descriptor = standard ? STDIN_FILENO : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    bool no_file = descriptor < 0 && (errno == ENOENT || errno == ENAMETOOLONG);
    if (no_file && (strncasecmp(path, "envfp1.", 7) == 0 || starts(path, "envfpz1.")))
        return parse_token(path);
    if (descriptor < 0) {
        complain(name, strerror(errno));
        return NULL;
    }
    size_t length = 0;
    char *bytes = standard || accept(path, descriptor) ? read_all(name, descriptor, &length) : NULL;
    struct envfp_fingerprint *fingerprint = bytes ? parse(name, bytes, length, descriptor) : NULL;
    if (!standard)
        (void)close(descriptor);
    free(bytes);
    return fingerprint;
}

struct envfp_fingerprint *environment_load(const char *operand, uint32_t layers, const char *project,
                                           int recording)
{
    return environment_is_live(operand) ? collect(operand, layers, project, recording, false, NULL)
                                        : read_file(operand);
}

struct envfp_fingerprint *environment_trace(const char *operand, uint32_t layers, const char *project)
{
    return collect(operand, layers, project, -1, true, NULL);
}

struct envfp_fingerprint *environment_try_calls(const char *operand, uint32_t layers, const char *project)
{
    struct tried_calls tried;
    const char *why = strcmp(operand, "self") != 0
                          ? "tries calls of this process's own environment alone (self)"
                      : !calls_try(&tried) ? "a child that could try them is refused"
                                           : NULL;
    if (!why)
        return collect(operand, layers, project, -1, false, &tried);
    complain("--try-calls", why);
    return NULL;
}
