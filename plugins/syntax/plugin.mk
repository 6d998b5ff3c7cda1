plugin_LTLIBRARIES += plugins/syntax/syntax.la
SYNTAX_SOURCES = plugins/syntax/syntax.c plugins/syntax/model.c plugins/syntax/model.h plugins/syntax/words.c plugins/syntax/words.h \
	plugins/syntax/tags.c plugins/syntax/tags.h plugins/syntax/tag.c plugins/syntax/tag.h plugins/syntax/lemma.c plugins/syntax/lemma.h \
	plugins/syntax/parse.c plugins/syntax/parse.h plugins/syntax/parse_features.c \
	plugins/syntax/train_model.c plugins/syntax/train_model.h plugins/syntax/train.h plugins/syntax/train_lexicon.c plugins/syntax/train_tag.c \
	plugins/syntax/train_lemma.c plugins/syntax/train_parse.c plugins/syntax/train_parse.h plugins/syntax/gold.c plugins/syntax/gold.h \
	plugins/syntax/cluster.c plugins/syntax/cluster.h
plugins_syntax_syntax_la_SOURCES = $(SYNTAX_SOURCES)
plugins_syntax_syntax_la_CPPFLAGS = -I$(top_srcdir)/core/include
plugins_syntax_syntax_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_syntax_syntax_la_LIBADD = libfilon.la -lm
pluginsyntaxdatadir = $(pkgdatadir)/syntax
dist_pluginsyntaxdata_DATA = plugins/syntax/fr.model
EXTRA_DIST += plugins/syntax/syntax.md plugins/syntax/fr.card.md
