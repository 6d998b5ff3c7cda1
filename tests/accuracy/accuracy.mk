# `make accuracy`: what the referees say of the development data, into docs/accuracy.md. FILON_SHARED=… names the data's folder, beside
# this project's by default. No part of `make check`.
EXTRA_DIST += tests/accuracy/accuracy.py tests/accuracy/metadata.py tests/accuracy/polnear.py
.PHONY: accuracy
accuracy: all
	@filon=.libs/filon; test -x $$filon || filon=./filon; \
	python3 $(srcdir)/tests/accuracy/accuracy.py $$filon "$${FILON_SHARED:-$(srcdir)/../shared}" $(srcdir)/docs/accuracy.md
