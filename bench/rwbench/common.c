#define _GNU_SOURCE
#include "common.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

u64 now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (u64)t.tv_sec * 1000000000ull + t.tv_nsec;
}
void die(const char* m) {
  perror(m);
  exit(2);
}
static const char HEX[] = "0123456789abcdef";
void put_hex(char* p, u64 v) {
  for (int i = 15; i >= 0; i--) {
    p[i] = HEX[v & 15];
    v >>= 4;
  }
}

size_t chunked_feed(chunked* c, const char* p, size_t n, sink_fn f, void* arg) {
  size_t i = 0;
  while (i < n && c->st != 4) {
    char ch = p[i];
    switch (c->st) {
      case 0:
        if (ch == '\n') {
          c->st = c->left ? 1 : 3;
          c->lastc = 0;
          if (c->st == 3) c->lastc = 1;
        } else if (c->lastc == 9) {
        } else if (ch >= '0' && ch <= '9')
          c->left = c->left * 16 + (ch - '0');
        else if (ch >= 'a' && ch <= 'f')
          c->left = c->left * 16 + (ch - 'a' + 10);
        else if (ch >= 'A' && ch <= 'F')
          c->left = c->left * 16 + (ch - 'A' + 10);
        else if (ch == ';')
          c->lastc = 9;
        i++;
        break;
      case 1: {
        size_t k = n - i;
        if (k > c->left) k = c->left;
        f(arg, p + i, k);
        i += k;
        c->left -= k;
        if (!c->left) c->st = 2;
        break;
      }
      case 2:
        if (ch == '\n') {
          c->st = 0;
          c->left = 0;
          c->lastc = 0;
        }
        i++;
        break;
      case 3:  // trailer: an empty line ends; lastc==1 at line start
        if (ch == '\n') {
          if (c->lastc == 1) c->st = 4;
          c->lastc = 1;
        } else if (ch != '\r')
          c->lastc = 0;
        i++;
        break;
    }
  }
  return i;
}
