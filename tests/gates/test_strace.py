# SPDX-License-Identifier: MIT
"""What a collection asks of the kernel: it reads, and does nothing else."""
import os
import re
import stat

import pytest

# Start-up of a dynamic program, memory, reading, and the end. mmap is the allocator's and the dynamic loader's.
ALLOWED = set("""
    access arch_prctl brk close exit_group faccessat faccessat2 fcntl fstat fstatfs getcwd getdents64 geteuid getpid
    getrandom getuid ioctl lseek mmap mprotect mremap munmap newfstatat openat pread64 prlimit64 read readlink
    readlinkat rseq rt_sigaction rt_sigprocmask set_robust_list set_tid_address stat statfs statx uname futex
    clock_gettime open lstat
    """.split())
READING = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)")


def check(calls, output):
    for name, line in calls:
        if name == "write":
            assert line.startswith("write(1, "), line
        else:
            assert name in ALLOWED, line
        if name in ("open", "openat"):
            assert not READING.search(line), line
            assert "O_CLOEXEC" in line, line
        if name == "prlimit64":
            assert "NULL" in line.split(",")[2], line
    written = sum(int(line.rsplit("=", 1)[1]) for name, line in calls if name == "write")
    assert written == len(output)


def test_command_only_reads(strace, envfp):
    check(*strace(envfp.path, "collect", "self"))


def test_command_without_udev_only_reads(strace, envfp):
    check(*strace(envfp.path, "collect", "self", "--layers", "kernel,container,sandbox,libc,packages,runtimes"))


def test_a_program_that_logs_its_line_only_reads(strace, build):
    calls, output = strace(build / "gates" / "line")
    check(calls, output)
    assert output.startswith(b"envfp ")


def test_files_are_opened_without_waiting(strace, build):
    """A FIFO or device in the place of a file must not block: O_NONBLOCK from the library's first file on."""
    calls, _ = strace(build / "gates" / "line")
    opened = [line for name, line in calls if name == "openat" and ".so" not in line and "ld.so" not in line]
    assert opened
    for line in opened:
        assert "O_NONBLOCK" in line or "O_PATH" in line, line


def test_number_of_calls(strace, build):
    calls, _ = strace(build / "gates" / "line")
    assert len(calls) < 2500  # `make bench` holds it against the floor; this catches what has gone astray


@pytest.mark.parametrize("kind", ["fifo", "device", "link", "socket", "folder"])
def test_what_somebody_laid_out_is_looked_at_first(strace, envfp, tmp_path, kind):
    """Opening a device or a FIFO does something already: nothing outside of the system's directories is opened unseen."""
    make = {
        "fifo": os.mkfifo,
        "device": lambda path: os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 11)),
        "link": lambda path: path.symlink_to("/dev/zero"),
        "socket": lambda path: os.mknod(path, 0o755 | stat.S_IFSOCK),
        "folder": lambda path: path.mkdir(),
    }[kind]
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").symlink_to("/usr/bin/python3")
    try:
        make(tmp_path / "pyvenv.cfg")
    except PermissionError:
        pytest.skip("no devices can be made here")
    calls, output = strace("env", f"PATH={tmp_path}/bin", "HOME=/nonexistent", envfp.path, "collect")
    assert output
    opened = [line for name, line in calls if name == "openat" and str(tmp_path) in line
              and not re.search("O_PATH|O_DIRECTORY| = -1 ", line)]
    assert not opened
