/* A piece of a CoNLL-U file as a document: its text put together, blocks, sentences, tokens with all that is said of them. */
#ifndef READ_CONLLU_DOCUMENT_H
#define READ_CONLLU_DOCUMENT_H

#include <filon/plugin.h>

/* bytes: whole sentences, which must live as long as the document; name: of the file, for messages; line: that its first line is. */
int conllu_document(struct filon_doc *doc, struct filon_str bytes, const char *name, unsigned line, struct filon_error *error);

#endif
