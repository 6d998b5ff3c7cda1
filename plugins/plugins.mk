# One line a plugin; configure's table and `make` follow.
