// Asks a DNS server on 127.0.0.1 and says in one line of JSON what came of it. usage: load OPTIONS, see options below
#define _GNU_SOURCE

#include "failure.h"
#include "run.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

static void wait_for_line(void) {
    char line[16];
    if (fgets(line, sizeof line, stdin) == NULL) exit(0);
}

void plan_begin(struct plan *plan) {
    puts("ready");
    fflush(stdout);
    wait_for_line();
    plan->began = now();
    plan->ends = plan->began + (uint64_t)(plan->seconds * (double)SECOND);
}

static const struct option options[] = {
    {"transport", required_argument, NULL, 't'}, // udp, tcp or tls
    {"port", required_argument, NULL, 'p'},
    {"queries", required_argument, NULL, 'q'}, // the file that queries.py wrote
    {"sockets", required_argument, NULL, 'n'},
    {"window", required_argument, NULL, 'w'}, // unanswered queries of each socket, a power of two
    {"rate", required_argument, NULL, 'r'},   // queries a second, UDP only
    {"seconds", required_argument, NULL, 's'},
    {"count", required_argument, NULL, 'c'}, // no more queries than these
    {"echo", no_argument, NULL, 'e'},        // any answer is right
    {"sleep", no_argument, NULL, 'z'},
    {NULL, 0, NULL, 0},
};

static void report(struct plan *plan, uint64_t ended) {
    struct timespec cpu;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    const struct tally *tally = &plan->tally;
    printf(
        "{\"sent\": %llu, \"answered\": %llu, \"lost\": %llu, \"wrong\": %llu, \"reconnected\": %llu, \"seconds\": %.6f, "
        "\"p50\": %.1f, \"p99\": %.1f, \"cpu\": %.6f}\n",
        (unsigned long long)tally->sent, (unsigned long long)tally->answered, (unsigned long long)tally->lost,
        (unsigned long long)tally->wrong, (unsigned long long)tally->reconnected,
        (double)(ended - plan->began) / (double)SECOND, (double)histogram_percentile(&tally->latency, 0.5) / 1000,
        (double)histogram_percentile(&tally->latency, 0.99) / 1000, (double)cpu.tv_sec + (double)cpu.tv_nsec / 1e9);
    fflush(stdout);
}

int main(int count, char **arguments) {
    struct plan *plan = checked(calloc(1, sizeof *plan));
    plan->sockets = 4;
    plan->window = 32;
    plan->seconds = 1;
    const char *transport = "udp", *path = NULL;
    for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
        switch (option) {
        case 't': transport = optarg; break;
        case 'p': plan->port = (uint16_t)atoi(optarg); break;
        case 'q': path = optarg; break;
        case 'n': plan->sockets = (unsigned)atoi(optarg); break;
        case 'w': plan->window = (uint16_t)atoi(optarg); break;
        case 'r': plan->rate = atof(optarg); break;
        case 's': plan->seconds = atof(optarg); break;
        case 'c': plan->count = strtoull(optarg, NULL, 10); break;
        case 'e': plan->is_echo = true; break;
        case 'z': plan->sleeps = true; break;
        default: return 2;
        }
    }
    bool is_power = plan->window != 0 && (plan->window & (plan->window - 1)) == 0;
    if (path == NULL || plan->port == 0 || !is_power) fail("a port, queries and a window of a power of two are needed");
    if (plan->sockets == 0 || plan->sockets > MAX_SOCKETS) fail("there are 1 to 64 sockets");
    plan->queries = queries_read(path);
    plan->uses_tls = strcmp(transport, "tls") == 0;
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    signal(SIGPIPE, SIG_IGN);
    if (strcmp(transport, "udp") == 0) run_datagrams(plan);
    else run_streams(plan);
    report(plan, now());
    // The connections stay open until whoever started this has read the server's clocks.
    wait_for_line();
    return 0;
}
