/* parse_text: what holds for any text whatever, and how long it may take. */
#include "tests/unit/textkit.h"
#include "tests/unit/unit_run.h"

#include <stdlib.h>
#include <time.h>

START_TEST(degenerate)
{
    static const char *const texts[] = {
        "",
        " ",
        "\n\n\n",
        "\u00a0\u202f\n\t",
        "a",
        ".",
        "«",
        "©",
        "|",
        "-",
        "\n.\n",
        "…",
        "Par",
        "Par Anne",
        "Publié le",
        "date",
        "12",
        "12/",
        "1er",
        "il y a",
        "0 min",
        "© ©",
        "( ( (",
        "Lire aussi",
        "Facebook",
        "Facebook\nTwitter\n",
        "\r\n\r\n",
        "a\rb",
        "S'abonner",
        "\u200b",
        "e\u0301",
        "中文 网页",
        "🇫🇷 🙂",
    };
    struct filon_ctx *ctx = open_parse_text("{today: \"2019-03-04\"}");
    for (size_t i = 0; i < FILON_COUNT(texts); i++)
        annotate(ctx, texts[i]);
    filon_instance_free(ctx);
}
END_TEST

START_TEST(random_texts)
{
    enum { TEXTS = 2000, PIECES = 60 };
    static const char *const pieces[] = {
        "a",
        "Le ",
        "mot ",
        "Paris ",
        "© ",
        "Par ",
        "Anne Martin ",
        "Publié le ",
        "4 mars 2019 ",
        "à 10h30 ",
        "\n",
        "\n\n",
        ". ",
        "» ",
        "« ",
        "(",
        ") ",
        " – ",
        "| ",
        "Lire aussi : ",
        "S'abonner ",
        "Temps de lecture : 3 min ",
        "est ",
        "que ",
        "de la ",
        "Politique ",
        "Facebook ",
        "2 ",
        "3 commentaires",
        "\u00a0",
        "\u2019",
        "é",
        "𝄞",
        "\t",
        "Tous droits réservés ",
        "hier ",
        "il y a 3 heures ",
        "(AFP) ",
        "PARIS ",
        "Mentions légales ",
        "! ",
        "12/03/2017 ",
    };
    struct filon_ctx *ctx = open_parse_text("{today: \"2019-03-04T12:00\"}");
    uint32_t seed = 12345;
    for (int t = 0; t < TEXTS; t++) {
        struct filon_buf text = FILON_BUF_INIT;
        for (int i = 0; i < PIECES; i++) {
            seed = seed * 1664525u + 1013904223u;
            filon_buf_puts(&text, pieces[(seed >> 8) % FILON_COUNT(pieces)]);
        }
        annotate_str(ctx, filon_buf_str(&text));
        filon_buf_free(&text);
        if (t % 100 == 0)
            filon_arena_reset(kit.arena);
    }
    filon_instance_free(ctx);
}
END_TEST

/* A megabyte or two of each, in the time of a hundred of plain text: nothing is quadratic. */
static const char *const patterns[] = {
    "a",
    "a ",
    "a\n",
    ". ",
    "« ",
    "» ",
    "© ",
    "(",
    "– ",
    "\n",
    "\u00a0",
    "Par Anne Martin ",
    "Par Anne Martin\n",
    "1 ",
    "12/03/2017 ",
    "12/03/2017\n",
    "Le 4 mars\n",
    "Lire aussi : ",
    "Lire aussi\n",
    "Sur le même sujet\n",
    "Politique ",
    "Politique\n",
    "il y a 3 heures ",
    "Publié le ",
    "Temps de lecture ",
    "| ",
    "Il dit cela. 4 mars\n",
    "Le titre de la page\n",
    "Une phrase est là.\n",
    "Partager ( ",
    "Partager. Il dit que la vie est belle. ",
    "e\u0301",
    "中",
    "© 2019 X\n",
    "Facebook\n",
    "une ligne qui est coupée à la fin du mot\n",
    "Photo : X\n",
    "A / AFP\n",
    "3 commentaires\n",
};

#ifdef __SANITIZE_ADDRESS__
enum { SIZE = 1 << 19 }; /* sanitizers look for other things, and slowly */
#else
enum { SIZE = 2 << 20 };
#endif

START_TEST(hostile)
{
    enum { SECONDS = 4 };
    struct filon_ctx *ctx = open_parse_text("{today: \"2019-03-04\"}");
    const char *pattern = patterns[_i];
    size_t n = strlen(pattern), size = SIZE / n * n;
    char *text = filon_alloc(kit.arena, SIZE + 1);
    for (size_t i = 0; i + n <= SIZE; i += n)
        memcpy(text + i, pattern, n);
    text[size] = '\0';
    clock_t start = clock();
    annotate_str(ctx, (struct filon_str){text, size});
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_msg(seconds < SECONDS, "`%s` again and again: %.1f s", pattern, seconds);
    filon_instance_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parse_text_any");
    TCase *tcase = tcase_create("parse_text_any");
    tcase_add_checked_fixture(tcase, page_set_up, kit_tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, degenerate);
    tcase_add_test(tcase, random_texts);
    tcase_add_loop_test(tcase, hostile, 0, (int)FILON_COUNT(patterns));
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
