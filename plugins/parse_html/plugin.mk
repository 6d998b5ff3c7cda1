if HAVE_HTML
plugin_LTLIBRARIES += plugins/parse_html/parse_html.la
noinst_PROGRAMS += plugins/parse_html/train
endif
# What the plugin and the trainer share; words, dates and names are parse_text's.
PARSE_HTML_COMMON = \
	plugins/parse_html/attributes.c plugins/parse_html/attributes.h plugins/parse_html/encoding.c plugins/parse_html/encoding.h \
	plugins/parse_html/features.c plugins/parse_html/features.h plugins/parse_html/features_impl.h plugins/parse_html/features_page.c \
	plugins/parse_html/grown.h plugins/parse_html/hints.c plugins/parse_html/hints.h \
	plugins/parse_html/inline.c plugins/parse_html/jsonld.c plugins/parse_html/jsonld.h plugins/parse_html/lexer.c plugins/parse_html/lexer.h \
	plugins/parse_html/parser.c plugins/parse_html/parser.h plugins/parse_html/sieve.c plugins/parse_html/sieve.h plugins/parse_html/text.c \
	plugins/parse_html/tree.c plugins/parse_html/tree.h plugins/parse_html/walk.c plugins/parse_html/walk.h plugins/parse_html/web.h \
	$(PARSE_TEXT_COMMON)
PARSE_HTML_SOURCES = plugins/parse_html/parse_html.c plugins/parse_html/about.c plugins/parse_html/about.h plugins/parse_html/authors.c plugins/parse_html/byline.c plugins/parse_html/byline.h \
	plugins/parse_html/clean.c \
	plugins/parse_html/clean.h plugins/parse_html/judge.c plugins/parse_html/judge.h plugins/parse_html/says.c plugins/parse_html/says.h plugins/read_files/markup.c plugins/read_files/markup.h \
	$(PARSE_HTML_COMMON)
PARSE_HTML_LIBS = $(GUMBO_LIBS) $(UCHARDET_LIBS) $(JANSSON_LIBS) -lm
PARSE_HTML_CFLAGS = $(GUMBO_CFLAGS) $(UCHARDET_CFLAGS) $(JANSSON_CFLAGS)
plugins_parse_html_parse_html_la_SOURCES = $(PARSE_HTML_SOURCES)
plugins_parse_html_parse_html_la_CPPFLAGS = -I$(top_srcdir)/core/include $(PARSE_HTML_CFLAGS)
plugins_parse_html_parse_html_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_parse_html_parse_html_la_LIBADD = libfilon.la $(PARSE_HTML_LIBS)
pluginparse_htmldatadir = $(pkgdatadir)/parse_html
dist_pluginparse_htmldata_DATA = plugins/parse_html/hints.tsv
EXTRA_DIST += plugins/parse_html/parse_html.md
# Makes parse_text's article.model from labelled pages (../parse_text/article.card.md).
plugins_parse_html_train_SOURCES = plugins/parse_html/train.c plugins/parse_html/train.h plugins/parse_html/train_data.c plugins/parse_html/train_rounds.c plugins/parse_html/gold.c \
	plugins/parse_html/gold.h $(PARSE_HTML_COMMON)
plugins_parse_html_train_CPPFLAGS = -I$(top_srcdir)/core/include $(PARSE_HTML_CFLAGS)
plugins_parse_html_train_LDADD = libfilon.la $(PARSE_HTML_LIBS) $(ZLIB_LIBS)
