-- Questions to a document's layers. `wanted` is a table of columns and values; a value may be a function that tests.
local query = {}

local function matches(row, wanted)
  for column, value in next, wanted or {} do
    local own = row[column]
    if type(value) == "function" then
      if not value(own) then
        return false
      end
    elseif own ~= value then
      return false
    end
  end
  return true
end

--- Loops over the rows of a layer that match.
function query.each(doc, layer, wanted)
  local rows = doc:each(layer)
  return function()
    for row in rows do
      if matches(row, wanted) then
        return row
      end
    end
  end
end

--- The first row that matches, or nil.
function query.first(doc, layer, wanted)
  return query.each(doc, layer, wanted)()
end

--- How many rows match.
function query.count(doc, layer, wanted)
  local n = 0
  for _ in query.each(doc, layer, wanted) do
    n = n + 1
  end
  return n
end

--- The values of a column and how often each occurs: a list of { value = …, count = … }, the most frequent first, then by value.
--- Rows without a value are left out.
function query.tally(doc, layer, column, wanted)
  local entries, by_value = {}, {}
  for row in query.each(doc, layer, wanted) do
    local value = row[column]
    local entry = by_value[value]
    if entry then
      entry.count = entry.count + 1
    elseif value ~= nil then
      entry = { value = value, count = 1 }
      by_value[value] = entry
      entries[#entries + 1] = entry
    end
  end
  table.sort(entries, function(a, b)
    if a.count ~= b.count then
      return a.count > b.count
    end
    if type(a.value) == "boolean" then
      return b.value and not a.value
    end
    return a.value < b.value
  end)
  return entries
end

--- pairs(t) in the order of the keys, which are all strings or all numbers. The order of pairs itself changes from run to run: what
--- it decides must not end in a document.
function query.sorted(t)
  local keys, i = {}, 0
  for key in next, t do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return function()
    i = i + 1
    if keys[i] ~= nil then
      return keys[i], t[keys[i]]
    end
  end
end

return query
