#ifndef WINDOW_H
#define WINDOW_H

#include "histogram.h"
#include "queries.h"

// What came of the queries so far, over all windows.
struct tally {
    uint64_t sent, answered, lost, wrong, reconnected;
    struct histogram latency;
};

struct slot {
    const struct query *query;
    uint64_t sent_at;
    uint16_t identifier;
    bool is_waiting;
};

// The queries that one socket may have unanswered at once. A query's ID is its slot and, above it, how often the slot
// was used: a response that comes late matches nothing.
struct window {
    struct slot *slots;
    uint16_t *free;
    uint16_t count, free_count;
    bool is_echo;
    struct queries *queries;
    struct tally *tally;
};

// `count` is a power of two.
struct window window_make(uint16_t count, bool is_echo, struct queries *queries, struct tally *tally);

// Writes the next query, of at most QUERY_OCTETS, and returns its length. There must be a free slot.
uint16_t window_take(struct window *window, uint8_t *octets, uint64_t now);

// Counts a response and frees its slot; returns whether it was awaited.
bool window_accept(struct window *window, const uint8_t *response, size_t length, uint64_t now);

// Counts as lost what was sent before `time`.
void window_expire(struct window *window, uint64_t time);

static inline uint16_t window_waiting(const struct window *window) {
    return (uint16_t)(window->count - window->free_count);
}

#endif
