/* conllu.c - treebanks of Universal Dependencies, format CoNLL-U: a piece of some sentences, or what "# newdoc" begins, becomes a document
 * whose sentence and token layers hold the annotation. */
#include <filon/utf8.h>

#include "base/paths.h"
#include "train/corpus.h"

enum { LARGEST = 512 << 20, SENTENCES = 40 };

static void add_piece(struct filon_corpus *corpus, const char *path, struct filon_str lines, unsigned line, unsigned number)
{
    struct corpus_text *text = filon_corpus_add(corpus, filon_strf(corpus->arena, "%s#%u", path, number), path, line);
    text->treebank = lines;
}

int filon_corpus_conllu(struct filon_corpus *corpus, const char *path, struct filon_error *error)
{
    struct filon_str all = filon_read_file(corpus->arena, path, LARGEST, error);
    if (!all.p)
        return -1;
    if (filon_utf8_check(all.p, all.n) < all.n || memchr(all.p, 0, all.n))
        return filon_error_set(error, FILON_E_INPUT, "%s: not valid UTF-8 text", path);
    const char *from = all.p, *end = all.p + all.n;
    unsigned line = 1, first_line = 1, sentences = 0, number = 0;
    for (const char *at = all.p; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t n = (size_t)((stop ? stop : end) - at);
        bool newdoc = n >= 8 && strncmp(at, "# newdoc", 8) == 0;
        if ((newdoc || (sentences >= SENTENCES && n > 0)) && at > from && sentences) {
            add_piece(corpus, path, (struct filon_str){from, (size_t)(at - from)}, first_line, ++number);
            from = at;
            first_line = line;
            sentences = 0;
        }
        sentences += n == 0 || (n == 1 && *at == '\r');
        at = stop ? stop + 1 : end;
    }
    if (from < end)
        add_piece(corpus, path, (struct filon_str){from, (size_t)(end - from)}, first_line, ++number);
    return 0;
}
