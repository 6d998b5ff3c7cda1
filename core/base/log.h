/* Log lines to stderr: one write(2) a line, so that processes do not mix. */
#ifndef FILON_BASE_LOG_H
#define FILON_BASE_LOG_H

#include <filon/plugin.h>

void filon_log_level(enum filon_level level); /* what is shown; FILON_WARN by default */
bool filon_log_enabled(enum filon_level level);
/* The document under way, put into each line; NULL none. Kept, not copied. */
void filon_log_document(const char *id);
void filon_log(enum filon_level level, const char *format, ...) FILON_PRINTF(2, 3);

#endif
