/* SPDX-License-Identifier: MIT */
#include "released.h"

static enum envfp_status make_root(struct source_common *common, struct source *source)
{
    return envfp__source_root(common, "tests/machines/chroot-debian12/root", true, source);
}

Test(root, closes_what_it_holds_open)
{
    check_release(make_root);
}
