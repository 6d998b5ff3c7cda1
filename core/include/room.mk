filoninclude_HEADERS += \
	%D%/filon/api.h %D%/filon/arena.h %D%/filon/ascii.h %D%/filon/buf.h %D%/filon/document.h %D%/filon/error.h \
	%D%/filon/learn.h %D%/filon/map.h %D%/filon/model.h %D%/filon/plugin.h %D%/filon/str.h %D%/filon/train.h %D%/filon/tsv.h %D%/filon/utf8.h
filoninclude_HEADERS += %D%/filon/inflect.h
filoninclude_HEADERS += %D%/filon/yaml.h
filoninclude_HEADERS += %D%/filon/gazetteer.h
filoninclude_HEADERS += %D%/filon/match.h
filoninclude_HEADERS += %D%/filon/conllu.h %D%/filon/forest.h %D%/filon/linear.h %D%/filon/alike.h %D%/filon/resume.h
