/* Near-duplicates: sketches, the memory of texts, and the plugin through its descriptor; precision and recall on texts made here. */
#include "tests/unit/iokit.h"
#include "tests/unit/unit_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/paths.h"
#include "job/kin.h"

extern const struct filon_plugin filon_plugin_duplicates;

/* ---- sketches */

static uint64_t mixed(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    return (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
}

/* Of the numbers from..to. */
static struct filon_sketch numbers(uint64_t from, uint64_t to)
{
    static uint64_t shingles[10000];
    struct filon_sketch sketch;
    for (uint64_t i = from; i < to; i++)
        shingles[i - from] = mixed(i + 1);
    filon_sketch_make(&sketch, shingles, (size_t)(to - from));
    return sketch;
}

START_TEST(sketches)
{
    struct filon_sketch none = numbers(0, 0), one = numbers(0, 1), some = numbers(0, 400), other = numbers(5000, 5400);
    ck_assert(none.n == 0 && one.n == 1 && some.n == FILON_SKETCH_LOW);
    for (uint32_t i = 1; i < some.n; i++)
        ck_assert(some.low[i - 1] < some.low[i]);
    ck_assert(some.low[FILON_SKETCH_LOW - 1] < 1u << 31);
    ck_assert(filon_sketch_resemblance(&none, &none) == 0);
    ck_assert(filon_sketch_resemblance(&one, &one) == 1);
    ck_assert(filon_sketch_resemblance(&some, &some) == 1);
    ck_assert(filon_sketch_resemblance(&some, &other) < 0.1f);
    /* Twice the same shingles, in another order: the same text. */
    uint64_t shingles[20], again[40];
    for (unsigned i = 0; i < 20; i++)
        shingles[i] = again[39 - i] = again[i] = mixed(i);
    struct filon_sketch a, b;
    filon_sketch_make(&a, shingles, 20);
    filon_sketch_make(&b, again, 40);
    ck_assert(memcmp(&a, &b, sizeof a) == 0);
}
END_TEST

/* The estimate has the standard error that it says, and no bias. */
START_TEST(estimates)
{
    for (uint64_t shift = 0; shift <= 400; shift += 50) {
        double true_one = (double)(400 - shift) / (double)(400 + shift), sum = 0, squares = 0;
        enum { TRIES = 200 };
        for (uint64_t i = 0; i < TRIES; i++) {
            struct filon_sketch a = numbers(i * 2000, i * 2000 + 400), b = numbers(i * 2000 + shift, i * 2000 + shift + 400);
            double off = (double)filon_sketch_resemblance(&a, &b) - true_one;
            sum += off;
            squares += off * off;
        }
        ck_assert_msg(fabs(sum / TRIES) < 0.02, "%llu: bias %f", (unsigned long long)shift, sum / TRIES);
        ck_assert_msg(sqrt(squares / TRIES) < 0.075, "%llu: error %f", (unsigned long long)shift, sqrt(squares / TRIES));
    }
}
END_TEST

/* ---- the memory */

static int64_t waiting; /* a number that is under way */

static bool is_waiting(void *self, int64_t n)
{
    (void)self;
    return n == waiting;
}

static const char *find(struct filon_kin *kin, struct filon_sketch sketch, struct filon_kinship *ship)
{
    struct filon_buf id = FILON_BUF_INIT;
    float resemblance = 0;
    int found = filon_kin_find(kin, &sketch, 0.5, is_waiting, NULL, ship, &id, &resemblance, &kit.error);
    ck_assert_msg(found >= 0, "%s", kit.error.text);
    const char *name = found == FILON_KIN_WAIT ? "wait" : found == FILON_KIN_NONE ? "" : filon_strdup(kit.arena, id.p);
    ck_assert(found != FILON_KIN_FOUND || resemblance >= 0.5f);
    filon_buf_free(&id);
    return name;
}

static void put(struct filon_kin *kin, const char *id, struct filon_sketch sketch, struct filon_kinship *ship)
{
    ck_assert_msg(filon_kin_put(kin, filon_str_of(id), &sketch, ship, &kit.error) == 0, "%s", kit.error.text);
}

START_TEST(memory)
{
    struct filon_kin *kin = filon_kin_open(NULL, &kit.error);
    struct filon_kinship a = {0}, b = {0}, c = {0}, d = {0};
    waiting = 0;
    ck_assert_str_eq(find(kin, numbers(0, 400), &a), "");
    put(kin, "a", numbers(0, 400), &a);
    ck_assert_str_eq(find(kin, numbers(1000, 1400), &b), "");
    ck_assert_str_eq(find(kin, numbers(50, 450), &b), "a");
    put(kin, "b", numbers(50, 450), &b);
    ck_assert_int_eq(b.of, a.own);
    /* like b, not like a: its group's first is named */
    ck_assert_str_eq(find(kin, numbers(170, 520), &c), "a");
    put(kin, "c", numbers(170, 520), &c);
    ck_assert_int_eq(c.of, a.own);
    /* done again: not its own duplicate, nor that of what came after it */
    ck_assert_str_eq(find(kin, numbers(0, 400), &a), "");
    ck_assert(a.stays);
    put(kin, "a", numbers(0, 400), &a);
    ck_assert_str_eq(find(kin, numbers(50, 450), &b), "a");
    put(kin, "b", numbers(50, 450), &b);
    /* what is under way is waited for, as itself and as the first of a group */
    waiting = a.own;
    ck_assert_str_eq(find(kin, numbers(170, 520), &c), "wait");
    waiting = b.own;
    ck_assert_str_eq(find(kin, numbers(0, 400), &d), "wait");
    waiting = c.own;
    ck_assert_str_eq(find(kin, numbers(3000, 3400), &d), "");
    waiting = 0;
    /* the first leaves: the next stands for the group */
    ck_assert(filon_kin_remove(kin, &a, &kit.error) == 0 && a.own == 0);
    ck_assert_str_eq(find(kin, numbers(0, 400), &d), "b");
    ck_assert_str_eq(find(kin, numbers(170, 520), &c), "b");
    /* a text that is another one comes anew */
    int64_t before = b.own;
    ck_assert_str_eq(find(kin, numbers(7000, 7400), &b), "");
    ck_assert(!b.stays);
    put(kin, "b", numbers(7000, 7400), &b);
    ck_assert_int_gt(b.own, before);
    ck_assert_str_eq(find(kin, numbers(200, 520), &d), "c");
    ck_assert_str_eq(find(kin, numbers(7000, 7400), &d), "b");
    /* an empty one leaves */
    put(kin, "b", numbers(0, 0), &b);
    ck_assert_int_eq(b.own, 0);
    ck_assert_str_eq(find(kin, numbers(7000, 7400), &d), "");
    ck_assert_str_eq(find(kin, numbers(0, 0), &d), "");
    filon_kin_free(kin);
}
END_TEST

/* Few shingles; a text that a thousand papers have; a phrase that all have. */
START_TEST(extremes)
{
    struct filon_kin *kin = filon_kin_open(NULL, &kit.error);
    struct filon_kinship ship = {0};
    waiting = 0;
    put(kin, "short", numbers(0, 3), &ship);
    struct filon_kinship again = {0};
    ck_assert_str_eq(find(kin, numbers(0, 3), &again), "short");
    for (uint64_t i = 0; i < 1000; i++) {
        char id[32];
        struct filon_kinship copy = {0};
        snprintf(id, sizeof id, "copy %d", (int)i);
        const char *found = find(kin, numbers(500, 900 + i % 20), &copy);
        ck_assert_str_eq(found, i ? "copy 0" : "");
        put(kin, id, numbers(500, 900 + i % 20), &copy);
    }
    unsigned found = 0;
    for (uint64_t i = 0; i < 500; i++) { /* 30 shingles of 100 are the same in all: of the least, six of eight seldom are */
        uint64_t shingles[100];
        char id[32];
        struct filon_sketch sketch;
        struct filon_kinship own = {0};
        for (uint64_t k = 0; k < 100; k++)
            shingles[k] = mixed(k < 30 ? 90000 + k : 100000 + i * 100 + k);
        filon_sketch_make(&sketch, shingles, 100);
        snprintf(id, sizeof id, "frame %d", (int)i);
        ck_assert_str_eq(find(kin, sketch, &own), "");
        put(kin, id, sketch, &own);
        shingles[99] = 7;
        filon_sketch_make(&sketch, shingles, 100);
        struct filon_kinship other = {0};
        found += strcmp(find(kin, sketch, &other), id) == 0;
    }
    ck_assert_uint_ge(found, 495);
    filon_kin_free(kin);
}
END_TEST

/* ---- the plugin */

static struct filon_kin *kin;
static struct filon_kinship last;
static struct filon_sketch asked;

static int answer(void *self, const struct filon_sketch *sketch, double least, struct filon_arena *arena, struct filon_alike *found,
                  struct filon_error *error)
{
    struct filon_buf id = FILON_BUF_INIT;
    (void)self;
    asked = *sketch;
    last = (struct filon_kinship){0};
    int status = filon_kin_find(kin, sketch, least, is_waiting, NULL, &last, &id, &found->resemblance, error);
    if (status == FILON_KIN_FOUND)
        found->id = filon_str_dup(arena, filon_buf_str(&id));
    filon_buf_free(&id);
    return status < 0 ? -1 : 0;
}

static void set_up(void)
{
    kit_set_up();
    ck_assert(filon_schema_add(kit.schema, &filon_plugin_duplicates.layers[0], "duplicates", &kit.error) == 0);
    filon_doc_free(kit.doc);
    kit.doc = filon_doc_new(kit.schema);
    kin = filon_kin_open(NULL, &kit.error);
    waiting = 0;
    *filon_registry_alike(kit.registry) = (struct filon_alike_source){answer, NULL};
}

static void tear_down(void)
{
    filon_kin_free(kin);
    kit_tear_down();
}

/* Lines are blocks: `=` a title, `|` furniture, `@` a byline, others paragraphs. What it is a duplicate of, or "". It is remembered. */
static const char *read(struct filon_ctx *ctx, const char *id, struct filon_str text)
{
    filon_doc_reset(kit.doc);
    ck_assert_msg(filon_doc_set_text(kit.doc, text, &kit.error) == 0, "%s", kit.error.text);
    struct filon_layer *block = filon_layer(kit.doc, FILON_BLOCK);
    text = filon_doc_text(kit.doc);
    for (size_t begin = 0, end = 0; begin < text.n; begin = end + 1) {
        const char *feed = memchr(text.p + begin, '\n', text.n - begin);
        end = feed ? (size_t)(feed - text.p) : text.n;
        if (end == begin)
            continue;
        char sign = text.p[begin];
        uint32_t row = filon_add(block, (uint32_t)begin, (uint32_t)end);
        filon_strs(block, FILON_BLOCK_KIND)[row] = sign == '='   ? FILON_STR("title")
                                                   : sign == '@' ? FILON_STR("byline")
                                                                 : FILON_STR("paragraph");
        filon_bool(block, FILON_BLOCK_CONTENT)[row] = sign != '|';
    }
    asked.n = 0;
    ck_assert_msg(filon_plugin_duplicates.annotate(ctx, kit.doc) == 0, "%s", kit_error(ctx));
    ck_assert_msg(filon_doc_check(kit.doc, &kit.error) == 0, "%s", kit.error.text);
    if (asked.n && !filon_doc_dropped(kit.doc))
        put(kin, id, asked, &last);
    struct filon_str of = filon_meta_get(kit.doc, "duplicate_of", NULL);
    return of.p ? of.p : "";
}

#define STORY                                                                                                                                 \
    "Le conseil régional a adopté vendredi, par quarante voix contre trente et une, le plan de sauvetage de la ligne de chemin de fer du "  \
    "littoral.\n"                                                                                                                             \
    "Les travaux, qui doivent commencer au printemps prochain, dureront trois ans et coûteront cent vingt millions d'euros, selon "          \
    "l'exploitant.\n"                                                                                                                         \
    "« Nous avons attendu cette décision pendant dix ans », a réagi la présidente de l'association des usagers, qui réunit deux mille " \
    "familles.\n"

START_TEST(papers)
{
    struct filon_ctx *ctx = kit_open("duplicates", &filon_plugin_duplicates, "{ words: 30 }");
    ck_assert_str_eq(
        read(ctx, "one",
             FILON_STR("=La ligne est sauvée\n@Par Anne Quéré\n" STORY "|S'abonner pour lire la suite de nos articles du jour\n")),
        "");
    ck_assert_str_eq(read(ctx, "two", FILON_STR("|Météo Sports Culture Emploi\n=Cent vingt millions pour le train\n@Agence\n" STORY)),
                     "one");
    struct filon_layer *layer = filon_layer(kit.doc, filon_layer_id(ctx, "duplicate"));
    ck_assert_uint_eq(filon_rows(layer), 1);
    assert_str(filon_strs(layer, filon_column_id(ctx, "duplicate", "duplicate_of"))[0], "one");
    ck_assert(filon_f32(layer, filon_column_id(ctx, "duplicate", "similarity"))[0] == 1);
    ck_assert(filon_str_starts(filon_row_text(kit.doc, layer, 0), FILON_STR("Le conseil")));
    ck_assert(filon_str_ends(filon_row_text(kit.doc, layer, 0), FILON_STR("familles.")));
    /* case, accents, quotation marks, wrapping */
    ck_assert_str_eq(
        read(
            ctx, "three",
            FILON_STR("LE CONSEIL REGIONAL A ADOPTE VENDREDI PAR QUARANTE VOIX CONTRE TRENTE ET UNE\nle plan de sauvetage de la ligne\n"
                      "de chemin de fer du littoral. Les travaux — qui doivent commencer au printemps prochain — dureront trois ans et "
                      "coûteront\n"
                      "cent vingt millions d’euros, selon l’exploitant. \"Nous avons attendu cette décision pendant dix ans\", a réagi la\n"
                      "présidente de l’association des usagers qui réunit deux mille familles\n")),
        "one");
    /* another story in the same frame and by the same author */
    ck_assert_str_eq(
        read(ctx, "four",
             FILON_STR(
                 "=La ligne est sauvée\n@Par Anne Quéré\nLe musée des beaux-arts rouvre samedi ses portes après quatre ans de travaux, "
                 "avec une "
                 "exposition de soixante tableaux prêtés par des collections privées de toute la région, dont plusieurs n'ont jamais été "
                 "montrés au public.\n|S'abonner pour lire la suite de nos articles du jour\n")),
        "");
    /* too short to be compared */
    ck_assert_str_eq(read(ctx, "five", FILON_STR("Le conseil régional a adopté vendredi le plan.\n")), "");
    ck_assert_uint_eq(asked.n, 0);
    ck_assert_str_eq(read(ctx, "six", FILON_STR("=Seul un titre\n")), "");
    filon_instance_free(ctx);
}
END_TEST

START_TEST(actions)
{
    struct filon_ctx *ctx = kit_open("duplicates", &filon_plugin_duplicates, "{ words: 30, action: drop }");
    read(ctx, "one", FILON_STR(STORY));
    ck_assert(!filon_doc_dropped(kit.doc));
    read(ctx, "two", FILON_STR("=Autre\n" STORY));
    ck_assert_str_eq(filon_doc_dropped(kit.doc), "a duplicate of one (1.00)");
    filon_instance_free(ctx);
    ctx = kit_open("duplicates", &filon_plugin_duplicates, "{ words: 30, action: stop }");
    ck_assert_str_eq(read(ctx, "three", FILON_STR(STORY)), "one");
    ck_assert(filon_doc_finished(kit.doc) && !filon_doc_dropped(kit.doc));
    read(ctx, "four", FILON_STR("Rien de commun\n"));
    ck_assert(!filon_doc_finished(kit.doc));
    filon_instance_free(ctx);
    assert_has(kit_refused("duplicates", &filon_plugin_duplicates, "{ threshold: 0.1 }"), "0.2");
    assert_has(kit_refused("duplicates", &filon_plugin_duplicates, "{ action: eat }"), "mark");
}
END_TEST

/* Where nothing stands between words. */
START_TEST(other_scripts)
{
    struct filon_ctx *ctx = kit_open("duplicates", &filon_plugin_duplicates, "{ words: 20 }");
    ck_assert_str_eq(
        read(ctx, "ja", FILON_STR("市議会は昨夜、来年度の新しい予算案を賛成多数で可決しました。市長は記者会見で感謝の意を表しました。\n")),
        "");
    ck_assert_str_eq(
        read(ctx, "ja2",
             FILON_STR("【速報】市議会は昨夜、来年度の新しい予算案を賛成多数で可決しました。市長は記者会見で感謝の意を表しました。\n")),
        "ja");
    ck_assert_str_eq(read(ctx, "ru",
                          FILON_STR("Городской совет вчера вечером принял новый бюджет на следующий год большинством голосов, мэр "
                                    "поблагодарил депутатов и жителей города за "
                                    "поддержку во время долгих переговоров о расходах\n")),
                     "");
    filon_instance_free(ctx);
}
END_TEST

/* Articles of made-up words, by Zipf's law, and what papers make of them. */
struct maker {
    uint64_t lots;
    struct filon_buf text;
};

static double draw(struct maker *maker)
{
    maker->lots += UINT64_C(0x9e3779b97f4a7c15);
    return (double)(mixed(mixed(maker->lots)) >> 11) / (double)(UINT64_C(1) << 53);
}

static void put_word(struct maker *maker)
{
    unsigned rank = (unsigned)pow(20000, draw(maker));
    filon_buf_printf(&maker->text, "%c%c%u ", 'a' + rank % 26, 'a' + rank / 26 % 26, rank);
}

/* An article of 4 to 12 paragraphs of 20 to 60 words, a line each. */
static void make_article(struct maker *maker)
{
    filon_buf_clear(&maker->text);
    for (int p = 4 + (int)(draw(maker) * 9); p; p--) {
        for (int w = 20 + (int)(draw(maker) * 41); w; w--)
            put_word(maker);
        filon_buf_putc(&maker->text, '\n');
    }
}

static void edit_article(struct maker *maker, struct filon_str article, double cut, double changed)
{
    filon_buf_clear(&maker->text);
    filon_buf_puts(&maker->text, "=un autre titre ");
    put_word(maker);
    filon_buf_puts(&maker->text, "\n@ par un autre\nVILLE (Agence) ");
    for (size_t at = 0; at < article.n;) {
        const char *feed = memchr(article.p + at, '\n', article.n - at);
        size_t end = feed ? (size_t)(feed - article.p) : article.n;
        bool kept = draw(maker) >= cut;
        while (at < end) {
            const char *space = memchr(article.p + at, ' ', end - at);
            size_t word = space ? (size_t)(space - article.p) + 1 : end;
            if (kept && draw(maker) < changed)
                put_word(maker);
            else if (kept)
                filon_buf_put(&maker->text, article.p + at, word - at);
            at = word;
        }
        filon_buf_puts(&maker->text, kept && draw(maker) < 0.7 ? "\n" : "");
        at = end + 1;
    }
    filon_buf_puts(&maker->text, "\n|Lire aussi tous nos articles sur le sujet, et abonnez vous à la lettre du matin\n");
}

START_TEST(precision_and_recall)
{
    enum { ARTICLES = 400 };
    static const struct {
        double cut, changed, recall;
    } edits[] = {{0, 0, 1}, {0, 0.02, 1}, {0, 0.05, 0.98}, {0.2, 0, 0.9}, {0.15, 0.02, 0.9}};
    struct filon_ctx *ctx = kit_open("duplicates", &filon_plugin_duplicates, "{}");
    struct maker maker = {.lots = 1};
    struct filon_str articles[ARTICLES];
    for (int i = 0; i < ARTICLES; i++) {
        make_article(&maker);
        articles[i] = filon_str_dup(kit.arena, filon_buf_str(&maker.text));
        ck_assert_str_eq(read(ctx, filon_strf(kit.arena, "a%d", i), articles[i]), "");
    }
    for (size_t e = 0; e < FILON_COUNT(edits); e++) {
        int right = 0, wrong = 0;
        for (int i = 0; i < ARTICLES; i++) {
            edit_article(&maker, articles[i], edits[e].cut, edits[e].changed);
            const char *of = read(ctx, filon_strf(kit.arena, "e%d-%d", (int)e, i), filon_buf_str(&maker.text));
            /* the article, or an earlier edit of it that was none's duplicate */
            bool same = strcmp(of, filon_strf(kit.arena, "a%d", i)) == 0 ||
                        filon_str_ends(filon_str_of(of), filon_str_of(filon_strf(kit.arena, "-%d", i)));
            right += same;
            wrong += *of && !same;
        }
        ck_assert_msg(right >= edits[e].recall * ARTICLES && wrong == 0, "edit %d: %d right, %d wrong", (int)e, right, wrong);
    }
    filon_buf_free(&maker.text);
    filon_instance_free(ctx);
}
END_TEST

/* Bytes of all kinds; a text of many words is known by its beginning. */
START_TEST(hostile)
{
    static const char *const pieces[] = {"a", " ", "é", "漢", "\xcc\x81", "1", "\n", "\xf0\x9f\x98\x80", "ß", "'", "ﷺ", "\x01", "İ"};
    struct filon_ctx *ctx = kit_open("duplicates", &filon_plugin_duplicates, "{ words: 1, shingle: 1 }");
    uint32_t lots = 1;
    for (int round = 0; round < 300; round++) {
        struct filon_buf text = FILON_BUF_INIT;
        filon_buf_put(&text, "", 0);
        for (int n = round * 5; n; n--) {
            lots = lots * 1664525 + 1013904223;
            filon_buf_puts(&text, pieces[(lots >> 20) % (round % FILON_COUNT(pieces) + 1)]);
        }
        read(ctx, "x", filon_buf_str(&text));
        filon_buf_free(&text);
    }
    struct filon_buf text = FILON_BUF_INIT;
    for (int i = 0; i < 300000; i++)
        filon_buf_printf(&text, "漢mot%d ", i);
    read(ctx, "long", filon_buf_str(&text));
    ck_assert_uint_eq(asked.n, FILON_SKETCH_LOW);
    filon_buf_free(&text);
    filon_instance_free(ctx);
    /* nobody to ask: nothing is like anything */
    *filon_registry_alike(kit.registry) = (struct filon_alike_source){NULL, NULL};
    ctx = kit_open("duplicates", &filon_plugin_duplicates, "{ words: 30 }");
    ck_assert_str_eq(read(ctx, "one", FILON_STR(STORY)), "");
    ck_assert_str_eq(read(ctx, "two", FILON_STR(STORY)), "");
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("duplicates");
    TCase *tcase = tcase_create("duplicates");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, sketches);
    tcase_add_test(tcase, estimates);
    tcase_add_test(tcase, memory);
    tcase_add_test(tcase, extremes);
    tcase_add_test(tcase, papers);
    tcase_add_test(tcase, actions);
    tcase_add_test(tcase, other_scripts);
    tcase_add_test(tcase, precision_and_recall);
    tcase_add_test(tcase, hostile);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
