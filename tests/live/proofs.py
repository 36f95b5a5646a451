# SPDX-License-Identifier: MIT
"""What holds between several documents of one environment."""
import re

from harness import differing, fact
from stage import LAYERS


def all_same(documents, _host):
    """No digest changes."""
    first, *others = documents.values()
    for number, other in enumerate(others, 2):
        wrong = differing(first, other, LAYERS)
        if wrong or first["digest"] != other["digest"]:
            return f"time {number}: {wrong or 'another root digest'}"
    return None


def only_container(documents, _host):
    """Exactly the container layer changes."""
    one, two = documents.values()
    wrong = differing(one, two, [layer for layer in LAYERS if layer != "container"])
    if wrong:
        return wrong
    if one["layers"]["container"]["digest"] == two["layers"]["container"]["digest"]:
        return "expected another digest of container got the same"
    return None


def has_id(documents, _host):
    """The engine's name for the container is seen."""
    for who, document in documents.items():
        if not re.fullmatch("[0-9a-f]{64}", fact(document, "container", "cgroup.container_id") or ""):
            return f"{who}: expected a container's id got {fact(document, 'container', 'cgroup.container_id')}"
    return None
