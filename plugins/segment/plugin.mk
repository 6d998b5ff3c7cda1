plugin_LTLIBRARIES += plugins/segment/segment.la
SEGMENT_SOURCES = plugins/segment/segment.c plugins/segment/segment.h plugins/segment/scan.c plugins/segment/word.c plugins/segment/clitic.c \
	plugins/segment/address.c plugins/segment/sentence.c plugins/segment/language.c plugins/segment/classes.c
plugins_segment_segment_la_SOURCES = $(SEGMENT_SOURCES)
plugins_segment_segment_la_CPPFLAGS = -I$(top_srcdir)/core/include $(UTF8PROC_CFLAGS)
plugins_segment_segment_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_segment_segment_la_LIBADD = libfilon.la $(UTF8PROC_LIBS)
pluginsegmentdatadir = $(pkgdatadir)/segment
dist_pluginsegmentdata_DATA = plugins/segment/fr.tsv plugins/segment/en.tsv
EXTRA_DIST += plugins/segment/segment.md
