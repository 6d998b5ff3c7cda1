plugin_LTLIBRARIES += plugins/ner/ner.la
NER_SOURCES = plugins/ner/abbreviation.c plugins/ner/consistent.c plugins/ner/cursor.c plugins/ner/cursor.h plugins/ner/date.c plugins/ner/features.c plugins/ner/find.c plugins/ner/heads.c \
	plugins/ner/judge.c plugins/ner/learned.c plugins/ner/learned.h plugins/ner/lexicon.c plugins/ner/names.c plugins/ner/names.h plugins/ner/ner.c plugins/ner/ner.h plugins/ner/persons.c plugins/ner/tagger.h \
	plugins/ner/time.c plugins/ner/titles.c plugins/ner/train.c plugins/ner/train.h plugins/ner/weigh.c plugins/ner/words.c
plugins_ner_ner_la_SOURCES = $(NER_SOURCES)
plugins_ner_ner_la_CPPFLAGS = -I$(top_srcdir)/core/include
plugins_ner_ner_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_ner_ner_la_LIBADD = libfilon.la
pluginnerdatadir = $(pkgdatadir)/ner
dist_pluginnerdata_DATA = plugins/ner/common-en.tsv plugins/ner/common-fr.tsv plugins/ner/fr.model plugins/ner/given.tsv plugins/ner/misc.tsv plugins/ner/names-en.tsv \
	plugins/ner/organisations.tsv plugins/ner/people.tsv plugins/ner/places-fr.tsv plugins/ner/words-en.tsv plugins/ner/words-fr.tsv
EXTRA_DIST += plugins/ner/fr.card.md plugins/ner/ner.md
