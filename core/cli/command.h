/* The filon command: lives in the library, so that everything but <filon/plugin.h> and this can stay hidden. */
#ifndef FILON_CLI_COMMAND_H
#define FILON_CLI_COMMAND_H

#include <filon/api.h>

FILON_API int filon_main(int argc, char **argv); /* the exit code */

#endif
