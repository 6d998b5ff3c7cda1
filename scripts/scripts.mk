# Lua: the standard library and the ready pipelines.
