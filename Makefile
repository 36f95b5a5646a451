# SPDX-License-Identifier: MIT
# envfp: `make show` builds and prints this machine's fingerprint, `make check` runs every test. Both first install
# what is missing (`make deps`), `make show` after asking a person at a terminal; plain `make` installs nothing.
#
#   make fuzz   a minute of fuzzing      make lint    format and static analysis
#   make bench  the collection's cost    make check-sanitize, check-valgrind
#   make check-faults  every system call fails once, with every error
#   make check-live  inside real containers, sandboxes and virtual machines
#   make check-foreign  on emulated processors of both byte orders, 32 and 64 bits
#   make musl   libenvfp.a and a static command by musl-gcc, in BUILD-musl; make install-musl
#   make wasm   libenvfp.a and envfp.wasm for WebAssembly (wasm32-wasi), in BUILD-wasm
#
#   BUILD=DIR            where everything that is made goes (default: build)
#   WITHOUT="udev cpuid" leave names and details away; changes no digest
#   WERROR=1             warnings are errors (CI)
#   SANITIZE=1           AddressSanitizer and UndefinedBehaviorSanitizer; SANITIZE=thread: ThreadSanitizer
#   V=1                  show whole commands

VERSION := 0.1.0
SOVERSION := 0
BUILD ?= build
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
DESTDIR ?=
WITHOUT ?=

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-qual -Wcast-align \
  -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla -Wformat=2 -Wnull-dereference -Wswitch-enum \
  -Wwrite-strings $(if $(WERROR),-Werror)
comma := ,
MACHINE := $(shell $(CC) -dumpmachine 2>/dev/null)
IS_CLANG := $(findstring clang,$(shell $(CC) --version 2>/dev/null))

# clang also looks at conversions that lose a value without a cast; it has more checks of integers, but sums and shifts of
# unsigned numbers wrap on purpose in hashes.
CHECKS_1 := address,undefined$(if $(IS_CLANG),$(comma)implicit-conversion)
CHECKS := $(if $(SANITIZE),$(or $(CHECKS_$(SANITIZE)),$(SANITIZE)))
SANITIZERS := $(if $(CHECKS),-fsanitize=$(CHECKS) -fno-sanitize-recover=all -fno-omit-frame-pointer)

# What hardens the binaries, as far as the compiler has it: asked all at once, one by one only where that fails. What CFLAGS
# and LDFLAGS say comes behind it, and wins. Sanitizers are better without.
takes = $(shell echo 'int main(void) { return 0; }' | $(CC) $(CPPFLAGS) $(1) $(CFLAGS) $(LDFLAGS) -Werror \
  -include stdlib.h -x c - -o /dev/null 2>/dev/null && echo '$(1)')
FORTIFY_3 := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
FORTIFY_2 := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
MAPPED := -ffile-prefix-map=$(CURDIR)=.
GUARDS := -fstack-protector-strong -fstack-clash-protection
BRANCHES := $(if $(filter x86_64 i%86,$(firstword $(subst -, ,$(MACHINE)))),-fcf-protection) \
  $(if $(filter aarch64,$(firstword $(subst -, ,$(MACHINE)))),-mbranch-protection=standard)
ifneq ($(findstring wasi,$(MACHINE)),)
HARDENING := $(call takes,$(MAPPED))
else ifneq ($(findstring -fsanitize,$(SANITIZERS) $(CFLAGS)),)
HARDENING := $(call takes,$(MAPPED))
RELRO := -Wl,-z,relro,-z,now
else
HARDENING := $(call takes,$(MAPPED) $(GUARDS) $(BRANCHES) $(FORTIFY_3))
ifeq ($(HARDENING),)
HARDENING := $(foreach flag,$(MAPPED) $(GUARDS) $(BRANCHES),$(call takes,$(flag))) \
  $(or $(call takes,$(FORTIFY_3)),$(call takes,$(FORTIFY_2)))
endif
RELRO := -Wl,-z,relro,-z,now
endif

# On 32-bit systems, offsets, inodes and times of files have 64 bits, too.
DIALECT := -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64

ALL_CFLAGS = $(DIALECT) -Iinclude -Ilibenvfp $(WARNINGS) $(SANITIZERS) $(HARDENING) $(FEATURES) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(SANITIZERS) $(RELRO) $(LDFLAGS)
LIBS := -lz
NAMES_LIBS :=

ifeq ($(filter udev,$(WITHOUT)),)
NAMES_FEATURES += -DENVFP_WITH_UDEV=1
NAMES_LIBS += -ludev
endif
ifeq ($(filter cpuid,$(WITHOUT)),)
ifneq ($(filter x86_64 i%86,$(firstword $(subst -, ,$(MACHINE)))),)
NAMES_FEATURES += -DENVFP_WITH_LIBCPUID=1
NAMES_LIBS += -lcpuid
endif
endif

# One file per platform: Linux's, or those that stand in for them in WebAssembly's system interface.
ifeq ($(findstring wasi,$(MACHINE)),)
FOREIGN := libenvfp/source/wasi/%
PIE := -fPIE
PIC := -fPIC
else
FOREIGN := $(addprefix libenvfp/source/,directory.c held.c live.c machine.c named.c pid.c stacked.c tree.c)
PIE :=
PIC :=
endif

NAMES_SOURCES := $(sort $(wildcard libenvfp/names/*.c))
LIB_SOURCES := $(filter-out $(FOREIGN) $(NAMES_SOURCES),$(sort $(shell find libenvfp -name '*.c')))
CLI_SOURCES := $(sort $(wildcard cli/*.c))
TEST_SOURCES := $(sort $(shell find tests -name 'test_*.c' 2>/dev/null))
SUPPORT_SOURCES := $(filter-out $(TEST_SOURCES),$(sort $(wildcard tests/support/*.c)))
DECLARING := $(shell grep -l '^.include "collect/declare.h"' $(LIB_SOURCES))
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/pic/%.o) $(DECLARING:%.c=$(BUILD)/pic/%.aside.o)
STATIC_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/obj/%.o) $(DECLARING:%.c=$(BUILD)/obj/%.aside.o)
NAMES_OBJECTS := $(NAMES_SOURCES:%.c=$(BUILD)/pic/%.o)
NAMES_STATIC_OBJECTS := $(NAMES_SOURCES:%.c=$(BUILD)/obj/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/obj/%.o)

SHARED := $(BUILD)/libenvfp.so.$(VERSION)
NAMES_SHARED := $(BUILD)/libenvfp-names.so.$(VERSION)
# One word and the target for each step; V=1 shows whole commands.
ifeq ($(V),)
SAY_CC = @echo '  CC   $@';
SAY_LD = @echo '  LD   $@';
SAY_AR = @echo '  AR   $@';
endif

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/libenvfp.so $(BUILD)/libenvfp.a $(BUILD)/libenvfp-names.so $(BUILD)/libenvfp-names.a $(BUILD)/envfp

# What they are made of shows to them alone.
$(NAMES_OBJECTS) $(NAMES_STATIC_OBJECTS): private FEATURES += $(NAMES_FEATURES)

$(BUILD)/pic/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY_CC)$(CC) $(ALL_CFLAGS) -fPIC -fvisibility=hidden -DENVFP_BUILDING -MMD -MP -c $< -o $@

# The archive is for plugins, too, which shall not export it: position-independent, and hidden altogether. A linker that
# is asked to (--gc-sections) leaves away what a program does not use.
ARCHIVED := $(PIC) -fvisibility=hidden -ffunction-sections -fdata-sections -DENVFP_ARCHIVE

# Programs grow by what they link: where the builder says -O2, the archive is compiled for size, but for the few files in
# which a collection spends its time. Tables for unwinding would be an eighth of it: whoever wants them at run time says
# -funwind-tables in CFLAGS, or links the shared library; debuggers have those of -g.
FAST := base/arena base/scan% base/sha256% base/sort base/text base/view elf/elf facts/facts form/digest form/jcs registry/registry source/at_work source/declared source/live \
  source/source collect/kernel/configuration collect/packages/packages collect/packages/dpkg/dpkg_status
TABLELESS := $(if $(findstring unwind-tables,$(CFLAGS)),,-fno-asynchronous-unwind-tables -fno-unwind-tables)
SMALL := $(or $(call takes,-Oz),-Os)
SIZED = $(if $(CHECKS),,$(if $(filter -O2,$(CFLAGS)),$(TABLELESS) $(if $(filter $(FAST),$*),,$(SMALL))))

$(BUILD)/obj/libenvfp/%.o: libenvfp/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY_CC)$(CC) $(ALL_CFLAGS) $(ARCHIVED) $(SIZED) -MMD -MP -c $< -o $@

# What a declaring file holds for recordings and for people, in an object of its own: programs that only collect link none
# of it. It is the file's start, down to its declaration (collect/declare.h); what is unused in it, the whole file uses.
ASIDE = { echo '\#line 1 "$<"'; sed '/^.include "collect\/declare.h"/q' $<; echo '\#endif'; } | \
  $(CC) -x c $(ALL_CFLAGS) -DENVFP_ASIDE -Wno-unused-function -MMD -MP -MF $(@:.o=.d) -MT $@

$(BUILD)/pic/%.aside.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY_CC)$(ASIDE) -fPIC -fvisibility=hidden -DENVFP_BUILDING -c - -o $@

$(BUILD)/obj/libenvfp/%.aside.o: libenvfp/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY_CC)$(ASIDE) $(ARCHIVED) $(SIZED) -c - -o $@

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY_CC)$(CC) $(ALL_CFLAGS) $(PIE) -MMD -MP -c $< -o $@

FLAGS_USED = $(CC) $(ALL_CFLAGS) $(SIZED) $(FAST) $(NAMES_FEATURES) $(ALL_LDFLAGS) $(LIBS) $(NAMES_LIBS)

# Objects are made anew when the compiler or its flags change.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(FLAGS_USED)' | cmp -s - $@ || echo '$(FLAGS_USED)' > $@

# clang links the sanitizers' own library into programs alone.
COMPLETE := $(if $(CHECKS),,-Wl$(comma)--no-undefined)

$(SHARED): $(LIB_OBJECTS) libenvfp/envfp.map
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -shared -Wl,-soname,libenvfp.so.$(SOVERSION) \
	  -Wl,--version-script=libenvfp/envfp.map $(COMPLETE) -Wl,--as-needed \
	  $(LIB_OBJECTS) $(LIBS) -o $@

$(BUILD)/libenvfp.so: $(SHARED)
	@ln -sf libenvfp.so.$(VERSION) $(BUILD)/libenvfp.so.$(SOVERSION)
	@ln -sf libenvfp.so.$(SOVERSION) $@

$(BUILD)/libenvfp.a: $(STATIC_OBJECTS)
	@rm -f $@
	$(SAY_AR)$(AR) rcsD $@ $(STATIC_OBJECTS)

$(NAMES_SHARED): $(NAMES_OBJECTS) libenvfp/names/names.map
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -shared -Wl,-soname,libenvfp-names.so.$(SOVERSION) \
	  -Wl,--version-script=libenvfp/names/names.map $(COMPLETE) -Wl,--as-needed \
	  $(NAMES_OBJECTS) $(NAMES_LIBS) -o $@

$(BUILD)/libenvfp-names.so: $(NAMES_SHARED)
	@ln -sf libenvfp-names.so.$(VERSION) $(BUILD)/libenvfp-names.so.$(SOVERSION)
	@ln -sf libenvfp-names.so.$(SOVERSION) $@

$(BUILD)/libenvfp-names.a: $(NAMES_STATIC_OBJECTS)
	@rm -f $@
	$(SAY_AR)$(AR) rcsD $@ $(NAMES_STATIC_OBJECTS)

$(BUILD)/envfp: $(CLI_OBJECTS) $(BUILD)/libenvfp-names.a $(BUILD)/libenvfp.a
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -pie -Wl,--as-needed $^ $(LIBS) $(NAMES_LIBS) -o $@

# ---- WebAssembly ----

# Its zlib is built here, from the folder of sources that ZLIB names; .ci/deps fetches them.
ZLIB ?= $(BUILD)-wasm/zlib
ZLIB_OBJECTS := $(patsubst %,$(BUILD)/zlib/%.o,adler32 compress crc32 deflate inffast inflate inftrees trees uncompr zutil)

wasm: deps-wasm
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-wasm CC='clang --target=wasm32-wasi' AR=llvm-ar CFLAGS=-O2 SANITIZE= \
	  WITHOUT='udev cpuid' ZLIB='$(ZLIB)' CPPFLAGS='-isystem $(ZLIB)' LDFLAGS='-L$(BUILD)-wasm' $(BUILD)-wasm/envfp.wasm

# For the tests, which skip what is not there.
wasm-probe:
	@if BUILD='$(BUILD)' ZLIB='$(ZLIB)' .ci/deps has-wasm; then $(MAKE) --no-print-directory wasm; \
	else echo '  no compiler or no zlib for WebAssembly'; fi

$(BUILD)/zlib/%.o: $(ZLIB)/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY_CC)$(CC) $(CFLAGS) -w -c $< -o $@

$(BUILD)/libz.a: $(ZLIB_OBJECTS)
	$(SAY_AR)$(AR) rcs $@ $^

# The stack is a part of the memory there, and 64 KiB unless asked for.
$(BUILD)/envfp.wasm: $(CLI_OBJECTS) $(BUILD)/libenvfp-names.a $(BUILD)/libenvfp.a $(BUILD)/libz.a
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -Wl,--strip-all -Wl,-z,stack-size=1048576 $(CLI_OBJECTS) \
	  $(BUILD)/libenvfp-names.a $(BUILD)/libenvfp.a $(LIBS) -o $@

# ---- musl ----

# Debian's musl has no zlib: it is built here, too, and installed beside the archive with `make install-musl PREFIX=DIR`.
MUSL = $(MAKE) --no-print-directory BUILD=$(BUILD)-musl CC=musl-gcc SANITIZE= WITHOUT='udev cpuid' ZLIB='$(ZLIB)' \
  CPPFLAGS='-isystem $(ZLIB)' LDFLAGS='-static -L$(BUILD)-musl'

musl: deps-musl
	+@$(MUSL) $(BUILD)-musl/libz.a
	+@$(MUSL) $(BUILD)-musl/libenvfp.a $(BUILD)-musl/envfp $(BUILD)-musl/envfp.pc

install-musl: musl
	install -d '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(INCLUDEDIR)' '$(DESTDIR)$(BINDIR)'
	install -m 644 $(BUILD)-musl/libenvfp.a $(BUILD)-musl/libz.a '$(DESTDIR)$(LIBDIR)/'
	install -m 644 $(BUILD)-musl/envfp.pc '$(DESTDIR)$(LIBDIR)/pkgconfig/'
	install -m 644 include/envfp.h '$(DESTDIR)$(INCLUDEDIR)/'
	install -m 755 $(BUILD)-musl/envfp '$(DESTDIR)$(BINDIR)/'

# ---- Tests ----

TEST_OBJECTS := $(TEST_SOURCES:%.c=$(BUILD)/obj/%.o)
SUPPORT_OBJECTS := $(SUPPORT_SOURCES:%.c=$(BUILD)/obj/%.o)

$(filter $(BUILD)/obj/tests/names/%,$(TEST_OBJECTS)): private FEATURES += $(NAMES_FEATURES)

# They reach internal functions through the static archive.
$(BUILD)/obj/tests/%.o: tests/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY_CC)$(CC) $(ALL_CFLAGS) -Itests -Itests/support -fPIE -MMD -MP -c $< -o $@

$(BUILD)/libworld.a: $(SUPPORT_OBJECTS)
	@rm -f $@
	$(SAY_AR)$(AR) rcs $@ $(SUPPORT_OBJECTS)

$(BUILD)/check: $(TEST_OBJECTS) $(BUILD)/libworld.a $(BUILD)/libenvfp-names.a $(BUILD)/libenvfp.a
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -pie $^ $(LIBS) $(NAMES_LIBS) -lcriterion -o $@

# The same tests for a processor that Criterion is not there for (tests/foreign/run).
$(BUILD)/unit: $(TEST_OBJECTS) $(BUILD)/obj/tests/foreign/runner.o $(BUILD)/libworld.a $(BUILD)/libenvfp-names.a \
    $(BUILD)/libenvfp.a
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $^ $(LIBS) $(NAMES_LIBS) -o $@

# Gates: plain programs, so that what a test runner does to a process does not count. The other programs there
# are run by tests.
GATES := $(patsubst tests/gates/%.c,$(BUILD)/gates/%,$(sort $(wildcard tests/gates/*.c)))

$(BUILD)/gates/%: $(BUILD)/obj/tests/gates/%.o $(BUILD)/libworld.a $(BUILD)/libenvfp.a
	@mkdir -p $(@D)
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -pie $^ $(LIBS) -lpthread -o $@

# What may fail in the library's hands: tests/support/faults.c stands between it and libc.
# Large files and fortified calls have other names.
WRAPPED := $(foreach name,open openat pread fstat fstatat statfs,$(name) $(name)64) close read readlinkat uname clock_gettime \
  syscall __open_2 __open64_2 __openat_2 __openat64_2 __read_chk __pread_chk __pread64_chk __readlinkat_chk
$(BUILD)/gates/gate_faults: private ALL_LDFLAGS += $(WRAPPED:%=-Wl,--wrap=%)

check: deps-check
	@$(MAKE) --no-print-directory tests live-probes wasm-probe
	@BUILD=$(BUILD) .ci/check

tests: all $(BUILD)/check $(GATES)

# Every system call of a collection fails once with every errno, in every recorded machine: a quarter of an hour.
check-faults: $(BUILD)/gates/gate_faults
	@$(BUILD)/gates/gate_faults --all

check-unit: $(BUILD)/check
	@BUILD=$(BUILD) .ci/check unit

check-gates: all $(GATES)
	@BUILD=$(BUILD) .ci/check gates

check-python: all $(GATES) wasm-probe
	@BUILD=$(BUILD) .ci/check python

# Inside real isolation: what is installed in `make check`, everything here. The probe is static, to run where there is
# no C library.
check-live: deps-live
	@$(MAKE) --no-print-directory live-probes wasm-probe
	@BUILD=$(BUILD) LIVE=--trace .ci/check live

live-probes: all
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static LDFLAGS=-static WITHOUT='udev cpuid' SANITIZE= $(BUILD)/static/envfp

# What recordings and documents say is the same on every processor; each runs under user-mode emulation.
check-foreign: deps-foreign
	@$(MAKE) --no-print-directory all
	@BUILD='$(BUILD)' ZLIB='$(ZLIB)' WERROR='$(WERROR)' .ci/check foreign

# Each allocation is a block of its own there: it can overflow visibly, and fail by itself.
check-sanitize: deps-check
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-asan SANITIZE=1 CPPFLAGS='$(CPPFLAGS) -DENVFP_BLOCK_SIZE=16' tests
	@BUILD=$(BUILD)-asan .ci/check unit gates

# The same by clang, whose checks go further, with a char of the other sign.
check-sanitize-clang: deps-lint
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-asan-clang CC=clang CFLAGS='-O1 -g -funsigned-char' SANITIZE=1 \
	  CPPFLAGS='$(CPPFLAGS) -DENVFP_BLOCK_SIZE=16' all $(BUILD)-asan-clang/check
	@BUILD=$(BUILD)-asan-clang .ci/check unit

# Threads that collect side by side.
check-threads: deps-check
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-tsan SANITIZE=thread $(BUILD)-tsan/gates/gate_manners
	@TSAN_OPTIONS='halt_on_error=1 suppressions=tests/support/threads.txt' $(BUILD)-tsan/gates/gate_manners

check-valgrind: deps-lint
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) .ci/valgrind

# ---- Fuzzing ----

FUZZED ?= $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_TO ?= $(BUILD)-fuzz
FUZZERS := $(FUZZED:%=$(FUZZ_TO)/fuzz_%)
FUZZ_SECONDS ?= $(if $(FUZZERS),$(shell expr 60 / $(words $(FUZZERS))),60)
# Of the integer checks all but the wrapping of unsigned numbers, which C defines and `i-- > 0` needs. What nobody has
# set yet is no NUL by luck.
FUZZ_FLAGS := -O1 -g -ftrivial-auto-var-init=pattern -fsanitize=address,undefined,integer \
  -fno-sanitize=unsigned-integer-overflow,unsigned-shift-base -fno-sanitize-recover=all

# Each allocation is a block of its own, as in check-sanitize.
fuzz-lib: FORCE
	@$(MAKE) --no-print-directory BUILD=$(FUZZ_TO)/lib CC=clang CPPFLAGS='$(CPPFLAGS) -DENVFP_BLOCK_SIZE=16' CFLAGS='$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link' \
	  $(FUZZ_TO)/lib/libenvfp.a $(FUZZ_TO)/lib/libworld.a

$(FUZZ_TO)/fuzz_%: tests/fuzz/fuzz_%.c fuzz-lib
	@mkdir -p $(@D)
	$(SAY_LD)clang $(filter-out -Werror,$(ALL_CFLAGS)) -Itests -Itests/support $(FUZZ_FLAGS) -fsanitize=fuzzer $< \
	  $(FUZZ_TO)/lib/libworld.a $(FUZZ_TO)/lib/libenvfp.a $(LIBS) -o $@

fuzzers: $(FUZZERS)

# Some of them: make fuzz FUZZED="reader diff" FUZZ_SECONDS=1800.
fuzz: deps-lint
	@$(MAKE) --no-print-directory fuzzers
	@FUZZ_SECONDS=$(FUZZ_SECONDS) .ci/fuzz $(FUZZERS)

# Bugs are planted one at a time, and looked for: make fuzz-planted PLANTED=reader PLANTED_SECONDS=60.
PLANTED_SECONDS ?= 60

fuzz-planted: deps-lint
	@PLANTED_SECONDS=$(PLANTED_SECONDS) python3 tests/fuzz/planting.py $(BUILD)-fuzz $(PLANTED)

# The lines that seeds and what earlier runs found reach, by file: make fuzz-coverage FUZZED="reader diff recording".
fuzz-coverage: deps-lint
	@$(MAKE) --no-print-directory FUZZ_TO=$(BUILD)-fuzz/coverage \
	  FUZZ_FLAGS='-O1 -g -fprofile-instr-generate -fcoverage-mapping' fuzzers
	@.ci/fuzz-coverage $(BUILD)-fuzz $(FUZZED)

# ---- Linters ----

LINTED := $(LIB_SOURCES) $(NAMES_SOURCES) $(CLI_SOURCES) $(SUPPORT_SOURCES) $(wildcard tests/gates/*.c tests/fuzz/*.c bench/*.c)

lint: deps-lint
	@CC='$(CC)' FLAGS='$(DIALECT) -Iinclude -Ilibenvfp -Itests -Itests/support $(WARNINGS) $(FEATURES) $(NAMES_FEATURES)' \
	  .ci/lint $(LINTED)

# ---- What is missing ----

deps: deps-check

deps-build deps-check deps-foreign deps-lint deps-live deps-musl deps-wasm: deps-%:
	@BUILD='$(BUILD)' CC='$(CC)' WITHOUT='$(WITHOUT)' ZLIB='$(ZLIB)' .ci/deps $*

show:
	@ASK=1 $(MAKE) --no-print-directory deps-build
	@$(MAKE) --no-print-directory all
	@$(BUILD)/envfp

# The page of facts, from the registry; tests/cli/test_cli.py tells when it is out of date.
docs/facts.md: $(BUILD)/envfp
	$(BUILD)/envfp explain --markdown -o $@

# The page of what is read, likewise.
docs/reads.md: $(BUILD)/envfp
	$(BUILD)/envfp explain --reads --markdown -o $@

# ---- Benchmark ----

BENCH_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out bench/idle.c,$(sort $(wildcard bench/*.c))))

$(BUILD)/obj/bench/%.o: bench/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY_CC)$(CC) $(ALL_CFLAGS) -Itests/support -fPIE -MMD -MP -c $< -o $@

$(BUILD)/bench/bench: $(BENCH_OBJECTS) $(BUILD)/libworld.a $(BUILD)/libenvfp.a
	@mkdir -p $(@D)
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -pie -Wl,--as-needed $^ $(LIBS) -o $@

$(BUILD)/bench/idle: $(BUILD)/obj/bench/idle.o
	@mkdir -p $(@D)
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -pie $< -o $@

$(BUILD)/bench/idle-linked: $(BUILD)/obj/bench/idle.o $(BUILD)/libenvfp.so
	@mkdir -p $(@D)
	$(SAY_LD)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -pie -Wl,--no-as-needed -Wl,-rpath,'$$ORIGIN/..' $< \
	  -L$(BUILD) -lenvfp -o $@

bench: all $(BUILD)/bench/bench $(BUILD)/bench/idle $(BUILD)/bench/idle-linked
	@$(BUILD)/bench/bench $(BUILD)

# What a static link needs beside -lenvfp; the shared library brings its own.
$(BUILD)/envfp.pc $(BUILD)/envfp-names.pc: $(BUILD)/%.pc: pkgconfig/%.pc.in $(BUILD)/flags FORCE
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR:$(PREFIX)/%=$${prefix}/%)|' \
	  -e 's|@INCLUDEDIR@|$(INCLUDEDIR:$(PREFIX)/%=$${prefix}/%)|' -e 's|@VERSION@|$(VERSION)|' \
	  -e 's|@LIBS_PRIVATE@|$(strip $(LIBS))|' -e 's|@NAMES_LIBS_PRIVATE@|$(strip $(NAMES_LIBS))|' $< > $@

install: all $(BUILD)/envfp.pc $(BUILD)/envfp-names.pc
	install -d '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(INCLUDEDIR)' '$(DESTDIR)$(BINDIR)' \
	  '$(DESTDIR)$(MANDIR)/man1' '$(DESTDIR)$(MANDIR)/man3'
	install -m 755 $(SHARED) '$(DESTDIR)$(LIBDIR)/'
	ln -sf libenvfp.so.$(VERSION) '$(DESTDIR)$(LIBDIR)/libenvfp.so.$(SOVERSION)'
	ln -sf libenvfp.so.$(SOVERSION) '$(DESTDIR)$(LIBDIR)/libenvfp.so'
	install -m 755 $(NAMES_SHARED) '$(DESTDIR)$(LIBDIR)/'
	ln -sf libenvfp-names.so.$(VERSION) '$(DESTDIR)$(LIBDIR)/libenvfp-names.so.$(SOVERSION)'
	ln -sf libenvfp-names.so.$(SOVERSION) '$(DESTDIR)$(LIBDIR)/libenvfp-names.so'
	install -m 644 $(BUILD)/libenvfp.a $(BUILD)/libenvfp-names.a '$(DESTDIR)$(LIBDIR)/'
	install -m 644 $(BUILD)/envfp.pc $(BUILD)/envfp-names.pc '$(DESTDIR)$(LIBDIR)/pkgconfig/'
	install -m 644 include/envfp.h include/envfp_names.h '$(DESTDIR)$(INCLUDEDIR)/'
	install -m 755 $(BUILD)/envfp '$(DESTDIR)$(BINDIR)/'
	$(if $(wildcard docs/*.1),install -m 644 $(wildcard docs/*.1) '$(DESTDIR)$(MANDIR)/man1/')
	$(if $(wildcard docs/*.3),install -m 644 $(wildcard docs/*.3) '$(DESTDIR)$(MANDIR)/man3/')

uninstall:
	rm -f $(foreach name,envfp envfp-names,$(patsubst %,'$(DESTDIR)$(LIBDIR)/lib$(name).%', \
	    so.$(VERSION) so.$(SOVERSION) so a) '$(DESTDIR)$(LIBDIR)/pkgconfig/$(name).pc') \
	  '$(DESTDIR)$(INCLUDEDIR)/envfp.h' '$(DESTDIR)$(INCLUDEDIR)/envfp_names.h' '$(DESTDIR)$(BINDIR)/envfp' \
	  $(patsubst docs/%,'$(DESTDIR)$(MANDIR)/man1/%',$(wildcard docs/*.1)) \
	  $(patsubst docs/%,'$(DESTDIR)$(MANDIR)/man3/%',$(wildcard docs/*.3))

clean:
	rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-asan-clang $(BUILD)-foreign $(BUILD)-fuzz $(BUILD)-musl $(BUILD)-tsan $(BUILD)-wasm

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: all bench check check-faults check-foreign check-gates check-live check-python check-sanitize \
  check-sanitize-clang check-threads check-unit check-valgrind clean deps deps-build deps-check deps-foreign deps-lint \
  deps-live deps-musl deps-wasm fuzz fuzz-coverage fuzz-lib fuzz-planted fuzzers install install-musl lint live-probes \
  musl show tests uninstall wasm wasm-probe FORCE
FORCE:
