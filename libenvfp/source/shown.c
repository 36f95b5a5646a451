/* SPDX-License-Identifier: MIT */
/* Paths and values as documents and recordings may hold them: which part of a path is a home directory, and which
 * values have a harmless form. */
#include "base/mail.h"
#include "base/text.h"
#include "source/keep_parts.h"
#include "source/system.h"

const char *source_path(struct arena *arena, const char *a, struct view b, const char *c)
{
    return envfp__arena_join(arena, (struct view[]){view_of(a), b, view_of(c)}, 3).text;
}

/* Whether the path is in the system's own directories: they are nobody's home, even where HOME says so, and are never
 * folded. */
static bool is_of_system(struct view path)
{
    static const char roots[][8] = {"/bin",   "/boot", "/dev",  "/etc",  "/lib", "/lib32",
                                    "/lib64", "/nix",  "/proc", "/sbin", "/sys", "/usr"};
    static const char places[][20] = {
        "/opt",     "/run",          "/tmp",         "/var",           "/var/cache",       "/var/db",
        "/var/lib", "/var/lib/dpkg", "/var/lib/rpm", "/var/lib/snapd", "/var/lib/flatpak", "/var/lib/pacman",
        "/var/log", "/var/run",      "/gnu",         "/snap"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t length = strlen(roots[i]);
        if (view_starts(path, view_of(roots[i])) && (path.length == length || path.text[length] == '/'))
            return true;
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (view_is(path, places[i]))
            return true;
    return false;
}

/* HOME without slashes behind it; empty where it names no directory of its own. It is asked for once. */
static struct view own_home(const struct source *source)
{
    struct source_common *common = source->common;
    struct view home;
    if (common->home_known)
        return common->home;
    if (source->ops->variable(source->self, "HOME", &home) != ENVFP_REASON_NONE ||
        !view_starts(home, VIEW("/")))
        home = VIEW("");
    while (view_ends(home, VIEW("/")))
        home.length--;
    common->home = is_of_system(home) ? VIEW("") : home;
    common->home_known = true;
    return common->home;
}

/* Directories in which each entry is a person's, in letters of either case. */
static bool holds_persons(struct view name)
{
    static const char *const words[] = {"home", "homes", "users", "scratch"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_equal_any_case(name, view_of(words[i])))
            return true;
    return false;
}

/* The number of a home's name in recordings: 1 for "~", N for "~N"; 0 for any other name. */
static uint64_t home_number(struct view name)
{
    uint64_t number = 0;
    struct view digits = view_skip(name, 1);
    if (view_is(name, "~"))
        return 1;
    bool plain = view_starts(name, VIEW("~")) && digits.length <= 9 && digits.length && digits.text[0] != '0';
    return plain && envfp__view_number(digits, 10, &number) && number > 1 ? number : 0;
}

/* Whether the path lies on a network file system, where administrators put homes at any depth. Below /net, automounters
 * name directories after machines. */
static bool is_of_network(const struct source *source, struct view path)
{
    if (view_starts(path, VIEW("/net/")))
        return true;
    const struct mounts *mounts = source->common->mounts;
    const struct mount *mount = mounts && mounts->network_count ? envfp__mounts_find(mounts, path) : NULL;
    return mount && mount->network;
}

/* The end of a person's directory: the entry of `home`, `homes`, `users` or `scratch` where that is at the first or
 * second place, or anywhere on a network file system. Dots are resolved as text, so that a detour names nobody
 * either. */
static size_t find_person(const struct source *source, struct view path)
{
    struct view way[16], rest = path, name;
    size_t depth = 0;
    while (view_cut(&rest, '/', &name) && depth < sizeof way / sizeof *way) {
        if (name.length == 0 || view_is(name, "."))
            continue;
        if (view_is(name, "..")) {
            depth -= depth > 0;
            continue;
        }
        way[depth++] = name;
        size_t end = (size_t)(name.text - path.text) + name.length;
        if (depth == 1 ? home_number(name) > 0
                       : holds_persons(way[depth - 2]) && (depth < 4 || is_of_network(source, path)))
            return end;
    }
    return 0;
}

/* "/run/media/NAME/DISK" and "/media/NAME/DISK": the user whose desktop mounted the disk. */
static size_t find_owner(struct view path)
{
    size_t start = view_starts(path, VIEW("/run/media/")) ? 11 : view_starts(path, VIEW("/media/")) ? 7 : 0;
    size_t end = view_find_byte(view_skip(path, start), '/');
    return start && end != SIZE_MAX && end > 0 ? start + end : 0;
}

/* Other people's homes beside HOME, where HOME lies among homes: "/home/EXAMPLE.ORG/NAME", "/data/nfs/home/NAME". */
static size_t find_neighbour(const struct source *source, struct view home, struct view path)
{
    struct view parent = home, name;
    while (parent.length && parent.text[parent.length - 1] != '/')
        parent.length--;
    if (parent.length < 2 || !view_starts(path, parent))
        return 0;
    struct view last = view_take(parent, parent.length - 1);
    while (view_find_byte(last, '/') != SIZE_MAX)
        last = view_skip(last, view_find_byte(last, '/') + 1);
    name = view_skip(path, parent.length);
    name = view_take(name, view_find_byte(name, '/'));
    bool homes = holds_persons(last) || find_person(source, view_take(parent, parent.length - 1)) > 0;
    return homes && name.length ? parent.length + name.length : 0;
}

/* The length of the home directory at the path's start: HOME, a recording's name for a home, or one person's. */
size_t envfp__source_home(const struct source *source, struct view path)
{
    struct view home = own_home(source);
    if (!view_starts(path, VIEW("/")))
        return 0;
    if (home.length > 1 && view_starts(path, home) &&
        (path.length == home.length || path.text[home.length] == '/'))
        return home.length;
    if (view_starts(path, VIEW("/proc/")) || view_starts(path, VIEW("/sys/")))
        return 0;
    size_t found = find_neighbour(source, home, path);
    found = found ? found : find_person(source, path);
    return found ? found : find_owner(path);
}

/* Gives each home a name of its own, numbered as they are met. A directory that has such a name already (in a
 * recording, or by chance) keeps it where the number is free. "/~" is HOME's. */
struct view envfp__source_home_name(const struct source *source, struct view home)
{
    struct source_common *common = source->common;
    struct view own = own_home(source);
    if (view_equal(home, own))
        return VIEW("/~");
    uint64_t number = home_number(view_skip(home, 1)), first = number == 1 && own.length == 0 ? 1 : 2;
    struct numbered *entry = envfp__numbering_find(&common->homes, common->arena, home, number, first);
    if (!entry)
        return VIEW("/~"); /* the arena remembers that it failed */
    if (entry->name.length == 0) {
        struct text name = {.arena = common->arena};
        envfp__text_add(&name, VIEW("/~"));
        if (entry->number > 1)
            envfp__text_add_number(&name, (int64_t)entry->number);
        entry->name = envfp__text_view(&name);
    }
    return entry->name;
}

struct view source_fold(const struct source *source, struct arena *arena, struct view path)
{
    size_t home = envfp__source_home(source, path);
    if (home == 0)
        return envfp__arena_copy(arena, path);
    return envfp__arena_join(arena, (struct view[]){VIEW("~"), view_skip(path, home)}, 2);
}

/* Whether a list's element is a path or the short name of a file or folder: anything else is not shown. */
static bool is_element(struct view element)
{
    bool path = view_find_byte(element, '/') != SIZE_MAX;
    for (size_t i = 0; i < element.length; i++)
        if ((unsigned char)element.text[i] < 0x80 && !byte_is_alnum(element.text[i]) &&
            !memchr("/._-+~@%${}<>,=", element.text[i], 15))
            return false;
    return element.length == 0 || view_starts(element, VIEW("/")) ||
           (element.length <= (path ? 4096U : 32U) && element.text[0] != '-' &&
            !envfp__mail_is_within(element, MAIL_IN_VALUE));
}

/* The loader separates lists by colons, semicolons or blanks. */
void envfp__source_fold_paths(const struct source *source, struct view paths, bool recorded, struct text *out)
{
    while (paths.length) {
        size_t end = 0;
        while (end < paths.length && !byte_is_blank(paths.text[end]) && paths.text[end] != ':' &&
               paths.text[end] != ';')
            end++;
        struct view element = view_take(paths, end);
        element = is_element(element) ? element : VIEW("?");
        size_t home = envfp__source_home(source, element);
        if (home)
            envfp__text_add(out,
                            recorded ? envfp__source_home_name(source, view_take(element, home)) : VIEW("~"));
        envfp__text_add(out, view_skip(element, home));
        envfp__text_add(out, view_take(view_skip(paths, end), 1));
        paths = view_skip(paths, end + 1);
    }
}

struct view source_fold_list(const struct source *source, struct arena *arena, struct view paths)
{
    return envfp__source_show(source, arena, VARIABLE_PATHS, paths, false);
}

enum envfp_reason source_variable_shown(const struct source *source, struct arena *arena, const char *name,
                                        struct view *value)
{
    enum envfp_reason reason = source_variable(source, name, value);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    const struct envfp_read *row = envfp__source_variable_row(source->common, name);
    *value = envfp__source_show(source, arena, (enum variable_form)row->how, *value, false);
    return ENVFP_REASON_NONE;
}
