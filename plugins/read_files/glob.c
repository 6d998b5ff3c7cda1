#include "glob.h"

#include <filon/utf8.h>

bool glob_magic(const char *text)
{
    return text[strcspn(text, "*?[")] != '\0';
}

int glob_parse(struct glob *glob, const char *text, bool hidden, struct filon_error *error)
{
    *glob = (struct glob){.hidden = hidden};
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, "/");
        struct filon_str part = {at, n};
        bool deep = filon_str_eq(part, FILON_STR("**"));
        at += n + (at[n] == '/');
        if (!n || (deep && glob->n && glob->deep >> (glob->n - 1) & 1))
            continue; /* a//b; ** after ** says nothing new */
        if (glob->n == GLOB_PARTS)
            return filon_error_set(error, FILON_E_CONFIG, "a pattern of more than %d folders: %s", GLOB_PARTS, text);
        glob->deep |= (uint64_t)deep << glob->n;
        glob->part[glob->n++] = part;
    }
    return 0;
}

/* ** also matches no folder at all. */
static glob_states close_states(const struct glob *glob, glob_states states)
{
    return states | (states & glob->deep) << 1;
}

glob_states glob_start(const struct glob *glob)
{
    return close_states(glob, 1);
}

glob_states glob_step(const struct glob *glob, glob_states states, struct filon_str name)
{
    bool dot = name.n && name.p[0] == '.' && !glob->hidden;
    glob_states next = 0;
    for (unsigned i = 0; i < glob->n; i++) {
        if (!(states >> i & 1))
            continue;
        if (glob->deep >> i & 1)
            next |= dot ? 0 : (glob_states)1 << i;
        else if ((!dot || glob->part[i].p[0] == '.') && glob_name(glob->part[i], name))
            next |= (glob_states)1 << (i + 1);
    }
    return close_states(glob, next);
}

bool glob_matches(const struct glob *glob, glob_states states)
{
    return states >> glob->n & 1;
}

bool glob_may_match(const struct glob *glob, glob_states states)
{
    return (states & (((glob_states)1 << glob->n) - 1)) != 0;
}

/* File names need not be UTF-8: an invalid byte is a character of its own. */
static uint32_t next_char(struct filon_str s, size_t *at)
{
    unsigned length = 1;
    uint32_t c = filon_utf8_at(s.p, s.n, *at, &length);
    if (c >= 0x80 && filon_utf8_check(s.p + *at, length) < length) {
        c = 0x110000u + (unsigned char)s.p[*at];
        length = 1;
    }
    *at += length;
    return c;
}

/* [abc], [a-z], [!abc]; *at is behind the "[". Leaves *at behind the "]"; -1 if there is none. */
static int match_set(struct filon_str pattern, size_t *at, uint32_t c)
{
    size_t i = *at;
    bool negated = i < pattern.n && (pattern.p[i] == '!' || pattern.p[i] == '^'), in = false;
    i += negated;
    for (size_t first = i; i < pattern.n && (pattern.p[i] != ']' || i == first);) {
        uint32_t low = next_char(pattern, &i), high = low;
        if (i + 1 < pattern.n && pattern.p[i] == '-' && pattern.p[i + 1] != ']') {
            i++;
            high = next_char(pattern, &i);
        }
        in |= c >= low && c <= high;
    }
    if (i >= pattern.n)
        return -1;
    *at = i + 1;
    return in != negated;
}

/* Whether one character of the pattern matches one of the name; both are moved behind it. */
static bool match_one(struct filon_str pattern, size_t *p, struct filon_str name, size_t *n)
{
    uint32_t c = next_char(name, n), want = next_char(pattern, p);
    if (want == '?')
        return true;
    if (want == '[') {
        int in = match_set(pattern, p, c);
        if (in >= 0)
            return in;
    }
    return want == c;
}

bool glob_name(struct filon_str pattern, struct filon_str name)
{
    size_t p = 0, n = 0, star = SIZE_MAX, taken = 0; /* star: behind the last *, which so far took name[..taken) */
    while (n < name.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = ++p;
            taken = n;
        } else if (!(p < pattern.n && match_one(pattern, &p, name, &n))) {
            if (star == SIZE_MAX)
                return false;
            next_char(name, &taken); /* only the last * need ever take more */
            p = star;
            n = taken;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}
