-- Phrases looked for in documents: whole words, case and accents aside, the longest phrase first.
local filon = require "filon"
local query = require "filon.query"
local text = require "filon.text"

local phrases = {}
local matcher = {}
matcher.__index = matcher

--- A matcher for phrases: { ["taux d'intérêt"] = "economy", … }. All phrases are followed at once, so thousands cost no more than one.
function phrases.new(list)
  local root = {}
  for phrase, value in query.sorted(list) do
    local node, words = root, 0
    for _, _, word in text.words(phrase) do
      local key = filon.fold(word)
      node[key] = node[key] or {}
      node = node[key]
      words = words + 1
    end
    if words == 0 then
      error(("phrases.new: no word in the phrase %q"):format(phrase), 2)
    end
    node[1] = value
  end
  return setmetatable({ root = root }, matcher)
end

-- The words of a string from position `from` on, as arrays.
local function split(s)
  local words, begins, stops = {}, {}, {}
  for begin, stop, word in text.words(s) do
    local n = #words + 1
    words[n], begins[n], stops[n] = filon.fold(word), begin, stop
  end
  return words, begins, stops
end

-- The last word of the longest phrase that begins at word i, and its value.
local function longest(root, words, i)
  local node, last, value = root, nil, nil
  while true do
    node = node[words[i]]
    if not node then
      return last, value
    end
    if node[1] ~= nil then
      last, value = i, node[1]
    end
    i = i + 1
  end
end

--- Loops over what is found in a string: begin, stop, value. Phrases do not overlap.
function matcher:find(s)
  local words, begins, stops = split(s)
  local i = 1
  return function()
    while i <= #words do
      local last, value = longest(self.root, words, i)
      if last then
        local begin = begins[i]
        i = last + 1
        return begin, stops[last], value
      end
      i = i + 1
    end
  end
end

--- Calls found(begin, stop, value) for what is found in the article: in each block of it, or in the whole text if there are no blocks.
function matcher:each(doc, found)
  if doc:count "block" == 0 then
    for begin, stop, value in self:find(doc.text) do
      found(begin, stop, value)
    end
    return
  end
  for block in query.each(doc, "block", { content = true }) do
    local offset = block.begin - 1
    for begin, stop, value in self:find(block.text) do
      found(offset + begin, offset + stop, value)
    end
  end
end

--- An annotator that adds a row for each phrase found, to a layer of its own: phrases.annotator { name = "topic", phrases = { … } }.
--- column: where the phrase's value goes, by default `value`; help: what the layer is.
function phrases.annotator(options)
  local found = phrases.new(options.phrases)
  local layer, column = options.name, options.column or "value"
  return {
    name = layer,
    requires = { "block" },
    layers = { [layer] = { help = options.help or "phrases found", { column, "str", "what the phrase stands for" } } },
    annotate = function(doc)
      found:each(doc, function(begin, stop, value)
        doc:add(layer, { begin = begin, stop = stop, [column] = value })
      end)
    end,
  }
end

return phrases
