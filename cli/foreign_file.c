/* SPDX-License-Identifier: MIT */
/* Files that people give as an environment by mistake: archives, images of file systems, compressed files. */
#include "cli.h"

#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define BLOCK 512
#define HEADERS_MOST 4096 /* an image has some dozens */
#define MANIFEST_MOST 4096

/* ---- Tar ------------------------------------------------------------------------------------------- */

/* Reads a tar number: octal digits between blanks or, where the first bit is set, a binary number; UINT64_MAX for
 * anything else. */
static uint64_t number_of(const unsigned char *field, size_t length)
{
    uint64_t number = 0;
    size_t at = 0;
    if (field[0] & 0x80) {
        for (at = length - 7; at < length; at++)
            number = number << 8 | field[at];
        return number;
    }
    while (at < length && field[at] == ' ')
        at++;
    for (; at < length && field[at] != '\0' && field[at] != ' '; at++) {
        if (field[at] < '0' || field[at] > '7')
            return UINT64_MAX;
        number = number << 3 | (uint64_t)(field[at] - '0');
    }
    return number;
}

/* Checks the header's sum, computed with its own field as blanks: the one sign that tar archives of any age share. */
static bool is_header(const unsigned char header[BLOCK])
{
    uint64_t sum = 0;
    for (size_t i = 0; i < BLOCK; i++)
        sum += i >= 148 && i < 156 ? ' ' : header[i];
    return header[0] && number_of(header + 148, 8) == sum;
}

static bool is_image_manifest(int file, uint64_t at)
{
    char text[MANIFEST_MOST];
    ssize_t got = pread(file, text, sizeof text, (off_t)at);
    return got > 0 && memmem(text, (size_t)got, "\"Layers\"", 8) &&
           memmem(text, (size_t)got, "\"Config\"", 8);
}

struct signs {
    bool root, layout, manifest, index, blobs, repositories, layers;
};

static void take_name(const unsigned char header[BLOCK], int file, uint64_t content, struct signs *signs)
{
    static const char *const parts[] = {"usr", "bin", "etc", "lib", "sbin"};
    char name[101];
    memcpy(name, header, 100);
    name[100] = '\0';
    const char *path = strncmp(name, "./", 2) == 0 ? name + 2 : name;
    size_t first = strcspn(path, "/"), length = strlen(path);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        signs->root |= first == strlen(parts[i]) && strncmp(path, parts[i], first) == 0;
    signs->layout |= strcmp(path, "oci-layout") == 0;
    signs->index |= strcmp(path, "index.json") == 0;
    signs->blobs |= strncmp(path, "blobs/", 6) == 0;
    signs->repositories |= strcmp(path, "repositories") == 0;
    signs->layers |= length > 10 && path[first] == '/' && strcmp(path + first, "/layer.tar") == 0;
    if (strcmp(path, "manifest.json") == 0)
        signs->manifest |= is_image_manifest(file, content);
}

/* Whether the file is a tar archive. Reads the headers and skips the contents. */
static bool read_tar(int file, struct signs *signs)
{
    unsigned char header[BLOCK];
    uint64_t at = 0;
    unsigned count = 0;
    for (; count < HEADERS_MOST; count++) {
        if (pread(file, header, sizeof header, (off_t)at) != (ssize_t)sizeof header || !is_header(header))
            break;
        uint64_t size = number_of(header + 124, 12);
        if (size > INT64_MAX / 2 || at > INT64_MAX / 4)
            return true;
        take_name(header, file, at + BLOCK, signs);
        at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return count > 0;
}

/* ---- Others ---------------------------------------------------------------------------------------- */

#define UNPACKED "; unpack it first"
#define MOUNT ", no fingerprint; mount it and name that folder as root:DIR"

static const struct magic {
    unsigned at, length;
    const char *bytes, *what;
} magics[] = {
    {0, 3, "\037\213\b", "compressed by gzip" UNPACKED},
    {0, 4, "\050\265\057\375", "compressed by zstd" UNPACKED},
    {0, 6, "\3757zXZ\0", "compressed by xz" UNPACKED},
    {0, 3, "BZh", "compressed by bzip2" UNPACKED},
    {0, 4, "PK\3\4", "a zip archive" UNPACKED},
    {0, 5, "07070", "a cpio archive" UNPACKED},
    {0, 4, "hsqs", "a squashfs image" MOUNT},
    {32, 9, "SIF_MAGIC",
     "an Apptainer image, no fingerprint; unpack it (apptainer build --sandbox DIR FILE) and name "
     "that folder as root:DIR"},
    {1024, 4, "\342\341\365\340", "an EROFS image" MOUNT},
    {1080, 2, "\123\357", "an ext2, ext3 or ext4 image" MOUNT},
    {0, 4, "XFSB", "an XFS image" MOUNT},
    {65600, 8, "_BHRfS_M", "a btrfs image" MOUNT},
    {32769, 5, "CD001", "an ISO 9660 image" MOUNT},
    {0, 4, "QFI\373", "a virtual machine's disk (qcow2)" MOUNT},
    {0, 4, "KDMV", "a virtual machine's disk (VMDK)" MOUNT},
    {0, 8, "conectix", "a virtual machine's disk (VHD)" MOUNT},
    {0, 8, "vhdxfile", "a virtual machine's disk (VHDX)" MOUNT},
    {510, 2, "\125\252", "a disk's image" MOUNT},
};

const char *foreign_file(int file)
{
    struct signs signs = {0};
    if (read_tar(file, &signs)) {
        bool image = signs.layout || signs.manifest || (signs.index && signs.blobs) ||
                     (signs.repositories && signs.layers);
        return image && !signs.root ? "a container image's archive, no fingerprint" FOREIGN_UNPACK
                                    : "a tar archive, no fingerprint; unpack it and name that folder as "
                                      "root:DIR, or as record:DIR if "
                                      "it holds a recording";
    }
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        char bytes[16];
        ssize_t got = pread(file, bytes, magics[i].length, magics[i].at);
        if (got == (ssize_t)magics[i].length && memcmp(bytes, magics[i].bytes, magics[i].length) == 0)
            return magics[i].what;
    }
    return NULL;
}
