#include "cli/command.h"

int main(int argc, char **argv)
{
    return filon_main(argc, argv);
}
