plugin_LTLIBRARIES += plugins/read_files/read_files.la
# Walking, reading and unpacking of files, for every reader.
READ_FILES_COMMON = \
	plugins/read_files/files.c plugins/read_files/files.h plugins/read_files/folder.c plugins/read_files/folder.h \
	plugins/read_files/glob.c plugins/read_files/glob.h plugins/read_files/markup.c plugins/read_files/markup.h \
	plugins/read_files/stream.c plugins/read_files/stream.h plugins/read_files/walk.c plugins/read_files/walk.h
READ_FILES_CFLAGS = $(ZLIB_CFLAGS) $(ZSTD_CFLAGS)
READ_FILES_LIBS = $(ZLIB_LIBS) $(ZSTD_LIBS)
plugins_read_files_read_files_la_SOURCES = plugins/read_files/read_files.c $(READ_FILES_COMMON)
plugins_read_files_read_files_la_CPPFLAGS = -I$(top_srcdir)/core/include $(READ_FILES_CFLAGS)
plugins_read_files_read_files_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_read_files_read_files_la_LIBADD = libfilon.la $(READ_FILES_LIBS)
EXTRA_DIST += plugins/read_files/read_files.md
