plugin_LTLIBRARIES += plugins/claim/claim.la
CLAIM_SOURCES = plugins/claim/claim.c plugins/claim/claim.h plugins/claim/claims.c plugins/claim/evidence.c \
	plugins/claim/holdings.c plugins/claim/learned.c plugins/claim/lexicon.c plugins/claim/stem.c plugins/claim/train.c plugins/claim/words.c
plugins_claim_claim_la_SOURCES = $(CLAIM_SOURCES)
plugins_claim_claim_la_CPPFLAGS = -I$(top_srcdir)/core/include
plugins_claim_claim_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_claim_claim_la_LIBADD = libfilon.la -lm
pluginclaimdatadir = $(pkgdatadir)/claim
dist_pluginclaimdata_DATA = plugins/claim/fr.tsv plugins/claim/en.tsv
EXTRA_DIST += plugins/claim/claim.md
