/*
 * Start a program N times, one after the other, and say of each run: nanoseconds from before it starts until it has
 * ended, microseconds of CPU, peak resident memory in KiB, exit status. `start N PROGRAM ARGUMENT...`
 *
 * It is C and linked statically because Linux counts what the parent had in memory as the peak of the child: between
 * fork and exec the child is its parent. What this program itself needs (about 0.2 MB) is the least it can tell.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

int main(int count, char **arguments) {
    if (count < 3)
        return 2;
    for (int runs = atoi(arguments[1]); runs > 0; runs--) {
        struct rusage used;
        int status;
        long start = nanoseconds();
        pid_t child = vfork();
        if (child == 0) {
            execve(arguments[2], arguments + 2, environ);
            _exit(127);
        }
        if (child < 0 || wait4(child, &status, 0, &used) != child)
            return 1;
        long wall = nanoseconds() - start;
        long cpu = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000L + used.ru_utime.tv_usec +
                   used.ru_stime.tv_usec;
        printf("%ld %ld %ld %d\n", wall, cpu, used.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
    }
    return 0;
}
