/* Any bytes as a model file, whose head is made right behind a first byte that is not 0, so that what comes after it is reached: it is refused with one
 * message, or used without reading outside of it. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memfd_create */
#endif
#include "learn/model_format.h"
#include "tests/fuzz/fuzz.h"

#include <filon/gazetteer.h>
#include <filon/learn.h>
#include <filon/linear.h>
#include <filon/utf8.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

static void make_right(struct model_head *head, const uint8_t *rest, size_t size)
{
    memcpy(head->magic, MODEL_MAGIC, sizeof head->magic);
    head->order = MODEL_ORDER;
    head->version = MODEL_VERSION;
    head->size = sizeof *head + size;
    head->checksum = 0;
    head->checksum = XXH3_64bits_withSeed(rest, size, XXH3_64bits(head, sizeof *head));
}

/* The file's path; it lives until the descriptor is closed. */
static int put(const uint8_t *data, size_t size, char path[64])
{
    struct model_head head = {0};
    bool right = data[0] != 0;
    size_t headed = size - 1 < sizeof head ? size - 1 : sizeof head;
    int fd = memfd_create("model", MFD_CLOEXEC);
    memcpy(&head, data + 1, headed);
    if (right)
        make_right(&head, data + 1 + headed, size - 1 - headed);
    size_t first = right ? sizeof head : headed, rest = size - 1 - headed;
    MUST(fd >= 0 && write(fd, &head, first) == (ssize_t)first && write(fd, data + 1 + headed, rest) == (ssize_t)rest);
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

static void refused(const struct filon_error *error)
{
    MUST(error->code == FILON_E_CONFIG && error->text[0]);
    MUST(filon_utf8_check(error->text, strlen(error->text)) == strlen(error->text));
}

/* ---- What models hold */

static void use_crf(const struct filon_model *model, struct filon_arena *arena)
{
    enum { TOKENS = 5 };
    struct filon_error error = {0};
    struct filon_crf *crf = filon_crf_open(model, "t", arena, &error);
    if (!crf) {
        refused(&error);
        return;
    }
    unsigned stride = filon_crf_stride(crf), labels = filon_crf_labels(crf);
    int16_t *scores = filon_alloc(arena, TOKENS * stride * sizeof *scores + 32);
    scores = (int16_t *)(((uintptr_t)scores + 31) & ~(uintptr_t)31);
    memset(scores, 0, TOKENS * stride * sizeof *scores);
    for (unsigned t = 0; t < TOKENS; t++) {
        const uint64_t features[] = {filon_feature(t, 1), filon_feature(1, t), filon_feature(2, t * 7)};
        filon_crf_fetch(crf, features, 3);
        filon_crf_add(crf, features, 3, scores + (size_t)t * stride);
    }
    uint8_t best[TOKENS], inside[FILON_CRF_LABELS];
    struct filon_crf_piece pieces[] = {{0, 1, 0}, {1, TOKENS, 0}};
    filon_crf_decode(crf, scores, TOKENS, best, arena);
    for (unsigned t = 0; t < TOKENS; t++)
        MUST(best[t] < labels && filon_crf_label(crf, best[t]));
    memset(inside, 0xff, sizeof inside);
    filon_crf_probabilities(crf, scores, TOKENS, best, inside, pieces, 2, arena);
}

static void use_linear(const struct filon_model *model)
{
    struct filon_linear linear;
    struct filon_error error = {0};
    struct filon_str block;
    block.p = filon_model_section(model, "linear", 1, &block.n, &error);
    if (!block.p || filon_linear_open(&linear, block, &error) < 0) {
        refused(&error);
        return;
    }
    int32_t *scores = calloc(linear.classes, sizeof *scores);
    MUST(scores != NULL);
    for (uint64_t i = 0; i < 64; i++) {
        uint64_t feature = filon_mix(filon_mix(0, i), i);
        filon_linear_prefetch(&linear, feature);
        filon_linear_add(&linear, &feature, 1, scores);
    }
    free(scores);
}

static void use_gazetteer(struct filon_gazetteer *gazetteer)
{
    static const char sentence[] = "Le port du Havre et Anne Martin , de l' Assemblée";
    const struct filon_gazetteer_match *matches;
    uint32_t begin[16], end[16], n = 0, at = 0;
    while (at < sizeof sentence - 1) {
        begin[n] = at;
        at += (uint32_t)strcspn(sentence + at, " ");
        end[n++] = at;
        at += at < sizeof sentence - 1;
    }
    size_t found = filon_gazetteer_match(gazetteer, (struct filon_str){sentence, sizeof sentence - 1}, begin, end, n, &matches);
    for (size_t i = 0; i < found; i++) {
        struct filon_gazetteer_entry entry;
        struct filon_error error = {0};
        uint32_t next = matches[i].entry;
        MUST(matches[i].begin < matches[i].end && matches[i].end < sizeof sentence);
        for (unsigned steps = 0; next != FILON_NONE && steps < 1000; steps++, next = entry.next)
            if (filon_gazetteer_entry(gazetteer, next, &entry, &error) < 0) {
                refused(&error);
                break;
            } else {
                MUST(!entry.id.p[entry.id.n] && !entry.name.p[entry.name.n]);
            }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct filon_arena *arena;
    struct filon_error error = {0};
    char path[64];
    if (!size)
        return 0;
    if (!arena)
        arena = filon_arena_new();
    int fd = put(data, size, path);
    struct filon_model *model = filon_model_open(path, "t", &error);
    if (model) {
        const char *key, *value;
        for (size_t i = 0; filon_model_pair(model, i, &key, &value); i++)
            MUST(key && value && strlen(key) <= size && strlen(value) <= size);
        use_crf(model, arena);
        use_linear(model);
        filon_model_close(model);
    } else {
        refused(&error);
    }
    error = (struct filon_error){0};
    struct filon_gazetteer *gazetteer = filon_model_is(path) ? filon_gazetteer_open(path, FILON_GAZETTEER_AS_COMPILED, &error) : NULL;
    if (gazetteer)
        use_gazetteer(gazetteer);
    filon_gazetteer_close(gazetteer);
    filon_arena_reset(arena);
    close(fd);
    return 0;
}
