/* What the tests of annotators share that stand on others: the stages before the one under test, and texts that go through them all. */
#ifndef TESTS_STAGEKIT_H
#define TESTS_STAGEKIT_H

#include "tests/unit/pagekit.h"
#include "tests/unit/unit_run.h"

/* Each stands on those before it. */
enum stage { STAGE_SEGMENT, STAGE_NER, STAGE_QUOTE, STAGE_STANCE, STAGE_CLAIM, STAGES };

/* Open instances of the stages before the one under test. A test may put others in their place; what is there in the end is closed. */
extern struct filon_ctx *stages[STAGES];

/* page_set_up, with the layers of all stages up to this one, and those before it open. `paragraph` begins a new one in all texts. */
void stage_set_up(enum stage tested, const char *paragraph);
void stage_tear_down(void);

/* Instances of the stage under test are opened with options, as YAML. Where they name a file that is wrong, this is what is said. */
struct filon_ctx *stage_open(const char *yaml);
void stage_refuses(const char *file, const char *text, const char *yaml, const char *said);

/* kit.doc is this text, each of its paragraphs a block, as all stages leave it. */
void stage_annotate(struct filon_ctx *ctx, struct filon_str text, const char *lang);

/* What the stage under test has found: its layer, how many rows that has, a text in one of them. */
struct filon_layer *stage_layer(void);
uint32_t stage_rows(void);
struct filon_str stage_cell(uint32_t row, int column);

/* ---- Any text. */

/* CPU seconds of the stage under test alone, for the document as the stages before it left it. */
double stage_seconds(struct filon_ctx *ctx);
/* head, then the piece up to so many bytes: eight times the text takes about eight times as long. */
void stage_is_linear(struct filon_ctx *ctx, const char *head, const char *piece, size_t bytes);

/* `count` of n pieces as chance has it. Lives as long as the test. */
struct filon_str stage_mixed(unsigned *seed, const char *const *pieces, size_t n, unsigned count);

#endif
