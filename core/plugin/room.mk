libcore_la_SOURCES += \
	%D%/instance.c %D%/instance.h %D%/load.c %D%/load.h %D%/registry.c %D%/registry.h %D%/trust.c %D%/trust.h
