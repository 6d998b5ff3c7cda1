# A word in UNIT a program, whose source has its name. They link the core's inside statically, and of libparts.a what they use of plugins and
# helpers: functions that leave a file have names of their own in all of it.
UNIT = \
	tests/unit/base tests/unit/claim tests/unit/config_expand tests/unit/config_job tests/unit/config_options tests/unit/config_yaml \
	tests/unit/conllu tests/unit/crf tests/unit/document tests/unit/duplicates tests/unit/forest tests/unit/gazetteer tests/unit/inflect tests/unit/language \
	tests/unit/linear tests/unit/lua_manual tests/unit/lua_state tests/unit/lua_views tests/unit/lua_wire tests/unit/match \
	tests/unit/minimal tests/unit/model tests/unit/mojibake tests/unit/ner tests/unit/parse_text tests/unit/parse_text_any \
	tests/unit/parse_text_dates tests/unit/parse_text_meta tests/unit/quote tests/unit/read_files tests/unit/read_jsonl \
	tests/unit/read_warc tests/unit/read_warc_broken tests/unit/segment tests/unit/segment_treebank tests/unit/stance tests/unit/syntax \
	tests/unit/write_jsonl tests/unit/write_jsonl_refused tests/unit/write_sqlite tests/unit/write_sqlite_once
tests_unit_libparts_a_SOURCES = \
	tests/unit/configkit.h tests/unit/folder.c tests/unit/folder.h tests/unit/iokit.c tests/unit/iokit.h tests/unit/jsonlkit.h \
	tests/unit/luakit.c tests/unit/luakit.h tests/unit/pagekit.c tests/unit/pagekit.h tests/unit/sqlitekit.c tests/unit/sqlitekit.h \
	tests/unit/stagekit.c tests/unit/stagekit.h tests/unit/textkit.h tests/unit/unit_run.h tests/unit/warckit.c tests/unit/warckit.h \
	tests/unit/writekit.c tests/unit/writekit.h \
	$(plugins_parse_text_parse_text_la_SOURCES) $(plugins_read_conllu_read_conllu_la_SOURCES) $(plugins_read_files_read_files_la_SOURCES) \
	$(plugins_read_jsonl_read_jsonl_la_SOURCES) $(plugins_write_jsonl_write_jsonl_la_SOURCES) $(plugins_write_sqlite_write_sqlite_la_SOURCES) \
	$(CLAIM_SOURCES) $(DUPLICATES_SOURCES) $(GAZETTEER_SOURCES) $(LANGUAGE_SOURCES) $(NER_SOURCES) $(QUOTE_SOURCES) $(READ_WARC_SOURCES) \
	$(SEGMENT_SOURCES) $(STANCE_SOURCES) $(SYNTAX_SOURCES)
if HAVE_HTML
UNIT += tests/unit/parse_html tests/unit/parse_html_hostile tests/unit/parse_html_meta
tests_unit_libparts_a_SOURCES += tests/unit/htmlkit.c tests/unit/htmlkit.h $(PARSE_HTML_SOURCES)
endif
if HAVE_EXPAT
UNIT += tests/unit/read_feed
tests_unit_libparts_a_SOURCES += $(READ_FEED_SOURCES)
endif
if HAVE_MD4C
UNIT += tests/unit/parse_markdown
tests_unit_libparts_a_SOURCES += $(PARSE_MARKDOWN_SOURCES)
endif
if HAVE_CHECK
check_LIBRARIES = tests/unit/libparts.a
check_PROGRAMS += $(UNIT)
TESTS += $(UNIT)
endif
ARFLAGS = cr
# Flags of everything that names none of its own, so that each object is compiled once.
AM_CPPFLAGS = $(libcore_la_CPPFLAGS) $(CHECK_CFLAGS) $(READ_FILES_CFLAGS) $(PARSE_HTML_CFLAGS) $(EXPAT_CFLAGS) $(MD4C_CFLAGS) -I$(top_srcdir)
LDADD = tests/unit/libparts.a libcore.la $(CHECK_LIBS) $(JANSSON_LIBS) $(READ_FILES_LIBS) $(PARSE_HTML_LIBS) $(EXPAT_LIBS) $(MD4C_LIBS) -lm
EXTRA_DIST += \
	tests/data/claim-en-rows.tsv tests/data/claim-en-rows.yaml tests/data/claim-en.tsv tests/data/claim-en.yaml \
	tests/data/claim-fr-rows.tsv tests/data/claim-fr-rows.yaml tests/data/claim-fr.tsv tests/data/claim-fr.yaml \
	tests/data/gazetteer.tsv tests/data/quote-en.tsv tests/data/quote-fr.tsv tests/data/stance-en-rows.tsv tests/data/stance-en.tsv \
	tests/data/stance-fr-rows.tsv tests/data/stance-fr.tsv tests/data/typography.tsv \
	tests/minimal/en-cues.tsv tests/minimal/en-helpers.tsv tests/minimal/en-phenomena.tsv tests/minimal/en-quotes.tsv \
	tests/minimal/fr-cues.tsv tests/minimal/fr-helpers.tsv tests/minimal/fr-phenomena.tsv tests/minimal/fr-quotes.tsv \
	tests/minimal/fr-stances.tsv
