libcore_la_SOURCES += \
	%D%/jobfile.c %D%/jobfile.h %D%/options.c %D%/options.h %D%/suggest.c %D%/suggest.h %D%/yaml.c %D%/yaml.h
