#include "forms.h"

/* Reading the files: cues with their frames, words with their classes. */

/* ---- Words of a field: separated by spaces, an apostrophe ends one. */
static unsigned split(struct filon_str s, struct filon_str *word, unsigned most)
{
    unsigned n = 0;
    size_t from = 0;
    for (size_t i = 0; i <= s.n; i++) {
        bool quote = i < s.n && s.p[i] == '\'' && i + 1 < s.n && s.p[i + 1] != ' ';
        if (i < s.n && s.p[i] != ' ' && !quote)
            continue;
        size_t to = quote ? i + 1 : i;
        if (to > from) {
            if (n == most)
                return most + 1;
            word[n++] = (struct filon_str){s.p + from, to - from};
        }
        from = quote ? to : i + 1;
    }
    return n;
}

bool quote_ends(const struct lexicon *lexicon, struct filon_str word, enum ending_of what)
{
    for (unsigned i = 0; i < ENDINGS_MOST && lexicon->ending[what][i].n; i++)
        if (word.n >= lexicon->ending[what][i].n + ENDING_BEHIND && filon_str_ends(word, lexicon->ending[what][i]))
            return true;
    return false;
}

struct filon_str quote_same(const struct lexicon *lexicon, struct filon_str function)
{
    char folded[2 * WORD_ROOM + 4];
    struct filon_str key = quote_fold(function, folded, sizeof folded);
    for (unsigned i = 0; i < lexicon->sames && key.p; i++)
        if (filon_str_eq(lexicon->same[i][0], key))
            return lexicon->same[i][1];
    return FILON_NO_STR;
}

bool quote_bare_nouns(const struct lexicon *lexicon)
{
    return lexicon->bare_nouns;
}

static const char *const ending_names[ENDINGS] = {"ending_adverb", "ending_participle", "ending_infinitive", "ending_no_infinitive"};

static int add_ending(struct lexicon *lexicon, const struct filon_tsv *tsv, enum ending_of what, struct filon_str ending,
                      struct filon_error *error)
{
    for (unsigned i = 0; i < ENDINGS_MOST; i++)
        if (!lexicon->ending[what][i].n) {
            lexicon->ending[what][i] = filon_str_dup(lexicon->arena, ending);
            return 0;
        }
    return filon_tsv_error(tsv, error, "more than %d endings", ENDINGS_MOST);
}

static bool whole_word(struct filon_str s)
{
    return filon_str_is(s, "aujourd'hui") || filon_str_is(s, "quelqu'un") || filon_str_is(s, "n't") || (s.n && s.p[0] == '\'');
}

/* « les habitants » as « l'habitant ». */
static void add_plural(struct lexicon *lexicon, struct filon_str word, uint64_t is)
{
    const char *plural;
    if (!word.n || strchr("sxz", word.p[word.n - 1]))
        return;
    if (lexicon->french && filon_str_ends(word, FILON_STR("eau")))
        plural = filon_strf(lexicon->arena, "%.*sx", FILON_FMT(word));
    else if (lexicon->french && filon_str_ends(word, FILON_STR("al")))
        plural = filon_strf(lexicon->arena, "%.*sux", (int)word.n - 1, word.p);
    else
        plural = filon_strf(lexicon->arena, "%.*ss", FILON_FMT(word));
    quote_form_of(lexicon, filon_str_of(plural))->is |= is;
}

static int add_item(struct lexicon *lexicon, const struct filon_tsv *tsv, struct filon_str item, uint64_t is, struct filon_error *error)
{
    char folded[2 * WORD_ROOM + 4];
    struct filon_str key = quote_fold(item, folded, sizeof folded);
    if (!key.p)
        return filon_tsv_error(tsv, error, "\"%.*s\" is too long", FILON_FMT(item));
    struct filon_str word[PHRASE_MOST + 1];
    unsigned n = whole_word(key) ? 1 : split(key, word, PHRASE_MOST + 1);
    if (n > PHRASE_MOST + 1)
        return filon_tsv_error(tsv, error, "\"%.*s\" has more than %d words", FILON_FMT(item), PHRASE_MOST + 1);
    if (n <= 1) {
        quote_form_of(lexicon, key)->is |= is;
        if (is & (BIT(IS_HAVE) | BIT(IS_BE))) /* contracted: 've, 're */
            quote_form_of(lexicon, key)->verb |= VERB_3S | VERB_3P;
        if (is & (BIT(IS_ROLE) | BIT(IS_ROLEFEM) | BIT(IS_ORGAN) | BIT(IS_DOCUMENT)))
            add_plural(lexicon, key, is);
        return 0;
    }
    struct form *form = quote_form_of(lexicon, word[0]);
    form->leads |= is;
    struct phrase *phrase = filon_zalloc(lexicon->arena, 1, sizeof *phrase);
    phrase->is = is;
    phrase->words = (uint8_t)(n - 1);
    for (unsigned i = 1; i < n; i++)
        phrase->word[i - 1] = filon_str_dup(lexicon->arena, word[i]);
    struct phrase **at = &form->phrases;
    while (*at && (*at)->words >= phrase->words)
        at = &(*at)->next;
    phrase->next = *at;
    *at = phrase;
    return 0;
}

/* ---- Rows. */
static const struct {
    const char *name;
    uint8_t class;
} classes[] = {
    {"det", IS_DET},
    {"article", IS_ARTICLE},
    {"prep", IS_PREP},
    {"of", IS_OF},
    {"to", IS_TO},
    {"subj", IS_SUBJ},
    {"third", IS_THIRD},
    {"first", IS_FIRST},
    {"inverted", IS_INVERTED},
    {"feminine", IS_FEMININE},
    {"masculine", IS_MASCULINE},
    {"plural", IS_PLURAL},
    {"clitic", IS_CLITIC},
    {"self", IS_SELF},
    {"ne", IS_NE},
    {"neg", IS_NEG},
    {"tonic", IS_TONIC},
    {"and", IS_AND},
    {"but", IS_BUT},
    {"sub", IS_SUB},
    {"when", IS_WHEN},
    {"que", IS_QUE},
    {"qui", IS_QUI},
    {"rel", IS_REL},
    {"adv", IS_ADV},
    {"time", IS_TIME},
    {"last", IS_LAST},
    {"role", IS_ROLE},
    {"rolefem", IS_ROLEFEM},
    {"organ", IS_ORGAN},
    {"document", IS_DOCUMENT},
    {"speech", IS_SPEECH},
    {"setting", IS_SETTING},
    {"stop", IS_STOP},
    {"civil", IS_CIVIL},
    {"noverb", IS_NOVERB},
    {"source", IS_SOURCE},
    {"beforenoun", IS_BEFORENOUN},
    {"anaphor", IS_ANAPHOR},
    {"nosource", IS_NOSOURCE},
    {"information", IS_INFORMATION},
    {"former", IS_FORMER},
    {"until", IS_UNTIL},
    {"givenf", IS_GIVENF},
    {"givenm", IS_GIVENM},
    {"by", IS_BY},
    {"as", IS_AS},
    {"if", IS_IF},
    {"leads", IS_LEADS},
    {"en", IS_EN},
    {"some", IS_SOME},
    {"one", IS_ONE},
    {"notque", IS_NOTQUE},
    {"about", IS_ABOUT},
    {"demonstrative", IS_DEMONSTRATIVE},
    {"self3", IS_SELF3},
    {"modal", IS_MODAL},
    {"possessive", IS_POSSESSIVE},
    {"perspective", IS_PERSPECTIVE},
    {"degree", IS_DEGREE},
    {"period", IS_PERIOD},
    {"also", IS_ALSO},
    {"have", IS_HAVE},
    {"be", IS_BE},
};

static const struct {
    const char *name;
    uint16_t bit;
} frames[] = {
    {"que", FRAME_QUE}, {"that", FRAME_QUE},  {"si", FRAME_SI}, {"if", FRAME_SI},         {"direct", FRAME_DIRECT}, {"inf", FRAME_INF},
    {"de", FRAME_DE},   {"a", FRAME_A},       {"np", FRAME_NP}, {"npx", FRAME_NPX},       {"of", FRAME_OF},         {"to", FRAME_TO},
    {"as", FRAME_AS},   {"attr", FRAME_ATTR}, {"on", FRAME_ON}, {"clause", FRAME_CLAUSE}, {"dex", FRAME_DEX},
};

static int frame_bits(const struct filon_tsv *tsv, struct filon_str field, uint16_t *bits, struct filon_error *error)
{
    struct filon_str word[16];
    unsigned n = split(field, word, FILON_COUNT(word));
    for (unsigned i = 0; i < n && i < FILON_COUNT(word); i++) {
        unsigned k = 0;
        while (k < FILON_COUNT(frames) && !filon_str_is(word[i], frames[k].name))
            k++;
        if (k == FILON_COUNT(frames))
            return filon_tsv_error(tsv, error,
                                   "\"%.*s\" is no frame: que, si, direct, inf, de, a, np, npx, of, to, as, attr, on, dex or clause",
                                   FILON_FMT(word[i]));
        *bits |= frames[k].bit;
    }
    return 0;
}

static void remove_cue(struct lexicon *lexicon, struct filon_str lemma)
{
    for (struct cue_link *link = lexicon->cues; link; link = link->next)
        if (filon_str_eq(link->cue->lemma, lemma))
            link->cue->kind = CUE_OFF;
}

static bool has_word(struct filon_str field, const char *flag)
{
    struct filon_str word[8];
    unsigned n = split(field, word, FILON_COUNT(word));
    for (unsigned i = 0; i < n && i < FILON_COUNT(word); i++)
        if (filon_str_is(word[i], flag))
            return true;
    return false;
}

static int add_cue(struct lexicon *lexicon, const struct filon_tsv *tsv, enum cue_kind kind, struct filon_error *error)
{
    struct filon_str word[TAIL_MOST + 3];
    unsigned n = split(tsv->field[1], word, FILON_COUNT(word)), at = 0;
    struct cue *cue = filon_zalloc(lexicon->arena, 1, sizeof *cue);
    cue->lemma = filon_str_dup(lexicon->arena, tsv->field[1]);
    cue->kind = (uint8_t)kind;
    cue->noun = has_word(tsv->field[3], "noun");
    cue->whom = has_word(tsv->field[3], "whom");
    cue->who = has_word(tsv->field[3], "who");
    cue->unsaid = has_word(tsv->field[3], "unsaid");
    if (frame_bits(tsv, tsv->field[2], &cue->frames, error) < 0)
        return -1;
    for (; at < n && at < FILON_COUNT(word); at++) {
        if (filon_str_is(word[at], "se") || filon_str_is(word[at], "s'"))
            cue->reflexive = true;
        else if (filon_str_is(word[at], "y"))
            cue->y = true;
        else if (!filon_str_is(word[at], "ne") && !filon_str_is(word[at], "pas"))
            break;
    }
    if (at >= n || n - at > TAIL_MOST + 1)
        return filon_tsv_error(tsv, error, "\"%.*s\": a verb and at most %d words after it are expected", FILON_FMT(tsv->field[1]),
                               TAIL_MOST);
    struct cue_link *link = filon_alloc(lexicon->arena, sizeof *link);
    *link = (struct cue_link){cue, lexicon->cues};
    lexicon->cues = link;
    struct filon_str verb = word[at++];
    for (; at < n; at++)
        cue->tail[cue->tails++] = filon_str_dup(lexicon->arena, word[at]);
    if (quote_inflect(lexicon, verb, cue, cue->noun) < 0)
        return filon_tsv_error(tsv, error, "\"%.*s\" is no verb that can be inflected", FILON_FMT(verb));
    return 0;
}

static int add_items(struct lexicon *lexicon, const struct filon_tsv *tsv, struct filon_error *error)
{
    bool weak = filon_str_is(tsv->field[0], "weak"), verb = weak || filon_str_is(tsv->field[0], "verb"),
         noun = filon_str_is(tsv->field[0], "noun");
    uint64_t is = 0;
    int ending = ENDINGS;
    for (int k = 0; k < ENDINGS; k++)
        if (filon_str_is(tsv->field[0], ending_names[k]))
            ending = k;
    for (unsigned k = 0; k < FILON_COUNT(classes); k++)
        if (filon_str_is(tsv->field[0], classes[k].name))
            is = BIT(classes[k].class);
    if (!verb && !noun && !is && ending == ENDINGS)
        return filon_tsv_error(tsv, error, "\"%.*s\" is no kind of word that is known here", FILON_FMT(tsv->field[0]));
    struct filon_str rest = tsv->field[1];
    while (rest.n) {
        const char *comma = memchr(rest.p, ',', rest.n);
        struct filon_str item = {rest.p, comma ? (size_t)(comma - rest.p) : rest.n};
        rest.p += item.n + (comma ? 1 : 0);
        rest.n -= item.n + (comma ? 1 : 0);
        item = filon_str_trim(item);
        if (!item.n)
            continue;
        if (noun) {
            quote_form_of(lexicon, item)->verb |= VERB_PLAIN;
            continue;
        }
        if (ending < ENDINGS) {
            if (add_ending(lexicon, tsv, (enum ending_of)ending, item, error) < 0)
                return -1;
            continue;
        }
        if (verb ? quote_inflect(lexicon, item, NULL, weak) < 0 : add_item(lexicon, tsv, item, is, error) < 0)
            return verb ? filon_tsv_error(tsv, error, "\"%.*s\" is no verb that can be inflected", FILON_FMT(item)) : -1;
    }
    return 0;
}

/* « chef de l'État = président »: the words of a function that another one names too. */
static int add_same(struct lexicon *lexicon, const struct filon_tsv *tsv, struct filon_error *error)
{
    struct filon_str rest = tsv->field[1];
    while (rest.n) {
        const char *comma = memchr(rest.p, ',', rest.n);
        struct filon_str item = {rest.p, comma ? (size_t)(comma - rest.p) : rest.n};
        const char *equals = memchr(item.p, '=', item.n);
        rest.p += item.n + (comma ? 1 : 0);
        rest.n -= item.n + (comma ? 1 : 0);
        if (!equals || lexicon->sames == SAME_MOST)
            return filon_tsv_error(tsv, error, "functions that mean the same are written « one = other », at most %d of them", SAME_MOST);
        struct filon_str side[2] = {{item.p, (size_t)(equals - item.p)}, {equals + 1, (size_t)(item.p + item.n - equals - 1)}};
        for (int i = 0; i < 2; i++) {
            char folded[2 * WORD_ROOM + 4];
            struct filon_str key = quote_fold(filon_str_trim(side[i]), folded, sizeof folded);
            lexicon->same[lexicon->sames][i] = filon_str_dup(lexicon->arena, key);
        }
        lexicon->sames++;
    }
    return 0;
}

static int add_row(struct lexicon *lexicon, const struct filon_tsv *tsv, struct filon_error *error)
{
    static const struct {
        const char *name;
        enum cue_kind kind;
    } kinds[] = {{"say", CUE_SAY}, {"think", CUE_THINK}, {"semi", CUE_SEMI}, {"plan", CUE_PLAN}};
    for (unsigned k = 0; k < FILON_COUNT(kinds); k++)
        if (filon_str_is(tsv->field[0], kinds[k].name))
            return add_cue(lexicon, tsv, kinds[k].kind, error);
    if (filon_str_is(tsv->field[0], "grammar")) {
        if (!filon_str_is(tsv->field[1], "bare_nouns"))
            return filon_tsv_error(tsv, error, "\"%.*s\" is no kind of grammar: bare_nouns", FILON_FMT(tsv->field[1]));
        lexicon->bare_nouns = true;
        return 0;
    }
    if (filon_str_is(tsv->field[0], "same"))
        return add_same(lexicon, tsv, error);
    if (filon_str_is(tsv->field[0], "off")) {
        remove_cue(lexicon, tsv->field[1]);
        return 0;
    }
    return add_items(lexicon, tsv, error);
}

static int load_file(struct lexicon *lexicon, const char *path, struct filon_error *error)
{
    struct filon_tsv tsv;
    if (filon_tsv_open(&tsv, lexicon->arena, path, error) < 0)
        return -1;
    int got;
    while ((got = filon_tsv_next(&tsv, 2, error)) > 0)
        if (add_row(lexicon, &tsv, error) < 0)
            return -1;
    return got;
}

struct lexicon *quote_lexicon_load(struct filon_ctx *ctx, const char *language, const struct filon_list *more)
{
    struct filon_arena *arena = filon_ctx_arena(ctx);
    struct lexicon *lexicon = filon_zalloc(arena, 1, sizeof *lexicon);
    lexicon->arena = arena;
    lexicon->map = filon_map_new(arena, FORMS_EXPECTED);
    lexicon->language = filon_strdup(arena, language);
    lexicon->french = filon_str_is(filon_str_of(language), "fr");
    quote_stems_init(&lexicon->stems, arena);
    lexicon->recent = filon_zreserve(arena, RECENT, sizeof *lexicon->recent);
    for (int i = 0; i < 2; i++) {
        const char *name = filon_strf(arena, i ? "%s.tsv" : "%s-words.tsv", language);
        const char *path = filon_data_file(ctx, name);
        if (!path || load_file(lexicon, path, filon_ctx_error(ctx)) < 0)
            return NULL;
    }
    for (size_t i = 0; more && i < more->n; i++)
        if (load_file(lexicon, more->items[i], filon_ctx_error(ctx)) < 0)
            return NULL;
    return lexicon;
}
