#ifndef RUN_H
#define RUN_H

#include "window.h"

// How the load is brought, and for how long.
struct plan {
    uint16_t port;
    // How many sockets or connections, and how many queries each may have unanswered.
    unsigned sockets;
    uint16_t window;
    // Queries a second; 0: as many as are answered.
    double rate;
    // Ends after so many seconds, and after so many queries if there is a count.
    double seconds;
    uint64_t count;
    bool uses_tls, is_echo;
    // Whether to wait for responses asleep, as a client does, instead of looking for them without end.
    bool sleeps;
    struct queries queries;
    struct tally tally;
    uint64_t began, ends;
};

enum { MAX_SOCKETS = 64 };

#define SECOND 1000000000ull
// Without a response for so long a query is lost.
#define PATIENCE (SECOND / 2)
// Without any response for so long even a load that does not sleep begins to.
#define RESTLESSNESS (SECOND / 1000)

uint64_t now(void);

// Says that all is prepared, and waits for a line on standard input before the time begins.
void plan_begin(struct plan *plan);

// Whether another query may be sent.
static inline bool plan_goes_on(const struct plan *plan, uint64_t time) {
    return time < plan->ends && (plan->count == 0 || plan->tally.sent < plan->count);
}

void run_datagrams(struct plan *plan);
void run_streams(struct plan *plan);

#endif
