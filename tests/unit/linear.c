/* Linear classifiers: what is learnt is packed and read back; any bytes are refused or safe. */
#include <check.h>
#include <filon/linear.h>
#include <stdlib.h>

#include "tests/unit/unit_run.h"

enum { CLASSES = 5, EXAMPLES = 400 };

/* Few classes are packed otherwise than many. */
static const unsigned kinds[] = {2, 3, CLASSES};
static unsigned classes;

/* The class follows from one feature; another one is noise. */
static unsigned example(unsigned i, uint64_t features[3])
{
    unsigned class = i * 7 % classes;
    features[0] = filon_mix(filon_mix(0, 1), class);
    features[1] = filon_mix(filon_mix(0, 2), i % 11);
    features[2] = filon_mix(filon_mix(0, 3), 0);
    return class;
}

static unsigned best(const int32_t *scores)
{
    unsigned at = 0;
    for (unsigned i = 1; i < classes; i++)
        at = scores[i] > scores[at] ? i : at;
    return at;
}

static void learn(struct filon_buf *out)
{
    struct filon_trainer *trainer = filon_trainer_new(classes);
    for (unsigned round = 0; round < 5; round++)
        for (unsigned i = 0; i < EXAMPLES; i++) {
            uint64_t features[3];
            int32_t scores[CLASSES] = {0};
            unsigned right = example(i, features);
            filon_trainer_add(trainer, features, 3, scores);
            if (best(scores) != right) {
                filon_trainer_update(trainer, features, 3, right, 1);
                filon_trainer_update(trainer, features, 3, best(scores), -1);
            }
            filon_trainer_tick(trainer);
        }
    filon_trainer_pack(trainer, 0, out);
    filon_trainer_free(trainer);
}

START_TEST(learns)
{
    classes = kinds[_i];
    struct filon_buf bytes = FILON_BUF_INIT, again = FILON_BUF_INIT;
    struct filon_linear linear;
    struct filon_error error = {0};
    unsigned hits = 0;
    learn(&bytes);
    learn(&again);
    ck_assert_uint_eq(bytes.n, again.n);
    ck_assert_int_eq(memcmp(bytes.p, again.p, bytes.n), 0);
    ck_assert_msg(filon_linear_open(&linear, filon_buf_str(&bytes), &error) == 0, "%s", error.text);
    for (unsigned i = 0; i < EXAMPLES; i++) {
        uint64_t features[4];
        int32_t scores[CLASSES] = {0};
        unsigned right = example(i, features);
        features[3] = filon_mix(filon_mix(0, 9), i); /* unknown: counts for nothing */
        filon_linear_add(&linear, features, 4, scores);
        hits += best(scores) == right;
    }
    ck_assert_uint_gt(hits, EXAMPLES * 97 / 100);
    filon_buf_free(&bytes);
    filon_buf_free(&again);
}
END_TEST

START_TEST(any_bytes)
{
    classes = kinds[_i];
    struct filon_buf bytes = FILON_BUF_INIT;
    learn(&bytes);
    char *room = aligned_alloc(64, (bytes.n + 63) / 64 * 64);
    unsigned seed = 1, opened = 0;
    for (unsigned round = 0; round < 3000; round++) {
        size_t n = round % 3 ? bytes.n : bytes.n * (round % 100) / 100;
        struct filon_linear linear;
        struct filon_error error = {0};
        memcpy(room, bytes.p, n);
        for (unsigned k = 0; n && k < 3; k++) {
            seed = seed * 1103515245u + 12345u;
            room[(seed >> 8) % n] = (char)(seed >> 3);
        }
        if (filon_linear_open(&linear, (struct filon_str){room, n}, &error) < 0) {
            ck_assert_ptr_nonnull(strstr(error.text, "damaged"));
            continue;
        }
        opened++;
        int32_t *scores = calloc(linear.classes, sizeof *scores);
        for (unsigned i = 0; i < 50; i++) {
            uint64_t features[3];
            example(i, features);
            filon_linear_add(&linear, features, 3, scores);
        }
        free(scores);
    }
    ck_assert_uint_gt(opened, 0);
    free(room);
    filon_buf_free(&bytes);
}
END_TEST

/* Each of many features has weights of its own. Of few classes, the lightest may be left out; and two features may look alike. */
START_TEST(many_features)
{
    enum { MANY = 20000, SIZES = 7 };
    classes = kinds[_i];
    struct filon_trainer *trainer = filon_trainer_new(classes);
    struct filon_buf bytes = FILON_BUF_INIT, pruned = FILON_BUF_INIT;
    struct filon_linear linear;
    struct filon_error error = {0};
    unsigned wrong = 0, heavy = 0;
    for (uint64_t i = 0; i < MANY; i++) {
        uint64_t feature = filon_mix(0, i);
        filon_trainer_update(trainer, &feature, 1, (uint32_t)(i % classes), 1 + (int32_t)(i % SIZES));
    }
    filon_trainer_tick(trainer);
    filon_trainer_pack(trainer, 0, &bytes);
    filon_trainer_pack(trainer, 1.8, &pruned); /* averages are half of what was added */
    ck_assert_uint_lt(pruned.n, bytes.n * 3 / 4);
    ck_assert_msg(filon_linear_open(&linear, filon_buf_str(&bytes), &error) == 0, "%s", error.text);
    for (uint64_t i = 0; i < MANY; i++) {
        uint64_t feature = filon_mix(0, i);
        int32_t scores[CLASSES] = {0}, others = 0;
        filon_linear_add(&linear, &feature, 1, scores);
        for (unsigned class = 0; class < classes; class++)
            others += class != i % classes && scores[class];
        bool right = !others && scores[i % classes] > 0;
        wrong += !right;
        heavy += !right && i % SIZES >= SIZES / 2;
    }
    ck_assert_uint_le(wrong, classes <= FILON_LINEAR_FEW ? MANY / 15 : MANY / 2000);
    ck_assert_uint_le(heavy, MANY / 1000);
    filon_trainer_free(trainer);
    filon_buf_free(&bytes);
    filon_buf_free(&pruned);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("linear");
    TCase *tcase = tcase_create("linear");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, learns, 0, FILON_COUNT(kinds));
    tcase_add_loop_test(tcase, any_bytes, 0, FILON_COUNT(kinds));
    tcase_add_loop_test(tcase, many_features, 0, FILON_COUNT(kinds));
    return unit_run(suite);
}
