libcore_la_SOURCES += %D%/model.c %D%/model_format.h %D%/model_out.c
