// What Linux offers and Swift's Glibc module does not show, as plain numbers and functions.
//
// No system header that depends on _GNU_SOURCE is included here: that macro is defined in the .c files alone,
// because in a header it would change what other C modules see. Functions return -errno when they fail.

#ifndef CPOSIX_H
#define CPOSIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// An IPv6 address, or an IPv4 one in its mapped form (::ffff:a.b.c.d), with its port; all in host order.
typedef struct {
    uint64_t high;
    uint64_t low;
    uint32_t scope;
    uint16_t port;
} csd_address;

// Reads an AF_INET or AF_INET6 socket address; false for any other family.
bool csd_address_read(const void *sockaddr, csd_address *address);

// `family` says in which form an IPv4 address is written: AF_INET, or AF_INET6 for a dual-stack socket.
int csd_bind(int descriptor, int family, const csd_address *address);
int csd_connect(int descriptor, int family, const csd_address *address);
int csd_local_address(int descriptor, csd_address *address);
int csd_accept(int descriptor, csd_address *peer);

// Asks for the largest receive (or send) buffer up to `octets` that the process may have.
void csd_set_buffers(int descriptor, int octets);

// What an errno value means; NULL for one that the C library does not know.
const char *csd_error_text(int code);

// Fills `octets` with random octets.
int csd_random(void *octets, size_t count);

// From now on every block of 128 KiB or more is a mapping of its own.
void csd_set_up_allocator(void);

// Gives memory that the program has freed back to the kernel.
void csd_release_free_memory(void);

// Lets go of all pages of code and constants; those that are used come back from the page cache.
void csd_release_code(void);

int csd_eventfd(void);
// Makes it readable.
void csd_eventfd_signal(int descriptor);
// Makes it unreadable.
void csd_eventfd_clear(int descriptor);

// From now on `signal` makes the eventfd `descriptor` readable, or does nothing if that is -1.
int csd_signal_forward(int signal, int descriptor);

// A pipe whose reading end never waits; neither end outlives an exec.
int csd_pipe(int *reading, int *writing);

// Starts a program in a process group of its own, with /dev/null as its input and the two descriptors as its output
// and its error output; no other descriptor, ignored signal or signal mask is left to it. Returns its number.
// `strings` holds the program (looked for in PATH unless it has a slash) and its arguments, `arguments` in all, then
// what to add to the environment (`NAME=value`), `additions` in all, each string with its zero octet.
int csd_spawn(const char *strings, size_t arguments, size_t additions, int output, int errors);

// A descriptor that is readable once the child has ended.
int csd_pidfd_open(int child);

// Ends every process of a group; its leader must not have been reaped.
void csd_kill_group(int leader);

// How a child ended: with a status, or by a signal.
typedef struct {
    bool ended;
    bool killed;
    int number;
} csd_end;

// Takes leave of a child that has ended; `waits` until it has.
csd_end csd_reap(int child, bool waits);

typedef struct {
    uint64_t token;
    bool readable;
    bool writable;
    bool failed;
} csd_event;

enum { CSD_EVENTS = 64 };

int csd_epoll_create(void);
int csd_epoll_add(int epoll, int descriptor, uint64_t token, bool readable, bool writable);
int csd_epoll_modify(int epoll, int descriptor, uint64_t token, bool readable, bool writable);
int csd_epoll_add_once(int epoll, int descriptor, uint64_t token);
int csd_epoll_again(int epoll, int descriptor, uint64_t token);
int csd_epoll_remove(int epoll, int descriptor);
int csd_epoll_wait(int epoll, csd_event *events, int milliseconds);

enum { CSD_BATCH = 32, CSD_DATAGRAM = 4096 };

// A datagram as it came.
typedef struct {
    uint32_t length;
    // The kernel dropped the datagram's end (MSG_TRUNC).
    bool cut;
} csd_datagram;

// Room for CSD_BATCH datagrams on their way in. Their octets begin CSD_STRIDE apart.
typedef struct {
    uint8_t *octets;
    csd_datagram *datagrams;
    struct csd_headers *headers;
} csd_inbox;

// Room for CSD_BATCH datagrams on their way out.
typedef struct {
    uint8_t *octets;
    struct csd_headers *headers;
} csd_outbox;

// Buffers a whole page apart would all fall into the same few sets of the first-level cache.
enum { CSD_STRIDE = CSD_DATAGRAM + 128 };

csd_inbox csd_inbox_make(void);
void csd_inbox_free(csd_inbox inbox);
csd_outbox csd_outbox_make(void);
void csd_outbox_free(csd_outbox outbox);

// Waits for one datagram and takes what else is there; returns how many: none if the socket was shut down.
int csd_inbox_receive(csd_inbox inbox, int descriptor);

// Who sent datagram `index`.
csd_address csd_inbox_peer(csd_inbox inbox, int index);
// The address that datagram `index` was sent to; zero when the kernel was not told to say.
csd_address csd_inbox_local(csd_inbox inbox, int index);

// Addresses slot `slot` of `outbox` to the sender of datagram `index` of `inbox`, from the address which that datagram asked.
void csd_outbox_reply(
    struct csd_headers *outbox, int slot, size_t length, const struct csd_headers *inbox, int index);

// Sends the slots from `first` up to, not including, `end`; returns how many went out.
int csd_outbox_send(csd_outbox outbox, int descriptor, int first, int end);

#endif
