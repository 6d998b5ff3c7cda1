libcore_la_SOURCES += \
	%D%/crf.c %D%/crf_data.c %D%/crf_impl.h %D%/crf_objective.c %D%/crf_train.c %D%/lbfgs.c %D%/lbfgs.h %D%/model.c %D%/model_format.h %D%/model_out.c
libcore_la_SOURCES += %D%/linear.c %D%/linear_train.c
