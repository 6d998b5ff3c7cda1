libcore_la_SOURCES += %D%/command.c %D%/command.h
