# Fuzz targets. With --enable-fuzzing (clang) they are libFuzzer programs, run by tests/fuzz/run.sh; without it each replays
# its corpus. `make check` does that in either case.
FUZZERS = tests/fuzz/fuzz_gazetteer tests/fuzz/fuzz_yaml tests/fuzz/fuzz_text tests/fuzz/fuzz_conllu tests/fuzz/fuzz_warc
if HAVE_HTML
FUZZERS += tests/fuzz/fuzz_html
endif
if HAVE_EXPAT
FUZZERS += tests/fuzz/fuzz_feed
endif
check_PROGRAMS += $(FUZZERS)
TESTS += tests/fuzz/replay.sh
.PHONY: fuzzers
fuzzers: $(FUZZERS)
EXTRA_DIST += tests/fuzz/replay.sh tests/fuzz/run.sh tests/fuzz/feed.dict tests/fuzz/html.dict tests/fuzz/text.dict tests/fuzz/warc.dict tests/fuzz/yaml.dict tests/fuzz/corpus
FUZZ_CPPFLAGS = $(libcore_la_CPPFLAGS) -I$(top_srcdir)
if FUZZING
FUZZ_LINKING = $(AM_LDFLAGS) $(FILON_FUZZ)
FUZZ_MAIN =
else
FUZZ_LINKING = $(AM_LDFLAGS)
FUZZ_MAIN = tests/fuzz/replay.c
endif
tests_fuzz_fuzz_gazetteer_SOURCES = tests/fuzz/fuzz_gazetteer.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_gazetteer_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_gazetteer_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_gazetteer_LDADD = libcore.la
tests_fuzz_fuzz_yaml_SOURCES = tests/fuzz/fuzz_yaml.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_yaml_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_yaml_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_yaml_LDADD = libcore.la

# The plugins are linked in; their lexicons are read from the source tree.
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz_text.c tests/fuzz/fuzz.h $(FUZZ_MAIN) $(plugins_parse_text_parse_text_la_SOURCES) $(SEGMENT_SOURCES)
tests_fuzz_fuzz_text_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_text_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_text_LDADD = libcore.la

tests_fuzz_fuzz_conllu_SOURCES = tests/fuzz/fuzz_conllu.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_conllu_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_conllu_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_conllu_LDADD = libcore.la
tests_fuzz_fuzz_html_SOURCES = tests/fuzz/fuzz_html.c tests/fuzz/fuzz.h $(FUZZ_MAIN) plugins/parse_text/parse_text.c $(PARSE_HTML_SOURCES)
tests_fuzz_fuzz_html_CPPFLAGS = $(FUZZ_CPPFLAGS) $(PARSE_HTML_CFLAGS)
tests_fuzz_fuzz_html_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_html_LDADD = libcore.la $(PARSE_HTML_LIBS)
tests_fuzz_fuzz_warc_SOURCES = tests/fuzz/fuzz_warc.c tests/fuzz/fuzz.h $(FUZZ_MAIN) plugins/read_warc/header.c plugins/read_warc/http.c \
	plugins/read_warc/http.h plugins/read_warc/record.c plugins/read_warc/record.h plugins/read_files/stream.c plugins/read_files/stream.h
tests_fuzz_fuzz_warc_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_warc_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_warc_LDADD = libcore.la $(READ_FILES_LIBS)
tests_fuzz_fuzz_feed_SOURCES = tests/fuzz/fuzz_feed.c tests/fuzz/fuzz.h $(FUZZ_MAIN) $(READ_FEED_COMMON)
tests_fuzz_fuzz_feed_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_feed_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_fuzz_feed_LDADD = libcore.la $(EXPAT_LIBS)
