# Measures; no part of `make check`. BENCH_FILES=… measures other texts, BENCH_FLAGS=… passes options on.
#   bench             what each stage costs
#   bench-pages       parse_html, over the pages of wcxb-articles (FILON_SHARED)
#   bench-gazetteer   a gazetteer of a million names
#   bench-warc        reading a web archive
#   bench-isolation   what worker processes cost, and what a second one brings
#   bench-ledger      a ledger of ten million documents
#   bench-duplicates  what finding a near-duplicate costs among ten million texts (BENCH_MILLIONS); with BENCH_FILES, which edits of them are found
EXTRA_PROGRAMS = \
	tests/bench/bench tests/bench/duplicates tests/bench/gazetteer tests/bench/isolation tests/bench/ledger tests/bench/pages tests/bench/warc
CLEANFILES += $(EXTRA_PROGRAMS)
MEASURE = tests/bench/measure.c tests/bench/measure.h
STAGES = tests/bench/stages.c tests/bench/stages.h $(MEASURE)
# Plugins find what they need in the program.
WITH_STAGES = $(AM_LDFLAGS) -export-dynamic
tests_bench_bench_SOURCES = tests/bench/bench.c $(STAGES)
tests_bench_bench_LDADD = libcore.la
tests_bench_bench_LDFLAGS = $(WITH_STAGES)
tests_bench_pages_SOURCES = tests/bench/pages.c $(STAGES)
tests_bench_pages_LDADD = libcore.la $(ZLIB_LIBS)
tests_bench_pages_LDFLAGS = $(WITH_STAGES)
tests_bench_gazetteer_SOURCES = tests/bench/gazetteer.c $(STAGES)
tests_bench_gazetteer_LDADD = libcore.la
tests_bench_gazetteer_LDFLAGS = $(WITH_STAGES)
tests_bench_warc_SOURCES = tests/bench/warc.c $(STAGES)
tests_bench_warc_LDADD = libcore.la $(ZLIB_LIBS)
tests_bench_warc_LDFLAGS = $(WITH_STAGES)
tests_bench_isolation_SOURCES = tests/bench/isolation.c $(MEASURE)
tests_bench_isolation_LDADD = libcore.la
tests_bench_ledger_SOURCES = tests/bench/ledger.c $(MEASURE)
tests_bench_ledger_LDADD = libcore.la
tests_bench_duplicates_SOURCES = tests/bench/duplicates.c $(MEASURE)
tests_bench_duplicates_LDADD = libcore.la -lm
BENCH_FILON = filon=.libs/filon; test -x $$filon || filon=./filon; files='$(BENCH_FILES)'; files=$${files:-`echo $(srcdir)/configs/samples/*.txt`}
BENCH_PAGES = pages='$(BENCH_FILES)'; pages=$${pages:-$${FILON_SHARED:-$(srcdir)/../shared}/data/html/wcxb-articles/html/*.html.gz}
.PHONY: bench bench-pages bench-gazetteer bench-warc bench-isolation bench-ledger bench-duplicates
bench: all tests/bench/bench$(EXEEXT)
	@$(BENCH_FILON); tests/bench/bench$(EXEEXT) --filon=$$filon $(BENCH_FLAGS) $$files
bench-pages: all tests/bench/pages$(EXEEXT)
	@$(BENCH_PAGES); tests/bench/pages$(EXEEXT) $$pages
bench-gazetteer: all tests/bench/gazetteer$(EXEEXT)
	@$(BENCH_FILON); tests/bench/gazetteer$(EXEEXT) $(BENCH_FLAGS) $$files
bench-warc: all tests/bench/warc$(EXEEXT)
	@$(BENCH_FILON); tests/bench/warc$(EXEEXT) $(BENCH_FLAGS) $$files
bench-isolation: all tests/bench/isolation$(EXEEXT)
	@$(BENCH_FILON); tests/bench/isolation$(EXEEXT) $$filon $(srcdir)/scripts/press.lua $(BENCH_FLAGS) $$files
bench-ledger: all tests/bench/ledger$(EXEEXT)
	@$(BENCH_FILON); tests/bench/ledger$(EXEEXT) $$filon $(BENCH_FLAGS)
bench-duplicates: all tests/bench/duplicates$(EXEEXT)
	@millions='$(BENCH_MILLIONS)'; tests/bench/duplicates$(EXEEXT) $${millions:-10} $(BENCH_FILES)
