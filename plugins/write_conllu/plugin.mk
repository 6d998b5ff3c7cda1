plugin_LTLIBRARIES += plugins/write_conllu/write_conllu.la
plugins_write_conllu_write_conllu_la_SOURCES = plugins/write_conllu/write_conllu.c $(APPENDER_COMMON)
plugins_write_conllu_write_conllu_la_CPPFLAGS = -I$(top_srcdir)/core/include $(ZLIB_CFLAGS)
plugins_write_conllu_write_conllu_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_write_conllu_write_conllu_la_LIBADD = libfilon.la $(ZLIB_LIBS)
EXTRA_DIST += plugins/write_conllu/write_conllu.md
