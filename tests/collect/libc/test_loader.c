/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

#define LC ENVFP_LAYER_LIBC

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(loader, .init = set_up, .fini = tear_down);

Test(loader, reads_the_tree_of_conf_files_in_order)
{
    world_file(world, "/etc/ld.so.conf",
               "/first # why\ninclude ld.so.conf.d/*.conf /etc/one.conf\nhwcap 1 x\n/last");
    world_file(world, "/etc/ld.so.conf.d/b.conf", "/b\n/b2");
    world_file(world, "/etc/ld.so.conf.d/a.conf", "/a");
    world_file(world, "/etc/ld.so.conf.d/.hidden.conf", "/hidden\n");
    world_file(world, "/etc/ld.so.conf.d/c.conf.dpkg-old", "/old\n");
    world_file(world, "/etc/one.conf", "/one");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "loader.conf"), "/first:/a:/b:/b2:/one:/last");
    cr_assert_null(world_gap(world, LC, "loader.conf"));
}

Test(loader, is_not_caught_by_loops)
{
    world_file(world, "/etc/ld.so.conf", "/x\ninclude /etc/ld.so.conf\ninclude /etc/ld.so.conf\n");
    world_collect(world, "libc");
    cr_assert_str_eq(world_gap(world, LC, "loader.conf"), "truncated");
    cr_assert_leq(world_operations(world), 2000);
}

Test(loader, reads_variables_and_preload)
{
    world_variable(world, "HOME", "/home/me");
    world_variable(world, "LD_LIBRARY_PATH", "/home/me/lib:/opt/lib");
    world_variable(world, "LD_PRELOAD", "");
    world_variable(world, "GLIBC_TUNABLES", "glibc.malloc.check=3");
    world_file(world, "/etc/ld.so.preload", "/lib/a.so:/lib/b.so\n /lib/c.so\n");
    world_collect(world, "loader");
    cr_assert_str_eq(world_string(world, LC, "loader.ld_library_path"), "~/lib:/opt/lib");
    cr_assert_null(world_string(world, LC, "loader.ld_preload"));
    cr_assert_str_eq(world_string(world, LC, "loader.glibc_tunables"), "glibc.malloc.check=3");
    cr_assert_str_eq(world_string(world, LC, "loader.preload"), "/lib/a.so:/lib/b.so:/lib/c.so");
}

/* Names in other places are no recording's business: what is not told there is not told live. */
Test(loader, looks_for_included_files_where_systems_have_them)
{
    world_file(world, "/etc/ld.so.conf", "/x\ninclude /home/joe/bin/*.conf\ninclude /etc/d/*.conf\n");
    world_file(world, "/home/joe/bin/own.conf", "/y\n");
    world_file(world, "/etc/d/a.conf", "/a\n");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "loader.conf"), "/x:/a");
    cr_assert_str_eq(world_gap(world, LC, "loader.conf"), "hidden");
}

Test(loader, includes_nothing_that_is_called_otherwise)
{
    static const char *const included[] = {"/etc/passwd",       "/etc/d/*", "/etc/d/a.conf?",
                                           "/opt/d/*.conf",     "/etc/d/",  "/etc/ld.so.cache",
                                           "/home/joe/own.conf"};
    world_file(world, "/etc/passwd", "/y\n");
    world_file(world, "/etc/d/a.conf", "/y\n");
    world_file(world, "/etc/d/a.confx", "/y\n");
    world_file(world, "/opt/d/a.conf", "/y\n");
    world_file(world, "/home/joe/own.conf", "/y\n");
    for (size_t i = 0; i < sizeof included / sizeof *included; i++) {
        struct text conf = {.arena = world_facts(world)->arena};
        envfp__text_add(&conf, VIEW("/x\ninclude "));
        envfp__text_add(&conf, view_of(included[i]));
        world_file(world, "/etc/ld.so.conf", envfp__text_view(&conf).text);
        world_collect(world, "libc");
        cr_assert_str_eq(world_string(world, LC, "loader.conf"), "/x", "%s", included[i]);
        cr_assert_str_eq(world_gap(world, LC, "loader.conf"), "hidden", "%s", included[i]);
    }
}

Test(loader, shows_what_is_no_path_as_a_question)
{
    world_file(world, "/etc/ld.so.conf", "/a\n/b of Alice\n/c:x\n//host/d\n/e=libc6\n");
    world_file(world, "/etc/ld.so.preload", "/lib/a.so:of token=x liba.so.2 Alice\n");
    world_collect(world, "libc");
    world_collect_also(world, "loader");
    cr_assert_str_eq(world_string(world, LC, "loader.conf"), "/a:?:?:?:/e");
    cr_assert_str_eq(world_string(world, LC, "loader.preload"), "/lib/a.so:?:?:liba.so.2:?");
}

Test(loader, says_what_was_denied)
{
    world_file(world, "/etc/ld.so.conf", "/x\ninclude /etc/d/*.conf\n");
    world_file(world, "/etc/d/a.conf", "/a\n");
    world_error(world, "/etc/d/a.conf", ENVFP_REASON_DENIED);
    world_collect(world, "libc");
    cr_assert_str_eq(world_gap(world, LC, "loader.conf"), "denied");
}

Test(loader, names_what_it_cannot_preload)
{
    world_variable(world, "HOME", "/home/me");
    world_variable(world, "LD_PRELOAD", "/opt/there.so:/opt/gone.so libsearched.so /usr/$LIB/token.so");
    world_file(world, "/opt/there.so", "");
    world_file(world, "/etc/ld.so.preload", "/home/me/gone.so.1\n");
    world_variable(world, "GCONV_PATH", "/opt/gconv:/opt/none");
    world_file(world, "/opt/gconv/gconv-modules", "");
    world_collect(world, "loader");
    cr_assert_str_eq(world_set(world, LC, "loader.missing"), "/opt/gone.so /opt/none ~/gone.so.1");
    cr_assert_str_eq(world_string(world, LC, "loader.gconv_path"), "/opt/gconv:/opt/none");
    world_variable(world, "LD_PRELOAD", "/opt/there.so");
    world_variable(world, "GCONV_PATH", "/opt/gconv");
    world_file(world, "/etc/ld.so.preload", "");
    world_collect(world, "loader");
    cr_assert_null(world_set(world, LC, "loader.missing"));
}

Test(loader, does_not_say_that_what_is_denied_is_missing)
{
    world_variable(world, "LD_PRELOAD", "/opt/x.so");
    world_error(world, "/opt/x.so", ENVFP_REASON_DENIED);
    world_collect(world, "loader");
    cr_assert_null(world_set(world, LC, "loader.missing"));
    cr_assert_str_eq(world_gap(world, LC, "loader.missing"), "denied");
}
