#ifndef FAILURE_H
#define FAILURE_H

// Says on standard error what went wrong, with errno's words if it is set, and ends the process.
_Noreturn void fail(const char *what);

// The memory, or the end of the process when there is none.
void *checked(void *memory);

#endif
