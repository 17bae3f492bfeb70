#define _GNU_SOURCE

#include "failure.h"
#include "run.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 32, RESPONSE_OCTETS = 4096 };

struct batch {
    struct mmsghdr messages[BATCH];
    struct iovec areas[BATCH];
};

struct load {
    struct plan *plan;
    int sockets[MAX_SOCKETS];
    struct window windows[MAX_SOCKETS];
    struct pollfd polls[MAX_SOCKETS];
    struct batch in, out;
    uint64_t active_at;
};

static void make_batch(struct batch *batch, size_t octets) {
    uint8_t *memory = checked(malloc(BATCH * octets));
    for (int each = 0; each < BATCH; each++) {
        batch->areas[each] = (struct iovec){memory + (size_t)each * octets, octets};
        batch->messages[each].msg_hdr = (struct msghdr){.msg_iov = &batch->areas[each], .msg_iovlen = 1};
    }
}

static int connected_socket(uint16_t port) {
    int found = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in server = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int octets = 4 << 20;
    if (found < 0 || connect(found, (struct sockaddr *)&server, sizeof server) < 0) fail("UDP socket");
    setsockopt(found, SOL_SOCKET, SO_RCVBUF, &octets, sizeof octets);
    return found;
}

// Takes what has come at a socket; returns how many responses were awaited.
static unsigned receive(struct load *load, unsigned each) {
    int count = recvmmsg(load->sockets[each], load->in.messages, BATCH, MSG_DONTWAIT, NULL);
    if (count <= 0) return 0;
    uint64_t time = now();
    unsigned accepted = 0;
    for (int message = 0; message < count; message++) {
        const uint8_t *octets = load->in.areas[message].iov_base;
        accepted += window_accept(&load->windows[each], octets, load->in.messages[message].msg_len, time);
    }
    if (accepted > 0) load->active_at = time;
    return accepted;
}

// Sends up to `most` queries from a socket, fewer when its window is full.
static void send_queries(struct load *load, unsigned each, unsigned most) {
    struct window *window = &load->windows[each];
    if (most > BATCH) most = BATCH;
    if (most > window->free_count) most = window->free_count;
    if (most == 0) return;
    uint64_t time = now();
    for (unsigned message = 0; message < most; message++) {
        struct iovec *area = &load->out.areas[message];
        area->iov_len = window_take(window, area->iov_base, time);
    }
    // An error may be the ICMP message about an earlier datagram. What cannot be sent at all is lost in time.
    unsigned sent = 0;
    for (int attempt = 0; sent < most && attempt < 4; attempt++) {
        int count = sendmmsg(load->sockets[each], load->out.messages + sent, most - sent, 0);
        if (count > 0) sent += (unsigned)count;
    }
}

static bool is_waiting(const struct load *load) {
    for (unsigned each = 0; each < load->plan->sockets; each++) {
        if (window_waiting(&load->windows[each]) > 0) return true;
    }
    return false;
}

static void expire(struct load *load, uint64_t time) {
    for (unsigned each = 0; each < load->plan->sockets; each++) window_expire(&load->windows[each], time - PATIENCE);
}

// Sleeps until something comes, or `due`.
static void sleep_until(struct load *load, uint64_t due) {
    uint64_t time = now();
    if (due <= time) return;
    struct timespec rest = {(time_t)((due - time) / SECOND), (long)((due - time) % SECOND)};
    ppoll(load->polls, load->plan->sockets, &rest, NULL);
}

// Keeps every window full.
static void saturate(struct load *load) {
    for (;;) {
        uint64_t time = now();
        bool goes_on = plan_goes_on(load->plan, time);
        if (!goes_on && !is_waiting(load)) return;
        for (unsigned each = 0; each < load->plan->sockets; each++) {
            receive(load, each);
            uint64_t left = load->plan->count > 0 ? load->plan->count - load->plan->tally.sent : BATCH;
            if (goes_on) send_queries(load, each, left < BATCH ? (unsigned)left : BATCH);
        }
        if (time < load->active_at + RESTLESSNESS) continue;
        sleep_until(load, time + RESTLESSNESS);
        expire(load, now());
    }
}

// Sends at a steady rate, from each socket in turn, whatever comes back.
static void keep_rate(struct load *load) {
    struct plan *plan = load->plan;
    uint64_t due_count = 0;
    for (unsigned turn = 0;; turn++) {
        uint64_t time = now();
        bool goes_on = plan_goes_on(plan, time);
        if (!goes_on && !is_waiting(load)) return;
        unsigned socket = turn % plan->sockets;
        uint64_t due = (uint64_t)((double)(time - plan->began) * plan->rate / (double)SECOND) + 1;
        if (goes_on && due > due_count) {
            send_queries(load, socket, (unsigned)(due - due_count));
            due_count = due;
        }
        unsigned received = 0;
        for (unsigned each = 0; each < plan->sockets; each++) received += receive(load, each);
        if (time > load->active_at + PATIENCE) expire(load, time);
        if (received > 0) continue;
        uint64_t next = plan->began + (uint64_t)((double)due_count * (double)SECOND / plan->rate);
        sleep_until(load, goes_on ? next : time + RESTLESSNESS);
    }
}

void run_datagrams(struct plan *plan) {
    struct load *load = checked(calloc(1, sizeof *load));
    load->plan = plan;
    make_batch(&load->in, RESPONSE_OCTETS);
    make_batch(&load->out, QUERY_OCTETS);
    for (unsigned each = 0; each < plan->sockets; each++) {
        load->sockets[each] = connected_socket(plan->port);
        load->windows[each] = window_make(plan->window, plan->is_echo, &plan->queries, &plan->tally);
        load->polls[each] = (struct pollfd){load->sockets[each], POLLIN, 0};
    }
    plan_begin(plan);
    load->active_at = plan->began;
    if (plan->rate > 0) keep_rate(load);
    else saturate(load);
}
