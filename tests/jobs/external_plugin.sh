# A plugin written outside of the tree, against the installed header and pkg-config alone.
. "$top_srcdir/tests/lib.sh"

command -v pkg-config >/dev/null || skip_all "no pkg-config"
make -s -C "$top_builddir" install DESTDIR="$dir/root" >install.log 2>&1 || { cat install.log; result 1 "make install"; done_testing; exit 0; }
pc=$(find root -name filon.pc)
prefix=$(sed -n 's/^prefix=//p' "$pc")
has "make install brings filon.pc" "$pc" "lib/pkgconfig/filon.pc"
root=$dir/root$prefix
result "$([ -e "$root/include/filon/plugin.h" ]; echo $?)" "and the header"
result "$([ -z "$(find root -name '*.la' -path '*lib/filon/*')" ]; echo $?)" "and no .la files beside the plugins"
unexported=$(nm -D --defined-only "$root/lib/libfilon.so" | awk '{ print $3 }' | grep -v '^filon_' | grep -v -e '^_' -e '@' -e sanitizer -e asan)
is "libfilon exports its own names alone" "$unexported" ""

mkdir work
# The plugin is the one that docs/plugins.md shows.
awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' "$top_srcdir/docs/plugins.md" >work/shout.c
PKG_CONFIG_LIBDIR=$(dirname "$dir/$pc") PKG_CONFIG_SYSROOT_DIR=$dir/root
export PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
# shellcheck disable=SC2046,SC2086
passes "it compiles" ${CC:-cc} -shared -fPIC ${PLUGIN_FLAGS-} -Wall -Wextra -Wno-missing-field-initializers -Werror -o work/shout.so work/shout.c $(pkg-config --cflags --libs filon)
FILON_PLUGIN_PATH=$dir/work:$root/lib/filon LD_LIBRARY_PATH=$root/lib
export FILON_PLUGIN_PATH LD_LIBRARY_PATH
filon=$root/bin/filon
passes "the installed filon lists it" "$filon" plugins shout
has "with its option" "$out" "least: integer 1..100"
has "with its layer" "$out" "Layer shout: Words in capitals"
printf 'UNE VOIX CRIE dans le désert, dit ON.\n' >a.txt
cat >job.yaml <<'Y'
job: shout
read: [{ files: { path: a.txt } }]
pipeline: [{ shout: { least: 3 } }]
write: [{ jsonl: { path: out.jsonl } }, { sqlite: { path: out.db } }]
Y
passes "and runs it" "$filon" run job.yaml
has "its layer is in the JSON" "$(cat out.jsonl)" '"shout":[{"begin":0,"end":3,"letters":3},{"begin":4,"end":8,"letters":4},{"begin":9,"end":13,"letters":4}]'
if command -v sqlite3 >/dev/null; then
    is "and in the database" "$(sqlite3 out.db 'SELECT text FROM shout ORDER BY begin' | tr '\n' ' ')" "UNE VOIX CRIE "
fi
passes "--set reaches it" "$filon" run --again --set shout.least=4 job.yaml
fails "a wrong option is told" 2 "shout.least" "$filon" run --set shout.least=0 job.yaml
done_testing
