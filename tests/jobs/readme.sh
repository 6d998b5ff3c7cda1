# The commands that README.md and docs/ show are run, and print what is shown.
# A block ```console holds lines `$ command` and what they print; [...] stands for any text.
. "$top_srcdir/tests/lib.sh"

command -v python3 >/dev/null || skip_all "no python3"
command -v sqlite3 >/dev/null || skip_all "no sqlite3"
cp -r "$top_srcdir/configs" "$top_srcdir/scripts" .
chmod -R u+w configs scripts
mkdir bin
ln -s "$filon" bin/filon
PATH=$dir/bin:$PATH
cat >blocks.py <<'P'
import re, subprocess, sys
path, n, bad = sys.argv[1], 0, 0
for block in re.findall(r"^```console\n(.*?)^```", open(path, encoding="utf8").read(), re.M | re.S):
    for command, wanted in re.findall(r"^\$ (.*(?:\\\n.*)*)\n((?:(?!\$ ).*\n)*)", block, re.M):
        got = subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        pattern = ".*?".join(re.escape(part) for part in wanted.strip().split("[...]"))
        good = re.fullmatch(pattern, got.stdout.strip(), re.S)
        print("%s %s" % ("ok" if good else "not ok", command.replace("#", "")))
        if not good:
            print("# got:\n# " + got.stdout.replace("\n", "\n# "))
P
for page in README.md docs/jobs.md docs/plugins.md docs/lua.md docs/formats.md; do
    [ -r "$top_srcdir/$page" ] || { result 1 "$page is there"; continue; }
    python3 blocks.py "$top_srcdir/$page" >blocks.out
    while IFS= read -r line; do
        case $line in
        "ok "*) result 0 "$page: ${line#ok }" ;;
        "not ok "*) result 1 "$page: ${line#not ok }" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <blocks.out
done
done_testing
