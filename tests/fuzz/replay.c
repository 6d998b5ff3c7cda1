/* Runs a fuzz target over files, as a libFuzzer program does when it is given files: the corpus as a test. */
#include "tests/fuzz/fuzz.h"

static int replay(const char *path)
{
    static unsigned char room[16 << 20];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    size_t n = fread(room, 1, sizeof room, file);
    int failed = ferror(file) || !feof(file);
    fclose(file);
    if (failed) {
        fprintf(stderr, "%s: cannot be read whole\n", path);
        return 1;
    }
    /* A block of its own: what reads beyond the end is seen by AddressSanitizer and valgrind. */
    unsigned char *data = malloc(n ? n : 1);
    if (!data)
        return 1;
    for (size_t i = 0; i < n; i++)
        data[i] = room[i];
    LLVMFuzzerTestOneInput(data, n);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    int failed = argc < 2;
    if (failed)
        fprintf(stderr, "usage: %s FILE...\n", argv[0]);
    for (int i = 1; i < argc; i++)
        failed |= replay(argv[i]);
    return failed;
}
