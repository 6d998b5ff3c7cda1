libcore_la_SOURCES += \
	%D%/crf.c %D%/crf_ada.c %D%/crf_data.c %D%/crf_impl.h %D%/crf_objective.c %D%/crf_train.c %D%/lattice.c %D%/lattice.h %D%/lbfgs.c %D%/lbfgs.h
libcore_la_SOURCES += %D%/forest.c %D%/forest_train.c
libcore_la_SOURCES += %D%/linear.c %D%/linear_format.h %D%/linear_train.c
libcore_la_SOURCES += %D%/model.c %D%/model_format.h %D%/model_out.c
