plugin_LTLIBRARIES += plugins/rules/rules.la
RULES_SOURCES = plugins/rules/rules.c
plugins_rules_rules_la_SOURCES = $(RULES_SOURCES)
plugins_rules_rules_la_CPPFLAGS = -I$(top_srcdir)/core/include
plugins_rules_rules_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_rules_rules_la_LIBADD = libfilon.la
EXTRA_DIST += plugins/rules/rules.md
