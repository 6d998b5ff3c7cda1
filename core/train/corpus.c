/* corpus.c - a list of annotated texts, walked one at a time. */
#include "train/corpus.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/paths.h"

struct corpus_text *filon_corpus_add(struct filon_corpus *corpus, const char *id, const char *path, unsigned line)
{
    struct corpus_text *text = filon_zalloc(corpus->arena, 1, sizeof *text);
    text->id = id;
    text->path = path;
    text->line = line;
    *(corpus->last ? &corpus->last->next : &corpus->first) = text;
    corpus->last = text;
    corpus->n++;
    return text;
}

static int by_place(const void *a, const void *b)
{
    const struct filon_gold *x = a, *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1;
    return filon_str_cmp(x->label, y->label);
}

void filon_gold_sort(struct filon_gold *gold, size_t n)
{
    if (n)
        qsort(gold, n, sizeof *gold, by_place);
}

static bool ends(const char *path, const char *with)
{
    size_t n = strlen(path), m = strlen(with);
    return n > m && strcmp(path + n - m, with) == 0;
}

enum format { OTHER, BRAT, BIO, CONLLU };

static enum format format_of(const char *path)
{
    if (ends(path, ".ann"))
        return BRAT;
    if (ends(path, ".conllu"))
        return CONLLU;
    return ends(path, ".conll") || ends(path, ".bio") || ends(path, ".iob") ? BIO : OTHER;
}

static int read_one(struct filon_corpus *corpus, const char *path, struct filon_error *error)
{
    switch (format_of(path)) {
    case BRAT:
        return filon_corpus_brat(corpus, path, error);
    case BIO:
        return filon_corpus_bio(corpus, path, error);
    case CONLLU:
        return filon_corpus_conllu(corpus, path, error);
    default:
        return filon_error_set(error, FILON_E_INPUT,
                               "%s: no data to learn from: a folder or a file of the endings .ann .conllu .conll .bio .iob is wanted",
                               path);
    }
}

static int wanted(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && format_of(entry->d_name) != OTHER;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_path(struct filon_corpus *corpus, const char *path, struct filon_error *error)
{
    struct stat st;
    struct dirent **entries = NULL;
    if (stat(path, &st) < 0)
        return filon_error_set(error, FILON_E_INPUT, "%s: %s", path, strerror(errno));
    if (!S_ISDIR(st.st_mode))
        return read_one(corpus, filon_strdup(corpus->arena, path), error);
    int n = scandir(path, &entries, wanted, by_bytes), failed = 0;
    if (n < 0)
        return filon_error_set(error, FILON_E_INPUT, "%s: %s", path, strerror(errno));
    for (int i = 0; i < n; i++) {
        if (!failed)
            failed = read_one(corpus, filon_path_join(corpus->arena, path, entries[i]->d_name), error);
        free(entries[i]);
    }
    free(entries);
    return failed;
}

struct filon_corpus *filon_corpus_open(const char *const *paths, size_t n, struct filon_pipeline *pipeline, struct filon_error *error)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_corpus *corpus = filon_zalloc(arena, 1, sizeof *corpus);
    corpus->arena = arena;
    corpus->pipeline = pipeline;
    corpus->doc = filon_doc_new(filon_pipeline_schema(pipeline));
    int failed = 0;
    for (size_t i = 0; i < n && !failed; i++)
        failed = read_path(corpus, paths[i], error);
    if (!failed && !corpus->n)
        failed = filon_error_set(error, FILON_E_INPUT, "%s: holds no data to learn from: .ann with .txt, .conllu, .conll, .bio, .iob",
                                 n ? paths[0] : "nothing");
    if (failed) {
        filon_corpus_free(corpus);
        return NULL;
    }
    corpus->at = corpus->first;
    return corpus;
}

void filon_corpus_free(struct filon_corpus *corpus)
{
    if (!corpus)
        return;
    filon_doc_free(corpus->doc);
    filon_arena_free(corpus->arena);
}

size_t filon_corpus_size(const struct filon_corpus *corpus)
{
    return corpus->n;
}

void filon_corpus_rewind(struct filon_corpus *corpus)
{
    corpus->at = corpus->first;
}

int filon_corpus_next(struct filon_corpus *corpus, struct filon_example *example, struct filon_error *error)
{
    const struct corpus_text *text = corpus->at;
    struct filon_progress progress = {0};
    if (!text)
        return 0;
    corpus->at = text->next;
    filon_doc_reset(corpus->doc);
    filon_doc_set_id(corpus->doc, filon_str_of(text->id));
    if (text->treebank.p) {
        if (filon_doc_read_conllu(corpus->doc, text->treebank, text->path, text->line, error) < 0)
            return -1;
    } else {
        filon_doc_set_source(corpus->doc, text->text);
        if (filon_doc_set_text(corpus->doc, text->text, error) < 0 || filon_pipeline_run(corpus->pipeline, corpus->doc, &progress, error) < 0)
            return filon_error_wrap(error, "%s", text->path);
    }
    *example = (struct filon_example){corpus->doc, text->gold, text->n};
    return 1;
}
