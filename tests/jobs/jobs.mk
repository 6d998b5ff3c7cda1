# Whole runs of the program, as scripts.
JOBS = tests/jobs/annotate.sh tests/jobs/bad_jobs.sh tests/jobs/bad_lua.sh tests/jobs/bad_plugins.sh tests/jobs/bad_texts.sh \
	tests/jobs/cli.sh tests/jobs/external_plugin.sh tests/jobs/readme.sh tests/jobs/run.sh tests/jobs/seeds.sh
TESTS += $(JOBS)
EXTRA_DIST += $(JOBS)
