/* SPDX-License-Identifier: MIT */
/* What version managers hold besides the version in force: context, by the names of directories alone. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(manager_places)
USES(node)
USES(python)
USES(environments)

TEXT("$NVM_DIR/alias/**", alias)
SEEN("$FNM_DIR/aliases/default")
NAMES("$NVM_DIR/versions/node/", all)
NAMES("$FNM_DIR/node-versions/", all)
NAMES("$XDG_DATA_HOME/uv/python/", all)

VARIABLE("FNM_DIR", PATHS)
VARIABLE("NVM_DIR", PATHS)
VARIABLE("N_PREFIX", PATHS)
VARIABLE("PNPM_HOME", PATHS)
VARIABLE("UV_PYTHON_INSTALL_DIR", PATHS)

FACT("asdf_node/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.asdf/installs/nodejs, where detail is asked for",
     "Versions of Node.js that asdf holds, in force or not.")
FACT("asdf_python/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.asdf/installs/python, where detail is asked for",
     "Versions of Python that asdf holds, in force or not.")
FACT("conda_env/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "envs of ~/.conda, ~/miniconda3, ~/anaconda3, ~/miniforge3, ~/mambaforge, ~/micromamba and "
     "/opt/conda, where detail is asked for",
     "conda environments, by name, with the version of their Python.")
FACT("fnm.default", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.local/share/fnm/aliases/default, where detail is asked for",
     "Version of Node.js that shells get from fnm.")
FACT("fnm/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.local/share/fnm/node-versions, where detail is asked for",
     "Versions of Node.js that fnm holds, in force or not.")
FACT("mise_node/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.local/share/mise/installs/node, where detail is asked for",
     "Versions of Node.js that mise holds, in force or not.")
FACT("mise_python/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.local/share/mise/installs/python, where detail is asked for",
     "Versions of Python that mise holds, in force or not.")
FACT("n/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "/usr/local/n/versions/node, $N_PREFIX, where detail is asked for",
     "Versions of Node.js that n holds, in force or not.")
FACT("nodenv/*", STRING, CONTEXT, INFORMS, NOTHING, "", "", "~/.nodenv/versions, where detail is asked for",
     "Versions of Node.js that nodenv holds, in force or not.")
FACT("nvm.default", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.nvm/alias/default, where detail is asked for", "Version of Node.js that shells get from nvm.")
FACT("nvm/*", STRING, CONTEXT, INFORMS, NOTHING, "", "~/.nvm/versions/node", "",
     "Versions of Node.js that nvm holds, in force or not.")
FACT("pipx/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.local/share/pipx/venvs, ~/.local/pipx/venvs, where detail is asked for",
     "Programs that pipx holds, each in an environment of its own.")
FACT("pnpm_global/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.local/share/pnpm/global, where detail is asked for", "Packages that pnpm installed for one person.")
FACT("poetry_env/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.cache/pypoetry/virtualenvs, where detail is asked for",
     "Environments that Poetry holds, with the version of their Python.")
FACT("pyenv/*", STRING, CONTEXT, INFORMS, NOTHING, "", "", "$PYENV_ROOT/versions, ~/.pyenv/versions",
     "Versions of Python that pyenv holds, in force or not.")
FACT("uv_python/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.local/share/uv/python, $UV_PYTHON_INSTALL_DIR, where detail is asked for",
     "Builds of Python that uv holds, in force or not.")
FACT("uv_tool/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.local/share/uv/tools, $UV_TOOL_DIR, where detail is asked for",
     "Programs that uv holds, each in an environment of its own.")
FACT("virtualenvwrapper/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.virtualenvs, $WORKON_HOME, where detail is asked for",
     "Environments that virtualenvwrapper holds, with the version of their Python.")
FACT("volta/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.volta/tools/image/node, where detail is asked for",
     "Versions of Node.js that Volta holds, in force or not.")
FACT("yarn_global/*", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "~/.config/yarn/global, where detail is asked for", "Packages that Yarn installed for one person.")

#else
#include "source/keep_parts.h"

/* A version, the start of one, or another alias; else "?" or its like. */
static struct view plain_alias(const struct source *source, struct arena *arena, struct view text)
{
    struct view name = view_trim(text);
    bool plain = name.length > 0 && name.length <= 16;
    for (size_t i = 0; i < name.length; i++)
        plain = plain && ((name.text[i] >= 'a' && name.text[i] <= 'z') || name.text[i] == '-');
    return plain ? name : envfp__keep_wanted(source, arena, name);
}

/* nvm's aliases hold a version, the start of one, or another alias's name. */
static bool keep_alias(const struct source *source, struct view text, struct text *out)
{
    text = view_trim(text);
    text = view_trim(view_take(text, view_find_byte(text, '\n'))); /* as it is read */
    envfp__text_add(out, plain_alias(source, out->arena, text));
    envfp__text_add_byte(out, '\n');
    return false;
}

#define LAYER RUNTIMES
#define OWNER managers
#define DECLARES "collect/runtimes/managers/managers.c"
#include "collect/declare.h"

#include "base/version.h"
#include "collect/runtimes/languages/node.h"
#include "collect/runtimes/managers/managers.h"
#include "collect/runtimes/managers/place.h"

/* ---- Versions ----------------------------------------------------------------------------------------------- */

static const struct held {
    const char *inventory, *gap;
    bool always, links; /* also without detail; links among the directories count */
    struct place place;
} holdings[] = {
    {"asdf_node",
     "asdf_node/*",
     false,
     false,
     {"ASDF_DATA_DIR", "/installs/nodejs", BASE_HOME, ".asdf/installs/nodejs"}},
    {"asdf_python",
     "asdf_python/*",
     false,
     false,
     {"ASDF_DATA_DIR", "/installs/python", BASE_HOME, ".asdf/installs/python"}},
    {"fnm", "fnm/*", false, false, {"FNM_DIR", "/node-versions", BASE_DATA, "fnm/node-versions"}},
    {"mise_node",
     "mise_node/*",
     false,
     false,
     {"MISE_DATA_DIR", "/installs/node", BASE_DATA, "mise/installs/node"}},
    {"mise_python",
     "mise_python/*",
     false,
     false,
     {"MISE_DATA_DIR", "/installs/python", BASE_DATA, "mise/installs/python"}},
    {"n", "n/*", false, false, {"N_PREFIX", "/n/versions/node", BASE_ROOT, "/usr/local/n/versions/node"}},
    {"nodenv", "nodenv/*", false, true, {"NODENV_ROOT", "/versions", BASE_HOME, ".nodenv/versions"}},
    {"nvm", "nvm/*", true, false, {"NVM_DIR", "/versions/node", BASE_HOME, ".nvm/versions/node"}},
    {"pyenv", "pyenv/*", true, true, {"PYENV_ROOT", "/versions", BASE_HOME, ".pyenv/versions"}},
    {"uv_python", "uv_python/*", false, false, {"UV_PYTHON_INSTALL_DIR", "", BASE_DATA, "uv/python"}},
    {"volta",
     "volta/*",
     false,
     false,
     {"VOLTA_HOME", "/tools/image/node", BASE_HOME, ".volta/tools/image/node"}},
};

static void add_versions(struct collect *c, const struct held *held)
{
    struct source_entry *entries;
    size_t count;
    const char *directory = envfp__manager_directory(c, &held->place);
    if (!directory)
        return;
    fact_gap(c, held->gap, source_list(c->source, c->scratch, directory, &entries, &count));
    for (size_t i = 0; i < count; i++) {
        struct view version = entries[i].name;
        if (entries[i].type == SOURCE_FILE || view_starts(version, VIEW(".")) ||
            (entries[i].type == SOURCE_LINK && !held->links))
            continue;
        if (view_starts(version, VIEW("v")) && version.length > 1 && byte_is_digit(version.text[1]))
            version = view_skip(version, 1);
        fact_member(c, held->inventory, version, version);
    }
}

/* ---- What shells get where nothing was chosen ------------------------------------------------------------------ */

/* An alias of nvm's holds a version ("v20.11.1"), the start of one ("20"), or another alias ("lts/iron"). */
static void add_nvm_default(struct collect *c)
{
    static const struct place aliases = {"NVM_DIR", "/alias/", BASE_HOME, ".nvm/alias/"};
    const char *directory = envfp__manager_directory(c, &aliases);
    struct view name = VIEW("default"), next;
    bool found = false;
    for (unsigned i = 0; directory && i < 8; i++) {
        const char *path = source_path(c->scratch, directory, name, "");
        if (view_has(name, VIEW("..")) ||
            source_read_line(c->source, c->scratch, path, &next) != ENVFP_REASON_NONE || next.length == 0)
            break;
        name = plain_alias(c->source, c->scratch, next);
        found = true;
        if (!view_equal(name, next) || view_find_byte(name, '?') != SIZE_MAX) { /* as a recording has it */
            fact_gap(c, "nvm.default", ENVFP_REASON_MALFORMED);
            return;
        }
    }
    if (found)
        fact_string(c, "nvm.default", view_starts(name, VIEW("v")) ? view_skip(name, 1) : name);
}

/* fnm's is a link to ".../node-versions/v20.11.1/installation". */
static void add_fnm_default(struct collect *c)
{
    static const struct place alias = {"FNM_DIR", "/aliases/default", BASE_DATA, "fnm/aliases/default"};
    const char *path = envfp__manager_directory(c, &alias);
    struct view target, piece, before = VIEW("");
    if (!path || source_link(c->source, c->scratch, path, &target) != ENVFP_REASON_NONE)
        return;
    for (; view_cut(&target, '/', &piece); before = piece)
        if (view_is(before, "node-versions") && piece.length > 1 && piece.text[0] == 'v' &&
            byte_is_digit(piece.text[1]) && envfp__version_is_wanted(piece))
            fact_string(c, "fnm.default", view_skip(piece, 1));
}

/* ---- Packages of one person's ----------------------------------------------------------------------------------- */

static void add_globals(struct collect *c)
{
    static const struct place pnpm[] = {
        {"PNPM_HOME", "/global/5/node_modules", BASE_DATA, "pnpm/global/5/node_modules"},
        {"PNPM_HOME", "/global/4/node_modules", BASE_DATA, "pnpm/global/4/node_modules"}};
    static const struct place yarn = {NULL, "", BASE_HOME, ".config/yarn/global/node_modules"};
    for (size_t i = 0; i < sizeof pnpm / sizeof *pnpm; i++) {
        const char *directory = envfp__manager_directory(c, &pnpm[i]);
        if (directory)
            envfp__node_modules(c, "pnpm_global", directory);
    }
    const char *directory = envfp__manager_directory(c, &yarn);
    if (directory)
        envfp__node_modules(c, "yarn_global", directory);
}

void envfp__collect_managers(struct collect *c)
{
    bool detail = c->source->common->detail;
    for (size_t i = 0; i < sizeof holdings / sizeof *holdings; i++)
        if (detail || holdings[i].always)
            add_versions(c, &holdings[i]);
    if (!detail)
        return;
    add_nvm_default(c);
    add_fnm_default(c);
    add_globals(c);
    envfp__managers_environments(c);
}

#endif
