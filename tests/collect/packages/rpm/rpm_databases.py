#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""rpm's databases made without rpm: headers, ndb, Berkeley DB and SQLite, and seeds for fuzz_rpm.

rpm_databases.py DIRECTORY writes the seeds: a byte for the format, then the file. SQLite's begins with its length in
four bytes, little-endian; its write-ahead log follows."""
import os
import sqlite3
import struct
import sys
import tempfile
import zlib

INT32, STRING, BIN, STRING_ARRAY = 4, 6, 7, 8
NAME, VERSION, RELEASE, EPOCH, SUMMARY, INSTALLTIME, ARCH, BASENAMES = 1000, 1001, 1002, 1003, 1004, 1008, 1022, 1117
SQLITE, NDB, BDB, NAMES, COLUMNS = range(5)


def header(name, version, release, arch=None, epoch=None, files=0):
    """As rpm keeps it: entries and data in the order of their tags; what installing adds comes last."""
    values = [(NAME, STRING, name), (VERSION, STRING, version), (RELEASE, STRING, release)]
    if epoch is not None:
        values.append((EPOCH, INT32, epoch))
    values.append((SUMMARY, STRING, "About " + name))
    if arch:
        values.append((ARCH, STRING, arch))
    if files:
        values.append((BASENAMES, STRING_ARRAY, [f"file-{i:05}" for i in range(files)]))
    values.append((INSTALLTIME, INT32, 1700000000))
    index, data = b"", b""
    for tag, kind, value in values:
        if kind == INT32:
            data += bytes(-len(data) % 4)
        offset, count = len(data), len(value) if kind == STRING_ARRAY else 1
        if kind == INT32:
            data += struct.pack(">I", value)
        else:
            data += b"".join(text.encode() + b"\0" for text in (value if kind == STRING_ARRAY else [value]))
        index += struct.pack(">IIII", tag, kind, offset, count)
    return struct.pack(">II", len(values), len(data)) + index + data


def ndb(blobs, free=()):
    """One page of slots or more; numbers in `free` have been erased."""
    pages = (2 + len(blobs) + 255) // 256
    slots, body, block = [], bytearray(), pages * 256
    for number, blob in enumerate(blobs, 1):
        head = b"BlbS" + struct.pack("<III", number, 1700000000, len(blob))
        room = -(-(len(head) + len(blob) + 12) // 16) * 16
        padded = head + blob + bytes(room - len(head) - len(blob) - 12)
        tail = struct.pack("<II", zlib.adler32(padded), len(blob)) + b"BlbE"
        if number in free:
            slots.append(b"Slot" + bytes(12))
        else:
            slots.append(b"Slot" + struct.pack("<III", number, block, room // 16))
        body += padded + tail
        block += room // 16
    slots += [b"Slot" + bytes(12)] * (pages * 256 - 2 - len(slots))
    start = b"RpmP" + struct.pack("<IIII", 0, 7, pages, len(blobs) + 1)
    return start.ljust(32, b"\0") + b"".join(slots) + body


def bdb(blobs, page_size=4096, order="<", buckets=4, inline=0):
    """A hash table; values up to `inline` bytes stand on their bucket's page, the others on chains."""
    pages = {}

    def page(number, kind, previous, following, entries, free, body):
        head = struct.pack(order + "QIIIHHBB", 0, number, previous, following, entries, free & 0xffff, 0, kind)
        pages[number] = head + body

    following = 1 + buckets
    chains = [[] for _ in range(buckets)]
    items = [(struct.pack(order + "I", 0), struct.pack(order + "I", len(blobs)))]
    items += [(struct.pack(order + "I", number), blob) for number, blob in enumerate(blobs, 1)]
    for index, (key, value) in enumerate(items):
        if index == 0 or len(value) <= inline:
            item = b"\1" + value
        else:
            item = b"\3\0\0\0" + struct.pack(order + "II", following, len(value))
            room = page_size - 26
            parts = [value[at:at + room] for at in range(0, len(value), room)]
            for i, part in enumerate(parts):
                more = following + 1 if i + 1 < len(parts) else 0
                page(following, 7, 0, more, 1, len(part), part.ljust(room, b"\0"))
                following += 1
        chains[index % buckets].append((b"\1" + key, item))

    for bucket, entries in enumerate(chains):
        number = 1 + bucket
        previous = 0
        while True:
            body, offsets, taken = b"", [], 0
            for pair in entries:
                if 26 + 2 * (len(offsets) + 2) + len(body) + len(pair[0]) + len(pair[1]) > page_size:
                    break
                for item in pair:
                    body = item + body
                    offsets.append(page_size - len(body))
                taken += 1
            entries = entries[taken:]
            more = following if entries else 0
            table = b"".join(struct.pack(order + "H", offset) for offset in offsets)
            room = page_size - 26 - len(table) - len(body)
            page(number, 13, previous, more, len(offsets), offsets[-1] if offsets else page_size,
                 table + bytes(room) + body)
            if not entries:
                break
            previous, number = number, following
            following += 1

    last = following - 1
    meta = struct.pack(order + "QIIIIBBBBIIIIII20s", 0, 0, 0x061561, 9, page_size, 0, 8, 0, 0, 0, last, 0,
                       len(items), len(items), 0, bytes(20))
    meta += struct.pack(order + "IIIIII", buckets - 1, 2 * buckets - 1, buckets - 1, 0, len(items), 0)
    meta += struct.pack(order + "32I", *[1] * 32)
    return meta.ljust(page_size, b"\0") + b"".join(pages[number] for number in range(1, last + 1))


def create(path, page_size=4096, encoding="UTF-8", mode="DELETE"):
    """A new database with rpm's table, and one more."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute(f"PRAGMA page_size={page_size}")
    database.execute(f"PRAGMA encoding='{encoding}'")
    database.execute(f"PRAGMA journal_mode={mode}")
    database.execute("PRAGMA wal_autocheckpoint=0")
    database.execute("PRAGMA synchronous=OFF")
    database.execute("CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT,blob BLOB NOT NULL)")
    database.execute("CREATE TABLE 'Name' (key TEXT NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL)")
    return database


def insert(database, blobs):
    if not database.in_transaction:
        database.execute("BEGIN")
        insert(database, blobs)
        database.execute("COMMIT")
        return
    database.executemany("INSERT INTO Packages(blob) VALUES(?)", [(blob,) for blob in blobs])


def read(path):
    if not os.path.exists(path):
        return b""
    with open(path, "rb") as file:
        return file.read()


def sqlite(blobs, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rpmdb.sqlite")
        database = create(path, **options)
        insert(database, blobs)
        database.close()
        return read(path)


def sqlite_with_log(blobs, later, **options):
    """The database and its log: `later` stands in the log only, in a transaction each."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rpmdb.sqlite")
        database = create(path, mode="WAL", **options)
        insert(database, blobs)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for blob in later:
            insert(database, [blob])
        database.execute("DELETE FROM Packages WHERE hnum=1")
        made = read(path), read(path + "-wal")
        database.close()
        return made


def add_sums(sums, words):
    a, b = sums
    for i in range(0, len(words), 2):
        a = (a + words[i] + b) & 0xffffffff
        b = (b + words[i + 1] + a) & 0xffffffff
    return a, b


def log_of(main, numbers):
    """A log for this database that writes its first page and pages of these numbers anew, in one transaction."""
    page_size, first = struct.unpack_from(">H", main, 16)[0], main[:struct.unpack_from(">H", main, 16)[0]]
    head = struct.pack(">6I", 0x377f0683, 3007000, page_size, 0, 1, 2)
    sums = add_sums((0, 0), struct.unpack(">6I", head))
    parts = [head, struct.pack(">2I", *sums)]
    pages = [(1, first)] + [(number, bytes(page_size)) for number in numbers]
    for place, (number, page) in enumerate(pages):
        commit = len(main) // page_size if place == len(pages) - 1 else 0
        start = struct.pack(">2I", number, commit)
        sums = add_sums(sums, struct.unpack(f">{2 + page_size // 4}I", start + page))
        parts += [start, struct.pack(">4I", 1, 2, *sums), page]
    return b"".join(parts)


def some_headers():
    return [header("bash", "5.2.26", "3.fc40", "x86_64", files=90),
            header("kernel", "6.8.5", "301.fc40", "x86_64", files=30),
            header("kernel", "6.9.4", "200.fc40", "x86_64"),
            header("openssl-libs", "3.2.1", "2.fc40", "x86_64", epoch=1),
            header("openssl-libs", "3.2.1", "2.fc40", "i686", epoch=1),
            header("tzdata", "2024a", "5.fc40", "noarch", epoch=0, files=200),
            header("gpg-pubkey", "a15b79cc", "63d04c2c")]


def seeds():
    headers = some_headers()
    main, log = sqlite_with_log(headers[:4], headers[4:], page_size=512)
    plain = sqlite(headers, page_size=512)
    wide = sqlite(headers[3:], page_size=1024, encoding="UTF-16be")
    columns = "bash\t5.2-1\t1700000000\t1700000000\tV\t(none)\t100\tx86_64\t0\tbash-5.2-1.src.rpm\n" \
              "openssl\t3.2-1\t1700000000\t1700000000\tV\t(none)\t100\tx86_64\t1\topenssl-3.2-1.src.rpm\n"
    return {"sqlite": bytes([SQLITE]) + struct.pack("<I", len(plain)) + plain,
            "sqlite-utf16": bytes([SQLITE]) + struct.pack("<I", len(wide)) + wide,
            "sqlite-wal": bytes([SQLITE]) + struct.pack("<I", len(main)) + main + log,
            "ndb": bytes([NDB]) + ndb(headers, free={2}),
            "bdb": bytes([BDB]) + bdb(headers, page_size=512, inline=200),
            "bdb-big": bytes([BDB]) + bdb(headers[2:], page_size=1024, order=">", buckets=2),
            "names": bytes([NAMES]) + b"bash-5.2-1.x86_64\nkernel-6.8.5-301.fc40.x86_64\n",
            "columns": bytes([COLUMNS]) + columns.encode()}


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    for name, content in seeds().items():
        with open(os.path.join(sys.argv[1], name), "wb") as file:
            file.write(content)


if __name__ == "__main__":
    main()
