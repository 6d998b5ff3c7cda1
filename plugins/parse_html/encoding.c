#include "encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <strings.h>
#include <uchardet.h>

enum { LOOK = 4096 };

/* ---- Which encoding */

/* Labels as the Encoding Standard reads them; others go to iconv as they are. */
static const char *const same[][2] = {
    {"iso-8859-1", "windows-1252"},  {"iso8859-1", "windows-1252"}, {"iso_8859-1", "windows-1252"},  {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},     {"l1", "windows-1252"},        {"ascii", "windows-1252"},       {"us-ascii", "windows-1252"},
    {"cp1252", "windows-1252"},      {"x-cp1252", "windows-1252"},  {"ansi", "windows-1252"},        {"latin9", "iso-8859-15"},
    {"latin-9", "iso-8859-15"},      {"iso8859-15", "iso-8859-15"}, {"l9", "iso-8859-15"},           {"iso-8859-9", "windows-1254"},
    {"tis-620", "windows-874"},      {"gb2312", "gb18030"},         {"gbk", "gb18030"},              {"x-gbk", "gb18030"},
    {"ks_c_5601-1987", "cp949"},     {"euc-kr", "cp949"},           {"shift_jis", "cp932"},          {"shift-jis", "cp932"},
    {"x-sjis", "cp932"},             {"big5", "big5-hkscs"},        {"utf8", "utf-8"},               {"unicode-1-1-utf-8", "utf-8"},
    {"utf-16", "utf-8"},             {"utf-16le", "utf-8"},         {"utf-16be", "utf-8"},           {"x-mac-roman", "macintosh"},
    {"x-user-defined", "windows-1252"},
};

static void set_charset(struct encoding *encoding, struct filon_str label)
{
    char name[sizeof encoding->charset];
    size_t n = 0;
    for (size_t i = 0; i < label.n && n + 1 < sizeof name; i++)
        name[n++] = label.p[i] >= 'A' && label.p[i] <= 'Z' ? (char)(label.p[i] | 32) : label.p[i];
    name[n] = '\0';
    const char *use = name;
    for (size_t i = 0; i < FILON_COUNT(same); i++)
        if (strcmp(name, same[i][0]) == 0)
            use = same[i][1];
    encoding->utf8 = strcmp(use, "utf-8") == 0;
    snprintf(encoding->charset, sizeof encoding->charset, "%s", use);
}

static bool known(const struct encoding *encoding)
{
    iconv_t cd = iconv_open("UTF-8", encoding->charset);
    if (cd == (iconv_t)-1)
        return false;
    iconv_close(cd);
    return true;
}

static bool label_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.' || c == '+';
}

/* charset=… within a meta tag, or encoding="…" within <?xml …?>, in the first bytes. Comments are passed over. */
static struct filon_str declared(struct filon_str bytes)
{
    const char *end = bytes.p + (bytes.n < LOOK ? bytes.n : LOOK), *p = bytes.p;
    for (; p < end; p++) {
        if (*p != '<')
            continue;
        if (end - p > 4 && memcmp(p, "<!--", 4) == 0) {
            const char *close = memmem(p + 4, (size_t)(end - p - 4), "-->", 3);
            if (!close)
                break;
            p = close + 2;
            continue;
        }
        bool xml = end - p > 6 && strncasecmp(p, "<?xml", 5) == 0;
        if (!xml && !(end - p > 6 && strncasecmp(p, "<meta", 5) == 0 && !label_byte(p[5])))
            continue;
        const char *close = memchr(p, '>', (size_t)(end - p));
        const char *key = xml ? "encoding" : "charset";
        size_t n = strlen(key);
        for (const char *at = p + 5; close && at + n < close; at++) {
            if (strncasecmp(at, key, n) != 0)
                continue;
            const char *value = at + n;
            while (value < close && (*value == ' ' || *value == '=' || *value == '"' || *value == '\''))
                value++;
            const char *stop = value;
            while (stop < close && label_byte(*stop))
                stop++;
            if (stop > value && memchr(at + n, '=', (size_t)(value - at - (ptrdiff_t)n)))
                return (struct filon_str){value, (size_t)(stop - value)};
        }
    }
    return FILON_NO_STR;
}

/* Valid sequences beyond ASCII and bytes that are in none, counted over the whole. */
static void count_utf8(struct filon_str bytes, size_t *good, size_t *bad)
{
    *good = *bad = 0;
    for (size_t at = 0; at < bytes.n;) {
        size_t stop = at + filon_utf8_check(bytes.p + at, bytes.n - at);
        for (size_t i = at; i < stop; i++)
            *good += ((unsigned char)bytes.p[i] & 0xc0) == 0xc0;
        *bad += stop < bytes.n;
        at = stop + 1;
    }
}

static void guess(struct encoding *encoding)
{
    enum { MOST = 256 * 1024 };
    uchardet_t detector = uchardet_new();
    uchardet_handle_data(detector, encoding->bytes.p, encoding->bytes.n < MOST ? encoding->bytes.n : MOST);
    uchardet_data_end(detector);
    const char *name = uchardet_get_charset(detector);
    set_charset(encoding, filon_str_of(name && *name ? name : "windows-1252"));
    uchardet_delete(detector);
}

static void choose_mark(struct encoding *encoding)
{
    struct filon_str bytes = encoding->bytes;
    if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0) {
        encoding->mark = 3;
        set_charset(encoding, FILON_STR("utf-8"));
    } else if (bytes.n >= 2 && (memcmp(bytes.p, "\xff\xfe", 2) == 0 || memcmp(bytes.p, "\xfe\xff", 2) == 0)) {
        encoding->mark = 2;
        snprintf(encoding->charset, sizeof encoding->charset, "utf-16%s", bytes.p[0] == '\xff' ? "le" : "be");
    }
    encoding->bytes = (struct filon_str){bytes.p + encoding->mark, bytes.n - encoding->mark};
}

/* Encodings whose bytes are valid UTF-8 as well: the server's word counts if the bytes bear it out. (In a page, whose declaration could be read, UTF-16
 * cannot be true.) */
static bool choose_in_disguise(struct encoding *encoding, struct filon_str charset)
{
    static const char *const wide[] = {"utf-16le", "utf-16be", "utf-16"}, *const escaped[] = {"iso-2022-jp", "iso-2022-kr", "hz-gb-2312"};
    struct filon_str bytes = encoding->bytes;
    for (size_t i = 0; i < FILON_COUNT(wide); i++)
        if (charset.n == strlen(wide[i]) && strncasecmp(charset.p, wide[i], charset.n) == 0 && bytes.n && memchr(bytes.p, 0, bytes.n)) {
            snprintf(encoding->charset, sizeof encoding->charset, "%s", i == 1 ? wide[1] : wide[0]);
            return true;
        }
    for (size_t i = 0; i < FILON_COUNT(escaped); i++)
        if (charset.n == strlen(escaped[i]) && strncasecmp(charset.p, escaped[i], charset.n) == 0 && memchr(bytes.p, i < 2 ? 0x1b : '~', bytes.n)) {
            snprintf(encoding->charset, sizeof encoding->charset, "%s", i < 2 ? escaped[i] : "hz");
            return known(encoding);
        }
    return false;
}

static void choose(struct encoding *encoding, bool html, struct filon_str charset)
{
    choose_mark(encoding);
    struct filon_str bytes = encoding->bytes, declaration = html ? declared(bytes) : FILON_NO_STR;
    if (!encoding->mark && !bytes.n)
        set_charset(encoding, FILON_STR("utf-8"));
    if (encoding->mark || !bytes.n || choose_in_disguise(encoding, charset) || (html && choose_in_disguise(encoding, declaration)))
        return;
    if (filon_utf8_check(bytes.p, bytes.n) == bytes.n) {
        set_charset(encoding, FILON_STR("utf-8"));
        encoding->clean = !memchr(bytes.p, 0, bytes.n);
        return;
    }
    size_t good, bad;
    count_utf8(bytes, &good, &bad);
    const struct filon_str labels[] = {charset, declaration};
    bool chosen = false;
    for (size_t i = 0; i < FILON_COUNT(labels) && !chosen; i++) {
        if (!labels[i].n)
            continue;
        set_charset(encoding, labels[i]);
        /* What says that it is UTF-8 and holds next to none was saved as something else. */
        chosen = encoding->utf8 ? bad <= good : known(encoding);
    }
    if (!chosen)
        guess(encoding);
    if (encoding->utf8 ? bad > good : !known(encoding))
        set_charset(encoding, FILON_STR("windows-1252"));
    if (!encoding->utf8 && good > 8 * bad)
        set_charset(encoding, FILON_STR("utf-8")); /* a few broken characters among many good ones */
}

/* ---- Decoding, so far as there is room for: the same steps are done again to find where in the source a piece of text began. */
struct decoder {
    const struct encoding *encoding;
    iconv_t cd;
    const char *at, *end;
    const char *nul; /* the next one, or end */
};

static size_t put_bad(char *out, size_t room)
{
    if (room < 3)
        return 0;
    memcpy(out, "\xef\xbf\xbd", 3);
    return 3;
}

static size_t run_utf8(struct decoder *decoder, char *out, size_t room)
{
    size_t n = 0;
    while (decoder->at < decoder->end) {
        if (!decoder->nul || decoder->nul < decoder->at)
            decoder->nul = memchr(decoder->at, 0, (size_t)(decoder->end - decoder->at));
        if (!decoder->nul)
            decoder->nul = decoder->end;
        size_t left = (size_t)(decoder->nul - decoder->at), most = left < room - n ? left : room - n;
        size_t good = filon_utf8_check(decoder->at, most);
        memcpy(out + n, decoder->at, good);
        n += good;
        decoder->at += good;
        if (decoder->at == decoder->nul) {
            decoder->at += decoder->at < decoder->end;
            continue;
        }
        /* A bad byte, or a good character that there is no room for. */
        left -= good;
        if (filon_utf8_check(decoder->at, left < 4 ? left : 4))
            break;
        size_t put = put_bad(out + n, room - n);
        if (!put)
            break;
        n += put;
        decoder->at++;
    }
    return n;
}

static size_t run_iconv(struct decoder *decoder, char *out, size_t room)
{
    size_t n = 0;
    while (decoder->at < decoder->end) {
        char *in = (char *)decoder->at, *put = out + n;
        size_t left = (size_t)(decoder->end - decoder->at), free_ = room - n;
        size_t done = iconv(decoder->cd, &in, &left, &put, &free_);
        int why = errno;
        decoder->at = in;
        n = room - free_;
        if (done != (size_t)-1)
            break;
        if (why == E2BIG)
            break;
        size_t bad = put_bad(out + n, room - n); /* EILSEQ, EINVAL */
        if (!bad)
            break;
        n += bad;
        decoder->at++;
    }
    return n;
}

static size_t run(struct decoder *decoder, char *out, size_t room)
{
    return decoder->encoding->utf8 ? run_utf8(decoder, out, room) : run_iconv(decoder, out, room);
}

static bool start(struct decoder *decoder, const struct encoding *encoding)
{
    *decoder = (struct decoder){.encoding = encoding, .at = encoding->bytes.p, .end = encoding->bytes.p + encoding->bytes.n};
    if (!encoding->utf8)
        decoder->cd = iconv_open("UTF-8", encoding->charset);
    return encoding->utf8 || decoder->cd != (iconv_t)-1;
}

static void stop(struct decoder *decoder)
{
    if (!decoder->encoding->utf8)
        iconv_close(decoder->cd);
}

/* NULs that iconv brought; they take no place in the text, so offsets are counted with them. */
static size_t blank_nuls(char *text, size_t n)
{
    for (char *nul = text; n && (nul = memchr(nul, 0, n - (size_t)(nul - text))); nul++)
        *nul = ' ';
    return n;
}

static void decode(struct encoding *encoding, struct filon_str bytes, bool html, struct filon_str charset, struct filon_arena *arena)
{
    struct decoder decoder;
    *encoding = (struct encoding){.bytes = bytes.n ? bytes : FILON_STR("")};
    choose(encoding, html, charset);
    struct filon_str in = encoding->bytes;
    if (!encoding->clean && encoding->mark && encoding->utf8)
        encoding->clean = filon_utf8_check(in.p, in.n) == in.n && !memchr(in.p, 0, in.n);
    if (encoding->clean) {
        encoding->text = in;
        return;
    }
    if (!start(&decoder, encoding)) { /* gone since it was looked for */
        set_charset(encoding, FILON_STR("utf-8"));
        start(&decoder, encoding);
    }
    struct filon_buf out = FILON_BUF_INIT;
    while (decoder.at < decoder.end) {
        filon_buf_reserve(&out, (size_t)(decoder.end - decoder.at) + 64);
        out.n += run(&decoder, out.p + out.n, out.cap - out.n - 1);
    }
    stop(&decoder);
    encoding->text = filon_str_dup(arena, filon_buf_str(&out));
    if (!encoding->utf8)
        blank_nuls((char *)encoding->text.p, encoding->text.n);
    filon_buf_free(&out);
}

void encoding_decode(struct encoding *encoding, struct filon_str bytes, bool html, struct filon_str charset, bool repair, struct filon_arena *arena)
{
    decode(encoding, bytes, html, charset, arena);
    encoding->garbled = mojibake_count(encoding->text);
    if (!repair || !encoding->garbled)
        return;
    mojibake_repair(encoding->text, arena, &encoding->repaired);
    encoding->text = encoding->repaired.text;
}

void encoding_source_offsets(const struct encoding *encoding, uint32_t *offsets, size_t n)
{
    enum { STEP = 4096 };
    char scratch[STEP];
    struct decoder decoder;
    size_t done = 0;
    for (size_t i = 0; i < n; i++)
        offsets[i] = mojibake_source(&encoding->repaired, offsets[i]);
    if (encoding->clean || !start(&decoder, encoding)) {
        for (size_t i = 0; i < n; i++)
            offsets[i] += encoding->mark;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        while (done < offsets[i]) {
            size_t most = offsets[i] - done < STEP ? offsets[i] - done : STEP, put = run(&decoder, scratch, most);
            done += put;
            if (!put)
                break;
        }
        offsets[i] = (uint32_t)(decoder.at - encoding->bytes.p) + encoding->mark;
    }
    stop(&decoder);
}
