-- The standard pipeline for press articles; `filon annotate` uses it where no job names another.
local filon = require "filon"

return filon.pipeline(function(p)
  if p:has "parse_markdown" then
    p:use "parse_markdown" -- articles in Markdown: text, blocks, front matter
  end
  if p:has "parse_html" then
    p:use "parse_html" -- pages of HTML: text, blocks, metadata
  end
  p:use "parse_text" -- pages of text: blocks: title, lead, paragraphs, menus; date, author, publisher, language
  p:use "language"   -- of the article and of its blocks; the stages below follow it
  p:use "segment"    -- sentences and tokens
  p:use "ner"        -- persons, places, organisations, dates
  p:use "quote"      -- who says what
  p:use "stance"     -- who is for or against whom or what
  p:use "claim"      -- who takes which side on the claims of claim.file; nothing without it
end)
