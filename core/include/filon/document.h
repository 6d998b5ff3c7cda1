/* filon/document.h - one article: its text, its metadata, and layers of annotations that stand off from it.
 *
 * Units: offsets are bytes into the text. Only what leaves the program (JSON, SQLite, brat, CSV) counts
 * Unicode code points; filon_doc_codepoint converts.
 *
 * Ownership: strings that a document hands out live until its next reset. Strings that are put into it
 * must live as long (static, in a mapped model, in the document's text, or in filon_doc_arena).
 */
#ifndef FILON_DOCUMENT_H
#define FILON_DOCUMENT_H

#include <filon/arena.h>
#include <filon/buf.h>
#include <filon/error.h>

#define FILON_NONE UINT32_MAX /* no row, no offset */

struct filon_span {
    uint32_t begin, end; /* bytes; end is behind the last one. begin == FILON_NONE: no span */
};
#define FILON_NO_SPAN ((struct filon_span){FILON_NONE, FILON_NONE})

/* ------------------------------------------------------------------------------------------------- *
 * Declaring layers: what a plugin's descriptor says of the tables it makes.
 */
enum filon_type {
    FILON_I32 = 1, /* int32_t, 0 unless set */
    FILON_F32,     /* float, NaN (no value) unless set */
    FILON_BOOL,    /* uint8_t, 0 unless set */
    FILON_STR_T,   /* struct filon_str, no value unless set */
    FILON_REF,     /* uint32_t: a row of the layer `target`, FILON_NONE unless set */
    FILON_SPAN     /* struct filon_span, none unless set */
};

struct filon_column {
    const char *name;     /* lower case, [a-z][a-z0-9_]*; not begin, end, text or id */
    enum filon_type type;
    const char *target;   /* FILON_REF: the layer it points into */
    const char *help;     /* one line for the generated documentation */
};

struct filon_layer_def {
    const char *name;                   /* [a-z][a-z0-9_]* */
    const char *help;
    const struct filon_column *columns; /* ends with a column without a name */
};

/* ------------------------------------------------------------------------------------------------- *
 * The standard layers. Every pipeline has them, at these indices and with these first columns; a
 * descriptor may append columns of its own to them by declaring the layer again.
 */
enum filon_standard_layer {
    FILON_BLOCK, FILON_SENTENCE, FILON_TOKEN, FILON_ENTITY, FILON_QUOTE, FILON_STANCE, FILON_POSITION,
    FILON_STANDARD_LAYERS
};

/* block: paragraphs, headings, menus…; in text order, not overlapping, together all of the text but white space. */
enum {
    FILON_BLOCK_KIND,   /* str: title lead paragraph heading list caption byline dateline boilerplate … */
    FILON_BLOCK_CONTENT /* bool: article text (title, lead, headings, paragraphs) */
};
/* sentence: in text order, each within one block. */
/* token: syntactic words of Universal Dependencies, in text order. The words of a multiword token (du = de + le)
 * are rows with the same span, the token's surface, and each has its form. */
enum {
    FILON_TOKEN_FORM,   /* str: the word, where it is not the text of the span */
    FILON_TOKEN_LEMMA,  /* str */
    FILON_TOKEN_UPOS,   /* str: NOUN VERB … */
    FILON_TOKEN_FEATS,  /* str: "Gender=Fem|Number=Sing" */
    FILON_TOKEN_HEAD,   /* ref token: none for a root */
    FILON_TOKEN_DEPREL  /* str */
};
/* entity: in text order; nested ones after the one that holds them. */
enum {
    FILON_ENTITY_TYPE,  /* str: PER LOC ORG MISC DATE TIME */
    FILON_ENTITY_NAME,  /* str: the fullest name in the document */
    FILON_ENTITY_CHAIN, /* i32: mentions of one entity have one number, from 1; 0 unknown */
    FILON_ENTITY_ID,    /* str: from a gazetteer; exported as "ref_id" */
    FILON_ENTITY_SCORE  /* f32: 0 to 1 */
};
/* quote: the span is the content, without its quotation marks. */
enum {
    FILON_QUOTE_TYPE,   /* str: direct indirect mixed */
    FILON_QUOTE_CUE,    /* span */
    FILON_QUOTE_SOURCE, /* span */
    FILON_QUOTE_HOLDER, /* str: the speaker's fullest name; none if unknown */
    FILON_QUOTE_SCORE   /* f32 */
};
/* stance: the span is the evidence. */
enum {
    FILON_STANCE_HOLDER,      /* str */
    FILON_STANCE_TARGET,      /* str */
    FILON_STANCE_TARGET_TYPE, /* str: entity issue */
    FILON_STANCE_POLARITY,    /* str: favor against */
    FILON_STANCE_ACT,         /* str: support oppose accuse deny demand commit doubt */
    FILON_STANCE_SCORE        /* f32 */
};
/* position: on a configured claim; the span is the evidence. */
enum {
    FILON_POSITION_CLAIM,    /* str: the configured id */
    FILON_POSITION_HOLDER,   /* str */
    FILON_POSITION_POSITION, /* str: favor against neutral */
    FILON_POSITION_SCORE     /* f32 */
};

/* ------------------------------------------------------------------------------------------------- *
 * The document.
 */
struct filon_doc;
struct filon_layer;

/* Never NULL. */
FILON_API struct filon_str filon_doc_id(const struct filon_doc *doc);
/* The bytes as the reader got them (a page's HTML, a text file); p NULL if the reader kept none. */
FILON_API struct filon_str filon_doc_source(const struct filon_doc *doc);
/* Valid UTF-8 without NULs, NUL-terminated behind its length; p NULL until it is set. */
FILON_API struct filon_str filon_doc_text(const struct filon_doc *doc);
/* The job's or the detected language, "fr"; empty if unknown. (Metadata "lang".) */
FILON_API struct filon_str filon_doc_lang(const struct filon_doc *doc);

/* For readers and parsers. The bytes must live as long as the document's content: put them into its arena.
 * Text can be set once, is checked (UTF-8, no NUL), and a byte order mark at its start is left out; an error says the line and column. */
FILON_API void filon_doc_set_source(struct filon_doc *doc, struct filon_str bytes);
FILON_API int filon_doc_set_text(struct filon_doc *doc, struct filon_str text, struct filon_error *error);

/* Memory that lives as long as the document's content. */
FILON_API struct filon_arena *filon_doc_arena(struct filon_doc *doc);

/* The document needs no further work and shall not be written: the reason goes to the ledger and the summary.
 * Returns 0, for `return filon_doc_drop(...)` in annotate. */
FILON_API int filon_doc_drop(struct filon_doc *doc, const char *format, ...) FILON_PRINTF(2, 3);

/* The document needs no further work, and is written as it is: later stages do not see it. Since 1.1. */
FILON_API void filon_doc_finish(struct filon_doc *doc);

/* Only writers whose common option `route` has this name will get the document. The name is copied. */
FILON_API void filon_doc_route(struct filon_doc *doc, struct filon_str name);

/* Code points before the byte offset `at` (at <= text length); constant time after the first call. */
FILON_API uint32_t filon_doc_codepoint(struct filon_doc *doc, uint32_t at);

/* Appends the title and the article's blocks as one would read them, blank line between, captions and menus left out.
 * Without blocks, the whole text. */
FILON_API void filon_doc_content(struct filon_doc *doc, struct filon_buf *out);

/* Appends the document as JSON (docs/formats.md). indent 0: one line without a line feed. */
FILON_API void filon_doc_json(struct filon_doc *doc, struct filon_buf *out, int indent);
/* The same with parts left out. layers: a byte for each layer's index, 0 leaves it out; NULL: all. */
FILON_API void filon_doc_json_parts(struct filon_doc *doc, struct filon_buf *out, int indent, bool text, bool content, const uint8_t *layers);

/* Appends the document's sentences as CoNLL-U, with the layers token and entity (docs/formats.md). */
FILON_API void filon_doc_conllu(struct filon_doc *doc, struct filon_buf *out);
/* Makes the text of CoNLL-U, blocks (a paragraph where `# newpar` is), sentences and tokens; without a sentence the text is empty. bytes: UTF-8,
 * whole sentences, which must live as long as the document. name: for messages; line: that the first line is in there, from 1.
 * FILON_E_INPUT. Since 1.1. */
FILON_API int filon_doc_read_conllu(struct filon_doc *doc, struct filon_str bytes, const char *name, unsigned line, struct filon_error *error);

/* Metadata: title, date, date_precision, author, publisher, url, lang, reading_time (minutes), … Values and
 * keys are copied; a later value replaces an earlier one. span: where it stands in the text, or FILON_NO_SPAN. */
FILON_API void filon_meta_set(struct filon_doc *doc, const char *key, struct filon_str value, struct filon_span span);
/* The value, or FILON_NO_STR; span may be NULL. */
FILON_API struct filon_str filon_meta_get(const struct filon_doc *doc, const char *key, struct filon_span *span);
FILON_API size_t filon_meta_count(const struct filon_doc *doc);
FILON_API struct filon_str filon_meta_at(const struct filon_doc *doc, size_t i, const char **key, struct filon_span *span);

/* ------------------------------------------------------------------------------------------------- *
 * Layers: tables of columns. Rows are numbered from 0 in the order they were added.
 */
/* index: enum filon_standard_layer, or what filon_layer_id gave in open. Never NULL for a valid index. */
FILON_API struct filon_layer *filon_layer(struct filon_doc *doc, int index);
FILON_API uint32_t filon_rows(const struct filon_layer *layer);

/* Arrays of filon_rows entries; valid until the next row is added to this layer. */
FILON_API uint32_t *filon_begin(struct filon_layer *layer);
FILON_API uint32_t *filon_end(struct filon_layer *layer);

/* A column's array of filon_rows entries (of at least one, so never NULL); valid until the next row is added to this layer. The column
 * takes no memory until it is first asked for, so ask only for what you use. column: an index as in the
 * enums above, or what filon_column_id gave; asking with the wrong type ends the process (a bug). */
FILON_API int32_t *filon_i32(struct filon_layer *layer, int column);
FILON_API float *filon_f32(struct filon_layer *layer, int column);
FILON_API uint8_t *filon_bool(struct filon_layer *layer, int column);
FILON_API struct filon_str *filon_strs(struct filon_layer *layer, int column);
FILON_API uint32_t *filon_ref(struct filon_layer *layer, int column);
FILON_API struct filon_span *filon_spans(struct filon_layer *layer, int column);

/* Adds a row; begin <= end <= text length (else the process ends: a bug). Other columns get their default. */
FILON_API uint32_t filon_add(struct filon_layer *layer, uint32_t begin, uint32_t end);
/* Adds n rows at once with spans to be filled in by the caller through filon_begin/filon_end; the first row. */
FILON_API uint32_t filon_add_rows(struct filon_layer *layer, uint32_t n);
/* Room for n more rows, so that adding them does not move the arrays. */
FILON_API void filon_reserve(struct filon_layer *layer, uint32_t n);
/* Forgets the rows from `row` on (0: all). */
FILON_API void filon_truncate(struct filon_layer *layer, uint32_t row);
/* Takes out the rows whose byte in gone (one a row) is not 0. References into the layer from others are kept right; those to a row
 * that is gone become none. */
FILON_API void filon_remove(struct filon_doc *doc, int index, const uint8_t *gone);
/* Reorders the rows by begin, then longer first; stable. References into the layer from others are kept right. */
FILON_API void filon_sort(struct filon_doc *doc, int index);

/* In a layer in text order without overlaps: the first row whose end is beyond `at`, or filon_rows. O(log n). */
FILON_API uint32_t filon_row_at(struct filon_layer *layer, uint32_t at);
/* In a layer in text order: rows [*first, *last) that lie within the span; returns how many. */
FILON_API uint32_t filon_rows_in(struct filon_layer *layer, struct filon_span span, uint32_t *first, uint32_t *last);

/* The text of a span or of a row. */
FILON_API struct filon_str filon_text_of(const struct filon_doc *doc, uint32_t begin, uint32_t end);
FILON_API struct filon_str filon_row_text(const struct filon_doc *doc, struct filon_layer *layer, uint32_t row);

#endif
