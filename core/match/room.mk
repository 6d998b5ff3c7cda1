libcore_la_SOURCES += %D%/condition.c %D%/match_impl.h %D%/parse.h %D%/program.c %D%/run.c %D%/tests.c
