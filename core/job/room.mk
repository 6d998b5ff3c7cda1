libcore_la_SOURCES += \
	%D%/alike.c %D%/assemble.c %D%/channel.c %D%/channel.h %D%/document.c %D%/document.h %D%/fingerprint.c %D%/fingerprint.h %D%/former.c %D%/former.h \
	%D%/intake.c %D%/job.h %D%/kin.c %D%/kin.h %D%/ledger.c %D%/ledger.h %D%/ledger_impl.h %D%/ledger_schema.c %D%/ledger_views.c %D%/lock.c %D%/lock.h %D%/output.c %D%/pool.c %D%/pool.h \
	%D%/reach.c %D%/reach.h %D%/progress.c %D%/progress.h %D%/report.c %D%/report.h %D%/run.c %D%/run.h %D%/stop.c %D%/stop.h %D%/window.c %D%/window.h %D%/worker.c %D%/worker.h
