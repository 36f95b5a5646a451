/* SPDX-License-Identifier: MIT */
/*
 * Folders that people give as an environment by mistake: images that were never unpacked, the folder around a root, an
 * empty folder. The folder may be hostile: no link is followed, no other file system is entered, and the number of
 * entries read is bounded.
 */
#include "cli.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#if !defined(AT_NO_AUTOMOUNT)
#define AT_NO_AUTOMOUNT 0
#endif

#define HEAD_MOST ((size_t)64 << 10)
#define ENTRIES_MOST 20000 /* a folder with more entries was not mistyped */
#define DEPTH_MOST 16

/* ---- One folder ------------------------------------------------------------------------------------ */

static int open_below(int folder, const char *path, int flags)
{
    return openat(folder, path, flags | O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

/* Opens a folder several components deep without following a link; -1 where there is none. */
static int open_folder(int folder, const char *path)
{
    int found = open_below(folder, ".", O_DIRECTORY);
    while (found >= 0 && *path) {
        char name[64];
        size_t length = strcspn(path, "/");
        if (length >= sizeof name)
            length = sizeof name - 1;
        memcpy(name, path, length);
        name[length] = '\0';
        int next = open_below(found, name, O_DIRECTORY);
        (void)close(found);
        found = next;
        path += length + (path[length] == '/');
    }
    return found;
}

static mode_t type_of(int folder, const char *name)
{
    struct stat status;
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) == 0
               ? status.st_mode & S_IFMT
               : 0;
}

static bool is_file(int folder, const char *name)
{
    return type_of(folder, name) == S_IFREG;
}

static bool is_folder(int folder, const char *name)
{
    return type_of(folder, name) == S_IFDIR;
}

/* Whether a regular file's first bytes hold the words. */
static bool holds(int folder, const char *name, const char *words)
{
    static char head[HEAD_MOST];
    if (!is_file(folder, name))
        return false;
    int file = open_below(folder, name, 0);
    ssize_t got = file < 0 ? 0 : pread(file, head, sizeof head, 0);
    if (file >= 0)
        (void)close(file);
    return got > 0 && memmem(head, (size_t)got, words, strlen(words));
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* ---- Programs -------------------------------------------------------------------------------------- */

/* Whether a file is an ELF program or a WebAssembly module. Scripts do not count: they need an interpreter, and source
 * trees hold many of them. */
static bool is_program(int folder, const char *name)
{
    char magic[4] = "";
    int file = open_below(folder, name, 0);
    ssize_t got = file < 0 ? 0 : pread(file, magic, sizeof magic, 0);
    if (file >= 0)
        (void)close(file);
    return got == sizeof magic && (memcmp(magic, "\177ELF", 4) == 0 || memcmp(magic, "\0asm", 4) == 0);
}

struct search {
    dev_t device;
    unsigned left; /* entries that may still be looked at */
    bool found;
};

/* Searches below a folder for a program; closes `descriptor`. */
static void search_programs(int descriptor, unsigned depth, struct search *search)
{
    DIR *directory = fdopendir(descriptor);
    const struct dirent *entry;
    if (!directory) {
        (void)close(descriptor);
        search->found =
            true; /* a folder that cannot be read may hold programs: give it the benefit of the doubt */
    }
    while (directory && !search->found && (entry = readdir(directory))) {
        struct stat status;
        if (is_dots(entry->d_name))
            continue;
        if (search->left == 0 || depth == DEPTH_MOST) {
            search->found = true; /* for all that can be told */
            break;
        }
        search->left--;
        if (fstatat(descriptor, entry->d_name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) != 0)
            continue;
        if (S_ISREG(status.st_mode) && (status.st_mode & 0111)) {
            search->found = is_program(descriptor, entry->d_name);
        } else if (S_ISDIR(status.st_mode)) {
            int below =
                status.st_dev == search->device ? open_below(descriptor, entry->d_name, O_DIRECTORY) : -1;
            if (below >= 0)
                search_programs(below, depth + 1, search);
            else
                search->found = true;
        }
    }
    if (directory)
        (void)closedir(directory);
}

static bool has_programs(int folder)
{
    struct stat status;
    int descriptor = open_below(folder, ".", O_DIRECTORY);
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        if (descriptor >= 0)
            (void)close(descriptor);
        return true;
    }
    struct search search = {.device = status.st_dev, .left = ENTRIES_MOST};
    search_programs(descriptor, 0, &search);
    return search.found;
}

/* Whether the usual directories of PATH hold anything executable: here scripts and links count too, and one is
 * enough. */
static bool has_usual_programs(int folder)
{
    static const char *const places[] = {"usr/bin", "bin",           "usr/sbin",
                                         "sbin",    "usr/local/bin", "usr/local/sbin"};
    bool found = false;
    for (size_t i = 0; i < sizeof places / sizeof *places && !found; i++) {
        int place = open_folder(folder, places[i]);
        DIR *directory = place < 0 ? NULL : fdopendir(place);
        const struct dirent *entry;
        for (unsigned left = ENTRIES_MOST; directory && left && !found && (entry = readdir(directory));
             left--) {
            struct stat status;
            found = !is_dots(entry->d_name) &&
                    fstatat(place, entry->d_name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) == 0 &&
                    (S_ISLNK(status.st_mode) || (S_ISREG(status.st_mode) && (status.st_mode & 0111)));
        }
        if (directory)
            (void)closedir(directory);
        else if (place >= 0)
            (void)close(place);
    }
    return found;
}

/* ---- Roots ----------------------------------------------------------------------------------------- */

static bool has_below(int folder, const char *place, const char *name)
{
    int found = open_folder(folder, place);
    mode_t type = found < 0 ? 0 : type_of(found, name);
    if (found >= 0)
        (void)close(found);
    return type == S_IFREG || type == S_IFLNK;
}

/* Whether the folder has the files that every distribution puts into its root and that stand nowhere else. */
static bool is_distribution(int folder)
{
    return has_below(folder, "etc", "os-release") || has_below(folder, "usr/lib", "os-release") ||
           has_below(folder, "etc", "passwd");
}

static bool is_root(int folder)
{
    return is_distribution(folder) || has_usual_programs(folder);
}

static void add_child(struct page *why, const char *path, const char *name)
{
    size_t length = strlen(path);
    page_add(why, "root:");
    page_add(why, path);
    page_add(why, length && path[length - 1] == '/' ? "" : "/");
    page_add(why, name);
}

/* Names the folder just below that is the root that was meant: the one with a name that bundles, overlays or container
 * folders use; without such a name, every one that holds a distribution. */
static bool tell_children(int folder, const char *path, struct page *why)
{
    static const char *const usual[] = {"rootfs", "merged"};
    struct page names = {0};
    unsigned count = 0, left = 256;
    for (size_t i = 0; i < sizeof usual / sizeof *usual && count == 0; i++) {
        int child = open_folder(folder, usual[i]);
        if (child >= 0 && (is_root(child) || has_programs(child))) {
            add_child(&names, path, usual[i]);
            count++;
        }
        if (child >= 0)
            (void)close(child);
    }
    int again = count ? -1 : open_below(folder, ".", O_DIRECTORY);
    DIR *directory = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;
    for (; directory && left && (entry = readdir(directory)); left--) {
        int child = is_dots(entry->d_name) || !is_folder(folder, entry->d_name)
                        ? -1
                        : open_below(folder, entry->d_name, O_DIRECTORY);
        if (child >= 0 && is_distribution(child) && ++count == 1)
            add_child(&names, path, entry->d_name);
        if (child >= 0)
            (void)close(child);
    }
    if (directory)
        (void)closedir(directory);
    if (count) {
        page_add(why, count == 1 ? "no root, but a folder with one in it: "
                                 : "no root, but a folder with several: ");
        page_add(why, names.bytes);
        page_add(why, count == 1 ? " is meant" : ", for one");
    }
    page_free(&names);
    return count > 0;
}

/* ---- Images ---------------------------------------------------------------------------------------- */

/* Folder of `docker save` before 1.10: a folder for each layer. */
static bool has_old_layers(int folder)
{
    int again = is_file(folder, "repositories") ? open_below(folder, ".", O_DIRECTORY) : -1;
    DIR *directory = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;
    bool found = false;
    for (unsigned left = 1024; directory && left && !found && (entry = readdir(directory)); left--) {
        int child = is_dots(entry->d_name) ? -1 : open_below(folder, entry->d_name, O_DIRECTORY);
        found = child >= 0 && is_file(child, "json") && type_of(child, "layer.tar");
        if (child >= 0)
            (void)close(child);
    }
    if (directory)
        (void)closedir(directory);
    return found;
}

static const char *image_of(int folder)
{
    bool blobs = is_folder(folder, "blobs"), index = holds(folder, "index.json", "\"manifests\"");
    if ((holds(folder, "manifest.json", "\"Layers\"") && holds(folder, "manifest.json", "\"Config\"")) ||
        has_old_layers(folder))
        return "a container image as docker save writes it, not a file system" FOREIGN_UNPACK;
    if (holds(folder, "oci-layout", "\"imageLayoutVersion\"") || (blobs && index))
        return "an OCI image layout, not a file system" FOREIGN_UNPACK;
    if (holds(folder, "version", "Directory Transport Version") && is_file(folder, "manifest.json"))
        return "a container image as skopeo's dir: writes it, not a file system" FOREIGN_UNPACK;
    return NULL;
}

static bool is_empty(int folder)
{
    int again = open_below(folder, ".", O_DIRECTORY);
    DIR *directory = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;
    bool empty = directory != NULL;
    while (directory && empty && (entry = readdir(directory)))
        empty = is_dots(entry->d_name);
    if (directory)
        (void)closedir(directory);
    return empty;
}

static enum foreign recognize(int folder, const char *path, struct page *why)
{
    bool root = is_root(folder);
    const char *image = root ? NULL : image_of(folder);
    if (image) {
        page_add(why, image);
        return FOREIGN_REFUSED;
    }
    int own = open_folder(folder, ".envfp");
    bool recording = own >= 0 && is_file(own, "format");
    if (own >= 0)
        (void)close(own);
    if (recording) {
        page_add(why, "holds a recording: record:DIR stands for its machine, root:DIR for its files alone");
        return FOREIGN_RECORDING;
    }
    if (!root && is_folder(folder, "rootfs") && holds(folder, "config.json", "\"ociVersion\"")) {
        page_add(why, "an OCI runtime bundle, not its file system: ");
        add_child(why, path, "rootfs");
        page_add(why, " is meant");
        return FOREIGN_REFUSED;
    }
    if (is_empty(folder)) {
        page_add(why, "an empty folder: it holds no programs");
        return FOREIGN_DOUBTFUL;
    }
    if (!root && tell_children(folder, path, why))
        return FOREIGN_DOUBTFUL;
    if (has_usual_programs(folder) || has_programs(folder))
        return FOREIGN_NONE;
    page_add(why, "holds no programs: is it the root of a file system?");
    return FOREIGN_DOUBTFUL;
}

enum foreign foreign_folder(const char *path, struct page *why)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return FOREIGN_NONE;
    enum foreign foreign = folder_may_wait(folder) ? FOREIGN_NONE : recognize(folder, path, why);
    (void)close(folder);
    return foreign;
}
