/* SPDX-License-Identifier: MIT */
/*
 * ELF files (elf(5)) of both classes, both byte orders and any processor, read in pieces through a source. Nothing is
 * mapped, and every offset from the file is checked.
 */
#ifndef ENVFP_ELF_H
#define ENVFP_ELF_H

#include "source/source.h"

#define ELF_SEGMENTS_MAX 64
#define VERSION_NAME_MOST 64
#define ELF_HEAD ((size_t)4096)

enum elf_segment_type { ELF_LOAD = 1, ELF_DYNAMIC = 2, ELF_INTERP = 3, ELF_NOTE = 4 };
enum elf_segment_flag { ELF_EXECUTE = 1, ELF_WRITE = 2 };

struct elf_segment {
    uint32_t type, flags;
    uint64_t offset, address, size; /* size in the file */
};

/* Entries of the dynamic section, 0 where absent; addresses are in the loaded image. */
struct elf_tables {
    bool looked;
    enum envfp_reason reason;
    uint64_t hash, symbols, strings, strings_size, definitions, definition_count;
};

struct elf {
    const struct source *source;
    struct source_file *file;
    bool wide, big; /* 64-bit, most significant byte first */
    uint16_t machine;
    uint64_t section_offset;
    size_t section_size, section_count, section_names; /* the last: index of the names' section */
    struct elf_segment segments[ELF_SEGMENTS_MAX];
    size_t segment_count;
    struct elf_tables tables;     /* read when first asked for */
    unsigned char head[ELF_HEAD]; /* the first page, which holds most of what is read */
    size_t head_length;
};

/* Read the headers of an open file, which must outlive `elf`. ABSENT: this is no ELF file; its first bytes
 * are in `head` all the same. MALFORMED: it says that it is one. */
enum envfp_reason envfp__elf_open(struct elf *elf, const struct source *source, struct source_file *file);

struct elf_section {
    uint64_t offset, size;
};

/* Where a section's bytes stand in the file; ABSENT where it has none of that name, or no sections. */
enum envfp_reason envfp__elf_section(struct elf *elf, struct view name, struct elf_section *section);

/* Path of the program interpreter; ABSENT for libraries and static programs. */
enum envfp_reason envfp__elf_interpreter(struct elf *elf, struct arena *arena, struct view *path);

/* The build-id note in hex; ABSENT where there is none. */
enum envfp_reason envfp__elf_build_id(struct elf *elf, struct arena *arena, struct view *hex);

/* NONE where the file has .note.ABI-tag, which glibc's start files leave; else ABSENT. */
enum envfp_reason envfp__elf_has_abi_tag(struct elf *elf, struct arena *arena);

/* An exported data symbol's bytes, by the GNU hash table; ABSENT where there is none of that name. */
enum envfp_reason envfp__elf_symbol(struct elf *elf, struct view name, void *bytes, size_t size);

/* An exported symbol's address, and the file's bytes at an address; all bytes read count as taken (source_took). */
enum envfp_reason envfp__elf_address(struct elf *elf, struct view name, uint64_t *address);
enum envfp_reason envfp__elf_bytes(struct elf *elf, uint64_t address, void *bytes, size_t size);

/* Names of the versions of symbols that a library defines, as they stand; ABSENT where it defines none. */
enum envfp_reason envfp__elf_versions(struct elf *elf, struct arena *arena, struct view **names,
                                      size_t *count);

/* Fill `bytes` from the file and take them (source_took). A short read is MALFORMED, since a header promised the
 * bytes. */
enum envfp_reason envfp__elf_fill(struct elf *elf, uint64_t offset, void *bytes, size_t size);
/* The same without taking them: for reads of which most bytes decide nothing. The caller takes the others with
 * envfp__elf_took. */
enum envfp_reason envfp__elf_look(struct elf *elf, uint64_t offset, void *bytes, size_t size);
void envfp__elf_took(struct elf *elf, uint64_t offset, uint64_t size);

/* A number of `size` bytes in the file's byte order. */
uint64_t envfp__elf_number(const struct elf *elf, const void *bytes, size_t size);

/* Called for each hit of a search with the text from the hit on: at least `tail` bytes, fewer only at the end. Returns
 * how many of them decided that this is the text looked for, the byte that ended it included; these and the byte before
 * the hit are taken (source_took). Returns 0 where it is something else. `*end` ends the search. */
typedef size_t elf_hit(void *state, struct view text, char before, bool *end);

/* Search the constant data for `needle` in pieces; ABSENT where no hit ended the search. At most `most`
 * bytes are read. */
enum envfp_reason envfp__elf_search(struct elf *elf, struct arena *arena, struct view needle, size_t tail,
                                    uint64_t most, elf_hit *hit, void *state);

/* The machine's name as uname -m has it ("x86_64", "aarch64"); NULL for a machine that the table lacks. */
const char *envfp__elf_machine(const struct elf *elf);

#endif
