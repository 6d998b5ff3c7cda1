# Scripts that are wrong: before the run exit 78 with script:line; during it, the document alone.
. "$top_srcdir/tests/lib.sh"

umask 022
printf 'Un titre\n\nLe maire a dit que oui.\n' >a.txt
printf 'Un autre\n\nLe maire a dit que non.\n' >b.txt
cat >job.yaml <<'Y'
job: test
read: [{ files: { path: "*.txt" } }]
pipeline: script.lua
write: [{ jsonl: { path: out.jsonl } }]
limits: { workers: 2, seconds: 4 }
Y
bad() { cat >script.lua; fails "$1" 78 "$2" "$filon" check job.yaml; }
bad "a syntax error" "script.lua:3:" <<'L'
local filon = require "filon"
return filon.pipeline(function(p) p:use "parse_text" end
L
bad "an error while wiring" "script.lua:2: oops" <<'L'
local filon = require "filon"
error "oops"
L
bad "no pipeline returned" "script.lua" <<'L'
return 42
L
bad "an unknown plugin" "script.lua:3" <<'L'
local filon = require "filon"
return filon.pipeline(function(p)
  p:use "parse_txt"
end)
L
has "an unknown plugin: did you mean" "$err" "did you mean \`parse_text\`?"
bad "an unknown option" "script.lua:4" <<'L'
local filon = require "filon"
return filon.pipeline(function(p)
  p:use "parse_text"
  p:use("segment", { langage = "fr" })
end)
L
bad "a layer nobody provides" "needs the layer \`block\`" <<'L'
local filon = require "filon"
return filon.pipeline(function(p)
  p:use "segment"
end)
L
bad "a missing module" "nowhere" <<'L'
local x = require "nowhere"
L
bad "a forbidden library" "script.lua:1" <<'L'
os.execute("true")
L
bad "an endless loop while wiring" "script.lua" <<'L'
while true do end
L
fails "no script" 78 "none.lua" sh -c "sed 's/script.lua/none.lua/' job.yaml >none.yaml; exec '$filon' check none.yaml"
printf 'return function(doc) end\n' >script.lua
chmod o+w script.lua
fails "a script that everyone can write" 78 "chmod o-w" "$filon" check job.yaml
rm script.lua
if command -v luac5.4 >/dev/null; then
    printf 'return 1' | luac5.4 -o script.lua -
    fails "a compiled script" 78 "script.lua" "$filon" check job.yaml
fi

# Wrong while running: b.txt is lost, a.txt is done.
during() { # NAME MESSAGE BODY
    rm -rf out.jsonl var
    cat >script.lua <<L
local filon = require "filon"
return filon.pipeline(function(p)
  p:use "parse_text"
  p:use "segment"
  p:each("mine", function(doc)
    if doc.id == "b.txt" then
      $3
    end
  end)
end)
L
    fails "$1" 1 "$2" "$filon" run job.yaml
    is "$1: the other document is done" "$(sed 's/.*"id":"\([^"]*\)".*/\1/' out.jsonl 2>/dev/null | tr '\n' ' ')" "a.txt "
    has "$1: the document is named" "$err" "b.txt: "
}
during "a runtime error" "script.lua:7: " 'local x = nil; return x.y'
during "an error of one's own" "script.lua:7: no good" 'error "no good"'
during "an endless loop" "took more than limits.seconds, 4 s, in stage \`mine\`" 'while true do end'
during "an endless string.find" "took more than limits.seconds" 'return string.find(string.rep("a", 300), string.rep(".-", 12) .. "b")'
during "a memory bomb" "memory" 'local t = {}; for i = 1, 1e9 do t[i] = string.rep("x", 100000) .. i end'
during "a huge string" "memory" 'local s = string.rep("x", 1 << 40)'
during "endless recursion" "calls itself without end" 'local function f() return 1 + f() end; return f()'
during "an unknown layer" "did you mean \`sentence\`?" 'for s in doc:each "sentense" do end'
during "a row out of bounds" "script.lua:7: " 'doc:add("sentence", { begin = 0, stop = 99999 })'

# What outlives its document raises an error, and never crashes.
stale() { # NAME, what is kept, what is then done
    rm -rf out.jsonl var
    cat >script.lua <<L
local filon = require "filon"
local kept
return filon.pipeline(function(p)
  p:use "parse_text"
  p:use "segment"
  p:each("mine", function(doc)
    if kept then $3 end
    for s in doc:each "sentence" do kept = $2 end
  end)
end)
L
    fails "$1" 1 "b.txt: " "$filon" run --workers=1 job.yaml
    has "$1: the line is named" "$err" "script.lua:7: "
    is "$1: the first document is done" "$(sed 's/.*"id":"\([^"]*\)".*/\1/' out.jsonl | tr '\n' ' ')" "a.txt "
}
stale "reading a row of a finished document" s 'return kept.text'
stale "changing a row of a finished document" s 'kept.begin = 1'
stale "adding to a finished document" doc 'kept:add("sentence", { begin = 0, stop = 1 })'
stale "metadata of a finished document" doc 'kept.meta.title = "x"'
done_testing
