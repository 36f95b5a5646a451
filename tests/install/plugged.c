/* SPDX-License-Identifier: MIT */
/* Loads a plugin and calls it: plugged FILE */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    void *plugin = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    int (*print)(void) = NULL;
    if (plugin)
        *(void **)&print = dlsym(plugin, "plugin_print");
    if (!print) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    int status = print();
    return dlclose(plugin) == 0 ? status : 1;
}
