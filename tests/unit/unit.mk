# A line in UNIT and a _SOURCES line a program; they link the core's inside, and the plugins' they test, statically. Flags are those of
# AM_CPPFLAGS and LDADD, so that programs share the objects they have in common.
if HAVE_CHECK
check_PROGRAMS += $(UNIT)
TESTS += $(UNIT)
endif
UNIT =
UNIT_CPPFLAGS = $(libcore_la_CPPFLAGS) $(CHECK_CFLAGS) $(READ_FILES_CFLAGS) $(PARSE_HTML_CFLAGS) $(EXPAT_CFLAGS) $(MD4C_CFLAGS) -I$(top_srcdir)
UNIT_LIBS = libcore.la $(CHECK_LIBS) $(JANSSON_LIBS) $(READ_FILES_LIBS) $(PARSE_HTML_LIBS) $(EXPAT_LIBS) $(MD4C_LIBS) -lm
AM_CPPFLAGS = $(UNIT_CPPFLAGS)
LDADD = $(UNIT_LIBS)
UNIT += tests/unit/inflect
tests_unit_inflect_SOURCES = tests/unit/inflect.c
UNIT += tests/unit/config_yaml
tests_unit_config_yaml_SOURCES = tests/unit/config_yaml.c
UNIT += tests/unit/config_options
tests_unit_config_options_SOURCES = tests/unit/config_options.c
UNIT += tests/unit/config_expand
tests_unit_config_expand_SOURCES = tests/unit/config_expand.c
UNIT += tests/unit/config_job
tests_unit_config_job_SOURCES = tests/unit/config_job.c
UNIT += tests/unit/lua_views
tests_unit_lua_views_SOURCES = tests/unit/lua_views.c $(LUAKIT)
UNIT += tests/unit/lua_state
tests_unit_lua_state_SOURCES = tests/unit/lua_state.c $(LUAKIT)
UNIT += tests/unit/lua_wire
tests_unit_lua_wire_SOURCES = tests/unit/lua_wire.c $(LUAKIT)
UNIT += tests/unit/base
tests_unit_base_SOURCES = tests/unit/base.c
UNIT += tests/unit/document
tests_unit_document_SOURCES = tests/unit/document.c
# Readers and writers, with their own parts linked in.
FOLDER = tests/unit/folder.c tests/unit/folder.h
LUAKIT = tests/unit/luakit.c tests/unit/luakit.h $(FOLDER)
IOKIT = tests/unit/iokit.c tests/unit/iokit.h $(FOLDER)
UNIT += tests/unit/read_files
tests_unit_read_files_SOURCES = tests/unit/read_files.c $(IOKIT) $(plugins_read_files_read_files_la_SOURCES)
UNIT += tests/unit/read_jsonl
tests_unit_read_jsonl_SOURCES = tests/unit/read_jsonl.c $(IOKIT) $(plugins_read_jsonl_read_jsonl_la_SOURCES)
UNIT += tests/unit/write_jsonl
tests_unit_write_jsonl_SOURCES = tests/unit/write_jsonl.c $(IOKIT) $(plugins_write_jsonl_write_jsonl_la_SOURCES)
UNIT += tests/unit/lua_manual
tests_unit_lua_manual_SOURCES = tests/unit/lua_manual.c $(LUAKIT)
UNIT += tests/unit/write_sqlite
tests_unit_write_sqlite_SOURCES = tests/unit/write_sqlite.c $(IOKIT) $(plugins_write_sqlite_write_sqlite_la_SOURCES)
UNIT += tests/unit/segment
tests_unit_segment_SOURCES = tests/unit/segment.c $(IOKIT) $(SEGMENT_SOURCES)
EXTRA_DIST += tests/data/typography.tsv
UNIT += tests/unit/ner
tests_unit_ner_SOURCES = tests/unit/ner.c $(IOKIT) $(SEGMENT_SOURCES) $(NER_SOURCES)
UNIT += tests/unit/segment_treebank
tests_unit_segment_treebank_SOURCES = tests/unit/segment_treebank.c $(IOKIT) $(SEGMENT_SOURCES)
PAGEKIT = tests/unit/pagekit.c tests/unit/pagekit.h $(IOKIT)
HTMLKIT = tests/unit/htmlkit.c tests/unit/htmlkit.h $(PAGEKIT) $(PARSE_HTML_SOURCES)
TEXTKIT = tests/unit/textkit.h $(PAGEKIT) $(plugins_parse_text_parse_text_la_SOURCES)
if HAVE_HTML
UNIT += tests/unit/parse_html
tests_unit_parse_html_SOURCES = tests/unit/parse_html.c $(HTMLKIT)
UNIT += tests/unit/parse_html_hostile
tests_unit_parse_html_hostile_SOURCES = tests/unit/parse_html_hostile.c $(HTMLKIT)
UNIT += tests/unit/parse_html_meta
tests_unit_parse_html_meta_SOURCES = tests/unit/parse_html_meta.c $(HTMLKIT)
endif
UNIT += tests/unit/parse_text
tests_unit_parse_text_SOURCES = tests/unit/parse_text.c $(TEXTKIT)
UNIT += tests/unit/parse_text_any
tests_unit_parse_text_any_SOURCES = tests/unit/parse_text_any.c $(TEXTKIT)
UNIT += tests/unit/parse_text_dates
tests_unit_parse_text_dates_SOURCES = tests/unit/parse_text_dates.c $(TEXTKIT)
UNIT += tests/unit/parse_text_meta
tests_unit_parse_text_meta_SOURCES = tests/unit/parse_text_meta.c $(TEXTKIT)
UNIT += tests/unit/stance
tests_unit_stance_SOURCES = tests/unit/stance.c $(IOKIT) $(SEGMENT_SOURCES) $(NER_SOURCES) $(QUOTE_SOURCES) $(STANCE_SOURCES)
EXTRA_DIST += tests/data/stance-fr.tsv tests/data/stance-fr-rows.tsv tests/data/stance-en.tsv tests/data/stance-en-rows.tsv
UNIT += tests/unit/minimal
tests_unit_minimal_SOURCES = tests/unit/minimal.c $(IOKIT) $(SEGMENT_SOURCES) $(NER_SOURCES) $(QUOTE_SOURCES) $(STANCE_SOURCES)
EXTRA_DIST += tests/minimal/en-cues.tsv tests/minimal/en-helpers.tsv tests/minimal/fr-helpers.tsv tests/minimal/en-phenomena.tsv tests/minimal/en-quotes.tsv tests/minimal/fr-cues.tsv tests/minimal/fr-phenomena.tsv tests/minimal/fr-quotes.tsv tests/minimal/fr-stances.tsv
UNIT += tests/unit/duplicates
tests_unit_duplicates_SOURCES = tests/unit/duplicates.c $(IOKIT) $(DUPLICATES_SOURCES)
UNIT += tests/unit/language
tests_unit_language_SOURCES = tests/unit/language.c $(IOKIT) $(LANGUAGE_SOURCES)
UNIT += tests/unit/quote
tests_unit_quote_SOURCES = tests/unit/quote.c $(IOKIT) $(SEGMENT_SOURCES) $(NER_SOURCES) $(QUOTE_SOURCES)
EXTRA_DIST += tests/data/quote-fr.tsv tests/data/quote-en.tsv
UNIT += tests/unit/model
tests_unit_model_SOURCES = tests/unit/model.c
UNIT += tests/unit/crf
tests_unit_crf_SOURCES = tests/unit/crf.c
UNIT += tests/unit/gazetteer
tests_unit_gazetteer_SOURCES = tests/unit/gazetteer.c $(IOKIT) $(SEGMENT_SOURCES) $(NER_SOURCES) $(GAZETTEER_SOURCES)
EXTRA_DIST += tests/data/gazetteer.tsv
UNIT += tests/unit/match
tests_unit_match_SOURCES = tests/unit/match.c $(IOKIT)
UNIT += tests/unit/claim
tests_unit_claim_SOURCES = tests/unit/claim.c $(IOKIT) $(SEGMENT_SOURCES) $(NER_SOURCES) $(QUOTE_SOURCES) $(STANCE_SOURCES) $(CLAIM_SOURCES)
EXTRA_DIST += tests/data/claim-en.tsv tests/data/claim-en.yaml tests/data/claim-fr.tsv tests/data/claim-fr.yaml
EXTRA_DIST += tests/data/claim-fr-rows.tsv tests/data/claim-fr-rows.yaml tests/data/claim-en-rows.tsv tests/data/claim-en-rows.yaml
UNIT += tests/unit/linear
tests_unit_linear_SOURCES = tests/unit/linear.c
UNIT += tests/unit/conllu
tests_unit_conllu_SOURCES = tests/unit/conllu.c $(IOKIT) $(plugins_read_conllu_read_conllu_la_SOURCES)
UNIT += tests/unit/syntax
tests_unit_syntax_SOURCES = tests/unit/syntax.c $(IOKIT) $(SEGMENT_SOURCES) $(SYNTAX_SOURCES)
UNIT += tests/unit/read_warc
tests_unit_read_warc_SOURCES = tests/unit/read_warc.c $(IOKIT) $(READ_WARC_SOURCES)
if HAVE_EXPAT
UNIT += tests/unit/read_feed
endif
tests_unit_read_feed_SOURCES = tests/unit/read_feed.c $(IOKIT) $(READ_FEED_SOURCES)
UNIT += tests/unit/mojibake
tests_unit_mojibake_SOURCES = tests/unit/mojibake.c plugins/parse_text/mojibake.c plugins/parse_text/mojibake.h
if HAVE_MD4C
UNIT += tests/unit/parse_markdown
endif
tests_unit_parse_markdown_SOURCES = tests/unit/parse_markdown.c $(PAGEKIT) $(PARSE_MARKDOWN_SOURCES)
