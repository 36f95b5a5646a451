/* SPDX-License-Identifier: MIT */
/* envfp: what surrounds a program, as a fingerprint. */
#include "cli.h"

#include <string.h>

#define ENVIRONMENTS                                                                                         \
    "ENV is self, pid:N, root:DIR, record:DIR, a file that holds any form of a fingerprint\n"                \
    "(document, packed, token, a log with a line in it), or - for standard input.\n"

static const struct command commands[] = {
    {"show", OPTION_LAYERS | OPTION_JSON | OPTION_ALL | OPTION_OUTPUT | OPTION_PROJECT | OPTION_TRY_CALLS, 0,
     1, "show [ENV] [--layers A,B] [--project DIR] [--try-calls] [--all] [--json] [-o FILE]",
     "Show an environment (self): its isolation stack from the bottom up, then each layer with status,\n"
     "digest and most telling facts.\n\n" ENVIRONMENTS "\n"
     "  --layers A,B   only these layers (names or codes: hardware or hw, ...)\n"
     "  --project DIR  add a project's own pins, and whether what is installed agrees with them\n"
     "  --try-calls    which system calls a filter refuses: each is tried in a child, with arguments that do "
     "nothing\n"
     "  --all          every fact and gap\n"
     "  --json         the document instead\n"
     "  -o FILE        write there\n",
     command_show},
    {"collect", OPTION_FORM | OPTION_LAYERS | OPTION_OUTPUT | OPTION_JSON | OPTION_PROJECT | OPTION_TRY_CALLS,
     0, 1, "collect [ENV] [--form FORM] [--layers A,B] [--project DIR] [--try-calls] [-o FILE]",
     "Collect an environment (self) and write a form of its fingerprint.\n\n" ENVIRONMENTS "\n"
     "  --form FORM    json (default), pretty, packed, line, long or short\n"
     "  --layers A,B   only these layers; the others are skipped\n"
     "  --project DIR  add a project's own pins: its lock files, the versions it asks for; DIR as ENV sees "
     "it\n"
     "  --try-calls    which system calls a filter refuses: each is tried in a child, with arguments that do "
     "nothing\n"
     "  -o FILE        write there\n",
     command_collect},
    {"diff",
     OPTION_PROJECT | OPTION_LAYERS | OPTION_JSON | OPTION_ALL | OPTION_QUIET | OPTION_IGNORE | OPTION_OUTPUT,
     1, 2, "diff A [B] [--json] [--all] [--quiet] [--ignore KEY]... [--layers A,B] [--project DIR] [-o FILE]",
     "Compare from A to B, by default this environment (self). Says first what matters most, then which\n"
     "layers and facts differ.\n\n" ENVIRONMENTS "\n"
     "  --layers A,B   compare these layers only\n"
     "  --project DIR  add a project's own pins to B\n"
     "  --ignore KEY   leave a fact out: KEY, PREFIX*, or LAYER:KEY; may be repeated\n"
     "  --all          every difference, context and long inventories too\n"
     "  --json         for programs\n"
     "  -q, --quiet    say nothing, the exit status tells\n"
     "  -o FILE        write there\n\n"
     "Exit status: 0 same, 1 differs, 2 trouble or cannot be told.\n",
     command_diff},
    {"explain", OPTION_JSON | OPTION_MARKDOWN | OPTION_READS | OPTION_TRACE | OPTION_PROJECT | OPTION_OUTPUT,
     0, 2,
     "explain KEY [ENV] [--project DIR] [--json] [-o FILE]\n"
     "       envfp explain [KEY] --trace [ENV] [--project DIR] [--json] [-o FILE]\n"
     "       envfp explain --reads [LAYER|COLLECTOR] [--json] [-o FILE]",
     "Say what a fact means, where it comes from, why it matters, and its value in ENV (self).\n"
     "KEY is a fact's key (libc.version, dpkg/libc6:amd64), one layer's (hypervisor:verdict.kind), a layer,\n"
     "or a collector (the first word of keys).\n\n"
     "  --trace        what this run asked for the fact's sake, in order, with each answer: why it is what "
     "it "
     "is,\n"
     "                 or why it is not known; ENV is collected now (self, pid:N, root:DIR, record:DIR);\n"
     "                 without KEY all that the collection asked for\n"
     "  --project DIR  with what a project pins\n"
     "  --reads        instead all that a collection may open, list or look at, and what a recording keeps "
     "of "
     "it;\n"
     "                 KEY is then a layer or a collector, or left out\n"
     "  --json         for programs\n"
     "  -o FILE        write there\n",
     command_explain},
    {"record", OPTION_LAYERS | OPTION_PROJECT, 1, 2, "record DIR [ENV] [--layers A,B] [--project DIR]",
     "Write down what a collection of ENV (self, pid:N, root:DIR, record:DIR) reads into DIR, which must\n"
     "be new or empty. record:DIR then stands for this environment everywhere; it is meant for bug\n"
     "reports.\n\n"
     "  --layers A,B   only these layers\n"
     "  --project DIR  with what a project pins\n",
     command_record},
};

static const char overview[] =
    "usage: envfp [COMMAND] [ARGUMENT...]\n\n"
    "  envfp                  show this environment: stack, layers, digests\n"
    "  envfp show [ENV]       the same view of any environment\n"
    "  envfp collect [ENV]    write its fingerprint: document, packed, line or token\n"
    "  envfp diff A [B]       what differs, whether it matters, what would pin it\n"
    "  envfp explain KEY      what a fact means, where it comes from, why it matters\n"
    "  envfp record DIR       write down what a collection reads, for a bug report\n\n" ENVIRONMENTS "\n"
    "envfp COMMAND --help tells more. Exit status: 0 fine or same, 1 differs, 2 trouble.\n";

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* Words that scripts must not use for anything else, since commands will be called so. */
static bool is_reserved(const char *word)
{
    static const char *const reserved[] = {"report", "scan", "check", "expect", "contrast"};
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(word, reserved[i]) == 0)
            return true;
    return false;
}

static int run(const struct command *command, int count, char **arguments)
{
    struct options options;
    int status;
    if (!options_parse(command, count, arguments, &options, &status))
        return status;
    return command->run(&options);
}

int main(int count, char **arguments)
{
    const char *first = count > 1 ? arguments[1] : "";
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0)
        return write_bytes(NULL, overview, sizeof overview - 1);
    if (count < 2 || (first[0] == '-' && first[1]) || environment_is_live(first))
        return run(&commands[0], count, arguments);
    const struct command *command = find(first);
    if (!command && is_reserved(first))
        return complain(
            first, "a reserved word: a later version may have a command of this name, this one has none");
    if (!command)
        return complain(first, "no such command (envfp --help lists them)");
    return run(command, count - 1, arguments + 1);
}
