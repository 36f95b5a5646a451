/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>

#include "envfp_names.h"
#include "names/names.h"
#include "source/device_keys.h"

Test(names_library, is_attached_by_its_own_release_alone)
{
    struct envfp_probe *probe;
    struct envfp_names other = *envfp_names_get();
    cr_assert_eq(envfp_probe_new(NULL, &probe), ENVFP_OK);
    cr_expect_eq(envfp_probe_set_names(probe, envfp_names_get()), ENVFP_OK);
    cr_expect_eq(envfp_probe_set_names(probe, NULL), ENVFP_OK);
    other.abi++;
    cr_expect_eq(envfp_probe_set_names(probe, &other), ENVFP_BAD_ARGUMENT);
    cr_expect_eq(envfp_probe_set_names(NULL, envfp_names_get()), ENVFP_BAD_ARGUMENT);
    envfp_probe_free(probe);
}

static bool say_milan(names_ask *ask, void *self, char *name, size_t size)
{
    uint32_t registers[4];
    (void)ask(self, 0, 0, registers);
    (void)strncpy(name, "A name", size);
    return true;
}

static bool say_devices(const char *const *keys, size_t count, names_tell *tell, void *self)
{
    cr_assert_gt(count, 0);
    cr_assert_not_null(keys[0]);
    tell(self, "/sys/devices/pci0000:00/0000:00:01.0", "SUBSYSTEM", "pci");
    tell(self, "/sys/devices/pci0000:00/0000:00:01.0", "ID_MODEL_FROM_DATABASE", "Virtio network");
    tell(self, "/sys/devices/pci0000:00/0000:00:01.0", "ID_VENDOR_FROM_DATABASE", "Red Hat");
    tell(self, "/sys/devices/pci0000:00/0000:00:01.0", "ID_SERIAL", "SECRET123");
    return true;
}

/* What the other library says becomes facts of the live machine, but for what nobody asked it for. */
Test(names_library, tells_facts_of_the_live_machine)
{
    static const struct envfp_names names = {ENVFP_NAMES_ABI, say_milan, say_devices};
    struct envfp_probe *probe;
    struct envfp_fingerprint *fingerprint = NULL;
    cr_assert_eq(envfp_probe_new(NULL, &probe), ENVFP_OK);
    cr_assert_eq(envfp_probe_set_layers(probe, 1U << ENVFP_LAYER_HARDWARE), ENVFP_OK);
    cr_assert_eq(envfp_probe_set_names(probe, &names), ENVFP_OK);
    for (int detail = 0; detail < 2; detail++) {
        envfp_probe_set_detail(probe, detail == 1);
        cr_assert_eq(envfp_probe_run(probe, &fingerprint), ENVFP_OK);
        const struct envfp_fact *device = envfp_fingerprint_find_fact(fingerprint, ENVFP_LAYER_HARDWARE,
                                                                      "udev/pci: Red Hat Virtio network");
        cr_expect_eq(device != NULL, detail == 1);
        char *text = NULL;
        cr_assert_eq(envfp_fingerprint_copy_form(fingerprint, ENVFP_FORM_DOCUMENT, &text, NULL), ENVFP_OK);
        cr_expect_null(strstr(text, "SECRET123"));
        envfp_text_free(text);
        envfp_fingerprint_free(fingerprint);
    }
    envfp_probe_free(probe);
}
