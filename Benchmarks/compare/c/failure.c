#include "failure.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fail(const char *what) {
    fprintf(stderr, "%s%s%s\n", what, errno == 0 ? "" : ": ", errno == 0 ? "" : strerror(errno));
    exit(1);
}

void *checked(void *memory) {
    if (memory == NULL) fail("memory");
    return memory;
}
