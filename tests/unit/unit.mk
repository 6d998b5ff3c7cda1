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
UNIT += tests/unit/config_yaml
tests_unit_config_yaml_SOURCES = tests/unit/config_yaml.c
tests_unit_config_yaml_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_config_yaml_LDADD = $(UNIT_LIBS)
UNIT += tests/unit/config_options
tests_unit_config_options_SOURCES = tests/unit/config_options.c
tests_unit_config_options_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_config_options_LDADD = $(UNIT_LIBS)
UNIT += tests/unit/config_job
tests_unit_config_job_SOURCES = tests/unit/config_job.c
tests_unit_config_job_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_config_job_LDADD = $(UNIT_LIBS)
UNIT += tests/unit/lua_views
tests_unit_lua_views_SOURCES = tests/unit/lua_views.c tests/unit/luakit.c tests/unit/luakit.h
tests_unit_lua_views_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_lua_views_LDADD = $(UNIT_LIBS)
