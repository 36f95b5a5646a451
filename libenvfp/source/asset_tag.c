/* SPDX-License-Identifier: MIT */
#include "source/asset_tag.h"

static const struct {
    const char *tag, *cloud;
} public_tags[] = {
    {"7783-7084-3265-9085-8269-3286-77", "azure"},
    {"OracleCloud.com", "oracle"},
    {"OpenStack Nova", "openstack"},
    {"OpenStack Compute", "openstack"},
    {"SAP CCloud VM", "openstack"},
    {"Samsung Cloud Platform", "openstack"},
    {"HUAWEICLOUD", "huawei"},
    {"OpenTelekomCloud", "opentelekom"},
    {"ibmcloud", "ibm"},
    {"Amazon EC2", "aws"},
};

struct view envfp__asset_tag_cloud(struct view tag)
{
    for (size_t i = 0; i < sizeof public_tags / sizeof *public_tags; i++)
        if (view_is(tag, public_tags[i].tag))
            return view_of(public_tags[i].cloud);
    /* ZStack's begin with an identifier of the machine: only their end is looked at. */
    return view_ends(tag, VIEW(".zstack.io")) ? VIEW("zstack") : VIEW("");
}
