plugin_LTLIBRARIES += plugins/write_jsonl/write_jsonl.la
# Places and layers of outputs, for every writer.
WRITE_COMMON = \
	plugins/write_jsonl/layers.c plugins/write_jsonl/layers.h plugins/write_jsonl/place.c plugins/write_jsonl/place.h
# Files that grow commit by commit, plain or gzip, for writers of text.
APPENDER_COMMON = \
	plugins/write_jsonl/append.c plugins/write_jsonl/append.h \
	plugins/write_jsonl/appender.c plugins/write_jsonl/appender.h plugins/write_jsonl/journal.c plugins/write_jsonl/journal.h \
	plugins/write_jsonl/pack.c plugins/write_jsonl/pack.h plugins/write_jsonl/takeback.c plugins/write_jsonl/takeback.h \
	$(WRITE_COMMON)
plugins_write_jsonl_write_jsonl_la_SOURCES = plugins/write_jsonl/write_jsonl.c $(APPENDER_COMMON)
plugins_write_jsonl_write_jsonl_la_CPPFLAGS = -I$(top_srcdir)/core/include $(ZLIB_CFLAGS)
plugins_write_jsonl_write_jsonl_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_write_jsonl_write_jsonl_la_LIBADD = libfilon.la $(ZLIB_LIBS)
EXTRA_DIST += plugins/write_jsonl/write_jsonl.md
