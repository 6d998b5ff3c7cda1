plugin_LTLIBRARIES += plugins/read_jsonl/read_jsonl.la
plugins_read_jsonl_read_jsonl_la_SOURCES = \
	plugins/read_jsonl/article.c plugins/read_jsonl/article.h plugins/read_jsonl/find_id.c plugins/read_jsonl/find_id.h \
	plugins/read_jsonl/lines.c plugins/read_jsonl/lines.h plugins/read_jsonl/read_jsonl.c $(READ_FILES_COMMON)
plugins_read_jsonl_read_jsonl_la_CPPFLAGS = -I$(top_srcdir)/core/include $(JANSSON_CFLAGS) $(READ_FILES_CFLAGS)
plugins_read_jsonl_read_jsonl_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_read_jsonl_read_jsonl_la_LIBADD = libfilon.la $(JANSSON_LIBS) $(READ_FILES_LIBS)
EXTRA_DIST += plugins/read_jsonl/read_jsonl.md
