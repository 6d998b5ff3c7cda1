-- An example of a single stage, for a list of stages in YAML:
--
--     pipeline:
--       - parse_text
--       - script: examples/topics.lua
--
-- It marks the words of some topics in the layer `topic`. Copy it, and change the phrases.
local phrases = require "filon.phrases"

return phrases.annotator {
  name = "topic",
  help = "words that belong to a topic",
  column = "name",
  phrases = {
    ["banque centrale"] = "economy",
    ["taux d'intérêt"] = "economy",
    ["central bank"] = "economy",
    ["interest rate"] = "economy",
    ["scrutin"] = "elections",
    ["bureau de vote"] = "elections",
    ["polling station"] = "elections",
    ["ballot"] = "elections",
  },
}
