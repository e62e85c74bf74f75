// Load generator: the same raw request again and again, over many connections, closed or open loop. One thread, epoll.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "common.h"

typedef struct {
  float* v;
  size_t n, cap;
} vec;
static void vpush(vec* a, double x) {
  if (a->n == a->cap) {
    a->cap = a->cap ? a->cap * 2 : 4096;
    a->v = realloc(a->v, a->cap * sizeof(float));
  }
  a->v[a->n++] = x;
}
static int cmpf(const void* a, const void* b) {
  float x = *(float*)a, y = *(float*)b;
  return x < y ? -1 : x > y;
}
static double pct(vec* a, double p) {
  if (!a->n) return -1;
  size_t i = p * (a->n - 1) + 0.5;
  return a->v[i];
}
typedef struct lconn {
  int fd, st;  // st 0 idle, 1 connecting, 2 sending, 3 headers, 4 body
  size_t sent;
  u64 t0;
  char h[16384];
  size_t hn;
  int status, is_chunked, close_after, has_cl;
  u64 cl_left;
  chunked ck;
  int reused;
  int m;
  u64 mv;
  u64 toks;
  u64 ttft;
  struct lconn* next_idle;
} lconn;
static vec lat, ttft, tlat;
static u64 n_ok, n_err, n_tok, n_bytes, n_bad_tokens, n_conn;
static char first_err[700];
static int err_status;
static char* req;
static size_t reqn;
static struct sockaddr_in L_addr;
static int L_ep;
static lconn* idle;
static u64 expect_tok;
static u64 recv_time;
static int measuring = 1;
static u64 stx[600];
static void body_bytes(void* a, const char* p, size_t n) {
  lconn* c = a;
  n_bytes += n;
  if (c->status != 200 && strlen(first_err) < 400) {
    size_t k = n < 300 ? n : 300;
    strncat(first_err, p, k);
  }
  size_t i = 0;
  while (i < n) {
    if (c->m == 0) {
      const char* q = memchr(p + i, '~', n - i);
      if (!q) return;
      i = q - p + 1;
      c->m = 1;
      continue;
    }
    char ch = p[i++];
    if (c->m == 1) {
      c->m = ch == 'T' ? 2 : ch == '~' ? 1 : 0;
      c->mv = 0;
      continue;
    }
    int d = ch >= '0' && ch <= '9' ? ch - '0' : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
    if (d < 0) {
      c->m = 0;
      continue;
    }
    c->mv = c->mv << 4 | d;
    if (++c->m == 18) {
      c->m = 0;
      c->toks++;
      n_tok++;
      if (!c->ttft) c->ttft = recv_time;
      if (c->mv && measuring) vpush(&tlat, (recv_time - c->mv) / 1000.0);
    }
  }
}
static void l_connect(lconn* c) {
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int one = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  n_conn++;
  if (connect(c->fd, (void*)&L_addr, sizeof L_addr) && errno != EINPROGRESS) die("connect");
  struct epoll_event e = {EPOLLIN | EPOLLOUT, {.ptr = c}};
  epoll_ctl(L_ep, EPOLL_CTL_ADD, c->fd, &e);
  c->reused = 0;
}
static void l_done(lconn* c, int ok, int keep);
static void l_send(lconn* c) {
  while (c->sent < reqn) {
    ssize_t k = send(c->fd, req + c->sent, reqn - c->sent, MSG_NOSIGNAL);
    if (k < 0) {
      if (errno == EAGAIN || errno == ENOTCONN) {
        struct epoll_event e = {EPOLLIN | EPOLLOUT, {.ptr = c}};
        epoll_ctl(L_ep, EPOLL_CTL_MOD, c->fd, &e);
        return;
      }
      if (!first_err[0]) snprintf(first_err, 400, "send: %s", strerror(errno));
      l_done(c, 0, 0);
      return;
    }
    c->sent += k;
  }
  c->st = 3;
  struct epoll_event e = {EPOLLIN, {.ptr = c}};
  epoll_ctl(L_ep, EPOLL_CTL_MOD, c->fd, &e);
}
static u64 started, finished, target_n, conns;
static u64 t_end, rate;
static u64 t_begin;
static int stopping;
static void l_start(lconn* c, u64 t0) {
  c->t0 = t0;
  c->st = 2;
  c->sent = 0;
  c->hn = 0;
  c->m = 0;
  c->toks = 0;
  c->ttft = 0;
  c->status = 0;
  started++;
  if (c->fd < 0)
    l_connect(c);
  else {
    c->reused = 1;
    l_send(c);
  }
}
static int may_start(u64 t) {
  return !stopping && (!target_n || started < target_n) && (!t_end || t < t_end);
}
static u64 sched(u64 i) {
  return t_begin + (u64)((double)i * 1e9 / rate);
}
static void l_done(lconn* c, int ok, int keep) {
  u64 t = now_ns();
  finished++;
  if (c->status >= 0 && c->status < 600) stx[c->status]++;
  if (ok && c->status == 200 && (!expect_tok || c->toks == expect_tok)) {
    n_ok++;
    vpush(&lat, (t - c->t0) / 1000.0);
    if (c->ttft) vpush(&ttft, (c->ttft - c->t0) / 1000.0);
  } else {
    n_err++;
    if (c->status != 200)
      err_status = c->status;
    else if (ok)
      n_bad_tokens++;
  }
  if (!keep) {
    epoll_ctl(L_ep, EPOLL_CTL_DEL, c->fd, 0);
    close(c->fd);
    c->fd = -1;
  }
  c->st = 0;
  if (!rate) {
    if (may_start(t)) {
      l_start(c, t);
      return;
    }
  } else if (started < (u64)((t - t_begin) / 1e9 * rate) && may_start(t)) {
    l_start(c, sched(started));
    return;
  }  // backlog: start the oldest one due
  c->next_idle = idle;
  idle = c;
}
static void l_readable(lconn* c) {
  static char buf[262144];
  ssize_t k = recv(c->fd, buf, sizeof buf, 0);
  recv_time = now_ns();
  if (k < 0) {
    if (errno == EAGAIN) return;
    k = 0;
  }
  if (k == 0) {
    if (c->st == 0) {
      epoll_ctl(L_ep, EPOLL_CTL_DEL, c->fd, 0);
      close(c->fd);
      c->fd = -1;
      return;
    }
    if (c->st == 4 && !c->has_cl && !c->is_chunked) {
      l_done(c, 1, 0);
      return;
    }
    if (c->st == 3 && c->hn == 0 && c->reused) {  // stale keep-alive: retry once on a new connection
      epoll_ctl(L_ep, EPOLL_CTL_DEL, c->fd, 0);
      close(c->fd);
      c->fd = -1;
      started--;
      l_start(c, c->t0);
      return;
    }
    if (!first_err[0]) snprintf(first_err, 400, "connection closed early (state %d, tokens %lu)", c->st, c->toks);
    l_done(c, 0, 0);
    return;
  }
  char* p = buf;
  size_t n = k;
again:
  if (c->st == 3) {
    size_t from = c->hn > 3 ? c->hn - 3 : 0, room = sizeof c->h - 1 - c->hn, m = n < room ? n : room;
    memcpy(c->h + c->hn, p, m);
    c->h[c->hn + m] = 0;
    char* e = memmem(c->h + from, c->hn + m - from, "\r\n\r\n", 4);
    if (!e) {
      c->hn += m;
      return;
    }
    size_t hl = e + 4 - c->h, used = hl - c->hn;
    p += used;
    n -= used;
    c->status = atoi(c->h + 9);
    c->is_chunked = 0;
    c->close_after = 0;
    c->has_cl = 0;
    c->cl_left = 0;
    memset(&c->ck, 0, sizeof c->ck);
    *e = 0;
    for (char* l = c->h; (l = strchr(l, '\n'));) {
      l++;
      if (!strncasecmp(l, "content-length:", 15)) {
        c->cl_left = strtoull(l + 15, 0, 10);
        c->has_cl = 1;
      } else if (!strncasecmp(l, "transfer-encoding:", 18))
        c->is_chunked = 1;
      else if (!strncasecmp(l, "connection:", 11) && strcasestr(l, "close") && strcasestr(l, "close") < l + 20)
        c->close_after = 1;
    }
    if (c->status == 100) {
      c->hn = 0;
      if (n) goto again;
      return;
    }
    c->st = 4;
    if (c->has_cl && !c->cl_left) {
      l_done(c, 1, !c->close_after);
      return;
    }
  }
  if (c->st == 4 && n) {
    if (c->is_chunked) {
      chunked_feed(&c->ck, p, n, body_bytes, c);
      if (c->ck.st == 4) l_done(c, 1, !c->close_after);
    } else if (c->has_cl) {
      size_t m = n < c->cl_left ? n : c->cl_left;
      body_bytes(c, p, m);
      c->cl_left -= m;
      if (!c->cl_left) l_done(c, 1, !c->close_after);
    } else
      body_bytes(c, p, n);
  }
}
static char* slurp(const char* f, size_t* n) {
  FILE* x = fopen(f, "rb");
  if (!x) die(f);
  fseek(x, 0, SEEK_END);
  *n = ftell(x);
  rewind(x);
  char* b = malloc(*n + 1);
  (void)!fread(b, 1, *n, x);
  fclose(x);
  b[*n] = 0;
  return b;
}
// keys: port= req=FILE (raw HTTP request) c=CONNS n=COUNT d=SECONDS rate=RPS (open loop) tokens=EXPECTED_PER_RESPONSE
// max_s=HARD_LIMIT ramp_ms=SPREAD_OF_STARTS
int load_main(int ac, char** av) {
  int port = 0;
  double d = 0, max_s = 120, ramp = 0;
  conns = 1;
  for (int i = 0; i < ac; i++) {
    char* v = strchr(av[i], '=');
    if (!v) continue;
    *v++ = 0;
    if (!strcmp(av[i], "port"))
      port = atoi(v);
    else if (!strcmp(av[i], "req"))
      req = slurp(v, &reqn);
    else if (!strcmp(av[i], "c"))
      conns = atoi(v);
    else if (!strcmp(av[i], "n"))
      target_n = atoll(v);
    else if (!strcmp(av[i], "d"))
      d = atof(v);
    else if (!strcmp(av[i], "rate"))
      rate = atoll(v);
    else if (!strcmp(av[i], "tokens"))
      expect_tok = atoll(v);
    else if (!strcmp(av[i], "max_s"))
      max_s = atof(v);
    else if (!strcmp(av[i], "ramp_ms"))
      ramp = atof(v);
  }
  struct rlimit rl = {65536, 65536};
  setrlimit(RLIMIT_NOFILE, &rl);
  L_addr = (struct sockaddr_in){AF_INET, htons(port), {htonl(INADDR_LOOPBACK)}};
  L_ep = epoll_create1(0);
  t_begin = now_ns();
  if (d) t_end = t_begin + (u64)(d * 1e9);
  u64 hard = t_begin + (u64)(max_s * 1e9);
  lconn* cs = calloc(conns, sizeof *cs);
  for (u64 i = 0; i < conns; i++) {
    cs[i].fd = -1;
    cs[i].next_idle = idle;
    idle = &cs[i];
  }
  int tf = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct epoll_event e = {EPOLLIN, {.ptr = 0}};
  epoll_ctl(L_ep, EPOLL_CTL_ADD, tf, &e);
  struct epoll_event ev[512];
  u64 launched = 0;
  for (;;) {
    u64 t = now_ns();
    if (t > hard) {
      stopping = 1;
      break;
    }
    u64 next = t + 200000000ull;
    if (rate) {
      while (idle && may_start(t) && sched(started) <= t) {
        lconn* c = idle;
        idle = c->next_idle;
        l_start(c, sched(started));
      }
      if (may_start(t) && idle && sched(started) < next) next = sched(started);
    } else
      while (launched < conns && idle && may_start(t)) {
        u64 at = t_begin + (u64)(ramp * 1e6 * launched / conns);
        if (at > t) {
          next = at;
          break;
        }
        lconn* c = idle;
        idle = c->next_idle;
        launched++;
        l_start(c, t);
      }
    if (!may_start(t) && finished >= started) break;
    struct itimerspec it = {{0, 0}, {next / 1000000000ull, next % 1000000000ull}};
    timerfd_settime(tf, TFD_TIMER_ABSTIME, &it, 0);
    int n = epoll_wait(L_ep, ev, 512, -1);
    for (int i = 0; i < n; i++) {
      lconn* c = ev[i].data.ptr;
      if (!c) {
        u64 x;
        (void)!read(tf, &x, 8);
        continue;
      }
      if (c->fd < 0) continue;
      if (c->st == 2 && (ev[i].events & (EPOLLERR | EPOLLHUP))) {
        if (!first_err[0]) snprintf(first_err, 400, "connect refused or reset");
        l_done(c, 0, 0);
        continue;
      }
      if (c->st == 2 && (ev[i].events & EPOLLOUT)) {
        l_send(c);
        if (c->fd < 0) continue;
      }
      if (ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) l_readable(c);
    }
  }
  double secs = (now_ns() - t_begin) / 1e9;
  struct rusage ru;
  getrusage(RUSAGE_SELF, &ru);
  qsort(lat.v, lat.n, 4, cmpf);
  qsort(ttft.v, ttft.n, 4, cmpf);
  qsort(tlat.v, tlat.n, 4, cmpf);
  for (char* p = first_err; *p; p++)
    if (*p == '"' || *p == '\\' || (unsigned char)*p < 32) *p = '\'';
  printf(
      "{\"secs\":%.3f,\"ok\":%lu,\"err\":%lu,\"unfinished\":%lu,\"bad_tokens\":%lu,\"rps\":%.1f,\"tokens\":%lu,\"tok_"
      "s\":%.0f,\"bytes\":%lu,\"conns_opened\":%lu,\"cpu_s\":%.3f,\"lat_us\":{\"p50\":%.0f,\"p90\":%.0f,\"p99\":%.0f,"
      "\"max\":%.0f},\"ttft_us\":{\"p50\":%.0f,\"p99\":%.0f},\"tok_us\":{\"p50\":%.0f,\"p90\":%.0f,\"p99\":%.0f,"
      "\"max\":%.0f},\"err_status\":%d,\"first_err\":\"%s\"}\n",
      secs, n_ok, n_err, started - finished, n_bad_tokens, n_ok / secs, n_tok, n_tok / secs, n_bytes, n_conn,
      ru.ru_utime.tv_sec + ru.ru_stime.tv_sec + (ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6, pct(&lat, .5),
      pct(&lat, .9), pct(&lat, .99), pct(&lat, 1), pct(&ttft, .5), pct(&ttft, .99), pct(&tlat, .5), pct(&tlat, .9),
      pct(&tlat, .99), pct(&tlat, 1), err_status, first_err);
  return n_err || started > finished ? 1 : 0;
}
