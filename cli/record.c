/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A descriptor of an empty directory, made where there is none; -1 after a message. */
static int open_directory(const char *path, bool *made)
{
    *made = mkdir(path, 0777) == 0;
    if (!*made && errno != EEXIST) {
        complain(path, strerror(errno));
        return -1;
    }
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (*made ? O_NOFOLLOW : 0));
    DIR *directory =
        descriptor < 0 ? NULL : fdopendir(openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory) {
        complain(path, strerror(errno));
        if (descriptor >= 0)
            (void)close(descriptor);
        return -1;
    }
    bool empty = true;
    for (const struct dirent *entry = readdir(directory); entry; entry = readdir(directory))
        empty &= strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    (void)closedir(directory);
    if (empty)
        return descriptor;
    complain(path, "not empty");
    (void)close(descriptor);
    return -1;
}

struct tally {
    unsigned long long files, bytes;
};

/* Counts files and links below a directory, and closes its descriptor. */
static void count_files(int descriptor, unsigned depth, struct tally *tally)
{
    DIR *directory = descriptor < 0 ? NULL : fdopendir(descriptor);
    const struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            fstatat(descriptor, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (!S_ISDIR(status.st_mode)) {
            tally->files++;
            unsigned long long size = (unsigned long long)status.st_size,
                               held = (unsigned long long)status.st_blocks * 512;
            tally->bytes += held < size ? held : size; /* recorded programs are mostly holes */
        } else if (depth < 256) {
            int below = openat(descriptor, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            count_files(below, depth + 1, tally);
        }
    }
    if (directory)
        (void)closedir(directory);
}

static int tell(const char *path, const struct envfp_fingerprint *fingerprint)
{
    struct tally tally = {0};
    count_files(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), 0, &tally);
    struct page page = {.style = style_of(stdout)};
    page_add(&page, "Recorded ");
    page_number(&page, (long long)tally.files);
    page_add(&page, " files, ");
    page_number(&page, (long long)((tally.bytes + 1023) / 1024));
    page_add(&page, " KiB, in ");
    page_text(&page, path, SIZE_MAX);
    page_add(&page, "\nDigest ");
    const char *digest = envfp_fingerprint_get_digest(fingerprint);
    page_add(&page, digest ? digest : "not known");
    page_add(
        &page,
        "\n\nOf each file it holds only what the facts come from, in forms that are known to be harmless: "
        "names\n"
        "and versions of packages, kernel and processor facts, paths without whose home they lie in. It "
        "holds\n"
        "no host name, user, address, serial number, machine id or comment, and no file that envfp does not\n"
        "know. Names of private packages and folders are in it: look it through, then attach it to a bug\n"
        "report, as in: tar -czf recording.tar.gz -C DIR .\n"
        "Everywhere an environment is named, record:DIR stands for it: envfp show record:DIR\n");
    return write_page(&page, NULL);
}

int command_record(const struct options *options)
{
    const char *path = options->operands[0];
    const char *operand = options->operand_count > 1 ? options->operands[1] : "self";
    if (environment_is_live(path))
        return complain(path,
                        "stands for an environment; DIR comes first (with ./ before a folder of that name)");
    if (!environment_is_live(operand))
        return complain(operand, "only self, pid:N, root:DIR and record:DIR can be recorded");
    bool made;
    int directory = open_directory(path, &made);
    if (directory < 0)
        return EXIT_TROUBLE;
    struct envfp_fingerprint *fingerprint =
        environment_load(operand, options->layers, options->project, directory);
    (void)close(directory);
    if (!fingerprint && made)
        (void)rmdir(path); /* where nothing was written yet */
    int status = fingerprint ? tell(path, fingerprint) : EXIT_TROUBLE;
    envfp_fingerprint_free(fingerprint);
    return status;
}
