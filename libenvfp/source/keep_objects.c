/* SPDX-License-Identifier: MIT */
/* Of objects only what was taken of them stays, wherever they lie; they come last. */
#ifdef DECLARING

TAKEN("$LIB/*.so")
TAKEN("$LIB/*.so.*")
LINES("/{etc,usr,opt}/**.conf", conf)
/* what ld.so.conf includes */
NAMES("/etc/**/", conf)
/* as envfp__keep_is_conf_folder */
NAMES("/usr/**.d/", conf)
NAMES("$PATH/", any)

#else
#include "source/keep_parts.h"
#include "source/keep_rows.h"

#define LAYER APP
#define OWNER keep_objects
#define DECLARES "source/keep_objects.c"
#include "collect/declare.h"

#endif
