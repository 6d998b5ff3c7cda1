libcore_la_SOURCES += %D%/annotate.c %D%/cli.h %D%/command.c %D%/command.h %D%/compile.c %D%/eval.c %D%/plugins.c %D%/pretty.c %D%/run.c %D%/state.c %D%/train.c
