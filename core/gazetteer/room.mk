libcore_la_SOURCES += %D%/build.c %D%/file.c %D%/gazetteer.h %D%/match.c %D%/pieces.c %D%/source.c
