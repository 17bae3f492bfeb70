#define _GNU_SOURCE

#include "echo.h"
#include "failure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

static struct mmsghdr messages[ECHO_BATCH];
static struct iovec areas[ECHO_BATCH];
static struct sockaddr_in names[ECHO_BATCH];
static uint8_t octets[ECHO_BATCH][ECHO_OCTETS];

static void prepare(int each) {
    areas[each] = (struct iovec){octets[each], ECHO_OCTETS - ECHO_RECORD};
    messages[each].msg_hdr = (struct msghdr){
        .msg_name = &names[each], .msg_namelen = sizeof names[each], .msg_iov = &areas[each], .msg_iovlen = 1};
}

void echo_datagrams(uint16_t port) {
    int receiver = socket(AF_INET, SOCK_DGRAM, 0), room = 4 << 20;
    struct sockaddr_in here = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(receiver, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (bind(receiver, (struct sockaddr *)&here, sizeof here) < 0) fail("UDP socket");
    for (int each = 0; each < ECHO_BATCH; each++) prepare(each);
    for (;;) {
        int count = recvmmsg(receiver, messages, ECHO_BATCH, MSG_WAITFORONE, NULL);
        if (count < 0 && errno != EINTR) fail("recvmmsg");
        for (int each = 0; each < count; each++) {
            areas[each].iov_len = echo_answer(octets[each], messages[each].msg_len);
        }
        for (int sent = 0; sent < count;) {
            int sending = sendmmsg(receiver, messages + sent, (unsigned)(count - sent), 0);
            sent += sending > 0 ? sending : 1;
        }
        for (int each = 0; each < count; each++) prepare(each);
    }
}
