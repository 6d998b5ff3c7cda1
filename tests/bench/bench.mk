# `make bench`: what each stage costs. BENCH_FILES=… measures other texts, BENCH_FLAGS=… passes options on. No part of `make check`.
EXTRA_PROGRAMS = tests/bench/bench
CLEANFILES += tests/bench/bench$(EXEEXT)
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
.PHONY: bench bench-gazetteer
bench-gazetteer: all
	$(MAKE) $(AM_MAKEFLAGS) tests/bench/gazetteer$(EXEEXT)
	@files='$(BENCH_FILES)'; tests/bench/gazetteer$(EXEEXT) $(BENCH_FLAGS) $${files:-$(srcdir)/configs/samples/*.txt}
bench: all
	$(MAKE) $(AM_MAKEFLAGS) tests/bench/bench$(EXEEXT)
	@files='$(BENCH_FILES)'; filon=.libs/filon; test -x $$filon || filon=./filon; \
	tests/bench/bench$(EXEEXT) --filon=$$filon $(BENCH_FLAGS) $${files:-$(srcdir)/configs/samples/*.txt}
