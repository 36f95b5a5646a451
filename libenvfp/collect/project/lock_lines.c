/* SPDX-License-Identifier: MIT */
/* Lock files with a format of their own: pip's requirements, Go, Bundler, Mix, Gradle, Terraform. */
#include "collect/project/lock.h"
#include "source/keep_parts.h"

#define INCLUDES_MOST 32U

static bool ends_well(struct lock *lock, struct view text)
{
    if (text.length && !view_ends(text, VIEW("\n")))
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
    return lock->reason == ENVFP_REASON_NONE;
}

/* ---- requirements.txt ---------------------------------------------------------------------------------------------- */

/* Only files in the project's folder are included; a path that leads out of it is not the project's. */
void envfp__lock_include(struct lock *lock, struct view base, struct view path, bool constraint)
{
    struct view part, rest = path;
    bool inside = path.length && !view_starts(path, VIEW("/")) && !view_has(path, VIEW("://"));
    while (inside && view_cut(&rest, '/', &part))
        inside = !view_is(part, "..");
    inside = inside && envfp__lock_is_requirements(lock, path) && envfp__keep_is_short(path);
    if (!inside || lock->files.count >= INCLUDES_MOST || path.length > LOCK_WORD_MOST) {
        envfp__lock_fail(lock, inside ? ENVFP_REASON_TRUNCATED : ENVFP_REASON_UNSUPPORTED);
        return;
    }
    size_t slash = base.length;
    while (slash && base.text[slash - 1] != '/')
        slash--;
    struct view file = envfp__arena_join(lock->c->scratch, (struct view[]){view_take(base, slash), path}, 2);
    for (size_t i = 0; i < lock->files.count; i++)
        if (view_equal(lock->files.items[i], file))
            return;
    envfp__bag_add(lock->c, &lock->files, file);
    if (constraint || lock->constraint)
        envfp__bag_add(lock->c, &lock->constraints, file);
}

static bool is_name_byte(char byte)
{
    return byte_is_alnum(byte) || byte == '-' || byte == '_' || byte == '.';
}

/* The hashes of a requirement, whatever stands around them. */
static void add_hashes(struct lock *lock, struct view name, struct view options)
{
    struct view word;
    while (view_cut_word(&options, &word))
        if (view_starts(word, VIEW("--hash=")))
            envfp__lock_detail(lock, name, VIEW(""), view_skip(word, 7));
        else if (view_is(word, "--hash") && view_cut_word(&options, &word))
            envfp__lock_detail(lock, name, VIEW(""), word);
}

/* Whether the rest of the line is that of a requirement: a constraint, or a path whose start looks like a name.
 * Otherwise the file is of another kind. */
static bool is_wanted(struct view name, struct view wanted)
{
    if (name.length == 0 || wanted.length == 0)
        return name.length > 0 || (wanted.length && memchr("/~\"'$\\", wanted.text[0], 6));
    return memchr("=<>!~@(+/", wanted.text[0], 9) != NULL;
}

/* An address or path whose start looks like a package's name: "https://host/a.whl", "git+ssh://git@host/a",
 * "file:a.whl", "C:/a". */
static bool is_address(struct view line)
{
    size_t end = 0;
    while (end < line.length && (is_name_byte(line.text[end]) || line.text[end] == '+'))
        end++;
    struct view rest = view_skip(line, end);
    bool file = end >= 4 && view_is(view_skip(view_take(line, end), end - 4), "file");
    return view_starts(rest, VIEW("://")) ||
           (view_starts(rest, VIEW(":")) &&
            (file || view_starts(rest, VIEW(":/")) || view_starts(rest, VIEW(":\\"))));
}

/* Adds a requirement without a name, identified by its address; for a file on this machine, only that it is one. */
static void add_address(struct lock *lock, struct view line)
{
    size_t options = envfp__view_find(line, VIEW(" --"));
    struct view address = view_trim(view_take(line, options)), shown = envfp__lock_version(address);
    bool web = view_is(shown, "address") ||
               !view_has(view_take(address, view_find_byte(address, ':')), VIEW("file"));
    envfp__lock_detail(lock, VIEW("-"), VIEW(""), web ? address : shown);
    if (options != SIZE_MAX)
        add_hashes(lock, VIEW("-"), view_skip(line, options));
}

bool envfp__lock_requirement(struct view text, struct requirement *requirement)
{
    size_t end = 0;
    text = view_trim(text);
    while (end < text.length && is_name_byte(text.text[end]))
        end++;
    *requirement = (struct requirement){.name = view_take(text, end), .extras = VIEW("")};
    struct view rest = view_trim(view_skip(text, end));
    if (view_starts(rest, VIEW("["))) {
        size_t close = view_find_byte(rest, ']');
        requirement->extras = view_take(rest, close == SIZE_MAX ? 0 : close + 1);
        rest = view_trim(view_skip(rest, requirement->extras.length));
    }
    size_t semicolon =
        view_starts(rest, VIEW("@")) ? envfp__view_find(rest, VIEW(" ;")) : view_find_byte(rest, ';');
    requirement->wanted = view_trim(view_take(rest, semicolon));
    requirement->tail = view_trim(view_skip(rest, semicolon));
    requirement->marker = view_trim(view_skip(requirement->tail, 1));
    return end > 0;
}

/* "name[extra]==1.0 ; marker --hash=sha256:..." */
static void add_requirement(struct lock *lock, struct view line)
{
    size_t options = envfp__view_find(line, VIEW(" --"));
    if (is_address(line)) {
        add_address(lock, line);
        return;
    }
    struct requirement parts;
    (void)envfp__lock_requirement(view_take(line, options), &parts);
    struct view name = envfp__lock_python_name(lock, parts.name), wanted = parts.wanted;
    if (!is_wanted(name, wanted)) {
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        return;
    }
    if (name.length == 0) {
        /* "/folder": where nothing names it, its address does. */
        envfp__lock_detail(lock, VIEW("-"), VIEW(""), line);
        return;
    }
    struct view version = view_trim(view_skip(wanted, view_starts(wanted, VIEW("===")) ? 3 : 2));
    bool exact = view_starts(wanted, VIEW("==")) && version.length &&
                 view_find_byte(version, ',') == SIZE_MAX && view_find_byte(version, '*') == SIZE_MAX &&
                 view_find_byte(version, ' ') == SIZE_MAX;
    struct want want = {.when = envfp__marker_normal(lock->c->scratch, parts.marker),
                        .groups = lock->constraint ? 0 : GROUP_MAIN};
    if (exact)
        envfp__lock_pin(lock, name, version, VIEW(""), &want);
    else if (view_starts(wanted, VIEW("@")))
        envfp__lock_pin(lock, name, view_skip(wanted, 1), VIEW(""), &want);
    else
        envfp__lock_detail(lock, name, VIEW(""), wanted.length ? wanted : VIEW("any"));
    if (!exact && !view_starts(wanted, VIEW("@")))
        envfp__lock_ask(lock, name, envfp__range_normal(lock->c->scratch, wanted), &want);
    envfp__lock_detail(lock, name, VIEW(""), parts.extras);
    envfp__lock_detail(lock, name, VIEW(""), parts.tail);
    if (options != SIZE_MAX)
        add_hashes(lock, name, view_skip(line, options));
}

static void read_line(struct lock *lock, struct view base, struct view line)
{
    static const char *const includes[] = {"-r", "--requirement", "-c", "--constraint"};
    struct view word, rest = line;
    /* A comment begins the line, or stands behind a blank. */
    for (size_t i = 0; i < line.length; i++)
        if (line.text[i] == '#' && (i == 0 || byte_is_blank(line.text[i - 1]))) {
            line = view_take(line, i);
            break;
        }
    rest = line = view_trim(line);
    if (line.length == 0)
        return;
    for (size_t i = 0; i < sizeof includes / sizeof *includes; i++) {
        struct view option = view_of(includes[i]);
        if (!view_starts(line, option))
            continue;
        rest = view_skip(line, option.length);
        bool joined = rest.length && (rest.text[0] == '=' || byte_is_blank(rest.text[0]) || i % 2 == 0);
        if (!joined)
            continue;
        rest = view_trim(view_skip(rest, rest.text[0] == '=' ? 1 : 0));
        envfp__lock_include(lock, base, rest, i > 1);
        return;
    }
    if (view_starts(line, VIEW("-e ")) || view_starts(line, VIEW("--editable"))) {
        view_cut_word(&rest, &word);
        envfp__lock_detail(lock, VIEW("-e"), VIEW(""), rest);
    } else if (line.text[0] != '-') {
        add_requirement(lock, line);
    }
}

/* Lines that end in a backslash go on. */
static void read_requirements(struct lock *lock, struct view base, struct view text)
{
    struct view line;
    struct text whole = {.arena = lock->c->scratch};
    if (text.length > LOCK_BYTES_MOST / 2) {
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
        return;
    }
    while (lock->reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        line = view_ends(line, VIEW("\r")) ? view_take(line, line.length - 1) : line;
        bool on = view_ends(line, VIEW("\\"));
        if (!on && whole.length == 0) {
            read_line(lock, base, line);
            continue;
        }
        envfp__text_add(&whole, view_take(line, line.length - on));
        envfp__text_add_byte(&whole, ' ');
        if (on && text.length)
            continue;
        if (on)
            envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
        read_line(lock, base, envfp__text_view(&whole));
        whole.length = 0;
    }
}

void envfp__lock_requirements(struct lock *lock, struct view text)
{
    read_requirements(lock, view_of(lock->file), text);
}

/* ---- Go ---------------------------------------------------------------------------------------------------------- */

/* A word, or what stands between quotes. */
static bool cut_go_word(struct view *line, struct view *word)
{
    *line = view_trim(*line);
    if (line->length == 0 || !memchr("\"`", line->text[0], 2))
        return view_cut_word(line, word);
    size_t end = view_find_byte(view_skip(*line, 1), line->text[0]);
    end = end == SIZE_MAX ? line->length : end + 2;
    *word = view_take(*line, end);
    *line = view_skip(*line, end);
    return true;
}

/* "example.com/a v1.2.3 // indirect", alone or between brackets. */
static void read_gomod_line(struct lock *lock, struct view verb, struct view line)
{
    struct view name, version, more;
    if (view_is(verb, "require")) {
        if (!view_cut_word(&line, &name) || !view_cut_word(&line, &version))
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        else
            envfp__lock_pin(lock, envfp__lock_unquote(name), version, VIEW(""),
                            &(struct want){.groups = GROUP_MAIN});
    } else if (view_is(verb, "replace")) {
        view_cut_word(&line, &name);
        while (cut_go_word(&line, &more))
            envfp__lock_detail(lock, envfp__lock_unquote(name), VIEW("replace"), envfp__lock_unquote(more));
    } else if (view_is(verb, "exclude") && view_cut_word(&line, &name)) {
        envfp__lock_detail(lock, envfp__lock_unquote(name), VIEW("exclude"), line);
    }
}

void envfp__lock_gomod(struct lock *lock, struct view text)
{
    struct view line, verb, block = VIEW("");
    if (!ends_well(lock, text))
        return;
    while (lock->reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        line = view_trim(view_take(line, envfp__view_find(line, VIEW("//"))));
        if (line.length == 0)
            continue;
        if (block.length) {
            if (view_is(line, ")"))
                block = VIEW("");
            else
                read_gomod_line(lock, block, line);
            continue;
        }
        view_cut_word(&line, &verb);
        line = view_trim(line);
        if (view_is(line, "("))
            block = verb;
        else
            read_gomod_line(lock, verb, line);
    }
    if (block.length)
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
}

/* go.sum lists hashes of more modules than are built; go.mod lists those that are. */
void envfp__lock_gosum(struct lock *lock, struct view text)
{
    struct view line, name, version, hash;
    if (!ends_well(lock, text))
        return;
    while (lock->reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        if (view_trim(line).length == 0)
            continue;
        if (!view_cut_word(&line, &name) || !view_cut_word(&line, &version) || !view_cut_word(&line, &hash))
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        else
            envfp__lock_detail(lock, name, version, hash);
    }
}

/* ---- Bundler --------------------------------------------------------------------------------------------------------- */

/* "rails (7.0.4)": the version in brackets. */
static bool split_gem(struct view line, struct view *name, struct view *version, struct view *rest)
{
    size_t open = envfp__view_find(line, VIEW(" (")), close = view_find_byte(line, ')');
    if (open == SIZE_MAX || close == SIZE_MAX || close < open)
        return false;
    *name = view_take(line, open);
    *version = view_take(view_skip(line, open + 2), close - open - 2);
    *rest = view_skip(line, close + 1);
    return name->length && version->length;
}

void envfp__lock_gemfile(struct lock *lock, struct view text)
{
    struct view line, section = VIEW(""), name, version, rest, revision = VIEW("");
    if (!ends_well(lock, text))
        return;
    while (lock->reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        struct view said = view_trim(line);
        size_t indent = (size_t)(said.text - line.text);
        if (said.length == 0)
            continue;
        if (indent == 0) {
            section = said;
            revision = VIEW("");
        } else if (view_starts(said, VIEW("revision: "))) {
            revision = view_skip(said, 10);
        } else if (indent == 4 && (view_is(section, "GEM") || view_is(section, "GIT"))) {
            if (!split_gem(said, &name, &version, &rest))
                envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
            else
                envfp__lock_pin(lock, name, version, VIEW(""), &(struct want){VIEW("?"), GROUP_MAIN, 0});
            envfp__lock_detail(lock, said, VIEW(""), revision);
        } else if (indent == 2 && view_is(section, "CHECKSUMS") && split_gem(said, &name, &version, &rest)) {
            envfp__lock_detail(lock, name, version, rest);
        } else if (indent == 2 && view_is(section, "PLATFORMS")) {
            envfp__lock_detail(lock, VIEW("platforms"), VIEW(""), said);
        }
    }
}

/* ---- Mix (Elixir, Erlang) -------------------------------------------------------------------------------------------- */

/* `"jason": {:hex, :jason, "1.4.1", "HASH", [:mix], [...], "hexpm", "HASH"},` and {:git, "URL", "COMMIT", []} */
void envfp__lock_mix(struct lock *lock, struct view text)
{
    struct view line, piece, name;
    if (!view_ends(view_trim(text), VIEW("}")))
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
    while (lock->reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        bool git = view_has(line, VIEW("{:git,"));
        struct view strings[3] = {VIEW(""), VIEW(""), VIEW("")}, last = VIEW("");
        size_t count = 0;
        for (bool inside = false; view_cut(&line, '"', &piece); inside = !inside) {
            if (!inside)
                continue;
            if (count < 3)
                strings[count] = piece;
            count++;
            last = piece;
        }
        if (count == 0)
            continue;
        name = strings[0];
        if (count < 3) {
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
            break;
        }
        envfp__lock_pin(lock, name, git ? strings[2] : strings[1], VIEW(""), &(struct want){.groups = 0});
        envfp__lock_detail(lock, name, VIEW(""), git ? VIEW("") : strings[2]);
        envfp__lock_detail(lock, name, VIEW(""), git ? VIEW("") : last);
    }
}

/* ---- Gradle ---------------------------------------------------------------------------------------------------------- */

/* "group:name:version=configuration,configuration" */
void envfp__lock_gradle(struct lock *lock, struct view text)
{
    struct view line, key, value;
    if (!ends_well(lock, text))
        return;
    while (lock->reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        line = view_trim(line);
        if (line.length == 0 || line.text[0] == '#' || view_starts(line, VIEW("empty=")))
            continue;
        size_t end;
        if (!view_split(line, '=', &key, &value) || (end = view_find_byte(key, ':')) == SIZE_MAX) {
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
            break;
        }
        size_t second = view_find_byte(view_skip(key, end + 1), ':');
        if (second == SIZE_MAX) {
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
            break;
        }
        end += 1 + second;
        envfp__lock_pin(lock, view_take(key, end), view_skip(key, end + 1), VIEW(""),
                        &(struct want){.groups = 0});
        envfp__lock_detail(lock, view_take(key, end), view_skip(key, end + 1), value);
    }
}

/* ---- Terraform ------------------------------------------------------------------------------------------------------- */

void envfp__lock_terraform(struct lock *lock, struct view text)
{
    struct view line, key, value, name = VIEW(""), version = VIEW("");
    while (lock->reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        line = view_trim(line);
        if (view_starts(line, VIEW("provider \""))) {
            name = view_skip(line, 10);
            name = view_take(name, view_find_byte(name, '"'));
        } else if (name.length && view_starts(line, VIEW("\""))) {
            line = view_skip(line, 1);
            envfp__lock_detail(lock, name, VIEW(""), view_take(line, view_find_byte(line, '"')));
        } else if (name.length && view_split(line, '=', &key, &value) && view_is(key, "version")) {
            version = envfp__lock_unquote(value);
        } else if (name.length && view_is(line, "}")) {
            envfp__lock_pin(lock, name, version, VIEW(""), &(struct want){.groups = GROUP_MAIN});
            name = version = VIEW("");
        }
    }
    if (name.length)
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
}
