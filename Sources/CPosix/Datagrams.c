#define _GNU_SOURCE

#include "Address.h"
#include "CPosix.h"

#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// Enough for one in_pktinfo or one in6_pktinfo.
typedef union {
    struct cmsghdr alignment;
    uint8_t octets[CMSG_SPACE(sizeof(struct in6_pktinfo))];
} control_octets;

struct csd_headers {
    struct mmsghdr messages[CSD_BATCH];
    struct iovec areas[CSD_BATCH];
    struct sockaddr_storage names[CSD_BATCH];
    control_octets controls[CSD_BATCH];
    // How many headers the last call changed.
    int used;
};

// Aborts when there is no memory: a worker is made at start and reload, never because of a packet.
static void *zeroed(size_t count) {
    void *memory = NULL;
    if (posix_memalign(&memory, 128, count) != 0) abort();
    memset(memory, 0, count);
    return memory;
}

// Headers whose areas point into `octets`.
static struct csd_headers *make_headers(uint8_t *octets) {
    struct csd_headers *headers = zeroed(sizeof *headers);
    for (int i = 0; i < CSD_BATCH; i++) {
        headers->areas[i] = (struct iovec){octets + (size_t)i * CSD_STRIDE, CSD_DATAGRAM};
        headers->messages[i].msg_hdr.msg_iov = &headers->areas[i];
        headers->messages[i].msg_hdr.msg_iovlen = 1;
        headers->messages[i].msg_hdr.msg_name = &headers->names[i];
    }
    return headers;
}

csd_inbox csd_inbox_make(void) {
    uint8_t *octets = zeroed((size_t)CSD_BATCH * CSD_STRIDE);
    csd_inbox inbox = {octets, zeroed(CSD_BATCH * sizeof(csd_datagram)), make_headers(octets)};
    inbox.headers->used = CSD_BATCH;
    return inbox;
}

void csd_inbox_free(csd_inbox inbox) {
    free(inbox.octets);
    free(inbox.datagrams);
    free(inbox.headers);
}

csd_outbox csd_outbox_make(void) {
    uint8_t *octets = zeroed((size_t)CSD_BATCH * CSD_STRIDE);
    return (csd_outbox){octets, make_headers(octets)};
}

void csd_outbox_free(csd_outbox outbox) {
    free(outbox.octets);
    free(outbox.headers);
}

// Which address a datagram was sent to, if the socket was told to say (IP_PKTINFO, IPV6_RECVPKTINFO).
static void read_local(const struct msghdr *header, csd_address *local) {
    *local = (csd_address){0};
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR((struct msghdr *)header, c)) {
        if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(c), sizeof info);
            csd_read_in_addr(&info.ipi_spec_dst, local);
        }
        if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, CMSG_DATA(c), sizeof info);
            csd_read_in6_addr(&info.ipi6_addr, local);
            if (IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr)) local->scope = info.ipi6_ifindex;
        }
    }
}

int csd_inbox_receive(csd_inbox inbox, int descriptor) {
    struct csd_headers *headers = inbox.headers;
    // The kernel wrote into these in the last call; the rest is as it was made.
    for (int i = 0; i < headers->used; i++) {
        struct msghdr *header = &headers->messages[i].msg_hdr;
        header->msg_namelen = sizeof headers->names[i];
        header->msg_control = &headers->controls[i];
        header->msg_controllen = sizeof headers->controls[i];
        header->msg_flags = 0;
    }
    // By syscall(2): recvmmsg(2) and sendmmsg(2) of the C library are cancellation points, which costs each of them as
    // much as the rest of this function, and no thread here is ever cancelled.
    int count = (int)syscall(SYS_recvmmsg, descriptor, headers->messages, CSD_BATCH, MSG_WAITFORONE, NULL);
    if (count < 0) return -errno;
    headers->used = count < CSD_BATCH ? count + 1 : count;
    for (int i = 0; i < count; i++) {
        struct mmsghdr *message = &headers->messages[i];
        csd_datagram *datagram = &inbox.datagrams[i];
        // A socket that was shut down gives datagrams from nobody, once what was queued is gone.
        if (message->msg_hdr.msg_namelen == 0) return i;
        datagram->length = message->msg_len;
        datagram->cut = message->msg_hdr.msg_flags & MSG_TRUNC;
    }
    return count;
}

csd_address csd_inbox_peer(csd_inbox inbox, int index) {
    csd_address peer = {0};
    csd_address_read(&inbox.headers->names[index], &peer);
    return peer;
}

csd_address csd_inbox_local(csd_inbox inbox, int index) {
    csd_address local;
    read_local(&inbox.headers->messages[index].msg_hdr, &local);
    return local;
}

// Writes the one control message that has the datagram leave from `local`.
static void write_local(struct msghdr *header, control_octets *control, const csd_address *local, int family) {
    header->msg_control = control;
    header->msg_controllen = sizeof control->octets;
    struct cmsghdr *c = CMSG_FIRSTHDR(header);
    if (family == AF_INET) {
        struct in_pktinfo info = {.ipi_spec_dst = {htonl((uint32_t)local->low)}};
        c->cmsg_level = IPPROTO_IP;
        c->cmsg_type = IP_PKTINFO;
        c->cmsg_len = CMSG_LEN(sizeof info);
        memcpy(CMSG_DATA(c), &info, sizeof info);
        header->msg_controllen = CMSG_SPACE(sizeof info);
        return;
    }
    uint64_t halves[2] = {htobe64(local->high), htobe64(local->low)};
    struct in6_pktinfo info = {.ipi6_ifindex = local->scope};
    memcpy(&info.ipi6_addr, halves, sizeof halves);
    c->cmsg_level = IPPROTO_IPV6;
    c->cmsg_type = IPV6_PKTINFO;
    c->cmsg_len = CMSG_LEN(sizeof info);
    memcpy(CMSG_DATA(c), &info, sizeof info);
    header->msg_controllen = CMSG_SPACE(sizeof info);
}

// Has the response leave from the address that was asked.
__attribute__((noinline)) static void reply_from(
    struct csd_headers *outbox, int slot, const struct msghdr *asked) {
    csd_address local;
    read_local(asked, &local);
    if (local.high == 0 && local.low == 0) return;
    write_local(
        &outbox->messages[slot].msg_hdr, &outbox->controls[slot], &local, outbox->names[slot].ss_family);
}

void csd_outbox_reply(
    struct csd_headers *outbox, int slot, size_t length, const struct csd_headers *inbox, int index) {
    struct msghdr *header = &outbox->messages[slot].msg_hdr;
    const struct msghdr *asked = &inbox->messages[index].msg_hdr;
    outbox->areas[slot].iov_len = length;
    // A constant size, which any address of the two families fits in: the copy is a few instructions.
    memcpy(&outbox->names[slot], &inbox->names[index], sizeof(struct sockaddr_in6));
    header->msg_namelen = asked->msg_namelen;
    header->msg_control = NULL;
    header->msg_controllen = 0;
    // The kernel says which address was asked only where the socket was told to.
    if (asked->msg_controllen != 0) reply_from(outbox, slot, asked);
}

int csd_outbox_send(csd_outbox outbox, int descriptor, int first, int end) {
    int count = (int)syscall(
        SYS_sendmmsg, descriptor, outbox.headers->messages + first, (unsigned)(end - first),
        MSG_DONTWAIT | MSG_NOSIGNAL);
    return count < 0 ? -errno : count;
}
