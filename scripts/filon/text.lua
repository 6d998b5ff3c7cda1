-- Strings of French and English text, in UTF-8.
local filon = require "filon"

local text = {}

-- No-break spaces, guillemets, and U+2000 to U+202F (spaces, dashes, quotation marks, ellipsis) as blanks of as many bytes, so that
-- positions stay true.
local function plain(s)
  return (s:gsub("\xC2[\xA0\xAB\xBB]", "  "):gsub("\xE2\x80[\x80-\xAF]", "   "))
end

--- Without white space at both ends, no-break spaces included.
function text.trim(s)
  local blank = s:gsub("\xC2\xA0", "  "):gsub("\xE2\x80[\x80-\x8B\xAF]", "   ")
  local first = blank:find "%S"
  return first and s:sub(first, #(blank:match "^(.*%S)")) or ""
end

--- Loops over the words of a string: begin, stop, word. A word is a run of letters and digits; l'Union has two.
function text.words(s)
  local blank, at = plain(s), 1
  return function()
    local first, last = blank:find("[%w\x80-\xFF]+", at)
    if first then
      at = last + 1
      return first, last, s:sub(first, last)
    end
  end
end

--- How many characters (code points).
function text.length(s)
  return utf8.len(s) or error("text.length: not valid UTF-8", 2)
end

--- At most n characters, cut between words, with "…" where something was cut.
function text.shorten(s, n)
  if text.length(s) <= n then
    return s
  end
  local most = utf8.offset(s, n) - 1 -- bytes of n - 1 characters: the ellipsis is one too
  local cut = 0
  for _, last in text.words(s) do
    if last > most then
      break
    end
    cut = last
  end
  return s:sub(1, cut > 0 and cut or most) .. "…"
end

--- Whether a phrase occurs in a string as whole words, case, accents and kinds of apostrophes aside.
function text.contains(s, phrase)
  local function words(of)
    local list = {}
    for _, _, word in text.words(of) do
      list[#list + 1] = filon.fold(word)
    end
    return " " .. table.concat(list, " ") .. " "
  end
  return words(s):find(words(phrase), 1, true) ~= nil
end

return text
