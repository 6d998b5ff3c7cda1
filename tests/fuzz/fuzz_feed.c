/* Any bytes as a feed: a message with a place, or entries whose texts are valid and bounded. */
#include "plugins/read_feed/feed.h"
#include "tests/fuzz/fuzz.h"

#include <filon/utf8.h>

struct seen {
    size_t bytes, entries;
};

static void look_at(void *self, const struct feed_entry *entry, const struct feed_entry *feed)
{
    struct seen *seen = self;
    char date[32];
    const char *precision;
    for (int i = 0; i < FEED_FIELDS; i++) {
        struct filon_str value = filon_buf_str(&entry->field[i]);
        MUST(filon_utf8_check(value.p, value.n) == value.n);
        seen->bytes += value.n;
    }
    if (feed_date(filon_buf_str(&entry->field[FEED_DATE]), date, &precision))
        MUST(strlen(date) < sizeof date && precision);
    MUST(entry->line >= 1 && feed);
    seen->entries++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct filon_str bytes = {(const char *)data, size};
    struct filon_error error = {0};
    struct seen seen = {0};
    if (feed_read(bytes, "x", look_at, &seen, &error) < 0)
        MUST(error.code == FILON_E_INPUT && strncmp(error.text, "x:", 2) == 0);
    MUST(seen.bytes <= 64 * size + (8 << 20) && seen.entries <= size);
    return 0;
}
