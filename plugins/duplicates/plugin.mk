plugin_LTLIBRARIES += plugins/duplicates/duplicates.la
DUPLICATES_SOURCES = plugins/duplicates/duplicates.c
plugins_duplicates_duplicates_la_SOURCES = $(DUPLICATES_SOURCES)
plugins_duplicates_duplicates_la_CPPFLAGS = -I$(top_srcdir)/core/include
plugins_duplicates_duplicates_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_duplicates_duplicates_la_LIBADD = libfilon.la
EXTRA_DIST += plugins/duplicates/duplicates.md
