# Fuzz targets. With --enable-fuzzing (clang) they are libFuzzer programs, run by tests/fuzz/run.sh; without it each replays
# its corpus. `make check` does that in either case. Flags are those of AM_CPPFLAGS, so that targets and unit tests share the objects they
# have in common.
FUZZERS = tests/fuzz/fuzz_gazetteer tests/fuzz/fuzz_yaml tests/fuzz/fuzz_text tests/fuzz/fuzz_conllu tests/fuzz/fuzz_warc \
	tests/fuzz/fuzz_date tests/fuzz/fuzz_discourse tests/fuzz/fuzz_jsonl tests/fuzz/fuzz_model tests/fuzz/fuzz_pattern
if HAVE_HTML
FUZZERS += tests/fuzz/fuzz_html tests/fuzz/fuzz_jsonld tests/fuzz/fuzz_encoding
endif
if HAVE_EXPAT
FUZZERS += tests/fuzz/fuzz_feed
endif
if HAVE_MD4C
FUZZERS += tests/fuzz/fuzz_markdown
endif

check_PROGRAMS += $(FUZZERS)
TESTS += tests/fuzz/replay.sh
.PHONY: fuzzers
fuzzers: $(FUZZERS)
EXTRA_DIST += tests/fuzz/replay.sh tests/fuzz/run.sh tests/fuzz/corpus tests/fuzz/date.dict tests/fuzz/discourse.dict tests/fuzz/feed.dict tests/fuzz/html.dict \
	tests/fuzz/jsonl.dict tests/fuzz/jsonld.dict tests/fuzz/markdown.dict tests/fuzz/pattern.dict tests/fuzz/text.dict tests/fuzz/warc.dict \
	tests/fuzz/yaml.dict
if FUZZING
FUZZ_LINKING = $(AM_LDFLAGS) $(FILON_FUZZ)
FUZZ_MAIN = tests/fuzz/fuzz.h
else
FUZZ_LINKING = $(AM_LDFLAGS)
FUZZ_MAIN = tests/fuzz/fuzz.h tests/fuzz/replay.c
endif
FUZZ_PAGES = $(FUZZ_MAIN) tests/fuzz/pages.c tests/fuzz/pages.h
tests_fuzz_fuzz_gazetteer_SOURCES = tests/fuzz/fuzz_gazetteer.c $(FUZZ_MAIN)
tests_fuzz_fuzz_gazetteer_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_gazetteer_LDADD = libcore.la
tests_fuzz_fuzz_yaml_SOURCES = tests/fuzz/fuzz_yaml.c $(FUZZ_MAIN)
tests_fuzz_fuzz_yaml_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_yaml_LDADD = libcore.la
tests_fuzz_fuzz_conllu_SOURCES = tests/fuzz/fuzz_conllu.c $(FUZZ_MAIN)
tests_fuzz_fuzz_conllu_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_conllu_LDADD = libcore.la
tests_fuzz_fuzz_model_SOURCES = tests/fuzz/fuzz_model.c $(FUZZ_MAIN)
tests_fuzz_fuzz_model_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_model_LDADD = libcore.la
tests_fuzz_fuzz_pattern_SOURCES = tests/fuzz/fuzz_pattern.c $(FUZZ_MAIN)
tests_fuzz_fuzz_pattern_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_pattern_LDADD = libcore.la

# The plugins are linked in; their lexicons are read from the source tree.
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz_text.c $(FUZZ_PAGES) $(plugins_parse_text_parse_text_la_SOURCES) $(SEGMENT_SOURCES)
tests_fuzz_fuzz_text_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_text_LDADD = libcore.la
tests_fuzz_fuzz_discourse_SOURCES = tests/fuzz/fuzz_discourse.c $(FUZZ_PAGES) $(plugins_parse_text_parse_text_la_SOURCES) $(SEGMENT_SOURCES) $(NER_SOURCES) \
	$(QUOTE_SOURCES) $(STANCE_SOURCES)
tests_fuzz_fuzz_discourse_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_discourse_LDADD = libcore.la
tests_fuzz_fuzz_html_SOURCES = tests/fuzz/fuzz_html.c $(FUZZ_PAGES) plugins/parse_text/parse_text.c $(PARSE_HTML_SOURCES)
tests_fuzz_fuzz_html_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_html_LDADD = libcore.la $(PARSE_HTML_LIBS)
tests_fuzz_fuzz_markdown_SOURCES = tests/fuzz/fuzz_markdown.c $(FUZZ_PAGES) $(PARSE_MARKDOWN_SOURCES) plugins/parse_text/parse_text.c $(PARSE_TEXT_COMMON)
tests_fuzz_fuzz_markdown_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_markdown_LDADD = libcore.la $(MD4C_LIBS)
tests_fuzz_fuzz_jsonld_SOURCES = tests/fuzz/fuzz_jsonld.c $(FUZZ_MAIN) plugins/parse_html/jsonld.c plugins/parse_html/jsonld.h
tests_fuzz_fuzz_jsonld_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_jsonld_LDADD = libcore.la $(JANSSON_LIBS)
tests_fuzz_fuzz_date_SOURCES = tests/fuzz/fuzz_date.c $(FUZZ_MAIN) $(PARSE_TEXT_COMMON) plugins/read_feed/date.c plugins/read_feed/feed.h
tests_fuzz_fuzz_date_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_date_LDADD = libcore.la
tests_fuzz_fuzz_encoding_SOURCES = tests/fuzz/fuzz_encoding.c $(FUZZ_MAIN) plugins/parse_html/encoding.c plugins/parse_html/encoding.h \
	plugins/parse_text/mojibake.c plugins/parse_text/mojibake.h
tests_fuzz_fuzz_encoding_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_encoding_LDADD = libcore.la $(UCHARDET_LIBS)
tests_fuzz_fuzz_jsonl_SOURCES = tests/fuzz/fuzz_jsonl.c $(FUZZ_MAIN) plugins/read_jsonl/article.c plugins/read_jsonl/article.h \
	plugins/read_jsonl/find_id.c plugins/read_jsonl/find_id.h plugins/read_jsonl/lines.c plugins/read_jsonl/lines.h \
	plugins/read_files/markup.c plugins/read_files/markup.h plugins/read_files/stream.c plugins/read_files/stream.h
tests_fuzz_fuzz_jsonl_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_jsonl_LDADD = libcore.la $(JANSSON_LIBS) $(READ_FILES_LIBS)
tests_fuzz_fuzz_warc_SOURCES = tests/fuzz/fuzz_warc.c $(FUZZ_MAIN) plugins/read_warc/header.c plugins/read_warc/http.c \
	plugins/read_warc/http.h plugins/read_warc/record.c plugins/read_warc/record.h plugins/read_files/stream.c plugins/read_files/stream.h
tests_fuzz_fuzz_warc_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_warc_LDADD = libcore.la $(READ_FILES_LIBS)
tests_fuzz_fuzz_feed_SOURCES = tests/fuzz/fuzz_feed.c $(FUZZ_MAIN) $(READ_FEED_COMMON)
tests_fuzz_fuzz_feed_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_feed_LDADD = libcore.la $(EXPAT_LIBS)
