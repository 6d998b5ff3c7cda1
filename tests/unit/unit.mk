# A line in UNIT and a _SOURCES line a program; they link the core's inside statically.
if HAVE_CHECK
check_PROGRAMS += $(UNIT)
TESTS += $(UNIT)
endif
UNIT =
UNIT_CPPFLAGS = $(libcore_la_CPPFLAGS) $(CHECK_CFLAGS) -I$(top_srcdir)
UNIT_LIBS = libcore.la $(CHECK_LIBS)
UNIT += tests/unit/inflect
tests_unit_inflect_SOURCES = tests/unit/inflect.c
tests_unit_inflect_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_inflect_LDADD = $(UNIT_LIBS)
