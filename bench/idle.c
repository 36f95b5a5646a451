/* SPDX-License-Identifier: MIT */
/* A program that does nothing, built with and without the library beside it: what linking alone costs. */
#include <signal.h>

int main(int count, char **arguments)
{
    (void)arguments;
    if (count > 1)
        (void)raise(SIGSTOP); /* to be looked at */
    return 0;
}
