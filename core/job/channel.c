#include "job/channel.h"

/* Both ends are forks of one process: native integers will do. */
static void put(struct filon_buf *out, uint64_t value)
{
    filon_buf_put(out, &value, sizeof value);
}

static void put_str(struct filon_buf *out, struct filon_str s)
{
    put(out, s.p ? s.n : UINT64_MAX);
    filon_buf_put(out, s.p, s.p ? s.n : 0);
}

static size_t begin(struct filon_buf *out)
{
    put(out, 0);
    return out->n;
}

static void end(struct filon_buf *out, size_t from)
{
    uint64_t length = out->n - from;
    memcpy(out->p + from - sizeof length, &length, sizeof length);
}

void filon_frame_task(struct filon_buf *out, const struct filon_task *task)
{
    const struct filon_input *input = &task->input;
    size_t from = begin(out);
    put(out, task->seq);
    put(out, task->reader);
    put(out, task->has_hash);
    put(out, task->hash);
    put(out, input->offset);
    put(out, input->line);
    put(out, input->size);
    put(out, (uint64_t)input->mtime);
    put_str(out, input->id);
    put_str(out, input->path);
    put_str(out, input->data);
    end(out, from);
}

void filon_frame_result(struct filon_buf *out, const struct filon_result *result)
{
    size_t from = begin(out);
    put(out, result->seq);
    put(out, (uint64_t)result->outcome);
    put(out, result->hash);
    put(out, result->size);
    put(out, result->stage);
    put_str(out, filon_buf_str(&result->message));
    for (size_t i = 0; i < result->records; i++)
        put_str(out, filon_buf_str(&result->record[i]));
    end(out, from);
}

/* A bounded reader over a frame; `bad` is looked at once, at the end. */
struct cursor {
    const char *p, *end;
    bool bad;
};

static uint64_t get(struct cursor *in)
{
    uint64_t value = 0;
    if ((size_t)(in->end - in->p) < sizeof value) {
        in->bad = true;
        return 0;
    }
    memcpy(&value, in->p, sizeof value);
    in->p += sizeof value;
    return value;
}

static struct filon_str get_str(struct cursor *in)
{
    uint64_t n = get(in);
    if (in->bad || n == UINT64_MAX)
        return FILON_NO_STR;
    if (n > (uint64_t)(in->end - in->p)) {
        in->bad = true;
        return FILON_NO_STR;
    }
    struct filon_str s = {in->p, (size_t)n};
    in->p += n;
    return s;
}

/* The frame's inside; false: not all there yet. */
static bool whole(struct filon_str in, struct cursor *cursor)
{
    *cursor = (struct cursor){in.p, in.p + in.n, false};
    if (in.n < sizeof(uint64_t))
        return false;
    uint64_t length = get(cursor);
    if (length > in.n - sizeof length)
        return false;
    cursor->end = cursor->p + length;
    return true;
}

long filon_unframe_task(struct filon_str in, struct filon_task *task)
{
    struct cursor cursor;
    if (!whole(in, &cursor))
        return 0;
    task->seq = get(&cursor);
    task->reader = (uint32_t)get(&cursor);
    task->has_hash = get(&cursor) != 0;
    task->hash = get(&cursor);
    task->input.offset = get(&cursor);
    task->input.line = get(&cursor);
    task->input.size = get(&cursor);
    task->input.mtime = (int64_t)get(&cursor);
    task->input.id = get_str(&cursor);
    task->input.path = get_str(&cursor);
    task->input.data = get_str(&cursor);
    return cursor.bad ? -1 : (long)(cursor.end - in.p);
}

long filon_unframe_result(struct filon_str in, struct filon_result *result)
{
    struct cursor cursor;
    if (!whole(in, &cursor))
        return 0;
    result->seq = get(&cursor);
    result->outcome = (enum filon_outcome)get(&cursor);
    result->hash = get(&cursor);
    result->size = get(&cursor);
    result->stage = get(&cursor);
    struct filon_str message = get_str(&cursor);
    filon_buf_put_str(&result->message, message);
    for (size_t i = 0; i < result->records; i++) {
        struct filon_str record = get_str(&cursor);
        filon_buf_put_str(&result->record[i], record);
    }
    bool known = result->outcome >= FILON_DONE && result->outcome <= FILON_UNCHANGED;
    return cursor.bad || !known || cursor.p != cursor.end ? -1 : (long)(cursor.end - in.p);
}

/* Instead of a document's number, which is never as large. */
static const uint64_t QUESTION = UINT64_MAX;

void filon_frame_question(struct filon_buf *out, uint64_t seq, double least, const struct filon_sketch *sketch)
{
    size_t from = begin(out);
    put(out, QUESTION);
    put(out, seq);
    put_str(out, (struct filon_str){(const char *)&least, sizeof least});
    put_str(out, (struct filon_str){(const char *)sketch, sizeof *sketch});
    end(out, from);
}

bool filon_frame_asks(struct filon_str frame)
{
    struct cursor cursor;
    return whole(frame, &cursor) && get(&cursor) == QUESTION;
}

bool filon_unframe_question(struct filon_str frame, uint64_t *seq, double *least, struct filon_sketch *sketch)
{
    struct cursor cursor;
    if (!whole(frame, &cursor) || get(&cursor) != QUESTION)
        return false;
    *seq = get(&cursor);
    struct filon_str number = get_str(&cursor), bytes = get_str(&cursor);
    if (cursor.bad || number.n != sizeof *least || bytes.n != sizeof *sketch)
        return false;
    memcpy(least, number.p, sizeof *least);
    memcpy(sketch, bytes.p, sizeof *sketch);
    return sketch->n <= FILON_SKETCH_LOW;
}

void filon_frame_answer(struct filon_buf *out, float resemblance, struct filon_str id)
{
    size_t from = begin(out);
    put_str(out, (struct filon_str){(const char *)&resemblance, sizeof resemblance});
    put_str(out, id);
    end(out, from);
}

long filon_unframe_answer(struct filon_str in, float *resemblance, struct filon_str *id)
{
    struct cursor cursor;
    if (!whole(in, &cursor))
        return 0;
    struct filon_str number = get_str(&cursor);
    *id = get_str(&cursor);
    if (cursor.bad || number.n != sizeof *resemblance)
        return -1;
    memcpy(resemblance, number.p, sizeof *resemblance);
    return (long)(cursor.end - in.p);
}
