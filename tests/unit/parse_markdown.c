/* parse_markdown, through its descriptor: blocks, front matter, the way back to the source; and what is taken for Markdown. */
#include "tests/unit/pagekit.h"

#include <stdlib.h>

#include "plugins/read_files/markup.h"

extern const struct filon_plugin filon_plugin_parse_markdown;
static struct filon_ctx *ctx;

static void set_up(void)
{
    page_set_up();
    filon_doc_free(kit.doc);
    ck_assert_int_eq(filon_schema_add(kit.schema, filon_plugin_parse_markdown.layers, "parse_markdown", &kit.error), 0);
    kit.doc = filon_doc_new(kit.schema);
    ctx = kit_open("parse_markdown", &filon_plugin_parse_markdown, "{}");
}

static int annotate(struct filon_str source)
{
    filon_doc_reset(kit.doc);
    filon_doc_set_id(kit.doc, FILON_STR("a.md"));
    filon_doc_set_source(kit.doc, filon_str_dup(filon_doc_arena(kit.doc), source));
    filon_meta_set(kit.doc, "content_type", FILON_STR("text/markdown"), FILON_NO_SPAN);
    return filon_plugin_parse_markdown.annotate(ctx, kit.doc);
}

static void read_text(const char *source)
{
    ck_assert_msg(annotate(filon_str_of(source)) == 0, "%s", kit_error(ctx));
    page_check();
}

static void becomes(const char *source, const char *text)
{
    read_text(source);
    assert_str(filon_doc_text(kit.doc), text);
}

static const char article[] =
    "---\ntitle: \"Le port\"\ndate: 2017-06-02 14:30\nauthors: [Anne Martin, Paul Roux]\nlang: fr\nx: y\n---\n"
    "# Le vieux port\n\nLa *mairie* de [Saint-Aubin](http://a.example/) **rouvrira**\nle port.\\\nEn juin.\n\n"
    "## Une facture\n\n- le quai *nord*\n- la cri\xc3\xa9"
    "e\n\n  en deux parties\n\n> Personne ne nous a consult\xc3\xa9s.\n\n```c\nint x;\n```\n\n"
    "![une image](x.png) Caf&eacute; &amp; th\xc3\xa9.\n\n<div>rien</div>\n\nSous-titre\n---\n\nFin<br>de l'article.\n";

START_TEST(an_article)
{
    becomes(article,
            "Le vieux port\n\nLa mairie de Saint-Aubin rouvrira le port.\nEn juin.\n\nUne facture\n\nle quai nord\n\nla cri\xc3\xa9"
            "e\n\nen deux parties\n\n"
            "Personne ne nous a consult\xc3\xa9s.\n\nint x;\n\nCaf\xc3\xa9 & th\xc3\xa9.\n\nSous-titre\n\nFin\nde l'article.");
    assert_kind("Le vieux", "+title");
    assert_kind("La mairie", "+paragraph");
    assert_kind("Une facture", "+heading");
    assert_kind("le quai", "+list");
    assert_kind("en deux", "+list");
    assert_kind("Personne", "+quote");
    assert_kind("int x", "boilerplate");
    assert_kind("Sous-titre", "+heading");
    assert_meta("title", "Le port");
    assert_meta("date", "2017-06-02T14:30");
    assert_meta("date_precision", "minute");
    assert_meta("author", "Anne Martin, Paul Roux");
    assert_meta("lang", "fr");
}
END_TEST

START_TEST(blocks_lead_back_to_the_source)
{
    read_text(article);
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    const int32_t *source = filon_i32(blocks, filon_column_id(ctx, "block", "source"));
    for (uint32_t row = 0; row < filon_rows(blocks); row++) {
        struct filon_str text = filon_row_text(kit.doc, blocks, row);
        ck_assert_msg(strncmp(article + source[row], text.p, 3) == 0, "`%.*s` is not at %d", FILON_FMT(text), source[row]);
    }
}
END_TEST

START_TEST(odd_pieces)
{
    becomes("Sans titre.\n\n# Un\n\nDeux", "Sans titre.\n\nUn\n\nDeux");
    assert_kind("Un", "+heading");
    assert_meta("title", "none");
    becomes("# *Un* `deux`", "Un deux");
    assert_meta("title", "Un deux");
    becomes("\xef\xbb\xbf# Un\r\n\r\nDeux\r\ntrois\r\n", "Un\n\nDeux trois");
    becomes("\xef\xbb\xbf---\n---\n\xef\xbb\xbf Un\n\nDe\xef\xbb\xbfux", "Un\n\nDe\xef\xbb\xbfux"); /* a second mark begins the text */
    becomes("&#xfeff;&#xfeff;Un", "Un");
    becomes("---\n\nDeux", "Deux");
    becomes("---\ntitle: x\n\nDeux", "title: x\n\nDeux"); /* never closed */
    becomes("1. un\n2. deux\n   > trois", "un\n\ndeux\n\ntrois");
    assert_kind("trois", "+quote");
    becomes("a &bogus; b\n\n&nbsp;c&#x20;", "a &bogus; b\n\n\u00a0"
                                            "c");
    becomes("| a | b |\n|---|---|\n| c | d |", "| a | b | |---|---| | c | d |");
    ck_assert_int_lt(annotate(FILON_STR("![x](y)")), 0);
    assert_has(kit_error(ctx), "Markdown without text");
    ck_assert_int_eq(annotate(FILON_STR("# \xe9t\xe9")), 0);
    ck_assert_ptr_null(filon_doc_text(kit.doc).p); /* no UTF-8: left to others */
    ck_assert_int_eq(annotate(FILON_STR("# a\0b")), 0);
    assert_str(filon_doc_text(kit.doc), "ab");
}
END_TEST

START_TEST(hostile_pages)
{
    static const char *const parts[] = {"> ", "- ",      "[",   "![", "**a ",  "*a_ ",  "`",    "<a ",  "[a](", "&amp", "[x]: y\n",
                                        "#",  "* * *\n", "1) ", "\\", "~~~\n", "a\n\n", "[a][", "<!--", "|a",   "_ *"};
    for (size_t i = 0; i < FILON_COUNT(parts); i++) {
        struct filon_str page = page_repeated("# Un\n\n", parts[i], 60000, "\n\nfin.\n");
        if (annotate(page) == 0 && filon_doc_text(kit.doc).p)
            page_check();
        else
            kit_error(ctx);
    }
}
END_TEST

START_TEST(what_is_taken_for_markdown)
{
    static const char *const yes[] = {
        "# Titre\n\nUn [lien](http://a.example/).\n",
        "Du texte **fort** et\n\n```\ncode\n```\n",
        "---\ntitle: x\ntags:\n  - a\n---\n\n## Partie\n",
        "# Un\n\n[1]: http://a.example/\n",
    };
    static const char *const no[] = {
        "",
        "Un article.\n\nSans rien de tel.",
        "- Bonjour, dit-il.\n- Bonjour.\n\n> cit\xc3\xa9\n",
        "# le premier mot-di\xc3\xa8se seul\n\net la suite",
        "Prix ** réduits ** et * autres *",
        "#hashtag #un #deux [sic] (voir http://a.example/)",
        "---\nTitre\n---\nDu texte.",
    };
    for (size_t i = 0; i < FILON_COUNT(yes); i++)
        ck_assert_msg(markup_is_markdown(filon_str_of(yes[i]), FILON_NO_STR), "%s", yes[i]);
    for (size_t i = 0; i < FILON_COUNT(no); i++)
        ck_assert_msg(!markup_is_markdown(filon_str_of(no[i]), FILON_NO_STR), "%s", no[i]);
    ck_assert(markup_is_markdown(filon_str_of(no[2]), FILON_STR("a.md")));
    ck_assert(!markup_is_markdown(filon_str_of(no[1]), FILON_STR("a.md")));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_article, blocks_lead_back_to_the_source, odd_pieces, hostile_pages, what_is_taken_for_markdown};
    return page_run("parse_markdown", set_up, tests, FILON_COUNT(tests));
}
