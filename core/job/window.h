/* The documents under way: a ring in input order, so that outputs come in the order of the inputs however workers finish. */
#ifndef FILON_JOB_WINDOW_H
#define FILON_JOB_WINDOW_H

#include "job/document.h"
#include "job/ledger.h"

struct filon_worker;

enum { FILON_WINDOW = 256 };

enum filon_slot_state { FILON_SLOT_FREE, FILON_SLOT_WAITING, FILON_SLOT_SENT, FILON_SLOT_READY };

struct filon_slot {
    enum filon_slot_state state;
    struct filon_task task;      /* its strings are in `strings` */
    struct filon_buf strings;
    struct filon_result result;
    unsigned tries;              /* workers that somebody else ended while they had it under way */
    enum filon_entry_state before; /* what the ledger had of it */
    uint64_t held;               /* by which writers */
    struct filon_kinship kin;    /* what the ledger has of its text, and what becomes of it */
    bool asked;                  /* what its text is like: */
    double least;
    struct filon_sketch sketch;
    struct filon_worker *asker;  /* that waits for the answer */
    uint64_t hash;               /* of an input whose bytes were seen but are not here; 0: none */
};

struct filon_window {
    struct filon_slot slot[FILON_WINDOW];
    uint64_t head, next;         /* sequence numbers, from 1: oldest, and the one to give */
    uint64_t first_waiting;      /* none before it waits */
    uint64_t id_hash[FILON_WINDOW]; /* of each slot's id: looked through for every input */
    size_t bytes;                /* of inputs held */
};

void filon_window_init(struct filon_window *window, size_t writers);
void filon_window_free(struct filon_window *window);

static inline bool filon_window_full(const struct filon_window *window)
{
    return window->next - window->head == FILON_WINDOW;
}

static inline bool filon_window_empty(const struct filon_window *window)
{
    return window->next == window->head;
}

static inline struct filon_slot *filon_window_slot(struct filon_window *window, uint64_t seq)
{
    return &window->slot[seq % FILON_WINDOW];
}

/* Takes a copy of the input into a slot that waits; the window is not full. */
struct filon_slot *filon_window_add(struct filon_window *window, uint32_t reader, const struct filon_input *input);
/* The oldest slot that waits for a worker, or NULL. */
struct filon_slot *filon_window_waiting(struct filon_window *window);
/* Whether a document of this id is under way. */
bool filon_window_holds(const struct filon_window *window, struct filon_str id);
/* Frees the oldest slot. */
void filon_window_pop(struct filon_window *window);

#endif
