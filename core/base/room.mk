libcore_la_SOURCES += \
	%D%/arena.c %D%/buf.c %D%/conllu.c %D%/error.c %D%/log.c %D%/log.h %D%/map.c %D%/memory.h %D%/paths.c %D%/paths.h %D%/sketch.c %D%/str.c %D%/tsv.c %D%/utf8.c
libcore_la_SOURCES += %D%/inflect.c %D%/inflect.h %D%/inflect_en.c %D%/inflect_fr.c
