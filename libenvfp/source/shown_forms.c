/* SPDX-License-Identifier: MIT */
/* The forms in which the value of a variable, or of a setting in a tool's own file, may be shown and recorded. What a form
 * gives of a recorded value is what it gave of the value itself. */
#include "base/mail.h"
#include "source/keep_parts.h"

#define VALUE_MOST ((size_t)1024)
#define DEVICES_MOST 1024U

static bool is_within(struct view word, const char *bytes)
{
    size_t count = strlen(bytes);
    for (size_t i = 0; i < word.length; i++)
        if (!byte_is_alnum(word.text[i]) && !(word.text[i] && memchr(bytes, word.text[i], count)))
            return false;
    return true;
}

bool envfp__keep_is_harmless_word(struct view value)
{
    return value.length <= 256 && is_within(value, "_.,:;=+@%-") &&
           !envfp__mail_is_within(value, MAIL_IN_VALUE);
}

/* ---- Names and numbers ---- */

/* "10.1.2.3", "node7.cluster.example": three dots between numbers, or two and a name at the end. */
static bool is_host(struct view word)
{
    size_t dots = 0, start = 0;
    bool numbers = true, letters = false;
    for (size_t i = 0; i <= word.length; i++) {
        char byte = i < word.length ? word.text[i] : ',';
        if (byte_is_alnum(byte) || byte == '-') {
            numbers = numbers && byte_is_digit(byte);
            letters = i == start ? byte_is_letter(byte) : letters && byte_is_letter(byte);
            continue;
        }
        if (byte != '.') {
            if ((numbers && dots == 3) || (letters && dots >= 2))
                return true;
            dots = 0;
            numbers = true;
        } else {
            dots++;
        }
        start = i + 1;
    }
    return false;
}

/* A name or a number, or several between marks. */
static bool is_plain_word(struct view word)
{
    return word.length <= 256 && is_within(word, "_.,:=+@%^&|~!*()-") && envfp__keep_is_short(word) &&
           envfp__keep_is_plain_name(word) && !is_host(word) && !envfp__mail_is_within(word, MAIL_IN_VALUE);
}

static bool is_space(char byte)
{
    return (unsigned char)byte <= ' ';
}

/* Up to the next blank or control: encoded lists of flags are parted by 0x1f. */
static bool cut_word(struct view *rest, struct view *word)
{
    size_t end = 0;
    while (rest->length && is_space(rest->text[0]))
        *rest = view_skip(*rest, 1);
    while (end < rest->length && !is_space(rest->text[end]))
        end++;
    *word = view_take(*rest, end);
    *rest = view_skip(*rest, end);
    return end > 0;
}

typedef struct view show_word(struct view word);

/* The words with one blank between them, each as `show` gives it; "set" where it refuses one. */
static struct view show_words(struct arena *arena, struct view value, show_word *show)
{
    struct text out = {.arena = arena};
    struct view word, shown;
    if (value.length > VALUE_MOST)
        return VIEW("set");
    while (cut_word(&value, &word)) {
        shown = show(word);
        if (shown.length == 0)
            return VIEW("set");
        if (out.length)
            envfp__text_add_byte(&out, ' ');
        envfp__text_add(&out, shown);
    }
    return out.length ? envfp__text_view(&out) : VIEW("");
}

static struct view show_plain(struct view word)
{
    return is_plain_word(word) ? word : VIEW("");
}

/* ---- Switches ---- */

/*
 * What compilers and language runtimes are told to do, as far as it changes what they do. The first letter says what may
 * follow: E nothing; N a number with its unit; P names and numbers; W small letters and hyphens; X an option of the Java
 * virtual machine; H something that is not shown. Of several that a word begins with the longest counts.
 */
static const char switches[] =
    /* Go, and its proxies */
    "E-tags=netgo E-tags=netgo,osusergo E-tags=osusergo,netgo E-tags=purego Edirect Eoff E-a E-asan "
    "P-buildmode= P-buildvcs= P-compiler= N-count= E-cover H-gcflags= H-ldflags= P-mod= E-modcacherw "
    "H-modfile= E-msan H-overlay= N-p= P-pgo= E-race H-tags= N-timeout= E-trimpath E-v E-work E-x "
    /* Rust, whose -C may be a word of its own */
    "E-A E-C E-D E-F E-L E-W E-Z W-A W-D W-F W-W P--cap-lints= E--cfg H--cfg= E--cfg=tokio_unstable "
    "P--edition= W-Zunstable P-Zsanitizer= Psanitizer= P-Zthreads= Pcode-model= Ncodegen-units= "
    "Pcontrol-flow-guard Pdebug-assertions= Pdebuginfo= Pembed-bitcode= Pforce-frame-pointers "
    "Pinstrument-coverage Plink-arg= Hlink-args= Elink-dead-code Plink-self-contained= Hlinker= "
    "Plinker-flavor= Elinker-plugin-lto Elto Plto= Popt-level= Poverflow-checks= Ppanic= "
    "Pprefer-dynamic Prelocation-model= Psplit-debuginfo= Pstrip= Psymbol-mangling-version= "
    "Ptarget-cpu= Ptarget-feature= Ewarnings Etokio_unstable W--deny= W--warn= "
    /* Java */
    "H-D P-Dfile.encoding= P-Dhttps.protocols= P-Djava.awt.headless= P-Djava.locale.providers= "
    "P-Djava.net.preferIPv4Stack= P-Djava.net.preferIPv6Addresses= "
    "P-Djava.security.useSystemPropertiesFile= P-Djdk.tls.client.protocols= "
    "N-Djdk.tls.ephemeralDHKeySize= P-Djdk.tls.namedGroups= P-Dcom.redhat.fips= P-Dsun.jnu.encoding= "
    "P-Dsun.stdout.encoding= P-Duser.country= P-Duser.language= E-Xbatch E-Xcomp E-Xint E-Xmixed "
    "E-Xrs N-Xmn N-Xms N-Xmx N-Xss P-Xshare: H-Xlog H-Xbootclasspath X-XX: E-client E-d64 E-da E-ea "
    "E-esa E-server H-javaagent: H-agentlib: H-agentpath: E-cp H-cp= P--add-exports= P--add-modules= "
    "P--add-opens= P--add-reads= P--enable-native-access= E--enable-preview P--illegal-access= "
    /* Node.js */
    "E--abort-on-uncaught-exception P--conditions= P--disable-proto= P--dns-result-order= "
    "E--enable-fips E--enable-source-maps W--experimental- W--expose- E--expose_gc "
    "E--force-context-aware E--force-fips E--frozen-intrinsics W--harmony H--icu-data-dir= E--import "
    "H--import= "
    "E--insecure-http-parser E--inspect H--inspect= E--jitless E--loader H--loader= N--max-http-header-size= "
    "N--max-old-space-size= N--max-old-space-size-percentage= N--max-semi-space-size= "
    "N--max_old_space_size= N--max_semi_space_size= W--no- "
    "N--network-family-autoselection-attempt-timeout= H--openssl-config= E--openssl-legacy-provider "
    "E--openssl-shared-config W--pending-deprecation E--preserve-symlinks E--preserve-symlinks-main "
    "E--require H--require= E-r N--secure-heap= N--secure-heap-min= N--stack-size= N--stack-trace-limit= "
    "W--throw-deprecation P--tls-cipher-list= P--tls-max-v P--tls-min-v W--trace- "
    "P--unhandled-rejections= E--use-bundled-ca E--use-openssl-ca E--use-system-ca N--v8-pool-size= "
    "E--zero-fill-buffers ";

static bool is_small(char byte)
{
    return byte_is_lower(byte) || byte == '-' || byte == '_';
}

/* "512", "2g", "1.5", "30s", "0x10" */
static bool is_number(struct view word)
{
    size_t digits = view_digits(word).length;
    struct view unit = view_skip(word, digits);
    if (view_starts(unit, VIEW("."))) {
        size_t more = view_digits(view_skip(unit, 1)).length;
        digits += more;
        unit = view_skip(unit, 1 + more);
    }
    return digits > 0 && digits <= 12 && unit.length <= 3 && view_all(unit, byte_is_letter);
}

/* "+UseG1GC", "MaxRAMPercentage=75.0" */
static bool is_jvm_option(struct view option)
{
    struct view name = view_take(option, view_find_byte(option, '='));
    struct view value = view_skip(option, name.length + 1);
    size_t digits = 0;
    if (view_starts(name, VIEW("+")) || view_starts(name, VIEW("-")))
        name = view_skip(name, 1);
    for (size_t i = 0; i < name.length; i++)
        digits += byte_is_digit(name.text[i]);
    return name.length > 0 && name.length <= 48 && digits <= 4 && view_all(name, byte_is_alnum) &&
           (value.length == 0 || is_number(value) || is_plain_word(value));
}

static bool is_switch_value(char kind, struct view value)
{
    switch (kind) {
    case 'E': return value.length == 0;
    case 'N': return is_number(value);
    case 'X': return is_jvm_option(value);
    case 'W': return value.length <= 40 && view_all(value, is_small);
    case 'P': return is_plain_word(value) || envfp__keep_is_switch_path(value);
    default: return false;
    }
}

/* "java.base/java.lang=ALL-UNNAMED": names of packages, no path. */
bool envfp__keep_is_switch_path(struct view value)
{
    size_t slash = view_find_byte(value, '/');
    struct view rest = view_skip(value, slash == SIZE_MAX ? value.length : slash + 1);
    return view_starts(value, VIEW("java.")) && slash != SIZE_MAX && is_plain_word(view_take(value, slash)) &&
           is_plain_word(rest);
}

static struct view show_switch(struct arena *arena, struct view word)
{
    struct view rest = view_of(switches), row, start = VIEW("");
    char kind = '\0';
    bool codegen = view_starts(word, VIEW("-C")) && word.length > 2;
    struct view body = view_skip(word, codegen ? 2 : 0);
    while (view_cut_word(&rest, &row)) {
        struct view name = view_skip(row, 1);
        bool whole = row.text[0] != 'E' || name.length == body.length;
        if (name.length > start.length && whole && view_starts(body, name)) {
            kind = row.text[0];
            start = name;
        }
    }
    if (kind && is_switch_value(kind, view_skip(body, start.length)))
        return word;
    return envfp__arena_join(arena, (struct view[]){codegen ? VIEW("-C") : VIEW(""), start, VIEW("?")}, 3);
}

static struct view show_switches(struct arena *arena, struct view value)
{
    struct text out = {.arena = arena};
    struct view word;
    if (value.length > (VALUE_MOST << 2))
        return VIEW("set");
    while (cut_word(&value, &word)) {
        if (out.length)
            envfp__text_add_byte(&out, ' ');
        envfp__text_add(&out, show_switch(arena, word));
    }
    return out.length ? envfp__text_view(&out) : VIEW("");
}

/* ---- Addresses, devices and modules ---- */

static struct view show_scheme(struct view value)
{
    static const char schemes[][8] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h", "socks"};
    struct view scheme = view_take(value, envfp__view_find(value, VIEW("://")));
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (view_equal_any_case(scheme, view_of(schemes[i])))
            return view_of(schemes[i]);
    return VIEW("set");
}

/* How many devices a list leaves: what follows one that cannot be is not seen. A recording has a mark for each. */
static struct view show_count(struct arena *arena, struct view value, bool recorded)
{
    static const char none[][12] = {"none", "void", "NoDevFiles"};
    struct text out = {.arena = arena};
    struct view element;
    unsigned count = 0;
    value = view_trim(value);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (view_equal_any_case(value, view_of(none[i])))
            value = VIEW("");
    if (view_is(value, "all"))
        return value;
    for (; count < DEVICES_MOST && view_cut(&value, ',', &element); count++) {
        if (view_starts(view_trim(element), VIEW("-")))
            break;
        if (recorded)
            envfp__text_add(&out, count ? VIEW(",?") : VIEW("?"));
    }
    if (recorded)
        return count ? envfp__text_view(&out) : VIEW("none");
    envfp__text_add_number(&out, count);
    return envfp__text_view(&out);
}

bool envfp__keep_is_module(struct view name)
{
    return name.length && name.text[0] != '/' && name.text[0] != '~' && name.text[0] != '.' &&
           envfp__keep_is_value(name) && !view_has(name, VIEW("//")) && !view_has(name, VIEW(".."));
}

static struct view show_modules(struct arena *arena, struct view value)
{
    struct text out = {.arena = arena};
    struct view name;
    while (view_cut(&value, ':', &name)) {
        if (name.length == 0)
            continue;
        if (out.length)
            envfp__text_add_byte(&out, ':');
        envfp__text_add(&out, envfp__keep_is_module(name) ? name : VIEW("?"));
    }
    return out.length ? envfp__text_view(&out) : VIEW("");
}

struct view envfp__source_show(const struct source *source, struct arena *arena, enum variable_form form,
                               struct view value, bool recorded)
{
    struct text paths = {.arena = arena};
    if (value.length == 0 && form != VARIABLE_DEVICES)
        return VIEW("");
    switch (form) {
    case VARIABLE_WORD: return envfp__keep_is_harmless_word(value) ? value : VIEW("set");
    case VARIABLE_PATHS:
        if (view_has(value, VIEW("://")))
            return VIEW("set");
        envfp__source_fold_paths(source, value, recorded, &paths);
        return envfp__text_view(&paths);
    case VARIABLE_PLAIN: return show_words(arena, value, show_plain);
    case VARIABLE_FLAGS: return show_switches(arena, value);
    case VARIABLE_SCHEME: return show_scheme(value);
    case VARIABLE_DEVICES: return show_count(arena, value, recorded);
    case VARIABLE_MODULES: return show_modules(arena, value);
    case VARIABLE_PRESENCE: break;
    }
    return VIEW("set");
}
