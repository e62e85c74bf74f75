// A platform that costs almost nothing: speaks both protocols, whole and streamed, at a set pace. One thread, epoll.
// Settings while it runs: GET /_cfg?tokens=200&delay_us=2000&burst=1&json_bytes=600&first_us=0
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

typedef struct mconn {
  int fd, slot;
  int phase;  // 0 headers, 1 body, 2 responding
  char* in;
  size_t inlen, incap;
  size_t hlen;  // whole request: headers, then decoded body
  u64 cl_left;
  int is_chunked;
  chunked ck;
  size_t body_at;
  int kind;  // 0 openai 1 anthropic
  char* out;
  size_t outlen, outoff, outcap;
  int want_out;
  int tok_left;
  u64 due;
  struct mconn *next, *prev;
  int queued;
  int dead;
  int gen;
} mconn;
static int ep;
static struct {
  u64 tokens, delay_us, burst, json_bytes, first_us;
} cfg = {200, 2000, 1, 600, 0};
static mconn qh;  // timer FIFO sentinel
static u64 m_reqs, m_bytes_in, m_open, m_maxopen, m_streams, m_aborted;
static char *json_oa, *json_an;
static size_t json_oa_n, json_an_n;
static char *ev_oa, *ev_an;
static size_t ev_oa_n, ev_an_n, ev_oa_at, ev_an_at;

static void render(void) {
  free(json_oa);
  free(json_an);
  size_t n = cfg.json_bytes;
  char* txt = malloc(n + 1);
  for (size_t i = 0; i < n; i++)
    txt[i] = "lorem ipsum dolor sit amet "[i % 27];
  txt[n] = 0;
  char stamp[19] = "~T0000000000000000";
  char* b;
  int l;
  l = asprintf(&b,
               "{\"id\":\"chatcmpl-b1\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"m\","
               "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s "
               "%s\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1200,\"completion_"
               "tokens\":150,\"total_tokens\":1350,\"prompt_tokens_details\":{\"cached_tokens\":1000}}}",
               stamp, txt);
  json_oa_n = asprintf(&json_oa,
                       "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: "
                       "keep-alive\r\nx-request-id: req-1\r\n\r\n%s",
                       l, b);
  free(b);
  l = asprintf(&b,
               "{\"id\":\"msg_b1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":"
               "\"text\",\"text\":\"%s "
               "%s\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":200,\"cache_"
               "read_input_tokens\":1000,\"cache_creation_input_tokens\":0,\"output_tokens\":150}}",
               stamp, txt);
  json_an_n = asprintf(&json_an,
                       "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: "
                       "keep-alive\r\nrequest-id: req-1\r\n\r\n%s",
                       l, b);
  free(b);
  free(txt);
  free(ev_oa);
  free(ev_an);
  ev_oa_n = asprintf(&ev_oa,
                     "data: "
                     "{\"id\":\"chatcmpl-b1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":"
                     "\"m\",\"system_fingerprint\":\"fp_44709d6fcb\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                     "\" %s\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n",
                     stamp);
  ev_oa_at = strstr(ev_oa, "~T") - ev_oa + 2;
  ev_an_n = asprintf(
      &ev_an,
      "event: content_block_delta\ndata: "
      "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" %s\"}}\n\n",
      stamp);
  ev_an_at = strstr(ev_an, "~T") - ev_an + 2;
}
static void mq_remove(mconn* c) {
  if (c->queued) {
    c->prev->next = c->next;
    c->next->prev = c->prev;
    c->queued = 0;
  }
}
static void mq_push(mconn* c, u64 due) {  // nearly FIFO: walk back from the tail
  c->due = due;
  mconn* p = qh.prev;
  while (p != &qh && p->due > due)
    p = p->prev;
  c->next = p->next;
  c->prev = p;
  p->next->prev = c;
  p->next = c;
  c->queued = 1;
}
static mconn* graveyard;
static void m_close(mconn* c) {
  if (c->dead) return;
  if (c->phase == 2) m_aborted++;
  mq_remove(c);
  epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, 0);
  close(c->fd);
  c->dead = 1;
  c->next = graveyard;
  graveyard = c;
  m_open--;
}
static void m_write(mconn* c, const char* p, size_t n) {
  if (c->dead) return;
  if (c->outlen == c->outoff) {
    ssize_t k = send(c->fd, p, n, MSG_NOSIGNAL);
    if (k < 0) {
      if (errno != EAGAIN) {
        m_close(c);
        return;
      }
      k = 0;
    }
    p += k;
    n -= k;
  }
  if (n) {
    if (c->outoff == c->outlen) c->outoff = c->outlen = 0;
    if (c->outlen + n > c->outcap) {
      c->outcap = (c->outlen + n) * 2;
      c->out = realloc(c->out, c->outcap);
    }
    memcpy(c->out + c->outlen, p, n);
    c->outlen += n;
    if (!c->want_out) {
      struct epoll_event e = {EPOLLIN | EPOLLOUT, {.ptr = c}};
      epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
      c->want_out = 1;
    }
  }
}
static void m_chunk(mconn* c, const char* p, size_t n) {
  char b[70000];
  int h = sprintf(b, "%zx\r\n", n);
  memcpy(b + h, p, n);
  memcpy(b + h + n, "\r\n", 2);
  m_write(c, b, h + n + 2);
}
static void m_done(mconn* c) {
  if (c->dead) return;
  c->phase = 0;
  c->inlen = 0;
  c->hlen = 0;
}
static void m_stream_step(mconn* c) {
  char b[65536];
  size_t n = 0;
  const char* ev = c->kind ? ev_an : ev_oa;
  size_t evn = c->kind ? ev_an_n : ev_oa_n, at = c->kind ? ev_an_at : ev_oa_at;
  u64 t = now_ns();
  for (u64 i = 0; i < cfg.burst && c->tok_left > 0 && n + evn < 60000; i++) {
    memcpy(b + n, ev, evn);
    put_hex(b + n + at, t);
    n += evn;
    c->tok_left--;
  }
  if (n) m_chunk(c, b, n);
  if (c->dead) return;
  if (c->tok_left > 0) {
    mq_push(c, (c->due > t - 50000000ull ? c->due : t) + cfg.delay_us * 1000);
    return;
  }
  if (c->kind) {
    static const char e[] =
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\nevent: message_delta\ndata: "
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{"
        "\"input_tokens\":200,\"cache_read_input_tokens\":1000,\"cache_creation_input_tokens\":0,\"output_tokens\":200}"
        "}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    m_chunk(c, e, sizeof e - 1);
  } else {
    static const char e[] =
        "data: "
        "{\"id\":\"chatcmpl-b1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"m\","
        "\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\ndata: "
        "{\"id\":\"chatcmpl-b1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"m\","
        "\"choices\":[],\"usage\":{\"prompt_tokens\":1200,\"completion_tokens\":200,\"total_tokens\":1400,\"prompt_"
        "tokens_details\":{\"cached_tokens\":1000}}}\n\ndata: [DONE]\n\n";
    m_chunk(c, e, sizeof e - 1);
  }
  m_write(c, "0\r\n\r\n", 5);
  m_done(c);
}
static u64 qnum(const char* s, const char* k, u64 d) {
  char* p = strstr(s, k);
  return p ? strtoull(p + strlen(k), 0, 10) : d;
}
static void m_respond(mconn* c) {
  c->phase = 2;
  m_reqs++;
  char* line_end = memchr(c->in, '\n', c->hlen);
  char path[512];
  size_t pn = line_end - c->in;
  if (pn > 511) pn = 511;
  memcpy(path, c->in, pn);
  path[pn] = 0;
  const char* body = c->in + c->hlen;
  size_t bn = c->inlen - c->hlen;
  m_bytes_in += bn;
  if (strstr(path, "/_cfg") || strstr(path, "/_stat")) {
    if (strstr(path, "/_cfg")) {
      cfg.tokens = qnum(path, "tokens=", cfg.tokens);
      cfg.delay_us = qnum(path, "delay_us=", cfg.delay_us);
      cfg.burst = qnum(path, "burst=", cfg.burst);
      cfg.json_bytes = qnum(path, "json_bytes=", cfg.json_bytes);
      cfg.first_us = qnum(path, "first_us=", cfg.first_us);
      render();
    }
    char b[600], r[800];
    int l = sprintf(b,
                    "{\"reqs\":%lu,\"streams\":%lu,\"bytes_in\":%lu,\"open\":%lu,\"max_open\":%lu,\"aborted\":%lu,"
                    "\"tokens\":%lu,\"delay_us\":%lu,\"burst\":%lu,\"json_bytes\":%lu}\n",
                    m_reqs, m_streams, m_bytes_in, m_open, m_maxopen, m_aborted, cfg.tokens, cfg.delay_us, cfg.burst,
                    cfg.json_bytes);
    int n = sprintf(r, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", l, b);
    m_maxopen = m_open;
    m_write(c, r, n);
    m_done(c);
    return;
  }
  if (strstr(path, "/models")) {
    static const char r[] =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        "76\r\n\r\n{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\",\"owned_by\":\"mock\"}]}\n  \n";
    m_write(c, r, sizeof r - 1);
    m_done(c);
    return;
  }
  if (strstr(path, "count_tokens")) {
    static const char r[] =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{\"input_tokens\":1200}";
    m_write(c, r, sizeof r - 1);
    m_done(c);
    return;
  }
  if (strstr(path, "/chat/completions"))
    c->kind = 0;
  else if (strstr(path, "/messages"))
    c->kind = 1;
  else {
    static const char r[] = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    m_write(c, r, sizeof r - 1);
    m_done(c);
    return;
  }
  int stream = memmem(body, bn, "\"stream\":true", 13) || memmem(body, bn, "\"stream\": true", 14);
  if (!stream) {
    if (c->kind)
      m_write(c, json_an, json_an_n);
    else
      m_write(c, json_oa, json_oa_n);
    m_done(c);
    return;
  }
  m_streams++;
  static const char h[] =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: "
      "no-cache\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\nrequest-id: req-1\r\n\r\n";
  m_write(c, h, sizeof h - 1);
  if (c->dead) return;
  if (c->kind) {
    static const char e[] =
        "event: message_start\ndata: "
        "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_b1\",\"type\":\"message\",\"role\":\"assistant\","
        "\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":200,"
        "\"cache_read_input_tokens\":1000,\"cache_creation_input_tokens\":0,\"output_tokens\":1}}}\n\nevent: "
        "content_block_start\ndata: "
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\nevent: "
        "ping\ndata: {\"type\":\"ping\"}\n\n";
    m_chunk(c, e, sizeof e - 1);
  } else {
    static const char e[] =
        "data: "
        "{\"id\":\"chatcmpl-b1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"m\","
        "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_"
        "reason\":null}]}\n\n";
    m_chunk(c, e, sizeof e - 1);
  }
  c->tok_left = cfg.tokens;
  c->due = now_ns();
  if (cfg.delay_us == 0 && cfg.first_us == 0) {
    while (!c->dead && c->phase == 2) {
      m_stream_step(c);
      if (!c->dead) mq_remove(c);
    }
  } else
    mq_push(c, c->due + (cfg.first_us ? cfg.first_us : cfg.delay_us) * 1000);
}
static void m_sink(void* a, const char* p, size_t n) {
  mconn* c = a;
  memmove(c->in + c->inlen, p, n);
  c->inlen += n;
}
static void m_feed(mconn* c, const char* p, size_t n) {
  // room: decoded data never exceeds raw data
  if (c->inlen + n + 1 > c->incap) {
    c->incap = (c->inlen + n + 1) * 2;
    c->in = realloc(c->in, c->incap);
  }
  if (c->phase == 0) {
    size_t from = c->inlen > 3 ? c->inlen - 3 : 0;
    memcpy(c->in + c->inlen, p, n);
    c->inlen += n;
    char* e = memmem(c->in + from, c->inlen - from, "\r\n\r\n", 4);
    if (!e) return;
    c->hlen = e + 4 - c->in;
    c->in[c->inlen] = 0;
    c->cl_left = 0;
    c->is_chunked = 0;
    int expect = 0;
    for (char* l = c->in; l < e;) {
      char* x = memchr(l, '\n', e + 2 - l);
      if (!x) break;
      l = x + 1;
      if (!strncasecmp(l, "content-length:", 15))
        c->cl_left = strtoull(l + 15, 0, 10);
      else if (!strncasecmp(l, "transfer-encoding:", 18))
        c->is_chunked = 1;
      else if (!strncasecmp(l, "expect:", 7))
        expect = 1;
    }
    if (expect) m_write(c, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    size_t extra = c->inlen - c->hlen;
    c->phase = 1;
    if (c->is_chunked) {
      memset(&c->ck, 0, sizeof c->ck);
      c->inlen = c->hlen;
      char* t = malloc(extra + 1);
      memcpy(t, c->in + c->hlen, extra);
      chunked_feed(&c->ck, t, extra, m_sink, c);
      free(t);
      if (c->ck.st == 4) m_respond(c);
    } else {
      c->cl_left -= extra > c->cl_left ? c->cl_left : extra;
      if (!c->cl_left) m_respond(c);
    }
  } else if (c->phase == 1) {
    if (c->is_chunked) {
      chunked_feed(&c->ck, p, n, m_sink, c);
      if (c->ck.st == 4) m_respond(c);
    } else {
      memcpy(c->in + c->inlen, p, n);
      c->inlen += n;
      c->cl_left -= n > c->cl_left ? c->cl_left : n;
      if (!c->cl_left) m_respond(c);
    }
  }  // bytes while responding are ignored (no pipelining)
}
int mock_main(int port) {
  render();
  qh.next = qh.prev = &qh;
  ep = epoll_create1(0);
  int l = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in a = {AF_INET, htons(port), {htonl(INADDR_LOOPBACK)}};
  if (bind(l, (void*)&a, sizeof a)) die("bind");
  listen(l, 4096);
  struct epoll_event e = {EPOLLIN, {.ptr = 0}};
  epoll_ctl(ep, EPOLL_CTL_ADD, l, &e);
  int tf = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  static int tmark;
  e.events = EPOLLIN;
  e.data.ptr = &tmark;
  epoll_ctl(ep, EPOLL_CTL_ADD, tf, &e);
  u64 armed = 0;
  static char buf[262144];
  struct epoll_event ev[512];
  for (;;) {
    u64 t = now_ns();
    while (qh.next != &qh && qh.next->due <= t) {
      mconn* c = qh.next;
      mq_remove(c);
      m_stream_step(c);
    }
    if (qh.next != &qh && qh.next->due != armed) {
      armed = qh.next->due;
      struct itimerspec it = {{0, 0}, {armed / 1000000000ull, armed % 1000000000ull}};
      timerfd_settime(tf, TFD_TIMER_ABSTIME, &it, 0);
    }
    int n = epoll_wait(ep, ev, 512, -1);
    for (int i = 0; i < n; i++) {
      if (!ev[i].data.ptr) {
        for (;;) {
          int fd = accept4(l, 0, 0, SOCK_NONBLOCK);
          if (fd < 0) break;
          setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          mconn* c = calloc(1, sizeof *c);
          c->fd = fd;
          c->incap = 16384;
          c->in = malloc(c->incap);
          struct epoll_event x = {EPOLLIN, {.ptr = c}};
          epoll_ctl(ep, EPOLL_CTL_ADD, fd, &x);
          if (++m_open > m_maxopen) m_maxopen = m_open;
        }
        continue;
      }
      if (ev[i].data.ptr == &tmark) {
        u64 x;
        (void)!read(tf, &x, 8);
        armed = 0;
        continue;
      }
      mconn* c = ev[i].data.ptr;
      if (c->dead) continue;
      if (ev[i].events & EPOLLOUT) {
        ssize_t k = send(c->fd, c->out + c->outoff, c->outlen - c->outoff, MSG_NOSIGNAL);
        if (k > 0)
          c->outoff += k;
        else if (k < 0 && errno != EAGAIN) {
          m_close(c);
          continue;
        }
        if (c->outoff == c->outlen) {
          c->outoff = c->outlen = 0;
          struct epoll_event x = {EPOLLIN, {.ptr = c}};
          epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &x);
          c->want_out = 0;
        }
      }
      if (ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        ssize_t k = recv(c->fd, buf, sizeof buf, 0);
        if (k == 0 || (k < 0 && errno != EAGAIN)) {
          m_close(c);
          continue;
        }
        if (k > 0) m_feed(c, buf, k);
      }
    }
    while (graveyard) {
      mconn* c = graveyard;
      graveyard = c->next;
      free(c->in);
      free(c->out);
      free(c);
    }
  }
  return 0;
}
