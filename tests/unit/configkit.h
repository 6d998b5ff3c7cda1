/* What the tests of job files share: one that is taken, and one that is refused with a message. */
#ifndef TESTS_CONFIGKIT_H
#define TESTS_CONFIGKIT_H

#include "config/jobfile.h"
#include "tests/unit/unit_run.h"

static struct filon_arena *arena; /* of a test */

static inline void set_up(void)
{
    arena = filon_arena_new();
}

static inline void tear_down(void)
{
    filon_arena_free(arena);
}

static inline struct filon_jobfile taken(const char *yaml)
{
    struct filon_jobfile job;
    struct filon_error error = {0};
    int result = filon_jobfile_parse(&job, arena, "configs/press.yaml", "/jobs", filon_str_of(yaml), &error);
    ck_assert_msg(result == 0, "%s", error.text);
    return job;
}

static inline void refused(const char *yaml, const char *message)
{
    struct filon_jobfile job;
    struct filon_error error = {0};
    ck_assert_int_eq(filon_jobfile_parse(&job, arena, "press.yaml", "/jobs", filon_str_of(yaml), &error), -1);
    ck_assert_int_eq(error.code, FILON_E_CONFIG);
    ck_assert_str_eq(error.text, message);
}

#endif
