plugin_LTLIBRARIES += plugins/stance/stance.la
STANCE_SOURCES = plugins/stance/arguments.c plugins/stance/attempt.c plugins/stance/attempt.h plugins/stance/complements.c plugins/stance/content.c plugins/stance/context.c plugins/stance/duty.c plugins/stance/emit.c plugins/stance/finding.h \
	plugins/stance/forms.c plugins/stance/forms.h plugins/stance/frames.c plugins/stance/lexicon.c plugins/stance/lexicon.h \
	plugins/stance/mood.c plugins/stance/names.c plugins/stance/nominal.c plugins/stance/nounphrase.c plugins/stance/phrases.c plugins/stance/phrases.h \
	plugins/stance/quotes.c plugins/stance/sentence.h plugins/stance/stance.c plugins/stance/stems.c plugins/stance/subjects.c plugins/stance/targets.c plugins/stance/targets.h plugins/stance/verbgroup.c \
	plugins/stance/words.c plugins/stance/write.c
plugins_stance_stance_la_SOURCES = $(STANCE_SOURCES)
plugins_stance_stance_la_CPPFLAGS = -I$(top_srcdir)/core/include
plugins_stance_stance_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_stance_stance_la_LIBADD = libfilon.la
pluginstancedatadir = $(pkgdatadir)/stance
dist_pluginstancedata_DATA = plugins/stance/fr.tsv plugins/stance/fr-words.tsv plugins/stance/en.tsv plugins/stance/en-words.tsv
EXTRA_DIST += plugins/stance/stance.md
