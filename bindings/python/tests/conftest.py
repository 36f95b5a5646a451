# SPDX-License-Identifier: MIT
"""The package is tested from its sources, with the library that ENVFP_LIBRARY names or `make` built."""
import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]

sys.path.insert(0, str(HERE.parent / "src"))
if "ENVFP_LIBRARY" in os.environ:
    os.environ["ENVFP_LIBRARY"] = os.path.abspath(os.environ["ENVFP_LIBRARY"])
elif (REPOSITORY / "build" / "libenvfp.so.0").exists():
    os.environ["ENVFP_LIBRARY"] = str(REPOSITORY / "build" / "libenvfp.so.0")


@pytest.fixture(scope="session")
def here():
    """This environment's fingerprint, collected once."""
    import envfp

    with envfp.collect() as fingerprint:
        yield fingerprint
