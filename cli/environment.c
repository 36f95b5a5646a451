/* SPDX-License-Identifier: MIT */
/* Operands that stand for environments. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Far above any document; a log may be large. */
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

/* The folder's path from the root on. Links are the library's to follow: it knows which of them lead to file systems
 * that may not answer. */
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

/* Here a folder is named as everywhere else; in another environment only its own paths mean something. */
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

static struct envfp_fingerprint *collect(const char *operand, uint32_t layers, const char *project,
                                         int recording)
{
    struct envfp_probe *probe;
    struct envfp_fingerprint *fingerprint = NULL;
    enum envfp_status status = envfp_probe_new(NULL, &probe);
    if (status == ENVFP_OK)
        status = envfp_probe_set_operand(probe, operand);
    if (status == ENVFP_OK)
        status = envfp_probe_set_layers(probe, layers);
    if (status == ENVFP_OK && project && set_project(probe, operand, project) != ENVFP_OK) {
        envfp_probe_free(probe);
        return NULL;
    }
    if (status == ENVFP_OK) {
        envfp_probe_set_detail(probe, true);
        envfp_probe_set_recording(probe, recording);
        status = envfp_probe_run(probe, &fingerprint);
    }
    envfp_probe_free(probe);
    if (status == ENVFP_NOT_FOUND)
        complain(operand, project                   ? "not there, or without that project folder"
                          : starts(operand, "pid:") ? "no such process"
                                                    : "no such directory");
    else if (status == ENVFP_IO && starts(operand, "record:"))
        complain(operand, "not a recording");
    else if (status == ENVFP_IO)
        complain(operand,
                 recording < 0 ? "not a directory that can be read" : "the recording cannot be written");
    else if (status == ENVFP_BAD_ARGUMENT)
        complain(operand, "not an environment (self, pid:N, root:DIR, record:DIR, FILE or -)");
    else if (status != ENVFP_OK)
        complain_status(operand, status);
    return fingerprint;
}

/* What a file that is none can be told as; NULL for a regular one. */
static const char *refuse(int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return strerror(errno);
    if (S_ISDIR(status.st_mode))
        return "is a directory (root:DIR stands for one)";
    if (!S_ISREG(status.st_mode))
        return "not a regular file (- stands for standard input)";
    return status.st_size > (off_t)FILE_BYTES_MAX ? "larger than 64 MiB" : NULL;
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

static struct envfp_fingerprint *parse(const char *name, const char *bytes, size_t length)
{
    struct envfp_fingerprint *fingerprint = NULL;
    enum envfp_status status = envfp_fingerprint_parse(NULL, bytes, length, &fingerprint);
    if (status != ENVFP_OK)
        complain(name, status == ENVFP_BAD_FORMAT ? "holds no fingerprint" : envfp_status_text(status));
    return fingerprint;
}

static struct envfp_fingerprint *read_file(const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard input" : path;
    /* O_NONBLOCK: a FIFO is to be refused, not waited for. */
    int descriptor = standard ? STDIN_FILENO : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0 && errno == ENOENT && (starts(path, "envfp1.") || starts(path, "envfpz1.")))
        return parse("token", path, strlen(path));
    if (descriptor < 0) {
        complain(name, strerror(errno));
        return NULL;
    }
    const char *refusal = standard ? NULL : refuse(descriptor);
    if (refusal)
        complain(name, refusal);
    size_t length = 0;
    char *bytes = refusal ? NULL : read_all(name, descriptor, &length);
    if (!standard)
        (void)close(descriptor);
    struct envfp_fingerprint *fingerprint = bytes ? parse(name, bytes, length) : NULL;
    free(bytes);
    return fingerprint;
}

struct envfp_fingerprint *environment_load(const char *operand, uint32_t layers, const char *project,
                                           int recording)
{
    return environment_is_live(operand) ? collect(operand, layers, project, recording) : read_file(operand);
}
