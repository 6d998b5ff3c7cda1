#include "date_reader.h"

#include <strings.h>

static void read_digits(struct date_token *token, const char *text, uint32_t to, uint32_t *at)
{
    token->value = 0;
    for (; *at < to && text[*at] >= '0' && text[*at] <= '9'; ++*at)
        token->value = token->value > 99999 ? 999999 : token->value * 10 + (text[*at] - '0');
}

/* A run of letters: the word, or of one with digits in it (14h30) what is before them. */
static void read_letters(struct reader *reader, uint32_t to, uint32_t *at)
{
    struct letters word = word_at(reader->text, to, *at);
    if (word.cases & CASE_DIGIT) {
        unsigned length;
        for (word.end = *at; word.end < to && filon_is_letter(filon_utf8_at(reader->text.p, to, word.end, &length)); word.end += length)
            ;
        word.hash = word_hash((struct filon_str){reader->text.p + *at, word.end - *at});
    }
    reader->hash[reader->n] = word.end > *at ? word.hash : 0;
    *at = word.end;
}

void reader_tokenize(struct reader *reader, uint32_t from, uint32_t to)
{
    const char *text = reader->text.p;
    reader->n = 0;
    for (uint32_t at = from; at < to && reader->n < TOKENS;) {
        struct date_token *token = &reader->token[reader->n];
        if (text[at] == ' ') {
            at++;
            continue;
        }
        unsigned length;
        uint32_t c = filon_utf8_at(text, to, at, &length);
        if (filon_is_space(c)) {
            at += length;
            continue;
        }
        *token = (struct date_token){.begin = at, .value = -1};
        reader->hash[reader->n] = 0;
        if (c - '0' < 10)
            read_digits(token, text, to, &at);
        else
            read_letters(reader, to, &at);
        if (at == token->begin) {
            token->mark = c < 0x80 ? (char)c : c >= 0x2010 && c <= 0x2015 ? '-' : c == 0x2019 ? '\'' : '?';
            at += length;
        }
        token->end = at;
        reader->n++;
    }
}

/* Apostrophes and hyphens within the phrase are passed over. */
const struct phrase *reader_phrase(const struct reader *reader, size_t i, unsigned kinds, size_t *next)
{
    uint32_t hash[PHRASE_WORDS];
    size_t at[PHRASE_WORDS], n = 0;
    if (i >= reader->n || !reader->hash[i])
        return NULL;
    const struct slot *slot = phrasebook_slot(reader->rules->book, reader->hash[i]);
    if (!(slot->kinds & kinds))
        return NULL;
    for (size_t k = i; k < reader->n && n < 4; k++) {
        if (reader->hash[k]) {
            hash[n] = reader->hash[k];
            at[n++] = k;
        } else if (reader->token[k].mark != '\'' && reader->token[k].mark != '-' &&
                   !(reader->token[k].mark == '.' && k > i && reader_joined(reader, k - 1) && reader_joined(reader, k))) /* p.m. */
            break;
    }
    const struct phrase *phrase = phrasebook_match(reader->rules->book, slot->dates, hash, n, kinds, reader->rules->language);
    if (phrase)
        *next = at[phrase->words - 1] + 1;
    return phrase;
}

size_t reader_skip_fillers(const struct reader *reader, size_t i)
{
    size_t next;
    while (reader_phrase(reader, i, KIND_BIT(KIND_FILLER), &next))
        i = next;
    return i;
}

bool reader_word(const struct reader *reader, size_t i, const char *lower)
{
    size_t n = strlen(lower);
    return i < reader->n && reader->hash[i] && reader->token[i].end - reader->token[i].begin == n &&
           strncasecmp(reader->text.p + reader->token[i].begin, lower, n) == 0;
}
