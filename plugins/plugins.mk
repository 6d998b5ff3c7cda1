# One line a plugin; configure's table and `make` follow.
include plugins/claim/plugin.mk
include plugins/gazetteer/plugin.mk
include plugins/language/plugin.mk
include plugins/ner/plugin.mk
include plugins/parse_html/plugin.mk
include plugins/parse_text/plugin.mk
include plugins/quote/plugin.mk
include plugins/read_conllu/plugin.mk
include plugins/read_files/plugin.mk
include plugins/read_jsonl/plugin.mk
include plugins/rules/plugin.mk
include plugins/segment/plugin.mk
include plugins/stance/plugin.mk
include plugins/syntax/plugin.mk
include plugins/write_conllu/plugin.mk
include plugins/write_jsonl/plugin.mk
include plugins/write_sqlite/plugin.mk
