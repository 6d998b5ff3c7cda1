libcore_la_SOURCES += \
	%D%/expand.c %D%/expand.h %D%/show.c %D%/show.h %D%/jobfile.c %D%/jobfile.h %D%/node.c %D%/optioncheck.c %D%/options.c %D%/options.h %D%/scalar.c %D%/scalar.h %D%/set.c \
	%D%/stages.c %D%/stages.h %D%/suggest.c %D%/suggest.h %D%/yaml.c
