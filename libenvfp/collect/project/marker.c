/* SPDX-License-Identifier: MIT */
#include "collect/project/marker.h"

#include "base/text.h"
#include "base/version.h"
#include "base/version_compare.h"

#define MARKER_MOST 4096U
#define NESTING_MOST 64U
#define VALUE_MOST 48U

/* ---- Names and values ----------------------------------------------------------------------------------------------- */

enum variable {
    PYTHON_VERSION,
    PYTHON_FULL_VERSION,
    OS_NAME,
    SYS_PLATFORM,
    MACHINE,
    SYSTEM,
    IMPLEMENTATION,
    IMPLEMENTATION_NAME,
    EXTRA,
    EXTRAS,
    GROUPS,
    OTHER
};

static const struct {
    const char *name;
    enum variable variable;
} variables[] = {
    {"python_version", PYTHON_VERSION},
    {"python_full_version", PYTHON_FULL_VERSION},
    {"os_name", OS_NAME},
    {"os.name", OS_NAME},
    {"sys_platform", SYS_PLATFORM},
    {"sys.platform", SYS_PLATFORM},
    {"platform_machine", MACHINE},
    {"platform.machine", MACHINE},
    {"platform_system", SYSTEM},
    {"platform_python_implementation", IMPLEMENTATION},
    {"platform.python_implementation", IMPLEMENTATION},
    {"python_implementation", IMPLEMENTATION},
    {"implementation_name", IMPLEMENTATION_NAME},
    {"extra", EXTRA},
    {"extras", EXTRAS},
    {"dependency_groups", GROUPS},
    {"platform_release", OTHER},
    {"platform_version", OTHER},
    {"implementation_version", OTHER},
};

/* Words that markers compare with. One that is not here is some other word, and is not kept. */
static const char *const known[] = {
    "AMD64",   "CPython",     "Darwin",  "Emscripten", "FreeBSD", "GraalVM",   "Java",       "Jython",
    "Linux",   "PyPy",        "Windows", "aarch64",    "aix",     "amd64",     "android",    "arm64",
    "armv6l",  "armv7l",      "armv8l",  "cpython",    "cygwin",  "darwin",    "emscripten", "freebsd",
    "graalpy", "i386",        "i586",    "i686",       "ios",     "java",      "jython",     "linux",
    "linux2",  "loongarch64", "nt",      "openbsd",    "posix",   "ppc64",     "ppc64le",    "pypy",
    "riscv64", "s390x",       "wasi",    "wasm32",     "win32",   "win_arm64", "x86",        "x86_64",
};

static enum variable variable_of(struct view name)
{
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        if (view_is(name, variables[i].name))
            return variables[i].variable;
    return OTHER;
}

static const char *name_of(enum variable variable)
{
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        if (variables[i].variable == variable)
            return variables[i].name;
    return "";
}

static bool is_known(struct view word)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (view_is(word, known[i]))
            return true;
    return false;
}

static bool is_version_byte(char byte)
{
    return byte_is_alnum(byte) || byte == '.' || byte == '*' || byte == '+' || byte == '!';
}

static bool is_version(struct view text)
{
    struct view plain = view_ends(text, VIEW(".*")) ? view_take(text, text.length - 2) : text;
    return envfp__version_is_pinned(plain) && text.length && text.length <= VALUE_MOST &&
           byte_is_digit(text.text[0]) && view_all(text, is_version_byte);
}

/* ---- Reading ---------------------------------------------------------------------------------------------------------- */

struct reader {
    struct view rest;
    struct text out;
    char stack[NESTING_MOST]; /* '(', 'a' for and, 'o' for or: what waits for its right side */
    size_t depth;
    bool failed;
};

struct operand {
    bool literal;
    struct view text;
};

static bool is_word_byte(char byte)
{
    return byte_is_alnum(byte) || byte == '_' || byte == '.';
}

static bool take_word(struct view *rest, struct view *word)
{
    size_t end = 0;
    *rest = view_trim(*rest);
    while (end < rest->length && is_word_byte(rest->text[end]))
        end++;
    *word = view_take(*rest, end);
    *rest = view_skip(*rest, end);
    return end > 0;
}

static bool take_operand(struct view *rest, struct operand *operand)
{
    *rest = view_trim(*rest);
    operand->literal = rest->length && (rest->text[0] == '"' || rest->text[0] == '\'');
    if (!operand->literal)
        return take_word(rest, &operand->text);
    size_t end = view_find_byte(view_skip(*rest, 1), rest->text[0]);
    if (end == SIZE_MAX)
        return false;
    operand->text = view_take(view_skip(*rest, 1), end);
    *rest = view_skip(*rest, end + 2);
    return true;
}

static const char *const operators[] = {"===", "==", "!=", "<=", ">=", "~=", "<", ">", "in", "not"};

static const char *take_operator(struct view *rest)
{
    struct view word;
    *rest = view_trim(*rest);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!view_starts(*rest, view_of(operators[i])))
            continue;
        *rest = view_skip(*rest, strlen(operators[i]));
        if (strcmp(operators[i], "not") != 0)
            return operators[i];
        return take_word(rest, &word) && view_is(word, "in") ? "not" : NULL;
    }
    return NULL;
}

/* "3.11 <= python_version" is "python_version >= 3.11". */
static const char *turned(const char *operator)
{
    switch (operator[0]) {
    case '<': return operator[1] ? ">=" : ">";
    case '>': return operator[1] ? "<=" : "<";
    default: return operator;
    }
}

/* The words of a list, each as it is or "?", with commas. False where there is none. */
static bool add_list(struct text *out, struct view list, bool versions)
{
    bool any = false;
    while (list.length) {
        size_t end = 0;
        while (end < list.length && !byte_is_blank(list.text[end]) && !memchr(",|;", list.text[end], 3))
            end++;
        struct view word = view_take(list, end);
        list = view_skip(list, end + 1);
        if (word.length == 0)
            continue;
        envfp__text_add(out, any ? VIEW(",") : VIEW(""));
        envfp__text_add(out, (versions ? is_version(word) : is_known(word)) ? word : VIEW("?"));
        any = true;
    }
    return any;
}

/* One comparison as a word; "?" where its truth cannot be told. */
static void add_comparison(struct reader *reader, enum variable variable, const char *operator,
                           struct view value, bool value_first)
{
    struct text *out = &reader->out;
    bool version = variable <= PYTHON_FULL_VERSION, not = operator[0] == 'n', in = operator[0] == 'i' || not;
    bool equal = strcmp(operator, "==") == 0 || strcmp(operator, "===") == 0;
    bool comparable = version ? is_version(value) : equal || strcmp(operator, "!=") == 0;
    bool asked = variable == EXTRA ? equal && !in : value_first && in && !not ;
    if (variable >= EXTRA && variable <= GROUPS) {
        /* Which they are is nobody's business: whether any is asked for is judged for all of them. */
        envfp__text_add(out, !asked ? VIEW("?") : variable == GROUPS ? VIEW("group") : VIEW("extra"));
    } else if (variable == OTHER || (in ? value_first : !comparable)) {
        envfp__text_add(out, VIEW("?"));
    } else if (in) {
        envfp__text_add(out, view_of(name_of(variable)));
        envfp__text_add(out, not ? VIEW("!~") : VIEW("~"));
        if (!add_list(out, value, version))
            envfp__text_add_byte(out, '?');
    } else {
        envfp__text_add(out, view_of(name_of(variable)));
        envfp__text_add(out, view_of(equal ? "==" : operator));
        envfp__text_add(out, version || is_known(value) ? value : VIEW("?"));
    }
    envfp__text_add_byte(out, ' ');
}

static bool read_comparison(struct reader *reader)
{
    struct operand left, right;
    const char *operator;
    if (!take_operand(&reader->rest, &left) || (operator= take_operator(&reader->rest)) == NULL ||
        !take_operand(&reader->rest, &right) || left.literal == right.literal)
        return false;
    struct view name = left.literal ? right.text : left.text, value = left.literal ? left.text : right.text;
    add_comparison(reader, variable_of(name), left.literal ? turned(operator) : operator, value,
                   left.literal);
    return true;
}

/* Writes what waits and binds at least as tightly. */
static void write_waiting(struct reader *reader, char next)
{
    while (reader->depth && reader->stack[reader->depth - 1] != '(') {
        char top = reader->stack[reader->depth - 1];
        if (next == 'a' && top == 'o')
            return;
        envfp__text_add(&reader->out, top == 'a' ? VIEW("and ") : VIEW("or "));
        reader->depth--;
    }
}

static bool push(struct reader *reader, char what)
{
    if (reader->depth >= NESTING_MOST)
        return false;
    reader->stack[reader->depth++] = what;
    return true;
}

/* Behind a comparison: brackets that close, then "and", "or" or the end. */
static bool read_join(struct reader *reader, bool *more)
{
    struct view word;
    for (reader->rest = view_trim(reader->rest); view_starts(reader->rest, VIEW(")"));
         reader->rest = view_trim(view_skip(reader->rest, 1))) {
        write_waiting(reader, ')');
        if (reader->depth == 0)
            return false;
        reader->depth--;
    }
    *more = reader->rest.length > 0;
    if (!*more)
        return true;
    if (!take_word(&reader->rest, &word) || !(view_is(word, "and") || view_is(word, "or")))
        return false;
    write_waiting(reader, word.text[0]);
    return push(reader, word.text[0]);
}

static bool read_marker(struct reader *reader)
{
    for (bool more = true; more;) {
        for (reader->rest = view_trim(reader->rest); view_starts(reader->rest, VIEW("("));
             reader->rest = view_trim(view_skip(reader->rest, 1)))
            if (!push(reader, '('))
                return false;
        if (!read_comparison(reader) || !read_join(reader, &more))
            return false;
    }
    write_waiting(reader, ')');
    return reader->depth == 0;
}

struct view envfp__marker_normal(struct arena *arena, struct view text)
{
    char plain[MARKER_MOST];
    size_t length = 0;
    text = view_trim(text);
    if (text.length == 0)
        return VIEW("");
    if (text.length > MARKER_MOST)
        return VIEW("?");
    for (size_t i = 0; i < text.length; i++)
        if (text.text[i] != '\\')
            plain[length++] = text.text[i];
    struct reader reader = {.rest = {plain, length}, .out = {.arena = arena}};
    if (!read_marker(&reader))
        return VIEW("?");
    return view_trim(envfp__text_view(&reader.out));
}

/* ---- Versions ------------------------------------------------------------------------------------------------------- */

static size_t count_dots(struct view text)
{
    size_t dots = 0;
    for (size_t i = 0; i < text.length; i++)
        dots += text.text[i] == '.';
    return dots;
}

static bool is_of_series(struct view version, struct view series)
{
    struct view start = envfp__version_start(version, (unsigned)count_dots(series) + 1);
    return envfp__version_compare(VERSION_PYTHON, start, series) == 0;
}

/* By PEP 440, where neither is a development release. */
static enum tri compare(struct view version, struct view operator, struct view value)
{
    bool wild = view_ends(value, VIEW(".*"));
    if (wild)
        value = view_take(value, value.length - 2);
    if (view_find_byte(value, '*') != SIZE_MAX || value.length == 0)
        return TRI_UNKNOWN;
    int order = envfp__version_compare(VERSION_PYTHON, version, value);
    bool same = wild ? is_of_series(version, value) : order == 0, holds;
    if (view_is(operator, "==") || view_is(operator, "==="))
        holds = same;
    else if (view_is(operator, "!="))
        holds = !same;
    else if (wild)
        return TRI_UNKNOWN;
    else if (view_is(operator, "~=")) {
        size_t dots = count_dots(value);
        if (dots == 0)
            return TRI_UNKNOWN;
        holds = order >= 0 && is_of_series(version, envfp__version_start(value, (unsigned)dots));
    } else if (operator.text[0] == '<')
        holds = order < 0 || (order == 0 && operator.length == 2);
    else
        holds = order > 0 || (order == 0 && operator.length == 2);
    return holds ? TRI_TRUE : TRI_FALSE;
}

/* Cuts "<=3.11" into its operator and value. */
static bool split_range(struct view text, struct view *operator, struct view * value)
{
    size_t end = 0;
    while (end < text.length && end < 3 && memchr("=<>!~", text.text[end], 5))
        end++;
    *operator= view_take(text, end);
    *value = view_skip(text, end);
    for (size_t i = 0; i + 2 < sizeof operators / sizeof *operators; i++)
        if (view_is(*operator, operators[i]))
            return is_version(*value);
    return false;
}

struct view envfp__range_normal(struct arena *arena, struct view text)
{
    struct text out = {.arena = arena};
    struct view piece, operator, value;
    text = view_trim(text);
    if (text.length > MARKER_MOST)
        return VIEW("?");
    if (text.length >= 2 && text.text[0] == '(' && text.text[text.length - 1] == ')')
        text = view_take(view_skip(text, 1), text.length - 2);
    while (view_cut(&text, ',', &piece)) {
        piece = view_trim(piece);
        size_t end = 0;
        while (end < piece.length && memchr("=<>!~", piece.text[end], 5))
            end++;
        piece = envfp__arena_join(
            arena, (struct view[]){view_take(piece, end), view_trim(view_skip(piece, end))}, 2);
        if (!split_range(piece, &operator, & value))
            return VIEW("?");
        envfp__text_add(&out, out.length ? VIEW(",") : VIEW(""));
        envfp__text_add(&out, piece);
    }
    return envfp__text_view(&out);
}

enum tri envfp__range_holds(struct view normal, struct view version)
{
    struct view piece, operator, value;
    enum tri all = TRI_TRUE;
    while (view_cut(&normal, ',', &piece)) {
        enum tri one =
            split_range(piece, &operator, & value) ? compare(version, operator, value) : TRI_UNKNOWN;
        if (one == TRI_FALSE)
            return TRI_FALSE;
        all = one == TRI_UNKNOWN ? TRI_UNKNOWN : all;
    }
    return all;
}

/* ---- Judging -------------------------------------------------------------------------------------------------------- */

/* Where only the series is known, what holds of its first and of any later release holds. */
static enum tri holds_python(struct view operator, struct view value, const struct surroundings *here,
                             bool full)
{
    struct view version = here->python;
    if (version.length == 0)
        return TRI_UNKNOWN;
    if (!full)
        return compare(envfp__version_start(version, 2), operator, value);
    if (count_dots(version) >= 2)
        return compare(version, operator, value);
    char later[VALUE_MOST + 8];
    if (version.length > VALUE_MOST ||
        (count_dots(value) >= 2 && !view_ends(value, VIEW(".*")) &&
         is_of_series(value, version) && operator.text[0] != '<' && operator.text[0] != '>'))
        return TRI_UNKNOWN;
    memcpy(later, version.text, version.length);
    memcpy(later + version.length, ".99999", 6);
    enum tri first = compare(version, operator, value);
    enum tri last = compare((struct view){later, version.length + 6}, operator, value);
    return first == last ? first : TRI_UNKNOWN;
}

static struct view value_of(enum variable variable, const struct surroundings *here)
{
    switch (variable) {
    case PYTHON_VERSION: return envfp__version_start(here->python, 2);
    case PYTHON_FULL_VERSION: return count_dots(here->python) >= 2 ? here->python : VIEW("");
    case OS_NAME: return VIEW("posix");
    case SYS_PLATFORM: return VIEW("linux");
    case SYSTEM: return VIEW("Linux");
    case MACHINE: return here->machine;
    case IMPLEMENTATION_NAME: return here->implementation;
    case IMPLEMENTATION:
        return view_is(here->implementation, "cpython") ? VIEW("CPython")
               : view_is(here->implementation, "pypy")  ? VIEW("PyPy")
                                                        : VIEW("");
    case EXTRA:
    case EXTRAS:
    case GROUPS:
    case OTHER: break;
    }
    return VIEW("");
}

/* A word that is "?" is one that is not known, and so another one than any that is. */
static enum tri is_same(struct view word, struct view value)
{
    if (value.length == 0)
        return TRI_UNKNOWN;
    if (view_is(word, "?"))
        return is_known(value) ? TRI_FALSE : TRI_UNKNOWN;
    return view_equal(word, value) ? TRI_TRUE : TRI_FALSE;
}

/* Python asks whether the one text stands in the other. */
static enum tri is_in(struct view list, struct view value)
{
    struct view word;
    enum tri result = value.length ? TRI_FALSE : TRI_UNKNOWN;
    while (value.length && view_cut(&list, ',', &word)) {
        if (view_is(word, "?"))
            result = TRI_UNKNOWN;
        else if (view_has(word, value))
            return TRI_TRUE;
    }
    return result;
}

static enum tri turn(enum tri value)
{
    return value == TRI_UNKNOWN ? value : value == TRI_TRUE ? TRI_FALSE : TRI_TRUE;
}

static enum tri holds_word(struct view word, const struct surroundings *here)
{
    size_t end = 0;
    while (end < word.length && !memchr("=<>!~", word.text[end], 5))
        end++;
    struct view name = view_take(word, end), rest = view_skip(word, end), operator, value;
    if (rest.length == 0)
        return view_is(name, "extra") ? here->extras : view_is(name, "group") ? here->groups : TRI_UNKNOWN;
    enum variable variable = variable_of(name);
    struct view mine = value_of(variable, here);
    if (view_starts(rest, VIEW("!~")))
        return turn(is_in(view_skip(rest, 2), mine));
    if (rest.text[0] == '~' && (rest.length < 2 || rest.text[1] != '='))
        return is_in(view_skip(rest, 1), mine);
    if (variable <= PYTHON_FULL_VERSION)
        return split_range(rest, &operator, & value)
                   ? holds_python(operator, value, here, variable == PYTHON_FULL_VERSION)
                   : TRI_UNKNOWN;
    if (variable > IMPLEMENTATION_NAME || rest.length < 2)
        return TRI_UNKNOWN;
    enum tri same = is_same(view_skip(rest, 2), mine);
    return rest.text[0] == '!' ? turn(same) : same;
}

enum tri envfp__marker_holds(struct view normal, const struct surroundings *here)
{
    enum tri stack[2 * NESTING_MOST + 2];
    size_t depth = 0;
    struct view word;
    if (normal.length == 0)
        return TRI_TRUE;
    while (view_cut_word(&normal, &word)) {
        bool both = view_is(word, "and");
        if (!both && !view_is(word, "or")) {
            if (depth >= sizeof stack / sizeof *stack)
                return TRI_UNKNOWN;
            stack[depth++] = holds_word(word, here);
            continue;
        }
        if (depth < 2)
            return TRI_UNKNOWN;
        enum tri a = stack[depth - 2], b = stack[depth - 1], decides = both ? TRI_FALSE : TRI_TRUE;
        depth--;
        stack[depth - 1] = a == decides || b == decides           ? decides
                           : a == TRI_UNKNOWN || b == TRI_UNKNOWN ? TRI_UNKNOWN
                                                                  : a;
    }
    return depth == 1 ? stack[0] : TRI_UNKNOWN;
}
