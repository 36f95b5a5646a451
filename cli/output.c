/* SPDX-License-Identifier: MIT */
/* What the command writes, and how. */
#include "cli.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* ---- Messages ------------------------------------------------------------------------------------ */

static void add_safe(struct page *page, const char *text);

int complain(const char *what, const char *why)
{
    struct page page = {.style = style_of(stderr)};
    page_add(&page, "envfp: ");
    add_safe(&page, *what ? what : "''");
    page_add(&page, ": ");
    add_safe(&page, why);
    page_add(&page, "\n");
    (void)!fwrite(page.bytes, 1, page.length, stderr);
    page_free(&page);
    return EXIT_TROUBLE;
}

int complain_status(const char *what, enum envfp_status status)
{
    return complain(what, envfp_status_text(status));
}

/* ---- Style --------------------------------------------------------------------------------------- */

static bool locale_is_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value)
            continue;
        const char *charset = strchr(value, '.');
        return charset && (strncasecmp(charset, ".utf-8", 6) == 0 || strncasecmp(charset, ".utf8", 5) == 0);
    }
    return false;
}

struct style style_of(FILE *stream)
{
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool dumb = !terminal || !*terminal || strcmp(terminal, "dumb") == 0;
    return (struct style){.utf8 = locale_is_utf8(),
                          .colour = isatty(fileno(stream)) && !dumb && !(no_colour && *no_colour),
                          .width = WIDTH};
}

const char *style_bold(struct style style)
{
    return style.colour ? "\033[1m" : "";
}

const char *style_dim(struct style style)
{
    return style.colour ? "\033[2m" : "";
}

const char *style_plain(struct style style)
{
    return style.colour ? "\033[0m" : "";
}

const char *style_layer(struct style style, enum envfp_layer_status status)
{
    if (!style.colour)
        return "";
    switch (status) {
    case ENVFP_LAYER_OBSERVED: return "\033[32m";
    case ENVFP_LAYER_UNKNOWN:
    case ENVFP_LAYER_PARTIAL: return "\033[33m";
    case ENVFP_LAYER_HIDDEN:
    case ENVFP_LAYER_DENIED: return "\033[31m";
    case ENVFP_LAYER_NONE:
    case ENVFP_LAYER_SKIPPED: break;
    }
    return "\033[2m";
}

/* ---- Pages --------------------------------------------------------------------------------------- */

void page_add_bytes(struct page *page, const char *bytes, size_t length)
{
    if (page->capacity - page->length <= length) {
        size_t capacity = (page->capacity + length + 64) * 2;
        char *moved = realloc(page->bytes, capacity);
        if (!moved) {
            static const char message[] = "envfp: page: out of memory\n";
            (void)!write(STDERR_FILENO, message, sizeof message - 1);
            _exit(EXIT_TROUBLE);
        }
        page->bytes = moved;
        page->capacity = capacity;
    }
    if (length)
        memcpy(page->bytes + page->length, bytes, length);
    page->length += length;
    page->bytes[page->length] = '\0';
}

void page_add(struct page *page, const char *words)
{
    page_add_bytes(page, words, strlen(words));
}

void page_number(struct page *page, long long number)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%lld", number);
    page_add_bytes(page, digits, length > 0 ? (size_t)length : 0);
}

void page_free(struct page *page)
{
    free(page->bytes);
    page->bytes = NULL;
    page->length = page->capacity = 0;
}

/* The next character as it is displayed; `shown` receives its bytes. Returns how many bytes of `text` it takes. */
static size_t next_shown(const struct page *page, const char *text, char shown[20], size_t *columns)
{
    bool printable;
    size_t length = envfp_text_measure(text, strnlen(text, 4), NULL, &printable);
    if (printable && (length == 1 || page->style.utf8)) {
        memcpy(shown, text, length);
        shown[length] = '\0';
        *columns = 1;
        return length;
    }
    for (size_t i = 0; i < length; i++)
        (void)snprintf(shown + i * 4, 5, "\\x%02x", (unsigned)(unsigned char)text[i]);
    *columns = length * 4;
    return length;
}

static size_t columns_of(const struct page *page, const char *text)
{
    size_t total = 0;
    while (*text) {
        char shown[20];
        size_t columns;
        text += next_shown(page, text, shown, &columns);
        total += columns;
    }
    return total;
}

void page_text(struct page *page, const char *text, size_t width)
{
    bool cut = columns_of(page, text) > width;
    size_t room = cut && width > 3 ? width - 3 : width;
    while (*text) {
        char shown[20];
        size_t columns;
        size_t length = next_shown(page, text, shown, &columns);
        if (columns > room)
            break;
        page_add(page, shown);
        room -= columns;
        text += length;
    }
    if (cut && width > 3)
        page_add(page, "...");
}

static void add_safe(struct page *page, const char *text)
{
    page_text(page, text, SIZE_MAX);
}

void page_value(struct page *page, const struct envfp_fact *fact, size_t width)
{
    struct page value = {.style = page->style};
    switch (envfp_fact_get_type(fact)) {
    case ENVFP_STRING:
        page_add(&value, envfp_fact_get_string(fact));
        if (value.length == 0)
            page_add(&value, "(empty)");
        break;
    case ENVFP_INTEGER: page_number(&value, envfp_fact_get_integer(fact)); break;
    case ENVFP_BOOLEAN: page_add(&value, envfp_fact_get_boolean(fact) ? "yes" : "no"); break;
    case ENVFP_SET:
        for (size_t i = 0; i < envfp_fact_get_set_count(fact); i++) {
            page_add(&value, i ? " " : "");
            page_add(&value, envfp_fact_get_set_item(fact, i));
        }
        if (envfp_fact_get_set_count(fact) == 0)
            page_add(&value, "(none)");
        break;
    }
    page_text(page, value.bytes, width);
    page_free(&value);
}

/* A code point as JSON escapes it. */
static void add_escape(struct page *page, uint32_t point)
{
    char escape[16];
    if (point < 0x10000)
        (void)snprintf(escape, sizeof escape, "\\u%04x", (unsigned)point);
    else if (point == UINT32_MAX)
        (void)snprintf(escape, sizeof escape, "\\ufffd");
    else
        (void)snprintf(escape, sizeof escape, "\\u%04x\\u%04x",
                       (unsigned)(0xd800 + ((point - 0x10000) >> 10)),
                       (unsigned)(0xdc00 + ((point - 0x10000) & 0x3ff)));
    page_add(page, escape);
}

void page_json_escaped(struct page *page, const char *text, size_t length)
{
    while (length) {
        uint32_t point;
        bool printable;
        size_t taken = envfp_text_measure(text, length, &point, &printable);
        if (printable)
            page_add_bytes(page, text, taken);
        else
            add_escape(page, point);
        text += taken;
        length -= taken;
    }
}

void page_json_text(struct page *page, const char *text)
{
    page_add(page, "\"");
    while (*text) {
        size_t plain = strcspn(text, "\"\\");
        page_json_escaped(page, text, plain);
        text += plain;
        if (*text) {
            page_add(page, "\\");
            page_add_bytes(page, text++, 1);
        }
    }
    page_add(page, "\"");
}

void page_json(struct page *page, const char *name, const char *text, const char *behind)
{
    page_json_text(page, name);
    page_add(page, ":");
    if (text)
        page_json_text(page, text);
    else
        page_add(page, "null");
    page_add(page, behind);
}

/* Columns of the last line; sequences of colour take none. */
size_t page_column(const struct page *page)
{
    size_t start = page->length, columns = 0;
    while (start > 0 && page->bytes[start - 1] != '\n')
        start--;
    for (size_t i = start; i < page->length; i++) {
        if (page->bytes[i] == '\033')
            while (i < page->length && page->bytes[i] != 'm')
                i++;
        else
            columns += ((unsigned char)page->bytes[i] & 0xc0) != 0x80;
    }
    return columns;
}

void page_pad(struct page *page, size_t column)
{
    size_t used = page_column(page);
    do {
        if (column)
            page_add(page, " ");
    } while (++used < column);
}

void page_wrap(struct page *page, const char *text, size_t indent)
{
    while (*text == ' ')
        text++;
    bool fresh = true;
    while (*text) {
        char word[512];
        size_t length = strcspn(text, " ");
        size_t taken = length < sizeof word - 1 ? length : sizeof word - 1;
        memcpy(word, text, taken);
        word[taken] = '\0';
        size_t columns = columns_of(page, word);
        if (!fresh && page_column(page) + 1 + columns > WIDTH) {
            page_add(page, "\n");
            fresh = true;
        }
        for (size_t i = 0; fresh && i < indent && page_column(page) < indent; i++)
            page_add(page, " ");
        page_add(page, fresh ? "" : " ");
        page_text(page, word, SIZE_MAX);
        fresh = false;
        text += taken;
        while (*text == ' ')
            text++;
    }
    page_add(page, "\n");
}

/* ---- Writing ------------------------------------------------------------------------------------- */

static bool write_all(int descriptor, const char *bytes, size_t length)
{
    while (length) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

int write_bytes(const char *path, const char *bytes, size_t length)
{
    int descriptor = STDOUT_FILENO;
    const char *name = path ? path : "standard output";
    if (path && strcmp(path, "-") != 0)
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    if (descriptor < 0)
        return complain(name, strerror(errno));
    bool written = write_all(descriptor, bytes, length);
    int error = errno;
    /* A full disk or an exceeded quota may be reported by close() only. */
    if (close(descriptor) != 0 && written) {
        written = false;
        error = errno;
    }
    return written ? EXIT_SAME : complain(name, strerror(error));
}

int write_page(struct page *page, const char *path)
{
    int status = write_bytes(path, page->bytes ? page->bytes : "", page->length);
    page_free(page);
    return status;
}
