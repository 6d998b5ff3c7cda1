/* Whether an option table of a foreign plugin can be trusted to say where its fields are. */
#include "config/options.h"

#include <stdalign.h>

/* Bounds that no honest plugin meets. */
enum { OPTIONS_MOST = 256, SIZE_MOST = 1 << 16, NAME_MOST = 64 };

struct filon_field {
    size_t size, align;
};

#define FIELD(type)                                                                                                                        \
    {                                                                                                                                      \
        sizeof(type), alignof(type)                                                                                                        \
    }
static const struct filon_field fields[] = {[FILON_OPT_BOOL] = FIELD(bool),
                                            [FILON_OPT_INT] = FIELD(int64_t),
                                            [FILON_OPT_FLOAT] = FIELD(double),
                                            [FILON_OPT_STRING] = FIELD(const char *),
                                            [FILON_OPT_PATH] = FIELD(const char *),
                                            [FILON_OPT_ENUM] = FIELD(int),
                                            [FILON_OPT_LIST] = FIELD(struct filon_list),
                                            [FILON_OPT_PATHS] = FIELD(struct filon_list),
                                            [FILON_OPT_SIZE] = FIELD(uint64_t),
                                            [FILON_OPT_DURATION] = FIELD(double)};

static bool is_name(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return n && n <= NAME_MOST && !name[n] && name[0] >= 'a' && name[0] <= 'z';
}

static int bad(const struct filon_option *option, const char *why, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_CONFIG, "option `%.64s` of its table %s", option->name, why);
}

static int check_names(const struct filon_option *table, const struct filon_option *option, struct filon_error *error)
{
    static const char *const none[] = {NULL};
    const char *const *alias = option->aliases ? option->aliases : none;
    for (const char *name = option->name; name; name = *alias++) {
        if (!is_name(name))
            return bad(option, "has a name or alias that is not [a-z][a-z0-9_]*", error);
        for (const char *const *common = filon_common_keys; *common; common++)
            if (strcmp(name, *common) == 0)
                return bad(option, "has a name that every stage takes already", error);
        for (const struct filon_option *other = table; other < option; other++)
            if (filon_option_find((const struct filon_option[]){*other, {0}}, name))
                return bad(option, "shares a name or alias with an earlier one", error);
    }
    return 0;
}

static int check_option(const struct filon_option *option, size_t size, struct filon_error *error)
{
    if ((unsigned)option->type >= FILON_COUNT(fields) || !fields[option->type].size)
        return bad(option, "has no type filon knows", error);
    if (option->offset > size || fields[option->type].size > size - option->offset)
        return bad(option, "lies outside the option struct", error);
    if (option->offset % fields[option->type].align)
        return bad(option, "has a misaligned offset", error);
    if (!option->help)
        return bad(option, "has no help text", error);
    if (option->type == FILON_OPT_ENUM && (!option->choices || !option->choices[0]))
        return bad(option, "has no choices", error);
    if (!(option->min <= option->max)) /* NaN too */
        return bad(option, "has a minimum beyond its maximum (.max = INFINITY: no limit)", error);
    return 0;
}

int filon_options_check(const struct filon_option *table, size_t size, struct filon_error *error)
{
    const struct filon_option *option = table;
    if (size > SIZE_MOST)
        return filon_error_set(error, FILON_E_CONFIG, "its option struct has %zu bytes, more than the %d allowed", size, SIZE_MOST);
    for (; option && option->name; option++)
        if (option - table >= OPTIONS_MOST)
            return filon_error_set(error, FILON_E_CONFIG, "more than %d options: the table must end with an option without a name",
                                   OPTIONS_MOST);
        else if (check_names(table, option, error) < 0 || check_option(option, size, error) < 0)
            return -1;
    struct filon_arena *arena = filon_arena_new();
    int result = filon_options_init(table, filon_zalloc(arena, 1, size), size, arena, error);
    filon_arena_free(arena);
    return result;
}
