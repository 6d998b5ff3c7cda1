plugin_LTLIBRARIES += plugins/write_sqlite/write_sqlite.la
plugins_write_sqlite_write_sqlite_la_SOURCES = \
	plugins/write_sqlite/database.c plugins/write_sqlite/database.h plugins/write_sqlite/record.c plugins/write_sqlite/record.h \
	plugins/write_sqlite/rows.c plugins/write_sqlite/rows.h plugins/write_sqlite/schema.c plugins/write_sqlite/schema.h \
	plugins/write_sqlite/search.c plugins/write_sqlite/search.h \
	plugins/write_sqlite/tables.c plugins/write_sqlite/tables.h plugins/write_sqlite/undo.c plugins/write_sqlite/undo.h \
	plugins/write_sqlite/write_sqlite.c $(WRITE_COMMON)
plugins_write_sqlite_write_sqlite_la_CPPFLAGS = -I$(top_srcdir)/core/include $(SQLITE_CFLAGS)
plugins_write_sqlite_write_sqlite_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_write_sqlite_write_sqlite_la_LIBADD = libfilon.la $(SQLITE_LIBS) -lm
EXTRA_DIST += plugins/write_sqlite/write_sqlite.md
