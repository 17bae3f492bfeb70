// The limit: answers every query with the same record, and does nothing that a server has to. usage: echo PORT
#include "echo.h"
#include "failure.h"

#include <pthread.h>
#include <stdlib.h>

static void *streams(void *port) {
    echo_streams(*(const uint16_t *)port);
    return NULL;
}

int main(int count, char **arguments) {
    if (count != 2) fail("usage: echo PORT");
    uint16_t port = (uint16_t)atoi(arguments[1]);
    pthread_t thread;
    if (pthread_create(&thread, NULL, streams, &port) != 0) fail("thread");
    echo_datagrams(port);
}
