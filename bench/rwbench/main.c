// rwbench mock PORT            a platform
// rwbench load key=value ...   load; prints one JSON object (see load_main)
#include "common.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int ac, char** av) {
  signal(SIGPIPE, SIG_IGN);
  if (ac >= 3 && !strcmp(av[1], "mock")) return mock_main(atoi(av[2]));
  if (ac >= 3 && !strcmp(av[1], "load")) return load_main(ac - 2, av + 2);
  fprintf(stderr,
          "usage: rwbench mock PORT | rwbench load port= req= c= [n=|d=] [rate=] [tokens=] [max_s=] [ramp_ms=]\n");
  return 2;
}
