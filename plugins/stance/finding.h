/* stance/finding.h - from arguments to stances: names of parties, and the frames that make triples. */
#ifndef STANCE_FINDING_H
#define STANCE_FINDING_H

#include "sentence.h"

/* Somebody or something that a stance is held by or directed at. */
struct party {
    struct filon_str name; /* p NULL: nobody */
    bool entity;
    bool animate;         /* one who can hold a stance */
    struct filon_span at; /* where it is mentioned, or begin == end */
};

struct found {
    struct filon_span evidence, cue, source, aim;
    struct filon_str holder, target, act, rule;
    bool target_entity;
    enum polarity polarity;
    float score;
};

/* Quotes by the begin of their content; parent is the innermost quote around. */
struct quoted {
    struct filon_span content, cue, source;
    struct filon_str holder;
    bool own_words; /* in quotation marks, at least in part */
    uint32_t parent;
};

enum { MAX_TITLES = 256, MAX_ALIASES = 32 };

struct alias {
    struct filon_str acronym, full;
};

/* Longest name or function that is looked up, in bytes. */
enum { MAX_NAME = 120 };

struct finder {
    struct filon_doc *doc;
    const struct lexicon *lexicon;
    struct sentence *s;
    int under_work; /* the phrase that stances are looked for in */
    /* the document's names */
    struct filon_map *titles; /* « porte-parole du Kremlin » -> index into titled */
    struct filon_str titled[MAX_TITLES];
    unsigned n_titled;
    struct filon_str text_name; /* the last act or text that was named in full */
    bool text_is_law;
    struct party singular, plural, named, body; /* the last subjects and the last name, for pronouns */
    /* its quotes, by content and by cue */
    struct quoted *quotes;
    uint32_t *cues;
    uint32_t n_quotes, n_cues;
    struct party recent[4]; /* the persons named last, the latest first */
    struct alias aliases[MAX_ALIASES];
    unsigned n_aliases;
    struct filon_str protesters; /* « manifestants », if the document has the word */
    bool naming_target;          /* « la coalition » as a target is not the organisation named last */
    int anchor, taken[16];       /* arguments of the phrase under work that have a stance already */
    unsigned n_taken;
    /* what was found, kept from document to document */
    struct found *found;
    uint32_t n_found, cap_found, lost; /* lost: beyond the room */
};

/* names.c */
struct filon_str stance_text(const struct finder *f, int first, int last);
struct party stance_party(struct finder *f, const struct phrase *p, int index);
struct party stance_target(struct finder *f, const struct phrase *p, int index, bool extend, uint32_t frame);
void stance_given_titles(struct finder *f, int column); /* functions that the entities have already */
void stance_remember_name(struct finder *f, int np);
/* The person named last who is none of these: what « le », « lui » may stand for as an object. */
struct party stance_other(const struct finder *f, const struct party *holders, int n);
struct party stance_others(const struct finder *f, const struct party *holders, int n); /* the same for « les », « leur » */
struct filon_str stance_unabbreviated(const struct finder *f, struct filon_str name);   /* what an acronym was said to stand for */
void stance_titles(struct finder *f);                                                   /* learns functions from the sentence */
void stance_remember(struct finder *f, int vg); /* the subject of a finite verb, for pronouns to come */

/* quotes.c */
void stance_quotes(struct finder *f);
const struct quoted *stance_quote_at(const struct finder *f, uint32_t at);                   /* innermost content that holds a position */
int stance_speakers(const struct finder *f, uint32_t at, struct party out[MAX_COORDINATED]); /* the holders of the quotes with such a cue */
const struct quoted *stance_quote_by_cue(const struct finder *f, uint32_t at);               /* whose cue holds it */

/* mood.c: what the verbs above an infinitive, and other things around a verb, make of its stance */
struct mood {
    bool lost;     /* hesitates to, could */
    bool turned;   /* refuses to */
    bool demanded; /* calls for */
    bool duty;     /* must: the stance is that of whoever says so */
    float score;
};
struct mood stance_mood(const struct finder *f, int vg);
bool stance_hypothetical(const struct finder *f, const struct phrase *vg); /* « s'il soutient » */
/* The row of a verb that says what must be done (doit, il faut, must), or NULL. */
const struct row *stance_duty_row(const struct finder *f, const struct phrase *vg);
const struct form *stance_verb_form(const struct finder *f, const struct phrase *vg);
uint32_t stance_verb_classes(const struct phrase *vg); /* the readings that the main verb can have in its group */
const struct row *stance_verb_row(const struct finder *f, const struct phrase *vg, enum kind kind);
/* The verb's first row of this act (p NULL: that denies) for what hangs on it, or NULL. */
const struct row *stance_verb_acts(const struct finder *f, const struct phrase *vg, struct filon_str act);

/* « adopte un projet de loi visant à supprimer T », « émet une injonction qui bloque T »: the verb whose object the text is, or -1. */
int stance_author(const struct finder *f, int text);

/* frames.c, nominal.c, content.c: the stances of one phrase */
void stance_verb(struct finder *f, int vg);
void stance_noun(struct finder *f, int np);
void stance_adjective(struct finder *f, int adjective, const struct row *row);

/* Whom an adjective, or a participle that is one, describes: parties, and whether it is denied of them. */
int stance_described(struct finder *f, int adjective, struct party out[MAX_COORDINATED], bool *negated);
void stance_judgement(struct finder *f, int vg, const struct quoted *quote);
void stance_epithet(struct finder *f, int np, const struct quoted *quote);
void stance_duty(struct finder *f, int vg, const struct quoted *quote); /* duty.c */

/* A stance, with its evidence from one word to another (last exclusive); ignored if holder or target are nobody or the same. */
void stance_emit(struct finder *f, struct party holder, struct party target, enum polarity polarity, struct filon_str act, float score,
                 int first, int last, struct filon_str rule);

/* « des élus comme A, B ou C »: those that are named behind the phrase at np, beside those already in out; how many there are then. */
int stance_named_members(struct finder *f, int np, struct party out[MAX_COORDINATED], int n);
/* Who a verb group's stance belongs to; several if coordinated. */
int stance_holders(struct finder *f, int vg, struct party out[MAX_COORDINATED]);
/* Emits for each holder and each of the targets coordinated with the one at index (index < 0: the phrase alone). */
struct emission {
    const struct row *row;
    enum polarity polarity;
    struct filon_str act;
    float score;
    int anchor;      /* a phrase that the evidence must hold beside the arguments */
    const char *how; /* for the rule column */
};
/* What an infinitive makes of its object under a noun: « sa volonté de retirer T »; of the emission all but the target counts. */
void stance_infinitive(struct finder *f, const struct party *holders, int n, int inner, struct emission e);
void stance_emit_all(struct finder *f, const struct party *holders, int n_holders, const struct phrase *target, int index,
                     struct emission e);

/* One row of the layer for each holder, target and polarity: the surest, in text order. */
struct stance_columns {
    int rule, cue, source, aim;
};
void stance_write(struct finder *f, struct filon_layer *layer, const struct stance_columns *columns, float least);

static inline enum polarity stance_opposite(enum polarity p)
{
    return p == P_FAVOR ? P_AGAINST : p == P_AGAINST ? P_FAVOR : P_NONE;
}

#endif
