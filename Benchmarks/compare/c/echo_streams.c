#define _GNU_SOURCE

#include "echo.h"
#include "failure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READ_OCTETS = 64 << 10, WRITE_OCTETS = 4 * READ_OCTETS };

struct connection {
    int socket;
    size_t length;
    uint8_t octets[READ_OCTETS];
};

static uint8_t answers[WRITE_OCTETS];

// Answers all whole frames of what was read; returns how many octets of `answers` that takes.
static size_t answer(struct connection *connection) {
    size_t offset = 0, written = 0;
    while (connection->length - offset >= 2) {
        const uint8_t *frame = connection->octets + offset;
        size_t length = (size_t)frame[0] << 8 | frame[1];
        if (connection->length - offset - 2 < length) break;
        if (written + 2 + length + ECHO_RECORD > WRITE_OCTETS) break;
        uint8_t *place = answers + written;
        memcpy(place + 2, frame + 2, length);
        size_t answered = echo_answer(place + 2, length);
        place[0] = (uint8_t)(answered >> 8);
        place[1] = (uint8_t)answered;
        written += 2 + answered;
        offset += 2 + length;
    }
    connection->length -= offset;
    memmove(connection->octets, connection->octets + offset, connection->length);
    return written;
}

// One read and one write; returns whether the connection goes on.
static int serve(struct connection *connection) {
    ssize_t count = recv(
        connection->socket, connection->octets + connection->length, READ_OCTETS - connection->length, MSG_DONTWAIT);
    if (count <= 0) return count < 0 && errno == EAGAIN;
    connection->length += (size_t)count;
    size_t length = answer(connection);
    return length == 0 || send(connection->socket, answers, length, MSG_NOSIGNAL) == (ssize_t)length;
}

static void take(int epoll, int listener) {
    int accepted = accept4(listener, NULL, NULL, SOCK_CLOEXEC), yes = 1;
    if (accepted < 0) return;
    setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct connection *connection = checked(malloc(sizeof *connection));
    connection->socket = accepted;
    connection->length = 0;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    epoll_ctl(epoll, EPOLL_CTL_ADD, accepted, &event);
}

void echo_streams(uint16_t port) {
    int listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(EPOLL_CLOEXEC), yes = 1;
    struct sockaddr_in here = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) < 0 || listen(listener, 128) < 0) fail("TCP socket");
    struct epoll_event events[ECHO_BATCH] = {{.events = EPOLLIN, .data.ptr = NULL}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &events[0]);
    for (;;) {
        int count = epoll_wait(epoll, events, ECHO_BATCH, -1);
        for (int each = 0; each < count; each++) {
            struct connection *connection = events[each].data.ptr;
            if (connection == NULL) {
                take(epoll, listener);
            } else if (!serve(connection)) {
                close(connection->socket);
                free(connection);
            }
        }
    }
}
