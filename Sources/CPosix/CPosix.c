#define _GNU_SOURCE

#include "CPosix.h"
#include "Address.h"

#include <endian.h>
#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

static const uint64_t mapped_prefix = 0x0000ffff00000000;

static int result(int value) {
    return value < 0 ? -errno : value;
}

void csd_read_in_addr(const struct in_addr *from, csd_address *address) {
    address->high = 0;
    address->low = mapped_prefix | ntohl(from->s_addr);
}

void csd_read_in6_addr(const struct in6_addr *from, csd_address *address) {
    uint64_t halves[2];
    memcpy(halves, from, sizeof halves);
    address->high = be64toh(halves[0]);
    address->low = be64toh(halves[1]);
}

bool csd_address_read(const void *from, csd_address *address) {
    const struct sockaddr *any = from;
    if (any == NULL) return false;
    if (any->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = from;
        csd_read_in_addr(&v4->sin_addr, address);
        address->scope = 0;
        address->port = ntohs(v4->sin_port);
        return true;
    }
    if (any->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = from;
        csd_read_in6_addr(&v6->sin6_addr, address);
        address->scope = v6->sin6_scope_id;
        address->port = ntohs(v6->sin6_port);
        return true;
    }
    return false;
}

// Writes `address` for a socket of `family`; returns how many octets of `storage` hold it.
static socklen_t write_address(const csd_address *address, int family, struct sockaddr_storage *storage) {
    memset(storage, 0, sizeof *storage);
    if (family == AF_INET) {
        struct sockaddr_in *v4 = (struct sockaddr_in *)storage;
        v4->sin_family = AF_INET;
        v4->sin_addr.s_addr = htonl((uint32_t)address->low);
        v4->sin_port = htons(address->port);
        return sizeof *v4;
    }
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)storage;
    uint64_t halves[2] = {htobe64(address->high), htobe64(address->low)};
    v6->sin6_family = AF_INET6;
    memcpy(&v6->sin6_addr, halves, sizeof halves);
    v6->sin6_port = htons(address->port);
    v6->sin6_scope_id = address->scope;
    return sizeof *v6;
}

int csd_bind(int descriptor, int family, const csd_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = write_address(address, family, &storage);
    return result(bind(descriptor, (struct sockaddr *)&storage, length));
}

int csd_connect(int descriptor, int family, const csd_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = write_address(address, family, &storage);
    return result(connect(descriptor, (struct sockaddr *)&storage, length));
}

int csd_local_address(int descriptor, csd_address *address) {
    struct sockaddr_storage storage = {0};
    socklen_t length = sizeof storage;
    if (getsockname(descriptor, (struct sockaddr *)&storage, &length) < 0) return -errno;
    return csd_address_read(&storage, address) ? 0 : -EAFNOSUPPORT;
}

int csd_accept(int descriptor, csd_address *peer) {
    struct sockaddr_storage storage = {0};
    socklen_t length = sizeof storage;
    int client = accept4(descriptor, (struct sockaddr *)&storage, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0) return -errno;
    csd_address_read(&storage, peer);
    return client;
}

void csd_set_buffers(int descriptor, int octets) {
    // The first of each pair needs CAP_NET_ADMIN; the second is cut to what the system allows anyone.
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &octets, sizeof octets) < 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &octets, sizeof octets);
    if (setsockopt(descriptor, SOL_SOCKET, SO_SNDBUFFORCE, &octets, sizeof octets) < 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &octets, sizeof octets);
}

const char *csd_error_text(int code) {
    return strerrordesc_np(code);
}

int csd_random(void *octets, size_t count) {
    ssize_t filled = getrandom(octets, count, 0);
    if (filled < 0) return -errno;
    return (size_t)filled == count ? 0 : -EIO;
}

void csd_set_up_allocator(void) {
    /* Said once, it stays: by default the limit follows the largest block that was freed, up to 32 MiB. */
    mallopt(M_MMAP_THRESHOLD, 128 << 10);
}

void csd_release_free_memory(void) {
    malloc_trim(0);
}

/* Lets go of what no program writes to: segments of code and constants. */
static int release_code(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size, (void)context;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) {
            continue;
        }
        /* Whole pages only: where the next segment begins may be written to. */
        uintptr_t start = (object->dlpi_addr + segment->p_vaddr + page - 1) & -page;
        uintptr_t end = (object->dlpi_addr + segment->p_vaddr + segment->p_filesz) & -page;
        if (start < end) {
            madvise((void *)start, end - start, MADV_DONTNEED);
        }
    }
    return 0;
}

void csd_release_code(void) {
    dl_iterate_phdr(release_code, NULL);
}

int csd_eventfd(void) {
    return result(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
}

void csd_eventfd_signal(int descriptor) {
    // It fails only when the number it adds to is already at its end, and then it is readable.
    eventfd_write(descriptor, 1);
}

void csd_eventfd_clear(int descriptor) {
    eventfd_t count;
    eventfd_read(descriptor, &count);
}

// Where each signal goes; -1, or 0 before the first call, is nowhere.
static _Atomic int forwarded[NSIG];

static void forward(int signal) {
    int saved = errno;
    int descriptor = forwarded[signal];
    if (descriptor > 0) csd_eventfd_signal(descriptor);
    errno = saved;
}

int csd_signal_forward(int signal, int descriptor) {
    if (signal <= 0 || signal >= NSIG) return -EINVAL;
    forwarded[signal] = descriptor;
    struct sigaction action = {.sa_handler = forward, .sa_flags = SA_RESTART};
    return result(sigaction(signal, &action, NULL));
}

int csd_epoll_create(void) {
    return result(epoll_create1(EPOLL_CLOEXEC));
}

static int control(int epoll, int operation, int descriptor, uint64_t token, bool readable, bool writable) {
    struct epoll_event event = {
        .events = (readable ? EPOLLIN : 0) | (writable ? EPOLLOUT : 0),
        .data = {.u64 = token},
    };
    return result(epoll_ctl(epoll, operation, descriptor, &event));
}

int csd_epoll_add(int epoll, int descriptor, uint64_t token, bool readable, bool writable) {
    return control(epoll, EPOLL_CTL_ADD, descriptor, token, readable, writable);
}

int csd_epoll_modify(int epoll, int descriptor, uint64_t token, bool readable, bool writable) {
    return control(epoll, EPOLL_CTL_MOD, descriptor, token, readable, writable);
}

static int control_once(int epoll, int operation, int descriptor, uint64_t token) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data = {.u64 = token}};
    return result(epoll_ctl(epoll, operation, descriptor, &event));
}

int csd_epoll_add_once(int epoll, int descriptor, uint64_t token) {
    return control_once(epoll, EPOLL_CTL_ADD, descriptor, token);
}

int csd_epoll_again(int epoll, int descriptor, uint64_t token) {
    return control_once(epoll, EPOLL_CTL_MOD, descriptor, token);
}

int csd_epoll_remove(int epoll, int descriptor) {
    return control(epoll, EPOLL_CTL_DEL, descriptor, 0, false, false);
}

int csd_epoll_wait(int epoll, csd_event *events, int milliseconds) {
    struct epoll_event raw[CSD_EVENTS];
    int count = epoll_wait(epoll, raw, CSD_EVENTS, milliseconds);
    if (count < 0) return -errno;
    for (int i = 0; i < count; i++) {
        events[i].token = raw[i].data.u64;
        events[i].readable = raw[i].events & EPOLLIN;
        events[i].writable = raw[i].events & EPOLLOUT;
        events[i].failed = raw[i].events & (EPOLLERR | EPOLLHUP);
    }
    return count;
}
