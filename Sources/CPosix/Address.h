// What the C files share among themselves; not part of the module.

#ifndef CSD_ADDRESS_H
#define CSD_ADDRESS_H

#include "CPosix.h"

struct in_addr;
struct in6_addr;

void csd_read_in_addr(const struct in_addr *from, csd_address *address);
void csd_read_in6_addr(const struct in6_addr *from, csd_address *address);

#endif
