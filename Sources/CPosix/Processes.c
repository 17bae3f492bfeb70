#define _GNU_SOURCE

#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

int csd_pipe(int *reading, int *writing) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    // One end's mode is not the other's: the child may wait when it writes, the reader may not.
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0) {
        int code = errno;
        close(ends[0]);
        close(ends[1]);
        return -code;
    }
    *reading = ends[0];
    *writing = ends[1];
    return 0;
}

// Whether two variables (`NAME=value`) have the same name.
static bool same_name(const char *one, const char *other) {
    size_t length = strcspn(one, "=");
    return strncmp(one, other, length) == 0 && other[length] == '=';
}

// This process's environment, with `additions` before it and without what they replace; NULL without memory.
static char **joined_environment(char **additions, size_t count) {
    size_t inherited = 0;
    while (environ[inherited] != NULL) inherited++;
    char **all = calloc(count + inherited + 1, sizeof *all);
    if (all == NULL) return NULL;
    size_t used = 0;
    while (used < count) {
        all[used] = additions[used];
        used++;
    }
    for (size_t i = 0; i < inherited; i++) {
        bool replaced = false;
        for (size_t j = 0; j < count && !replaced; j++) replaced = same_name(additions[j], environ[i]);
        if (!replaced) all[used++] = environ[i];
    }
    return all;
}

static int set_attributes(posix_spawnattr_t *attributes) {
    // Ignored signals and masks outlive an exec: a thread of Dispatch has nearly all signals blocked.
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int code = posix_spawnattr_setsigdefault(attributes, &all);
    if (code == 0) code = posix_spawnattr_setsigmask(attributes, &none);
    if (code == 0) code = posix_spawnattr_setpgroup(attributes, 0);
    if (code == 0)
        code = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    return code;
}

static int set_actions(posix_spawn_file_actions_t *actions, int output, int errors) {
    int code = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
    if (code == 0) code = posix_spawn_file_actions_adddup2(actions, errors, STDERR_FILENO);
    if (code == 0) code = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    // Libraries may have opened descriptors without O_CLOEXEC.
    if (code == 0) code = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
    return code;
}

static int spawn(char **arguments, char **environment, int output, int errors) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    int code = posix_spawnattr_init(&attributes);
    if (code != 0) return -code;
    code = posix_spawn_file_actions_init(&actions);
    if (code != 0) {
        posix_spawnattr_destroy(&attributes);
        return -code;
    }
    pid_t child = -1;
    code = set_attributes(&attributes);
    if (code == 0) code = set_actions(&actions, output, errors);
    if (code == 0) code = posix_spawnp(&child, arguments[0], &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return code == 0 ? child : -code;
}

int csd_spawn(const char *strings, size_t arguments, size_t additions, int output, int errors) {
    if (arguments == 0) return -EINVAL;
    char **vectors = calloc(arguments + additions + 1, sizeof *vectors);
    if (vectors == NULL) return -ENOMEM;
    // The arguments, the NULL at their end, the additions to the environment.
    for (size_t i = 0; i < arguments + additions; i++) {
        vectors[i < arguments ? i : i + 1] = (char *)strings;
        strings += strlen(strings) + 1;
    }
    char **environment = joined_environment(vectors + arguments + 1, additions);
    int result = environment == NULL ? -ENOMEM : spawn(vectors, environment, output, errors);
    free(environment);
    free(vectors);
    return result;
}

int csd_pidfd_open(int child) {
    int descriptor = pidfd_open(child, 0);
    return descriptor < 0 ? -errno : descriptor;
}

void csd_kill_group(int leader) {
    if (leader > 1) kill(-leader, SIGKILL);
}

csd_end csd_reap(int child, bool waits) {
    csd_end end = {0};
    siginfo_t info = {0};
    int result;
    do result = waitid(P_PID, (id_t)child, &info, WEXITED | (waits ? 0 : WNOHANG));
    while (result < 0 && errno == EINTR);
    // Without a child to wait for there is nothing to learn, ever.
    end.ended = result < 0 || info.si_pid != 0;
    end.killed = info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED;
    end.number = info.si_status;
    return end;
}
