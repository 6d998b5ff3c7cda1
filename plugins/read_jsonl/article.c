#include "article.h"

#include "../read_files/markup.h"

bool article_good_id(struct filon_str id)
{
    return id.n && id.n <= ARTICLE_ID_MOST && filon_utf8_check(id.p, id.n) == id.n;
}

static struct filon_str id_value(struct filon_arena *arena, const json_t *id)
{
    if (json_is_string(id))
        return filon_str_dup(arena, (struct filon_str){json_string_value(id), json_string_length(id)});
    if (json_is_integer(id))
        return filon_str_of(filon_strf(arena, "%lld", (long long)json_integer_value(id)));
    return FILON_NO_STR;
}

static void parse_failed(const json_error_t *cause, const char *place, struct filon_error *error)
{
    const char *what = cause->text, *hint = "";
    if (json_error_code(cause) == json_error_null_character)
        what = "\\u0000 in a string: a text holds no NUL";
    else if (strstr(cause->text, "invalid Unicode"))
        hint = ": half of a surrogate pair";
    else if (json_error_code(cause) == json_error_invalid_utf8)
        hint = ": not valid UTF-8";
    filon_error_set(error, FILON_E_INPUT, "%s:%d: %s%s", place, cause->column, what, hint);
}

/* NULL with an error that names the place, if anybody wants it. Jansson passes over a NUL that follows a number, as if it were not there. */
static json_t *parsed(struct filon_str json, const char *place, struct filon_error *error)
{
    json_error_t cause;
    const char *nul = json.n ? memchr(json.p, '\0', json.n) : NULL;
    json_t *root = nul ? NULL : json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &cause);
    if (nul && error)
        filon_error_set(error, FILON_E_INPUT, "%s:%zu: a NUL byte: JSON has none", place, filon_utf8_count(json.p, (size_t)(nul - json.p)) + 1);
    else if (!root && error)
        parse_failed(&cause, place, error);
    return root;
}

struct filon_str article_id(struct filon_arena *arena, struct filon_str json, const char *id_field)
{
    json_t *root = parsed(json, NULL, NULL);
    struct filon_str id = id_value(arena, json_object_get(root, id_field));
    json_decref(root);
    return article_good_id(id) ? id : FILON_NO_STR;
}

/* Strings and numbers as they are, lists of strings joined: "A, B". Anything else is no metadata. */
static void set_meta(struct filon_doc *doc, const char *key, const json_t *value)
{
    struct filon_buf text = FILON_BUF_INIT;
    size_t i;
    json_t *item;
    if (json_is_string(value))
        filon_buf_put(&text, json_string_value(value), json_string_length(value));
    else if (json_is_integer(value))
        filon_buf_printf(&text, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        filon_buf_printf(&text, "%.15g", json_real_value(value));
    else if (json_is_array(value))
        json_array_foreach(value, i, item) if (json_is_string(item))
            filon_buf_printf(&text, "%s%s", text.n ? ", " : "", json_string_value(item));
    if (text.n && *key && strlen(key) <= 64)
        filon_meta_set(doc, key, filon_buf_str(&text), FILON_NO_SPAN);
    filon_buf_free(&text);
}

static void set_metas(const struct article_options *options, json_t *root, struct filon_doc *doc)
{
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(root, "meta"), key, value) set_meta(doc, key, value);
    for (size_t i = 0; i < options->meta.n; i++)
        set_meta(doc, options->meta.items[i], json_object_get(root, options->meta.items[i]));
}

static int no_text(const struct article_options *options, json_t *root, const char *place, struct filon_error *error)
{
    struct filon_buf names = FILON_BUF_INIT;
    const char *key;
    json_t *value;
    int n = 0;
    json_object_foreach(root, key, value) if (++n <= 12) filon_buf_printf(&names, "%s%.40s", n > 1 ? ", " : "", key);
    filon_error_set(error, FILON_E_INPUT, "%s: the object has no member `%s` (it has: %s%s): see the option text_field", place,
                    options->text_field, n ? names.p : "none", n > 12 ? ", …" : "");
    filon_buf_free(&names);
    return -1;
}

static int set_text(const struct article_options *options, json_t *root, const char *place, struct filon_doc *doc,
                    struct filon_error *error)
{
    json_t *source = options->source_field ? json_object_get(root, options->source_field) : NULL;
    json_t *text = json_object_get(root, options->text_field);
    if (json_is_string(source))
        filon_doc_set_source(
            doc, filon_str_dup(filon_doc_arena(doc), (struct filon_str){json_string_value(source), json_string_length(source)}));
    if (json_is_null(text))
        text = NULL;
    if (!text)
        return json_is_string(source) ? 0 : no_text(options, root, place, error);
    if (!json_is_string(text))
        return filon_error_set(error, FILON_E_INPUT, "%s: `%s` is not a string", place, options->text_field);
    if (!json_string_length(text) && !json_is_string(source))
        return filon_error_set(error, FILON_E_INPUT, "%s: `%s` is empty", place, options->text_field);
    struct filon_str bytes = {json_string_value(text), json_string_length(text)};
    if (!json_is_string(source) && markup_is_html(bytes, FILON_NO_STR)) {
        filon_doc_set_source(doc, filon_str_dup(filon_doc_arena(doc), bytes));
        return 0; /* a page: a parser makes text of it */
    }
    if (filon_doc_set_text(doc, bytes, error) < 0)
        return filon_error_wrap(error, "%s", place);
    return 0;
}

static int check_id(const struct article_options *options, json_t *root, const char *place, struct filon_error *error)
{
    json_t *id = json_object_get(root, options->id_field);
    if (!id || json_is_null(id) || json_is_integer(id))
        return 0;
    if (!json_is_string(id))
        return filon_error_set(error, FILON_E_INPUT, "%s: `%s` is neither a string nor an integer", place, options->id_field);
    if (json_string_length(id) > ARTICLE_ID_MOST)
        return filon_error_set(error, FILON_E_INPUT, "%s: `%s` has %zu bytes: at most %d", place, options->id_field, json_string_length(id),
                               ARTICLE_ID_MOST);
    return 0;
}

/* What write_jsonl says of a document that is no longer there. */
static bool is_removed(const struct article_options *options, json_t *root)
{
    return json_is_true(json_object_get(root, "removed")) && !json_object_get(root, options->text_field) &&
           !(options->source_field && json_object_get(root, options->source_field));
}

int article_load(const struct article_options *options, struct filon_str json, const char *place, struct filon_doc *doc,
                 struct filon_error *error)
{
    json_t *root = parsed(json, place, error);
    if (!root)
        return -1;
    int failed = 0;
    if (!json_is_object(root))
        failed = filon_error_set(error, FILON_E_INPUT, "%s: not an object: each line is one, as {\"id\": …, \"text\": …}", place);
    if (!failed)
        failed = check_id(options, root, place, error);
    if (!failed && is_removed(options, root)) {
        json_decref(root);
        return filon_doc_drop(doc, "removed where it comes from");
    }
    if (!failed)
        failed = set_text(options, root, place, doc, error);
    if (!failed)
        set_metas(options, root, doc);
    json_decref(root);
    return failed;
}
