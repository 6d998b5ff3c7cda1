/* A list of names and a text, a NUL between them: each name of a sound list is found where it stands alone, and whatever is found in the text
 * is a name of the list; a wrong list gives one good message. */
#include "tests/fuzz/fuzz.h"

#include <filon/gazetteer.h>
#include <filon/utf8.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void check_entries(const struct filon_gazetteer *gazetteer, uint32_t at)
{
    struct filon_gazetteer_entry entry;
    struct filon_error error = {0};
    for (; at != FILON_NONE; at = entry.next) {
        MUST(filon_gazetteer_entry(gazetteer, at, &entry, &error) == 0);
        MUST(entry.id.n && entry.name.n && entry.id.p[entry.id.n] == '\0' && entry.name.p[entry.name.n] == '\0');
        MUST(filon_utf8_check(entry.name.p, entry.name.n) == entry.name.n);
        MUST(!entry.type.p || entry.type.n);
    }
}

/* Each name by itself, as one token. */
static void check_name(struct filon_gazetteer *gazetteer, struct filon_str name)
{
    const struct filon_gazetteer_match *matches;
    uint32_t begin = 0, end = (uint32_t)name.n;
    MUST(filon_gazetteer_match(gazetteer, name, &begin, &end, 1, &matches) == 1);
    MUST(matches[0].begin == 0 && matches[0].end == end);
}

static void check_matches(struct filon_gazetteer *gazetteer, struct filon_str text)
{
    /* Tokens: what white space parts. */
    uint32_t *begin = malloc((text.n + 1) * sizeof *begin), *end = malloc((text.n + 1) * sizeof *end), n = 0, last = 0;
    const struct filon_gazetteer_match *matches;
    MUST(begin && end);
    for (uint32_t at = 0; at < text.n;) {
        uint32_t from = at;
        while (at < text.n && text.p[at] != ' ' && text.p[at] != '\n')
            at++;
        if (at > from) {
            begin[n] = from;
            end[n++] = at;
        }
        at += at < text.n;
    }
    size_t found = filon_gazetteer_match(gazetteer, text, begin, end, n, &matches);
    for (size_t i = 0; i < found; i++) {
        MUST(matches[i].begin >= last && matches[i].begin < matches[i].end && matches[i].end <= text.n);
        last = matches[i].end;
        check_entries(gazetteer, matches[i].entry);
    }
    free(begin);
    free(end);
}

static struct filon_gazetteer *open_bytes(struct filon_str list, enum filon_gazetteer_fold fold, struct filon_error *error)
{
    char path[64];
    int fd = memfd_create("list", MFD_CLOEXEC);
    MUST(fd >= 0 && (!list.n || write(fd, list.p, list.n) == (ssize_t)list.n));
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct filon_gazetteer *gazetteer = filon_gazetteer_open(path, fold, error);
    close(fd);
    return gazetteer;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct filon_str all = {size ? (const char *)data : "", size};
    const char *nul = size ? memchr(data, 0, size) : NULL;
    struct filon_str list = {all.p, nul ? (size_t)(nul - all.p) : size};
    struct filon_str text = nul ? (struct filon_str){nul + 1, size - list.n - 1} : FILON_STR("");
    struct filon_error error = {0};
    struct filon_gazetteer *gazetteer = open_bytes(list, size % 2 ? FILON_GAZETTEER_ALL : FILON_GAZETTEER_NONE, &error);
    if (!gazetteer) {
        MUST(error.code == FILON_E_CONFIG && error.text[0] && filon_utf8_check(error.text, strlen(error.text)) == strlen(error.text));
        return 0;
    }
    if (filon_utf8_check(text.p, text.n) == text.n)
        check_matches(gazetteer, text);
    const char *line = list.p, *end = list.p + list.n;
    line += filon_str_starts(list, FILON_STR("\xef\xbb\xbf")) ? 3 : 0;
    for (size_t entries = filon_gazetteer_size(gazetteer).entries; entries && line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line)), *tab = memchr(line, '\t', (size_t)((stop ? stop : end) - line));
        const char *after = tab ? memchr(tab + 1, '\t', (size_t)((stop ? stop : end) - tab - 1)) : NULL;
        if (after && *line != '#' && *line != ' ' && strncmp(line, "id", 2) != 0)
            check_name(gazetteer, filon_str_trim((struct filon_str){tab + 1, (size_t)(after - tab - 1)}));
        line = stop ? stop + 1 : end;
    }
    filon_gazetteer_close(gazetteer);
    return 0;
}
