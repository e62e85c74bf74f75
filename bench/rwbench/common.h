// What the platform and the load generator share.
#ifndef RWBENCH_COMMON_H
#define RWBENCH_COMMON_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t u64;

// Every streamed token carries "~T" and 16 hex digits: the CLOCK_MONOTONIC nanoseconds at which it was written. So the
// generator counts tokens and knows the one-way time of each.
u64 now_ns(void);
void put_hex(char* p, u64 v);
void die(const char* m);

// Reader of HTTP chunked bodies. st: 0 size line, 1 data, 2 line end after data, 3 trailer, 4 done.
typedef struct {
  int st;
  u64 left;
  int lastc;
} chunked;
typedef void (*sink_fn)(void*, const char*, size_t);
// Gives the decoded bytes to the sink; returns how many raw bytes were used.
size_t chunked_feed(chunked* c, const char* p, size_t n, sink_fn f, void* arg);

int mock_main(int port);
int load_main(int ac, char** av);

#endif
