# Measures; no part of `make check`. `make bench`: what each stage costs. BENCH_FILES=… measures other texts, BENCH_FLAGS=… passes options on.
# `make bench-isolation`: what worker processes cost, and what a second one brings. `make bench-ledger`: a ledger of ten million documents.
# `make bench-duplicates`: what finding a near-duplicate costs among ten million texts (BENCH_MILLIONS); with BENCH_FILES, which edits of those texts are found. `make bench-warc`: reading a web archive.
EXTRA_PROGRAMS = tests/bench/bench tests/bench/isolation tests/bench/ledger
CLEANFILES += tests/bench/bench$(EXEEXT) tests/bench/isolation$(EXEEXT) tests/bench/ledger$(EXEEXT)
tests_bench_bench_SOURCES = tests/bench/bench.c
tests_bench_bench_CPPFLAGS = $(libcore_la_CPPFLAGS) -I$(top_srcdir)
tests_bench_bench_LDFLAGS = $(AM_LDFLAGS) -export-dynamic
tests_bench_bench_LDADD = libcore.la
EXTRA_PROGRAMS += tests/bench/gazetteer
CLEANFILES += tests/bench/gazetteer$(EXEEXT)
tests_bench_gazetteer_SOURCES = tests/bench/gazetteer.c
tests_bench_gazetteer_CPPFLAGS = $(libcore_la_CPPFLAGS) -I$(top_srcdir)
tests_bench_gazetteer_LDFLAGS = $(AM_LDFLAGS) -export-dynamic
tests_bench_gazetteer_LDADD = libcore.la
bench-gazetteer: all
	$(MAKE) $(AM_MAKEFLAGS) tests/bench/gazetteer$(EXEEXT)
	@files='$(BENCH_FILES)'; tests/bench/gazetteer$(EXEEXT) $(BENCH_FLAGS) $${files:-$(srcdir)/configs/samples/*.txt}
EXTRA_PROGRAMS += tests/bench/warc
CLEANFILES += tests/bench/warc$(EXEEXT)
tests_bench_warc_SOURCES = tests/bench/warc.c
tests_bench_warc_CPPFLAGS = $(libcore_la_CPPFLAGS) -I$(top_srcdir)
tests_bench_warc_LDFLAGS = $(AM_LDFLAGS) -export-dynamic
tests_bench_warc_LDADD = libcore.la $(ZLIB_LIBS)
bench-warc: all
	$(MAKE) $(AM_MAKEFLAGS) tests/bench/warc$(EXEEXT)
	@files='$(BENCH_FILES)'; tests/bench/warc$(EXEEXT) $(BENCH_FLAGS) $${files:-$(srcdir)/configs/samples/*.txt}
tests_bench_isolation_SOURCES = tests/bench/isolation.c
tests_bench_isolation_LDADD =
tests_bench_ledger_SOURCES = tests/bench/ledger.c
tests_bench_ledger_CPPFLAGS = $(libcore_la_CPPFLAGS) -I$(top_srcdir)
tests_bench_ledger_LDADD = libcore.la
BENCH_FILON = filon=.libs/filon; test -x $$filon || filon=./filon; files='$(BENCH_FILES)'; files=$${files:-`echo $(srcdir)/configs/samples/*.txt`}
.PHONY: bench bench-gazetteer bench-warc bench-isolation bench-ledger
bench: all
	$(MAKE) $(AM_MAKEFLAGS) tests/bench/bench$(EXEEXT)
	@$(BENCH_FILON); tests/bench/bench$(EXEEXT) --filon=$$filon $(BENCH_FLAGS) $$files
bench-isolation: all
	$(MAKE) $(AM_MAKEFLAGS) tests/bench/isolation$(EXEEXT)
	@$(BENCH_FILON); tests/bench/isolation$(EXEEXT) $$filon $(srcdir)/scripts/press.lua $(BENCH_FLAGS) $$files
bench-ledger: all
	$(MAKE) $(AM_MAKEFLAGS) tests/bench/ledger$(EXEEXT)
	@$(BENCH_FILON); tests/bench/ledger$(EXEEXT) $$filon $(BENCH_FLAGS)
# `make bench-pages`: parse_html, over the pages of wcxb-articles (FILON_SHARED) or of BENCH_FILES.
EXTRA_PROGRAMS += tests/bench/pages
CLEANFILES += tests/bench/pages$(EXEEXT)
tests_bench_pages_SOURCES = tests/bench/pages.c
tests_bench_pages_CPPFLAGS = $(libcore_la_CPPFLAGS) -I$(top_srcdir)
tests_bench_pages_LDFLAGS = $(AM_LDFLAGS) -export-dynamic
tests_bench_pages_LDADD = libcore.la $(ZLIB_LIBS)
.PHONY: bench-pages
bench-pages: all
	$(MAKE) $(AM_MAKEFLAGS) tests/bench/pages$(EXEEXT)
	@files='$(BENCH_FILES)'; tests/bench/pages$(EXEEXT) $${files:-$${FILON_SHARED:-$(srcdir)/../shared}/data/html/wcxb-articles/html/*.html.gz}
EXTRA_PROGRAMS += tests/bench/duplicates
CLEANFILES += tests/bench/duplicates$(EXEEXT)
tests_bench_duplicates_SOURCES = tests/bench/duplicates.c
tests_bench_duplicates_CPPFLAGS = $(libcore_la_CPPFLAGS) -I$(top_srcdir)
tests_bench_duplicates_LDADD = libcore.la -lm
.PHONY: bench-duplicates
bench-duplicates: all
	$(MAKE) $(AM_MAKEFLAGS) tests/bench/duplicates$(EXEEXT)
	@millions='$(BENCH_MILLIONS)'; tests/bench/duplicates$(EXEEXT) $${millions:-10} $(BENCH_FILES)
