plugin_LTLIBRARIES += plugins/quote/quote.la
plugins_quote_quote_la_SOURCES = \
	plugins/quote/findings.c plugins/quote/grammar.c plugins/quote/grammar.h plugins/quote/groups.c plugins/quote/holders.c \
	plugins/quote/incises.c plugins/quote/lexicon.c plugins/quote/lexicon.h plugins/quote/marks.c plugins/quote/prepositions.c \
	plugins/quote/quote.c plugins/quote/rules.h plugins/quote/stems.c plugins/quote/stems.h plugins/quote/text.c plugins/quote/text.h plugins/quote/verbs.c
plugins_quote_quote_la_CPPFLAGS = -I$(top_srcdir)/core/include
plugins_quote_quote_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_quote_quote_la_LIBADD = libfilon.la
pluginquotedatadir = $(pkgdatadir)/quote
dist_pluginquotedata_DATA = plugins/quote/fr.tsv plugins/quote/fr-words.tsv
EXTRA_DIST += plugins/quote/quote.md
