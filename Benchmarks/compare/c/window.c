#include "window.h"
#include "failure.h"

#include <stdlib.h>
#include <string.h>

struct window window_make(uint16_t count, bool is_echo, struct queries *queries, struct tally *tally) {
    struct window window = {
        .slots = checked(calloc(count, sizeof *window.slots)),
        .free = checked(calloc(count, sizeof *window.free)),
        .count = count, .free_count = count, .is_echo = is_echo, .queries = queries, .tally = tally,
    };
    for (uint16_t each = 0; each < count; each++) {
        window.slots[each].identifier = each;
        window.free[each] = each;
    }
    return window;
}

uint16_t window_take(struct window *window, uint8_t *octets, uint64_t now) {
    struct slot *slot = &window->slots[window->free[--window->free_count]];
    slot->query = queries_next(window->queries);
    slot->identifier = (uint16_t)(slot->identifier + window->count);
    slot->sent_at = now;
    slot->is_waiting = true;
    memcpy(octets, slot->query->message, slot->query->length);
    octets[0] = (uint8_t)(slot->identifier >> 8);
    octets[1] = (uint8_t)slot->identifier;
    window->tally->sent++;
    return slot->query->length;
}

static void free_slot(struct window *window, struct slot *slot) {
    slot->is_waiting = false;
    window->free[window->free_count++] = (uint16_t)(slot - window->slots);
}

bool window_accept(struct window *window, const uint8_t *response, size_t length, uint64_t now) {
    if (length < HEADER_OCTETS) return false;
    uint16_t identifier = (uint16_t)(response[0] << 8 | response[1]);
    struct slot *slot = &window->slots[identifier & (window->count - 1)];
    if (!slot->is_waiting || slot->identifier != identifier) return false;
    if (query_is_answered(slot->query, response, length, window->is_echo)) {
        window->tally->answered++;
        histogram_add(&window->tally->latency, now - slot->sent_at);
    } else {
        window->tally->wrong++;
    }
    free_slot(window, slot);
    return true;
}

void window_expire(struct window *window, uint64_t time) {
    for (uint16_t each = 0; each < window->count; each++) {
        struct slot *slot = &window->slots[each];
        if (!slot->is_waiting || slot->sent_at >= time) continue;
        window->tally->lost++;
        free_slot(window, slot);
    }
}
