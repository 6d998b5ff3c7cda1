/* Phrases to names: the fullest name of an entity, the person behind a function or a pronoun, or the phrase without its article. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include "finding.h"

struct filon_str stance_text(const struct finder *f, int first, int last)
{
    const struct word *w = f->s->words;
    if (last <= first)
        return FILON_NO_STR;
    return (struct filon_str){f->s->text.p + w[first].begin, w[last - 1].end - w[first].begin};
}

static struct filon_str folded(struct finder *f, struct filon_str text)
{
    if (text.n > MAX_NAME)
        text.n = 0;
    char *out = filon_alloc(filon_doc_arena(f->doc), 2 * text.n + 4);
    uint64_t hash;
    size_t n = stance_fold(out, text, &hash);
    return (struct filon_str){out, n};
}

/* A function and, for « le candidat » later, its noun alone. */
static void entitle(struct finder *f, struct filon_str title, struct filon_str name)
{
    const char *space = title.n ? memchr(title.p, ' ', title.n) : NULL;
    if (space)
        entitle(f, (struct filon_str){title.p, (size_t)(space - title.p)}, name);
    if (f->n_titled == MAX_TITLES || !title.n || title.n > MAX_NAME || !name.n)
        return;
    struct filon_str key = folded(f, title);
    uint32_t there = filon_map_get(f->titles, key);
    if (there == FILON_MAP_NONE) {
        f->titled[f->n_titled] = name;
        filon_map_set(f->titles, key, f->n_titled++);
    } else if (!filon_str_eq(f->titled[there], name)) {
        f->titled[there] = FILON_NO_STR; /* two presidents: « le président » is neither */
    }
}

static struct filon_str person_titled(struct finder *f, struct filon_str title)
{
    if (!f->n_titled || title.n > MAX_NAME)
        return FILON_NO_STR;
    uint32_t at = filon_map_get(f->titles, folded(f, title));
    return at == FILON_MAP_NONE ? FILON_NO_STR : f->titled[at];
}

static struct filon_str entity_name(const struct finder *f, uint32_t row)
{
    struct filon_layer *entities = filon_layer(f->doc, FILON_ENTITY);
    struct filon_str name = filon_strs(entities, FILON_ENTITY_NAME)[row];
    return name.n ? name : filon_row_text(f->doc, entities, row);
}

static struct filon_str entity_type(const struct finder *f, uint32_t row)
{
    return filon_strs(filon_layer(f->doc, FILON_ENTITY), FILON_ENTITY_TYPE)[row];
}

/* Without articles, possessives and « tout »; numbers and adjectives stay. */
static int behind_determiners(const struct finder *f, const struct phrase *p)
{
    const struct word *w = f->s->words;
    int i = p->first;
    for (; i < p->head; i++) {
        bool article = w[i].class & (W_DET | W_POSS) || (i == p->first && w[i].class & W_PREP) || w[i].mark == M_QOPEN;
        bool all = stance_trait(f->s, i, T_ALL) || (i == p->first && w[i].class & W_ADV && !(w[i].class & W_NOMINAL));
        if (w[i].class & W_QUANT && !article && i + 1 < p->head && w[i + 1].class & W_PREP) { /* des milliers de manifestants */
            i++;
            continue;
        }
        bool vague = f->naming_target && stance_trait(f->s, i, T_VAGUE) && !w[i].digit; /* plusieurs mesures: mesures */
        if (!article && !all && !vague)
            break;
    }
    return i;
}

/* Does the entity name the whole phrase (« le ministre Jean Martin ») or only a part of it (« la loi Travail », « l'affaire Fillon »)? */
static bool entity_is_all(const struct finder *f, const struct phrase *p)
{
    const struct sentence *s = f->s;
    if (p->entity == FILON_NONE)
        return false;
    int i = behind_determiners(f, p);
    while (i < p->last && stance_class(s, i) & (W_PREADJ | W_QUANT) && s->words[i].entity == FILON_NONE && !(stance_class(s, i) & W_NAMER))
        i++;
    return s->words[i].entity == p->entity || stance_class(s, i) & W_NAMER;
}

/* The words of a function, from its noun on: « porte-parole du Kremlin ». */
static struct filon_str function_of(const struct finder *f, const struct phrase *p)
{
    int last = p->last;
    for (int i = p->head; i < p->last && p->entity != FILON_NONE; i++)
        if (f->s->words[i].entity == p->entity) {
            last = i;
            break;
        }
    return stance_class(f->s, p->head) & W_NAMER ? stance_text(f, p->head, last) : FILON_NO_STR;
}

static struct party pronoun(struct finder *f, const struct phrase *p)
{
    const struct quoted *q = stance_quote_at(f, f->s->words[p->first].begin);
    const struct {
        uint32_t trait;
        struct party party;
    } kinds[] = {{T_FIRST, {q ? q->holder : FILON_NO_STR, true, true}}, {T_MANY, f->plural}, {T_ONE, f->singular}, {T_LATTER, f->named}};
    for (size_t k = 0; k < FILON_COUNT(kinds); k++)
        if (stance_trait(f->s, p->first, kinds[k].trait))
            return kinds[k].party;
    return (struct party){0};
}

struct party stance_other(const struct finder *f, const struct party *holders, int n)
{
    for (unsigned i = 0; i < FILON_COUNT(f->recent); i++) {
        const struct party *p = &f->recent[i];
        bool holds = !p->name.n;
        for (int h = 0; h < n && !holds; h++)
            holds = filon_str_eq(p->name, holders[h].name) ||
                    (holders[h].name.n && memmem(p->name.p, p->name.n, holders[h].name.p, holders[h].name.n));
        if (!holds)
            return *p;
    }
    return (struct party){0};
}

struct party stance_others(const struct finder *f, const struct party *holders, int n)
{
    for (int h = 0; h < n; h++)
        if (filon_str_eq(f->plural.name, holders[h].name))
            return (struct party){0};
    return f->plural.animate ? f->plural : (struct party){0};
}

static bool indefinite(const struct finder *f, const struct phrase *p)
{
    return stance_trait(f->s, p->first, T_INDEFINITE);
}

/* « l'autorité », « le journal »: an article and one word. */
static bool short_definite(const struct finder *f, const struct phrase *p)
{
    const struct word *w = &f->s->words[p->first];
    return p->last == p->first + 2 && p->head == p->first + 1 && w->class & W_DET && !indefinite(f, p);
}

/* The name that begins with this word (« l'autorité » for « Autorité de régulation »), or the organisation named last. */
static struct party earlier_name(struct finder *f, const struct phrase *p)
{
    struct filon_str head = stance_text(f, p->head, p->head + 1);
    uint32_t at = f->n_titled && head.n < MAX_NAME ? filon_map_get(f->titles, folded(f, head)) : FILON_MAP_NONE;
    if (at != FILON_MAP_NONE)
        return (struct party){f->titled[at], true, true};
    return stance_class(f->s, p->head) & W_BODY && !f->naming_target ? f->body : (struct party){0};
}

/* Nouns for those who do something: directeurs, grévistes, Parisiens. */
static bool acts(const struct finder *f, int word)
{
    const struct word *w = &f->s->words[word];
    struct filon_str text = {f->s->text.p + w->begin, w->end - w->begin};
    if (w->capital && (word > 0 ? !f->s->words[word - 1].mark : !w->form && text.n > 3)) /* but not for being the first word */
        return true;
    for (unsigned i = 0; i < f->lexicon->n_persons && !(w->class & (W_VERB | W_NOUN)); i++)
        if (text.n > 5 && filon_str_ends(text, f->lexicon->persons[i]))
            return true;
    return false;
}

/* The end of a phrase without an adjective in marks: « une réforme [« injuste »] », but « le projet « Horizon » ». */
static int without_quoted(const struct finder *f, const struct phrase *p)
{
    const struct word *w = f->s->words;
    int open = p->last - 1;
    while (open > p->head && w[open].mark != M_QOPEN)
        open--;
    bool closes = w[p->last - 1].mark == M_QCLOSE && open > p->head;
    return closes && !w[open + 1].capital && stance_row(f->lexicon, w[open + 1].form, W_ADJ, K_EVAL) ? open : p->last;
}

/* « la maire de Brest Claire Martin », « le ministre de la Justice Paul Durand »: the person whose function it is, or FILON_NONE. */
static uint32_t name_that_closes(const struct finder *f, const struct phrase *p)
{
    const struct word *w = f->s->words;
    uint32_t entity = p->last > p->first ? w[p->last - 1].entity : FILON_NONE;
    int begin = p->last;
    while (entity != FILON_NONE && begin > p->first && w[begin - 1].entity == entity)
        begin--;
    if (entity == FILON_NONE || begin <= p->head + 1 || !p->of || !filon_str_is(entity_type(f, entity), "PER") ||
        !(w[p->head].class & W_NAMER) || w[begin - 1].class & (W_PREP | W_DET | W_POSS))
        return FILON_NONE;
    return entity;
}

/* « Sept d'entre eux », « certains d'entre elles » */
static struct party some_of_them(const struct finder *f, const struct phrase *p, int index)
{
    const struct sentence *s = f->s;
    if (index < 0 || index + 2 >= s->n_phrases || s->phrases[index + 1].kind != PREP || s->phrases[index + 2].kind != PRON)
        return (struct party){0};
    struct filon_str prep = stance_text(f, s->phrases[index + 1].first, s->phrases[index + 1].last);
    bool among = prep.n >= 7 && memcmp(prep.p, "d", 1) == 0 && memmem(prep.p, prep.n, "entre", 5) != NULL;
    return among ? (struct party){stance_text(f, p->first, s->phrases[index + 2].last), true, true} : (struct party){0};
}

static struct party party_of(struct finder *f, const struct phrase *p, int index)
{
    if (p->kind == PRON)
        return pronoun(f, p);
    if (p->kind != NP)
        return (struct party){0};
    if (entity_is_all(f, p))
        return (struct party){entity_name(f, p->entity), true, true};
    uint32_t closing = name_that_closes(f, p);
    if (closing != FILON_NONE)
        return (struct party){entity_name(f, closing), true, true};
    if (p->entity == FILON_NONE && f->protesters.n && stance_head_row(f->s, p, K_PROTEST))
        return (struct party){f->protesters, true, true};
    struct filon_str function = function_of(f, p), person = function.n ? person_titled(f, function) : FILON_NO_STR;
    if (!person.n && function.n && !p->of && stance_class(f->s, p->first) & W_DET && !indefinite(f, p))
        person = person_titled(f, stance_text(f, p->head, p->head + 1)); /* « la présidente coréenne » */
    if (person.n)
        return (struct party){person, true, true};
    if (function.n && short_definite(f, p)) {
        struct party earlier = earlier_name(f, p);
        if (earlier.name.n)
            return earlier;
    }
    /* Le premier ministre, Jean Martin, … */
    const struct phrase *next = index >= 0 && index + 2 < f->s->n_phrases ? &f->s->phrases[index + 2] : NULL;
    if (function.n && next && f->s->phrases[index + 1].kind == COMMA && next->kind == NP && next->entity != FILON_NONE &&
        entity_is_all(f, next) && (f->s->phrases[index + 3].kind == COMMA || f->s->phrases[index + 3].kind == STOP))
        return (struct party){entity_name(f, next->entity), true, true};
    struct party some = some_of_them(f, p, index);
    if (some.name.n)
        return some;
    int first = behind_determiners(f, p), last = without_quoted(f, p);
    uint32_t head = stance_class(f->s, p->head);
    if (stance_trait(f->s, p->head, T_NOTHING))
        return (struct party){0};
    if (first >= p->last || head & W_TIME || (head & W_PREADJ && !(head & W_NOMINAL) && p->last == p->head + 1))
        return (struct party){0};
    bool group = stance_class(f->s, p->head) & (W_GROUP | W_NAMER);
    if (p->of && stance_trait(f->s, p->head, T_PART)) { /* une partie du groupe */
        struct phrase inner = stance_complement(f->s, p);
        group = inner.entity != FILON_NONE || stance_class(f->s, inner.head) & (W_GROUP | W_NAMER);
    }
    bool animate = group || stance_class(f->s, p->head) & W_QUANT || acts(f, p->head);
    return (struct party){stance_text(f, first, last), group, animate};
}

static struct filon_span words_span(const struct finder *f, const struct phrase *p)
{
    const struct word *w = f->s->words;
    return p->last > p->first ? (struct filon_span){w[p->first].begin, w[p->last - 1].end} : (struct filon_span){0, 0};
}

struct party stance_party(struct finder *f, const struct phrase *p, int index)
{
    if (p->none && !f->lexicon->needs_ne) /* « no senator supports the bill » */
        return (struct party){0};
    struct party party = party_of(f, p, index);
    party.at = words_span(f, p);
    return party;
}

/* ce, cet, cette, ces */
static bool demonstrative(const struct finder *f, const struct phrase *p)
{
    return p->kind == NP && stance_class(f->s, p->first) & W_DET && stance_trait(f->s, p->first, T_THIS);
}

/* « ce texte », « cette loi » after a law; « cette décision » after a decision. */
static bool means_text(const struct finder *f, const struct phrase *p)
{
    if (!f->text_name.n || !stance_head_row(f->s, p, K_TEXT))
        return false;
    struct filon_str head = stance_text(f, p->head, p->head + 1);
    return (f->text_is_law && stance_head_row(f->s, p, K_LAW)) ||
           (filon_str_starts(f->text_name, head) && (f->text_name.n == head.n || f->text_name.p[head.n] == ' '));
}

/* « le fait que T soit absent », « the fact that T is late »: the subject of the clause, or -1. */
static int about_fact(const struct finder *f, const struct phrase *p, int index)
{
    const struct sentence *s = f->s;
    if (index < 0 || p->kind != NP || p->of || index + 2 >= s->n_phrases || s->phrases[index + 1].kind != QUE ||
        !stance_head_row(s, p, K_HOLLOW))
        return -1;
    int verb = stance_clause_verb(s, index + 2), subject = verb >= 0 ? s->phrases[verb].subject : -1;
    return subject > index && subject < verb && s->phrases[subject].kind == NP ? subject : -1;
}

struct party stance_target(struct finder *f, const struct phrase *p, int index, bool extend, uint32_t frame)
{
    if (demonstrative(f, p) && !p->of && means_text(f, p)) /* cette législation */
        return (struct party){f->text_name, false, false, words_span(f, p)};
    if (stance_head_row(f->s, p, K_PROTEST)) /* who is against a march is not against those who march */
        return (struct party){p->kind == NP ? stance_text(f, behind_determiners(f, p), p->last) : FILON_NO_STR, false, false,
                              words_span(f, p)};
    int told = about_fact(f, p, index);
    if (told >= 0)
        return stance_target(f, &f->s->phrases[told], told, extend, frame);
    f->naming_target = true;
    struct party party = stance_party(f, p, index);
    f->naming_target = false;
    const struct sentence *s = f->s;
    if (party.entity || p->kind != NP || index < 0 || !extend || !party.name.n || index + 2 >= s->n_phrases)
        return party;
    /* ingérence dans la campagne, aide aux migrants, candidature à la présidence */
    const struct phrase *prep = &s->phrases[index + 1], *np = &s->phrases[index + 2];
    bool near = prep->kind == PREP && !(frame & 1u << prep->slot) && stance_trait(s, prep->first, T_NEAR);
    if (near && np->kind == NP && !(s->words[np->head].class & W_TIME))
        party.name = stance_text(f, behind_determiners(f, p), np->last);
    return party;
}

/* What stands in apposition to a name: « Le porte-parole du Kremlin, Dmitri Peskov »; « Claire Martin, candidate du parti, ». */
static void apposed_title(struct finder *f, int np, struct filon_str name)
{
    const struct sentence *s = f->s;
    const struct phrase *before = np >= 2 ? &s->phrases[np - 2] : NULL, *after = np + 2 < s->n_phrases ? &s->phrases[np + 2] : NULL;
    if (before && s->phrases[np - 1].kind == COMMA && before->kind == NP && before->entity == FILON_NONE)
        entitle(f, function_of(f, before), name);
    else if (after && s->phrases[np + 1].kind == COMMA && after->kind == NP && after->entity == FILON_NONE &&
             s->phrases[np + 3].kind == COMMA)
        entitle(f, function_of(f, after), name);
}

/* Do the letters of an acronym begin words of the phrase, in their order? */
static bool stands_for(const struct finder *f, struct filon_str acronym, const struct phrase *p)
{
    size_t letter = 0;
    for (int w = behind_determiners(f, p); w < p->last && letter < acronym.n; w++) {
        struct filon_str word = stance_text(f, w, w + 1);
        letter += word.n > 0 && (word.p[0] & ~0x20) == acronym.p[letter];
    }
    return letter == acronym.n;
}

static bool is_acronym(struct filon_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return s.n >= 2 && s.n <= 8;
}

/* « le télescope spatial James Webb (JWST) », « l'ONUB (Opération des Nations unies au Burundi) » */
static void alias(struct finder *f, int open)
{
    const struct sentence *s = f->s;
    int close = open + 2;
    while (close < s->n_phrases && close < open + 7 && s->phrases[close].kind != CLOSE)
        close++;
    if (open < 1 || s->phrases[open].kind != OPEN || close >= s->n_phrases || s->phrases[close].kind != CLOSE ||
        s->phrases[open - 1].kind != NP || s->phrases[open + 1].kind != NP || f->n_aliases == FILON_COUNT(f->aliases))
        return;
    struct phrase before = s->phrases[open - 1], inside = s->phrases[open + 1];
    for (int k = close - 1; k > open + 1; k--) /* (Member of the Welsh Parliament, député gallois) */
        close = s->phrases[k].kind == COMMA ? k : close;
    inside.last = s->phrases[close].first;
    for (int k = 0; k < 2; k++) {
        const struct phrase *shorter = k ? &before : &inside, *longer = k ? &inside : &before;
        struct filon_str acronym = stance_text(f, shorter->last - 1, shorter->last);
        if (!is_acronym(acronym) || (!k && shorter->last - shorter->first != 1) || !stands_for(f, acronym, longer))
            continue;
        f->aliases[f->n_aliases++] = (struct alias){acronym, stance_text(f, behind_determiners(f, longer), longer->last)};
        return;
    }
}

struct filon_str stance_unabbreviated(const struct finder *f, struct filon_str name)
{
    for (unsigned i = 0; i < f->n_aliases && name.n <= 8; i++)
        if (filon_str_eq(f->aliases[i].acronym, name))
            return f->aliases[i].full;
    return name;
}

void stance_titles(struct finder *f)
{
    const struct sentence *s = f->s;
    for (int i = 0; i < s->n_phrases; i++)
        if (s->phrases[i].kind == OPEN)
            alias(f, i);
    for (int i = 0; i < s->n_phrases; i++) {
        const struct phrase *p = &s->phrases[i];
        if (p->kind != NP || p->entity == FILON_NONE || !entity_is_all(f, p))
            continue;
        struct filon_str name = entity_name(f, p->entity);
        entitle(f, function_of(f, p), name);
        if (filon_str_is(entity_type(f, p->entity), "ORG"))
            entitle(f, name, name); /* Autorité de régulation …: later « l'autorité » */
        apposed_title(f, i, name);
    }
}

/* A function has no verb in it: « maire de Nantes », not « maire porte plainte contre ». */
static bool is_function(const struct finder *f, struct filon_str title)
{
    for (size_t i = 0; i < title.n;) {
        const char *space = memchr(title.p + i, ' ', title.n - i);
        size_t end = space ? (size_t)(space - title.p) : title.n;
        char word[2 * MAX_NAME + 4];
        uint64_t hash;
        if (end - i > MAX_NAME)
            return false;
        size_t n = stance_fold(word, (struct filon_str){title.p + i, end - i}, &hash);
        const struct form *form = stance_form(f->lexicon, word, n, hash);
        uint32_t class = form ? form->class : 0;
        if ((class & (W_FIN | W_BE | W_HAVE) && !(class & (W_NOMINAL | W_PREP | W_DET | W_ADJ))) ||
            (class & W_PREP && form->slot == S_CONTRE))
            return false;
        i = end + 1;
    }
    return title.n > 0;
}

void stance_given_titles(struct finder *f, int column)
{
    struct filon_layer *entities = filon_layer(f->doc, FILON_ENTITY);
    const struct filon_str *title = filon_strs(entities, column);
    uint32_t n = filon_rows(entities);
    for (uint32_t i = n; i-- > 0;) /* the first of several wins */
        if (title[i].n <= MAX_NAME && is_function(f, title[i]))
            entitle(f, title[i], entity_name(f, i));
}

/* Persons by how lately they were named, each once. */
static void note_recent(struct finder *f, struct party party)
{
    unsigned i = 0;
    while (i + 1 < FILON_COUNT(f->recent) && !filon_str_eq(f->recent[i].name, party.name))
        i++;
    for (; i > 0; i--)
        f->recent[i] = f->recent[i - 1];
    f->recent[0] = party;
}

void stance_remember_name(struct finder *f, int np)
{
    const struct phrase *p = &f->s->phrases[np];
    if (p->entity != FILON_NONE && entity_is_all(f, p) && filon_str_is(entity_type(f, p->entity), "PER"))
        note_recent(f, (struct party){entity_name(f, p->entity), true, true});
    /* what « ce texte » will mean: an act that is named in more than a word */
    if (stance_head_row(f->s, p, K_TEXT) && !demonstrative(f, p) && p->last > p->head + 1) {
        f->text_name = stance_target(f, p, np, true, 0).name;
        f->text_is_law = stance_head_row(f->s, p, K_LAW) != NULL;
    }
    if (p->entity != FILON_NONE && entity_is_all(f, p) && filon_str_is(entity_type(f, p->entity), "ORG"))
        f->body = (struct party){entity_name(f, p->entity), true, true};
}

void stance_remember(struct finder *f, int vg)
{
    const struct phrase *p = &f->s->phrases[vg];
    if (p->subject < 0 || p->relative)
        return;
    const struct phrase *subject = &f->s->phrases[p->subject];
    struct party party = {0};
    const struct quoted *q = stance_quote_by_cue(f, f->s->words[p->head].begin);
    if (q && q->holder.n)
        party = (struct party){q->holder, true, true};
    else if (subject->kind == NP)
        party = stance_party(f, subject, p->subject);
    if (!party.name.n)
        return;
    if (party.entity)
        f->named = party;
    if (p->features & V_PLUR && !(p->features & V_SING))
        f->plural = party;
    else
        f->singular = party;
}
