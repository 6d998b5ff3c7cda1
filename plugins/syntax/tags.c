#include "tags.h"

#include <filon/conllu.h>

static uint8_t first_letter(struct filon_str value)
{
    return value.n ? (uint8_t)*value.p : 0;
}

/* Masc 1, Fem 2, others 0; plus 3 for Sing, 6 for Plur. */
static uint8_t agreement(struct filon_str feats)
{
    uint8_t gender = first_letter(filon_conllu_value(feats, "Gender")), number = first_letter(filon_conllu_value(feats, "Number"));
    return (uint8_t)((gender == 'M' ? 1 : gender == 'F' ? 2 : 0) + (number == 'S' ? 3 : number == 'P' ? 6 : 0));
}

/* Fin 1, Inf 2, past participle 3, another 4; relatives and interrogatives 5, reflexives 6, the rest 0. */
static uint8_t form_of(struct filon_str feats)
{
    struct filon_str form = filon_conllu_value(feats, "VerbForm"), pronoun = filon_conllu_value(feats, "PronType");
    if (form.n)
        return filon_str_is(form, "Fin") ? 1 : filon_str_is(form, "Inf") ? 2 : filon_str_is(filon_conllu_value(feats, "Tense"), "Past") ? 3 : 4;
    return filon_str_is(pronoun, "Rel") || filon_str_is(pronoun, "Int") ? 5 : filon_conllu_value(feats, "Reflex").n ? 6 : 0;
}

static int read_tag(struct tag *tag, struct filon_map *parts, struct filon_str name, struct filon_error *error)
{
    const char *space = memchr(name.p, ' ', name.n);
    *tag = (struct tag){.name = name, .words = 1};
    for (size_t i = 0; i < name.n; i++)
        tag->words = (uint8_t)(tag->words + (name.p[i] == '+'));
    if (!space || space == name.p || tag->words > TAG_WORDS_MOST)
        return filon_error_set(error, FILON_E_CONFIG, "the model's tag `%.*s` is none", FILON_FMT(name));
    tag->upos = (struct filon_str){name.p, (size_t)(space - name.p)};
    struct filon_str feats = {space + 1, name.n - tag->upos.n - 1};
    struct filon_str part = tag->words > 1 ? name : tag->upos;
    uint32_t id = filon_map_get(parts, part);
    if (id == FILON_MAP_NONE)
        filon_map_set(parts, part, id = (uint32_t)filon_map_count(parts) + 1);
    if (id > KINDS_MOST)
        return filon_error_set(error, FILON_E_CONFIG, "the model has more than %d parts of speech", KINDS_MOST);
    tag->upos_id = (uint8_t)id;
    if (tag->words > 1 || filon_str_is(feats, "_"))
        return 0;
    tag->feats = feats;
    tag->agreement = agreement(feats);
    tag->form = form_of(feats);
    return 0;
}

static int find_parts(struct tagset *tags, struct filon_arena *arena)
{
    struct filon_map *names = filon_map_new(arena, tags->n);
    for (uint32_t i = 0; i < tags->n; i++)
        filon_map_set(names, tags->tag[i].name, i);
    for (uint32_t i = 0; i < tags->n; i++) {
        struct filon_str name = tags->tag[i].name;
        for (unsigned k = 0; k < tags->tag[i].words; k++) {
            const char *plus = memchr(name.p, '+', name.n);
            size_t n = plus ? (size_t)(plus - name.p) : name.n;
            uint32_t id = filon_map_get(names, (struct filon_str){name.p, n});
            if (id >= tags->alone)
                return -1;
            tags->tag[i].part[k] = (uint16_t)id;
            n += plus != NULL;
            name = (struct filon_str){name.p + n, name.n - n};
        }
    }
    return 0;
}

static void list_kinds(struct tagset *tags, struct filon_arena *arena)
{
    uint16_t n = 0;
    tags->list = filon_zalloc(arena, tags->n, sizeof *tags->list);
    for (uint32_t kind = 1; kind <= tags->kinds; kind++) {
        tags->start[kind] = n;
        for (uint32_t i = 0; i < tags->n; i++)
            if (tags->tag[i].upos_id == kind) {
                tags->list[n++] = (uint16_t)i;
                tags->joined[kind] = tags->tag[i].words > 1;
            }
    }
    tags->start[tags->kinds + 1] = n;
}

int tagset_open(struct tagset *tags, struct filon_arena *arena, struct filon_str names, struct filon_error *error)
{
    struct filon_map *parts = filon_map_new(arena, 32);
    *tags = (struct tagset){.tag = filon_zalloc(arena, TAGS_MOST, sizeof *tags->tag)};
    for (const char *p = names.p, *end = names.p + names.n, *stop; p < end; p = stop + 1) {
        stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop || tags->n == TAGS_MOST)
            return filon_error_set(error, FILON_E_CONFIG, "the model's tags end badly, or are more than %d", TAGS_MOST);
        struct tag *tag = &tags->tag[tags->n];
        if (read_tag(tag, parts, (struct filon_str){p, (size_t)(stop - p)}, error) < 0)
            return -1;
        if (tag->words == 1 && tags->alone != tags->n)
            return filon_error_set(error, FILON_E_CONFIG, "the model's tags are in disorder");
        tags->n++;
        tags->alone += tag->words == 1;
    }
    tags->kinds = (uint32_t)filon_map_count(parts);
    list_kinds(tags, arena);
    if (find_parts(tags, arena) < 0)
        return filon_error_set(error, FILON_E_CONFIG, "the model has tags of several words, one of which is no tag itself");
    return tags->alone ? 0 : filon_error_set(error, FILON_E_CONFIG, "the model has no tags");
}
