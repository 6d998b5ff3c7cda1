# Man pages, documentation, completion.
dist_man1_MANS = docs/man/filon.1 docs/man/filon-annotate.1 docs/man/filon-check.1 docs/man/filon-compile-gazetteer.1 docs/man/filon-eval.1 docs/man/filon-plugins.1 \
	docs/man/filon-quarantine.1 docs/man/filon-run.1 docs/man/filon-status.1 docs/man/filon-train.1
EXTRA_DIST += docs/accuracy.md docs/filon.bash docs/architecture.md docs/formats.md docs/jobs.md docs/layers.md docs/lua.md docs/operating.md docs/patterns.md docs/plugins.md

install-data-local:
	$(MKDIR_P) '$(DESTDIR)$(bashcompletiondir)'
	$(INSTALL_DATA) '$(srcdir)/docs/filon.bash' '$(DESTDIR)$(bashcompletiondir)/filon'

uninstall-local:
	rm -f '$(DESTDIR)$(bashcompletiondir)/filon'
