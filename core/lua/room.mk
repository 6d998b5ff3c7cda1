libcore_la_SOURCES += \
	%D%/call.c %D%/cell.c %D%/iterate.c %D%/load.c %D%/lua.h %D%/lua_impl.h %D%/match.c %D%/module.c %D%/node.c %D%/row.c %D%/sandbox.c \
	%D%/shape.c %D%/stage.c %D%/state.c %D%/view.c %D%/wire.c
