plugin_LTLIBRARIES += plugins/read_conllu/read_conllu.la
plugins_read_conllu_read_conllu_la_SOURCES = plugins/read_conllu/read_conllu.c $(READ_FILES_COMMON)
plugins_read_conllu_read_conllu_la_CPPFLAGS = -I$(top_srcdir)/core/include $(READ_FILES_CFLAGS)
plugins_read_conllu_read_conllu_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_read_conllu_read_conllu_la_LIBADD = libfilon.la $(READ_FILES_LIBS)
EXTRA_DIST += plugins/read_conllu/read_conllu.md
