# Lua: the standard library, the ready pipelines, examples; filon.lua tells editors what `require "filon"` gives.
filonscriptsdir = $(pkgdatadir)
nobase_dist_filonscripts_DATA = \
	%D%/filon.lua %D%/press.lua %D%/examples/languages.lua %D%/examples/topics.lua %D%/examples/voices.lua \
	%D%/filon/filter.lua %D%/filon/phrases.lua %D%/filon/query.lua %D%/filon/text.lua
