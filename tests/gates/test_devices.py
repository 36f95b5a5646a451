# SPDX-License-Identifier: MIT
"""Devices' identifiers stay out of recordings: Hyper-V names its channels by GUIDs, and cards' MAC addresses stand
in them."""
import json
import os

import pytest

GUID = "000d3a6e-4548-000d-3a6e-4548000d3a6e"
HOST = f"sys/devices/LNXSYSTM:00/ACPI0004:00/MSFT1000:00/{GUID}/pcid1f2:00"


@pytest.fixture
def azure(tmp_path):
    root = tmp_path / "azure"
    device = root / HOST / "d1f2:00:02.0"
    device.mkdir(parents=True)
    (device / "modalias").write_text("pci:v000015B3d0000101Asv000015B3sd00000190bc02sc00i00\n")
    (root / "sys/bus/pci/devices").mkdir(parents=True)
    (root / "sys/bus/pci/devices/d1f2:00:02.0").symlink_to(f"../../../../{HOST}/d1f2:00:02.0")
    (root / ".envfp").mkdir()
    (root / ".envfp/format").write_text("1\n")
    (root / ".envfp/uname").write_text("sysname=Linux\nrelease=6.8.0\nversion=#1 SMP\nmachine=x86_64\n")
    return root


def test_recording_holds_no_channel_identifiers(envfp, azure, tmp_path):
    copy = tmp_path / "copy"
    envfp("record", copy, f"record:{azure}")
    seen = [str(copy)]
    for folder, folders, files in os.walk(copy):
        for name in folders + files:
            path = os.path.join(folder, name)
            seen.append(os.readlink(path) if os.path.islink(path) else path)
    assert not [path for path in seen if GUID in path]
    assert [path for path in seen if "MSFT1000" in path]


def test_its_fast_path_is_context_in_both(envfp, azure, tmp_path):
    copy = tmp_path / "copy"
    envfp("record", copy, f"record:{azure}")
    document = envfp("collect", f"record:{azure}")
    assert json.loads(document)["layers"]["hardware"]["context"]["pci_virtual/15b3:101a:0200"] == "none"
    assert envfp("collect", f"record:{copy}") == document
