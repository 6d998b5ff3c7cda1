/* UTF-8 that somebody read as windows-1252 and wrote as UTF-8 again: « Ã© » where é was. Told, and undone. */
#ifndef PARSE_TEXT_MOJIBAKE_H
#define PARSE_TEXT_MOJIBAKE_H

#include <filon/arena.h>

/* How many characters of the text, valid UTF-8, are written so; 0 unless some cannot be anything else. One pass, no memory. */
uint32_t mojibake_count(struct filon_str text);

struct mojibake_edit {
    uint32_t begin, end;         /* in the repaired text */
    uint32_t was_begin, was_end; /* in what it was made of */
};

/* A repaired text. What was garbled twice is repaired twice. */
struct mojibake {
    struct filon_str text;
    struct {
        const struct mojibake_edit *edits;
        uint32_t n;
    } pass[2];
};

/* In the arena. Where mojibake_count is 0, the text is the one given. */
void mojibake_repair(struct filon_str text, struct filon_arena *arena, struct mojibake *repaired);

/* The byte of the text before the repair where that at byte `at` began. */
uint32_t mojibake_source(const struct mojibake *repaired, uint32_t at);

#endif
