if HAVE_EXPAT
plugin_LTLIBRARIES += plugins/read_feed/read_feed.la
endif
READ_FEED_COMMON = \
	plugins/read_feed/date.c plugins/read_feed/decode.c plugins/read_feed/decode.h plugins/read_feed/feed.c plugins/read_feed/feed.h \
	plugins/read_feed/plain.c
READ_FEED_SOURCES = plugins/read_feed/read_feed.c $(READ_FEED_COMMON) $(READ_FILES_COMMON)
plugins_read_feed_read_feed_la_SOURCES = $(READ_FEED_SOURCES)
plugins_read_feed_read_feed_la_CPPFLAGS = -I$(top_srcdir)/core/include $(READ_FILES_CFLAGS) $(EXPAT_CFLAGS)
plugins_read_feed_read_feed_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_read_feed_read_feed_la_LIBADD = libfilon.la $(READ_FILES_LIBS) $(EXPAT_LIBS)
EXTRA_DIST += plugins/read_feed/read_feed.md
