-- Ready functions for p:each: they drop the documents that a job does not want, and say why.
--
--     p:each("drop-short", filter.shorter_than(200))
local filon = require "filon"

local filter = {}

--- Drops articles of fewer than n characters.
function filter.shorter_than(n)
  return function(doc)
    local length = utf8.len(doc.content)
    if length < n then
      return filon.drop("%d characters, fewer than %d", length, n)
    end
  end
end

--- Drops documents that lack some metadata: filter.without("title", "date").
function filter.without(...)
  local keys = { ... }
  return function(doc)
    for _, key in ipairs(keys) do
      if (doc.meta[key] or "") == "" then
        return filon.drop("no %s", key)
      end
    end
  end
end

--- Drops documents in other languages: filter.languages { "fr", "en" }. Those whose language is not known stay.
function filter.languages(wanted)
  local known = {}
  for _, language in ipairs(wanted) do
    known[language] = true
  end
  return function(doc)
    if doc.lang ~= "" and not known[doc.lang] then
      return filon.drop("language %s", doc.lang)
    end
  end
end

--- Drops documents that are dated before `first` or after `last` (ISO 8601, either may be nil). A partial date, 2017-06, is in as soon
--- as it can be. Documents without a date stay.
function filter.dated(first, last)
  return function(doc)
    local date = doc.meta.date
    if not date or date == "" then
      return
    end
    if first and date < first:sub(1, #date) then
      return filon.drop("dated %s, before %s", date, first)
    end
    if last and date:sub(1, #last) > last:sub(1, #date) then
      return filon.drop("dated %s, after %s", date, last)
    end
  end
end

return filter
