-- The standard pipeline for press articles; `filon annotate` uses it where no job names another.
local filon = require "filon"

return filon.pipeline(function(p)
  p:use "parse_text" -- blocks: title, lead, paragraphs, menus; date, author, publisher, language
  p:use "segment"    -- sentences and tokens
  p:use "ner"        -- persons, places, organisations, dates
  p:use "quote"      -- who says what
  p:use "stance"     -- who is for or against whom or what
end)
