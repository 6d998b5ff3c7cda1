if HAVE_MD4C
plugin_LTLIBRARIES += plugins/parse_markdown/parse_markdown.la
endif
PARSE_MARKDOWN_SOURCES = \
	plugins/parse_markdown/front_matter.c plugins/parse_markdown/front_matter.h plugins/parse_markdown/parse_markdown.c \
	plugins/read_feed/date.c plugins/read_feed/feed.h plugins/read_feed/plain.c plugins/read_files/markup.c plugins/read_files/markup.h
plugins_parse_markdown_parse_markdown_la_SOURCES = $(PARSE_MARKDOWN_SOURCES)
plugins_parse_markdown_parse_markdown_la_CPPFLAGS = -I$(top_srcdir)/core/include $(MD4C_CFLAGS)
plugins_parse_markdown_parse_markdown_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_parse_markdown_parse_markdown_la_LIBADD = libfilon.la $(MD4C_LIBS)
EXTRA_DIST += plugins/parse_markdown/parse_markdown.md
