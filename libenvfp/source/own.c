/* SPDX-License-Identifier: MIT */
/*
 * What sources read on their own account, whoever asks: which places may be touched, and how another process sees them;
 * the last five are libudev's. Nothing of it is told or recorded, but where a collector declares the same for itself. It is
 * declared to be listed (registry/reads.c), and no collector's reads are held against it.
 */
#ifdef DECLARING

SEEN("/proc/self/mountinfo")
SEEN("/proc/self/maps")
SEEN("/proc/locks")
SEEN("/proc/self")
NAMES("/proc/self/fd/", all)
SEEN("/proc/self/fd/*")
SEEN("/proc/self/fdinfo/*")
SEEN("/proc/self/status")
SEEN("/proc/self/uid_map")
SEEN("/proc/self/ns/*")
SEEN("/proc/self/root")
SEEN("/proc/self/auxv")
SEEN("/proc/self/stat")
SEEN("/proc/self/environ")
SEEN("/proc/self/pagemap")
NAMES("/sys/class/bdi/", all)
SEEN("/sys/dev/block/*")
NAMES("/sys/class/block/*/slaves/", all)
SEEN("/sys/class/block/*/loop/backing_file")
NAMES("/sys/{bus,class}/", all)
NAMES("/sys/bus/*/devices/", all)
NAMES("/sys/class/*/", all)
SEEN("/sys/devices/**/uevent")
SEEN("/run/udev/data/*")

#else

#define LAYER APP
#define OWNER source
#define DECLARES "source/own.c"
#include "collect/declare.h"

#endif
