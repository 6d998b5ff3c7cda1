libcore_la_SOURCES += %D%/contracts.c %D%/pipeline.c %D%/pipeline.h %D%/pipeline_impl.h
