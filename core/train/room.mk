libcore_la_SOURCES += \
	%D%/bio.c %D%/brat.c %D%/conllu.c %D%/corpus.c %D%/corpus.h %D%/session.c %D%/session.h %D%/tally.c %D%/tally.h
