plugin_LTLIBRARIES += plugins/quote/quote.la
QUOTE_SOURCES = plugins/quote/quote.c plugins/quote/inverted.c plugins/quote/forms.c plugins/quote/forms.h plugins/quote/lexicon.c plugins/quote/lexicon.h plugins/quote/stems.c plugins/quote/stems.h \
	plugins/quote/text.c plugins/quote/text.h plugins/quote/finite.c plugins/quote/finite.h \
	plugins/quote/groups.c plugins/quote/grammar.h plugins/quote/phrases.c \
	plugins/quote/subjects.c plugins/quote/clauses.c plugins/quote/rules.h plugins/quote/findings.c plugins/quote/frames.c \
	plugins/quote/frames.h plugins/quote/objects.c plugins/quote/verbs.c plugins/quote/incises.c plugins/quote/prepositions.c plugins/quote/marks.c \
	plugins/quote/cast.c plugins/quote/cast.h plugins/quote/lookback.c plugins/quote/functions.c plugins/quote/holders.c
plugins_quote_quote_la_SOURCES = $(QUOTE_SOURCES)
plugins_quote_quote_la_CPPFLAGS = -I$(top_srcdir)/core/include
plugins_quote_quote_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_quote_quote_la_LIBADD = libfilon.la
pluginquotedatadir = $(pkgdatadir)/quote
dist_pluginquotedata_DATA = plugins/quote/fr.tsv plugins/quote/fr-words.tsv plugins/quote/en.tsv plugins/quote/en-words.tsv
EXTRA_DIST += plugins/quote/quote.md
