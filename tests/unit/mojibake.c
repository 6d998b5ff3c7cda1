/* Mojibake: told where it is and not where it is not, undone, with every byte's way back. */
#include "plugins/parse_text/mojibake.h"

#include <check.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

#include <filon/utf8.h>

#include "tests/unit/unit_run.h"

static struct filon_arena *arena;

static void set_up(void)
{
    arena = filon_arena_new();
}

static void tear_down(void)
{
    filon_arena_free(arena);
}

/* What becomes of text that is read as windows-1252; bytes that it does not have are Latin-1's. */
static struct filon_str garble(struct filon_str text)
{
    iconv_t cd = iconv_open("UTF-8", "WINDOWS-1252");
    char *out = filon_alloc(arena, text.n * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char *in = (char *)text.p + i, *put = out + n;
        size_t one = 1, room = 3;
        if (iconv(cd, &in, &one, &put, &room) == (size_t)-1)
            put += filon_utf8_put(put, (unsigned char)text.p[i]);
        n = (size_t)(put - out);
    }
    iconv_close(cd);
    out[n] = '\0';
    return (struct filon_str){out, n};
}

static void comes_back(const char *text)
{
    struct filon_str was = filon_str_of(text), garbled = garble(was);
    struct mojibake repaired;
    ck_assert_msg(mojibake_count(was) == 0, "`%s` is sound", text);
    ck_assert_msg(mojibake_count(garbled) > 0, "`%s` is not told", garbled.p);
    mojibake_repair(garbled, arena, &repaired);
    ck_assert_str_eq(repaired.text.p, text);
    struct filon_str twice = garble(garbled);
    ck_assert_msg(mojibake_count(twice) > 0, "`%s` is not told", twice.p);
    mojibake_repair(twice, arena, &repaired);
    ck_assert_str_eq(repaired.text.p, text);
}

START_TEST(garbled_texts_come_back)
{
    comes_back("Déjà l'été à Saint-Aubin : les pêcheurs réparent leurs filets, ça sent le départ.");
    comes_back("« L’œuvre de Noël », dit-elle – où ? – coûte 12 € à l’État…");
    comes_back("ÉLÈVES ET MAÎTRES À L’ÉCOLE");
    comes_back("It’s “quoted” — the café’s £5 naïve résumé");
    comes_back("Größe, Äpfel, Straße, Übermut");
    comes_back("El niño español está aquí, señor");
    comes_back("Привет, это новости из порта");
    comes_back("Αθήνα και Πειραιάς");
    comes_back("Un smiley 😀 et voilà");
    comes_back("Zażółć gęślą jaźń");
}
END_TEST

START_TEST(sound_texts_are_left)
{
    static const char *const sound[] = {
        "",
        "Plain words.",
        "Déjà l'été, « voilà\u00a0», dit-il : c’est là\u00a0! À l’État, à la maison\u00a0; çà et là\u00a0…",
        "« IL Y A CENT ANS, LÀ\u00a0», ÂGÉ DE 20\u00a0°C, FÊTÉ À LYON, OÙ\u00a0?",
        "A MANHÃ\u00a0DE ONTEM, O IRMÃ\u00a0» E A NAÇÃO. CORAÇÃO, PÃO, MÃE. AMANHÃ”",
        "3\u00a0×\u00a04, 5 ×\u00a06, 7 ÷\u00a08, Ø\u00a0120 mm, Å\u00a0sur le port",
        "på Å” og „Ä“ und »Ö« mit Ü’s",
        "ESPAÑA, NIÑ”, CATALUÑA\u00a0»",
        "Ceci n'est qu'un é seul.",
        "Le texte dit « Ã© » pour « é », une fois.",
        "Việt Nam, Hà\u00a0Nội, Đà\u00a0Nẵng, Huế",
        "Привет, мир. Αθήνα. 北京 東京 العربية עברית",
    };
    for (size_t i = 0; i < FILON_COUNT(sound); i++) {
        struct mojibake repaired;
        struct filon_str text = filon_str_of(sound[i]);
        ck_assert_msg(mojibake_count(text) == 0, "`%s`: %u", sound[i], mojibake_count(text));
        mojibake_repair(text, arena, &repaired);
        ck_assert_ptr_eq(repaired.text.p, text.p);
    }
}
END_TEST

START_TEST(parts)
{
    struct mojibake repaired;
    ck_assert_uint_eq(mojibake_count(FILON_STR("Ã©tÃ©")), 2);
    ck_assert_uint_eq(mojibake_count(FILON_STR("un Ã©")), 1); /* alone, and nothing beside it is sound */
    mojibake_repair(FILON_STR("Déjà sain, puis gÃ¢tÃ© par une pÃ©riode."), arena, &repaired);
    ck_assert_str_eq(repaired.text.p, "Déjà sain, puis gâté par une période.");
    mojibake_repair(FILON_STR("Ã©tÃ© Ã la mer, Ã  la fin"), arena, &repaired); /* their no-break spaces became spaces, the first was lost */
    ck_assert_str_eq(repaired.text.p, "été à la mer, à la fin");
    mojibake_repair(FILON_STR("ï»¿DÃ©jÃ\u00a0 l'Ã©tÃ©"), arena, &repaired);
    ck_assert_str_eq(repaired.text.p, "Déjà l'été");
}
END_TEST

START_TEST(every_byte_has_its_way_back)
{
    const char *words[] = {"été", "mer", "à", "l’œuvre", "…", "naïve", " ", "12 €", "a", "Noël"};
    srand(3);
    for (int round = 0; round < 300; round++) {
        struct mojibake repaired;
        char text[400] = "éé";
        for (int n = rand() % 20; n > 0; n--)
            strcat(text, words[rand() % 10]);
        struct filon_str was = filon_str_of(text), garbled = garble(was), twice = garble(garbled);
        uint32_t last = 0;
        mojibake_repair(twice, arena, &repaired);
        ck_assert_str_eq(repaired.text.p, text);
        for (uint32_t at = 0; at < was.n; at++) {
            if (((unsigned char)text[at] & 0xc0) == 0x80)
                continue;
            uint32_t source = mojibake_source(&repaired, at);
            struct filon_str before = garble(garble((struct filon_str){text, at}));
            ck_assert_uint_eq(source, before.n);
            ck_assert_uint_ge(source, last);
            last = source;
        }
        ck_assert_uint_eq(mojibake_source(&repaired, (uint32_t)was.n), twice.n);
    }
}
END_TEST

START_TEST(any_bytes)
{
    static const char *const bits[] = {"Ã", "©", "Â", " ", "â", "€", "™", "ð", "Ÿ", "˜", "€",      "ï",
                                       "»", "¿", "½", "é", "a", "Å", "“", "Ð", "Ñ", "€", "\u00a0", "Ä"};
    srand(5);
    for (int round = 0; round < 4000; round++) {
        struct mojibake repaired;
        char text[200] = "";
        for (int n = rand() % 30; n > 0; n--)
            strcat(text, bits[rand() % (int)FILON_COUNT(bits)]);
        struct filon_str s = filon_str_of(text);
        mojibake_repair(s, arena, &repaired);
        ck_assert_uint_eq(filon_utf8_check(repaired.text.p, repaired.text.n), repaired.text.n);
        for (uint32_t at = 0; at <= repaired.text.n; at++)
            ck_assert_uint_le(mojibake_source(&repaired, at), s.n);
        if (round % 10 == 0)
            filon_arena_reset(arena);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {garbled_texts_come_back, sound_texts_are_left, parts, every_byte_has_its_way_back, any_bytes};
    Suite *suite = suite_create("mojibake");
    TCase *tcase = tcase_create("mojibake");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    for (size_t i = 0; i < FILON_COUNT(tests); i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
