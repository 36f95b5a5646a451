# SPDX-License-Identifier: MIT
"""The twin of app.c: in the same environment its line ends in the same token."""
import envfp

print(envfp.line())
