-- An example: a pipeline that leaves out what is too short, adds a layer of its own, works on some languages only, and sends
-- articles with several voices to a writer of their own.
--
--     pipeline: examples/voices.lua
--     write:
--       - jsonl: { path: out/all.jsonl }
--       - jsonl: { path: out/voices.jsonl, route: voices }
local filon = require "filon"
local filter = require "filon.filter"
local query = require "filon.query"

-- One row an article, over its title. Writers export the layer like any other: they learn of it from this table.
local headline = {
  name = "headline",
  requires = { "block", "token", "entity" },
  layers = {
    headline = {
      help = "the title, measured",
      { "words", "i32", "words in it" },
      { "question", "bool", "whether it asks" },
      { "about", "ref", "the first entity that it names", target = "entity" },
    },
  },
  annotate = function(doc)
    local title = query.first(doc, "block", { kind = "title" })
    if not title then
      return
    end
    local words = 0
    for token in doc:within("token", title) do
      if token.upos ~= "PUNCT" and token.text:find "[%w\x80-\xff]" then
        words = words + 1
      end
    end
    doc:add("headline", {
      begin = title.begin,
      stop = title.stop,
      words = words,
      question = title.text:find "%?%s*$" ~= nil,
      about = doc:within("entity", title)(),
    })
  end,
}

return filon.pipeline(function(p)
  p:use "parse_text"
  p:each("drop-short", filter.shorter_than(200))
  p:use "segment"
  p:use "ner"
  p:annotator(headline)
  p:when("doc.lang == 'fr' or doc.lang == 'en'", function(p)
    p:use "quote"
    p:use "stance"
    p:each("route-voices", function(doc)
      if #query.tally(doc, "quote", "holder") >= 2 then
        return filon.route "voices"
      end
    end)
  end)
end)
