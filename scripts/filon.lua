---@meta filon
-- What `require "filon"` gives, for editors that understand LuaCATS (lua-language-server): completion, types, help. Add the folder of
-- this file to the setting Lua.workspace.library. filon itself never reads it; docs/lua.md is the reference.

---Positions are bytes, as in Lua's own functions: `begin` is the first byte from 1, `stop` the last one, so that
---`doc.text:sub(x.begin, x.stop) == x.text`.
---@class filon.place
---@field begin integer the first byte, from 1
---@field stop integer the last byte
---@field text string the text there

---A piece of text that a column holds, as `quote.cue`.
---@class filon.span: filon.place

---A row of a layer. Its columns are fields; they can be set, the place cannot.
---@class filon.row: filon.place
---@field row integer its number in the layer, from 1

---@class filon.block: filon.row
---@field kind string? title, lead, paragraph, list, caption, byline, dateline, heading, boilerplate, …
---@field content boolean whether it is text of the article

---@class filon.sentence: filon.row

---@class filon.token: filon.row
---@field form string? the syntactic word, where it is not the text
---@field lemma string?
---@field upos string? NOUN, VERB, …
---@field feats string? Gender=Fem|Number=Sing
---@field head filon.token? nil for a root
---@field deprel string?

---@class filon.entity: filon.row
---@field type string? PER, LOC, ORG, MISC, DATE, TIME
---@field name string? the fullest name in the document
---@field chain integer mentions of one entity have one number, from 1; 0 unknown
---@field ref_id string? from a gazetteer
---@field score number?

---@class filon.quote: filon.row
---@field type string? direct, indirect, mixed
---@field cue filon.span?
---@field source filon.span?
---@field holder string?
---@field score number?

---@class filon.stance: filon.row
---@field holder string?
---@field target string?
---@field target_type string? entity, issue
---@field polarity string? favor, against
---@field act string? support, oppose, accuse, deny, demand, commit, doubt
---@field score number?

---@class filon.position: filon.row
---@field claim string?
---@field holder string?
---@field position string? favor, against, neutral
---@field score number?

---Metadata: a string for each key, nil where there is none. pairs() loops over it. A row or span may be assigned: its text and place are kept.
---@class filon.meta
---@field title string?
---@field date string? ISO 8601, perhaps partial
---@field date_precision string?
---@field author string?
---@field publisher string?
---@field url string?
---@field lang string?
---@field [string] string?

---One article. It lives as long as the call that it is given to.
---@class filon.doc
---@field id string
---@field text string? can be set, once
---@field lang string "" if unknown; can be set
---@field source string? the bytes that it was read from, if the reader kept them
---@field content string title and article as one reads them, without menus and captions
---@field meta filon.meta
local doc = {}

---Loops over the rows of a layer.
---@overload fun(self: filon.doc, layer: "block"): fun(): filon.block
---@overload fun(self: filon.doc, layer: "sentence"): fun(): filon.sentence
---@overload fun(self: filon.doc, layer: "token"): fun(): filon.token
---@overload fun(self: filon.doc, layer: "entity"): fun(): filon.entity
---@overload fun(self: filon.doc, layer: "quote"): fun(): filon.quote
---@overload fun(self: filon.doc, layer: "stance"): fun(): filon.stance
---@overload fun(self: filon.doc, layer: "position"): fun(): filon.position
---@param layer string
---@return fun(): filon.row
function doc:each(layer) end

---Loops over the rows of a layer that lie within a place.
---@overload fun(self: filon.doc, layer: "token", place: filon.place): fun(): filon.token
---@overload fun(self: filon.doc, layer: "entity", place: filon.place): fun(): filon.entity
---@overload fun(self: filon.doc, layer: "quote", place: filon.place): fun(): filon.quote
---@param layer string
---@param place filon.place|{ begin: integer, stop: integer }
---@return fun(): filon.row
function doc:within(layer, place) end

---The sentence that holds a byte, or the first byte of a place.
---@param at integer|filon.place
---@return filon.sentence?
function doc:sentence_at(at) end

---@param layer string
---@return integer
function doc:count(layer) end

---A row by its number, from 1.
---@param layer string
---@param row integer
---@return filon.row?
function doc:get(layer, row) end

---Adds a row to a layer that the stage provides: `doc:add("stance", { begin = 1, stop = 12, holder = "…" })`.
---@param layer string
---@param row { begin: integer, stop: integer, [string]: any }
---@return filon.row
function doc:add(layer, row) end

---As `doc.text:sub(begin, stop)`, without a copy of the whole text.
---@param begin integer
---@param stop integer?
---@return string
function doc:slice(begin, stop) end

---Where a piece of metadata stands in the text.
---@param key string
---@return filon.span?
function doc:meta_span(key) end

---The document is not written; no later stage sees it. The same as returning filon.drop.
---@param reason string
function doc:drop(reason) end

---Only writers with this route get the document. The same as returning filon.route.
---@param name string
function doc:route(name) end

---@class filon.action

---@class filon.column
---@field [1] string name
---@field [2] "i32"|"f32"|"bool"|"str"|"ref"|"span" type
---@field [3] string? help, one line
---@field target string? of a ref: the layer it points into

---@class filon.layer
---@field help string?
---@field [integer] filon.column

---A stage with its contract: layers it needs, layers it makes.
---@class filon.annotator
---@field name string?
---@field requires string[]|string|nil layers that an earlier stage must provide
---@field provides string[]|string|nil layers that it adds to; by default those it declares
---@field layers table<string, filon.layer>? layers, or further columns of layers
---@field annotate fun(doc: filon.doc): filon.action?

---@class filon.job
---@field name string
---@field language string
---@field path string the job file
---@field dir string its folder

---@class filon.pipeline

---Puts a pipeline together; the `p` of filon.pipeline.
---@class filon.builder
local p = {}

---Adds a plugin.
---@param plugin string
---@param options table<string, any>?
function p:use(plugin, options) end

---Adds a plugin, or what the function adds, for documents that meet a condition.
---@param condition string|fun(doc: filon.doc): any as "doc.lang == 'fr'"
---@param what string|fun(p: filon.builder)
---@param options table<string, any>?
function p:when(condition, what, options) end

---Adds a function as a stage.
---@param name string
---@param stage fun(doc: filon.doc): filon.action?
function p:each(name, stage) end

---Adds a stage with a contract.
---@param annotator filon.annotator
function p:annotator(annotator) end

---Adds the stages of another pipeline: `p:include(require "press")`.
---@param pipeline filon.pipeline
function p:include(pipeline) end

---Whether there is a plugin of this name: some are built only where their libraries are.
---@param plugin string
---@return boolean
function p:has(plugin) end

local filon = {}

---The version of filon, as "1.2.3".
---@type string
filon.version = ""

---Nothing, where nil cannot stand: an option that is set to null.
---@type userdata
filon.null = nil

---@param wire fun(p: filon.builder, job: filon.job)
---@return filon.pipeline
function filon.pipeline(wire) end

---To be returned by a stage: the document is not written. With arguments, the reason is a format.
---@param reason string
---@param ... any
---@return filon.action
function filon.drop(reason, ...) end

---To be returned by a stage: only writers with this route get the document.
---@param name string
---@param ... any
---@return filon.action
function filon.route(name, ...) end

---Lower case, without accents, œ as oe, apostrophes and spaces of all kinds as ' and space: for comparing.
---@param s string
---@return string
function filon.fold(s) end

---Lower case, accents kept: string.lower knows ASCII alone.
---@param s string
---@return string
function filon.lower(s) end

---@class filon.pattern
local pattern = {}

---Loops over the matches: the span, and the spans of the named groups that took part.
---@param doc filon.document
---@param within filon.place? a row or span to keep to
---@return fun(): filon.span?, table<string, filon.span>?
function pattern:each(doc, within) end

---A pattern over tokens, compiled; docs/patterns.md is its language.
---@param text string
---@return filon.pattern
function filon.match(text) end

---Lines in the program's log, with the document's id. Arguments beyond the first make it a format.
filon.log = {}

---@param format string
---@param ... any
function filon.log.error(format, ...) end

---@param format string
---@param ... any
function filon.log.warn(format, ...) end

---@param format string
---@param ... any
function filon.log.info(format, ...) end

---@param format string
---@param ... any
function filon.log.debug(format, ...) end

return filon
