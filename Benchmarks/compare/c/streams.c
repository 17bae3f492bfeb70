#define _GNU_SOURCE

#include "failure.h"
#include "run.h"
#include "stream.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

struct load {
    struct plan *plan;
    SSL_CTX *context;
    struct stream streams[MAX_SOCKETS];
    struct pollfd polls[MAX_SOCKETS];
    uint64_t active_at;
};

static void open_stream(struct load *load, unsigned each) {
    struct stream *stream = &load->streams[each];
    if (!stream_open(stream, load->plan->port, load->context)) fail("the server takes no connection");
    load->polls[each] = (struct pollfd){stream->socket, POLLIN, 0};
}

// A server that closes a connection gets another one, as resolvers do.
static void reopen(struct load *load, unsigned each) {
    errno = 0;
    stream_close(&load->streams[each]);
    load->plan->tally.reconnected++;
    open_stream(load, each);
}

static bool is_waiting(const struct load *load) {
    for (unsigned each = 0; each < load->plan->sockets; each++) {
        if (window_waiting(&load->streams[each].window) > 0) return true;
    }
    return false;
}

static bool move(struct load *load, unsigned each, uint64_t most) {
    struct stream *stream = &load->streams[each];
    enum stream_result received = stream_receive(stream);
    enum stream_result sent = received == STREAM_ENDED ? STREAM_ENDED : stream_send(stream, most);
    if (sent == STREAM_ENDED) {
        reopen(load, each);
        return true;
    }
    return received == STREAM_MOVED || sent == STREAM_MOVED;
}

static void run(struct load *load) {
    struct plan *plan = load->plan;
    for (;;) {
        uint64_t time = now();
        bool goes_on = plan_goes_on(plan, time);
        if (!goes_on && !is_waiting(load)) return;
        for (unsigned each = 0; each < plan->sockets; each++) {
            uint64_t left = plan->count > 0 ? plan->count - plan->tally.sent : UINT64_MAX;
            if (move(load, each, goes_on ? left : 0)) load->active_at = time;
        }
        bool is_restless = !plan->sleeps && time < load->active_at + RESTLESSNESS;
        if (load->active_at == time || is_restless) continue;
        poll(load->polls, plan->sockets, 1);
        if (time < load->active_at + PATIENCE) continue;
        for (unsigned each = 0; each < plan->sockets; each++) window_expire(&load->streams[each].window, time - PATIENCE);
    }
}

void run_streams(struct plan *plan) {
    struct load *load = checked(calloc(1, sizeof *load));
    load->plan = plan;
    load->context = stream_context(plan->uses_tls);
    if ((size_t)plan->window * (QUERY_OCTETS + 2) > STREAM_OCTETS) fail("the window does not fit into one write");
    for (unsigned each = 0; each < plan->sockets; each++) {
        struct stream *stream = &load->streams[each];
        stream->window = window_make(plan->window, plan->is_echo, &plan->queries, &plan->tally);
        stream->in = checked(malloc(STREAM_OCTETS));
        stream->out = checked(malloc(STREAM_OCTETS));
        open_stream(load, each);
    }
    plan_begin(plan);
    load->active_at = plan->began;
    run(load);
}
