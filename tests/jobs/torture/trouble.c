/* An annotator that does what the document says: for the tests of isolation. */
#include <filon/plugin.h>

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static bool holds(struct filon_str text, const char *word)
{
    return text.n && memmem(text.p, text.n, word, strlen(word)) != NULL;
}

static int trouble(struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct filon_str text = filon_doc_text(doc);
    struct timespec little = {0, 300000};
    nanosleep(&little, NULL); /* long enough to be killed in */
    if (holds(text, "CRASH"))
        abort();
    if (holds(text, "HANG"))
        for (;;)
            pause();
    for (size_t n = 0; holds(text, "EAT"); n++)
        memset(filon_alloc(filon_doc_arena(doc), 4 << 20), 1, 4 << 20);
    if (holds(text, "DROP"))
        return filon_doc_drop(doc, "asked to go");
    if (holds(text, "FAIL"))
        return filon_fail(ctx, "asked to fail");
    return 0;
}

FILON_PLUGIN(trouble) = {
    FILON_PLUGIN_HEADER,
    .version = "1",
    .kind = FILON_ANNOTATOR,
    .summary = "Crash, hang, eat memory or fail, as the text says",
    .annotate = trouble,
};
