plugin_LTLIBRARIES += plugins/parse_text/parse_text.la
# All but the plugin itself: parse_html looks at words, dates and names the same way.
PARSE_TEXT_COMMON = \
	plugins/parse_text/article.c plugins/parse_text/article.h plugins/parse_text/signs.c plugins/parse_text/signs.h \
	plugins/parse_text/mojibake.c plugins/parse_text/mojibake.h plugins/parse_text/page.h \
	plugins/parse_text/word.c plugins/parse_text/word.h plugins/parse_text/phrasebook.c plugins/parse_text/phrasebook.h \
	plugins/parse_text/scan.c plugins/parse_text/lines.c plugins/parse_text/split.c plugins/parse_text/names.c plugins/parse_text/names.h \
	plugins/parse_text/role.c plugins/parse_text/title.c plugins/parse_text/judge.c \
	plugins/parse_text/meta.c plugins/parse_text/meta.h plugins/parse_text/credits.c \
	plugins/parse_text/date.c plugins/parse_text/date.h plugins/parse_text/date_reader.c plugins/parse_text/date_reader.h \
	plugins/parse_text/date_absolute.c plugins/parse_text/date_relative.c plugins/parse_text/date_time.c
plugins_parse_text_parse_text_la_SOURCES = plugins/parse_text/parse_text.c plugins/read_files/markup.c plugins/read_files/markup.h $(PARSE_TEXT_COMMON)
plugins_parse_text_parse_text_la_CPPFLAGS = -I$(top_srcdir)/core/include
plugins_parse_text_parse_text_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_parse_text_parse_text_la_LIBADD = libfilon.la
pluginparse_textdatadir = $(pkgdatadir)/parse_text
dist_pluginparse_textdata_DATA = plugins/parse_text/prompts.fr.tsv plugins/parse_text/prompts.en.tsv \
	plugins/parse_text/dates.tsv plugins/parse_text/words.tsv plugins/parse_text/article.model
EXTRA_DIST += plugins/parse_text/parse_text.md plugins/parse_text/article.card.md
