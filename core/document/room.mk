libcore_la_SOURCES += \
	%D%/conllu_in.c %D%/conllu_out.c %D%/content.c %D%/document.c %D%/document_impl.h %D%/json.c %D%/layer.c %D%/schema.c %D%/schema.h
