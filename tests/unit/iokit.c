#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "tests/unit/folder.h"
#include "tests/unit/iokit.h"
#include "tests/unit/unit_run.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/log.h"
#include "base/paths.h"
#include <filon/yaml.h>

struct iokit kit;
static int listening = -1, true_stderr = -1;

static const struct filon_column shout_columns[] = {{"loud", FILON_BOOL, NULL, "very"},
                                                    {"count", FILON_I32, NULL, "marks"},
                                                    {"word", FILON_REF, "token", "the first word"},
                                                    {"mark", FILON_SPAN, NULL, "the mark"},
                                                    {"order", FILON_STR_T, NULL, "a word that SQL keeps for itself"},
                                                    {"strength", FILON_F32, NULL, "how loud"},
                                                    {0}};
static const struct filon_layer_def shout = {"shout", "words in capitals", shout_columns};

void kit_set_up(void)
{
    folder_new(kit.dir);
    kit.arena = filon_arena_new();
    kit.registry = filon_registry_new();
    kit.schema = filon_schema_new();
    must(filon_schema_add(kit.schema, &shout, "test", NULL) == 0, "shout");
    memset(kit.provided, 1, sizeof kit.provided);
    kit.provided[FILON_POSITION] = 0;
    kit.doc = filon_doc_new(kit.schema);
    kit.error = (struct filon_error){0};
    filon_log_level(FILON_WARN);
}

void kit_die(const char *file, int line, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, ap);
    fputc('\n', stderr);
    abort();
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

void kit_tear_down(void)
{
    nftw(kit.dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    filon_doc_free(kit.doc);
    filon_registry_free(kit.registry);
    filon_schema_free(kit.schema);
    filon_arena_free(kit.arena);
}

static struct filon_ctx *try_open(const char *plugin, const struct filon_plugin *descriptor, const char *yaml)
{
    struct filon_instance_args args = {.registry = kit.registry, .language = "fr", .dir = kit.dir};
    struct filon_node *options = filon_yaml_parse(kit.arena, "job.yaml", filon_str_of(yaml), &kit.error);
    must(options != NULL, "%s", kit.error.text);
    filon_registry_add_builtin(kit.registry, plugin, descriptor);
    struct filon_ctx *ctx = filon_instance_new(&args, plugin, descriptor->kind, options, options->mark, NULL, &kit.error);
    if (ctx && filon_instance_open(ctx, kit.schema, kit.provided, &kit.error) < 0) {
        filon_instance_free(ctx);
        ctx = NULL;
    }
    return ctx;
}

struct filon_ctx *kit_open(const char *plugin, const struct filon_plugin *descriptor, const char *yaml)
{
    struct filon_ctx *ctx = try_open(plugin, descriptor, yaml);
    must(ctx != NULL, "%s", kit.error.text);
    return ctx;
}

const char *kit_refused(const char *plugin, const struct filon_plugin *descriptor, const char *yaml)
{
    ck_assert_ptr_null(try_open(plugin, descriptor, yaml));
    const char *text = filon_strdup(kit.arena, kit.error.text);
    ck_assert_int_eq(kit.error.code, FILON_E_CONFIG);
    kit.error = (struct filon_error){0};
    return text;
}

enum filon_code kit_error_code(struct filon_ctx *ctx)
{
    return filon_ctx_error(ctx)->code;
}

const char *kit_error(struct filon_ctx *ctx)
{
    const char *text = filon_strdup(kit.arena, filon_ctx_error(ctx)->text);
    *filon_ctx_error(ctx) = (struct filon_error){0};
    return text;
}

const char *kit_path(const char *file)
{
    return filon_strf(kit.arena, "%s/%s", kit.dir, file);
}

struct filon_str kit_str(struct filon_buf *buf)
{
    struct filon_str s = filon_str_dup(kit.arena, filon_buf_str(buf));
    filon_buf_free(buf);
    return s;
}

const char *kit_source(const char *file)
{
    const char *top = getenv("top_srcdir");
    return filon_path_absolute(kit.arena, filon_strf(kit.arena, "%s/%s", top ? top : ".", file));
}

static const char *with_folders(const char *file)
{
    char *path = filon_strdup(kit.arena, kit_path(file));
    for (char *slash = path + strlen(kit.dir) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
    return path;
}

void kit_put(const char *file, struct filon_str bytes)
{
    FILE *out = fopen(with_folders(file), "wb");
    must(out && fwrite(bytes.p, 1, bytes.n, out) == bytes.n && fclose(out) == 0, "%s: %s", file, strerror(errno));
}

void kit_puts(const char *file, const char *text)
{
    kit_put(file, filon_str_of(text));
}

struct filon_str kit_get(const char *file)
{
    FILE *in = fopen(kit_path(file), "rb");
    if (!in)
        return FILON_NO_STR;
    struct filon_buf all = FILON_BUF_INIT;
    size_t got;
    do {
        filon_buf_reserve(&all, 65536);
        all.n += got = fread(all.p + all.n, 1, 65536, in);
    } while (got);
    fclose(in);
    return kit_str(&all);
}

void kit_gzip(const char *file, struct filon_str plain, const char *mode)
{
    gzFile out = gzopen(with_folders(file), mode);
    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(gzwrite(out, plain.p, (unsigned)plain.n), (int)plain.n);
    ck_assert_int_eq(gzclose(out), Z_OK);
}

struct filon_str kit_gunzip(const char *file)
{
    gzFile in = gzopen(kit_path(file), "rb");
    struct filon_buf all = FILON_BUF_INIT;
    int got;
    do {
        filon_buf_reserve(&all, 65536);
        got = gzread(in, all.p + all.n, 65536);
        ck_assert_int_ge(got, 0);
        all.n += (size_t)got;
    } while (got);
    ck_assert_int_eq(gzclose(in), Z_OK);
    return kit_str(&all);
}

void kit_listen(void)
{
    fflush(stderr);
    listening = open(kit.dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    ck_assert_int_ge(listening, 0);
    true_stderr = dup(STDERR_FILENO);
    dup2(listening, STDERR_FILENO);
}

const char *kit_said(void)
{
    char text[16384];
    fflush(stderr);
    dup2(true_stderr, STDERR_FILENO);
    close(true_stderr);
    ssize_t n = pread(listening, text, sizeof text - 1, 0);
    close(listening);
    text[n > 0 ? n : 0] = '\0';
    return filon_strdup(kit.arena, text);
}

static uint32_t add(int layer, const char *part)
{
    const char *text = filon_doc_text(kit.doc).p, *at = strstr(text, part);
    must(at != NULL, "no `%s`", part);
    return filon_add(filon_layer(kit.doc, layer), (uint32_t)(at - text), (uint32_t)(at - text + (long)strlen(part)));
}

static struct filon_span span_of(const char *part)
{
    const char *text = filon_doc_text(kit.doc).p, *at = strstr(text, part);
    return (struct filon_span){(uint32_t)(at - text), (uint32_t)(at - text + (long)strlen(part))};
}

static void add_blocks(const char *title, const char *body)
{
    struct filon_layer *blocks = filon_layer(kit.doc, FILON_BLOCK);
    add(FILON_BLOCK, title);
    add(FILON_BLOCK, "Menu");
    add(FILON_BLOCK, body);
    const char *const kinds[] = {"title", "boilerplate", "paragraph"};
    for (int i = 0; i < 3; i++) {
        filon_strs(blocks, FILON_BLOCK_KIND)[i] = filon_str_of(kinds[i]);
        filon_bool(blocks, FILON_BLOCK_CONTENT)[i] = i != 1;
    }
    add(FILON_SENTENCE, body);
}

static void add_shout(void)
{
    struct filon_layer *layer = filon_layer(kit.doc, filon_schema_find(kit.schema, "shout"));
    uint32_t row = add(filon_schema_find(kit.schema, "shout"), "NON");
    filon_bool(layer, 0)[row] = 1;
    filon_i32(layer, 1)[row] = -1;
    filon_ref(layer, 2)[row] = 0;
    filon_spans(layer, 3)[row] = span_of("!");
    filon_strs(layer, 4)[row] = FILON_STR("a \"b\" 'c'");
    filon_f32(layer, 5)[row] = 0.93f;
    add(filon_schema_find(kit.schema, "shout"), "!"); /* a row without values */
}

void kit_article(const char *id, const char *title, const char *speaker)
{
    struct filon_doc *doc = kit.doc;
    filon_doc_reset(doc);
    filon_doc_set_id(doc, filon_str_of(id));
    const char *body = filon_strf(kit.arena, "« NON ! », a répété %s à propos de l’écluse.", speaker);
    must(filon_doc_set_text(doc, filon_str_of(filon_strf(kit.arena, "%s\n\nMenu\n\n%s\n", title, body)), NULL) == 0, "no text");
    filon_meta_set(doc, "title", filon_str_of(title), (struct filon_span){0, (uint32_t)strlen(title)});
    filon_meta_set(doc, "date", FILON_STR("2017-06-02"), FILON_NO_SPAN);
    filon_meta_set(doc, "lang", FILON_STR("fr"), FILON_NO_SPAN);
    filon_meta_set(doc, "reading_time", FILON_STR("2"), FILON_NO_SPAN);
    add_blocks(title, body);
    add(FILON_TOKEN, "NON");
    uint32_t row = add(FILON_ENTITY, speaker);
    struct filon_layer *layer = filon_layer(doc, FILON_ENTITY);
    filon_strs(layer, FILON_ENTITY_TYPE)[row] = FILON_STR("PER");
    filon_strs(layer, FILON_ENTITY_NAME)[row] = filon_str_dup(filon_doc_arena(doc), filon_str_of(speaker));
    row = add(FILON_QUOTE, "NON !");
    layer = filon_layer(doc, FILON_QUOTE);
    filon_strs(layer, FILON_QUOTE_TYPE)[row] = FILON_STR("direct");
    filon_spans(layer, FILON_QUOTE_CUE)[row] = span_of("a répété");
    filon_strs(layer, FILON_QUOTE_HOLDER)[row] = filon_strs(filon_layer(doc, FILON_ENTITY), FILON_ENTITY_NAME)[0];
    filon_f32(layer, FILON_QUOTE_SCORE)[row] = 0.5f;
    row = add(FILON_STANCE, "NON");
    layer = filon_layer(doc, FILON_STANCE);
    filon_strs(layer, FILON_STANCE_HOLDER)[row] = filon_strs(filon_layer(doc, FILON_ENTITY), FILON_ENTITY_NAME)[0];
    filon_strs(layer, FILON_STANCE_TARGET)[row] = FILON_STR("écluse");
    filon_strs(layer, FILON_STANCE_POLARITY)[row] = FILON_STR("against");
    filon_strs(layer, FILON_STANCE_ACT)[row] = FILON_STR("oppose");
    add_shout();
}

int kit_main(const char *name, const TTest *const *tests)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, kit_set_up, kit_tear_down);
    tcase_set_timeout(tcase, 120);
    for (; *tests; tests++)
        tcase_add_test(tcase, *tests);
    suite_add_tcase(suite, tcase);
    return unit_run(suite);
}
