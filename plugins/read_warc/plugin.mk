plugin_LTLIBRARIES += plugins/read_warc/read_warc.la
READ_WARC_SOURCES = \
	plugins/read_warc/header.c plugins/read_warc/http.c plugins/read_warc/http.h plugins/read_warc/read_warc.c plugins/read_warc/record.c \
	plugins/read_warc/record.h $(READ_FILES_COMMON)
plugins_read_warc_read_warc_la_SOURCES = $(READ_WARC_SOURCES)
plugins_read_warc_read_warc_la_CPPFLAGS = -I$(top_srcdir)/core/include $(READ_FILES_CFLAGS)
plugins_read_warc_read_warc_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_read_warc_read_warc_la_LIBADD = libfilon.la $(READ_FILES_LIBS)
EXTRA_DIST += plugins/read_warc/read_warc.md
