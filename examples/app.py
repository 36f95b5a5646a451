# SPDX-License-Identifier: MIT
"""The twin of app.c: in the same environment its token is the same, but for the group of the runtime that runs it."""
import envfp

print(envfp.line())
