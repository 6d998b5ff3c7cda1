#include "mojibake.h"

#include <filon/buf.h>
#include <filon/utf8.h>

/* The byte 0x80 to 0xbf that windows-1252 (or Latin-1) shows as this character; 0: none. */
static unsigned trail_byte(uint32_t c)
{
    static const uint16_t high[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
                                      0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                      0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    if (c >= 0x80 && c < 0xc0)
        return c;
    if (c < 0x152 || c > 0x2122)
        return 0;
    for (unsigned i = 0; i < 32; i++)
        if (high[i] == c)
            return 0x80 + i;
    return 0;
}

/* A garbled character. */
struct found {
    uint32_t c;      /* what it was */
    uint32_t length; /* bytes it takes now */
    bool sure;       /* nobody writes this otherwise */
};

/* Characters that people do write behind a capital with an accent: no-break space, quotation marks, apostrophe, degree. */
static bool often_follows(unsigned byte)
{
    return byte == 0xa0 || byte == 0xab || byte == 0xbb || byte == 0x92 || byte == 0x94 || byte == 0xb0;
}

static bool judge(unsigned lead, unsigned second, struct found *found)
{
    uint32_t c = found->c;
    if (lead == 0xc2)
        return true;
    if (lead == 0xc6 || lead == 0xcb)
        return c == 0x192 || c == 0x2c6 || c == 0x2dc; /* what windows-1252 shows: garbled twice */
    found->sure = !often_follows(second);
    if (lead <= 0xc5)
        return true;
    if (lead == 0xce || lead == 0xcf)
        return c >= 0x391 && c <= 0x3ce;
    if (lead == 0xd0 || lead == 0xd1)
        return c >= 0x401 && c <= 0x45f;
    found->sure = true;
    if (lead == 0xe2)
        return c >= 0x2010 && c <= 0x27bf;
    if (lead == 0xef)
        return c == 0xfeff || c == 0xfffd;
    return lead == 0xf0 && c >= 0x1f000 && c <= 0x1faff;
}

/* At a byte 0xc3 of the text: its character is the lead of a sequence in UTF-8, those behind it are the rest? */
static bool look(struct filon_str text, size_t at, struct found *found)
{
    unsigned length, lead, n, second = 0;
    lead = filon_utf8_at(text.p, text.n, at, &length);
    if (lead < 0xc2 || lead > 0xf4)
        return false;
    n = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    *found = (struct found){.c = lead & (0x3fu >> n), .length = length};
    for (unsigned i = 0; i < n; i++) {
        if (at + found->length >= text.n)
            return false;
        unsigned byte = trail_byte(filon_utf8_at(text.p, text.n, at + found->length, &length));
        if (!byte)
            return false;
        second = i ? second : byte;
        found->c = found->c << 6 | (byte & 0x3f);
        found->length += length;
    }
    return judge(lead, second, found);
}

static size_t next_lead(struct filon_str text, size_t at)
{
    const char *p = at < text.n ? memchr(text.p + at, 0xc3, text.n - at) : NULL;
    return p ? (size_t)(p - text.p) : text.n;
}

/* Letters with accents and the like as they should be. */
static bool is_sound(struct filon_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0xc2) {
            struct found found;
            if ((unsigned char)text.p[i] != 0xc3 || !look(text, i, &found))
                return true;
            i += found.length - 1;
        }
    return false;
}

uint32_t mojibake_count(struct filon_str text)
{
    struct found found;
    uint32_t sure = 0, all = 0;
    for (size_t at = next_lead(text, 0); at < text.n; at = next_lead(text, at)) {
        bool garbled = look(text, at, &found);
        all += garbled;
        sure += garbled && found.sure;
        at += garbled ? found.length : 2;
    }
    return sure > 1 || (sure && !is_sound(text)) ? all : 0;
}

/* The no-break space of an à was made a space: « Ã la » for « à la ». */
static bool lost_space(struct filon_str text, size_t at)
{
    return at + 2 < text.n && (unsigned char)text.p[at + 1] == 0x83 && text.p[at + 2] == ' ';
}

struct edits {
    struct filon_buf list;
    struct filon_buf text;
    size_t copied; /* of the text before */
};

static void replace(struct edits *edits, struct filon_str text, size_t at, size_t length, uint32_t c)
{
    filon_buf_put(&edits->text, text.p + edits->copied, at - edits->copied);
    char put[4];
    unsigned n = c == 0xfeff ? 0 : filon_utf8_put(put, c);
    struct mojibake_edit edit = {(uint32_t)edits->text.n, (uint32_t)(edits->text.n + n), (uint32_t)at, (uint32_t)(at + length)};
    filon_buf_put(&edits->text, put, n);
    filon_buf_put(&edits->list, &edit, sizeof edit);
    edits->copied = at + length;
}

static void run(struct filon_str text, struct edits *edits)
{
    struct found found;
    for (size_t at = next_lead(text, 0); at < text.n; at = next_lead(text, at)) {
        if (look(text, at, &found)) {
            replace(edits, text, at, found.length, found.c);
            at += found.length;
        } else if (lost_space(text, at)) {
            bool two = at + 3 < text.n && text.p[at + 3] == ' ';
            replace(edits, text, at, two ? 3 : 2, 0xe0);
            at += 2;
        } else {
            at += 2;
        }
    }
    filon_buf_put(&edits->text, text.p + edits->copied, text.n - edits->copied);
}

void mojibake_repair(struct filon_str text, struct filon_arena *arena, struct mojibake *repaired)
{
    *repaired = (struct mojibake){.text = text};
    for (size_t pass = 0; pass < FILON_COUNT(repaired->pass) && mojibake_count(repaired->text); pass++) {
        struct edits edits = {0};
        run(repaired->text, &edits);
        repaired->text = filon_str_dup(arena, filon_buf_str(&edits.text));
        repaired->pass[pass].n = (uint32_t)(edits.list.n / sizeof(struct mojibake_edit));
        repaired->pass[pass].edits = memcpy(filon_alloc(arena, edits.list.n + 1), edits.list.p, edits.list.n);
        filon_buf_free(&edits.text);
        filon_buf_free(&edits.list);
    }
}

static uint32_t back(const struct mojibake_edit *edits, uint32_t n, uint32_t at)
{
    uint32_t low = 0, high = n; /* edits before low begin at or before `at` */
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (edits[mid].begin <= at)
            low = mid + 1;
        else
            high = mid;
    }
    if (!low)
        return at;
    const struct mojibake_edit *last = &edits[low - 1];
    return at < last->end ? last->was_begin : last->was_end + (at - last->end);
}

uint32_t mojibake_source(const struct mojibake *repaired, uint32_t at)
{
    for (size_t pass = FILON_COUNT(repaired->pass); pass-- > 0;)
        at = back(repaired->pass[pass].edits, repaired->pass[pass].n, at);
    return at;
}
