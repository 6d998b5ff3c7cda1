# Plugins that are wrong: refused before the run with the true reason; or, wrong while running, at the cost of one document.
. "$top_srcdir/tests/lib.sh"

printf 'Un titre\n\nLe maire a dit que oui.\n' >good.txt
printf 'Un autre\n\nLe maire a dit que non. CRASH\n' >crash.txt
printf 'Un autre\n\nLe maire a dit que non. HANG\n' >hang.txt
printf 'Un autre\n\nLe maire a dit que non. EAT\n' >eat.txt
printf 'Un autre\n\nLe maire a dit que non. FAIL\n' >fail.txt
printf 'Un autre\n\nLe maire a dit que non. EXIT\n' >exit.txt
printf 'Un autre\n\nLe maire a dit que non. ROGUE\n' >rogue.txt
job() {
    cat >job.yaml <<Y
job: test
plugins: [plugins]
read: [{ files: { path: "*.txt" } }]
pipeline: [parse_text, $1]
write: [{ jsonl: { path: out.jsonl } }]
limits: { workers: 2, seconds: 4, memory: 300 MiB }
Y
}
good='#include <filon/plugin.h>
static int nothing(struct filon_ctx *ctx, struct filon_doc *doc) { (void)ctx; (void)doc; return 0; }
FILON_PLUGIN(NAME) = { FILON_PLUGIN_HEADER, .version = "1", .kind = FILON_ANNOTATOR, .summary = "Nothing", .annotate = nothing };'
make_plugin() { printf '%s\n' "$good" | sed "s/NAME/$1/; ${2-}" | plugin "$1"; }

umask 022
mkdir plugins
make_plugin fine
job fine
passes "a good plugin" "$filon" run job.yaml
is "runs" "$(wc -l <out.jsonl | tr -d ' ')" 7

bad() { job "$2"; fails "$1" 78 "$3" "$filon" check job.yaml; is "$1: one message" "$(wc -l <.err | tr -d ' ')" 1; }
bad "a missing plugin" absent "no plugin is called \`absent\`"
echo 'not a library' >plugins/text.so
bad "a file that is no library" text "plugins/text.so: cannot be loaded: "
make_plugin newer 's/FILON_PLUGIN_HEADER/.magic = FILON_MAGIC, .abi_major = 9, .abi_minor = 3, .size = sizeof(struct filon_plugin)/'
bad "another plugin interface" newer "built for plugin interface 9.3; this filon"
make_plugin older 's/FILON_PLUGIN_HEADER/.magic = FILON_MAGIC, .abi_major = 1, .abi_minor = 0, .size = offsetof(struct filon_plugin, remove)/'
job older
passes "an older plugin interface still works" "$filon" run job.yaml
make_plugin foreign 's/FILON_PLUGIN_HEADER/.magic = 7/'
bad "no filon header" foreign "FILON_PLUGIN_HEADER"
make_plugin undefined 's/(void)ctx;/extern int nowhere_to_be_found(void); nowhere_to_be_found();/'
bad "an undefined symbol" undefined "undefined symbol: nowhere_to_be_found"
make_plugin misnamed
mv plugins/misnamed.so plugins/renamed.so
bad "a file of another name" renamed "has no symbol \`filon_plugin_renamed\`"
make_plugin headless 's/, .annotate = nothing/, .open = 0/'
bad "an annotator that cannot annotate" headless "needs the functions annotate"
make_plugin claims 's/.annotate/.provides = FILON_LAYERS("ghost"), .annotate/'
bad "a layer that is nowhere declared" claims "provides a layer \`ghost\`"
make_plugin options 's/static int nothing/struct o { bool b; }; static const struct filon_option t[] = { FILON_OPTION(struct o, b, FILON_OPT_BOOL, "perhaps", "x"), {0} }; static int nothing/; s/.annotate/.options = t, .options_size = sizeof(struct o), .annotate/'
bad "a default that is none" options "perhaps"
make_plugin open 's/\* read/&/; s/static int nothing/static int start(struct filon_ctx *ctx) { return filon_fail(ctx, "the model is not there"); } static int nothing/; s/.annotate/.open = start, .annotate/'
bad "a plugin that cannot start" open "open: the model is not there"
make_plugin world
chmod o+w plugins/world.so
bad "a plugin that everyone can write" world "chmod o-w"
chmod o-w plugins/world.so
chmod o+w plugins
bad "a folder that everyone can write" world "the folder is writable by everyone"
chmod o-w plugins
mkdir second
cp plugins/fine.so second
job fine
sed -i 's/plugins: .plugins./plugins: [plugins, second]/' job.yaml
fails "two plugins of one name" 78 "two plugins are called \`fine\`" "$filon" check job.yaml
has "says where both are" "$err" "second/fine.so"

# Wrong while running: the document alone is lost.
plugin trouble <<'C'
#include <filon/plugin.h>
#include <stdlib.h>
#include <unistd.h>
static bool holds(struct filon_str text, const char *word) { return memmem(text.p, text.n, word, strlen(word)); }
static int trouble(struct filon_ctx *ctx, struct filon_doc *doc)
{
    struct filon_str text = filon_doc_text(doc);
    if (holds(text, "CRASH"))
        abort();
    if (holds(text, "HANG"))
        for (;;)
            pause();
    if (holds(text, "EAT"))
        for (size_t n = 0;; n++)
            memset(filon_alloc(filon_doc_arena(doc), 1 << 20), 1, 1 << 20);
    if (holds(text, "FAIL"))
        return filon_fail(ctx, "I do not like this one");
    if (holds(text, "EXIT"))
        _exit(3);
    if (holds(text, "ROGUE"))
        filon_add(filon_layer(doc, FILON_ENTITY), 5, 4000000);
    return 0;
}
FILON_PLUGIN(trouble) = { FILON_PLUGIN_HEADER, .version = "1", .kind = FILON_ANNOTATOR, .summary = "Trouble", .annotate = trouble };
C
rm -rf out.jsonl var
job trouble
case ${PLUGIN_FLAGS-} in *sanitize*) rm eat.txt ;; esac # no memory limit under sanitizers
fails "documents that break a plugin" 1 "crash.txt: the worker was ended by signal 6 (Aborted) in stage \`trouble\`" "$filon" run job.yaml
has "a hang is ended by the deadline" "$err" "hang.txt: took more than limits.seconds, 4 s, in stage \`trouble\`"
if [ -e eat.txt ]; then
    has "a memory eater is ended by the limit" "$err" "eat.txt: needs more memory than limits.memory, 300 MiB, in stage \`trouble\`"
fi
has "a failure says why" "$err" "fail.txt: trouble: I do not like this one"
has "an exit is noticed" "$err" "exit.txt: the worker exited with status 3 in stage \`trouble\`"
has "a span out of bounds is stopped" "$err" "rogue.txt: the worker was ended by signal 6"
is "the good one is done" "$(sed 's/.*"id":"\([^"]*\)".*/\1/' out.jsonl | tr '\n' ' ')" "good.txt "
done_testing
