#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "folder.h"
#include "glob.h"

/* One item of `path`. A folder is read as a pattern of all that is in it. */
struct entry {
    const char *path;
    const char *root; /* of a pattern or folder; NULL: a file */
    struct glob glob; /* of names below root */
};

struct level { /* a folder under way */
    struct folder folder;
    size_t path_n;
    glob_states states;
    dev_t dev;
    ino_t ino;
};

struct walk {
    struct filon_ctx *ctx;
    const struct walk_options *options;
    struct filon_map *index; /* path as given -> first entry */
    struct entry *entry;
    size_t n_entries, at; /* at: the entry under way */
    bool started, found;  /* it has begun; it gave a file */
    struct level *level;
    size_t depth, room;
    struct filon_buf path; /* of the folder or file under way */
    struct filon_arena *scratch;
};

static bool plain_byte(unsigned char c)
{
    return c >= 0x20 && c != 0x7f;
}

const char *walk_name(const struct filon_ctx *ctx, struct filon_arena *arena, const char *path)
{
    struct filon_str dir = filon_str_of(filon_dir(ctx)), name = filon_str_of(path);
    if (dir.n > 1 && filon_str_starts(name, dir) && name.p[dir.n] == '/')
        name.p += dir.n + 1;
    name.n = strlen(name.p);
    size_t good = filon_utf8_check(name.p, name.n), i = 0;
    while (i < name.n && plain_byte((unsigned char)name.p[i]))
        i++;
    if (good == name.n && i == name.n)
        return name.p;
    char *out = filon_alloc(arena, name.n * 4 + 1);
    size_t n = 0;
    for (i = 0; i < name.n;) {
        unsigned char c = (unsigned char)name.p[i];
        size_t length = 1 + (c >= 0xc0) + (c >= 0xe0) + (c >= 0xf0);
        if (i + length > name.n || filon_utf8_check(name.p + i, length) < length || !plain_byte(c)) {
            static const char hex[] = "0123456789abcdef";
            memcpy(out + n, (char[]){'\\', 'x', hex[c >> 4], hex[c & 15]}, 4);
            n += 4;
            i++;
            continue;
        }
        memcpy(out + n, name.p + i, length);
        n += length;
        i += length;
    }
    out[n] = '\0';
    return out;
}

static bool listed(struct filon_list patterns, struct filon_str name)
{
    for (size_t i = 0; i < patterns.n; i++)
        if (glob_name(filon_str_of(patterns.items[i]), name))
            return true;
    return false;
}

static bool excluded(const struct walk *walk, struct filon_str name)
{
    return listed(walk->options->exclude, name);
}

static bool included(const struct walk *walk, struct filon_str name)
{
    return !walk->options->include.n || listed(walk->options->include, name);
}

static int check_names(struct filon_ctx *ctx, const char *option, struct filon_list patterns)
{
    for (size_t i = 0; i < patterns.n; i++)
        if (strchr(patterns.items[i], '/') || !*patterns.items[i])
            return filon_error_set(filon_ctx_error(ctx), FILON_E_CONFIG,
                                   "%s: `%s`: a pattern of one name, without \"/\", is wanted; folders go into `path`", option,
                                   patterns.items[i]);
    return 0;
}

/* The folders before the first wildcard are where the walk begins. */
static int parse_pattern(struct walk *walk, struct entry *entry)
{
    size_t n = strcspn(entry->path, "*?[");
    while (n > 1 && entry->path[n - 1] != '/')
        n--;
    entry->root = filon_strf(filon_ctx_arena(walk->ctx), "%.*s", (int)(n > 1 ? n - 1 : n), entry->path);
    return glob_parse(&entry->glob, entry->path + n, walk->options->hidden, filon_ctx_error(walk->ctx));
}

struct walk *walk_new(struct filon_ctx *ctx, const struct walk_options *options)
{
    if (check_names(ctx, "include", options->include) < 0 || check_names(ctx, "exclude", options->exclude) < 0)
        return NULL;
    struct filon_arena *arena = filon_ctx_arena(ctx);
    struct walk *walk = filon_zalloc(arena, 1, sizeof *walk);
    *walk = (struct walk){.ctx = ctx, .options = options, .n_entries = options->path.n, .scratch = filon_arena_new()};
    walk->entry = filon_zalloc(arena, walk->n_entries, sizeof *walk->entry);
    walk->index = filon_map_new(arena, walk->n_entries);
    for (size_t i = 0; i < walk->n_entries; i++) {
        struct entry *entry = &walk->entry[i];
        entry->path = options->path.items[i];
        if (filon_map_get(walk->index, filon_str_of(entry->path)) == FILON_MAP_NONE)
            filon_map_set(walk->index, filon_str_of(entry->path), (uint32_t)i);
        if (glob_magic(entry->path) && parse_pattern(walk, entry) < 0) {
            walk_free(walk);
            return NULL;
        }
    }
    return walk;
}

static void leave(struct walk *walk)
{
    folder_release(&walk->level[--walk->depth].folder);
}

void walk_free(struct walk *walk)
{
    if (!walk)
        return;
    while (walk->depth)
        leave(walk);
    free(walk->level);
    filon_buf_free(&walk->path);
    filon_arena_free(walk->scratch);
}

static void say(struct walk *walk, enum filon_level level, const char *path, const char *name, const char *what)
{
    const char *whole = filon_strf(walk->scratch, "%s%s%s", path, name ? "/" : "", name ? name : "");
    filon_say(walk->ctx, level, "%s: %s", walk_name(walk->ctx, walk->scratch, whole), what);
}

static int judge_link(struct walk *walk, const struct level *level, int dir, const char *name, mode_t *mode)
{
    const struct glob *glob = &walk->entry[walk->at].glob;
    struct filon_str s = filon_str_of(name);
    struct stat st;
    if (fstatat(dir, name, &st, 0) < 0) {
        if (glob_matches(glob, glob_step(glob, level->states, s)) && included(walk, s))
            say(walk, FILON_WARN, walk->path.p, name,
                errno == ELOOP ? "passed over: a link to itself" : "passed over: a link that leads nowhere");
        return 0;
    }
    *mode = st.st_mode;
    return !S_ISDIR(st.st_mode) || walk->options->follow_links;
}

/* What an entry of a folder is, links followed; 0 if it is of no concern. */
static int judge_mode(struct walk *walk, const struct level *level, int dir, const char *name, unsigned char type, mode_t *mode)
{
    struct stat st;
    switch (type) {
    case DT_REG:
        *mode = S_IFREG;
        return 1;
    case DT_DIR:
        *mode = S_IFDIR;
        return 1;
    case DT_LNK:
        return judge_link(walk, level, dir, name, mode);
    default:
        if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
            return 0; /* gone already */
        *mode = st.st_mode;
        return S_ISLNK(st.st_mode) ? judge_link(walk, level, dir, name, mode) : 1;
    }
}

static int judge(void *self, int dir, const char *name, unsigned char type)
{
    struct walk *walk = self;
    const struct level *level = &walk->level[walk->depth - 1];
    const struct glob *glob = &walk->entry[walk->at].glob;
    struct filon_str s = filon_str_of(name);
    glob_states states = glob_step(glob, level->states, s);
    mode_t mode;
    if (!states || excluded(walk, s) || !judge_mode(walk, level, dir, name, type, &mode))
        return 0;
    if (S_ISDIR(mode))
        return glob_may_match(glob, states) ? 2 : 0;
    if (!glob_matches(glob, states) || !included(walk, s))
        return 0;
    if (S_ISREG(mode))
        return 1;
    say(walk, FILON_WARN, walk->path.p, name, "passed over: not a file but a pipe, socket or device");
    return 0;
}

static bool inside_itself(const struct walk *walk, const struct stat *st)
{
    for (size_t i = 0; i < walk->depth; i++)
        if (walk->level[i].dev == st->st_dev && walk->level[i].ino == st->st_ino)
            return true;
    return false;
}

/* Begins the folder at walk->path. 1, or 0 if it cannot be read, which has been said. */
static int enter(struct walk *walk, glob_states states)
{
    struct stat st;
    if (stat(walk->path.p, &st) < 0) {
        say(walk, errno == ENOENT ? FILON_DEBUG : FILON_ERROR, walk->path.p, NULL,
            filon_strf(walk->scratch, "cannot read the folder: %s", strerror(errno)));
        return 0;
    }
    if (inside_itself(walk, &st)) {
        say(walk, FILON_WARN, walk->path.p, NULL, "passed over: a link to a folder that holds it");
        return 0;
    }
    if (walk->depth == walk->room) {
        walk->room = walk->room ? walk->room * 2 : 16;
        struct level *level = realloc(walk->level, walk->room * sizeof *level);
        if (!level)
            return filon_error_set(filon_ctx_error(walk->ctx), FILON_E_INTERNAL, "no memory for %zu folders within folders", walk->room);
        walk->level = level;
    }
    struct level *level = &walk->level[walk->depth++];
    *level = (struct level){.path_n = walk->path.n, .states = states, .dev = st.st_dev, .ino = st.st_ino};
    if (folder_read(&level->folder, walk->path.p, judge, walk) == 0)
        return 1;
    say(walk, FILON_ERROR, walk->path.p, NULL, filon_strf(walk->scratch, "cannot read the folder: %s", strerror(errno)));
    leave(walk);
    return 0;
}

/* Whether an earlier entry has given this file already: exactly what it would walk, without walking. */
static bool pattern_covers(const struct walk *walk, const struct entry *entry, const char *path)
{
    size_t root = strlen(entry->root);
    root = root == 1 ? 0 : root;
    if (strncmp(path, entry->root, root) != 0 || path[root] != '/')
        return false;
    glob_states states = glob_start(&entry->glob);
    for (const char *at = path + root + 1;;) {
        struct filon_str name = {at, strcspn(at, "/")};
        states = glob_step(&entry->glob, states, name);
        if (!states || excluded(walk, name))
            return false;
        at += name.n;
        if (!*at)
            return glob_matches(&entry->glob, states) && included(walk, name);
        struct stat st;
        const char *folder = filon_strf(walk->scratch, "%.*s", (int)(at - path), path);
        if (!glob_may_match(&entry->glob, states) || (!walk->options->follow_links && (lstat(folder, &st) < 0 || S_ISLNK(st.st_mode))))
            return false;
        at++;
    }
}

static bool given_before(const struct walk *walk, const char *path)
{
    uint32_t same = filon_map_get(walk->index, filon_str_of(path));
    if (same < walk->at)
        return true;
    for (size_t i = 0; i < walk->at; i++)
        if (walk->entry[i].root && pattern_covers(walk, &walk->entry[i], path))
            return true;
    return false;
}

static void give(struct walk_file *file, const char *path, const struct stat *st)
{
    *file = (struct walk_file){.path = path};
    if (st && S_ISREG(st->st_mode)) {
        file->size = (uint64_t)st->st_size;
        file->mtime = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
    }
}

static void set_path(struct walk *walk, size_t keep, const char *rest)
{
    walk->path.n = keep;
    filon_buf_puts(&walk->path, rest);
}

/* The next file of the folders under way: 1, 0 when all are done. */
static int next_in_folders(struct walk *walk, struct walk_file *file)
{
    while (walk->depth) {
        struct level *level = &walk->level[walk->depth - 1];
        struct stat st;
        filon_arena_reset(walk->scratch);
        set_path(walk, level->path_n, "");
        const char *name = folder_next(&level->folder, walk->path.p, judge, walk);
        if (!name) {
            if (errno)
                say(walk, FILON_ERROR, walk->path.p, NULL, filon_strf(walk->scratch, "cannot read the folder: %s", strerror(errno)));
            leave(walk);
            continue;
        }
        size_t n = strlen(name);
        bool is_folder = name[n - 1] == '/';
        if (level->path_n > 1)
            filon_buf_putc(&walk->path, '/');
        filon_buf_put(&walk->path, name, n - is_folder);
        if (is_folder) {
            if (enter(walk, glob_step(&walk->entry[walk->at].glob, level->states, (struct filon_str){name, n - 1})) < 0)
                return -1;
        } else if (stat(walk->path.p, &st) == 0 && S_ISREG(st.st_mode)) {
            walk->found = true;
            if (!given_before(walk, walk->path.p)) {
                give(file, walk->path.p, &st);
                return 1;
            }
        }
    }
    return 0;
}

/* Begins an entry: 1 with a file, 0 if it has none, or its folders are now under way. */
static int start(struct walk *walk, struct walk_file *file)
{
    struct entry *entry = &walk->entry[walk->at];
    struct stat st;
    bool standard = strcmp(entry->path, "-") == 0, there = !standard && stat(entry->path, &st) == 0;
    walk->found = false;
    if (there && S_ISDIR(st.st_mode)) {
        entry->root = entry->path;
        glob_parse(&entry->glob, walk->options->recursive ? "**" : "*", walk->options->hidden, NULL);
    } else if (there || !glob_magic(entry->path)) {
        entry->root = NULL;
        set_path(walk, 0, entry->path);
        if (given_before(walk, entry->path))
            return 0;
        give(file, walk->path.p, there ? &st : NULL);
        return 1;
    }
    set_path(walk, 0, entry->root);
    return enter(walk, glob_start(&entry->glob)) < 0 ? -1 : 0;
}

int walk_next(struct walk *walk, struct walk_file *file)
{
    for (;;) {
        filon_arena_reset(walk->scratch);
        int got = next_in_folders(walk, file);
        if (got)
            return got;
        if (walk->started && !walk->found && walk->entry[walk->at].root)
            say(walk, FILON_WARN, walk->entry[walk->at].path, NULL, "no file there to read");
        walk->at += walk->started;
        walk->started = walk->at < walk->n_entries;
        if (!walk->started)
            return 0;
        got = start(walk, file);
        if (got)
            return got;
    }
}
