/* pieces.c - what names and texts are compared by. */
#include "gazetteer/gazetteer.h"

enum class { SPACE, LETTER, OTHER };

static enum class class_of(uint32_t c) {
    if (filon_is_space(c)) return SPACE;
    return filon_is_letter(c) || filon_is_digit(c) || (c >= 0x300 && c < 0x370) ? LETTER : OTHER; /* with combining accents */
}

/* Up to Latin Extended-A by table: nearly all there is. */
enum { TABLE = 0x180 };
static uint8_t classes[TABLE];

__attribute__((constructor)) static void fill_classes(void)
{
    for (uint32_t c = 0; c < TABLE; c++)
        classes[c] = (uint8_t)class_of(c);
}

static inline enum class class_at(const char *text, uint32_t end, uint32_t at, unsigned *length) {
    uint32_t c = filon_utf8_at(text, end, at, length); return c < TABLE ? classes[c] : class_of(c);
}

bool gazetteer_next(const char *text, uint32_t end, uint32_t *at, struct piece *piece)
{
    unsigned length;
    enum class class = SPACE;
    while (*at < end && (class = class_at(text, end, *at, &length)) == SPACE)
        *at += length;
    if (*at >= end)
        return false;
    piece->begin = *at;
    *at += length;
    while (class == LETTER && *at < end && class_at(text, end, *at, &length) == LETTER)
        *at += length;
    piece->end = *at;
    return true;
}

void gazetteer_fold(const char *text, struct piece *piece, unsigned folds, uint64_t seed, struct filon_buf *folded)
{
    struct filon_str s = {text + piece->begin, piece->end - piece->begin};
    filon_buf_reserve(folded, 2 * s.n + 4);
    piece->at = (uint32_t)folded->n;
    piece->n = (uint32_t)filon_fold(folded->p + folded->n, s, folds);
    folded->n += piece->n;
    piece->hash = filon_hash(folded->p + piece->at, piece->n, seed);
}

unsigned gazetteer_folds(enum filon_gazetteer_fold fold)
{
    static const unsigned folds[] = {[FILON_GAZETTEER_AS_COMPILED] = FILON_FOLD_ACCENT, /* what a list has without a word */
                                     [FILON_GAZETTEER_NONE] = 0,
                                     [FILON_GAZETTEER_ACCENT] = FILON_FOLD_ACCENT,
                                     [FILON_GAZETTEER_CASE] = FILON_FOLD_CASE,
                                     [FILON_GAZETTEER_ALL] = FILON_FOLD_CASE | FILON_FOLD_ACCENT};
    return folds[fold] | FILON_FOLD_QUOTE;
}
