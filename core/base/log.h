/* Log lines: to stderr, and to a file if the job names one; plain, logfmt or JSON. One write(2) a line, so that processes do not mix. */
#ifndef FILON_BASE_LOG_H
#define FILON_BASE_LOG_H

#include <filon/plugin.h>

enum filon_log_format { FILON_LOG_PLAIN, FILON_LOG_LOGFMT, FILON_LOG_JSON };

void filon_log_level(enum filon_level level); /* what is shown on stderr; FILON_WARN by default */
bool filon_log_enabled(enum filon_level level); /* on stderr or in the file */

/* Adds a file, appended to: it gets lines up to `level` in the format; without a file (NULL) stderr has the format. A file that was renamed
 * (logrotate) is opened anew at the next line. -1 with FILON_E_CONFIG. The path is kept, not copied. */
int filon_log_open(const char *file, enum filon_log_format format, enum filon_level level, struct filon_error *error);
void filon_log_close(void);

/* What each line tells beside its message; NULL, 0: nothing. Kept, not copied. */
void filon_log_document(const char *id);
void filon_log_run(const char *job, int64_t run);

/* Whether a progress line stands on the terminal, to be cleared before a log line. */
void filon_log_over_progress(bool on);

void filon_log(enum filon_level level, const char *format, ...) FILON_PRINTF(2, 3);
/* About a document that is not the one under way. */
void filon_log_about(enum filon_level level, struct filon_str document, const char *format, ...) FILON_PRINTF(3, 4);

#endif
