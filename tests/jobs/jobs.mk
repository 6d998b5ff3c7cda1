# Whole runs of the program, as scripts.
JOBS =
JOBS += tests/jobs/annotate.sh
JOBS += tests/jobs/archives.sh
JOBS += tests/jobs/bad_jobs.sh
JOBS += tests/jobs/bad_lua.sh
JOBS += tests/jobs/bad_plugins.sh
JOBS += tests/jobs/bad_texts.sh
JOBS += tests/jobs/cli.sh
JOBS += tests/jobs/clock.sh
JOBS += tests/jobs/feeds.sh
JOBS += tests/jobs/duplicates.sh
JOBS += tests/jobs/gazetteer.sh
JOBS += tests/jobs/hostile_pages.sh
JOBS += tests/jobs/lua_examples.sh
JOBS += tests/jobs/operating.sh
JOBS += tests/jobs/page_sources.sh
JOBS += tests/jobs/pages.sh
JOBS += tests/jobs/readme.sh
JOBS += tests/jobs/resume.sh
JOBS += tests/jobs/remove.sh
JOBS += tests/jobs/rules.sh
JOBS += tests/jobs/run.sh
JOBS += tests/jobs/seeds.sh
JOBS += tests/jobs/signals.sh
JOBS += tests/jobs/torture.sh
JOBS += tests/jobs/train.sh
TESTS += $(JOBS) tests/jobs/external_plugin.sh
EXTRA_DIST += $(JOBS) tests/jobs/external_plugin.sh

# `make install` links the plugins anew in the build tree: after the tests that load them.
tests/jobs/external_plugin.log: $(UNIT:=.log) $(JOBS:.sh=.log)

# Exactly once under kills and failing disks: a program, a plugin that misbehaves, a shim that fails writes.
check_PROGRAMS += tests/jobs/torture/torture
tests_jobs_torture_torture_SOURCES = tests/jobs/torture/torture.c
tests_jobs_torture_torture_CPPFLAGS = $(SQLITE_CFLAGS)
tests_jobs_torture_torture_LDADD = $(SQLITE_LIBS)
check_LTLIBRARIES = tests/jobs/torture/trouble.la tests/jobs/torture/failing.la tests/jobs/torture/clock.la
tests_jobs_torture_trouble_la_SOURCES = tests/jobs/torture/trouble.c
tests_jobs_torture_trouble_la_CPPFLAGS = -I$(top_srcdir)/core/include
tests_jobs_torture_trouble_la_LDFLAGS = $(PLUGIN_LDFLAGS) -rpath /nowhere
tests_jobs_torture_trouble_la_LIBADD = libfilon.la
tests_jobs_torture_failing_la_SOURCES = tests/jobs/torture/failing.c
tests_jobs_torture_failing_la_CFLAGS = -std=gnu17 -D_GNU_SOURCE -Wall -Wextra
tests_jobs_torture_failing_la_LDFLAGS = -module -avoid-version -shared -rpath /nowhere
tests_jobs_torture_failing_la_LIBADD = -ldl
tests_jobs_torture_clock_la_SOURCES = tests/jobs/torture/clock.c
tests_jobs_torture_clock_la_CFLAGS = -std=gnu17 -D_GNU_SOURCE -Wall -Wextra
tests_jobs_torture_clock_la_LDFLAGS = -module -avoid-version -shared -rpath /nowhere
tests_jobs_torture_clock_la_LIBADD = -ldl

# The long form: 3,000 documents, 500 kills.
.PHONY: torture
torture: all
	$(MAKE) $(AM_MAKEFLAGS) tests/jobs/torture/torture tests/jobs/torture/trouble.la tests/jobs/torture/failing.la
	tests/jobs/torture/torture .libs/filon tests/jobs/torture/.libs --mode kill --documents 3000 --kills 500
	tests/jobs/torture/torture .libs/filon tests/jobs/torture/.libs --mode room --documents 3000 --kills 20
	tests/jobs/torture/torture .libs/filon tests/jobs/torture/.libs --mode disk --documents 3000 --kills 60 --shim tests/jobs/torture/.libs/failing.so
