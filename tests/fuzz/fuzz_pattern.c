/* Lines of any bytes as patterns over a small document: each is refused with its place, or finds matches that lie within one sentence, do not
 * overlap, and hold their groups. */
#include "document/document_impl.h"
#include "document/schema.h"
#include "tests/fuzz/fuzz.h"

#include <filon/match.h>
#include <filon/utf8.h>

static const char article[] =
    "1\tLe\tle\tDET\t_\t_\t2\tdet\t_\t_\n2\tKremlin\tKremlin\tPROPN\t_\tNumber=Sing\t3\tnsubj\t_\t_\n"
    "3\tdément\tdémentir\tVERB\t_\tNumber=Sing|Tense=Pres\t0\troot\t_\t_\n4-5\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "4\tde\tde\tADP\t_\t_\t6\tcase\t_\t_\n5\tle\tle\tDET\t_\t_\t6\tdet\t_\t_\n6\tport\tport\tNOUN\t_\t_\t3\tobj\t_\t_\n\n"
    "1\ttrès\ttrès\tADV\t_\t_\t2\tadvmod\t_\t_\n2\ttrès\ttrès\tADV\t_\t_\t3\tadvmod\t_\t_\n"
    "3\tgrand\tgrand\tADJ\t_\t_\t0\troot\t_\t_\n4\t!\t!\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n";

static struct filon_doc *make(void)
{
    struct filon_doc *doc = filon_doc_new(filon_schema_new());
    struct filon_error error = {0};
    MUST(filon_doc_read_conllu(doc, filon_str_of(article), "x", 1, &error) == 0);
    struct filon_layer *entities = filon_layer(doc, FILON_ENTITY);
    uint32_t row = filon_add(entities, filon_begin(filon_layer(doc, FILON_TOKEN))[1], filon_end(filon_layer(doc, FILON_TOKEN))[1]);
    filon_strs(entities, FILON_ENTITY_TYPE)[row] = FILON_STR("ORG");
    return doc;
}

struct seen {
    struct filon_doc *doc;
    uint32_t behind[64]; /* of each pattern's last match */
    uint32_t last;
};

static uint32_t sentence_of(struct filon_doc *doc, uint32_t token)
{
    struct filon_layer *sentences = filon_layer(doc, FILON_SENTENCE);
    for (uint32_t row = 0; row < filon_rows(sentences); row++)
        if (filon_begin(filon_layer(doc, FILON_TOKEN))[token] < filon_end(sentences)[row])
            return row;
    abort();
}

static int look_at(void *arg, const struct filon_match *match)
{
    struct seen *seen = arg;
    uint32_t rows = filon_rows(filon_layer(seen->doc, FILON_TOKEN));
    MUST(match->pattern >= 0 && match->pattern < 64 && match->first < match->last && match->last <= rows);
    MUST(match->first >= seen->behind[match->pattern] && match->first >= seen->last);
    MUST(sentence_of(seen->doc, match->first) == sentence_of(seen->doc, match->last - 1));
    for (int g = 0; g < FILON_MATCH_GROUPS; g++)
        MUST(match->begin[g] == FILON_NONE ||
             (match->begin[g] >= match->first && match->begin[g] < match->end[g] && match->end[g] <= match->last));
    seen->behind[match->pattern] = match->last;
    seen->last = match->first;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct filon_doc *doc;
    struct filon_arena *arena = filon_arena_new();
    struct filon_patterns *patterns = filon_patterns_new(arena);
    int n = 0;
    if (!doc)
        doc = make();
    struct filon_str rest = {size ? (const char *)data : "", size};
    while (rest.n && n < 64) {
        const char *lf = memchr(rest.p, '\n', rest.n);
        struct filon_str line = {rest.p, lf ? (size_t)(lf - rest.p) : rest.n};
        struct filon_error error = {0};
        int number = filon_utf8_check(line.p, line.n) == line.n ? filon_patterns_add(patterns, line, &error) : -2;
        MUST(number < 0 || number == n++);
        MUST(number != -1 || (error.code == FILON_E_CONFIG && filon_utf8_check(error.text, strlen(error.text)) == strlen(error.text)));
        for (size_t g = 0; number >= 0 && filon_pattern_group(patterns, number, g); g++)
            MUST(g < FILON_MATCH_GROUPS);
        rest = (struct filon_str){rest.p + line.n + (lf != NULL), rest.n - line.n - (lf != NULL)};
    }
    struct seen seen = {.doc = doc};
    MUST(filon_patterns_run(patterns, doc, look_at, &seen) == 0);
    filon_arena_free(arena);
    return 0;
}
