#include "cast.h"

/* Who it was: the fullest name behind the mention next to a cue. Names are the entities'; functions are found through a title or an apposition
 * anywhere in the document; pronouns and bare functions look back at whoever was last the subject of a clause or the speaker. */

static uint8_t pronoun_gender(const struct text *t, uint32_t i)
{
    return is(t, i, IS_FEMININE) ? FEMININE : is(t, i, IS_MASCULINE) ? MASCULINE : UNKNOWN;
}

static struct filon_str resolve(struct cast *c, const struct findings *f, struct finding *x, uint32_t outer)
{
    const struct text *t = c->t;
    const struct np *np = &x->source;
    if (x->unnamed)
        return FILON_NO_STR;
    x->first_person |= np_found(np) && np->pronoun && is(t, np->first, IS_FIRST);
    if (x->first_person)
        return outer != NO_WORD ? f->item[outer].holder : FILON_NO_STR;
    if (!np_found(np)) {
        if (c->speakers && x->anchor < t->n) { /* a person spoken of since is likelier than a source of long ago */
            const struct speaker *last = &c->speaker[c->speakers - 1];
            bool far = t->stretch[t->word[x->anchor].stretch].ordinal - t->stretch[t->word[last->word].stretch].ordinal > 1;
            struct filon_str s =
                far && (last->phrase || last->body) ? cast_look_back(c, x->anchor, UNKNOWN, false, true, false) : FILON_NO_STR;
            if (s.p)
                return s;
        }
        if (c->speakers && x->anchor < t->n &&
            t->stretch[t->word[x->anchor].stretch].paragraph - t->stretch[t->word[c->speaker[c->speakers - 1].word].stretch].paragraph <=
                PARAGRAPHS_BACK)
            return c->speaker[c->speakers - 1].name;
        return cast_look_back(c, x->anchor, UNKNOWN, false, true, false);
    }
    if (np->name_first != NO_WORD && t->word[np->name_first].entity != FILON_NONE)
        return cast_name(c, t->word[np->name_first].entity);
    uint32_t from = np->first > x->first && x->last < np->first ? x->first : np->first; /* not into what was said */
    if (np->pronoun) {
        if (!is(t, np->first, IS_THIRD) && !is(t, np->first, IS_TONIC))
            return FILON_NO_STR; /* vous, tu: whoever is spoken to */
        uint8_t gender = pronoun_gender(t, np->first);
        bool body = gender == UNKNOWN || !quote_bare_nouns(t->lexicon); /* « elle » may be the bank, she is somebody */
        return cast_look_back(c, from, gender, is(t, np->first, IS_PLURAL), true, body);
    }
    c->outer = outer != NO_WORD ? f->item[outer].holder : FILON_NO_STR;
    struct filon_str holder = cast_of_phrase(c, np, from);
    c->outer = FILON_NO_STR;
    return holder;
}

/* « selon un ouvrier »: whoever is a source, by the preposition, is somebody. */
static bool somebody(const struct text *t, const struct finding *x)
{
    return strncmp(x->rule, "according", 9) == 0 && is(t, x->source.first, IS_DET) && !is(t, x->source.first, IS_PLURAL);
}

static void remember(struct cast *c, const struct finding *x)
{
    if (!x->holder.p || (np_found(&x->source) && x->source.name_first == NO_WORD && !x->source.pronoun && !can_speak(c->t, &x->source) &&
                         !somebody(c->t, x)))
        return;
    uint32_t at = np_found(&x->source) ? x->source.first : x->anchor;
    uint8_t gender = UNKNOWN;
    bool plural = false;
    if (np_found(&x->source)) {
        uint32_t named = x->source.name_first == NO_WORD ? 0 : cast_before(c, x->source.name_first + 1);
        bool mention = named && c->mention[named - 1].word == x->source.name_first;
        gender = mention ? c->mention[named - 1].gender : gender_near(c->t, x->source.first, x->source.last);
        if (x->source.pronoun)
            gender = pronoun_gender(c->t, x->source.first);
        plural = plural_near(c->t, x->source.first, x->source.last) || is(c->t, x->source.first, IS_PLURAL);
    }
    const struct speaker *last = c->speakers ? &c->speaker[c->speakers - 1] : NULL;
    bool phrase = last && last->phrase && filon_str_eq(last->name, x->holder);
    if (np_found(&x->source) && !x->source.pronoun && x->source.name_first == NO_WORD)
        phrase = filon_str_eq(x->holder, cast_phrase(c, &x->source));
    bool body = np_found(&x->source) && x->source.name_first != NO_WORD && c->t->word[x->source.name_first].entity != FILON_NONE &&
                !is_person(c->t, c->t->word[x->source.name_first].entity);
    c->speaker[c->speakers++] = (struct speaker){at, x->holder, gender, plural, phrase, body};
}

/* ---- Order: by content, the longer first; a merge sort keeps it stable and n log n. */
static bool after(const struct finding *a, const struct finding *b)
{
    return a->first != b->first ? a->first > b->first : a->last < b->last;
}

static void sort(struct findings *f)
{
    struct finding *from = f->item, *to = filon_alloc(filon_doc_arena(f->text->doc), (f->n + 1) * sizeof *to);
    for (uint32_t width = 1; width < f->n; width *= 2) {
        for (uint32_t lo = 0; lo < f->n; lo += 2 * width) {
            uint32_t mid = lo + width < f->n ? lo + width : f->n, hi = lo + 2 * width < f->n ? lo + 2 * width : f->n, a = lo, b = mid;
            for (uint32_t k = lo; k < hi; k++)
                to[k] = a < mid && (b >= hi || !after(&from[a], &from[b])) ? from[a++] : from[b++];
        }
        struct finding *swap = from;
        from = to;
        to = swap;
    }
    f->item = from;
}

/* One content said once: of findings with the same speaker and nearly the same words the better one stays. */
/* « je pense que » outside of what somebody says: the reporter's own. */
static void drop_reporter(struct findings *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++)
        if (!f->item[i].dropped && (!f->item[i].first_person || f->item[i].holder.p))
            f->item[n++] = f->item[i];
    f->n = n;
}

/* « qu'ils démontrent que P » within what somebody says: of nobody in particular. */
static bool idle(const struct findings *f, const struct finding *x, uint32_t outer)
{
    return outer != NO_WORD && f->item[outer].type == DIRECT && !x->holder.p && !x->unnamed && !x->first_person;
}

static void drop_doubles(struct findings *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        struct finding *x = &f->item[i], *before = n ? &f->item[n - 1] : NULL;
        if (before && before->first == x->first && before->last == x->last && before->source.first == x->source.first &&
            before->source.name_first == x->source.name_first)
            continue;
        f->item[n++] = *x;
    }
    f->n = n;
}

void holders_find(struct findings *f)
{
    sort(f);
    drop_doubles(f);
    struct cast c;
    cast_make(&c, f->text, f->n);
    uint32_t stack[32], depth = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        struct finding *x = &f->item[i];
        while (depth && f->item[stack[depth - 1]].last < x->first)
            depth--;
        x->holder = resolve(&c, f, x, depth ? stack[depth - 1] : NO_WORD);
        x->dropped = idle(f, x, depth ? stack[depth - 1] : NO_WORD);
        uint32_t where = np_found(&x->source) ? x->source.first : x->anchor < f->text->n ? x->anchor : x->first;
        bool own = !f->text->word[x->first].region || (!f->text->word[where].region && !depth); /* not who is quoted in what somebody says */
        if (own || x->type == DIRECT)
            remember(&c, x);
        if (depth < FILON_COUNT(stack))
            stack[depth++] = i;
    }
    drop_reporter(f);
}
