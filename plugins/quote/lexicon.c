#include "lexicon.h"

#include "stems.h"

#include <filon/inflect.h>

enum { WORD_ROOM = 96, FORMS_EXPECTED = 16 * 1024 };

struct cue_link {
    struct cue *cue;
    struct cue_link *next;
};

/* The words of a text come again and again: a table of the last ones, by hash, spares folding and looking up. */
enum { RECENT = 4096, RECENT_LONGEST = 31, ENDINGS_MOST = 8, ENDING_BEHIND = 3 /* bytes before an ending */ };

struct recent {
    const struct form *form;
    uint8_t n;
    char text[RECENT_LONGEST];
};

struct lexicon {
    struct filon_arena *arena;
    struct filon_map *map; /* folded text -> number of its form */
    struct form **forms;   /* they never move: words point at them */
    uint32_t count, room;
    struct cue_link *cues;
    const char *language;
    bool french, bare_nouns;
    struct stems stems;
    struct recent *recent;
    struct filon_str ending[ENDINGS][ENDINGS_MOST];
};

static struct form *form_of(struct lexicon *lexicon, struct filon_str word);
static const struct form unknown;

struct filon_str quote_fold(struct filon_str text, char *out, size_t room)
{
    bool plain = true;
    for (size_t i = 0; i < text.n && plain; i++) {
        unsigned char c = (unsigned char)text.p[i];
        plain = !(c >= 'A' && c <= 'Z') && c < 0x80;
    }
    if (plain)
        return text;
    if (2 * text.n + 4 > room)
        return FILON_NO_STR;
    return (struct filon_str){out, filon_fold(out, text, FILON_FOLD_CASE | FILON_FOLD_QUOTE)};
}

/* A word of the lists may be a form of a regular verb too: « critiques », « président »; rather a noun then. Found out when it is first met. */
static const struct form *completed(struct lexicon *lexicon, struct form *form, struct filon_str key)
{
    const uint64_t nouns = BIT(IS_ROLE) | BIT(IS_ROLEFEM) | BIT(IS_ORGAN) | BIT(IS_DOCUMENT) | BIT(IS_SPEECH) | BIT(IS_INFORMATION);
    if (form->complete)
        return form;
    form->complete = true;
    quote_stems_find(&lexicon->stems, key, form);
    if ((form->is & nouns) && (form->verb & VERB_FINITE))
        form->verb |= VERB_PLAIN;
    return form;
}

/* Forms of regular verbs are added when they are first met: there are at most as many as the lexicon could have listed. */
static const struct form *look_up(struct lexicon *lexicon, struct filon_str text)
{
    char folded[2 * WORD_ROOM + 4];
    if (text.n > WORD_ROOM)
        return &unknown;
    struct filon_str key = quote_fold(text, folded, sizeof folded);
    uint32_t number = key.p ? filon_map_get(lexicon->map, key) : FILON_MAP_NONE;
    if (number != FILON_MAP_NONE)
        return completed(lexicon, lexicon->forms[number], key);
    struct form form = {.complete = true};
    if (!key.p || !quote_stems_find(&lexicon->stems, key, &form))
        return &unknown;
    struct form *added = form_of(lexicon, key);
    *added = form;
    return added;
}

const struct form *quote_form(struct lexicon *lexicon, struct filon_str text)
{
    if (text.n > RECENT_LONGEST)
        return look_up(lexicon, text);
    struct recent *recent = &lexicon->recent[filon_hash(text.p, text.n, 0) % RECENT];
    if (recent->form && recent->n == text.n && memcmp(recent->text, text.p, text.n) == 0)
        return recent->form;
    recent->form = look_up(lexicon, text);
    recent->n = (uint8_t)text.n;
    memcpy(recent->text, text.p, text.n);
    return recent->form;
}

static struct form *form_of(struct lexicon *lexicon, struct filon_str word)
{
    uint32_t number = filon_map_get(lexicon->map, word);
    if (number != FILON_MAP_NONE)
        return lexicon->forms[number];
    if (lexicon->count == lexicon->room) {
        uint32_t room = lexicon->room ? 2 * lexicon->room : FORMS_EXPECTED;
        struct form **forms = filon_alloc(lexicon->arena, room * sizeof(*forms));
        if (lexicon->count)
            memcpy(forms, lexicon->forms, lexicon->count * sizeof *forms);
        lexicon->forms = forms;
        lexicon->room = room;
    }
    lexicon->forms[lexicon->count] = filon_zalloc(lexicon->arena, 1, sizeof(struct form));
    filon_map_set(lexicon->map, word, lexicon->count);
    return lexicon->forms[lexicon->count++];
}

/* ---- Verbs: a lemma gives the bits of its forms, and the cue if it is one. */
struct inflection {
    struct lexicon *lexicon;
    const struct cue *cue;
    uint64_t is;
    bool weak;
};

static uint32_t verb_bits(const struct filon_form *form, bool weak)
{
    if (form->verb_form == FILON_INF)
        return VERB_INF;
    if (form->verb_form == FILON_PART)
        return form->tense == FILON_PAST ? VERB_PAST : VERB_ANT;
    if (form->mood == FILON_IMP)
        return 0;
    if (!form->person) /* English: said; say is any but the third singular */
        return form->tense == FILON_PAST ? VERB_3S | VERB_3P : VERB_3P | (weak ? (uint32_t)VERB_PLAIN : 0);
    uint32_t person = 1u << (form->person - 1 + (form->number == FILON_PLUR ? 3 : 0));
    bool present = form->tense == FILON_PRES && (form->mood == FILON_IND || form->mood == FILON_SUB);
    return person | (weak && present && form->number == FILON_SING ? (uint32_t)VERB_PLAIN : 0);
}

static void add_verb_form(void *arg, const struct filon_form *inflected)
{
    struct inflection *in = arg;
    uint32_t bits = verb_bits(inflected, in->weak);
    if (!bits && !in->is)
        return;
    struct form *form = form_of(in->lexicon, inflected->text);
    form->verb |= bits;
    form->is |= in->is;
    if (!in->cue)
        return;
    quote_add_reading(in->lexicon->arena, &form->readings, in->cue);
}

static int inflect(struct lexicon *lexicon, struct filon_str lemma, const struct cue *cue, bool weak)
{
    if (lexicon->french && quote_stems_regular(lemma)) {
        quote_stems_add(&lexicon->stems, lemma, cue, weak || (!cue && filon_str_ends(lemma, FILON_STR("er"))));
        return 0;
    }
    struct inflection in = {.lexicon = lexicon, .cue = cue, .weak = weak};
    if (filon_str_is(lemma, "avoir") || filon_str_is(lemma, "have"))
        in.is = BIT(IS_HAVE);
    if (filon_str_is(lemma, "être") || filon_str_is(lemma, "be"))
        in.is = BIT(IS_BE);
    return filon_inflect(lexicon->language, FILON_VERB, lemma, add_verb_form, &in);
}

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
    form_of(lexicon, filon_str_of(plural))->is |= is;
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
        form_of(lexicon, key)->is |= is;
        if (is & (BIT(IS_HAVE) | BIT(IS_BE))) /* contracted: 've, 're */
            form_of(lexicon, key)->verb |= VERB_3S | VERB_3P;
        if (is & (BIT(IS_ROLE) | BIT(IS_ROLEFEM) | BIT(IS_ORGAN) | BIT(IS_DOCUMENT)))
            add_plural(lexicon, key, is);
        return 0;
    }
    struct form *form = form_of(lexicon, word[0]);
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
    if (inflect(lexicon, verb, cue, cue->noun) < 0)
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
            form_of(lexicon, item)->verb |= VERB_PLAIN;
            continue;
        }
        if (ending < ENDINGS) {
            if (add_ending(lexicon, tsv, (enum ending_of)ending, item, error) < 0)
                return -1;
            continue;
        }
        if (verb ? inflect(lexicon, item, NULL, weak) < 0 : add_item(lexicon, tsv, item, is, error) < 0)
            return verb ? filon_tsv_error(tsv, error, "\"%.*s\" is no verb that can be inflected", FILON_FMT(item)) : -1;
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
    lexicon->recent = filon_zalloc(arena, RECENT, sizeof *lexicon->recent);
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
