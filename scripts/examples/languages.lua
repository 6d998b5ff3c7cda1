-- Routes documents by their language: writers with `route: fr` get the French ones. In a job: pipeline: [parse_text, language, { script: examples/languages.lua }, …]
local filon = require "filon"

return function(doc)
  local code = doc.lang:match "^%l+" -- fr-BE goes with fr
  if code then
    return filon.route(code)
  end
end
