# Every test speaks TAP: Check's programs through CK_TAP_LOG_FILE_NAME, scripts through tests/lib.sh.
TEST_EXTENSIONS = .sh
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	CC='$(CC)'; export CC; \
	PLUGIN_FLAGS='$(FILON_SANITIZE)'; export PLUGIN_FLAGS; \
	CK_TAP_LOG_FILE_NAME=-; export CK_TAP_LOG_FILE_NAME; \
	CK_VERBOSITY=silent; export CK_VERBOSITY;
check_PROGRAMS =
TESTS =
include tests/unit/unit.mk
include tests/jobs/jobs.mk
include tests/bench/bench.mk
include tests/accuracy/accuracy.mk
include tests/fuzz/fuzz.mk
EXTRA_DIST += tests/lib.sh tests/valgrind.sh tests/distcheck.sh
