/* parse_html: pages that mean harm, within bounded time. */
#include "tests/unit/htmlkit.h"

#include <stdio.h>
#include <time.h>

START_TEST(hostile_pages)
{
    static const char tail[] = "<p>Le port de Saint-Aubin restera fermé jusqu'à la fin du mois, a indiqué jeudi la capitainerie.</p>";
    static const struct {
        const char *part;
        size_t times;
    } pages[] = {
        {"<div>", 100000},       {"<b>", 100000},          {"<a href=x>", 100000},     {"<table>", 100000},         {"<table><tr><td>", 50000},
        {"<ul><li>", 50000},     {"<button><p>", 50000},   {"<div></span>", 100000},   {"<div><table><td></div>", 50000}, {"</p>", 100000},
        {"<br>", 300000},        {"<select>", 50000},      {"<svg>", 100000},          {"<math>", 50000},           {"<p>a", 200000},         {"<p>monument ", 30000},
        {"&amp;", 200000},       {"&", 200000},            {"<", 300000},              {"\xee\x83\xbf&#xe0ff;&#57599;", 20000}, {"<!-->", 100000},
        {"<dl><dd><dt>", 30000}, {"<i><p>", 50000},        {"<form><input>", 50000},   {"<h1><h2>", 50000},         {"<script><!--</script>-->", 50000},
    };
    for (size_t i = 0; i < FILON_COUNT(pages); i++) {
        clock_t start = clock();
        html_read(page_repeated("<html><body>", pages[i].part, pages[i].times, tail));
        ck_assert_msg(strstr(html_text(), "restera fermé") != NULL, "after %zu × %s", pages[i].times, pages[i].part);
        ck_assert_msg((double)(clock() - start) / CLOCKS_PER_SEC < 20, "%s takes too long", pages[i].part);
    }
}
END_TEST

START_TEST(hostile_attributes)
{
    char names[64];
    struct filon_buf page = FILON_BUF_INIT;
    filon_buf_puts(&page, "<html><body><div");
    for (int i = 0; i < 300000; i++) {
        snprintf(names, sizeof names, " a%d=b", i);
        filon_buf_puts(&page, names);
    }
    filon_buf_puts(&page, "><p>Un texte</p>");
    html_read(filon_buf_str(&page));
    ck_assert_str_eq(html_text(), "Un texte");
    filon_buf_free(&page);
    html_read(page_repeated("<html><body><div class='", "nav ad ", 3000000, "'><p>Un texte"));
    ck_assert_str_eq(html_text(), "Un texte");
}
END_TEST

/* Every prefix of a page is a page. */
START_TEST(cut_short)
{
    for (size_t n = 40; n < html_press_fr_size; n += 37) {
        filon_doc_reset(kit.doc);
        filon_doc_set_source(kit.doc, filon_str_dup(filon_doc_arena(kit.doc), (struct filon_str){html_press_fr, n}));
        if (filon_plugin_parse_html.annotate(html_ctx, kit.doc) == 0)
            page_check();
        else
            assert_has(kit_error(html_ctx), "without text");
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {hostile_pages, hostile_attributes, cut_short};
    return html_run("parse_html_hostile", tests, FILON_COUNT(tests));
}
