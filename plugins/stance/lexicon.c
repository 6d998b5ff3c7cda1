#include "forms.h"

static const char *const kinds[KINDS] = {"verb",    "pronominal", "noun",    "adjective", "agent",  "minus",   "cancel", "possible",
                                         "control", "ender",      "endverb", "charge",    "text",   "deed",    "eval",   "evalnoun",
                                         "judge",   "light",      "plan",    "harm",      "court",  "verdict", "itis",   "perform",
                                         "wrong",   "aim",        "vice",    "law",       "ballot", "protest", "author", "receive",
                                         "clausal", "hollow",     "psych",   "opinion",   "must"};
static const char *const acts[] = {"support", "oppose", "accuse", "deny", "demand", "commit", "doubt"};
static const struct {
    const char *name;
    uint32_t class;
} classes[] = {
    {"det", W_DET},     {"poss", W_POSS},   {"quant", W_QUANT},   {"preadj", W_PREADJ}, {"prep", W_PREP},
    {"ne", W_NE},       {"neg", W_NEG},     {"clitic", W_CLITIC}, {"pron", W_PRON},     {"rel", W_REL},
    {"relo", W_RELO},   {"sub", W_SUB},     {"coord", W_COORD},   {"adv", W_ADV},       {"time", W_TIME},
    {"title", W_TITLE}, {"group", W_GROUP}, {"body", W_BODY},     {"place", W_PLACE},   {"modal", W_MODAL},
    {"gen", W_GEN},     {"noun", W_NOUN},   {"be", W_BE},         {"have", W_HAVE},     {"verb", W_FIN},
};

/* ---- The list of words. */

static struct filon_str next_part(struct filon_str *rest, char separator)
{
    const char *stop = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
    struct filon_str part = {rest->p, stop ? (size_t)(stop - rest->p) : rest->n};
    size_t skip = part.n + (stop != NULL);
    rest->p += skip;
    rest->n -= skip;
    return part;
}

static int slot_named(struct lexicon *l, struct filon_str name)
{
    for (unsigned i = 0; i < l->n_slots; i++)
        if (filon_str_is(name, l->slots[i]))
            return (int)i;
    if (l->n_slots == MAX_SLOTS || !name.n)
        return -1;
    l->slots[l->n_slots] = filon_str_dup(l->arena, name).p;
    return (int)l->n_slots++;
}

static const struct {
    const char *name;
    uint32_t trait;
} traits[] = {{"contracted", T_CONTRACTED},
              {"plural", T_PLURAL},
              {"reflexive", T_REFLEXIVE},
              {"en", T_EN},
              {"adverbial", T_ADVERBIAL},
              {"none", T_NONE},
              {"all", T_ALL},
              {"this", T_THIS},
              {"indefinite", T_INDEFINITE},
              {"theirs", T_THEIRS},
              {"if", T_IF},
              {"nor", T_NOR},
              {"nothing", T_NOTHING},
              {"first", T_FIRST},
              {"one", T_ONE},
              {"many", T_MANY},
              {"latter", T_LATTER},
              {"inverted", T_INVERTED},
              {"near", T_NEAR},
              {"like", T_LIKE},
              {"dative", T_DATIVE},
              {"part", T_PART},
              {"among", T_AMONG},
              {"manner", T_MANNER},
              {"little", T_LITTLE},
              {"duty", T_DUTY},
              {"vague", T_VAGUE},
              {"object", T_OBJECT}};

/* The third column: traits, and for prepositions (and conjunctions like « pour que ») a slot. */
static int read_value(struct lexicon *l, struct filon_tsv *tsv, uint32_t class, uint32_t *trait, int *slot, struct filon_error *error)
{
    struct filon_str rest = tsv->field[2];
    *trait = 0;
    *slot = 0;
    while (rest.n) {
        struct filon_str part = next_part(&rest, ' ');
        uint32_t found = 0;
        for (size_t i = 0; i < FILON_COUNT(traits); i++)
            if (filon_str_is(part, traits[i].name))
                found = traits[i].trait;
        *trait |= found;
        if (!found && (!(class & (W_PREP | W_SUB)) || (*slot = slot_named(l, part)) < 0))
            return filon_tsv_error(tsv, error, "unknown value \"%.*s\": see the first lines of the shipped list", FILON_FMT(part));
    }
    if (class == W_PREP && !*slot)
        return filon_tsv_error(tsv, error, "a preposition needs a slot in the third column");
    return 0;
}

static int add_ending(struct lexicon *l, struct filon_tsv *tsv, struct filon_error *error)
{
    struct filon_str ending = tsv->field[0];
    const struct {
        const char *value;
        struct filon_str *list;
        unsigned *n;
    } kinds_of[] = {{"adverb", l->adverbs, &l->n_adverbs},
                    {"person", l->persons, &l->n_persons},
                    {"verb", l->verbs, &l->n_verbs},
                    {"participle", l->participles, &l->n_participles}};
    size_t k = 0;
    while (k < FILON_COUNT(kinds_of) && !filon_str_is(tsv->field[2], kinds_of[k].value))
        k++;
    if (k == FILON_COUNT(kinds_of) || ending.n < 3 || ending.p[0] != '-' || *kinds_of[k].n == MAX_ENDINGS)
        return filon_tsv_error(
            tsv, error, "an ending is written -xx, with the value adverb, person, verb or participle, at most %d of each", MAX_ENDINGS);
    kinds_of[k].list[(*kinds_of[k].n)++] = (struct filon_str){ending.p + 1, ending.n - 1};
    return 0;
}

/* A fixed expression is stored as its tokens with spaces between, and its first word says that it begins one. */
static void add_expression(struct lexicon *l, struct filon_str text, uint32_t class, uint32_t trait, uint8_t slot)
{
    char spaced[512];
    size_t n = 0;
    for (size_t i = 0; i < text.n && n + 2 < sizeof spaced; i++) {
        spaced[n++] = text.p[i];
        if (text.p[i] == '\'' && i + 1 < text.n && text.p[i + 1] != ' ')
            spaced[n++] = ' ';
    }
    const char *space = memchr(spaced, ' ', n);
    for (size_t i = 1; i < n; i++) /* all of its beginnings, so that a search can stop early */
        if (spaced[i] == ' ')
            stance_form_of(l, (struct filon_str){spaced, i})->class |= W_MULTI;
    /* aujourd'hui and the like may be one token */
    for (int raw = space != NULL && !memchr(text.p, ' ', text.n); raw >= 0; raw--) {
        struct form *form = stance_form_of(l, raw ? text : (struct filon_str){spaced, n});
        form->class |= class;
        form->traits |= trait;
        if (slot)
            form->slot = slot;
    }
}

static int read_words(struct lexicon *l, const char *path, struct filon_error *error)
{
    struct filon_tsv tsv;
    int got;
    if (filon_tsv_open(&tsv, l->arena, path, error))
        return -1;
    while ((got = filon_tsv_next(&tsv, 2, error)) > 0) {
        uint32_t class = 0;
        if (filon_str_is(tsv.field[1], "ending")) {
            if (add_ending(l, &tsv, error))
                return -1;
            continue;
        }
        for (size_t i = 0; i < FILON_COUNT(classes); i++)
            if (filon_str_is(tsv.field[1], classes[i].name))
                class = classes[i].class;
        if (!class)
            return filon_tsv_error(&tsv, error, "unknown class \"%.*s\": see the first lines of the shipped list", FILON_FMT(tsv.field[1]));
        if (class == W_FIN || class == W_BE || class == W_HAVE) {
            struct adding adding = {l, FILON_NONE, class == W_FIN ? 0 : class};
            if (stance_add_verb(&adding, tsv.field[0]))
                return filon_tsv_error(&tsv, error, "\"%.*s\" is no infinitive", FILON_FMT(tsv.field[0]));
            continue;
        }
        uint32_t trait;
        int slot;
        if (read_value(l, &tsv, class, &trait, &slot, error))
            return -1;
        if (class & W_NOMINAL && !memchr(tsv.field[0].p, ' ', tsv.field[0].n)) {
            struct adding adding = {l, FILON_NONE, class & ~(uint32_t)W_NOUN};
            filon_inflect(l->language, FILON_NOUN, tsv.field[0], stance_add_noun_form, &adding);
            if (trait)
                stance_form_of(l, tsv.field[0])->traits |= trait;
            continue;
        }
        l->needs_ne |= class == W_NE;
        add_expression(l, tsv.field[0], class, trait, (uint8_t)slot);
    }
    return got;
}

/* ---- The stance lexicon. */

static bool is_none(struct filon_str s)
{
    return s.n == 0 || filon_str_is(s, "-");
}

static int read_targets(struct lexicon *l, struct filon_tsv *tsv, struct row *row, struct filon_error *error)
{
    struct filon_str frame = tsv->field[2], targets = tsv->field[3];
    while (frame.n && !is_none(tsv->field[2])) {
        struct filon_str name = next_part(&frame, ' ');
        int slot = slot_named(l, name);
        if (slot < 0)
            return filon_tsv_error(tsv, error, "unknown slot \"%.*s\" in the frame", FILON_FMT(name));
        row->frame |= 1u << slot;
    }
    if (row->kind == K_DEED || row->kind == K_PROTEST) {
        row->name = is_none(targets) ? FILON_NO_STR : targets;
        if (row->kind == K_PROTEST && row->name.n)
            l->protesters = row->name;
        return 0;
    }
    while (targets.n && !is_none(tsv->field[3])) {
        struct filon_str whole = next_part(&targets, '|'), rest = whole, name = next_part(&rest, ':');
        int slot = slot_named(l, name);
        if (slot < 0 || !(row->frame & 1u << slot) || row->n_targets == MAX_TARGETS)
            return filon_tsv_error(tsv, error, "the target \"%.*s\" is no slot of the frame", FILON_FMT(whole));
        struct target_slot *target = &row->targets[row->n_targets++];
        target->slot = (uint8_t)slot;
        for (unsigned k = 0; k < KINDS && rest.n; k++)
            if (filon_str_is(rest, kinds[k]))
                target->only = (uint8_t)k;
        if (rest.n && !target->only)
            return filon_tsv_error(tsv, error, "unknown kind \"%.*s\" behind the target's colon", FILON_FMT(rest));
    }
    return 0;
}

static int read_row(struct lexicon *l, struct filon_tsv *tsv, struct row *row, struct filon_error *error)
{
    unsigned kind = 0;
    while (kind < KINDS && !filon_str_is(tsv->field[1], kinds[kind]))
        kind++;
    if (kind == KINDS)
        return filon_tsv_error(tsv, error, "unknown kind \"%.*s\": see the first lines of the shipped lexicon", FILON_FMT(tsv->field[1]));
    *row = (struct row){.lemma = tsv->field[0], .kind = kind, .next = FILON_NONE};
    if (read_targets(l, tsv, row, error))
        return -1;
    for (size_t i = 0; i < FILON_COUNT(acts); i++)
        if (filon_str_is(tsv->field[4], acts[i]))
            row->act = filon_str_of(acts[i]);
    row->polarity = filon_str_is(tsv->field[5], "favor") ? P_FAVOR : filon_str_is(tsv->field[5], "against") ? P_AGAINST : P_NONE;
    if ((!row->act.p && !is_none(tsv->field[4])) || (row->polarity == P_NONE && !is_none(tsv->field[5])))
        return filon_tsv_error(tsv, error,
                               "act must be one of support oppose accuse deny demand commit doubt, and polarity favor or against");
    if (row->n_targets && (!row->act.p || row->polarity == P_NONE))
        return filon_tsv_error(tsv, error, "a row with a target needs an act and a polarity");
    row->flips = filon_str_is(tsv->field[6], "flip");
    row->counterfactive = filon_str_is(tsv->field[7], "false");
    row->speaker = row->kind == K_NOUN && filon_str_is(tsv->field[7], "true");
    return 0;
}

/* The word that inflects; what follows it in the lemma is fixed. */
static struct filon_str split_lemma(struct row *row)
{
    struct filon_str rest = row->lemma, first = next_part(&rest, ' ');
    bool verb = row->kind == K_VERB || row->kind == K_PRONOMINAL || row->kind == K_ENDVERB;
    if (!verb)
        return row->lemma;
    if (filon_str_is(first, "en") && rest.n) { /* s'en prendre à, en vouloir à */
        row->en = true;
        first = next_part(&rest, ' ');
    }
    while (rest.n && row->n_tail < MAX_TAIL)
        row->tail[row->n_tail++] = next_part(&rest, ' ');
    return first;
}

static uint32_t lexeme(struct lexicon *l, char pos, struct filon_str lemma)
{
    char key[512];
    size_t n = lemma.n < 400 ? lemma.n : 400;
    key[0] = pos;
    memcpy(key + 1, lemma.p, n);
    struct filon_str k = {key, n + 1};
    uint32_t at = filon_map_get(l->lexemes, k);
    if (at == FILON_MAP_NONE) {
        l->heads = stance_grow(l->arena, l->heads, l->n_heads, &l->cap_heads, sizeof *l->heads);
        at = l->n_heads++;
        l->heads[at] = FILON_NONE;
        filon_map_set(l->lexemes, k, at);
    }
    return at;
}

/* Rows of the user's lexicons take the place of all shipped ones of the same lemma and kind. */
static bool replaced(const struct lexicon *l, uint32_t head, const struct row *row)
{
    for (uint32_t i = head; i != FILON_NONE && !row->user; i = l->rows[i].next)
        if (l->rows[i].user && l->rows[i].kind == row->kind && filon_str_eq(l->rows[i].lemma, row->lemma))
            return true;
    return false;
}

static char part_of_speech(enum kind kind)
{
    switch (kind) {
    case K_NOUN:
    case K_AGENT:
    case K_ENDER:
    case K_CHARGE:
    case K_TEXT:
    case K_EVALNOUN:
    case K_PLAN:
    case K_COURT:
    case K_WRONG:
    case K_VICE:
    case K_LAW:
    case K_BALLOT:
    case K_PROTEST:
    case K_HOLLOW:
    case K_OPINION:
        return 'n';
    case K_ADJECTIVE:
    case K_EVAL:
        return 'a';
    default:
        return 'v';
    }
}

static int add_row(struct lexicon *l, struct filon_tsv *tsv, bool user, struct filon_error *error)
{
    struct row row;
    if (read_row(l, tsv, &row, error))
        return -1;
    row.user = user;
    row.removes = user && tsv->fields == 2;
    struct filon_str word = split_lemma(&row);
    char pos = part_of_speech(row.kind);
    if (pos == 'v' && memchr(word.p, ' ', word.n))
        return filon_tsv_error(tsv, error, "only a verb, pronominal or endverb has fixed words behind it, not a %s", kinds[row.kind]);
    uint32_t before = l->n_heads, at = lexeme(l, pos, word);
    if (replaced(l, l->heads[at], &row))
        return 0;
    l->rows = stance_grow(l->arena, l->rows, l->n_rows, &l->cap_rows, sizeof *l->rows);
    l->rows[l->n_rows] = row;
    uint32_t *end = &l->heads[at];
    while (*end != FILON_NONE)
        end = &l->rows[*end].next;
    *end = l->n_rows++;
    if (at < before)
        return 0;
    struct adding adding = {l, at, 0};
    if (memchr(word.p, ' ', word.n)) { /* projet de loi: only as it stands */
        add_expression(l, word, 0, 0, 0);
        stance_add_reading(&adding, word, pos == 'n' ? W_NOUN : W_ADJ, 0);
        return 0;
    }
    bool feminine = row.kind == K_AGENT && !l->head_last; /* partisane, as adjectives have it */
    int forms = pos == 'v'   ? stance_add_verb(&adding, word)
                : feminine   ? filon_inflect(l->language, FILON_ADJECTIVE, word, stance_add_noun_form, &adding)
                : pos == 'n' ? filon_inflect(l->language, FILON_NOUN, word, stance_add_noun_form, &adding)
                             : filon_inflect(l->language, FILON_ADJECTIVE, word, stance_add_adjective_form, &adding);
    if (forms < 0)
        return filon_tsv_error(tsv, error, "\"%.*s\" cannot be inflected: a verb is given by its infinitive", FILON_FMT(word));
    return 0;
}

static int read_lexicon(struct lexicon *l, const char *path, bool user, struct filon_error *error)
{
    struct filon_tsv tsv;
    int got;
    if (filon_tsv_open(&tsv, l->arena, path, error))
        return -1;
    while ((got = filon_tsv_next(&tsv, 2, error)) > 0)
        if (add_row(l, &tsv, user, error))
            return -1;
    return got;
}

static void unlink_removals(struct lexicon *l)
{
    for (uint32_t head = 0; head < l->n_heads; head++)
        for (uint32_t *at = &l->heads[head]; *at != FILON_NONE;)
            if (l->rows[*at].removes)
                *at = l->rows[*at].next;
            else
                at = &l->rows[*at].next;
}

int stance_lexicon_open(struct lexicon *l, struct filon_ctx *ctx, const char *language, struct filon_list user)
{
    static const char *const fixed[] = {"-", "obj", "own", "que", "inf", "a", "de", "contre", "pour", "par", "autre"};
    struct filon_error *error = filon_ctx_error(ctx);
    *l = (struct lexicon){.arena = filon_ctx_arena(ctx), .language = language, .mask = (1 << 15) - 1};
    l->table = filon_zalloc(l->arena, l->mask + 1, sizeof *l->table);
    l->unknown_verb = (struct form){.class = W_FIN | W_PAST, .features = V_SING | V_PLUR, .readings = FILON_NONE};
    l->lexemes = filon_map_new(l->arena, 2048);
    for (l->n_slots = 0; l->n_slots < FILON_COUNT(fixed); l->n_slots++)
        l->slots[l->n_slots] = fixed[l->n_slots];
    const char *words = filon_data_file(ctx, filon_strf(l->arena, "%s-words.tsv", language));
    const char *rows = filon_data_file(ctx, filon_strf(l->arena, "%s.tsv", language));
    if (!words || !rows || read_words(l, words, error))
        return -1;
    for (size_t i = 0; i < user.n; i++)
        if (read_lexicon(l, user.items[i], true, error))
            return -1;
    l->head_last = strcmp(language, "en") == 0;
    if (read_lexicon(l, rows, false, error))
        return -1;
    l->second = 0;
    for (unsigned i = 0; i < l->n_slots; i++) {
        l->second = strcmp(l->slots[i], "second") == 0 ? i : l->second;
        l->from = strcmp(l->slots[i], "from") == 0 ? i : l->from;
        l->subj = strcmp(l->slots[i], "subj") == 0 ? i : l->subj;
        l->except = strcmp(l->slots[i], "except") == 0 ? i : l->except;
        l->about = strcmp(l->slots[i], "sur") == 0 ? i : l->about;
    }
    unlink_removals(l);
    for (uint32_t i = l->n_rows; i-- > 0;)
        l->duty = l->rows[i].kind == K_MUST ? &l->rows[i] : l->duty;
    return 0;
}
