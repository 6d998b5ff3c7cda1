libcore_la_SOURCES += %D%/lua.h
