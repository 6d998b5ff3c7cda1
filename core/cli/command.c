#include "cli/command.h"

#include <stdio.h>

int filon_main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts(filon_version());
    return 0;
}
